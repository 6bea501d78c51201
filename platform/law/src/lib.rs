//! The law as dated data: rules with their articles, holidays, working days, time limits.
//!
//! Reads `law/` (embedded in the program). Pure: no clock, no database. The day of the event
//! that sets a rule in motion is always passed in, and chooses the version.

mod calendar;
mod file;
mod limit;
mod problem;
mod rule;

use kernel::{Citation, Day, Language};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

pub use calendar::Calendar;
pub use file::{LawFile, TomlDay};
pub use limit::{DayLimit, Deadline, Roll};
pub use problem::{LawProblem, MESSAGES};
pub use rule::{Example, Mark, RuleInfo};

/// The files of the folder `law/`, as they stood when the program was built.
const FILES: &[LawFile] = include!(concat!(env!("OUT_DIR"), "/law_files.rs"));

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

/// Which version of a rule was applied; recorded decisions keep it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub rule: String,
    pub in_force_from: Day,
    /// The last day on which the version is in force; `None` while it has no end.
    pub in_force_until: Option<Day>,
}

impl std::fmt::Display for Version {
    /// `cn.administrative_case_limit@2026-01-01`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}@{}", self.rule, self.in_force_from)
    }
}

/// A rule in the version that was in force on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce<T> {
    pub body: T,
    pub citation: Citation,
    pub version: Version,
}

/// All rules and the calendar of working days.
pub struct Law {
    rules: BTreeMap<String, rule::Rule>,
    calendar: Calendar,
}

impl Law {
    /// The law that is built into the program.
    ///
    /// # Errors
    /// A file that cannot be used, with its name and line.
    pub fn embedded() -> Result<Self, LawProblem> {
        Self::load(FILES)
    }

    /// Reads law files: `cn/holidays/YEAR.toml` are notices of holidays, all others rules.
    ///
    /// # Errors
    /// The first file that cannot be used, with its name and line.
    pub fn load(files: &[LawFile]) -> Result<Self, LawProblem> {
        let mut rules = BTreeMap::new();
        let mut notices = Vec::new();
        for file in files {
            if file.path.starts_with("cn/holidays/") {
                notices.push(calendar::Notice::read(*file)?);
            } else {
                let rule = rule::Rule::read(*file)?;
                rules.insert(rule.info.id.clone(), rule);
            }
        }
        let mut law = Self { rules, calendar: Calendar::default() };
        for notice in &notices {
            law.check_notice(notice)?;
        }
        law.calendar = Calendar::new(&notices)?;
        Ok(law)
    }

    /// Law: cn.holidays, art. 2: a notice gives every festival its days.
    fn check_notice(&self, notice: &calendar::Notice) -> Result<(), LawProblem> {
        let Some(new_year) = Day::new(notice.year, 1, 1) else { return Ok(()) };
        match self.rule::<calendar::HolidayLaw>(calendar::RULE, new_year) {
            Ok(law) => notice.check(&law.body),
            // No text of the law of those years, or none at all: nothing to compare with.
            Err(LawProblem::NotInForce { .. } | LawProblem::UnknownRule { .. }) => Ok(()),
            Err(problem) => Err(problem),
        }
    }

    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// A rule as it was in force on a day: the day of the event that sets it in motion.
    ///
    /// `T` is the form of the rule's body and should refuse unknown fields.
    ///
    /// # Errors
    /// No rule of this id, no version in force on that day, or a body of another form.
    pub fn rule<T: DeserializeOwned>(&self, id: &str, on: Day) -> Result<InForce<T>, LawProblem> {
        self.find(id)?.in_force(on)
    }

    /// The worked examples of a rule, in the form its body asks for.
    ///
    /// # Errors
    /// No rule of this id, or an example of another form.
    pub fn examples<G: DeserializeOwned, E: DeserializeOwned>(
        &self,
        id: &str,
    ) -> Result<Vec<Example<G, E>>, LawProblem> {
        self.find(id)?.examples()
    }

    /// Every rule: id, title, source, when it was last compared with the official text.
    pub fn rules(&self) -> impl Iterator<Item = &RuleInfo> {
        self.rules.values().map(|rule| &rule.info)
    }

    fn find(&self, id: &str) -> Result<&rule::Rule, LawProblem> {
        self.rules.get(id).ok_or_else(|| LawProblem::UnknownRule { id: id.to_owned() })
    }
}

#[cfg(test)]
mod tests;
