//! What a dive has settled: cells of the roster or whole lines, the most decided ones first.
//!
//! A cell binds a person on one day only; the rest of the line stays open, so that the people
//! who are left can still meet what is needed. (Whole lines bind too much where numbers of people
//! are exact.) What turns out to cost too much is taken back. Lines come to an end in far fewer
//! steps, and where numbers of people are not exact in as good a roster.

use crate::model::Cell;

/// A cell of this value is taken together with the most decided one.
const LIKELY: f64 = 0.85;
/// A cell of this value is no question any more.
const DECIDED: f64 = 0.999;
/// One of so many open questions is settled at least.
const LEAST_SHARE: usize = 25;
/// What the lines of a person that keep all settled cells must come to.
const KEPT: f64 = 0.5;

/// A line of a solution: whose it is, its value, its cells.
#[derive(Debug, Clone, Copy)]
pub struct Valued<'a> {
    pub slot: usize,
    pub value: f64,
    pub cells: &'a [Cell],
}

/// What is settled in one piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    Cell,
    Line,
}

/// How many cells to settle at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    Several,
    One,
}

/// A cell in question: its value, its person and day in one number, the cell.
type Question = (f64, usize, Cell);

/// The cells of a neighbourhood that are closed by what is settled, by person, day and cell.
#[derive(Default)]
pub struct Settled {
    days: usize,
    /// Cells a day can have.
    cells: usize,
    closed: Vec<bool>,
    /// Value of each cell in the last solution.
    value: Vec<f64>,
    /// What was closed last, and for which cells.
    last: Vec<usize>,
    chosen: Vec<usize>,
}

impl Settled {
    /// Nothing is settled yet.
    pub fn reset(&mut self, people: usize, days: usize, cells: usize) {
        (self.days, self.cells) = (days, cells);
        self.closed.clear();
        self.closed.resize(people * days * cells, false);
        self.value.clear();
        self.value.resize(people * days * cells, 0.0);
    }
    /// The closed cells of a person, by day and cell.
    pub fn of(&self, slot: usize) -> &[bool] {
        let width = self.days * self.cells;
        &self.closed[slot * width..(slot + 1) * width]
    }
    pub fn is_complete(&self, slot: usize) -> bool {
        let open = |day: &[bool]| day.iter().filter(|closed| !**closed).count();
        self.of(slot).chunks_exact(self.cells).all(|day| open(day) == 1)
    }
    /// Whether a person may have a line.
    pub fn allows(&self, slot: usize, cells: &[Cell]) -> bool {
        let mut days = self.of(slot).chunks_exact(self.cells).zip(cells);
        days.all(|(closed, cell)| !closed[usize::from(*cell)])
    }

    /// Settles the most decided of the cells that are in question; false if none is.
    pub fn settle(&mut self, lines: &[Valued<'_>], pace: Pace) -> bool {
        let questions = self.questions(lines);
        let least = questions.len().div_ceil(LEAST_SHARE);
        self.last.clear();
        self.chosen.clear();
        for (rank, question) in questions.iter().enumerate() {
            if rank > 0 && (pace == Pace::One || (rank >= least && question.0 < LIKELY)) {
                break;
            }
            let before = self.last.len();
            self.choose(question);
            let slot = question.1 / self.days;
            let mine = lines.iter().filter(|line| line.slot == slot && self.allows(slot, line.cells));
            if rank > 0 && mine.map(|line| line.value).sum::<f64>() < KEPT {
                self.open_from(before);
                self.chosen.pop();
            }
        }
        !questions.is_empty()
    }

    /// Settles the lines that are as good as decided, the most decided one of the others at least;
    /// false if everybody's line is decided.
    pub fn settle_lines(&mut self, lines: &[Valued<'_>]) -> bool {
        self.last.clear();
        self.chosen.clear();
        let mut best: Vec<Valued<'_>> = Vec::new();
        for line in lines.iter().filter(|line| !self.is_complete(line.slot)) {
            match best.iter_mut().find(|best| best.slot == line.slot) {
                Some(best) if best.value >= line.value => {}
                Some(best) => *best = *line,
                None => best.push(*line),
            }
        }
        best.sort_by(|one, two| two.value.total_cmp(&one.value));
        let open = best.iter().position(|line| line.value < DECIDED);
        for (rank, line) in best.iter().enumerate() {
            if line.value >= LIKELY || Some(rank) == open {
                for (day, cell) in line.cells.iter().enumerate() {
                    self.choose(&(line.value, line.slot * self.days + day, *cell));
                }
            }
        }
        open.is_some()
    }

    /// How many cells were chosen last.
    pub fn chosen(&self) -> usize {
        self.chosen.len()
    }
    /// Takes back what was settled last.
    pub fn take_back(&mut self) {
        self.open_from(0);
    }
    /// Takes back what was settled last, and closes the cell that was chosen first.
    pub fn refuse(&mut self) {
        self.open_from(0);
        if let Some(at) = self.chosen.first() {
            self.closed[*at] = true;
            self.last.push(*at);
        }
    }

    fn choose(&mut self, (_, place, cell): &Question) {
        let chosen = place * self.cells + usize::from(*cell);
        self.chosen.push(chosen);
        for at in place * self.cells..(place + 1) * self.cells {
            if at != chosen && !self.closed[at] {
                self.closed[at] = true;
                self.last.push(at);
            }
        }
    }
    fn open_from(&mut self, before: usize) {
        for at in self.last.drain(before..) {
            self.closed[at] = false;
        }
    }

    /// The likeliest cell of every day that is in question; the highest value comes first.
    fn questions(&mut self, lines: &[Valued<'_>]) -> Vec<Question> {
        self.value.fill(0.0);
        for line in lines {
            for (day, cell) in line.cells.iter().enumerate() {
                self.value[(line.slot * self.days + day) * self.cells + usize::from(*cell)] += line.value;
            }
        }
        let mut found = Vec::new();
        let days = self.value.chunks_exact(self.cells).zip(self.closed.chunks_exact(self.cells));
        for (place, (values, closed)) in days.enumerate() {
            let best = values.iter().copied().enumerate().max_by(|one, two| one.1.total_cmp(&two.1));
            if let Some((cell, value)) = best.filter(|best| best.1 < DECIDED)
                && closed.iter().filter(|closed| !**closed).count() > 1
            {
                found.push((value, place, cell as Cell));
            }
        }
        found.sort_by(|one, two| two.0.total_cmp(&one.0));
        found
    }
}
