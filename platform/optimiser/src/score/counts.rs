//! Rules on what is counted over the whole period.

use super::{Finding, Rule, lines};
use crate::model::{Contract, Count, CountKind, Problem, Roster, Weight};
use kernel::Text;

/// Minutes worked lie within the contract; a weighted limit costs by the started hour.
pub fn minutes(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    within(problem, roster, found, Rule::Minutes, "optimiser-minutes", |kind| *kind == CountKind::Minutes);
}

/// The number of shifts lies within the contract.
pub fn number_of_shifts(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    within(problem, roster, found, Rule::Shifts, "optimiser-shifts", |kind| *kind == CountKind::Shifts);
}

/// Shifts of a type lie within the contract.
pub fn shifts_of_type(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    within(problem, roster, found, Rule::ShiftsOfType, "optimiser-shifts-of-type", |kind| {
        matches!(kind, CountKind::Of(_))
    });
}

/// Nights lie within the contract.
pub fn nights(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    within(problem, roster, found, Rule::Nights, "optimiser-nights", |kind| *kind == CountKind::Nights);
}

/// Worked weekends lie within the contract.
pub fn weekends_worked(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    within(problem, roster, found, Rule::Weekends, "optimiser-weekends", |kind| *kind == CountKind::Weekends);
}

/// Shifts on holidays lie within the contract.
pub fn holidays(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    within(problem, roster, found, Rule::Holidays, "optimiser-holidays", |kind| *kind == CountKind::Holidays);
}

/// A burden is shared evenly: it costs by the square of what somebody bears, then and now.
pub fn even_share(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    for (at, person, contract, line) in lines(problem, roster) {
        for (place, count) in contract.counts.iter().enumerate() {
            let unit = step(problem, &count.kind);
            let borne = person.borne.get(place).copied().unwrap_or(0);
            let burden = u64::from(total(problem, contract, count, &line) / unit + borne);
            let words = || Text::new("optimiser-even-share").with("person", &person.id).with("count", burden);
            found.extend(
                Finding::by(Rule::EvenShare, Weight::Soft(count.even), burden * burden, words)
                    .map(|one| one.of(at)),
            );
        }
    }
}

fn within(
    problem: &Problem,
    roster: &Roster,
    found: &mut Vec<Finding>,
    rule: Rule,
    key: &str,
    is_mine: impl Fn(&CountKind) -> bool,
) {
    for (at, person, contract, line) in lines(problem, roster) {
        for count in contract.counts.iter().filter(|count| is_mine(&count.kind)) {
            let total = total(problem, contract, count, &line);
            let units = |by: u32| if count.kind == CountKind::Minutes { by.div_ceil(60) } else { by };
            let words = |limit: u32| {
                Text::new(key)
                    .with("person", &person.id)
                    .with("count", shown(&count.kind, total))
                    .with("limit", shown(&count.kind, limit))
            };
            if let Some(min) = count.min {
                let short = units(min.value.saturating_sub(total));
                let finding = Finding::by(rule, min.weight, u64::from(short), || words(min.value));
                found.extend(finding.map(|one| one.of(at)));
            }
            if let Some(max) = count.max {
                let over = units(total.saturating_sub(max.value));
                let finding = Finding::by(rule, max.weight, u64::from(over), || words(max.value));
                found.extend(finding.map(|one| one.of(at)));
            }
        }
    }
}

/// Minutes as hours, with a decimal only where it is needed.
fn shown(kind: &CountKind, total: u32) -> String {
    match kind {
        CountKind::Minutes if total.is_multiple_of(60) => (total / 60).to_string(),
        CountKind::Minutes => format!("{:.1}", f64::from(total) / 60.0),
        _ => total.to_string(),
    }
}

/// What a contract counts in a line: minutes, shifts or weekends.
fn total(problem: &Problem, contract: &Contract, count: &Count, line: &[Option<usize>]) -> u32 {
    let worked = || line.iter().enumerate().filter_map(|(day, shift)| Some((day, (*shift)?)));
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    match &count.kind {
        CountKind::Minutes => worked().map(|(_, shift)| problem.shifts[shift].minutes).sum(),
        CountKind::Shifts => number(worked().count()),
        CountKind::Of(shifts) => number(worked().filter(|(_, shift)| shifts.contains(shift)).count()),
        CountKind::Nights => number(worked().filter(|(_, shift)| problem.shifts[*shift].night).count()),
        CountKind::Holidays => number(worked().filter(|(day, _)| problem.holidays.contains(day)).count()),
        CountKind::Weekends => {
            let weekends = super::weekends::weekends(problem, contract);
            number(weekends.into_iter().filter(|days| line[days.clone()].iter().any(Option::is_some)).count())
        }
    }
}

/// Minutes are shared in steps of their greatest common divisor, everything else in ones.
fn step(problem: &Problem, kind: &CountKind) -> u32 {
    if *kind != CountKind::Minutes {
        return 1;
    }
    let divides = |step: &u32| problem.shifts.iter().all(|shift| shift.minutes % step == 0);
    let longest = problem.shifts.iter().map(|shift| shift.minutes).max().unwrap_or(1).max(1);
    (1..=longest).rev().find(divides).unwrap_or(1)
}
