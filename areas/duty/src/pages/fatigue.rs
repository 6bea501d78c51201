//! How much everybody works in a month, and how tiring it is.

use super::grid::hours;
use super::{may, month_asked, month_data, require_read};
use crate::commands::formula;
use crate::rules::RosterMonth;
use crate::rules::fatigue::{Strain, Tiredness, strain};
use crate::store::{self, Version};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use documents::{CellValue, Kind, SheetColumn};
use pages::{App, Failure, ListView, Listing, Page, SignedIn, Sort, Total, failed, list_file, show};

const LIST: Listing = Listing {
    sorts: &["index", "name", "hours", "week", "days", "nights", "rests"],
    sort: Sort::down("index"),
    filters: &[],
    size: 50,
};

struct Row {
    name: String,
    minutes: i64,
    strain: Strain,
    is_over: bool,
}

#[derive(Template)]
#[template(path = "pages/fatigue.html")]
struct Fatigue<'a> {
    page: &'a Page,
    month: RosterMonth,
    list: ListView,
    rows: Vec<Row>,
    limit: Option<u32>,
    rest_hours: String,
    has_plan: bool,
    may_plan: bool,
}

impl Fatigue<'_> {
    fn hours(&self, minutes: &i64) -> String {
        hours(u32::try_from(*minutes).unwrap_or(0))
    }
}

/// Of everybody for who answers for them, of oneself for others.
pub async fn show_fatigue(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    let unit = require_read(&page)?;
    let month = month_asked(&app, &page);
    let asked = page.list(&LIST);
    let sees_all = may(&app, &page, &actor, "attendance.record", &unit, month);
    let may_plan = may(&app, &page, &actor, "plan.save", &unit, month);
    let (mut rows, mut limit, mut rest_minutes, mut has_plan) = (Vec::new(), None, 0, false);
    if let Some(data) = month_data(&app, &page, &unit, month).await? {
        let attended = store::attendance(&app.db.read(), &unit, month.span()).await.map_err(failed)?;
        has_plan = true;
        limit = data.plan.limits.fatigue;
        let own_limit = data.plan.limits.rest_minutes.map(i64::from);
        rest_minutes = own_limit.unwrap_or(formula()?.rest_hours * 60);
        // A draft is nobody's business but of those who make it.
        let version = if page.may("roster.edit") { data.working() } else { Version::Published };
        let mut tired = data.tired(&data.version(version), &attended)?;
        for worker in &data.workers {
            if !sees_all && actor.person.as_ref() != Some(&worker.id) {
                continue;
            }
            let of_month: Vec<Tiredness> = tired.remove(&worker.id).unwrap_or_default();
            let minutes = data.minutes_of(&worker.id, &data.version(version), &attended);
            let strain = strain(&of_month, rest_minutes);
            let is_over = limit.is_some_and(|limit| strain.index > limit);
            rows.push(Row { name: worker.name.clone(), minutes, strain, is_over });
        }
    }
    rows.retain(|row| row.name.contains(asked.search.as_str()));
    match asked.sort.by {
        "name" => rows.sort_by(|one, two| one.name.cmp(&two.name)),
        "hours" => rows.sort_by_key(|row| row.minutes),
        "week" => rows.sort_by_key(|row| row.strain.week),
        "days" => rows.sort_by_key(|row| row.strain.days_in_row),
        "nights" => rows.sort_by_key(|row| row.strain.nights_in_row),
        "rests" => rows.sort_by_key(|row| row.strain.rests_broken),
        _ => rows.sort_by_key(|row| row.strain.index),
    }
    if asked.sort.descending {
        rows.reverse();
    }
    if let Some(format) = asked.export {
        let (columns, lines) = table(&page, &rows);
        return list_file(&page, format!("{} {month}", page.t("duty-fatigue")), columns, lines, format);
    }
    let total = u64::try_from(rows.len()).unwrap_or(0);
    let at = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let rows = rows.into_iter().skip(at(asked.offset())).take(at(asked.limit())).collect();
    let list =
        asked.view(&page, Total::Exact(total)).search("duty-fatigue-search").keep(&["month"]).exports();
    let rest_hours = hours(u32::try_from(rest_minutes).unwrap_or(0));
    show(&Fatigue { page: &page, month, list, rows, limit, rest_hours, has_plan, may_plan })
}

fn table(page: &Page, rows: &[Row]) -> (Vec<SheetColumn>, Vec<Vec<CellValue>>) {
    let number = |key: &str| SheetColumn::new(page.t(key), Kind::Integer);
    let hours = |key: &str| SheetColumn::new(page.t(key), Kind::Decimal(1));
    let columns = vec![
        SheetColumn::new(page.t("duty-person"), Kind::Text),
        number("duty-fatigue-index"),
        hours("duty-fatigue-month"),
        hours("duty-fatigue-week"),
        number("duty-fatigue-days"),
        number("duty-fatigue-nights"),
        number("duty-fatigue-rests"),
    ];
    let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let row = |row: &Row| {
        vec![
            CellValue::from(row.name.as_str()),
            i64::from(row.strain.index).into(),
            CellValue::Number(row.minutes as f64 / 60.0),
            CellValue::Number(row.strain.week as f64 / 60.0),
            whole(row.strain.days_in_row).into(),
            whole(row.strain.nights_in_row).into(),
            whole(row.strain.rests_broken).into(),
        ]
    };
    (columns, rows.iter().map(row).collect())
}
