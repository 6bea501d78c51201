//! Texts in two languages: a key and its values, worded late.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, PatternElement};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;

/// The languages of the interface. Chinese is the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Language {
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    #[serde(rename = "en")]
    English,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::Chinese, Language::English];

    /// The language tag as HTML and HTTP know it.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }
    /// From a tag; anything that is not English is read in Chinese.
    pub fn from_tag(tag: &str) -> Self {
        if tag.trim().to_ascii_lowercase().starts_with("en") { Self::English } else { Self::Chinese }
    }
}

/// A text to be worded in the reader's language: message key and values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub key: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<(String, String)>,
}

impl Text {
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), values: Vec::new() }
    }
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.values.push((name.to_owned(), value.to_string()));
        self
    }
}

/// One Fluent file of a crate.
#[derive(Debug, Clone, Copy)]
pub struct MessageFile {
    pub language: Language,
    /// The crate it belongs to, for error messages.
    pub name: &'static str,
    pub source: &'static str,
}

/// A message file that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("messages of {file} ({language}): {problem}")]
pub struct CatalogueProblem {
    pub file: String,
    pub language: &'static str,
    pub problem: String,
}

/// All messages of the program.
pub struct Catalogue {
    languages: HashMap<Language, Messages>,
}

/// The messages of one language.
struct Messages {
    bundle: FluentBundle<FluentResource>,
    /// Those that are nothing but text, as they are shown: most words of a page.
    plain: HashMap<String, String>,
}

impl Catalogue {
    /// Reads the message files of all crates.
    ///
    /// # Errors
    /// A file that is not Fluent, or two files with the same key.
    pub fn load(files: &[MessageFile]) -> Result<Self, CatalogueProblem> {
        let mut languages = HashMap::new();
        for language in Language::ALL {
            let tag: unic_langid::LanguageIdentifier = language.tag().parse().unwrap_or_default();
            let mut bundle = FluentBundle::new_concurrent(vec![tag]);
            // Isolation marks are invisible characters that break search and export.
            bundle.set_use_isolating(false);
            let mut plain = HashMap::new();
            for file in files.iter().filter(|file| file.language == language) {
                let problem = |problem: String| CatalogueProblem {
                    file: file.name.to_owned(),
                    language: language.tag(),
                    problem,
                };
                let resource = FluentResource::try_new(file.source.to_owned())
                    .map_err(|(_, errors)| problem(format!("{errors:?}")))?;
                plain.extend(resource.entries().filter_map(plain_words));
                bundle.add_resource(resource).map_err(|errors| problem(format!("{errors:?}")))?;
            }
            languages.insert(language, Messages { bundle, plain });
        }
        Ok(Self { languages })
    }

    pub fn has(&self, language: Language, key: &str) -> bool {
        self.languages.get(&language).is_some_and(|messages| messages.bundle.has_message(key))
    }

    /// The words of a key without values; a missing one is shown like that of a text.
    fn words(&self, language: Language, key: &str) -> String {
        match self.languages.get(&language).and_then(|messages| messages.plain.get(key)) {
            Some(words) => words.clone(),
            None => self.say(language, &Text::new(key)),
        }
    }

    /// The words of a text; a missing key is shown as `⟦key⟧` so that it is seen.
    pub fn say(&self, language: Language, text: &Text) -> String {
        let missing = || format!("⟦{}⟧", text.key);
        let Some(Messages { bundle, .. }) = self.languages.get(&language) else {
            return missing();
        };
        let Some(pattern) = bundle.get_message(&text.key).and_then(|message| message.value()) else {
            return missing();
        };
        let mut args = FluentArgs::new();
        for (name, value) in &text.values {
            args.set(name.as_str(), number_or_text(value));
        }
        let mut errors = Vec::new();
        bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned()
    }
}

/// Key and words of a message that is nothing but text.
fn plain_words(entry: &Entry<&str>) -> Option<(String, String)> {
    let Entry::Message(message) = entry else { return None };
    match message.value.as_ref()?.elements.as_slice() {
        [PatternElement::TextElement { value }] => Some((message.id.name.to_owned(), (*value).to_owned())),
        _ => None,
    }
}

/// Numbers choose plural forms; they are shown exactly as they were given.
fn number_or_text(value: &str) -> FluentValue<'_> {
    // A leading zero belongs to a code (a police number), not to a number.
    let is_code = value.len() > 15 || (value.len() > 1 && value.starts_with('0') && !value.starts_with("0."));
    if !is_code && value.bytes().all(|byte| byte.is_ascii_digit()) {
        FluentValue::try_number(value)
    } else {
        FluentValue::from(value)
    }
}

/// The catalogue in one language: what a page holds.
#[derive(Clone)]
pub struct Wording {
    pub language: Language,
    catalogue: Arc<Catalogue>,
}

impl Wording {
    pub fn new(catalogue: Arc<Catalogue>, language: Language) -> Self {
        Self { language, catalogue }
    }
    /// The words of a key without values.
    pub fn t(&self, key: &str) -> String {
        self.catalogue.words(self.language, key)
    }
    /// The words of a key with one value.
    pub fn t1(&self, key: &str, name: &str, value: impl ToString) -> String {
        self.catalogue.say(self.language, &Text::new(key).with(name, value))
    }
    /// The words of a text.
    pub fn say(&self, text: &Text) -> String {
        self.catalogue.say(self.language, text)
    }
    /// Whether there are words for this key.
    pub fn has(&self, key: &str) -> bool {
        self.catalogue.has(self.language, key)
    }
}

impl std::fmt::Debug for Wording {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Wording({})", self.language.tag())
    }
}
