//! Who is on duty now and next, against the minimum.

use super::require_read;
use crate::rules::plan::{Plan, ShiftType};
use crate::rules::{DayKind, Place};
use crate::store::{self, Kept};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::{Day, Instant, PersonId, Span, UnitCode};
use pages::{App, Failure, Page, SignedIn, failed, show};
use people::Member;
use std::collections::HashMap;

struct OnDuty {
    id: PersonId,
    name: String,
    position: String,
    is_officer: bool,
    is_away: bool,
    is_reachable: bool,
}

/// A shift that is on, or the one that comes next.
struct ShiftNow {
    name: String,
    day: Day,
    times: String,
    is_on: bool,
    people: Vec<OnDuty>,
    there: usize,
    least: Option<u32>,
    enforcers: usize,
    women: usize,
    reachable: usize,
    tone: &'static str,
}

struct Board {
    unit: UnitCode,
    shifts: Vec<ShiftNow>,
}

#[derive(Template)]
#[template(path = "pages/readiness.html")]
struct Readiness<'a> {
    page: &'a Page,
    now: Instant,
    boards: Vec<Board>,
    without_plan: Vec<String>,
}

pub async fn show_now(State(app): State<App>, _: SignedIn, page: Page) -> Result<Response, Failure> {
    let unit = require_read(&page)?;
    let now = app.db.clock().now();
    let today = now.day();
    let units = page.units().subtree(&unit);
    let read = app.db.read();
    let plans = store::plans_of(&read, &units, today).await.map_err(failed)?;
    let days = Span { from: today.plus_days(-1), to: today.plus_days(1) };
    let cells = store::cells_between(&read, &units, days).await.map_err(failed)?;
    let absences = availability::absences(&read, &units, days).await.map_err(failed)?;
    let ids: Vec<PersonId> = cells.iter().map(|(_, cell)| cell.person.clone()).collect();
    let names = people::person_names(&read, &ids).await.map_err(failed)?;
    let members = people::members(&read, &ids, today).await.map_err(failed)?;
    let members: HashMap<PersonId, Member> =
        members.into_iter().map(|member| (member.id.clone(), member)).collect();
    let kind = |day: Day| kind_of(&app, day);
    let is_away = |person: &PersonId, day: Day| {
        absences.iter().any(|one| one.person == *person && one.days.contains(day))
    };
    let mut boards = Vec::new();
    for stored in &plans {
        let of_unit: Vec<&Kept> =
            cells.iter().filter(|(unit, _)| *unit == stored.unit).map(|(_, cell)| cell).collect();
        let mut shifts = Vec::new();
        for (day, shift, is_on) in spans(&stored.plan, days, now) {
            let there: Vec<(&Kept, &Place)> = of_unit
                .iter()
                .filter(|cell| cell.day == day)
                .filter_map(|cell| Some((*cell, cell.place.as_ref()?)))
                .filter(|(_, place)| place.shift == shift.code)
                .collect();
            let asked = stored.plan.asked(day, kind(day), &shift.code, None);
            if there.is_empty() && asked.is_none_or(|one| one.least == 0) {
                continue;
            }
            let people: Vec<OnDuty> = there
                .iter()
                .map(|(cell, place)| OnDuty {
                    id: cell.person.clone(),
                    name: names.get(&cell.person).cloned().unwrap_or_default(),
                    position: stored
                        .plan
                        .position(&place.position)
                        .map(|one| one.name.clone())
                        .unwrap_or_default(),
                    is_officer: members.get(&cell.person).is_some_and(|one| one.is_officer),
                    is_away: is_away(&cell.person, day),
                    is_reachable: members.get(&cell.person).is_some_and(|one| one.has_telephone),
                })
                .collect();
            let present = || people.iter().filter(|one| !one.is_away);
            let who = |is: fn(&Member) -> bool| {
                present().filter(|one| members.get(&one.id).is_some_and(is)).count()
            };
            let least = asked.map(|one| one.least);
            let count = present().count();
            let is_short = least.is_some_and(|least| count < least as usize);
            shifts.push(ShiftNow {
                name: shift.name.clone(),
                day,
                times: shift.times(),
                is_on,
                there: count,
                least,
                enforcers: who(|one| one.is_officer && one.is_qualified),
                women: who(|one| one.is_officer && one.is_woman),
                reachable: who(|one| one.has_telephone),
                tone: if is_short { "bad" } else { "good" },
                people,
            });
        }
        boards.push(Board { unit: stored.unit.clone(), shifts });
    }
    let tree = page.units();
    let is_station = |code: &&UnitCode| {
        tree.get(code).is_some_and(|unit| unit.kind == kernel::UnitKind::Station)
            && !plans.iter().any(|plan| plan.unit == **code)
    };
    let without_plan = units.iter().filter(is_station).map(|code| page.unit_name(code)).collect();
    boards.sort_by_key(|board| units.iter().position(|unit| *unit == board.unit));
    show(&Readiness { page: &page, now, boards, without_plan })
}

pub(super) fn kind_of(app: &App, day: Day) -> DayKind {
    let calendar = app.law.calendar();
    match (calendar.holiday_name(day), calendar.is_working_day(day)) {
        (Ok(Some(_)), _) => DayKind::Holiday,
        (_, Ok(true)) => DayKind::Workday,
        (_, Ok(false)) => DayKind::RestDay,
        _ if day.is_weekend() => DayKind::RestDay,
        _ => DayKind::Workday,
    }
}

/// Shifts that are on, then those that begin within a day.
fn spans(plan: &Plan, days: Span, now: Instant) -> Vec<(Day, &ShiftType, bool)> {
    let mut found: Vec<(Instant, Day, &ShiftType, bool)> = Vec::new();
    for day in crate::rules::problem::days_of(days) {
        for shift in &plan.shifts {
            let begins = day.start().plus_minutes(i64::from(shift.starts));
            let ends = begins.plus_minutes(i64::from(shift.lasts));
            let is_on = begins <= now && now < ends;
            if is_on || (now < begins && begins <= now.plus_minutes(24 * 60)) {
                found.push((begins, day, shift, is_on));
            }
        }
    }
    found.sort_by_key(|(begins, _, _, is_on)| (!is_on, *begins));
    found.into_iter().map(|(_, day, shift, is_on)| (day, shift, is_on)).collect()
}
