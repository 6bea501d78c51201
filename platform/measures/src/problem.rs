//! Why a figure cannot be given.

use access::Denied;
use database::DbErr;
use kernel::{Problem, Status, Text};

/// A file of measures that cannot be put in force.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {what}")]
pub struct LoadProblem {
    pub file: String,
    pub line: usize,
    pub what: String,
}

#[derive(Debug, thiserror::Error)]
pub enum MeasuresProblem {
    #[error("there is no measure {0}")]
    NoSuchMeasure(String),
    #[error("there is no unit {0}")]
    NoSuchUnit(String),
    #[error("the period ends before it begins")]
    BadPeriod,
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("document: {0}")]
    Document(String),
    #[error("database: {0}")]
    Database(#[from] DbErr),
}

impl Problem for MeasuresProblem {
    fn message(&self) -> Text {
        match self {
            Self::NoSuchMeasure(id) => Text::new("measures-problem-no-measure").with("id", id),
            Self::NoSuchUnit(code) => Text::new("measures-problem-no-unit").with("code", code),
            Self::BadPeriod => Text::new("measures-problem-period"),
            Self::Denied(denied) => denied.message(),
            Self::Document(_) => Text::new("measures-problem-document"),
            Self::Database(_) => Text::new("measures-problem-database"),
        }
    }
    fn status(&self) -> Status {
        match self {
            Self::NoSuchMeasure(_) | Self::NoSuchUnit(_) => Status::NotFound,
            Self::BadPeriod => Status::Invalid,
            Self::Denied(_) => Status::Denied,
            Self::Document(_) | Self::Database(_) => Status::Failed,
        }
    }
}
