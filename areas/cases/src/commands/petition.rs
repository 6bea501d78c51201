//! The steps of a petition or complaint.

use super::intake::{ReportAct, report_step};
use super::{Procedure, ReportStep};
use crate::CasesProblem;
use crate::rules::Notice;
use crate::rules::petition::PetitionStep;
use database::Database;
use kernel::Actor;

#[derive(Debug, Clone)]
pub struct PetitionInput {
    pub step: ReportStep,
    pub what: PetitionStep,
    /// How the petitioner was told, where that is the step.
    pub notice: Option<Notice>,
}

/// Records a step of a petition.
///
/// Law: pet-notice-15d, pet-60d, pet-review-answer, pet-recheck-answer.
///
/// # Errors
/// Not permitted, no petition, out of order or taken already, a term that is over or was lengthened
/// before, a time that does not fit, or changed meanwhile.
pub async fn petition_step(
    db: &Database,
    procedure: &Procedure,
    actor: &Actor,
    input: PetitionInput,
) -> Result<(), CasesProblem> {
    let PetitionInput { step, what, notice } = input;
    report_step(db, procedure, actor, step, ReportAct::Petition(what, notice)).await
}
