//! Charts as SVG made here: for pages, where each mark opens its facts, and for
//! Word and PDF, where every colour is written out.

mod bars;
mod canvas;
mod heat;
mod lines;
mod scale;
mod table;

use crate::markup::escape;
use crate::{Markup, format};
use canvas::{Canvas, Look};
use kernel::Wording;
pub(crate) use scale::Scale;

/// How values are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Whole numbers: 1,234
    #[default]
    Count,
    /// With one decimal: 12.5
    Decimal,
    /// Shares of one: 0.846 is 84.6%
    Percent,
}

impl Format {
    fn value(self, value: f64) -> String {
        match self {
            Self::Count => format::decimal(value, 0),
            Self::Decimal => format::decimal(value, 1),
            Self::Percent => format::percent(value),
        }
    }
    /// The same on an axis, where the ticks are round.
    fn tick(self, value: f64) -> String {
        match self {
            Self::Percent => format::decimal(value * 100.0, 0) + "%",
            Self::Count => format::decimal(value, 0),
            // A tick of 0.5 keeps its half; a tick of 20 needs no decimal.
            Self::Decimal if (value - value.round()).abs() < 1e-9 => format::decimal(value, 0),
            Self::Decimal => format::decimal(value, 1),
        }
    }
}

/// One row of values, a value for each label of the chart.
#[derive(Debug, Clone, Default)]
pub struct Series {
    name: String,
    values: Vec<Option<f64>>,
    links: Vec<String>,
    before: bool,
}

impl Series {
    /// `None` is a value that is not known; it leaves a gap.
    pub fn new(name: impl Into<String>, values: Vec<Option<f64>>) -> Self {
        Self { name: name.into(), values, ..Self::default() }
    }
    /// Where the facts of each value are, in the order of the values.
    pub fn links(mut self, links: Vec<String>) -> Self {
        self.links = links;
        self
    }
    /// An earlier period, drawn dashed and grey, behind the others.
    pub fn before(mut self) -> Self {
        self.before = true;
        self
    }
    fn value(&self, place: usize) -> Option<f64> {
        self.values.get(place).copied().flatten().filter(|value| value.is_finite())
    }
    fn link(&self, place: usize) -> Option<&str> {
        self.links.get(place).map(String::as_str).filter(|link| !link.is_empty())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bars,
    Rows,
    StackedBars,
    StackedRows,
    Lines,
    Heat,
}

/// A chart. One set of labels, one or more series of values.
#[derive(Debug, Clone)]
pub struct Chart {
    kind: Kind,
    title: String,
    about: String,
    labels: Vec<String>,
    series: Vec<Series>,
    format: Format,
    with_table: bool,
}

/// The size of a picture for documents, in pixels at 96 a inch.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub width: f64,
    pub height: f64,
}

impl Chart {
    fn new(kind: Kind, title: impl Into<String>, labels: Vec<String>) -> Self {
        Self {
            kind,
            title: title.into(),
            about: String::new(),
            labels,
            series: Vec::new(),
            format: Format::Count,
            with_table: true,
        }
    }
    /// Columns side by side for each label.
    pub fn bars(title: impl Into<String>, labels: Vec<String>) -> Self {
        Self::new(Kind::Bars, title, labels)
    }
    /// Horizontal bars: for names that are long or many.
    pub fn rows(title: impl Into<String>, labels: Vec<String>) -> Self {
        Self::new(Kind::Rows, title, labels)
    }
    /// A line through the values: for time.
    pub fn lines(title: impl Into<String>, labels: Vec<String>) -> Self {
        Self::new(Kind::Lines, title, labels)
    }
    /// A field of cells: labels across (hours), one series for each row (weekdays).
    pub fn heat(title: impl Into<String>, labels: Vec<String>) -> Self {
        Self::new(Kind::Heat, title, labels)
    }
    /// The series on top of each other, for bars and rows: parts of a whole.
    pub fn stacked(mut self) -> Self {
        self.kind = match self.kind {
            Kind::Bars => Kind::StackedBars,
            Kind::Rows => Kind::StackedRows,
            other => other,
        };
        self
    }
    pub fn series(mut self, series: Series) -> Self {
        self.series.push(series);
        self
    }
    /// A few words under the title: period, unit.
    pub fn about(mut self, about: impl Into<String>) -> Self {
        self.about = about.into();
        self
    }
    /// Without the table under it, because a list on the page says the same with the same links.
    pub fn beside_list(mut self) -> Self {
        self.with_table = false;
        self
    }
    pub fn format(mut self, format: Format) -> Self {
        self.format = format;
        self
    }

    /// The chart for a page: title, picture, and the same data as a table.
    pub fn html(&self, wording: &Wording) -> Markup {
        let title = escape(&self.title);
        let about = match self.about.as_str() {
            "" => String::new(),
            about => format!(" <span>{}</span>", escape(about)),
        };
        let caption = format!("<figcaption><strong>{title}</strong>{about}</figcaption>");
        if self.is_empty() {
            let nothing = escape(&wording.t("pages-chart-empty"));
            return Markup::safe(format!(
                "<figure class=\"chart\">{caption}<div class=\"empty\"><p>{nothing}</p></div></figure>"
            ));
        }
        let mut canvas = Canvas::new(Look::Page, &self.title);
        let height = self.draw(&mut canvas, 220.0);
        // Links inside cannot be reached in a picture; a group lets them be.
        let linked = self.series.iter().any(|series| series.links.iter().any(|link| !link.is_empty()));
        let role = if linked { "group" } else { "img" };
        let named = escape(&wording.t1("pages-chart-named", "title", self.sentence()));
        let (classes, legend, scale) = (self.classes(), self.legend(), self.heat_scale());
        let body = canvas.finish();
        let table = if self.with_table { self.table(wording) } else { String::new() };
        Markup::safe(format!(
            "<figure class=\"chart {classes}\">{caption}{legend}\
             <svg class=\"plot\" role=\"{role}\" aria-label=\"{named}\" width=\"100%\" height=\"{height}\">\
             {body}</svg>{scale}{table}</figure>"
        ))
    }

