//! Sentences with figures in them, cut into pieces so that each figure keeps
//! the note that leads to its facts.

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Words(String),
    /// A figure and the number of its note, from 1.
    Figure {
        text: String,
        note: usize,
    },
}

/// Figures on their way through a message: each is wrapped in characters of the
/// Unicode private use area, which no person types and Fluent passes through.
#[derive(Debug, Default)]
pub struct Values;

const OPEN: char = '\u{E000}';
const MIDDLE: char = '\u{E001}';
const CLOSE: char = '\u{E002}';

impl Values {
    /// The value to give to the message for a figure with this note.
    pub fn figure(text: &str, note: usize) -> String {
        format!("{OPEN}{note}{MIDDLE}{text}{CLOSE}")
    }
}

/// Cuts a worded message into words and figures.
pub fn pieces(sentence: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once(OPEN) {
        if !before.is_empty() {
            pieces.push(Piece::Words(before.to_owned()));
        }
        let Some((figure, behind)) = after.split_once(CLOSE) else {
            rest = after;
            break;
        };
        match figure.split_once(MIDDLE).map(|(note, text)| (note.parse(), text)) {
            Some((Ok(note), text)) => pieces.push(Piece::Figure { text: text.to_owned(), note }),
            _ => pieces.push(Piece::Words(figure.to_owned())),
        }
        rest = behind;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest.to_owned()));
    }
    pieces
}
