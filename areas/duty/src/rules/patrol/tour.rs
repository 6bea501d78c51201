//! One patrol: who goes when on which beat, how far it has come, and what was found at its points.

use super::beat::{BeatId, BeatKind, Point};
use super::flaw::PatrolFlaw;
use crate::rules::plan::DAY_MINUTES;
use access::{Attribute, Entity, Resource};
use kernel::{Day, FactId, FormId, Instant, PersonId, UnitCode, typed_id, worded};
use std::collections::BTreeSet;

typed_id!(PatrolId);
typed_id!(CheckId);

/// Longest note of what was found, in letters.
pub const NOTE: usize = 500;

worded!(PatrolState, "duty-patrol-state", {
    Planned = "planned",
    Begun = "begun",
    Done = "done",
    /// Not done, or broken off, for a reason.
    Missed = "missed",
    /// It was decided beforehand that it does not take place.
    CalledOff = "called_off",
});

impl PatrolState {
    pub fn tone(self) -> &'static str {
        match self {
            Self::Planned => "info",
            Self::Begun => "warn",
            Self::Done => "good",
            Self::Missed => "bad",
            Self::CalledOff => "",
        }
    }
    pub fn is_ahead(self) -> bool {
        matches!(self, Self::Planned | Self::Begun)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patrol {
    pub unit: UnitCode,
    pub id: PatrolId,
    pub beat: BeatId,
    /// The beat as it was when the patrol was planned: later changes do not reach it.
    pub name: String,
    pub zone: String,
    pub kind: BeatKind,
    pub points: Vec<Point>,
    pub starts: Instant,
    pub ends: Instant,
    pub people: Vec<PersonId>,
    pub state: PatrolState,
    /// Why it was not done or called off.
    pub reason: String,
    pub begun_at: Option<Instant>,
    pub ended_at: Option<Instant>,
    /// The fact that planned it.
    pub fact: FactId,
    pub form: Option<FormId>,
    pub revision: i64,
}

impl Resource for Patrol {
    fn describe(&self) -> Entity {
        let people = self.people.iter().map(ToString::to_string).collect();
        Entity::new("Patrol", &self.id, &self.unit).with("people", Attribute::Texts(people))
    }
}

impl Patrol {
    pub fn day(&self) -> Day {
        self.starts.day()
    }
    pub fn minutes(&self) -> i64 {
        self.ends.minutes_since(self.starts)
    }
    /// Whether it should have ended and nobody has said how.
    pub fn is_overdue(&self, at: Instant) -> bool {
        self.state.is_ahead() && self.ends < at
    }
    /// Whether both times have a moment in common.
    pub fn overlaps(&self, starts: Instant, ends: Instant) -> bool {
        self.starts < ends && starts < self.ends
    }

    fn must_be(&self, fits: fn(PatrolState) -> bool) -> Result<(), PatrolFlaw> {
        if fits(self.state) { Ok(()) } else { Err(PatrolFlaw::State(self.state)) }
    }
    /// Whether it can still be planned otherwise.
    ///
    /// # Errors
    /// It has begun, or it is over.
    pub fn must_be_planned(&self) -> Result<(), PatrolFlaw> {
        self.must_be(|state| state == PatrolState::Planned)
    }
    /// Under way from this moment; what is under way already stays as it is.
    ///
    /// # Errors
    /// It is over, or its day has not come.
    pub fn begun(self, at: Instant) -> Result<Self, PatrolFlaw> {
        self.must_be(PatrolState::is_ahead)?;
        if at.day() < self.day() {
            return Err(PatrolFlaw::TooEarly);
        }
        match self.state {
            PatrolState::Planned => Ok(Self { state: PatrolState::Begun, begun_at: Some(at), ..self }),
            _ => Ok(self),
        }
    }
    /// Done, with so many points reached.
    ///
    /// # Errors
    /// It is not under way, or nobody was at any point.
    pub fn done(self, reached: usize, at: Instant) -> Result<Self, PatrolFlaw> {
        self.must_be(|state| state == PatrolState::Begun)?;
        if reached == 0 {
            return Err(PatrolFlaw::NoPointReached);
        }
        Ok(Self { state: PatrolState::Done, ended_at: Some(at), ..self })
    }
    /// Not done, or broken off.
    ///
    /// # Errors
    /// It is over, its day has not come, or there is no reason.
    pub fn missed(self, reason: String, at: Instant) -> Result<Self, PatrolFlaw> {
        self.must_be(PatrolState::is_ahead)?;
        if at.day() < self.day() {
            return Err(PatrolFlaw::TooEarly);
        }
        if reason.is_empty() {
            return Err(PatrolFlaw::NoReason);
        }
        Ok(Self { state: PatrolState::Missed, reason, ended_at: Some(at), ..self })
    }
    /// Called off before it began.
    ///
    /// # Errors
    /// It has begun or is over, or there is no reason.
    pub fn called_off(self, reason: String, at: Instant) -> Result<Self, PatrolFlaw> {
        self.must_be_planned()?;
        if reason.is_empty() {
            return Err(PatrolFlaw::NoReason);
        }
        Ok(Self { state: PatrolState::CalledOff, reason, ended_at: Some(at), ..self })
    }
}

/// Whether these are times of a patrol that can be planned at a moment.
///
/// # Errors
/// They are no span of at most a day, or over already.
pub fn times_fit(starts: Instant, ends: Instant, at: Instant) -> Result<(), PatrolFlaw> {
    if ends <= starts || ends.minutes_since(starts) > i64::from(DAY_MINUTES) {
        return Err(PatrolFlaw::BadSpan);
    }
    if ends <= at { Err(PatrolFlaw::Over) } else { Ok(()) }
}

/// Somebody who is to go, as far as it matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mate {
    pub id: PersonId,
    pub name: String,
    pub is_officer: bool,
    /// An officer with a qualification to enforce the law.
    pub enforces: bool,
}

