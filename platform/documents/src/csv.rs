//! A sheet as CSV: UTF-8 with the mark by which spreadsheets know it.

use crate::{DocumentProblem, Sheet};

/// What a spreadsheet would run as a formula begins with one of these.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The table of a sheet, without the lines above it. No cell can run as a formula.
///
/// # Errors
/// The bytes cannot be written.
pub fn csv(sheet: &Sheet) -> Result<Vec<u8>, DocumentProblem> {
    let failed = |error: csv::Error| DocumentProblem::Writing(error.to_string());
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut bytes);
    writer.write_record(sheet.columns.iter().map(|column| column.title.as_str())).map_err(failed)?;
    for row in &sheet.rows {
        writer.write_record(row.iter().map(|cell| harmless(&cell.text()))).map_err(failed)?;
    }
    writer.flush().map_err(|error| DocumentProblem::Writing(error.to_string()))?;
    drop(writer);
    Ok(bytes)
}

/// Whether a spreadsheet would run this text.
pub fn is_formula(text: &str) -> bool {
    text.starts_with(FORMULA) && text.parse::<f64>().is_err()
}

/// A text that no spreadsheet runs: a formula gets an apostrophe, control characters go.
pub fn harmless(text: &str) -> String {
    let clean: String = text.chars().filter(|letter| *letter == '\n' || !letter.is_control()).collect();
    if is_formula(text) { format!("'{clean}") } else { clean }
}
