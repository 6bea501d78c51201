//! What a person can do with a case.

use super::{Halt, Seen, case_for, facts, settled, unit_exists};
use super::{Procedure, acts, clocks};
use crate::problem::Field;
use crate::rules::act::{Act, Circumstance, NewAct, Particulars, check_entered};
use crate::rules::file::CaseFile;
use crate::rules::{
    Case, CaseId, CaseWords, CloseOutcome, Decision, Incident, NewCase, TEXT, TransferTo, case_number,
    clean_text,
};
use crate::{CasesProblem, store};
use access::{Entity, Permit};
use database::{Change, Database, DbErr, Transaction};
use kernel::{Actor, Fact, Instant, PersonId};

/// Accepts a case that did not grow out of an incident.
///
/// # Errors
/// Not permitted in this unit, or what was entered cannot be used.
pub async fn accept_case(
    db: &Database,
    procedure: &Procedure,
    actor: &Actor,
    new: NewCase,
) -> Result<CaseId, CasesProblem> {
    let procedure = procedure.clone();
    let answer = db
        .change(actor, async move |tx| {
            unit_exists(tx, &new.unit).await?;
            if let Some(there) = store::find_case(&tx.read(), &new.id).await? {
                tx.permit::<Halt<CaseId>>("case.read", &there).await?;
                let same = there.unit == new.unit;
                return Err(if same { Halt::Already(there.id) } else { CasesProblem::FormUsed.into() });
            }

            let (case, permit) = begin(tx, &new, None).await?;

            let mut change = tx.change(permit);
            let (case, fact) = insert(&mut change, case, &procedure).await?;
            Ok(change.record(fact, case.id).await?)
        })
        .await;
    settled(answer)
}

/// Saves a new case with the clocks that its acceptance sets going; the fact is still to be recorded.
pub(super) async fn insert(
    change: &mut Change<'_>,
    case: Case,
    procedure: &Procedure,
) -> Result<(Case, Fact), DbErr> {
    let fact = facts::accepted(&case);
    let file = CaseFile::accepted(case.category, case.accepted_at);
    let case = clocks::project(change, case, file, &mut vec![fact.clone()], procedure).await?;
    store::insert_case(change, &case).await?;
    Ok((case, fact))
}

