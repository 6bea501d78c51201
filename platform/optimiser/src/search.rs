//! Looks for a good roster: built line by line, then taken apart and put together again.

mod anneal;
mod bound;
mod construct;
mod solve;
mod state;
mod tables;

pub use bound::bound;
pub use solve::{Outcome, Progress, Settings, Unsolved, Watch, solve, solve_from};
pub use state::{Search, Taken};
pub use tables::{Tables, soft_weights};
#[cfg(test)]
pub use {
    anneal::{Schedule, anneal},
    construct::construct,
    state::State,
};
