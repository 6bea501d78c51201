//! Looks for a good roster: built line by line, annealed, then decided anew in large parts by
//! column generation.

mod anneal;
mod bound;
mod columns;
mod construct;
mod course;
mod neighbourhood;
mod settling;
mod shares;
mod simplex;
mod solve;
mod state;
mod tables;

pub use bound::{bound, can_bound};
pub use columns::{Columns, Stage};
pub use construct::construct;
pub use solve::{Outcome, Progress, Settings, Unsolved, Watch, solve, solve_from};
pub use state::{Search, Taken};
pub use tables::{Tables, soft_weights};
#[cfg(test)]
pub use {
    anneal::{Schedule, anneal},
    columns::{Part, Verdict},
    neighbourhood::Neighbourhoods,
    settling::{Pace, Piece, Settled, Valued},
    simplex::Simplex,
    state::{Prices, State},
};
