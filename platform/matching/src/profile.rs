//! A text made ready to be compared: its words with their weights.

use crate::lexicon::Kind;
use crate::words::{Segmenter, Sort, Word};
use std::collections::HashMap;

/// Words of all texts of jieba's dictionary, by its own frequencies.
const DICTIONARY_WORDS: f64 = 6.0e7;
/// Words of a text of middle length, to turn the frequency of a word into that of texts with it.
const WORDS_IN_TEXT: f64 = 20.0;
/// How many texts the dictionary's frequency counts for, beside the texts that were seen.
const PRIOR_TEXTS: f64 = 200.0;
/// The share of texts with a character nobody has seen yet.
const PRIOR_OF_CHAR: f64 = 0.01;

/// A text cut into words, with what its words are expected to weigh before any text was seen.
#[derive(Debug, Clone)]
pub struct Profile {
    pub words: Vec<Word>,
    /// Beside each word: the share of texts that have it, by the dictionary.
    expected: Vec<f64>,
}

impl Profile {
    pub fn new(segmenter: &Segmenter, text: &str) -> Self {
        let words = segmenter.words(text);
        let expected = words.iter().map(|word| expected_share(segmenter, word)).collect();
        Self { words, expected }
    }

    /// The words that carry something, with the share of texts expected to have them.
    pub fn telling(&self) -> impl Iterator<Item = (&Word, f64)> {
        self.words.iter().zip(self.expected.iter().copied()).filter(|(word, _)| !word.is_filler())
    }

    /// The characters of the telling words, as they stand for their groups.
    pub fn letters(&self) -> Vec<char> {
        self.telling().flat_map(|(word, _)| word.canonical.chars()).collect()
    }
}

fn expected_share(segmenter: &Segmenter, word: &Word) -> f64 {
    match word.sort {
        Sort::Date | Sort::Number => 0.02,
        Sort::Word(_) => {
            let share = segmenter.frequency(&word.canonical) as f64 / DICTIONARY_WORDS * WORDS_IN_TEXT;
            share.clamp(1.0e-4, 0.3)
        }
    }
}

/// How much a word says: the rarer among the texts that were seen, the more.
///
/// Where few texts were seen, the frequencies of the dictionary decide.
#[derive(Debug, Clone, Default)]
pub struct Rarity {
    texts: f64,
    words: HashMap<String, f64>,
    letters: HashMap<char, f64>,
}

impl Rarity {
    /// Counts a text in.
    pub fn learn(&mut self, profile: &Profile) {
        self.texts += 1.0;
        let mut words: Vec<&str> = profile.words.iter().map(|word| word.canonical.as_str()).collect();
        words.sort_unstable();
        words.dedup();
        for word in words {
            match self.words.get_mut(word) {
                Some(count) => *count += 1.0,
                None => {
                    self.words.insert(word.to_owned(), 1.0);
                }
            }
        }
        let mut letters = profile.letters();
        letters.sort_unstable();
        letters.dedup();
        for letter in letters {
            *self.letters.entry(letter).or_default() += 1.0;
        }
    }

    /// The weight of a word: the logarithm of how few texts have it, less for words that say
    /// who asks or by when rather than what is asked.
    pub fn of_word(&self, word: &Word, expected: f64) -> f64 {
        let seen = self.words.get(&word.canonical).copied().unwrap_or_default();
        let weight = ((self.texts + PRIOR_TEXTS) / (seen + PRIOR_TEXTS * expected)).ln();
        weight.max(0.1) * emphasis(word.sort)
    }

    /// The weight of a character.
    pub fn of_letter(&self, letter: char) -> f64 {
        let seen = self.letters.get(&letter).copied().unwrap_or_default();
        ((self.texts + PRIOR_TEXTS) / (seen + PRIOR_TEXTS * PRIOR_OF_CHAR)).ln().max(0.1)
    }
}

fn emphasis(sort: Sort) -> f64 {
    match sort {
        Sort::Word(Kind::Unit) => 0.3,
        Sort::Word(Kind::Time) | Sort::Date => 0.4,
        Sort::Word(Kind::Paper) | Sort::Number => 0.7,
        Sort::Word(Kind::Filler) => 0.0,
        Sort::Word(
            Kind::Action | Kind::Place | Kind::Person | Kind::Matter | Kind::Plain | Kind::Unlisted,
        ) => 1.0,
    }
}
