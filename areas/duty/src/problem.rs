//! Why a command was not carried out, and what the person reads.

use crate::rules::PlanFlaw;
use crate::rules::patrol::PatrolFlaw;
use crate::rules::rotation::PatternFlaw;
use access::Denied;
use database::{CipherProblem, DbErr};
use kernel::{Citation, Language, MessageFile, Problem, Status, Text};

/// Why a command was not carried out. `Display` is for the log.
#[derive(Debug, thiserror::Error)]
pub enum DutyProblem {
    #[error("not found")]
    NotFound,
    #[error("the unit has no plan for this month")]
    NoPlan,
    #[error("the plan does not hold together: {0:?}")]
    Flaw(PlanFlaw),
    #[error("nobody of this roster")]
    NobodyOfRoster,
    #[error("no day of this month")]
    BadDay,
    #[error("the plan has no such shift or position")]
    UnknownPlace,
    #[error("somebody saved meanwhile")]
    Stale,
    #[error("somebody changed this cell meanwhile")]
    CellChanged,
    #[error("nothing to undo")]
    NothingToUndo,
    #[error("nothing to publish")]
    NothingToPublish,
    #[error("a rule of law stands against it: {0:?}")]
    Forbidden(Box<(Text, Option<Citation>)>),
    #[error("{0} hard rules are broken without a reason")]
    NeedsReason(usize),
    #[error("a change without a reason")]
    ChangeNeedsReason,
    #[error("a shift of {index}, above the limit of {limit}")]
    TooTired { name: String, index: u32, limit: u32 },
    #[error("a text too long")]
    TooLong,
    #[error("more than {0} wishes")]
    TooManyWishes(u32),
    #[error("a wish for a day that is settled")]
    WishTooLate,
    #[error("no pattern of shifts: {0:?}")]
    Pattern(PatternFlaw),
    #[error("a search is running")]
    AlreadyRunning,
    #[error("no search is running here")]
    NotRunning,
    #[error("a draft is open")]
    DraftOpen,
    #[error("nothing is published")]
    NotPublished,
    #[error("no proposal")]
    NoProposal,
    #[error("the days are past")]
    Past,
    #[error("nothing to exchange")]
    NothingToSwap,
    #[error("the swap was decided")]
    SwapDecided,
    #[error("the swap breaks a rule: {0:?}")]
    SwapBreaks(Text),
    #[error("times that do not fit")]
    BadTimes,
    #[error("a difference without a reason")]
    DifferenceNeedsReason,
    #[error("entered already")]
    AttendedAlready,
    #[error("a correction without a reason")]
    CorrectionNeedsReason,
    #[error("rest is not paid here")]
    RestNotPaid,
    #[error("more than is owed")]
    MoreThanOwed,
    #[error("a payment without a reason")]
    PaymentNeedsReason,
    #[error("nothing entered")]
    NothingEntered,
    #[error("the month is not over")]
    MonthNotOver,
    #[error("the month is settled")]
    Settled,
    #[error("patrol: {0:?}")]
    Patrol(PatrolFlaw),
    #[error("law: {0}")]
    Law(String),
    #[error("encryption: {0}")]
    Cipher(#[from] CipherProblem),
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("database: {0}")]
    Database(#[from] DbErr),
}

impl Problem for DutyProblem {
    fn message(&self) -> Text {
        match self {
            Self::NotFound => Text::new("duty-not-found"),
            Self::NoPlan => Text::new("duty-no-plan"),
            Self::Flaw(flaw) => {
                let (end, name) = flaw.words();
                Text::new(format!("duty-flaw-{end}")).with("name", name)
            }
            Self::NobodyOfRoster => Text::new("duty-nobody"),
            Self::BadDay => Text::new("duty-bad-day"),
            Self::UnknownPlace => Text::new("duty-unknown-place"),
            Self::Stale => Text::new("duty-stale"),
            Self::CellChanged => Text::new("duty-cell-changed"),
            Self::NothingToUndo => Text::new("duty-nothing-to-undo"),
            Self::NothingToPublish => Text::new("duty-nothing-to-publish"),
            Self::Forbidden(found) => found.0.clone(),
            Self::NeedsReason(count) => Text::new("duty-needs-reason").with("count", count),
            Self::ChangeNeedsReason => Text::new("duty-change-needs-reason"),
            Self::TooTired { name, index, limit } => {
                Text::new("duty-too-tired").with("name", name).with("index", index).with("limit", limit)
            }
            Self::TooLong => Text::new("duty-too-long"),
            Self::TooManyWishes(limit) => Text::new("duty-too-many-wishes").with("limit", limit),
            Self::WishTooLate => Text::new("duty-wish-too-late"),
            Self::Pattern(flaw) => {
                let (end, what) = flaw.words();
                Text::new(format!("duty-pattern-{end}")).with("what", what)
            }
            Self::AlreadyRunning => Text::new("duty-already-running"),
            Self::NotRunning => Text::new("duty-not-running"),
            Self::DraftOpen => Text::new("duty-draft-open"),
            Self::NotPublished => Text::new("duty-not-published"),
            Self::NoProposal => Text::new("duty-no-proposal"),
            Self::Past => Text::new("duty-past"),
            Self::NothingToSwap => Text::new("duty-nothing-to-swap"),
            Self::SwapDecided => Text::new("duty-swap-decided"),
            Self::SwapBreaks(rule) => rule.clone(),
            Self::BadTimes => Text::new("duty-bad-times"),
            Self::DifferenceNeedsReason => Text::new("duty-difference-needs-reason"),
            Self::AttendedAlready => Text::new("duty-attended-already"),
            Self::CorrectionNeedsReason => Text::new("duty-correction-needs-reason"),
            Self::RestNotPaid => Text::new("duty-rest-not-paid"),
            Self::MoreThanOwed => Text::new("duty-more-than-owed"),
            Self::PaymentNeedsReason => Text::new("duty-payment-needs-reason"),
            Self::NothingEntered => Text::new("duty-nothing-entered"),
            Self::MonthNotOver => Text::new("duty-month-not-over"),
            Self::Settled => Text::new("duty-settled-already"),
            Self::Patrol(flaw) => {
                let (end, named) = flaw.words();
                let text = Text::new(format!("duty-patrol-flaw-{end}"));
                match named {
                    Some((name, value)) => text.with(name, value),
                    None => text,
                }
            }
            Self::Denied(_) => Text::new("duty-denied"),
            Self::Law(_) | Self::Cipher(_) | Self::Database(_) => Text::new("duty-not-saved"),
        }
    }
    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::NoPlan
            | Self::Flaw(_)
            | Self::NobodyOfRoster
            | Self::BadDay
            | Self::UnknownPlace
            | Self::Forbidden(_)
            | Self::NeedsReason(_)
            | Self::ChangeNeedsReason
            | Self::TooTired { .. }
            | Self::TooLong
            | Self::TooManyWishes(_)
            | Self::WishTooLate
            | Self::Pattern(_)
            | Self::Past
            | Self::NothingToSwap
            | Self::BadTimes
            | Self::DifferenceNeedsReason
            | Self::NothingEntered
            | Self::CorrectionNeedsReason
            | Self::RestNotPaid
            | Self::MoreThanOwed
            | Self::PaymentNeedsReason
            | Self::MonthNotOver
            | Self::SwapBreaks(_) => Status::Invalid,
            Self::Stale
            | Self::CellChanged
            | Self::NothingToUndo
            | Self::NothingToPublish
            | Self::AlreadyRunning
            | Self::NotRunning
            | Self::DraftOpen
            | Self::NotPublished
            | Self::NoProposal
            | Self::AttendedAlready
            | Self::Settled
            | Self::SwapDecided => Status::Conflict,
            Self::Patrol(flaw) if flaw.is_conflict() => Status::Conflict,
            Self::Patrol(_) => Status::Invalid,
            Self::Denied(_) => Status::Denied,
            Self::Law(_) | Self::Cipher(_) | Self::Database(_) => Status::Failed,
        }
    }
    fn citation(&self) -> Option<&Citation> {
        match self {
            Self::Forbidden(found) => found.1.as_ref(),
            _ => None,
        }
    }
}

impl database::Refusal for DutyProblem {}

impl From<PatrolFlaw> for DutyProblem {
    fn from(flaw: PatrolFlaw) -> Self {
        Self::Patrol(flaw)
    }
}

impl From<law::LawProblem> for DutyProblem {
    fn from(problem: law::LawProblem) -> Self {
        Self::Law(problem.to_string())
    }
}

/// The words of this area in both languages.
pub const MESSAGES: [MessageFile; 2] = [
    MessageFile { language: Language::Chinese, name: "duty", source: include_str!("messages/zh-CN.ftl") },
    MessageFile { language: Language::English, name: "duty", source: include_str!("messages/en.ftl") },
];
