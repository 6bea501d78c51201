//! The rules of a contract as a layered automaton with as few modes as are needed.

use super::transition::{Past, Rules};
use crate::model::{Contract, Problem};
use std::collections::HashMap;

/// A step from a mode of one day to a mode of the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Arc {
    /// The mode it leads to; in the reverse list, the one it comes from.
    pub to: u16,
    /// What is worked: 0 is free.
    pub column: u8,
    /// First worked day of a weekend.
    pub weekend: bool,
    pub cost: u32,
}

/// No arc.
const NONE: u32 = u32::MAX;

/// Arcs between two layers, found by either end.
#[derive(Debug, Clone, Default)]
pub struct Layer {
    first: Vec<u32>,
    arcs: Vec<Arc>,
    /// Arc of each mode and column, `NONE` without one.
    by_column: Vec<u32>,
    columns: usize,
    first_back: Vec<u32>,
    back: Vec<Arc>,
}

impl Layer {
    fn new(from: &[Vec<Arc>], targets: usize, columns: usize) -> Self {
        let mut reverse = vec![Vec::new(); targets];
        for (mode, arcs) in from.iter().enumerate() {
            for arc in arcs {
                reverse[usize::from(arc.to)].push(Arc { to: u16::try_from(mode).unwrap_or(0), ..*arc });
            }
        }
        let (first, arcs) = flat(from);
        let (first_back, back) = flat(&reverse);
        let mut by_column = vec![NONE; from.len() * columns];
        for mode in 0..from.len() {
            for at in first[mode]..first[mode + 1] {
                by_column[mode * columns + usize::from(arcs[at as usize].column)] = at;
            }
        }
        Self { first, arcs, by_column, columns, first_back, back }
    }
    pub fn from(&self, mode: usize) -> &[Arc] {
        &self.arcs[self.first[mode] as usize..self.first[mode + 1] as usize]
    }
    /// The arc taken from a mode when a column is worked.
    pub fn arc(&self, mode: u16, column: u8) -> Option<&Arc> {
        self.arcs.get(self.by_column[usize::from(mode) * self.columns + usize::from(column)] as usize)
    }
    pub fn into(&self, mode: usize) -> &[Arc] {
        &self.back[self.first_back[mode] as usize..self.first_back[mode + 1] as usize]
    }
}

fn flat(lists: &[Vec<Arc>]) -> (Vec<u32>, Vec<Arc>) {
    let mut first = Vec::with_capacity(lists.len() + 1);
    let mut all = Vec::new();
    for list in lists {
        first.push(u32::try_from(all.len()).unwrap_or(u32::MAX));
        all.extend_from_slice(list);
    }
    first.push(u32::try_from(all.len()).unwrap_or(u32::MAX));
    (first, all)
}

/// The compiled rules of a contract for some beginnings.
#[derive(Debug, Clone)]
pub struct Automaton {
    /// Column of each shift, 1 and up.
    pub column_of: Vec<u8>,
    pub columns: u8,
    /// Mode in which each of the beginnings starts.
    pub starts: Vec<u16>,
    /// One per day.
    pub layers: Vec<Layer>,
    /// Modes before each day, and after the last.
    pub modes: Vec<usize>,
    /// What ending in a mode costs; infinite if it is forbidden.
    pub finish: Vec<f32>,
}

impl Automaton {
    /// Compiles; `histories` are the known last days (as shifts) of the people it is for.
    pub fn compile(problem: &Problem, contract: &Contract, histories: &[Vec<Option<usize>>]) -> Self {
        let rules = Rules::new(problem, contract);
        let column =
            |shift: &Option<usize>| shift.and_then(|shift| rules.column_of.get(shift).copied()).unwrap_or(0);
        let mut layer = Found::default();
        let mut starts: Vec<u16> = histories
            .iter()
            .map(|history| layer.mode_of(rules.start(&history.iter().map(column).collect::<Vec<u8>>())))
            .collect();
        let mut raw: Vec<Vec<Vec<Arc>>> = Vec::with_capacity(problem.days);
        for day in 0..problem.days {
            let mut next = Found::default();
            let arcs = layer
                .pasts
                .iter()
                .map(|past| {
                    (0..=rules.columns())
                        .filter_map(|column| {
                            let effect = rules.step(past, day, column)?;
                            let to = next.mode_of(effect.past);
                            Some(Arc { to, column, weekend: effect.weekend, cost: effect.cost })
                        })
                        .collect()
                })
                .collect();
            raw.push(arcs);
            layer = next;
        }
        let ends: Vec<Option<u32>> = layer.pasts.iter().map(|past| rules.finish(past)).collect();
        let (layers, modes, finish, merged) = merge(raw, &ends, usize::from(rules.columns()) + 1);
        for start in &mut starts {
            *start = merged.get(usize::from(*start)).copied().unwrap_or(0);
        }
        Self { columns: rules.columns(), column_of: rules.column_of, starts, layers, modes, finish }
    }
    /// Most modes on any day.
    pub fn widest(&self) -> usize {
        self.widest_in(0, self.layers.len())
    }
    /// Most modes before any day of a window, or after its last.
    pub fn widest_in(&self, first: usize, end: usize) -> usize {
        self.modes[first..=end].iter().copied().max().unwrap_or(0)
    }
    /// The arc taken from a mode when a column is worked.
    pub fn arc(&self, day: usize, mode: u16, column: u8) -> Option<&Arc> {
        self.layers[day].arc(mode, column)
    }
}

/// Pasts found so far in a layer.
#[derive(Default)]
struct Found {
    pasts: Vec<Past>,
    known: HashMap<Past, u16>,
}

impl Found {
    fn mode_of(&mut self, past: Past) -> u16 {
        *self.known.entry(past).or_insert_with(|| {
            self.pasts.push(past);
            u16::try_from(self.pasts.len() - 1).unwrap_or(u16::MAX)
        })
    }
}

type Merged = (Vec<Layer>, Vec<usize>, Vec<f32>, Vec<u16>);

/// Joins modes with the same future, from the last day to the first, and drops dead ends.
fn merge(raw: Vec<Vec<Vec<Arc>>>, ends: &[Option<u32>], columns: usize) -> Merged {
    let dead = u16::MAX;
    let mut finish = Vec::new();
    let mut class_of: Vec<u16> = ends
        .iter()
        .map(|end| {
            let Some(end) = end else { return dead };
            let end = *end as f32;
            let at = finish.iter().position(|one| *one == end).unwrap_or_else(|| {
                finish.push(end);
                finish.len() - 1
            });
            u16::try_from(at).unwrap_or(dead)
        })
        .collect();
    let mut modes = vec![finish.len()];
    let mut layers = Vec::with_capacity(raw.len());
    for arcs in raw.into_iter().rev() {
        let mut known: HashMap<Vec<Arc>, u16> = HashMap::new();
        let mut kept: Vec<Vec<Arc>> = Vec::new();
        let classes = arcs
            .into_iter()
            .map(|list| {
                let list: Vec<Arc> = list
                    .into_iter()
                    .map(|arc| Arc { to: class_of[usize::from(arc.to)], ..arc })
                    .filter(|arc| arc.to != dead)
                    .collect();
                if list.is_empty() {
                    return dead;
                }
                *known.entry(list.clone()).or_insert_with(|| {
                    kept.push(list);
                    u16::try_from(kept.len() - 1).unwrap_or(dead)
                })
            })
            .collect();
        layers.push(Layer::new(&kept, modes.last().copied().unwrap_or(0), columns));
        modes.push(kept.len());
        class_of = classes;
    }
    layers.reverse();
    modes.reverse();
    (layers, modes, finish, class_of)
}
