//! The exported journal: a text file with one JSON value a line.
//!
//! 1. the header: `{"format":"jishi-journal","version":1,"origin":…,"key":…}`
//! 2. every signed head, oldest first: `{"checkpoint":"<signed note>"}`
//! 3. every place of the journal in order, with the hash that the tree holds
//!    and the fact as it stands in the table now (null if it is gone):
//!    `{"position":0,"fact":"<id>","hash":"<base64>","leaf":"<fact as JSON>"}`
//! 4. facts that have no place: `"position":null`; those that only wait to be
//!    sealed carry `"state":"waiting"`
//! 5. the end: `{"end":{"places":…,"outside":…,"waiting":…}}`

use serde::{Deserialize, Serialize};

pub const FORMAT: &str = "jishi-journal";
pub const VERSION: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    pub format: String,
    pub version: u32,
    /// Name of the journal.
    pub origin: String,
    /// Public key (C2SP signed-note vkey).
    pub key: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    pub checkpoint: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Place in the journal, from 0; null if the fact has none.
    pub position: Option<u64>,
    /// Null if the place names no fact any more.
    pub fact: Option<String>,
    /// The hash the tree holds at this place, or the one that waits.
    pub hash: Option<String>,
    /// The fact as JSON, as it stands in the table now; empty if its row cannot be read.
    pub leaf: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
}

/// What is special about an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Committed, not yet sealed.
    Waiting,
    /// There is a credit for this fact, but no fact in its unit.
    CreditOnly,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    pub end: Totals,
}

/// Lines of each sort.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Totals {
    pub places: u64,
    /// Facts and credits that the program did not write.
    pub outside: u64,
    pub waiting: u64,
}

/// One line after the header.
#[derive(Debug)]
pub enum Line {
    Checkpoint(Checkpoint),
    Entry(Entry),
    End(End),
}

impl Line {
    /// Which sort it is stands in its first key.
    pub fn parse(line: &[u8]) -> Result<Self, serde_json::Error> {
        if line.starts_with(b"{\"checkpoint\"") {
            serde_json::from_slice(line).map(Line::Checkpoint)
        } else if line.starts_with(b"{\"end\"") {
            serde_json::from_slice(line).map(Line::End)
        } else {
            serde_json::from_slice(line).map(Line::Entry)
        }
    }
}
