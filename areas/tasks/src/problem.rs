//! Why something about a task was not done.

use crate::rules::{State, StationState};
use access::Denied;
use database::{CipherProblem, DbErr};
use documents::DocumentProblem;
use kernel::{Citation, Problem, Status, Text};
use law::LawProblem;
use measures::MeasuresProblem;

/// The articles against targets. Law: dis-ban-quota-law.
static BAN: std::sync::LazyLock<Citation> = std::sync::LazyLock::new(|| Citation {
    law: "行政处罚法".to_owned(),
    article: "第七十四条".to_owned(),
});

/// Why a command was not carried out. `Display` is for the log.
#[derive(Debug, thiserror::Error)]
pub enum TasksProblem {
    #[error("no such task")]
    NotFound,
    #[error("no such unit")]
    NoUnit,
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("changed meanwhile")]
    Stale,
    /// The id of a form belongs to another record.
    #[error("the form's id is taken")]
    FormUsed,
    #[error("the task is {state:?}")]
    State { state: State },
    #[error("the task is {state:?} in the station")]
    StationState { state: StationState },
    #[error("a target: {clause}")]
    Target { clause: String },
    #[error("addressed to no station")]
    NoStations,
    #[error("no end")]
    NoEnd,
    #[error("ends before it begins")]
    EndsBefore,
    #[error("lasts too long")]
    TooLong,
    #[error("not in the register: {name}")]
    NotPermitted { name: String },
    #[error("above capacity: {stations:?}")]
    AboveCapacity { stations: Vec<String> },
    #[error("merged, above capacity: {stations:?}")]
    MergedAboveCapacity { stations: Vec<String> },
    #[error("nothing is answered by figures")]
    NothingAnswered,
    #[error("no period of figures")]
    NoPeriodOfFigures,
    #[error("no reason")]
    NoReason,
    #[error("it cannot be joined with that one")]
    NoMaster,
    #[error("nothing was cut")]
    NothingCut,
    #[error("objected before")]
    ObjectedBefore,
    #[error("nothing to answer")]
    NothingToAnswer,
    #[error("nobody of the station")]
    NobodyOfStation,
    #[error("no work: {minutes} minutes")]
    NoWork { minutes: i64 },
    #[error("too long a text")]
    TextTooLong { most: usize },
    #[error("{field} is out of bounds")]
    OutOfBounds { field: &'static str, least: i64, most: i64 },
    #[error("already in the register: {name}")]
    InRegister { name: String },
    #[error("no campaign")]
    NoCampaign,
    #[error("the campaign is closed")]
    CampaignClosed,
    #[error("phase {name} lies outside the campaign")]
    PhaseOutside { name: String },
    #[error("phase {name} begins before the one before it ends")]
    PhasesOverlap { name: String },
    #[error("the day lies outside the campaign, or is still to come")]
    DayOutside,
    #[error("the day was recorded already")]
    ResultThere,
    #[error("nothing was corrected")]
    NothingCorrected,
    #[error("the file is no picture or paper that is kept")]
    FileKind,
    #[error("the file is nothing that can be attached")]
    AttachmentKind,
    #[error("the attachment is too large")]
    AttachmentTooLarge,
    #[error("more than {most} files")]
    TooManyFiles { most: usize },
    #[error("the file is too large")]
    FileTooLarge,
    #[error(transparent)]
    Document(#[from] DocumentProblem),
    #[error(transparent)]
    Law(#[from] LawProblem),
    #[error(transparent)]
    Measures(#[from] MeasuresProblem),
    #[error("cipher: {0}")]
    Cipher(#[from] CipherProblem),
    #[error("matching: {0}")]
    Matching(String),
    #[error("database: {0}")]
    Database(#[from] DbErr),
}

impl TasksProblem {
    /// The clause that sets a target, short enough to be shown.
    pub(crate) fn target(clause: &str) -> Self {
        Self::Target { clause: clause.chars().take(60).collect() }
    }
}

impl Problem for TasksProblem {
    fn message(&self) -> Text {
        match self {
            Self::NotFound => Text::new("tasks-problem-not-found"),
            Self::NoUnit => Text::new("tasks-problem-no-unit"),
            Self::Denied(denied) => denied.message(),
            Self::Stale => Text::new("tasks-problem-stale"),
            Self::FormUsed => Text::new("tasks-problem-form-used"),
            Self::State { .. } => Text::new("tasks-problem-state"),
            Self::StationState { .. } => Text::new("tasks-problem-station-state"),
            Self::Target { clause } => Text::new("tasks-problem-target").with("clause", clause),
            Self::NoStations => Text::new("tasks-problem-no-stations"),
            Self::NoEnd => Text::new("tasks-problem-no-end"),
            Self::EndsBefore => Text::new("tasks-problem-ends-before"),
            Self::TooLong => Text::new("tasks-problem-too-long"),
            Self::NotPermitted { name } => Text::new("tasks-problem-not-permitted").with("name", name),
            Self::AboveCapacity { stations } => {
                Text::new("tasks-problem-above-capacity").with("stations", stations.join("、"))
            }
            Self::MergedAboveCapacity { stations } => {
                Text::new("tasks-problem-merged-above").with("stations", stations.join("、"))
            }
            Self::NothingAnswered => Text::new("tasks-problem-nothing-answered"),
            Self::NoPeriodOfFigures => Text::new("tasks-problem-no-period"),
            Self::NoReason => Text::new("tasks-problem-no-reason"),
            Self::NoMaster => Text::new("tasks-problem-no-master"),
            Self::NothingCut => Text::new("tasks-problem-nothing-cut"),
            Self::ObjectedBefore => Text::new("tasks-problem-objected-before"),
            Self::NothingToAnswer => Text::new("tasks-problem-nothing-to-answer"),
            Self::NobodyOfStation => Text::new("tasks-problem-nobody"),
            Self::NoWork { .. } => Text::new("tasks-problem-no-work"),
            Self::TextTooLong { most } => Text::new("tasks-problem-text-too-long").with("most", most),
            Self::OutOfBounds { least, most, .. } => {
                Text::new("tasks-problem-out-of-bounds").with("least", least).with("most", most)
            }
            Self::InRegister { name } => Text::new("tasks-problem-in-register").with("name", name),
            Self::NoCampaign => Text::new("tasks-problem-no-campaign"),
            Self::CampaignClosed => Text::new("tasks-problem-campaign-closed"),
            Self::PhaseOutside { name } => Text::new("tasks-problem-phase-outside").with("name", name),
            Self::PhasesOverlap { name } => Text::new("tasks-problem-phases-overlap").with("name", name),
            Self::DayOutside => Text::new("tasks-problem-day-outside"),
            Self::ResultThere => Text::new("tasks-problem-result-there"),
            Self::NothingCorrected => Text::new("tasks-problem-nothing-corrected"),
            Self::FileKind => Text::new("tasks-problem-file-kind"),
            Self::AttachmentKind => Text::new("tasks-problem-attachment-kind"),
            Self::AttachmentTooLarge => Text::new("tasks-problem-attachment-too-large"),
            Self::TooManyFiles { most } => Text::new("tasks-problem-too-many-files").with("most", most),
            Self::FileTooLarge => Text::new("tasks-problem-file-too-large"),
            Self::Document(problem) => problem.message(),
            Self::Law(problem) => problem.message(),
            Self::Measures(problem) => problem.message(),
            Self::Cipher(_) | Self::Matching(_) | Self::Database(_) => Text::new("tasks-problem-database"),
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound | Self::NoUnit | Self::NoCampaign => Status::NotFound,
            Self::Denied(_) => Status::Denied,
            Self::Stale
            | Self::FormUsed
            | Self::State { .. }
            | Self::StationState { .. }
            | Self::ObjectedBefore
            | Self::InRegister { .. }
            | Self::CampaignClosed
            | Self::ResultThere => Status::Conflict,
            Self::Target { .. }
            | Self::NoStations
            | Self::NoEnd
            | Self::EndsBefore
            | Self::TooLong
            | Self::NotPermitted { .. }
            | Self::AboveCapacity { .. }
            | Self::MergedAboveCapacity { .. }
            | Self::NothingAnswered
            | Self::NoPeriodOfFigures
            | Self::NoReason
            | Self::NoMaster
            | Self::NothingCut
            | Self::NothingToAnswer
            | Self::NobodyOfStation
            | Self::NoWork { .. }
            | Self::TextTooLong { .. }
            | Self::OutOfBounds { .. }
            | Self::PhaseOutside { .. }
            | Self::PhasesOverlap { .. }
            | Self::DayOutside
            | Self::NothingCorrected
            | Self::FileKind
            | Self::AttachmentKind
            | Self::AttachmentTooLarge
            | Self::TooManyFiles { .. }
            | Self::FileTooLarge => Status::Invalid,
            Self::Document(problem) => problem.status(),
            Self::Law(problem) => problem.status(),
            Self::Measures(problem) => problem.status(),
            Self::Cipher(_) | Self::Matching(_) | Self::Database(_) => Status::Failed,
        }
    }

    fn citation(&self) -> Option<&Citation> {
        match self {
            Self::Target { .. } => Some(&BAN),
            _ => None,
        }
    }
}
