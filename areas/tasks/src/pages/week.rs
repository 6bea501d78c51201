//! `/tasks/week`: the chief's weeks as a picture, hours asked against hours there are.

use super::hours;
use super::station_list::followed;
use crate::commands::{Situation, situation};
use crate::rules::TaskKind;
use crate::rules::capacity::{WEEKS_SHOWN, monday, spread};
use askama::Template;
use axum::Extension;
use axum::extract::State as With;
use axum::response::Response;
use kernel::{Day, Span, UnitCode};
use measures::Measures;
use pages::{App, Chart, Failure, Markup, Page, Series, SignedIn, show};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One week of a station.
struct Line {
    monday: Day,
    asked: i64,
    free: i64,
    red: bool,
}

#[derive(Template)]
#[template(path = "pages/week.html")]
struct WeekPage<'a> {
    page: &'a Page,
    station: UnitCode,
    others: Vec<UnitCode>,
    chart: Markup,
    lines: Vec<Line>,
    people: i64,
    each: i64,
    reserve: i64,
}

impl WeekPage<'_> {
    fn hours(&self, minutes: impl super::Whole) -> String {
        hours(minutes)
    }
}

pub async fn week(
    With(app): With<App>,
    Extension(measures): Extension<Arc<Measures>>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    let stations = followed(&app, &page, &actor);
    let wanted = page.query_value("station").and_then(|code| UnitCode::parse(&code));
    let station = wanted.filter(|code| stations.contains(code)).or(stations.first().cloned());
    let Some(station) = station else { return Err(Failure::denied()) };
    let today = app.db.clock().today();
    let only = std::slice::from_ref(&station);
    let now = situation(&app.db.read(), &app.law, &measures, page.units(), only, today).await?;
    let strength = now.strengths.get(&station).cloned().unwrap_or_default();
    let first = monday(today);
    let weeks: Vec<Day> = (0..WEEKS_SHOWN)
        .filter_map(|week| i64::try_from(week).ok())
        .map(|week| first.plus_days(week * 7))
        .collect();
    let by_kind = by_kind(&now, &station, today);
    let there = (strength.people * strength.minutes_each - strength.reserve).max(0);
    let labels = weeks.iter().map(|monday| format!("{}/{}", monday.month(), monday.day())).collect();
    let mut chart = Chart::bars(page.t("tasks-week-chart"), labels).stacked().about(page.t("tasks-hours"));
    for (kind, minutes) in &by_kind {
        let values =
            weeks.iter().map(|week| Some((minutes.get(week).copied().unwrap_or(0) as f64 / 60.0).round()));
        chart = chart.series(Series::new(page.t(kind.text_key()), values.collect()));
    }
    let lines = weeks
        .iter()
        .map(|monday| {
            let asked = strength.committed.get(monday).copied().unwrap_or(0);
            Line { monday: *monday, asked, free: there - asked, red: asked > there }
        })
        .collect();
    show(&WeekPage {
        chart: chart.html(page.wording()),
        others: stations.into_iter().filter(|code| *code != station).take(40).collect(),
        people: strength.people,
        each: strength.minutes_each,
        reserve: strength.reserve,
        page: &page,
        station,
        lines,
    })
}

/// Minutes of a station by kind of task and Monday.
fn by_kind(now: &Situation, station: &UnitCode, today: Day) -> BTreeMap<TaskKind, BTreeMap<Day, i64>> {
    let mut by_kind: BTreeMap<TaskKind, BTreeMap<Day, i64>> = BTreeMap::new();
    for open in now.open.iter().filter(|open| open.station == *station) {
        let period = open.wants.period;
        let rest = Span { from: period.from.max(today), to: period.to.max(today) };
        for (week, minutes) in spread(open.minutes, rest) {
            *by_kind.entry(open.kind).or_default().entry(week).or_default() += minutes;
        }
    }
    by_kind
}
