//! The forms on the page of an incident: one for each step that may come next.

use super::{choices, colleagues, may};
use crate::commands::{Procedure, can_extend};
use crate::rules::clock::ReportFile;
use crate::rules::petition::PetitionStep;
use crate::rules::{
    Body, CaseCategory, CaseId, CaseKind, Category, FormId, Incident, Notice, Outcome, Refusal, Source,
    State, Step,
};
use kernel::Actor;
use pages::{App, Choice, Failure, Fields, Page};

/// One form, shown if its step may come next.
pub struct Form {
    pub fields: Fields,
    /// Open because it is what usually comes next, or because something was wrong.
    pub is_open: bool,
}

/// What can be done with an incident now, and what there is to choose from.
#[derive(Default)]
pub struct Forms {
    pub classify: Option<Form>,
    pub dispatch: Option<Form>,
    pub attend: Option<Form>,
    pub end: Option<Form>,
    pub pass: Option<Form>,
    pub accept: Option<Form>,
    pub refuse: Option<Form>,
    pub inform: Option<Form>,
    pub extend: Option<Form>,
    pub review: Option<Form>,
    pub answer: Option<Form>,
    pub take_up: Option<Form>,
    /// The steps of a petition that may come now.
    pub petition: Vec<(PetitionStep, Form)>,
    pub refusals: Vec<Choice>,
    pub notices: Vec<Choice>,
    pub categories: Vec<Choice>,
    pub people: Vec<Choice>,
    pub handlers: Vec<Choice>,
    pub outcomes: Vec<Choice>,
    pub bodies: Vec<Choice>,
    pub case_categories: Vec<Choice>,
}

/// The name of a form whose sending failed, with what was entered.
pub type Failed = Option<(&'static str, Fields)>;

impl Forms {
    /// The forms this reader may use. What failed is shown again as it was sent,
    /// but for the record as it is now.
    pub async fn of(
        app: &App,
        procedure: &Procedure,
        page: &Page,
        actor: &Actor,
        incident: &Incident,
        file: &ReportFile,
        failed: Failed,
    ) -> Result<Self, Failure> {
        let ends = incident.possible_ends();
        let can_end = may(app, page, actor, "incident.end", incident);
        let simple: Vec<Outcome> = ends
            .iter()
            .copied()
            .filter(|end| {
                matches!(end, Outcome::Settled | Outcome::Mediated | Outcome::Helped | Outcome::Answered)
            })
            .collect();
        let can_accept = ends.iter().any(|end| matches!(end, Outcome::Administrative | Outcome::Criminal));
        let unit = access::Entity::new("Unit", &incident.unit, &incident.unit);
        let may_accept = can_end && may(app, page, actor, "case.accept", &unit);
        let can_accept = can_accept && may_accept;
        let refused = incident.is_refused();
        let may_step = |action: &str| may(app, page, actor, action, incident);
        let waits = file.open_review().is_some();
        let can_review = may_step("incident.review");
        let step =
            |step: Step, action: &str| incident.allows(step) && may(app, page, actor, action, incident);

        let next = next(incident);
        let now = app.db.clock().now();
        let mut failed = failed;
        let mut form = |name: &'static str, wanted: bool, fields: Fields| {
            let sent = failed.take_if(|(sent, _)| *sent == name);
            if !wanted && sent.is_none() {
                return None;
            }
            let is_open = sent.is_some() || next == name;
            let mut fields = sent.map_or(fields, |(_, fields)| fields);
            // Whoever sends it again has seen the record as it is now.
            fields.set("revision", incident.revision);
            fields.set("form", FormId::new());
            Some(Form { fields, is_open })
        };
        let at = |name: &str| Fields::new().with(name, now.to_field());
        let mut forms = Self {
            classify: form(
                "classify",
                step(Step::Classify, "incident.classify"),
                Fields::new().with("category", incident.category.as_str()),
            ),
            dispatch: form("dispatch", step(Step::Dispatch, "incident.dispatch"), at("dispatched_at")),
            attend: form("attend", step(Step::Attend, "incident.attend"), at("attended_at")),
            end: form("end", can_end && !simple.is_empty(), at("ended_at")),
            pass: form("pass", can_end && ends.contains(&Outcome::Passed), at("passed_at")),
            accept: form("accept", can_accept, accept_fields(incident, at("accepted_at"))),
            refuse: form("refuse", can_end && ends.contains(&Outcome::NotAccepted), at("refused_at")),
            inform: form("inform", refused && may_step("incident.inform"), at("informed_at")),
            extend: form(
                "extend",
                can_extend(procedure, file, "adm-accept-review", now) && may_step("incident.extend"),
                at("extended_at"),
            ),
            review: form("review", refused && !waits && can_review, at("received_at")),
            answer: form("answer", waits && can_review, at("answered_at")),
            take_up: form("take_up", refused && may_accept, accept_fields(incident, at("accepted_at"))),
            ..Self::default()
        };

        for step in PetitionStep::ALL {
            let may_come = step.earliest(incident, file).is_some() && may_step(step.action());
            if let Some(form) = form(step.as_str(), may_come, at("stepped_at")) {
                forms.petition.push((*step, form));
            }
        }
        if forms.dispatch.is_some()
            || forms.attend.is_some()
            || forms.accept.is_some()
            || forms.take_up.is_some()
        {
            let colleagues = colleagues(app, &incident.unit).await?;
            forms.people = colleagues.all;
            forms.handlers = colleagues.officers;
        }
        forms.categories = categories(page);
        forms.outcomes = choices(page, simple, Outcome::as_str, Outcome::text_key);
        let grounds = Refusal::ALL.iter().copied();
        let grounds = grounds.filter(|why| *why != Refusal::NotViolation || may_step("incident.refuse"));
        forms.refusals = choices(page, grounds, Refusal::as_str, Refusal::text_key);
        forms.notices = choices(page, Notice::ALL.iter().copied(), Notice::as_str, Notice::text_key);
        forms.bodies = choices(page, Body::ALL.iter().copied(), Body::as_str, Body::text_key);
        forms.case_categories = case_categories(page);
        Ok(forms)
    }
}

