//! Reading a TOML file so that every mistake has a line.

use crate::LawProblem;
use crate::limit::End;
use kernel::{Day, Instant};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::ops::Range;

/// One file of the folder `law/`.
#[derive(Debug, Clone, Copy)]
pub struct LawFile {
    /// Below `law/`, with forward slashes: `cn/case_limits.toml`.
    pub path: &'static str,
    pub source: &'static str,
}

impl LawFile {
    pub(crate) fn read<T: DeserializeOwned>(self) -> Result<T, LawProblem> {
        toml::from_str(self.source).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            self.problem(&(start..start), error.message())
        })
    }

    pub(crate) fn problem(self, span: &Range<usize>, what: impl Into<String>) -> LawProblem {
        let before = self.source.as_bytes().iter().take(span.start);
        LawProblem::Unreadable {
            file: self.path.to_owned(),
            line: before.filter(|byte| **byte == b'\n').count() + 1,
            what: what.into(),
        }
    }
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

/// A day, or a local time (`2026-01-01T10:00:00`), as TOML writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "toml::value::Datetime")]
pub(crate) struct TomlTime(End);

impl TryFrom<toml::value::Datetime> for TomlTime {
    type Error = String;
    fn try_from(value: toml::value::Datetime) -> Result<Self, String> {
        let text = value.to_string();
        let day = text.parse().map(End::Day);
        day.or_else(|_| text.parse().map(End::Moment))
            .map(Self)
            .map_err(|_| format!("{text} is neither a day nor a local time"))
    }
}

impl TomlTime {
    pub fn end(self) -> End {
        self.0
    }
    /// A day stands for its beginning.
    pub fn instant(self) -> Instant {
        match self.0 {
            End::Day(day) => day.start(),
            End::Moment(at) => at,
        }
    }
}
