//! Patterns that people would keep to, and what is agreed with some of them.

use super::rules::small;
use super::stories::{AREAS, data, day, generate, june, s01, with_plan};
use crate::rules::plan::{Agreement, ShiftType};
use crate::rules::rotation::{PatternFlaw, kept_pattern, read_pattern, stored_pattern};
use crate::rules::{Plan, PlanFlaw, Rotation};
use crate::store::Version;
use crate::*;
use kernel::{Actor, Day, PersonId};
use testkit::Test;

#[tokio::test]
async fn an_agreement_holds_for_its_people_alone() {
    let test = Test::sqlite(AREAS).await;
    let people = with_plan(&test, small()).await;
    let (db, zhao, wang, jobs) = (&test.db, &test.people.zhao, &test.people.wang, Jobs::default());
    let few = Agreement {
        name: "哺乳期".to_owned(),
        minutes: Some(3 * 8 * 60),
        people: vec![people[0].clone()],
        ..Agreement::default()
    };
    let save = async |agreements: Vec<Agreement>| {
        let plan = Plan { agreements, ..small() };
        save_plan(db, zhao, SavePlan { unit: s01(), since: june(), plan, revision: 1 }).await
    };
    let flaw = |refused: Result<(), DutyProblem>| match refused {
        Err(DutyProblem::Flaw(flaw)) => flaw,
        other => panic!("{other:?}"),
    };
    let nobody = Agreement { people: Vec::new(), ..few.clone() };
    assert_eq!(flaw(save(vec![nobody]).await), PlanFlaw::NobodyAgreed("哺乳期".to_owned()));
    let again = Agreement { name: "产假后".to_owned(), ..few.clone() };
    assert_eq!(flaw(save(vec![few.clone(), again]).await), PlanFlaw::AgreedTwice("产假后".to_owned()));
    save(vec![few]).await.unwrap();

    assert!(matches!(generate(&test, &jobs, wang, JobKind::Generate).await, End::Done));
    let month = data(&test).await;
    let draft = month.version(Version::Draft);
    let shifts = |person: &PersonId| {
        draft.values().filter(|cell| cell.person == *person && cell.place.is_some()).count()
    };
    assert!(shifts(&people[0]) <= 3, "{} shifts", shifts(&people[0]));
    assert!(people[1..].iter().all(|person| shifts(person) > 3), "the others bear the rest");
}

#[tokio::test]
async fn a_rotation_is_kept_to_where_possible() {
    Test::on_both(AREAS, async |test| {
        let people = with_plan(test, small()).await;
        let (db, wang, jobs) = (&test.db, &test.people.wang, Jobs::default());
        let ask = async |by: &Actor, since: Day, pattern: &str| {
            ask_rotation(db, by, s01(), people[0].clone(), since, pattern.to_owned()).await
        };
        let unknown = ask(wang, day(2), "白-夜-休").await.unwrap_err();
        assert!(matches!(&unknown, DutyProblem::Pattern(PatternFlaw::Unknown(word)) if word == "夜"));
        let other = Actor { person: Some(people[1].clone()), ..test.people.li.clone() };
        assert!(matches!(ask(&other, day(2), "白-休").await.unwrap_err(), DutyProblem::Denied(_)));
        let today = db.clock().today();
        assert!(matches!(ask(wang, today, "白-休").await.unwrap_err(), DutyProblem::Past));

        ask(wang, day(2), "白-休").await.unwrap();
        ask(wang, day(2), "白-休-休-休").await.unwrap(); // in the place of the one before
        let month = data(test).await;
        let [rotation] = month.rotations.as_slice() else { panic!("one rotation") };
        assert_eq!(rotation.pattern, [Some("day".to_owned()), None, None, None]);
        assert!(matches!(generate(test, &jobs, wang, JobKind::Generate).await, End::Done));
        let month = data(test).await;
        let draft = month.version(Version::Draft);
        let place = |at: Day| draft.get(&(people[0].clone(), at)).and_then(|cell| cell.place.as_ref());
        let kept = (2..=30).filter(|at| {
            let shift = place(day(*at)).map(|place| place.shift.as_str());
            rotation.on(day(*at)) == Some(shift)
        });
        let kept = kept.count();
        assert!(kept >= 26, "{kept} of 29 days");

        withdraw_rotation(db, wang, s01(), people[0].clone()).await.unwrap();
        let again = withdraw_rotation(db, wang, s01(), people[0].clone()).await.unwrap_err();
        assert!(matches!(again, DutyProblem::NotFound));
    })
    .await;
}

fn shifts() -> Vec<ShiftType> {
    [("day", "白班"), ("night", "夜班"), ("early", "早班"), ("noon", "早中班")]
        .map(|(code, name)| ShiftType {
            code: code.to_owned(),
            name: name.to_owned(),
            letter: 'A',
            starts: 0,
            lasts: 60,
            minutes: 60,
            is_night: false,
        })
        .to_vec()
}

fn read(text: &str) -> Result<String, PatternFlaw> {
    read_pattern(text, &shifts()).map(|pattern| kept_pattern(&pattern))
}

#[test]
fn patterns_are_read_as_people_write_them() {
    for text in ["白-夜-休-休", "白班 夜班 休息 休息", "day、night，free/off", " 白 — 夜 — 休 — 休 "]
    {
        assert_eq!(read(text), Ok("day night * *".to_owned()), "{text}");
    }
    assert_eq!(read("早班-休"), Ok("early *".to_owned()), "a whole name before its beginnings");
    assert_eq!(stored_pattern("day night * *").len(), 4);
    assert_eq!(kept_pattern(&stored_pattern("day night * *")), "day night * *");
}

#[test]
fn what_is_no_pattern_says_why() {
    assert_eq!(read("白-晚-休"), Err(PatternFlaw::Unknown("晚".to_owned())));
    assert_eq!(read("早-休"), Err(PatternFlaw::Unknown("早".to_owned())), "two shifts begin so");
    assert_eq!(read("白"), Err(PatternFlaw::Length));
    assert_eq!(read(""), Err(PatternFlaw::Length));
    assert_eq!(read(&"白-休-".repeat(8)), Err(PatternFlaw::Length));
    assert_eq!(read("休-休"), Err(PatternFlaw::AllAlike));
    assert_eq!(read("白-夜"), Err(PatternFlaw::AllAlike));
}

#[test]
fn it_is_repeated_from_its_first_day_on() {
    let march = |at| Day::new(2026, 3, at).unwrap();
    let pattern = stored_pattern("day night * *");
    let rotation = Rotation { person: PersonId::stored("p".to_owned()), since: march(3), pattern };
    assert_eq!(rotation.on(march(2)), None);
    assert_eq!(rotation.on(march(3)), Some(Some("day")));
    assert_eq!(rotation.on(march(6)), Some(None));
    assert_eq!(rotation.on(march(8)), Some(Some("night")));
    assert_eq!(rotation.on(Day::new(2026, 4, 4).unwrap()), Some(Some("day")), "over the month's end");
}
