//! Worked examples: what is given, and what must come out.

use crate::form::{Done, Form};
use crate::limit::{Due, End, Passed};
use crate::rule::Rule;
use crate::{Calendar, LawProblem, Names};
use kernel::Instant;

/// A worked example of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The event, which chooses the version.
    pub at: Instant,
    /// What is worth seeing in it.
    pub note: Option<Names>,
    pub case: Case,
}

/// What is given and what must come out, by the form of the rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Case {
    Limit {
        passed: Passed,
        due: Due,
    },
    /// A rule that is counted backwards: the event is the later one.
    Before {
        latest: kernel::Day,
    },
    /// A rule whose date cannot be told from its trigger alone.
    NotComputed,
    Amount {
        key: String,
        number: i64,
        covered: bool,
    },
    Presence {
        present: u32,
        kept: bool,
    },
    /// For acts and prohibitions.
    Act {
        done: Done,
        kept: bool,
    },
    DaysOff {
        days: usize,
    },
}

impl Rule {
    /// Works an example out again; `None` if it comes out as it says.
    pub fn fault_of(&self, example: &Example, calendar: &Calendar) -> Option<String> {
        let fault = match self.version_on(example.at.day()) {
            Ok(version) => fault_in(&version.form, example, calendar),
            Err(problem) => Some(problem.to_string()),
        };
        fault.map(|fault| format!("{} on {}: {fault}", self.id, example.at))
    }
}

fn fault_in(form: &Form, example: &Example, calendar: &Calendar) -> Option<String> {
    match (form, &example.case) {
        (Form::Limit(limit), Case::Limit { passed, due }) => match limit.due(example.at, *passed, calendar) {
            Ok(got) if got == *due => None,
            Ok(got) => {
                Some(format!("due {} and safe {}, not {} and {}", got.due, got.safe, due.due, due.safe))
            }
            Err(problem) => Some(problem.to_string()),
        },
        (Form::Limit(limit), Case::Before { latest }) => {
            match limit.latest_before(example.at.day(), calendar) {
                Ok(got) if got == *latest => None,
                Ok(got) => Some(format!("at the latest on {got}, not {latest}")),
                Err(problem) => Some(problem.to_string()),
            }
        }
        (Form::Limit(limit), Case::NotComputed) => match limit.due(example.at, Passed::default(), calendar) {
            Err(LawProblem::OwnWords { .. }) => None,
            other => Some(format!("should not be computed, but is {other:?}")),
        },
        (Form::Amounts(amounts), Case::Amount { key, number, covered }) => {
            let amount = amounts.iter().find(|amount| amount.key == *key);
            match amount.map(|amount| amount.covers(*number)) {
                None => Some(format!("there is no amount {key}")),
                Some(got) => (got != *covered).then(|| format!("{number}: {got}, not {covered}")),
            }
        }
        (Form::Presence(presence), Case::Presence { present, kept }) => {
            let got = presence.is_kept(*present);
            (got != *kept).then(|| format!("{present} present: {got}, not {kept}"))
        }
        (Form::Act(act), Case::Act { done, kept }) => {
            let got = act.when.kept(*done);
            (got != *kept).then(|| format!("{done:?}: {got}, not {kept}"))
        }
        (Form::Prohibition, Case::Act { done, kept }) => {
            let got = *done == Done::Never;
            (got != *kept).then(|| format!("{done:?}: {got}, not {kept}"))
        }
        (Form::Festivals(festivals), Case::DaysOff { days }) => {
            let got: usize = festivals.iter().map(|festival| festival.days).sum();
            (got != *days).then(|| format!("{got} days, not {days}"))
        }
        _ => Some("the example does not fit the form of the rule".to_owned()),
    }
}

impl Due {
    pub(crate) fn at(due: End, safe: Option<End>) -> Self {
        Self { due, safe: safe.unwrap_or(due) }
    }
}
