//! Rules on days of work, or free days, in a row.

use super::{Finding, Rule, lines, text};
use crate::model::{Bound, Contract, Edges, Problem, Roster};

/// Days of the same kind in a row.
struct Run {
    first: usize,
    length: usize,
    work: bool,
    /// It began before the period, or nobody knows.
    open_start: bool,
    open_end: bool,
}

/// The runs of a line. Days before the period lengthen the first one.
fn runs(history: &[bool], line: &[bool], edges: Edges) -> Vec<Run> {
    let all: Vec<bool> = history.iter().chain(line).copied().collect();
    let known = history.len();
    let mut found = Vec::new();
    let mut from = 0;
    while from < all.len() {
        let length = all[from..].iter().take_while(|one| **one == all[from]).count();
        let open = edges == Edges::Open;
        if from + length > known {
            found.push(Run {
                first: from.saturating_sub(known),
                length,
                work: all[from],
                open_start: open && from == 0,
                open_end: open && from + length == all.len(),
            });
        }
        from += length;
    }
    // A run that ended with the eve of the period is judged on the first day, when it is known.
    if known > 0 && known < all.len() && all[known] != all[known - 1] {
        let length = all[..known].iter().rev().take_while(|one| **one == all[known - 1]).count();
        let open_start = edges == Edges::Open && length == known;
        found.push(Run { first: 0, length, work: all[known - 1], open_start, open_end: false });
    }
    found
}

/// Nobody works more days in a row than the contract allows.
pub fn longest_work(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    longest(problem, roster, found, (Rule::LongestWork, "optimiser-longest-work", true), |contract| {
        contract.runs.max_work
    });
}

/// Nobody is called in for fewer days in a row than the contract asks for.
pub fn shortest_work(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    shortest(problem, roster, found, (Rule::ShortestWork, "optimiser-shortest-work", true), |contract| {
        contract.runs.min_work
    });
}

/// Nobody is free for more days in a row than the contract allows.
pub fn longest_off(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    longest(problem, roster, found, (Rule::LongestOff, "optimiser-longest-off", false), |contract| {
        contract.runs.max_off
    });
}

/// Free days come in as many together as the contract asks for.
pub fn shortest_off(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    shortest(problem, roster, found, (Rule::ShortestOff, "optimiser-shortest-off", false), |contract| {
        contract.runs.min_off
    });
}

type What<'a> = (Rule, &'a str, bool);

fn longest(
    problem: &Problem,
    roster: &Roster,
    found: &mut Vec<Finding>,
    (rule, key, work): What<'_>,
    bound: impl Fn(&Contract) -> Option<Bound>,
) {
    each(problem, roster, work, bound, |at, person, run, bound, history| {
        // What was too long before the period is not this roster's doing.
        let before =
            if run.first == 0 { run.length.min(history).saturating_sub(bound.value as usize) } else { 0 };
        let over = run.length.saturating_sub(bound.value as usize) - before;
        let words = || text(key, person, run.first).with("length", run.length).with("limit", bound.value);
        let finding = Finding::by(rule, bound.weight, over as u64, words);
        found.extend(finding.map(|one| one.of(at).on(run.first)));
    });
}

fn shortest(
    problem: &Problem,
    roster: &Roster,
    found: &mut Vec<Finding>,
    (rule, key, work): What<'_>,
    bound: impl Fn(&Contract) -> Option<Bound>,
) {
    each(problem, roster, work, bound, |at, person, run, bound, _| {
        let short = if run.open_start || run.open_end {
            0
        } else {
            (bound.value as usize).saturating_sub(run.length)
        };
        let words = || text(key, person, run.first).with("length", run.length).with("limit", bound.value);
        let finding = Finding::by(rule, bound.weight, short as u64, words);
        found.extend(finding.map(|one| one.of(at).on(run.first)));
    });
}

fn each(
    problem: &Problem,
    roster: &Roster,
    work: bool,
    bound: impl Fn(&Contract) -> Option<Bound>,
    mut judge: impl FnMut(usize, &str, &Run, Bound, usize),
) {
    for (at, person, contract, line) in lines(problem, roster) {
        let Some(bound) = bound(contract) else { continue };
        let history: Vec<bool> =
            person.history.iter().map(|cell| problem.shift_of(*cell).is_some()).collect();
        let worked: Vec<bool> = line.iter().map(Option::is_some).collect();
        // How much of the first run lies before the period.
        let before = match worked.first() {
            Some(first) => history.iter().rev().take_while(|one| *one == first).count(),
            None => 0,
        };
        for run in runs(&history, &worked, contract.edges).iter().filter(|run| run.work == work) {
            let ended_before = run.first == 0 && worked.first() != Some(&run.work);
            if !ended_before {
                judge(at, &person.id, run, bound, before);
            } else if run.length < bound.value as usize {
                judge(at, &person.id, run, bound, run.length);
            }
        }
    }
}
