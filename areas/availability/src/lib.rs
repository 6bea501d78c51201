//! Availability: who cannot work when, in one word why; leave and what is due of it.
//!
//! Law: law/cn/working_time.toml (lv-annual and its kin). Others read `absences` and `balances`,
//! and note inside a change of their own what they have granted with `note_absence`. Leave is
//! decided on a page of `duty`, beside what it does to the roster.

pub mod commands;
mod pages;
mod problem;
pub mod rules;
mod store;

pub use commands::{
    CarryLeave, NewLeave, ask_leave, carry_leave, confirm_leave, decide_leave, note_absence, record_absence,
    withdraw_absence, withdraw_leave,
};
pub use pages::routes;
pub use problem::{AvailabilityProblem, MESSAGES};
pub use rules::annual::{AnnualLeave, Balance, working_days, year_of};
pub use rules::leave::{Decision, Leave, LeaveId, LeaveState};
pub use rules::{Absence, AbsenceId, Why};
pub use store::{absences, absences_of, balances, find_leave, waiting};

use kernel::FactKind;

/// Somebody cannot work on some days; the quantity is how many days.
pub const RECORDED: FactKind = FactKind("absence.recorded");
/// They can after all.
pub const WITHDRAWN: FactKind = FactKind("absence.withdrawn");

/// Somebody asks for leave; the quantity of these is how many working days.
pub const LEAVE_ASKED: FactKind = FactKind("leave.asked");
pub const LEAVE_APPROVED: FactKind = FactKind("leave.approved");
pub const LEAVE_REFUSED: FactKind = FactKind("leave.refused");
pub const LEAVE_WITHDRAWN: FactKind = FactKind("leave.withdrawn");
/// Annual leave of the year before is taken in this one; the quantity is how many days.
pub const LEAVE_CARRIED: FactKind = FactKind("leave.carried");
/// Days of annual leave that were confirmed as due, or what that changed by.
pub const LEAVE_DUE: FactKind = FactKind("leave.due");

pub const FACTS: &[FactKind] = &[
    RECORDED,
    WITHDRAWN,
    LEAVE_ASKED,
    LEAVE_APPROVED,
    LEAVE_REFUSED,
    LEAVE_WITHDRAWN,
    LEAVE_CARRIED,
    LEAVE_DUE,
];

/// Who may do what here.
pub const POLICIES: access::PolicyFile = access::PolicyFile {
    area: "availability",
    schema: include_str!("access.cedarschema"),
    policies: include_str!("access.cedar"),
};

#[cfg(test)]
mod tests;
