//! The duty of the invented county: each station keeps four teams that relieve each other.

use crate::demo::county::{Acting, Station};
use crate::house::House;
use anyhow::{Context, Result};
use availability::commands::NewAbsence;
use availability::{AbsenceId, CarryLeave, Decision, LeaveId, NewLeave, Why};
use duty::rules::problem::days_of;
use duty::rules::proposal::{Words, propose};
use duty::rules::{DayKind, Place, Plan, RosterMonth, Wish};
use duty::{AttendanceRow, CellMap, DutyProblem, MonthData, PublishRoster, RecordAttendance, SavePlan};
use kernel::{Day, FixedClock, PersonId, Span};
use people::Worker;
use people::rules::{PersonKind, Post};
use std::sync::Arc;

/// Months of rosters up to this one; the next one's is out in the last days.
const MONTHS: i64 = 2;
/// Days before a month on which its roster is published.
const AHEAD: i64 = 6;
/// Day, night, free, free.
const TEAMS: usize = 4;

/// Plans, rosters and absences of all stations for the months whose rosters are out, wishes for the
/// month after.
pub async fn live(house: &House, clock: &FixedClock, acting: &Acting, today: Day) -> Result<()> {
    let first = RosterMonth::of(today.plus_months(1 - MONTHS));
    for station in &acting.stations {
        clock.set(first.first().plus_days(-10).at(10, 0));
        let workers = people::staff(&house.db.read(), std::slice::from_ref(&station.code), today).await?;
        let plan = plan(house, station, &workers, first.first()).await?;
        let by = &station.chief;
        let input = SavePlan { unit: station.code.clone(), since: first, plan: plan.clone(), revision: 0 };
        duty::save_plan(&house.db, by, input).await?;
        let on_leave = early_leave(house, station, &workers, first).await?;
        let mut month = first;
        while month.first().plus_days(-AHEAD) < today {
            clock.set(month.first().plus_days(-AHEAD).at(10, 0));
            roster(house, station, &workers, &plan, month, on_leave.as_ref()).await?;
            month = month.next();
        }
        attendance(house, clock, station, first, today).await?;
        clock.set(today.plus_days(-1).at(9, 0));
        absences(house, station, &workers, today).await?;
        leave(house, station, &workers, today).await?;
        wishes(house, station, &workers, month).await?;
    }
    Ok(())
}

async fn plan(house: &House, station: &Station, workers: &[Worker], before: Day) -> Result<Plan> {
    let period = Span { from: before.plus_days(-90), to: before.plus_days(-1) };
    let units = cases::Units::These(vec![station.code.clone()]);
    let incidents = cases::incidents_by_week_hour(&house.db.read(), &units, period).await?;
    let word = str::to_owned;
    let words = Words {
        office: word("日勤"),
        day: word("白班"),
        night: word("夜班"),
        leader: word("带班领导"),
        response: word("接处警"),
        standby: word("备勤"),
        approver: None,
    };
    Ok(propose(workers, &incidents, &words))
}

/// Leaders are dealt to the teams first, then officers, then auxiliaries, so that each team can
/// lead and enforce.
fn teams<'w>(workers: &'w [Worker], plan: &Plan) -> Vec<Vec<&'w Worker>> {
    let mut dealt: Vec<&Worker> =
        workers.iter().filter(|one| one.kind != PersonKind::Civilian && one.post != Post::Desk).collect();
    dealt.sort_by_key(|one| (!plan.leaders.contains(&one.id), !one.is_officer()));
    let mut teams: Vec<Vec<&Worker>> = vec![Vec::new(); TEAMS];
    for (at, worker) in dealt.into_iter().enumerate() {
        if let Some(team) = teams.get_mut(at % TEAMS) {
            team.push(worker);
        }
    }
    teams
}

