//! Stories through the commands, on SQLite and on PostgreSQL.

use super::ways::choose;
use super::*;
use crate::rules::*;
use crate::store::{CaseFilter, CaseSort, IncidentFilter, IncidentSort, Units};
use kernel::{FactId, Problem, Role, Status};

fn step(case: &CaseId, time: &str) -> CaseStepInput {
    CaseStepInput { at: Some(at(time)), ..CaseStepInput::of(case) }
}

async fn incident(test: &Test, id: &IncidentId) -> Incident {
    store::find_incident(&test.db.read(), id).await.unwrap().unwrap()
}

async fn case(test: &Test, id: &CaseId) -> Case {
    store::find_case(&test.db.read(), id).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_report_by_telephone_goes_all_the_way_to_a_closed_criminal_case() {
    on_both(async |test| {
        let (db, procedure) = (&test.db, procedure());
        let [li, wang, zhao] = [&test.people.li, &test.people.wang, &test.people.zhao];
        let id = received(test, theft()).await;
        let burglary = Category::parse("crime.burglary").unwrap();
        let classify = ClassifyIncident { incident: id.clone(), category: burglary, seen: None };
        classify_incident(db, procedure, wang, classify).await.unwrap();
        dispatch_incident(db, wang, dispatch(&id, &[li, zhao], "2026-05-06T08:33")).await.unwrap();
        attend_incident(db, li, attend(&id, "2026-05-06T08:45")).await.unwrap();
        let accepted = AcceptedCase {
            id: CaseId::new(),
            category: CaseCategory::proposed(burglary, CaseKind::Criminal),
            summary: String::new(),
            handlers: vec![person(li), person(zhao)],
        };
        let how = EndAs::Accepted(accepted);
        let made = end_incident(db, procedure, li, end(&id, how, "2026-05-06T09:00")).await.unwrap().unwrap();

        let suspect = enter(test, &made, PartyRole::Suspect, &[]).await;
        let of_suspect = || Particulars::of_party(&suspect);
        test.set_clock("2026-06-10T10:00");
        record(test, li, &made, Act::ReceiptGiven, choose("receipt"), "2026-05-06T10:00").await.unwrap();
        file_case(db, procedure, li, step(&made, "2026-05-08T10:00")).await.unwrap();
        solve_case(db, procedure, li, step(&made, "2026-05-20T10:00")).await.unwrap();
        let to = TransferTo::Prosecution;
        let early = TransferCase { step: step(&made, "2026-06-01T10:00"), to };
        let early = transfer_case(db, procedure, li, early).await;
        assert!(matches!(early, Err(CasesProblem::GateShut { act: Act::Transferred, .. })), "{early:?}");
        record(test, li, &made, Act::Interrogated, of_suspect(), "2026-05-21T10:00").await.unwrap();
        transfer_case(db, procedure, li, TransferCase { step: step(&made, "2026-06-01T10:00"), to })
            .await
            .unwrap();
        record(test, li, &made, Act::ProsecutionTold, of_suspect(), "2026-06-01T11:00").await.unwrap();
        record(test, li, &made, Act::ReporterTold, choose("result"), "2026-06-01T12:00").await.unwrap();
        let close = CloseCase {
            step: step(&made, "2026-06-02T10:00"),
            outcome: CloseOutcome::Prosecuted,
            closing: "犯罪事实清楚，已移送审查起诉".to_owned(),
        };
        close_case(db, procedure, li, close).await.unwrap();

        let ended = incident(test, &id).await;
        assert_eq!((ended.state(), ended.case.as_ref()), (State::Ended, Some(&made)));
        let closed = case(test, &made).await;
        assert_eq!(closed.state(), CaseState::Closed);
        assert_eq!(closed.incident, Some(id.clone()));
        assert_eq!(closed.summary, "店铺夜间被撬，现金被盗");
        assert_eq!(
            counted(test, id.as_str()).await,
            [
                "incident.received crime.theft call -",
                "incident.dispatched crime.burglary  3",
                "incident.attended crime.burglary  15",
                // Entered without a time, so it happened now, after the arrival was entered.
                "incident.classified crime.burglary  -",
                "incident.ended crime.burglary criminal 30",
                "incident.period_kept crime.burglary crm-receive 30",
            ]
        );
        assert_eq!(
            counted(test, made.as_str()).await,
            [
                "case.accepted criminal.theft  -",
                "case.party_added criminal.theft suspect -",
                "case.receipt_given criminal.theft receipt -",
                "case.period_kept criminal.theft crm-receive 60",
                "case.filed criminal.theft  2940",
                "case.period_kept criminal.theft crm-file-review-3d 2940",
                "case.solved criminal.theft  20220",
                "case.interrogated criminal.theft  -",
                "case.transferred criminal.theft prosecution 37500",
                "case.prosecution_told criminal.theft  -",
                "case.reporter_told criminal.theft result -",
                "case.closed criminal.theft prosecuted 38940",
            ]
        );
        let history = database::facts::history(&db.read(), id.as_str()).await.unwrap();
        let credits: Vec<i64> = history[2].credits.iter().map(|(_, share)| *share).collect();
        assert_eq!(credits, [5_000, 5_000], "both who went share the arrival");
        test.set_clock("2026-05-06T09:00");
    })
    .await;
}

#[tokio::test]
async fn a_public_order_case_is_decided_within_its_limit() {
    on_both(async |test| {
        let (db, procedure, zhao) = (&test.db, procedure(), &test.people.zhao);
        let new = case_in(&unit_code("S01"), "public_order.fight", &[zhao]);
        let id = accept_case(db, procedure, zhao, new).await.unwrap();
        let due = at("2026-06-05T23:59:59");
        assert_eq!(case(test, &id).await.due_at, Some(due));
        let work = open_work(db, &[unit_code("B01")]).await.unwrap();
        assert_eq!((work.cases.total, work.near.warned), (1, 0));
        test.set_clock("2026-05-31T10:00");
        // The receipt has run out, the case is near its end: each is counted once.
        let near = open_work(db, &[unit_code("S01")]).await.unwrap().near;
        assert_eq!((near.warned, near.escalated, near.over), (1, 0, 1));

        let early = CloseCase {
            step: step(&id, "2026-05-31T10:00"),
            outcome: CloseOutcome::Executed,
            closing: "x".to_owned(),
        };
        assert!(matches!(close_case(db, procedure, zhao, early.clone()).await, Err(CasesProblem::NoResult)));
        let suspect = enter(test, &id, PartyRole::Suspect, &[]).await;
        let fined = Particulars { amount: Some(800), ..Particulars::of_party(&suspect) };
        let decide = |what: Particulars| {
            let step = CaseStepInput { what, ..step(&id, "2026-05-20T10:00") };
            DecideCase { step, decision: Decision::Fine }
        };
        let untold = decide_case(db, procedure, zhao, decide(fined.clone())).await;
        assert!(matches!(untold, Err(CasesProblem::GateShut { .. })), "{untold:?}");
        let of_suspect = || Particulars::of_party(&suspect);
        record(test, zhao, &id, Act::PenaltyTold, of_suspect(), "2026-05-19T10:00").await.unwrap();
        decide_case(db, procedure, zhao, decide(fined.clone())).await.unwrap();
        for (act, what) in [
            (Act::ReceiptGiven, choose("notice")),
            (Act::Served, of_suspect().choose("direct")),
            (Act::ReporterTold, choose("result")),
            (Act::FinePaid, fined),
            (Act::RecordSealed, Particulars::default()),
        ] {
            record(test, zhao, &id, act, what, "2026-05-21T10:00").await.unwrap();
        }
        close_case(db, procedure, zhao, early).await.unwrap();
        assert_eq!(open_work(db, &[unit_code("S01")]).await.unwrap().cases.total, 0);

        let history = database::facts::history(&db.read(), id.as_str()).await.unwrap();
        let decided = history.iter().find(|fact| fact.kind == "case.decided").unwrap();
        assert_eq!(decided.due_at, Some(due.micros()));
        assert_eq!((decided.outcome.as_str(), decided.quantity), ("fine", Some(800)));
        assert_eq!(case(test, &id).await.due_by, "adm-case-30d@2026-01-01");
        test.set_clock("2026-05-06T09:00");
    })
    .await;
}

#[tokio::test]
async fn everybody_does_what_is_theirs_and_nothing_else() {
    on_both(async |test| {
        let (db, procedure, people) = (&test.db, procedure(), &test.people);
        let legal = testkit::account(db, "周法", "zhou", "B01", Some(Role::LegalOfficer)).await;
        let centre = testkit::account(db, "吴指", "wu", "B01", Some(Role::CommandCentre)).await;
        let id = received(test, theft()).await;
        let status = |answer: Result<(), CasesProblem>| answer.err().map(|problem| problem.status());
        let denied = Some(Status::Denied);

        // Another station, somebody without a role, and those who only look on.
        for actor in [&people.sun, &people.stranger, &people.qian, &legal] {
            let answer = receive_incident(db, procedure, actor, theft()).await.map(|_| ());
            assert_eq!(status(answer), denied, "{}", actor.name);
            assert_eq!(status(attend_incident(db, actor, attend(&id, "2026-05-06T08:40")).await), denied);
            let helped = end(&id, EndAs::Helped, "2026-05-06T08:50");
            assert_eq!(status(end_incident(db, procedure, actor, helped).await.map(|_| ())), denied);
            let new = case_in(&unit_code("S01"), "criminal.theft", &[actor]);
            assert_eq!(status(accept_case(db, procedure, actor, new).await.map(|_| ())), denied);
        }
        // An officer goes but sends nobody; the desk sends but does not go.
        let sending = dispatch(&id, &[&people.li], "2026-05-06T08:33");
        assert_eq!(status(dispatch_incident(db, &people.li, sending.clone()).await), denied);
        assert_eq!(status(dispatch_incident(db, &centre, sending).await), None);
        assert_eq!(status(attend_incident(db, &people.wang, attend(&id, "2026-05-06T08:40")).await), denied);
        assert_eq!(status(attend_incident(db, &people.li, attend(&id, "2026-05-06T08:40")).await), None);

        // Only handlers and the chief work on a case.
        let foreign = case_in(&unit_code("S01"), "criminal.theft", &[&people.sun]);
        let foreign = accept_case(db, procedure, &people.li, foreign).await;
        assert!(matches!(foreign, Err(CasesProblem::NotOfUnit)), "{foreign:?}");
        let auxiliary = case_in(&unit_code("S01"), "criminal.theft", &[&people.wang]);
        let auxiliary = accept_case(db, procedure, &people.li, auxiliary).await;
        assert!(matches!(auxiliary, Err(CasesProblem::NoOfficer)), "{auxiliary:?}");
        let new = case_in(&unit_code("S01"), "criminal.theft", &[&people.zhao]);
        let case = accept_case(db, procedure, &people.li, new).await.unwrap();
        assert_eq!(
            status(file_case(db, procedure, &people.li, step(&case, "2026-05-06T09:00")).await),
            denied
        );
        let handlers = vec![person(&people.li)];
        let assign = AssignHandlers { case: case.clone(), handlers, seen: None };
        assert_eq!(status(assign_handlers(db, &people.li, assign.clone()).await), denied);
        assert_eq!(status(assign_handlers(db, &people.zhao, assign).await), None);
        assert_eq!(
            status(file_case(db, procedure, &people.wang, step(&case, "2026-05-06T09:00")).await),
            denied
        );
        let receipt = choose("receipt");
        record(test, &people.li, &case, Act::ReceiptGiven, receipt, "2026-05-06T09:00").await.unwrap();
        assert_eq!(status(file_case(db, procedure, &people.li, step(&case, "2026-05-06T09:00")).await), None);

        let access = db.access();
        let path = [unit_code("S01"), unit_code("B01")];
        let there = store::find_case(&db.read(), &case).await.unwrap().unwrap();
        for (actor, sees) in
            [(&legal, true), (&people.qian, true), (&people.sun, false), (&people.stranger, false)]
        {
            let answer = access.require(actor, "case.read", &there, &path);
            assert_eq!(answer.is_ok(), sees, "{}", actor.name);
        }

        // Nobody was there: a theft is not settled at the desk, nor by anybody without a word.
        let walk_in = NewIncident { source: Source::WalkIn, ..theft() };
        let id = received(test, walk_in).await;
        let settled = end(&id, EndAs::Settled, "2026-05-06T08:50");
        let answer = end_incident(db, procedure, &people.wang, settled.clone()).await.map(|_| ());
        assert_eq!(status(answer), denied);
        let silent = EndIncident { result: " ".to_owned(), ..settled.clone() };
        let answer = end_incident(db, procedure, &people.zhao, silent).await;
        assert!(
            matches!(answer, Err(CasesProblem::Missing { field: crate::problem::Field::Result })),
            "{answer:?}"
        );
        end_incident(db, procedure, &people.zhao, settled).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn steps_out_of_order_are_refused_and_leave_nothing() {
    on_both(async |test| {
        let (db, procedure, li, wang) = (&test.db, procedure(), &test.people.li, &test.people.wang);
        let id = received(test, theft()).await;
        let early = attend_incident(db, li, attend(&id, "2026-05-06T08:40")).await;
        assert!(matches!(early, Err(CasesProblem::IncidentStep { state: State::Received, .. })), "{early:?}");
        let before = dispatch_incident(db, wang, dispatch(&id, &[li], "2026-05-06T08:29")).await;
        assert!(matches!(before, Err(CasesProblem::BeforePrevious { .. })), "{before:?}");
        let future = dispatch_incident(db, wang, dispatch(&id, &[li], "2026-05-06T09:01")).await;
        assert!(matches!(future, Err(CasesProblem::InFuture)), "{future:?}");
        let nobody = dispatch_incident(db, wang, dispatch(&id, &[], "2026-05-06T08:35")).await;
        assert!(matches!(nobody, Err(CasesProblem::NobodySent)), "{nobody:?}");
        let untold = EndAs::Passed { to: Body::Hotline12345, told: false };
        let untold = end_incident(db, procedure, wang, end(&id, untold, "2026-05-06T08:40")).await;
        assert!(matches!(untold, Err(CasesProblem::NotTold)), "{untold:?}");
        let told = EndAs::Passed { to: Body::Hotline12345, told: true };
        end_incident(db, procedure, wang, end(&id, told, "2026-05-06T08:40")).await.unwrap();
        let after = dispatch_incident(db, wang, dispatch(&id, &[li], "2026-05-06T08:50")).await;
        assert!(matches!(after, Err(CasesProblem::IncidentStep { state: State::Ended, .. })), "{after:?}");
        assert_eq!(
            counted(test, id.as_str()).await,
            [
                "incident.received crime.theft call -",
                "incident.ended crime.theft passed 10",
                "incident.period_kept crime.theft crm-receive 10",
            ]
        );
        let missing = attend_incident(db, li, attend(&IncidentId::new(), "2026-05-06T08:40")).await;
        assert!(matches!(missing, Err(CasesProblem::IncidentNotFound)));
        let nowhere = NewIncident { unit: unit_code("S99"), ..theft() };
        let nowhere = receive_incident(db, procedure, wang, nowhere).await;
        assert!(matches!(nowhere, Err(CasesProblem::UnitNotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_form_sent_twice_changes_nothing_twice_and_an_old_one_is_refused() {
    on_both(async |test| {
        let (db, procedure, li, wang) = (&test.db, procedure(), &test.people.li, &test.people.wang);
        let new = theft();
        let id = received(test, new.clone()).await;
        assert_eq!(received(test, new.clone()).await, id);
        let elsewhere = NewIncident { unit: unit_code("S02"), ..new };
        let taken = receive_incident(db, procedure, &test.people.sun, elsewhere).await;
        assert!(matches!(taken, Err(CasesProblem::FormUsed)), "{taken:?}");

        let seen = Seen { revision: 1, form: FormId::new() };
        let sent = DispatchIncident { seen: Some(seen.clone()), ..dispatch(&id, &[li], "2026-05-06T08:33") };
        dispatch_incident(db, wang, sent.clone()).await.unwrap();
        dispatch_incident(db, wang, sent.clone()).await.unwrap();
        let late = DispatchIncident { seen: Some(Seen { form: FormId::new(), ..seen }), ..sent };
        let late = dispatch_incident(db, wang, late).await;
        assert!(matches!(late, Err(CasesProblem::ChangedMeanwhile)), "{late:?}");
        assert_eq!(counted(test, id.as_str()).await.len(), 2);

        attend_incident(db, li, attend(&id, "2026-05-06T08:40")).await.unwrap();
        let accepted = AcceptedCase {
            id: CaseId::new(),
            category: CaseCategory::parse("public_order.theft").unwrap(),
            summary: "超市内盗窃少量商品".to_owned(),
            handlers: vec![person(li)],
        };
        let seen = Some(Seen { revision: 3, form: FormId::new() });
        let ending = EndIncident { seen, ..end(&id, EndAs::Accepted(accepted), "2026-05-06T08:50") };
        let first = end_incident(db, procedure, li, ending.clone()).await.unwrap();
        let second = end_incident(db, procedure, li, ending).await.unwrap();
        assert!(first.is_some() && first == second);
        assert_eq!(counted(test, first.unwrap().as_str()).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_correction_changes_what_counts_and_both_stay() {
    on_both(async |test| {
        let (db, procedure, li, wang, zhao) =
            (&test.db, procedure(), &test.people.li, &test.people.wang, &test.people.zhao);
        let id = received(test, theft()).await;
        dispatch_incident(db, wang, dispatch(&id, &[li], "2026-05-06T08:33")).await.unwrap();
        attend_incident(db, li, attend(&id, "2026-05-06T08:45")).await.unwrap();
        end_incident(db, procedure, li, end(&id, EndAs::Settled, "2026-05-06T08:50")).await.unwrap();

        // It was a dispute, it was reported five minutes later, and it was mediated.
        let as_it_is = IncidentCorrection::of(&incident(test, &id).await, Reason::Misjudged);
        let correction = IncidentCorrection {
            category: Category::parse("dispute.consumer").unwrap(),
            received_at: at("2026-05-06T08:32"),
            outcome: Some(Outcome::Mediated),
            ..as_it_is.clone()
        };
        let correct = CorrectIncident { incident: id.clone(), correction, seen: None };
        correct_incident(db, procedure, wang, correct).await.unwrap();
        let right = [
            "incident.received dispute.consumer call -",
            "incident.dispatched dispute.consumer  1",
            "incident.attended dispute.consumer  13",
            "incident.ended dispute.consumer mediated 18",
            // A dispute is no crime: what was told of the period of a report of one counts no more.
            "incident.period_withdrawn dispute.consumer crm-receive -",
        ];
        assert_eq!(counted(test, id.as_str()).await, right);
        let history = database::facts::history(&db.read(), id.as_str()).await.unwrap();
        assert_eq!(history.len(), 10, "the old facts stay");
        let arrivals: Vec<_> = history.iter().filter(|fact| fact.kind == "incident.attended").collect();
        assert_eq!(arrivals[0].credits, arrivals[1].credits);

        // Only the text: the first fact is told again. Nothing at all: refused.
        let as_it_is = IncidentCorrection::of(&incident(test, &id).await, Reason::Typing);
        let correction = IncidentCorrection { summary: "退货纠纷".to_owned(), ..as_it_is.clone() };
        let again = CorrectIncident { incident: id.clone(), correction, seen: None };
        correct_incident(db, procedure, wang, again.clone()).await.unwrap();
        assert_eq!(counted(test, id.as_str()).await, right);
        assert!(matches!(
            correct_incident(db, procedure, wang, again).await,
            Err(CasesProblem::NothingToCorrect)
        ));
        let future = IncidentCorrection { ended_at: Some(at("2026-05-06T09:01")), ..as_it_is.clone() };
        let future = CorrectIncident { incident: id.clone(), correction: future, seen: None };
        assert!(matches!(correct_incident(db, procedure, wang, future).await, Err(CasesProblem::InFuture)));
        let criminal = IncidentCorrection { outcome: Some(Outcome::Criminal), ..as_it_is };
        let criminal = CorrectIncident { incident: id.clone(), correction: criminal, seen: None };
        assert!(matches!(
            correct_incident(db, procedure, wang, criminal).await,
            Err(CasesProblem::CaseStands)
        ));

        // A case accepted a day earlier has another limit.
        test.set_clock("2026-05-08T09:00");
        let new = case_in(&unit_code("S01"), "public_order.fight", &[li]);
        let made = accept_case(db, procedure, li, new).await.unwrap();
        let suspect = enter(test, &made, PartyRole::Suspect, &[]).await;
        let of_suspect = || Particulars::of_party(&suspect);
        record(test, li, &made, Act::PenaltyTold, of_suspect(), "2026-05-08T09:00").await.unwrap();
        let what = Particulars { amount: Some(300), ..of_suspect() };
        let step = CaseStepInput { what, ..step(&made, "2026-05-08T09:00") };
        decide_case(db, procedure, li, DecideCase { step, decision: Decision::Fine }).await.unwrap();
        let as_it_is = CaseCorrection::of(&case(test, &made).await, Reason::Review);
        let correction = CaseCorrection {
            category: CaseCategory::parse("public_order.damage").unwrap(),
            accepted_at: at("2026-05-07T09:00"),
            decision: Some(Decision::Warning),
            ..as_it_is.clone()
        };
        let correct = CorrectCase { case: made.clone(), correction, seen: None };
        let denied = correct_case(db, procedure, li, correct.clone()).await;
        assert!(matches!(denied, Err(CasesProblem::Denied(_))), "{denied:?}");
        correct_case(db, procedure, zhao, correct).await.unwrap();
        assert_eq!(
            counted(test, made.as_str()).await,
            [
                "case.accepted public_order.damage  -",
                "case.party_added public_order.fight suspect -",
                "case.penalty_told public_order.fight  -",
                "case.decided public_order.damage warning 1440",
                "case.period_kept public_order.damage adm-case-30d 1440",
            ]
        );
        // The thirtieth day is Saturday 6 June: the limit moves to Monday.
        assert_eq!(case(test, &made).await.due_at, Some(at("2026-06-08T23:59:59")));
        let other = CaseCorrection { category: CaseCategory::parse("criminal.theft").unwrap(), ..as_it_is };
        let other = CorrectCase { case: made, correction: other, seen: None };
        assert!(matches!(correct_case(db, procedure, zhao, other).await, Err(CasesProblem::OtherKind)));
        test.set_clock("2026-05-06T09:00");
    })
    .await;
}

#[tokio::test]
async fn lists_filter_sort_search_and_stay_within_sight() {
    on_both(async |test| {
        let db = &test.db;
        for (minute, category, summary) in [
            (10, "crime.theft", "电动车被盗"),
            (20, "crime.fraud", "100% 返利_骗局"),
            (30, "help.fire", "Smoke"),
        ] {
            let new = NewIncident {
                received_at: Some(at(&format!("2026-05-05T08:{minute}"))),
                category: Category::parse(category).unwrap(),
                summary: summary.to_owned(),
                ..theft()
            };
            received(test, new).await;
        }
        let elsewhere = NewIncident { unit: unit_code("S02"), summary: "河口".to_owned(), ..theft() };
        receive_incident(db, procedure(), &test.people.sun, elsewhere).await.unwrap();

        let tree = db.units().await.unwrap();
        let station = Units::within(&tree, &[unit_code("S01")], None);
        let bureau = Units::within(&tree, &[unit_code("B01")], None);
        assert_eq!(bureau, Units::All);
        assert_eq!(Units::within(&tree, &[unit_code("S01")], Some(&unit_code("S02"))), Units::These(vec![]));
        let list = async |filter: IncidentFilter| {
            let rows = store::incident_rows(&db.read(), &filter, IncidentSort::Received, true, 50, 0).await;
            let rows = rows.unwrap();
            assert_eq!(rows.total, u64::try_from(rows.rows.len()).unwrap());
            rows.rows.into_iter().map(|row| row.summary).collect::<Vec<_>>()
        };
        let in_station = || IncidentFilter::new(station.clone());
        assert_eq!(list(IncidentFilter::new(bureau)).await.len(), 4);
        assert_eq!(list(in_station()).await, ["Smoke", "100% 返利_骗局", "电动车被盗"]);
        let group = IncidentFilter { group: Some("crime".to_owned()), ..in_station() };
        assert_eq!(list(group).await, ["100% 返利_骗局", "电动车被盗"]);
        for (search, found) in [
            ("smoke", vec!["Smoke"]),
            ("100%", vec!["100% 返利_骗局"]),
            ("_", vec!["100% 返利_骗局"]),
            ("'", vec![]),
        ] {
            let filter = IncidentFilter { search: Some(search.to_owned()), ..in_station() };
            assert_eq!(list(filter).await, found, "{search}");
        }
        let telephone = IncidentFilter {
            search: Some("13800000000".to_owned()),
            phone_index: Some(db.cipher().index("13800000000")),
            ..in_station()
        };
        assert_eq!(list(telephone).await.len(), 3);
        let none = IncidentFilter { to: Some(at("2026-05-04T00:00").day()), ..in_station() };
        assert!(list(none).await.is_empty());
        let open = IncidentFilter { open: true, state: Some(State::Received), ..in_station() };
        assert_eq!(list(open).await.len(), 3);

        let rows = store::incident_rows(&db.read(), &in_station(), IncidentSort::Zone, false, 1, 2).await;
        let last = incident(test, &rows.unwrap().rows[0].id).await;
        let reporter = store::reporter(&db.read(), db.cipher(), &last).await.unwrap();
        assert_eq!(reporter, Reporter { name: "陈某".to_owned(), telephone: "13800000000".to_owned() });

        let procedure = procedure();
        let mut ids = Vec::new();
        for category in ["public_order.fight", "criminal.theft"] {
            let new = case_in(&unit_code("S01"), category, &[&test.people.li]);
            ids.push(accept_case(db, procedure, &test.people.li, new).await.unwrap());
        }
        let rows = async |filter: CaseFilter| {
            let rows = store::case_rows(&db.read(), &filter, CaseSort::Due, false, 50, 0).await.unwrap();
            rows.rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
        };
        let cases = || CaseFilter::new(station.clone());
        let by_due = [ids[1].clone(), ids[0].clone()];
        assert_eq!(rows(cases()).await, by_due, "the filing of the criminal case is due first");
        let kind = CaseFilter { kind: Some(CaseKind::Criminal), ..cases() };
        assert_eq!(rows(kind).await, ids[1..]);
        let mine = CaseFilter { handler: Some(person(&test.people.li)), ..cases() };
        assert_eq!(rows(mine).await.len(), 2);
        let theirs = CaseFilter { handler: Some(person(&test.people.zhao)), ..cases() };
        assert!(rows(theirs).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn personal_data_is_in_no_fact_and_in_no_readable_column() {
    let test = Test::sqlite(&[POLICIES]).await;
    let id = received(&test, theft()).await;
    let history = database::facts::history(&test.db.read(), id.as_str()).await.unwrap();
    let fact = String::from_utf8(history[0].leaf_data()).unwrap();
    for secret in ["陈某", "13800000000", "解放路", "现金"] {
        assert!(!fact.contains(secret), "{secret} in {fact}");
    }
    let database::Location::Folder(folder) = &test.location else { panic!("a folder") };
    for file in std::fs::read_dir(folder).unwrap().flatten().filter(|file| file.path().is_file()) {
        let bytes = std::fs::read(file.path()).unwrap();
        for secret in ["陈某", "13800000000"] {
            let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!found, "{secret} in {:?}", file.path());
        }
    }
    assert!(FactId::parse(&history[0].id).is_ok());
}

#[tokio::test]
async fn what_runs_out_is_told_once_and_what_is_stopped_does_not_run_out() {
    on_both(async |test| {
        let (db, procedure, zhao) = (&test.db, procedure(), &test.people.zhao);
        let new = || case_in(&unit_code("S01"), "public_order.fight", &[zhao]);
        let late = accept_case(db, procedure, zhao, new()).await.unwrap();
        let stopped = accept_case(db, procedure, zhao, new()).await.unwrap();
        for case in [&late, &stopped] {
            record_act(db, procedure, zhao, plain(case, act::Act::ReceiptGiven, "notice")).await.unwrap();
        }
        let commission = plain(&stopped, act::Act::AppraisalCommissioned, "injury");
        record_act(db, procedure, zhao, commission).await.unwrap();

        test.set_clock("2026-08-01T10:00");
        assert_eq!(sweep_clocks(db, procedure).await.unwrap(), 1, "the case that nothing stops");
        assert_eq!(sweep_clocks(db, procedure).await.unwrap(), 0, "once");
        let told = counted(test, late.as_str()).await;
        assert!(told.iter().any(|fact| fact.starts_with("case.overdue")), "{told:?}");
        let told = counted(test, stopped.as_str()).await;
        assert!(!told.iter().any(|fact| fact.starts_with("case.overdue")), "{told:?}");
        test.set_clock("2026-05-06T09:00");
    })
    .await;
}

fn plain(case: &CaseId, act: act::Act, choice: &str) -> RecordAct {
    RecordAct {
        case: case.clone(),
        act,
        at: None,
        officers: Vec::new(),
        what: Particulars::default().choose(choice),
        note: String::new(),
        findings: Vec::new(),
        seen: None,
    }
}
