//! Texts as people type them, made fit to be kept.

use crate::problem::{CasesProblem, Field};

/// Characters in one line: an address, a zone.
pub const LINE: usize = 200;
/// Characters in a longer text: what happened.
pub const TEXT: usize = 4_000;

/// One line: control characters become spaces, spaces around it go.
pub fn clean_line(text: &str, field: Field, most: usize) -> Result<String, CasesProblem> {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    fitting(text.trim(), field, most)
}

/// Several lines: line ends stay, other control characters go.
pub fn clean_text(text: &str, field: Field, most: usize) -> Result<String, CasesProblem> {
    let text: String =
        text.replace("\r\n", "\n").chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control()).collect();
    fitting(text.trim(), field, most)
}

fn fitting(text: &str, field: Field, most: usize) -> Result<String, CasesProblem> {
    let count = text.chars().count();
    if count > most {
        return Err(CasesProblem::TooLong { field, most, count });
    }
    Ok(text.to_owned())
}

/// Digits with what people write between them; kept as digits so that it is found again.
pub fn clean_telephone(text: &str) -> Result<String, CasesProblem> {
    let unusable = CasesProblem::Unusable { field: Field::Telephone };
    let mut digits = String::new();
    for letter in text.trim().chars() {
        match letter {
            '0'..='9' => digits.push(letter),
            '+' if digits.is_empty() => digits.push('+'),
            ' ' | '-' | '(' | ')' => {}
            _ => return Err(unusable),
        }
    }
    let count = digits.trim_start_matches('+').len();
    if count == 0 || (3..=20).contains(&count) { Ok(digits) } else { Err(unusable) }
}
