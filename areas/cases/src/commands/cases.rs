//! What a person can do with a case.

use super::{Halt, Seen, case_for, facts, settled, unit_exists};
use crate::rules::{
    Case, CaseId, CloseOutcome, Decision, Incident, NewCase, TransferTo, case_number, due_of,
};
use crate::{CasesProblem, store};
use access::{Entity, Permit};
use database::{Database, Transaction};
use kernel::{Actor, Fact, Instant, PersonId};
use law::Law;
use std::sync::Arc;

/// Accepts a case that did not grow out of an incident.
///
/// # Errors
/// Not permitted in this unit, or what was entered cannot be used.
pub async fn accept_case(
    db: &Database,
    law: &Arc<Law>,
    actor: &Actor,
    new: NewCase,
) -> Result<CaseId, CasesProblem> {
    let law = law.clone();
    let answer = db
        .change(actor, async move |tx| {
            unit_exists(tx, &new.unit).await?;
            if let Some(there) = store::find_case(&tx.read(), &new.id).await? {
                tx.permit::<Halt<CaseId>>("case.read", &there).await?;
                let same = there.unit == new.unit;
                return Err(if same { Halt::Already(there.id) } else { CasesProblem::FormUsed.into() });
            }

            let (case, permit) = begin(tx, &law, &new, None).await?;

            let mut change = tx.change(permit);
            store::insert_case(&mut change, &case).await?;
            Ok(change.record(facts::accepted(&case), case.id).await?)
        })
        .await;
    settled(answer)
}

/// A new case with its number and its time limit, not yet saved, and the permit
/// for it. An incident's case begins when the incident ends, not before it.
pub(super) async fn begin(
    tx: &mut Transaction,
    law: &Law,
    new: &NewCase,
    from: Option<&Incident>,
) -> Result<(Case, Permit), CasesProblem> {
    let unit = Entity::new("Unit", &new.unit, &new.unit);
    let permit = tx.permit::<CasesProblem>("case.accept", &unit).await?;
    super::can_handle(tx, &new.unit, &new.handlers).await?;
    // The id of a form that made a case before belongs to that case.
    if store::find_case(&tx.read(), &new.id).await?.is_some() {
        return Err(CasesProblem::FormUsed);
    }

    let case = Case::accept(new, from.map(Incident::last_at), tx.now())?;
    let due = due_of(case.kind(), case.accepted_at, law)?;
    let mut case = facts::limited(case, due);
    case.incident = from.map(|incident| incident.id.clone());
    if store::case_number_taken(&tx.read(), &case.unit, &case.number).await? {
        case.number = case_number(&case.unit, case.kind(), case.accepted_at.day(), &case.id, true);
    }
    Ok((case, permit))
}

/// Names the handlers anew; the first one leads.
#[derive(Debug, Clone)]
pub struct AssignHandlers {
    pub case: CaseId,
    pub handlers: Vec<PersonId>,
    pub seen: Option<Seen>,
}

/// # Errors
/// Not permitted, closed already, nobody named, or changed meanwhile.
pub async fn assign_handlers(
    db: &Database,
    actor: &Actor,
    input: AssignHandlers,
) -> Result<(), CasesProblem> {
    let answer = db
        .change(actor, async move |tx| {
            let (case, permit, done) = case_for(tx, &input.case, "case.assign", input.seen.as_ref()).await?;
            if done {
                return Err(Halt::Already(()));
            }
            super::can_handle(tx, &case.unit, &input.handlers).await?;

            let assigned = case.assign(&input.handlers)?;

            let now = tx.now();
            let mut change = tx.change(permit);
            store::save_case(&mut change, &assigned).await?;
            store::save_handlers(&mut change, &assigned).await?;
            Ok(change.record(facts::assigned(&assigned, now), ()).await?)
        })
        .await;
    settled(answer)
}

/// A step that needs nothing but its time.
#[derive(Debug, Clone)]
pub struct CaseStepInput {
    pub case: CaseId,
    /// Now, if not entered.
    pub at: Option<Instant>,
    pub seen: Option<Seen>,
}

