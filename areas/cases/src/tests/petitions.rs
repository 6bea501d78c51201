//! Petitions and complaints: told, accepted, answered, reviewed, each in its time.

use super::*;
use crate::rules::petition::PetitionStep;
use crate::rules::*;
use crate::store::{ClockFilter, IncidentFilter, IncidentSort, Units};
use kernel::{Problem, Role, Status};
use testkit::Test;

fn petition(source: Source) -> NewIncident {
    let category = Category::parse("petition.request").unwrap();
    NewIncident { category, source, summary: "反映多次报警后处理不到位".to_owned(), ..theft() }
}

async fn take(
    test: &Test,
    actor: &Actor,
    id: &IncidentId,
    what: PetitionStep,
    time: &str,
) -> Result<(), CasesProblem> {
    let step = ReportStep { incident: id.clone(), at: Some(at(time)), seen: None };
    let notice = (what == PetitionStep::Told).then_some(Notice::Written);
    step_report(&test.db, procedure(), actor, step, ReportAct::Petition(what, notice)).await
}

/// The running periods, each with its end.
async fn board(test: &Test) -> Vec<String> {
    let all =
        ClockFilter { units: Units::All, held: false, rule: None, near: None, under: None, handler: None };
    let rows = store::report_clock_rows(&test.db.read(), &all, 50).await.unwrap();
    rows.iter().map(|row| format!("{} {}", row.rule, row.due.unwrap().to_field())).collect()
}

#[tokio::test]
async fn a_petition_is_told_accepted_given_time_answered_and_reviewed() {
    on_both(async |test| {
        let (db, procedure, people) = (&test.db, procedure(), &test.people);
        let legal = testkit::account(db, "周法", "zhou", "B01", Some(Role::LegalOfficer)).await;
        let id = received(test, petition(Source::Letter)).await;
        assert_eq!(board(test).await, ["pet-notice-15d 2026-05-22T00:00"]);
        // It stands in the list of what is open, but not before what happens today.
        let open = async |without_petitions| {
            let open = IncidentFilter { open: true, without_petitions, ..IncidentFilter::new(Units::All) };
            store::incident_rows(&db.read(), &open, IncidentSort::Received, false, 5, 0).await.unwrap().total
        };
        assert_eq!((open(false).await, open(true).await), (1, 0));

        // Nobody is sent to a letter, and it is not settled: it is answered, once it was accepted.
        test.set_clock("2026-05-20T10:00");
        let sent =
            dispatch_incident(db, &people.wang, dispatch(&id, &[&people.li], "2026-05-20T09:00")).await;
        assert!(matches!(sent, Err(CasesProblem::IncidentStep { .. })), "{sent:?}");
        let settled = end_incident(db, procedure, &people.zhao, end(&id, EndAs::Settled, "2026-05-20T09:00"));
        assert!(matches!(settled.await, Err(CasesProblem::IncidentStep { .. })));
        let early = end_incident(db, procedure, &people.zhao, end(&id, EndAs::Answered, "2026-05-20T09:00"));
        let early = early.await;
        let order = |step| CasesProblem::PetitionOrder { step }.to_string();
        assert_eq!(early.unwrap_err().to_string(), order(PetitionStep::Accepted));

        let foreign = take(test, &people.sun, &id, PetitionStep::Told, "2026-05-19T09:00").await;
        assert_eq!(foreign.unwrap_err().status(), Status::Denied);
        take(test, &people.wang, &id, PetitionStep::Told, "2026-05-19T09:00").await.unwrap();
        let twice = take(test, &people.wang, &id, PetitionStep::Told, "2026-05-19T10:00").await;
        assert!(matches!(twice, Err(CasesProblem::PetitionOrder { .. })), "{twice:?}");
        assert_eq!(board(test).await, Vec::<String>::new());

        take(test, &people.wang, &id, PetitionStep::Accepted, "2026-05-20T09:00").await.unwrap();
        assert_eq!(board(test).await, ["pet-60d 2026-07-20T00:00"]);
        // More time is not the station's to give.
        let own = take(test, &people.zhao, &id, PetitionStep::Extended, "2026-05-20T10:00").await;
        assert_eq!(own.unwrap_err().status(), Status::Denied);
        test.set_clock("2026-07-10T10:00");
        take(test, &people.qian, &id, PetitionStep::Extended, "2026-07-10T09:00").await.unwrap();
        assert_eq!(board(test).await, ["pet-60d 2026-08-19T00:00"]);

        test.set_clock("2026-08-01T10:00");
        end_incident(db, procedure, &people.zhao, end(&id, EndAs::Answered, "2026-08-01T09:00"))
            .await
            .unwrap();
        assert_eq!(board(test).await, Vec::<String>::new());
        let late = take(test, &people.qian, &id, PetitionStep::Extended, "2026-08-01T10:00").await;
        assert!(matches!(late, Err(CasesProblem::PetitionOrder { .. })), "{late:?}");

        test.set_clock("2026-10-20T10:00");
        take(test, &people.wang, &id, PetitionStep::ReviewAsked, "2026-08-20T09:00").await.unwrap();
        assert_eq!(board(test).await, ["pet-review-answer 2026-09-20T00:00"]);
        let station = take(test, &people.zhao, &id, PetitionStep::ReviewAnswered, "2026-09-10T09:00").await;
        assert_eq!(station.unwrap_err().status(), Status::Denied);
        take(test, &legal, &id, PetitionStep::ReviewAnswered, "2026-09-10T09:00").await.unwrap();
        take(test, &people.wang, &id, PetitionStep::RecheckAsked, "2026-09-20T09:00").await.unwrap();
        take(test, &legal, &id, PetitionStep::RecheckAnswered, "2026-10-20T09:00").await.unwrap();
        let told = counted(test, id.as_str()).await;
        let ended = "incident.ended petition.request answered -".to_owned();
        assert!(told.contains(&ended), "the weeks until then are nobody's hours of work: {told:?}");
        let periods: Vec<&String> = told.iter().filter(|line| line.contains("period_")).collect();
        assert_eq!(
            periods.iter().map(|line| line.split(' ').nth(2).unwrap()).collect::<Vec<_>>(),
            ["pet-notice-15d", "pet-60d", "pet-review-answer", "pet-recheck-answer"],
        );
        assert!(periods.iter().all(|line| line.starts_with("incident.period_kept")), "{periods:?}");
    })
    .await;
}

