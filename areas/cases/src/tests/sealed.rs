//! Sealed records: what is kept apart, and who looks at it.

use super::papers::{accepted, making, party, source};
use super::*;
use crate::rules::act::{Act, Particulars, PartyRole};
use crate::rules::paper::PaperId;
use crate::rules::{Case, CloseOutcome, Decision, LookUpGround};
use kernel::{Problem, Status};

#[tokio::test]
async fn papers_of_a_sealed_record_ask_for_the_power_and_a_purpose_that_is_recorded() {
    on_both(async |test| {
        let procedure = procedure();
        let (db, li, zhao) = (&test.db, &test.people.li, &test.people.zhao);
        let id = accepted(test, procedure, "public_order.fight").await;
        let suspect = party(test, procedure, &id, PartyRole::Suspect, "甲").await;
        let paper = make_paper(db, procedure, li, making(&id, "summons", Some(&suspect))).await.unwrap();
        use sea_orm::ConnectionTrait;
        test.behind().await.execute_unprepared("UPDATE cases_party SET sealed_at = 1").await.unwrap();

        let form = making(&id, "summons", Some(&suspect));
        let refused = make_paper(db, procedure, li, form.clone()).await.unwrap_err();
        assert_eq!(refused.status(), Status::Denied);
        make_paper(db, procedure, zhao, form).await.unwrap();

        let opening = |purpose: &str| LookUp {
            case: id.clone(),
            paper: Some(paper.clone()),
            ground: LookUpGround::CaseWork,
            asked_by: "青山县人民检察院".to_owned(),
            purpose: purpose.to_owned(),
        };
        let why = "检察院调卷，治安管理处罚法第一百三十六条，查甲某";
        assert_eq!(look_up(db, li, opening(why)).await.unwrap_err().status(), Status::Denied);
        assert_eq!(look_up(db, zhao, opening("  ")).await.unwrap_err().status(), Status::Invalid);
        assert_eq!(look_up(db, zhao, opening("查")).await.unwrap_err().status(), Status::Invalid);
        let nobody = LookUp { asked_by: String::new(), ..opening(why) };
        assert_eq!(look_up(db, zhao, nobody).await.unwrap_err().status(), Status::Invalid);
        let unknown = LookUp { paper: Some(PaperId::new()), ..opening(why) };
        assert_eq!(look_up(db, zhao, unknown).await.unwrap_err().status(), Status::NotFound);
        look_up(db, zhao, opening(why)).await.unwrap();

        let facts = database::facts::history(&db.read(), id.as_str()).await.unwrap();
        let looked: Vec<_> = facts.iter().filter(|fact| fact.kind == "case.looked_up").collect();
        assert_eq!(looked.len(), 1);
        assert!(looked[0].detail.contains(paper.as_str()), "{}", looked[0].detail);
        assert!(!looked[0].detail.contains('甲'), "the purpose stands beside the fact: {}", looked[0].detail);
    })
    .await;
}

#[tokio::test]
async fn the_words_of_a_sealed_case_are_read_only_by_a_look_up() {
    on_both(async |test| {
        let procedure = procedure();
        let (db, li, zhao) = (&test.db, &test.people.li, &test.people.zhao);
        test.set_clock("2026-05-06T09:00");
        let fight = Category::parse("public_order.fight").unwrap();
        let report = received(test, NewIncident { category: fight, ..theft() }).await;
        dispatch_incident(db, zhao, dispatch(&report, &[li, zhao], "2026-05-06T08:33")).await.unwrap();
        attend_incident(db, li, attend(&report, "2026-05-06T08:45")).await.unwrap();
        let becomes = EndAs::Accepted(AcceptedCase {
            id: CaseId::new(),
            category: CaseCategory::parse("public_order.fight").unwrap(),
            summary: "因琐事殴打他人".to_owned(),
            handlers: vec![person(li)],
        });
        let ending = end(&report, becomes, "2026-05-06T09:00");
        let id = end_incident(db, procedure, li, ending).await.unwrap().unwrap();
        let suspect = party(test, procedure, &id, PartyRole::Suspect, "甲").await;
        test.set_clock("2026-05-07T09:00");
        let of = || Particulars::of_party(&suspect);
        let receipt = Particulars::default().choose("notice");
        record(test, li, &id, Act::ReceiptGiven, receipt, "2026-05-06T09:10").await.unwrap();
        record(test, li, &id, Act::PenaltyTold, of(), "2026-05-06T10:00").await.unwrap();
        let step = |what| CaseStepInput { what, ..CaseStepInput::of(&id) };
        decide_case(db, procedure, li, DecideCase { step: step(of()), decision: Decision::Warning })
            .await
            .unwrap();
        let direct = of().choose("direct");
        record(test, li, &id, Act::Served, direct, "2026-05-07T09:00").await.unwrap();
        let result = Particulars::default().choose("result");
        record(test, li, &id, Act::ReporterTold, result, "2026-05-07T09:00").await.unwrap();
        record(test, li, &id, Act::RecordSealed, Particulars::default(), "2026-05-07T09:00").await.unwrap();
        let close = CloseCase {
            step: step(Particulars::default()),
            outcome: CloseOutcome::Executed,
            closing: "对甲警告".to_owned(),
        };
        close_case(db, procedure, li, close).await.unwrap();

        let case: Case = store::find_case(&db.read(), &id).await.unwrap().unwrap();
        assert!(case.is_sealed() && case.closing.is_empty() && case.closed_at.is_some());
        let as_it_is = crate::rules::CaseCorrection::of(&case, crate::rules::Reason::Typing);
        let correct = CorrectCase { case: id.clone(), correction: as_it_is, seen: None };
        let refused = correct_case(db, procedure, zhao, correct).await;
        assert!(matches!(refused, Err(CasesProblem::RecordIsSealed)), "{refused:?}");

        let incident = store::find_incident(&db.read(), &report).await.unwrap().unwrap();
        assert!(incident.is_sealed() && incident.address.is_empty(), "{incident:?}");
        let correction = crate::rules::IncidentCorrection::of(&incident, crate::rules::Reason::Typing);
        let correct = CorrectIncident { incident: report.clone(), correction, seen: None };
        let refused = correct_incident(db, procedure, zhao, correct).await;
        assert!(matches!(refused, Err(CasesProblem::RecordIsSealed)), "{refused:?}");

        let look = LookUp {
            case: id.clone(),
            paper: None,
            ground: LookUpGround::StateRules,
            asked_by: "青山县民政局".to_owned(),
            purpose: "依规定核查".to_owned(),
        };
        let found = look_up(db, zhao, look).await.unwrap();
        assert_eq!(found.words.summary, "因琐事殴打他人");
        assert_eq!(found.words.closing, "对甲警告");
        let said = found.words.report.unwrap();
        assert_eq!(
            (said.summary.as_str(), said.address.as_str()),
            ("店铺夜间被撬，现金被盗", "解放路 18 号")
        );
        assert_eq!(found.names.len(), 1);
        let facts = database::facts::history(&db.read(), id.as_str()).await.unwrap();
        let looked = facts.iter().find(|fact| fact.kind == "case.looked_up").unwrap();
        assert_eq!(looked.outcome, "state_rules");
        // Papers of it, for those who may, still say it.
        let source = source(test, procedure, &id).await;
        assert_eq!(source.case.summary, "因琐事殴打他人");
        assert_eq!(source.place, "解放路 18 号");
    })
    .await;
}
