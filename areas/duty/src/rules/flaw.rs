//! What does not hold together in a plan.

/// The first flaw of a plan, with the name it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanFlaw {
    NoShift,
    NoPosition,
    TooMany,
    NoName,
    BadName(String),
    NameTwice(String),
    BadLetter(String),
    LetterTwice(String),
    BadTimes(String),
    GoodBelowLeast(String),
    /// More people than anybody has.
    BadNumber(String),
    /// Busy times that are neither weekdays nor months.
    PeakAlways(String),
    /// Named by a requirement and not there.
    Unknown(String),
    /// An agreement with nobody.
    NobodyAgreed(String),
    /// Somebody in this agreement is in another one too.
    AgreedTwice(String),
    /// Left out while rosters from that month on name it.
    InUse(String),
}

impl PlanFlaw {
    /// The end of its message key, and the name it concerns.
    pub fn words(&self) -> (&'static str, &str) {
        match self {
            Self::NoShift => ("no-shift", ""),
            Self::NoPosition => ("no-position", ""),
            Self::TooMany => ("too-many", ""),
            Self::NoName => ("no-name", ""),
            Self::BadName(name) => ("bad-name", name),
            Self::NameTwice(name) => ("name-twice", name),
            Self::BadLetter(name) => ("bad-letter", name),
            Self::LetterTwice(name) => ("letter-twice", name),
            Self::BadTimes(name) => ("bad-times", name),
            Self::GoodBelowLeast(name) => ("good-below-least", name),
            Self::BadNumber(name) => ("bad-number", name),
            Self::PeakAlways(name) => ("peak-always", name),
            Self::Unknown(name) => ("unknown", name),
            Self::NobodyAgreed(name) => ("nobody-agreed", name),
            Self::AgreedTwice(name) => ("agreed-twice", name),
            Self::InUse(name) => ("in-use", name),
        }
    }
}
