//! How a unit keeps duty: shifts, positions, who is needed when, and limits the unit sets itself.
//!
//! A plan is one document that holds from a month on; the next one takes its place. What was
//! worked under an older plan keeps its words.

use super::flaw::PlanFlaw;
use super::problem::DayKind;
use kernel::{Day, PersonId};
use people::rules::QualificationKind;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// The code of a shift or a position within one plan: `night`, `desk`.
pub type Code = String;

/// A span of the day that is worked as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftType {
    pub code: Code,
    pub name: String,
    /// The key that enters it into a roster.
    pub letter: char,
    /// Minutes after midnight, 0 to 1439.
    pub starts: u32,
    /// Minutes from start to end, at most 24 hours.
    pub lasts: u32,
    /// Minutes of it that count as work.
    pub minutes: u32,
    pub is_night: bool,
}

impl ShiftType {
    /// The first letter of its name, as it stands in the cells of a roster.
    pub fn mark(&self) -> String {
        self.name.chars().next().map(String::from).unwrap_or_default()
    }
    /// `08:30–20:30`
    pub fn times(&self) -> String {
        format!("{}–{}", clock(self.starts), clock(self.starts + self.lasts))
    }
}

/// Minutes after midnight as people read them.
pub fn clock(minutes: u32) -> String {
    let minutes = minutes % DAY_MINUTES;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A place to be filled within a shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PositionType {
    pub code: Code,
    pub name: String,
    pub needs: Option<QualificationKind>,
    /// Not for auxiliaries.
    ///
    /// Law: duty-aux-not.
    pub is_for_officers: bool,
    /// Only for those whom the plan names as leaders of a shift (值班领导、带班领导).
    pub is_for_leaders: bool,
}

impl PositionType {
    pub fn mark(&self) -> String {
        self.name.chars().next().map(String::from).unwrap_or_default()
    }
}

/// The days a requirement speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Days {
    Workdays,
    /// Days off that are no public holiday.
    RestDays,
    Holidays,
}

impl Days {
    pub const ALL: [Self; 3] = [Self::Workdays, Self::RestDays, Self::Holidays];
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Workdays => "workdays",
            Self::RestDays => "rest_days",
            Self::Holidays => "holidays",
        }
    }
    pub fn text_key(self) -> String {
        format!("duty-days-{}", self.as_str().replace('_', "-"))
    }
}

/// How many people a shift needs, in all or at a position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    pub days: Days,
    pub shift: Code,
    /// The shift as a whole without it.
    pub position: Option<Code>,
    /// Below this the roster breaks the minimum strength.
    pub least: u32,
    /// What would be good to have.
    pub good: Option<u32>,
}

/// Weekdays or months in which a shift as a whole needs other people than its kind of day asks for:
/// Friday nights, summer evenings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peak {
    /// 1 is Monday; every day of the week without it.
    pub weekday: Option<i8>,
    /// The first and the last month, over New Year where the first is the later one; the whole year
    /// without it.
    pub months: Option<(i8, i8)>,
    pub shift: Code,
    pub least: u32,
    pub good: Option<u32>,
}

impl Peak {
    pub fn is_on(&self, day: Day) -> bool {
        let is_month = self.months.is_none_or(|(first, last)| match first <= last {
            true => (first..=last).contains(&day.month()),
            false => day.month() >= first || day.month() <= last,
        });
        is_month && self.weekday.is_none_or(|weekday| weekday == day.weekday())
    }
}

/// How many people are asked of a shift on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strength {
    /// Below this the roster breaks the minimum strength.
    pub least: u32,
    /// What would be good to have.
    pub good: Option<u32>,
}

/// Whether a woman officer is to be on each shift that has a minimum.
///
/// Law: duty-women.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Woman {
    #[default]
    NotAsked,
    Wished,
    Needed,
}

impl Woman {
    pub const ALL: [Self; 3] = [Self::NotAsked, Self::Wished, Self::Needed];
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotAsked => "not_asked",
            Self::Wished => "wished",
            Self::Needed => "needed",
        }
    }
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
    pub fn text_key(self) -> String {
        format!("duty-woman-{}", self.as_str().replace('_', "-"))
    }
}

