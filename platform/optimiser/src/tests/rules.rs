//! Each rule alone, on both sides of its boundary.

use super::*;
use crate::score::{RULES, Rule, findings};
use std::collections::BTreeSet;

const E: Cell = 1;
const L: Cell = 2;
const N: Cell = 3;

/// A case: what is set up, the person's days, and by how much which rule is broken.
struct Case {
    rule: Rule,
    set: fn(&mut Problem),
    kept: &'static [Cell],
    broken: &'static [Cell],
    /// Hard units, cost.
    by: (u64, u64),
}

fn contract(problem: &mut Problem) -> &mut Contract {
    &mut problem.contracts[0]
}

fn at_most(problem: &mut Problem, kind: CountKind, bound: Bound) {
    contract(problem).counts.push(Count::new(kind).at_most(bound));
}

/// Somebody must be there on day 0, on any shift.
fn needed(problem: &mut Problem, kind: DemandKind, who: Who) {
    problem.demands.push(Demand::at_least(kind, 0, vec![0, 1, 2], who, Bound::hard(1)));
}

#[rustfmt::skip]
fn cases() -> Vec<Case> {
    vec![
        Case { rule: Rule::Qualification, set: |p| { p.positions.push(Position { needs: 1, ..Position::default() }); p.duties[1].position = 1; }, kept: &[E, 0], broken: &[L, 0], by: (1, 0) },
        // No place for an auxiliary, whatever their qualifications.
        Case { rule: Rule::Qualification, set: |p| { p.positions.push(Position { officers_only: true, ..Position::default() }); p.duties[1].position = 1; }, kept: &[E, 0], broken: &[L, 0], by: (1, 0) },
        Case { rule: Rule::FixedDay, set: |p| p.people[0].fixed.push((1, E)), kept: &[0, E], broken: &[0, L], by: (1, 0) },
        Case { rule: Rule::Away, set: |p| p.people[0].away.push((1, vec![1])), kept: &[L, E], broken: &[E, L], by: (1, 0) },
        Case { rule: Rule::Succession, set: |p| p.shifts[2].not_next = vec![0], kept: &[N, 0, E, N, L], broken: &[N, E, 0, N, L], by: (1, 0) },
        // Late ends at 22, early begins at 6: eight hours.
        Case { rule: Rule::Rest, set: |p| contract(p).rest_minutes = 8 * 60, kept: &[L, E], broken: &[N, E], by: (1, 0) },
        Case { rule: Rule::Rest, set: |p| contract(p).rest_minutes = 8 * 60 + 1, kept: &[L, L], broken: &[L, E], by: (1, 0) },
        Case { rule: Rule::LongestWork, set: |p| contract(p).runs.max_work = Some(Bound::hard(2)), kept: &[E, E, 0, E], broken: &[0, E, E, E], by: (1, 0) },
        Case { rule: Rule::LongestWork, set: |p| contract(p).runs.max_work = Some(Bound::soft(2, 3)), kept: &[E, E, 0, E], broken: &[E, E, E, E], by: (0, 6) },
        Case { rule: Rule::ShortestWork, set: |p| contract(p).runs.min_work = Some(Bound::hard(2)), kept: &[E, 0, E, E, 0, E], broken: &[E, 0, E, 0, 0, E], by: (1, 0) },
        // A run that touches an edge of a period that stands alone is judged.
        Case { rule: Rule::ShortestWork, set: |p| { contract(p).runs.min_work = Some(Bound::soft(2, 4)); contract(p).edges = Edges::Closed; }, kept: &[E, E, 0, 0, 0], broken: &[E, 0, 0, 0, E], by: (0, 8) },
        Case { rule: Rule::LongestOff, set: |p| contract(p).runs.max_off = Some(Bound::hard(2)), kept: &[E, 0, 0, E], broken: &[0, 0, 0, E], by: (1, 0) },
        // Free days close together.
        Case { rule: Rule::ShortestOff, set: |p| contract(p).runs.min_off = Some(Bound::soft(2, 5)), kept: &[0, E, 0, 0, E, 0], broken: &[0, E, 0, E, E, 0], by: (0, 5) },
        Case { rule: Rule::Minutes, set: |p| at_most(p, CountKind::Minutes, Bound::hard(960)), kept: &[E, L, 0], broken: &[E, N, 0], by: (2, 0) },
        Case { rule: Rule::Minutes, set: |p| contract(p).counts.push(Count::new(CountKind::Minutes).at_least(Bound::soft(480, 3))), kept: &[E, 0], broken: &[0, 0], by: (0, 24) },
        Case { rule: Rule::Shifts, set: |p| at_most(p, CountKind::Shifts, Bound::soft(2, 7)), kept: &[E, N, 0], broken: &[E, N, L], by: (0, 7) },
        Case { rule: Rule::ShiftsOfType, set: |p| at_most(p, CountKind::Of(vec![1]), Bound::hard(1)), kept: &[E, L, E], broken: &[L, L, E], by: (1, 0) },
        Case { rule: Rule::Nights, set: |p| at_most(p, CountKind::Nights, Bound::hard(1)), kept: &[N, E, L], broken: &[N, N, L], by: (1, 0) },
        Case { rule: Rule::Weekends, set: |p| at_most(p, CountKind::Weekends, Bound::hard(1)), kept: &[0, 0, 0, 0, 0, E, E, E, 0, 0, 0, 0, 0, 0], broken: &[0, 0, 0, 0, 0, E, 0, 0, 0, 0, 0, 0, 0, E], by: (1, 0) },
        Case { rule: Rule::Holidays, set: |p| { p.holidays = vec![0, 2]; at_most(p, CountKind::Holidays, Bound::hard(1)); }, kept: &[E, E, 0], broken: &[E, 0, E], by: (1, 0) },
        // One night was borne before: with two more the burden is three, nine instead of four.
        Case { rule: Rule::EvenShare, set: |p| { contract(p).counts.push(Count::new(CountKind::Nights).evenly(1)); }, kept: &[E, 0], broken: &[N, N], by: (0, 4) },
        Case { rule: Rule::CompleteWeekend, set: |p| contract(p).weekend.complete = 4, kept: &[0, 0, 0, 0, 0, E, E], broken: &[0, 0, 0, 0, 0, E, 0], by: (0, 4) },
        Case { rule: Rule::IdenticalWeekend, set: |p| contract(p).weekend.identical = 3, kept: &[0, 0, 0, 0, 0, E, E], broken: &[0, 0, 0, 0, 0, E, L], by: (0, 6) },
        Case { rule: Rule::NightBeforeWeekend, set: |p| contract(p).weekend.no_night_before = 3, kept: &[0, 0, 0, 0, N, E, 0], broken: &[0, 0, 0, 0, N, 0, 0], by: (0, 3) },
        Case { rule: Rule::WeekendsInARow, set: |p| contract(p).weekend.max_in_a_row = Some(Bound::soft(1, 9)), kept: &[0, 0, 0, 0, 0, E, 0, 0, 0, 0, 0, 0, 0, 0], broken: &[0, 0, 0, 0, 0, E, 0, 0, 0, 0, 0, 0, 0, E], by: (0, 9) },
        Case { rule: Rule::Pattern, set: |p| contract(p).patterns.push(Pattern { days: vec![Match::Shift(1), Match::Free, Match::AnyShift], starts_on: Some(0), weight: 6 }), kept: &[0, L, 0, E], broken: &[L, 0, E, 0], by: (0, 6) },
        Case { rule: Rule::Wish, set: |p| p.people[0].wishes.push(Wish { day: 1, duties: vec![1], wanted: true, weight: 2 }), kept: &[0, L], broken: &[0, E], by: (0, 2) },
        Case { rule: Rule::Wish, set: |p| p.people[0].wishes.push(Wish { day: 1, duties: vec![1], wanted: false, weight: 2 }), kept: &[0, 0], broken: &[0, L], by: (0, 2) },
        Case { rule: Rule::Wish, set: |p| p.people[0].wishes.push(Wish { day: 1, duties: vec![], wanted: true, weight: 2 }), kept: &[L, 0], broken: &[0, L], by: (0, 2) },
        Case { rule: Rule::Reluctance, set: |p| p.people[0].reluctant.push((2, 5)), kept: &[E, L], broken: &[N, L], by: (0, 5) },
        Case { rule: Rule::Stability, set: |p| p.people[0].published = Some((vec![E, 0], 3)), kept: &[E, 0], broken: &[E, L], by: (0, 3) },
        Case { rule: Rule::Cover, set: |p| p.demands.push(Demand::between(DemandKind::Cover, 0, vec![0], Who::Everyone, (Bound::soft(1, 100), Bound::soft(1, 1)))), kept: &[E, L], broken: &[L, E], by: (0, 100) },
        Case { rule: Rule::Strength, set: |p| needed(p, DemandKind::Strength, Who::Everyone), kept: &[E, 0], broken: &[0, E], by: (1, 0) },
        Case { rule: Rule::Officers, set: |p| { p.people[0].officer = true; needed(p, DemandKind::Officers, Who::Officers); }, kept: &[E, 0], broken: &[0, E], by: (1, 0) },
        Case { rule: Rule::Rank, set: |p| { (p.people[0].officer, p.people[0].rank) = (true, 2); needed(p, DemandKind::Rank, Who::RankFrom(2)); }, kept: &[N, 0], broken: &[0, N], by: (1, 0) },
        Case { rule: Rule::EnforcementPair, set: |p| { (p.people[0].officer, p.people[0].enforces) = (true, true); needed(p, DemandKind::EnforcementPair, Who::Enforcers); }, kept: &[L, 0], broken: &[0, 0], by: (1, 0) },
        Case { rule: Rule::WomanReachable, set: |p| { (p.people[0].officer, p.people[0].woman) = (true, true); needed(p, DemandKind::WomanReachable, Who::WomenOfficers); }, kept: &[E, 0], broken: &[0, 0], by: (1, 0) },
        Case { rule: Rule::TeamTogether, set: |p| { p.people[0].team = Some(1); p.demands.push(Demand { kind: DemandKind::TeamTogether, day: 0, duties: vec![1], who: Who::Team(1), unit: None, shape: Shape::Any { weight: 4 } }); }, kept: &[E, L], broken: &[L, E], by: (0, 4) },
    ]
}

