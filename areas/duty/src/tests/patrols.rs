//! Patrols from a beat to what is told of risky hours, on both databases; and the rules behind them.

use super::rules::small;
use crate::rules::patrol::proposal::{Given, propose};
use crate::rules::patrol::risk::{HourCount, coverage, monday};
use crate::rules::patrol::tour::{Mate, OnDuty, team_fits, times_fit};
use crate::rules::patrol::*;
use crate::store;
use crate::*;
use database::Seen;
use kernel::{Actor, Day, Instant, PersonId, UnitCode};
use law::Law;
use people::rules::{Gender, NewPerson, PersonKind, PersonName, PoliceNumber, Post};
use sea_orm::ConnectionTrait;
use std::collections::BTreeSet;
use std::sync::Arc;
use testkit::{Test, unit_code};

const AREAS: &[access::PolicyFile] = &[POLICIES, availability::POLICIES, people::POLICIES, cases::POLICIES];

fn law() -> Arc<Law> {
    Arc::new(Law::embedded().unwrap())
}
fn s01() -> UnitCode {
    unit_code("S01")
}
fn at(text: &str) -> Instant {
    text.parse().unwrap()
}
fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn rule() -> RiskRule {
    RiskRule { weeks: 12, part_hours: 4, share_percent: 50, at_least: 2, categories: Vec::new() }
}

fn count(zone: &str, weekday: i8, hour: u8, incidents: u32) -> HourCount {
    HourCount { zone: zone.to_owned(), weekday, hour, incidents }
}

#[test]
fn the_rule_that_comes_with_the_program_names_categories_that_exist() {
    let rule = RiskRule::read().unwrap();
    for category in &rule.categories {
        assert!(cases::rules::Category::parse(category).is_some(), "{category}");
    }
    let period = rule.period(day("2026-05-04"));
    assert_eq!((period.days(), period.to), (rule.weeks * 7, day("2026-05-03")));
}

#[test]
fn risky_are_the_fewest_parts_that_hold_the_share() {
    // 6 of 12 are exactly half: the next part is not taken any more.
    let half = [count("甲", 1, 20, 4), count("甲", 1, 23, 2), count("乙", 2, 8, 3), count("乙", 3, 8, 3)];
    let risk = Risk::of(&half, &rule());
    assert_eq!((risk.incidents, risk.risky().len(), risk.held()), (12, 1, 6));
    assert_eq!(risk.part("甲", 1, 5), (6, true));
    // With one more elsewhere, six are below half; of equals the earlier in the week is taken.
    let more = [&half[..], &[count("丙", 7, 0, 1)]].concat();
    let risk = Risk::of(&more, &rule());
    assert_eq!((risk.risky().len(), risk.risky()[1].weekday), (2, 2));
    // A single incident is chance, two are not.
    assert!(Risk::of(&[count("甲", 1, 0, 1)], &rule()).risky().is_empty());
    assert_eq!(Risk::of(&[count("甲", 1, 0, 2)], &rule()).risky().len(), 1);
    assert!(Risk::of(&[], &rule()).risky().is_empty());
}

#[test]
fn an_hour_is_covered_by_a_check_in_of_its_zone_within_it() {
    let risk = Risk::of(&[count("甲", 1, 20, 4)], &rule());
    let monday = day("2026-05-04");
    let hours = risk.hours_on(monday);
    assert_eq!(hours.iter().map(|one| one.hour).collect::<Vec<_>>(), [20, 21, 22, 23]);
    assert!(risk.hours_on(monday.plus_days(1)).is_empty());
    let at = |zone: &str, hour| RiskHour { zone: zone.to_owned(), hour };
    let checked: BTreeSet<_> = [at("甲", 21), at("甲", 19), at("乙", 22)].into();
    let covered: Vec<u8> =
        coverage(hours, &checked).into_iter().filter(|one| one.1).map(|one| one.0.hour).collect();
    assert_eq!(covered, [21]);
}

