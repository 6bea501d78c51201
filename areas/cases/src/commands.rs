//! Everything a person can do with incidents and cases. One function per verb.

mod acts;
mod cases;
mod clocks;
mod correct;
mod facts;
mod incidents;
mod intake;
mod papers;
mod parties;
mod procedure;
mod retell;

pub use acts::{RecordAct, file_of, record_act};
#[cfg(test)]
pub(crate) use acts::{detail, open};
pub(crate) use acts::{file_from, is_enforced, team};
pub use cases::{
    AssignHandlers, CaseStepInput, CloseCase, DecideCase, TransferCase, accept_case, assign_handlers,
    close_case, decide_case, file_case, solve_case, transfer_case,
};
pub use clocks::sweep_clocks;
pub use correct::{CorrectAct, CorrectCase, CorrectIncident, correct_act, correct_case, correct_incident};
pub(crate) use facts::{ended, received};
pub(crate) use incidents::searched_telephone;
pub use incidents::{
    AcceptedCase, AttendIncident, ClassifyIncident, DispatchIncident, EndAs, EndIncident, attend_incident,
    classify_incident, dispatch_incident, end_incident, receive_incident,
};
pub use intake::{ReportAct, ReportStep, TakeUpIncident, step_report, take_up_incident};
pub(crate) use intake::{can_extend, report_from};
pub use papers::{MakePaper, file_of_paper, issue_paper, make_paper, paper_source};
pub use parties::{LookUp, LookedUp, NewParty, add_party, look_up};
pub use procedure::{BadProcedure, ClockWatch, Procedure};

use crate::CasesProblem;
use crate::problem::Field;
use crate::rules::{Case, CaseId, Incident, IncidentId, LINE, clean_line};
use crate::store;
use access::Permit;
pub use database::Seen;
use database::{DbErr, Reader, Transaction, seen_before, settled, units};
use kernel::{PersonId, Unit, UnitCode, UnitKind};
use people::PersonBrief;
use people::rules::PersonKind;

/// Why a change of this area did not run to its end.
pub(crate) type Halt<T> = database::Halt<T, CasesProblem>;

impl database::Refusal for CasesProblem {}

/// The incident, the permit to do `action` with it, and whether it is done already.
async fn incident_for(
    tx: &mut Transaction,
    id: &IncidentId,
    action: &str,
    seen: Option<&Seen>,
) -> Result<(Incident, Permit, bool), CasesProblem> {
    let incident = store::find_incident(&tx.read(), id).await?.ok_or(CasesProblem::IncidentNotFound)?;
    let permit = tx.permit::<CasesProblem>(action, &incident).await?;
    let done = seen_before(seen, incident.form.as_ref(), incident.revision, CasesProblem::ChangedMeanwhile)?;
    let form = seen.map(|seen| seen.form.clone());
    Ok((Incident { form, ..incident }, permit, done))
}

/// The same for a case.
async fn case_for(
    tx: &mut Transaction,
    id: &CaseId,
    action: &str,
    seen: Option<&Seen>,
) -> Result<(Case, Permit, bool), CasesProblem> {
    let case = store::find_case(&tx.read(), id).await?.ok_or(CasesProblem::CaseNotFound)?;
    let permit = tx.permit::<CasesProblem>(action, &case).await?;
    let done = seen_before(seen, case.form.as_ref(), case.revision, CasesProblem::ChangedMeanwhile)?;
    let form = seen.map(|seen| seen.form.clone());
    Ok((Case { form, ..case }, permit, done))
}

/// A word says nothing about a purpose.
const LEAST_PURPOSE: usize = 4;

/// Why somebody looks at a sealed record: it has to be said.
fn stated_purpose(text: &str) -> Result<String, CasesProblem> {
    let purpose = clean_line(text, Field::Purpose, LINE)?;
    if purpose.chars().count() < LEAST_PURPOSE {
        Err(CasesProblem::Missing { field: Field::Purpose })
    } else {
        Ok(purpose)
    }
}

async fn unit_exists(tx: &Transaction, unit: &UnitCode) -> Result<(), CasesProblem> {
    match units::find(&tx.read(), unit).await? {
        Some(_) => Ok(()),
        None => Err(CasesProblem::UnitNotFound),
    }
}

/// Who may be sent by a unit or handle its cases: everybody of the station.
///
/// # Errors
/// The database cannot be read.
pub(crate) async fn colleagues(db: &Reader<'_>, unit: &UnitCode) -> Result<Vec<PersonBrief>, DbErr> {
    let there = units::find(db, unit).await?;
    let station = match there {
        // A community office is manned by its station.
        Some(Unit { kind: UnitKind::CommunityOffice, parent: Some(parent), .. }) => parent,
        _ => unit.clone(),
    };
    people::people_of(db, &station).await
}

/// Only colleagues are sent.
async fn can_be_sent(tx: &Transaction, unit: &UnitCode, people: &[PersonId]) -> Result<(), CasesProblem> {
    if people.is_empty() {
        return Ok(());
    }
    let colleagues = colleagues(&tx.read(), unit).await?;
    if people.iter().all(|person| colleagues.iter().any(|one| one.id == *person)) {
        Ok(())
    } else {
        Err(CasesProblem::NotOfUnit)
    }
}

/// Only officers handle cases; auxiliaries and civilians help.
async fn can_handle(tx: &Transaction, unit: &UnitCode, people: &[PersonId]) -> Result<(), CasesProblem> {
    if people.is_empty() {
        return Ok(());
    }
    let colleagues = colleagues(&tx.read(), unit).await?;
    for person in people {
        match colleagues.iter().find(|one| one.id == *person) {
            Some(one) if one.kind == PersonKind::Officer => {}
            Some(_) => return Err(CasesProblem::NoOfficer),
            None => return Err(CasesProblem::NotOfUnit),
        }
    }
    Ok(())
}
