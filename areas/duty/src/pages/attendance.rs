//! A day as it was worked, and the hours of a month.

use super::grid::hours;
use super::{Which, may, month_asked, month_data, require_read};
use crate::DutyProblem;
use crate::commands::{self, AttendanceRow, RecordAttendance, month_hours};
use crate::rules::RosterMonth;
use crate::rules::attendance::planned;
use crate::store::{self, Version};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use kernel::{Day, Instant, PersonId, Span, Text, UnitCode};
use pages::{App, Choice, Done, Failure, Fields, Page, SignedIn, failed, show};

/// Rows of a form; nobody has more people on a day.
const MOST_ROWS: usize = 200;

struct Row {
    person: PersonId,
    name: String,
    shift: String,
    shift_name: String,
    starts: String,
    ends: String,
}

struct Recorded {
    name: String,
    shift: String,
    starts: Instant,
    ends: Instant,
    hours: String,
    why: String,
}

#[derive(Template)]
#[template(path = "pages/attendance.html")]
struct Attendance<'a> {
    page: &'a Page,
    unit: UnitCode,
    day: Day,
    has_plan: bool,
    is_open: bool,
    rows: Vec<Row>,
    recorded: Vec<Recorded>,
    people: Vec<Choice>,
}

pub async fn show_day(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    let unit = require_read(&page)?;
    let today = app.db.clock().today();
    let yesterday = today.plus_days(-1);
    let day = page.query_value("day").and_then(|text| text.parse().ok()).unwrap_or(yesterday);
    let month = RosterMonth::of(day);
    if !may(&app, &page, &actor, "attendance.record", &unit, month) {
        return Err(Failure::denied());
    }
    let Some(data) = month_data(&app, &page, &unit, month).await? else {
        let (rows, recorded, people) = (Vec::new(), Vec::new(), Vec::new());
        let (has_plan, is_open) = (false, false);
        return show(&Attendance { page: &page, unit, day, has_plan, is_open, rows, recorded, people });
    };
    let there =
        store::attendance(&app.db.read(), &unit, Span { from: day, to: day }).await.map_err(failed)?;
    let name = |person: &PersonId| {
        data.workers.iter().find(|one| one.id == *person).map(|one| one.name.clone()).unwrap_or_default()
    };
    let now = app.db.clock().now();
    let published = data.version(Version::Published);
    let planned_cells = published.values().filter(|cell| cell.day == day);
    let rows = planned_cells.filter_map(|cell| {
        let place = cell.place.as_ref()?;
        let shift = data.plan.shift(&place.shift)?;
        let is_there = |one: &crate::rules::attendance::Attended| {
            one.person == cell.person && one.shift.as_deref() == Some(&shift.code)
        };
        let (starts, ends) = planned(shift, day);
        (!there.iter().any(is_there) && ends <= now).then(|| Row {
            person: cell.person.clone(),
            name: name(&cell.person),
            shift: shift.code.clone(),
            shift_name: shift.name.clone(),
            starts: starts.to_field(),
            ends: ends.to_field(),
        })
    });
    let recorded = there.iter().map(|one| Recorded {
        name: name(&one.person),
        shift: match one.shift.as_deref().and_then(|code| data.plan.shift(code)) {
            Some(shift) => shift.name.clone(),
            None => page.t("duty-call-out"),
        },
        starts: one.starts,
        ends: one.ends,
        hours: hours(u32::try_from(one.minutes).unwrap_or(0)),
        why: one.why.clone(),
    });
    show(&Attendance {
        page: &page,
        day,
        has_plan: true,
        is_open: day <= today,
        rows: rows.collect(),
        recorded: recorded.collect(),
        people: data.workers.iter().map(|one| Choice::new(&one.id, one.name.clone())).collect(),
        unit,
    })
}