/// Whether these people may go: never one alone, because they may have to check somebody, and never
/// auxiliaries without an officer.
///
/// Law: duty-two (how many), duty-aux-not (not alone).
///
/// # Errors
/// They are fewer than `least`, or all auxiliaries.
pub fn team_fits(team: &[Mate], least: usize) -> Result<(), PatrolFlaw> {
    let different: BTreeSet<&PersonId> = team.iter().map(|mate| &mate.id).collect();
    if different.len() < least {
        return Err(PatrolFlaw::TooFewPeople(least));
    }
    if team.iter().any(|mate| mate.is_officer) { Ok(()) } else { Err(PatrolFlaw::NoOfficer) }
}

/// A span in which somebody is on duty by the published roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDuty {
    pub person: PersonId,
    pub is_officer: bool,
    pub starts: Instant,
    pub ends: Instant,
}

impl OnDuty {
    /// Whether the whole time lies in it.
    pub fn holds(&self, starts: Instant, ends: Instant) -> bool {
        self.starts <= starts && ends <= self.ends
    }
}

/// Those of a team who are not on duty for the whole time.
pub fn off_duty<'t>(team: &'t [Mate], duty: &[OnDuty], starts: Instant, ends: Instant) -> Vec<&'t Mate> {
    let is_on = |mate: &Mate| duty.iter().any(|one| one.person == mate.id && one.holds(starts, ends));
    team.iter().filter(|mate| !is_on(mate)).collect()
}

worded!(
    /// What was found at a point; its word is also the outcome of its fact.
    Finding, "outcome", {
    Nothing = "nothing_found",
    /// A suspicious person or vehicle.
    Suspicious = "suspicious_found",
    /// 安全隐患
    Hazard = "hazard_found",
    /// Somebody was helped.
    Help = "help_given",
    Other = "other_found",
});

/// That somebody of a patrol was at one of its points, and what they found there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckIn {
    /// From the form, so that one that is sent twice counts once.
    pub id: CheckId,
    pub patrol: PatrolId,
    /// Which of the patrol's points, from 0.
    pub point: usize,
    /// When the server was told.
    pub at: Instant,
    pub finding: Finding,
    /// In words; empty if there are none.
    pub note: String,
    pub person: String,
    pub fact: FactId,
    pub form: Option<FormId>,
    pub revision: i64,
}

/// What a check-in said before it was put right or withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckBefore {
    /// Which of the patrol's points, from 0.
    pub point: usize,
    pub finding: Finding,
    pub note: String,
    pub reason: String,
    /// Who corrected it; empty for an account without a person.
    pub person: String,
    pub corrected: Instant,
}

/// How many different points these check-ins reached.
pub fn reached(checks: &[CheckIn]) -> usize {
    checks.iter().map(|check| check.point).collect::<BTreeSet<_>>().len()
}

/// A note as it is kept.
///
/// # Errors
/// It is too long.
pub fn note(text: &str) -> Result<String, PatrolFlaw> {
    super::beat::line(text, NOTE)
}
