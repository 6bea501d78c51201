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
