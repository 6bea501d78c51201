//! Bars: columns and rows, side by side or stacked.

use super::canvas::Canvas;
use super::scale::{self, Scale};
use super::{Chart, Series};

/// No column is wider than this share of the chart: two values are no wall.
const WIDEST: f64 = 0.09;
const ABOVE: f64 = 18.0;
const BELOW: f64 = 24.0;

/// Every so many labels are written, so that they do not run into each other.
pub(super) fn label_step(labels: &[String]) -> usize {
    let longest = labels.iter().map(|label| scale::width(label)).max().unwrap_or(1).max(2);
    // About 96 Latin letters fit next to each other on a desk.
    let fitting = (96 / (longest + 2)).max(2);
    labels.len().div_ceil(fitting).max(1)
}

/// Whether a label is left out where there is less room: `thin` in half a page,
/// `thinner` on a phone. The style sheet knows how wide a chart has become.
fn label_class(place: usize, shown: usize, letters: usize) -> &'static str {
    let room = shown * (letters + 2);
    match place % 4 {
        0 => "",
        2 if room > 96 => "thin thinner",
        2 if room > 72 => "thinner",
        2 => "",
        _ if room > 48 => "thin thinner",
        _ if room > 36 => "thinner",
        _ => "",
    }
}

#[allow(clippy::cast_precision_loss, reason = "labels are counted in dozens")]
pub(super) fn share(place: usize, of: usize) -> f64 {
    place as f64 / of.max(1) as f64
}

/// The lines of the value axis, with their ticks at the left.
pub(super) fn grid(chart: &Chart, canvas: &mut Canvas, scale: &Scale, height: f64) {
    for tick in scale.ticks() {
        let y = ABOVE + height * (1.0 - scale.place(tick));
        canvas.rule((0.0, y), (1.0, y), tick == 0.0);
        canvas.text(0.0, -8.0, y + 4.0, "end", "", &chart.format.tick(tick));
    }
}

/// The labels under a chart of columns or lines.
pub(super) fn labels(chart: &Chart, canvas: &mut Canvas, height: f64, place: impl Fn(usize) -> f64) {
    let step = label_step(&chart.labels);
    let shown = chart.labels.len().div_ceil(step);
    for (index, label) in chart.labels.iter().enumerate().filter(|(index, _)| index % step == 0) {
        let class = label_class(index / step, shown, scale::width(label));
        canvas.text(place(index), 0.0, ABOVE + height + 17.0, "middle", class, label);
    }
}

pub(super) fn columns(chart: &Chart, canvas: &mut Canvas, height: f64) -> f64 {
    let scale = chart.scale();
    grid(chart, canvas, &scale, height);
    let groups = chart.labels.len();
    let side = if chart.is_stacked() { 1 } else { chart.series.len().max(1) };
    let room = share(1, groups);
    let width = (room * 0.74 * share(1, side)).min(WIDEST);
    let many = groups * side;
    for group in 0..groups {
        let middle = share(group, groups) + room / 2.0;
        let mut below = 0.0;
        for (place, series) in chart.series.iter().enumerate() {
            let Some(value) = series.value(group) else { continue };
            let (bottom, slot) = if chart.is_stacked() { (below, 0) } else { (0.0, place) };
            let top = bottom + value;
            below = top;
            let left = middle + width * (share(slot, side) - 0.5) * share(side, 1);
            let (y1, y2) = (scale.place(bottom.max(top)), scale.place(bottom.min(top)));
            let (y, bar) = (ABOVE + height * (1.0 - y1), height * (y1 - y2));
            let gap = if side > 1 { width * 0.06 } else { 0.0 };
            canvas.mark(series.link(group), &chart.words(series, group), many <= 40, |canvas| {
                canvas.hit(left, width, ABOVE, height);
                canvas.bar(left + gap / 2.0, width - gap, y, bar, chart.paint(place));
            });
            if !chart.is_stacked() && many <= 24 {
                value_label(chart, canvas, (left + width / 2.0, y - 5.0), value, many > 8);
            }
        }
        if chart.is_stacked() && groups <= 24 && below != 0.0 {
            let y = ABOVE + height * (1.0 - scale.place(below)) - 5.0;
            value_label(chart, canvas, (middle, y), below, groups > 8);
        }
    }
    labels(chart, canvas, height, |group| share(group, groups) + room / 2.0);
    ABOVE + height + BELOW
}

fn value_label(chart: &Chart, canvas: &mut Canvas, at: (f64, f64), value: f64, thin: bool) {
    let class = if thin { "value thin" } else { "value" };
    canvas.text(at.0, 0.0, at.1, "middle", class, &chart.format.value(value));
}

/// The height of a chart of rows follows from their number on pages; a document
/// gives the height.
pub(super) fn rows(chart: &Chart, canvas: &mut Canvas, height: f64) -> f64 {
    let scale = chart.scale();
    let count = chart.labels.len();
    let side = if chart.is_stacked() { 1 } else { chart.series.len().max(1) };
    let per_row = if canvas.is_page() { 16.0 * share(side, 1) + 14.0 } else { height * share(1, count) };
    let bar = (per_row * 0.68 * share(1, side)).min(22.0);
    let whole = per_row * share(count, 1);
    for tick in scale.ticks() {
        let x = scale.place(tick);
        canvas.rule((x, 0.0), (x, whole), tick == 0.0);
        canvas.text(x, 0.0, whole + 17.0, "middle", "", &chart.format.tick(tick));
    }
    for (row, label) in chart.labels.iter().enumerate() {
        let top = per_row * share(row, 1);
        let middle = top + per_row / 2.0;
        let shown = scale::cut(label, scale::LONGEST_LABEL);
        canvas.text(0.0, -8.0, middle + 4.0, "end", "", &shown);
        let mut before = 0.0;
        for (place, series) in chart.series.iter().enumerate() {
            let Some(value) = series.value(row) else { continue };
            let (from, slot) = if chart.is_stacked() { (before, 0) } else { (0.0, place) };
            let to = from + value;
            before = to;
            let y = middle - bar * share(side, 2) + bar * share(slot, 1);
            let (x1, x2) = (scale.place(from.min(to)), scale.place(from.max(to)));
            row_mark(chart, canvas, (series, place, row), (x1, x2 - x1), (y, bar));
            if !chart.is_stacked() {
                let words = chart.format.value(value);
                canvas.text(x2, 6.0, y + bar / 2.0 + 4.0, "start", "value", &words);
            }
        }
        if chart.is_stacked() && before != 0.0 {
            let words = chart.format.value(before);
            canvas.text(scale.place(before), 6.0, middle + 4.0, "start", "value", &words);
        }
    }
    whole + BELOW
}

fn row_mark(
    chart: &Chart,
    canvas: &mut Canvas,
    what: (&Series, usize, usize),
    across: (f64, f64),
    down: (f64, f64),
) {
    let (series, place, row) = what;
    let tab = chart.labels.len() * chart.series.len() <= 40;
    canvas.mark(series.link(row), &chart.words(series, row), tab, |canvas| {
        canvas.hit(across.0, across.1.max(0.04), down.0, down.1);
        canvas.bar(across.0, across.1, down.0 + 0.75, down.1 - 1.5, chart.paint(place));
    });
}