#[test]
fn nobody_goes_alone_and_auxiliaries_never_without_an_officer() {
    let mate = |number: u8, is_officer| Mate {
        id: PersonId::stored(number.to_string()),
        name: String::new(),
        is_officer,
        enforces: false,
    };
    #[rustfmt::skip]
    let table = [
        (vec![mate(1, true)], Err(PatrolFlaw::TooFewPeople(2))),
        (vec![mate(1, true), mate(1, true)], Err(PatrolFlaw::TooFewPeople(2))), // the same one twice
        (vec![mate(1, false), mate(2, false)], Err(PatrolFlaw::NoOfficer)),
        (vec![mate(1, true), mate(2, false)], Ok(())),
    ];
    for (team, wanted) in table {
        assert_eq!(team_fits(&team, 2), wanted, "{team:?}");
    }
    let now = at("2026-05-06T09:00");
    assert_eq!(times_fit(now, now, now), Err(PatrolFlaw::BadSpan));
    assert_eq!(times_fit(now, now.plus_minutes(1440), now), Ok(()));
    assert_eq!(times_fit(now, now.plus_minutes(1441), now), Err(PatrolFlaw::BadSpan));
    assert_eq!(times_fit(now.plus_minutes(-60), now, now), Err(PatrolFlaw::Over));
}

fn beat(zone: &str) -> Beat {
    let point = |name: &str| Point { name: name.to_owned(), place: String::new() };
    Beat {
        unit: s01(),
        id: BeatId::new(),
        name: format!("{zone}一号线"),
        zone: zone.to_owned(),
        kind: BeatKind::Patrol,
        minutes: 60,
        points: vec![point("菜市场"), point("车站")],
        is_open: true,
        created_at: at("2026-05-04T00:00"),
        form: None,
        revision: 0,
    }
}

#[test]
fn teams_go_where_most_incidents_are() {
    let counts = [count("甲", 1, 22, 5), count("乙", 1, 20, 4), count("丙", 2, 8, 1)];
    let risk = Risk::of(&counts, &RiskRule { share_percent: 90, ..rule() });
    let beats = [beat("甲"), beat("乙")];
    let monday = day("2026-05-04");
    let duty = |number: u8, is_officer| OnDuty {
        person: PersonId::stored(number.to_string()),
        is_officer,
        starts: at("2026-05-04T20:30"),
        ends: at("2026-05-05T08:30"),
    };
    let rule = rule();
    let nobody = BTreeSet::new();
    let given = |duty, rostered, teams| Given {
        risk: &risk,
        rule: &rule,
        beats: &beats,
        monday,
        earliest: at("2026-05-04T00:00"),
        duty,
        rostered,
        teams,
        team_size: 2,
        taken: &[],
    };
    // Without a roster as many as there are teams; without both nobody knows.
    assert!(propose(&given(&[], &nobody, None)).is_empty());
    let one = propose(&given(&[], &nobody, Some(1)));
    assert_eq!(one.iter().map(|one| one.zone.as_str()).collect::<Vec<_>>(), ["乙", "甲"], "at other hours");
    assert_eq!(one[1].starts, at("2026-05-04T22:00"), "where its hour has most");
    // With a roster people are named, and never the same ones twice at once.
    let rostered = BTreeSet::from([monday]);
    let team = [duty(1, true), duty(2, false)];
    let with = propose(&given(&team, &rostered, None));
    assert!(with.iter().all(|one| one.people.len() == 2 && one.starts >= at("2026-05-04T20:30")), "{with:?}");
    assert!(with.windows(2).all(|pair| pair[0].ends <= pair[1].starts), "{with:?}");
    let auxiliaries = [duty(1, false), duty(2, false)];
    assert!(propose(&given(&auxiliaries, &rostered, None)).is_empty());
}

