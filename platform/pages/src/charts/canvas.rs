//! What charts draw on. Across, places are shares of the width, so that a page's
//! chart fits any screen without its letters growing or shrinking; down, pixels.

use crate::markup::escape;
use std::fmt::Write;

/// Typefaces for documents; on pages the style sheet says.
pub(super) const FAMILY: &str = "Noto Sans SC, Microsoft YaHei, SimHei, sans-serif";

/// Colours for documents; on pages the style sheet has its own, light and dark.
const SERIES: [&str; 5] = ["#1d5aa8", "#e08a1e", "#12806a", "#8c5fb8", "#7c8794"];
const HEAT: [&str; 6] = ["#f0f3f7", "#d5e4f5", "#a9c9ec", "#6fa3db", "#3474bd", "#174a87"];

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Look {
    Page,
    /// Pixels between the left and the right end.
    Standalone {
        width: f64,
    },
}

pub(super) struct Canvas {
    body: String,
    look: Look,
    /// Makes the ids of patterns unlike those of other charts on the page.
    id: String,
    patterns: Vec<u8>,
}

impl Canvas {
    pub(super) fn new(look: Look, title: &str) -> Self {
        Self { body: String::new(), look, id: id(title), patterns: Vec::new() }
    }
    pub(super) fn is_page(&self) -> bool {
        self.look == Look::Page
    }

    fn x(&self, share: f64) -> String {
        match self.look {
            Look::Page => format!("{}%", trim(share * 100.0)),
            Look::Standalone { width } => trim(share * width),
        }
    }

    /// A mark: on a page a link or a group that says its words, in a document plain.
    pub(super) fn mark(&mut self, link: Option<&str>, words: &str, tab: bool, body: impl FnOnce(&mut Self)) {
        if !self.is_page() {
            return body(self);
        }
        let tag = match link {
            Some(link) => {
                // Two hundred cells would be two hundred stops of the tab key; the
                // table under the chart, or the list beside it, has the same links.
                let tab = if tab { "" } else { " tabindex=\"-1\"" };
                let _ = write!(self.body, "<a class=\"mark\" href=\"{}\"{tab}>", escape(link));
                "</a>"
            }
            None => {
                self.body.push_str("<g class=\"mark\">");
                "</g>"
            }
        };
        let _ = write!(self.body, "<title>{}</title>", escape(words));
        body(self);
        self.body.push_str(tag);
    }

