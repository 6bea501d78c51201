//! Why a command was not carried out, and what the person reads.

use access::Denied;
use database::DbErr;
use kernel::{Language, MessageFile, Problem, Status, Text};

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
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("database: {0}")]
    Database(#[from] DbErr),
}

impl Problem for AvailabilityProblem {
    fn message(&self) -> Text {
        Text::new(match self {
            Self::NotFound => "availability-not-found",
            Self::NobodyOfUnit => "availability-nobody",
            Self::EndsBeforeItBegins => "availability-ends-before",
            Self::TooFar => "availability-too-far",
            Self::AbsentAlready => "availability-already",
            Self::Denied(_) => "availability-denied",
            Self::Database(_) => "availability-not-saved",
        })
    }
    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::NobodyOfUnit | Self::EndsBeforeItBegins | Self::TooFar => Status::Invalid,
            Self::AbsentAlready => Status::Conflict,
            Self::Denied(_) => Status::Denied,
            Self::Database(_) => Status::Failed,
        }
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
