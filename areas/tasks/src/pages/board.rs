//! `/tasks/gate`: everything that waits for a decision, with its lights.

use super::{bureau_of, hours, units_for};
use crate::commands::{situation, with_register};
use crate::rules::boundary::{Opinion, evidence};
use crate::rules::capacity::Light;
use crate::rules::form::flaws;
use crate::rules::{ReturnState, State, Task};
use crate::store::{self, Rows};
use askama::Template;
use axum::Extension;
use axum::extract::State as With;
use axum::response::Response;
use kernel::{Day, UnitCode, UnitKind};
use measures::Measures;
use pages::{App, Failure, ListView, Listing, Page, SignedIn, Sort, failed, show};
use std::sync::Arc;

const LIST: Listing = Listing { sorts: &[], sort: Sort::up("submitted"), filters: &[], size: 20 };

/// A task with what one has to know at a glance.
struct Line {
    task: Task,
    light: Light,
    /// Stations in red.
    red: usize,
    opinion: Opinion,
    flaws: usize,
    stops: bool,
    /// Returns that a figure may answer.
    answerable: usize,
    clashes: usize,
    overdue: bool,
}

#[derive(Template)]
#[template(path = "pages/board.html")]
struct Board<'a> {
    page: &'a Page,
    list: ListView,
    lines: Vec<Line>,
    may_set: bool,
}

impl Board<'_> {
    fn hours(&self, task: &Task) -> String {
        hours(task.minutes())
    }
}

pub async fn board(
    With(app): With<App>,
    Extension(measures): Extension<Arc<Measures>>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    let units = units_for(&app, &page, &actor, "task.gate");
    if units.is_empty() {
        return Err(Failure::denied());
    }
    let read = app.db.read();
    let asked = page.list(&LIST);
    let Rows { rows, total } =
        store::gate_tasks(&read, &units, asked.limit(), asked.offset()).await.map_err(failed)?;
    let today = app.db.clock().today();
    let stations = stations(&page, &units);
    let now = situation(&read, &app.law, &measures, page.units(), &stations, today).await?;
    let local: Vec<_> =
        store::local_entries(&read).await.map_err(failed)?.into_iter().map(|(_, entry)| entry).collect();
    let register = store::register(&read).await.map_err(failed)?;
    let lines = rows
        .into_iter()
        .map(|task| {
            let task = with_register(task, &register, today);
            let fits = now.fits(&task);
            let found = flaws(&task, app.law.calendar());
            Line {
                light: fits.iter().map(|fit| fit.light).max().unwrap_or(Light::Green),
                red: fits.iter().filter(|fit| fit.light == Light::Red).count(),
                opinion: evidence(&task.title, &task.body, app.law.boundary(), &local).opinion,
                flaws: found.len(),
                stops: found.iter().any(|flaw| flaw.stops_release()),
                answerable: task
                    .returns
                    .iter()
                    .filter(|one| one.state == ReturnState::Asked && !one.measure.is_empty())
                    .count(),
                clashes: now.clashes(&task).len(),
                overdue: task.decide_by.is_some_and(|day| day < today),
                task,
            }
        })
        .collect();
    let here = page.unit_code();
    let bureau = bureau_of(&page, &here);
    let resource = access::Entity::new("Unit", &bureau, &bureau);
    let may_set = super::may(&app, &page, &actor, "task.set_capacity", &resource);
    show(&Board { page: &page, list: asked.view(&page, total), lines, may_set })
}

/// The stations among some units.
fn stations(page: &Page, units: &[UnitCode]) -> Vec<UnitCode> {
    let is_station =
        |code: &&UnitCode| page.units().get(code).is_some_and(|unit| unit.kind == UnitKind::Station);
    units.iter().filter(is_station).cloned().collect()
}

impl Line {
    fn day(&self) -> Option<Day> {
        self.task.decide_by
    }
    fn form_tone(&self) -> &'static str {
        if self.stops { "bad" } else { "warn" }
    }
    fn is_proposed(&self) -> bool {
        self.task.state == State::Proposed
    }
}
