//! Why something about an incident or a case was not done.

use crate::rules::act::Act;
use crate::rules::gate::Need;
use crate::rules::petition::PetitionStep;
use crate::rules::{CaseKind, CaseState, CaseStep, State, Step};
use access::Denied;
use database::{CipherProblem, DbErr};
use kernel::{Instant, Problem, Status, Text};
use law::LawProblem;

/// A field of a form, for problems that name one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Unit,
    Source,
    Category,
    Zone,
    Address,
    Summary,
    ReporterName,
    Telephone,
    Time,
    Outcome,
    PassedTo,
    Result,
    Refusal,
    Notice,
    Handlers,
    Decision,
    Closing,
    Reason,
    Note,
    Party,
    PartyName,
    Identity,
    Of,
    Choice,
    Amount,
    Days,
    Until,
    Purpose,
    Ground,
    AskedBy,
    Finding,
}

impl Field {
    /// The message key of the field's label.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Unit => "cases-field-unit",
            Self::Source => "cases-field-source",
            Self::Category => "cases-field-category",
            Self::Zone => "cases-field-zone",
            Self::Address => "cases-field-address",
            Self::Summary => "cases-field-summary",
            Self::ReporterName => "cases-field-reporter-name",
            Self::Telephone => "cases-field-telephone",
            Self::Time => "cases-field-time",
            Self::Outcome => "cases-field-outcome",
            Self::PassedTo => "cases-field-passed-to",
            Self::Result => "cases-field-result",
            Self::Refusal => "cases-field-refusal",
            Self::Notice => "cases-field-notice",
            Self::Handlers => "cases-field-handlers",
            Self::Decision => "cases-field-decision",
            Self::Closing => "cases-field-closing",
            Self::Reason => "cases-field-reason",
            Self::Note => "cases-field-note",
            Self::Party => "cases-field-party",
            Self::PartyName => "cases-field-party-name",
            Self::Identity => "cases-field-identity",
            Self::Of => "cases-field-of",
            Self::Choice => "cases-field-choice",
            Self::Amount => "cases-field-amount",
            Self::Days => "cases-field-days",
            Self::Until => "cases-field-until",
            Self::Purpose => "cases-field-purpose",
            Self::Ground => "cases-field-ground",
            Self::AskedBy => "cases-field-asked-by",
            Self::Finding => "cases-field-finding",
        }
    }

    /// The end of message keys that say something about this field.
    fn word(self) -> &'static str {
        self.text_key().trim_start_matches("cases-field-")
    }
}

