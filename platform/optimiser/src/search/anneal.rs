//! Takes parts of a few people's lines out, puts better ones in, and accepts worse at first.

use super::shares::Shares;
use super::state::{Search, State, Taken};
use rand::Rng;

/// How long and how warm.
pub struct Schedule<'a> {
    /// Share of the search that is over, from 0 to 1; nothing when it must stop.
    pub progress: &'a mut dyn FnMut(&mut Search<'_>, &mut State) -> Option<f64>,
    pub warm: f64,
    pub cold: f64,
}

/// Moves between two looks at the schedule.
const STRIDE: u64 = 64;
/// Most people whose lines are taken apart together.
const MOST_PEOPLE: usize = 4;
/// Share of the moves that begin where something is missing.
const FOCUSED: f64 = 0.3;

/// Improves the roster until the schedule ends; the best one seen is returned.
pub fn anneal(search: &mut Search<'_>, schedule: &mut Schedule<'_>) -> State {
    let mut best = search.state.clone();
    let mut taken: Vec<Taken> = vec![Taken::default(); MOST_PEOPLE];
    let mut sizes = Shares::new(SIZES.len());
    let mut done = 0u64;
    let mut temperature = schedule.warm;
    loop {
        if done.is_multiple_of(STRIDE) {
            let Some(progress) = (schedule.progress)(search, &mut best) else { break };
            temperature = schedule.warm * (schedule.cold / schedule.warm).powf(progress.clamp(0.0, 1.0));
            sizes.learn();
        }
        done += 1;
        let (size, before, work) = (sizes.pick(search.rng.random()), search.state.cost, search.program.work);
        let accepted = search.one_move(&mut taken, size, temperature);
        // What heat gives and takes again is no gain.
        let gain = before - search.state.cost - 2.0 * temperature;
        sizes.note(size, gain, search.program.work - work);
        if accepted && search.state.is_better(search.tables, &best) {
            best.clone_from(&search.state);
        }
    }
    best
}

/// Lengths of windows in days, from which a move takes one.
///
/// Which lengths serve depends on the rules: where runs and totals are bound tightly, short
/// windows find nothing; where rules are loose, long ones cost more than they find.
const SIZES: [(usize, usize); 4] = [(1, 2), (3, 5), (6, 9), (10, 16)];

impl Search<'_> {
    /// One move; true if it was accepted.
    fn one_move(&mut self, taken: &mut [Taken], size: usize, temperature: f64) -> bool {
        let focus = if self.rng.random_bool(FOCUSED) { self.costly_demand() } else { None };
        let (first, end) = self.pick_days(focus, SIZES[size]);
        let (chosen, picked) = self.pick_people(focus);
        let before = self.state.cost;
        for (person, taken) in chosen[..picked].iter().zip(taken.iter_mut()) {
            self.take(*person, first, end, taken);
        }
        let noise = if self.rng.random_bool(0.5) { temperature as f32 } else { 0.0 };
        let most = before - temperature * self.rng.random::<f64>().ln();
        let mut inserted = 0;
        while inserted < picked {
            let most = if inserted + 1 == picked { most } else { f64::INFINITY };
            if !self.insert(&mut taken[inserted], first, end, noise, most) {
                break;
            }
            inserted += 1;
        }
        let accepted = inserted == picked && self.state.cost <= most;
        if !accepted {
            for at in (0..picked).rev() {
                self.restore(&taken[at], first, at < inserted);
            }
        }
        accepted
    }

    /// A few people; the first could take on what is missing.
    fn pick_people(&mut self, focus: Option<(usize, u32)>) -> ([usize; MOST_PEOPLE], usize) {
        let people = self.tables.people;
        let count = match self.rng.random_range(0..20) {
            0..2 => 1,
            2..12 => 2,
            12..18 => 3,
            _ => MOST_PEOPLE,
        };
        let count = count.min(people);
        let (mut chosen, mut picked) = ([0; MOST_PEOPLE], 0);
        if let Some((day, demand)) = focus {
            for _ in 0..8 {
                let person = self.rng.random_range(0..people);
                if self.could_serve(person, day, demand) {
                    (chosen[0], picked) = (person, 1);
                    break;
                }
            }
        }
        while picked < count {
            let person = self.rng.random_range(0..people);
            if !chosen[..picked].contains(&person) {
                chosen[picked] = person;
                picked += 1;
            }
        }
        (chosen, picked)
    }

    fn pick_days(&mut self, focus: Option<(usize, u32)>, (least, most): (usize, usize)) -> (usize, usize) {
        let days = self.tables.days;
        let length = self.rng.random_range(least..=most).min(days);
        let (low, high) = match focus {
            Some((day, _)) => ((day + 1).saturating_sub(length), day.min(days - length)),
            None => (0, days - length),
        };
        let first = self.rng.random_range(low.min(high)..=high);
        (first, first + length)
    }

    /// A demand that costs something, by chance.
    fn costly_demand(&mut self) -> Option<(usize, u32)> {
        let demands = self.tables.demands();
        if demands == 0 {
            return None;
        }
        (0..16).find_map(|_| {
            let k = self.rng.random_range(0..demands);
            let cost = self.tables.cost(k as u32, usize::from(self.state.counts[k]));
            (cost > 0.0).then(|| (self.tables.day_of[k], k as u32))
        })
    }

    /// Whether a person could count towards a demand that day, and does not yet.
    pub fn could_serve(&self, person: usize, day: usize, demand: u32) -> bool {
        let serves = |cell: usize| self.tables.touching(person, day, cell).contains(&demand);
        let own = self.tables.own(person, day);
        !serves(usize::from(self.state.roster.at(person, day)))
            && (1..own.len()).any(|cell| own[cell].is_finite() && serves(cell))
    }
}
