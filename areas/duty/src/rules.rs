//! Types and decisions. Pure: no clock, no database, no HTML, no async.

pub mod attendance;
pub mod breach;
pub mod fairness;
pub mod fatigue;
pub mod flaw;
pub mod kinds;
pub mod month;
pub mod patrol;
pub mod plan;
pub mod problem;
pub mod proposal;
pub mod rotation;
pub mod swap;

pub use flaw::PlanFlaw;
pub use month::RosterMonth;
pub use plan::Plan;
pub use problem::{Cells, Colleague, DayKind, Month, Place, Wish};
pub use rotation::Rotation;
