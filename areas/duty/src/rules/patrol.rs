//! Patrols and checkpoints (巡逻与卡点): beats with points, patrols on them, hours of risk.
//!
//! What is kept of a patrol is that somebody was at a point at a time, because they said so
//! there. No position of a person is taken, and nothing is known of the way between two points.

pub mod beat;
pub mod flaw;
pub mod proposal;
pub mod risk;
pub mod tour;

pub use beat::{Beat, BeatId, BeatKind, Point};
pub use flaw::PatrolFlaw;
pub use risk::{Risk, RiskHour, RiskRule};
pub use tour::{CheckBefore, CheckId, CheckIn, Finding, Patrol, PatrolId, PatrolState};