async fn hire(test: &Test, name: &str, number: Option<&str>) -> PersonId {
    let new = NewPerson {
        id: PersonId::new(),
        unit: s01(),
        kind: if number.is_some() { PersonKind::Officer } else { PersonKind::Auxiliary },
        name: PersonName::parse(name).unwrap(),
        gender: Gender::Male,
        police_number: number.map(|number| PoliceNumber::parse(number).unwrap()),
        post: Post::Patrol,
        joined_on: day("2020-01-01"),
        working_since: None,
        identity: None,
        telephone: None,
    };
    people::hire_person(&test.db, &test.people.wang, new).await.unwrap()
}

async fn facts(test: &Test, kind: &str) -> usize {
    use sea_orm::sea_query::{Expr, ExprTrait, Query};
    let query = Query::select().column("id").from("fact").and_where(Expr::col("kind").eq(kind)).to_owned();
    test.db.read().query_all(&query).await.unwrap().len()
}

/// Incidents of zone 甲 on Mondays at 20:00, three weeks in a row.
async fn incidents(test: &Test) {
    let behind = test.behind().await;
    for (number, monday) in ["2026-04-13", "2026-04-20", "2026-04-27"].into_iter().enumerate() {
        let received = day(monday).at(20, 15).micros();
        let row = format!(
            "INSERT INTO cases_incident (unit, id, number, received_at, source, category, zone, address, \
             summary, state, outcome, passed_to, result, phone_index, form, revision) VALUES \
             ('S01', 'i{number}', 'n{number}', {received}, 'call', 'crime.theft', '甲', '', '', 'ended', \
             '', '', '', '', '', 1)"
        );
        behind.execute_unprepared(&row).await.unwrap();
    }
    behind.close().await.unwrap();
}

