#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use crate::commands::NewAbsence;
use crate::rules::annual::within;
use crate::rules::check_days;
use crate::*;
use kernel::{Actor, Catalogue, Day, Language, PersonId, Problem, Span};
use law::Law;
use people::rules::{Gender, NewPerson, PersonKind, PersonName, Post};
use std::sync::Arc;
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
        working_since: None,
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
fn annual_leave_follows_the_years_of_service() {
    let law = Law::embedded().unwrap();
    let rules = AnnualLeave::read(&law, day("2026-05-06")).unwrap();
    #[rustfmt::skip]
    let table = [
        // working since, on, by the article (条例 art. 3), as counted from the next month on
        ("2025-05-07", "2026-05-06",  0,  0), // a day less than a year
        ("2025-05-06", "2026-05-06",  5,  0), // 已满: the day itself counts
        ("2025-05-06", "2026-05-31",  5,  0), // 从下月起
        ("2025-05-06", "2026-06-01",  5,  5),
        ("2016-05-07", "2026-05-06",  5,  5),
        ("2016-05-06", "2026-05-06", 10,  5),
        ("2016-05-06", "2026-06-01", 10, 10),
        ("2006-05-06", "2026-05-06", 15, 10),
        ("2006-05-06", "2026-06-01", 15, 15),
        ("1990-01-01", "2026-06-01", 15, 15),
    ];
    for (since, on, article, due) in table {
        let got = (rules.by_article(day(since), day(on)), rules.due(day(since), day(on)));
        assert_eq!(got, (article, due), "{since} on {on}");
    }
}

#[test]
fn leave_that_may_be_lost_is_shown_and_not_taken() {
    let law = Law::embedded().unwrap();
    let rules = AnnualLeave::read(&law, day("2026-05-06")).unwrap();
    #[rustfmt::skip]
    let table = [
        // working since, days ill, days of personal leave, whether somebody has to look (条例 art. 4)
        ("2020-01-01",  59,  0, false),
        ("2020-01-01",  60,  0, true),
        ("2010-01-01",  60,  0, false),
        ("2010-01-01",  90,  0, true),
        ("2000-01-01", 119, 19, false),
        ("2000-01-01", 120,  0, true),
        ("2000-01-01",   0, 20, true),
    ];
    for (since, ill, personal, looks) in table {
        let got = rules.may_be_lost((day(since), day("2026-05-06")), ill, personal);
        assert_eq!(got, looks, "{since}, {ill}, {personal}");
    }
}

#[test]
fn days_off_do_not_count_as_leave() {
    let law = Law::embedded().unwrap();
    #[rustfmt::skip]
    let table = [
        ("2026-05-01", "2026-05-05", 0), // holidays
        ("2026-05-07", "2026-05-11", 4), // the Saturday is worked, the Sunday is not
        ("2026-09-30", "2026-10-08", 2), // before and after the holidays
    ];
    for (from, to, worked) in table {
        let days = Span { from: day(from), to: day(to) };
        assert_eq!(working_days(law.calendar(), days), worked, "{from} to {to}");
    }
    let year = year_of(day("2026-05-06"));
    assert_eq!((year.from, year.to), (day("2026-01-01"), day("2026-12-31")));
    let turn = Span { from: day("2025-12-30"), to: day("2026-01-05") };
    assert_eq!(within(turn, year).unwrap().from, day("2026-01-01"));
    assert!(within(turn, year_of(day("2027-01-01"))).is_none());
}

fn request(person: &PersonId, from: &str, to: &str, why: Why) -> NewLeave {
    let (from, to, reason) = (day(from), day(to), "回家".to_owned());
    NewLeave { id: LeaveId::new(), person: person.clone(), from, to, why, reason }
}

async fn balance(test: &Test, law: &Law, person: &PersonId, on: &str) -> Balance {
    let (since, _) = people::service_of(&test.db.read(), person).await.unwrap().unwrap();
    let found = balances(&test.db.read(), law, &[(person.clone(), since)], day(on)).await.unwrap();
    found[person]
}