async fn roster(
    house: &House,
    station: &Station,
    workers: &[Worker],
    plan: &Plan,
    month: RosterMonth,
    on_leave: Option<&(PersonId, Span)>,
) -> Result<()> {
    let (db, unit) = (&house.db, &station.code);
    let units = std::slice::from_ref(unit);
    let data = MonthData::load(&db.read(), &house.law, units, unit, month).await?.context("a plan")?;
    let mut cells = CellMap::new();
    let mut put = |person: &PersonId, day: Day, shift: &str, position: &str| {
        if on_leave.is_some_and(|(one, days)| one == person && days.contains(day)) {
            return;
        }
        let place = Place { shift: shift.to_owned(), position: position.to_owned() };
        cells.insert((person.clone(), day), data.kept(person, day, Some(place), false));
    };
    for day in days_of(month.span()) {
        for (at, team) in teams(workers, plan).into_iter().enumerate() {
            let turn = (usize::try_from(day.number()).unwrap_or(0) + TEAMS - at) % TEAMS;
            let Some(shift) = ["day", "night"].get(turn) else { continue };
            for (place, worker) in team.iter().enumerate() {
                put(&worker.id, day, shift, if place == 0 { "leader" } else { "response" });
            }
        }
        for worker in workers.iter().filter(|one| one.post == Post::Desk) {
            if data.kind_of(day) == DayKind::Workday {
                put(&worker.id, day, "office", "standby");
            }
        }
    }
    duty::fill_draft(db, &station.desk, Arc::new(data), cells).await?;
    let revision = duty::store::roster(&db.read(), unit, month).await?.revision;
    let reason = "四班轮换，现有警力不足之处由备勤补充".to_owned();
    let input = PublishRoster { unit: unit.clone(), month, reason, revision };
    match duty::publish_roster(db, &house.law, &station.chief, input).await {
        // A very small station has not the officers that the law asks for: its roster stays a draft.
        Err(DutyProblem::Forbidden(_)) => Ok(()),
        answer => Ok(answer?),
    }
}

/// An auxiliary has a week of leave in the first month, which is known before its roster is made.
async fn early_leave(
    house: &House,
    station: &Station,
    workers: &[Worker],
    month: RosterMonth,
) -> Result<Option<(PersonId, Span)>> {
    let auxiliaries: Vec<&Worker> = workers.iter().filter(|one| one.kind == PersonKind::Auxiliary).collect();
    let at = usize::try_from(station.number).unwrap_or(0) + 1;
    let Some(one) = auxiliaries.get(at % auxiliaries.len().max(1)) else { return Ok(None) };
    let from = month.first().plus_days(10);
    let days = Span { from, to: from.plus_days(4) };
    let person = one.id.clone();
    let (id, why) = (AbsenceId::new(), Why::AnnualLeave);
    let input = NewAbsence { id, person: person.clone(), from: days.from, to: days.to, why };
    availability::record_absence(&house.db, &station.desk, input).await?;
    Ok(Some((person, days)))
}

/// Who worked from the first month on, as the roster says; now and then somebody stays longer. Once
/// it is over and its last days are recorded, the first month is settled.
async fn attendance(
    house: &House,
    clock: &FixedClock,
    station: &Station,
    first: RosterMonth,
    today: Day,
) -> Result<()> {
    let (db, unit) = (&house.db, &station.code);
    for day in days_of(Span { from: first.first(), to: today.plus_days(-2) }) {
        clock.set(day.plus_days(1).at(9, 30));
        let days = Span { from: day, to: day };
        let cells = duty::store::cells_between(&db.read(), std::slice::from_ref(unit), days).await?;
        let plan = duty::store::plan_for(&db.read(), unit, day).await?.context("a plan")?.plan;
        let rows = cells.into_iter().enumerate().filter_map(|(at, (_, cell))| {
            let place = cell.place?;
            let (starts, ends) = duty::rules::attendance::planned(plan.shift(&place.shift)?, day);
            let stays = at == 0 && !cell.is_night && day.number() % 3 == 0;
            let (ends, why) = if stays { (ends.plus_minutes(90), "处置警情延时") } else { (ends, "") };
            let (times, why) = (Some((starts, ends)), why.to_owned());
            Some(AttendanceRow { person: cell.person, shift: Some(place.shift), times, why })
        });
        let rows: Vec<AttendanceRow> = rows.collect();
        if rows.is_empty() {
            continue;
        }
        let input = RecordAttendance { unit: unit.clone(), day, rows };
        duty::record_attendance(db, &house.law, &station.desk, input).await?;
    }
    if first.span().to < today.plus_days(-2) {
        clock.set(first.next().first().plus_days(2).at(10, 0));
        match duty::settle_month(db, &house.law, &station.chief, unit.clone(), first).await {
            // A very small station has no roster that was told to anybody.
            Err(DutyProblem::NothingEntered) => {}
            answer => answer?,
        }
    }
    Ok(())
}

