//! `/tasks`: what departments ask, for those who ask and for the gate.

use super::{choices, units_for};
use crate::rules::{State, TaskKind};
use crate::store::{self, Rows, TaskFilter, TaskRow};
use askama::Template;
use axum::extract::State as With;
use axum::response::Response;
use documents::{CellValue, Kind, SheetColumn};
use kernel::{Day, UnitCode, UnitKind};
use pages::{
    App, Choice, EXPORTED, Failure, ListView, Listing, Page, SignedIn, Sort, failed, list_file, show,
};

const LIST: Listing = Listing {
    sorts: &["changed", "title", "until", "state", "issuer"],
    sort: Sort::down("changed"),
    filters: &["state", "kind", "issuer", "from", "to"],
    size: 50,
};

#[derive(Template)]
#[template(path = "pages/list.html")]
struct List<'a> {
    page: &'a Page,
    list: ListView,
    rows: Vec<TaskRow>,
    may_write: bool,
    may_gate: bool,
}

pub async fn list(With(app): With<App>, SignedIn(actor): SignedIn, page: Page) -> Result<Response, Failure> {
    let mut units = units_for(&app, &page, &actor, "task.read");
    if units.is_empty() {
        return Err(Failure::denied());
    }
    let here = page.unit_code();
    units.retain(|unit| page.units().is_within(unit, &here));
    let asked = page.list(&LIST);
    let filter = TaskFilter {
        issuer: asked.filter("issuer").and_then(UnitCode::parse),
        state: asked.filter("state").and_then(State::parse),
        kind: asked.filter("kind").and_then(TaskKind::parse),
        from: asked.filter_as::<Day>("from"),
        to: asked.filter_as::<Day>("to"),
        search: asked.search.clone(),
        units,
    };
    let sort = match asked.sort.by {
        "title" => "title",
        "until" => "until_day",
        "state" => "state",
        "issuer" => "unit",
        _ => "changed_at",
    };
    let (limit, offset) = match asked.export {
        Some(_) => (EXPORTED, 0),
        None => (asked.limit(), asked.offset()),
    };
    let found = store::task_rows(&app.db.read(), &filter, sort, asked.sort.descending, limit, offset).await;
    let Rows { rows, total } = found.map_err(failed)?;
    if let Some(format) = asked.export {
        let (columns, rows) = table(&page, &rows);
        return list_file(&page, page.t("tasks-title"), columns, rows, format);
    }
    let issuers: Vec<Choice> = page
        .units()
        .iter()
        .filter(|unit| filter.units.contains(&unit.code) && unit.kind != UnitKind::Station)
        .map(|unit| Choice::new(&unit.code, unit.name_in(page.language())))
        .collect();
    let mut list = asked
        .view(&page, total)
        .search("tasks-search")
        .choice("state", "tasks-field-state", choices(&page, State::ALL, State::as_str, State::text_key))
        .choice(
            "kind",
            "tasks-field-kind",
            choices(&page, TaskKind::ALL, TaskKind::as_str, TaskKind::text_key),
        );
    if issuers.len() > 1 {
        list = list.choice("issuer", "tasks-field-issuer", issuers);
    }
    let list = list.day("from", "pages-list-from").day("to", "pages-list-to").exports();
    show(&List {
        page: &page,
        list,
        rows,
        may_write: !units_for(&app, &page, &actor, "task.write").is_empty(),
        may_gate: page.may("task.gate"),
    })
}

fn table(page: &Page, rows: &[TaskRow]) -> (Vec<SheetColumn>, Vec<Vec<CellValue>>) {
    let text = |key: &str| SheetColumn::new(page.t(key), Kind::Text);
    let columns = vec![
        text("tasks-field-number"),
        text("tasks-field-title"),
        text("tasks-field-issuer"),
        text("tasks-field-kind"),
        text("tasks-field-state"),
        text("tasks-field-from"),
        text("tasks-field-until"),
        SheetColumn::new(page.t("tasks-field-stations"), Kind::Integer),
        SheetColumn::new(page.t("tasks-column-done"), Kind::Integer),
    ];
    let row = |row: &TaskRow| {
        vec![
            CellValue::from(row.number.as_str()),
            row.title.as_str().into(),
            page.unit_name(&row.unit).into(),
            page.t(row.kind.text_key()).into(),
            page.t(row.state.text_key()).into(),
            row.from.to_string().into(),
            row.until.map(|day| day.to_string()).into(),
            row.stations.into(),
            row.done.into(),
        ]
    };
    (columns, rows.iter().map(row).collect())
}
