//! Excel in: whatever somebody uploads, within bounds.

use crate::{CellValue, DocumentProblem};
use calamine::{Data, DataRef, ExcelDateTime, Reader, Xlsx, XlsxError};
use kernel::Day;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The largest file that is read, in bytes.
pub const MAX_BYTES: u64 = 20_000_000;
/// The most rows of one sheet that are read.
pub const MAX_ROWS: usize = 100_000;
pub const MAX_COLUMNS: usize = 256;

/// How much is read at most.
pub(crate) struct Bounds {
    pub bytes: u64,
    /// All parts of a workbook together, unpacked.
    pub unpacked: u64,
    pub parts: usize,
    pub rows: usize,
    pub columns: usize,
    /// Cells of all sheets together, counting the empty ones before a full one.
    pub cells: usize,
}

const BOUNDS: Bounds = Bounds {
    bytes: MAX_BYTES,
    unpacked: 100_000_000,
    parts: 2_000,
    rows: MAX_ROWS,
    columns: MAX_COLUMNS,
    cells: 2_000_000,
};

/// One sheet as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetData {
    pub name: String,
    /// From the first row of the sheet on, so that row numbers match what the
    /// person sees. Rows end at their last filled cell.
    pub rows: Vec<Vec<CellValue>>,
}

/// Reads the sheets of an .xlsx workbook. Of a formula the last result is
/// read; an error in a cell is read as the text Excel shows (`#N/A`).
///
/// # Errors
/// What the file is instead, or which bound it goes beyond.
pub fn read_workbook(bytes: &[u8]) -> Result<Vec<SheetData>, DocumentProblem> {
    read_within(bytes, &BOUNDS)
}

pub(crate) fn read_within(bytes: &[u8], bounds: &Bounds) -> Result<Vec<SheetData>, DocumentProblem> {
    let size = bytes.len() as u64;
    if size > bounds.bytes {
        return Err(DocumentProblem::WorkbookTooLarge { bytes: size, limit: bounds.bytes });
    }
    refuse_other_formats(bytes)?;
    refuse_bombs_beyond(bytes, bounds)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        // A zip file, but of something else.
        XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound => DocumentProblem::NotAWorkbook,
        XlsxError::Password => DocumentProblem::EncryptedWorkbook,
        other => damaged(other),
    })?;
    let mut sheets = Vec::new();
    let mut cells = 0;
    for name in book.sheet_names() {
        let rows = match read_sheet(&mut book, &name, &mut cells, bounds) {
            // A sheet that is a chart only.
            Err(ReadProblem::Workbook(XlsxError::NotAWorksheet(_))) => continue,
            Err(ReadProblem::Workbook(error)) => return Err(damaged(error)),
            Err(ReadProblem::TooLarge) => {
                return Err(DocumentProblem::SheetTooLarge {
                    sheet: name,
                    rows: bounds.rows,
                    columns: bounds.columns,
                });
            }
            Ok(rows) => rows,
        };
        sheets.push(SheetData { name, rows });
    }
    if sheets.is_empty() { Err(DocumentProblem::NotAWorkbook) } else { Ok(sheets) }
}

pub(crate) fn refuse_other_formats(bytes: &[u8]) -> Result<(), DocumentProblem> {
    /// Compound files: the old Excel format, and the envelope of an encrypted new one.
    const COMPOUND: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    const ZIP: [u8; 4] = *b"PK\x03\x04";
    if bytes.starts_with(&COMPOUND) {
        let mark: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let is_encrypted = bytes.windows(mark.len()).any(|window| window == mark);
        return Err(if is_encrypted {
            DocumentProblem::EncryptedWorkbook
        } else {
            DocumentProblem::OldWorkbook
        });
    }
    if bytes.starts_with(&ZIP) { Ok(()) } else { Err(DocumentProblem::NotAWorkbook) }
}

/// Unpacks everything once without keeping it: what an archive says about the
/// size of its parts may be a lie.
pub(crate) fn refuse_bombs(bytes: &[u8]) -> Result<(), DocumentProblem> {
    refuse_bombs_beyond(bytes, &BOUNDS)
}