/// Somebody is on leave, somebody at a training; both auxiliaries, so that teams can enforce.
async fn absences(house: &House, station: &Station, workers: &[Worker], today: Day) -> Result<()> {
    let auxiliaries: Vec<&Worker> = workers.iter().filter(|one| one.kind == PersonKind::Auxiliary).collect();
    let at = usize::try_from(station.number).unwrap_or(0);
    let count = auxiliaries.len().max(1);
    let mut taken = Vec::new();
    for (place, why, from, to) in [(at, Why::AnnualLeave, -2, 4), (at + 3, Why::Training, 1, 2)] {
        let place = place % count;
        // A very small station has nobody left.
        let Some(one) = auxiliaries.get(place).filter(|_| !taken.contains(&place)) else { continue };
        taken.push(place);
        let input = NewAbsence {
            id: AbsenceId::new(),
            person: one.id.clone(),
            from: today.plus_days(from),
            to: today.plus_days(to),
            why,
        };
        availability::record_absence(&house.db, &station.desk, input).await?;
    }
    Ok(())
}

/// What is due this year, and requests for leave: granted, refused, and one that waits.
async fn leave(house: &House, station: &Station, workers: &[Worker], today: Day) -> Result<()> {
    let (db, law, by) = (&house.db, &house.law, &station.chief);
    availability::confirm_leave(db, law, by, station.code.clone()).await?;
    let people: Vec<(PersonId, Day)> = workers
        .iter()
        .filter(|one| one.is_officer())
        .map(|one| (one.id.clone(), one.working_since))
        .collect();
    let balances = availability::balances(&db.read(), law, &people, today).await?;
    let has_days = |(person, _): &&(PersonId, Day)| {
        by.person.as_ref() != Some(person) && balances.get(person).is_some_and(|one| one.due >= 5)
    };
    let mut asking = people.iter().filter(has_days);
    if let Some((person, _)) =
        asking.clone().find(|(one, _)| balances.get(one).is_some_and(|one| one.carriable > 2))
    {
        let why = "上年度安保任务较多，未能安排".to_owned();
        availability::carry_leave(db, law, by, CarryLeave { person: person.clone(), days: 2, why }).await?;
    }
    for (ahead, reason, answer) in [
        (20, "回家探亲", Some((Decision::Approve, ""))),
        (27, "外出旅游", Some((Decision::Refuse, "当周安保勤务警力不足，请调整到下一周"))),
        (6, "子女家长会", None),
    ] {
        let Some((person, _)) = asking.next() else { break };
        let from = today.plus_days(ahead);
        // A Monday: the days after it are worked as a rule.
        let from = from.plus_days(i64::from(8 - from.weekday()) % 7);
        let (id, reason) = (LeaveId::new(), reason.to_owned());
        let to = from.plus_days(if answer.is_some() { 2 } else { 0 });
        let input =
            NewLeave { id: id.clone(), person: person.clone(), from, to, why: Why::AnnualLeave, reason };
        match availability::ask_leave(db, law, &station.desk, input).await {
            Ok(()) => {}
            // Holidays move: such a request is left out.
            Err(availability::AvailabilityProblem::NothingToTake) => continue,
            Err(problem) => return Err(problem.into()),
        }
        if let Some((decision, words)) = answer {
            availability::decide_leave(db, law, by, (id, 1), (decision, words.to_owned())).await?;
        }
    }
    Ok(())
}

/// Two officers would like to have a day of next month free.
async fn wishes(house: &House, station: &Station, workers: &[Worker], month: RosterMonth) -> Result<()> {
    let officers = workers.iter().filter(|one| one.is_officer() && one.post != Post::Desk);
    for (one, number) in officers.skip(2).take(2).zip([8, 19]) {
        let day = month.day(number).context("a day of the month")?;
        let wish = Wish { person: one.id.clone(), day, shift: None, is_wanted: true };
        duty::ask_wish(&house.db, &station.desk, station.code.clone(), wish).await?;
    }
    Ok(())
}
