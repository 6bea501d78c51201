//! `/tasks/ledger`: the ledger of burden, for everybody who works here.

use super::{bureau_of, must};
use crate::commands::{Ledger, burden, ledger, ledger_document};
use crate::problem::TasksProblem;
use access::Entity;
use askama::Template;
use axum::Extension;
use axum::extract::State as With;
use axum::response::Response;
use kernel::{Actor, Day, Span, UnitCode};
use measures::{Measures, Value};
use pages::{App, Failure, Figure, Markup, Page, SignedIn, download, failed, show};
use std::collections::HashMap;
use std::sync::Arc;

/// Figures on tiles.
const TILES: [&str; 6] = [
    "tasks.submitted",
    "tasks.released",
    "tasks.received_hours",
    "tasks.spared_hours",
    "tasks.spared_forms",
    "tasks.not_police_share",
];

#[derive(Template)]
#[template(path = "pages/ledger.html")]
struct LedgerPage<'a> {
    page: &'a Page,
    ledger: Ledger,
    tiles: Vec<Figure>,
    chart: Markup,
    measures: &'a Measures,
}

/// A figure of a table.
struct CellView {
    head: String,
    shown: String,
    address: String,
}

impl LedgerPage<'_> {
    fn heads(&self, of_stations: bool) -> Vec<String> {
        let ids = if of_stations { burden::STATION } else { burden::ISSUER };
        ids.iter().map(|id| self.page.t(burden::column_key(id))).collect()
    }
    /// The rows of a table: the unit, and its figures with where their facts are, if the
    /// reader may open them.
    fn rows(&self, of_stations: bool) -> Vec<(String, Vec<CellView>)> {
        let (ids, rows) = match of_stations {
            true => (burden::STATION, &self.ledger.stations),
            false => (burden::ISSUER, &self.ledger.issuers),
        };
        let cell = |unit: &UnitCode, values: &HashMap<String, Value>, id: &str| CellView {
            head: self.page.t(burden::column_key(id)),
            shown: Ledger::shown(self.measures, values, id),
            address: address(self.page, id, unit, self.ledger.period),
        };
        rows.iter()
            .map(|(unit, values)| {
                let cells = ids.iter().map(|id| cell(unit, values, id)).collect();
                (self.page.unit_name(unit), cells)
            })
            .collect()
    }
    fn who(&self, id: &str) -> String {
        self.ledger.names.get(id).cloned().unwrap_or_default()
    }
    fn hours(&self, minutes: impl super::Whole) -> String {
        super::hours(minutes)
    }
}

/// Where the facts of a figure are; empty for a reader who may not open them.
pub fn address(page: &Page, id: &str, unit: &UnitCode, period: Span) -> String {
    let (Some(actor), here) = (page.actor(), unit) else { return String::new() };
    let reaches = actor.grants.iter().any(|grant| page.units().is_within(here, &grant.unit));
    if reaches && page.may("measure.read") {
        super::task::facts_address(id, unit, period)
    } else {
        String::new()
    }
}

/// The month that was asked for, else this one so far.
fn period(app: &App, page: &Page) -> Span {
    let day = |name: &str| page.query_value(name).and_then(|text| text.parse::<Day>().ok());
    let today = app.db.clock().today();
    let from = day("from").unwrap_or_else(|| today.first_of_month());
    let to = day("to").unwrap_or(today);
    // At most two years: more months than anybody reads in one picture.
    Span::new(from, to.min(from.plus_days(731))).unwrap_or_else(|| Span::month(today))
}

async fn read(app: &App, measures: &Measures, page: &Page, actor: &Actor) -> Result<Ledger, Failure> {
    let own = Entity::new("Unit", &actor.unit, &actor.unit);
    let may_here = must(app, page, actor, "task.ledger", &own);
    // Whoever has a role only elsewhere reads it too.
    if may_here.is_err() && app.db.access().scope(actor, "task.ledger").is_empty() {
        return Err(Failure::denied());
    }
    let bureau = bureau_of(page, &page.unit_code());
    Ok(ledger(&app.db, measures, page.units(), &bureau, period(app, page)).await?)
}

pub async fn show_ledger(
    With(app): With<App>,
    Extension(measures): Extension<Arc<Measures>>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    let ledger = read(&app, &measures, &page, &actor).await?;
    let tiles = TILES
        .iter()
        .map(|id| {
            let value = Ledger::shown(&measures, &ledger.whole, id);
            let (label, unit) = match *id {
                "tasks.received_hours" => (page.t("tasks-ledger-reached"), page.t("tasks-hours")),
                "tasks.spared_hours" => (page.t("tasks-ledger-spared"), page.t("tasks-hours")),
                _ => (measures.title(id, page.language()).to_owned(), String::new()),
            };
            Figure::new(label, value).unit(unit).href(address(&page, id, &ledger.unit, ledger.period))
        })
        .collect();
    let chart = ledger.chart(page.wording()).html(page.wording());
    show(&LedgerPage { page: &page, tiles, chart, ledger, measures: &measures })
}

pub async fn file(
    With(app): With<App>,
    Extension(measures): Extension<Arc<Measures>>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    let found = read(&app, &measures, &page, &actor).await?;
    let head = journal::head(&app.db).await.map_err(failed)?;
    let today = app.db.clock().today();
    let document = ledger_document(&found, &measures, page.units(), head.as_ref(), page.wording(), today);
    let bytes = tokio::task::spawn_blocking(move || documents::word(&document)).await.map_err(failed)?;
    let bytes = bytes.map_err(TasksProblem::from)?;
    let name = format!("{}_{}_{}.docx", page.t("tasks-ledger"), found.period.from, found.period.to);
    Ok(download(&name, super::WORD, bytes))
}
