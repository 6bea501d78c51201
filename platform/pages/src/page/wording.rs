//! Words, numbers and dates as this reader reads them.

use crate::format::{self, Number};
use crate::{Markup, Page};
use kernel::{Citation, Day, Instant, Language, Span, Text, Wording};
use std::borrow::Borrow;

/// A `Day`, an `Instant` or a reference to one, as loops in templates give it.
pub trait When {
    fn instant(&self) -> Instant;
}
impl When for Day {
    fn instant(&self) -> Instant {
        self.start()
    }
}
impl When for Instant {
    fn instant(&self) -> Instant {
        *self
    }
}
impl<T: When + ?Sized> When for &T {
    fn instant(&self) -> Instant {
        (**self).instant()
    }
}

impl Page {
    pub fn wording(&self) -> &Wording {
        &self.inner.wording
    }
    pub fn language(&self) -> Language {
        self.inner.wording.language
    }
    /// The language tag for `lang=`.
    pub fn lang(&self) -> &'static str {
        self.language().tag()
    }
    /// The words of a key.
    pub fn t(&self, key: impl AsRef<str>) -> String {
        self.inner.wording.t(key.as_ref())
    }
    /// The words of a key with one value.
    pub fn t1(&self, key: impl AsRef<str>, name: &str, value: impl ToString) -> String {
        self.inner.wording.t1(key.as_ref(), name, value)
    }
    /// The words of a text.
    pub fn say(&self, text: &Text) -> String {
        self.inner.wording.say(text)
    }
    /// 12,345
    pub fn number(&self, number: impl Number) -> String {
        number.grouped()
    }
    /// A share of one as per cent with one decimal: 0.846 is `84.6%`.
    pub fn percent(&self, share: impl Borrow<f64>) -> String {
        format::percent(*share.borrow())
    }
    /// `2026-05-06`, for tables.
    pub fn day(&self, day: impl When) -> Markup {
        let day = day.instant().day();
        Markup::safe(format!("<time datetime=\"{day}\">{day}</time>"))
    }
    /// 2026年5月6日, 6 May 2026: for sentences and headings.
    pub fn long_day(&self, day: impl When) -> Markup {
        let day = day.instant().day();
        let words = format::long_day(day, self.language());
        Markup::safe(format!("<time datetime=\"{day}\">{words}</time>"))
    }
    /// `2026-05-06 14:30`
    pub fn time(&self, instant: impl When) -> Markup {
        let instant = instant.instant();
        Markup::safe(format!("<time datetime=\"{}+08:00\">{instant}</time>", instant.to_field()))
    }
    /// A period from day to day, both included.
    pub fn span(&self, span: &Span) -> Markup {
        let (from, to) = (span.from, span.to);
        Markup::safe(format!("<time datetime=\"{from}\">{from}</time> – <time datetime=\"{to}\">{to}</time>"))
    }
    /// Minutes as hours and minutes: 95 is `1 小时 35 分钟`.
    pub fn minutes(&self, minutes: impl Borrow<i64>) -> String {
        let minutes = *minutes.borrow();
        let (hours, rest) = (minutes / 60, minutes % 60);
        match (hours, rest) {
            (0, _) => self.t1("pages-minutes", "minutes", rest),
            (_, 0) => self.t1("pages-hours", "hours", hours),
            _ => self.say(&Text::new("pages-hours-minutes").with("hours", hours).with("minutes", rest)),
        }
    }
    /// Law and article; in Chinese as laws are cited.
    pub fn citation(&self, citation: &Citation) -> String {
        citation.to_string()
    }
}