#[tokio::test]
async fn leave_is_asked_for_decided_and_withdrawn() {
    Test::on_both(&[POLICIES, people::POLICIES], async |test| {
        let law = Arc::new(Law::embedded().unwrap());
        let (db, zhao) = (&test.db, &test.people.zhao);
        let chen = hire(test, &test.people.wang, "陈强").await;
        let own = Actor { person: Some(chen.clone()), ..test.people.stranger.clone() };
        let input = request(&chen, "2026-05-07", "2026-05-11", Why::AnnualLeave);
        let refused = ask_leave(db, &law, &test.people.sun, input.clone()).await.unwrap_err();
        assert!(matches!(refused, AvailabilityProblem::Denied(_)), "{refused}");
        ask_leave(db, &law, &own, input.clone()).await.unwrap();
        ask_leave(db, &law, &own, input.clone()).await.unwrap(); // the same form again

        #[rustfmt::skip]
        let table = [
            ("2026-05-11", "2026-05-12", Why::AnnualLeave, "asked for"), // on a day that was asked for
            ("2026-05-05", "2026-05-07", Why::FamilyLeave, "past"),
            ("2026-05-16", "2026-05-17", Why::FamilyLeave, "no working day"),
            ("2026-05-12", "2026-05-12", Why::Training, "nobody asks"),
            ("2026-05-12", "2026-05-13", Why::AnnualLeave, "2 days of annual leave asked, 1 left"),
        ];
        for (from, to, why, words) in table {
            let problem = ask_leave(db, &law, &own, request(&chen, from, to, why)).await.unwrap_err();
            assert!(problem.to_string().contains(words), "{problem}");
        }
        let before = balance(test, &law, &chen, "2026-05-06").await;
        assert_eq!((before.due, before.asked, before.taken, before.left()), (5, 4, 0, 5));

        let decide = async |by: &Actor, decision, words: &str| {
            decide_leave(db, &law, by, (input.id.clone(), 1), (decision, words.to_owned())).await
        };
        for by in [&test.people.li, &test.people.wang, &own] {
            let denied = decide(by, Decision::Approve, "").await.unwrap_err();
            assert!(matches!(denied, AvailabilityProblem::Denied(_)), "{denied}");
        }
        let of_oneself = Actor { person: Some(chen.clone()), ..zhao.clone() };
        let denied = decide(&of_oneself, Decision::Approve, "").await.unwrap_err();
        assert!(matches!(denied, AvailabilityProblem::Denied(_)), "{denied}");
        let bare = decide(zhao, Decision::Refuse, " ").await.unwrap_err();
        assert!(matches!(bare, AvailabilityProblem::RefusalNeedsReason));
        decide(zhao, Decision::Approve, "").await.unwrap();
        let again = decide(zhao, Decision::Refuse, "人手不足").await.unwrap_err();
        assert!(matches!(again, AvailabilityProblem::LeaveDecided), "{again}");

        let span = Span { from: day("2026-05-07"), to: day("2026-05-07") };
        assert_eq!(absences(&db.read(), &[unit_code("S01")], span).await.unwrap().len(), 1);
        let after = balance(test, &law, &chen, "2026-05-06").await;
        assert_eq!((after.asked, after.taken, after.left()), (0, 4, 1));

        // Whoever takes the absence away takes the leave away.
        let second = request(&chen, "2026-06-02", "2026-06-02", Why::AnnualLeave);
        ask_leave(db, &law, &own, second.clone()).await.unwrap();
        decide_leave(db, &law, zhao, (second.id.clone(), 1), (Decision::Approve, String::new()))
            .await
            .unwrap();
        withdraw_absence(db, &test.people.wang, second.id.absence()).await.unwrap();
        let leave = find_leave(&db.read(), &second.id).await.unwrap().unwrap();
        assert_eq!(leave.state, LeaveState::Withdrawn);

        withdraw_leave(db, &own, input.id.clone()).await.unwrap();
        assert!(absences(&db.read(), &[unit_code("S01")], span).await.unwrap().is_empty());
        let gone = withdraw_leave(db, &own, input.id.clone()).await.unwrap_err();
        assert!(matches!(gone, AvailabilityProblem::LeaveDecided));

        // What has begun stays.
        let third = request(&chen, "2026-05-06", "2026-05-07", Why::PersonalLeave);
        ask_leave(db, &law, &own, third.clone()).await.unwrap();
        decide_leave(db, &law, zhao, (third.id.clone(), 1), (Decision::Approve, String::new()))
            .await
            .unwrap();
        let begun = withdraw_leave(db, &own, third.id).await.unwrap_err();
        assert!(matches!(begun, AvailabilityProblem::LeaveBegun));
    })
    .await;
}

