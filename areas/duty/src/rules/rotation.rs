//! A pattern of shifts that somebody would keep to: 白-夜-休-休.

use super::Wish;
use super::plan::ShiftType;
use kernel::{Day, PersonId};

/// What divides the days of a pattern as people write one.
const BETWEEN: [char; 9] = ['-', '－', '—', '–', '、', ',', '，', '/', '→'];
/// How people write a free day.
const FREE: [&str; 6] = ["休", "休息", "free", "off", "rest", "*"];
/// A free day as it is kept.
const KEPT_FREE: &str = "*";

/// Wished for over months, unlike a [`Wish`] for a single day, which comes before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    pub person: PersonId,
    /// The day that the pattern begins on; it is repeated from there.
    pub since: Day,
    /// The code of a shift; none is a free day. Two days at the least.
    pub pattern: Vec<Option<String>>,
}

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatternFlaw {
    /// It has fewer than two days or more than [`LONGEST`].
    Length,
    /// Neither a shift of the plan nor a free day.
    Unknown(String),
    /// Nothing but free days, or none of them.
    AllAlike,
}

impl PatternFlaw {
    /// The end of the message's key, and what it names.
    pub fn words(&self) -> (&'static str, String) {
        match self {
            Self::Length => ("length", LONGEST.to_string()),
            Self::Unknown(word) => ("unknown", word.clone()),
            Self::AllAlike => ("alike", String::new()),
        }
    }
}

/// Days of a pattern at the most: two weeks.
pub const LONGEST: usize = 14;

impl Rotation {
    /// What the pattern says of a day, a free day being none within; none before it begins.
    pub fn on(&self, day: Day) -> Option<Option<&str>> {
        let days = usize::try_from(day.number() - self.since.number()).ok()?;
        self.pattern.get(days.checked_rem(self.pattern.len())?).map(Option::as_deref)
    }

    /// The same as a wish for the day.
    pub fn wish(&self, day: Day) -> Option<Wish> {
        let shift = self.on(day)?.map(str::to_owned);
        Some(Wish { person: self.person.clone(), day, shift, is_wanted: true })
    }
}

/// The pattern in a text like `白-夜-休-休`: names of shifts, their beginnings where only one begins
/// so, or their codes.
///
/// # Errors
/// A word that is no shift, too few or too many days, or days that are all alike.
pub fn read_pattern(text: &str, shifts: &[ShiftType]) -> Result<Vec<Option<String>>, PatternFlaw> {
    let words = text.split(|letter: char| letter.is_whitespace() || BETWEEN.contains(&letter));
    let pattern: Vec<Option<String>> =
        words.filter(|word| !word.is_empty()).map(|word| read_day(word, shifts)).collect::<Result<_, _>>()?;
    if !(2..=LONGEST).contains(&pattern.len()) {
        return Err(PatternFlaw::Length);
    }
    if pattern.iter().all(Option::is_none) || pattern.iter().all(Option::is_some) {
        return Err(PatternFlaw::AllAlike);
    }
    Ok(pattern)
}

fn read_day(word: &str, shifts: &[ShiftType]) -> Result<Option<String>, PatternFlaw> {
    if FREE.contains(&word.to_lowercase().as_str()) {
        return Ok(None);
    }
    let is_it = |shift: &&ShiftType| shift.name == word || shift.code == word;
    let mut begin_so = shifts.iter().filter(|shift| shift.name.starts_with(word));
    let only = begin_so.next().filter(|_| begin_so.next().is_none());
    match shifts.iter().find(is_it).or(only) {
        Some(shift) => Ok(Some(shift.code.clone())),
        None => Err(PatternFlaw::Unknown(word.to_owned())),
    }
}

/// As it is kept.
pub fn kept_pattern(pattern: &[Option<String>]) -> String {
    let days: Vec<&str> = pattern.iter().map(|shift| shift.as_deref().unwrap_or(KEPT_FREE)).collect();
    days.join(" ")
}

/// What was kept.
pub fn stored_pattern(text: &str) -> Vec<Option<String>> {
    text.split(' ').map(|word| Some(word.to_owned()).filter(|word| word != KEPT_FREE)).collect()
}
