//! Check-ins at points: made with one tap, put right with a reason.
//!
//! The time is the server's. No position of a device is asked for or kept.

use super::patrols::about;
use super::{Halt, reason, risk};
use crate::DutyProblem;
use crate::rules::kinds;
use crate::rules::patrol::tour::note;
use crate::rules::patrol::{CheckId, CheckIn, Finding, Patrol, PatrolFlaw, PatrolId};
use crate::store;
use database::{Database, Seen, seen_before, settled};
use kernel::{Actor, Fact, FactId};

/// Somebody of a patrol is at a point.
#[derive(Debug, Clone)]
pub struct NewCheck {
    /// From the form: sent twice, it is one check-in.
    pub id: CheckId,
    pub patrol: PatrolId,
    /// Which point, from 0.
    pub point: usize,
    pub finding: Finding,
    pub note: String,
}

fn fact_of(patrol: &Patrol, check: &CheckIn) -> Fact {
    about(kinds::POINT_CHECKED, patrol).at(check.at).outcome(check.finding.as_str())
}

fn who(actor: &Actor) -> String {
    actor.person.as_ref().map_or_else(|| actor.account.to_string(), ToString::to_string)
}

/// Checks in at a point; the first check-in begins the patrol.
///
/// # Errors
/// Not permitted, the patrol is over or its day has not come, or it has no such point.
pub async fn check_in(db: &Database, actor: &Actor, input: NewCheck) -> Result<(), DutyProblem> {
    let note = note(&input.note)?;
    let answer = db
        .change(actor, async move |tx| {
            let patrol = store::find_patrol(&tx.read(), &input.patrol).await?.ok_or(DutyProblem::NotFound)?;
            let permit = tx.permit::<DutyProblem>("patrol.check_in", &patrol).await?;
            let there = store::find_check(&tx.read(), tx.cipher(), (&patrol.unit, &input.id)).await?;
            if there.is_some() {
                return Err(Halt::Already(()));
            }
            if input.point >= patrol.points.len() {
                return Err(DutyProblem::from(PatrolFlaw::NoSuchPoint).into());
            }
            let is_first = patrol.begun_at.is_none();
            let patrol = patrol.begun(tx.now()).map_err(DutyProblem::from)?;
            let mut check = CheckIn {
                id: input.id.clone(),
                patrol: patrol.id.clone(),
                point: input.point,
                at: tx.now(),
                finding: input.finding,
                note: note.clone(),
                person: who(tx.actor()),
                fact: FactId::new(),
                form: None,
                revision: 0,
            };
            let by = tx.actor().person.clone();
            let fact = fact_of(&patrol, &check).credit(by.iter());
            check.fact.clone_from(&fact.id);
            let mut facts = vec![fact];
            let mut change = tx.change(permit);
            if is_first {
                store::save_patrol(&mut change, &patrol).await?;
                facts.insert(0, about(kinds::PATROL_BEGUN, &patrol).credit(&patrol.people));
            }
            store::insert_check(&mut change, &patrol, &check).await?;
            Ok(change.record_all(facts, ()).await?)
        })
        .await;
    settled(answer)
}

/// A check-in that was wrong.
#[derive(Debug, Clone)]
pub struct CorrectCheck {
    pub patrol: PatrolId,
    pub check: CheckId,
    pub finding: Finding,
    pub note: String,
    /// Nobody was there: a tap at the wrong point.
    pub is_withdrawn: bool,
    pub why: String,
    pub seen: Seen,
}

/// Puts a check-in right or withdraws it: a new fact takes the place of the old one, and both stay.
/// If the day is over, what was told of its risky hours is told anew.
///
/// # Errors
/// Not permitted, no such check-in, nothing changed, no reason, or changed meanwhile.
pub async fn correct_check(db: &Database, actor: &Actor, input: CorrectCheck) -> Result<(), DutyProblem> {
    let note = note(&input.note)?;
    let why = reason(&input.why)?;
    let answer = db
        .change(actor, async move |tx| {
            let patrol = store::find_patrol(&tx.read(), &input.patrol).await?.ok_or(DutyProblem::NotFound)?;
            let permit = tx.permit::<DutyProblem>("patrol.correct", &patrol).await?;
            let there = store::find_check(&tx.read(), tx.cipher(), (&patrol.unit, &input.check)).await?;
            let there = there.filter(|(check, _)| check.patrol == patrol.id);
            let (before, is_gone) = there.ok_or(DutyProblem::NotFound)?;
            let seen = &input.seen;
            if seen_before(Some(seen), before.form.as_ref(), before.revision, DutyProblem::Stale)? {
                return Err(Halt::Already(()));
            }
            if is_gone {
                return Err(DutyProblem::NotFound.into());
            }
            if why.is_empty() {
                return Err(DutyProblem::from(PatrolFlaw::NoReason).into());
            }
            let is_same = before.finding == input.finding && before.note == note;
            if is_same && !input.is_withdrawn {
                return Err(DutyProblem::from(PatrolFlaw::NothingCorrected).into());
            }
            let form = Some(seen.form.clone());
            let mut after = CheckIn { finding: input.finding, note: note.clone(), form, ..before.clone() };
            let fact = match input.is_withdrawn {
                true => about(kinds::CHECK_WITHDRAWN, &patrol).at(before.at),
                false => fact_of(&patrol, &after),
            };
            let by = tx.actor().person.clone();
            let fact = fact.corrects(before.fact.clone()).credit(by.iter());
            after.fact.clone_from(&fact.id);
            let mut change = tx.change(permit);
            store::correct_check(&mut change, &patrol, (&before, &after), input.is_withdrawn, &why).await?;
            let mut facts = vec![fact];
            if input.is_withdrawn {
                facts.extend(risk::told_anew(&mut change, &patrol.unit, before.at.day()).await?);
            }
            Ok(change.record_all(facts, ()).await?)
        })
        .await;
    settled(answer)
}
