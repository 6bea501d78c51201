//! Lines: values over time, with an earlier period behind them.

use super::Chart;
use super::bars::{grid, labels, share};
use super::canvas::Canvas;

const ABOVE: f64 = 18.0;
const BELOW: f64 = 24.0;

pub(super) fn draw(chart: &Chart, canvas: &mut Canvas, height: f64) -> f64 {
    let scale = chart.scale();
    grid(chart, canvas, &scale, height);
    let count = chart.labels.len();
    let room = share(1, count);
    let x = |place: usize| share(place, count) + room / 2.0;
    let y = |value: f64| ABOVE + height * (1.0 - scale.place(value));

    // Earlier periods lie behind, so they are drawn first.
    let mut order: Vec<usize> = (0..chart.series.len()).collect();
    order.sort_by_key(|place| !chart.series.get(*place).is_some_and(|series| series.before));
    for place in order {
        let Some(series) = chart.series.get(place) else { continue };
        let mut last: Option<(f64, f64)> = None;
        for label in 0..count {
            let here = series.value(label).map(|value| (x(label), y(value)));
            if let (Some(from), Some(to)) = (last, here) {
                canvas.segment(from, to, chart.paint(place), series.before);
            }
            last = here;
        }
    }
    // One mark for each label: the pointer need not find a point of few pixels.
    let radius = if count > 45 { 2.0 } else { 3.5 };
    for label in 0..count {
        let link = chart.series.iter().find_map(|series| series.link(label));
        canvas.mark(link, &words(chart, label), count <= 40, |canvas| {
            canvas.hit(share(label, count), room, ABOVE, height);
            for (place, series) in chart.series.iter().enumerate() {
                if let Some(value) = series.value(label)
                    && !series.before
                {
                    canvas.point(x(label), y(value), chart.paint(place), radius);
                }
            }
        });
    }
    labels(chart, canvas, height, x);
    ABOVE + height + BELOW
}

/// Everything at one label, a line for each series.
fn words(chart: &Chart, place: usize) -> String {
    let mut lines = vec![chart.labels.get(place).cloned().unwrap_or_default()];
    for series in &chart.series {
        let value = series.value(place).map_or_else(|| "–".to_owned(), |value| chart.format.value(value));
        lines.push(format!("{}: {value}", series.name));
    }
    lines.join("\n")
}
