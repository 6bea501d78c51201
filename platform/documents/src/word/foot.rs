//! Page numbers, and what stands at the bottom of the last page.

use super::styles::{self, Faces, half_points, twips};
use super::{Writer, plain_run};
use crate::DocumentProblem;
use crate::layout::AREA_WIDTH_MM;
use crate::picture::qr_svg;
use docx_rs::{
    AlignmentType, BorderType, Docx, FieldCharType, Footer, InstrPAGE, InstrText, Paragraph, Run, Tab,
    TabValueType, Table, TableCell, TableCellBorder, TableCellBorderPosition, TableCellBorders,
    TableLayoutType, TablePositionProperty, TableRow, VAlignType, WidthType,
};

const CODE_MM: f64 = 22.0;

/// `— 1 —` in 四号 宋体, one character from the edge.
pub(super) fn page_number(faces: &Faces, side: AlignmentType) -> Footer {
    const SIZE: f64 = 14.0;
    let field = Run::new()
        .add_text("— ")
        .add_field_char(FieldCharType::Begin, false)
        .add_instr_text(InstrText::PAGE(InstrPAGE::new()))
        .add_field_char(FieldCharType::Separate, false)
        .add_text("1")
        .add_field_char(FieldCharType::End, false)
        .add_text(" —")
        .fonts(faces.song())
        .size(half_points(SIZE));
    let one_character = (SIZE * 20.0) as i32;
    Footer::new().add_paragraph(
        Paragraph::new()
            .style(styles::FOOT)
            .align(side)
            .indent(Some(one_character), None, Some(one_character), None)
            .add_run(field),
    )
}

/// Proof and foot as one table that Word holds at the bottom of the page.
pub(super) fn add(writer: &mut Writer<'_>, file: Docx) -> Result<Docx, DocumentProblem> {
    let document = writer.document;
    if document.proof.is_none() && document.foot.is_empty() {
        return Ok(file);
    }
    let width = twips(AREA_WIDTH_MM) as usize;
    let code_width = twips(CODE_MM + 4.0) as usize;
    let mut rows = Vec::new();
    if let Some(proof) = &document.proof {
        let image = writer.image(&qr_svg(&proof.code)?, CODE_MM, &proof.code)?;
        let code = Paragraph::new().style(styles::SMALL).add_run(Run::new().add_image(image));
        let lines =
            proof.lines.iter().map(|line| Paragraph::new().style(styles::SMALL).add_run(plain_run(line)));
        let lines: Vec<Paragraph> = lines.collect();
        let text = if lines.is_empty() { vec![Paragraph::new().style(styles::SMALL)] } else { lines };
        rows.push(TableRow::new(vec![
            cell(vec![code], code_width, TableCellBorders::with_empty()),
            cell(text, width - code_width, TableCellBorders::with_empty()),
        ]));
    }
    let last = document.foot.len().saturating_sub(1);
    for (index, line) in document.foot.iter().enumerate() {
        let mut text = Paragraph::new()
            .style(styles::FOOT)
            .indent(Some(280), None, Some(280), None)
            .add_tab(Tab::new().val(TabValueType::Right).pos(width - 500))
            .add_run(plain_run(&line.left));
        if let Some(right) = &line.right {
            text = text.add_run(Run::new().add_tab()).add_run(plain_run(right));
        }
        // Thick rules above and below, thin ones between (0.35 and 0.25 mm).
        let mut borders = TableCellBorders::with_empty()
            .set(rule(TableCellBorderPosition::Top, if index == 0 { 8 } else { 6 }));
        if index == last {
            borders = borders.set(rule(TableCellBorderPosition::Bottom, 8));
        }
        rows.push(TableRow::new(vec![cell(vec![text], width, borders).grid_span(2)]));
    }
    let place = TablePositionProperty::new()
        .horizontal_anchor("margin")
        .vertical_anchor("margin")
        .position_x_alignment("center")
        .position_y_alignment("bottom");
    let table = Table::without_borders(rows)
        .set_grid(vec![code_width, width - code_width])
        .width(width, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .position(place);
    // A table at the very end needs a paragraph behind it, which holds it to the page.
    Ok(file.add_table(table).add_paragraph(Paragraph::new().style(styles::SMALL)))
}

fn cell(paragraphs: Vec<Paragraph>, width: usize, borders: TableCellBorders) -> TableCell {
    let cell =
        TableCell::new().width(width, WidthType::Dxa).vertical_align(VAlignType::Center).set_borders(borders);
    paragraphs.into_iter().fold(cell, TableCell::add_paragraph)
}

/// A rule so many eighths of a point thick.
fn rule(position: TableCellBorderPosition, size: usize) -> TableCellBorder {
    TableCellBorder::new(position).border_type(BorderType::Single).size(size).color("000000")
}
