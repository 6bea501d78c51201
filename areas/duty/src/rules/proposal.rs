//! A plan to begin with, from the people of the unit and the hours of its incidents.

use super::plan::{Days, Limits, Plan, PositionType, Requirement, ShiftType, Woman};
use kernel::PersonId;
use people::Worker;
use people::rules::{PersonKind, Post};

/// Teams that relieve each other: day, night, free, free.
const TEAMS: usize = 4;
/// People on an enforcement team, and so the least of a shift.
const LEAST: usize = 2;
/// Leaders that a place for one needs so that each takes it in about one shift in six days.
const LEADERS: usize = 6;
/// Wishes each person may have in a month, until the unit decides otherwise.
const WISHES: u32 = 4;

/// Names of shifts and positions in the reader's language.
pub struct Words {
    pub office: String,
    pub day: String,
    pub night: String,
    pub leader: String,
    pub response: String,
    pub standby: String,
    /// Who decides extensions that stations ask for; only a bureau has it on its roster.
    pub approver: Option<String>,
}

fn shift(code: &str, name: &str, letter: char, starts: u32, lasts: u32, minutes: u32) -> ShiftType {
    let is_night = code == "night";
    ShiftType { code: code.to_owned(), name: name.to_owned(), letter, starts, lasts, minutes, is_night }
}

fn position(code: &str, name: &str, is_for_officers: bool, is_for_leaders: bool) -> PositionType {
    PositionType {
        code: code.to_owned(),
        name: name.to_owned(),
        needs: None,
        is_for_officers,
        is_for_leaders,
    }
}

/// Office hours, and a day and a night shift by four teams; each with a leader and a pair of
/// officers, at a bureau with somebody who decides what stations ask for. Between day and night
/// people are divided as incidents fall.
pub fn propose(workers: &[Worker], incidents_by_hour: &[u32; 24], words: &Words) -> Plan {
    let rostered: Vec<&Worker> = workers.iter().filter(|one| one.kind != PersonKind::Civilian).collect();
    let at_desk = rostered.iter().filter(|one| one.post == Post::Desk).count();
    let team = (rostered.len() - at_desk) / TEAMS;
    let (day_good, night_good) = divide(2 * team, incidents_by_hour);
    let mut requirements = Vec::new();
    let mut ask = |days: Days, shift: &str, position: Option<&str>, least: usize, good: usize| {
        requirements.push(Requirement {
            days,
            shift: shift.to_owned(),
            position: position.map(str::to_owned),
            least: u32::try_from(least).unwrap_or(0),
            good: (good > least).then(|| u32::try_from(good).unwrap_or(0)),
        });
    };
    for days in Days::ALL {
        for (shift, good) in [("day", day_good), ("night", night_good)] {
            ask(days, shift, None, LEAST.max(good.div_ceil(2)).min(good.max(1)), good);
            ask(days, shift, Some("leader"), 1, 1);
            if words.approver.is_some() {
                ask(days, shift, Some("approver"), 1, 1);
            }
        }
    }
    if at_desk > 0 {
        ask(Days::Workdays, "office", Some("standby"), 0, at_desk);
    }
    let mut positions = vec![
        position("response", &words.response, false, false),
        position("leader", &words.leader, true, true),
        position("standby", &words.standby, false, false),
    ];
    positions.extend(words.approver.iter().map(|name| position("approver", name, true, true)));
    let places_for_leaders = positions.iter().filter(|one| one.is_for_leaders).count();
    Plan {
        shifts: vec![
            shift("office", &words.office, 'R', 8 * 60 + 30, 9 * 60, 8 * 60),
            shift("day", &words.day, 'B', 8 * 60 + 30, 12 * 60, 12 * 60),
            shift("night", &words.night, 'Y', 20 * 60 + 30, 12 * 60, 12 * 60),
        ],
        positions,
        requirements,
        agreements: Vec::new(),
        compensation: super::plan::Compensation::default(),
        limits: Limits { wishes: Some(WISHES), ..Limits::default() },
        is_paired: true,
        woman: Woman::Wished,
        leaders: leaders(workers, LEADERS * places_for_leaders),
        left_out: workers
            .iter()
            .filter(|one| one.kind == PersonKind::Civilian)
            .map(|one| one.id.clone())
            .collect(),
    }
}

/// Leaders by post first, then officers by rank, the longest in service first.
fn leaders(workers: &[Worker], count: usize) -> Vec<PersonId> {
    let mut officers: Vec<&Worker> =
        workers.iter().filter(|one| one.enforces() && one.post != Post::Desk).collect();
    officers.sort_by_key(|one| (one.post != Post::Leader, std::cmp::Reverse(one.rank), one.joined_on));
    officers.into_iter().take(count).map(|one| one.id.clone()).collect()
}

/// So many people over day (08:30 to 20:30) and night, as incidents fall; neither below a quarter.
fn divide(people: usize, by_hour: &[u32; 24]) -> (usize, usize) {
    let sum = |hours: &[u32]| hours.iter().map(|count| u64::from(*count)).sum::<u64>();
    let all = sum(by_hour);
    if all == 0 {
        return (people - people / 2, people / 2);
    }
    let day = sum(by_hour.get(9..21).unwrap_or_default());
    let people = people as u64;
    let least = people / 4;
    let share = ((people * day * 2 + all) / (2 * all)).clamp(least, people - least);
    let share = usize::try_from(share).unwrap_or(0);
    (share, usize::try_from(people).unwrap_or(0) - share)
}
