//! Reads the text of a Chinese official notice: number, issuer, date, title, deadlines, returns.
//!
//! Everything is a proposal with the place it was read from; a person confirms it.
//! Pure: no clock, no database. The day it was received is passed in.

mod date;
mod deadline;
mod document;
mod letters;
mod number;
pub mod numeral;
mod returns;

use kernel::Day;
use serde::Serialize;
use std::ops::Range;

pub use deadline::{Deadline, TimeOfDay};
pub use number::DocumentNumber;
pub use returns::{Asked, ReturnKind};

/// Characters that are read of a notice; the rest of a longer one is left to people.
pub const LONGEST: usize = 100_000;

/// Something read, and where it stands in the text as it was given, in bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found<T> {
    pub value: T,
    pub place: Range<usize>,
}

/// What a notice says of itself and asks for, as far as it could be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    pub number: Option<Found<DocumentNumber>>,
    pub issuer: Option<Found<String>>,
    pub issued: Option<Found<Day>>,
    pub title: Option<Found<String>>,
    pub deadlines: Vec<Found<Deadline>>,
    pub returns: Vec<Found<Asked>>,
}

/// Reads a notice. Dates without a year or month follow the day of issue, or where the notice
/// has none, the day it was received.
pub fn read(text: &str, received: Day) -> Notice {
    let letters = letters::Letters::of(text);
    let lines = letters.lines();
    let issued = document::issued(&letters, &lines);
    let from = issued.as_ref().map_or(received, |issued| issued.value);
    let title = document::title(&letters, &lines);
    let deadlines = deadline::find(&letters, from, issued.as_ref().map(|issued| &issued.place));
    Notice {
        number: number::of_document(&letters, &lines),
        issuer: document::issuer(&letters, &lines, issued.as_ref(), title.as_ref()),
        returns: returns::find(&letters, title.as_ref().map(|title| &title.place), &deadlines),
        issued,
        title,
        deadlines,
    }
}

#[cfg(test)]
mod tests;
