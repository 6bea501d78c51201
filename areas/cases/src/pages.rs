//! Pages under `/incidents` and `/cases`: read the form, run the command, show the result.

mod acts;
mod calendar;
mod case_forms;
mod case_list;
mod cases;
mod clocks;
mod corrections;
mod gate;
mod history;
mod incident_forms;
mod incident_intake;
mod incident_list;
mod incident_notice;
mod incidents;
mod papers;
mod reminders;

pub use clocks::{ClockView, held_now};
pub use reminders::reminders;
#[cfg(test)]
pub(crate) use reminders::reminders_of;

use crate::problem::Field;
use crate::rules::LookUpGround;
use crate::{CasesProblem, commands};
use axum::Router;
use axum::routing::{get, post};
use kernel::{Actor, Problem, UnitCode};
use pages::{App, Choice, Failure, Fields, Page, may, require};
use people::PersonBrief;
use people::rules::PersonKind;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/incidents", get(incident_list::list).post(incidents::receive))
        .route("/incidents/new", get(incidents::new))
        .route("/incidents/{id}", get(incidents::show_one))
        .route("/incidents/{id}/category", post(incidents::classify))
        .route("/incidents/{id}/dispatch", post(incidents::dispatch))
        .route("/incidents/{id}/arrival", post(incidents::attend))
        .route("/incidents/{id}/end", post(incidents::end))
        .route("/incidents/{id}/passing", post(incidents::pass))
        .route("/incidents/{id}/case", post(incidents::accept))
        .route("/incidents/{id}/refusal", post(incident_intake::refuse_report))
        .route("/incidents/{id}/notice", get(incident_notice::open).post(incident_intake::inform))
        .route("/incidents/{id}/extension", post(incident_intake::extend))
        .route("/incidents/{id}/review", post(incident_intake::receive_review))
        .route("/incidents/{id}/answer", post(incident_intake::answer_review))
        .route("/incidents/{id}/taking-up", post(incident_intake::take_up))
        .route("/incidents/{id}/petition/{step}", post(incident_intake::petition))
        .route(
            "/incidents/{id}/correction",
            get(corrections::incident_form).post(corrections::correct_incident),
        )
        .route("/cases", get(case_list::list).post(cases::accept))
        .route("/cases/new", get(cases::new))
        .route("/cases/{id}", get(cases::show_one))
        .route("/cases/{id}/handlers", post(cases::assign))
        .route("/cases/{id}/filing", post(cases::file))
        .route("/cases/{id}/solution", post(cases::solve))
        .route("/cases/{id}/transfer", post(cases::transfer))
        .route("/cases/{id}/decision", post(cases::decide))
        .route("/cases/{id}/closing", post(cases::close))
        .route("/cases/{id}/acts/{act}", get(acts::form).post(acts::record))
        .route(
            "/cases/{id}/acts/{fact}/correction",
            get(corrections::act_form).post(corrections::correct_act),
        )
        .route("/cases/{id}/people/new", get(acts::party_form))
        .route("/cases/{id}/people", post(acts::add_party))
        .route("/cases/{id}/sealed", post(acts::unseal))
        .route("/clocks", get(clocks::list))
        .route("/calendar/{address}", get(calendar::calendar))
        .route("/custody", get(clocks::custody))
        .route("/cases/{id}/correction", get(corrections::case_form).post(corrections::correct_case))
        .route("/cases/{id}/papers", get(papers::list).post(papers::make))
        .route("/cases/{id}/papers/{paper}/issue", post(papers::issue))
        .route("/cases/{id}/papers/{paper}", get(papers::open).post(papers::open_sealed))
}

/// The units in which the reader may do this, in the order of the tree.
fn units_for(app: &App, page: &Page, actor: &Actor, action: &str) -> Vec<Choice> {
    let scope = app.db.access().scope(actor, action);
    page.visible_units()
        .into_iter()
        .filter(|(_, unit)| scope.iter().any(|above| page.units().is_within(&unit.code, above)))
        .map(|(depth, unit)| {
            let name = format!("{}{}", "　".repeat(depth), unit.name_in(page.language()));
            Choice::new(&unit.code, name)
        })
        .collect()
}

/// The unit a new record begins with: where the reader looks, if they may do it
/// there, else the first where they may.
fn unit_to_begin(page: &Page, units: &[Choice]) -> String {
    let here = page.unit_code();
    let fits = units.iter().find(|unit| unit.value == here.as_str()).or(units.first());
    fits.map(|unit| unit.value.clone()).unwrap_or_default()
}

/// Puts a problem where it belongs: at its field, or over the whole form.
fn refuse(fields: &mut Fields, problem: &CasesProblem, name_of: impl Fn(Field) -> Option<&'static str>) {
    match problem.field().and_then(name_of) {
        Some(name) => fields.problem(name, problem.message()),
        None => fields.refuse(problem),
    }
}

/// A value of one of our lists; what is not in it is noted.
fn chosen<T>(
    fields: &mut Fields,
    name: &'static str,
    field: Field,
    parse: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let problem = match fields.optional(name).map(parse) {
        Some(Some(value)) => return Some(value),
        Some(None) => CasesProblem::Unusable { field },
        None => CasesProblem::Missing { field },
    };
    fields.problem(name, problem.message());
    None
}

/// The people ticked in a form.
fn people(fields: &mut Fields, name: &'static str) -> Vec<kernel::PersonId> {
    let ticked: Vec<_> = fields.all(name).map(kernel::PersonId::parse).collect();
    let count = ticked.len();
    let people: Vec<_> = ticked.into_iter().flatten().collect();
    if people.len() < count {
        fields.problem(name, CasesProblem::Unusable { field: Field::Handlers }.message());
    }
    people
}

/// The handlers of a case, the lead first.
fn lead_and_others(fields: &mut Fields) -> Vec<kernel::PersonId> {
    let mut handlers = people(fields, "lead");
    handlers.extend(people(fields, "handlers"));
    handlers
}

/// Those who can be sent, and those who can handle a case.
struct Colleagues {
    all: Vec<Choice>,
    officers: Vec<Choice>,
}

async fn colleagues(app: &App, unit: &UnitCode) -> Result<Colleagues, Failure> {
    let found = commands::colleagues(&app.db.read(), unit).await.map_err(pages::failed)?;
    // A bureau lists its own people; those of its stations are chosen there.
    let own: Vec<PersonBrief> = if found.len() > 300 {
        found.into_iter().filter(|person| person.unit == *unit).collect()
    } else {
        found
    };
    let choice = |person: &PersonBrief| {
        let number =
            person.police_number.as_ref().map(|number| format!(" {}", number.as_str())).unwrap_or_default();
        Choice::new(&person.id, format!("{}{number}", person.name))
    };
    Ok(Colleagues {
        all: own.iter().filter(|person| person.kind != PersonKind::Civilian).map(choice).collect(),
        officers: own.iter().filter(|person| person.kind == PersonKind::Officer).map(choice).collect(),
    })
}

/// Values of a list with their words.
fn choices<T: Copy>(
    page: &Page,
    values: impl IntoIterator<Item = T>,
    word: impl Fn(T) -> &'static str,
    key: impl Fn(T) -> String,
) -> Vec<Choice> {
    values.into_iter().map(|value| Choice::new(word(value), page.t(key(value)))).collect()
}

/// The grounds on which a sealed record is looked up.
fn grounds(page: &Page) -> Vec<Choice> {
    choices(page, LookUpGround::ALL.iter().copied(), LookUpGround::as_str, LookUpGround::text_key)
}
