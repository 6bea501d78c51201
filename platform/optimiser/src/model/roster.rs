//! Who works what on which day.

/// What a person does on a day: [`OFF`], or a duty of the problem counted from one.
pub type Cell = u8;

/// A free day.
pub const OFF: Cell = 0;

/// A table of people and days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    days: usize,
    cells: Vec<Cell>,
}

impl Roster {
    /// Everybody free on every day.
    pub fn empty(people: usize, days: usize) -> Self {
        Self { days, cells: vec![OFF; people * days] }
    }
    pub fn days(&self) -> usize {
        self.days
    }
    pub fn people(&self) -> usize {
        self.cells.len().checked_div(self.days).unwrap_or(0)
    }
    /// What a person does on a day; a day or person outside the table is free.
    pub fn at(&self, person: usize, day: usize) -> Cell {
        self.line(person).get(day).copied().unwrap_or(OFF)
    }
    /// All days of a person.
    pub fn line(&self, person: usize) -> &[Cell] {
        self.cells.get(person * self.days..(person + 1) * self.days).unwrap_or(&[])
    }
    /// All days of a person, to be changed.
    pub fn line_mut(&mut self, person: usize) -> &mut [Cell] {
        self.cells.get_mut(person * self.days..(person + 1) * self.days).unwrap_or(&mut [])
    }
    /// Sets a day of a person; one outside the table is ignored.
    pub fn set(&mut self, person: usize, day: usize, cell: Cell) {
        if let Some(place) = self.line_mut(person).get_mut(day) {
            *place = cell;
        }
    }
}