pub async fn record(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(unit): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let unit = UnitCode::parse(&unit).ok_or_else(Failure::not_found)?;
    let day = fields.day("day").ok_or(DutyProblem::BadDay)?;
    let count = fields.text("count").parse::<usize>().unwrap_or(0).min(MOST_ROWS);
    let mut rows = Vec::new();
    for at in 0..=count {
        let name = |end: &str| format!("r{at}-{end}");
        let Some(person) = fields.read::<PersonId>(&name("person"), "pages-bad-request") else { continue };
        let shift = fields.optional(&name("shift")).map(str::to_owned);
        let did_come = fields.text(&name("came")) != "no";
        let times = match did_come {
            true => {
                let starts = fields.instant(&name("starts")).ok_or(DutyProblem::BadTimes)?;
                let ends = fields.instant(&name("ends")).ok_or(DutyProblem::BadTimes)?;
                Some((starts, ends))
            }
            false => None,
        };
        rows.push(AttendanceRow { person, shift, times, why: fields.text(&name("why")).to_owned() });
    }
    let input = RecordAttendance { unit: unit.clone(), day, rows };
    commands::record_attendance(&app.db, &app.law, &actor, input).await?;
    let done = Done::to(format!("/duty/attendance?unit={unit}&day={day}"));
    Ok(done.saying(&app, &Text::new("duty-attendance-recorded")).into_response())
}

struct HoursRow {
    name: String,
    worked: String,
    nights: usize,
    overtime: String,
    rested: String,
    owed: String,
}

#[derive(Template)]
#[template(path = "pages/hours.html")]
struct Hours<'a> {
    page: &'a Page,
    unit: UnitCode,
    month: RosterMonth,
    rows: Vec<HoursRow>,
    is_settled: bool,
    may_settle: bool,
    basis: String,
}

/// The hours of a month: of everybody for who answers for them, of oneself for others.
pub async fn show_hours(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    let unit = require_read(&page)?;
    let month = month_asked(&app, &page);
    let read = app.db.read();
    let may = |action: &str| may(&app, &page, &actor, action, &unit, month);
    let sees_all = may("attendance.record") || may("attendance.settle");
    let (mut rows, mut is_settled) = (Vec::new(), false);
    if let Some(data) = month_data(&app, &page, &unit, month).await? {
        let attended = store::attendance(&read, &unit, month.span()).await.map_err(failed)?;
        let owed = store::owed(&read, &unit).await.map_err(failed)?;
        is_settled = store::is_settled(&read, &unit, month).await.map_err(failed)?;
        let signed = |minutes: i64| {
            let words = hours(u32::try_from(minutes.abs()).unwrap_or(0));
            if minutes < 0 { format!("−{words}") } else { words }
        };
        let all = month_hours(&data, &app.law, &attended)?;
        let mine = all.into_iter().filter(|one| sees_all || actor.person.as_ref() == Some(&one.person));
        rows = mine
            .map(|one| HoursRow {
                name: data.colleague(&one.person).map(|one| one.name.clone()).unwrap_or_default(),
                worked: signed(one.worked),
                nights: one.nights,
                overtime: signed(one.overtime),
                rested: signed(one.rested),
                owed: signed(owed.get(&one.person).copied().unwrap_or(0)),
            })
            .collect();
    }
    let basis = match app.law.rule("wt-police-comp").and_then(|rule| rule.version_on(month.first())) {
        Ok(version) => version.citation().to_string(),
        Err(_) => String::new(),
    };
    let is_over = app.db.clock().now() >= month.span().to.end();
    let may_settle = may("attendance.settle") && is_over && !is_settled && !rows.is_empty();
    show(&Hours { page: &page, unit, month, rows, is_settled, may_settle, basis })
}

pub async fn settle(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    which: Which,
) -> Result<Response, Failure> {
    let to = format!("/duty/hours?unit={}&month={}", which.unit, which.month);
    commands::settle_month(&app.db, &app.law, &actor, which.unit, which.month).await?;
    Ok(Done::to(to).saying(&app, &Text::new("duty-settled")).into_response())
}
