//! Filling: a template and what is known become a document, and a list of what is missing.

use super::day_words;
use super::field::{Argument, PaperField};
use super::template::{Line, Piece, Row, Signed, Template, text_key};
use super::values::Values;
use crate::rules::act::Act;
use documents::{Align, Block, Cell, Column, Document, Run, Signature, Table};
use kernel::{Language, Text, Wording};
use law::Law;

/// A paper as far as the case fills it.
#[derive(Debug, Clone, PartialEq)]
pub struct Filled {
    pub document: Document,
    /// Each gap once, in the order of the paper.
    pub gaps: Vec<Gap>,
}

/// Something that a paper asks for and the case does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    pub field: PaperField,
    pub argument: String,
}

impl Gap {
    /// What is missing, in words.
    pub fn words(&self, wording: &Wording, law: &Law) -> String {
        let about = match self.field.argument() {
            Argument::None => return wording.t(&self.field.text_key()),
            // The words of the template itself, which stand in the paper.
            Argument::Words => return self.argument.clone(),
            Argument::Act => Act::parse(&self.argument).map(|act| wording.t(&act.text_key())),
            Argument::Counted | Argument::Rule | Argument::Period => {
                law.rule(&self.argument).ok().map(|rule| rule.title.in_language(wording.language).to_owned())
            }
            Argument::Template => Some(wording.t(&text_key(&self.argument))),
        };
        wording.say(&Text::new(self.field.text_key()).with("what", about.unwrap_or_default()))
    }
    /// Whether only the writer knows it; everything else the case will know once it is recorded.
    pub fn is_written(&self) -> bool {
        self.field == PaperField::Write
    }
}

/// Fills a template. Papers are in Chinese, whoever reads the page.
pub fn fill(template: &Template, values: &Values<'_>) -> Filled {
    let mut filling = Filling { values, gaps: Vec::new() };
    let mut blocks = Vec::new();
    for line in &template.lines {
        match line {
            Line::Heading(pieces) => blocks.push(Block::heading(1, filling.text(pieces))),
            Line::Paragraph { only_if_known: true, pieces } if !filling.knows(pieces) => {}
            Line::Paragraph { pieces, .. } => blocks.push(Block::Paragraph(filling.runs(pieces))),
            Line::Table { head, widths, rows } => {
                blocks.push(Block::Table(filling.table(head, widths, rows)));
            }
        }
    }
    leave_out_empty_sections(&mut blocks);
    documents::number_headings(&mut blocks, Language::Chinese);
    let signer = match template.signed {
        Signed::Lines => None,
        Signed::Unit => Some(PaperField::UnitName),
        Signed::Bureau => Some(PaperField::UnitAbove),
        Signed::Decider => Some(PaperField::DecisionBy),
    };
    let signature = signer.map(|field| {
        let unit = filling.text(&[Piece::Field { field, argument: String::new() }]);
        Signature { unit, date: day_words(values.made_at().day()) }
    });
    // Whoever signs a paper stands above its name too.
    let title = match signer.and_then(|field| values.of(field, "")) {
        Some(unit) => format!("{unit}\n{}", template.title),
        None => template.title.clone(),
    };
    let document = Document {
        language: Language::Chinese,
        number: values.number().map(str::to_owned),
        title,
        blocks,
        signature,
        ..Document::default()
    };
    Filled { document, gaps: filling.gaps }
}

/// A heading under which nothing is known stands for nothing.
fn leave_out_empty_sections(blocks: &mut Vec<Block>) {
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks.drain(..) {
        if matches!(block, Block::Heading { .. }) && matches!(kept.last(), Some(Block::Heading { .. })) {
            kept.pop();
        }
        kept.push(block);
    }
    if matches!(kept.last(), Some(Block::Heading { .. })) {
        kept.pop();
    }
    *blocks = kept;
}

struct Filling<'a, 'v> {
    values: &'a Values<'v>,
    gaps: Vec<Gap>,
}

impl Filling<'_, '_> {
    fn knows(&self, pieces: &[Piece]) -> bool {
        pieces.iter().all(|piece| match piece {
            Piece::Words(_) | Piece::Field { field: PaperField::Write, .. } => true,
            Piece::Field { field, argument } => self.values.of(*field, argument).is_some(),
        })
    }

    fn runs(&mut self, pieces: &[Piece]) -> Vec<Run> {
        pieces
            .iter()
            .map(|piece| match self.piece(piece) {
                Ok(text) => Run::new(text),
                Err(mark) => Run::new(mark).bold(),
            })
            .collect()
    }

    fn text(&mut self, pieces: &[Piece]) -> String {
        pieces.iter().map(|piece| self.piece(piece).unwrap_or_else(|mark| mark)).collect()
    }

    /// The words in this place, or the mark that they are missing.
    fn piece(&mut self, piece: &Piece) -> Result<String, String> {
        let (field, argument) = match piece {
            Piece::Words(words) => return Ok(words.clone()),
            Piece::Field { field, argument } => (*field, argument),
        };
        if let Some(value) = self.values.of(field, argument) {
            return Ok(value);
        }
        let gap = Gap { field, argument: argument.clone() };
        let mark = format!("【待填：{}】", gap.words(self.values.wording(), self.values.law()));
        if !self.gaps.contains(&gap) {
            self.gaps.push(gap);
        }
        Err(mark)
    }

    fn table(&mut self, head: &[String], widths: &[u16], rows: &[Row]) -> Table {
        let column = |(title, width): (&String, &u16)| Column::new(title, Align::Start, *width);
        let mut shown = Vec::new();
        for row in rows {
            if row.only_if_known && !row.cells.iter().all(|cell| self.knows(cell)) {
                continue;
            }
            shown.push(row.cells.iter().map(|cell| Cell::new(self.text(cell))).collect());
        }
        Table { caption: None, columns: head.iter().zip(widths).map(column).collect(), rows: shown }
    }
}
