//! Why a command was not carried out, and what the person reads.

use access::Denied;
use database::DbErr;
use kernel::{Citation, Language, MessageFile, Problem, Status, Text};

/// Why a command was not carried out. `Display` is for the log.
#[derive(Debug, thiserror::Error)]
pub enum AvailabilityProblem {
    #[error("not found")]
    NotFound,
    #[error("no such person in the unit")]
    NobodyOfUnit,
    #[error("the last day lies before the first")]
    EndsBeforeItBegins,
    #[error("days too far from today, or too many")]
    TooFar,
    #[error("absent on these days already")]
    AbsentAlready,
    #[error("a text too long")]
    TooLong,
    #[error("of a kind that nobody asks for")]
    NotAskedFor,
    #[error("the days of the leave are past")]
    LeavePast,
    #[error("no working day among the days")]
    NothingToTake,
    #[error("asked for on these days already")]
    AskedAlready,
    #[error("{asked} days of annual leave asked, {left} left")]
    TooMuchLeave { asked: i64, left: i64, cite: Box<Citation> },
    #[error("the request was decided")]
    LeaveDecided,
    #[error("the leave has begun")]
    LeaveBegun,
    #[error("a refusal without a reason")]
    RefusalNeedsReason,
    #[error("carried over without a reason")]
    CarryNeedsReason,
    #[error("at most {most} days can be carried over")]
    TooMuchCarried { most: i64, cite: Box<Citation> },
    #[error("nothing changed")]
    NothingChanged,
    #[error("somebody saved meanwhile")]
    Stale,
    #[error("law: {0}")]
    Law(String),
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("database: {0}")]
    Database(#[from] DbErr),
}

impl Problem for AvailabilityProblem {
    fn message(&self) -> Text {
        let key = match self {
            Self::TooMuchLeave { asked, left, .. } => {
                return Text::new("availability-too-much").with("asked", asked).with("left", left);
            }
            Self::TooMuchCarried { most, .. } => {
                return Text::new("availability-too-much-carried").with("most", most);
            }
            Self::NotFound => "availability-not-found",
            Self::NobodyOfUnit => "availability-nobody",
            Self::EndsBeforeItBegins => "availability-ends-before",
            Self::TooFar => "availability-too-far",
            Self::AbsentAlready => "availability-already",
            Self::TooLong => "availability-too-long",
            Self::NotAskedFor => "availability-not-asked-for",
            Self::LeavePast => "availability-leave-past",
            Self::NothingToTake => "availability-nothing-to-take",
            Self::AskedAlready => "availability-asked-already",
            Self::LeaveDecided => "availability-leave-decided",
            Self::LeaveBegun => "availability-leave-begun",
            Self::RefusalNeedsReason => "availability-refusal-needs-reason",
            Self::CarryNeedsReason => "availability-carry-needs-reason",
            Self::NothingChanged => "availability-nothing-changed",
            Self::Stale => "availability-stale",
            Self::Denied(_) => "availability-denied",
            Self::Law(_) | Self::Database(_) => "availability-not-saved",
        };
        Text::new(key)
    }
    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::NobodyOfUnit
            | Self::EndsBeforeItBegins
            | Self::TooFar
            | Self::TooLong
            | Self::NotAskedFor
            | Self::LeavePast
            | Self::NothingToTake
            | Self::TooMuchLeave { .. }
            | Self::RefusalNeedsReason
            | Self::CarryNeedsReason
            | Self::TooMuchCarried { .. } => Status::Invalid,
            Self::AbsentAlready
            | Self::AskedAlready
            | Self::LeaveDecided
            | Self::LeaveBegun
            | Self::NothingChanged
            | Self::Stale => Status::Conflict,
            Self::Denied(_) => Status::Denied,
            Self::Law(_) | Self::Database(_) => Status::Failed,
        }
    }
    fn citation(&self) -> Option<&Citation> {
        match self {
            Self::TooMuchLeave { cite, .. } | Self::TooMuchCarried { cite, .. } => Some(cite),
            _ => None,
        }
    }
}

impl From<law::LawProblem> for AvailabilityProblem {
    fn from(problem: law::LawProblem) -> Self {
        Self::Law(problem.to_string())
    }
}

/// The words of this area in both languages.
pub const MESSAGES: [MessageFile; 2] = [
    MessageFile {
        language: Language::Chinese,
        name: "availability",
        source: include_str!("messages/zh-CN.ftl"),
    },
    MessageFile {
        language: Language::English,
        name: "availability",
        source: include_str!("messages/en.ftl"),
    },
];
