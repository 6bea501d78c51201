//! Text that is HTML already: made by this crate, with everything foreign escaped.

use askama::filters::HtmlSafe;
use std::fmt;

/// HTML that templates print as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    /// From HTML in which every foreign text has been escaped.
    pub(crate) fn safe(html: String) -> Self {
        Self(html)
    }
    /// From a text that may hold anything.
    pub fn escaped(text: &str) -> Self {
        Self(escape(text))
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Markup {}

/// Escapes for element content and quoted attributes, also of XML; leaves out the
/// control characters that XML cannot hold.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&#34;"),
            '\'' => safe.push_str("&#39;"),
            '\n' | '\t' => safe.push(letter),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => safe.push(letter),
        }
    }
    safe
}
