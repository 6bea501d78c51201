//! PDF by typst, which sees nothing but the layout, the document and two fonts.

use crate::clean::clean;
use crate::fonts::FONTS;
use crate::layout::{Sizes, issuer_size, signature_indents, sizes};
use crate::picture::{drawn, qr_svg};
use crate::{Block, Document, DocumentProblem};
use serde::Serialize;
use std::path::PathBuf;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, comemo};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

/// Writes a document as PDF, tagged for screen readers, its fonts inside.
///
/// Takes up to half a second: call it where blocking is allowed. The same
/// document gives the same bytes.
///
/// # Errors
/// `Picture` or `CodeTooLong`; `Layout` if typst refuses, which only the
/// layout itself can cause.
pub fn pdf(document: &Document) -> Result<Vec<u8>, DocumentProblem> {
    let laid_out = lay_out(document);
    let options = PdfOptions { creator: Smart::Custom(Some("Jishi".to_owned())), ..PdfOptions::default() };
    let written = laid_out.and_then(|pages| typst_pdf::pdf(&pages, &options).map_err(problem));
    // What typst remembers of this document helps no other one.
    comemo::evict(1);
    written
}

/// The pages before they are written.
pub(crate) fn lay_out(document: &Document) -> Result<PagedDocument, DocumentProblem> {
    let desk = Desk { document: Bytes::new(described(document)?) };
    typst::compile::<PagedDocument>(&desk).output.map_err(problem)
}

/// What the layout reads: the document and what is worked out beforehand.
#[derive(Serialize)]
struct Described<'a> {
    #[serde(flatten)]
    document: &'a Document,
    measures: Measures,
    qr_svg: Option<String>,
}

/// Lengths in points, indents in characters.
#[derive(Serialize)]
struct Measures {
    body: f64,
    title: f64,
    title_pitch: f64,
    pitch: f64,
    advance: f64,
    issuer: f64,
    unit_indent: f64,
    date_indent: f64,
}

/// The document as JSON. Data never becomes typst code, so nothing in a text
/// can be a command.
fn described(document: &Document) -> Result<Vec<u8>, DocumentProblem> {
    let mut document = document.clone();
    for block in &mut document.blocks {
        if let Block::Picture(picture) = block {
            *picture = drawn(picture)?;
        }
    }
    let Sizes { body, title, title_pitch, pitch, advance } = sizes(document.language);
    let (unit_indent, date_indent) = document.signature.as_ref().map_or((0.0, 0.0), signature_indents);
    let issuer = document.issuer.as_deref().map_or(0.0, issuer_size);
    let described = Described {
        document: &document,
        measures: Measures { body, title, title_pitch, pitch, advance, issuer, unit_indent, date_indent },
        qr_svg: document.proof.as_ref().map(|proof| qr_svg(&proof.code)).transpose()?,
    };
    let layout_problem = |error: serde_json::Error| DocumentProblem::Layout(error.to_string());
    let mut json = serde_json::to_value(&described).map_err(layout_problem)?;
    clean_all(&mut json);
    serde_json::to_vec(&json).map_err(layout_problem)
}

fn clean_all(json: &mut serde_json::Value) {
    match json {
        serde_json::Value::String(text) => *text = clean(text).into_owned(),
        serde_json::Value::Array(values) => values.iter_mut().for_each(clean_all),
        serde_json::Value::Object(fields) => fields.values_mut().for_each(clean_all),
        _ => {}
    }
}

fn problem(errors: impl IntoIterator<Item = SourceDiagnostic>) -> DocumentProblem {
    let messages: Vec<String> = errors.into_iter().map(|error| error.message.to_string()).collect();
    DocumentProblem::Layout(messages.join("; "))
}

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static LAYOUT: LazyLock<Source> = LazyLock::new(|| Source::detached(include_str!("layout.typ")));
static TYPEFACES: LazyLock<Vec<Font>> =
    LazyLock::new(|| FONTS.iter().flat_map(|font| Font::iter(Bytes::new(font.clone()))).collect());
static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(TYPEFACES.iter())));

/// All that typst can reach. It has no disk, no clock and no network.
struct Desk {
    document: Bytes,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }
    fn main(&self) -> FileId {
        LAYOUT.id()
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == LAYOUT.id() { Ok(LAYOUT.clone()) } else { Err(unreachable_file(id)) }
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.get().vpath().get_without_slash();
        if path == "document.json" { Ok(self.document.clone()) } else { Err(unreachable_file(id)) }
    }
    fn font(&self, index: usize) -> Option<Font> {
        TYPEFACES.get(index).cloned()
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn unreachable_file(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.get().vpath().get_without_slash()))
}
