//! A field of cells, darker where there is more: hours across, weekdays down.

use super::bars::share;
use super::canvas::Canvas;
use super::{Chart, Kind};
use crate::markup::escape;

const LEVELS: f64 = 5.0;
const ABOVE: f64 = 18.0;

pub(super) fn draw(chart: &Chart, canvas: &mut Canvas, height: f64) -> f64 {
    let (across, down) = (chart.labels.len(), chart.series.len());
    let cell = if canvas.is_page() { 28.0 } else { (height + 20.0) * share(1, down) };
    let width = share(1, across);
    let most = most(chart);
    let step = across.div_ceil(12).max(1);
    for (column, label) in chart.labels.iter().enumerate().filter(|(column, _)| column % step == 0) {
        let class = if (column / step) % 2 == 1 { "thinner" } else { "" };
        canvas.text(share(column, across) + width / 2.0, 0.0, 12.0, "middle", class, label);
    }
    for (row, series) in chart.series.iter().enumerate() {
        let top = ABOVE + cell * share(row, 1);
        canvas.text(0.0, -8.0, top + cell / 2.0 + 4.0, "end", "", &series.name);
        for column in 0..across {
            let Some(value) = series.value(column) else { continue };
            let level = level(value, most);
            let left = share(column, across);
            canvas.mark(series.link(column), &chart.words(series, column), false, |canvas| {
                canvas.cell(left, width, top, cell, level);
                // The number itself, so that nothing hangs on shades alone.
                if value != 0.0 {
                    let class = format!("on h{level}");
                    let words = chart.format.value(value);
                    canvas.text(left + width / 2.0, 0.0, top + cell / 2.0 + 3.5, "middle", &class, &words);
                }
            });
        }
    }
    ABOVE + cell * share(down, 1) + 2.0
}

fn most(chart: &Chart) -> f64 {
    chart.series.iter().flat_map(|series| series.values.iter().flatten()).copied().fold(0.0, f64::max)
}

/// 0 for nothing, 1 to 5 in equal steps up to the most.
fn level(value: f64, most: f64) -> usize {
    if value <= 0.0 || most <= 0.0 {
        return 0;
    }
    let level = (value / most * LEVELS).ceil().clamp(1.0, LEVELS);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 5")]
    let level = level as usize;
    level
}

impl Chart {
    /// From little to much, under a heat map.
    pub(super) fn heat_scale(&self) -> String {
        if self.kind != Kind::Heat {
            return String::new();
        }
        let cells: String = (0..6)
            .map(|level| {
                format!("<rect class=\"cell h{level}\" x=\"{}\" width=\"20\" height=\"12\"/>", level * 20)
            })
            .collect();
        let (least, most) = (self.format.value(0.0), self.format.value(most(self)));
        format!(
            "<div class=\"scale\"><span>{}</span><svg viewBox=\"0 0 120 12\" aria-hidden=\"true\">\
             {cells}</svg><span>{}</span></div>",
            escape(&least),
            escape(&most)
        )
    }
}
