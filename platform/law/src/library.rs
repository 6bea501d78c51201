//! The library: texts of laws, split into articles.

mod compare;
mod read;
mod search;

use crate::file::{LawFile, TomlDay};
use crate::rule::Quote;
use crate::{LawProblem, Names};
use kernel::{Citation, Day};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::OnceLock;

pub use compare::{Change, Pair, Piece, compare};
pub use search::{Excerpt, Hit, Query};

/// All texts in one, packed when the program was built.
const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/law_texts.zst"));
const INDEX: LawFile =
    LawFile { path: "texts/index.toml", source: include_str!("../../../law/texts/index.toml") };

/// What kind of document a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextKind {
    /// 法律
    Law,
    /// 行政法规
    Regulation,
    /// 部门规章
    Rule,
    /// 党内法规
    Party,
    /// 规范性文件
    Normative,
}

impl TextKind {
    pub const ALL: [Self; 5] = [Self::Law, Self::Regulation, Self::Rule, Self::Party, Self::Normative];

    pub fn key(self) -> &'static str {
        match self {
            Self::Law => "law-kind-law",
            Self::Regulation => "law-kind-regulation",
            Self::Rule => "law-kind-rule",
            Self::Party => "law-kind-party",
            Self::Normative => "law-kind-normative",
        }
    }
}

/// An edition of a law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LawText {
    /// `public-order-2025`
    pub id: String,
    pub title: Names,
    /// What a citation calls this edition: 治安管理处罚法.
    pub cite_as: String,
    /// What all editions of the law have in common.
    pub family: String,
    pub kind: TextKind,
    /// 公安部令第160号
    pub number: Option<String>,
    pub published: Day,
    pub in_force_from: Day,
    /// The last day; `None` while it has no end.
    pub in_force_until: Option<Day>,
    /// The copy it was taken from.
    pub source: String,
    pub note: Option<Names>,
    /// Who passed and amended it, and when.
    pub history: Vec<String>,
    pub articles: Vec<Article>,
}

impl LawText {
    pub fn is_in_force(&self, day: Day) -> bool {
        self.in_force_from <= day && self.in_force_until.is_none_or(|until| day <= until)
    }

    /// An article by its number in the text's own words: 第一百一十八条.
    pub fn article(&self, label: &str) -> Option<&Article> {
        self.articles.iter().find(|article| !label.is_empty() && article.label == label)
    }
}

/// An article, or text that stands under a heading without a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// 第一百一十八条, 第十七条之一; empty where the text has no number.
    pub label: String,
    /// Headings that begin just before it, from part to section.
    pub begins: Vec<Heading>,
    pub paragraphs: Vec<String>,
    /// For searching: as [`search::folded`] makes it.
    folded: String,
}

impl Article {
    /// The whole article, a line for each paragraph.
    pub fn text(&self) -> String {
        self.paragraphs.join("\n")
    }
}

/// A heading and its depth: 1 for the highest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    pub depth: usize,
    pub words: String,
}

/// Why a quotation does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuoteFault {
    /// The library does not hold the law; nothing can be said.
    #[error("《{0}》 is not in the library")]
    NoText(String),
    #[error("{0} does not exist")]
    NoArticle(Citation),
    #[error("{citation} does not say {words}")]
    NoWords { citation: Citation, words: String },
}

/// All texts.
pub struct Library {
    texts: Vec<LawText>,
    /// By what citations call them.
    cited: HashMap<String, usize>,
}

impl Library {
    /// The texts that are built into the program; unpacked when they are first asked for.
    ///
    /// # Errors
    /// The index or a text cannot be used.
    pub fn embedded() -> Result<&'static Self, LawProblem> {
        static LIBRARY: OnceLock<Result<Library, LawProblem>> = OnceLock::new();
        LIBRARY.get_or_init(|| read::library(INDEX, PACKED)).as_ref().map_err(Clone::clone)
    }

    fn new(texts: Vec<LawText>) -> Self {
        let cited = texts.iter().enumerate().map(|(place, text)| (text.cite_as.clone(), place)).collect();
        Self { texts, cited }
    }

    /// Every text, in the order of the index.
    pub fn texts(&self) -> &[LawText] {
        &self.texts
    }

    pub fn text(&self, id: &str) -> Option<&LawText> {
        self.texts.iter().find(|text| text.id == id)
    }

    /// The text that a citation names.
    pub fn cited(&self, law: &str) -> Option<&LawText> {
        self.cited.get(law).and_then(|place| self.texts.get(*place))
    }

    /// The article that a citation names.
    pub fn article(&self, citation: &Citation) -> Option<(&LawText, &Article)> {
        let text = self.cited(&citation.law)?;
        Some((text, text.article(&citation.article)?))
    }

    /// All editions of a law, the newest first.
    pub fn editions(&self, family: &str) -> Vec<&LawText> {
        let mut editions: Vec<_> = self.texts.iter().filter(|text| text.family == family).collect();
        editions.sort_by_key(|text| std::cmp::Reverse(text.in_force_from));
        editions
    }

    /// Whether an article exists and says the quoted words.
    pub fn check(&self, quote: &Quote) -> Result<(), QuoteFault> {
        let citation = &quote.citation;
        let Some(text) = self.cited(&citation.law) else {
            return Err(QuoteFault::NoText(citation.law.clone()));
        };
        let Some(article) = text.article(&citation.article) else {
            return Err(QuoteFault::NoArticle(citation.clone()));
        };
        let said = |words: &&String| article.paragraphs.iter().any(|line| line.contains(words.as_str()));
        match quote.words.iter().find(|words| !said(words)) {
            None => Ok(()),
            Some(words) => Err(QuoteFault::NoWords { citation: citation.clone(), words: words.clone() }),
        }
    }
}

/// An entry of the index.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    file: String,
    title: Names,
    cite_as: String,
    family: String,
    kind: TextKind,
    number: Option<String>,
    published: TomlDay,
    in_force_from: TomlDay,
    in_force_until: Option<TomlDay>,
    /// How many articles the text has, so that a broken copy is noticed.
    articles: usize,
    source: String,
    note: Option<Names>,
}
