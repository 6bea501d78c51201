//! What a file is, by its bytes: what it is called is not trusted.

use documents::read_word;
use std::io::Cursor;

/// A file that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    Jpeg,
    Png,
    Webp,
    Pdf,
    Word,
    Excel,
}

impl FileKind {
    const ALL: [Self; 6] = [Self::Jpeg, Self::Png, Self::Webp, Self::Pdf, Self::Word, Self::Excel];

    /// As the database has it; also the ending of a name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Pdf => "pdf",
            Self::Word => "docx",
            Self::Excel => "xlsx",
        }
    }
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.ending() == text)
    }
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// A picture or a PDF by its first bytes: what is kept beside a report.
    pub fn of_evidence(bytes: &[u8]) -> Option<Self> {
        let starts = |mark: &[u8]| bytes.starts_with(mark);
        let webp = starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice());
        if starts(&[0xFF, 0xD8, 0xFF]) {
            Some(Self::Jpeg)
        } else if starts(&[0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A]) {
            Some(Self::Png)
        } else if webp {
            Some(Self::Webp)
        } else if starts(b"%PDF-") {
            Some(Self::Pdf)
        } else {
            None
        }
    }

    /// What may be attached to a task: Word and Excel without macros, PDF, JPEG, PNG. An archive is
    /// unpacked once within bounds, so that a bomb goes no further; takes the processor.
    pub fn of_attachment(bytes: &[u8]) -> Option<Self> {
        match Self::of_evidence(bytes) {
            Some(Self::Webp) => return None,
            Some(kind) => return Some(kind),
            None => {}
        }
        let has_text = read_word(bytes).ok()?.is_some();
        let archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
        let has = |name: &str| archive.index_for_name(name).is_some();
        // Both kinds say of what their parts are; macros and other programs go under these names.
        let is_program = |name: &str| {
            let name = name.to_ascii_lowercase();
            name.contains("vbaproject") || name.contains("/embeddings/") || name.contains("/activex/")
        };
        if !has("[Content_Types].xml")
            || !archive.file_names().all(|name| name.is_ok_and(|name| !is_program(&name)))
        {
            return None;
        }
        match (has_text, has("xl/workbook.xml")) {
            (true, false) => Some(Self::Word),
            (false, true) => Some(Self::Excel),
            _ => None,
        }
    }
}

/// Longest name of a file, in characters, without its ending.
const NAME: usize = 80;

/// A name under which it can be saved: no path, nothing invisible, and the ending of what it is.
pub fn safe_name(sent: &str, kind: FileKind) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = match last.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 5 => stem,
        _ => last,
    };
    // Marks of direction can make an ending look like another.
    let is_hidden = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
    };
    let kept: String = stem
        .chars()
        .filter(|letter| !is_hidden(*letter) && !matches!(letter, '<' | '>' | ':' | '"' | '|' | '?' | '*'))
        .take(NAME)
        .collect();
    let kept = kept.trim().trim_start_matches('.');
    format!("{}.{}", if kept.is_empty() { "file" } else { kept }, kind.ending())
}
