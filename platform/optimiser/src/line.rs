//! One person's line: its rules compiled to an automaton, and the best line found by it.
//!
//! A line is a walk through layers of *modes*, one layer per day: a mode remembers what the
//! rules on runs, successions, weekends and patterns need to know of the days before. What is
//! counted over the whole period (minutes, nights, weekends …) is kept beside the mode.

mod automaton;
mod complete;
mod counters;
mod profile;
mod program;
mod relaxed;
mod transition;

pub use complete::Completable;
pub use profile::{Lines, Profile, Totals};
pub use program::{Goal, Program, Question, Tail, Window};

/// Whether the newest of several equals is taken: each of them with the same chance in the end.
fn takes_equal(equals: &mut u32, rng: &mut impl rand::Rng) -> bool {
    *equals += 1;
    *equals == 1 || rng.random_ratio(1, *equals)
}
