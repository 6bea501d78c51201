//! The steps of a petition or complaint.

use super::intake::{can_extend, project_report, report_of};
use super::{Halt, Procedure, ReportStep, facts, incident_for, settled};
use crate::problem::Field;
use crate::rules::petition::PetitionStep;
use crate::rules::{Notice, happened};
use crate::{CasesProblem, store};
use database::Database;
use kernel::{Actor, PersonId};

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
    let procedure = procedure.clone();
    let answer = db
        .change(actor, async move |tx| {
            let PetitionInput { step, what, notice } = &input;
            let (incident, permit, done) =
                incident_for(tx, &step.incident, what.action(), step.seen.as_ref()).await?;
            if done {
                return Err(Halt::Already(()));
            }
            let file = report_of(&tx.read(), &incident.id).await?;
            let Some(earliest) = what.earliest(&incident, &file) else {
                return Err(CasesProblem::PetitionOrder { step: *what }.into());
            };
            let at = happened(step.at, earliest, tx.now())?;
            if *what == PetitionStep::Extended && !can_extend(&procedure, &file, "pet-60d", at) {
                return Err(CasesProblem::NoPeriodToExtend.into());
            }
            let who: Vec<PersonId> = tx.actor().person.iter().cloned().collect();
            let mut fact = facts::of_report(what.kind(), &incident, &who, at);
            if *what == PetitionStep::Told {
                let how = notice.ok_or(CasesProblem::Missing { field: Field::Notice })?;
                fact = fact.outcome(how.as_str());
            }
            let mut recorded = vec![fact];
            let mut change = tx.change(permit);
            project_report(&mut change, &incident, &file, &mut recorded, &procedure).await?;
            store::save_incident(&mut change, &incident).await?;
            Ok(change.record_all(recorded, ()).await?)
        })
        .await;
    settled(answer)
}
