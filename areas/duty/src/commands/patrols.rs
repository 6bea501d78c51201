//! Patrols: planned, changed, gone, not gone, called off.

use super::crew::{Crew, team_size};
use super::{Halt, reason};
use crate::DutyProblem;
use crate::rules::kinds;
use crate::rules::patrol::tour::{reached, times_fit};
use crate::rules::patrol::{BeatId, CheckIn, Patrol, PatrolFlaw, PatrolId, PatrolState};
use crate::store;
use access::Permit;
use database::{Database, Seen, Transaction, seen_before, settled};
use kernel::{Actor, Fact, FactId, FactKind, Instant, PersonId, Span, UnitCode, UnitTree};
use law::Law;
use std::sync::Arc;

/// A patrol that somebody plans.
#[derive(Debug, Clone)]
pub struct NewPatrol {
    /// From the form: sent twice, it is one patrol.
    pub id: PatrolId,
    pub beat: BeatId,
    pub starts: Instant,
    pub ends: Instant,
    pub people: Vec<PersonId>,
    /// Although somebody is off duty by the roster.
    pub is_despite: bool,
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

pub(super) fn about(kind: FactKind, patrol: &Patrol) -> Fact {
    Fact::new(kind, &patrol.unit, "patrol", &patrol.id)
        .category(patrol.kind.category())
        .place(patrol.zone.as_str())
}

fn planned_fact(patrol: &Patrol) -> Fact {
    about(kinds::PATROL_PLANNED, patrol)
        .at(patrol.starts)
        .quantity(number(patrol.points.len()))
        .minutes(patrol.minutes())
        .credit(&patrol.people)
}

/// Plans patrols of a unit, all or none. Answers whether any of their days has no published roster,
/// so that nobody could see whether its people are on duty.
///
/// # Errors
/// Not permitted, a beat of another unit or closed, times that do not fit, or people who may not go.
pub async fn plan_patrols(
    db: &Database,
    law: &Arc<Law>,
    actor: &Actor,
    unit: UnitCode,
    new: Vec<NewPatrol>,
) -> Result<bool, DutyProblem> {
    let tree = db.units().await?;
    let law = law.clone();
    let first = new.iter().map(|one| one.starts.day()).min().ok_or(PatrolFlaw::NothingChosen)?;
    let last = new.iter().map(|one| one.ends.day()).max().ok_or(PatrolFlaw::NothingChosen)?;
    let answer = db
        .change(actor, async move |tx| {
            let mut crew = Crew::load(&tx.read(), &tree, &unit, Span { from: first, to: last }).await?;
            let beats = store::open_beats(&tx.read(), &unit).await?;
            let (mut patrols, mut permits) = (Vec::new(), Vec::new());
            for one in &new {
                let there = store::find_patrol(&tx.read(), &one.id).await?;
                let beat = beats.iter().find(|beat| beat.id == one.beat).ok_or(PatrolFlaw::BeatClosed);
                if there.is_some() {
                    continue;
                }
                let beat = beat.map_err(DutyProblem::from)?;
                let mut patrol = Patrol {
                    unit: unit.clone(),
                    id: one.id.clone(),
                    beat: beat.id.clone(),
                    name: beat.name.clone(),
                    zone: beat.zone.clone(),
                    kind: beat.kind,
                    points: beat.points.clone(),
                    starts: one.starts,
                    ends: one.ends,
                    people: one.people.clone(),
                    state: PatrolState::Planned,
                    reason: String::new(),
                    begun_at: None,
                    ended_at: None,
                    fact: FactId::new(),
                    form: None,
                    revision: 0,
                };
                permits.push(tx.permit::<DutyProblem>("patrol.plan", &patrol).await?);
                fits(&crew, &law, &patrol, one.is_despite, tx.now())?;
                let fact = planned_fact(&patrol);
                patrol.fact.clone_from(&fact.id);
                crew.patrols.push(patrol.clone());
                patrols.push((patrol, fact));
            }
            let is_unknown = new.iter().any(|one| !crew.rostered.contains(&one.starts.day()));
            let Some(permit) = permits.pop() else { return Err(Halt::Already(is_unknown)) };
            let mut change = tx.change(permit);
            let mut facts = Vec::new();
            for (patrol, fact) in patrols {
                store::save_patrol(&mut change, &patrol).await?;
                store::save_team(&mut change, &patrol).await?;
                facts.push(fact);
            }
            Ok(change.record_all(facts, is_unknown).await?)
        })
        .await;
    settled(answer)
}

fn fits(crew: &Crew, law: &Law, patrol: &Patrol, is_despite: bool, at: Instant) -> Result<(), DutyProblem> {
    times_fit(patrol.starts, patrol.ends, at)?;
    let least = team_size(law, patrol.day())?;
    crew.check(&patrol.people, (patrol.starts, patrol.ends), &patrol.id, least, is_despite)?;
    Ok(())
}

/// Other times or people for a patrol that has not begun.
#[derive(Debug, Clone)]
pub struct ChangePatrol {
    pub id: PatrolId,
    pub starts: Instant,
    pub ends: Instant,
    pub people: Vec<PersonId>,
    pub is_despite: bool,
    pub seen: Seen,
}

/// Plans a patrol otherwise: a new fact takes the place of the old one, and both stay.
///
/// # Errors
/// As planning it, or it has begun, is over, or was changed meanwhile.
pub async fn change_patrol(
    db: &Database,
    law: &Arc<Law>,
    actor: &Actor,
    input: ChangePatrol,
) -> Result<(), DutyProblem> {
    let tree: UnitTree = db.units().await?.as_ref().clone();
    let law = law.clone();
    let answer = db
        .change(actor, async move |tx| {
            let (patrol, permit) = patrol_for(tx, &input.id, "patrol.plan", &input.seen).await?;
            patrol.must_be_planned().map_err(DutyProblem::from)?;
            let (starts, ends, people) = (input.starts, input.ends, input.people.clone());
            let mut patrol = Patrol { starts, ends, people, ..patrol };
            let days = Span { from: starts.day(), to: ends.day().max(starts.day()) };
            let crew = Crew::load(&tx.read(), &tree, &patrol.unit, days).await?;
            fits(&crew, &law, &patrol, input.is_despite, tx.now())?;
            let fact = planned_fact(&patrol).corrects(patrol.fact.clone());
            patrol.fact.clone_from(&fact.id);
            let mut change = tx.change(permit);
            store::save_patrol(&mut change, &patrol).await?;
            store::save_team(&mut change, &patrol).await?;
            Ok(change.record(fact, ()).await?)
        })
        .await;
    settled(answer)
}

/// The patrol and the permit for `action`; what is done already is answered at once.
pub(super) async fn patrol_for(
    tx: &mut Transaction,
    id: &PatrolId,
    action: &str,
    seen: &Seen,
) -> Result<(Patrol, Permit), Halt<()>> {
    let patrol = store::find_patrol(&tx.read(), id).await?.ok_or(DutyProblem::NotFound)?;
    let permit = tx.permit::<DutyProblem>(action, &patrol).await?;
    if seen_before(Some(seen), patrol.form.as_ref(), patrol.revision, DutyProblem::Stale)? {
        return Err(Halt::Already(()));
    }
    Ok((Patrol { form: Some(seen.form.clone()), ..patrol }, permit))
}

/// How a patrol ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatrolEnd {
    Done,
    /// Not done or broken off, and why.
    Missed(String),
    /// Before it began, and why.
    CalledOff(String),
}

