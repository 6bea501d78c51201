//! Which of several kinds of moves to make, by how much each has brought.

/// Part of the work that every kind gets at least, times the number of kinds.
const LEAST_SHARE: f64 = 0.8;

/// Gains and work of each kind of move, older ones weighing less.
pub struct Shares {
    gain: Vec<f64>,
    work: Vec<f64>,
    moves: Vec<f64>,
    /// Chance of each, summed up.
    upto: Vec<f64>,
}

impl Shares {
    pub fn new(kinds: usize) -> Self {
        let one = vec![1.0; kinds];
        let upto = (1..=kinds).map(|at| at as f64 / kinds as f64).collect();
        Self { gain: one.clone(), work: one.clone(), moves: one, upto }
    }
    /// The kind that a random number from 0 to 1 stands for.
    pub fn pick(&self, chance: f64) -> usize {
        self.upto.iter().position(|upto| chance < *upto).unwrap_or(self.upto.len() - 1)
    }
    pub fn note(&mut self, kind: usize, gain: f64, work: u64) {
        self.gain[kind] += gain.max(0.0);
        self.work[kind] += work as f64;
        self.moves[kind] += 1.0;
    }
    /// Shares the work by what each unit of it gained of late.
    pub fn learn(&mut self) {
        let kinds = self.gain.len();
        let rate = |at: usize| self.gain[at] / self.work[at];
        let all: f64 = (0..kinds).map(rate).sum();
        let least = LEAST_SHARE / kinds as f64;
        let weight = |at: usize| (rate(at) / all).max(least) * self.moves[at] / self.work[at];
        let weights: Vec<f64> = (0..kinds).map(weight).collect();
        let total: f64 = weights.iter().sum();
        let mut upto = 0.0;
        for (place, weight) in self.upto.iter_mut().zip(weights) {
            upto += weight / total;
            *place = upto;
        }
        for list in [&mut self.gain, &mut self.work, &mut self.moves] {
            list.iter_mut().for_each(|one| *one *= 0.99);
        }
    }
}
