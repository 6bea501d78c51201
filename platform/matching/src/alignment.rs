//! Which word of one text answers which word of the other.

use crate::features::{dice, ratio};
use crate::lexicon::Kind;
use crate::profile::{Profile, Rarity};
use crate::words::{Sort, Word};
use std::collections::{HashMap, HashSet};

/// Words compared at most of each text, so that two long ones take no longer than two of these.
const WORDS_COMPARED: usize = 400;
/// Characters compared in order at most of each text.
const LETTERS_COMPARED: usize = 600;
/// What a word is worth that only shares characters: 还款 for 还钱.
const SHARED_LETTERS: f64 = 0.8;
/// What a word is worth whose characters stand in the other text, cut into words otherwise.
const CUT_OTHERWISE: f64 = 0.9;

/// The weight of a rare word, by which what is lost is measured.
const RARE_WORD: f64 = 6.0;

/// The word of the other text that answers a word best, by its number among the telling ones,
/// and how well it does, 0 to 1.
pub type Answer = (Option<usize>, f64);

/// For the telling words of each text their answers in the other.
pub struct Answers {
    pub a: Vec<Answer>,
    pub b: Vec<Answer>,
}

impl Answers {
    pub fn between(a: &Profile, b: &Profile) -> Self {
        Self { a: best_answers(a, b), b: best_answers(b, a) }
    }
}

/// How much of each text is found in the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cover {
    /// The share of the first that is found in the second, 0 to 1.
    pub a: f64,
    pub b: f64,
    /// The same of the words that say what is to be done, where, to whom and about what.
    pub core_a: f64,
    pub core_b: f64,
    /// The same of these words and of those that stand in no list.
    pub key_a: f64,
    pub key_b: f64,
}

pub fn cover(a: &Profile, b: &Profile, answers: &Answers, rarity: &Rarity) -> Cover {
    let (a, b) = (found(a, &answers.a, rarity), found(b, &answers.b, rarity));
    Cover {
        a: ratio(a.whole - a.lost, a.whole),
        b: ratio(b.whole - b.lost, b.whole),
        core_a: ratio(a.core - a.core_lost, a.core),
        core_b: ratio(b.core - b.core_lost, b.core),
        key_a: ratio(a.key - a.key_lost, a.key),
        key_b: ratio(b.key - b.key_lost, b.key),
    }
}

#[derive(Default)]
struct Found {
    whole: f64,
    lost: f64,
    core: f64,
    core_lost: f64,
    key: f64,
    key_lost: f64,
}

fn found(text: &Profile, best: &[Answer], rarity: &Rarity) -> Found {
    let mut found = Found::default();
    for ((word, expected), (_, likeness)) in text.telling().zip(best) {
        let weight = rarity.of_word(word, expected);
        let lost = weight * (1.0 - likeness);
        found.whole += weight;
        found.lost += lost;
        if word.kind().is_some_and(|kind| Kind::TELLING.contains(&kind)) {
            found.core += weight;
            found.core_lost += lost;
        }
        if word.kind().is_some_and(|kind| kind == Kind::Unlisted || Kind::TELLING.contains(&kind)) {
            found.key += weight;
            found.key_lost += lost;
        }
    }
    found
}

/// For each telling word of a text its answer in the other.
pub fn best_answers(text: &Profile, other: &Profile) -> Vec<Answer> {
    let others: Vec<&Word> = other.telling().map(|(word, _)| word).take(WORDS_COMPARED).collect();
    let letters: Vec<Vec<char>> = others.iter().map(|word| word.canonical.chars().collect()).collect();
    let all: Vec<char> = letters.iter().flatten().copied().collect();
    let pairs: HashSet<(char, char)> = neighbours(&all).collect();
    let mut known: HashMap<&str, Answer> = HashMap::new();
    let mut answers = Vec::new();
    for (word, _) in text.telling().take(WORDS_COMPARED) {
        let answer = *known
            .entry(word.canonical.as_str())
            .or_insert_with(|| best_answer(word, &others, &letters, &pairs));
        answers.push(answer);
    }
    answers
}

fn best_answer(
    word: &Word,
    others: &[&Word],
    letters: &[Vec<char>],
    pairs: &HashSet<(char, char)>,
) -> Answer {
    if let Some(same) = others.iter().position(|other| other.canonical == word.canonical) {
        return (Some(same), 1.0);
    }
    let own: Vec<char> = word.canonical.chars().collect();
    let mut best = (None, 0.0);
    for (number, (other, letters)) in others.iter().zip(letters).enumerate() {
        if are_different_things(word, other) {
            continue;
        }
        let likeness = SHARED_LETTERS * dice(&own, letters);
        if likeness > best.1 {
            best = (Some(number), likeness);
        }
    }
    if matches!(word.sort, Sort::Word(Kind::Plain | Kind::Unlisted)) {
        best.1 = best.1.max(CUT_OTHERWISE * spread(&own, pairs));
    }
    best
}

