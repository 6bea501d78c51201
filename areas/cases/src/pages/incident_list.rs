//! The list of incidents.

use super::{choices, may};
use crate::commands::searched_telephone;
use crate::rules::petition;
use crate::rules::{Category, Source, State};
use crate::store::{self, IncidentFilter, IncidentRow, IncidentSort, Rows, Units};
use access::Entity;
use askama::Template;
use axum::extract::State as With;
use axum::response::Response;
use documents::{CellValue, Kind, SheetColumn};
use kernel::Day;
use pages::{
    App, Choice, EXPORTED, Failure, ListQuery, ListView, Listing, Page, SignedIn, Sort, Total, failed,
    list_file, show,
};

const LIST: Listing = Listing {
    sorts: &["received", "number", "category", "zone", "state"],
    sort: Sort::down("received"),
    filters: &["state", "group", "category", "source", "zone", "from", "to"],
    size: 50,
};

#[derive(Template)]
#[template(path = "pages/incident_list.html")]
pub(crate) struct IncidentList<'a> {
    pub page: &'a Page,
    pub list: ListView,
    pub rows: Vec<IncidentRow>,
    pub may_receive: bool,
    /// Whether rows of several units are shown.
    pub many_units: bool,
}

pub async fn list(With(app): With<App>, SignedIn(actor): SignedIn, page: Page) -> Result<Response, Failure> {
    let scope = app.db.access().scope(&actor, "incident.list");
    if scope.is_empty() {
        return Err(Failure::denied());
    }
    let asked = page.list(&LIST);
    let here = page.unit_code();
    let units = Units::within(page.units(), &scope, Some(&here));
    let filter = filter(&app, &asked, units.clone());
    let sort = match asked.sort.by {
        "number" => IncidentSort::Number,
        "category" => IncidentSort::Category,
        "zone" => IncidentSort::Zone,
        "state" => IncidentSort::State,
        _ => IncidentSort::Received,
    };
    let (limit, offset) = match asked.export {
        Some(_) => (EXPORTED, 0),
        None => (asked.limit(), asked.offset()),
    };
    let read = app.db.read();
    let found = store::incident_rows(&read, &filter, sort, asked.sort.descending, limit, offset).await;
    let Rows { rows, total, more } = found.map_err(failed)?;
    if let Some(format) = asked.export {
        let (columns, rows) = table(&page, &rows);
        return list_file(&page, page.t("cases-incidents"), columns, rows, format);
    }

    let zones = store::zones(&read, &units).await.map_err(failed)?;
    let zones = zone_choices(zones, asked.filter("zone"));
    let mut list = asked
        .view(&page, total_of(total, more))
        .search("cases-incident-search")
        .choice("state", "cases-state", states(&page))
        .choice("group", "cases-group", groups(&page))
        .choice(
            "source",
            "cases-field-source",
            choices(&page, Source::ALL.iter().copied(), Source::as_str, Source::text_key),
        );
    if !zones.is_empty() {
        list = list.choice("zone", "cases-field-zone", zones);
    }
    let list = list.day("from", "pages-list-from").day("to", "pages-list-to").exports();
    let unit = Entity::new("Unit", &here, &here);
    show(&IncidentList {
        page: &page,
        list,
        rows,
        may_receive: may(&app, &page, &actor, "incident.receive", &unit),
        many_units: !matches!(&units, Units::These(units) if units.len() <= 1),
    })
}

pub(super) fn total_of(total: u64, more: bool) -> Total {
    if more { Total::AtLeast(total) } else { Total::Exact(total) }
}

/// What the address asks for; what is in none of our lists narrows nothing.
fn filter(app: &App, asked: &ListQuery, units: Units) -> IncidentFilter {
    let search = Some(asked.search.clone()).filter(|search| !search.is_empty());
    let state = asked.filter("state");
    let group = match state {
        Some(petition::GROUP) => Some(petition::GROUP),
        _ => asked.filter("group").filter(|group| Category::groups().contains(group)),
    };
    IncidentFilter {
        open: matches!(state, Some("open" | petition::GROUP)),
        without_petitions: matches!(state, Some("open" | "received")) && group != Some(petition::GROUP),
        state: state.and_then(State::parse),
        group: group.map(str::to_owned),
        category: asked.filter("category").and_then(Category::parse),
        source: asked.filter("source").and_then(Source::parse),
        zone: asked.filter("zone").map(str::to_owned),
        from: asked.filter_as::<Day>("from"),
        to: asked.filter_as::<Day>("to"),
        phone_index: search
            .as_deref()
            .and_then(searched_telephone)
            .map(|telephone| app.db.cipher().index(&telephone)),
        search,
        units,
    }
}

fn states(page: &Page) -> Vec<Choice> {
    let mut states = vec![Choice::new("open", page.t("cases-state-open"))];
    states.push(Choice::new(petition::GROUP, page.t("cases-state-petitions")));
    states.extend(choices(page, State::ALL.iter().copied(), State::as_str, State::text_key));
    states
}

fn groups(page: &Page) -> Vec<Choice> {
    choices(page, Category::groups(), |group| group, kernel::category_key)
}

/// A zone that was asked for stays in the list even if nothing happened there lately.
fn zone_choices(mut zones: Vec<String>, asked: Option<&str>) -> Vec<Choice> {
    if let Some(asked) = asked.filter(|asked| !zones.iter().any(|zone| zone == asked)) {
        zones.push(asked.to_owned());
    }
    zones.into_iter().map(|zone| Choice::new(&zone, zone.clone())).collect()
}

fn table(page: &Page, rows: &[IncidentRow]) -> (Vec<SheetColumn>, Vec<Vec<CellValue>>) {
    let text = |key: &str| SheetColumn::new(page.t(key), Kind::Text);
    let columns = vec![
        text("cases-number"),
        text("cases-field-unit"),
        text("cases-received-at"),
        text("cases-field-source"),
        text("cases-field-category"),
        text("cases-field-zone"),
        text("cases-field-address"),
        text("cases-field-summary"),
        text("cases-state"),
        text("cases-field-outcome"),
        text("cases-ended-at"),
    ];
    let time = |at: Option<kernel::Instant>| CellValue::from(at.map(|at| at.to_string()));
    let row = |row: &IncidentRow| {
        vec![
            CellValue::from(row.number.as_str()),
            page.unit_name(&row.unit).into(),
            time(Some(row.received_at)),
            page.t(row.source.text_key()).into(),
            page.t(row.category.text_key()).into(),
            row.zone.as_str().into(),
            row.address.as_str().into(),
            match row.is_sealed {
                true => page.t("cases-sealed").into(),
                false => row.summary.as_str().into(),
            },
            page.t(row.state_key()).into(),
            row.outcome.map(|outcome| page.t(outcome.text_key())).into(),
            time(row.ended_at),
        ]
    };
    (columns, rows.iter().map(row).collect())
}

/// The colour that says the state again.
pub(super) fn tone(state: State) -> &'static str {
    match state {
        State::Received => "warn",
        State::Dispatched | State::Attended => "info",
        State::Ended => "good",
    }
}

impl IncidentRow {
    pub(crate) fn tone(&self) -> &'static str {
        tone(self.state)
    }
}
