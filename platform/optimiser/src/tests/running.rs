//! What the search promises while it runs, and what follows a roster: re-planning, explanations,
//! conflicts.

use super::*;
use crate::score::{Rule, findings, score};
use crate::{Member, Settings, Unsolved, conflict, explain, replan, sample, solve};

fn settings(threads: usize, seconds: f64) -> Settings {
    Settings { seed: 5, threads, seconds }
}

#[test]
fn a_station_gets_a_roster_that_keeps_every_hard_rule() {
    let problem = sample::stations(1, 1);
    let found = solve(&problem, settings(2, 1.0), &Patience::endless()).unwrap();
    assert_eq!(found.score, score(&problem, &found.roster));
    let broken: Vec<_> = findings(&problem, &found.roster).into_iter().filter(|one| one.hard > 0).collect();
    assert!(broken.is_empty(), "{broken:?}");
}

#[test]
fn equal_seeds_make_equal_rosters_on_one_thread() {
    let problem = sample::stations(1, 2);
    let one = solve(&problem, settings(1, 0.2), &Timeless).unwrap();
    let two = solve(&problem, settings(1, 0.2), &Timeless).unwrap();
    assert_eq!(one.roster, two.roster);
    let other = solve(&problem, Settings { seed: 6, ..settings(1, 0.2) }, &Timeless).unwrap();
    assert_ne!(one.roster, other.roster);
}

#[test]
fn a_cancelled_search_ends_at_once_with_a_roster() {
    let problem = sample::stations(1, 3);
    let begun = Instant::now();
    let found = solve(&problem, settings(2, 3600.0), &Patience::of(50)).unwrap();
    assert!(begun.elapsed().as_secs() < 20);
    assert_eq!(found.score, score(&problem, &found.roster));
}

#[test]
fn an_absence_changes_little_and_nothing_in_the_past() {
    let mut problem = sample::stations(1, 4);
    let before = solve(&problem, settings(2, 1.5), &Patience::endless()).unwrap();
    assert!(before.score.is_feasible());
    // The busiest person of days 12 to 16 falls ill.
    let busy = |person: &usize| (12..=16).filter(|day| before.roster.at(*person, *day) != OFF).count();
    let ill = (0..problem.people.len()).max_by_key(busy).unwrap();
    problem.people[ill].away.extend((12..=16).map(|day| (day, Vec::new())));
    let after = replan(&problem, &before.roster, 10, settings(2, 0.8), &Patience::endless()).unwrap();
    assert!(after.score.is_feasible(), "{:?}", after.score);
    assert!(after.changes.iter().all(|(_, day)| *day >= 10), "{:?}", after.changes);
    assert!((12..=16).all(|day| after.roster.at(ill, day) == OFF));
    let lost = busy(&ill);
    assert!(after.changes.len() <= 4 * lost.max(1), "{} changes for {lost} shifts", after.changes.len());
}

#[test]
fn a_broken_wish_is_explained_by_what_keeping_it_would_have_cost() {
    let mut problem = free_problem(1, 3);
    let only = (Bound::soft(1, 7), Bound::soft(1, 7));
    for day in 0..3 {
        problem.demands.push(Demand::between(DemandKind::Cover, day, vec![0], Who::Everyone, only));
    }
    problem.people[0].wishes.push(Wish { day: 1, duties: Vec::new(), wanted: true, weight: 2 });
    let mut roster = Roster::empty(1, 3);
    (0..3).for_each(|day| roster.set(0, day, 1));
    let told = explain(&problem, &roster);
    // Free on day 1: the shift is short by one (7), the wish is kept (2): 5 more.
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].finding.rule, told[0].price), (Rule::Wish, Some(5)));
    // An unmet minimum: the only person is free, and coming would break the wish.
    roster.set(0, 1, OFF);
    let told = explain(&problem, &roster);
    assert_eq!((told[0].finding.rule, told[0].price), (Rule::Cover, Some(-5)));
    // When the person cannot come, there is no price.
    problem.people[0].away.push((1, Vec::new()));
    assert_eq!(explain(&problem, &roster)[0].price, None);
}

#[test]
fn a_conflict_names_the_rules_that_cannot_be_kept_together_and_no_others() {
    // Two officers are needed and one is there; everything else is innocent.
    let mut problem = free_problem(3, 5);
    problem.contracts[0].runs.max_work = Some(Bound::hard(5));
    problem.people[0].officer = true;
    let two = Demand::at_least(DemandKind::Officers, 3, vec![0, 1, 2], Who::Officers, Bound::hard(2));
    let one = Demand::at_least(DemandKind::Strength, 3, vec![0], Who::Everyone, Bound::hard(1));
    problem.demands = vec![one, two];
    let found = conflict(&problem).unwrap();
    assert_eq!((found.members, found.person), (vec![Member::Demand(1)], None));
    // With a second officer nothing is wrong.
    problem.people[1].officer = true;
    assert_eq!(conflict(&problem), None);
    // Both work every day, but nobody may work more than four days in a row.
    problem.contracts[0].runs.max_work = Some(Bound::hard(4));
    problem.demands = (0..5)
        .map(|day| Demand::at_least(DemandKind::Officers, day, vec![0, 1, 2], Who::Officers, Bound::hard(2)))
        .collect();
    let found = conflict(&problem).unwrap();
    assert!(found.members.contains(&Member::Rule(Rule::LongestWork)), "{found:?}");
    assert_eq!(found.members.len(), 6, "{found:?}");
}

#[test]
fn a_person_whose_own_rules_conflict_is_named_with_them() {
    let mut problem = free_problem(2, 6);
    problem.contracts[0].runs.max_work = Some(Bound::hard(2));
    problem.contracts[0].runs.min_off = Some(Bound::hard(1));
    problem.people[1].fixed = vec![(1, 1), (2, 1), (3, 1)];
    let failed = solve(&problem, settings(1, 0.1), &Patience::endless()).unwrap_err();
    assert_eq!(failed, Unsolved::Impossible { people: vec![1] });
    let found = conflict(&problem).unwrap();
    assert_eq!(found.person, Some(1));
    assert_eq!(found.members.len(), 2);
    for rule in [Rule::FixedDay, Rule::LongestWork] {
        assert!(found.members.contains(&Member::Rule(rule)), "{found:?}");
    }
}

#[test]
fn every_member_of_a_conflict_and_every_finding_has_words_in_both_languages() {
    let catalogue = kernel::Catalogue::load(&crate::MESSAGES).unwrap();
    let problem = sample::stations(1, 5);
    let roster = Roster::empty(problem.people.len(), problem.days);
    let texts = findings(&problem, &roster).into_iter().map(|one| one.text);
    let members = [Rule::Rest, Rule::Away, Rule::Minutes].map(|rule| Member::Rule(rule).text(&problem));
    for text in texts.chain(members).chain([Member::Demand(0).text(&problem)]) {
        for language in kernel::Language::ALL {
            let words = catalogue.say(language, &text);
            assert!(!words.contains(['⟦', '{']), "{words}");
        }
    }
}

#[test]
fn a_faulty_problem_is_refused() {
    let mut problem = free_problem(1, 3);
    problem.people[0].contract = 4;
    assert!(matches!(solve(&problem, settings(1, 0.1), &Patience::endless()), Err(Unsolved::Faulty(_))));
}
