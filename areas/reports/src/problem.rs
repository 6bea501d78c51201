//! Why something about a report was not done.

use access::Denied;
use database::DbErr;
use kernel::{Problem, Status, Text};

#[derive(Debug, thiserror::Error)]
pub enum ReportsProblem {
    #[error("there is no unit {0}")]
    NoSuchUnit(String),
    #[error("the period does not fit the kind of report")]
    PeriodDoesNotFit,
    #[error("section text of {characters} characters")]
    TextTooLong { characters: usize },
    #[error("somebody saved version {newest} meanwhile")]
    Stale { newest: i64 },
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("document: {0}")]
    Document(String),
    #[error("journal: {0}")]
    Journal(String),
    #[error(transparent)]
    Measures(#[from] measures::MeasuresProblem),
    #[error("database: {0}")]
    Database(#[from] DbErr),
}

impl Problem for ReportsProblem {
    fn message(&self) -> Text {
        match self {
            Self::NoSuchUnit(code) => Text::new("reports-problem-no-unit").with("code", code),
            Self::PeriodDoesNotFit => Text::new("reports-problem-period"),
            Self::TextTooLong { characters } => {
                Text::new("reports-problem-too-long").with("characters", characters)
            }
            Self::Stale { newest } => Text::new("reports-problem-stale").with("version", newest),
            Self::Denied(denied) => denied.message(),
            Self::Document(_) => Text::new("reports-problem-document"),
            Self::Journal(_) => Text::new("reports-problem-journal"),
            Self::Measures(problem) => problem.message(),
            Self::Database(_) => Text::new("reports-problem-database"),
        }
    }
    fn status(&self) -> Status {
        match self {
            Self::NoSuchUnit(_) => Status::NotFound,
            Self::PeriodDoesNotFit | Self::TextTooLong { .. } => Status::Invalid,
            Self::Stale { .. } => Status::Conflict,
            Self::Denied(_) => Status::Denied,
            Self::Measures(problem) => problem.status(),
            Self::Document(_) | Self::Journal(_) | Self::Database(_) => Status::Failed,
        }
    }
}
