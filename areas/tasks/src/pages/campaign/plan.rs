//! Phases and partners of a campaign.

use super::super::{must, step};
use super::{address, campaign_of};
use crate::commands::{PARTNERS, PHASES, PlanCampaign, plan_campaign};
use crate::problem::TasksProblem;
use crate::rules::Task;
use crate::rules::campaign::{Campaign, Partner, Phase};
use askama::Template;
use axum::extract::{Path, State as With};
use axum::response::{IntoResponse, Response};
use kernel::{Actor, Problem, Span, Text};
use pages::{App, Done, Failure, Fields, Page, SignedIn, show_form};

/// Lines for phases and partners that a form offers at least.
const PLAN_LINES: usize = 4;

#[derive(Template)]
#[template(path = "pages/campaign_plan.html")]
struct PlanPage<'a> {
    page: &'a Page,
    task: Task,
    fields: Fields,
    phases: Vec<usize>,
    partners: Vec<usize>,
}

impl PlanPage<'_> {
    fn name(&self, part: &str, line: impl crate::pages::Whole) -> String {
        format!("{part}_{}", line.whole())
    }
}

fn show_plan(page: &Page, task: Task, fields: Fields) -> Result<Response, Failure> {
    let used = |part: &str, most: usize| {
        (0..most).filter(|line| !fields.text(&format!("{part}_{line}")).is_empty()).count()
    };
    let template = PlanPage {
        page,
        phases: (0..(used("phase", PHASES) + 2).clamp(PLAN_LINES, PHASES)).collect(),
        partners: (0..(used("partner", PARTNERS) + 2).clamp(PLAN_LINES, PARTNERS)).collect(),
        task,
        fields,
    };
    show_form(&template.fields, &template)
}

/// The campaign, if the reader may plan it.
async fn planned(app: &App, page: &Page, actor: &Actor, id: &str) -> Result<(Task, Campaign), Failure> {
    let (task, campaign) = campaign_of(app, page, actor, id).await?;
    must(app, page, actor, "task.plan_campaign", &task)?;
    Ok((task, campaign))
}

pub async fn plan_form(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (task, campaign) = planned(&app, &page, &actor, &id).await?;
    campaign.must_be_open()?;
    let mut fields = step(campaign.revision);
    for (line, phase) in campaign.phases.iter().enumerate() {
        fields.set(&format!("phase_{line}"), &phase.name);
        fields.set(&format!("from_{line}"), phase.days.from);
        fields.set(&format!("until_{line}"), phase.days.to);
    }
    for (line, partner) in campaign.partners.iter().enumerate() {
        fields.set(&format!("partner_{line}"), &partner.name);
        fields.set(&format!("role_{line}"), &partner.role);
    }
    if campaign.phases.is_empty() {
        fields.set("from_0", task.from);
    }
    show_plan(&page, task, fields)
}

/// What a form says of phases and partners; lines without a name are left out.
fn plan_of(fields: &mut Fields) -> (Vec<Phase>, Vec<Partner>) {
    let mut phases = Vec::new();
    for line in 0..PHASES {
        let Some(name) = fields.optional(&format!("phase_{line}")).map(str::to_owned) else { continue };
        let (from, until) = (format!("from_{line}"), format!("until_{line}"));
        let days = (fields.day(&from), fields.day(&until));
        match days {
            (Some(from), Some(to)) => match Span::new(from, to) {
                Some(days) => phases.push(Phase { name, days }),
                None => fields.problem(&until, TasksProblem::EndsBefore.message()),
            },
            (from_day, to_day) => {
                for (field, day) in [(&from, from_day), (&until, to_day)] {
                    if day.is_none() && fields.text(field).is_empty() {
                        fields.problem(field, Text::new("pages-field-needed"));
                    }
                }
            }
        }
    }
    let partners = (0..PARTNERS)
        .filter_map(|line| {
            let name = fields.optional(&format!("partner_{line}"))?.to_owned();
            Some(Partner { name, role: fields.text(&format!("role_{line}")).to_owned() })
        })
        .collect();
    (phases, partners)
}

pub async fn plan(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let (task, _) = planned(&app, &page, &actor, &id).await?;
    let seen = fields.seen();
    let (phases, partners) = plan_of(&mut fields);
    if fields.is_good() {
        let input = PlanCampaign { task: task.id.clone(), phases, partners, seen };
        match plan_campaign(&app.db, &actor, input).await {
            Ok(()) => {
                let saved = Text::new("tasks-saved");
                return Ok(Done::to(address(&task)).saying(&app, &saved).into_response());
            }
            Err(problem) => fields.refuse(&problem),
        }
    }
    let (task, campaign) = planned(&app, &page, &actor, &id).await?;
    fields.set("revision", campaign.revision);
    show_plan(&page, task, fields)
}
