//! A month from its plan to what people are told, on both databases.

use super::rules::{plan, small};
use crate::rules::{Place, Plan, RosterMonth, Wish};
use crate::store::{self, Version};
use crate::*;
use availability::Why;
use availability::commands::NewAbsence;
use kernel::{Actor, Day, PersonId, UnitCode};
use law::Law;
use people::rules::{Gender, NewPerson, PersonKind, PersonName, Post};
use std::sync::Arc;
use std::time::Duration;
use testkit::{Test, unit_code};

pub(super) const AREAS: &[access::PolicyFile] = &[POLICIES, availability::POLICIES, people::POLICIES];

fn law() -> Arc<Law> {
    Arc::new(Law::embedded().unwrap())
}
pub(super) fn june() -> RosterMonth {
    "2026-06".parse().unwrap()
}
pub(super) fn day(number: i8) -> Day {
    june().day(number).unwrap()
}
pub(super) fn s01() -> UnitCode {
    unit_code("S01")
}

async fn hire(test: &Test, name: &str) -> PersonId {
    let new = NewPerson {
        id: PersonId::new(),
        unit: s01(),
        kind: PersonKind::Auxiliary,
        name: PersonName::parse(name).unwrap(),
        gender: Gender::Male,
        police_number: None,
        post: Post::Patrol,
        joined_on: "2020-01-01".parse().unwrap(),
        working_since: None,
        identity: None,
        telephone: None,
    };
    people::hire_person(&test.db, &test.people.wang, new).await.unwrap()
}

pub(super) async fn with_plan(test: &Test, plan: Plan) -> Vec<PersonId> {
    let mut people = Vec::new();
    for name in ["陈一", "陈二", "陈三", "陈四"] {
        people.push(hire(test, name).await);
    }
    let input = SavePlan { unit: s01(), since: june(), plan, revision: 0 };
    save_plan(&test.db, &test.people.zhao, input).await.unwrap();
    people
}

pub(super) async fn data(test: &Test) -> MonthData {
    MonthData::load(&test.db.read(), &law(), &[s01()], &s01(), june()).await.unwrap().unwrap()
}

pub(super) async fn generate(test: &Test, jobs: &Jobs, by: &Actor, kind: JobKind) -> End {
    start_job(&test.db, &law(), jobs, by, (s01(), june()), (kind, 1.0)).await.unwrap();
    wait(jobs).await
}

