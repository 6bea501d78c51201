//! Measures of the page that Word and PDF share: GB/T 9704-2012.

use crate::Signature;
use kernel::Language;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A4 with a type area (版心) of 156 mm by 225 mm.
pub(crate) const PAGE_WIDTH_MM: f64 = 210.0;
pub(crate) const PAGE_HEIGHT_MM: f64 = 297.0;
pub(crate) const TOP_MM: f64 = 37.0;
pub(crate) const LEFT_MM: f64 = 28.0;
pub(crate) const RIGHT_MM: f64 = 26.0;
pub(crate) const BOTTOM_MM: f64 = 35.0;
pub(crate) const AREA_WIDTH_MM: f64 = PAGE_WIDTH_MM - LEFT_MM - RIGHT_MM;
pub(crate) const AREA_HEIGHT_MM: f64 = PAGE_HEIGHT_MM - TOP_MM - BOTTOM_MM;
/// The page number stands this far below the type area.
pub(crate) const PAGE_NUMBER_MM: f64 = 7.0;

const POINTS_PER_MM: f64 = 72.0 / 25.4;
/// Lines on a page and characters in a line of a Chinese document.
const LINES: f64 = 22.0;
const CHARACTERS: f64 = 28.0;

/// Sizes in points that depend on the language.
pub(crate) struct Sizes {
    /// Chinese documents are set in 三号.
    pub body: f64,
    pub title: f64,
    pub title_pitch: f64,
    /// From one line to the next.
    pub pitch: f64,
    /// From one character to the next in a full line.
    pub advance: f64,
}

pub(crate) fn sizes(language: Language) -> Sizes {
    match language {
        // Both are cut a little short, so that rounding never costs a line or a character.
        Language::Chinese => Sizes {
            body: 16.0,
            title: 22.0,
            title_pitch: 34.0,
            pitch: AREA_HEIGHT_MM * POINTS_PER_MM / LINES - 0.04,
            advance: AREA_WIDTH_MM * POINTS_PER_MM / CHARACTERS - 0.003,
        },
        // The standard is silent about Latin script: a size that reads well on the same page.
        Language::English => Sizes { body: 12.0, title: 20.0, title_pitch: 26.0, pitch: 19.0, advance: 12.0 },
    }
}

/// The size of the issuer mark in points: as large as fits on one line, at
/// most 42 (初号).
pub(crate) fn issuer_size(issuer: &str) -> f64 {
    (AREA_WIDTH_MM * POINTS_PER_MM / ems(issuer).max(1.0) * 0.96).clamp(16.0, 42.0).floor()
}

/// Distances from the right edge, in characters, of the unit and of the date:
/// the date four characters in, the unit centred above it (GB/T 9704, 7.3.5.1).
pub(crate) fn signature_indents(signature: &Signature) -> (f64, f64) {
    const DATE: f64 = 4.0;
    let wider = ems(&signature.unit) - ems(&signature.date);
    let unit = (DATE - wider / 2.0).max(0.0);
    // A unit that reaches the edge pushes the date to stay centred below it.
    let date = DATE.max(unit + wider / 2.0);
    (unit, date)
}

/// About how wide a text is, in widths of a Chinese character. Between Chinese
/// and Latin characters both programs leave a quarter.
fn ems(text: &str) -> f64 {
    let is_wide = |letter: char| letter.width_cjk() == Some(2);
    let changes =
        text.chars().zip(text.chars().skip(1)).filter(|(one, next)| is_wide(*one) != is_wide(*next));
    text.width_cjk() as f64 / 2.0 + changes.count() as f64 / 4.0
}
