//! How evenly nights and holidays are shared, over this month and the year before it.

use super::{month_asked, month_data, require_read};
use crate::rules::RosterMonth;
use crate::rules::fairness::{Burden, gini};
use crate::store::Version;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::PersonId;
use pages::{App, Chart, Failure, Markup, Page, Series, SignedIn, show};
use std::collections::HashMap;

struct Row {
    name: String,
    month: Burden,
    year: Burden,
    hours: String,
}

struct Spread {
    label: String,
    month: String,
    year: String,
}

#[derive(Template)]
#[template(path = "pages/fairness.html")]
struct Fairness<'a> {
    page: &'a Page,
    month: RosterMonth,
    rows: Vec<Row>,
    spreads: Vec<Spread>,
    chart: Option<Markup>,
}

fn add(one: Burden, two: Burden) -> Burden {
    Burden {
        shifts: one.shifts + two.shifts,
        nights: one.nights + two.nights,
        holidays: one.holidays + two.holidays,
        rest_days: one.rest_days + two.rest_days,
        minutes: one.minutes + two.minutes,
    }
}

pub async fn show_fairness(State(app): State<App>, _: SignedIn, page: Page) -> Result<Response, Failure> {
    let unit = require_read(&page)?;
    let month = month_asked(&app, &page);
    let Some(data) = month_data(&app, &page, &unit, month).await? else {
        return show(&Fairness { page: &page, month, rows: Vec::new(), spreads: Vec::new(), chart: None });
    };
    // Drafts are nobody's business yet: until it is published a month counts nothing here.
    let version = if page.may("roster.edit") { data.working() } else { Version::Published };
    let mut of_month: HashMap<PersonId, Burden> = HashMap::new();
    for cell in data.version(version).values().filter(|cell| cell.place.is_some()) {
        let one = of_month.entry(cell.person.clone()).or_default();
        one.shifts += 1;
        one.nights += u32::from(cell.is_night);
        one.holidays += u32::from(cell.is_holiday);
        one.rest_days += u32::from(cell.is_rest_day);
        one.minutes += cell.minutes;
    }
    let rows: Vec<Row> = data
        .workers
        .iter()
        .map(|worker| {
            let month = of_month.get(&worker.id).copied().unwrap_or_default();
            let before = data.borne.get(&worker.id).copied().unwrap_or_default();
            let hours = super::grid::hours(month.minutes);
            Row { name: worker.name.clone(), month, year: add(month, before), hours }
        })
        .collect();
    let number = |of: fn(&Burden) -> u32, year: bool| -> String {
        let all: Vec<u32> = rows.iter().map(|row| of(if year { &row.year } else { &row.month })).collect();
        gini(&all).map_or_else(|| "–".to_owned(), |gini| format!("{gini:.2}"))
    };
    let spread = |key: &str, of: fn(&Burden) -> u32| Spread {
        label: page.t(key),
        month: number(of, false),
        year: number(of, true),
    };
    let spreads = vec![
        spread("duty-nights", |one| one.nights),
        spread("duty-holidays", |one| one.holidays),
        spread("duty-rest-days", |one| one.rest_days),
        spread("duty-hours", |one| one.minutes),
    ];
    let series = |key: &str, of: fn(&Burden) -> u32| {
        let values = rows.iter().map(|row| Some(f64::from(of(&row.year)))).collect();
        Series::new(page.t(key), values)
    };
    let chart = (!rows.is_empty()).then(|| {
        Chart::rows(page.t("duty-fairness-chart"), rows.iter().map(|row| row.name.clone()).collect())
            .about(page.t("duty-fairness-year"))
            .beside_list()
            .series(series("duty-nights", |one| one.nights))
            .series(series("duty-holidays", |one| one.holidays))
            .html(page.wording())
    });
    show(&Fairness { page: &page, month, rows, spreads, chart })
}
