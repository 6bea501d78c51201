//! Why something was not done, in words for a person.

use crate::Text;
use serde::{Deserialize, Serialize};

/// Where a rule of law stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// The law by its title, as in the library of laws.
    pub law: String,
    /// The article in the law's own words: 第一百一十八条.
    pub article: String,
}

impl std::fmt::Display for Citation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "《{}》{}", self.law, self.article)
    }
}

/// What kind of answer a problem is; pages turn it into an HTTP status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// What was asked for does not exist (404).
    NotFound,
    /// This person may not do it (403).
    Denied,
    /// It contradicts what has happened meanwhile (409).
    Conflict,
    /// What was entered cannot be used (422).
    Invalid,
    /// Too many tries; later again (429).
    TooMany,
    /// The machine failed; the log knows why (500).
    Failed,
}

/// Each area's problem enum says it for a person, never with internals.
pub trait Problem: std::error::Error {
    /// What happened, then what to do.
    fn message(&self) -> Text;
    fn status(&self) -> Status;
    /// The rule of law that stands against it.
    fn citation(&self) -> Option<&Citation> {
        None
    }
}