fn flaw(problem: DutyProblem) -> PatrolFlaw {
    match problem {
        DutyProblem::Patrol(flaw) => flaw,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_patrol_is_planned_gone_and_told_of() {
    Test::on_both(AREAS, async |test| {
        let (db, zhao, wang, sun) = (&test.db, &test.people.zhao, &test.people.wang, &test.people.sun);
        incidents(test).await;
        test.set_clock("2026-05-04T08:00");
        let officer = hire(test, "陈一", Some("123456")).await;
        let (helper, third) = (hire(test, "陈二", None).await, hire(test, "陈三", None).await);
        let goer = Actor { person: Some(officer.clone()), ..test.people.li.clone() };

        // A beat: not by strangers, once, and never over somebody else's change.
        let one = beat("甲");
        for stranger in [sun, wang, &test.people.stranger] {
            let denied = save_beat(db, stranger, one.clone(), None).await.unwrap_err();
            assert!(matches!(denied, DutyProblem::Denied(_)), "{denied}");
        }
        save_beat(db, zhao, one.clone(), None).await.unwrap();
        save_beat(db, zhao, one.clone(), None).await.unwrap();
        assert_eq!(facts(test, "beat.created").await, 1, "a form sent twice");
        let change = |minutes| Beat { minutes, ..one.clone() };
        let (mine, theirs) = (Seen::of(1), Seen::of(1));
        save_beat(db, zhao, change(90), Some(mine.clone())).await.unwrap();
        save_beat(db, zhao, change(90), Some(mine)).await.unwrap();
        let stale = save_beat(db, zhao, change(30), Some(theirs)).await.unwrap_err();
        assert!(matches!(stale, DutyProblem::Stale), "{stale}");

        // A patrol of today's risky hours.
        let new = |people: &[&PersonId]| NewPatrol {
            id: PatrolId::new(),
            beat: one.id.clone(),
            starts: at("2026-05-04T20:00"),
            ends: at("2026-05-04T21:30"),
            people: people.iter().map(|one| (*one).clone()).collect(),
            is_despite: false,
        };
        let plan = async |by: &Actor, new: NewPatrol| plan_patrols(db, &law(), by, s01(), vec![new]).await;
        let both = new(&[&officer, &helper]);
        assert!(matches!(plan(sun, both.clone()).await.unwrap_err(), DutyProblem::Denied(_)));
        assert!(matches!(plan(&goer, both.clone()).await.unwrap_err(), DutyProblem::Denied(_)));
        assert_eq!(flaw(plan(wang, new(&[&helper, &third])).await.unwrap_err()), PatrolFlaw::NoOfficer);
        assert_eq!(flaw(plan(wang, new(&[&officer])).await.unwrap_err()), PatrolFlaw::TooFewPeople(2));
        let stranger = PersonId::new();
        assert_eq!(flaw(plan(wang, new(&[&officer, &stranger])).await.unwrap_err()), PatrolFlaw::Stranger);
        assert!(plan(wang, both.clone()).await.unwrap(), "without a roster it says so");
        assert!(plan(wang, both.clone()).await.unwrap());
        assert_eq!(facts(test, "patrol.planned").await, 1, "a form sent twice");
        assert!(matches!(flaw(plan(wang, new(&[&officer, &third])).await.unwrap_err()), PatrolFlaw::Busy(_)));
        let id = both.id.clone();
        let change = ChangePatrol {
            id: id.clone(),
            starts: both.starts,
            ends: both.ends,
            people: vec![officer.clone(), helper.clone(), third.clone()],
            is_despite: false,
            seen: Seen::of(1),
        };
        change_patrol(db, &law(), wang, change.clone()).await.unwrap();
        let late = ChangePatrol { seen: Seen::of(1), ..change };
        assert!(matches!(change_patrol(db, &law(), wang, late).await.unwrap_err(), DutyProblem::Stale));

        // At the points: only those who go, once for each form, with the server's time.
        let check = |point, finding| NewCheck {
            id: CheckId::new(),
            patrol: id.clone(),
            point,
            finding,
            note: "自行车棚门锁损坏".to_owned(),
        };
        test.set_clock("2026-05-04T20:20");
        let first = check(0, Finding::Hazard);
        for other in [wang, sun, zhao] {
            let denied = check_in(db, other, first.clone()).await.unwrap_err();
            assert!(matches!(denied, DutyProblem::Denied(_)), "{denied}");
        }
        check_in(db, &goer, first.clone()).await.unwrap();
        check_in(db, &goer, first.clone()).await.unwrap();
        let none = check_in(db, &goer, check(2, Finding::Nothing)).await.unwrap_err();
        assert_eq!(flaw(none), PatrolFlaw::NoSuchPoint);
        test.set_clock("2026-05-04T21:10");
        let second = check(1, Finding::Nothing);
        check_in(db, &goer, second.clone()).await.unwrap();
        let counts = [("patrol.begun", 1), ("point.checked", 2)];
        for (kind, count) in counts {
            assert_eq!(facts(test, kind).await, count, "{kind}");
        }
        let checks = store::checks_of(&db.read(), db.cipher(), &id).await.unwrap();
        assert_eq!((checks[0].at, checks[0].note.as_str()), (at("2026-05-04T20:20"), "自行车棚门锁损坏"));
        let revision = store::find_patrol(&db.read(), &id).await.unwrap().unwrap().revision;
        let off =
            end_patrol(db, wang, id.clone(), PatrolEnd::CalledOff("下雨".to_owned()), Seen::of(revision));
        assert_eq!(flaw(off.await.unwrap_err()), PatrolFlaw::State(PatrolState::Begun));
        end_patrol(db, &goer, id.clone(), PatrolEnd::Done, Seen::of(revision)).await.unwrap();
        let over = check_in(db, &goer, check(0, Finding::Nothing)).await.unwrap_err();
        assert_eq!(flaw(over), PatrolFlaw::State(PatrolState::Done));

        // When the day is over its four risky hours are told of, once.
        assert_eq!(tell_risk(db).await.unwrap(), 0, "the day is not over");
        test.set_clock("2026-05-05T00:05");
        assert_eq!(tell_risk(db).await.unwrap(), 1);
        assert_eq!(tell_risk(db).await.unwrap(), 0);
        let days = kernel::Span { from: day("2026-05-04"), to: day("2026-05-04") };
        let covered = async || {
            let told = store::told_hours(&db.read(), &s01(), days).await.unwrap();
            assert_eq!(told.len(), 4);
            told.into_iter().filter(|one| one.is_covered).map(|one| one.hour.hour).collect::<Vec<_>>()
        };
        assert_eq!(covered().await, [20, 21]);
        assert_eq!(facts(test, "riskhour.ended").await, 4);

        // A tap at the wrong point is withdrawn with a reason, and the hour told anew.
        let wrong = |why: &str| CorrectCheck {
            patrol: id.clone(),
            check: second.id.clone(),
            finding: Finding::Nothing,
            note: second.note.clone(),
            is_withdrawn: true,
            why: why.to_owned(),
            seen: Seen::of(1),
        };
        assert_eq!(flaw(correct_check(db, zhao, wrong("")).await.unwrap_err()), PatrolFlaw::NoReason);
        assert!(matches!(correct_check(db, sun, wrong("误点")).await.unwrap_err(), DutyProblem::Denied(_)));
        correct_check(db, zhao, wrong("误点")).await.unwrap();
        assert_eq!(covered().await, [20]);
        let patrol = store::find_patrol(&db.read(), &id).await.unwrap().unwrap();
        let before = store::checks_before(&db.read(), db.cipher(), &patrol).await.unwrap();
        let before: Vec<_> =
            before.iter().map(|one| (one.point, one.note.as_str(), one.reason.as_str())).collect();
        assert_eq!(before, [(second.point, second.note.as_str(), "误点")]);
        assert_eq!(facts(test, "riskhour.ended").await, 5, "the old one stays");
        assert_eq!(facts(test, "point.withdrawn").await, 1);
    })
    .await;
}

#[tokio::test]
async fn who_is_off_duty_by_the_roster_goes_only_if_somebody_says_so() {
    Test::on_both(AREAS, async |test| {
        let (db, zhao) = (&test.db, &test.people.zhao);
        let officer = hire(test, "陈一", Some("123456")).await;
        let helper = hire(test, "陈二", None).await;
        let month = "2026-06".parse().unwrap();
        let input = SavePlan { unit: s01(), since: month, plan: small(), revision: 0 };
        save_plan(db, zhao, input).await.unwrap();
        let data = MonthData::load(&db.read(), &law(), &[s01()], &s01(), month).await.unwrap().unwrap();
        let place = crate::rules::Place { shift: "day".to_owned(), position: "desk".to_owned() };
        let mut cells = CellMap::new();
        for person in [&officer, &helper] {
            let on = day("2026-06-01");
            cells.insert((person.clone(), on), data.kept(person, on, Some(place.clone()), false));
        }
        fill_draft(db, zhao, Arc::new(data), cells).await.unwrap();
        let revision = store::roster(&db.read(), &s01(), month).await.unwrap().revision;
        let input = PublishRoster { unit: s01(), month, reason: "试行".to_owned(), revision };
        publish_roster(db, &law(), zhao, input).await.unwrap();
        let one = beat("甲");
        save_beat(db, zhao, one.clone(), None).await.unwrap();
        let plan = async |hour, is_despite| {
            let starts = day("2026-06-01").at(hour, 0);
            let (id, beat, ends) = (PatrolId::new(), one.id.clone(), starts.plus_minutes(60));
            let people = vec![officer.clone(), helper.clone()];
            let new = NewPatrol { id, beat, starts, ends, people, is_despite };
            plan_patrols(db, &law(), zhao, s01(), vec![new]).await
        };
        // The shift is from 8 to 16 o'clock.
        assert!(!plan(15, false).await.unwrap(), "the roster is known");
        let off = flaw(plan(16, false).await.unwrap_err());
        assert_eq!(off, PatrolFlaw::OffDuty("陈一、陈二".to_owned()));
        plan(16, true).await.unwrap();
        assert_eq!(monday(day("2026-06-07")), day("2026-06-01"));
    })
    .await;
}
