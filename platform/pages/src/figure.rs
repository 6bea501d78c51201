//! A figure as a tile: what it counts, how much, against before; opens its facts.

use crate::{Page, format};
use askama::Template;
use askama::filters::HtmlSafe;

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
    /// Change in words: `▲ 12.5%`.
    change: String,
    tone: &'static str,
    /// Against what: the previous period.
    label: String,
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
    /// Compared with an earlier value, as per cent of it. Nothing to compare with
    /// (none, or 0) is said as such.
    pub fn against(
        mut self,
        page: &Page,
        label: &str,
        now: f64,
        before: Option<f64>,
        better: Better,
    ) -> Self {
        // As it will be shown: what rounds to nothing is no change.
        let shown = |change: f64| (change * 1000.0).round() / 1000.0;
        let change =
            before.filter(|before| *before != 0.0).map(|before| shown((now - before) / before.abs()));
        let words = change.map(|change| {
            let size = format::percent(change.abs());
            match change.partial_cmp(&0.0) {
                Some(std::cmp::Ordering::Greater) => format!("▲ {size}"),
                Some(std::cmp::Ordering::Less) => format!("▼ {size}"),
                _ => page.t("pages-figure-same"),
            }
        });
        self.add_against(page.t(label), words.unwrap_or_else(|| "–".to_owned()), change, better);
        self
    }
    /// Shares compared: the difference in percentage points.
    pub fn against_share(
        mut self,
        page: &Page,
        label: &str,
        now: f64,
        before: Option<f64>,
        better: Better,
    ) -> Self {
        let change = before.map(|before| ((now - before) * 1000.0).round() / 1000.0);
        let words = change.map(|change| {
            let points = format::decimal(change.abs() * 100.0, 1);
            let points = page.t1("pages-figure-points", "points", points);
            match change.partial_cmp(&0.0) {
                Some(std::cmp::Ordering::Greater) => format!("▲ {points}"),
                Some(std::cmp::Ordering::Less) => format!("▼ {points}"),
                _ => page.t("pages-figure-same"),
            }
        });
        self.add_against(page.t(label), words.unwrap_or_else(|| "–".to_owned()), change, better);
        self
    }
    fn add_against(&mut self, label: String, change: String, difference: Option<f64>, better: Better) {
        let rises = difference.and_then(|difference| difference.partial_cmp(&0.0));
        let tone = match (better, rises) {
            (Better::More, Some(std::cmp::Ordering::Greater))
            | (Better::Less, Some(std::cmp::Ordering::Less)) => "good",
            (Better::More, Some(std::cmp::Ordering::Less))
            | (Better::Less, Some(std::cmp::Ordering::Greater)) => "bad",
            _ => "flat",
        };
        self.against.push(Against { change, tone, label });
    }
}