    /// The chart alone as an SVG file, without links: for Word and PDF.
    pub fn svg(&self, wording: &Wording, size: Size) -> String {
        let left = self.left_margin();
        let right = if self.is_horizontal() { 56.0 } else { 14.0 };
        let inner = (size.width - left - right).max(40.0);
        let mut canvas = Canvas::new(Look::Standalone { width: inner }, &self.title);
        let top = if self.has_legend() { 26.0 } else { 4.0 };
        if self.is_empty() {
            canvas.text(0.5, 0.0, size.height / 2.0 - top, "middle", "", &wording.t("pages-chart-empty"));
        } else {
            self.draw(&mut canvas, (size.height - top - 44.0).max(60.0));
        }
        let legend = self.standalone_legend(left);
        let (width, height) = (size.width, size.height);
        let family = canvas::FAMILY;
        let body = canvas.finish();
        let title = escape(&self.title);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" font-family=\"{family}\" font-size=\"12\">\
             <title>{title}</title><rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>{legend}\
             <g transform=\"translate({left} {top})\">{body}</g></svg>"
        )
    }

    /// Draws into the canvas and returns the height used, in pixels.
    fn draw(&self, canvas: &mut Canvas, height: f64) -> f64 {
        match self.kind {
            Kind::Bars | Kind::StackedBars => bars::columns(self, canvas, height),
            Kind::Rows | Kind::StackedRows => bars::rows(self, canvas, height),
            Kind::Lines => lines::draw(self, canvas, height),
            Kind::Heat => heat::draw(self, canvas, height),
        }
    }

    fn is_stacked(&self) -> bool {
        matches!(self.kind, Kind::StackedBars | Kind::StackedRows)
    }
    fn is_horizontal(&self) -> bool {
        matches!(self.kind, Kind::Rows | Kind::StackedRows)
    }
    fn is_empty(&self) -> bool {
        let values = || self.series.iter().flat_map(|series| series.values.iter().flatten());
        self.labels.is_empty() || values().next().is_none() || values().all(|value| *value == 0.0)
    }
    fn has_legend(&self) -> bool {
        self.series.len() > 1 && self.kind != Kind::Heat
    }
    /// Title and what it is about, as one phrase.
    fn sentence(&self) -> String {
        if self.about.is_empty() { self.title.clone() } else { format!("{} · {}", self.title, self.about) }
    }
    /// The class of a series: earlier periods share the grey one.
    fn paint(&self, place: usize) -> u8 {
        let Some(series) = self.series.get(place) else { return 1 };
        if series.before {
            return 5;
        }
        let drawn = self.series.iter().take(place).filter(|series| !series.before).count();
        u8::try_from(drawn % 4).unwrap_or(0) + 1
    }
    /// What a mark says of itself: label, series where there are several, value.
    fn words(&self, series: &Series, place: usize) -> String {
        let label = self.labels.get(place).map_or("", String::as_str);
        let value = series.value(place).map_or_else(|| "–".to_owned(), |value| self.format.value(value));
        if self.series.len() > 1 {
            format!("{label} · {}: {value}", series.name)
        } else {
            format!("{label}: {value}")
        }
    }

    fn scale(&self) -> Scale {
        let mut least = 0.0_f64;
        let mut most = 0.0_f64;
        if self.is_stacked() {
            for place in 0..self.labels.len() {
                let sum = self.series.iter().filter_map(|series| series.value(place)).sum::<f64>();
                most = most.max(sum);
            }
        } else {
            for value in self.series.iter().flat_map(|series| series.values.iter().flatten()) {
                least = least.min(*value);
                most = most.max(*value);
            }
        }
        Scale::round(least, most, self.format == Format::Count)
    }

    /// Letters the axis at the left needs, an ideograph counting as two.
    fn left_letters(&self) -> usize {
        match self.kind {
            Kind::Rows | Kind::StackedRows => {
                let longest = self.labels.iter().map(|label| scale::width(label)).max();
                longest.unwrap_or(0).min(scale::LONGEST_LABEL)
            }
            Kind::Heat => self.series.iter().map(|row| scale::width(&row.name)).max().unwrap_or(0).min(16),
            _ => self
                .scale()
                .ticks()
                .iter()
                .map(|tick| scale::width(&self.format.tick(*tick)))
                .max()
                .unwrap_or(0),
        }
    }
    fn left_margin(&self) -> f64 {
        #[allow(clippy::cast_precision_loss, reason = "a handful of letters")]
        let letters = self.left_letters() as f64;
        letters * 6.8 + 14.0
    }
    fn classes(&self) -> String {
        let axis = match self.left_letters() {
            0..=3 => 2,
            4..=5 => 3,
            6..=7 => 4,
            8..=9 => 5,
            10..=12 => 6,
            _ => 8,
        };
        let direction = if self.is_horizontal() { " horizontal" } else { "" };
        format!("axis-{axis}{direction}")
    }
}
