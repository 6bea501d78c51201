//! Word files (.docx): the same page as the PDF, for going on writing in it.

mod foot;
mod styles;
mod touch_up;

use crate::clean::clean;
use crate::layout::{
    AREA_WIDTH_MM, BOTTOM_MM, LEFT_MM, PAGE_HEIGHT_MM, PAGE_NUMBER_MM, PAGE_WIDTH_MM, RIGHT_MM, TOP_MM,
    issuer_size, signature_indents, sizes,
};
use crate::picture::rasterise;
use crate::{Align, Block, Cell, Document, DocumentProblem, Note, Picture, Table};
use docx_rs as docx;
use docx_rs::{
    AlignmentType, BreakType, DocGrid, DocGridType, Docx, Hyperlink, HyperlinkType, LineSpacing, PageMargin,
    Paragraph, ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, Pic, TableBorderPosition,
    TableCell, TableLayoutType, TableRow, VAlignType, VertAlignType, WidthType,
};
use std::collections::HashMap;
use std::io::Cursor;
use styles::{Faces, half_points, twips};

const RED: &str = "D00000";

/// Writes a document for Word. It names the typefaces of official documents
/// (仿宋, 黑体, 楷体, 小标宋), which are on the reader's machine, not in the file.
///
/// # Errors
/// `Picture` or `CodeTooLong`.
pub fn word(document: &Document) -> Result<Vec<u8>, DocumentProblem> {
    let mut writer = Writer::new(document);
    let mut file = writer.page();
    file = writer.head(file);
    for (index, block) in document.blocks.iter().enumerate() {
        // A signature never stands alone on a page.
        let signed = document.signature.is_some() && index + 1 == document.blocks.len();
        file = writer.block(file, block, signed)?;
    }
    file = writer.end(file)?;
    let mut parts = file.build();
    touch_up::finish(&mut parts, document, &writer.pictures);
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes).map_err(|error| DocumentProblem::Writing(error.to_string()))?;
    Ok(bytes.into_inner())
}

struct Writer<'a> {
    document: &'a Document,
    faces: Faces,
    /// Bookmarks of the notes by their number.
    notes: HashMap<&'a str, usize>,
    /// What each picture shows, in the order of the file.
    pictures: Vec<String>,
}

impl<'a> Writer<'a> {
    fn new(document: &'a Document) -> Self {
        let mut notes = HashMap::new();
        for block in &document.blocks {
            let Block::Notes(listed) = block else { continue };
            for note in listed {
                let next = notes.len() + 1;
                notes.entry(note.number.as_str()).or_insert(next);
            }
        }
        Self { document, faces: Faces::of(document.language), notes, pictures: Vec::new() }
    }

    fn page(&self) -> Docx {
        let sizes = sizes(self.document.language);
        let mut file = styles::add(Docx::new(), self.document.language)
            .page_size(twips(PAGE_WIDTH_MM) as u32, twips(PAGE_HEIGHT_MM) as u32)
            .page_margin(
                PageMargin::new()
                    .top(twips(TOP_MM))
                    .bottom(twips(BOTTOM_MM))
                    .left(twips(LEFT_MM))
                    .right(twips(RIGHT_MM))
                    .header(twips(15.0))
                    // Measured from the paper's edge to the foot of the number, which is some 5 mm high.
                    .footer(twips(BOTTOM_MM - PAGE_NUMBER_MM - 5.0))
                    .gutter(0),
            )
            .footer(foot::page_number(&self.faces, AlignmentType::Right))
            .even_footer(foot::page_number(&self.faces, AlignmentType::Left));
        // A grid of lines only: in a grid of characters narrower than the type some
        // programs give each character two fields. The body style sets 28 to a line.
        let lines = (sizes.pitch * 20.0).floor() as usize;
        let grid = DocGrid::with_empty().grid_type(DocGridType::Lines).line_pitch(lines);
        file.document = file.document.doc_grid(grid);
        file
    }

