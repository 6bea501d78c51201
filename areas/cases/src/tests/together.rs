//! Two people at once: one goes through, or both in a lawful order, on both databases.

use super::ways::choose;
use super::*;
use crate::rules::act::{Act, Circumstance, Particulars};
use crate::rules::*;
use testkit::Test;

/// Lets both run at the same time and answers how many went through.
async fn both(
    one: impl Future<Output = Result<(), CasesProblem>>,
    other: impl Future<Output = Result<(), CasesProblem>>,
) -> (usize, Vec<CasesProblem>) {
    let (one, other) = tokio::join!(one, other);
    let answers = [one, other];
    let through = answers.iter().filter(|answer| answer.is_ok()).count();
    (through, answers.into_iter().filter_map(Result::err).collect())
}

async fn case(test: &Test, category: &str) -> (CaseId, PartyId) {
    let new = case_in(&unit_code("S01"), category, &[&test.people.li, &test.people.zhao]);
    let case = accept_case(&test.db, procedure(), &test.people.zhao, new).await.unwrap();
    let party = enter(test, &case, PartyRole::Suspect, &[]).await;
    (case, party)
}

/// Another officer who approves, with a handle of another process on the same data.
async fn approved(
    db: &database::Database,
    actor: &Actor,
    case: &CaseId,
    act: Act,
    what: Particulars,
) -> Result<(), CasesProblem> {
    // Somebody of the bureau approves what officers of the station do.
    let file = file_of(&db.read(), case).await?;
    let accepted = file.last(Act::Accepted).map(|entry| entry.officers.clone()).unwrap_or_default();
    let officers = if spec(act).has_officers { accepted } else { Vec::new() };
    let input = RecordAct {
        case: case.clone(),
        act,
        at: None,
        officers,
        what,
        note: String::new(),
        findings: Vec::new(),
        seen: None,
    };
    record_act(db, procedure(), actor, input).await.map(drop)
}

async fn count(test: &Test, case: &CaseId, act: Act) -> usize {
    file_of(&test.db.read(), case).await.unwrap().all(act).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_approvers_never_extend_a_third_time() {
    on_both(async |test| {
        let second =
            testkit::account(&test.db, "冯局", "feng", "B01", Some(kernel::Role::BureauLeader)).await;
        let elsewhere = test.reopen(&[POLICIES]).await;
        let complex = || Particulars::default().with(&[Circumstance::Complex]);
        for _ in 0..5 {
            let (case, _) = case(test, "public_order.fight").await;
            for round in 0..3 {
                let one = approved(&test.db, &test.people.qian, &case, Act::TermExtended, complex());
                let other = approved(&elsewhere, &second, &case, Act::TermExtended, complex());
                let (through, refused) = both(one, other).await;
                assert_eq!(through, if round == 0 { 2 } else { 0 }, "{refused:?}");
                let shut =
                    |one: &CasesProblem| matches!(one, CasesProblem::GateShut { act: Act::TermExtended, .. });
                assert!(refused.iter().all(shut), "{refused:?}");
            }
            assert_eq!(count(test, &case, Act::TermExtended).await, 2);
        }
        // One is left: one of two gets it.
        let (case, _) = case(test, "public_order.fight").await;
        approved(&test.db, &second, &case, Act::TermExtended, complex()).await.unwrap();
        let one = approved(&test.db, &test.people.qian, &case, Act::TermExtended, complex());
        let other = approved(&elsewhere, &second, &case, Act::TermExtended, complex());
        assert_eq!(both(one, other).await.0, 1);
        assert_eq!(count(test, &case, Act::TermExtended).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_case_is_decided_once() {
    on_both(async |test| {
        let elsewhere = test.reopen(&[POLICIES]).await;
        for _ in 0..5 {
            let (case, party) = case(test, "public_order.fight").await;
            let of = Particulars::of_party(&party);
            approved(&test.db, &test.people.zhao, &case, Act::PenaltyTold, of.clone()).await.unwrap();
            let decide = async |db: &database::Database, actor: &Actor, decision: Decision| {
                let what = Particulars { amount: Some(300), ..of.clone() };
                let step = CaseStepInput { what, ..CaseStepInput::of(&case) };
                decide_case(db, procedure(), actor, DecideCase { step, decision }).await
            };
            let one = decide(&test.db, &test.people.zhao, Decision::Fine);
            let other = decide(&elsewhere, &test.people.li, Decision::Warning);
            let (through, refused) = both(one, other).await;
            assert_eq!(through, 1, "{refused:?}");
            assert!(matches!(refused[..], [CasesProblem::CaseStep { .. }]), "{refused:?}");
            assert_eq!(count(test, &case, Act::Decided).await, 1);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn release_and_detention_at_once_end_in_one_lawful_order() {
    on_both(async |test| {
        let elsewhere = test.reopen(&[POLICIES]).await;
        for _ in 0..5 {
            let (case, party) = case(test, "criminal.theft").await;
            let of = Particulars::of_party(&party);
            let zhao = &test.people.zhao;
            let act =
                async |act: Act, what: Particulars| approved(&test.db, zhao, &case, act, what).await.unwrap();
            act(Act::ReceiptGiven, choose("receipt")).await;
            file_case(&test.db, procedure(), zhao, CaseStepInput::of(&case)).await.unwrap();
            act(Act::Summoned, of.clone().choose("written")).await;
            act(Act::Arrived, of.clone().choose("criminal_summons")).await;
            let arrival =
                file_of(&test.db.read(), &case).await.unwrap().last(Act::Arrived).unwrap().fact.clone();
            let belonging = |choice: &str| choose(choice).belonging_to(&arrival);
            act(Act::FamilyNotified, belonging("told")).await;

            let release = approved(&test.db, zhao, &case, Act::Released, belonging("left"));
            let detain = approved(&elsewhere, &test.people.qian, &case, Act::Detained, of.clone());
            let (through, refused) = both(release, detain).await;
            let file = file_of(&test.db.read(), &case).await.unwrap();
            // Let go and then detained, or detained and no longer to be let go from the summons.
            assert!(file.has(Act::Detained), "{refused:?}");
            assert_eq!(through, if file.has(Act::Released) { 2 } else { 1 }, "{refused:?}");
            assert_eq!(file.holds().count(), 1);
            assert!(super::judge::faults(&file).is_empty());
            let late = approved(&test.db, zhao, &case, Act::Released, belonging("left")).await;
            assert!(matches!(late, Err(CasesProblem::Unusable { field: Field::Of })), "{late:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_form_sent_twice_at_once_is_one_act() {
    on_both(async |test| {
        let elsewhere = test.reopen(&[POLICIES]).await;
        let (case, party) = case(test, "public_order.fight").await;
        let revision = store::find_case(&test.db.read(), &case).await.unwrap().unwrap().revision;
        let seen = Some(Seen { revision, form: FormId::new() });
        let send = async |db: &database::Database| {
            let input = RecordAct {
                case: case.clone(),
                act: Act::PenaltyTold,
                at: None,
                officers: Vec::new(),
                what: Particulars::of_party(&party),
                note: "当面告知".to_owned(),
                findings: Vec::new(),
                seen: seen.clone(),
            };
            record_act(db, procedure(), &test.people.zhao, input).await
        };
        let (one, other) = tokio::join!(send(&test.db), send(&elsewhere));
        assert_eq!(one.unwrap(), other.unwrap(), "both are answered with the same act");
        assert_eq!(count(test, &case, Act::PenaltyTold).await, 1);
    })
    .await;
}
