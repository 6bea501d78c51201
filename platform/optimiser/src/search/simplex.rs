//! The revised simplex method with bounded variables, for restricted masters.
//!
//! Minimises `c x` with `A x = b` and `0 <= x <= u` from a basis that is feasible; columns may be
//! added and costs changed between two runs. The inverse of the basis is kept as a dense matrix
//! and updated by elimination, zeros left out. (Dantzig's rule over a list of candidates; the
//! ratio test prefers large pivots among equals.)

/// Smallest reduced cost that is worth a step.
const COST_GRAIN: f64 = 1e-4;
/// Cost of a variable that is to leave the solution, in multiples of the highest cost.
const BANNED: f64 = 10.0;
/// Steps for each row after which the inverse is computed anew.
const LIFETIME: usize = 20;
/// So many steps in a row that lead nowhere are too many.
const MOST_IDLE: usize = 30;
/// A step this short leads nowhere.
const IDLE: f64 = 1e-10;
/// Values this close to a bound make steps idle.
const TIGHT: f64 = 1e-7;
/// Smallest pivot.
const PIVOT_GRAIN: f64 = 1e-7;
/// Longest list of candidates.
const CANDIDATES: usize = 64;

/// Where a variable stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Lower,
    Upper,
    Basic,
    /// At its lower bound for good.
    Out,
}

/// A linear program, its basis, and what follows from it.
#[derive(Debug, Default)]
pub struct Simplex {
    rows: usize,
    cost: Vec<f64>,
    upper: Vec<f64>,
    place: Vec<Place>,
    is_banned: Vec<bool>,
    /// Cost of each variable while it is not banned.
    true_cost: Vec<f64>,
    first: Vec<u32>,
    entries: Vec<(u32, f64)>,
    /// Basic variable of each row, and its value.
    basis: Vec<u32>,
    value: Vec<f64>,
    /// Inverse of the basis, row by row.
    inverse: Vec<f64>,
    dual: Vec<f64>,
    /// Right-hand sides.
    right: Vec<f64>,
    /// Highest cost of any variable, 1 at least.
    highest: f64,
    /// Steps since the inverse was computed.
    age: usize,
    /// Steps in a row that led nowhere.
    idle: usize,
    /// Chance of [`Simplex::loosen`].
    chance: u64,
    candidates: Vec<u32>,
    entering: Vec<f64>,
    pivot_row: Vec<(u32, f64)>,
    /// Multiplications done so far.
    pub work: u64,
}

