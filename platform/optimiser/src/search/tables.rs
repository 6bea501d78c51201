//! The problem as the search needs it: prices of cells and costs of numbers, in flat tables.

use crate::line::Lines;
use crate::model::{Bound, Demand, Problem, Shape, Weight};
use std::collections::HashMap;

/// What is computed once and shared by all threads.
pub struct Tables {
    pub lines: Lines,
    pub people: usize,
    pub days: usize,
    /// Cells a day can have: a free day and each duty.
    pub cells: usize,
    /// Own price of each cell, by person, day and cell; infinite if it is not allowed.
    own: Vec<f32>,
    /// People who count towards the same demands are a group.
    pub group_of: Vec<u32>,
    /// Demands a cell counts towards, by group, day and cell: first index and end.
    touching_first: Vec<u32>,
    touching: Vec<u32>,
    /// Where the costs of a demand begin, one for each number of people.
    shape_at: Vec<u32>,
    /// Costs with hard units weighed in, and the hard units.
    cost: Vec<f32>,
    hard: Vec<f32>,
    /// What a unit of a hard demand weighs in the search.
    pub hard_weight: f32,
    pub has_hard: bool,
    pub day_of: Vec<usize>,
}

impl Tables {
    pub fn new(problem: &Problem) -> Self {
        let lines = Lines::new(problem);
        let (people, days, cells) = (problem.people.len(), problem.days, problem.duties.len() + 1);
        let mut own = vec![0.0; people * days * cells];
        for (at, person) in problem.people.iter().enumerate() {
            let line = &mut own[at * days * cells..(at + 1) * days * cells];
            own_prices(problem, person, line, cells);
        }
        let mut signatures: HashMap<Vec<bool>, u32> = HashMap::new();
        let mut examples = Vec::new();
        let kinds = kinds_of_who(problem);
        let group_of: Vec<u32> = problem
            .people
            .iter()
            .enumerate()
            .map(|(at, person)| {
                let signature: Vec<bool> = kinds.iter().map(|demand| demand.counts(person)).collect();
                *signatures.entry(signature).or_insert_with(|| {
                    examples.push(at);
                    u32::try_from(examples.len() - 1).unwrap_or(0)
                })
            })
            .collect();
        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); examples.len() * days * cells];
        for (k, demand) in problem.demands.iter().enumerate() {
            for (group, example) in examples.iter().enumerate() {
                if !demand.counts(&problem.people[*example]) {
                    continue;
                }
                for duty in &demand.duties {
                    let list = &mut lists[(group * days + demand.day) * cells + duty + 1];
                    list.push(u32::try_from(k).unwrap_or(0));
                }
            }
        }
        let (mut touching_first, mut touching) = (vec![0], Vec::new());
        for list in &lists {
            touching.extend_from_slice(list);
            touching_first.push(u32::try_from(touching.len()).unwrap_or(u32::MAX));
        }
        let mut shapes: HashMap<&Shape, u32> = HashMap::new();
        let hard_weight = hard_weight(problem);
        let (mut costs, mut hard) = (Vec::new(), Vec::new());
        let shape_at = problem
            .demands
            .iter()
            .map(|demand| {
                *shapes.entry(&demand.shape).or_insert_with(|| {
                    let at = u32::try_from(hard.len()).unwrap_or(0);
                    for number in 0..=people + 1 {
                        let units = cost(&demand.shape, number, true);
                        costs.push(cost(&demand.shape, number, false) + hard_weight * units);
                        hard.push(units);
                    }
                    at
                })
            })
            .collect();
        let has_hard = hard.iter().any(|units| *units > 0.0);
        let day_of: Vec<usize> = problem.demands.iter().map(|demand| demand.day).collect();
        Self {
            lines,
            people,
            days,
            cells,
            own,
            group_of,
            touching_first,
            touching,
            shape_at,
            cost: costs,
            hard,
            hard_weight,
            has_hard,
            day_of,
        }
    }
    /// Own prices of the cells of a day.
    pub fn own(&self, person: usize, day: usize) -> &[f32] {
        let at = (person * self.days + day) * self.cells;
        &self.own[at..at + self.cells]
    }
    /// Demands that a cell counts towards.
    pub fn touching(&self, person: usize, day: usize, cell: usize) -> &[u32] {
        let at = (self.group_of[person] as usize * self.days + day) * self.cells + cell;
        &self.touching[self.touching_first[at] as usize..self.touching_first[at + 1] as usize]
    }
    /// The same of every cell of a day.
    pub fn touching_on(&self, person: usize, day: usize) -> impl Iterator<Item = &[u32]> {
        let at = (self.group_of[person] as usize * self.days + day) * self.cells;
        let ends = self.touching_first[at..=at + self.cells].windows(2);
        ends.map(|ends| &self.touching[ends[0] as usize..ends[1] as usize])
    }
    /// Cost of a number of people, hard units weighed in.
    pub fn cost(&self, demand: u32, number: usize) -> f32 {
        self.cost[self.shape_at[demand as usize] as usize + number]
    }
    /// Units by which a hard demand is broken.
    pub fn hard(&self, demand: u32, number: usize) -> f32 {
        self.hard[self.shape_at[demand as usize] as usize + number]
    }
    pub fn demands(&self) -> usize {
        self.shape_at.len()
    }
}

