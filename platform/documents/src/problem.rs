//! Why a document could not be made or read. `Display` is for the log.

use kernel::{Language, MessageFile, Problem, Status, Text};
use rust_xlsxwriter::XlsxError;

#[derive(Debug, thiserror::Error)]
pub enum DocumentProblem {
    #[error("the file is no workbook")]
    NotAWorkbook,
    #[error("the file is a workbook of Excel 97-2003")]
    OldWorkbook,
    #[error("the workbook is protected by a password")]
    EncryptedWorkbook,
    #[error("the workbook is damaged: {0}")]
    DamagedWorkbook(String),
    #[error("the file has {bytes} bytes (packed or unpacked), at most {limit} are read")]
    WorkbookTooLarge { bytes: u64, limit: u64 },
    #[error("sheet {sheet:?} is larger than {rows} rows by {columns} columns, or the workbook is too full")]
    SheetTooLarge { sheet: String, rows: usize, columns: usize },
    #[error("a text is too long for a cell of a sheet")]
    CellTooLong,
    #[error("{0} bytes do not fit into a QR code")]
    CodeTooLong(usize),
    #[error("a picture cannot be read: {0}")]
    Picture(String),
    #[error("layout: {0}")]
    Layout(String),
    #[error("writing the file: {0}")]
    Writing(String),
}

impl Problem for DocumentProblem {
    fn message(&self) -> Text {
        match self {
            Self::NotAWorkbook => Text::new("documents-not-a-workbook"),
            Self::OldWorkbook => Text::new("documents-old-workbook"),
            Self::EncryptedWorkbook => Text::new("documents-encrypted-workbook"),
            Self::DamagedWorkbook(_) => Text::new("documents-damaged-workbook"),
            Self::WorkbookTooLarge { limit, .. } => {
                Text::new("documents-workbook-too-large").with("megabytes", limit / 1_000_000)
            }
            Self::SheetTooLarge { sheet, rows, columns } => Text::new("documents-sheet-too-large")
                .with("sheet", sheet)
                .with("rows", rows)
                .with("columns", columns),
            Self::CellTooLong => Text::new("documents-cell-too-long"),
            Self::CodeTooLong(_) => Text::new("documents-code-too-long"),
            Self::Picture(_) => Text::new("documents-picture"),
            Self::Layout(_) | Self::Writing(_) => Text::new("documents-not-written"),
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotAWorkbook
            | Self::OldWorkbook
            | Self::EncryptedWorkbook
            | Self::DamagedWorkbook(_)
            | Self::WorkbookTooLarge { .. }
            | Self::SheetTooLarge { .. }
            | Self::CellTooLong
            | Self::CodeTooLong(_) => Status::Invalid,
            Self::Picture(_) | Self::Layout(_) | Self::Writing(_) => Status::Failed,
        }
    }
}

impl From<XlsxError> for DocumentProblem {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::MaxStringLengthExceeded => Self::CellTooLong,
            other => Self::Writing(other.to_string()),
        }
    }
}

/// The words of this crate.
pub const MESSAGES: [MessageFile; 2] = [
    MessageFile {
        language: Language::Chinese,
        name: "documents",
        source: include_str!("messages/zh-CN.ftl"),
    },
    MessageFile { language: Language::English, name: "documents", source: include_str!("messages/en.ftl") },
];
