//! Rules on what each day needs.

use super::{Finding, Rule};
use crate::model::{Demand, DemandKind, OFF, Problem, Roster, Shape, Weight};
use kernel::Text;

/// As many people as wished for, neither fewer nor more.
pub fn cover(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    of_kind(problem, roster, found, DemandKind::Cover);
}

/// A shift has its minimum strength.
pub fn strength(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    of_kind(problem, roster, found, DemandKind::Strength);
}

/// Enough officers are there; auxiliaries are not counted as officers.
pub fn officers(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    of_kind(problem, roster, found, DemandKind::Officers);
}

/// Somebody of sufficient rank is there.
pub fn rank(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    of_kind(problem, roster, found, DemandKind::Rank);
}

/// A team has two officers who are qualified to enforce the law.
pub fn enforcement_pair(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    of_kind(problem, roster, found, DemandKind::EnforcementPair);
}

/// A woman officer can be reached.
pub fn woman_reachable(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    of_kind(problem, roster, found, DemandKind::WomanReachable);
}

/// A team works the same shift: each shift that has somebody of it costs once.
pub fn team_together(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    of_kind(problem, roster, found, DemandKind::TeamTogether);
}

fn of_kind(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>, kind: DemandKind) {
    let rule = rule_of(kind);
    for demand in problem.demands.iter().filter(|demand| demand.kind == kind) {
        let there = present(problem, roster, demand);
        let words = || demand_text(problem, demand, there);
        let breaches = match &demand.shape {
            Shape::Between { min, max } => [
                min.and_then(|min| {
                    let short = u64::from(min.value.saturating_sub(there));
                    Finding::by(rule, min.weight, short, words)
                }),
                max.and_then(|max| {
                    let over = u64::from(there.saturating_sub(max.value));
                    Finding::by(rule, max.weight, over, words)
                }),
            ],
            Shape::Any { weight } => {
                [Finding::by(rule, Weight::Soft(*weight), u64::from(there > 0), words), None]
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
    let counted =
        problem.people.iter().enumerate().filter(|(at, person)| is_there(*at) && demand.counts(person));
    u32::try_from(counted.count()).unwrap_or(u32::MAX)
}

/// The rule that a breach of a demand breaks.
pub fn rule_of(kind: DemandKind) -> Rule {
    match kind {
        DemandKind::Cover => Rule::Cover,
        DemandKind::Strength => Rule::Strength,
        DemandKind::Officers => Rule::Officers,
        DemandKind::Rank => Rule::Rank,
        DemandKind::EnforcementPair => Rule::EnforcementPair,
        DemandKind::WomanReachable => Rule::WomanReachable,
        DemandKind::TeamTogether => Rule::TeamTogether,
    }
}

/// A breach of a demand in words, when so many are there.
pub fn demand_text(problem: &Problem, demand: &Demand, there: u32) -> Text {
    let key = match demand.kind {
        DemandKind::Cover => "optimiser-cover",
        DemandKind::Strength => "optimiser-strength",
        DemandKind::Officers => "optimiser-officers",
        DemandKind::Rank => "optimiser-rank",
        DemandKind::EnforcementPair => "optimiser-enforcement-pair",
        DemandKind::WomanReachable => "optimiser-woman-reachable",
        DemandKind::TeamTogether => "optimiser-team-together",
    };
    let limit = match &demand.shape {
        Shape::Between { min: Some(min), .. } if there < min.value => min.value,
        Shape::Between { max: Some(max), .. } => max.value,
        Shape::Between { min, .. } => min.map_or(0, |min| min.value),
        Shape::Any { .. } => 0,
    };
    Text::new(key)
        .with("day", demand.day + 1)
        .with("shift", shift_names(problem, demand))
        .with("count", there)
        .with("limit", limit)
}

/// The shifts a demand is about, as people call them.
pub fn shift_names(problem: &Problem, demand: &Demand) -> String {
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