/// A new case with its number, not yet saved, and the permit for it. An
/// incident's case begins when the incident ends, not before it.
pub(super) async fn begin(
    tx: &mut Transaction,
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

    let mut case = Case::accept(new, from.map(Incident::last_at), tx.now())?;
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

/// What all steps of a case have in common.
#[derive(Debug, Clone)]
pub struct CaseStepInput {
    pub case: CaseId,
    /// Now, if not entered.
    pub at: Option<Instant>,
    /// Circumstances, amounts and exceptions, as far as the step asks for them.
    pub what: Particulars,
    /// Words for the file, kept beside the fact; an exception needs its reason here.
    pub note: String,
    pub seen: Option<Seen>,
}

impl CaseStepInput {
    /// Now, with nothing more to say.
    pub fn of(case: &CaseId) -> Self {
        let (what, note) = (Particulars::default(), String::new());
        Self { case: case.clone(), at: None, what, note, seen: None }
    }
}

/// Decides to open a criminal investigation (立案).
///
/// # Errors
/// Not permitted, out of order, a time that does not fit, or changed meanwhile.
pub async fn file_case(
    db: &Database,
    procedure: &Procedure,
    actor: &Actor,
    input: CaseStepInput,
) -> Result<(), CasesProblem> {
    step(db, procedure, actor, input, Next::File).await
}

/// Records that a criminal case is solved (破案).
///
/// # Errors
/// Not permitted, out of order, a time that does not fit, or changed meanwhile.
pub async fn solve_case(
    db: &Database,
    procedure: &Procedure,
    actor: &Actor,
    input: CaseStepInput,
) -> Result<(), CasesProblem> {
    step(db, procedure, actor, input, Next::Solve).await
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
pub async fn transfer_case(
    db: &Database,
    procedure: &Procedure,
    actor: &Actor,
    input: TransferCase,
) -> Result<(), CasesProblem> {
    step(db, procedure, actor, input.step, Next::Transfer(input.to)).await
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
pub async fn decide_case(
    db: &Database,
    procedure: &Procedure,
    actor: &Actor,
    input: DecideCase,
) -> Result<(), CasesProblem> {
    step(db, procedure, actor, input.step, Next::Decide(input.decision)).await
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
pub async fn close_case(
    db: &Database,
    procedure: &Procedure,
    actor: &Actor,
    input: CloseCase,
) -> Result<(), CasesProblem> {
    let CloseCase { step: at, outcome, closing } = input;
    step(db, procedure, actor, at, Next::Close(outcome, closing)).await
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
            Self::Close(outcome, _) => outcome.action(),
        }
    }
    fn act(&self) -> Act {
        match self {
            Self::File => Act::Filed,
            Self::Solve => Act::Solved,
            Self::Transfer(_) => Act::Transferred,
            Self::Decide(_) => Act::Decided,
            Self::Close(..) => Act::Closed,
        }
    }
    fn choice(&self) -> &'static str {
        match self {
            Self::File | Self::Solve => "",
            Self::Transfer(to) => to.as_str(),
            Self::Decide(decision) => decision.as_str(),
            Self::Close(outcome, _) => outcome.as_str(),
        }
    }
    /// The case after the step, and when it was taken.
    fn follow(
        &self,
        case: &Case,
        at: Option<Instant>,
        now: Instant,
    ) -> Result<(Case, Instant), CasesProblem> {
        match self {
            Self::File => case.file(at, now),
            Self::Solve => case.solve(at, now),
            Self::Transfer(to) => case.transfer(*to, at, now),
            Self::Decide(decision) => case.decide(*decision, at, now),
            Self::Close(outcome, closing) => case.close(*outcome, closing, at, now),
        }
    }
    fn fact(&self, case: &Case, at: Instant) -> Fact {
        match self {
            Self::File => facts::filed(case, at),
            Self::Solve => facts::solved(case, at),
            Self::Transfer(_) => facts::transferred(case, at),
            Self::Decide(_) => facts::decided(case, at),
            Self::Close(..) => facts::closed(case, at),
        }
    }
}

/// What the steps of a case have in common: may I, what follows and does the gate stand open,
/// write it down.
async fn step(
    db: &Database,
    procedure: &Procedure,
    actor: &Actor,
    input: CaseStepInput,
    next: Next,
) -> Result<(), CasesProblem> {
    let procedure = procedure.clone();
    let answer = db
        .change(actor, async move |tx| {
            let (case, mut permit, done) =
                case_for(tx, &input.case, next.action(), input.seen.as_ref()).await?;
            if done {
                return Err(Halt::Already(()));
            }
            let what = Particulars { choice: next.choice().to_owned(), ..input.what.clone() };
            if what.has(Circumstance::ByBureau) {
                // What the station may not decide, the bureau it belongs to decides.
                permit = tx.permit::<CasesProblem>("case.approve_above", &case).await?;
            }
            if !what.excepted.is_empty() {
                tx.permit::<CasesProblem>("case.except", &case).await?;
            }

            let file = acts::file_of(&tx.read(), &case.id).await?;
            let entered = input.at.map(|at| file.after_its_minute(at));
            let (after, at) = next.follow(&case, entered, tx.now())?;
            let mut new = NewAct { act: next.act(), at, officers: case.handlers.clone(), what };
            check_entered(&new, &file)?;
            let team = acts::team(&tx.read(), &new.officers, &file, at).await?;
            new.what.excepted = acts::open(&new, team, &file, &procedure)?;
            let note = clean_text(&input.note, Field::Note, TEXT)?;
            if new.needs_reason() && note.is_empty() {
                return Err(CasesProblem::Missing { field: Field::Note }.into());
            }

            let mut fact = next.fact(&after, at).detail(acts::detail(&new.what, Some(team)));
            fact.quantity = new.what.amount;
            let id = fact.id.clone();
            let mut recorded = vec![fact];
            recorded.extend(acts::excepted(&case, &new, &id));
            let mut after = after;
            // What is written at the close of a sealed case is sealed with the rest.
            let sealed = match case.is_sealed() {
                true => {
                    let words = store::words(&tx.read(), tx.cipher(), &case).await?;
                    Some(CaseWords { closing: after.take_words().closing, ..words })
                }
                false => None,
            };
            let mut change = tx.change(permit);
            if let Some(words) = &sealed {
                store::seal_words(&mut change, &case, words).await?;
            }
            if !note.is_empty() {
                store::insert_note(&mut change, &case, &id, &note).await?;
            }
            let after = clocks::project(&mut change, after, file, &mut recorded, &procedure).await?;
            store::save_case(&mut change, &after).await?;
            Ok(change.record_all(recorded, ()).await?)
        })
        .await;
    settled(answer)
}
