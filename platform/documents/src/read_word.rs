//! The text of a Word file: whatever somebody uploads, within bounds.

use crate::DocumentProblem;
use crate::read::{MAX_BYTES, refuse_bombs, refuse_other_formats};
use roxmltree::{Document, Node, ParsingOptions};
use std::io::{Cursor, Read};
use zip::ZipArchive;

const BODY: &str = "word/document.xml";
/// The largest body that is read, unpacked.
const MOST_BYTES: u64 = 20_000_000;
/// Elements and texts of a body.
const MOST_NODES: u32 = 2_000_000;

/// The text of a .docx file, a line for each paragraph; none if the file is another archive.
/// Pictures, notes and deleted text are left out.
///
/// # Errors
/// What the file is instead, or which bound it goes beyond.
pub fn read_word(bytes: &[u8]) -> Result<Option<String>, DocumentProblem> {
    let size = bytes.len() as u64;
    if size > MAX_BYTES {
        return Err(DocumentProblem::WorkbookTooLarge { bytes: size, limit: MAX_BYTES });
    }
    refuse_other_formats(bytes)?;
    refuse_bombs(bytes)?;
    let damaged = |error: String| DocumentProblem::DamagedWorkbook(error);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(error.to_string()))?;
    let Ok(part) = archive.by_name(BODY) else { return Ok(None) };
    let mut xml = String::new();
    part.take(MOST_BYTES + 1).read_to_string(&mut xml).map_err(|error| damaged(error.to_string()))?;
    if xml.len() as u64 > MOST_BYTES {
        return Err(DocumentProblem::WorkbookTooLarge { bytes: xml.len() as u64, limit: MOST_BYTES });
    }
    // Without a document type there are no entities to blow it up.
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&xml, options).map_err(|error| damaged(error.to_string()))?;
    let mut text = String::new();
    for paragraph in document.descendants().filter(|node| is(*node, "p")) {
        let start = text.len();
        for node in paragraph.descendants().filter(|node| within(*node, paragraph)) {
            if is(node, "t") {
                text.push_str(node.text().unwrap_or_default());
            } else if is(node, "tab") || is(node, "br") {
                text.push(' ');
            }
        }
        if text.len() > start {
            text.push('\n');
        }
    }
    Ok(Some(text))
}

fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// Whether a node belongs to this paragraph itself: a text box holds paragraphs of its own.
fn within(node: Node<'_, '_>, paragraph: Node<'_, '_>) -> bool {
    node.ancestors().skip(1).find(|above| is(*above, "p")) == Some(paragraph)
}
