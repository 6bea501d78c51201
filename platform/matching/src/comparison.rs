//! What is the same in two texts, what differs, and what that counts.

use crate::alignment::best_answers;
use crate::features::Feature;
use crate::lexicon::Kind;
use crate::model::ReadAs;
use crate::profile::Profile;
use crate::words::Sort;
use kernel::Text;
use serde::Serialize;
use std::ops::Range;

/// From which likeness on a word counts as answered.
const ANSWERED: f64 = 0.5;

/// Two texts compared. Places are in bytes of the texts as they were given.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// 0 to 1: how likely they ask for the same, or one for a part of the other.
    pub score: f64,
    pub read_as: ReadAs,
    pub same: Vec<Common>,
    pub only_left: Vec<Difference>,
    pub only_right: Vec<Difference>,
    /// The figures behind the score, those that changed it most first.
    pub contributions: Vec<Contribution>,
}

/// A word of the left text and the word of the right one that answers it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Common {
    pub left: Range<usize>,
    pub right: Range<usize>,
    pub how: Likeness,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// The same word.
    Equal,
    /// Another word for the same.
    SameMeaning,
    /// A word that shares characters.
    Akin,
}

/// A word that nothing answers in the other text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    pub place: Range<usize>,
    pub what: What,
}

/// What kind of thing differs; its words are `matching-what-…` in the message files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    Action,
    Place,
    Person,
    Matter,
    Paper,
    Unit,
    Time,
    Number,
    Word,
}

impl What {
    pub const ALL: [Self; 9] = [
        Self::Action,
        Self::Place,
        Self::Person,
        Self::Matter,
        Self::Paper,
        Self::Unit,
        Self::Time,
        Self::Number,
        Self::Word,
    ];

    /// The name of the kind, to be worded.
    pub fn text(self) -> Text {
        Text::new(match self {
            Self::Action => "matching-what-action",
            Self::Place => "matching-what-place",
            Self::Person => "matching-what-person",
            Self::Matter => "matching-what-matter",
            Self::Paper => "matching-what-paper",
            Self::Unit => "matching-what-unit",
            Self::Time => "matching-what-time",
            Self::Number => "matching-what-number",
            Self::Word => "matching-what-word",
        })
    }

    fn of(sort: Sort) -> Self {
        match sort {
            Sort::Word(Kind::Action) => Self::Action,
            Sort::Word(Kind::Place) => Self::Place,
            Sort::Word(Kind::Person) => Self::Person,
            Sort::Word(Kind::Matter) => Self::Matter,
            Sort::Word(Kind::Paper) => Self::Paper,
            Sort::Word(Kind::Unit) => Self::Unit,
            Sort::Word(Kind::Time) | Sort::Date => Self::Time,
            Sort::Word(Kind::Plain | Kind::Unlisted | Kind::Filler) => Self::Word,
            Sort::Number => Self::Number,
        }
    }
}

/// One figure and what it did to the score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Contribution {
    pub feature: Feature,
    pub figure: f64,
    /// Added to the logarithm of the odds, compared with a pair of middle likeness.
    pub effect: f64,
}

/// The words that answer one another, in the order of the left text.
pub(crate) fn common(left: &Profile, right: &Profile, left_text: &str, right_text: &str) -> Vec<Common> {
    let others: Vec<_> = right.telling().map(|(word, _)| word).collect();
    let mut common = Vec::new();
    for ((word, _), (answer, likeness)) in left.telling().zip(best_answers(left, right)) {
        let Some(other) = answer.and_then(|number| others.get(number)) else { continue };
        if likeness < ANSWERED {
            continue;
        }
        let (here, there) = (word.place.clone(), other.place.clone());
        let how = match likeness {
            1.0 if left_text.get(here.clone()) == right_text.get(there.clone()) => Likeness::Equal,
            1.0 => Likeness::SameMeaning,
            _ => Likeness::Akin,
        };
        common.push(Common { left: here, right: there, how });
    }
    common
}

/// The words of a text that nothing answers in the other.
pub(crate) fn unanswered(text: &Profile, other: &Profile) -> Vec<Difference> {
    text.telling()
        .zip(best_answers(text, other))
        .filter(|(_, (_, likeness))| *likeness < ANSWERED)
        .map(|((word, _), _)| Difference { place: word.place.clone(), what: What::of(word.sort) })
        .collect()
}
