//! Duty: who works when: plans, wishes, rosters by search and by hand, what people are told.
//!
//! Law: law/cn/working_time.toml. Others may use: the commands, and `shifts_of` for who is on duty.

mod commands;
mod pages;
mod problem;
pub mod rules;
pub mod store;

pub use commands::*;
pub use pages::{OwnDuty, own_duty, routes};
pub use problem::{DutyProblem, MESSAGES};
pub use rules::kinds::ALL as FACTS;

/// Who may do what here.
pub const POLICIES: access::PolicyFile = access::PolicyFile {
    area: "duty",
    schema: include_str!("access.cedarschema"),
    policies: include_str!("access.cedar"),
};

/// What is measured over the facts of this area and of `availability`.
pub const MEASURES: &str = include_str!("measures.toml");

#[cfg(test)]
mod tests;
