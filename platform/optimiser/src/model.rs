//! A roster problem: who is there, what is to be done when, and the rules.

mod check;
mod contract;
mod demand;
mod problem;
mod roster;

pub use check::Fault;
pub use contract::{Bound, Contract, Count, CountKind, Edges, Match, Pattern, Runs, Weekend, Weight};
pub use demand::{Demand, DemandKind, Shape, Who};
pub use problem::{Duty, Person, Position, Problem, Shift, Wish};
pub use roster::{Cell, OFF, Roster};
