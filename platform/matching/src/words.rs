//! From a text to its words, each with the place it stands at.

use crate::lexicon::{Kind, Lexicon};
use crate::numeral;
use crate::problem::MatchingProblem;
use jieba_rs::Jieba;
use notice::numeral::narrow;
use std::ops::Range;

/// Characters that are read of a text; what a task asks for stands well before that.
pub const LONGEST: usize = 6_000;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word that stands for its group, or the number with its unit: `检查`, `30日`.
    pub canonical: String,
    /// Where it stands in the text as it was given, in bytes.
    pub place: Range<usize>,
    pub sort: Sort,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A word of the dictionary or a run of letters.
    Word(Kind),
    /// A day, month, year or hour.
    Date,
    /// Any other number.
    Number,
}

impl Word {
    pub fn is_filler(&self) -> bool {
        self.sort == Sort::Word(Kind::Filler)
    }
    pub fn kind(&self) -> Option<Kind> {
        match self.sort {
            Sort::Word(kind) => Some(kind),
            Sort::Date | Sort::Number => None,
        }
    }
}

/// Cuts texts into words. Making one reads the dictionary: about half a second, once.
pub struct Segmenter {
    jieba: Jieba,
    lexicon: Lexicon,
}

impl Segmenter {
    /// # Errors
    /// A word list of the program that cannot be used.
    pub fn new() -> Result<Self, MatchingProblem> {
        let lexicon = Lexicon::embedded()?;
        let mut jieba = Jieba::new();
        // In the order of their letters, so that the frequencies that are guessed for them
        // from one another are the same in every process.
        let mut words: Vec<&str> = lexicon.words().filter(|word| word.chars().count() > 1).collect();
        words.sort_unstable();
        for word in words {
            if !jieba.has_word(word) {
                jieba.add_word(word, None, None);
            }
        }
        Ok(Self { jieba, lexicon })
    }

    /// How often the dictionary's texts have this word; 0 for an unknown one.
    pub fn frequency(&self, word: &str) -> usize {
        if self.jieba.has_word(word) { self.jieba.suggest_freq(word) } else { 0 }
    }

    /// The words of a text in their order; punctuation and spaces are left out.
    pub fn words(&self, text: &str) -> Vec<Word> {
        let letters = letters(text);
        let mut words = Vec::new();
        for run in letters.chunk_by(|left, right| left.run == right.run) {
            self.cut_run(run, &mut words);
        }
        words
    }

    /// Numbers first, because the dictionary cuts them by chance; then the words between.
    fn cut_run(&self, run: &[Letter], words: &mut Vec<Word>) {
        let plain: Vec<char> = run.iter().map(|letter| letter.plain).collect();
        let mut from = 0;
        let mut at = 0;
        while at < plain.len() {
            let before = plain.get(..at).unwrap_or_default();
            let rest = plain.get(at..).unwrap_or_default();
            match numeral::quantity(before, rest) {
                Some(quantity) => {
                    self.cut_plain(run.get(from..at).unwrap_or_default(), words);
                    let end = at + quantity.letters.max(1);
                    if let Some(place) = place(run.get(at..end).unwrap_or_default()) {
                        let sort = if quantity.is_date() { Sort::Date } else { Sort::Number };
                        words.push(Word { canonical: quantity.canonical(), place, sort });
                    }
                    from = end;
                    at = end;
                }
                None => at += 1,
            }
        }
        self.cut_plain(run.get(from..).unwrap_or_default(), words);
    }

    fn cut_plain(&self, run: &[Letter], words: &mut Vec<Word>) {
        if run.is_empty() {
            return;
        }
        let text: String = run.iter().map(|letter| letter.plain).collect();
        let mut letters = run;
        for token in self.jieba.cut(&text, false) {
            let (these, rest) = letters.split_at(token.word.chars().count().min(letters.len()));
            letters = rest;
            let Some(place) = place(these) else { continue };
            let (canonical, kind) = match self.lexicon.find(token.word) {
                Some(entry) => (entry.stands_for, entry.kind),
                None => (token.word, Kind::Unlisted),
            };
            words.push(Word { canonical: canonical.to_owned(), place, sort: Sort::Word(kind) });
        }
    }
}

/// A letter or digit: narrow, lower case, and where it stands.
struct Letter {
    plain: char,
    place: Range<usize>,
    /// Counts the stretches without punctuation.
    run: usize,
}

fn letters(text: &str) -> Vec<Letter> {
    let mut run = 0;
    let mut letters = Vec::new();
    for (at, c) in text.char_indices() {
        let plain = narrow(c);
        let in_number = matches!(plain, '.' | '%' | ':' | '-') && follows_digit(&letters, at);
        if plain.is_alphanumeric() || in_number {
            let plain = plain.to_lowercase().next().unwrap_or(plain);
            letters.push(Letter { plain, place: at..at + c.len_utf8(), run });
        } else if !is_invisible(c) {
            run += 1;
        }
        if letters.len() >= LONGEST {
            break;
        }
    }
    letters
}

fn follows_digit(letters: &[Letter], at: usize) -> bool {
    letters.last().is_some_and(|last| last.place.end == at && last.plain.is_ascii_digit())
}

/// Characters nobody sees, which must not cut a word in two.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}')
}

fn place(letters: &[Letter]) -> Option<Range<usize>> {
    Some(letters.first()?.place.start..letters.last()?.place.end)
}
