//! Two editions side by side: which article became which, and what changed in it.

use super::{Article, LawText};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// What became of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Same,
    Changed,
    Added,
    Removed,
}

impl Change {
    pub fn key(self) -> &'static str {
        match self {
            Self::Same => "law-change-same",
            Self::Changed => "law-change-changed",
            Self::Added => "law-change-added",
            Self::Removed => "law-change-removed",
        }
    }
}

/// A piece of an article, and whether the other edition lacks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub changed: bool,
    pub words: String,
}

/// An article of the old edition beside the one of the new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair<'t> {
    pub change: Change,
    pub old: Option<&'t Article>,
    pub new: Option<&'t Article>,
    /// The articles' texts, paragraphs parted by line ends, what differs marked.
    pub old_pieces: Vec<Piece>,
    pub new_pieces: Vec<Piece>,
}

/// How alike two articles must be, from 0 to 1, to count as the same one changed.
const ALIKE: f64 = 0.34;

/// A run of unchanged characters shorter than this between two changes is shown as changed
/// too: single characters that happen to agree only make a change hard to read.
const SHORTEST_RUN: usize = 3;

/// Pairs the articles of two editions, in the order of the new one; removed articles stand
/// where they were in the old one.
pub fn compare<'t>(old: &'t LawText, new: &'t LawText) -> Vec<Pair<'t>> {
    let (before, after) = (&old.articles, &new.articles);
    let mut pairs = Vec::new();
    let (mut left, mut right) = (before.iter(), after.iter());
    let mut reached = (0, 0);
    for (i, j) in aligned(before, after).into_iter().chain([(before.len(), after.len())]) {
        pairs.extend(left.by_ref().take(i - reached.0).map(|article| pair(Some(article), None)));
        pairs.extend(right.by_ref().take(j - reached.1).map(|article| pair(None, Some(article))));
        if let (Some(one), Some(other)) = (left.next(), right.next()) {
            pairs.push(pair(Some(one), Some(other)));
        }
        reached = (i + 1, j + 1);
    }
    rejoin_moved(pairs)
}

fn pair<'t>(old: Option<&'t Article>, new: Option<&'t Article>) -> Pair<'t> {
    let plain = |article: &Article| vec![Piece { changed: false, words: article.text() }];
    let (change, old_pieces, new_pieces) = match (old, new) {
        (Some(one), Some(other)) if one.paragraphs == other.paragraphs => {
            (Change::Same, plain(one), plain(other))
        }
        (Some(one), Some(other)) => {
            let (one, other) = differences(&one.text(), &other.text());
            (Change::Changed, one, other)
        }
        (Some(one), None) => (Change::Removed, plain(one), Vec::new()),
        (None, other) => (Change::Added, Vec::new(), other.map(plain).unwrap_or_default()),
    };
    Pair { change, old, new, old_pieces, new_pieces }
}

