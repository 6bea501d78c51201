//! Public formats of roster problems, read from text: `curtois` (schedulingbenchmarks.org) and
//! `inrc1` (first International Nurse Rostering Competition, as text or XML), and rosters as CSV.

mod curtois;
mod inrc;
mod inrc_text;
mod inrc_xml;

mod table;

pub use table::{read_roster, write_roster};

use crate::model::Problem;
use std::collections::HashMap;

/// A place in a file and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct FormatProblem {
    /// Counted from 1.
    pub line: usize,
    pub what: String,
}

impl FormatProblem {
    fn new(line: usize, what: impl Into<String>) -> Self {
        Self { line, what: what.into() }
    }
}

/// The formats that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Curtois,
    Inrc1,
}

impl Format {
    /// Reads a problem.
    ///
    /// # Errors
    /// What is wrong, and on which line.
    pub fn read(self, text: &str) -> Result<Problem, FormatProblem> {
        let text = text.trim_start_matches('\u{feff}');
        match self {
            Self::Curtois => curtois::read(text),
            Self::Inrc1 if text.trim_start().starts_with('<') => inrc::problem(inrc_xml::read(text)?),

            Self::Inrc1 => inrc::problem(inrc_text::read(text)?),
        }
    }
}

/// Names in a file and their numbers.
#[derive(Debug, Default)]
struct Names {
    what: &'static str,
    known: HashMap<String, usize>,
}

impl Names {
    fn new(what: &'static str) -> Self {
        Self { what, known: HashMap::new() }
    }
    /// A new name; it must not be there yet.
    fn add(&mut self, line: usize, name: &str) -> Result<usize, FormatProblem> {
        let at = self.known.len();
        if name.is_empty() {
            return Err(FormatProblem::new(line, format!("a {} without a name", self.what)));
        }
        match self.known.insert(name.to_owned(), at) {
            None => Ok(at),
            Some(_) => Err(FormatProblem::new(line, format!("the {} {name:?} is there twice", self.what))),
        }
    }
    fn find(&self, line: usize, name: &str) -> Result<usize, FormatProblem> {
        let unknown = || FormatProblem::new(line, format!("there is no {} {name:?}", self.what));
        self.known.get(name).copied().ok_or_else(unknown)
    }
}

/// Most people, shift types and days that are read; beyond it a file is damaged or hostile.
const MOST: usize = 100_000;

/// A whole number, or what is wrong with it. Some published files write `-0`.
fn number(line: usize, text: &str, what: &str) -> Result<u32, FormatProblem> {
    let wrong =
        || FormatProblem::new(line, format!("{what} is a whole number of at most nine digits, not {text:?}"));
    let text = text.trim();
    let value =
        text.parse::<i64>().ok().filter(|_| text.len() <= 9).and_then(|value| u32::try_from(value).ok());
    value.ok_or_else(wrong)
}

/// A day of the period.
fn day(line: usize, text: &str, days: usize) -> Result<usize, FormatProblem> {
    let at = number(line, text, "a day")? as usize;
    if at < days {
        Ok(at)
    } else {
        Err(FormatProblem::new(line, format!("day {at} lies after the last one, {}", days.saturating_sub(1))))
    }
}
