//! Takes parts of a few people's lines out, puts better ones in, and accepts worse at first.

use super::state::{Search, State, Taken};
use rand::Rng;

/// How long and how warm.
pub struct Schedule<'a> {
    /// Share of the search that is over, from 0 to 1; nothing when it must stop.
    pub progress: &'a mut dyn FnMut(u64, &Search<'_>, &State) -> Option<f64>,
    pub warm: f64,
    pub cold: f64,
}

/// Improves the roster until the schedule ends; the best one seen is returned.
pub fn anneal(search: &mut Search<'_>, schedule: &mut Schedule<'_>) -> State {
    let mut best = search.state.clone();
    let mut taken: Vec<Taken> = vec![Taken::default(); 6];
    let mut done = 0u64;
    let mut temperature = schedule.warm;
    loop {
        if done % 64 == 0 {
            let Some(progress) = (schedule.progress)(done, search, &best) else { break };
            temperature = schedule.warm * (schedule.cold / schedule.warm).powf(progress.clamp(0.0, 1.0));
        }
        done += 1;
        if search.one_move(&mut taken, temperature) && search.state.is_better(search.tables, &best) {
            best.clone_from(&search.state);
        }
    }
    best
}

impl Search<'_> {
    /// One move; true if it was accepted and changed something.
    fn one_move(&mut self, taken: &mut [Taken], temperature: f64) -> bool {
        let (people, days) = (self.tables.people, self.tables.days);
        let (first, end) = self.pick_days();
        let count = self.rng.random_range(1..=4).min(people);
        let mut chosen = [0usize; 6];
        let mut picked = 0;
        while picked < count {
            let person = self.rng.random_range(0..people);
            if !chosen[..picked].contains(&person) {
                chosen[picked] = person;
                picked += 1;
            }
        }
        let _ = days;
        let before = self.state.cost;
        for at in 0..picked {
            self.take(chosen[at], first, end, &mut taken[at]);
        }
        let noise = if self.rng.random_bool(0.5) { temperature as f32 } else { 0.0 };
        let mut inserted = 0;
        while inserted < picked && self.insert(&mut taken[inserted], first, end, noise) {
            inserted += 1;
        }
        let change = self.state.cost - before;
        let accepted = inserted == picked
            && (change <= 0.0 || self.rng.random::<f64>() < (-change / temperature).exp());
        if !accepted {
            for at in (0..picked).rev() {
                self.restore(&taken[at], first, at < inserted);
            }
        }
        accepted
    }

    fn pick_days(&mut self) -> (usize, usize) {
        let days = self.tables.days;
        let length = self.rng.random_range(4..=14).min(days);
        let first = self.rng.random_range(0..=days - length);
        (first, first + length)
    }
}
