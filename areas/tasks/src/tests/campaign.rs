use super::*;
use crate::commands::summary::results;
use crate::rules::campaign::{Goods, Partner, Phase, Sums, Tally, day_fits, goods_by_name, phases_fit};
use kernel::Span;

fn span(from: &str, to: &str) -> Span {
    Span { from: day(from), to: day(to) }
}

fn phase(name: &str, from: &str, to: &str) -> Phase {
    Phase { name: name.to_owned(), days: span(from, to) }
}

#[test]
fn phases_follow_each_other_within_the_campaign() {
    let campaign = span("2026-05-11", "2026-05-22");
    #[rustfmt::skip]
    let table = [
        (vec![],                                                                   ""),
        (vec![("部署", "2026-05-11", "2026-05-12"), ("集中", "2026-05-13", "2026-05-22")], ""),
        (vec![("部署", "2026-05-11", "2026-05-11"), ("集中", "2026-05-15", "2026-05-15")], ""),        // days between
        (vec![("部署", "2026-05-11", "2026-05-13"), ("集中", "2026-05-13", "2026-05-22")], "overlap"), // the same day twice
        (vec![("集中", "2026-05-13", "2026-05-22"), ("部署", "2026-05-11", "2026-05-12")], "overlap"), // out of order
        (vec![("部署", "2026-05-10", "2026-05-12")],                               "outside"),
        (vec![("总结", "2026-05-22", "2026-05-23")],                               "outside"),
    ];
    for (phases, expected) in table {
        let phases: Vec<Phase> = phases.iter().map(|(name, from, to)| phase(name, from, to)).collect();
        let found = match phases_fit(&phases, campaign) {
            Ok(()) => "",
            Err(TasksProblem::PhaseOutside { .. }) => "outside",
            Err(TasksProblem::PhasesOverlap { .. }) => "overlap",
            Err(other) => panic!("{other:?}"),
        };
        assert_eq!(found, expected, "{phases:?}");
    }
}

#[test]
fn a_day_lies_within_the_campaign_and_is_not_still_to_come() {
    let campaign = span("2026-05-11", "2026-05-22");
    #[rustfmt::skip]
    let table = [
        ("2026-05-10", "2026-05-15", false),
        ("2026-05-11", "2026-05-15", true),
        ("2026-05-15", "2026-05-15", true),
        ("2026-05-16", "2026-05-15", false), // tomorrow
        ("2026-05-22", "2026-06-30", true),
        ("2026-05-23", "2026-06-30", false),
    ];
    for (on, today, fits) in table {
        assert_eq!(day_fits(day(on), campaign, day(today)).is_ok(), fits, "{on} on {today}");
    }
}

#[test]
fn goods_of_one_description_are_added_up() {
    let goods = |name: &str, count, value| Goods { name: name.to_owned(), count, value };
    let found =
        goods_by_name(vec![goods("手机", 1, 800), goods("电动自行车", 1, 2000), goods("手机", 2, 900)]);
    assert_eq!(found, [goods("电动自行车", 1, 2000), goods("手机", 3, 1700)]);
}

fn tally(checked: i64, found: i64, settled: i64) -> Tally {
    Tally { checked, found, settled, ..Tally::default() }
}

fn on_day(id: &TaskId, station: &str, on: &str, tally: Tally) -> RecordResult {
    RecordResult {
        task: id.clone(),
        station: unit_code(station),
        day: day(on),
        tally,
        goods: Vec::new(),
        form: FormId::new(),
    }
}

fn plan(id: &TaskId, phases: Vec<Phase>) -> PlanCampaign {
    let partner = Partner { name: "县消防救援大队".to_owned(), role: "消防检查".to_owned() };
    PlanCampaign { task: id.clone(), phases, partners: vec![partner], seen: None }
}

