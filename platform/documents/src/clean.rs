//! Text as every file format can carry it.

use std::borrow::Cow;

/// The text without the characters that XML cannot carry: Word and Excel
/// refuse a whole file for one of them. Line ends become `\n`.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|letter| letter == '\r' || is_unwritable(letter)) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(text.chars().filter(|letter| !is_unwritable(*letter)).collect())
}

fn is_unwritable(letter: char) -> bool {
    match letter {
        '\n' | '\t' | '\r' => false,
        '\u{FFFE}' | '\u{FFFF}' => true,
        _ => letter < ' ',
    }
}
