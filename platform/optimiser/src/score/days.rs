//! Rules on single days and on days that follow each other.

use super::{Finding, Rule, lines, text};
use crate::model::{Cell, Match, OFF, Problem, Roster, Weight};
use kernel::Text;

/// A duty is done only by somebody with what its position asks for.
pub fn qualification(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    for (at, person) in problem.people.iter().enumerate() {
        for (day, cell) in roster.line(at).iter().enumerate() {
            let Some(duty) = usize::from(*cell).checked_sub(1) else { continue };
            let lacking = u64::from(!problem.is_qualified(person, duty));
            let words =
                || text("optimiser-qualification", &person.id, day).with("position", position(problem, duty));
            found.extend(
                Finding::by(Rule::Qualification, Weight::Hard, lacking, words).map(|one| one.of(at).on(day)),
            );
        }
    }
}

/// A settled day stays as it is.
pub fn fixed_days(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    for (at, person) in problem.people.iter().enumerate() {
        for (day, cell) in &person.fixed {
            let moved = u64::from(roster.at(at, *day) != *cell);
            let words = || text("optimiser-fixed-day", &person.id, *day).with("shift", name(problem, *cell));
            found.extend(
                Finding::by(Rule::FixedDay, Weight::Hard, moved, words).map(|one| one.of(at).on(*day)),
            );
        }
    }
}

/// Nobody works when they cannot come.
pub fn away(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    for (at, person) in problem.people.iter().enumerate() {
        for (day, duties) in &person.away {
            let duty = usize::from(roster.at(at, *day)).checked_sub(1);
            let works = duty.is_some_and(|duty| duties.is_empty() || duties.contains(&duty));
            let words = || text("optimiser-away", &person.id, *day);
            found.extend(
                Finding::by(Rule::Away, Weight::Hard, u64::from(works), words).map(|one| one.of(at).on(*day)),
            );
        }
    }
}

/// A shift is not followed on the next day by one that is listed as forbidden after it.
pub fn succession(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    after_each_other(
        problem,
        roster,
        Rule::Succession,
        "optimiser-succession",
        found,
        |problem, _, one, two| problem.shifts[one].not_next.contains(&two),
    );
}

/// The rest that the contract asks for lies between two shifts.
pub fn rest(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    after_each_other(problem, roster, Rule::Rest, "optimiser-rest", found, |problem, minutes, one, two| {
        minutes > 0
            && problem.rest_between(one, two) < i64::from(minutes)
            && !problem.shifts[one].not_next.contains(&two)
    });
}

fn after_each_other(
    problem: &Problem,
    roster: &Roster,
    rule: Rule,
    key: &str,
    found: &mut Vec<Finding>,
    forbidden: impl Fn(&Problem, u32, usize, usize) -> bool,
) {
    for (at, person, contract, line) in lines(problem, roster) {
        let eve = person.history.last().and_then(|cell| problem.shift_of(*cell));
        let before = std::iter::once(eve).chain(line.iter().copied());
        for (day, (one, two)) in before.zip(&line).enumerate() {
            let (Some(one), Some(two)) = (one, *two) else { continue };
            let broken = u64::from(forbidden(problem, contract.rest_minutes, one, two));
            let words = || {
                text(key, &person.id, day)
                    .with("before", &problem.shifts[one].id)
                    .with("shift", &problem.shifts[two].id)
                    .with("hours", contract.rest_minutes / 60)
            };
            found
                .extend(Finding::by(rule, Weight::Hard, broken, words).map(|finding| finding.of(at).on(day)));
        }
    }
}

/// What people asked for, and what their rotation suggests, is kept.
pub fn wishes(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    for (at, person) in problem.people.iter().enumerate() {
        for wish in &person.wishes {
            let broken = u64::from(wish.is_broken_by(roster.at(at, wish.day)));
            let key = match (wish.wanted, wish.duties.is_empty()) {
                (true, false) => "optimiser-wish-shift",
                (true, true) => "optimiser-wish-free",
                (false, false) => "optimiser-wish-not-shift",
                (false, true) => "optimiser-wish-not-free",
            };
            let shift = wish.duties.first().map_or(OFF, |duty| Cell::try_from(duty + 1).unwrap_or(OFF));
            let words = || text(key, &person.id, wish.day).with("shift", name(problem, shift));
            found.extend(
                Finding::by(Rule::Wish, Weight::Soft(wish.weight), broken, words)
                    .map(|one| one.of(at).on(wish.day)),
            );
        }
    }
}

/// A duty is not given to somebody who should rather not do it.
pub fn reluctance(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    for (at, person) in problem.people.iter().enumerate() {
        for (day, cell) in roster.line(at).iter().enumerate() {
            for (duty, weight) in &person.reluctant {
                let does = u64::from(usize::from(*cell) == duty + 1);
                let words =
                    || text("optimiser-reluctance", &person.id, day).with("shift", name(problem, *cell));
                found.extend(
                    Finding::by(Rule::Reluctance, Weight::Soft(*weight), does, words)
                        .map(|one| one.of(at).on(day)),
                );
            }
        }
    }
}

/// A day that people were told stays as it was.
pub fn stability(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    for (at, person) in problem.people.iter().enumerate() {
        let Some((line, weight)) = &person.published else { continue };
        for (day, (before, now)) in line.iter().zip(roster.line(at)).enumerate() {
            let words = || {
                text("optimiser-stability", &person.id, day)
                    .with("before", name(problem, *before))
                    .with("shift", name(problem, *now))
            };
            found.extend(
                Finding::by(Rule::Stability, Weight::Soft(*weight), u64::from(before != now), words)
                    .map(|one| one.of(at).on(day)),
            );
        }
    }
}

/// An unwanted sequence of days does not occur.
pub fn unwanted_patterns(problem: &Problem, roster: &Roster, found: &mut Vec<Finding>) {
    for (at, person, contract, line) in lines(problem, roster) {
        for pattern in contract.patterns.iter().filter(|pattern| !pattern.days.is_empty()) {
            for (day, days) in line.windows(pattern.days.len()).enumerate() {
                let weekday = problem.weekday(i64::try_from(day).unwrap_or(0));
                let fits = |(there, wanted): (&Option<usize>, &Match)| match wanted {
                    Match::Free => there.is_none(),
                    Match::AnyShift => there.is_some(),
                    Match::Shift(shift) => *there == Some(*shift),
                };
                let occurs = pattern.starts_on.is_none_or(|start| start == weekday)
                    && days.iter().zip(&pattern.days).all(fits);
                let words = || text("optimiser-pattern", &person.id, day).with("days", pattern.days.len());
                found.extend(
                    Finding::by(Rule::Pattern, Weight::Soft(pattern.weight), u64::from(occurs), words)
                        .map(|one| one.of(at).on(day)),
                );
            }
        }
    }
}

/// A shift as people call it; `-` for a free day.
pub fn name(problem: &Problem, cell: Cell) -> String {
    problem
        .shift_of(cell)
        .and_then(|shift| problem.shifts.get(shift))
        .map_or("-".to_owned(), |shift| shift.id.clone())
}

fn position(problem: &Problem, duty: usize) -> String {
    let position = problem.duties.get(duty).and_then(|duty| problem.positions.get(duty.position));
    position.map_or_else(|| Text::new("-").key, |position| position.id.clone())
}
