//! A plan to begin with, from the people of the unit and the hours of its incidents.

use super::plan::{Days, Limits, Peak, Plan, PositionType, Requirement, ShiftType, Woman};
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
/// A shift of a weekday is busy if it has so much more than the same shift has on average, and more
/// than twice the spread that chance alone gives (Poisson).
const BUSY: f64 = 1.2;
const CHANCE: f64 = 2.0;
/// Hours of the day shift, 08:30 to 20:30, and of the night after it.
const DAY_HOURS: std::ops::Range<usize> = 9..21;

/// Incidents by day of the week, Monday first, and hour of the day.
pub type WeekHours = [[u32; 24]; 7];

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
/// people are divided as incidents fall; weekdays that are busier than others get more of them.
pub fn propose(workers: &[Worker], incidents: &WeekHours, words: &Words) -> Plan {
    let rostered: Vec<&Worker> = workers.iter().filter(|one| one.kind != PersonKind::Civilian).collect();
    let at_desk = rostered.iter().filter(|one| one.post == Post::Desk).count();
    let team = (rostered.len() - at_desk) / TEAMS;
    let [by_day, by_night] = [false, true].map(|is_night| by_weekday(incidents, is_night));
    let (day_good, night_good) = divide(2 * team, by_day.iter().sum(), by_night.iter().sum());
    let least = |good: usize| LEAST.max(good.div_ceil(2)).min(good.max(1));
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
            ask(days, shift, None, least(good), good);
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
        peaks: [("day", by_day, day_good), ("night", by_night, night_good)]
            .into_iter()
            .flat_map(|(shift, counts, good)| peaks(shift, &counts, (least(good), good), 2 * team))
            .collect(),
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

/// Incidents of a shift by the weekday it begins on.
fn by_weekday(week: &WeekHours, is_night: bool) -> [u64; 7] {
    std::array::from_fn(|weekday| {
        let [day, next] = [weekday, (weekday + 1) % 7].map(|at| week.get(at).unwrap_or(&[0; 24]));
        let sum = |hours: &[u32]| hours.iter().map(|count| u64::from(*count)).sum::<u64>();
        let (early, during, late) = (
            next.get(..DAY_HOURS.start).unwrap_or_default(),
            day.get(DAY_HOURS).unwrap_or_default(),
            day.get(DAY_HOURS.end..).unwrap_or_default(),
        );
        if is_night { sum(late) + sum(early) } else { sum(during) }
    })
}

/// The weekdays on which a shift is busy, with as many people more as there are incidents more, but
/// no more than `most`.
fn peaks(shift: &str, counts: &[u64; 7], (least, good): (usize, usize), most: usize) -> Vec<Peak> {
    let mean = counts.iter().sum::<u64>() as f64 / 7.0;
    let peak = |(weekday, count): (i8, &u64)| {
        let count = *count as f64;
        let more = ((good as f64 * count / mean).round() as usize).min(most);
        let is_busy = count > BUSY * mean && count > mean + CHANCE * mean.sqrt();
        (is_busy && more > good).then(|| Peak {
            weekday: Some(weekday),
            months: None,
            shift: shift.to_owned(),
            least: u32::try_from(least).unwrap_or(0),
            good: u32::try_from(more).ok(),
        })
    };
    (1..=7).zip(counts).filter_map(peak).collect()
}

/// So many people over day and night, as incidents fall; neither below a quarter.
fn divide(people: usize, by_day: u64, by_night: u64) -> (usize, usize) {
    let all = by_day + by_night;
    if all == 0 {
        return (people - people / 2, people / 2);
    }
    let people = people as u64;
    let least = people / 4;
    let share = ((people * by_day * 2 + all) / (2 * all)).clamp(least, people - least);
    let share = usize::try_from(share).unwrap_or(0);
    (share, usize::try_from(people).unwrap_or(0) - share)
}
