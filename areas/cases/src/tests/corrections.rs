//! A mistake in a step put right: acts stay as they were, clocks move, and no gate is gone around.

use super::ways::choose;
use super::*;
use crate::rules::act::{Act, Circumstance, Particulars};
use crate::rules::gate::Need;
use crate::rules::*;
use testkit::Test;

async fn corrected(
    test: &Test,
    case: &CaseId,
    change: impl FnOnce(&mut CaseCorrection),
) -> Result<(), CasesProblem> {
    let there = store::find_case(&test.db.read(), case).await.unwrap().unwrap();
    let mut correction = CaseCorrection::of(&there, Reason::Typing);
    change(&mut correction);
    let input = CorrectCase { case: case.clone(), correction, seen: None };
    correct_case(&test.db, procedure(), &test.people.zhao, input).await
}

async fn due(test: &Test, case: &CaseId) -> Option<Instant> {
    store::find_case(&test.db.read(), case).await.unwrap().unwrap().due_at
}

#[tokio::test]
async fn a_correction_keeps_acts_and_moves_clocks() {
    on_both(async |test| {
        let zhao = &test.people.zhao;
        test.set_clock("2026-05-20T09:00");
        let pair = [&test.people.li, zhao];
        let new = NewCase {
            accepted_at: Some(at("2026-05-06T09:00")),
            ..case_in(&unit_code("S01"), "public_order.fight", &pair)
        };
        let case = accept_case(&test.db, procedure(), zhao, new).await.unwrap();
        let party = enter(test, &case, PartyRole::Suspect, &[]).await;
        let of = || Particulars::of_party(&party);
        let seized = choose("seized").with(&[Circumstance::Recorded]);
        record(test, zhao, &case, Act::Seized, seized, "2026-05-08T10:00").await.unwrap();
        let complex = Particulars::default().with(&[Circumstance::Complex]);
        record(test, &test.people.qian, &case, Act::TermExtended, complex, "2026-05-09T10:00").await.unwrap();
        record(test, zhao, &case, Act::PenaltyTold, of(), "2026-05-10T10:00").await.unwrap();
        let before = file_of(&test.db.read(), &case).await.unwrap();
        // Sixty days from 6 May: a Sunday; from 5 May: Saturday 4 July.
        assert_eq!(due(test, &case).await, Some(at("2026-07-06T23:59:59")));

        corrected(test, &case, |new| new.accepted_at = at("2026-05-04T09:00")).await.unwrap();
        assert_eq!(due(test, &case).await, Some(at("2026-07-03T23:59:59")));
        let after = file_of(&test.db.read(), &case).await.unwrap();
        let acts = |file: &crate::rules::file::CaseFile| {
            file.entries.iter().filter(|entry| entry.act != Act::Accepted).cloned().collect::<Vec<_>>()
        };
        assert_eq!(acts(&after), acts(&before), "with their officers, teams and particulars");
        assert_eq!(after.parties, before.parties);
        let procedure = procedure();
        let clocks = procedure.clocks.of(&after, &procedure.law);
        let term = clocks.iter().find(|clock| clock.rule == "adm-case-30d").unwrap();
        assert_eq!((term.since, term.extensions), (at("2026-05-04T09:00"), 1));

        // It cannot have begun after what was done in it.
        let late = corrected(test, &case, |new| new.accepted_at = at("2026-05-08T11:00")).await;
        assert!(matches!(late, Err(CasesProblem::BeforePrevious { .. })), "{late:?}");
        test.set_clock("2026-05-06T09:00");
    })
    .await;
}