/// Limits a unit sets itself. No national rule gives a number for these: empty is no limit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Minutes of rest between two shifts.
    pub rest_minutes: Option<u32>,
    /// Days of work in a row.
    pub days_in_row: Option<u32>,
    /// Nights in a month.
    pub nights: Option<u32>,
    /// Minutes of work in a month.
    pub minutes: Option<u32>,
    /// Weekends with work in a month.
    pub weekends: Option<u32>,
    /// Wishes each person may have in a month.
    pub wishes: Option<u32>,
    /// The index of fatigue above which a shift needs a leader's reason.
    #[serde(default)]
    pub fatigue: Option<u32>,
}

/// What is agreed with some people besides the unit's own limits: no nights while somebody nurses a
/// child, fewer hours of auxiliaries. What it leaves empty is as in the unit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    pub name: String,
    /// Days of work in a row.
    pub days_in_row: Option<u32>,
    /// Nights in a month.
    pub nights: Option<u32>,
    /// Minutes of work in a month.
    pub minutes: Option<u32>,
    /// Weekends with work in a month.
    pub weekends: Option<u32>,
    pub people: Vec<PersonId>,
}

impl Agreement {
    /// The limits of the unit with these in their place.
    pub fn within(&self, unit: &Limits) -> Limits {
        Limits {
            days_in_row: self.days_in_row.or(unit.days_in_row),
            nights: self.nights.or(unit.nights),
            minutes: self.minutes.or(unit.minutes),
            weekends: self.weekends.or(unit.weekends),
            ..unit.clone()
        }
    }
}

/// What a unit has settled about compensatory rest. The text gives no deadline and no number.
///
/// Law: wt-police-comp.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Compensation {
    /// Months after which rest that is owed is called overdue.
    pub months: Option<u32>,
    /// Whether it can be paid where it cannot be given.
    pub is_paid: bool,
}

/// How a unit keeps duty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub shifts: Vec<ShiftType>,
    pub positions: Vec<PositionType>,
    pub requirements: Vec<Requirement>,
    /// The first that is on takes the place of what the kind of day asks for.
    #[serde(default)]
    pub peaks: Vec<Peak>,
    pub limits: Limits,
    /// Nobody is in two of them.
    #[serde(default)]
    pub agreements: Vec<Agreement>,
    #[serde(default)]
    pub compensation: Compensation,
    /// Each shift with a minimum of two has two officers with an enforcement qualification.
    ///
    /// Law: duty-two.
    pub is_paired: bool,
    pub woman: Woman,
    /// Who may lead a shift.
    pub leaders: Vec<PersonId>,
    /// Who is not on the roster.
    pub left_out: Vec<PersonId>,
}

pub const DAY_MINUTES: u32 = 24 * 60;
const NAME_LETTERS: usize = 12;
/// Shifts times positions; more cannot be read on a page.
const MOST_DUTIES: usize = 60;
const MOST_PEOPLE: u32 = 500;
/// Keys of the roster that mean something else: free, lock, undo.
const TAKEN_LETTERS: [char; 3] = ['X', 'L', 'U'];

impl Plan {
    pub fn shift(&self, code: &str) -> Option<&ShiftType> {
        self.shifts.iter().find(|shift| shift.code == code)
    }
    pub fn position(&self, code: &str) -> Option<&PositionType> {
        self.positions.iter().find(|position| position.code == code)
    }
    /// The agreement with somebody, by its place; none where the unit's own limits hold.
    pub fn agreement(&self, person: &PersonId) -> Option<usize> {
        self.agreements.iter().position(|agreement| agreement.people.contains(person))
    }
    /// What is asked of a shift on such days, as a whole or at a position.
    pub fn requirement(&self, days: Days, shift: &str, position: Option<&str>) -> Option<&Requirement> {
        self.requirements
            .iter()
            .find(|one| one.days == days && one.shift == shift && one.position.as_deref() == position)
    }

