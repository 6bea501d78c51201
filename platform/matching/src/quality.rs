//! How well scores tell the pairs that are the same from the others.

use serde::Serialize;

/// What is measured of scores with labels. All 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Quality {
    pub pairs: usize,
    pub same: usize,
    /// Share that is told right when every score from `threshold` on counts as the same.
    pub accuracy: f64,
    /// The threshold with the best accuracy.
    pub threshold: f64,
    /// The best harmonic mean of precision and recall over all thresholds.
    pub f1: f64,
    /// The chance that a pair that is the same has a higher score than one that is not.
    pub auc: f64,
    /// Precision averaged over the pairs that are the same, in the order of their scores.
    pub average_precision: f64,
}

/// Measures scores against labels; `None` unless there are pairs of both labels.
pub fn quality(scored: &[(f64, bool)]) -> Option<Quality> {
    let same = scored.iter().filter(|(_, same)| *same).count();
    let other = scored.len() - same;
    if same == 0 || other == 0 {
        return None;
    }
    let mut sorted = scored.to_vec();
    sorted.sort_by(|(left, _), (right, _)| right.total_cmp(left));

    let (mut hits, mut false_hits, mut area, mut precisions) = (0_usize, 0_usize, 0.0, 0.0);
    let (mut best, mut f1) = ((other, f64::INFINITY), 0.0_f64);
    // Equal scores are told apart by nothing: they count together.
    for group in sorted.chunk_by(|(left, _), (right, _)| left.total_cmp(right).is_eq()) {
        let of_same = group.iter().filter(|(_, same)| *same).count();
        let of_other = group.len() - of_same;
        area += of_other as f64 * (hits as f64 + of_same as f64 / 2.0);
        hits += of_same;
        false_hits += of_other;
        let precision = hits as f64 / (hits + false_hits) as f64;
        precisions += of_same as f64 * precision;
        f1 = f1.max(2.0 * hits as f64 / (hits + false_hits + same) as f64);
        let right = hits + other - false_hits;
        if let Some((score, _)) = group.first()
            && right > best.0
        {
            best = (right, *score);
        }
    }
    Some(Quality {
        pairs: scored.len(),
        same,
        accuracy: best.0 as f64 / scored.len() as f64,
        // Above every score when it is best to call nothing the same.
        threshold: if best.1.is_finite() { best.1 } else { 1.0 },
        f1,
        auc: area / (same as f64 * other as f64),
        average_precision: precisions / same as f64,
    })
}
