//! Rules on what each day needs.

use super::{Finding, Rule};
use crate::model::{Demand, DemandKind, OFF, Problem, Roster, Shape, Weight};
use kernel::Text;

/// As many people as wished for, neither fewer nor more.
pub fn cover(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    of_kind(problem, roster, found, DemandKind::Cover, Rule::Cover, "optimiser-cover");
}

/// A shift has its minimum strength.
pub fn strength(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    of_kind(problem, roster, found, DemandKind::Strength, Rule::Strength, "optimiser-strength");
}

/// Enough officers are there; auxiliaries are not counted as officers.
pub fn officers(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    of_kind(problem, roster, found, DemandKind::Officers, Rule::Officers, "optimiser-officers");
}

/// Somebody of sufficient rank is there.
pub fn rank(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    of_kind(problem, roster, found, DemandKind::Rank, Rule::Rank, "optimiser-rank");
}

/// A team has two officers who are qualified to enforce the law.
pub fn enforcement_pair(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    of_kind(problem, roster, found, DemandKind::EnforcementPair, Rule::EnforcementPair, "optimiser-enforcement-pair");
}

/// A woman officer can be reached.
pub fn woman_reachable(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    of_kind(problem, roster, found, DemandKind::WomanReachable, Rule::WomanReachable, "optimiser-woman-reachable");
}

/// A team works the same shift: each shift that has somebody of it costs once.
pub fn team_together(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    of_kind(problem, roster, found, DemandKind::TeamTogether, Rule::TeamTogether, "optimiser-team-together");
}

fn of_kind(
    problem: &Problem,
    roster: &Roster,
    found: &mut Vec<Finding>,
    kind: DemandKind,
    rule: Rule,
    key: &str,
) {
    for demand in problem.demands.iter().filter(|demand| demand.kind == kind) {
        let there = present(problem, roster, demand);
        let words = |wanted: u32| {
            Text::new(key)
                .with("day", demand.day + 1)
                .with("shift", shifts(problem, demand))
                .with("count", there)
                .with("limit", wanted)
        };
        let breaches = match &demand.shape {
            Shape::Between { min, max } => [
                min.and_then(|min| {
                    let short = u64::from(min.value.saturating_sub(there));
                    Finding::by(rule, min.weight, short, || words(min.value))
                }),
                max.and_then(|max| {
                    let over = u64::from(there.saturating_sub(max.value));
                    Finding::by(rule, max.weight, over, || words(max.value))
                }),
            ],
            Shape::Any { weight } => {
                [Finding::by(rule, Weight::Soft(*weight), u64::from(there > 0), || words(0)), None]
            }
        };
        found.extend(breaches.into_iter().flatten().map(|one| one.on(demand.day)));
    }
}

/// How many of those a demand counts are there.
pub fn present(problem: &Problem, roster: &Roster, demand: &Demand) -> u32 {
    let is_there = |at: usize| {
        let cell = roster.at(at, demand.day);
        cell != OFF && demand.duties.contains(&(usize::from(cell) - 1))
    };
    let counted = problem.people.iter().enumerate().filter(|(at, person)| is_there(*at) && demand.counts(person));
    u32::try_from(counted.count()).unwrap_or(u32::MAX)
}

/// The shifts a demand is about, as people call them.
fn shifts(problem: &Problem, demand: &Demand) -> String {
    let mut named: Vec<&str> = Vec::new();
    for duty in &demand.duties {
        let shift = problem.duties.get(*duty).and_then(|duty| problem.shifts.get(duty.shift));
        if let Some(shift) = shift
            && !named.contains(&shift.id.as_str())
        {
            named.push(&shift.id);
        }
    }
    named.join("/")
}
