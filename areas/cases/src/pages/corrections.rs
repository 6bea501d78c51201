//! Forms that put a record right.

use super::{choices, chosen, refuse, require};
use crate::commands::{self, CorrectAct, CorrectCase, CorrectIncident, Procedure};
use crate::problem::Field;
use crate::rules::act::{Act, spec};
use crate::rules::{
    Body, Case, CaseCategory, CaseCorrection, CaseResult, CaseStep, Category, CloseOutcome, Decision, FormId,
    Incident, IncidentCorrection, IncidentId, Outcome, Reason,
};
use crate::{CasesProblem, store};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use kernel::{Actor, FactId, Instant, Problem, Text};
use pages::{App, Choice, Done, Failure, Fields, Page, SignedIn, failed, show_form};

#[derive(Template)]
#[template(path = "pages/incident_correction.html")]
struct IncidentForm<'a> {
    page: &'a Page,
    incident: Incident,
    fields: Fields,
    categories: Vec<Choice>,
    outcomes: Vec<Choice>,
    bodies: Vec<Choice>,
    reasons: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "pages/case_correction.html")]
struct CaseForm<'a> {
    page: &'a Page,
    case: Case,
    fields: Fields,
    categories: Vec<Choice>,
    decisions: Vec<Choice>,
    closes: Vec<Choice>,
    reasons: Vec<Choice>,
}

fn reasons(page: &Page) -> Vec<Choice> {
    choices(page, Reason::ALL.iter().copied(), Reason::as_str, Reason::text_key)
}

/// A field with a time that the record may not have.
fn with_time(fields: &mut Fields, name: &str, at: Option<Instant>) {
    if let Some(at) = at {
        fields.set(name, at.to_field());
    }
}

async fn incident(app: &App, id: &str) -> Result<Incident, Failure> {
    let id = IncidentId::parse(id).map_err(|_| CasesProblem::IncidentNotFound)?;
    let found = store::find_incident(&app.db.read(), &id).await.map_err(failed)?;
    Ok(found.ok_or(CasesProblem::IncidentNotFound)?)
}

pub async fn incident_form(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let incident = incident(&app, &id).await?;
    if incident.is_sealed() {
        return Err(CasesProblem::RecordIsSealed.into());
    }
    let mut fields = Fields::new()
        .with("category", incident.category.as_str())
        .with("zone", &incident.zone)
        .with("address", &incident.address)
        .with("summary", &incident.summary)
        .with("received_at", incident.received_at.to_field())
        .with("outcome", incident.outcome.map_or("", Outcome::as_str))
        .with("passed_to", incident.passed_to.map_or("", Body::as_str))
        .with("result", &incident.result);
    with_time(&mut fields, "attended_at", incident.attended_at);
    with_time(&mut fields, "ended_at", incident.ended_at);
    show_incident(&app, &actor, &page, incident, fields)
}

fn show_incident(
    app: &App,
    actor: &Actor,
    page: &Page,
    incident: Incident,
    mut fields: Fields,
) -> Result<Response, Failure> {
    require(app, page, actor, "incident.correct", &incident)?;
    fields.set("revision", incident.revision);
    fields.set("form", FormId::new());
    let simple = Outcome::ALL
        .iter()
        .copied()
        .filter(|outcome| !matches!(outcome, Outcome::Administrative | Outcome::Criminal))
        .filter(|outcome| *outcome != Outcome::NotAccepted || incident.is_refused())
        .filter(|outcome| *outcome != Outcome::Answered || incident.outcome == Some(Outcome::Answered));
    let template = IncidentForm {
        page,
        categories: super::incident_forms::categories(page),
        outcomes: choices(page, simple, Outcome::as_str, Outcome::text_key),
        bodies: choices(page, Body::ALL.iter().copied(), Body::as_str, Body::text_key),
        reasons: reasons(page),
        incident,
        fields,
    };
    show_form(&template.fields, &template)
}

