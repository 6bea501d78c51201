//! The revised simplex method with bounded variables, for restricted masters.
//!
//! Minimises `c x` with `A x = b` and `0 <= x <= u` from a basis that is feasible; columns may be
//! added and costs changed between two runs. The inverse of the basis is kept as a dense matrix,
//! column by column, and updated by elimination, zeros left out. (Dantzig's rule over a list of
//! candidates; the ratio test prefers large pivots among equals.)

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
    /// Inverse of the basis, column by column.
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
    /// Rows in which the entering column is not zero.
    touched: Vec<(u32, f64)>,
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
            self.inverse[column * self.rows + row] = value;
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
        let costs: Vec<f64> = self.basis.iter().map(|variable| self.cost[*variable as usize]).collect();
        self.dual.clear();
        self.dual.extend(self.inverse.chunks_exact(self.rows.max(1)).map(|column| dot(column, &costs)));
        self.work += (self.rows * self.rows) as u64;
    }
    pub fn rows(&self) -> usize {
        self.rows
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
        let mut inverse = vec![0.0; rows * rows];
        (0..rows).for_each(|row| inverse[row * rows + row] = 1.0);
        for column in 0..rows {
            let size = |row: &usize| matrix[row * rows + column].abs();
            let Some(pivot) = (column..rows).max_by(|one, two| size(one).total_cmp(&size(two))) else {
                continue;
            };
            if size(&pivot) < PIVOT_GRAIN {
                return false;
            }
            for table in [&mut matrix, &mut inverse] {
                if pivot != column {
                    let (above, below) = table.split_at_mut(pivot * rows);
                    above[column * rows..(column + 1) * rows].swap_with_slice(&mut below[..rows]);
                }
            }
            let scale = 1.0 / matrix[column * rows + column];
            let factors: Vec<f64> = (0..rows).map(|row| matrix[row * rows + column]).collect();
            for table in [&mut matrix, &mut inverse] {
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
        for (at, (value, row)) in self.value.iter_mut().zip(inverse.chunks_exact(rows)).enumerate() {
            *value = dot(row, &right);
            for (column, entry) in row.iter().enumerate() {
                self.inverse[column * rows + at] = *entry;
            }
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
        let worth = |(row, entry): &(u32, f64)| self.dual[*row as usize] * entry;
        // Two sums, so that one addition need not wait for the other.
        let pairs = self.entries(variable).chunks_exact(2);
        let last: f64 = pairs.remainder().iter().map(worth).sum();
        let (one, two) =
            pairs.fold((last, 0.0), |(one, two), pair| (one + worth(&pair[0]), two + worth(&pair[1])));
        self.cost[variable] - one - two
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
        entering.resize(rows, 0.0);
        for (at, entry) in &self.entries[entries.clone()] {
            let column = &self.inverse[*at as usize * rows..(*at as usize + 1) * rows];
            entering.iter_mut().zip(column).for_each(|(there, here)| *there += here * entry);
        }
        self.work += (rows * entries.len()) as u64 / 4;
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
        self.touched.clear();
        let factors = (0..).zip(entering.iter().copied());
        self.touched.extend(factors.filter(|(_, factor)| factor.abs() >= 1e-12));
        let is_dense = self.touched.len() * 3 > rows;
        for (at, column) in self.inverse.chunks_exact_mut(rows).enumerate() {
            let pivot = column[row] * scale;
            if pivot.abs() < 1e-12 {
                column[row] = 0.0;
                continue;
            }
            self.dual[at] += reduced * pivot;
            if is_dense {
                column.iter_mut().zip(entering).for_each(|(there, entry)| *there -= pivot * entry);
                self.work += rows as u64 / 4;
            } else {
                for (at, factor) in &self.touched {
                    column[*at as usize] -= pivot * factor;
                }
                self.work += self.touched.len() as u64;
            }
            column[row] = pivot;
        }
        self.work += rows as u64;
    }
}

/// The sum of products, in four parts that need not wait for each other.
fn dot(one: &[f64], two: &[f64]) -> f64 {
    let (ones, twos) = (one.chunks_exact(4), two.chunks_exact(4));
    let rest: f64 = ones.remainder().iter().zip(twos.remainder()).map(|(one, two)| one * two).sum();
    let mut sums = [rest, 0.0, 0.0, 0.0];
    for (ones, twos) in ones.zip(twos) {
        for ((sum, one), two) in sums.iter_mut().zip(ones).zip(twos) {
            *sum += one * two;
        }
    }
    sums.iter().sum()
}
