//! Looks for a good roster: built line by line, then taken apart and put together again.

mod anneal;
mod construct;
mod state;
mod tables;

pub use anneal::{Schedule, anneal};
pub use construct::construct;
pub use state::{Search, State};
pub use tables::Tables;
