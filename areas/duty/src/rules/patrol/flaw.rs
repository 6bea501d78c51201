//! Why something about patrols is refused.

use super::tour::PatrolState;

/// What does not hold together about a beat, a patrol or a check-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatrolFlaw {
    NoName,
    NoZone,
    NoPoints,
    TooManyPoints(usize),
    /// Where to find it was entered, but no name.
    PointWithoutName,
    /// A text of more than so many letters.
    TooLong(usize),
    BadMinutes,
    BeatClosed,
    /// The end is not after the beginning, or more than a day after it.
    BadSpan,
    /// It would have ended already.
    Over,
    TooFewPeople(usize),
    NoOfficer,
    /// Somebody who is not of this unit.
    Stranger,
    Away(String),
    /// Not on the published roster at that time.
    OffDuty(String),
    /// On another patrol at that time.
    Busy(String),
    /// It is in another state than the step needs.
    State(PatrolState),
    TooEarly,
    NoPointReached,
    NoSuchPoint,
    NoReason,
    NothingCorrected,
    NothingChosen,
}

impl PatrolFlaw {
    /// The end of its message key, and what stands in the message.
    pub fn words(&self) -> (&'static str, Option<(&'static str, String)>) {
        let names = |name: &String| Some(("names", name.clone()));
        let count = |count: &usize| Some(("count", count.to_string()));
        match self {
            Self::NoName => ("no-name", None),
            Self::NoZone => ("no-zone", None),
            Self::NoPoints => ("no-points", None),
            Self::TooManyPoints(most) => ("too-many-points", count(most)),
            Self::PointWithoutName => ("point-without-name", None),
            Self::TooLong(most) => ("too-long", count(most)),
            Self::BadMinutes => ("bad-minutes", None),
            Self::BeatClosed => ("beat-closed", None),
            Self::BadSpan => ("bad-span", None),
            Self::Over => ("over", None),
            Self::TooFewPeople(least) => ("too-few-people", count(least)),
            Self::NoOfficer => ("no-officer", None),
            Self::Stranger => ("stranger", None),
            Self::Away(name) => ("away", names(name)),
            Self::OffDuty(name) => ("off-duty", names(name)),
            Self::Busy(name) => ("busy", names(name)),
            Self::State(PatrolState::Planned) => ("is-planned", None),
            Self::State(PatrolState::Begun) => ("is-begun", None),
            Self::State(PatrolState::Done) => ("is-done", None),
            Self::State(PatrolState::Missed) => ("is-missed", None),
            Self::State(PatrolState::CalledOff) => ("is-called-off", None),
            Self::TooEarly => ("too-early", None),
            Self::NoPointReached => ("no-point-reached", None),
            Self::NoSuchPoint => ("no-such-point", None),
            Self::NoReason => ("no-reason", None),
            Self::NothingCorrected => ("nothing-corrected", None),
            Self::NothingChosen => ("nothing-chosen", None),
        }
    }
    /// Whether somebody else's step came first, rather than this one being wrong in itself.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::BeatClosed | Self::State(_) | Self::Busy(_))
    }
}
