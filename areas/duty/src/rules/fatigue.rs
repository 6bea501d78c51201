//! How tiring a shift is: an index from named parts. `docs/fatigue.md` says where they come from.

use kernel::{Day, Instant};
use serde::Deserialize;

/// Days that count together with a shift, the day of the shift among them.
const WEEK: i64 = 7;

/// A step of the length of a shift.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Length {
    hours: i64,
    percent: i64,
}

/// The numbers of the index, as `fatigue.toml` gives them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Formula {
    day: i64,
    night: i64,
    days_in_row: Vec<i64>,
    nights_in_row: Vec<i64>,
    length: Vec<Length>,
    pub rest_hours: i64,
    percent_per_hour_of_rest_missing: i64,
    pub week_hours: i64,
    percent_per_hour_above_week: i64,
}

/// A span that somebody works, or worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stint {
    pub day: Day,
    pub starts: Instant,
    pub ends: Instant,
    /// Those that count as work.
    pub minutes: i64,
    pub is_night: bool,
}

/// How tiring one of them is, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tiredness {
    pub day: Day,
    pub index: u32,
    /// Days worked in a row up to this one.
    pub days_in_row: usize,
    /// Nights in a row up to this one; 0 by day.
    pub nights_in_row: usize,
    /// Minutes since the shift before, if there was one.
    pub rest: Option<i64>,
    /// Minutes worked in seven days up to this one.
    pub week: i64,
}

impl Formula {
    /// # Errors
    /// The file cannot be read, or says nothing.
    pub fn read() -> Result<Self, String> {
        let formula: Self =
            toml::from_str(include_str!("fatigue.toml")).map_err(|problem| problem.to_string())?;
        let is_whole = !formula.days_in_row.is_empty() && !formula.nights_in_row.is_empty();
        let rises = formula.length.windows(2).all(|pair| matches!(pair, [one, two] if one.hours < two.hours));
        if is_whole && rises && formula.length.len() > 1 { Ok(formula) } else { Err("empty".to_owned()) }
    }

    /// Percent for a shift of so many minutes: the straight line through the steps.
    fn by_length(&self, minutes: i64) -> f64 {
        let mut percent = self.length.first().map_or(100.0, |one| one.percent as f64);
        let hours = minutes as f64 / 60.0;
        for pair in self.length.windows(2) {
            let [one, two] = pair else { continue };
            if hours > one.hours as f64 {
                let slope = (two.percent - one.percent) as f64 / (two.hours - one.hours) as f64;
                percent = one.percent as f64 + slope * (hours - one.hours as f64);
            }
        }
        percent
    }

    /// How tiring each stint of somebody is; they come in order of time.
    pub fn tiredness(&self, stints: &[Stint]) -> Vec<Tiredness> {
        let place = |list: &[i64], number: usize| {
            let at = number.saturating_sub(1).min(list.len().saturating_sub(1));
            list.get(at).copied().unwrap_or(100) as f64
        };
        let worked = |day: Day| stints.iter().any(|one| one.day == day);
        let is_night = |day: Day| stints.iter().any(|one| one.day == day && one.is_night);
        let row = |from: Day, is: &dyn Fn(Day) -> bool| {
            (0_i64..).take_while(|back| is(from.plus_days(-*back))).count()
        };
        let one = |(at, stint): (usize, &Stint)| {
            let days_in_row = row(stint.day, &worked);
            let nights_in_row = if stint.is_night { row(stint.day, &is_night) } else { 0 };
            let before = at.checked_sub(1).and_then(|at| stints.get(at));
            let rest = before.map(|before| stint.starts.minutes_since(before.ends).max(0));
            let is_of_week = |one: &&Stint| one.day > stint.day.plus_days(-WEEK) && one.day <= stint.day;
            let week: i64 = stints.iter().filter(is_of_week).map(|one| one.minutes).sum();
            let parts = [
                if stint.is_night { self.night as f64 } else { self.day as f64 },
                match stint.is_night {
                    true => place(&self.nights_in_row, nights_in_row),
                    false => place(&self.days_in_row, days_in_row),
                },
                self.by_length(stint.ends.minutes_since(stint.starts)),
                beyond(
                    rest.map_or(0, |rest| self.rest_hours * 60 - rest),
                    self.percent_per_hour_of_rest_missing,
                ),
                beyond(week - self.week_hours * 60, self.percent_per_hour_above_week),
            ];
            let index = parts.iter().fold(100.0, |index, percent| index * percent / 100.0);
            let index = index.round().clamp(0.0, 9_999.0) as u32;
            Tiredness { day: stint.day, index, days_in_row, nights_in_row, rest, week }
        };
        stints.iter().enumerate().map(one).collect()
    }
}

/// A hundred percent, and so many more for each hour.
fn beyond(minutes: i64, percent_per_hour: i64) -> f64 {
    100.0 + minutes.max(0) as f64 / 60.0 * percent_per_hour as f64
}

/// The most of each over a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Strain {
    pub index: u32,
    pub day: Option<Day>,
    pub days_in_row: usize,
    pub nights_in_row: usize,
    pub week: i64,
    /// Times that somebody rested less than that many minutes.
    pub rests_broken: usize,
}

/// The most of each among these, with rests shorter than `rest_minutes` counted.
pub fn strain(all: &[Tiredness], rest_minutes: i64) -> Strain {
    let mut most = Strain::default();
    for one in all {
        if one.index > most.index {
            (most.index, most.day) = (one.index, Some(one.day));
        }
        most.days_in_row = most.days_in_row.max(one.days_in_row);
        most.nights_in_row = most.nights_in_row.max(one.nights_in_row);
        most.week = most.week.max(one.week);
        most.rests_broken += usize::from(one.rest.is_some_and(|rest| rest < rest_minutes));
    }
    most
}
