//! A composed report as an official document.

use crate::commands::compose::Composed;
use crate::commands::day_words;
use documents::{Align, Block, Cell, Column, Document, Proof, Run, Signature, Table, number_headings};
use journal::Head;
use kernel::{Text, Wording};

/// Title, sections, sources, signature and the journal's head as text and QR code.
pub fn document(composed: &Composed, head: Option<&Head>, wording: &Wording) -> Document {
    let language = wording.language;
    let mut blocks = vec![Block::paragraph(composed.intro.clone())];
    for content in &composed.sections {
        blocks.push(Block::heading(1, content.title.clone()));
        blocks.extend(content.blocks.iter().cloned());
        if let Some(text) = &content.text {
            let paragraphs = text.body.lines().map(str::trim).filter(|line| !line.is_empty());
            blocks.extend(paragraphs.map(Block::paragraph));
        }
    }
    if !composed.figures.is_empty() {
        blocks.push(Block::heading(1, wording.t("reports-sources")));
        blocks.push(Block::paragraph(wording.t("reports-sources-intro")));
        blocks.push(Block::Table(sources(composed, wording)));
    }
    number_headings(&mut blocks, language);
    let made_on = day_words(composed.made_on, language);
    Document {
        language,
        title: composed.title.clone(),
        blocks,
        signature: Some(Signature { unit: composed.unit_name.clone(), date: made_on }),
        proof: Some(proof(head, wording)),
        ..Document::default()
    }
}

fn sources(composed: &Composed, wording: &Wording) -> Table {
    let column = |key: &str, align: Align, weight: u16| Column::new(wording.t(key), align, weight);
    Table {
        caption: None,
        columns: vec![
            column("reports-column-note", Align::Centre, 8),
            column("reports-column-measure", Align::Start, 34),
            column("reports-column-range", Align::Centre, 34),
            column("reports-column-figure", Align::End, 14),
            column("reports-column-facts", Align::End, 12),
        ],
        rows: composed
            .figures
            .iter()
            .map(|figure| {
                vec![
                    Cell::new(figure.note.to_string()),
                    Cell::new(figure.title.clone()),
                    Cell::new(figure.period.to_string()),
                    Cell::new(figure.shown.clone()),
                    Cell::number(figure.facts as f64, figure.facts.to_string()),
                ]
            })
            .collect(),
    }
}

/// The head under which every fact of this report can be proven.
fn proof(head: Option<&Head>, wording: &Wording) -> Proof {
    match head {
        Some(head) => Proof {
            code: head.note.clone(),
            lines: vec![
                wording
                    .say(&Text::new("reports-journal-head").with("size", head.size).with("root", head.root)),
            ],
        },
        None => Proof { code: String::from("-"), lines: vec![wording.t("reports-journal-none")] },
    }
}

/// A paragraph of words and figures; each figure leads to its source.
pub fn paragraph(sentence: &str) -> Vec<Run> {
    crate::rules::pieces(sentence)
        .into_iter()
        .map(|piece| match piece {
            crate::rules::Piece::Words(text) => Run::new(text),
            crate::rules::Piece::Figure { text, note } => Run::new(text).refer_to(note.to_string()),
        })
        .collect()
}
