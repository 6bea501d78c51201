//! Why the law could not be told.

use kernel::{Day, Language, MessageFile, Problem, Status, Text};

/// Why a rule or a day could not be told. `Display` is for the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LawProblem {
    /// A law file that cannot be used.
    #[error("law/{file}:{line}: {what}")]
    Unreadable { file: String, line: usize, what: String },
    #[error("no rule has the id {id}")]
    UnknownRule { id: String },
    #[error("{id} has no version in force on {on}")]
    NotInForce { id: String, on: Day },
    /// The notice of holidays for this year is not in the data: a working day is never guessed.
    #[error("there is no notice of holidays for {year}")]
    NoNotice { year: i16 },
    /// The rule asks for something else than a period.
    #[error("{id} gives no period")]
    NoLimit { id: String },
    #[error("the rule is counted backwards from a later event")]
    CountsBackwards,
    #[error("the rule is counted forwards from its trigger")]
    CountsForwards,
    /// The text counts in words of its own.
    #[error("the rule counts in its own words: {words}")]
    OwnWords { words: String },
    #[error("the rule knows no time that does not count")]
    NothingExcluded,
    #[error("the rule may be extended {allowed} times")]
    TooManyExtensions { allowed: usize },
}

impl Problem for LawProblem {
    fn message(&self) -> Text {
        match self {
            Self::Unreadable { file, line, .. } => {
                Text::new("law-unreadable").with("place", format!("law/{file}:{line}"))
            }
            Self::UnknownRule { id } => Text::new("law-unknown-rule").with("rule", id),
            Self::NotInForce { id, on } => Text::new("law-not-in-force").with("rule", id).with("day", on),
            Self::NoNotice { year } => Text::new("law-no-notice").with("year", year),
            Self::NoLimit { id } => Text::new("law-no-limit").with("rule", id),
            Self::CountsBackwards => Text::new("law-counts-backwards"),
            Self::CountsForwards => Text::new("law-counts-forwards"),
            Self::OwnWords { words } => Text::new("law-own-words").with("words", words),
            Self::NothingExcluded => Text::new("law-nothing-excluded"),
            Self::TooManyExtensions { allowed: 0 } => Text::new("law-no-extension"),
            Self::TooManyExtensions { allowed } => {
                Text::new("law-too-many-extensions").with("allowed", allowed)
            }
        }
    }
    fn status(&self) -> Status {
        match self {
            Self::Unreadable { .. } | Self::UnknownRule { .. } => Status::Failed,
            Self::NotInForce { .. }
            | Self::NoNotice { .. }
            | Self::NoLimit { .. }
            | Self::CountsBackwards
            | Self::CountsForwards
            | Self::OwnWords { .. }
            | Self::NothingExcluded
            | Self::TooManyExtensions { .. } => Status::Invalid,
        }
    }
}

/// The words of this crate in both languages.
pub const MESSAGES: [MessageFile; 2] = [
    MessageFile { language: Language::Chinese, name: "law", source: include_str!("messages/zh-CN.ftl") },
    MessageFile { language: Language::English, name: "law", source: include_str!("messages/en.ftl") },
];