impl Simplex {
    /// Forgets everything; so many rows.
    pub fn reset(&mut self, rows: usize) {
        self.rows = rows;
        self.highest = 1.0;
        self.cost.clear();
        self.true_cost.clear();
        self.upper.clear();
        self.place.clear();
        self.is_banned.clear();
        self.first.clear();
        self.first.push(0);
        self.entries.clear();
    }
    /// Adds a variable at its lower bound: its cost, upper bound, and entries by row.
    pub fn add(&mut self, cost: f64, upper: f64, entries: impl IntoIterator<Item = (u32, f64)>) -> usize {
        self.cost.push(cost);
        self.true_cost.push(cost);
        self.highest = self.highest.max(cost.abs());
        self.upper.push(upper);
        self.place.push(Place::Lower);
        self.is_banned.push(false);
        self.entries.extend(entries);
        self.first.push(self.entries.len() as u32);
        self.cost.len() - 1
    }
    /// Puts a variable outside the basis to its upper bound.
    pub fn put_up(&mut self, variable: usize) {
        self.place[variable] = Place::Upper;
    }
    /// Begins with a basis: the variable of each row with its value, and the inverse by row.
    pub fn begin(&mut self, basis: &[(usize, f64)], inverse: impl IntoIterator<Item = (usize, usize, f64)>) {
        self.basis.clear();
        self.basis.extend(basis.iter().map(|(variable, _)| *variable as u32));
        self.value.clear();
        self.value.extend(basis.iter().map(|(_, value)| *value));
        for (variable, _) in basis {
            self.place[*variable] = Place::Basic;
        }
        self.inverse.clear();
        self.inverse.resize(self.rows * self.rows, 0.0);
        for (row, column, value) in inverse {
            self.inverse[row * self.rows + column] = value;
        }
        self.age = 0;
        self.idle = 0;
        self.right.clear();
        self.right.resize(self.rows, 0.0);
        let up = (0..self.cost.len()).filter(|at| self.place[*at] == Place::Upper);
        let up: Vec<(usize, f64)> = up.map(|at| (at, self.upper[at])).collect();
        for (variable, value) in basis.iter().chain(&up) {
            for (row, entry) in
                &self.entries[self.first[*variable] as usize..self.first[variable + 1] as usize]
            {
                self.right[*row as usize] += entry * value;
            }
        }
        self.find_duals();
    }
    /// Drives a variable out of the solution; [`Simplex::find_duals`] must follow.
    pub fn ban(&mut self, variable: usize) {
        if self.is_banned[variable] {
            return;
        }
        self.is_banned[variable] = true;
        if self.place[variable] == Place::Basic {
            self.cost[variable] = BANNED * self.highest;
        } else {
            self.place[variable] = Place::Out;
        }
    }
    /// Takes a ban back; [`Simplex::find_duals`] must follow.
    pub fn allow(&mut self, variable: usize) {
        if self.is_banned[variable] {
            self.is_banned[variable] = false;
            self.cost[variable] = self.true_cost[variable];
            if self.place[variable] == Place::Out {
                self.place[variable] = Place::Lower;
            }
        }
    }
    /// Computes the dual values from the basis.
    pub fn find_duals(&mut self) {
        self.candidates.clear();
        self.dual.clear();
        self.dual.resize(self.rows, 0.0);
        for (row, variable) in self.inverse.chunks_exact(self.rows.max(1)).zip(&self.basis) {
            let cost = self.cost[*variable as usize];
            if cost != 0.0 {
                self.dual.iter_mut().zip(row).for_each(|(dual, entry)| *dual += cost * entry);
            }
        }
        self.work += (self.rows * self.rows) as u64;
    }
    pub fn dual(&self, row: usize) -> f64 {
        self.dual[row]
    }
    /// The value of every basic variable.
    pub fn basic(&self) -> impl Iterator<Item = (usize, f64)> {
        self.basis.iter().map(|variable| *variable as usize).zip(self.value.iter().copied())
    }
    /// Cost of the solution at hand.
    pub fn objective(&self) -> f64 {
        let up = (0..self.cost.len()).filter(|at| self.place[*at] == Place::Upper);
        up.map(|at| self.cost[at] * self.upper[at]).sum::<f64>()
            + self.basic().map(|(at, value)| self.cost[at] * value).sum::<f64>()
    }

    /// Goes to the optimum; false if so many steps did not lead there, or the basis has become
    /// singular.
    pub fn run(&mut self, most: usize) -> bool {
        let mut is_fresh = false;
        for _ in 0..most {
            if self.age > LIFETIME * self.rows && !self.invert() {
                return false;
            }
            match self.choose() {
                Some((variable, reduced)) => {
                    self.step(variable, reduced);
                    if self.idle > MOST_IDLE {
                        self.loosen();
                    }
                    is_fresh = false;
                }
                None if is_fresh => return true,
                None => {
                    // The duals may have drifted.
                    self.find_duals();
                    is_fresh = true;
                }
            }
        }
        false
    }

    /// Moves basic values off their bounds a little, each by another amount, and right-hand sides
    /// with them: no two rows are equal then, and steps lead somewhere.
    fn loosen(&mut self) {
        self.idle = 0;
        for row in 0..self.rows {
            let variable = self.basis[row] as usize;
            let (value, upper) = (self.value[row], self.upper[variable]);
            self.chance = self.chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let room = TIGHT * (1.0 + (self.chance >> 54) as f64 / 256.0);
            let moved = value.clamp(room, (upper - room).max(room)) - value;
            self.value[row] += moved;
            for at in self.first[variable] as usize..self.first[variable + 1] as usize {
                let (row, entry) = self.entries[at];
                self.right[row as usize] += entry * moved;
            }
        }
    }

