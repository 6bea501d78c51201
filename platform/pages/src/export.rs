//! A list as a file.

use crate::{Export, Failure, Page, download, failed};
use axum::response::Response;
use documents::{CellValue, Sheet, SheetColumn, Workbook};

/// Rows that a file holds at most; more are for the figures to count, not for a person to read.
pub const EXPORTED: u64 = 50_000;

pub const EXCEL: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const CSV: &str = "text/csv; charset=utf-8";

/// Columns and rows as the list shows them, under the title of the list.
///
/// # Errors
/// The file cannot be made.
pub fn list_file(
    page: &Page,
    title: String,
    columns: Vec<SheetColumn>,
    rows: Vec<Vec<CellValue>>,
    format: Export,
) -> Result<Response, Failure> {
    let name = format!("{title}.{}", format.ending());
    let mut heading = vec![title.clone()];
    if rows.len() as u64 >= EXPORTED {
        heading.push(page.t1("pages-export-cut", "rows", crate::number(EXPORTED)));
    }
    let sheet = Sheet { name: title, heading, columns, rows, filter: true };
    match format {
        Export::Excel => {
            let book = documents::excel(&Workbook { sheets: vec![sheet] }).map_err(failed)?;
            Ok(download(&name, EXCEL, book))
        }
        Export::Csv => Ok(download(&name, CSV, documents::csv(&sheet).map_err(failed)?)),
    }
}
