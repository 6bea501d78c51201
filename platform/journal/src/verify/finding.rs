//! What a verification answers.

use crate::problem::MESSAGES;
use crate::signer::VerifierKey;
use kernel::{Catalogue, Language, Text};
use serde::Serialize;
use std::sync::LazyLock;

/// The answer of a verification. As JSON: `ok`, `size`, `root`, `problems`.
#[derive(Debug, Serialize)]
pub struct Verification {
    /// Nothing was found.
    pub ok: bool,
    /// Places in the journal.
    pub size: u64,
    /// Root over the hashes in the file, base64 as in a signed head.
    pub root: String,
    pub problems: Vec<Finding>,
    /// The key in the file: whether it is the right one, only the reader can tell.
    #[serde(skip)]
    pub key: Option<VerifierKey>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// The fact it is about, if one can be named.
    pub fact: Option<String>,
    /// A stable word and an English sentence: `changed: …`, `deleted: …`,
    /// `inserted: …`, `reordered: …`, `entry_removed: …`, `hash_changed: …`,
    /// `cut_off: …`, `not_signed: …`, `bad_signature: …`, `bad_root: …`,
    /// `malformed: …`, `more: …`.
    pub what: String,
    /// The same for people, in their language.
    #[serde(skip)]
    pub text: Text,
}

impl Finding {
    /// The stable word.
    pub fn code(&self) -> &str {
        self.what.split(':').next().unwrap_or_default()
    }
}

static WORDS: LazyLock<Option<Catalogue>> = LazyLock::new(|| Catalogue::load(&MESSAGES).ok());

pub fn find(code: &str, text: impl Into<TextOrKey>, fact: Option<String>) -> Finding {
    let TextOrKey(text) = text.into();
    let words = WORDS.as_ref().map(|words| words.say(Language::English, &text));
    Finding { fact, what: format!("{code}: {}", words.unwrap_or_default()), text }
}

/// A message, or the key of one without values.
pub struct TextOrKey(Text);

impl From<Text> for TextOrKey {
    fn from(text: Text) -> Self {
        Self(text)
    }
}

impl From<&str> for TextOrKey {
    fn from(key: &str) -> Self {
        Self(Text::new(key))
    }
}