fn roster(days: &[Cell]) -> Roster {
    let mut roster = Roster::empty(1, days.len());
    days.iter().enumerate().for_each(|(day, cell)| roster.set(0, day, *cell));
    roster
}

#[test]
fn each_rule_is_kept_up_to_its_boundary_and_broken_beyond_it() {
    for (at, case) in cases().iter().enumerate() {
        let mut problem = free_problem(1, case.kept.len());
        (case.set)(&mut problem);
        problem.check().unwrap();
        assert_eq!(findings(&problem, &roster(case.kept)), [], "case {at}, {:?}", case.rule);
        problem.days = case.broken.len();
        let found = findings(&problem, &roster(case.broken));
        assert!(found.iter().all(|one| one.rule == case.rule), "case {at}: {found:?}");
        let by = (found.iter().map(|one| one.hard).sum(), found.iter().map(|one| one.soft).sum());
        assert_eq!(by, case.by, "case {at}, {:?}: {found:?}", case.rule);
    }
}

#[test]
fn every_rule_has_a_case() {
    let covered: BTreeSet<Rule> = cases().iter().map(|case| case.rule).collect();
    assert_eq!(covered.len(), RULES.len());
}

#[test]
fn an_auxiliary_is_never_counted_as_an_officer() {
    let mut problem = free_problem(1, 1);
    (problem.people[0].woman, problem.people[0].enforces, problem.people[0].rank) = (true, true, 9);
    needed(&mut problem, DemandKind::Officers, Who::Officers);
    needed(&mut problem, DemandKind::Rank, Who::RankFrom(2));
    needed(&mut problem, DemandKind::EnforcementPair, Who::Enforcers);
    needed(&mut problem, DemandKind::WomanReachable, Who::WomenOfficers);
    let broken = |problem: &Problem| findings(problem, &roster(&[E])).iter().map(|one| one.hard).sum::<u64>();
    assert_eq!(broken(&problem), 4);
    problem.people[0].officer = true;
    assert_eq!(broken(&problem), 0);
}

