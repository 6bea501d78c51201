//! What a document is made of, before anybody decides how it looks.

use kernel::Language;
use serde::Serialize;

/// A document as people write it, from top to bottom.
///
/// The serialised form is what the PDF layout reads; it is not stored.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Document {
    pub language: Language,
    /// The red issuer mark above a formal document (发文机关标志).
    pub issuer: Option<String>,
    /// The document number (发文字号), the year in hexagonal brackets: 〔2026〕.
    pub number: Option<String>,
    pub title: String,
    /// To whom it is addressed (主送机关), with its colon.
    pub addressee: Option<String>,
    pub blocks: Vec<Block>,
    pub signature: Option<Signature>,
    /// The ruled lines at the very end (版记): copies to, printed by and when.
    pub foot: Vec<FootLine>,
    /// How a reader can check the document, above the foot.
    pub proof: Option<Proof>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", content = "is", rename_all = "snake_case")]
pub enum Block {
    /// `level` from 1 to 4; its number is part of the text (`number_headings`).
    Heading {
        level: u8,
        text: String,
    },
    Paragraph(Vec<Run>),
    Table(Table),
    Picture(Picture),
    /// The notes that references in the text lead to.
    Notes(Vec<Note>),
}

impl Block {
    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::Heading { level, text: text.into() }
    }
    /// A paragraph without any emphasis or reference.
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self::Paragraph(vec![Run::new(text)])
    }
}

/// A stretch of text in one style.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Run {
    pub text: String,
    pub bold: bool,
    /// The number of a note, raised behind the text and leading to it.
    pub reference: Option<String>,
}

impl Run {
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
    pub fn bold(mut self) -> Self {
        self.bold = true;
        self
    }
    pub fn refer_to(mut self, note: impl Into<String>) -> Self {
        self.reference = Some(note.into());
        self
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Note {
    /// What references call it.
    pub number: String,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Table {
    pub caption: Option<String>,
    pub columns: Vec<Column>,
    /// A short row is filled up, what goes beyond the columns is not shown.
    pub rows: Vec<Vec<Cell>>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    pub title: String,
    pub align: Align,
    /// Its share of the width, compared with the other columns.
    pub width_weight: u16,
}

impl Column {
    pub fn new(title: impl Into<String>, align: Align, width_weight: u16) -> Self {
        Self { title: title.into(), align, width_weight }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    #[default]
    Start,
    Centre,
    End,
}

/// A cell of a table: what is shown, and the number behind it for Excel.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Cell {
    pub text: String,
    /// Without it the cell is text in Excel too, whatever it looks like.
    /// A share is a fraction here: `0.625` is shown as `62.5%`.
    pub value: Option<f64>,
    pub bold: bool,
    /// The number of a note, as in [`Run`].
    pub reference: Option<String>,
}

impl Cell {
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
    /// A number and how it is shown.
    pub fn number(value: f64, shown: impl Into<String>) -> Self {
        Self { text: shown.into(), value: Some(value), ..Self::default() }
    }
    pub fn bold(mut self) -> Self {
        self.bold = true;
        self
    }
    pub fn refer_to(mut self, note: impl Into<String>) -> Self {
        self.reference = Some(note.into());
        self
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Picture {
    /// A complete SVG file.
    pub svg: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    pub caption: Option<String>,
    /// At most; narrower if it would not fit on the page.
    pub width_mm: f64,
}

/// Who signs and when (发文机关署名、成文日期), as shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Signature {
    pub unit: String,
    pub date: String,
}

/// A line of the foot, such as the printing agency and the day of printing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FootLine {
    pub left: String,
    pub right: Option<String>,
}

/// A QR code and the small print beside it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proof {
    /// The text of the QR code.
    pub code: String,
    pub lines: Vec<String>,
}