/// How many of the pairs of neighbouring characters of a word stand somewhere in the other
/// text, 0 to 1: the dictionary cuts 登记表 once in one and once in two.
fn spread(own: &[char], pairs: &HashSet<(char, char)>) -> f64 {
    let found = neighbours(own).filter(|pair| pairs.contains(pair)).count();
    ratio(found as f64, own.len().saturating_sub(1) as f64)
}

fn neighbours(letters: &[char]) -> impl Iterator<Item = (char, char)> {
    letters.iter().copied().zip(letters.iter().copied().skip(1))
}

/// Two listed words of one kind are two things however alike they are written, and so are
/// two numbers.
fn are_different_things(word: &Word, other: &Word) -> bool {
    match (word.sort, other.sort) {
        (Sort::Word(left), Sort::Word(right)) => {
            left == right && !matches!(left, Kind::Plain | Kind::Unlisted | Kind::Time | Kind::Filler)
        }
        _ => true,
    }
}

/// The length of the longest common subsequence of the first characters.
pub fn longest_common(a: &[char], b: &[char]) -> usize {
    let b: Vec<char> = b.iter().copied().take(LETTERS_COMPARED).collect();
    let mut row = vec![0_usize; b.len()];
    for letter in a.iter().take(LETTERS_COMPARED) {
        // What stood at the left and above before this row was written.
        let (mut left, mut corner) = (0, 0);
        for (cell, other) in row.iter_mut().zip(&b) {
            let above = *cell;
            *cell = if letter == other { corner + 1 } else { above.max(left) };
            corner = above;
            left = *cell;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// How much of what both texts say is replaced by something else inside the same sentence,
/// 0 to 1: 旅馆 for 网吧 where all the words around are equal.
///
/// Words that match in order are the frame. Between them, what stands on both sides and does
/// not answer one another is replaced. One rare word replaced in a full frame comes near 1;
/// without a frame nothing counts as replaced.
pub fn replaced(a: &Profile, b: &Profile, answers: &Answers, rarity: &Rarity) -> f64 {
    let weigh = |text: &Profile| -> Vec<(String, f64, bool)> {
        text.telling()
            .take(WORDS_COMPARED)
            .map(|(word, expected)| {
                let counts =
                    matches!(word.sort, Sort::Word(kind) if !matches!(kind, Kind::Unit | Kind::Time));
                (word.canonical.clone(), rarity.of_word(word, expected), counts)
            })
            .collect()
    };
    let (words_a, words_b) = (weigh(a), weigh(b));
    let pairs = common_words(&words_a, &words_b);
    let total = |words: &[(String, f64, bool)]| words.iter().map(|(_, weight, _)| weight).sum::<f64>();
    let frame: f64 = pairs.iter().filter_map(|(at, _)| words_a.get(*at)).map(|(_, weight, _)| weight).sum();
    let frame = ratio(frame, total(&words_a).max(total(&words_b)));

    let open = |words: &[(String, f64, bool)], found: &[Answer], from: usize, to: usize| -> f64 {
        let gap = words.get(from..to).unwrap_or_default().iter().zip(found.get(from..to).unwrap_or_default());
        gap.filter(|((_, _, counts), _)| *counts)
            .map(|((_, weight, _), (_, likeness))| weight * (1.0 - likeness))
            .sum()
    };
    let ends = std::iter::once((words_a.len(), words_b.len()));
    let (mut from_a, mut from_b, mut lost) = (0, 0, 0.0);
    for (to_a, to_b) in pairs.into_iter().chain(ends) {
        lost += open(&words_a, &answers.a, from_a, to_a).min(open(&words_b, &answers.b, from_b, to_b));
        (from_a, from_b) = (to_a + 1, to_b + 1);
    }
    frame * (1.0 - (-lost / RARE_WORD).exp())
}

/// The places of words that both texts have in the same order, as many as can be.
fn common_words(a: &[(String, f64, bool)], b: &[(String, f64, bool)]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    // The longest for what follows each pair of places, from the end.
    let mut longest = vec![0_u32; (a.len() + 1) * width];
    let at = |row: usize, column: usize| row * width + column;
    let read =
        |table: &[u32], row: usize, column: usize| table.get(at(row, column)).copied().unwrap_or_default();
    for (row, (word, _, _)) in a.iter().enumerate().rev() {
        for (column, (other, _, _)) in b.iter().enumerate().rev() {
            let value = if word == other {
                read(&longest, row + 1, column + 1) + 1
            } else {
                read(&longest, row + 1, column).max(read(&longest, row, column + 1))
            };
            if let Some(cell) = longest.get_mut(at(row, column)) {
                *cell = value;
            }
        }
    }
    let (mut row, mut column, mut pairs) = (0, 0, Vec::new());
    while let (Some((word, _, _)), Some((other, _, _))) = (a.get(row), b.get(column)) {
        if word == other {
            pairs.push((row, column));
            (row, column) = (row + 1, column + 1);
        } else if read(&longest, row + 1, column) >= read(&longest, row, column + 1) {
            row += 1;
        } else {
            column += 1;
        }
    }
    pairs
}