    /// Computes the inverse and all values anew (Gauss and Jordan, largest pivot of a column);
    /// false if the basis is singular.
    fn invert(&mut self) -> bool {
        let rows = self.rows;
        let mut matrix = vec![0.0; rows * rows];
        for (at, variable) in self.basis.iter().enumerate() {
            let variable = *variable as usize;
            for (row, entry) in
                &self.entries[self.first[variable] as usize..self.first[variable + 1] as usize]
            {
                matrix[*row as usize * rows + at] = *entry;
            }
        }
        self.inverse.fill(0.0);
        (0..rows).for_each(|row| self.inverse[row * rows + row] = 1.0);
        for column in 0..rows {
            let size = |row: &usize| matrix[row * rows + column].abs();
            let Some(pivot) = (column..rows).max_by(|one, two| size(one).total_cmp(&size(two))) else {
                continue;
            };
            if size(&pivot) < PIVOT_GRAIN {
                return false;
            }
            for table in [&mut matrix, &mut self.inverse] {
                if pivot != column {
                    let (above, below) = table.split_at_mut(pivot * rows);
                    above[column * rows..(column + 1) * rows].swap_with_slice(&mut below[..rows]);
                }
            }
            let scale = 1.0 / matrix[column * rows + column];
            let factors: Vec<f64> = (0..rows).map(|row| matrix[row * rows + column]).collect();
            for table in [&mut matrix, &mut self.inverse] {
                let own = &mut table[column * rows..(column + 1) * rows];
                own.iter_mut().for_each(|entry| *entry *= scale);
                let own = own.to_vec();
                for (row, factor) in
                    factors.iter().enumerate().filter(|(row, factor)| *row != column && **factor != 0.0)
                {
                    let target = &mut table[row * rows..(row + 1) * rows];
                    target.iter_mut().zip(&own).for_each(|(there, entry)| *there -= factor * entry);
                    self.work += rows as u64 / 4;
                }
            }
        }
        let mut right = self.right.clone();
        for variable in (0..self.cost.len()).filter(|at| self.place[*at] == Place::Upper) {
            for (row, entry) in
                &self.entries[self.first[variable] as usize..self.first[variable + 1] as usize]
            {
                right[*row as usize] -= entry * self.upper[variable];
            }
        }
        for (value, row) in self.value.iter_mut().zip(self.inverse.chunks_exact(rows)) {
            *value = row.iter().zip(&right).map(|(entry, side)| entry * side).sum();
        }
        self.age = 0;
        self.find_duals();
        true
    }

    fn entries(&self, variable: usize) -> &[(u32, f64)] {
        &self.entries[self.first[variable] as usize..self.first[variable + 1] as usize]
    }
    /// Reduced cost of a variable outside the basis.
    pub fn reduced(&self, variable: usize) -> f64 {
        self.cost[variable]
            - self.entries(variable).iter().map(|(row, entry)| self.dual[*row as usize] * entry).sum::<f64>()
    }
    /// By how much a unit of a variable lowers the cost, and its reduced cost.
    fn gain(&self, variable: usize) -> (f64, f64) {
        match self.place[variable] {
            Place::Basic | Place::Out => (0.0, 0.0),
            Place::Lower => {
                let reduced = self.reduced(variable);
                (-reduced, reduced)
            }
            Place::Upper => {
                let reduced = self.reduced(variable);
                (reduced, reduced)
            }
        }
    }
    /// The variable that enters, from the list of candidates while that has any.
    fn choose(&mut self) -> Option<(usize, f64)> {
        for fresh in [false, true] {
            if fresh {
                let mut found: Vec<(f64, u32)> = (0..self.cost.len() as u32)
                    .map(|variable| (self.gain(variable as usize).0, variable))
                    .filter(|(gain, _)| *gain > COST_GRAIN)
                    .collect();
                self.work += self.entries.len() as u64;
                if found.len() > CANDIDATES {
                    found.select_nth_unstable_by(CANDIDATES, |one, two| two.0.total_cmp(&one.0));
                    found.truncate(CANDIDATES);
                }
                self.candidates.clear();
                self.candidates.extend(found.into_iter().map(|(_, variable)| variable));
            }
            let mut best = (COST_GRAIN, None);
            let mut candidates = std::mem::take(&mut self.candidates);
            candidates.retain(|variable| {
                let (gain, reduced) = self.gain(*variable as usize);
                if gain > best.0 {
                    best = (gain, Some((*variable as usize, reduced)));
                }
                gain > COST_GRAIN
            });
            self.candidates = candidates;
            if best.1.is_some() {
                return best.1;
            }
        }
        None
    }

