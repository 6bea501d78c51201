//! Whether two tasks ask for the same, in Chinese.
//!
//! Retrieval of what is alike among up to a million texts, and a score that explains itself.
//! Pure: no clock, no database, no network.

mod alignment;
mod comparison;
mod features;
mod index;
mod lexicon;
mod matcher;
mod model;
mod numeral;
mod problem;
mod profile;
mod quality;
pub mod training;
mod words;

pub use comparison::{Common, Comparison, Contribution, Difference, Likeness, What};
pub use features::{Feature, Figures};
pub use index::{Hit, Index, closeness};
pub use lexicon::Kind;
pub use matcher::Matcher;
pub use model::{Model, ReadAs, Weight, Weights};
pub use problem::{MESSAGES, MatchingProblem};
pub use profile::{Profile, Rarity};
pub use quality::{Quality, quality};
pub use words::{LONGEST, Sort, Word};

#[cfg(test)]
mod tests;
