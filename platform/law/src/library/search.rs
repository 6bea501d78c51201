//! Full-text search: a plain scan over all articles, which is quick enough for a library of
//! this size and needs no index.

use super::{Article, LawText, Library};

/// A text as it is compared: half-width, in small letters; one character for each.
pub fn folded(text: &str) -> String {
    text.chars().map(folded_char).collect()
}

fn folded_char(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        // Full-width letters, digits and signs stand 0xFEE0 above ASCII.
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(c) - 0xfee0).map_or(c, |c| c.to_ascii_lowercase())
        }
        _ => c.to_ascii_lowercase(),
    }
}

/// What is looked for: words apart from each other, all of which have to be found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    terms: Vec<String>,
    /// For each term: the number of an article it may stand for (118, 第118条).
    labels: Vec<Option<String>>,
}

impl Query {
    pub fn new(text: &str) -> Self {
        let folded = folded(text);
        let terms: Vec<String> = folded.split_whitespace().take(8).map(str::to_owned).collect();
        let labels = terms.iter().map(|term| label(term)).collect();
        Self { terms, labels }
    }

    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// How well an article fits; `None` if it lacks a word.
    fn score(&self, text: &LawText, title: &str, article: &Article) -> Option<usize> {
        let mut score = 0;
        let mut in_article = false;
        for (term, label) in self.terms.iter().zip(&self.labels) {
            let count = article.folded.matches(term.as_str()).take(9).count();
            let is_label =
                article.label == *term || label.as_ref().is_some_and(|label| article.label == *label);
            let in_title = title.contains(term.as_str()) || text.number.as_deref() == Some(term);
            if count == 0 && !is_label && !in_title {
                return None;
            }
            in_article |= count > 0 || is_label;
            score += count + if is_label { 100 } else { 0 } + if in_title { 10 } else { 0 };
        }
        in_article.then_some(score)
    }

    /// Cuts a text into pieces, those that were looked for marked.
    pub fn marked<'t>(&self, text: &'t str) -> Vec<(bool, &'t str)> {
        let mut marked = vec![false; text.len()];
        let folded = folded(text);
        // One character of the folded text is one of the text, but not always as many bytes.
        let places: Vec<usize> = text.char_indices().map(|(place, _)| place).chain([text.len()]).collect();
        let folded_places: Vec<usize> =
            folded.char_indices().map(|(place, _)| place).chain([folded.len()]).collect();
        let original =
            |place: usize| folded_places.binary_search(&place).ok().and_then(|at| places.get(at).copied());
        for term in &self.terms {
            for (start, found) in folded.match_indices(term.as_str()) {
                let ends = (original(start), original(start + found.len()));
                if let (Some(start), Some(end)) = ends
                    && let Some(range) = marked.get_mut(start..end)
                {
                    range.fill(true);
                }
            }
        }
        let mut pieces: Vec<(bool, &str)> = Vec::new();
        let mut begun = 0;
        for (place, _) in text.char_indices().skip(1) {
            if marked.get(place) != marked.get(begun) {
                push(&mut pieces, &marked, text, begun, place);
                begun = place;
            }
        }
        push(&mut pieces, &marked, text, begun, text.len());
        pieces
    }

    /// The first paragraph with something that was looked for, cut to about `length`
    /// characters around it.
    pub fn excerpt<'t>(&self, article: &'t Article, length: usize) -> Excerpt<'t> {
        let with = article.paragraphs.iter().find_map(|paragraph| {
            let folded = folded(paragraph);
            let first = self.terms.iter().filter_map(|term| folded.find(term.as_str())).min()?;
            let chars = folded.get(..first).map_or(0, |before| before.chars().count());
            Some((paragraph.as_str(), chars))
        });
        let first = || (article.paragraphs.first().map_or("", String::as_str), 0);
        let (paragraph, place) = with.unwrap_or_else(first);
        let from = place.saturating_sub(length / 3);
        let mut places = paragraph.char_indices().map(|(place, _)| place).chain([paragraph.len()]);
        let start = places.nth(from).unwrap_or(0);
        let end = places.nth(length.saturating_sub(1)).unwrap_or(paragraph.len());
        let cut = paragraph.get(start..end).unwrap_or(paragraph);
        Excerpt { pieces: self.marked(cut), before: start > 0, after: end < paragraph.len() }
    }
}

fn push<'t>(pieces: &mut Vec<(bool, &'t str)>, marked: &[bool], text: &'t str, from: usize, to: usize) {
    if let (Some(piece), Some(mark)) = (text.get(from..to), marked.get(from))
        && !piece.is_empty()
    {
        pieces.push((*mark, piece));
    }
}

/// A part of a paragraph with what was looked for marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt<'t> {
    /// Whether each piece was looked for.
    pub pieces: Vec<(bool, &'t str)>,
    /// Whether the paragraph goes on before and after.
    pub before: bool,
    pub after: bool,
}

/// An article that was found.
#[derive(Debug, Clone, Copy)]
pub struct Hit<'l> {
    pub text: &'l LawText,
    pub article: &'l Article,
    score: usize,
}

impl Library {
    /// Every article that fits: texts in force first, then the better fit.
    pub fn search(&self, query: &Query) -> Vec<Hit<'_>> {
        if query.is_empty() {
            return Vec::new();
        }
        let mut hits = Vec::new();
        for text in self.texts() {
            let title = folded(&text.title.zh);
            let fits = text.articles.iter().filter_map(|article| {
                let score = query.score(text, &title, article)?;
                Some(Hit { text, article, score })
            });
            hits.extend(fits);
        }
        hits.sort_by_key(|hit| (hit.text.in_force_until.is_some(), std::cmp::Reverse(hit.score)));
        hits
    }
}

/// The article that 118, 118条 or 第118条 stands for: 第一百一十八条.
fn label(term: &str) -> Option<String> {
    let number = term.trim_start_matches('第').trim_end_matches('条');
    let number: u32 = number.parse().ok().filter(|number| (1..1000).contains(number))?;
    Some(format!("第{}条", chinese_number(number)))
}

/// A number from 1 to 999 as articles are numbered: 一百一十八.
fn chinese_number(number: u32) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let digit = |place: u32| usize::try_from(number / place % 10).ok().and_then(|at| DIGITS.get(at)).copied();
    let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10);
    let mut words = String::new();
    if hundreds > 0 {
        words.extend(digit(100));
        words.push('百');
    }
    match tens {
        0 if hundreds > 0 && ones > 0 => words.push('零'),
        0 => {}
        // 十八, but 一百一十八.
        1 if hundreds == 0 => words.push('十'),
        _ => {
            words.extend(digit(10));
            words.push('十');
        }
    }
    if ones > 0 {
        words.extend(digit(1));
    }
    words
}
