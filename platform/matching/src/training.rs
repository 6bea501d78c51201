//! Fits the weights of a reading to labelled pairs.

use crate::features::{Feature, Figures};
use crate::model::{ReadAs, Weight, Weights};

/// Rounds of gradient descent; the loss no longer changes in its sixth digit well before.
const ROUNDS: usize = 20_000;
const STEP: f64 = 0.2;

/// A labelled pair to learn from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lesson {
    pub figures: Figures,
    /// Whether both ask for the same, or one for a part of the other.
    pub same: bool,
    /// How much it counts beside the others.
    pub weight: f64,
}

/// Logistic regression on figures brought to one scale, held small by `ridge` and stretched
/// afterwards, no weight below zero. The same lessons give the same weights.
pub fn fit(lessons: &[Lesson], read_as: ReadAs, ridge: f64) -> Weights {
    let used: Vec<(usize, Feature)> = Feature::ALL
        .into_iter()
        .enumerate()
        .filter(|(_, feature)| read_as.features().contains(feature))
        .collect();
    let scales: Vec<(f64, f64)> = used.iter().map(|(at, _)| scale(lessons, *at)).collect();
    let rows: Vec<Row> = lessons.iter().map(|lesson| row(lesson, &used, &scales)).collect();
    let (base, weights) = descend(&rows, 0.0, vec![0.0; used.len()], ridge);
    // The ridge decides how the weights stand to one another, but it also makes all scores
    // timid: those of both readings stand in one order, so each has to say how sure it is.
    let sums: Vec<Row> =
        rows.iter().map(|row| Row { scaled: vec![row.odds(&weights)], ..row.clone() }).collect();
    let (base, stretch) = descend(&sums, base, vec![1.0], 0.0);
    let stretch = stretch.first().copied().unwrap_or(1.0);

    let features = used
        .iter()
        .zip(weights.iter().zip(&scales))
        .filter(|(_, (weight, _))| **weight > 0.0)
        .map(|((_, feature), (weight, (mean, spread)))| {
            let weight = rounded(stretch * weight / spread);
            (*feature, Weight { weight, typical: rounded(*mean) })
        })
        .collect();
    Weights { base: rounded(base), features }
}

/// A lesson with its figures on one scale.
#[derive(Clone)]
struct Row {
    scaled: Vec<f64>,
    label: f64,
    /// Its part of all that is learnt from.
    share: f64,
}

impl Row {
    fn odds(&self, weights: &[f64]) -> f64 {
        self.scaled.iter().zip(weights).map(|(x, weight)| x * weight).sum()
    }
}

/// The mean of a figure and how far it spreads.
fn scale(lessons: &[Lesson], at: usize) -> (f64, f64) {
    let count = lessons.len().max(1) as f64;
    let column = || lessons.iter().filter_map(move |lesson| lesson.figures.get(at).copied());
    let mean = column().sum::<f64>() / count;
    let spread = (column().map(|x| (x - mean).powi(2)).sum::<f64>() / count).sqrt();
    (mean, spread.max(1.0e-6))
}

fn row(lesson: &Lesson, used: &[(usize, Feature)], scales: &[(f64, f64)]) -> Row {
    let scaled = used.iter().zip(scales).map(|((at, _), (mean, spread))| {
        (lesson.figures.get(*at).copied().unwrap_or_default() - mean) / spread
    });
    Row { scaled: scaled.collect(), label: f64::from(u8::from(lesson.same)), share: lesson.weight }
}

/// Goes down the slope of the loss: the base and the weights where it ends.
fn descend(rows: &[Row], mut base: f64, mut weights: Vec<f64>, ridge: f64) -> (f64, Vec<f64>) {
    let all: f64 = rows.iter().map(|row| row.share).sum::<f64>().max(f64::MIN_POSITIVE);
    for _ in 0..ROUNDS {
        let mut slope = vec![0.0; weights.len()];
        let mut base_slope = 0.0;
        for row in rows {
            let odds = base + row.odds(&weights);
            let off = (1.0 / (1.0 + (-odds).exp()) - row.label) * row.share / all;
            base_slope += off;
            for (slope, x) in slope.iter_mut().zip(&row.scaled) {
                *slope += off * x;
            }
        }
        base -= STEP * base_slope;
        for (weight, slope) in weights.iter_mut().zip(&slope) {
            *weight = (*weight - STEP * (slope + ridge * *weight)).max(0.0);
        }
    }
    (base, weights)
}

/// Four digits: what is behind them is chance.
fn rounded(x: f64) -> f64 {
    (x * 10_000.0).round() / 10_000.0
}
