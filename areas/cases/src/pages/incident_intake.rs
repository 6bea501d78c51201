//! Forms of an incident that is not accepted: the refusal, its notice, its review, second thoughts.

use super::incidents::{Ending, after, read_id, run_end};
use super::{chosen, lead_and_others, refuse};
use crate::CasesProblem;
use crate::commands::{
    self, AcceptedCase, EndAs, InformReporter, PetitionInput, Procedure, ReportStep, TakeUpIncident,
};
use crate::problem::Field;
use crate::rules::petition::PetitionStep;
use crate::rules::{CaseCategory, CaseId, Notice, Refusal};
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use pages::{App, Failure, Fields, Page, SignedIn};

/// What a form of these says of every step.
fn step(fields: &mut Fields, id: &str, time: &'static str) -> Result<Option<ReportStep>, Failure> {
    let incident = read_id(id)?;
    let seen = fields.seen();
    let at = fields.instant(time);
    Ok(Some(ReportStep { incident, at, seen }).filter(|_| fields.is_good()))
}

/// On to the incident, or the form again with what was wrong.
fn concluded(
    answer: Result<(), CasesProblem>,
    mut fields: Fields,
    time: &'static str,
    id: &str,
) -> Result<String, Fields> {
    answer.map(|()| format!("/incidents/{id}")).map_err(|problem| {
        refuse(&mut fields, &problem, |field| (field == Field::Time).then_some(time));
        fields
    })
}

pub async fn refuse_report(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let why = chosen(&mut fields, "why", Field::Refusal, Refusal::parse);
    let notice = chosen(&mut fields, "notice", Field::Notice, Notice::parse);
    let disputed = fields.is_ticked("disputed");
    let how = why.zip(notice).map(|(why, notice)| EndAs::NotAccepted { why, notice, disputed });
    let seen = fields.seen();
    let at = fields.instant("refused_at");
    let result = fields.text("reasons").to_owned();
    let ending = Ending { form: "refuse", how, seen, at, result };
    run_end(&app, &procedure, &actor, &page, &id, fields, ending).await
}

pub async fn inform(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let notice = chosen(&mut fields, "notice", Field::Notice, Notice::parse);
    let answer = match step(&mut fields, &id, "informed_at")?.zip(notice) {
        Some((step, notice)) => {
            let input = InformReporter { step, notice };
            let done = commands::inform_reporter(&app.db, &procedure, &actor, input).await;
            concluded(done, fields, "informed_at", &id)
        }
        None => Err(fields),
    };
    after(&app, &procedure, &actor, &page, &id, "inform", answer).await
}

pub async fn extend(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let answer = match step(&mut fields, &id, "extended_at")? {
        Some(step) => {
            let done = commands::extend_acceptance(&app.db, &procedure, &actor, step).await;
            concluded(done, fields, "extended_at", &id)
        }
        None => Err(fields),
    };
    after(&app, &procedure, &actor, &page, &id, "extend", answer).await
}

pub async fn receive_review(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let answer = match step(&mut fields, &id, "received_at")? {
        Some(step) => {
            let done = commands::receive_report_review(&app.db, &procedure, &actor, step).await;
            concluded(done, fields, "received_at", &id)
        }
        None => Err(fields),
    };
    after(&app, &procedure, &actor, &page, &id, "review", answer).await
}

pub async fn answer_review(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let answer = match step(&mut fields, &id, "answered_at")? {
        Some(step) => {
            let done = commands::answer_report_review(&app.db, &procedure, &actor, step).await;
            concluded(done, fields, "answered_at", &id)
        }
        None => Err(fields),
    };
    after(&app, &procedure, &actor, &page, &id, "answer", answer).await
}

pub async fn petition(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path((id, what)): Path<(String, String)>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let what = PetitionStep::parse(&what).ok_or_else(Failure::not_found)?;
    let notice = match what {
        PetitionStep::Told => chosen(&mut fields, "notice", Field::Notice, Notice::parse),
        _ => None,
    };
    let answer = match step(&mut fields, &id, "stepped_at")? {
        Some(step) => {
            let input = PetitionInput { step, what, notice };
            let done = commands::petition_step(&app.db, &procedure, &actor, input).await;
            concluded(done, fields, "stepped_at", &id)
        }
        None => Err(fields),
    };
    after(&app, &procedure, &actor, &page, &id, what.as_str(), answer).await
}

pub async fn take_up(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let case = fields.read::<CaseId>("case", "pages-bad-request");
    let category = chosen(&mut fields, "case_category", Field::Category, CaseCategory::parse);
    let handlers = lead_and_others(&mut fields);
    let summary = fields.text("case_summary").to_owned();
    let case = case.zip(category).map(|(id, category)| AcceptedCase { id, category, summary, handlers });
    let answer = match step(&mut fields, &id, "accepted_at")?.zip(case) {
        Some((step, case)) => {
            let input = TakeUpIncident { step, case };
            match commands::take_up_incident(&app.db, &procedure, &actor, input).await {
                Ok(case) => Ok(format!("/cases/{case}")),
                Err(problem) => {
                    refuse(&mut fields, &problem, |field| match field {
                        Field::Time => Some("accepted_at"),
                        Field::Handlers => Some("lead"),
                        Field::Summary => Some("case_summary"),
                        _ => None,
                    });
                    Err(fields)
                }
            }
        }
        None => Err(fields),
    };
    after(&app, &procedure, &actor, &page, &id, "take_up", answer).await
}