pub async fn correct_incident(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let as_it_is = incident(&app, &id).await?;
    let seen = fields.seen();
    let category = chosen(&mut fields, "category", Field::Category, Category::parse);
    let reason = chosen(&mut fields, "reason", Field::Reason, Reason::parse);
    let received_at = fields.instant("received_at");
    let (attended_at, ended_at) = (fields.instant("attended_at"), fields.instant("ended_at"));
    if let (Some(category), Some(reason)) = (category, reason)
        && fields.is_good()
    {
        let text = |name: &str| fields.text(name).to_owned();
        let correction = IncidentCorrection {
            category,
            zone: text("zone"),
            address: text("address"),
            summary: text("summary"),
            received_at: received_at.unwrap_or(as_it_is.received_at),
            attended_at,
            ended_at,
            outcome: Outcome::parse(fields.text("outcome")),
            passed_to: Body::parse(fields.text("passed_to")),
            result: text("result"),
            reason,
        };
        let input = CorrectIncident { incident: as_it_is.id.clone(), correction, seen };
        match commands::correct_incident(&app.db, &procedure, &actor, input).await {
            Ok(()) => {
                let done = Done::to(format!("/incidents/{}", as_it_is.id));
                return Ok(done.saying(&app, &Text::new("cases-corrected-saved")).into_response());
            }
            Err(problem) => refuse(&mut fields, &problem, |field| match field {
                Field::Summary => Some("summary"),
                Field::Zone => Some("zone"),
                Field::Address => Some("address"),
                Field::Result => Some("result"),
                Field::PassedTo => Some("passed_to"),
                _ => None,
            }),
        }
    }
    let incident = incident(&app, &id).await?;
    show_incident(&app, &actor, &page, incident, fields)
}

pub async fn case_form(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let case = super::cases::load(&app, &id).await?;
    if case.is_sealed() {
        return Err(CasesProblem::RecordIsSealed.into());
    }
    let mut fields = Fields::new()
        .with("category", case.category.as_str())
        .with("zone", &case.zone)
        .with("summary", &case.summary)
        .with("accepted_at", case.accepted_at.to_field())
        .with("outcome", case.outcome.map_or("", CloseOutcome::as_str))
        .with("closing", &case.closing);
    if let Some(CaseResult::Decided(decision)) = case.result {
        fields.set("decision", decision.as_str());
        let file = commands::file_of(&app.db.read(), &case.id).await?;
        if let Some(yuan) = file.last(Act::Decided).and_then(|decided| decided.what.amount) {
            fields.set("amount", yuan);
        }
    }
    with_time(&mut fields, "filed_at", case.filed_at);
    with_time(&mut fields, "solved_at", case.solved_at);
    with_time(&mut fields, "transferred_at", case.transferred_at);
    with_time(&mut fields, "decided_at", case.decided_at);
    with_time(&mut fields, "closed_at", case.closed_at);
    show_case(&app, &actor, &page, case, fields)
}

#[derive(Template)]
#[template(path = "pages/act_correction.html")]
struct ActForm<'a> {
    page: &'a Page,
    case: Case,
    fact: FactId,
    act: Act,
    at: Instant,
    fields: Fields,
    reasons: Vec<Choice>,
}

pub async fn act_form(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path((id, fact)): Path<(String, String)>,
) -> Result<Response, Failure> {
    show_act(&app, &actor, &page, &id, &fact, None).await
}

async fn show_act(
    app: &App,
    actor: &Actor,
    page: &Page,
    id: &str,
    fact: &str,
    sent: Option<Fields>,
) -> Result<Response, Failure> {
    let case = super::cases::load(app, id).await?;
    require(app, page, actor, "case.correct", &case)?;
    let fact = FactId::parse(fact).map_err(|_| CasesProblem::ActNotFound)?;
    let file = commands::file_of(&app.db.read(), &case.id).await?;
    let entry = file.find(&fact).filter(|entry| !spec(entry.act).is_step);
    let entry = entry.ok_or(CasesProblem::ActNotFound)?;
    let mut fields = sent.unwrap_or_else(|| Fields::new().with("at", entry.at.to_field()));
    fields.set("revision", case.revision);
    fields.set("form", FormId::new());
    let template = ActForm { page, act: entry.act, at: entry.at, reasons: reasons(page), case, fact, fields };
    show_form(&template.fields, &template)
}

