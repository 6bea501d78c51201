//! A figure as a tile: what it counts, how much, against before; opens its facts.

use crate::{Markup, Page, format};
use askama::Template;
use askama::filters::HtmlSafe;
use std::cmp::Ordering;

/// Which way a figure should move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Better {
    More,
    Less,
    /// Case numbers and the like are neither good nor bad.
    #[default]
    Neither,
}

/// A tile for dashboards and measure pages.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/figure.html")]
pub struct Figure {
    label: String,
    value: String,
    unit: String,
    href: String,
    against: Vec<Against>,
}

#[derive(Debug, Clone)]
struct Against {
    change: Change,
    /// Against what: the previous period.
    label: String,
}

/// A change between two values, in words: `▲ 12.5%`.
#[derive(Debug, Clone)]
pub struct Change {
    words: String,
    tone: &'static str,
}

impl Change {
    /// As per cent of the earlier value. Nothing to compare with (none, or 0) is said as such.
    pub fn of(page: &Page, now: f64, before: Option<f64>, better: Better) -> Self {
        let before = before.filter(|before| *before != 0.0);
        let change = before.map(|before| thousandths((now - before) / before.abs()));
        Self::new(page, change, better, format::percent)
    }
    /// Of shares: the difference in percentage points.
    pub fn of_share(page: &Page, now: f64, before: Option<f64>, better: Better) -> Self {
        let change = before.map(|before| thousandths(now - before));
        let points = |size: f64| page.t1("pages-figure-points", "points", format::decimal(size * 100.0, 1));
        Self::new(page, change, better, points)
    }
    fn new(page: &Page, change: Option<f64>, better: Better, size: impl Fn(f64) -> String) -> Self {
        let rises = change.and_then(|change| change.partial_cmp(&0.0));
        let words = match (change, rises) {
            (Some(change), Some(Ordering::Greater)) => format!("▲ {}", size(change)),
            (Some(change), Some(Ordering::Less)) => format!("▼ {}", size(change.abs())),
            (Some(_), _) => page.t("pages-figure-same"),
            (None, _) => "–".to_owned(),
        };
        let tone = match (better, rises) {
            (Better::More, Some(Ordering::Greater)) | (Better::Less, Some(Ordering::Less)) => "good",
            (Better::More, Some(Ordering::Less)) | (Better::Less, Some(Ordering::Greater)) => "bad",
            _ => "flat",
        };
        Self { words, tone }
    }
    /// For a cell of a table.
    pub fn html(&self) -> Markup {
        Markup::safe(format!(
            "<span class=\"delta {}\">{}</span>",
            self.tone,
            crate::markup::escape(&self.words)
        ))
    }
}

/// As it will be shown: what rounds to nothing is no change.
fn thousandths(change: f64) -> f64 {
    (change * 1000.0).round() / 1000.0
}

impl HtmlSafe for Figure {}

impl Figure {
    /// Both already worded: `Figure::new("刑事立案", "52")`.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            unit: String::new(),
            href: String::new(),
            against: Vec::new(),
        }
    }
    /// 起, 件, %
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = unit.into();
        self
    }
    /// Where the facts behind it are.
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = href.into();
        self
    }
    /// Compared with something earlier; the label is a message key.
    pub fn against(mut self, page: &Page, label: &str, change: Change) -> Self {
        self.against.push(Against { change, label: page.t(label) });
        self
    }
}
