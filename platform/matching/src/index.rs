//! Finds what is alike among up to a million texts, in memory.

use crate::profile::Profile;
use crate::words::Sort;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Terms kept of a text at most; the rest of a long notice says little more.
const TERMS_OF_TEXT: usize = 96;
/// Terms of a text of middle length.
const TERMS_EXPECTED: usize = 56;
/// Entries read in a look-up at most, the rarest terms first. It bounds the time.
const ENTRIES_READ: usize = 40_000;
/// Texts compared term by term after that.
const CANDIDATES: usize = 200;
/// The weight of a pair of neighbouring characters beside that of a word.
const PAIR: f32 = 0.5;

/// A text that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit<Id> {
    pub id: Id,
    /// 0 to 1: how much of both is in common, by rarity of words and pairs of characters.
    pub likeness: f32,
}

/// By what hits are ordered once they were scored, 0 to 1.
///
/// The score knows what a demand is about and the likeness how much is said in the same words;
/// each puts duplicates in front that the other misses. Two to one was best on the development
/// part of the task set.
pub fn closeness(score: f64, likeness: f32) -> f64 {
    (score + 2.0 * f64::from(likeness)) / 3.0
}

/// An index of texts by their words and pairs of characters.
///
/// It keeps no text: whoever asks reads the few that were found and lets the `Matcher` score
/// them. At a million tasks it takes some hundreds of megabytes.
pub struct Index<Id> {
    /// By number; `None` where a text was removed.
    ids: Vec<Option<Id>>,
    numbers: HashMap<Id, u32>,
    /// The terms of all texts, text after text, and where those of a text end.
    terms: Vec<u32>,
    ends: Vec<usize>,
    /// The number of each term.
    known: HashMap<Hash, u32>,
    lists: Vec<List>,
    scratch: Mutex<Vec<Scratch>>,
}

/// A word or pair of characters, hashed: among a million different ones about a hundred
/// pairs fall together, and each only makes two texts seem a little more alike. The lowest
/// bit says that it is a word.
type Hash = u32;

/// The texts that have a term.
struct List {
    /// Their numbers, in their order.
    texts: Vec<u32>,
    /// The logarithm of how many they are.
    commonness: f32,
    /// Beside a word, which counts 1.
    importance: f32,
}

/// What a look-up writes on; kept, so that it need not be made anew.
#[derive(Default)]
struct Scratch {
    /// For each text how much of the question was found in it. All zero between look-ups.
    found: Vec<f32>,
    touched: Vec<u32>,
    /// For each term what it weighs in the question. All zero between look-ups.
    asked: Vec<f32>,
}

impl<Id> Default for Index<Id> {
    fn default() -> Self {
        Self {
            ids: Vec::new(),
            numbers: HashMap::new(),
            terms: Vec::new(),
            ends: Vec::new(),
            known: HashMap::new(),
            lists: Vec::new(),
            scratch: Mutex::new(Vec::new()),
        }
    }
}

impl<Id: Clone + Eq + std::hash::Hash> Index<Id> {
    /// With room for so many texts. Within it an insertion never has to move what is there;
    /// beyond it, one in many takes some tens of milliseconds.
    pub fn with_capacity(texts: usize) -> Self {
        Self {
            ids: Vec::with_capacity(texts),
            numbers: HashMap::with_capacity(texts),
            terms: Vec::with_capacity(texts.saturating_mul(TERMS_EXPECTED)),
            ends: Vec::with_capacity(texts),
            ..Self::default()
        }
    }

    /// How many texts are in it.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Adds a text, or puts it in the place of the one with the same id.
    pub fn insert(&mut self, id: Id, profile: &Profile) {
        self.remove(&id);
        // Four thousand million texts do not fit into memory before they fit into the number.
        let Ok(number) = u32::try_from(self.ids.len()) else { return };
        for hash in hashes(profile) {
            let term = match self.known.get(&hash) {
                Some(term) => *term,
                None => {
                    let Ok(term) = u32::try_from(self.lists.len()) else { return };
                    let importance = if hash & 1 == 1 { 1.0 } else { PAIR };
                    self.lists.push(List { texts: Vec::new(), commonness: 0.0, importance });
                    self.known.insert(hash, term);
                    term
                }
            };
            if let Some(list) = self.lists.get_mut(term as usize) {
                list.texts.push(number);
                list.commonness = (list.texts.len() as f32 + 1.0).ln();
                self.terms.push(term);
            }
        }
        self.ends.push(self.terms.len());
        self.ids.push(Some(id.clone()));
        self.numbers.insert(id, number);
    }

    /// Takes a text out; it is no longer found. Its place is freed when the index is made anew.
    pub fn remove(&mut self, id: &Id) -> bool {
        let Some(number) = self.numbers.remove(id) else { return false };
        if let Some(slot) = self.ids.get_mut(number as usize) {
            *slot = None;
        }
        true
    }

