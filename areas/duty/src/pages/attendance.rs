//! A day as it was worked, and the hours of a month.

use super::grid::hours;
use super::{OfUnit, Which, may, month_asked, month_data, require_read, units_of};
use crate::DutyProblem;
use crate::commands::{self, AttendanceRow, CorrectAttendance, PayRest, RecordAttendance, month_hours};
use crate::rules::attendance::{overdue, planned};
use crate::rules::plan::DAY_MINUTES;
use crate::rules::{Plan, RosterMonth};
use crate::store;
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::{Day, Instant, PersonId, Span, Text, UnitCode};
use measures::{By, Measures, Scope};
use pages::{App, Choice, Done, Failure, Fields, Page, SignedIn, failed, show};
use std::collections::HashMap;
use std::sync::Arc;

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
    /// Fields of the form that corrects it.
    person: PersonId,
    key: i64,
    starts_field: String,
    ends_field: String,
}

struct Before {
    name: String,
    starts: Instant,
    ends: Instant,
    reason: String,
    at: Instant,
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
    before: Vec<Before>,
    /// Incidents received during each shift of the day.
    incidents: Vec<(String, u32)>,
    people: Vec<Choice>,
    may_correct: bool,
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
    // Less than all that a roster is made from.
    let read = app.db.read();
    let Some(stored) = store::plan_for(&read, &unit, month.first()).await.map_err(failed)? else {
        return show(&Attendance {
            page: &page,
            unit,
            day,
            has_plan: false,
            is_open: false,
            rows: Vec::new(),
            recorded: Vec::new(),
            before: Vec::new(),
            incidents: Vec::new(),
            people: Vec::new(),
            may_correct: false,
        });
    };
    let plan = stored.plan;
    let units = units_of(page.units(), &unit);
    let mut workers = people::staff(&read, &units, month.first()).await.map_err(failed)?;
    workers.retain(|one| !plan.left_out.contains(&one.id));
    let there =
        store::attendance(&app.db.read(), &unit, Span { from: day, to: day }).await.map_err(failed)?;
    let today_only = Span { from: day, to: day };
    let published =
        store::cells_between(&read, std::slice::from_ref(&unit), today_only).await.map_err(failed)?;
    let corrected = store::corrected_on(&read, &unit, day).await.map_err(failed)?;
    let incidents = incidents(&app, &page, &unit, day, &plan).await?;
    let name = |person: &PersonId| {
        workers.iter().find(|one| one.id == *person).map(|one| one.name.clone()).unwrap_or_default()
    };
    let now = app.db.clock().now();
    let planned_cells = published.iter().map(|(_, cell)| cell);
    let rows = planned_cells.filter_map(|cell| {
        let place = cell.place.as_ref()?;
        let shift = plan.shift(&place.shift)?;
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
        shift: match one.shift.as_deref().and_then(|code| plan.shift(code)) {
            Some(shift) => shift.name.clone(),
            None => page.t("duty-call-out"),
        },
        starts: one.starts,
        ends: one.ends,
        hours: hours(u32::try_from(one.minutes).unwrap_or(0)),
        why: one.why.clone(),
        person: one.person.clone(),
        key: one.starts.micros(),
        starts_field: one.starts.to_field(),
        ends_field: one.ends.to_field(),
    });
    let before = corrected.into_iter().map(|one| Before {
        name: name(&one.person),
        starts: one.starts,
        ends: one.ends,
        reason: one.reason,
        at: one.at,
    });
    show(&Attendance {
        page: &page,
        day,
        has_plan: true,
        is_open: day <= today,
        rows: rows.collect(),
        recorded: recorded.collect(),
        before: before.collect(),
        incidents,
        may_correct: may(&app, &page, &actor, "attendance.correct", &unit, month),
        people: workers.iter().map(|one| Choice::new(&one.id, one.name.clone())).collect(),
        unit,
    })
}

pub async fn record(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    OfUnit(unit): OfUnit,
    mut fields: Fields,
) -> Result<Response, Failure> {
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
    person: PersonId,
    overdue: String,
    is_overdue: bool,
    owes: bool,
    name: String,
    worked: String,
    nights: usize,
    overtime: String,
    rested: String,
    owed: String,
    /// Hours from report to end of the incidents they went to, by their share.
    at_incidents: String,
}

/// What the hours at incidents are read from, and open into.
const AT_INCIDENTS: &str = "incidents.handling_total";

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
    months: Option<u32>,
    is_paid: bool,
    may_pay: bool,
    /// Whether figures open into their facts for the reader.
    opens: bool,
}

impl Hours<'_> {
    fn incidents_of(&self, row: &HoursRow) -> String {
        let Span { from, to } = self.month.span();
        let (unit, person) = (&self.unit, &row.person);
        format!("/measures/{AT_INCIDENTS}/facts?unit={unit}&from={from}&to={to}&officer={person}")
    }
}

