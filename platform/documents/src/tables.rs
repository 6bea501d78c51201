//! A document as a workbook: its text on one sheet, each table on its own.

use crate::{
    Block, Cell, CellValue, Document, DocumentProblem, Kind, Run, Sheet, SheetColumn, Table, Workbook, excel,
};

/// Writes a document as a workbook, for people who go on calculating with it.
/// Pictures are left out but for their captions.
///
/// # Errors
/// As for [`excel`].
pub fn excel_of(document: &Document) -> Result<Vec<u8>, DocumentProblem> {
    let mut lines = Vec::new();
    let mut tables = Vec::new();
    lines.extend(document.addressee.clone());
    for block in &document.blocks {
        match block {
            Block::Heading { text, .. } => lines.push(text.clone()),
            Block::Paragraph(runs) => lines.push(runs.iter().map(run_text).collect()),
            Block::Picture(picture) => lines.extend(picture.caption.clone()),
            Block::Notes(notes) => {
                lines.extend(notes.iter().map(|note| format!("[{}] {}", note.number, note.text)));
            }
            Block::Table(table) => {
                lines.extend(table.caption.clone());
                tables.push(table_sheet(table, tables.len() + 1));
            }
        }
    }
    if let Some(signature) = &document.signature {
        lines.extend([signature.unit.clone(), signature.date.clone()]);
    }
    for line in &document.foot {
        lines.push(match &line.right {
            Some(right) => format!("{}  {right}", line.left),
            None => line.left.clone(),
        });
    }
    lines.extend(document.proof.iter().flat_map(|proof| proof.lines.clone()));

    let text = Sheet {
        name: document.title.clone(),
        heading: std::iter::once(document.title.clone()).chain(document.number.clone()).collect(),
        columns: vec![SheetColumn { title: String::new(), kind: Kind::Text, width: Some(86.0) }],
        rows: lines.into_iter().map(|line| vec![CellValue::Text(line)]).collect(),
        filter: false,
    };
    excel(&Workbook { sheets: std::iter::once(text).chain(tables).collect() })
}

fn run_text(run: &Run) -> String {
    match &run.reference {
        Some(reference) => format!("{}[{reference}]", run.text),
        None => run.text.clone(),
    }
}

fn table_sheet(table: &Table, number: usize) -> Sheet {
    let columns = table.columns.iter().enumerate().map(|(index, column)| {
        let shown = table.rows.iter().filter_map(|row| row.get(index)).find(|cell| cell.value.is_some());
        SheetColumn::new(&column.title, shown.map_or(Kind::Text, |cell| kind_as_shown(&cell.text)))
    });
    let value = |cell: &Cell| match cell.value {
        Some(value) => CellValue::Number(value),
        None => CellValue::Text(cell.text.clone()),
    };
    Sheet {
        name: table.caption.clone().unwrap_or_else(|| number.to_string()),
        heading: table.caption.iter().cloned().collect(),
        columns: columns.collect(),
        rows: table.rows.iter().map(|row| row.iter().map(value).collect()).collect(),
        filter: true,
    }
}

/// How Excel should show a number that reads like this in the document.
fn kind_as_shown(text: &str) -> Kind {
    let digits = text.trim_end_matches(['%', '％']);
    let places = digits.rsplit_once('.').map_or(0, |(_, decimals)| decimals.len().min(10) as u8);
    match (digits.len() < text.len(), places) {
        (true, places) => Kind::Percent(places),
        (false, 0) => Kind::Integer,
        (false, places) => Kind::Decimal(places),
    }
}
