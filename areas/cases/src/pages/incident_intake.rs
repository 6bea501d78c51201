//! Forms of an incident that is not accepted: the refusal, its notice, its review, second thoughts.

use super::incidents::{Ending, after, read_id, run_end};
use super::{chosen, lead_and_others, refuse};
use crate::commands::{self, AcceptedCase, EndAs, Procedure, ReportAct, ReportStep, TakeUpIncident};
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

type Asked = (State<App>, Extension<Procedure>, SignedIn, Page);

/// Does to a report what its form says: on to the incident, or the form again with what was wrong.
/// `act` is none where the form says too little.
async fn take(
    (State(app), Extension(procedure), SignedIn(actor), page): Asked,
    id: &str,
    (form, time): (&'static str, &'static str),
    act: Option<ReportAct>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let answer = match step(&mut fields, id, time)?.zip(act) {
        Some((step, act)) => commands::step_report(&app.db, &procedure, &actor, step, act).await,
        None => Ok(()),
    };
    if let Err(problem) = answer {
        refuse(&mut fields, &problem, |field| (field == Field::Time).then_some(time));
    }
    let answer = if fields.is_good() { Ok(format!("/incidents/{id}")) } else { Err(fields) };
    after(&app, &procedure, &actor, &page, id, form, answer).await
}

pub async fn inform(asked: Asked, Path(id): Path<String>, mut fields: Fields) -> Result<Response, Failure> {
    let notice = chosen(&mut fields, "notice", Field::Notice, Notice::parse);
    take(asked, &id, ("inform", "informed_at"), notice.map(ReportAct::InformReporter), fields).await
}

pub async fn extend(asked: Asked, Path(id): Path<String>, fields: Fields) -> Result<Response, Failure> {
    take(asked, &id, ("extend", "extended_at"), Some(ReportAct::ExtendAcceptance), fields).await
}

pub async fn receive_review(
    asked: Asked,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    take(asked, &id, ("review", "received_at"), Some(ReportAct::ReceiveReview), fields).await
}

pub async fn answer_review(
    asked: Asked,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    take(asked, &id, ("answer", "answered_at"), Some(ReportAct::AnswerReview), fields).await
}

pub async fn petition(
    asked: Asked,
    Path((id, what)): Path<(String, String)>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let what = PetitionStep::parse(&what).ok_or_else(Failure::not_found)?;
    let notice = match what {
        PetitionStep::Told => chosen(&mut fields, "notice", Field::Notice, Notice::parse),
        _ => None,
    };
    let act = ReportAct::Petition(what, notice);
    take(asked, &id, (what.as_str(), "stepped_at"), Some(act), fields).await
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
