//! A report that is not accepted: grounds, notice, review, second thoughts, and its periods.

use super::*;
use crate::rules::*;
use crate::store::{ClockFilter, Units};
use kernel::{Problem, Role, Status};
use testkit::Test;

fn fight() -> NewIncident {
    NewIncident {
        category: Category::parse("public_order.fight").unwrap(),
        source: Source::WalkIn,
        ..theft()
    }
}

fn refuse(incident: &IncidentId, why: Refusal, notice: Notice, disputed: bool, time: &str) -> EndIncident {
    EndIncident {
        incident: incident.clone(),
        how: EndAs::NotAccepted { why, notice, disputed },
        result: "双方为民事争议，已告知向人民法院起诉".to_owned(),
        at: Some(at(time)),
        seen: None,
    }
}

fn step(incident: &IncidentId, time: &str) -> ReportStep {
    ReportStep { incident: incident.clone(), at: Some(at(time)), seen: None }
}

fn everywhere() -> ClockFilter {
    ClockFilter { units: Units::All, held: false, rule: None, near: None, under: None, handler: None }
}

/// The running periods of incidents on the board, each with its end.
async fn board(test: &Test) -> Vec<String> {
    let rows = store::report_clock_rows(&test.db.read(), &everywhere(), 50).await.unwrap();
    rows.iter().map(|row| format!("{} {}", row.rule, row.due.unwrap().to_field())).collect()
}

async fn legal(test: &Test) -> Actor {
    testkit::account(&test.db, "周法", "zhou", "B01", Some(Role::LegalOfficer)).await
}

