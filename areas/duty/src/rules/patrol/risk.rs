//! Which hours of which zones are risky, and which of them a patrol covered.
//!
//! The incidents of some weeks are counted by zone, weekday and part of the day. Risky are the
//! fewest such parts that together hold a share of all of them. `risk.toml` has the numbers.

use kernel::{Day, Span};
use serde::Deserialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Days of a week.
pub const WEEK: i64 = 7;

/// The numbers of `risk.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskRule {
    /// Whole weeks of incidents that are looked at.
    pub weeks: i64,
    /// Hours of a part of the day; 24 is a multiple of it.
    pub part_hours: u8,
    /// The share of incidents that the risky parts hold.
    pub share_percent: u64,
    /// Incidents that a risky part has at least.
    pub at_least: u32,
    /// Categories of incidents that count.
    pub categories: Vec<String>,
}

impl RiskRule {
    /// # Errors
    /// The file cannot be read, or its parts do not fill a day.
    pub fn read() -> Result<Self, String> {
        let rule: Self =
            toml::from_str(include_str!("risk.toml")).map_err(|problem| format!("risk.toml: {problem}"))?;
        if rule.part_hours == 0 || 24 % rule.part_hours != 0 || rule.weeks < 1 {
            return Err("risk.toml: parts that do not fill a day, or no weeks".to_owned());
        }
        Ok(rule)
    }
    /// The days whose incidents say what is risky in the week of a Monday.
    pub fn period(&self, monday: Day) -> Span {
        Span { from: monday.plus_days(-self.weeks * WEEK), to: monday.plus_days(-1) }
    }
    /// How many parts a day has.
    pub fn parts(&self) -> u8 {
        24 / self.part_hours
    }
    /// `08:00–12:00`
    pub fn part_words(&self, part: u8) -> String {
        let from = part * self.part_hours;
        format!("{from:02}:00–{:02}:00", from + self.part_hours)
    }
}

/// The Monday of the week of a day.
pub fn monday(day: Day) -> Day {
    day.plus_days(1 - i64::from(day.weekday()))
}

/// So many incidents of a zone in one hour of the week, over all weeks that are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HourCount {
    pub zone: String,
    /// Monday is 1.
    pub weekday: i8,
    pub hour: u8,
    pub incidents: u32,
}

/// A part of a day of the week in a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub zone: String,
    pub weekday: i8,
    /// From 0.
    pub part: u8,
    pub incidents: u32,
    /// Incidents of each of its hours.
    pub by_hour: Vec<u32>,
}

/// An hour of a day in a zone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RiskHour {
    pub zone: String,
    /// 0 to 23.
    pub hour: u8,
}

/// The risk of the hours of a week.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Risk {
    /// Parts with incidents, those with most first; of equals, the earlier in the week first.
    parts: Vec<Part>,
    /// How many of the first are risky.
    risky: usize,
    /// Incidents in all parts.
    pub incidents: u32,
    part_hours: u8,
}

impl Risk {
    /// Adds up counts and takes the fewest parts that hold the rule's share.
    pub fn of(counts: &[HourCount], rule: &RiskRule) -> Self {
        let mut parts: BTreeMap<(i8, u8, &str), Vec<u32>> = BTreeMap::new();
        for count in counts {
            let key = (count.weekday, count.hour / rule.part_hours, count.zone.as_str());
            let hours = parts.entry(key).or_insert_with(|| vec![0; usize::from(rule.part_hours)]);
            if let Some(hour) = hours.get_mut(usize::from(count.hour % rule.part_hours)) {
                *hour += count.incidents;
            }
        }
        let part = |((weekday, part, zone), by_hour): ((i8, u8, &str), Vec<u32>)| {
            let incidents = by_hour.iter().sum();
            Part { zone: zone.to_owned(), weekday, part, incidents, by_hour }
        };
        let mut parts: Vec<Part> = parts.into_iter().map(part).filter(|part| part.incidents > 0).collect();
        // Stable: equals stay in the order of the week.
        parts.sort_by_key(|part| Reverse(part.incidents));
        let incidents: u32 = parts.iter().map(|part| part.incidents).sum();
        let wanted = u64::from(incidents) * rule.share_percent;
        let mut held = 0;
        let mut risky = 0;
        for part in &parts {
            if held * 100 >= wanted || part.incidents < rule.at_least {
                break;
            }
            held += u64::from(part.incidents);
            risky += 1;
        }
        Self { parts, risky, incidents, part_hours: rule.part_hours }
    }

    /// The risky parts, those with most incidents first.
    pub fn risky(&self) -> &[Part] {
        self.parts.get(..self.risky).unwrap_or_default()
    }
    /// Incidents in the risky parts.
    pub fn held(&self) -> u32 {
        self.risky().iter().map(|part| part.incidents).sum()
    }
    /// Zones with incidents, in order.
    pub fn zones(&self) -> BTreeSet<&str> {
        self.parts.iter().map(|part| part.zone.as_str()).collect()
    }
    /// Incidents of a part, and whether it is risky.
    pub fn part(&self, zone: &str, weekday: i8, part: u8) -> (u32, bool) {
        let is_it = |one: &Part| one.zone == zone && one.weekday == weekday && one.part == part;
        let found = self.parts.iter().enumerate().find(|(_, one)| is_it(one));
        found.map_or((0, false), |(place, one)| (one.incidents, place < self.risky))
    }
    /// The risky hours of a day.
    pub fn hours_on(&self, day: Day) -> BTreeSet<RiskHour> {
        let of_day = self.risky().iter().filter(|part| part.weekday == day.weekday());
        let hours = |part: &Part| {
            let (zone, from) = (part.zone.clone(), part.part * self.part_hours);
            (from..from + self.part_hours).map(move |hour| RiskHour { zone: zone.clone(), hour })
        };
        of_day.flat_map(hours).collect()
    }
}

/// Each of these hours with whether somebody checked in there.
///
/// An hour is covered if a patrol of its zone checked in at a point within it; how often makes
/// no difference.
pub fn coverage(hours: BTreeSet<RiskHour>, checked: &BTreeSet<RiskHour>) -> Vec<(RiskHour, bool)> {
    hours
        .into_iter()
        .map(|hour| {
            let is_covered = checked.contains(&hour);
            (hour, is_covered)
        })
        .collect()
}
