use super::*;
use crate::rules::form::{Flaw, flaws};

#[tokio::test]
async fn a_target_on_detentions_is_refused_with_the_article_wherever_it_stands() {
    on_both(async |bureau| {
        let draft = Draft { body: "各所每月行政拘留不少于3人。".to_owned(), ..campaign() };
        let problem = write_task(bureau.db(), &bureau.chen, draft).await.unwrap_err();
        assert!(matches!(&problem, TasksProblem::Target { clause } if clause.contains("行政拘留")));
        let citation = kernel::Problem::citation(&problem).unwrap();
        assert_eq!((citation.law.as_str(), citation.article.as_str()), ("行政处罚法", "第七十四条"));

        let draft = Draft { returns: vec![report("破案率排名表")], ..campaign() };
        let problem = write_task(bureau.db(), &bureau.chen, draft).await.unwrap_err();
        assert!(matches!(problem, TasksProblem::Target { .. }));
    })
    .await;
}

#[tokio::test]
async fn a_task_goes_from_the_department_through_the_gate_to_the_stations() {
    on_both(async |bureau| {
        let (db, people) = (bureau.db(), &bureau.test.people);
        is_denied(write_task(db, &people.zhao, campaign()).await);
        is_denied(write_task(db, &people.stranger, campaign()).await);
        // A department writes its own tasks.
        let foreign = Draft { unit: unit_code("D02"), ..campaign() };
        is_denied(write_task(db, &bureau.chen, foreign).await);

        let draft = campaign();
        let id = write_task(db, &bureau.chen, draft.clone()).await.unwrap();
        // Sent twice, it is one task.
        assert_eq!(write_task(db, &bureau.chen, draft.clone()).await.unwrap(), id);
        let task = bureau.task(&id).await;
        assert_eq!((task.state, task.stations.len(), task.minutes()), (State::Written, 2, 600));

        let changed = Draft { hours: 12, ..draft };
        change_task(db, &bureau.chen, changed, seen(&task)).await.unwrap();
        let stale = Draft { hours: 13, ..campaign() };
        let stale = Draft { id: id.clone(), ..stale };
        let answer = change_task(db, &bureau.chen, stale, seen(&task)).await;
        assert!(matches!(answer, Err(TasksProblem::Stale)), "{answer:?}");

        is_denied(submit_task(db, &LAW, &bureau.tang, id.clone(), None).await);
        submit_task(db, &LAW, &bureau.chen, id.clone(), None).await.unwrap();
        let task = bureau.task(&id).await;
        assert_eq!(task.state, State::AtGate);
        assert_eq!(task.decide_by, Some(day("2026-05-08")), "two working days after Wednesday");

        is_denied(release_task(&bureau.decide, &bureau.chen, bureau.release(&id)).await);
        let release = Release { seen: seen(&task), ..bureau.release(&id) };
        let answer = release_task(&bureau.decide, &bureau.tang, release.clone()).await;
        assert_eq!(answer.unwrap(), Released::Now);
        // The same form again is answered as before.
        assert_eq!(release_task(&bureau.decide, &bureau.tang, release).await.unwrap(), Released::Now);
        // Another who decided on what they saw before.
        let late = Release { seen: seen(&task), ..bureau.release(&id) };
        let answer = release_task(&bureau.decide, &bureau.song, late).await;
        assert!(matches!(answer, Err(TasksProblem::Stale)), "{answer:?}");

        let told = bureau.told(&id).await;
        assert_eq!(
            told,
            [
                "D01 task.written  0 1200",
                "D01 task.changed  0 1440",
                "D01 task.submitted  0 1440",
                "D01 task.released task_within 0 1440",
                "S01 task.received police 0 720",
                "S02 task.received police 0 720",
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn without_an_end_or_a_permitted_return_nothing_is_released() {
    on_both(async |bureau| {
        let draft = Draft { until: None, returns: vec![report("检查情况小结")], ..campaign() };
        let id = bureau.at_gate(draft).await;
        let task = bureau.task(&id).await;
        let found = flaws(&task, LAW.calendar());
        assert!(found.contains(&Flaw::NoEnd) && found.contains(&Flaw::NotPermitted), "{found:?}");
        let answer = release_task(&bureau.decide, &bureau.tang, bureau.release(&id)).await;
        assert!(matches!(answer, Err(TasksProblem::NoEnd)), "{answer:?}");

        let cut = Cut {
            task: id.clone(),
            from: task.from,
            until: Some(day("2026-05-22")),
            hours: 6,
            people: 2,
            stations: task.stations.clone(),
            returns: vec![0],
            reason: "设定截止日期，压减工时".to_owned(),
            seen: None,
        };
        cut_task(bureau.db(), &bureau.tang, cut).await.unwrap();
        let answer = release_task(&bureau.decide, &bureau.tang, bureau.release(&id)).await;
        assert!(matches!(answer, Err(TasksProblem::NotPermitted { .. })), "{answer:?}");

        bureau.permit("检查情况小结", Rhythm::Weekly, "").await;
        let answer = release_task(&bureau.decide, &bureau.tang, bureau.release(&id)).await;
        assert_eq!(answer.unwrap(), Released::Now);
        // The register says how often and how long: two weeks, half an hour each.
        let task = bureau.task(&id).await;
        assert_eq!((task.forms(), task.minutes()), (2, 6 * 60 + 60));
        let told = bureau.told(&id).await;
        assert!(told.contains(&"S01 task.spared task_cut 0 240".to_owned()), "{told:?}");
        assert!(told.contains(&"S01 task.received police 2 420".to_owned()), "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn a_red_light_is_overridden_by_two() {
    on_both(async |bureau| {
        // Forty hours a week in each station; the task takes fifty in one.
        let draft = Draft { hours: 50, until: Some(day("2026-05-17")), ..campaign() };
        let id = bureau.at_gate(draft).await;
        let answer = release_task(&bureau.decide, &bureau.tang, bureau.release(&id)).await;
        assert!(
            matches!(&answer, Err(TasksProblem::AboveCapacity { stations }) if stations.len() == 2),
            "{answer:?}"
        );

        let anyway =
            Release { above: true, reason: "重大活动，不能推迟".to_owned(), ..bureau.release(&id) };
        assert_eq!(release_task(&bureau.decide, &bureau.tang, anyway).await.unwrap(), Released::Proposed);
        let confirm = async |actor: &Actor, agreed| {
            confirm_release(bureau.db(), actor, id.clone(), agreed, "已核实", None).await
        };
        // Not by whoever proposed it, and not by the department.
        is_denied(confirm(&bureau.tang, true).await);
        is_denied(confirm(&bureau.chen, true).await);
        confirm(&bureau.song, true).await.unwrap();
        let task = bureau.task(&id).await;
        assert!(task.state == State::Released && task.above);
        let told = bureau.told(&id).await;
        assert!(told.contains(&"D01 task.released task_above 0 6000".to_owned()), "{told:?}");

        // What was released takes the hours of the next.
        let next = bureau.at_gate(Draft { hours: 5, until: Some(day("2026-05-17")), ..campaign() }).await;
        let answer = release_task(&bureau.decide, &bureau.tang, bureau.release(&next)).await;
        assert!(matches!(answer, Err(TasksProblem::AboveCapacity { .. })), "{answer:?}");
        // Two weeks later it fits.
        let later = Release { from: Some(day("2026-05-25")), ..bureau.release(&next) };
        assert_eq!(release_task(&bureau.decide, &bureau.tang, later).await.unwrap(), Released::Now);
        let task = bureau.task(&next).await;
        assert_eq!((task.from, task.until), (day("2026-05-25"), Some(day("2026-05-31"))));
        assert!(bureau.told(&next).await.contains(&"D01 task.released task_later 0 600".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn two_tasks_that_ask_for_the_same_become_one_and_both_departments_keep_what_they_need() {
    on_both(async |bureau| {
        bureau.permit("检查情况小结", Rhythm::Once, "").await;
        bureau.permit("旅馆底册", Rhythm::Once, "").await;
        let first =
            Draft {
                stations: vec![unit_code("S01")], returns: vec![report("检查情况小结")], ..campaign()
            };
        let master = bureau.released(first).await;
        let second = Draft {
            title: "旅馆实名登记检查".to_owned(),
            hours: 8,
            returns: vec![report("检查情况小结"), report("旅馆底册")],
            ..campaign()
        };
        let id = bureau.at_gate(second).await;
        let merge = MergeTask::within(id.clone(), master.clone());
        is_denied(merge_task(&bureau.decide, &bureau.chen, merge.clone()).await);
        assert_eq!(merge_task(&bureau.decide, &bureau.tang, merge).await.unwrap(), Released::Now);

        let (task, joined) = (bureau.task(&id).await, bureau.task(&master).await);
        assert_eq!((task.state, task.master.as_ref()), (State::Merged, Some(&master)));
        assert_eq!(joined.returns.len(), 2, "the summary is asked once, the list is kept");
        assert_eq!(joined.stations.len(), 2);
        // S01 has it already and gets the list more (30 minutes); S02 is new and spared nothing.
        let told = bureau.told(&id).await;
        assert!(told.contains(&"S01 task.spared task_merged 1 510".to_owned()), "{told:?}");
        assert!(told.contains(&"S02 task.spared task_merged 0 0".to_owned()), "{told:?}");
        let told = bureau.told(&master).await;
        assert!(told.contains(&"S01 task.received police 1 30".to_owned()), "{told:?}");
        assert!(told.contains(&"S02 task.received police 2 660".to_owned()), "{told:?}");
        let merged = store::merged_into(&bureau.db().read(), &master).await.unwrap();
        assert_eq!(merged.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_merger_that_takes_more_hours_than_there_are_is_overridden_by_two() {
    on_both(async |bureau| {
        let one_week = |hours, stations: &[&str]| Draft {
            hours,
            until: Some(day("2026-05-17")),
            stations: stations.iter().map(|code| unit_code(code)).collect(),
            ..campaign()
        };
        // Forty hours a week in each station; thirty are taken by what is out.
        let master = bureau.released(one_week(30, &["S01"])).await;
        let id = bureau.at_gate(one_week(41, &["S01", "S02"])).await;
        let merge = MergeTask::within(id.clone(), master.clone());
        let answer = merge_task(&bureau.decide, &bureau.tang, merge.clone()).await;
        // S01 gets eleven hours more and has ten; S02 is new to it, and gets forty-one.
        assert!(
            matches!(&answer, Err(TasksProblem::MergedAboveCapacity { stations }) if stations.len() == 2),
            "{answer:?}"
        );
        let silent = MergeTask { above: true, reason: " ".to_owned(), ..merge.clone() };
        let answer = merge_task(&bureau.decide, &bureau.tang, silent).await;
        assert!(matches!(answer, Err(TasksProblem::MergedAboveCapacity { .. })), "{answer:?}");

        let anyway =
            MergeTask { above: true, reason: "两项任务同一时间".to_owned(), ..merge.clone() };
        let answer = merge_task(&bureau.decide, &bureau.tang, anyway.clone()).await;
        assert_eq!(answer.unwrap(), Released::Proposed);
        assert_eq!(bureau.task(&master).await.hours, 30, "nothing grows before the second agrees");
        let confirm = async |actor: &Actor, agreed| {
            confirm_release(bureau.db(), actor, id.clone(), agreed, "已核实", None).await
        };
        is_denied(confirm(&bureau.tang, true).await);
        is_denied(confirm(&bureau.chen, true).await);
        // Not agreed: it waits at the gate, on its own.
        confirm(&bureau.song, false).await.unwrap();
        let task = bureau.task(&id).await;
        assert_eq!((task.state, task.master), (State::AtGate, None));
        merge_task(&bureau.decide, &bureau.tang, anyway).await.unwrap();
        confirm(&bureau.song, true).await.unwrap();
        let (task, joined) = (bureau.task(&id).await, bureau.task(&master).await);
        assert!(task.state == State::Merged && task.above && task.master == Some(master.clone()));
        assert_eq!((joined.hours, joined.stations.len()), (41, 2));
        let told = bureau.told(&id).await;
        assert!(told.iter().any(|line| line.starts_with("D01 task.merged task_above")), "{told:?}");
        let told = bureau.told(&master).await;
        assert!(told.contains(&"S01 task.received police 0 660".to_owned()), "{told:?}");
        assert!(told.contains(&"S02 task.received police 0 2460".to_owned()), "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn what_waits_for_a_second_person_and_grows_is_decided_anew() {
    on_both(async |bureau| {
        let master = bureau.at_gate(Draft { hours: 50, until: Some(day("2026-05-17")), ..campaign() }).await;
        let anyway = Release { above: true, reason: "不能推迟".to_owned(), ..bureau.release(&master) };
        release_task(&bureau.decide, &bureau.tang, anyway).await.unwrap();
        let id = bureau.at_gate(Draft { hours: 60, ..campaign() }).await;
        let merge = MergeTask::within(id, master.clone());
        assert_eq!(merge_task(&bureau.decide, &bureau.song, merge).await.unwrap(), Released::Now);
        // Sixty hours were not what Tang proposed; Song cannot agree to them alone.
        assert_eq!(bureau.task(&master).await.state, State::AtGate);
        let confirm = confirm_release(bureau.db(), &bureau.song, master.clone(), true, "同意", None).await;
        assert!(matches!(confirm, Err(TasksProblem::State { .. })), "{confirm:?}");
    })
    .await;
}

#[tokio::test]
async fn what_the_house_knows_is_answered_and_nobody_is_asked() {
    on_both(async |bureau| {
        bureau.permit("完成任务数量", Rhythm::Once, "tasks.received").await;
        bureau.permit("检查情况小结", Rhythm::Once, "").await;
        bureau.released(campaign()).await;
        let figure = NewReturn { kind: ReturnKind::Figure, ..report("完成任务数量") };
        let draft = Draft {
            kind: TaskKind::Return,
            hours: 0,
            figures: kernel::Span::new(day("2026-05-01"), day("2026-05-31")),
            returns: vec![figure.clone()],
            ..campaign()
        };
        let id = bureau.at_gate(draft.clone()).await;
        let answer = |id: &TaskId, measure: &str| AnswerTask {
            task: id.clone(),
            chosen: vec![(0, measure.to_owned())],
            columns: Vec::new(),
            seen: None,
        };
        let nothing = answer_task(&bureau.decide, &bureau.tang, answer(&id, "no.such")).await;
        assert!(matches!(nothing, Err(TasksProblem::NothingAnswered)), "{nothing:?}");
        answer_task(&bureau.decide, &bureau.tang, answer(&id, "tasks.received")).await.unwrap();
        assert_eq!(bureau.task(&id).await.state, State::Answered);
        let figures = store::answers_of(&bureau.db().read(), &id).await.unwrap();
        let figures: Vec<(String, String, i64)> =
            figures.into_iter().map(|(_, unit, shown, facts)| (unit.to_string(), shown, facts)).collect();
        assert_eq!(figures, [("S01".to_owned(), "1".to_owned(), 1), ("S02".to_owned(), "1".to_owned(), 1)]);
        let told = bureau.told(&id).await;
        assert!(told.contains(&"S01 task.spared task_answered 1 30".to_owned()), "{told:?}");

        // Half known: only the other half is still asked.
        let half = Draft { id: TaskId::new(), returns: vec![figure, report("检查情况小结")], ..draft };
        let id = bureau.at_gate(half).await;
        answer_task(&bureau.decide, &bureau.tang, answer(&id, "tasks.received")).await.unwrap();
        let task = bureau.task(&id).await;
        assert_eq!((task.state, task.forms()), (State::AtGate, 1));
        release_task(&bureau.decide, &bureau.tang, bureau.release(&id)).await.unwrap();
        assert!(bureau.told(&id).await.contains(&"S01 task.received police 1 30".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn of_several_figures_only_those_are_asked_that_nobody_knows() {
    on_both(async |bureau| {
        let columns = ["完成任务数量", "走访户数", "发放材料份数"].map(str::to_owned).to_vec();
        bureau.permit_list("工作情况统计表", &columns[..2]).await.unwrap();
        bureau.released(campaign()).await;
        let list = NewReturn { kind: ReturnKind::List, columns, ..report("工作情况统计表") };
        let target = NewReturn { columns: vec!["破案率排名".to_owned()], ..list.clone() };
        let target =
            write_task(bureau.db(), &bureau.chen, Draft { returns: vec![target], ..campaign() }).await;
        assert!(matches!(target, Err(TasksProblem::Target { .. })), "{target:?}");

        let draft = Draft {
            kind: TaskKind::Return,
            hours: 0,
            figures: kernel::Span::new(day("2026-05-01"), day("2026-05-31")),
            returns: vec![list],
            ..campaign()
        };
        // The name is in the register, the third figure is not: another return.
        let id = bureau.at_gate(Draft { id: TaskId::new(), ..draft.clone() }).await;
        let early = release_task(&bureau.decide, &bureau.tang, bureau.release(&id)).await;
        assert!(matches!(early, Err(TasksProblem::NotPermitted { .. })), "{early:?}");
        bureau.permit_list("工作情况统计表", &["发放材料份数".to_owned()]).await.unwrap();
        let again = bureau.permit_list("工作情况统计表", &["走访户数".to_owned()]).await;
        assert!(matches!(again, Err(TasksProblem::InRegister { .. })), "{again:?}");

        let id = bureau.at_gate(draft.clone()).await;
        let answer = |columns: Vec<(i64, i64, String)>| AnswerTask {
            task: id.clone(),
            chosen: vec![(0, "tasks.received".to_owned())],
            columns,
            seen: None,
        };
        let nothing = answer_task(&bureau.decide, &bureau.tang, answer(Vec::new())).await;
        assert!(matches!(nothing, Err(TasksProblem::NothingAnswered)), "a list is no figure: {nothing:?}");
        let first = vec![(0, 0, "tasks.received".to_owned())];
        answer_task(&bureau.decide, &bureau.tang, answer(first)).await.unwrap();
        let task = bureau.task(&id).await;
        // One form still, for two figures of three: twenty minutes of the thirty.
        assert_eq!((task.state, task.forms(), task.minutes()), (State::AtGate, 1, 20));
        let known: Vec<bool> = task.returns[0].columns.iter().map(|column| column.is_answered).collect();
        assert_eq!(known, [true, false, false]);
        let figures = store::column_answers(&bureau.db().read(), &id).await.unwrap();
        let figures: Vec<(&str, i64, &str)> =
            figures.iter().map(|one| (one.station.as_str(), one.place, one.shown.as_str())).collect();
        assert_eq!(figures, [("S01", 0, "1"), ("S02", 0, "1")]);
        release_task(&bureau.decide, &bureau.tang, bureau.release(&id)).await.unwrap();
        let told = bureau.told(&id).await;
        assert!(told.contains(&"S01 task.spared task_answered 0 10".to_owned()), "{told:?}");
        assert!(told.contains(&"S01 task.received police 1 20".to_owned()), "{told:?}");

        // The last one that was missing: nobody is asked.
        let id = bureau.at_gate(Draft { id: TaskId::new(), ..draft }).await;
        let all = (0..3).map(|place| (0, place, "tasks.received".to_owned())).collect();
        let input = AnswerTask { task: id.clone(), chosen: Vec::new(), columns: all, seen: None };
        answer_task(&bureau.decide, &bureau.tang, input).await.unwrap();
        assert_eq!(bureau.task(&id).await.state, State::Answered);

        // Decided again, everything is asked again.
        let (db, qian) = (bureau.db(), &bureau.test.people.qian);
        object_to_decision(db, &bureau.chen, id.clone(), "口径不同", None).await.unwrap();
        answer_objection(db, qian, id.clone(), true, "重新办理", None).await.unwrap();
        let task = bureau.task(&id).await;
        assert_eq!((task.state, task.forms(), task.minutes()), (State::Escalated, 1, 30));
    })
    .await;
}

#[tokio::test]
async fn a_returned_task_may_be_objected_to_once_and_the_leader_answers() {
    on_both(async |bureau| {
        let (db, qian) = (bureau.db(), &bureau.test.people.qian);
        let draft =
            Draft { title: "配合征地拆迁现场值守".to_owned(), body: String::new(), ..campaign() };
        let id = bureau.at_gate(draft).await;
        let opinion = Some((Opinion::NotPolice, "land".to_owned()));
        let none = return_task(db, &bureau.tang, id.clone(), opinion.clone(), " ", None).await;
        assert!(matches!(none, Err(TasksProblem::NoReason)), "{none:?}");
        return_task(db, &bureau.tang, id.clone(), opinion, "非警务活动", None).await.unwrap();
        let told = bureau.told(&id).await;
        assert!(told.contains(&"D01 task.returned not_police 0 1200".to_owned()), "{told:?}");
        assert!(told.contains(&"S02 task.spared task_returned 0 600".to_owned()), "{told:?}");

        object_to_decision(db, &bureau.chen, id.clone(), "现场有治安风险", None).await.unwrap();
        let twice = object_to_decision(db, &bureau.chen, id.clone(), "再次", None).await;
        assert!(matches!(twice, Err(TasksProblem::ObjectedBefore)), "{twice:?}");
        is_denied(answer_objection(db, &bureau.tang, id.clone(), true, "同意", None).await);
        answer_objection(db, qian, id.clone(), true, "限于维护现场秩序", None).await.unwrap();
        assert_eq!(bureau.task(&id).await.state, State::Escalated);
        // The leader decides what was put before the leader.
        assert_eq!(release_task(&bureau.decide, qian, bureau.release(&id)).await.unwrap(), Released::Now);
    })
    .await;
}

#[tokio::test]
async fn nobody_decides_at_the_gate_about_a_task_of_their_own() {
    on_both(async |bureau| {
        let grant = kernel::Grant { role: Role::Department, unit: unit_code("D01") };
        people::grant_role(bureau.db(), &Actor::operator(), bureau.tang.account.clone(), grant)
            .await
            .unwrap();
        let id = write_task(bureau.db(), &bureau.tang, campaign()).await.unwrap();
        submit_task(bureau.db(), &LAW, &bureau.tang, id.clone(), None).await.unwrap();
        is_denied(release_task(&bureau.decide, &bureau.tang, bureau.release(&id)).await);
        assert_eq!(
            release_task(&bureau.decide, &bureau.song, bureau.release(&id)).await.unwrap(),
            Released::Now
        );
    })
    .await;
}

#[tokio::test]
async fn of_two_who_decide_at_once_one_wins_and_the_other_is_told() {
    on_both(async |bureau| {
        let id = bureau.at_gate(campaign()).await;
        let task = bureau.task(&id).await;
        let release = Release { seen: seen(&task), ..bureau.release(&id) };
        let (one, other) = tokio::join!(
            release_task(&bureau.decide, &bureau.tang, release),
            return_task(bureau.db(), &bureau.song, id.clone(), None, "重复", seen(&task)),
        );
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        let decided = bureau
            .told(&id)
            .await
            .iter()
            .filter(|line| line.contains("task.released") || line.contains("task.returned"))
            .count();
        assert_eq!(decided, 1);
    })
    .await;
}

#[tokio::test]
async fn a_task_that_is_taken_back_is_open_nowhere() {
    on_both(async |bureau| {
        let id = bureau.released(campaign()).await;
        withdraw_task(bureau.db(), &bureau.chen, id.clone(), "任务取消", None).await.unwrap();
        assert_eq!(store::open_stations(&bureau.db().read(), &id).await.unwrap(), 0);
        let told = bureau.told(&id).await;
        assert!(told.contains(&"S01 task.spared task_withdrawn 0 600".to_owned()), "{told:?}");
    })
    .await;
}
