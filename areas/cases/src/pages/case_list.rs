//! The list of cases.

use super::incident_list::total_of;
use super::{choices, may};
use crate::rules::{CaseCategory, CaseKind, CaseState};
use crate::store::{self, CaseFilter, CaseRow, CaseSort, Rows, Units};
use access::Entity;
use askama::Template;
use axum::extract::State as With;
use axum::response::Response;
use documents::{CellValue, Kind, SheetColumn};
use kernel::{Actor, Day, Instant};
use pages::{
    App, Choice, EXPORTED, Failure, ListQuery, ListView, Listing, Page, SignedIn, Sort, failed, list_file,
    show,
};

/// How long before its last day a case is called due soon.
const SOON_DAYS: i64 = 7;

const LIST: Listing = Listing {
    sorts: &["accepted", "number", "category", "state", "due"],
    sort: Sort::down("accepted"),
    filters: &["state", "kind", "category", "whose", "from", "to"],
    size: 50,
};

#[derive(Template)]
#[template(path = "pages/case_list.html")]
pub(crate) struct CaseList<'a> {
    pub page: &'a Page,
    pub list: ListView,
    pub rows: Vec<CaseRow>,
    pub may_accept: bool,
    /// Whether rows of several units are shown.
    pub many_units: bool,
    pub now: Instant,
}

impl CaseList<'_> {
    fn is_overdue(&self, row: &CaseRow) -> bool {
        row.state == CaseState::Accepted && row.due_at.is_some_and(|due| due < self.now)
    }
}

pub async fn list(With(app): With<App>, SignedIn(actor): SignedIn, page: Page) -> Result<Response, Failure> {
    let scope = app.db.access().scope(&actor, "case.list");
    if scope.is_empty() {
        return Err(Failure::denied());
    }
    let asked = page.list(&LIST);
    let here = page.unit_code();
    let units = Units::within(page.units(), &scope, Some(&here));
    let filter = filter(&app, &actor, &asked, units.clone());
    let sort = match asked.sort.by {
        "number" => CaseSort::Number,
        "category" => CaseSort::Category,
        "state" => CaseSort::State,
        "due" => CaseSort::Due,
        _ => CaseSort::Accepted,
    };
    let (limit, offset) = match asked.export {
        Some(_) => (EXPORTED, 0),
        None => (asked.limit(), asked.offset()),
    };
    let found = store::case_rows(&app.db.read(), &filter, sort, asked.sort.descending, limit, offset).await;
    let Rows { rows, total, more } = found.map_err(failed)?;
    if let Some(format) = asked.export {
        let (columns, rows) = table(&page, &rows);
        return list_file(&page, page.t("cases-cases"), columns, rows, format);
    }

    let kinds = choices(&page, CaseKind::ALL.iter().copied(), CaseKind::as_str, CaseKind::text_key);
    let list = asked
        .view(&page, total_of(total, more))
        .search("cases-case-search")
        .choice("state", "cases-state", states(&page))
        .choice("kind", "cases-kind", kinds)
        .choice("category", "cases-field-category", super::incident_forms::case_categories(&page))
        .choice("whose", "cases-field-handlers", vec![Choice::new("mine", page.t("cases-mine"))])
        .day("from", "pages-list-from")
        .day("to", "pages-list-to")
        .exports();
    let unit = Entity::new("Unit", &here, &here);
    show(&CaseList {
        page: &page,
        list,
        rows,
        may_accept: may(&app, &page, &actor, "case.accept", &unit),
        many_units: !matches!(&units, Units::These(units) if units.len() <= 1),
        now: app.db.clock().now(),
    })
}

/// What the address asks for; what is in none of our lists narrows nothing.
fn filter(app: &App, actor: &Actor, asked: &ListQuery, units: Units) -> CaseFilter {
    let state = asked.filter("state");
    let soon = app.db.clock().today().plus_days(SOON_DAYS).end();
    CaseFilter {
        open: state == Some("open"),
        without_result: state == Some("without_result"),
        due_before: (state == Some("due")).then_some(soon),
        state: state.and_then(CaseState::parse),
        kind: asked.filter("kind").and_then(CaseKind::parse),
        category: asked.filter("category").and_then(CaseCategory::parse),
        handler: asked.filter("whose").and(actor.person.clone()),
        from: asked.filter_as::<Day>("from"),
        to: asked.filter_as::<Day>("to"),
        search: Some(asked.search.clone()).filter(|search| !search.is_empty()),
        ..CaseFilter::new(units)
    }
}

fn states(page: &Page) -> Vec<Choice> {
    let special = ["open", "without_result", "due"];
    let mut states: Vec<Choice> = special
        .into_iter()
        .map(|state| Choice::new(state, page.t(format!("cases-case-state-{}", state.replace('_', "-")))))
        .collect();
    states.extend(choices(page, CaseState::ALL.iter().copied(), CaseState::as_str, CaseState::text_key));
    states
}

fn table(page: &Page, rows: &[CaseRow]) -> (Vec<SheetColumn>, Vec<Vec<CellValue>>) {
    let text = |key: &str| SheetColumn::new(page.t(key), Kind::Text);
    let columns = vec![
        text("cases-number"),
        text("cases-field-unit"),
        text("cases-kind"),
        text("cases-field-category"),
        text("cases-field-zone"),
        text("cases-case-summary"),
        text("cases-accepted-at"),
        SheetColumn::new(page.t("cases-due-on"), Kind::Day),
        text("cases-state"),
        text("cases-result"),
        text("cases-field-outcome"),
        text("cases-closed-at"),
    ];
    let row = |row: &CaseRow| {
        vec![
            CellValue::from(row.number.as_str()),
            page.unit_name(&row.unit).into(),
            page.t(row.category.kind().text_key()).into(),
            page.t(row.category.text_key()).into(),
            row.zone.as_str().into(),
            row.summary.as_str().into(),
            row.accepted_at.to_string().into(),
            row.due_at.map(Instant::day).into(),
            page.t(row.state.text_key()).into(),
            row.result.map(|result| page.t(result.text_key())).into(),
            row.outcome.map(|outcome| page.t(outcome.text_key())).into(),
            row.closed_at.map(|at| at.to_string()).into(),
        ]
    };
    (columns, rows.iter().map(row).collect())
}

/// The colour that says the state again.
pub(super) fn tone(state: CaseState) -> &'static str {
    match state {
        CaseState::Accepted => "warn",
        CaseState::Filed | CaseState::Solved => "info",
        CaseState::Transferred | CaseState::Decided => "good",
        CaseState::Closed => "",
    }
}

impl CaseRow {
    pub(crate) fn tone(&self) -> &'static str {
        tone(self.state)
    }
}