    /// What is asked of a shift on a day, as a whole or at a position.
    pub fn asked(&self, day: Day, kind: DayKind, shift: &str, position: Option<&str>) -> Option<Strength> {
        let peak =
            self.peaks.iter().find(|peak| position.is_none() && peak.shift == shift && peak.is_on(day));
        match peak {
            Some(peak) => Some(Strength { least: peak.least, good: peak.good }),
            None => {
                let one = self.requirement(Days::of(kind), shift, position)?;
                Some(Strength { least: one.least, good: one.good })
            }
        }
    }
    /// Whether anything is ever asked of a shift as a whole.
    pub fn is_asked(&self, shift: &str) -> bool {
        self.requirements.iter().any(|one| one.shift == shift && one.position.is_none())
            || self.peaks.iter().any(|peak| peak.shift == shift)
    }

    /// # Errors
    /// The first thing that does not hold together.
    pub fn check(&self) -> Result<(), PlanFlaw> {
        if self.shifts.is_empty() {
            return Err(PlanFlaw::NoShift);
        }
        if self.positions.is_empty() {
            return Err(PlanFlaw::NoPosition);
        }
        if self.shifts.len() * self.positions.len() > MOST_DUTIES {
            return Err(PlanFlaw::TooMany);
        }
        let names = self.shifts.iter().map(|shift| &shift.name);
        let mut seen = HashSet::new();
        for name in names.chain(self.positions.iter().map(|position| &position.name)) {
            if name.trim().is_empty() {
                return Err(PlanFlaw::NoName);
            }
            if name.chars().count() > NAME_LETTERS || name.contains('/') {
                return Err(PlanFlaw::BadName(name.clone()));
            }
            if !seen.insert(name.trim()) {
                return Err(PlanFlaw::NameTwice(name.clone()));
            }
        }
        let mut letters = HashSet::new();
        for shift in &self.shifts {
            if !shift.letter.is_ascii_uppercase() || TAKEN_LETTERS.contains(&shift.letter) {
                return Err(PlanFlaw::BadLetter(shift.name.clone()));
            }
            if !letters.insert(shift.letter) {
                return Err(PlanFlaw::LetterTwice(shift.name.clone()));
            }
            let fits = shift.starts < DAY_MINUTES && (1..=DAY_MINUTES).contains(&shift.lasts);
            if !fits || shift.minutes > shift.lasts {
                return Err(PlanFlaw::BadTimes(shift.name.clone()));
            }
        }
        let mut agreed = HashSet::new();
        for agreement in &self.agreements {
            let name = agreement.name.trim();
            if name.is_empty() {
                return Err(PlanFlaw::NoName);
            }
            if name.chars().count() > NAME_LETTERS {
                return Err(PlanFlaw::BadName(agreement.name.clone()));
            }
            if agreement.people.is_empty() {
                return Err(PlanFlaw::NobodyAgreed(agreement.name.clone()));
            }
            if !agreement.people.iter().all(|person| agreed.insert(person)) {
                return Err(PlanFlaw::AgreedTwice(agreement.name.clone()));
            }
        }
        for requirement in &self.requirements {
            let unknown = |code: &Code| PlanFlaw::Unknown(code.clone());
            let shift = self.shift(&requirement.shift).ok_or_else(|| unknown(&requirement.shift))?;
            let position = requirement.position.as_ref();
            if let Some(code) = position.filter(|code| self.position(code).is_none()) {
                return Err(unknown(code));
            }
            check_strength(shift, requirement.least, requirement.good)?;
        }
        for peak in &self.peaks {
            let shift = self.shift(&peak.shift).ok_or_else(|| PlanFlaw::Unknown(peak.shift.clone()))?;
            if peak.weekday.is_none() && peak.months.is_none() {
                return Err(PlanFlaw::PeakAlways(shift.name.clone()));
            }
            check_strength(shift, peak.least, peak.good)?;
        }
        Ok(())
    }
}

fn check_strength(shift: &ShiftType, least: u32, good: Option<u32>) -> Result<(), PlanFlaw> {
    if least.max(good.unwrap_or(0)) > MOST_PEOPLE {
        return Err(PlanFlaw::BadNumber(shift.name.clone()));
    }
    if good.is_some_and(|good| good < least) {
        return Err(PlanFlaw::GoodBelowLeast(shift.name.clone()));
    }
    Ok(())
}
