//! Sums of facts, and what one does with them.

use std::collections::BTreeMap;

/// Sums over some facts. With an officer they are that officer's shares, in ten-thousandths on the way.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Sums {
    pub facts: f64,
    pub quantity: f64,
    pub minutes: f64,
    /// Facts that have minutes.
    pub timed: f64,
}

impl Sums {
    pub fn add(&mut self, other: Sums) {
        self.facts += other.facts;
        self.quantity += other.quantity;
        self.minutes += other.minutes;
        self.timed += other.timed;
    }
    fn changed(self, how: impl Fn(f64) -> f64) -> Self {
        Self {
            facts: how(self.facts),
            quantity: how(self.quantity),
            minutes: how(self.minutes),
            timed: how(self.timed),
        }
    }
}

/// Sums by key, and within it by kind, category and outcome, so that several
/// measures can be read from one answer.
pub type Cube = BTreeMap<String, Vec<(String, String, String, Sums)>>;

/// The sums of both.
pub fn added(mut sums: Cube, more: Cube) -> Cube {
    for (key, rows) in more {
        let known = sums.entry(key).or_default();
        for row in rows {
            let same = |(kind, category, outcome, _): &&mut (String, String, String, Sums)| {
                (kind, category, outcome) == (&row.0, &row.1, &row.2)
            };
            match known.iter_mut().find(same) {
                Some((.., sums)) => sums.add(row.3),
                None => known.push(row),
            }
        }
    }
    sums
}

/// Every sum changed in the same way.
pub fn changed(mut sums: Cube, how: impl Fn(f64) -> f64) -> Cube {
    sums.values_mut().flatten().for_each(|(.., sums)| *sums = sums.changed(&how));
    sums
}
