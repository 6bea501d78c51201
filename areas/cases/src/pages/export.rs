//! A list as a file.

use crate::CasesProblem;
use axum::response::Response;
use documents::{CellValue, Sheet, SheetColumn, Workbook};
use pages::{Export, Failure, Page, download, failed};

/// Rows that a file holds; more are for the measures to count, not for a person to read.
pub const MOST: u64 = 20_000;

const EXCEL: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const CSV: &str = "text/csv; charset=utf-8";

/// Columns and rows as the list shows them.
pub struct Table {
    /// Message key: the file's name and the sheet's.
    pub title: &'static str,
    pub columns: Vec<SheetColumn>,
    /// At most `MOST`.
    pub rows: Vec<Vec<CellValue>>,
}

pub fn answer(page: &Page, table: Table, format: Export) -> Result<Response, Failure> {
    let title = page.t(table.title);
    let name = format!("{title}.{}", format.ending());
    match format {
        Export::Excel => Ok(download(&name, EXCEL, excel(page, title, table)?)),
        Export::Csv => Ok(download(&name, CSV, csv(table).map_err(failed)?)),
    }
}

fn excel(page: &Page, title: String, table: Table) -> Result<Vec<u8>, CasesProblem> {
    let mut heading = vec![title.clone()];
    if table.rows.len() as u64 >= MOST {
        heading.push(page.t1("cases-export-cut", "rows", MOST));
    }
    let sheet = Sheet { name: title, heading, columns: table.columns, rows: table.rows, filter: true };
    Ok(documents::excel(&Workbook { sheets: vec![sheet] })?)
}

fn csv(table: Table) -> Result<Vec<u8>, csv::Error> {
    // The mark by which spreadsheets know UTF-8.
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    let mut writer = csv::Writer::from_writer(&mut bytes);
    writer.write_record(table.columns.iter().map(|column| column.title.as_str()))?;
    for row in &table.rows {
        writer.write_record(row.iter().map(|cell| crate::import::harmless(cell.text().as_bytes())))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}
