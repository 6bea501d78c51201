//! What is police work: the fourteen statutory duties, and a catalogue of what is none.
//!
//! Law: nb-14-duties, nb-refuse.

use crate::file::{LawFile, TomlDay};
use crate::{LawProblem, Names};
use kernel::Citation;
use serde::Deserialize;

/// The law and article in which the duties stand.
pub const DUTIES: (&str, &str) = ("人民警察法", "第六条");

/// Both lists, as they stand in `law/cn/boundary`.
#[derive(Debug, Clone, Default)]
pub struct Boundary {
    pub duties: Vec<Duty>,
    pub entries: Vec<Entry>,
}

/// A statutory duty.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Its number in the article.
    pub item: i64,
    pub title: Names,
    /// Words of a demand that speak for it.
    pub terms: Vec<String>,
}

/// An activity that is no police work.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub id: String,
    pub title: Names,
    pub mark: EntryMark,
    /// The rule of law behind it.
    pub rule: String,
    pub citation: Vec<Citation>,
    pub terms: Vec<String>,
}

/// How surely an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum EntryMark {
    /// A national text names it.
    V2,
    /// It follows from the duties; no national catalogue names it.
    #[serde(rename = "local")]
    Local,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[expect(dead_code, reason = "for whoever reads the file")]
    checked_on: TomlDay,
    duty: Vec<Duty>,
    entry: Vec<Entry>,
}

impl Boundary {
    pub(crate) fn read(file: LawFile) -> Result<Self, LawProblem> {
        let read: File = file.read()?;
        let mut ids: Vec<&str> = read.entry.iter().map(|entry| entry.id.as_str()).collect();
        ids.sort_unstable();
        if let Some([one, _]) = ids.array_windows().find(|[one, other]| one == other) {
            return Err(file.problem(&(0..0), format!("{one} is already there")));
        }
        Ok(Self { duties: read.duty, entries: read.entry })
    }
}
