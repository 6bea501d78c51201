//! Pages under `/availability`: read the form, run the command, show the result.

mod balances;
mod leave;

use crate::commands::{self, NewAbsence};
use crate::rules::{Absence, AbsenceId, Why, with_offices};
use crate::{AvailabilityProblem, store};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kernel::{PersonId, Problem, Text, UnitCode};
use pages::{
    App, Choice, Done, Failure, Fields, ListView, Listing, Page, SignedIn, Sort, Total, failed, show_form,
};
use std::collections::HashMap;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/availability", get(list).post(record))
        .route("/availability/own", post(record_own))
        .route("/availability/leave", get(leave::list).post(leave::ask))
        .route("/availability/leave/{id}/withdrawal", post(leave::withdraw))
        .route("/availability/balances", get(balances::list))
        .route("/availability/balances/carriage", post(balances::carry))
        .route("/availability/balances/confirmation", post(balances::confirm))
        .route("/availability/{id}/withdrawal", post(withdraw))
}

const LIST: Listing = Listing { sorts: &["from"], sort: Sort::down("from"), filters: &[], size: 50 };
/// The list begins with absences that ended so many days ago.
const BACK: i64 = 31;

#[derive(Template)]
#[template(path = "pages/list.html")]
struct List<'a> {
    page: &'a Page,
    list: ListView,
    rows: Vec<Absence>,
    names: HashMap<PersonId, String>,
    people: Vec<Choice>,
    whys: Vec<Choice>,
    fields: &'a Fields,
}

impl List<'_> {
    fn name(&self, absence: &Absence) -> String {
        self.names.get(&absence.person).cloned().unwrap_or_default()
    }
}

async fn list(State(app): State<App>, _: SignedIn, page: Page) -> Result<Response, Failure> {
    let today = app.db.clock().today();
    let fields = Fields::new().with("id", AbsenceId::new()).with("from", today).with("to", today);
    show_list(&app, &page, fields).await
}

/// The unit that is looked at with the offices below it; a bureau by itself.
fn units(page: &Page) -> Vec<UnitCode> {
    with_offices(page.units(), &page.unit_code())
}

async fn show_list(app: &App, page: &Page, mut fields: Fields) -> Result<Response, Failure> {
    if !page.may("absence.list") {
        return Err(Failure::denied());
    }
    let asked = page.list(&LIST);
    let units = units(page);
    let today = app.db.clock().today();
    let read = app.db.read();
    let cut = (asked.limit(), asked.offset());
    let (rows, total) = store::page(&read, &units, today.plus_days(-BACK), cut).await.map_err(failed)?;
    let staff = people::staff(&read, &units, today).await.map_err(failed)?;
    let ids: Vec<PersonId> = rows.iter().map(|row| row.person.clone()).collect();
    let names = people::person_names(&read, &ids).await.map_err(failed)?;
    if fields.text("why").is_empty() {
        fields.set("why", Why::Ill.as_str());
    }
    let list = asked.view(page, Total::Exact(total));
    let people = staff.into_iter().map(|one| Choice::new(one.id, one.name)).collect();
    let whys = Why::ALL.iter().map(|why| Choice::new(why.as_str(), page.t(why.text_key()))).collect();
    show_form(&fields, &List { page, list, rows, names, people, whys, fields: &fields })
}

fn read(fields: &mut Fields) -> Option<NewAbsence> {
    let id = fields.read::<AbsenceId>("id", "pages-bad-request");
    let person = fields.needed("person").and_then(|_| fields.read::<PersonId>("person", "pages-bad-request"));
    let from = fields.needed("from").and_then(|_| fields.day("from"));
    let to = fields.needed("to").and_then(|_| fields.day("to"));
    let why = Why::parse(fields.text("why"));
    if why.is_none() {
        fields.problem("why", Text::new("pages-field-needed"));
    }
    Some(NewAbsence { id: id?, person: person?, from: from?, to: to?, why: why? })
}

async fn record(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    mut fields: Fields,
) -> Result<Response, Failure> {
    if let Some(input) = read(&mut fields)
        && fields.is_good()
    {
        match commands::record_absence(&app.db, &actor, input).await {
            Ok(()) => {
                let done = Done::to(format!("/availability?unit={}", page.unit_code()));
                return Ok(done.saying(&app, &Text::new("availability-recorded")).into_response());
            }
            Err(problem @ AvailabilityProblem::EndsBeforeItBegins) => fields.problem("to", problem.message()),
            Err(problem) => fields.refuse(&problem),
        }
    }
    show_list(&app, &page, fields).await
}

/// Somebody says that they are ill; back to where they said it.
async fn record_own(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let person = actor.person.clone().ok_or_else(Failure::denied)?;
    fields.set("person", &person);
    fields.set("why", Why::Ill.as_str());
    let Some(input) = read(&mut fields) else { return Err(Failure::from(AvailabilityProblem::TooFar)) };
    commands::record_absence(&app.db, &actor, input).await?;
    let next = fields.text("next").to_owned();
    Ok(Done::to(next).saying(&app, &Text::new("availability-recorded")).into_response())
}

async fn withdraw(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = AbsenceId::parse(&id).map_err(|_| Failure::not_found())?;
    let absence = commands::withdraw_absence(&app.db, &actor, id).await?;
    let done = Done::to(format!("/availability?unit={}", absence.unit));
    Ok(done.saying(&app, &Text::new("availability-withdrawn")).into_response())
}