#[tokio::test]
async fn a_correction_does_not_go_around_the_gate() {
    on_both(async |test| {
        let zhao = &test.people.zhao;
        test.set_clock("2026-05-20T09:00");
        let new = NewCase {
            accepted_at: Some(at("2026-05-06T09:00")),
            ..case_in(&unit_code("S01"), "public_order.fight", &[&test.people.li, zhao])
        };
        let case = accept_case(&test.db, procedure(), zhao, new).await.unwrap();
        let party = enter(test, &case, PartyRole::Suspect, &[]).await;
        let of = || Particulars::of_party(&party);
        record(test, zhao, &case, Act::PenaltyTold, of(), "2026-05-10T10:00").await.unwrap();
        let what = Particulars { amount: Some(900), ..of() };
        let step = CaseStepInput { what, at: Some(at("2026-05-11T10:00")), ..CaseStepInput::of(&case) };
        let decide = DecideCase { step, decision: Decision::Fine };
        decide_case(&test.db, procedure(), zhao, decide).await.unwrap();

        // Detention is the bureau's; nobody is punished before being told.
        let graver = corrected(test, &case, |new| new.decision = Some(Decision::Detention)).await;
        let is_shut = |answer: &Result<(), CasesProblem>, need: Need| {
            matches!(answer, Err(CasesProblem::GateShut { act: Act::Decided, missing, .. }) if *missing == [need])
        };
        assert!(is_shut(&graver, Need::BodyOfPower), "{graver:?}");
        let earlier = corrected(test, &case, |new| new.decided_at = Some(at("2026-05-09T10:00"))).await;
        assert!(is_shut(&earlier, Need::PenaltyTold), "{earlier:?}");
        corrected(test, &case, |new| new.decided_at = Some(at("2026-05-11T12:00"))).await.unwrap();
        let file = file_of(&test.db.read(), &case).await.unwrap();
        let decided = file.last(Act::Decided).unwrap();
        assert_eq!((decided.at, decided.what.amount), (at("2026-05-11T12:00"), Some(900)));
        assert_eq!((decided.team.officers, decided.what.party.as_ref()), (2, Some(&party)));
        test.set_clock("2026-05-06T09:00");
    })
    .await;
}

/// The live facts of periods of a case: kind without area, rule and minutes.
async fn periods(test: &Test, case: &CaseId) -> Vec<String> {
    let told = counted(test, case.as_str()).await;
    let of_periods = ["case.period_", "case.overdue"];
    told.into_iter()
        .filter(|line| of_periods.iter().any(|kind| line.starts_with(kind)))
        .map(|line| line.replace("case.", "").replace("public_order.fight ", ""))
        .collect()
}

#[tokio::test]
async fn periods_are_told_again_after_a_correction() {
    on_both(async |test| {
        let zhao = &test.people.zhao;
        test.set_clock("2026-06-15T09:00");
        let new = NewCase {
            accepted_at: Some(at("2026-05-06T09:00")),
            ..case_in(&unit_code("S01"), "public_order.fight", &[&test.people.li, zhao])
        };
        let case = accept_case(&test.db, procedure(), zhao, new).await.unwrap();
        record(test, zhao, &case, Act::ReceiptGiven, choose("notice"), "2026-05-07T08:00").await.unwrap();
        while sweep_clocks(&test.db, procedure()).await.unwrap() > 0 {}
        assert_eq!(periods(test, &case).await, ["period_kept adm-receipt 1380", "overdue adm-case-30d -"]);

        // Accepted a day earlier: the receipt was late.
        corrected(test, &case, |new| new.accepted_at = at("2026-05-05T09:00")).await.unwrap();
        assert_eq!(periods(test, &case).await, ["period_missed adm-receipt 2820", "overdue adm-case-30d -"]);
        assert_eq!(sweep_clocks(&test.db, procedure()).await.unwrap(), 0, "told already, under its new key");

        // Accepted later than was first entered.
        corrected(test, &case, |new| new.accepted_at = at("2026-05-07T07:00")).await.unwrap();
        assert_eq!(periods(test, &case).await, ["period_kept adm-receipt 60", "overdue adm-case-30d -"]);

        let party = enter(test, &case, PartyRole::Suspect, &[]).await;
        let of = || Particulars::of_party(&party);
        record(test, zhao, &case, Act::PenaltyTold, of(), "2026-05-20T10:00").await.unwrap();
        let what = Particulars { amount: Some(500), ..of() };
        let step = CaseStepInput { what, at: Some(at("2026-06-14T10:00")), ..CaseStepInput::of(&case) };
        let decide = DecideCase { step, decision: Decision::Fine };
        decide_case(&test.db, procedure(), zhao, decide).await.unwrap();
        assert_eq!(
            periods(test, &case).await,
            [
                "period_kept adm-receipt 60",
                "period_missed adm-case-30d 54900",
                "overdue adm-case-30d -",
                "overdue_over adm-case-30d 9180"
            ]
        );
        // It was decided in May: kept, and never overdue.
        corrected(test, &case, |new| new.decided_at = Some(at("2026-05-21T10:00"))).await.unwrap();
        let told = periods(test, &case).await;
        assert!(told.contains(&"period_kept adm-case-30d 20340".to_owned()), "{told:?}");
        assert!(told.contains(&"period_withdrawn adm-case-30d -".to_owned()), "{told:?}");
        assert!(
            !told.iter().any(|line| line.starts_with("overdue") || line.contains("missed adm-case")),
            "{told:?}"
        );

        // The fine was meant otherwise, within the power of the station and not.
        let grave = corrected(test, &case, |new| new.amount = Some(5_000)).await;
        assert!(matches!(grave, Err(CasesProblem::GateShut { act: Act::Decided, .. })), "{grave:?}");
        corrected(test, &case, |new| new.amount = Some(300)).await.unwrap();
        let same = corrected(test, &case, |new| new.amount = Some(300)).await;
        assert!(matches!(same, Err(CasesProblem::NothingToCorrect)), "{same:?}");
        let file = file_of(&test.db.read(), &case).await.unwrap();
        assert_eq!(file.last(Act::Decided).unwrap().what.amount, Some(300));
        corrected(test, &case, |new| new.decision = Some(Decision::Warning)).await.unwrap();
        let file = file_of(&test.db.read(), &case).await.unwrap();
        assert_eq!(file.last(Act::Decided).unwrap().what.amount, None);
        let unsaid = corrected(test, &case, |new| new.decision = Some(Decision::Fine)).await;
        assert!(matches!(unsaid, Err(CasesProblem::Missing { field: Field::Amount })), "{unsaid:?}");
        test.set_clock("2026-05-06T09:00");
    })
    .await;
}

