//! The characters of a text in narrow form, with the place of each.

use crate::numeral::narrow;
use crate::{Found, LONGEST};
use std::ops::Range;

/// A text without its spaces; lines are kept.
pub(crate) struct Letters {
    pub plain: Vec<char>,
    /// Beside each character its place in the text as it was given, in bytes.
    places: Vec<Range<usize>>,
    given: String,
}

impl Letters {
    pub fn of(text: &str) -> Self {
        let mut letters = Self { plain: Vec::new(), places: Vec::new(), given: text.to_owned() };
        for (at, c) in text.char_indices().take(LONGEST) {
            let c_plain = match narrow(c) {
                '\r' | '\u{2028}' | '\u{2029}' => '\n',
                c => c,
            };
            if c_plain != '\n' && (c_plain.is_whitespace() || c_plain.is_control() || is_invisible(c_plain)) {
                continue;
            }
            letters.plain.push(c_plain);
            letters.places.push(at..at + c.len_utf8());
        }
        letters
    }

    /// The characters in a range; empty outside.
    pub fn slice(&self, range: Range<usize>) -> &[char] {
        self.plain.get(range).unwrap_or_default()
    }

    pub fn from(&self, at: usize) -> &[char] {
        self.plain.get(at..).unwrap_or_default()
    }

    /// Whether a word begins here.
    pub fn has(&self, at: usize, word: &str) -> bool {
        begins(self.from(at), word)
    }

    /// The first of several words that begins here; longer ones are to stand first.
    pub fn one_of(&self, at: usize, words: &[&'static str]) -> Option<&'static str> {
        words.iter().find(|word| self.has(at, word)).copied()
    }

    pub fn text(&self, range: Range<usize>) -> String {
        self.slice(range).iter().collect()
    }

    /// The place of a range in the text as it was given; `None` for an empty range.
    pub fn place(&self, range: Range<usize>) -> Option<Range<usize>> {
        let places = self.places.get(range)?;
        Some(places.first()?.start..places.last()?.end)
    }

    pub fn found<T>(&self, value: T, range: Range<usize>) -> Option<Found<T>> {
        Some(Found { value, place: self.place(range)? })
    }

    /// What was given at a range, with its own spaces.
    pub fn as_given(&self, range: Range<usize>) -> String {
        self.place(range).and_then(|place| self.given.get(place)).unwrap_or_default().trim().to_owned()
    }

    /// The lines that have something in them, by their ranges.
    pub fn lines(&self) -> Vec<Range<usize>> {
        let mut lines = Vec::new();
        let mut from = 0;
        for at in 0..=self.plain.len() {
            if self.plain.get(at).is_none_or(|c| *c == '\n') {
                if at > from {
                    lines.push(from..at);
                }
                from = at + 1;
            }
        }
        lines
    }
}

pub(crate) fn begins(letters: &[char], word: &str) -> bool {
    let mut rest = letters.iter();
    word.chars().all(|c| rest.next() == Some(&c))
}

pub(crate) fn ends(letters: &[char], word: &str) -> bool {
    let mut rest = letters.iter().rev();
    word.chars().rev().all(|c| rest.next() == Some(&c))
}

/// Where a word stands first.
pub(crate) fn find(letters: &[char], word: &str) -> Option<usize> {
    (0..letters.len()).find(|at| begins(letters.get(*at..).unwrap_or_default(), word))
}

pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

/// Characters nobody sees, which must not cut a date in two.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}')
}
