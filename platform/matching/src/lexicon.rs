//! Words that ask for the same, and what kind of thing a word names.

use crate::problem::MatchingProblem;
use std::collections::HashMap;

const FILES: [(&str, &str); 4] = [
    ("duty.txt", include_str!("../lexicon/duty.txt")),
    ("matters.txt", include_str!("../lexicon/matters.txt")),
    ("everyday.txt", include_str!("../lexicon/everyday.txt")),
    ("filler.txt", include_str!("../lexicon/filler.txt")),
];

/// What kind of thing a word names. Two different words of one kind are two different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What is to be done: 检查, 宣传, 培训.
    Action,
    /// Where, or at what kind of premises: 旅馆, 学校.
    Place,
    /// Who: 居民, 保安.
    Person,
    /// About what: 消防, 反诈.
    Matter,
    /// In which form it is handed in: 名单, 总结.
    Paper,
    /// Which department or station.
    Unit,
    /// A word of time: 月底, 春节.
    Time,
    /// Any other word that is listed.
    Plain,
    /// A word that carries little: 的, 请问.
    Filler,
    /// A word that stands in no list.
    Unlisted,
}

impl Kind {
    /// The kinds whose words say what a task is about.
    pub const TELLING: [Kind; 5] = [Self::Action, Self::Place, Self::Person, Self::Matter, Self::Paper];

    fn from_section(name: &str) -> Option<Self> {
        Some(match name {
            "action" => Self::Action,
            "place" => Self::Place,
            "person" => Self::Person,
            "matter" => Self::Matter,
            "paper" => Self::Paper,
            "unit" => Self::Unit,
            "time" => Self::Time,
            "plain" => Self::Plain,
            "filler" => Self::Filler,
            _ => return None,
        })
    }
}

/// The entry of a word: the word that stands for its group, and the kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub stands_for: &'static str,
    pub kind: Kind,
}

/// All words that are listed, by themselves.
#[derive(Debug, Default)]
pub struct Lexicon {
    words: HashMap<&'static str, Entry>,
}

impl Lexicon {
    /// The lists that are built into the program.
    ///
    /// # Errors
    /// The first line that cannot be used, with its file and number.
    pub fn embedded() -> Result<Self, MatchingProblem> {
        let mut lexicon = Self::default();
        for (file, text) in FILES {
            lexicon.read(file, text)?;
        }
        Ok(lexicon)
    }

    fn read(&mut self, file: &'static str, text: &'static str) -> Result<(), MatchingProblem> {
        let mut kind = None;
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            let problem = |what: String| MatchingProblem::Lexicon { file, line: number + 1, what };
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(section) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                kind = Some(
                    Kind::from_section(section)
                        .ok_or_else(|| problem(format!("no kind of word is called {section}")))?,
                );
                continue;
            }
            let kind = kind.ok_or_else(|| problem("a word before the first section".to_owned()))?;
            let mut words = line.split_whitespace().peekable();
            let stands_for = words.peek().copied().unwrap_or_default();
            for word in words {
                if word.chars().any(char::is_uppercase) {
                    return Err(problem(format!("{word} is compared in small letters")));
                }
                if self.words.insert(word, Entry { stands_for, kind }).is_some() {
                    return Err(problem(format!("{word} is listed twice")));
                }
            }
        }
        Ok(())
    }

    pub fn find(&self, word: &str) -> Option<Entry> {
        self.words.get(word).copied()
    }

    /// Every listed word; the segmenter has to know them all.
    pub fn words(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.words.keys().copied()
    }
}