#[tokio::test]
async fn the_time_of_an_act_is_put_right_within_what_stands_around_it() {
    on_both(async |test| {
        let (li, zhao) = (&test.people.li, &test.people.zhao);
        test.set_clock("2026-05-06T20:00");
        let new = NewCase {
            accepted_at: Some(at("2026-05-06T08:00")),
            ..case_in(&unit_code("S01"), "public_order.fight", &[li, zhao])
        };
        let case = accept_case(&test.db, procedure(), zhao, new).await.unwrap();
        let party = enter(test, &case, PartyRole::Suspect, &[]).await;
        let of = || Particulars::of_party(&party);
        record(test, zhao, &case, Act::SummonsApproved, of(), "2026-05-06T09:00").await.unwrap();
        let written = of().choose("written");
        record(test, li, &case, Act::Summoned, written, "2026-05-06T09:10").await.unwrap();
        let ordinary = of().choose("ordinary");
        let arrived = record(test, li, &case, Act::Arrived, ordinary, "2026-05-06T12:00").await.unwrap();
        let told = choose("told").belonging_to(&arrived);
        record(test, li, &case, Act::FamilyNotified, told, "2026-05-06T13:00").await.unwrap();
        let clock = async || {
            let file = file_of(&test.db.read(), &case).await.unwrap();
            let clocks = procedure().clocks.of(&file, &procedure().law);
            clocks.into_iter().find(|clock| clock.rule == "adm-question-8h").unwrap()
        };
        assert_eq!(clock().await.due, Some(at("2026-05-06T20:00")));

        let correct = |fact: &FactId, time: &str| CorrectAct {
            case: case.clone(),
            fact: fact.clone(),
            at: at(time),
            reason: Reason::Typing,
            seen: None,
        };
        let correcting = async |who: &Actor, input| correct_act(&test.db, procedure(), who, input).await;
        let denied = correcting(li, correct(&arrived, "2026-05-06T10:00")).await;
        assert!(matches!(denied, Err(CasesProblem::Denied(_))), "{denied:?}");
        // Nobody is brought in before the summons, nor after the family heard of it.
        let early = correcting(zhao, correct(&arrived, "2026-05-06T08:30")).await;
        assert!(matches!(early, Err(CasesProblem::GateShut { .. })), "{early:?}");
        let late = correcting(zhao, correct(&arrived, "2026-05-06T14:00")).await;
        assert!(matches!(late, Err(CasesProblem::AfterNext { .. })), "{late:?}");
        let same = correcting(zhao, correct(&arrived, "2026-05-06T12:00")).await;
        assert!(matches!(same, Err(CasesProblem::NothingToCorrect)), "{same:?}");
        let unknown = correcting(zhao, correct(&FactId::new(), "2026-05-06T10:00")).await;
        assert!(matches!(unknown, Err(CasesProblem::ActNotFound)), "{unknown:?}");

        correcting(zhao, correct(&arrived, "2026-05-06T10:00")).await.unwrap();
        assert_eq!(clock().await.due, Some(at("2026-05-06T18:00")));
        let history = database::facts::history(&test.db.read(), case.as_str()).await.unwrap();
        let arrivals = history.iter().filter(|fact| fact.kind == "case.arrived").count();
        assert_eq!(arrivals, 2, "both stay");
        let told_of = file_of(&test.db.read(), &case).await.unwrap();
        let notified = told_of.last(Act::FamilyNotified).unwrap();
        assert!(told_of.find(notified.what.of.as_ref().unwrap()).is_some(), "what belongs to it still does");
    })
    .await;
}