    /// Issuer mark, document number, red line, title, addressee.
    fn head(&self, mut file: Docx) -> Docx {
        let document = self.document;
        let pitch = sizes(document.language).pitch;
        let red_line = ParagraphBorders::with_empty().set(
            ParagraphBorder::new(ParagraphBorderPosition::Bottom)
                .size(12) // eighths of a point
                .space(11) // points: 4 mm
                .color(RED),
        );
        if let Some(issuer) = &document.issuer {
            let size = issuer_size(issuer);
            let run = plain_run(issuer).fonts(self.faces.title()).size(half_points(size)).color(RED);
            let mut mark = Paragraph::new()
                .style(styles::PLAIN)
                .align(AlignmentType::Center)
                .snap_to_grid(false)
                .line_spacing(LineSpacing::new().before(twips(35.0) as u32).after(points(2.0 * pitch)))
                .add_run(run);
            if document.number.is_none() {
                mark.property = mark.property.set_borders(red_line.clone());
            }
            file = file.add_paragraph(mark);
        }
        if let Some(number) = &document.number {
            let mut line =
                Paragraph::new().style(styles::PLAIN).align(AlignmentType::Center).add_run(plain_run(number));
            if document.issuer.is_some() {
                line.property = line.property.set_borders(red_line);
            }
            file = file.add_paragraph(line);
        }
        if document.issuer.is_some() || document.number.is_some() {
            file = file.add_paragraph(blank()).add_paragraph(blank());
        }
        file = file
            .add_paragraph(Paragraph::new().style(styles::TITLE).add_run(plain_run(&document.title)))
            .add_paragraph(blank());
        match &document.addressee {
            Some(addressee) => {
                file.add_paragraph(Paragraph::new().style(styles::PLAIN).add_run(plain_run(addressee)))
            }
            None => file,
        }
    }

    fn block(&mut self, file: Docx, block: &Block, keep_next: bool) -> Result<Docx, DocumentProblem> {
        Ok(match block {
            Block::Heading { level, text } => {
                let style = styles::heading(*level);
                file.add_paragraph(Paragraph::new().style(style).keep_next(true).add_run(plain_run(text)))
            }
            Block::Paragraph(runs) => {
                let paragraph = Paragraph::new().style(styles::BODY).keep_next(keep_next);
                file.add_paragraph(runs.iter().fold(paragraph, |paragraph, run| {
                    self.add(paragraph, &run.text, run.bold, run.reference.as_deref())
                }))
            }
            Block::Table(table) => self.table(file, table),
            Block::Picture(picture) => self.picture(file, picture)?,
            Block::Notes(notes) => notes.iter().fold(file, |file, note| file.add_paragraph(self.note(note))),
        })
    }

    /// A stretch of text and the raised number behind it.
    fn add(&self, paragraph: Paragraph, text: &str, bold: bool, reference: Option<&str>) -> Paragraph {
        let run = plain_run(text);
        let paragraph = paragraph.add_run(if bold { run.bold() } else { run });
        let Some(reference) = reference else { return paragraph };
        let mut raised = plain_run(&format!("[{reference}]"));
        raised.run_property = raised.run_property.vert_align(VertAlignType::SuperScript);
        match self.notes.get(reference) {
            Some(note) => paragraph
                .add_hyperlink(Hyperlink::new(bookmark(*note), HyperlinkType::Anchor).add_run(raised)),
            None => paragraph.add_run(raised),
        }
    }

    fn note(&self, note: &Note) -> Paragraph {
        let paragraph = Paragraph::new().style(styles::NOTE);
        let text = plain_run(&format!("[{}] {}", note.number, note.text));
        match self.notes.get(note.number.as_str()) {
            Some(id) => paragraph.add_bookmark_start(*id, bookmark(*id)).add_run(text).add_bookmark_end(*id),
            None => paragraph.add_run(text),
        }
    }