#[tokio::test]
async fn leave_is_carried_for_a_reason_and_confirmed_once() {
    Test::on_both(&[POLICIES, people::POLICIES], async |test| {
        let law = Arc::new(Law::embedded().unwrap());
        let (db, zhao) = (&test.db, &test.people.zhao);
        let chen = hire(test, &test.people.wang, "陈强").await;
        let carry = async |days: i64, why: &str| {
            let input = CarryLeave { person: chen.clone(), days, why: why.to_owned() };
            carry_leave(db, &law, zhao, input).await
        };
        assert!(matches!(carry(2, "").await.unwrap_err(), AvailabilityProblem::CarryNeedsReason));
        let much = carry(6, "安保任务").await.unwrap_err();
        assert!(matches!(much, AvailabilityProblem::TooMuchCarried { most: 5, .. }), "{much}");
        carry(2, "安保任务").await.unwrap();
        assert!(matches!(carry(2, "再次").await.unwrap_err(), AvailabilityProblem::NothingChanged));
        let now = balance(test, &law, &chen, "2026-05-06").await;
        assert_eq!((now.carried, now.left()), (2, 7));
        // Two of the seven of this year's end came from the year before: at most five go on.
        assert_eq!(balance(test, &law, &chen, "2027-01-01").await.carriable, 5);

        let denied = confirm_leave(db, &law, &test.people.wang, unit_code("S01")).await.unwrap_err();
        assert!(matches!(denied, AvailabilityProblem::Denied(_)), "{denied}");
        assert_eq!(confirm_leave(db, &law, zhao, unit_code("S01")).await.unwrap(), 1);
        let again = confirm_leave(db, &law, zhao, unit_code("S01")).await.unwrap_err();
        assert!(matches!(again, AvailabilityProblem::NothingChanged));
        assert_eq!(balance(test, &law, &chen, "2026-05-06").await.confirmed, Some(5));
    })
    .await;
}

#[test]
fn every_problem_and_every_reason_has_words_in_both_languages() {
    let catalogue = Catalogue::load(&MESSAGES).unwrap();
    let cite =
        kernel::Citation { law: "职工带薪年休假条例".to_owned(), article: "第三条".to_owned() };
    let problems = [
        AvailabilityProblem::NotFound,
        AvailabilityProblem::NobodyOfUnit,
        AvailabilityProblem::EndsBeforeItBegins,
        AvailabilityProblem::TooFar,
        AvailabilityProblem::AbsentAlready,
        AvailabilityProblem::TooLong,
        AvailabilityProblem::NotAskedFor,
        AvailabilityProblem::LeavePast,
        AvailabilityProblem::NothingToTake,
        AvailabilityProblem::AskedAlready,
        AvailabilityProblem::TooMuchLeave { asked: 3, left: 2, cite: Box::new(cite.clone()) },
        AvailabilityProblem::LeaveDecided,
        AvailabilityProblem::LeaveBegun,
        AvailabilityProblem::RefusalNeedsReason,
        AvailabilityProblem::CarryNeedsReason,
        AvailabilityProblem::TooMuchCarried { most: 2, cite: Box::new(cite) },
        AvailabilityProblem::NothingChanged,
        AvailabilityProblem::Stale,
        AvailabilityProblem::Law("broken".to_owned()),
        AvailabilityProblem::Database(database::DbErr::Custom("broken".to_owned())),
    ];
    let keys = problems.iter().map(|problem| problem.message().key);
    for key in keys.chain(Why::ALL.map(Why::text_key)).chain(LeaveState::ALL.iter().map(|one| one.text_key()))
    {
        for language in Language::ALL {
            assert!(catalogue.has(language, &key), "{key}");
        }
    }
}