/// Why a command was not carried out. `Display` is for the log.
#[derive(Debug, thiserror::Error)]
pub enum CasesProblem {
    #[error("no such incident")]
    IncidentNotFound,
    #[error("no such case")]
    CaseNotFound,
    #[error("no such unit")]
    UnitNotFound,
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Somebody else saved first.
    #[error("changed meanwhile")]
    ChangedMeanwhile,
    /// The id of a form belongs to another record.
    #[error("the form's id is taken")]
    FormUsed,
    #[error("{step:?} does not follow {state:?}")]
    IncidentStep { step: Step, state: State },
    #[error("{step:?} does not follow {state:?}")]
    CaseStep { step: CaseStep, state: CaseState },
    #[error("no result yet")]
    NoResult,
    /// What the law asks before the act is not there.
    #[error("{act:?} needs {missing:?}")]
    GateShut { act: Act, missing: Vec<Need>, kind: CaseKind },
    #[error("{act:?} is not an act of such a case")]
    ActOfOtherKind { act: Act },
    #[error("the case is closed")]
    CaseIsClosed,
    #[error("no such paper in the case")]
    PaperNotFound,
    #[error("no such act")]
    ActNotFound,
    /// Names of a sealed record are read only with a purpose that is recorded.
    #[error("the record is sealed")]
    RecordIsSealed,
    #[error("a time in the future")]
    InFuture,
    #[error("before the step it follows, at {earliest}")]
    BeforePrevious { earliest: Instant },
    #[error("after what follows it: {latest}")]
    AfterNext { latest: Instant },
    #[error("{field:?} is missing")]
    Missing { field: Field },
    #[error("{field:?} cannot be used")]
    Unusable { field: Field },
    #[error("{field:?} has {count} characters, at most {most}")]
    TooLong { field: Field, most: usize, count: usize },
    #[error("nobody is sent")]
    NobodySent,
    #[error("no handler")]
    NoHandler,
    #[error("somebody named is not of the unit")]
    NotOfUnit,
    #[error("a handler is no police officer")]
    NoOfficer,
    #[error("whoever reported it was not told")]
    NotTold,
    #[error("whoever reported it disagrees and was not told in writing")]
    NotToldInWriting,
    #[error("the incident was not refused")]
    NotRefused,
    #[error("no period for accepting it can be lengthened")]
    NoPeriodToExtend,
    #[error("this step of a petition cannot come now")]
    PetitionOrder { step: PetitionStep },
    #[error("a review waits already")]
    ReviewWaits,
    #[error("no review waits for an answer")]
    NothingToAnswer,
    #[error("a refusal is not made or unmade by a correction")]
    RefusalStands,
    #[error("the answer to a petition is not made or unmade by a correction")]
    AnswerStands,
    #[error("a case was accepted from the incident")]
    CaseStands,
    #[error("the category belongs to another kind of case")]
    OtherKind,
    #[error("nothing differs")]
    NothingToCorrect,
    #[error("no map {name}")]
    NoMap { name: String, known: String },
    #[error("the map {name}: {cause}")]
    BadMap { name: String, cause: String },
    #[error("columns are missing: {columns}")]
    ColumnsMissing { columns: String },
    #[error("{file}: {cause}")]
    File { file: String, cause: String },
    #[error("law: {0}")]
    Law(#[from] LawProblem),
    #[error(transparent)]
    Documents(#[from] documents::DocumentProblem),
    #[error("secret: {0}")]
    Secret(#[from] CipherProblem),
    #[error("database: {0}")]
    Database(#[from] DbErr),
}

impl Problem for CasesProblem {
    fn message(&self) -> Text {
        match self {
            Self::IncidentNotFound => Text::new("cases-incident-not-found"),
            Self::CaseNotFound => Text::new("cases-case-not-found"),
            Self::UnitNotFound => Text::new("cases-unit-not-found"),
            Self::Denied(denied) => denied.message(),
            Self::ChangedMeanwhile => Text::new("cases-changed-meanwhile"),
            Self::FormUsed => Text::new("cases-form-used"),
            Self::IncidentStep { state, .. } => {
                Text::new(format!("cases-incident-step-after-{}", state.as_str()))
            }
            Self::CaseStep { state, .. } => Text::new(format!("cases-case-step-after-{}", state.as_str())),
            Self::NoResult => Text::new("cases-no-result"),
            Self::GateShut { .. } => Text::new("cases-gate-shut"),
            Self::ActOfOtherKind { .. } => Text::new("cases-act-of-other-kind"),
            Self::CaseIsClosed => Text::new("cases-case-is-closed"),
            Self::PaperNotFound => Text::new("cases-paper-not-found"),
            Self::ActNotFound => Text::new("cases-act-not-found"),
            Self::RecordIsSealed => Text::new("cases-record-is-sealed"),
            Self::InFuture => Text::new("cases-in-future"),
            Self::AfterNext { latest } => Text::new("cases-after-next").with("latest", latest),
            Self::BeforePrevious { earliest } => {
                Text::new("cases-before-previous").with("earliest", earliest)
            }
            Self::Missing { field } => Text::new(format!("cases-missing-{}", field.word())),
            Self::Unusable { field } => Text::new(format!("cases-unusable-{}", field.word())),
            Self::TooLong { most, count, .. } => {
                Text::new("cases-too-long").with("most", most).with("count", count)
            }
            Self::NobodySent => Text::new("cases-nobody-sent"),
            Self::NoHandler => Text::new("cases-no-handler"),
            Self::NotOfUnit => Text::new("cases-not-of-unit"),
            Self::NoOfficer => Text::new("cases-no-officer"),
            Self::NotTold => Text::new("cases-not-told"),
            Self::NotToldInWriting => Text::new("cases-not-told-in-writing"),
            Self::NotRefused => Text::new("cases-not-refused"),
            Self::NoPeriodToExtend => Text::new("cases-no-period-to-extend"),
            Self::PetitionOrder { .. } => Text::new("cases-petition-order"),
            Self::ReviewWaits => Text::new("cases-review-waits"),
            Self::NothingToAnswer => Text::new("cases-nothing-to-answer"),
            Self::RefusalStands => Text::new("cases-refusal-stands"),
            Self::AnswerStands => Text::new("cases-answer-stands"),
            Self::CaseStands => Text::new("cases-case-stands"),
            Self::OtherKind => Text::new("cases-other-kind"),
            Self::NothingToCorrect => Text::new("cases-nothing-to-correct"),
            Self::NoMap { name, known } => Text::new("cases-no-map").with("name", name).with("known", known),
            Self::BadMap { name, cause } => {
                Text::new("cases-bad-map").with("name", name).with("cause", cause)
            }
            Self::ColumnsMissing { columns } => Text::new("cases-columns-missing").with("columns", columns),
            Self::File { file, cause } => Text::new("cases-file").with("file", file).with("cause", cause),
            Self::Law(problem) => problem.message(),
            Self::Documents(problem) => problem.message(),
            Self::Secret(_) | Self::Database(_) => Text::new("cases-not-saved"),
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::IncidentNotFound
            | Self::CaseNotFound
            | Self::UnitNotFound
            | Self::PaperNotFound
            | Self::ActNotFound => Status::NotFound,
            Self::Denied(_) | Self::RecordIsSealed => Status::Denied,
            Self::ChangedMeanwhile
            | Self::FormUsed
            | Self::IncidentStep { .. }
            | Self::CaseStep { .. }
            | Self::NoResult
            | Self::GateShut { .. }
            | Self::CaseIsClosed
            | Self::NotRefused
            | Self::NoPeriodToExtend
            | Self::PetitionOrder { .. }
            | Self::ReviewWaits
            | Self::NothingToAnswer
            | Self::RefusalStands
            | Self::AnswerStands
            | Self::CaseStands => Status::Conflict,
            Self::InFuture
            | Self::BeforePrevious { .. }
            | Self::AfterNext { .. }
            | Self::Missing { .. }
            | Self::Unusable { .. }
            | Self::TooLong { .. }
            | Self::NobodySent
            | Self::NoHandler
            | Self::NotOfUnit
            | Self::NoOfficer
            | Self::NotTold
            | Self::NotToldInWriting
            | Self::OtherKind
            | Self::ActOfOtherKind { .. }
            | Self::NothingToCorrect
            | Self::NoMap { .. }
            | Self::ColumnsMissing { .. }
            | Self::File { .. } => Status::Invalid,
            Self::BadMap { .. } | Self::Secret(_) | Self::Database(_) => Status::Failed,
            Self::Law(problem) => problem.status(),
            Self::Documents(problem) => problem.status(),
        }
    }
}

impl CasesProblem {
    /// The field of the form that it is about, if it is about one.
    pub fn field(&self) -> Option<Field> {
        match self {
            Self::InFuture | Self::BeforePrevious { .. } | Self::AfterNext { .. } => Some(Field::Time),
            Self::Missing { field } | Self::Unusable { field } | Self::TooLong { field, .. } => Some(*field),
            Self::NobodySent | Self::NoHandler | Self::NotOfUnit | Self::NoOfficer => Some(Field::Handlers),
            Self::NotTold => Some(Field::PassedTo),
            Self::NotToldInWriting => Some(Field::Notice),
            Self::OtherKind => Some(Field::Category),
            _ => None,
        }
    }
}
