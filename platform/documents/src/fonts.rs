//! The two typefaces that travel with the program, kept in memory once.

use std::sync::{Arc, LazyLock};

/// As the build packed them; each names its licence (OFL) in its own tables.
const PACKED: [&[u8]; 2] = [
    include_bytes!(concat!(env!("OUT_DIR"), "/NotoSansSC-Medium.zst")),
    include_bytes!(concat!(env!("OUT_DIR"), "/NotoSerifSC-Regular.zst")),
];

/// The bytes of one font file, shared by the PDF and the picture renderer.
#[derive(Clone)]
pub(crate) struct FontData(Arc<Vec<u8>>);

impl AsRef<[u8]> for FontData {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// The family of Chinese and Latin text in charts and headings.
pub(crate) const SANS: &str = "Noto Sans SC";
pub(crate) const SERIF: &str = "Noto Serif SC";

pub(crate) static FONTS: LazyLock<Vec<FontData>> = LazyLock::new(|| {
    PACKED.iter().filter_map(|packed| zstd::decode_all(*packed).ok()).map(Arc::new).map(FontData).collect()
});
