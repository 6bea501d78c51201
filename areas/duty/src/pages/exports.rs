//! A roster as Excel, and as a Word file by day and shift.

use super::grid::{day_lines, head, hours, legend};
use crate::commands::MonthData;
use crate::rules::problem::days_of;
use crate::store::Version;
use axum::response::Response;
use documents::{Align, Block, Cell, CellValue, Column, Document, Kind, Sheet, SheetColumn, Workbook};
use pages::{EXCEL, Failure, Page, download, failed};

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The file of a format that an address asks for.
///
/// # Errors
/// No such format, or the file cannot be made.
pub(super) fn file(
    page: &Page,
    data: &MonthData,
    version: Version,
    format: &str,
) -> Result<Response, Failure> {
    let title = format!("{} {} {}", page.unit_name(&data.unit), page.t("duty-title"), data.month);
    match format {
        "xlsx" => {
            let book = Workbook { sheets: vec![sheet(page, data, version, &title)] };
            Ok(download(&format!("{title}.xlsx"), EXCEL, documents::excel(&book).map_err(failed)?))
        }
        "docx" => {
            let bytes = documents::word(&document(page, data, version, &title)).map_err(failed)?;
            Ok(download(&format!("{title}.docx"), WORD, bytes))
        }
        _ => Err(Failure::not_found()),
    }
}

fn sheet(page: &Page, data: &MonthData, version: Version, title: &str) -> Sheet {
    let cells = data.version(version);
    let today = data.month.first().plus_days(-1);
    let days: Vec<_> = days_of(data.month.span()).collect();
    let mut columns = vec![SheetColumn::new(page.t("duty-person"), Kind::Text)];
    for day in &days {
        let head = head(page, data, *day, today);
        columns.push(SheetColumn::new(format!("{} {}", head.number, head.weekday), Kind::Text));
    }
    columns.push(SheetColumn::new(page.t("duty-hours-short"), Kind::Text));
    let rows = data.workers.iter().map(|worker| {
        let mut row = vec![CellValue::Text(worker.name.clone())];
        let mut minutes = 0;
        for day in &days {
            let cell = cells.get(&(worker.id.clone(), *day));
            minutes += cell.map_or(0, |cell| cell.minutes);
            let place = cell.and_then(|cell| cell.place.as_ref());
            let words = place.and_then(|place| {
                let shift = data.plan.shift(&place.shift)?;
                let first = data.plan.positions.first().is_some_and(|one| one.code == place.position);
                let position = data.plan.position(&place.position).filter(|_| !first);
                Some(match position {
                    Some(position) => format!("{} {}", shift.name, position.name),
                    None => shift.name.clone(),
                })
            });
            row.push(CellValue::Text(words.unwrap_or_default()));
        }
        row.push(CellValue::Text(hours(minutes)));
        row
    });
    let heading = std::iter::once(title.to_owned()).chain(explained(data));
    Sheet {
        name: data.month.to_string(),
        heading: heading.collect(),
        columns,
        rows: rows.collect(),
        filter: false,
    }
}

/// The times of the shifts, each on a line.
fn explained(data: &MonthData) -> Vec<String> {
    legend(data).into_iter().map(|one| format!("{} {}", one.name, one.times)).collect()
}

fn document(page: &Page, data: &MonthData, version: Version, title: &str) -> Document {
    let cells = data.version(version);
    let today = data.month.first().plus_days(-1);
    let heads = days_of(data.month.span()).map(|day| head(page, data, day, today)).collect();
    let mut columns = vec![Column::new(page.t("duty-day"), Align::Centre, 10)];
    columns.extend(data.plan.shifts.iter().map(|shift| Column::new(shift.name.clone(), Align::Start, 30)));
    let rows = day_lines(data, &cells, heads).into_iter().map(|line| {
        let day = Cell::new(format!("{} {}", line.head.number, line.head.weekday));
        std::iter::once(day).chain(line.shifts.into_iter().map(|(_, people)| Cell::new(people))).collect()
    });
    let table = documents::Table { caption: None, columns, rows: rows.collect() };
    let mut blocks: Vec<Block> = explained(data).into_iter().map(Block::paragraph).collect();
    blocks.push(Block::Table(table));
    Document { language: page.language(), title: title.to_owned(), blocks, ..Document::default() }
}
