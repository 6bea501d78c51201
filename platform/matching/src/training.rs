//! Fits the weights of a reading to labelled pairs.

use crate::features::{Feature, Figures};
use crate::model::{ReadAs, Weight, Weights};

/// Rounds of gradient descent; the loss no longer changes in its sixth digit well before.
const ROUNDS: usize = 20_000;
const STEP: f64 = 0.2;

/// Logistic regression on figures brought to one scale, held small by `ridge`, no weight below
/// zero. The same pairs give the same weights.
pub fn fit(pairs: &[(Figures, bool)], read_as: ReadAs, ridge: f64) -> Weights {
    let count = pairs.len().max(1) as f64;
    let used: Vec<(usize, Feature)> = Feature::ALL
        .into_iter()
        .enumerate()
        .filter(|(_, feature)| read_as.features().contains(feature))
        .collect();
    let column = |at: usize| pairs.iter().filter_map(move |(figures, _)| figures.get(at).copied());
    let scales: Vec<(f64, f64)> = used
        .iter()
        .map(|(at, _)| {
            let mean = column(*at).sum::<f64>() / count;
            let spread = (column(*at).map(|x| (x - mean).powi(2)).sum::<f64>() / count).sqrt();
            (mean, spread.max(1.0e-6))
        })
        .collect();
    let rows: Vec<(Vec<f64>, f64)> = pairs
        .iter()
        .map(|(figures, same)| {
            let scaled = used
                .iter()
                .zip(&scales)
                .map(|((at, _), (mean, spread))| {
                    (figures.get(*at).copied().unwrap_or_default() - mean) / spread
                })
                .collect();
            (scaled, f64::from(u8::from(*same)))
        })
        .collect();

    let mut weights = vec![0.0; used.len()];
    let mut base = 0.0;
    for _ in 0..ROUNDS {
        let mut slope = vec![0.0; used.len()];
        let mut base_slope = 0.0;
        for (row, label) in &rows {
            let odds: f64 = base + row.iter().zip(&weights).map(|(x, weight)| x * weight).sum::<f64>();
            let off = 1.0 / (1.0 + (-odds).exp()) - label;
            base_slope += off;
            for (slope, x) in slope.iter_mut().zip(row) {
                *slope += off * x;
            }
        }
        base -= STEP * base_slope / count;
        for (weight, slope) in weights.iter_mut().zip(&slope) {
            *weight = (*weight - STEP * (slope / count + ridge * *weight)).max(0.0);
        }
    }

    let features = used
        .iter()
        .zip(weights.iter().zip(&scales))
        .filter(|(_, (weight, _))| **weight > 0.0)
        .map(|((_, feature), (weight, (mean, spread)))| {
            (*feature, Weight { weight: rounded(weight / spread), typical: rounded(*mean) })
        })
        .collect();
    Weights { base: rounded(base), features }
}

/// Four digits: what is behind them is chance.
fn rounded(x: f64) -> f64 {
    (x * 10_000.0).round() / 10_000.0
}