async fn wait(jobs: &Jobs) -> End {
    for _ in 0..600 {
        if let JobState::Ended(end) = jobs.of(&s01(), june()).unwrap().state() {
            return end;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the search does not end");
}

fn edit(person: &PersonId, day: Day, entry: Entry) -> EditCell {
    EditCell {
        unit: s01(),
        month: june(),
        person: person.clone(),
        day,
        entry,
        lock: None,
        seen: None,
        why: String::new(),
    }
}

async fn publish(test: &Test, by: &Actor, reason: &str) -> Result<(), DutyProblem> {
    let revision = store::roster(&test.db.read(), &s01(), june()).await.unwrap().revision;
    let input = PublishRoster { unit: s01(), month: june(), reason: reason.to_owned(), revision };
    publish_roster(&test.db, &law(), by, input).await
}

fn desk() -> Place {
    Place { shift: "day".to_owned(), position: "desk".to_owned() }
}

#[tokio::test]
async fn a_month_is_planned_generated_edited_and_published() {
    Test::on_both(AREAS, async |test| {
        let (db, zhao, wang) = (&test.db, &test.people.zhao, &test.people.wang);
        let people = with_plan(test, small()).await;
        let jobs = Jobs::default();
        let roster = (s01(), june());
        let denied = start_job(db, &law(), &jobs, &test.people.sun, roster, (JobKind::Generate, 1.0)).await;
        assert!(matches!(denied.unwrap_err(), DutyProblem::Denied(_)));

        let end = generate(test, &jobs, wang, JobKind::Generate).await;
        assert!(matches!(end, End::Done), "{end:?}");
        let month = data(test).await;
        let draft = month.version(Version::Draft);
        let on = |cells: &CellMap, day: Day| {
            cells.values().filter(|cell| cell.day == day && cell.place.is_some()).count()
        };
        for number in 1..=30 {
            assert!(on(&draft, day(number)) >= 1, "somebody is there on day {number}");
        }
        assert!(month.findings(&draft).iter().all(|one| one.hard == 0));

        // A hand takes everybody away on the first: said at once, and undone.
        let first: Vec<PersonId> = draft
            .values()
            .filter(|cell| cell.day == day(1) && cell.place.is_some())
            .map(|cell| cell.person.clone())
            .collect();
        let mut broken = Vec::new();
        for person in &first {
            broken = edit_cell(db, &law(), wang, edit(person, day(1), Entry::Free)).await.unwrap().broken;
        }
        assert!(broken.iter().any(|text| text.key == "optimiser-strength"), "{broken:?}");
        let refused = publish(test, zhao, "").await.unwrap_err();
        assert!(matches!(refused, DutyProblem::NeedsReason(1)), "{refused}");
        undo_step(db, &law(), wang, s01(), june()).await.unwrap();
        assert!(matches!(publish(test, wang, "").await.unwrap_err(), DutyProblem::Denied(_)));
        publish(test, zhao, "").await.unwrap();
        assert!(matches!(publish(test, zhao, "").await.unwrap_err(), DutyProblem::NothingToPublish));

        // Everybody is told once and says so.
        let chen = Actor { person: Some(people[0].clone()), ..test.people.li.clone() };
        let told = store::notices_of(&db.read(), &people[0]).await.unwrap();
        assert_eq!(told.len(), 1);
        assert!(acknowledge(db, &test.people.sun, told[0].id.clone()).await.is_err());
        acknowledge(db, &chen, told[0].id.clone()).await.unwrap();
        assert_eq!(store::unseen(&db.read(), &s01(), june()).await.unwrap().len(), 3);

        // A change needs a reason, and tells only whom it concerns.
        let free = (1..=30).map(day).find(|day| !data_has(&month, &people[0], *day)).unwrap();
        edit_cell(db, &law(), wang, edit(&people[0], free, Entry::At(desk()))).await.unwrap();
        assert!(matches!(publish(test, zhao, "").await.unwrap_err(), DutyProblem::ChangeNeedsReason));
        publish(test, zhao, "增加警力").await.unwrap();
        assert_eq!(store::notices_of(&db.read(), &people[0]).await.unwrap().len(), 1);
    })
    .await;
}

fn data_has(month: &MonthData, person: &PersonId, day: Day) -> bool {
    month.version(Version::Draft).get(&(person.clone(), day)).is_some_and(|cell| cell.place.is_some())
}

#[tokio::test]
async fn a_stopped_search_leaves_the_draft_as_it_was() {
    let test = Test::sqlite(AREAS).await;
    // Four people cannot keep this plan, so the search does not end by itself.
    let people = with_plan(&test, plan()).await;
    let (db, wang, jobs) = (&test.db, &test.people.wang, Jobs::default());
    edit_cell(db, &law(), wang, edit(&people[1], day(2), Entry::Shift("day".to_owned()))).await.unwrap();
    let before = data(&test).await;
    start_job(db, &law(), &jobs, wang, (s01(), june()), (JobKind::Generate, 30.0)).await.unwrap();
    let again = start_job(db, &law(), &jobs, wang, (s01(), june()), (JobKind::Generate, 1.0)).await;
    assert!(matches!(again.unwrap_err(), DutyProblem::AlreadyRunning));
    cancel_job(db, &jobs, wang, &s01(), june()).await.unwrap();
    let end = wait(&jobs).await;
    assert!(matches!(end, End::Cancelled), "{end:?}");
    let after = data(&test).await;
    assert_eq!(before.version(Version::Draft), after.version(Version::Draft));
    assert_eq!(before.roster.revision, after.roster.revision);
}

#[tokio::test]
async fn what_is_found_is_not_saved_over_what_a_hand_did_meanwhile() {
    let test = Test::sqlite(AREAS).await;
    let people = with_plan(&test, small()).await;
    let (db, wang) = (&test.db, &test.people.wang);
    let read_before = Arc::new(data(&test).await);
    edit_cell(db, &law(), wang, edit(&people[1], day(2), Entry::At(desk()))).await.unwrap();
    let found = CellMap::from([(
        (people[0].clone(), day(1)),
        read_before.kept(&people[0], day(1), Some(desk()), false),
    )]);
    let stale = fill_draft(db, wang, read_before, found).await.unwrap_err();
    assert!(matches!(stale, DutyProblem::Stale), "{stale}");
    assert_eq!(data(&test).await.version(Version::Draft).len(), 1);
}

#[tokio::test]
async fn locked_cells_absences_and_wishes_are_kept_by_a_search() {
    let test = Test::sqlite(AREAS).await;
    let people = with_plan(&test, small()).await;
    let (db, wang, jobs) = (&test.db, &test.people.wang, Jobs::default());
    let lock = EditCell { lock: Some(true), ..edit(&people[0], day(3), Entry::At(desk())) };
    edit_cell(db, &law(), wang, lock).await.unwrap();
    let absence = NewAbsence {
        id: availability::AbsenceId::new(),
        person: people[1].clone(),
        from: day(4),
        to: day(20),
        why: Why::Training,
    };
    availability::record_absence(db, wang, absence).await.unwrap();
    let wish =
        Wish { person: people[2].clone(), day: day(5), shift: Some("day".to_owned()), is_wanted: true };
    ask_wish(db, wang, s01(), wish).await.unwrap();
    assert!(matches!(generate(&test, &jobs, wang, JobKind::Generate).await, End::Done));
    let month = data(&test).await;
    let draft = month.version(Version::Draft);
    let cell = |person: &PersonId, day: Day| draft.get(&(person.clone(), day));
    assert!(cell(&people[0], day(3)).is_some_and(|cell| cell.is_locked && cell.place == Some(desk())));
    for number in 4..=20 {
        assert!(cell(&people[1], day(number)).is_none(), "absent on day {number}");
    }
    assert!(cell(&people[2], day(5)).is_some(), "the wish is kept");

    // Nobody is put on duty where they are away, not even with a reason.
    edit_cell(db, &law(), wang, edit(&people[1], day(10), Entry::At(desk()))).await.unwrap();
    let refused = publish(&test, &test.people.zhao, "确有需要").await.unwrap_err();
    assert!(
        matches!(&refused, DutyProblem::Forbidden(found) if found.0.key == "optimiser-away"),
        "{refused}"
    );
}

#[tokio::test]
async fn wishes_are_limited_and_end_with_publication() {
    let test = Test::sqlite(AREAS).await;
    let mut plan = small();
    plan.limits.wishes = Some(1);
    let people = with_plan(&test, plan).await;
    let (db, wang, zhao) = (&test.db, &test.people.wang, &test.people.zhao);
    let wish = |at: i8| Wish { person: people[0].clone(), day: day(at), shift: None, is_wanted: true };
    ask_wish(db, wang, s01(), wish(5)).await.unwrap();
    ask_wish(db, wang, s01(), wish(5)).await.unwrap(); // the same day again is the same wish
    assert!(matches!(ask_wish(db, wang, s01(), wish(6)).await.unwrap_err(), DutyProblem::TooManyWishes(1)));
    let other = Actor { person: Some(people[1].clone()), ..test.people.li.clone() };
    assert!(matches!(ask_wish(db, &other, s01(), wish(7)).await.unwrap_err(), DutyProblem::Denied(_)));
    withdraw_wish(db, wang, s01(), people[0].clone(), day(5)).await.unwrap();
    for person in &people {
        for number in 1..=30 {
            edit_cell(db, &law(), wang, edit(person, day(number), Entry::At(desk()))).await.unwrap();
        }
    }
    publish(&test, zhao, "").await.unwrap();
    assert!(matches!(ask_wish(db, wang, s01(), wish(6)).await.unwrap_err(), DutyProblem::WishTooLate));
}

#[tokio::test]
async fn two_people_edit_different_cells_and_not_the_same_one_unseen() {
    Test::on_both(AREAS, async |test| {
        let people = with_plan(test, small()).await;
        let (db, wang, zhao) = (&test.db, &test.people.wang, &test.people.zhao);
        let seen = |person: &PersonId, entry| EditCell { seen: Some(None), ..edit(person, day(1), entry) };
        edit_cell(db, &law(), wang, seen(&people[0], Entry::At(desk()))).await.unwrap();
        edit_cell(db, &law(), zhao, seen(&people[1], Entry::At(desk()))).await.unwrap();
        let clash = edit_cell(db, &law(), zhao, seen(&people[0], Entry::Free)).await.unwrap_err();
        assert!(matches!(clash, DutyProblem::CellChanged), "{clash}");
    })
    .await;
}

#[tokio::test]
async fn somebody_falls_ill_and_a_few_days_change() {
    Test::on_both(AREAS, async |test| {
        let people = with_plan(test, small()).await;
        let (db, wang, zhao, jobs) = (&test.db, &test.people.wang, &test.people.zhao, Jobs::default());
        assert!(matches!(generate(test, &jobs, wang, JobKind::Generate).await, End::Done));
        publish(test, zhao, "").await.unwrap();
        let before = data(test).await.version(Version::Published);
        let ill = before.values().find(|cell| cell.day == day(10)).unwrap().person.clone();
        let absence = NewAbsence {
            id: availability::AbsenceId::new(),
            person: ill.clone(),
            from: day(10),
            to: day(12),
            why: Why::Ill,
        };
        availability::record_absence(db, wang, absence).await.unwrap();
        let kind = JobKind::Replan { from: day(10), why: "病假".to_owned() };
        let end = generate(test, &jobs, wang, kind).await;
        assert!(matches!(end, End::Done), "{end:?}");
        let month = data(test).await;
        assert_eq!(month.version(Version::Published), before, "nothing changes before it is accepted");
        let after = month.version(Version::Proposal);
        let (old, new) = differences(&month, &before, &after);
        assert!(!new.is_empty() && old.iter().all(|cell| cell.day >= day(10)), "the past stays");
        assert!(new.iter().all(|cell| cell.person != ill || cell.place.is_none()));
        let revision = month.roster.revision;
        accept_proposal(db, &law(), zhao, (s01(), june(), revision)).await.unwrap();
        assert_eq!(data(test).await.version(Version::Published), after);
        assert!(accept_proposal(db, &law(), zhao, (s01(), june(), revision)).await.is_err());
        assert!(people.contains(&ill));
    })
    .await;
}

#[tokio::test]
async fn a_shift_that_rosters_name_is_not_taken_out_of_the_plan() {
    let test = Test::sqlite(AREAS).await;
    let people = with_plan(&test, small()).await;
    let (db, wang, zhao) = (&test.db, &test.people.wang, &test.people.zhao);
    edit_cell(db, &law(), wang, edit(&people[0], day(1), Entry::At(desk()))).await.unwrap();
    let mut plan = small();
    plan.shifts[0].code = "other".to_owned();
    plan.requirements.clear();
    let input = SavePlan { unit: s01(), since: june(), plan, revision: 1 };
    let refused = save_plan(db, zhao, input.clone()).await.unwrap_err();
    assert!(matches!(refused, DutyProblem::Flaw(rules::PlanFlaw::InUse(_))), "{refused}");
    let mut renamed = small();
    renamed.shifts[0].name = "昼班".to_owned();
    let renamed = SavePlan { plan: renamed, ..input };
    save_plan(db, zhao, renamed.clone()).await.unwrap();
    assert!(matches!(save_plan(db, zhao, renamed).await.unwrap_err(), DutyProblem::Stale));
}

#[tokio::test]
async fn a_swap_is_asked_accepted_checked_and_approved() {
    Test::on_both(AREAS, async |test| {
        let people = with_plan(test, small()).await;
        let (db, wang, zhao) = (&test.db, &test.people.wang, &test.people.zhao);
        for number in 1..=30 {
            let person = &people[usize::try_from(number).unwrap() % 2];
            edit_cell(db, &law(), wang, edit(person, day(number), Entry::At(desk()))).await.unwrap();
        }
        publish(test, zhao, "").await.unwrap();
        let as_person = |at: usize| Actor { person: Some(people[at].clone()), ..test.people.li.clone() };
        let (one, two) = (as_person(1), as_person(2));
        let ask = |other: usize, at: i8| NewSwap {
            id: rules::swap::SwapId::new(),
            unit: s01(),
            asker: people[1].clone(),
            asker_day: day(at),
            other: people[other].clone(),
            other_day: day(at),
            why: "家中有事".to_owned(),
        };
        // On the second of June the first two of them exchange a free day for a free day.
        let nothing = ask_swap(db, &law(), &one, ask(2, 2)).await.unwrap_err();
        assert!(matches!(nothing, DutyProblem::NothingToSwap), "{nothing}");
        assert!(matches!(ask_swap(db, &law(), &two, ask(2, 3)).await.unwrap_err(), DutyProblem::Denied(_)));
        let swap = ask(2, 3);
        ask_swap(db, &law(), &one, swap.clone()).await.unwrap();

        use crate::rules::swap::SwapState;
        let approve = async |actor: &Actor| {
            let decision = (swap.id.clone(), SwapState::Approved);
            decide_swap(db, &law(), actor, decision, String::new()).await
        };
        assert!(matches!(approve(zhao).await.unwrap_err(), DutyProblem::SwapDecided), "not accepted yet");
        let answer = async |actor: &Actor| answer_swap(db, actor, swap.id.clone(), SwapState::Accepted).await;
        assert!(matches!(answer(&one).await.unwrap_err(), DutyProblem::Denied(_)));
        answer(&two).await.unwrap();
        assert!(matches!(approve(&one).await.unwrap_err(), DutyProblem::Denied(_)));
        approve(zhao).await.unwrap();
        assert!(matches!(approve(zhao).await.unwrap_err(), DutyProblem::SwapDecided));

        let now = data(test).await.version(Version::Published);
        assert!(!now.contains_key(&(people[1].clone(), day(3))));
        assert!(now.contains_key(&(people[2].clone(), day(3))));
        // What they had been told before stays to be read.
        let before = store::last_steps(&db.read(), Version::Published, &s01(), june(), 5).await.unwrap();
        let [(1, stood)] = before.as_slice() else { panic!("one change: {before:?}") };
        let stood: Vec<(usize, bool)> = [1, 2]
            .into_iter()
            .filter_map(|at| {
                stood.iter().find(|cell| cell.person == people[at]).map(|cell| (at, cell.place.is_some()))
            })
            .collect();
        assert_eq!(stood, [(1, true), (2, false)]);

        // Somebody who cannot come takes nobody's shift.
        let absence = NewAbsence {
            id: availability::AbsenceId::new(),
            person: people[3].clone(),
            from: day(5),
            to: day(5),
            why: Why::Travel,
        };
        availability::record_absence(db, wang, absence).await.unwrap();
        let away = ask_swap(db, &law(), &one, ask(3, 5)).await.unwrap_err();
        assert!(matches!(&away, DutyProblem::SwapBreaks(text) if text.key == "optimiser-away"), "{away}");
    })
    .await;
}

#[tokio::test]
async fn attendance_is_recorded_once_and_a_month_is_settled_once() {
    Test::on_both(AREAS, async |test| {
        let people = with_plan(test, small()).await;
        let (db, wang, zhao) = (&test.db, &test.people.wang, &test.people.zhao);
        edit_cell(db, &law(), wang, edit(&people[0], day(1), Entry::At(desk()))).await.unwrap();
        test.set_clock("2026-06-02T09:00");
        let row = |times: (&str, &str), why: &str| AttendanceRow {
            person: people[0].clone(),
            shift: Some("day".to_owned()),
            times: Some((times.0.parse().unwrap(), times.1.parse().unwrap())),
            why: why.to_owned(),
        };
        let record = async |row: AttendanceRow| {
            let input = RecordAttendance { unit: s01(), day: day(1), rows: vec![row] };
            record_attendance(db, &law(), wang, input).await
        };
        let late = ("2026-06-01T08:00", "2026-06-01T18:00");
        assert!(matches!(record(row(late, "")).await.unwrap_err(), DutyProblem::DifferenceNeedsReason));
        let future = ("2026-06-01T08:00", "2026-06-02T10:00");
        assert!(matches!(record(row(future, "x")).await.unwrap_err(), DutyProblem::BadTimes));
        record(row(late, "处置警情")).await.unwrap();
        assert!(matches!(record(row(late, "处置警情")).await.unwrap_err(), DutyProblem::AttendedAlready));
        let there = store::attendance(&db.read(), &s01(), june().span()).await.unwrap();
        assert_eq!(there[0].minutes, 600, "eight hours of the plan and two more");

        let settle = async |by: &Actor| settle_month(db, &law(), by, s01(), june()).await;
        assert!(matches!(settle(zhao).await.unwrap_err(), DutyProblem::MonthNotOver));
        test.set_clock("2026-07-01T09:00");
        assert!(matches!(settle(wang).await.unwrap_err(), DutyProblem::Denied(_)));
        settle(zhao).await.unwrap();
        assert!(matches!(settle(zhao).await.unwrap_err(), DutyProblem::Settled));
        assert_eq!(store::owed(&db.read(), &s01()).await.unwrap()[&people[0]], 0);

        // A correction takes the place of what was recorded; both facts stay.
        let correct = async |by: &Actor, ends: &str, why: &str| {
            let starts = "2026-06-01T08:00".parse().unwrap();
            let times = Some((starts, ends.parse().unwrap()));
            let person = people[0].clone();
            let why = why.to_owned();
            let input = CorrectAttendance { unit: s01(), day: day(1), person, starts, times, why };
            correct_attendance(db, &law(), by, input).await
        };
        let bare = correct(wang, "2026-06-01T17:00", "").await.unwrap_err();
        assert!(matches!(bare, DutyProblem::CorrectionNeedsReason));
        let denied = correct(&test.people.li, "2026-06-01T17:00", "登记有误").await.unwrap_err();
        assert!(matches!(denied, DutyProblem::Denied(_)), "{denied}");
        correct(wang, "2026-06-01T17:00", "登记有误").await.unwrap();
        let there = store::attendance(&db.read(), &s01(), june().span()).await.unwrap();
        assert_eq!((there.len(), there[0].minutes), (1, 540));
        assert_eq!(store::corrected_on(&db.read(), &s01(), day(1)).await.unwrap().len(), 1);
        assert_eq!(facts(test, "shift.worked").await, 2);
    })
    .await;
}

#[tokio::test]
async fn rest_is_paid_only_where_the_plan_lets_it_and_never_more_than_is_owed() {
    Test::on_both(AREAS, async |test| {
        let mut open = small();
        open.compensation.is_paid = true;
        let people = with_plan(test, small()).await;
        let (db, wang, zhao) = (&test.db, &test.people.wang, &test.people.zhao);
        // Twenty-nine days of eight hours are more than a month has.
        test.set_clock("2026-07-01T09:00");
        for number in 1..=29 {
            let shift = "day".to_owned();
            let starts = day(number).at(8, 0);
            let times = Some((starts, starts.plus_minutes(8 * 60)));
            let row =
                AttendanceRow { person: people[0].clone(), shift: Some(shift), times, why: String::new() };
            let input = RecordAttendance { unit: s01(), day: day(number), rows: vec![row] };
            record_attendance(db, &law(), wang, input).await.unwrap();
        }
        settle_month(db, &law(), zhao, s01(), june()).await.unwrap();
        let owed = store::owed(&db.read(), &s01()).await.unwrap()[&people[0]];
        assert!(owed > 0 && owed % 480 == 0, "{owed}");
        let pay = async |by: &Actor, minutes: i64, why: &str| {
            let (person, why) = (people[0].clone(), why.to_owned());
            pay_rest(db, by, PayRest { unit: s01(), person, minutes, why }).await
        };
        assert!(matches!(pay(zhao, 60, "无法安排").await.unwrap_err(), DutyProblem::RestNotPaid));
        let input = SavePlan { unit: s01(), since: june(), plan: open, revision: 1 };
        save_plan(db, zhao, input).await.unwrap();
        assert!(matches!(pay(wang, 60, "无法安排").await.unwrap_err(), DutyProblem::Denied(_)));
        let own = Actor { person: Some(people[0].clone()), ..zhao.clone() };
        assert!(matches!(pay(&own, 60, "无法安排").await.unwrap_err(), DutyProblem::Denied(_)));
        assert!(matches!(pay(zhao, 60, "").await.unwrap_err(), DutyProblem::PaymentNeedsReason));
        assert!(matches!(pay(zhao, owed + 1, "无法安排").await.unwrap_err(), DutyProblem::MoreThanOwed));
        pay(zhao, 480, "无法安排").await.unwrap();
        assert_eq!(store::owed(&db.read(), &s01()).await.unwrap()[&people[0]], owed - 480);

        // A correction in a settled month changes what is owed by an entry of its own.
        let starts = day(5).at(8, 0);
        let input = CorrectAttendance {
            unit: s01(),
            day: day(5),
            person: people[0].clone(),
            starts,
            times: None,
            why: "当日未到岗".to_owned(),
        };
        correct_attendance(db, &law(), zhao, input).await.unwrap();
        assert_eq!(store::owed(&db.read(), &s01()).await.unwrap()[&people[0]], owed - 960);
        assert_eq!(facts(test, "shift.missed").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_shift_above_the_limit_of_fatigue_needs_a_leader_and_a_reason() {
    Test::on_both(AREAS, async |test| {
        let mut plan = small();
        plan.limits.fatigue = Some(107);
        let people = with_plan(test, plan).await;
        let (db, wang, zhao) = (&test.db, &test.people.wang, &test.people.zhao);
        for number in 1..=3 {
            edit_cell(db, &law(), wang, edit(&people[0], day(number), Entry::At(desk()))).await.unwrap();
        }
        // A fourth day in a row is 117.
        let fourth = edit(&people[0], day(4), Entry::At(desk()));
        let tired = edit_cell(db, &law(), zhao, fourth.clone()).await.unwrap_err();
        assert!(matches!(tired, DutyProblem::TooTired { index: 117, limit: 107, .. }), "{tired}");
        let why = || EditCell { why: "安保任务".to_owned(), ..fourth.clone() };
        let denied = edit_cell(db, &law(), wang, why()).await.unwrap_err();
        assert!(matches!(denied, DutyProblem::Denied(_)), "{denied}");
        edit_cell(db, &law(), zhao, why()).await.unwrap();
        // Also in the middle: what comes after it becomes worse.
        edit_cell(db, &law(), wang, edit(&people[1], day(1), Entry::At(desk()))).await.unwrap();
        edit_cell(db, &law(), wang, edit(&people[1], day(2), Entry::At(desk()))).await.unwrap();
        edit_cell(db, &law(), wang, edit(&people[1], day(4), Entry::At(desk()))).await.unwrap();
        let gap = edit_cell(db, &law(), wang, edit(&people[1], day(3), Entry::At(desk()))).await.unwrap_err();
        assert!(matches!(gap, DutyProblem::TooTired { .. }), "{gap}");

        let month = data(test).await;
        assert_eq!(month.overtired(&month.version(Version::Draft)).unwrap().len(), 1);
        for number in 5..=30 {
            let person = &people[2 + usize::from(number % 2 == 0)];
            edit_cell(db, &law(), wang, edit(person, day(number), Entry::At(desk()))).await.unwrap();
        }
        let bare = publish(test, zhao, "").await.unwrap_err();
        assert!(matches!(bare, DutyProblem::NeedsReason(1)), "{bare}");
        publish(test, zhao, "安保任务").await.unwrap();
        for (kind, count) in [("fatigue.accepted", 1), ("fatigue.exceeded", 1)] {
            assert_eq!(facts(test, kind).await, count, "{kind}");
        }
    })
    .await;
}

async fn facts(test: &Test, kind: &str) -> usize {
    use sea_orm::ConnectionTrait;
    use sea_orm::sea_query::{Expr, ExprTrait, Query};
    let query = Query::select().column("id").from("fact").and_where(Expr::col("kind").eq(kind)).to_owned();
    test.db.read().query_all(&query).await.unwrap().len()
}
