//! Axes: round ticks, and how much room a label takes.

/// Letters a label of a row may have before it is cut; an ideograph is two.
pub(super) const LONGEST_LABEL: usize = 16;

/// From the first tick to the last.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scale {
    least: f64,
    most: f64,
    step: f64,
}

impl Scale {
    /// A scale that begins and ends at a tick and holds 0 and both values.
    pub(crate) fn round(least: f64, most: f64, whole: bool) -> Self {
        let (least, most) = (least.min(0.0), most.max(0.0));
        let range = if most > least { most - least } else { 1.0 };
        let raw = range / 4.0;
        let power = 10_f64.powf(raw.log10().floor());
        let mut step =
            [1.0, 2.0, 2.5, 5.0, 10.0].map(|part| part * power).into_iter().find(|step| *step >= raw * 0.999);
        // 2.5 persons cannot be counted.
        if whole {
            step = step
                .map(|step| if step < 1.0 { 1.0 } else { step })
                .map(|step| if step.fract().abs() > 1e-9 { step.ceil() } else { step });
        }
        let step = step.unwrap_or(range);
        Self { least: (least / step).floor() * step, most: (most / step).ceil().max(1.0) * step, step }
    }
    pub(crate) fn ticks(&self) -> Vec<f64> {
        let mut ticks = Vec::new();
        let mut tick = self.least;
        // The half step forgives what floating point adds up wrongly.
        while tick <= self.most + self.step / 2.0 && ticks.len() < 20 {
            ticks.push(tick);
            tick += self.step;
        }
        ticks
    }
    /// The place of a value from 0 (first tick) to 1 (last tick).
    pub(crate) fn place(&self, value: f64) -> f64 {
        ((value - self.least) / (self.most - self.least)).clamp(0.0, 1.0)
    }
}

/// The width of a text in Latin letters: an ideograph is as wide as two.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum()
}

/// The text, cut to so many Latin letters.
pub(super) fn cut(text: &str, longest: usize) -> String {
    if width(text) <= longest {
        return text.to_owned();
    }
    let mut kept = String::new();
    for letter in text.chars() {
        if width(&kept) + 3 > longest {
            break;
        }
        kept.push(letter);
    }
    kept + "…"
}
