//! The law as dated data: rules with their articles, holidays, working days, time limits.
//!
//! Reads `law/` (embedded in the program). Pure: no clock, no database. The moment of the
//! event that sets a rule in motion is always passed in, and chooses the version:
//!
//! ```text
//! let rule = law.rule("adm-case-30d")?;
//! let version = rule.version_on(filed_at.day())?;        // keep version.version on the case
//! let passed = Passed { excluded_days: 12, extensions: 1 };
//! let due = version.limit()?.due(filed_at, passed, law.calendar())?;
//! ```

pub mod boundary;
mod calendar;
mod counting;
mod example;
mod file;
mod form;
pub mod library;
mod limit;
mod problem;
mod read;
mod rule;
pub mod words;

use kernel::{Day, Instant, Language};
use serde::Deserialize;
use std::collections::BTreeMap;

pub use boundary::Boundary;
pub use calendar::{Calendar, Festival};
pub use counting::{Counting, Roll, Units};
pub use example::{Case, Example};
pub use file::{LawFile, TomlDay};
pub use form::{Act, Amount, Authority, Done, Form, Moment, Presence, Unit, Who};
pub use library::Library;
pub use limit::{Bound, Due, End, Enforced, Excluded, Extension, Length, Limit, Passed};
pub use problem::{LawProblem, MESSAGES};
pub use rule::{Mark, Quote, Rule, RuleVersion, Version};

/// The files of the folder `law/`, as they stood when the program was built.
const FILES: &[LawFile] = include!(concat!(env!("OUT_DIR"), "/law_files.rs"));

/// The rule that says which festivals every notice of holidays has to cover.
const HOLIDAYS: &str = "hol-13";

/// Words in both languages that stand in a law file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    pub zh: String,
    pub en: String,
}

impl Names {
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

/// All rules, ways of counting, and the calendar of working days.
pub struct Law {
    rules: BTreeMap<String, Rule>,
    countings: BTreeMap<String, Counting>,
    calendar: Calendar,
    boundary: Boundary,
}

impl Law {
    /// The law that is built into the program.
    ///
    /// # Errors
    /// A file that cannot be used, with its name and line.
    pub fn embedded() -> Result<Self, LawProblem> {
        Self::load(FILES)
    }

    /// Reads law files: `cn/holidays/YEAR.toml` are notices of holidays, `cn/boundary/` says what
    /// police work is, all others are rules.
    ///
    /// # Errors
    /// The first file that cannot be used, with its name and line.
    pub fn load(files: &[LawFile]) -> Result<Self, LawProblem> {
        let mut notices = Vec::new();
        let mut boundary = Boundary::default();
        let mut read = Vec::new();
        let mut countings = BTreeMap::new();
        for file in files {
            if file.path.starts_with("cn/holidays/") {
                notices.push(calendar::Notice::read(*file)?);
                continue;
            }
            if file.path.starts_with("cn/boundary/") {
                boundary = Boundary::read(*file)?;
                continue;
            }
            let rules: read::RuleFile = file.read()?;
            for counting in &rules.counting {
                read::check_counting(*file, counting)?;
                let (span, counting) = (counting.span(), counting.get_ref().clone());
                let id = counting.id.clone();
                if countings.insert(id.clone(), counting).is_some() {
                    return Err(file.problem(&span, format!("{id} is already there")));
                }
            }
            read.push((*file, rules));
        }
        let mut rules = BTreeMap::new();
        for (file, read) in read {
            for (rule, span) in read.rules(file, &countings)? {
                let id = rule.id.clone();
                if rules.insert(id.clone(), rule).is_some() || countings.contains_key(&id) {
                    return Err(file.problem(&span, format!("{id} is already there")));
                }
            }
        }
        for entry in &boundary.entries {
            if !rules.contains_key(&entry.rule) {
                return Err(LawProblem::UnknownRule { id: entry.rule.clone() });
            }
        }
        let mut law = Self { rules, countings, calendar: Calendar::default(), boundary };
        for notice in &notices {
            law.check_notice(notice)?;
        }
        law.calendar = Calendar::new(&notices)?;
        Ok(law)
    }

    /// Law: hol-13: a notice gives every festival its days.
    fn check_notice(&self, notice: &calendar::Notice) -> Result<(), LawProblem> {
        let (Some(new_year), Some(rule)) = (Day::new(notice.year, 1, 1), self.rules.get(HOLIDAYS)) else {
            return Ok(());
        };
        match rule.version_on(new_year).map(|version| &version.form) {
            Ok(Form::Festivals(festivals)) => notice.check(festivals),
            // No text of the law of those years: nothing to compare with.
            _ => Ok(()),
        }
    }

    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// What is police work and what is not, with the words that speak for it.
    pub fn boundary(&self) -> &Boundary {
        &self.boundary
    }

    /// A rule by its id.
    ///
    /// # Errors
    /// There is none.
    pub fn rule(&self, id: &str) -> Result<&Rule, LawProblem> {
        self.rules.get(id).ok_or_else(|| LawProblem::UnknownRule { id: id.to_owned() })
    }

    /// Every rule, by its id.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.values()
    }

    /// Every way of counting, by its id.
    pub fn countings(&self) -> impl Iterator<Item = &Counting> {
        self.countings.values()
    }

    /// When the period of a rule ends, in the version of the day on which it began.
    ///
    /// # Errors
    /// No such rule, none in force on that day, or as [`Limit::due`].
    pub fn due(&self, id: &str, at: Instant, passed: Passed) -> Result<Due, LawProblem> {
        self.rule(id)?.version_on(at.day())?.limit()?.due(at, passed, &self.calendar)
    }

    /// The rules with a version that cites this article, by their id.
    pub fn rules_citing(&self, law: &str, article: &str) -> Vec<&Rule> {
        let cites = |quote: &Quote| quote.citation.law == law && quote.citation.article == article;
        self.rules().filter(|rule| rule.versions.iter().any(|one| one.quotes.iter().any(cites))).collect()
    }

    /// The version that a recorded decision names, as `adm-case-30d@2026-01-01`.
    ///
    /// # Errors
    /// It is not in the data.
    pub fn version(&self, name: &str) -> Result<&RuleVersion, LawProblem> {
        let unknown = || LawProblem::UnknownRule { id: name.to_owned() };
        let (id, from) = name.split_once('@').ok_or_else(unknown)?;
        self.rule(id)?.version_from(from.parse().map_err(|_| unknown())?)
    }

    /// Works out every example again; what comes out otherwise, in words for the log.
    pub fn faults(&self) -> Vec<String> {
        self.rules()
            .flat_map(|rule| rule.examples.iter().filter_map(|one| rule.fault_of(one, &self.calendar)))
            .collect()
    }
}

#[cfg(test)]
mod tests;