/// An article that moved past others is missed by the alignment, which keeps the order: it
/// looks removed in one place and added in another.
fn rejoin_moved(mut pairs: Vec<Pair<'_>>) -> Vec<Pair<'_>> {
    let added: Vec<(usize, Vec<(char, char)>)> = pairs
        .iter()
        .enumerate()
        .filter_map(|(place, pair)| pair.new.filter(|_| pair.old.is_none()).map(|new| (place, bigrams(new))))
        .collect();
    let mut taken = vec![false; pairs.len()];
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for (place, one) in pairs.iter().enumerate() {
        let Some(old) = one.old.filter(|_| one.new.is_none()) else { continue };
        let grams = bigrams(old);
        let free = added.iter().filter(|(other, _)| taken.get(*other) == Some(&false));
        let best =
            free.map(|(other, theirs)| (*other, likeness(&grams, theirs))).max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((other, alike)) = best
            && alike >= 0.5
            && let Some(mark) = taken.get_mut(other)
        {
            *mark = true;
            joined.push((place, other));
        }
    }
    let mut gone = vec![false; pairs.len()];
    for (from, to) in joined {
        let old = pairs.get(from).and_then(|pair| pair.old);
        if let (Some(there), Some(mark)) = (pairs.get_mut(to), gone.get_mut(from)) {
            *there = pair(old, there.new);
            *mark = true;
        }
    }
    let mut gone = gone.into_iter();
    pairs.retain(|_| gone.next() == Some(false));
    pairs
}

/// Places of articles that belong together, in order: the alignment with the greatest sum of
/// likeness (Needleman and Wunsch, with nothing paid for gaps).
fn aligned(old: &[Article], new: &[Article]) -> Vec<(usize, usize)> {
    let (old, new): (Vec<_>, Vec<_>) = (old.iter().map(bigrams).collect(), new.iter().map(bigrams).collect());
    let width = new.len() + 1;
    let at = |i: usize, j: usize| i * width + j;
    // best[at(i, j)]: the greatest sum for the articles from i and j on.
    let mut best = vec![0.0_f64; (old.len() + 1) * width];
    let mut alike = vec![0.0_f64; (old.len() + 1) * width];
    let value = |table: &[f64], place: usize| table.get(place).copied().unwrap_or(0.0);
    for (i, one) in old.iter().enumerate().rev() {
        for (j, other) in new.iter().enumerate().rev() {
            let likeness = likeness(one, other);
            let together = if likeness >= ALIKE { likeness + value(&best, at(i + 1, j + 1)) } else { 0.0 };
            let apart = value(&best, at(i + 1, j)).max(value(&best, at(i, j + 1)));
            if let (Some(sum), Some(found)) = (best.get_mut(at(i, j)), alike.get_mut(at(i, j))) {
                *sum = together.max(apart);
                *found = if together >= apart { likeness } else { 0.0 };
            }
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < old.len() && j < new.len() {
        if value(&alike, at(i, j)) >= ALIKE {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if value(&best, at(i + 1, j)) >= value(&best, at(i, j + 1)) {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// The sorted pairs of neighbouring characters.
fn bigrams(article: &Article) -> Vec<(char, char)> {
    let text = article.text();
    let mut pairs: Vec<_> = text.chars().zip(text.chars().skip(1)).collect();
    pairs.sort_unstable();
    pairs
}

/// Dice's coefficient: twice what they share, by what they have together.
fn likeness(one: &[(char, char)], other: &[(char, char)]) -> f64 {
    let total = one.len() + other.len();
    // Articles of very different length share too little for a pair.
    if total == 0 || one.len() * 6 < other.len() || other.len() * 6 < one.len() {
        return 0.0;
    }
    let (mut left, mut right, mut shared) = (one.iter().peekable(), other.iter().peekable(), 0_u32);
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                shared += 1;
                (_, _) = (left.next(), right.next());
            }
        }
    }
    #[allow(clippy::cast_precision_loss)] // An article has some hundred characters.
    let total = total as f64;
    2.0 * f64::from(shared) / total
}

/// Both texts in pieces, what the other lacks marked.
fn differences(old: &str, new: &str) -> (Vec<Piece>, Vec<Piece>) {
    let (one, other): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let operations = capture_diff_slices(Algorithm::Patience, &one, &other);
    let last = operations.len().saturating_sub(1);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for (place, operation) in operations.iter().enumerate() {
        let between = place > 0 && place < last;
        let changed = match operation {
            DiffOp::Equal { len, .. } => between && *len < SHORTEST_RUN,
            _ => true,
        };
        add(&mut left, changed, one.get(operation.old_range()));
        add(&mut right, changed, other.get(operation.new_range()));
    }
    (left, right)
}

fn add(pieces: &mut Vec<Piece>, changed: bool, chars: Option<&[char]>) {
    let words: String = chars.unwrap_or_default().iter().collect();
    match pieces.last_mut() {
        _ if words.is_empty() => {}
        Some(last) if last.changed == changed => last.words.push_str(&words),
        _ => pieces.push(Piece { changed, words }),
    }
}
