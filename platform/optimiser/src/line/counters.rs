//! What is counted over the period: limits and costs by total.

use crate::model::{Bound, Contract, Count, CountKind, Person, Problem, Weight};

/// One count of a person, in steps of its own unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Counter {
    /// Steps of each shift.
    pub steps: Vec<u16>,
    /// Counts only on these days; on all of them without it.
    pub on: Option<Vec<bool>>,
    /// Counts weekends instead of shifts.
    pub weekends: bool,
    /// Cost of each total from 0 up; infinite below a hard minimum, ends at the hard maximum.
    pub cost: Vec<f32>,
}

impl Counter {
    pub fn new(problem: &Problem, count: &Count, borne: u32) -> Self {
        let unit = match count.kind {
            CountKind::Minutes => {
                problem.shifts.iter().fold(0, |unit, shift| gcd(unit, shift.minutes)).max(1)
            }
            _ => 1,
        };
        let step = |(at, shift): (usize, &crate::model::Shift)| {
            let steps = match &count.kind {
                CountKind::Minutes => shift.minutes / unit,
                CountKind::Shifts | CountKind::Holidays => 1,
                CountKind::Of(shifts) => u32::from(shifts.contains(&at)),
                CountKind::Nights => u32::from(shift.night),
                CountKind::Weekends => 0,
            };
            u16::try_from(steps).unwrap_or(u16::MAX)
        };
        let steps: Vec<u16> = problem.shifts.iter().enumerate().map(step).collect();
        let on = (count.kind == CountKind::Holidays)
            .then(|| (0..problem.days).map(|day| problem.holidays.contains(&day)).collect::<Vec<bool>>());
        let days = on.as_ref().map_or(problem.days, |on| on.iter().filter(|one| **one).count());
        let weekends = count.kind == CountKind::Weekends;
        let most = if weekends {
            problem.days.div_ceil(7) + 1
        } else {
            days * usize::from(steps.iter().copied().max().unwrap_or(0))
        };
        let most = match count.max {
            Some(Bound { value, weight: Weight::Hard }) => most.min((value / unit) as usize),
            _ => most,
        };
        let cost = (0..=most)
            .map(|total| {
                let total = u32::try_from(total).unwrap_or(u32::MAX);
                let amount = total * unit;
                let broken = |by: u32| if count.kind == CountKind::Minutes { by.div_ceil(60) } else { by };
                let price = |bound: Option<Bound>, by: u32| match bound.map(|bound| bound.weight) {
                    Some(Weight::Hard) if by > 0 => f32::INFINITY,
                    Some(Weight::Soft(weight)) => weight as f32 * broken(by) as f32,
                    _ => 0.0,
                };
                let short = price(count.min, count.min.map_or(0, |min| min.value.saturating_sub(amount)));
                let over = price(count.max, count.max.map_or(0, |max| amount.saturating_sub(max.value)));
                let burden = (total + borne) as f32;
                short + over + count.even as f32 * burden * burden
            })
            .collect();
        Self { steps, on, weekends, cost }
    }
    /// Totals that are possible, 0 included.
    pub fn size(&self) -> usize {
        self.cost.len()
    }
    pub fn counts_on(&self, day: usize) -> bool {
        self.on.as_ref().is_none_or(|on| on[day])
    }
    /// Cost of a total; infinite beyond the hard maximum.
    pub fn price(&self, total: usize) -> f32 {
        self.cost.get(total).copied().unwrap_or(f32::INFINITY)
    }
}

fn gcd(one: u32, two: u32) -> u32 {
    if two == 0 { one } else { gcd(two, one % two) }
}

/// The counts of a person, by how the program treats them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Counters {
    /// The one with most totals, kept as the innermost dimension.
    pub inner: Option<Counter>,
    /// Others kept exactly: every combination of their totals is a row.
    pub outer: Vec<Counter>,
    /// The rest: watched, not optimised over.
    pub loose: Vec<Counter>,
}

/// Most combinations of totals that are kept apart for a count that costs something, which can be
/// watched as well: it is priced at the margin then.
const MOST_ROWS: usize = 24;
/// The same for a count that only has a limit. Watched, it would hide lines that keep it.
const MOST_ROWS_OF_LIMITS: usize = 100;

impl Counters {
    pub fn new(problem: &Problem, contract: &Contract, person: &Person) -> Self {
        let mut all: Vec<Counter> = contract
            .counts
            .iter()
            .enumerate()
            .map(|(at, count)| Counter::new(problem, count, person.borne.get(at).copied().unwrap_or(0)))
            .filter(|counter| counter.can_matter(problem))
            .collect();
        all.sort_by_key(Counter::size);
        let is_wide = all.last().is_some_and(|one| !one.weekends && one.on.is_none());
        let inner = if is_wide { all.pop() } else { None };
        // Weekends hang together with the modes: they come first.
        all.sort_by_key(|counter| (!counter.weekends, counter.size()));
        let mut rows = 1;
        let (mut outer, mut loose) = (Vec::new(), Vec::new());
        for counter in all {
            let most = if counter.is_limit() { MOST_ROWS_OF_LIMITS } else { MOST_ROWS };
            if rows * counter.size() <= most {
                rows *= counter.size();
                outer.push(counter);
            } else {
                loose.push(counter);
            }
        }
        Self { inner, outer, loose }
    }
    pub fn rows(&self) -> usize {
        self.outer.iter().map(Counter::size).product()
    }
}

impl Counter {
    /// Whether no total that is allowed costs anything.
    fn is_limit(&self) -> bool {
        self.cost.iter().all(|cost| *cost == 0.0 || cost.is_infinite())
    }
    /// Whether any total that can be reached costs something or is forbidden.
    fn can_matter(&self, problem: &Problem) -> bool {
        let days = self.on.as_ref().map_or(problem.days, |on| on.iter().filter(|one| **one).count());
        let most = if self.weekends {
            problem.days.div_ceil(7) + 1
        } else {
            days * usize::from(self.steps.iter().copied().max().unwrap_or(0))
        };
        self.size() <= most || self.cost.iter().any(|cost| *cost != 0.0)
    }
}