#[test]
fn two_officers_who_may_enforce_the_law_are_two_people() {
    let mut problem = free_problem(2, 1);
    for person in &mut problem.people {
        (person.officer, person.enforces) = (true, true);
    }
    let pair = Demand::at_least(DemandKind::EnforcementPair, 0, vec![0], Who::Enforcers, Bound::hard(2));
    problem.demands.push(pair);
    let mut roster = Roster::empty(2, 1);
    roster.set(0, 0, E);
    assert_eq!(findings(&problem, &roster)[0].hard, 1);
    roster.set(1, 0, E);
    assert_eq!(findings(&problem, &roster), []);
}

#[test]
fn the_days_before_the_period_lengthen_a_run_and_forbid_a_shift_after_them() {
    let mut problem = free_problem(1, 2);
    contract(&mut problem).runs.max_work = Some(Bound::hard(3));
    problem.shifts[2].not_next = vec![0];
    problem.people[0].history = vec![0, E, N];
    let rules =
        |cells: &[Cell]| findings(&problem, &roster(cells)).iter().map(|one| one.rule).collect::<Vec<_>>();
    assert_eq!(rules(&[N, 0]), []);
    assert_eq!(rules(&[N, N]), [Rule::LongestWork]);
    assert_eq!(rules(&[E, 0]), [Rule::Succession]);
}
