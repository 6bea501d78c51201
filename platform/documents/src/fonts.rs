//! The two typefaces that travel with the program, kept in memory once.

use rust_embed::{Embed, EmbeddedFile};
use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

/// The fonts and their licences.
#[derive(Embed)]
#[folder = "fonts/"]
struct Files;

/// The bytes of one font file, shared by the PDF and the picture renderer.
#[derive(Clone)]
pub(crate) struct FontData(Arc<Cow<'static, [u8]>>);

impl AsRef<[u8]> for FontData {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// The family of Chinese and Latin text in charts and headings.
pub(crate) const SANS: &str = "Noto Sans SC";
pub(crate) const SERIF: &str = "Noto Serif SC";

pub(crate) static FONTS: LazyLock<Vec<FontData>> = LazyLock::new(|| {
    Files::iter()
        .filter(|name| name.ends_with(".ttf"))
        .filter_map(|name| Files::get(&name))
        .map(|EmbeddedFile { data, .. }| FontData(Arc::new(data)))
        .collect()
});
