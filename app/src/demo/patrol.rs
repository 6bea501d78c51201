//! The patrols of the invented county: beats of each station, some weeks of patrols, this week's plan.

use crate::demo::county::{Acting, Station};
use crate::house::House;
use anyhow::Result;
use duty::rules::patrol::proposal::{Given, propose};
use duty::rules::patrol::risk::{WEEK, monday};
use duty::rules::patrol::{Beat, BeatId, BeatKind, CheckId, Finding, Patrol, Point};
use duty::rules::patrol::{PatrolId, PatrolState};
use duty::{Crew, NewCheck, NewPatrol, PatrolEnd};
use kernel::{Actor, Clock, Day, FixedClock, Span};

/// Whole weeks of patrols before this one.
const WEEKS: i64 = 2;
/// Patrols of a station in a week: of those proposed, the first few by incidents.
const A_WEEK: usize = 5;
/// Zones of a station that have a beat; each tenth patrol or so is not done.
const ZONES: u32 = 4;

const POINTS: [[&str; 3]; 4] = [
    ["农贸市场东门", "客运站广场", "人民路步行街口"],
    ["第一小学门口", "滨河公园北门", "建设路与新华路口"],
    ["工业园区南门", "物流园卸货区", "环城路公交首末站"],
    ["安置小区一期", "医院急诊门口", "夜市入口"],
];
const FOUND: [(Finding, &str); 4] = [
    (Finding::Hazard, "消防通道被车辆占用，已通知挪车"),
    (Finding::Help, "帮助走失老人联系家属"),
    (Finding::Suspicious, "一辆无牌电动车长时间停放，已核查"),
    (Finding::Other, "路灯不亮，已转市政部门"),
];

/// Beats, patrols that were gone, and those planned for the rest of this week; how many patrols.
pub async fn live(house: &House, clock: &FixedClock, acting: &Acting, today: Day) -> Result<usize> {
    let before = clock.now();
    let this_week = monday(today);
    let first = this_week.plus_days(-WEEKS * WEEK);
    let mut count = 0;
    for station in &acting.stations {
        clock.set(first.plus_days(-1).at(15, 0));
        beats(house, station).await?;
        for week in 0..=WEEKS {
            let monday = first.plus_days(week * WEEK);
            clock.set(monday.plus_days(-1).at(17, 0));
            let patrols = plan(house, station, monday).await?;
            count += patrols.len();
            for patrol in patrols.into_iter().filter(|one| one.day() < today) {
                go(house, clock, station, patrol, count).await?;
            }
        }
    }
    clock.set(today.at(0, 30));
    duty::tell_risk(&house.db).await?;
    clock.set(before);
    Ok(count)
}

async fn beats(house: &House, station: &Station) -> Result<()> {
    for (number, points) in (1..=ZONES).zip(POINTS) {
        let is_checkpoint = number == ZONES;
        let kind = if is_checkpoint { BeatKind::Checkpoint } else { BeatKind::Patrol };
        let points = if is_checkpoint { points.get(..1) } else { points.get(..) };
        let point = |name: &&str| Point { name: (*name).to_owned(), place: String::new() };
        let beat = Beat {
            unit: station.code.clone(),
            id: BeatId::new(),
            name: if is_checkpoint {
                "安置小区卡点".to_owned()
            } else {
                format!("{number}号巡逻线")
            },
            zone: format!("{}-{number:02}", station.code),
            kind,
            minutes: if is_checkpoint { 120 } else { 90 },
            points: points.unwrap_or_default().iter().map(point).collect(),
            is_open: true,
            created_at: house.db.clock().now(),
            form: None,
            revision: 0,
        };
        duty::save_beat(&house.db, &station.chief, beat, None).await?;
    }
    Ok(())
}

/// What is proposed for a week, as far as people want it.
async fn plan(house: &House, station: &Station, monday: Day) -> Result<Vec<Patrol>> {
    let (db, unit) = (&house.db, &station.code);
    let tree = db.units().await?;
    let days = Span { from: monday, to: monday.plus_days(WEEK - 1) };
    let risk = duty::risk_of_week(&db.read(), &tree, unit, monday).await?;
    let crew = Crew::load(&db.read(), &tree, unit, days).await?;
    let beats = duty::store::open_beats(&db.read(), unit).await?;
    let mut found = propose(&Given {
        risk: &risk,
        rule: duty::risk_rule()?,
        beats: &beats,
        monday,
        earliest: db.clock().now(),
        duty: &crew.duty,
        rostered: &crew.rostered,
        teams: Some(1),
        team_size: duty::team_size(&house.law, monday)?,
        taken: &[],
    });
    found.retain(|one| !one.people.is_empty());
    found.sort_by_key(|one| std::cmp::Reverse(one.incidents));
    found.truncate(A_WEEK);
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let new = found.into_iter().map(|one| NewPatrol {
        id: PatrolId::new(),
        beat: one.beat,
        starts: one.starts,
        ends: one.ends,
        people: one.people,
        is_despite: false,
    });
    duty::plan_patrols(db, &house.law, &station.desk, unit.clone(), new.collect()).await?;
    Ok(duty::store::patrols(&db.read(), unit, days).await?)
}

/// Goes along the points; now and then something is found, or the patrol is broken off.
async fn go(
    house: &House,
    clock: &FixedClock,
    station: &Station,
    patrol: Patrol,
    number: usize,
) -> Result<()> {
    let db = &house.db;
    let place = number + usize::try_from(patrol.day().number()).unwrap_or(0);
    let has_account = |one: &&Actor| one.person.as_ref().is_some_and(|id| patrol.people.contains(id));
    // Where nobody of the team has an account, the first of them uses the station's.
    let lent = || Some(Actor { person: patrol.people.first().cloned(), ..station.desk.clone() });
    let goer = station.officers.iter().find(has_account).cloned().or_else(lent);
    let Some(goer) = goer.filter(|_| patrol.state == PatrolState::Planned) else { return Ok(()) };
    let seen = database::Seen::of;
    if place.is_multiple_of(10) {
        clock.set(patrol.ends);
        let why = PatrolEnd::Missed("临时处置警情".to_owned());
        return Ok(duty::end_patrol(db, &station.desk, patrol.id, why, seen(1)).await?);
    }
    let count = i64::try_from(patrol.points.len()).unwrap_or(1);
    let skipped = usize::from(place.is_multiple_of(6) && count > 1);
    for (point, step) in (0..patrol.points.len() - skipped).zip(0_i64..) {
        clock.set(patrol.starts.plus_minutes(5 + step * patrol.minutes() / count));
        let (finding, note) = match (place + point) % 5 {
            0 => FOUND.get(place % FOUND.len()).copied().unwrap_or((Finding::Nothing, "")),
            _ => (Finding::Nothing, ""),
        };
        let id = CheckId::new();
        let check = NewCheck { id, patrol: patrol.id.clone(), point, finding, note: note.to_owned() };
        duty::check_in(db, &goer, check).await?;
    }
    clock.set(patrol.ends);
    Ok(duty::end_patrol(db, &goer, patrol.id, PatrolEnd::Done, seen(2)).await?)
}