    fn table(&self, mut file: Docx, table: &Table) -> Docx {
        if let Some(caption) = &table.caption {
            let caption = Paragraph::new().style(styles::CAPTION).keep_next(true).add_run(plain_run(caption));
            file = file.add_paragraph(caption);
        }
        if table.columns.is_empty() {
            return file;
        }
        let width = f64::from(twips(AREA_WIDTH_MM));
        let weight = |weight: u16| f64::from(weight.max(1));
        let total: f64 = table.columns.iter().map(|column| weight(column.width_weight)).sum();
        let widths: Vec<usize> = table
            .columns
            .iter()
            .map(|column| (width * weight(column.width_weight) / total) as usize)
            .collect();
        let cell = |paragraph: Paragraph, width: usize| {
            TableCell::new()
                .width(width, WidthType::Dxa)
                .vertical_align(VAlignType::Center)
                .add_paragraph(paragraph.style(styles::CELL))
        };
        let titles = table.columns.iter().zip(&widths).map(|(column, width)| {
            let title = plain_run(&column.title).fonts(self.faces.black());
            cell(Paragraph::new().align(AlignmentType::Center).add_run(title), *width)
        });
        // The mark by which the finished file repeats this row on every page.
        let header = TableRow::new(titles.collect()).cant_split();
        let empty = Cell::default();
        let rows = table.rows.iter().map(|row| {
            let cells = table.columns.iter().zip(&widths).enumerate().map(|(index, (column, width))| {
                let value = row.get(index).unwrap_or(&empty);
                let paragraph = Paragraph::new().align(alignment(column.align));
                let paragraph = self.add(paragraph, &value.text, value.bold, value.reference.as_deref());
                cell(paragraph, *width)
            });
            TableRow::new(cells.collect())
        });
        let rows = std::iter::once(header).chain(rows).collect();
        let borders = [
            TableBorderPosition::Top,
            TableBorderPosition::Left,
            TableBorderPosition::Bottom,
            TableBorderPosition::Right,
            TableBorderPosition::InsideH,
            TableBorderPosition::InsideV,
        ]
        .into_iter()
        .fold(docx::TableBorders::with_empty(), |borders, position| {
            borders.set(docx::TableBorder::new(position).size(4).color("000000"))
        });
        let total_width = widths.iter().sum();
        let table = docx::Table::new(rows)
            .set_grid(widths)
            .width(total_width, WidthType::Dxa)
            .layout(TableLayoutType::Fixed)
            .set_borders(borders);
        // Two tables in a row would run into one.
        file.add_table(table).add_paragraph(Paragraph::new().style(styles::CELL))
    }

    fn picture(&mut self, file: Docx, picture: &Picture) -> Result<Docx, DocumentProblem> {
        let image = self.image(&picture.svg, picture.width_mm, &picture.alt)?;
        // A line of fixed height would cut the picture off.
        let paragraph = Paragraph::new()
            .style(styles::PICTURE)
            .keep_next(picture.caption.is_some())
            .add_run(docx::Run::new().add_image(image));
        let file = file.add_paragraph(paragraph);
        Ok(match &picture.caption {
            Some(caption) => {
                file.add_paragraph(Paragraph::new().style(styles::CAPTION).add_run(plain_run(caption)))
            }
            None => file,
        })
    }

    fn image(&mut self, svg: &str, width_mm: f64, alt: &str) -> Result<Pic, DocumentProblem> {
        const EMU_PER_MM: f64 = 36_000.0;
        let raster = rasterise(svg, width_mm)?;
        self.pictures.push(alt.to_owned());
        Ok(Pic::new_with_dimensions(raster.png, raster.width_px, raster.height_px)
            .size((raster.width_mm * EMU_PER_MM) as u32, (raster.height_mm * EMU_PER_MM) as u32))
    }

    fn end(&mut self, mut file: Docx) -> Result<Docx, DocumentProblem> {
        if let Some(signature) = &self.document.signature {
            let (unit, date) = signature_indents(signature);
            let advance = sizes(self.document.language).advance;
            file = file.add_paragraph(blank().keep_next(true));
            for (text, indent) in [(&signature.unit, unit), (&signature.date, date)] {
                let indent = points(indent * advance) as i32;
                let line = Paragraph::new()
                    .style(styles::PLAIN)
                    .align(AlignmentType::Right)
                    .indent(None, None, Some(indent), None)
                    .keep_next(true)
                    .add_run(plain_run(text));
                file = file.add_paragraph(line);
            }
        }
        foot::add(self, file)
    }
}

/// An empty line of the grid.
fn blank() -> Paragraph {
    Paragraph::new().style(styles::PLAIN)
}

fn bookmark(note: usize) -> String {
    format!("note_{note}")
}

/// A run of cleaned text; its line ends and tabs stay what they are.
fn plain_run(text: &str) -> docx::Run {
    let text = clean(text);
    let mut run = docx::Run::new();
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        for (index, piece) in line.split('\t').enumerate() {
            if index > 0 {
                run = run.add_tab();
            }
            run = run.add_text(piece);
        }
    }
    run
}

fn alignment(align: Align) -> AlignmentType {
    match align {
        Align::Start => AlignmentType::Left,
        Align::Centre => AlignmentType::Center,
        Align::End => AlignmentType::Right,
    }
}

/// Points as twentieths of a point.
fn points(points: f64) -> u32 {
    (points * 20.0).round() as u32
}