#[tokio::test]
async fn what_was_handed_over_may_be_objected_to_and_runs_out_aloud() {
    on_both(async |test| {
        let (db, procedure) = (&test.db, procedure());
        let id = received(test, petition(Source::Handover)).await;
        // 9 May is a Saturday on which the notice of the State Council has people work.
        assert_eq!(
            board(test).await,
            ["pet-objection-5wd 2026-05-13T00:00", "pet-notice-15d 2026-05-22T00:00"]
        );
        test.set_clock("2026-05-23T10:00");
        sweep_clocks(db, procedure).await.unwrap();
        let told = counted(test, id.as_str()).await;
        let over: Vec<&String> = told.iter().filter(|line| line.starts_with("incident.overdue ")).collect();
        assert_eq!(over.len(), 2, "{told:?}");

        let to = EndAs::Passed { to: Body::OtherPolice, told: true };
        end_incident(db, procedure, &test.people.zhao, end(&id, to, "2026-05-23T09:00")).await.unwrap();
        assert_eq!(board(test).await, Vec::<String>::new());
        let answered = end(&id, EndAs::Answered, "2026-05-23T09:30");
        assert!(end_incident(db, procedure, &test.people.zhao, answered).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn steps_of_a_petition_are_for_petitions_and_its_answer_is_not_corrected_away() {
    on_both(async |test| {
        let (db, procedure, people) = (&test.db, procedure(), &test.people);
        let other = received(test, theft()).await;
        let refused = take(test, &people.wang, &other, PetitionStep::Told, "2026-05-06T08:40").await;
        assert!(matches!(refused, Err(CasesProblem::PetitionOrder { .. })), "{refused:?}");
        let answered = end(&other, EndAs::Answered, "2026-05-06T08:50");
        let answered = end_incident(db, procedure, &people.zhao, answered).await;
        assert!(matches!(answered, Err(CasesProblem::IncidentStep { .. })), "{answered:?}");

        let proposal = Category::parse("petition.proposal").unwrap();
        let id = received(test, NewIncident { category: proposal, ..petition(Source::Letter) }).await;
        end_incident(db, procedure, &people.zhao, end(&id, EndAs::Answered, "2026-05-06T08:50"))
            .await
            .unwrap();
        let incident = store::find_incident(&db.read(), &id).await.unwrap().unwrap();
        let correction = IncidentCorrection {
            outcome: Some(Outcome::Settled),
            ..IncidentCorrection::of(&incident, Reason::Typing)
        };
        let input = CorrectIncident { incident: id, correction, seen: None };
        let corrected = correct_incident(db, procedure, &people.zhao, input).await;
        assert!(matches!(corrected, Err(CasesProblem::AnswerStands)), "{corrected:?}");
    })
    .await;
}
