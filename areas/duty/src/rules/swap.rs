//! Two people exchange what they do on two days: asked, accepted, approved.

use crate::DutyProblem;
use access::{Attribute, Entity, Resource};
use kernel::{Day, Instant, PersonId, UnitCode, typed_id};

typed_id!(SwapId);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SwapState {
    Asked,
    /// By the colleague; it waits for whoever answers for the roster.
    Accepted,
    Declined,
    Approved,
    Refused,
}

impl SwapState {
    pub const ALL: [Self; 5] = [Self::Asked, Self::Accepted, Self::Declined, Self::Approved, Self::Refused];
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Approved => "approved",
            Self::Refused => "refused",
        }
    }
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
    pub fn text_key(self) -> String {
        format!("duty-swap-state-{}", self.as_str())
    }
    pub fn tone(self) -> &'static str {
        match self {
            Self::Asked => "info",
            Self::Accepted => "warn",
            Self::Approved => "good",
            Self::Declined | Self::Refused => "",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swap {
    pub id: SwapId,
    pub unit: UnitCode,
    pub asker: PersonId,
    pub asker_day: Day,
    pub other: PersonId,
    pub other_day: Day,
    pub state: SwapState,
    pub why: String,
    pub answer: String,
    pub asked_at: Instant,
    pub revision: i64,
}

impl Resource for Swap {
    fn describe(&self) -> Entity {
        Entity::new("Swap", &self.id, &self.unit)
            .with("asker", Attribute::Text(self.asker.to_string()))
            .with("other", Attribute::Text(self.other.to_string()))
    }
}

impl Swap {
    /// The days on which both exchange what they do.
    pub fn days(&self) -> Vec<Day> {
        let mut days = vec![self.asker_day, self.other_day];
        days.dedup();
        days
    }
    /// What the colleague says.
    ///
    /// # Errors
    /// It was answered before, or the days are past.
    pub fn answered(self, accepts: SwapState, today: Day) -> Result<Self, DutyProblem> {
        if self.state != SwapState::Asked {
            return Err(DutyProblem::SwapDecided);
        }
        self.moved(accepts, String::new(), today)
    }
    /// What whoever answers for the roster says.
    ///
    /// # Errors
    /// The colleague has not accepted, it was decided before, or the days are past.
    pub fn decided(self, decision: SwapState, answer: String, today: Day) -> Result<Self, DutyProblem> {
        if self.state != SwapState::Accepted {
            return Err(DutyProblem::SwapDecided);
        }
        self.moved(decision, answer, today)
    }
    fn moved(self, state: SwapState, answer: String, today: Day) -> Result<Self, DutyProblem> {
        let agrees = matches!(state, SwapState::Accepted | SwapState::Approved);
        if agrees && self.days().iter().any(|day| *day < today) {
            return Err(DutyProblem::Past);
        }
        Ok(Self { state, answer, ..self })
    }
}
