//! From where a line can still be brought to an end that keeps its hard rules.

use super::profile::{Lines, NOWHERE};

/// For some days: the inner totals, as bits, from which each mode and row can be completed.
pub struct Completable {
    rows: usize,
    words: usize,
    /// Days that were kept, with their bits.
    kept: Vec<(usize, Vec<u64>)>,
}

impl Completable {
    /// Goes back from the end of the period to its first day.
    ///
    /// `allowed` says whether a person may have a class of duties on a day. Loose counts are not
    /// looked at. The first day is always kept.
    pub fn new(
        lines: &Lines,
        person: usize,
        keep: &[usize],
        mut allowed: impl FnMut(usize, u8) -> bool,
    ) -> Self {
        let profile = lines.profile(person);
        let automaton = lines.automaton(person);
        let days = automaton.layers.len();
        let (rows, words) = (profile.rows, profile.inner_cost.len().div_ceil(64));
        let mut ends = vec![0u64; words];
        for (total, _) in profile.inner_cost.iter().enumerate().filter(|(_, cost)| cost.is_finite()) {
            ends[total / 64] |= 1 << (total % 64);
        }
        let mut after = vec![0u64; automaton.modes[days] * rows * words];
        for (place, bits) in after.chunks_exact_mut(words).enumerate() {
            let (mode, row) = (place / rows, place % rows);
            if automaton.finish[mode].is_finite() && profile.row_cost[row].is_finite() {
                bits.copy_from_slice(&ends);
            }
        }
        let mut kept = Vec::new();
        if keep.contains(&days) {
            kept.push((days, after.clone()));
        }
        for day in (0..days).rev() {
            let classes: Vec<bool> =
                (0..profile.classes.len()).map(|class| allowed(day, class as u8)).collect();
            let mut before = vec![0u64; automaton.modes[day] * rows * words];
            for mode in 0..automaton.modes[day] {
                for arc in automaton.layers[day].from(mode) {
                    for class in &profile.of_column[usize::from(arc.column)] {
                        if !classes[usize::from(*class)] {
                            continue;
                        }
                        let inner = usize::from(profile.classes[usize::from(*class)].inner);
                        let moves = profile.moves(*class, arc.weekend, lines.holiday[day]);
                        for (row, to) in moves.iter().enumerate().filter(|(_, to)| **to != NOWHERE) {
                            let from = (usize::from(arc.to) * rows + usize::from(*to)) * words;
                            let into = (mode * rows + row) * words;
                            shift_down(&after[from..from + words], inner, &mut before[into..into + words]);
                        }
                    }
                }
            }
            after = before;
            if day == 0 || keep.contains(&day) {
                kept.push((day, after.clone()));
            }
        }
        Self { rows, words, kept }
    }
    /// Whether a line that stands here on a day that was kept can be completed.
    pub fn is_possible(&self, day: usize, mode: usize, row: usize, inner: usize) -> bool {
        self.kept.iter().find(|(kept, _)| *kept == day).is_some_and(|(_, bits)| {
            let at = (mode * self.rows + row) * self.words + inner / 64;
            bits.get(at).is_some_and(|word| word >> (inner % 64) & 1 == 1)
        })
    }
}

/// Adds to `into` every bit of `from`, moved down by so many places.
fn shift_down(from: &[u64], by: usize, into: &mut [u64]) {
    let (words, bits) = (by / 64, by % 64);
    for (at, target) in into.iter_mut().enumerate() {
        let low = from.get(at + words).copied().unwrap_or(0);
        let high = from.get(at + words + 1).copied().unwrap_or(0);
        *target |= if bits == 0 { low } else { low >> bits | high << (64 - bits) };
    }
}