fn refuse_bombs_beyond(bytes: &[u8], bounds: &Bounds) -> Result<(), DocumentProblem> {
    let too_large = |bytes| DocumentProblem::WorkbookTooLarge { bytes, limit: bounds.unpacked };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > bounds.parts {
        return Err(DocumentProblem::DamagedWorkbook(format!("{} parts", archive.len())));
    }
    let mut unpacked = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(damaged)?;
        let room = bounds.unpacked - unpacked;
        unpacked += std::io::copy(&mut part.take(room + 1), &mut std::io::sink()).map_err(damaged)?;
        if unpacked > bounds.unpacked {
            return Err(too_large(unpacked));
        }
    }
    Ok(())
}

enum ReadProblem {
    Workbook(XlsxError),
    TooLarge,
}

/// Reads cell by cell: the usual range would allocate the whole rectangle up
/// to the farthest cell, which one cell in the last row can make enormous.
fn read_sheet(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    cells: &mut usize,
    bounds: &Bounds,
) -> Result<Vec<Vec<CellValue>>, ReadProblem> {
    let mut rows: Vec<Vec<CellValue>> = Vec::new();
    let mut reader = book.worksheet_cells_reader(name).map_err(ReadProblem::Workbook)?;
    while let Some(cell) = reader.next_cell().map_err(ReadProblem::Workbook)? {
        let value = cell_value(cell.get_value());
        if value == CellValue::Empty {
            continue;
        }
        let (row, column) = cell.get_position();
        let (row, column) = (row as usize, column as usize);
        if row >= bounds.rows || column >= bounds.columns {
            return Err(ReadProblem::TooLarge);
        }
        if rows.len() <= row {
            rows.resize(row + 1, Vec::new());
        }
        let Some(cells_of_row) = rows.get_mut(row) else { continue };
        if cells_of_row.len() <= column {
            *cells += column + 1 - cells_of_row.len();
            if *cells > bounds.cells {
                return Err(ReadProblem::TooLarge);
            }
            cells_of_row.resize(column + 1, CellValue::Empty);
        }
        if let Some(place) = cells_of_row.get_mut(column) {
            *place = value;
        }
    }
    Ok(rows)
}

fn cell_value(data: &DataRef<'_>) -> CellValue {
    match data {
        DataRef::Empty => CellValue::Empty,
        DataRef::Int(number) => CellValue::Number(*number as f64),
        DataRef::Float(number) => CellValue::Number(*number),
        DataRef::String(text) => text_value(text),
        DataRef::SharedString(text) => text_value(text),
        DataRef::Bool(truth) => CellValue::Boolean(*truth),
        DataRef::DateTime(moment) => date_value(moment),
        DataRef::DateTimeIso(text) => match text.get(..10).and_then(|day| day.parse().ok()) {
            Some(day) if is_midnight(text) => CellValue::Day(day),
            _ => text_value(text),
        },
        DataRef::DurationIso(text) => text_value(text),
        DataRef::Error(error) => CellValue::Text(Data::Error(error.clone()).to_string()),
    }
}

fn is_midnight(iso: &str) -> bool {
    matches!(iso.get(10..), Some("" | "T00:00:00" | "T00:00:00.000" | "T00:00:00Z"))
}

fn text_value(text: &str) -> CellValue {
    if text.is_empty() { CellValue::Empty } else { CellValue::Text(text.to_owned()) }
}

fn date_value(moment: &ExcelDateTime) -> CellValue {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    // Below one day the cell holds a time of day, or a span of time.
    if moment.as_f64() < 1.0 {
        return CellValue::Text(time);
    }
    let day = i16::try_from(year)
        .ok()
        .zip(i8::try_from(month).ok())
        .zip(i8::try_from(day).ok())
        .and_then(|((year, month), day)| Day::new(year, month, day));
    match day {
        None => CellValue::Number(moment.as_f64()),
        Some(_) if moment.is_duration() => CellValue::Number(moment.as_f64()),
        Some(day) if (hour, minute, second) == (0, 0, 0) => CellValue::Day(day),
        Some(day) => CellValue::Text(format!("{day}T{time}")),
    }
}

fn damaged(error: impl std::fmt::Display) -> DocumentProblem {
    DocumentProblem::DamagedWorkbook(error.to_string())
}