    /// The texts most alike, the best first.
    pub fn search(&self, question: &Profile, count: usize) -> Vec<Hit<Id>> {
        let taken = self.scratch.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut scratch = taken.unwrap_or_default();
        scratch.found.resize(self.ids.len(), 0.0);
        scratch.asked.resize(self.lists.len(), 0.0);
        let hashes = hashes(question);
        // What no text has weighs too: the question is then covered the less.
        let unknown = hashes.iter().filter(|hash| !self.known.contains_key(hash));
        let unknown: f32 =
            unknown.map(|hash| self.texts_log() * if hash & 1 == 1 { 1.0 } else { PAIR }).sum();
        let terms: Vec<u32> = hashes.iter().filter_map(|hash| self.known.get(hash)).copied().collect();
        let mut whole = unknown;
        for term in &terms {
            let weight = self.weight(*term);
            whole += weight;
            if let Some(asked) = scratch.asked.get_mut(*term as usize) {
                *asked = weight;
            }
        }

        self.gather(&terms, &mut scratch);
        let mut hits: Vec<(f32, u32)> = best(&mut scratch, CANDIDATES.max(count))
            .into_iter()
            .filter(|number| self.ids.get(*number as usize).is_some_and(Option::is_some))
            .map(|number| (self.likeness(&scratch.asked, whole, number), number))
            .collect();
        for term in terms {
            if let Some(asked) = scratch.asked.get_mut(term as usize) {
                *asked = 0.0;
            }
        }
        self.scratch.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);

        // Of equal ones the newer first.
        hits.sort_by(|one, other| other.0.total_cmp(&one.0).then(other.1.cmp(&one.1)));
        hits.truncate(count);
        hits.into_iter()
            .filter_map(|(likeness, number)| {
                Some(Hit { id: self.ids.get(number as usize)?.clone()?, likeness })
            })
            .collect()
    }

    /// Adds up what each text has of the question, rare terms first, as long as entries last.
    fn gather(&self, terms: &[u32], scratch: &mut Scratch) {
        let mut lists: Vec<(&[u32], f32)> = terms
            .iter()
            .filter_map(|term| Some((self.lists.get(*term as usize)?.texts.as_slice(), self.weight(*term))))
            .collect();
        lists.sort_by_key(|(texts, _)| texts.len());
        let mut left = ENTRIES_READ;
        for (texts, weight) in lists {
            // The newest are the likelier ones where not all can be read.
            let read = texts.get(texts.len().saturating_sub(left)..).unwrap_or_default();
            left -= read.len();
            for number in read {
                if let Some(found) = scratch.found.get_mut(*number as usize) {
                    if *found == 0.0 {
                        scratch.touched.push(*number);
                    }
                    *found += weight;
                }
            }
        }
    }

    fn texts_log(&self) -> f32 {
        (self.ids.len() as f32 + 10.0).ln()
    }

    /// How rare a term is among the texts.
    fn weight(&self, term: u32) -> f32 {
        let Some(list) = self.lists.get(term as usize) else { return 0.0 };
        (self.texts_log() - list.commonness).max(0.1) * list.importance
    }

    /// The mean of what is common by all of both and by all of the smaller one.
    fn likeness(&self, asked: &[f32], whole: f32, number: u32) -> f32 {
        let number = number as usize;
        let from = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let to = self.ends.get(number).copied().unwrap_or(from);
        let texts_log = self.texts_log();
        let (mut common, mut other) = (0.0_f32, 0.0_f32);
        for term in self.terms.get(from..to).unwrap_or_default() {
            common += asked.get(*term as usize).copied().unwrap_or_default();
            if let Some(list) = self.lists.get(*term as usize) {
                other += (texts_log - list.commonness).max(0.1) * list.importance;
            }
        }
        if common == 0.0 {
            return 0.0;
        }
        (common * 2.0 / (whole + other) + common / whole.min(other)) / 2.0
    }
}

/// The numbers of the texts with the most found; what was found is forgotten.
fn best(scratch: &mut Scratch, count: usize) -> Vec<u32> {
    let mut numbers: Vec<(f32, u32)> = Vec::with_capacity(scratch.touched.len());
    for number in scratch.touched.drain(..) {
        if let Some(found) = scratch.found.get_mut(number as usize) {
            numbers.push((std::mem::take(found), number));
        }
    }
    if numbers.len() > count {
        numbers
            .select_nth_unstable_by(count, |one, other| other.0.total_cmp(&one.0).then(other.1.cmp(&one.1)));
        numbers.truncate(count);
    }
    numbers.into_iter().map(|(_, number)| number).collect()
}

/// The terms of a text, each once: its words, and the pairs of characters in them and between.
fn hashes(profile: &Profile) -> Vec<Hash> {
    let mut terms: Vec<Hash> = Vec::new();
    for (word, _) in profile.telling() {
        // When it is due does not say what it is.
        if word.sort != Sort::Date {
            terms.push(hash(word.canonical.bytes()) | 1);
        }
    }
    let letters = profile.letters();
    for (left, right) in letters.iter().zip(letters.iter().skip(1)) {
        let (left, right) = (u32::from(*left).to_le_bytes(), u32::from(*right).to_le_bytes());
        terms.push(hash(left.into_iter().chain(right)) & !1);
    }
    let mut seen = std::collections::HashSet::new();
    terms.retain(|term| seen.insert(*term));
    terms.truncate(TERMS_OF_TEXT);
    terms
}

/// FNV-1a, folded to half its length.
fn hash(bytes: impl Iterator<Item = u8>) -> u32 {
    let whole = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let [a, b, c, d, e, f, g, h] = whole.to_le_bytes();
    u32::from_le_bytes([a ^ e, b ^ f, c ^ g, d ^ h])
}
