//! Rules on what a weekend looks like.

use super::{Finding, Rule, lines, text};
use crate::model::{Contract, Problem, Roster, Weight};
use std::ops::Range;

/// The weekends of the period as ranges of days, cut at its edges.
pub fn weekends(problem: &Problem, contract: &Contract) -> Vec<Range<usize>> {
    let length = i64::from(contract.weekend.length);
    let days = i64::try_from(problem.days).unwrap_or(0);
    (-6..days)
        .filter(|day| problem.weekday(*day) == contract.weekend.first && day + length > 0)
        .map(|day| day.max(0) as usize..(day + length).min(days) as usize)
        .collect()
}

/// Weekends whose first day is in the period, and which have more than one day in it.
fn whole(problem: &Problem, contract: &Contract) -> impl Iterator<Item = Range<usize>> {
    let first = contract.weekend.first;
    let starts = |day: usize| problem.weekday(i64::try_from(day).unwrap_or(0)) == first;
    weekends(problem, contract)
        .into_iter()
        .filter(move |days| days.len() > 1 && starts(days.start))
        .collect::<Vec<_>>()
        .into_iter()
}

/// A weekend is worked as a whole or not at all.
pub fn complete(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    for (at, person, contract, line) in lines(problem, roster) {
        for days in whole(problem, contract) {
            let start = days.start;
            let worked: String = days.map(|day| if line[day].is_some() { 'W' } else { 'F' }).collect();
            let units = match worked.as_str() {
                "WF" | "FW" | "WWF" | "FWW" | "WWWF" | "FWWW" => 1,
                "WFF" | "FWF" | "FFW" | "WWFF" | "FWWF" | "FFWW" => 2,
                "WFFF" | "FWFF" | "FFWF" | "FFFW" => 3,
                "WFW" => 4,
                "WWFW" | "WFWW" => 5,
                "WFWF" | "WFFW" | "FWFW" => 6,
                _ => 0,
            };
            let words = || text("optimiser-complete-weekend", &person.id, start);
            let weight = Weight::Soft(contract.weekend.complete);
            found.extend(
                Finding::by(Rule::CompleteWeekend, weight, units, words).map(|one| one.of(at).on(start)),
            );
        }
    }
}

/// The days of a worked weekend have the same shift.
pub fn identical(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    for (at, person, contract, line) in lines(problem, roster) {
        for days in whole(problem, contract) {
            let start = days.start;
            let Some(shifts) = line[days].iter().copied().collect::<Option<Vec<usize>>>() else { continue };
            let mut kinds = shifts.clone();
            kinds.sort_unstable();
            kinds.dedup();
            let same = |kind: &usize| shifts.iter().filter(|shift| *shift == kind).count();
            let units: usize = kinds.iter().map(|kind| shifts.len() - same(kind)).sum();
            let words = || text("optimiser-identical-weekend", &person.id, start);
            let weight = Weight::Soft(contract.weekend.identical);
            found.extend(
                Finding::by(Rule::IdenticalWeekend, weight, units as u64, words)
                    .map(|one| one.of(at).on(start)),
            );
        }
    }
}

/// Nobody comes from a night shift into a free weekend.
pub fn no_night_before(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    for (at, person, contract, line) in lines(problem, roster) {
        for days in weekends(problem, contract) {
            let Some(eve) = days.start.checked_sub(1) else { continue };
            let night = line[eve].is_some_and(|shift| problem.shifts[shift].night);
            let broken = night && line[days].iter().all(Option::is_none);
            let words = || text("optimiser-night-before-weekend", &person.id, eve);
            let weight = Weight::Soft(contract.weekend.no_night_before);
            found.extend(
                Finding::by(Rule::NightBeforeWeekend, weight, u64::from(broken), words)
                    .map(|one| one.of(at).on(eve)),
            );
        }
    }
}

/// Worked weekends in a row are neither more nor fewer than the contract says.
pub fn in_a_row(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    for (at, person, contract, line) in lines(problem, roster) {
        let (max, min) = (contract.weekend.max_in_a_row, contract.weekend.min_in_a_row);
        let all = weekends(problem, contract);
        let worked: Vec<bool> =
            all.iter().map(|days| line[days.clone()].iter().any(Option::is_some)).collect();
        let mut from = 0;
        while from < worked.len() {
            let length = worked[from..].iter().take_while(|one| **one == worked[from]).count();
            let start = all[from].start;
            let ends_with_period = from + length == worked.len();
            let words = |limit: u32| {
                text("optimiser-weekends-in-a-row", &person.id, start)
                    .with("count", length)
                    .with("limit", limit)
            };
            if let Some(max) = max.filter(|_| worked[from]) {
                let over = length.saturating_sub(max.value as usize) as u64;
                let finding = Finding::by(Rule::WeekendsInARow, max.weight, over, || words(max.value));
                found.extend(finding.map(|one| one.of(at).on(start)));
            }
            let judged = worked[from] && !(ends_with_period && contract.edges == crate::model::Edges::Open);
            if let Some(min) = min.filter(|_| judged) {
                let short = (min.value as usize).saturating_sub(length) as u64;
                let finding = Finding::by(Rule::WeekendsInARow, min.weight, short, || words(min.value));
                found.extend(finding.map(|one| one.of(at).on(start)));
            }
            from += length;
        }
    }
}
