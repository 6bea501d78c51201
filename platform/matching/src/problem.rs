//! Why the parts of this crate could not be read. They are part of the program: tests find it.

use kernel::{Language, MessageFile};

/// A word list or model of the program that cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum MatchingProblem {
    #[error("lexicon/{file}:{line}: {what}")]
    Lexicon { file: &'static str, line: usize, what: String },
    #[error("model.toml: {0}")]
    Model(#[from] toml::de::Error),
}

/// The words of this crate in both languages.
pub const MESSAGES: [MessageFile; 2] = [
    MessageFile { language: Language::Chinese, name: "matching", source: include_str!("messages/zh-CN.ftl") },
    MessageFile { language: Language::English, name: "matching", source: include_str!("messages/en.ftl") },
];
