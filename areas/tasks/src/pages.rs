//! Pages under `/tasks`: read the form, run the command, show the result.

mod board;
mod campaign;
mod decisions;
mod files;
mod ledger;
mod list;
mod panels;
mod programs;
mod register;
mod station;
mod station_list;
mod story;
mod task;
mod week;
mod write;

use crate::Decide;
use crate::rules::FormId;
use access::Resource;
use axum::Router;
use axum::routing::{get, post};
use kernel::{Actor, PersonId, UnitCode, UnitKind};
use measures::Measures;
use pages::{App, Choice, Failure, Fields, Page, failed, may};
use std::collections::HashMap;
use std::sync::Arc;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/tasks", get(list::list).post(write::write))
        .route("/tasks/new", get(write::new))
        .route("/tasks/paste", get(write::paste_form).post(write::paste))
        .route("/tasks/gate", get(board::board))
        .route("/tasks/station", get(station_list::list))
        .route("/tasks/week", get(week::week))
        .route("/tasks/ledger", get(ledger::show_ledger))
        .route("/tasks/ledger/file", get(ledger::file))
        .route("/tasks/returns", get(register::returns).post(register::permit))
        .route("/tasks/returns/{id}/end", post(register::end))
        .route("/tasks/boundary", get(register::boundary).post(register::enter))
        .route("/tasks/boundary/{id}/end", post(register::end_entry))
        .route("/tasks/settings", get(register::settings).post(register::set))
        .route("/api/v1/tasks", post(programs::hand_in))
        .route("/tasks/{id}", get(task::show_one))
        .route("/tasks/{id}/draft", get(write::draft).post(write::change))
        .route("/tasks/{id}/submission", post(task::submit))
        .route("/tasks/{id}/withdrawal", post(task::withdraw))
        .route("/tasks/{id}/objection", post(task::object))
        .route("/tasks/{id}/objection/answer", post(task::answer_objection))
        .route("/tasks/{id}/gate", get(panels::show_panels))
        .route("/tasks/{id}/release", post(decisions::release))
        .route("/tasks/{id}/confirmation", post(decisions::confirm))
        .route("/tasks/{id}/return", post(decisions::send_back))
        .route("/tasks/{id}/merger", post(decisions::merge))
        .route("/tasks/{id}/link", post(decisions::link))
        .route("/tasks/{id}/answer", post(decisions::answer))
        .route("/tasks/{id}/cut", post(decisions::cut))
        .route("/tasks/{id}/escalation", post(decisions::escalate))
        .route("/tasks/{id}/permission", post(decisions::permit))
        .route("/tasks/{id}/files", post(files::attach))
        .route("/tasks/{id}/files/{file}", get(files::file))
        .route("/tasks/{id}/files/{file}/removal", post(files::remove))
        .route("/tasks/{id}/campaign", get(campaign::show_one).post(campaign::record))
        .route("/tasks/{id}/campaign/plan", get(campaign::plan_form).post(campaign::plan))
        .route("/tasks/{id}/campaign/end", post(campaign::close))
        .route("/tasks/{id}/campaign/file", get(campaign::file))
        .route("/tasks/{id}/campaign/{unit}/{day}", get(campaign::day_form).post(campaign::correct))
        .route("/tasks/{id}/stations/{unit}", get(station::show_one))
        .route("/tasks/{id}/stations/{unit}/assignment", post(station::assign))
        .route("/tasks/{id}/stations/{unit}/handing-on", post(station::hand_on))
        .route("/tasks/{id}/stations/{unit}/report", post(station::report))
        .route("/tasks/{id}/stations/{unit}/end", post(station::finish))
        .route("/tasks/{id}/stations/{unit}/files/{report}", get(station::file))
}

/// The type of a Word file.
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// As `may`, for pages that are closed to everybody else.
fn must(
    app: &App,
    page: &Page,
    actor: &Actor,
    action: &str,
    resource: &impl Resource,
) -> Result<(), Failure> {
    if may(app, page, actor, action, resource) { Ok(()) } else { Err(Failure::denied()) }
}

/// The units at or below those for which the reader may do this.
fn units_for(app: &App, page: &Page, actor: &Actor, action: &str) -> Vec<UnitCode> {
    let scope = app.db.access().scope(actor, action);
    let within = |unit: &UnitCode| scope.iter().any(|above| page.units().is_within(unit, above));
    page.units().iter().map(|unit| unit.code.clone()).filter(within).collect()
}

/// The bureau above a unit: the highest unit of its path.
fn bureau_of(page: &Page, unit: &UnitCode) -> UnitCode {
    page.units().path(unit).pop().unwrap_or_else(|| unit.clone())
}

/// The stations of the bureau, to be addressed.
fn station_choices(page: &Page, below: &UnitCode) -> Vec<Choice> {
    page.units()
        .subtree(below)
        .iter()
        .filter_map(|code| page.units().get(code))
        .filter(|unit| unit.kind == UnitKind::Station)
        .map(|unit| Choice::new(&unit.code, unit.name_in(page.language())))
        .collect()
}

/// The fields of a step, with what it is decided on.
fn step(revision: i64) -> Fields {
    Fields::new().with("revision", revision).with("form", FormId::new())
}

/// Values of a list with their words.
fn choices<T: Copy>(
    page: &Page,
    values: &[T],
    word: impl Fn(T) -> &'static str,
    key: impl Fn(T) -> String,
) -> Vec<Choice> {
    values.iter().map(|value| Choice::new(word(*value), page.t(key(*value)))).collect()
}

/// Names of people by their ids, in one question.
async fn names(
    app: &App,
    people: impl IntoIterator<Item = String>,
) -> Result<HashMap<String, String>, Failure> {
    let mut ids: Vec<String> = people.into_iter().filter(|id| !id.is_empty()).collect();
    ids.sort();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<PersonId> = ids.into_iter().map(PersonId::stored).collect();
    let found = people::person_names(&app.db.read(), &ids).await.map_err(failed)?;
    Ok(found.into_iter().map(|(id, name)| (id.to_string(), name)).collect())
}

/// What decisions about hours are made with.
fn deciding(app: &App, measures: &Arc<Measures>) -> Decide {
    Decide { db: app.db.clone(), law: app.law.clone(), measures: measures.clone() }
}

/// A whole number or a reference to one, as loops in templates give it.
pub(crate) trait Whole {
    fn whole(&self) -> i64;
}
impl Whole for i64 {
    fn whole(&self) -> i64 {
        *self
    }
}
impl Whole for usize {
    fn whole(&self) -> i64 {
        i64::try_from(*self).unwrap_or(i64::MAX)
    }
}
impl<T: Whole + ?Sized> Whole for &T {
    fn whole(&self) -> i64 {
        (**self).whole()
    }
}

/// Minutes as hours with one decimal where they are not whole.
fn hours(minutes: impl Whole) -> String {
    let minutes = minutes.whole();
    if minutes % 60 == 0 { pages::number(minutes / 60) } else { format!("{:.1}", minutes as f64 / 60.0) }
}