#[tokio::test]
async fn a_refusal_names_its_ground_and_is_told() {
    on_both(async |test| {
        let (db, procedure, people) = (&test.db, procedure(), &test.people);
        let id = received(test, fight()).await;
        assert_eq!(board(test).await, ["adm-accept-review 2026-05-07T08:30"]);
        let oral = |why, disputed| refuse(&id, why, Notice::Oral, disputed, "2026-05-06T08:50");

        // That something is no violation is found by the head of the unit.
        let found = end_incident(db, procedure, &people.li, oral(Refusal::NotViolation, false)).await;
        assert_eq!(found.unwrap_err().status(), Status::Denied);
        let disputed = end_incident(db, procedure, &people.zhao, oral(Refusal::NotViolation, true)).await;
        assert!(matches!(disputed, Err(CasesProblem::NotToldInWriting)), "{disputed:?}");
        let silent = EndIncident { result: " ".to_owned(), ..oral(Refusal::NotViolation, false) };
        let silent = end_incident(db, procedure, &people.zhao, silent).await;
        assert!(matches!(silent, Err(CasesProblem::Missing { field: Field::Result })), "{silent:?}");
        end_incident(db, procedure, &people.zhao, oral(Refusal::NotViolation, false)).await.unwrap();

        assert_eq!(board(test).await, Vec::<String>::new());
        assert_eq!(
            counted(test, id.as_str()).await,
            [
                "incident.received public_order.fight walk_in -",
                "incident.ended public_order.fight not_accepted 20",
                "incident.period_kept public_order.fight adm-accept-review 20",
            ]
        );
        let (written, then) = (ReportAct::InformReporter(Notice::Written), "2026-05-06T08:55");
        let other = step_report(db, procedure, &people.sun, step(&id, then), written).await;
        assert_eq!(other.unwrap_err().status(), Status::Denied);
        step_report(db, procedure, &people.wang, step(&id, then), written).await.unwrap();
        assert_eq!(
            counted(test, id.as_str()).await.last().unwrap(),
            "incident.informed public_order.fight written -"
        );

        // A matter for others is let go by whoever takes it, and nobody is informed of what was accepted.
        let other = received(test, NewIncident { source: Source::Call, ..theft() }).await;
        let early = step_report(db, procedure, &people.wang, step(&other, then), written).await;
        assert!(matches!(early, Err(CasesProblem::NotRefused)), "{early:?}");
        let not_police = refuse(&other, Refusal::NotPolice, Notice::Unreachable, true, "2026-05-06T08:40");
        end_incident(db, procedure, &people.li, not_police).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_review_of_a_refusal_is_answered_in_time_and_the_report_taken_up() {
    on_both(async |test| {
        let (db, procedure, people) = (&test.db, procedure(), &test.people);
        let legal = legal(test).await;
        let id = received(test, fight()).await;
        let no_violation = refuse(&id, Refusal::NotViolation, Notice::Written, true, "2026-05-06T08:50");
        let early =
            step_report(db, procedure, &legal, step(&id, "2026-05-06T08:55"), ReportAct::ReceiveReview).await;
        assert!(matches!(early, Err(CasesProblem::NotRefused)), "{early:?}");
        end_incident(db, procedure, &people.zhao, no_violation).await.unwrap();

        test.set_clock("2026-05-20T10:00");
        let denied =
            step_report(db, procedure, &people.zhao, step(&id, "2026-05-18T10:00"), ReportAct::ReceiveReview)
                .await;
        assert_eq!(denied.unwrap_err().status(), Status::Denied);
        let nothing =
            step_report(db, procedure, &legal, step(&id, "2026-05-18T11:00"), ReportAct::AnswerReview).await;
        assert!(matches!(nothing, Err(CasesProblem::NothingToAnswer)), "{nothing:?}");
        step_report(db, procedure, &legal, step(&id, "2026-05-18T10:00"), ReportAct::ReceiveReview)
            .await
            .unwrap();
        // Ten working days from a Monday.
        assert_eq!(board(test).await, ["rev-reply-10wd 2026-06-02T00:00"]);
        let again =
            step_report(db, procedure, &legal, step(&id, "2026-05-19T10:00"), ReportAct::ReceiveReview).await;
        assert!(matches!(again, Err(CasesProblem::ReviewWaits)), "{again:?}");
        step_report(db, procedure, &legal, step(&id, "2026-05-20T09:00"), ReportAct::AnswerReview)
            .await
            .unwrap();
        assert_eq!(board(test).await, Vec::<String>::new());

        let case = AcceptedCase {
            id: CaseId::new(),
            category: CaseCategory::parse("public_order.fight").unwrap(),
            summary: String::new(),
            handlers: vec![person(&people.li)],
        };
        let take = TakeUpIncident { step: step(&id, "2026-05-20T09:30"), case };
        let made = take_up_incident(db, procedure, &people.zhao, take.clone()).await.unwrap();
        let incident = store::find_incident(&db.read(), &id).await.unwrap().unwrap();
        assert_eq!((incident.outcome, incident.case.as_ref()), (Some(Outcome::Administrative), Some(&made)));
        let twice = take_up_incident(db, procedure, &people.zhao, take).await;
        assert!(matches!(twice, Err(CasesProblem::NotRefused)), "{twice:?}");
        assert_eq!(
            counted(test, id.as_str()).await[3..],
            [
                "incident.review_received public_order.fight  -",
                "incident.review_answered public_order.fight  -",
                "incident.period_kept public_order.fight rev-reply-10wd 2820",
                "incident.taken_up public_order.fight administrative -",
            ]
        );
        let accepted = store::find_case(&db.read(), &made).await.unwrap().unwrap();
        assert_eq!((accepted.incident, accepted.accepted_at), (Some(id), at("2026-05-20T09:30")));
        test.set_clock("2026-05-06T09:00");
    })
    .await;
}

#[tokio::test]
async fn the_period_for_accepting_is_lengthened_once_and_running_out_reaches_the_legal_officer() {
    on_both(async |test| {
        let (db, procedure, people) = (&test.db, procedure(), &test.people);
        let (late, longer) = (received(test, fight()).await, received(test, fight()).await);
        let denied = step_report(
            db,
            procedure,
            &people.li,
            step(&longer, "2026-05-06T08:50"),
            ReportAct::ExtendAcceptance,
        )
        .await;
        assert_eq!(denied.unwrap_err().status(), Status::Denied);
        step_report(
            db,
            procedure,
            &people.zhao,
            step(&longer, "2026-05-06T08:50"),
            ReportAct::ExtendAcceptance,
        )
        .await
        .unwrap();
        let twice = step_report(
            db,
            procedure,
            &people.zhao,
            step(&longer, "2026-05-06T08:51"),
            ReportAct::ExtendAcceptance,
        )
        .await;
        assert!(matches!(twice, Err(CasesProblem::NoPeriodToExtend)), "{twice:?}");
        assert_eq!(
            board(test).await,
            ["adm-accept-review 2026-05-07T08:30", "adm-accept-review 2026-05-10T00:00"]
        );

        // Found to be something else, there is nothing to accept.
        let other = received(test, fight()).await;
        let category = Category::parse("dispute.neighbours").unwrap();
        let classify = ClassifyIncident { incident: other.clone(), category, seen: None };
        classify_incident(db, procedure, &people.wang, classify).await.unwrap();
        assert_eq!(board(test).await.len(), 2);

        test.set_clock("2026-05-07T09:00");
        let units = [unit_code("B01")];
        assert_eq!(open_work(db, &units).await.unwrap().near.over, 1);
        assert_eq!(sweep_clocks(db, procedure).await.unwrap(), 1);
        assert_eq!(sweep_clocks(db, procedure).await.unwrap(), 0, "told once");
        assert_eq!(
            counted(test, late.as_str()).await.last().unwrap(),
            "incident.overdue public_order.fight adm-accept-review -"
        );
        // Received later than was entered: it had not run out.
        let incident = store::find_incident(&db.read(), &late).await.unwrap().unwrap();
        let correction = IncidentCorrection {
            received_at: at("2026-05-06T12:30"),
            ..IncidentCorrection::of(&incident, Reason::Typing)
        };
        let correct = CorrectIncident { incident: late.clone(), correction, seen: None };
        correct_incident(db, procedure, &people.wang, correct).await.unwrap();
        assert_eq!(
            counted(test, late.as_str()).await,
            [
                "incident.period_withdrawn public_order.fight adm-accept-review -",
                "incident.received public_order.fight walk_in -",
            ]
            .iter()
            .rev()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
        );
        assert_eq!(board(test).await[0], "adm-accept-review 2026-05-07T12:30");
        test.set_clock("2026-05-07T13:00");
        assert_eq!(sweep_clocks(db, procedure).await.unwrap(), 1, "now it has");
        test.set_clock("2026-05-07T14:30");
        let other = Category::parse("dispute.neighbours").unwrap();
        let classify = ClassifyIncident { incident: late.clone(), category: other, seen: None };
        classify_incident(db, procedure, &people.wang, classify).await.unwrap();
        let told = counted(test, late.as_str()).await;
        assert_eq!(told.last().unwrap(), "incident.overdue_over dispute.neighbours adm-accept-review -");
        test.set_clock("2026-05-06T09:00");
    })
    .await;
}