/// Decides to open a criminal investigation (立案).
///
/// # Errors
/// Not permitted, out of order, a time that does not fit, or changed meanwhile.
pub async fn file_case(db: &Database, actor: &Actor, input: CaseStepInput) -> Result<(), CasesProblem> {
    step(db, actor, input, Next::File).await
}

/// Records that a criminal case is solved (破案).
///
/// # Errors
/// Not permitted, out of order, a time that does not fit, or changed meanwhile.
pub async fn solve_case(db: &Database, actor: &Actor, input: CaseStepInput) -> Result<(), CasesProblem> {
    step(db, actor, input, Next::Solve).await
}

#[derive(Debug, Clone)]
pub struct TransferCase {
    pub step: CaseStepInput,
    pub to: TransferTo,
}

/// Transfers a criminal case: for prosecution, or to the unit it belongs to.
///
/// # Errors
/// Not permitted, out of order, a time that does not fit, or changed meanwhile.
pub async fn transfer_case(db: &Database, actor: &Actor, input: TransferCase) -> Result<(), CasesProblem> {
    step(db, actor, input.step, Next::Transfer(input.to)).await
}

#[derive(Debug, Clone)]
pub struct DecideCase {
    pub step: CaseStepInput,
    pub decision: Decision,
}

/// Records the decision in an administrative or public-order case (查处).
///
/// # Errors
/// Not permitted, out of order, a time that does not fit, or changed meanwhile.
pub async fn decide_case(db: &Database, actor: &Actor, input: DecideCase) -> Result<(), CasesProblem> {
    step(db, actor, input.step, Next::Decide(input.decision)).await
}

#[derive(Debug, Clone)]
pub struct CloseCase {
    pub step: CaseStepInput,
    pub outcome: CloseOutcome,
    /// The closing summary.
    pub closing: String,
}

/// Closes a case that has its result.
///
/// # Errors
/// Not permitted, no result yet, a time that does not fit, or changed meanwhile.
pub async fn close_case(db: &Database, actor: &Actor, input: CloseCase) -> Result<(), CasesProblem> {
    let CloseCase { step: at, outcome, closing } = input;
    step(db, actor, at, Next::Close(outcome, closing)).await
}

/// A step that changes the state of a case.
enum Next {
    File,
    Solve,
    Transfer(TransferTo),
    Decide(Decision),
    Close(CloseOutcome, String),
}

impl Next {
    fn action(&self) -> &'static str {
        match self {
            Self::File => "case.file",
            Self::Solve => "case.solve",
            Self::Transfer(_) => "case.transfer",
            Self::Decide(_) => "case.decide",
            Self::Close(..) => "case.close",
        }
    }
    /// The case after the step, and the step as a fact.
    fn follow(&self, case: &Case, at: Option<Instant>, now: Instant) -> Result<(Case, Fact), CasesProblem> {
        let (case, at) = match self {
            Self::File => case.file(at, now)?,
            Self::Solve => case.solve(at, now)?,
            Self::Transfer(to) => case.transfer(*to, at, now)?,
            Self::Decide(decision) => case.decide(*decision, at, now)?,
            Self::Close(outcome, closing) => case.close(*outcome, closing, at, now)?,
        };
        let fact = match self {
            Self::File => facts::filed(&case, at),
            Self::Solve => facts::solved(&case, at),
            Self::Transfer(_) => facts::transferred(&case, at),
            Self::Decide(_) => facts::decided(&case, at),
            Self::Close(..) => facts::closed(&case, at),
        };
        Ok((case, fact))
    }
}

/// What the steps of a case have in common: may I, what follows, write it down.
async fn step(db: &Database, actor: &Actor, input: CaseStepInput, next: Next) -> Result<(), CasesProblem> {
    let answer = db
        .change(actor, async move |tx| {
            let (case, permit, done) = case_for(tx, &input.case, next.action(), input.seen.as_ref()).await?;
            if done {
                return Err(Halt::Already(()));
            }
            let (after, fact) = next.follow(&case, input.at, tx.now())?;
            let mut change = tx.change(permit);
            store::save_case(&mut change, &after).await?;
            Ok(change.record(fact, ()).await?)
        })
        .await;
    settled(answer)
}
