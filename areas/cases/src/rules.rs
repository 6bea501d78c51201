//! Types and decisions. Pure: no clock, no database, no HTML.

pub mod act;
mod case;
mod category;
pub mod clock;
mod correction;
pub mod file;
pub mod gate;
mod incident;
pub mod kinds;
mod number;
pub mod paper;
pub mod petition;
pub mod review;
mod texts;

pub use case::{
    Case, CaseKind, CaseResult, CaseState, CaseStep, CaseWords, CloseOutcome, Decision, LookUpGround,
    NewCase, TransferTo,
};
pub use category::{CaseCategory, Category};
pub use correction::{CaseCorrection, IncidentCorrection, Reason, corrected_case, corrected_incident};
pub(crate) use incident::words_are_sealed;
pub use incident::{
    Body, Ending, Incident, NewIncident, Notice, Outcome, Refusal, ReportWords, Reporter, Source, State, Step,
};
pub use number::{case_number, incident_number};
pub use texts::{LINE, TEXT, clean_line, clean_telephone, clean_text};

use crate::CasesProblem;
use kernel::{Instant, PersonId};

kernel::typed_id!(
    /// Something that was reported (警情).
    IncidentId
);
kernel::typed_id!(
    /// Something that is investigated (案件).
    CaseId
);
pub use kernel::FormId;

/// When a step happened: entered later, perhaps, but never before the step it
/// follows and never in the future. Nothing entered means now.
///
/// Forms know minutes only: what lies in the same minute counts as after it.
pub fn happened(entered: Option<Instant>, earliest: Instant, now: Instant) -> Result<Instant, CasesProblem> {
    let at = entered.unwrap_or(now);
    if at > now {
        return Err(CasesProblem::InFuture);
    }
    if at >= earliest {
        return Ok(at);
    }
    if at.to_field() == earliest.to_field() {
        return Ok(earliest);
    }
    Err(CasesProblem::BeforePrevious { earliest })
}

/// Everybody once, in the order they were named.
pub(crate) fn each_once(people: &[PersonId]) -> Vec<PersonId> {
    let mut once: Vec<PersonId> = Vec::with_capacity(people.len());
    for person in people {
        if !once.contains(person) {
            once.push(person.clone());
        }
    }
    once
}

pub(crate) use kernel::worded;
