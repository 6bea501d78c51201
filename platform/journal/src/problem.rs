//! Why the journal could not do something, and how it says so.

use crate::signer::BadKey;
use database::{CipherProblem, DbErr};
use kernel::{Language, MessageFile, Problem, Status, Text};

/// The words of this crate in both languages.
pub const MESSAGES: [MessageFile; 2] = [
    MessageFile { language: Language::Chinese, name: "journal", source: include_str!("messages/zh-CN.ftl") },
    MessageFile { language: Language::English, name: "journal", source: include_str!("messages/en.ftl") },
];

/// Why something about the journal was not done. `Display` is for the log.
#[derive(Debug, thiserror::Error)]
pub enum JournalProblem {
    #[error("no fact has this id")]
    NotFound,
    #[error("the fact is not sealed yet")]
    NotSealed,
    #[error("the journal contradicts itself: {0}")]
    Damaged(#[from] Damage),
    #[error("the journal has no head of {0} facts")]
    NoSuchSize(u64),
    #[error("the journal key cannot be used: {0}")]
    Key(#[from] CipherProblem),
    #[error(transparent)]
    BadKey(#[from] BadKey),
    #[error("the head cannot be signed")]
    Signing,
    #[error("the export cannot be written: {0}")]
    Write(#[from] std::io::Error),
    #[error("database: {0}")]
    Database(#[from] DbErr),
}

/// What the database holds that cannot come from the sealer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    #[error("the newest signed head cannot be read")]
    Head,
    #[error("the newest head was not signed with this key")]
    Signature,
    #[error("the newest head has {size} facts, the journal has {places} places")]
    Places { size: u64, places: u64 },
    #[error("the tiles do not lead to the signed root of {size} facts")]
    Tiles { size: u64 },
    #[error("the waiting hash of fact {fact} is no hash")]
    WaitingHash { fact: String },
    #[error("fact {fact} differs from what was sealed")]
    Fact { fact: String },
}

impl Problem for JournalProblem {
    fn message(&self) -> Text {
        match self {
            Self::NotFound => Text::new("journal-not-found"),
            Self::NotSealed => Text::new("journal-not-sealed"),
            Self::Damaged(Damage::Fact { fact }) => Text::new("journal-fact-differs").with("fact", fact),
            Self::Damaged(
                Damage::Head
                | Damage::Signature
                | Damage::Places { .. }
                | Damage::Tiles { .. }
                | Damage::WaitingHash { .. },
            ) => Text::new("journal-damaged"),
            Self::NoSuchSize(size) => Text::new("journal-no-such-size").with("size", size),
            Self::Key(_) | Self::BadKey(_) | Self::Signing => Text::new("journal-key"),
            Self::Write(_) => Text::new("journal-not-written"),
            Self::Database(_) => Text::new("journal-failed"),
        }
    }
    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::NotSealed | Self::Damaged(_) => Status::Conflict,
            Self::NoSuchSize(_) => Status::Invalid,
            Self::Key(_) | Self::BadKey(_) | Self::Signing | Self::Write(_) | Self::Database(_) => {
                Status::Failed
            }
        }
    }
}
