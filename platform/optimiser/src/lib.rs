//! Rosters: who works when, by rules that must hold and wishes that weigh.
//!
//! Pure: no clock, no files, no network; time and cancelling come in from the caller. `model` says
//! what a problem is, `score` what a roster costs in the plain wording of each rule, `line` and
//! `search` find good ones, `formats` reads the public benchmark problems.

// Tables of the search are indexed by people, days and duties that `Problem::check` has found to
// exist; a checked access in each inner loop would double its time.
#![allow(clippy::indexing_slicing)]
// Costs are whole numbers below 2^24, which `f32` adds exactly; sizes of tables are checked.
#![allow(clippy::cast_possible_truncation)]

pub mod formats;
pub mod model;
pub mod sample;
pub mod score;

mod conflict;
mod explain;
mod line;
mod replan;
mod search;
#[cfg(test)]
mod tests;

use kernel::{Language, MessageFile};

pub use conflict::{Conflict, Member, conflict};
pub use explain::{Explained, explain};
pub use replan::{Replanned, replan};
pub use search::{Outcome, Progress, Settings, Unsolved, Watch, solve, solve_from};

/// The words of this crate in both languages.
pub const MESSAGES: [MessageFile; 2] = [
    MessageFile {
        language: Language::Chinese,
        name: "optimiser",
        source: include_str!("messages/zh-CN.ftl"),
    },
    MessageFile { language: Language::English, name: "optimiser", source: include_str!("messages/en.ftl") },
];