/// Wishes, reluctance and stability as prices; what is fixed or impossible is infinite.
fn own_prices(problem: &Problem, person: &crate::model::Person, line: &mut [f32], cells: usize) {
    let mut free = vec![false; problem.duties.len()];
    for (duty, lacks) in free.iter_mut().enumerate() {
        *lacks = !problem.is_qualified(person, duty);
    }
    for day in line.chunks_exact_mut(cells) {
        for (duty, lacks) in free.iter().enumerate() {
            if *lacks {
                day[duty + 1] = f32::INFINITY;
            }
        }
        for (duty, weight) in &person.reluctant {
            day[duty + 1] += *weight as f32;
        }
    }
    for wish in &person.wishes {
        for (cell, price) in line[wish.day * cells..(wish.day + 1) * cells].iter_mut().enumerate() {
            if wish.is_broken_by(u8::try_from(cell).unwrap_or(0)) {
                *price += wish.weight as f32;
            }
        }
    }
    if let Some((published, weight)) = &person.published {
        for (cells, before) in line.chunks_exact_mut(cells).zip(published) {
            for (cell, price) in cells.iter_mut().enumerate() {
                if cell != usize::from(*before) {
                    *price += *weight as f32;
                }
            }
        }
    }
    for (day, duties) in &person.away {
        for duty in 0..problem.duties.len() {
            if duties.is_empty() || duties.contains(&duty) {
                line[day * cells + duty + 1] = f32::INFINITY;
            }
        }
    }
    for (day, fixed) in &person.fixed {
        for (cell, price) in line[day * cells..(day + 1) * cells].iter_mut().enumerate() {
            if cell != usize::from(*fixed) {
                *price = f32::INFINITY;
            }
        }
    }
}

/// One demand of each way of counting people.
fn kinds_of_who(problem: &Problem) -> Vec<&Demand> {
    let mut kinds: Vec<&Demand> = Vec::new();
    let mut known = std::collections::HashSet::new();
    for demand in &problem.demands {
        if known.insert((&demand.who, demand.unit)) {
            kinds.push(demand);
        }
    }
    kinds
}

/// Cost of a number of people, either the weighted part or the hard units.
fn cost(shape: &Shape, number: usize, hard: bool) -> f32 {
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    let price = |bound: Option<Bound>, by: u32| match bound.map(|bound| bound.weight) {
        Some(Weight::Hard) if hard => by as f32,
        Some(Weight::Soft(weight)) if !hard => by as f32 * weight as f32,
        _ => 0.0,
    };
    match shape {
        Shape::Between { min, max } => {
            price(*min, min.map_or(0, |min| min.value.saturating_sub(number)))
                + price(*max, max.map_or(0, |max| number.saturating_sub(max.value)))
        }
        Shape::Any { weight } if !hard && number > 0 => *weight as f32,
        Shape::Any { .. } => 0.0,
    }
}

/// A hard unit must outweigh what one cell can cost otherwise, but not freeze the search.
fn hard_weight(problem: &Problem) -> f32 {
    let heaviest = soft_weights(problem).into_iter().max().unwrap_or(1).max(1);
    (heaviest as f32 * 10.0).min(50_000.0)
}

/// All weights of the problem.
pub fn soft_weights(problem: &Problem) -> Vec<u32> {
    let weight = |bound: Bound| match bound.weight {
        Weight::Soft(weight) => Some(weight),
        Weight::Hard => None,
    };
    let mut found: Vec<u32> = Vec::new();
    for person in &problem.people {
        found.extend(person.wishes.iter().map(|wish| wish.weight));
        found.extend(person.published.iter().map(|(_, weight)| *weight));
        found.extend(person.reluctant.iter().map(|(_, weight)| *weight));
    }
    for demand in &problem.demands {
        match &demand.shape {
            Shape::Between { min, max } => {
                found.extend([*min, *max].into_iter().flatten().filter_map(weight))
            }
            Shape::Any { weight } => found.push(*weight),
        }
    }
    for contract in &problem.contracts {
        let (runs, weekend) = (&contract.runs, &contract.weekend);
        let bounds = [
            runs.max_work,
            runs.min_work,
            runs.max_off,
            runs.min_off,
            weekend.max_in_a_row,
            weekend.min_in_a_row,
        ];
        found.extend(bounds.into_iter().flatten().filter_map(weight));
        for count in &contract.counts {
            found.extend([count.min, count.max].into_iter().flatten().filter_map(weight));
            found.push(count.even);
        }
        found.extend([weekend.complete, weekend.identical, weekend.no_night_before]);
        found.extend(contract.patterns.iter().map(|pattern| pattern.weight));
    }
    found
}
