//! Why no roster can keep all hard rules: a smallest set of them that conflicts.

use crate::model::{Bound, DemandKind, Problem, Shape, Weight};
use crate::score::Rule;
use crate::search::{Columns, Search, Stage, Tables, bound, can_bound, construct};
use kernel::Text;

/// A part of a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Member {
    /// A demand of the problem.
    Demand(usize),
    /// A rule on people's lines.
    Rule(Rule),
}

/// Hard rules that cannot be kept together; without any one of them no conflict can be proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    pub members: Vec<Member>,
    /// The only person concerned, if one line alone is impossible.
    pub person: Option<usize>,
}

/// Rules on lines that can be left away.
const LINE_RULES: [Rule; 10] = [
    Rule::Qualification,
    Rule::FixedDay,
    Rule::Away,
    Rule::Succession,
    Rule::Rest,
    Rule::LongestWork,
    Rule::ShortestWork,
    Rule::LongestOff,
    Rule::ShortestOff,
    Rule::Minutes,
];

/// Runs of the simplex method before a set of rules is taken to be possible.
const RUNS: u32 = 1_000;

impl Member {
    /// The member in words; a demand as the breach that it would be.
    pub fn text(self, problem: &Problem) -> Text {
        match self {
            Self::Demand(at) => match problem.demands.get(at) {
                Some(demand) => crate::score::demand_text(problem, demand, 0),
                None => Text::new("optimiser-rule-counts"),
            },
            Self::Rule(rule) => Text::new(match rule {
                Rule::Qualification => "optimiser-rule-qualification",
                Rule::FixedDay => "optimiser-rule-fixed-day",
                Rule::Away => "optimiser-rule-away",
                Rule::Succession => "optimiser-rule-succession",
                Rule::Rest => "optimiser-rule-rest",
                Rule::LongestWork => "optimiser-rule-longest-work",
                Rule::ShortestWork => "optimiser-rule-shortest-work",
                Rule::LongestOff => "optimiser-rule-longest-off",
                Rule::ShortestOff => "optimiser-rule-shortest-off",
                _ => "optimiser-rule-counts",
            }),
        }
    }
}

/// Finds a conflict, if one can be proved. Limits on counts are one member together.
pub fn conflict(problem: &Problem) -> Option<Conflict> {
    let hard = hard_only(problem);
    for (at, person) in hard.people.iter().enumerate() {
        let alone = Problem { people: vec![person.clone()], demands: Vec::new(), ..hard.clone() };
        if is_impossible(&alone, &LINE_RULES.map(Member::Rule)) {
            let members = smallest(&alone, &[], &LINE_RULES.map(Member::Rule), false);
            return Some(Conflict { members, person: Some(at) });
        }
    }
    let all: Vec<Member> = LINE_RULES
        .iter()
        .map(|rule| Member::Rule(*rule))
        .chain((0..hard.demands.len()).map(Member::Demand))
        .collect();
    if !is_impossible(&hard, &all) {
        return None;
    }
    let mut members = smallest(&hard, &[], &all, false);
    members.sort_unstable();
    Some(Conflict { members, person: None })
}

/// The problem without anything weighted. Demands keep their numbers.
fn hard_only(problem: &Problem) -> Problem {
    let mut hard = problem.clone();
    let keep = |bound: &mut Option<Bound>| *bound = bound.filter(|bound| bound.weight == Weight::Hard);
    for contract in &mut hard.contracts {
        let runs = &mut contract.runs;
        for bound in [&mut runs.max_work, &mut runs.min_work, &mut runs.max_off, &mut runs.min_off] {
            keep(bound);
        }
        let weekend = &mut contract.weekend;
        (weekend.complete, weekend.identical, weekend.no_night_before) = (0, 0, 0);
        keep(&mut weekend.max_in_a_row);
        keep(&mut weekend.min_in_a_row);
        for count in &mut contract.counts {
            count.even = 0;
            keep(&mut count.min);
            keep(&mut count.max);
        }
        contract.patterns.clear();
    }
    for person in &mut hard.people {
        person.wishes.clear();
        person.reluctant.clear();
        person.published = None;
    }
    for demand in &mut hard.demands {
        match &mut demand.shape {
            Shape::Between { min, max } => {
                keep(min);
                keep(max);
            }
            Shape::Any { weight } => *weight = 0,
        }
        if demand.kind == DemandKind::TeamTogether {
            demand.shape = Shape::Any { weight: 0 };
        }
    }
    hard
}

