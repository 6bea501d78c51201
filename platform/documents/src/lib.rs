//! Word, PDF and Excel from a plain model of headings, paragraphs, tables and
//! pictures; official documents are laid out after GB/T 9704-2012.
//! Reads Excel workbooks. Knows no area and no database.

mod clean;
mod csv;
mod excel;
mod fonts;
mod layout;
mod model;
mod numbering;
mod pdf;
mod picture;
mod problem;
mod read;
mod read_word;
mod tables;
mod word;

pub use csv::{csv, harmless, is_formula};
pub use excel::{CellValue, Kind, Sheet, SheetColumn, Workbook, excel};
pub use model::{
    Align, Block, Cell, Column, Document, FootLine, Note, Picture, Proof, Run, Signature, Table,
};
pub use numbering::number_headings;
pub use pdf::pdf;
pub use picture::qr_svg;
pub use problem::{DocumentProblem, MESSAGES};
pub use read::{MAX_BYTES, MAX_COLUMNS, MAX_ROWS, SheetData, read_workbook};
pub use read_word::read_word;
pub use tables::excel_of;
pub use word::word;

#[cfg(test)]
mod tests;
