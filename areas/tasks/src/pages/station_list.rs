//! `/tasks/station`: what a station has been asked.

use super::{choices, hours, units_for};
use crate::rules::{StationState, TaskKind};
use crate::store::{self, Rows, StationFilter, StationRow, StationSort};
use askama::Template;
use axum::extract::State as With;
use axum::response::Response;
use documents::{CellValue, Kind, SheetColumn};
use kernel::{Day, UnitCode, UnitKind};
use pages::{
    App, Choice, EXPORTED, Failure, ListView, Listing, Page, SignedIn, Sort, failed, list_file, show,
};

const LIST: Listing = Listing {
    sorts: &["until", "title", "state", "planned", "station"],
    sort: Sort::up("until"),
    filters: &["state", "kind", "mine"],
    size: 50,
};

#[derive(Template)]
#[template(path = "pages/station_list.html")]
struct List<'a> {
    page: &'a Page,
    list: ListView,
    rows: Vec<StationRow>,
    many: bool,
    today: Day,
}

impl List<'_> {
    fn hours(&self, minutes: impl super::Whole) -> String {
        hours(minutes)
    }
}

/// The stations that the reader follows, below where they look.
pub fn followed(app: &App, page: &Page, actor: &kernel::Actor) -> Vec<UnitCode> {
    let here = page.unit_code();
    let mut units = units_for(app, page, actor, "task.follow");
    units.retain(|code| {
        let is_station = page.units().get(code).is_some_and(|unit| unit.kind == UnitKind::Station);
        is_station && (page.units().is_within(code, &here) || page.units().is_within(&here, code))
    });
    units
}

pub async fn list(With(app): With<App>, SignedIn(actor): SignedIn, page: Page) -> Result<Response, Failure> {
    let stations = followed(&app, &page, &actor);
    if stations.is_empty() {
        return Err(Failure::denied());
    }
    let asked = page.list(&LIST);
    let today = app.db.clock().today();
    let state = asked.filter("state").unwrap_or("open");
    let filter = StationFilter {
        open: state == "open",
        overdue_on: (state == "overdue").then_some(today),
        state: StationState::parse(state),
        kind: asked.filter("kind").and_then(TaskKind::parse),
        person: asked.filter("mine").and(actor.person.clone()),
        search: asked.search.clone(),
        stations,
    };
    let sort = match asked.sort.by {
        "title" => StationSort::Title,
        "state" => StationSort::State,
        "planned" => StationSort::Planned,
        "station" => StationSort::Station,
        _ => StationSort::Until,
    };
    let (limit, offset) = match asked.export {
        Some(_) => (EXPORTED, 0),
        None => (asked.limit(), asked.offset()),
    };
    let found =
        store::station_rows(&app.db.read(), &filter, sort, asked.sort.descending, limit, offset).await;
    let Rows { rows, total } = found.map_err(failed)?;
    if let Some(format) = asked.export {
        let (columns, rows) = table(&page, &rows);
        return list_file(&page, page.t("tasks-of-station"), columns, rows, format);
    }
    let mut states = vec![
        Choice::new("open", page.t("tasks-state-open")),
        Choice::new("overdue", page.t("tasks-overdue")),
        Choice::new("all", page.t("tasks-state-all")),
    ];
    let shown = [StationState::Received, StationState::Assigned, StationState::Reported, StationState::Done];
    states.extend(choices(&page, &shown, StationState::as_str, StationState::text_key));
    let mut list =
        asked.view(&page, total).search("tasks-search").choice("state", "tasks-field-state", states).choice(
            "kind",
            "tasks-field-kind",
            choices(&page, TaskKind::ALL, TaskKind::as_str, TaskKind::text_key),
        );
    if actor.person.is_some() {
        list = list.choice("mine", "tasks-field-who", vec![Choice::new("yes", page.t("tasks-mine"))]);
    }
    show(&List { page: &page, list: list.exports(), rows, many: filter.stations.len() > 1, today })
}

fn table(page: &Page, rows: &[StationRow]) -> (Vec<SheetColumn>, Vec<Vec<CellValue>>) {
    let text = |key: &str| SheetColumn::new(page.t(key), Kind::Text);
    let columns = vec![
        text("tasks-field-title"),
        text("tasks-field-station"),
        text("tasks-field-issuer"),
        text("tasks-field-kind"),
        text("tasks-field-state"),
        text("tasks-field-from"),
        text("tasks-field-until"),
        SheetColumn::new(page.t("tasks-column-forms"), Kind::Integer),
        SheetColumn::new(page.t("tasks-column-planned"), Kind::Decimal(1)),
        SheetColumn::new(page.t("tasks-column-worked"), Kind::Decimal(1)),
    ];
    let row = |row: &StationRow| {
        vec![
            CellValue::from(row.title.as_str()),
            page.unit_name(&row.station).into(),
            page.unit_name(&row.issuer).into(),
            page.t(row.kind.text_key()).into(),
            page.t(row.state.text_key()).into(),
            row.from.to_string().into(),
            row.until.map(|day| day.to_string()).into(),
            row.forms.into(),
            CellValue::Number(row.planned as f64 / 60.0),
            CellValue::Number(row.worked as f64 / 60.0),
        ]
    };
    (columns, rows.iter().map(row).collect())
}
