#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use crate::commands::NewAbsence;
use crate::rules::check_days;
use crate::*;
use kernel::{Actor, Catalogue, Day, Language, PersonId, Problem, Span};
use people::rules::{Gender, NewPerson, PersonKind, PersonName, Post};
use testkit::{Test, unit_code};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

async fn hire(test: &Test, by: &Actor, name: &str) -> PersonId {
    let new = NewPerson {
        id: PersonId::new(),
        unit: unit_code("S01"),
        kind: PersonKind::Auxiliary,
        name: PersonName::parse(name).unwrap(),
        gender: Gender::Male,
        police_number: None,
        post: Post::Patrol,
        joined_on: day("2020-01-01"),
        identity: None,
        telephone: None,
    };
    people::hire_person(&test.db, by, new).await.unwrap()
}

#[test]
fn days_of_an_absence_lie_within_reach() {
    #[rustfmt::skip]
    let table = [
        // from, to, whether it can be entered on 2026-05-06
        ("2026-05-06", "2026-05-06", true),
        ("2026-05-06", "2026-05-05", false), // ends before it begins
        ("2025-05-05", "2025-05-06", true),  // a year back
        ("2025-05-04", "2025-05-06", false),
        ("2026-05-06", "2027-05-06", true),  // a year long
        ("2026-05-06", "2027-05-07", false),
    ];
    for (from, to, fits) in table {
        assert_eq!(check_days(day(from), day(to), day("2026-05-06")).is_ok(), fits, "{from} to {to}");
    }
}

#[tokio::test]
async fn an_absence_is_recorded_once_and_withdrawn() {
    Test::on_both(&[POLICIES, people::POLICIES], async |test| {
        let wang = &test.people.wang;
        let chen = hire(test, wang, "陈强").await;
        let input = NewAbsence {
            id: AbsenceId::new(),
            person: chen.clone(),
            from: day("2026-05-07"),
            to: day("2026-05-09"),
            why: Why::Training,
        };
        let refused = record_absence(&test.db, &test.people.sun, input.clone()).await.unwrap_err();
        assert!(matches!(refused, AvailabilityProblem::Denied(_)), "{refused}");
        record_absence(&test.db, wang, input.clone()).await.unwrap();
        record_absence(&test.db, wang, input.clone()).await.unwrap(); // the same form again
        let again = NewAbsence { id: AbsenceId::new(), from: day("2026-05-09"), ..input.clone() };
        let again = record_absence(&test.db, wang, again).await.unwrap_err();
        assert!(matches!(again, AvailabilityProblem::AbsentAlready), "{again}");

        let span = Span { from: day("2026-05-09"), to: day("2026-05-20") };
        let found = absences(&test.db.read(), &[unit_code("S01")], span).await.unwrap();
        assert_eq!(found.len(), 1);
        withdraw_absence(&test.db, wang, input.id.clone()).await.unwrap();
        assert!(absences(&test.db.read(), &[unit_code("S01")], span).await.unwrap().is_empty());
        let gone = withdraw_absence(&test.db, wang, input.id.clone()).await.unwrap_err();
        assert!(matches!(gone, AvailabilityProblem::NotFound));
    })
    .await;
}

#[tokio::test]
async fn one_reports_oneself_ill_and_nothing_else() {
    let test = Test::sqlite(&[POLICIES, people::POLICIES]).await;
    let chen = hire(&test, &test.people.wang, "陈强").await;
    let own = Actor { person: Some(chen.clone()), ..test.people.stranger.clone() };
    for (why, may) in [(Why::AnnualLeave, false), (Why::Ill, true)] {
        let input = NewAbsence {
            id: AbsenceId::new(),
            person: chen.clone(),
            from: day("2026-05-07"),
            to: day("2026-05-07"),
            why,
        };
        assert_eq!(record_absence(&test.db, &own, input).await.is_ok(), may, "{why:?}");
    }
}

#[test]
fn every_problem_and_every_reason_has_words_in_both_languages() {
    let catalogue = Catalogue::load(&MESSAGES).unwrap();
    let problems = [
        AvailabilityProblem::NotFound,
        AvailabilityProblem::NobodyOfUnit,
        AvailabilityProblem::EndsBeforeItBegins,
        AvailabilityProblem::TooFar,
        AvailabilityProblem::AbsentAlready,
        AvailabilityProblem::Database(database::DbErr::Custom("broken".to_owned())),
    ];
    let keys = problems.iter().map(|problem| problem.message().key);
    for key in keys.chain(Why::ALL.map(Why::text_key)) {
        for language in Language::ALL {
            assert!(catalogue.has(language, &key), "{key}");
        }
    }
}