pub async fn correct_act(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path((id, fact)): Path<(String, String)>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let case = super::cases::read_id(&id)?;
    let seen = fields.seen();
    let reason = chosen(&mut fields, "reason", Field::Reason, Reason::parse);
    let at = fields.instant("at");
    if at.is_none() && fields.is_good() {
        fields.problem("at", CasesProblem::Missing { field: Field::Time }.message());
    }
    if let (Some(at), Some(reason), Ok(fact)) = (at, reason, FactId::parse(&fact)) {
        let input = CorrectAct { case: case.clone(), fact, at, reason, seen };
        match commands::correct_act(&app.db, &procedure, &actor, input).await {
            Ok(()) => {
                let done = Done::to(format!("/cases/{case}"));
                return Ok(done.saying(&app, &Text::new("cases-corrected-saved")).into_response());
            }
            Err(problem) => refuse(&mut fields, &problem, |field| (field == Field::Time).then_some("at")),
        }
    }
    show_act(&app, &actor, &page, &id, &fact, Some(fields)).await
}

fn show_case(
    app: &App,
    actor: &Actor,
    page: &Page,
    case: Case,
    mut fields: Fields,
) -> Result<Response, Failure> {
    require(app, page, actor, "case.correct", &case)?;
    fields.set("revision", case.revision);
    fields.set("form", FormId::new());
    // Any decision may have been meant; the rules check that the closing fits it.
    let open = Case { closed_at: None, ..case.clone() };
    let fitting = |outcome: &CloseOutcome| match case.result {
        Some(CaseResult::Decided(_)) => {
            matches!(outcome, CloseOutcome::Executed | CloseOutcome::Mediated | CloseOutcome::NoPenalty)
        }
        _ => open.allows(CaseStep::Close(*outcome)),
    };
    let closes = CloseOutcome::ALL.iter().copied().filter(fitting);
    let template = CaseForm {
        page,
        categories: choices(
            page,
            CaseCategory::of_kind(case.kind()),
            CaseCategory::as_str,
            CaseCategory::text_key,
        ),
        decisions: choices(page, Decision::ALL.iter().copied(), Decision::as_str, Decision::text_key),
        closes: choices(page, closes, CloseOutcome::as_str, CloseOutcome::text_key),
        reasons: reasons(page),
        case,
        fields,
    };
    show_form(&template.fields, &template)
}

pub async fn correct_case(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let as_it_is = super::cases::load(&app, &id).await?;
    let seen = fields.seen();
    let category = chosen(&mut fields, "category", Field::Category, CaseCategory::parse);
    let reason = chosen(&mut fields, "reason", Field::Reason, Reason::parse);
    let accepted_at = fields.instant("accepted_at");
    let [filed_at, solved_at, transferred_at, decided_at, closed_at] =
        ["filed_at", "solved_at", "transferred_at", "decided_at", "closed_at"]
            .map(|name| fields.instant(name));
    if !fields.text("amount").trim().is_empty() && fields.text("amount").trim().parse::<i64>().is_err() {
        fields.problem("amount", CasesProblem::Unusable { field: Field::Amount }.message());
    }
    if let (Some(category), Some(reason)) = (category, reason)
        && fields.is_good()
    {
        let text = |name: &str| fields.text(name).to_owned();
        let correction = CaseCorrection {
            category,
            zone: text("zone"),
            summary: text("summary"),
            accepted_at: accepted_at.unwrap_or(as_it_is.accepted_at),
            filed_at,
            solved_at,
            transferred_at,
            decided_at,
            closed_at,
            decision: Decision::parse(fields.text("decision")),
            amount: fields.text("amount").trim().parse().ok(),
            outcome: CloseOutcome::parse(fields.text("outcome")),
            closing: text("closing"),
            reason,
        };
        let input = CorrectCase { case: as_it_is.id.clone(), correction, seen };
        match commands::correct_case(&app.db, &procedure, &actor, input).await {
            Ok(()) => {
                let done = Done::to(format!("/cases/{}", as_it_is.id));
                return Ok(done.saying(&app, &Text::new("cases-corrected-saved")).into_response());
            }
            Err(problem) => refuse(&mut fields, &problem, |field| match field {
                Field::Summary => Some("summary"),
                Field::Zone => Some("zone"),
                Field::Closing => Some("closing"),
                Field::Category => Some("category"),
                Field::Amount => Some("amount"),
                _ => None,
            }),
        }
    }
    let case = super::cases::load(&app, &id).await?;
    show_case(&app, &actor, &page, case, fields)
}