/// Ends a patrol.
///
/// # Errors
/// Not permitted, in another state, nobody was at a point, no reason, or changed meanwhile.
pub async fn end_patrol(
    db: &Database,
    actor: &Actor,
    id: PatrolId,
    end: PatrolEnd,
    seen: Seen,
) -> Result<(), DutyProblem> {
    let answer = db
        .change(actor, async move |tx| {
            let action = match &end {
                PatrolEnd::Done => "patrol.finish",
                PatrolEnd::Missed(_) => "patrol.miss",
                PatrolEnd::CalledOff(_) => "patrol.call_off",
            };
            let (patrol, permit) = patrol_for(tx, &id, action, &seen).await?;
            let checks = store::checks_of(&tx.read(), tx.cipher(), &patrol.id).await?;
            let at = tx.now();
            let (patrol, fact) = ended(patrol, &checks, &end, at)?;
            let mut change = tx.change(permit);
            store::save_patrol(&mut change, &patrol).await?;
            Ok(change.record(fact, ()).await?)
        })
        .await;
    settled(answer)
}

fn ended(
    patrol: Patrol,
    checks: &[CheckIn],
    end: &PatrolEnd,
    at: Instant,
) -> Result<(Patrol, Fact), DutyProblem> {
    Ok(match end {
        PatrolEnd::Done => {
            let patrol = patrol.done(reached(checks), at)?;
            let minutes = at.minutes_since(patrol.begun_at.unwrap_or(at));
            let fact = about(kinds::PATROL_DONE, &patrol).quantity(number(reached(checks))).minutes(minutes);
            let fact = fact.at(patrol.starts).credit(&patrol.people);
            (patrol, fact)
        }
        PatrolEnd::Missed(why) => {
            let patrol = patrol.missed(reason(why)?, at)?;
            let fact =
                about(kinds::PATROL_MISSED, &patrol).at(patrol.starts).quantity(number(reached(checks)));
            (patrol, fact)
        }
        PatrolEnd::CalledOff(why) => {
            let patrol = patrol.called_off(reason(why)?, at)?;
            let fact = about(kinds::PATROL_CALLED_OFF, &patrol).at(patrol.starts);
            let fact = fact.quantity(number(patrol.points.len()));
            (patrol, fact)
        }
    })
}