    /// A bar of a series.
    pub(super) fn bar(&mut self, x: f64, width: f64, y: f64, height: f64, paint: u8) {
        let paint_attribute = self.fill(paint);
        let (x, width) = (self.x(x), self.x(width));
        let (y, height) = (trim(y), trim(height.max(0.0)));
        let place = format!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"1.5\"");
        let _ = write!(self.body, "<rect {place} {paint_attribute}/>");
        // From the second series on a pattern tells them apart without colour.
        if paint > 1 {
            if !self.patterns.contains(&paint) {
                self.patterns.push(paint);
            }
            let _ = write!(self.body, "<rect {place} fill=\"url(#p{}-{paint})\"/>", self.id);
        }
    }
    /// A cell of a heat map, level 0 to 5.
    pub(super) fn cell(&mut self, x: f64, width: f64, y: f64, height: f64, level: usize) {
        let paint = if self.is_page() {
            format!("class=\"cell h{level}\"")
        } else {
            let colour = HEAT.get(level).copied().unwrap_or("#174a87");
            format!("fill=\"{colour}\" stroke=\"#ffffff\" stroke-width=\"2\"")
        };
        let (x, width) = (self.x(x), self.x(width));
        let _ = write!(
            self.body,
            "<rect {paint} x=\"{x}\" y=\"{}\" width=\"{width}\" height=\"{}\" rx=\"2\"/>",
            trim(y),
            trim(height)
        );
    }
    /// Nothing to see: a larger place for the pointer.
    pub(super) fn hit(&mut self, x: f64, width: f64, y: f64, height: f64) {
        if self.is_page() {
            let (x, width) = (self.x(x), self.x(width));
            let (y, height) = (trim(y), trim(height));
            let _ = write!(
                self.body,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"transparent\"/>"
            );
        }
    }
    /// A line of a series.
    pub(super) fn segment(&mut self, from: (f64, f64), to: (f64, f64), paint: u8, before: bool) {
        let look = if self.is_page() {
            format!("class=\"c{paint}{}\"", if before { " before" } else { "" })
        } else {
            let dashes = if before { " stroke-dasharray=\"5 4\"" } else { "" };
            format!("stroke=\"{}\"{dashes}", colour(paint))
        };
        let width = if before { "1.75" } else { "2.25" };
        let (x1, x2) = (self.x(from.0), self.x(to.0));
        let _ = write!(
            self.body,
            "<line {look} stroke-width=\"{width}\" stroke-linecap=\"round\" x1=\"{x1}\" y1=\"{}\" \
             x2=\"{x2}\" y2=\"{}\"/>",
            trim(from.1),
            trim(to.1)
        );
    }
    /// A point of a series; hollow for every second one.
    pub(super) fn point(&mut self, x: f64, y: f64, paint: u8, radius: f64) {
        let hollow = paint.is_multiple_of(2);
        let look = match (self.is_page(), hollow) {
            (true, true) => format!("class=\"c{paint} hollow\""),
            (true, false) => format!("class=\"c{paint}\""),
            (false, true) => format!("fill=\"#ffffff\" stroke=\"{}\" stroke-width=\"2\"", colour(paint)),
            (false, false) => format!("fill=\"{}\"", colour(paint)),
        };
        let x = self.x(x);
        let _ = write!(self.body, "<circle {look} cx=\"{x}\" cy=\"{}\" r=\"{radius}\"/>", trim(y));
    }
    /// A line of the grid, across or down; the base line is darker.
    pub(super) fn rule(&mut self, from: (f64, f64), to: (f64, f64), base: bool) {
        let look = match (self.is_page(), base) {
            (true, true) => "class=\"base-line\"",
            (true, false) => "class=\"grid-line\"",
            (false, true) => "stroke=\"#8a97a6\"",
            (false, false) => "stroke=\"#e3e8ee\"",
        };
        let (x1, x2) = (self.x(from.0), self.x(to.0));
        let _ = write!(
            self.body,
            "<line {look} x1=\"{x1}\" y1=\"{}\" x2=\"{x2}\" y2=\"{}\"/>",
            trim(from.1),
            trim(to.1)
        );
    }
    /// A text; `dx` moves it by pixels, `anchor` is `start`, `middle` or `end`,
    /// `class` is for pages.
    pub(super) fn text(&mut self, x: f64, dx: f64, y: f64, anchor: &str, class: &str, words: &str) {
        let look = if self.is_page() {
            if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") }
        } else {
            document_text(class)
        };
        let dx = if dx == 0.0 { String::new() } else { format!(" dx=\"{}\"", trim(dx)) };
        let x = self.x(x);
        let _ = write!(
            self.body,
            "<text{look} x=\"{x}\"{dx} y=\"{}\" text-anchor=\"{anchor}\">{}</text>",
            trim(y),
            escape(words)
        );
    }

    fn fill(&self, paint: u8) -> String {
        if self.is_page() { format!("class=\"c{paint}\"") } else { format!("fill=\"{}\"", colour(paint)) }
    }

    pub(super) fn finish(self) -> String {
        let (page, id) = (self.is_page(), &self.id);
        let patterns: String = self.patterns.iter().map(|paint| pattern(id, *paint, page)).collect();
        let defs = if patterns.is_empty() { String::new() } else { format!("<defs>{patterns}</defs>") };
        defs + &self.body
    }
}

/// The look of a text in documents, where no style sheet helps.
fn document_text(class: &str) -> String {
    let has = |name: &str| class.split(' ').any(|found| found == name);
    if has("value") {
        " fill=\"#1a2330\" font-weight=\"600\"".to_owned()
    } else if has("on") {
        let light = has("h4") || has("h5");
        format!(" fill=\"{}\" font-size=\"10\"", if light { "#ffffff" } else { "#1a2330" })
    } else {
        " fill=\"#52606f\"".to_owned()
    }
}

/// A pattern laid over a series: stripes, dots, lines, for the second and later ones.
pub(super) fn pattern(id: &str, paint: u8, page: bool) -> String {
    let ink = if page { "class=\"hatch\"" } else { "stroke=\"#ffffff\"" };
    let shape = match paint {
        2 => "M-1 1l2-2M0 6l6-6M5 7l2-2",
        3 => "M0 3h6",
        4 => "M3 0v6",
        _ => "M1.5 1.5h1M4.5 4.5h1",
    };
    format!(
        "<pattern id=\"p{id}-{paint}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
         <path d=\"{shape}\" {ink} stroke-opacity=\"0.5\"/></pattern>"
    )
}

/// An id from a chart's title: the same for the same chart, unlike its neighbours'.
pub(super) fn id(title: &str) -> String {
    let start: u32 = 2_166_136_261;
    let hash = title.bytes().fold(start, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(16_777_619));
    format!("{hash:08x}")
}

pub(super) fn colour(paint: u8) -> &'static str {
    SERIES.get(usize::from(paint.saturating_sub(1))).copied().unwrap_or("#7c8794")
}

/// A number as short as it can be written.
fn trim(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
