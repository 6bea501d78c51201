#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod calendar;
mod citations;
mod counting;
mod data;
mod library;
mod properties;
mod reading;

use crate::{Law, Library};
use kernel::{Day, Instant};
use std::sync::LazyLock;

static LAW: LazyLock<Law> = LazyLock::new(|| Law::embedded().unwrap_or_else(|problem| panic!("{problem}")));

fn library() -> &'static Library {
    Library::embedded().unwrap_or_else(|problem| panic!("{problem}"))
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A time, or the beginning of a day.
fn at(text: &str) -> Instant {
    text.parse().unwrap_or_else(|_| day(text).start())
}
