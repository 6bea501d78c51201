//! Hours that a task takes, week by week, against the hours there are.

use kernel::{Day, Span, UnitCode};
use std::collections::BTreeMap;

/// Weeks that are looked ahead for one in which a task fits.
pub const WEEKS_AHEAD: usize = 26;
/// Weeks that are shown.
pub const WEEKS_SHOWN: usize = 8;

/// The Monday of a day's week.
pub fn monday(day: Day) -> Day {
    day.plus_days(1 - i64::from(day.weekday()))
}

/// Minutes of work over a period, by the Mondays of its weeks: every day bears the same.
pub fn spread(minutes: i64, period: Span) -> BTreeMap<Day, i64> {
    let mut weeks: BTreeMap<Day, i64> = BTreeMap::new();
    let days = period.days().max(1);
    let mut week = monday(period.from);
    let (mut given, mut passed) = (0, 0);
    while week <= period.to {
        let first = week.max(period.from);
        let last = week.plus_days(6).min(period.to);
        passed += last.days_since(first) + 1;
        // What was given so far stays exact, so that the weeks add up to the whole.
        let until_here = minutes.saturating_mul(passed) / days;
        weeks.insert(week, until_here - given);
        given = until_here;
        week = week.plus_days(7);
    }
    weeks
}

/// The hours of one station.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Strength {
    pub people: i64,
    /// Of each person in a week, for what superiors ask.
    pub minutes_each: i64,
    /// Kept back in a week for incidents, by what they took lately.
    pub reserve: i64,
    /// What was released already, by Monday.
    pub committed: BTreeMap<Day, i64>,
}

impl Strength {
    /// What a week has left.
    pub fn free(&self, week: Day) -> i64 {
        self.people * self.minutes_each - self.reserve - self.committed.get(&week).copied().unwrap_or(0)
    }
}

/// Whether it fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Light {
    Green,
    /// It fits, and leaves less than a tenth of the station's hours.
    Amber,
    Red,
}

impl Light {
    pub fn tone(self) -> &'static str {
        match self {
            Self::Green => "good",
            Self::Amber => "warn",
            Self::Red => "bad",
        }
    }
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Green => "tasks-light-green",
            Self::Amber => "tasks-light-amber",
            Self::Red => "tasks-light-red",
        }
    }
}

/// One week of one station with the task in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week {
    pub monday: Day,
    pub needed: i64,
    pub free: i64,
    pub light: Light,
}

/// A station with the task in its weeks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fit {
    pub station: UnitCode,
    pub weeks: Vec<Week>,
    pub light: Light,
}

/// The weeks of a task in one station.
pub fn fit(station: &UnitCode, strength: &Strength, minutes: i64, period: Span) -> Fit {
    let whole = strength.people * strength.minutes_each;
    let weeks: Vec<Week> = spread(minutes, period)
        .into_iter()
        .map(|(monday, needed)| {
            let free = strength.free(monday);
            let light = match free - needed {
                left if left < 0 && needed > 0 => Light::Red,
                left if left < whole / 10 => Light::Amber,
                _ => Light::Green,
            };
            Week { monday, needed, free, light }
        })
        .collect();
    let light = weeks.iter().map(|week| week.light).max().unwrap_or(Light::Green);
    Fit { station: station.clone(), weeks, light }
}

/// The first Monday, from the task's own beginning on, from which it fits everywhere.
pub fn first_week_that_fits(stations: &[(UnitCode, Strength)], minutes: i64, period: Span) -> Option<Day> {
    let length = period.days() - 1;
    let fits = |from: Day| {
        let moved = Span { from, to: from.plus_days(length) };
        stations.iter().all(|(unit, strength)| fit(unit, strength, minutes, moved).light < Light::Red)
    };
    let mut starts = vec![period.from];
    let first = monday(period.from);
    starts.extend(
        (1..=WEEKS_AHEAD).filter_map(|week| i64::try_from(week).ok()).map(|week| first.plus_days(week * 7)),
    );
    starts.into_iter().find(|from| fits(*from))
}

/// What stands against another task in the same station at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clash {
    /// Two campaigns over each other.
    Campaigns,
    /// The same nights.
    Nights,
    /// Both want vehicles.
    Vehicles,
    /// Together more people than there are.
    People,
}

impl Clash {
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Campaigns => "tasks-clash-campaigns",
            Self::Nights => "tasks-clash-nights",
            Self::Vehicles => "tasks-clash-vehicles",
            Self::People => "tasks-clash-people",
        }
    }
}

/// What a task takes of a station at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wants {
    pub is_campaign: bool,
    pub nights: bool,
    pub vehicles: i64,
    pub people: i64,
    pub period: Span,
}

/// What two tasks want twice in a station with so many people.
pub fn clashes(one: &Wants, other: &Wants, people: i64) -> Vec<Clash> {
    if one.period.from > other.period.to || other.period.from > one.period.to {
        return Vec::new();
    }
    let mut found = Vec::new();
    if one.is_campaign && other.is_campaign {
        found.push(Clash::Campaigns);
    }
    if one.nights && other.nights {
        found.push(Clash::Nights);
    }
    if one.vehicles > 0 && other.vehicles > 0 {
        found.push(Clash::Vehicles);
    }
    if one.people + other.people > people {
        found.push(Clash::People);
    }
    found
}
