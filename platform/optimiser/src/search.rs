//! Looks for a good roster: built line by line, then taken apart and put together again.

mod anneal;
mod bound;
mod construct;
mod solve;
mod state;
mod tables;

pub use anneal::{Schedule, anneal};
pub use construct::construct;
pub use solve::{Impossible, Outcome, Progress, Settings, Watch, solve, solve_from};
pub use state::{Search, State};
pub use tables::Tables;
