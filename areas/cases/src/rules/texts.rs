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