#[tokio::test]
async fn a_campaign_is_planned_by_its_department_and_has_a_phase_each_day() {
    on_both(async |bureau| {
        let (db, people) = (bureau.db(), &bureau.test.people);
        let id = bureau.at_gate(campaign()).await;
        let phases =
            vec![phase("部署", "2026-05-11", "2026-05-12"), phase("集中检查", "2026-05-13", "2026-05-22")];
        let early = plan_campaign(db, &bureau.chen, plan(&id, phases.clone())).await;
        assert!(matches!(early, Err(TasksProblem::State { .. })), "not out yet: {early:?}");
        release_task(&bureau.decide, &bureau.tang, bureau.release(&id)).await.unwrap();

        is_denied(plan_campaign(db, &people.zhao, plan(&id, phases.clone())).await);
        is_denied(plan_campaign(db, &people.stranger, plan(&id, phases.clone())).await);
        let target = vec![phase("行政拘留不少于5人阶段", "2026-05-11", "2026-05-12")];
        let target = plan_campaign(db, &bureau.chen, plan(&id, target)).await;
        assert!(matches!(target, Err(TasksProblem::Target { .. })), "{target:?}");

        let first = Some(Seen { revision: 0, form: FormId::new() });
        let input = PlanCampaign { seen: first.clone(), ..plan(&id, phases.clone()) };
        plan_campaign(db, &bureau.chen, input.clone()).await.unwrap();
        // Sent twice, it is planned once; who saw the empty plan is told.
        plan_campaign(db, &bureau.chen, input).await.unwrap();
        let late = PlanCampaign { seen: Some(Seen::of(0)), ..plan(&id, Vec::new()) };
        let late = plan_campaign(db, &bureau.tang, late).await;
        assert!(matches!(late, Err(TasksProblem::Stale)), "{late:?}");

        let found = store::campaign(&db.read(), db.cipher(), &id).await.unwrap();
        assert_eq!((found.phases.len(), found.partners.len(), found.revision), (2, 1, 1));
        let on = |on: &str| found.phase_on(day(on)).map(|(phase, day)| (phase.name.clone(), day));
        assert_eq!(on("2026-05-12"), Some(("部署".to_owned(), 2)));
        assert_eq!(on("2026-05-13"), Some(("集中检查".to_owned(), 1)));
        assert_eq!(on("2026-05-23"), None);
        let told = bureau.told(&id).await;
        assert_eq!(told.iter().filter(|line| line.contains("campaign_planned")).count(), 1, "{told:?}");

        // Another kind of task has no such page.
        let other = bureau.released(Draft { kind: TaskKind::Inspection, ..campaign() }).await;
        let none = plan_campaign(db, &bureau.chen, plan(&other, Vec::new())).await;
        assert!(matches!(none, Err(TasksProblem::NoCampaign)), "{none:?}");
    })
    .await;
}

#[tokio::test]
async fn a_day_is_recorded_once_and_a_correction_leaves_the_old_fact() {
    on_both(async |bureau| {
        let (db, people) = (bureau.db(), &bureau.test.people);
        let id = bureau.released(campaign()).await;
        bureau.test.set_clock("2026-05-13T18:00");
        let goods = vec![Goods { name: "李某被盗电动自行车".to_owned(), count: 2, value: 5600 }];
        let first = RecordResult { goods, ..on_day(&id, "S01", "2026-05-12", tally(14, 3, 2)) };

        is_denied(record_result(db, &people.li, first.clone()).await);
        is_denied(record_result(db, &people.sun, first.clone()).await);
        is_denied(record_result(db, &bureau.chen, first.clone()).await);
        // Whoever does it records it.
        let li = people.li.person.clone().unwrap();
        let assign = AssignTask { task: id.clone(), station: unit_code("S01"), people: vec![li], seen: None };
        assign_task(db, &people.zhao, assign).await.unwrap();
        record_result(db, &people.li, first.clone()).await.unwrap();
        record_result(db, &people.li, first.clone()).await.unwrap();
        let again = record_result(db, &people.zhao, on_day(&id, "S01", "2026-05-12", tally(1, 0, 0))).await;
        assert!(matches!(again, Err(TasksProblem::ResultThere)), "{again:?}");
        for on in ["2026-05-10", "2026-05-14"] {
            let outside = record_result(db, &people.zhao, on_day(&id, "S01", on, tally(1, 0, 0))).await;
            assert!(matches!(outside, Err(TasksProblem::DayOutside)), "{on}: {outside:?}");
        }
        let negative =
            record_result(db, &people.zhao, on_day(&id, "S01", "2026-05-11", tally(-1, 0, 0))).await;
        assert!(matches!(negative, Err(TasksProblem::OutOfBounds { .. })), "{negative:?}");
        record_result(db, &people.zhao, on_day(&id, "S01", "2026-05-13", tally(6, 0, 1))).await.unwrap();

        let there =
            store::result(&db.read(), &id, &unit_code("S01"), day("2026-05-12")).await.unwrap().unwrap();
        let kept =
            store::goods_of_day(&db.read(), db.cipher(), &id, &there.station, there.day).await.unwrap();
        assert_eq!((there.tally.goods, there.tally.value, kept.len()), (2, 5600, 1));
        let correct = |tally: Tally, goods: Vec<Goods>, reason: &str| CorrectResult {
            task: id.clone(),
            station: unit_code("S01"),
            day: day("2026-05-12"),
            tally,
            goods,
            reason: reason.to_owned(),
            seen: Some(Seen::of(there.revision)),
        };
        let right = correct(tally(15, 3, 3), kept.clone(), "漏报一家");
        is_denied(correct_result(db, &people.li, right.clone()).await);
        is_denied(correct_result(db, &bureau.chen, right.clone()).await);
        let silent = correct_result(db, &people.zhao, correct(tally(15, 3, 3), kept.clone(), " ")).await;
        assert!(matches!(silent, Err(TasksProblem::NoReason)), "{silent:?}");
        let same = correct_result(db, &people.zhao, correct(tally(14, 3, 2), kept, "无")).await;
        assert!(matches!(same, Err(TasksProblem::NothingCorrected)), "{same:?}");
        correct_result(db, &people.zhao, right.clone()).await.unwrap();
        correct_result(db, &people.zhao, right).await.unwrap();
        let late = correct_result(db, &people.zhao, correct(tally(1, 1, 1), Vec::new(), "再改")).await;
        assert!(matches!(late, Err(TasksProblem::Stale)), "{late:?}");

        let facts = database::facts::history(&db.read(), id.as_str()).await.unwrap();
        let days: Vec<_> = facts.iter().filter(|fact| fact.kind == kinds::RESULT_RECORDED.0).collect();
        assert_eq!(days.len(), 3, "two days and a correction");
        assert_eq!(days.iter().filter(|fact| fact.corrects.is_some()).count(), 1);
        // What was recovered, and from whom, is in no fact.
        assert!(facts.iter().all(|fact| !fact.detail.contains("李某")));
        // The database and the facts say the same.
        let by_facts = Sums::of(results(&facts));
        assert_eq!(by_facts, store::sums(&db.read(), &id).await.unwrap());
        assert_eq!(by_facts.whole, Tally { goods: 2, value: 5600, ..tally(21, 3, 4) });
    })
    .await;
}

