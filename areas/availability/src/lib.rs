//! Availability: who cannot work when, in one word why.
//!
//! Law: none of its own; leave by law is granted in `duty`. Others read `absences` and, inside a
//! change of their own, note what they have granted with `note_absence`.

pub mod commands;
mod pages;
mod problem;
pub mod rules;
mod store;

pub use commands::{note_absence, record_absence, withdraw_absence};
pub use pages::routes;
pub use problem::{AvailabilityProblem, MESSAGES};
pub use rules::{Absence, AbsenceId, Why};
pub use store::{absences, absences_of};

use kernel::FactKind;

/// Somebody cannot work on some days; the quantity is how many days.
pub const RECORDED: FactKind = FactKind("absence.recorded");
/// They can after all.
pub const WITHDRAWN: FactKind = FactKind("absence.withdrawn");

pub const FACTS: &[FactKind] = &[RECORDED, WITHDRAWN];

/// Who may do what here.
pub const POLICIES: access::PolicyFile = access::PolicyFile {
    area: "availability",
    schema: include_str!("access.cedarschema"),
    policies: include_str!("access.cedar"),
};

#[cfg(test)]
mod tests;