/// A smallest conflicting part of `candidates`, given that `kept` and all of them conflict:
/// the half in which the conflict lies is sought first (Junker's QuickXplain).
fn smallest(problem: &Problem, kept: &[Member], candidates: &[Member], kept_is_new: bool) -> Vec<Member> {
    if kept_is_new && is_impossible(problem, kept) {
        return Vec::new();
    }
    if candidates.len() <= 1 {
        return candidates.to_vec();
    }
    let (one, two) = candidates.split_at(candidates.len() / 2);
    let with = |more: &[Member]| kept.iter().chain(more).copied().collect::<Vec<Member>>();
    let mut second = smallest(problem, &with(one), two, !one.is_empty());
    let first = smallest(problem, &with(&second), one, !second.is_empty());
    second.extend(first);
    second
}

/// Whether it can be proved that no roster keeps these rules.
fn is_impossible(problem: &Problem, members: &[Member]) -> bool {
    let part = only(problem, members);
    let tables = Tables::new(&part);
    let mut search = Search::new(&tables, 0);
    let no_line = |search: &Search<'_>, person: usize| {
        let start = usize::from(tables.lines.profile(person).start);
        !search.completable(person, &[]).is_possible(0, start, 0, 0)
    };
    if (0..tables.people).any(|person| no_line(&search, person)) {
        return true;
    }
    if part.demands.is_empty() {
        return false;
    }
    if !can_bound(&tables) || construct(&mut search).is_err() || search.state.hard == 0.0 {
        return false;
    }
    let mut runs = 0;
    let bound = bound(&mut search, &mut Columns::default(), &mut |_, stage| {
        runs += 1;
        runs < RUNS && stage == Stage::Root
    });
    bound.is_some_and(|bound| bound > 0.01)
}

/// The problem with these rules alone.
fn only(problem: &Problem, members: &[Member]) -> Problem {
    let keeps = |rule: Rule| members.contains(&Member::Rule(rule));
    let mut part = problem.clone();
    let mut at = 0;
    part.demands.retain(|_| {
        at += 1;
        members.contains(&Member::Demand(at - 1))
    });
    if !keeps(Rule::Qualification) {
        part.positions.iter_mut().for_each(|position| (position.needs, position.officers_only) = (0, false));
    }
    if !keeps(Rule::Succession) {
        part.shifts.iter_mut().for_each(|shift| shift.not_next.clear());
    }
    for person in &mut part.people {
        if !keeps(Rule::FixedDay) {
            person.fixed.clear();
        }
        if !keeps(Rule::Away) {
            person.away.clear();
        }
    }
    for contract in &mut part.contracts {
        let runs = &mut contract.runs;
        for (rule, bound) in [
            (Rule::LongestWork, &mut runs.max_work),
            (Rule::ShortestWork, &mut runs.min_work),
            (Rule::LongestOff, &mut runs.max_off),
            (Rule::ShortestOff, &mut runs.min_off),
        ] {
            if !keeps(rule) {
                *bound = None;
            }
        }
        if !keeps(Rule::Rest) {
            contract.rest_minutes = 0;
        }
        if !keeps(Rule::Minutes) {
            contract.counts.clear();
            (contract.weekend.max_in_a_row, contract.weekend.min_in_a_row) = (None, None);
        }
    }
    part
}
