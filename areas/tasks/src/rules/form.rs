//! What is wrong with the form of a demand.

use crate::problem::TasksProblem;
use serde::Deserialize;

/// The words in `form_words.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    indicators: Vec<String>,
    bounds: Vec<String>,
    targets: Vec<String>,
    denials: Vec<String>,
}

impl Words {
    /// The words that are built into the program.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn embedded() -> Result<Self, toml::de::Error> {
        toml::from_str(include_str!("../form_words.toml"))
    }

    /// The clause that sets a target on fines, detentions, arrests, case numbers or clearance
    /// rates; none if the text sets none.
    ///
    /// Law: dis-ban-quota-law, dis-ban-quota-kpi
    pub fn target<'t>(&self, text: &'t str) -> Option<&'t str> {
        let clauses = text.split(['。', '；', ';', '！', '？', '\n', '，', ',', '：', ':']);
        let mut before = "";
        for clause in clauses {
            let has = |words: &[String], text: &str| words.iter().any(|word| text.contains(word.as_str()));
            // "刑拘人数，不少于十人": the number may stand behind a comma.
            let together = [before, clause];
            let named = has(&self.indicators, clause);
            let bound = has(&self.bounds, clause) && has_number(clause);
            let named_before = has(&self.indicators, before) && bound;
            let is_target = named && (bound || has(&self.targets, clause)) || named_before;
            if is_target && !together.iter().any(|part| has(&self.denials, part)) {
                return Some(clause.trim());
            }
            before = clause;
        }
        None
    }

    /// Refuses a text that sets such a target.
    ///
    /// # Errors
    /// The clause, with the article.
    pub fn refuse_targets(&self, text: &str) -> Result<(), TasksProblem> {
        match self.target(text) {
            Some(clause) => Err(TasksProblem::target(clause)),
            None => Ok(()),
        }
    }
}

/// 10, 十, ９０%
fn has_number(clause: &str) -> bool {
    let numerals = "〇一二三四五六七八九十百千两半";
    clause.chars().any(|letter| letter.is_numeric() || numerals.contains(letter))
}

/// What is missing or odd, and does not stop a task from coming to the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    NoBasis,
    NoNumber,
    NoEnd,
    NoHours,
    /// The last day is no working day.
    EndsOnDayOff,
    /// The holidays of that year are not announced.
    HolidaysUnknown,
    /// A return that is not in the register.
    NotPermitted,
    /// Figures are asked for, of no period.
    NoPeriodOfFigures,
    /// It begins before the gate can have decided.
    TooSoon,
}

impl Flaw {
    pub const ALL: [Self; 9] = [
        Self::NoBasis,
        Self::NoNumber,
        Self::NoEnd,
        Self::NoHours,
        Self::EndsOnDayOff,
        Self::HolidaysUnknown,
        Self::NotPermitted,
        Self::NoPeriodOfFigures,
        Self::TooSoon,
    ];
    pub fn text_key(self) -> &'static str {
        match self {
            Self::NoBasis => "tasks-flaw-no-basis",
            Self::NoNumber => "tasks-flaw-no-number",
            Self::NoEnd => "tasks-flaw-no-end",
            Self::NoHours => "tasks-flaw-no-hours",
            Self::EndsOnDayOff => "tasks-flaw-day-off",
            Self::HolidaysUnknown => "tasks-flaw-holidays-unknown",
            Self::NotPermitted => "tasks-flaw-not-permitted",
            Self::NoPeriodOfFigures => "tasks-flaw-no-period",
            Self::TooSoon => "tasks-flaw-too-soon",
        }
    }
    pub fn tone(self) -> &'static str {
        if self.stops_release() { "bad" } else { "warn" }
    }
    /// Whether it must be put right before the task is released.
    pub fn stops_release(self) -> bool {
        matches!(self, Self::NoEnd | Self::NotPermitted)
    }
}

/// What is wrong with a task.
pub fn flaws(task: &super::Task, calendar: &law::Calendar) -> Vec<Flaw> {
    let mut found = Vec::new();
    let mut note = |is_wrong: bool, flaw: Flaw| {
        if is_wrong {
            found.push(flaw);
        }
    };
    note(task.basis.is_empty(), Flaw::NoBasis);
    note(task.number.is_empty(), Flaw::NoNumber);
    note(task.until.is_none(), Flaw::NoEnd);
    note(task.minutes() == 0 && task.returns.is_empty(), Flaw::NoHours);
    if let Some(until) = task.until {
        match calendar.is_working_day(until) {
            Ok(is_working) => note(!is_working, Flaw::EndsOnDayOff),
            Err(_) => note(true, Flaw::HolidaysUnknown),
        }
    }
    note(task.asked().any(|one| one.permitted.is_empty()), Flaw::NotPermitted);
    note(
        task.figures.is_none() && task.asked().any(|one| one.kind == super::ReturnKind::Figure),
        Flaw::NoPeriodOfFigures,
    );
    note(task.decide_by.is_some_and(|day| task.state.is_open() && task.from < day), Flaw::TooSoon);
    found
}
