#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod calendar;
mod reading;

use crate::Law;
use kernel::Day;
use std::sync::LazyLock;

static LAW: LazyLock<Law> = LazyLock::new(|| Law::embedded().unwrap_or_else(|problem| panic!("{problem}")));

fn day(text: &str) -> Day {
    text.parse().unwrap()
}