/// The hours of a month: of everybody for who answers for them, of oneself for others.
pub async fn show_hours(
    State(app): State<App>,
    Extension(measures): Extension<Arc<Measures>>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    let unit = require_read(&page)?;
    let month = month_asked(&app, &page);
    let read = app.db.read();
    let may = |action: &str| may(&app, &page, &actor, action, &unit, month);
    let sees_all = may("attendance.record") || may("attendance.settle");
    let (mut rows, mut is_settled) = (Vec::new(), false);
    let (mut months, mut is_paid) = (None, false);
    let now = RosterMonth::of(app.db.clock().today());
    if let Some(data) = month_data(&app, &page, &unit, month).await? {
        let attended = store::attendance(&read, &unit, month.span()).await.map_err(failed)?;
        let ledger = store::ledger(&read, &unit).await.map_err(failed)?;
        (months, is_paid) = (data.plan.compensation.months, data.plan.compensation.is_paid);
        let entries = |person: &PersonId| ledger.get(person).cloned().unwrap_or_default();
        let owed = |person: &PersonId| entries(person).iter().map(|(_, minutes)| minutes).sum::<i64>();
        let late = |person: &PersonId| months.map_or(0, |months| overdue(&entries(person), now, months));
        is_settled = store::is_settled(&read, &unit, month).await.map_err(failed)?;
        let signed = |minutes: i64| {
            let words = hours(u32::try_from(minutes.abs()).unwrap_or(0));
            if minutes < 0 { format!("−{words}") } else { words }
        };
        let scope = Scope::unit_among(page.units(), &unit);
        let at_incidents = measures.by(&read, AT_INCIDENTS, &scope, month.span(), By::Officer).await?;
        let at_incidents: HashMap<String, f64> =
            at_incidents.into_iter().filter_map(|(person, found)| Some((person, found.value?))).collect();
        let all = month_hours(&data, &app.law, &attended)?;
        let mine = all.into_iter().filter(|one| sees_all || actor.person.as_ref() == Some(&one.person));
        rows = mine
            .map(|one| HoursRow {
                name: data.colleague(&one.person).map(|one| one.name.clone()).unwrap_or_default(),
                worked: signed(one.worked),
                nights: one.nights,
                overtime: signed(one.overtime),
                rested: signed(one.rested),
                owed: signed(owed(&one.person)),
                owes: owed(&one.person) > 0,
                overdue: signed(late(&one.person)),
                is_overdue: late(&one.person) > 0,
                at_incidents: signed(
                    at_incidents.get(one.person.as_str()).map_or(0, |hours| (hours * 60.0).round() as i64),
                ),
                person: one.person,
            })
            .collect();
    }
    let basis = match app.law.rule("wt-police-comp").and_then(|rule| rule.version_on(month.first())) {
        Ok(version) => version.citation().to_string(),
        Err(_) => String::new(),
    };
    let is_over = app.db.clock().now() >= month.span().to.end();
    let may_settle = may("attendance.settle") && is_over && !is_settled && !rows.is_empty();
    let may_pay = is_paid && may("attendance.settle");
    let opens = page.may("measure.read");
    show(&Hours {
        page: &page,
        unit,
        month,
        rows,
        is_settled,
        may_settle,
        basis,
        months,
        is_paid,
        may_pay,
        opens,
    })
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

/// Incidents received while each shift of a day was on, by hours: what is counted is whole hours.
async fn incidents(
    app: &App,
    page: &Page,
    unit: &UnitCode,
    day: Day,
    plan: &Plan,
) -> Result<Vec<(String, u32)>, Failure> {
    let units = || cases::Units::These(page.units().subtree(unit));
    let read = app.db.read();
    let on = |day: Day| Span { from: day, to: day };
    let today = cases::incidents_by_hour(&read, &units(), on(day)).await.map_err(failed)?;
    let next = cases::incidents_by_hour(&read, &units(), on(day.plus_days(1))).await.map_err(failed)?;
    let hours: Vec<u32> = today.into_iter().chain(next).collect();
    let counted = plan.shifts.iter().map(|shift| {
        let first = usize::try_from(shift.starts / 60).unwrap_or(0);
        let last = usize::try_from((shift.starts + shift.lasts.min(DAY_MINUTES)).div_ceil(60)).unwrap_or(0);
        let of_shift = hours.iter().skip(first).take(last.saturating_sub(first));
        (shift.name.clone(), of_shift.sum())
    });
    Ok(counted.collect())
}

pub async fn correct(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    OfUnit(unit): OfUnit,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let day = fields.day("day").ok_or(DutyProblem::BadDay)?;
    let person = fields.read::<PersonId>("person", "pages-bad-request").ok_or(DutyProblem::NobodyOfRoster)?;
    let starts = Instant::from_micros(fields.number("key").ok_or(DutyProblem::BadTimes)?);
    let times = match fields.text("came") {
        "no" => None,
        _ => {
            let starts = fields.instant("starts").ok_or(DutyProblem::BadTimes)?;
            let ends = fields.instant("ends").ok_or(DutyProblem::BadTimes)?;
            Some((starts, ends))
        }
    };
    let why = fields.text("why").to_owned();
    let input = CorrectAttendance { unit: unit.clone(), day, person, starts, times, why };
    commands::correct_attendance(&app.db, &app.law, &actor, input).await?;
    let done = Done::to(format!("/duty/attendance?unit={unit}&day={day}"));
    Ok(done.saying(&app, &Text::new("duty-attendance-corrected")).into_response())
}

pub async fn pay(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    OfUnit(unit): OfUnit,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let person = fields.read::<PersonId>("person", "pages-bad-request").ok_or(DutyProblem::NobodyOfRoster)?;
    let hours: f64 = fields.text("hours").parse().unwrap_or(0.0);
    let minutes = (hours.clamp(0.0, 10_000.0) * 60.0).round() as i64;
    let input = PayRest { unit: unit.clone(), person, minutes, why: fields.text("why").to_owned() };
    commands::pay_rest(&app.db, &actor, input).await?;
    let done = Done::to(format!("/duty/hours?unit={unit}"));
    Ok(done.saying(&app, &Text::new("duty-rest-paid-done")).into_response())
}