#[tokio::test]
async fn a_closed_campaign_takes_no_more_days_and_its_summary_is_computed() {
    on_both(async |bureau| {
        let (db, people) = (bureau.db(), &bureau.test.people);
        let id = bureau.released(campaign()).await;
        bureau.test.set_clock("2026-05-25T09:00");
        let chief = account(db, "周所", "zhou", "S02", Some(Role::Chief)).await;
        let phases = vec![phase("集中检查", "2026-05-11", "2026-05-15")];
        plan_campaign(db, &bureau.chen, plan(&id, phases)).await.unwrap();
        record_result(db, &people.zhao, on_day(&id, "S01", "2026-05-12", tally(1200, 33, 31))).await.unwrap();
        let goods = vec![Goods { name: "手机".to_owned(), count: 4, value: 7300 }];
        let other = RecordResult { goods, ..on_day(&id, "S02", "2026-05-18", tally(45, 7, 5)) };
        record_result(db, &chief, other).await.unwrap();

        let close = |words: &str| CloseCampaign { task: id.clone(), words: words.to_owned(), seen: None };
        is_denied(close_campaign(db, &people.zhao, close("")).await);
        is_denied(close_campaign(db, &people.stranger, close("")).await);
        let target = close_campaign(db, &bureau.chen, close("下一步每所行政拘留不少于5人")).await;
        assert!(matches!(target, Err(TasksProblem::Target { .. })), "{target:?}");
        close_campaign(db, &bureau.chen, close("部门之间配合顺畅。")).await.unwrap();
        let late = record_result(db, &people.zhao, on_day(&id, "S01", "2026-05-13", tally(1, 0, 0))).await;
        assert!(matches!(late, Err(TasksProblem::CampaignClosed)), "{late:?}");
        let late = plan_campaign(db, &bureau.chen, plan(&id, Vec::new())).await;
        assert!(matches!(late, Err(TasksProblem::CampaignClosed)), "{late:?}");
        // Worded anew, the second close corrects the first.
        close_campaign(db, &bureau.chen, close("部门之间配合顺畅，\n登记系统要改进。")).await.unwrap();
        let facts = database::facts::history(&db.read(), id.as_str()).await.unwrap();
        let closed: Vec<_> = facts.iter().filter(|fact| fact.kind == kinds::CAMPAIGN_CLOSED.0).collect();
        assert_eq!(closed.iter().filter(|fact| fact.corrects.is_some()).count(), 1, "{closed:?}");

        let tree = database::units::tree(&db.read()).await.unwrap();
        let found = summary(db, bureau.task(&id).await).await.unwrap();
        let catalogue = kernel::Catalogue::load(
            &[MESSAGES.as_slice(), &documents::MESSAGES, &::pages::MESSAGES].concat(),
        )
        .unwrap();
        let wording = kernel::Wording::new(Arc::new(catalogue), kernel::Language::Chinese);
        let document = summary_document(&found, &tree, None, &wording, day("2026-05-25"));
        let text = documents::read_word(&documents::word(&document).unwrap()).unwrap().unwrap();
        for words in [
            "共检查1,245处，发现问题40个，已处理36个，追缴物品4件，价值7,300元",
            "集中检查",
            "手机",
            "县消防救援大队",
            "以下文字由治安大队于2026-05-25填写",
            "登记系统要改进。",
        ] {
            assert!(text.contains(words), "{words}: {text}");
        }
    })
    .await;
}