/// What usually comes next.
fn next(incident: &Incident) -> &'static str {
    match (incident.state(), incident.source) {
        (State::Received, _) if incident.is_petition() => PetitionStep::Told.as_str(),
        (State::Received, Source::Call | Source::Handover | Source::Letter) => "dispatch",
        (State::Received, Source::Patrol) | (State::Dispatched, _) => "attend",
        (State::Received, Source::WalkIn) | (State::Attended, _) => "end",
        (State::Ended, _) => "",
    }
}

fn accept_fields(incident: &Incident, fields: Fields) -> Fields {
    let kind = if incident.category.group() == "crime" { CaseKind::Criminal } else { CaseKind::PublicOrder };
    let mut fields = fields
        .with("case", CaseId::new())
        .with("case_category", CaseCategory::proposed(incident.category, kind).as_str())
        .with("case_summary", &incident.summary);
    for (place, officer) in incident.officers.iter().enumerate() {
        fields.add(if place == 0 { "lead" } else { "handlers" }, officer);
    }
    fields
}

/// All categories in one list, each with its group before it.
pub fn categories(page: &Page) -> Vec<Choice> {
    Category::all()
        .map(|category| {
            let group = page.t(kernel::category_key(category.group()));
            Choice::new(category.as_str(), format!("{group} · {}", page.t(category.text_key())))
        })
        .collect()
}

pub fn case_categories(page: &Page) -> Vec<Choice> {
    CaseCategory::all()
        .map(|category| {
            let kind = page.t(category.kind().text_key());
            Choice::new(category.as_str(), format!("{kind} · {}", page.t(category.text_key())))
        })
        .collect()
}
