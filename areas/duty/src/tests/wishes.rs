//! Patterns that people would keep to, and what is agreed with some of them.

use super::rules::small;
use super::stories::{AREAS, data, day, generate, june, s01, with_plan};
use crate::rules::plan::Agreement;
use crate::rules::rotation::PatternFlaw;
use crate::rules::{Plan, PlanFlaw};
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
