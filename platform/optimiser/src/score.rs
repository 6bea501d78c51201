//! What a roster costs and which rules it breaks, by the plain wording of each rule.
//!
//! One function per rule. Nothing here is used by the search, which has its own way of
//! counting: each is the test of the other.

mod counts;
mod days;
mod demands;
mod runs;
mod weekends;

use crate::model::{Problem, Roster, Weight};
use kernel::Text;

pub use demands::{demand_text, present, rule_of, shift_names};

/// The rules a roster can break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    Qualification,
    FixedDay,
    Away,
    Succession,
    Rest,
    LongestWork,
    ShortestWork,
    LongestOff,
    ShortestOff,
    Minutes,
    Shifts,
    ShiftsOfType,
    Nights,
    Weekends,
    Holidays,
    EvenShare,
    CompleteWeekend,
    IdenticalWeekend,
    NightBeforeWeekend,
    WeekendsInARow,
    Pattern,
    Wish,
    Reluctance,
    Stability,
    Cover,
    Strength,
    Officers,
    Rank,
    EnforcementPair,
    WomanReachable,
    TeamTogether,
}

/// One breach of a rule, with what it costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub rule: Rule,
    pub person: Option<usize>,
    pub day: Option<usize>,
    /// Units by which a hard rule is broken.
    pub hard: u64,
    /// Cost by which a weighted rule is broken.
    pub soft: u64,
    /// What is broken, in words.
    pub text: Text,
}

impl Finding {
    /// A breach by so many units; nothing if there are none.
    fn by(rule: Rule, weight: Weight, units: u64, text: impl FnOnce() -> Text) -> Option<Self> {
        let (hard, soft) = match weight {
            Weight::Hard => (units, 0),
            Weight::Soft(weight) => (0, units * u64::from(weight)),
        };
        (hard + soft > 0).then(|| Self { rule, person: None, day: None, hard, soft, text: text() })
    }
    fn of(self, person: usize) -> Self {
        Self { person: Some(person), ..self }
    }
    fn on(self, day: usize) -> Self {
        Self { day: Some(day), ..self }
    }
}

/// What a roster costs: first the hard rules, then the weighted ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Score {
    pub hard: u64,
    pub soft: u64,
}

impl Score {
    /// Whether every hard rule is kept.
    pub fn is_feasible(self) -> bool {
        self.hard == 0
    }
}

/// A rule as a function: it adds what it finds to the list.
type RuleFunction = fn(&Problem, &Roster, &mut Vec<Finding>);

/// All rules.
pub const RULES: [RuleFunction; 31] = [
    days::qualification,
    days::fixed_days,
    days::away,
    days::succession,
    days::rest,
    days::wishes,
    days::reluctance,
    days::stability,
    days::unwanted_patterns,
    runs::longest_work,
    runs::shortest_work,
    runs::longest_off,
    runs::shortest_off,
    counts::minutes,
    counts::number_of_shifts,
    counts::shifts_of_type,
    counts::nights,
    counts::weekends_worked,
    counts::holidays,
    counts::even_share,
    weekends::complete,
    weekends::identical,
    weekends::no_night_before,
    weekends::in_a_row,
    demands::cover,
    demands::strength,
    demands::officers,
    demands::rank,
    demands::enforcement_pair,
    demands::woman_reachable,
    demands::team_together,
];

/// Every breach of every rule.
pub fn findings(problem: &Problem, roster: &Roster) -> Vec<Finding> {
    let mut found = Vec::new();
    for rule in RULES {
        rule(problem, roster, &mut found);
    }
    found
}

/// What a roster costs in all.
pub fn score(problem: &Problem, roster: &Roster) -> Score {
    let found = findings(problem, roster);
    Score { hard: found.iter().map(|one| one.hard).sum(), soft: found.iter().map(|one| one.soft).sum() }
}

/// The days of a person as shifts; none on a free day.
fn shifts(problem: &Problem, roster: &Roster, person: usize) -> Vec<Option<usize>> {
    roster.line(person).iter().map(|cell| problem.shift_of(*cell)).collect()
}

/// Each person with contract, number and shifts.
fn lines<'a>(
    problem: &'a Problem,
    roster: &'a Roster,
) -> impl Iterator<Item = (usize, &'a crate::model::Person, &'a crate::model::Contract, Vec<Option<usize>>)> {
    problem.people.iter().enumerate().filter_map(move |(at, person)| {
        Some((at, person, problem.contract(person)?, shifts(problem, roster, at)))
    })
}

/// A text that names a person and a day, both as people count them.
fn text(key: &str, person: &str, day: usize) -> Text {
    Text::new(key).with("person", person).with("day", day + 1)
}
