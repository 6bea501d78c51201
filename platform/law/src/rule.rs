//! A rule of law: its head, its versions by date, and its worked examples.

use crate::example::Example;
use crate::form::Form;
use crate::limit::Limit;
use crate::{LawProblem, Names};
use kernel::{Citation, Day};
use serde::Deserialize;

/// How surely the rule is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Mark {
    /// The article itself was read in a full text of the law: enforced.
    V1,
    /// Read in a secondary copy that quotes it: warns and shows its source.
    V2,
}

impl Mark {
    /// Whether a step may be refused because of the rule; otherwise it only warns.
    pub fn is_enforced(self) -> bool {
        self == Self::V1
    }

    pub fn key(self) -> &'static str {
        match self {
            Self::V1 => "law-mark-v1",
            Self::V2 => "law-mark-v2",
        }
    }
}

/// An article, and words that stand in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    pub citation: Citation,
    /// As they stand in the article: 三十日.
    pub words: Vec<String>,
}

/// Which version of a rule was applied; recorded decisions keep it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub rule: String,
    pub in_force_from: Day,
    /// The last day on which the version is in force; `None` while it has no end.
    pub in_force_until: Option<Day>,
}

impl Version {
    pub fn covers(&self, day: Day) -> bool {
        self.in_force_from <= day && self.in_force_until.is_none_or(|until| day <= until)
    }
}

impl std::fmt::Display for Version {
    /// `adm-case-30d@2026-01-01`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}@{}", self.rule, self.in_force_from)
    }
}

/// What a rule says from one day to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleVersion {
    pub version: Version,
    /// Where it stands; the first is the one to name.
    pub quotes: Vec<Quote>,
    pub form: Form,
    /// What this version changed, or what to know about it.
    pub note: Option<Names>,
}

impl RuleVersion {
    /// The article to name first.
    pub fn citation(&self) -> &Citation {
        // Reading refuses a version without a citation.
        self.quotes.first().map_or(&NO_CITATION, |quote| &quote.citation)
    }

    /// The period that the rule gives.
    ///
    /// # Errors
    /// The rule is of another form.
    pub fn limit(&self) -> Result<&Limit, LawProblem> {
        match &self.form {
            Form::Limit(limit) => Ok(limit),
            _ => Err(LawProblem::NoLimit { id: self.version.rule.clone() }),
        }
    }
}

static NO_CITATION: Citation = Citation { law: String::new(), article: String::new() };

/// A rule with all its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// `adm-case-30d`
    pub id: String,
    pub title: Names,
    /// The event from which a period is counted; every limit has one.
    pub trigger: Option<Names>,
    /// Exceptions, consequences, and how the text was read.
    pub note: Option<Names>,
    pub mark: Mark,
    /// The last comparison with the text of the law.
    pub checked_on: Day,
    /// The file below `law/` it stands in: `cn/case_limits.toml`.
    pub file: String,
    /// By their first day; no two overlap.
    pub versions: Vec<RuleVersion>,
    pub examples: Vec<Example>,
}

impl Rule {
    /// The version in force on a day: the day of the event that sets the rule in motion.
    ///
    /// A reading: 治安管理处罚法 has no article on cases open across its change.
    ///
    /// # Errors
    /// None is in force on that day.
    pub fn version_on(&self, day: Day) -> Result<&RuleVersion, LawProblem> {
        self.versions
            .iter()
            .find(|one| one.version.covers(day))
            .ok_or_else(|| LawProblem::NotInForce { id: self.id.clone(), on: day })
    }

    /// The version that began on that day, as a recorded decision names it.
    ///
    /// # Errors
    /// None begins on that day.
    pub fn version_from(&self, day: Day) -> Result<&RuleVersion, LawProblem> {
        self.versions
            .iter()
            .find(|one| one.version.in_force_from == day)
            .ok_or_else(|| LawProblem::NotInForce { id: self.id.clone(), on: day })
    }

    /// Whether another version came into force after `from`, up to `to`: something that began
    /// on `from` and is still open on `to` is then for a legal officer to look at.
    pub fn changed_between(&self, from: Day, to: Day) -> bool {
        self.versions.iter().any(|one| from < one.version.in_force_from && one.version.in_force_from <= to)
    }

    /// Whether the last comparison lies more than a year before `today`.
    pub fn is_stale(&self, today: Day) -> bool {
        self.checked_on.plus_months(12) < today
    }
}
