//! Reading a TOML file so that every mistake has a line.

use crate::LawProblem;
use kernel::Day;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

/// One file of the folder `law/`.
#[derive(Debug, Clone, Copy)]
pub struct LawFile {
    /// Below `law/`, with forward slashes: `cn/holidays.toml`.
    pub path: &'static str,
    pub source: &'static str,
}

/// A value of a file that still knows where it stands.
pub(crate) type Value = Spanned<DeValue<'static>>;

impl LawFile {
    pub(crate) fn table(self) -> Result<DeTable<'static>, LawProblem> {
        Ok(DeTable::parse(self.source).map_err(|error| self.error(&error, 0))?.into_inner())
    }

    /// Reads a value as `T`; `fallback` is the line's place where the error names none.
    pub(crate) fn read<T: DeserializeOwned>(self, value: Value) -> Result<T, LawProblem> {
        let start = value.span().start;
        T::deserialize(ValueDeserializer::from(value)).map_err(|error| self.error(&error, start))
    }

    pub(crate) fn problem(self, span: &Range<usize>, what: impl Into<String>) -> LawProblem {
        self.problem_at(span.start, what)
    }

    fn error(self, error: &toml::de::Error, start: usize) -> LawProblem {
        self.problem_at(error.span().map_or(start, |span| span.start), error.message())
    }

    fn problem_at(self, start: usize, what: impl Into<String>) -> LawProblem {
        let before = self.source.as_bytes().iter().take(start);
        LawProblem::Unreadable {
            file: self.path.to_owned(),
            line: before.filter(|byte| **byte == b'\n').count() + 1,
            what: what.into(),
        }
    }
}

/// A table taken apart: the named keys, and all others.
pub(crate) fn split(table: DeTable<'static>, names: &[&str]) -> (DeTable<'static>, DeTable<'static>) {
    table.into_iter().partition(|(key, _)| names.contains(&key.get_ref().as_ref()))
}

/// A day as TOML writes it (`2026-01-01`), without a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "toml::value::Datetime")]
pub struct TomlDay(pub Day);

impl TryFrom<toml::value::Datetime> for TomlDay {
    type Error = String;
    fn try_from(value: toml::value::Datetime) -> Result<Self, String> {
        let text = value.to_string();
        text.parse().map(Self).map_err(|_| format!("{text} is no day (YYYY-MM-DD)"))
    }
}
