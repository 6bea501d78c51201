use super::*;
use crate::rules::StationState;

fn person(actor: &Actor) -> PersonId {
    actor.person.clone().unwrap()
}

async fn in_s01(bureau: &Bureau<'_>, id: &TaskId) -> crate::rules::task::AtStation {
    store::at_station(&bureau.db().read(), id, &unit_code("S01")).await.unwrap().unwrap()
}

fn progress(id: &TaskId, minutes: i64, note: &str) -> ReportProgress {
    ReportProgress {
        id: kernel::new_uuid(),
        task: id.clone(),
        station: unit_code("S01"),
        minutes,
        note: note.to_owned(),
        file: None,
        finished: false,
    }
}

#[tokio::test]
async fn a_station_assigns_hands_on_reports_and_is_done() {
    on_both(async |bureau| {
        let (db, people) = (bureau.db(), &bureau.test.people);
        let id = bureau.released(campaign()).await;
        let assign = |who: &[&Actor]| AssignTask {
            task: id.clone(),
            station: unit_code("S01"),
            people: who.iter().map(|actor| person(actor)).collect(),
            seen: None,
        };
        is_denied(assign_task(db, &people.li, assign(&[&people.li])).await);
        is_denied(assign_task(db, &people.sun, assign(&[&people.li])).await);
        let foreign = assign_task(db, &people.zhao, assign(&[&people.sun])).await;
        assert!(matches!(foreign, Err(TasksProblem::NobodyOfStation)), "{foreign:?}");
        let nobody = assign_task(db, &people.zhao, assign(&[])).await;
        assert!(matches!(nobody, Err(TasksProblem::NobodyOfStation)), "{nobody:?}");

        // Only those who do it report, and those who assign.
        is_denied(report_progress(db, &people.li, progress(&id, 60, "已检查三家")).await);
        assign_task(db, &people.zhao, assign(&[&people.li, &people.wang])).await.unwrap();
        let at = in_s01(bureau, &id).await;
        assert_eq!((at.state, at.people.len()), (StationState::Assigned, 2));
        assert_eq!(at.people.iter().map(|(_, minutes)| minutes).sum::<i64>(), at.planned);

        let report = progress(&id, 90, "已检查三家，一家未登记，已责令改正。");
        report_progress(db, &people.li, report.clone()).await.unwrap();
        // A report sent twice counts once.
        report_progress(db, &people.li, report).await.unwrap();
        assert_eq!(in_s01(bureau, &id).await.worked, 90);
        let read = store::reports(&db.read(), db.cipher(), &unit_code("S01"), &id, 10).await.unwrap();
        assert!(read.len() == 1 && read[0].note.starts_with("已检查三家"));

        let hand_on = HandOn {
            task: id.clone(),
            station: unit_code("S01"),
            from: person(&people.li),
            to: person(&people.zhao),
            seen: None,
        };
        hand_on_task(db, &people.li, hand_on).await.unwrap();
        is_denied(report_progress(db, &people.li, progress(&id, 30, "继续")).await);

        // Done after its last day: late.
        bureau.test.set_clock("2026-05-25T10:00");
        assert!(in_s01(bureau, &id).await.is_overdue(day("2026-05-25")));
        let last = ReportProgress { finished: true, ..progress(&id, 30, "全部完成") };
        report_progress(db, &people.zhao, last).await.unwrap();
        let at = in_s01(bureau, &id).await;
        assert!(at.state == StationState::Done && at.late && at.worked == 120);
        let again = report_progress(db, &people.zhao, progress(&id, 5, "补充")).await;
        assert!(matches!(again, Err(TasksProblem::StationState { .. })), "{again:?}");

        assert_eq!(bureau.task(&id).await.state, State::Released, "S02 has not done it");
        let finish = FinishTask { task: id.clone(), station: unit_code("S02"), seen: None };
        is_denied(finish_task(db, &people.zhao, finish.clone()).await);
        let chief = account(db, "周所", "zhou", "S02", Some(Role::Chief)).await;
        finish_task(db, &chief, finish).await.unwrap();
        assert_eq!(bureau.task(&id).await.state, State::Done);
        let told = bureau.told(&id).await;
        assert!(told.contains(&"S01 task.finished task_late 0 120".to_owned()), "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn what_is_kept_beside_a_report_is_known_by_its_first_bytes() {
    on_both(async |bureau| {
        let (db, people) = (bureau.db(), &bureau.test.people);
        let id = bureau.released(campaign()).await;
        let with = |name: &str, bytes: &[u8]| ReportProgress {
            file: Some(Evidence { name: name.to_owned(), bytes: bytes.to_vec() }),
            ..progress(&id, 10, "见附件")
        };
        #[rustfmt::skip]
        let table: [(&str, Vec<u8>, bool); 5] = [
            ("photo.jpg", vec![0xFF, 0xD8, 0xFF, 0xE0, 0], true),
            ("page.pdf", b"%PDF-1.7".to_vec(), true),
            ("photo.jpg", b"<html><script>".to_vec(), false),
            ("photo.svg", b"<svg onload=x>".to_vec(), false),
            ("big.png", [b"\x89PNG\r\n\x1a\n".to_vec(), vec![0; 8_000_001]].concat(), false),
        ];
        for (name, bytes, kept) in table {
            let report = with(name, &bytes);
            let key = report.id.clone();
            let answer = report_progress(db, &people.zhao, report).await;
            assert_eq!(answer.is_ok(), kept, "{name}: {answer:?}");
            let file =
                store::report_file(&db.read(), db.cipher(), &unit_code("S01"), &id, &key).await.unwrap();
            assert_eq!(file.map(|(_, found)| found), kept.then_some(bytes), "{name}");
        }
        for minutes in [-1, 0, 7 * 24 * 60 + 1] {
            let answer = report_progress(db, &people.zhao, progress(&id, minutes, "")).await;
            assert!(matches!(answer, Err(TasksProblem::NoWork { .. })), "{minutes}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_ledger_says_what_was_asked_and_what_was_spared() {
    on_both(async |bureau| {
        let db = bureau.db();
        bureau.released(campaign()).await;
        let id = bureau.at_gate(Draft { title: "协助征地拆迁".to_owned(), ..campaign() }).await;
        return_task(db, &bureau.tang, id, None, "非警务活动", None).await.unwrap();
        let tree = database::units::tree(&db.read()).await.unwrap();
        let period = kernel::Span::month(day("2026-05-06"));
        let found = ledger(db, &bureau.decide.measures, &tree, &unit_code("B01"), period).await.unwrap();
        let whole = |id: &str| crate::commands::burden::value(&found.whole, id);
        assert_eq!(whole("tasks.submitted"), 2.0);
        assert_eq!(whole("tasks.received_hours"), 20.0);
        assert_eq!(whole("tasks.spared_hours"), 20.0);
        assert_eq!(found.issuers.len(), 1);
        assert_eq!(found.stations.iter().map(|(unit, _)| unit.as_str()).collect::<Vec<_>>(), ["S01", "S02"]);
        let catalogue =
            kernel::Catalogue::load(&[MESSAGES.as_slice(), &documents::MESSAGES].concat()).unwrap();
        let wording = kernel::Wording::new(Arc::new(catalogue), kernel::Language::Chinese);
        let document =
            ledger_document(&found, &bureau.decide.measures, &tree, None, &wording, day("2026-05-31"));
        assert!(documents::word(&document).unwrap().starts_with(b"PK"));
    })
    .await;
}