    /// Moves a variable until it or a basic one meets a bound.
    fn step(&mut self, variable: usize, reduced: f64) {
        let rows = self.rows;
        self.age += 1;
        let entries = self.first[variable] as usize..self.first[variable + 1] as usize;
        let mut entering = std::mem::take(&mut self.entering);
        entering.clear();
        entering.extend(self.inverse.chunks_exact(rows).map(|row| {
            self.entries[entries.clone()].iter().map(|(at, entry)| row[*at as usize] * entry).sum::<f64>()
        }));
        self.work += (rows * entries.len()) as u64;
        let sign = if self.place[variable] == Place::Lower { 1.0 } else { -1.0 };
        let (mut least, mut leaving, mut pivot) = (self.upper[variable], None, 0.0f64);
        for (row, entry) in entering.iter().enumerate() {
            let falls = sign * entry;
            let room = if falls > PIVOT_GRAIN {
                self.value[row].max(0.0) / falls
            } else if falls < -PIVOT_GRAIN {
                (self.upper[self.basis[row] as usize] - self.value[row]).max(0.0) / -falls
            } else {
                continue;
            };
            if room < least - 1e-10 || (room <= least + 1e-10 && falls.abs() > pivot.abs()) {
                (least, leaving, pivot) = (room.min(least), Some(row), falls);
            }
        }
        self.idle = if least > IDLE { 0 } else { self.idle + 1 };
        for (value, entry) in self.value.iter_mut().zip(&entering) {
            *value -= sign * least * entry;
        }
        if let Some(row) = leaving {
            let gone = self.basis[row] as usize;
            self.place[gone] = match pivot > 0.0 {
                _ if self.is_banned[gone] => Place::Out,
                true => Place::Lower,
                false => Place::Upper,
            };
            self.value[row] = if sign > 0.0 { least } else { self.upper[variable] - least };
            self.basis[row] = variable as u32;
            self.place[variable] = Place::Basic;
            self.eliminate(row, &entering, reduced);
        } else {
            self.place[variable] = if sign > 0.0 { Place::Upper } else { Place::Lower };
        }
        self.entering = entering;
    }

    /// Updates the inverse and the duals after a change of basis.
    fn eliminate(&mut self, row: usize, entering: &[f64], reduced: f64) {
        let rows = self.rows;
        let scale = 1.0 / entering[row];
        self.pivot_row.clear();
        for (at, entry) in self.inverse[row * rows..(row + 1) * rows].iter_mut().enumerate() {
            if *entry != 0.0 {
                *entry *= scale;
                if entry.abs() < 1e-12 {
                    *entry = 0.0;
                    continue;
                }
                self.pivot_row.push((at as u32, *entry));
                self.dual[at] += reduced * *entry;
            }
        }
        let is_dense = self.pivot_row.len() * 3 > rows;
        let (above, rest) = self.inverse.split_at_mut(row * rows);
        let (own, below) = rest.split_at_mut(rows);
        let others = above.chunks_exact_mut(rows).chain(below.chunks_exact_mut(rows));
        let factors = entering[..row].iter().chain(&entering[row + 1..]);
        for (target, factor) in others.zip(factors) {
            if factor.abs() < 1e-12 {
                continue;
            }
            if is_dense {
                target.iter_mut().zip(&*own).for_each(|(there, entry)| *there -= factor * entry);
                self.work += rows as u64 / 4;
            } else {
                for (at, entry) in &self.pivot_row {
                    target[*at as usize] -= factor * entry;
                }
                self.work += self.pivot_row.len() as u64;
            }
        }
        self.work += rows as u64;
    }
}
