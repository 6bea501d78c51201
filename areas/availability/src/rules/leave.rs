//! Leave that somebody asks for, until it is decided.

use super::{AbsenceId, Why};
use crate::AvailabilityProblem;
use access::{Attribute, Entity, Resource};
use kernel::{Day, Instant, PersonId, Span, UnitCode, typed_id};

typed_id!(LeaveId);

impl LeaveId {
    /// An approved leave is an absence of the same id.
    pub fn absence(&self) -> AbsenceId {
        AbsenceId::stored(self.as_str().to_owned())
    }
    pub fn of(absence: &AbsenceId) -> Self {
        Self::stored(absence.as_str().to_owned())
    }
}

kernel::worded! {
    /// How far a request for leave is.
    LeaveState, "availability-leave", {
        Asked = "asked",
        Approved = "approved",
        Refused = "refused",
        Withdrawn = "withdrawn",
    }
}

impl LeaveState {
    pub fn tone(self) -> &'static str {
        match self {
            Self::Asked => "warn",
            Self::Approved => "good",
            Self::Refused | Self::Withdrawn => "",
        }
    }
}

/// Days that somebody asks to be free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leave {
    pub id: LeaveId,
    /// Where the person serves.
    pub unit: UnitCode,
    pub person: PersonId,
    pub why: Why,
    pub days: Span,
    /// Those of them that are worked.
    pub working_days: i64,
    pub reason: String,
    pub state: LeaveState,
    /// What whoever decided said.
    pub answer: String,
    pub asked_at: Instant,
    pub decided_at: Option<Instant>,
    pub revision: i64,
}

impl Resource for Leave {
    fn describe(&self) -> Entity {
        leave_entity(&self.unit, &self.person, self.id.as_str())
    }
}

/// Leave of a person, as the policies see it.
pub fn leave_entity(unit: &UnitCode, person: &PersonId, id: &str) -> Entity {
    Entity::new("Leave", id, unit).with("person", Attribute::Text(person.to_string()))
}

/// The answer to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Approve,
    Refuse,
}

impl Leave {
    /// The request after its decision.
    ///
    /// # Errors
    /// It was decided before, the days are past, or a refusal without a reason.
    pub fn decided(
        self,
        decision: Decision,
        answer: String,
        now: Instant,
    ) -> Result<Self, AvailabilityProblem> {
        if self.state != LeaveState::Asked {
            return Err(AvailabilityProblem::LeaveDecided);
        }
        let state = match decision {
            Decision::Approve if self.days.to < now.day() => return Err(AvailabilityProblem::LeavePast),
            Decision::Refuse if answer.is_empty() => return Err(AvailabilityProblem::RefusalNeedsReason),
            Decision::Approve => LeaveState::Approved,
            Decision::Refuse => LeaveState::Refused,
        };
        Ok(Self { state, answer, decided_at: Some(now), ..self })
    }

    /// The request taken back: before it is decided, or before the leave begins.
    ///
    /// # Errors
    /// It was refused or taken back before, or the leave has begun.
    pub fn withdrawn(self, today: Day) -> Result<Self, AvailabilityProblem> {
        match self.state {
            LeaveState::Asked => {}
            LeaveState::Approved if self.days.from > today => {}
            LeaveState::Approved => return Err(AvailabilityProblem::LeaveBegun),
            LeaveState::Refused | LeaveState::Withdrawn => return Err(AvailabilityProblem::LeaveDecided),
        }
        Ok(Self { state: LeaveState::Withdrawn, ..self })
    }
    /// Whether it could be taken back.
    pub fn is_open_to_withdrawal(&self, today: Day) -> bool {
        self.clone().withdrawn(today).is_ok()
    }
}
