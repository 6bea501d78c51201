//! What the gate decides: each a command with its fact.

use super::answers::answers;
use super::facts::{self, Spared, kinds};
use super::merging;
use super::situation::situation;
use super::{Halt, Seen, bounded, clean, needed_reason, settled, task_as_seen, task_for, who};
use crate::problem::TasksProblem;
use crate::rules::boundary::Opinion;
use crate::rules::capacity::Light;
use crate::rules::task::AtStation;
use crate::rules::{Permitted, ReturnState, State, StationState, Task, TaskId};
use crate::store;
use database::{Change, Database, Transaction, units};
use kernel::{Actor, Day, Fact, UnitCode};
use law::Law;
use measures::Measures;
use std::collections::HashMap;
use std::sync::Arc;

/// What decisions about hours are made with.
#[derive(Clone)]
pub struct Decide {
    pub db: Database,
    pub law: Arc<Law>,
    pub measures: Arc<Measures>,
}

/// A release as it is decided.
#[derive(Debug, Clone)]
pub struct Release {
    pub task: TaskId,
    /// Another first day than the issuer's.
    pub from: Option<Day>,
    pub opinion: Opinion,
    /// What the opinion rests on.
    pub entry: String,
    /// Needed where a station has not the hours: why it should go out all the same.
    pub reason: String,
    /// Whether it is to go out although a light is red.
    pub above: bool,
    pub seen: Option<Seen>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Released {
    Now,
    /// A second person has to agree.
    Proposed,
}

/// Returns that were permitted since the task was written.
pub(crate) fn with_register(mut task: Task, register: &[Permitted], today: Day) -> Task {
    for one in task.returns.iter_mut().filter(|one| one.permitted.is_empty()) {
        let columns = || one.columns.iter().map(|column| &column.name);
        let permits = |entry: &&Permitted| entry.permits(&task.unit, &one.name, columns(), today);
        if let Some(entry) = register.iter().find(permits) {
            one.permitted = entry.id.to_string();
            one.kind = entry.kind;
            one.rhythm = entry.rhythm;
            one.minutes = entry.minutes;
            one.measure.clone_from(&entry.measure);
        }
    }
    task
}

/// The stations for which a task is too much, by their names.
async fn stations_in_red(
    tx: &Transaction,
    decide: &Decide,
    task: &Task,
) -> Result<Vec<String>, TasksProblem> {
    let tree = units::tree(&tx.read()).await?;
    let today = tx.now().day();
    let read = tx.read();
    let now = situation(&read, &decide.law, &decide.measures, &tree, &task.stations, today).await?;
    let red = now.fits(task).into_iter().filter(|fit| fit.light == Light::Red);
    Ok(red.map(|fit| tree.get(&fit.station).map_or_else(String::new, |unit| unit.name.clone())).collect())
}

/// The task as its stations get it, with the facts of their side.
async fn send_out(change: &mut Change<'_>, task: &Task) -> Result<Vec<Fact>, TasksProblem> {
    let mut recorded = Vec::new();
    for station in &task.stations {
        let at = AtStation {
            unit: station.clone(),
            task: task.id.clone(),
            state: StationState::Received,
            planned: task.minutes(),
            worked: 0,
            forms: task.forms(),
            from: task.from,
            until: task.until,
            done_at: None,
            late: false,
            people: Vec::new(),
            form: None,
            revision: 1,
        };
        recorded.push(facts::received(task, &at));
        store::put_station(change, &at).await?;
    }
    Ok(recorded)
}

/// Lets a task through, at once or from a later day on.
///
/// Where a station has not the hours, it is only proposed: a second person has to agree.
///
/// # Errors
/// Not permitted, not before the gate, without an end, asking for what is not in the register,
/// above capacity without a reason, or changed meanwhile.
pub async fn release_task(decide: &Decide, actor: &Actor, input: Release) -> Result<Released, TasksProblem> {
    let reason = clean(&input.reason, super::REASON)?;
    let with = decide.clone();
    let answer = decide
        .db
        .change(actor, async move |tx| {
            let (task, permit, done) =
                task_as_seen(tx, &input.task, "task.release", input.seen.as_ref()).await?;
            if done {
                let proposed = task.state == State::Proposed;
                return Err(Halt::Already(if proposed { Released::Proposed } else { Released::Now }));
            }
            task.must_be(|state| matches!(state, State::AtGate | State::Escalated))?;
            let today = tx.now().day();
            let register = store::register(&tx.read()).await?;
            let mut task = with_register(task, &register, today);
            if let Some(from) = input.from.filter(|from| *from != task.from) {
                bounded("from", from.days_since(today), -31, 366)?;
                task = task.begun_on(from);
            }
            task.opinion = Some(input.opinion);
            task.entry.clone_from(&input.entry);
            task.can_be_released()?;
            let red = stations_in_red(tx, &with, &task).await?;
            let (at, by) = (tx.now(), who(tx.actor()));

            if !red.is_empty() {
                if !input.above || reason.is_empty() {
                    return Err(TasksProblem::AboveCapacity { stations: red }.into());
                }
                let task = Task {
                    state: State::Proposed,
                    proposed_by: by,
                    proposal: reason.clone(),
                    proposed_from: Some(task.from),
                    ..task
                };
                let mut change = tx.change(permit);
                store::save(&mut change, &task).await?;
                store::save_returns(&mut change, &task).await?;
                let fact = facts::of(kinds::PROPOSED, &task).outcome("task_proposed");
                return Ok(change.record(fact, Released::Proposed).await?);
            }
            let later = task.from > today.plus_days(7);
            let task = task.decided(State::Released, at, &by, &reason);
            let mut change = tx.change(permit);
            store::save(&mut change, &task).await?;
            store::save_returns(&mut change, &task).await?;
            let outcome = if later { "task_later" } else { "task_within" };
            let mut recorded = vec![facts::of(kinds::RELEASED, &task).outcome(outcome)];
            recorded.extend(send_out(&mut change, &task).await?);
            Ok(change.record_all(recorded, Released::Now).await?)
        })
        .await;
    settled(answer)
}

/// The second person agrees that a task goes out, or into another, above capacity; or not.
///
/// # Errors
/// Not permitted (also to whoever proposed it), not proposed, no reason, or changed meanwhile.
pub async fn confirm_release(
    db: &Database,
    actor: &Actor,
    id: TaskId,
    agreed: bool,
    reason: &str,
    seen: Option<Seen>,
) -> Result<(), TasksProblem> {
    let reason = needed_reason(reason)?;
    let answer = db
        .change(actor, async move |tx| {
            let (task, permit) = task_for(tx, &id, "task.confirm", seen.as_ref()).await?;
            task.must_be(|state| state == State::Proposed)?;
            let (at, by) = (tx.now(), who(tx.actor()));
            let mut change = tx.change(permit);
            if !agreed {
                let task = Task { state: State::AtGate, reason: reason.clone(), master: None, ..task };
                store::save(&mut change, &task).await?;
                let fact = facts::of(kinds::PROPOSED, &task).outcome("task_refused");
                return Ok(change.record(fact, ()).await?);
            }
            if let Some(master) = task.master.clone() {
                let task = Task { above: true, ..task };
                let recorded = merging::join(&mut change, task, &master, (at, &by, &reason)).await?;
                return Ok(change.record_all(recorded, ()).await?);
            }
            let task = Task { above: true, ..task }.decided(State::Released, at, &by, &reason);
            store::save(&mut change, &task).await?;
            let detail = serde_json::json!({ "proposed_by": task.proposed_by });
            let mut recorded = vec![facts::of(kinds::RELEASED, &task).outcome("task_above").detail(detail)];
            recorded.extend(send_out(&mut change, &task).await?);
            Ok(change.record_all(recorded, ()).await?)
        })
        .await;
    settled(answer)
}

/// The same spared to every station of a task.
fn spared_all(task: &Task, how: Spared, forms: i64, minutes: i64) -> Vec<Fact> {
    task.stations.iter().map(|station| facts::spared(task, station, how, forms, minutes)).collect()
}

/// Sends a task back to its department, with the reason.
///
/// # Errors
/// Not permitted, not before the gate, no reason, or changed meanwhile.
pub async fn return_task(
    db: &Database,
    actor: &Actor,
    id: TaskId,
    opinion: Option<(Opinion, String)>,
    reason: &str,
    seen: Option<Seen>,
) -> Result<(), TasksProblem> {
    let reason = needed_reason(reason)?;
    let answer = db
        .change(actor, async move |tx| {
            let (mut task, permit) = task_for(tx, &id, "task.return", seen.as_ref()).await?;
            task.must_be(|state| matches!(state, State::AtGate | State::Escalated))?;
            if let Some((opinion, entry)) = &opinion {
                task.opinion = Some(*opinion);
                task.entry.clone_from(entry);
            }
            let (at, by) = (tx.now(), who(tx.actor()));
            let task = task.decided(State::Returned, at, &by, &reason);
            let mut recorded = vec![
                facts::of(kinds::RETURNED, &task)
                    .outcome(task.opinion.map_or("", Opinion::as_str))
                    .detail(serde_json::json!({ "entry": task.entry })),
            ];
            recorded.extend(spared_all(&task, Spared::Returned, task.forms(), task.minutes()));
            let mut change = tx.change(permit);
            store::save(&mut change, &task).await?;
            Ok(change.record_all(recorded, ()).await?)
        })
        .await;
    settled(answer)
}

/// Notes that two tasks belong together.
///
/// # Errors
/// Not permitted, or the other does not exist.
pub async fn link_task(
    db: &Database,
    actor: &Actor,
    id: TaskId,
    other: TaskId,
    seen: Option<Seen>,
) -> Result<(), TasksProblem> {
    let answer = db
        .change(actor, async move |tx| {
            let (task, permit) = task_for(tx, &id, "task.link", seen.as_ref()).await?;
            let there = store::find(&tx.read(), &other).await?.ok_or(TasksProblem::NoMaster)?;
            if there.id == task.id {
                return Err(TasksProblem::NoMaster.into());
            }
            let mut change = tx.change(permit);
            store::link(&mut change, &task, &there).await?;
            store::save(&mut change, &task).await?;
            let fact = facts::of(kinds::LINKED, &task).detail(serde_json::json!({ "other": there.id }));
            Ok(change.record(fact, ()).await?)
        })
        .await;
    settled(answer)
}

/// Returns answered from what the house knows.
#[derive(Debug, Clone)]
pub struct AnswerTask {
    pub task: TaskId,
    /// By the position of the return, the measure that answers it.
    pub chosen: Vec<(i64, String)>,
    /// By the position of the return and the place of a column in it, the same.
    pub columns: Vec<(i64, i64, String)>,
    pub seen: Option<Seen>,
}

/// Gives the department its figures; the stations are asked only for what is left.
///
/// # Errors
/// Not permitted, not before the gate, nothing that a figure answers, no period, or changed
/// meanwhile.
pub async fn answer_task(decide: &Decide, actor: &Actor, input: AnswerTask) -> Result<(), TasksProblem> {
    let with = decide.clone();
    let answer = decide
        .db
        .change(actor, async move |tx| {
            let (task, permit) = task_for(tx, &input.task, "task.answer", input.seen.as_ref()).await?;
            task.must_be(|state| matches!(state, State::AtGate | State::Escalated))?;
            if task.figures.is_none() {
                return Err(TasksProblem::NoPeriodOfFigures.into());
            }
            let tree = units::tree(&tx.read()).await?;
            let found =
                answers(&tx.read(), &with.measures, &tree, &task, &input.chosen, &input.columns).await?;
            if found.is_empty() {
                return Err(TasksProblem::NothingAnswered.into());
            }
            let before = (task.forms(), task.minutes());
            let mut task = task;
            let by_place: HashMap<(i64, Option<i64>), &str> =
                found.iter().map(|one| ((one.position, one.place), one.measure.as_str())).collect();
            for one in &mut task.returns {
                if let Some(measure) = by_place.get(&(one.position, None)) {
                    one.state = ReturnState::Answered;
                    one.measure = (*measure).to_owned();
                }
                for column in &mut one.columns {
                    if let Some(measure) = by_place.get(&(one.position, Some(column.place))) {
                        column.is_answered = true;
                        column.measure = (*measure).to_owned();
                    }
                }
                // The last column that was missing: the station hands in nothing.
                if !one.columns.is_empty() && one.columns.iter().all(|column| column.is_answered) {
                    one.state = ReturnState::Answered;
                }
            }
            let (at, by) = (tx.now(), who(tx.actor()));
            // Nothing but figures was wanted: nobody has to be asked.
            let whole = task.asked().next().is_none() && task.hours == 0;
            if whole {
                task = task.decided(State::Answered, at, &by, "");
            }
            let (forms, minutes) = (before.0 - task.forms(), before.1 - task.minutes());
            let stations = i64::try_from(task.stations.len()).unwrap_or(i64::MAX);
            let detail = serde_json::json!({
                "answered": found.iter().map(|one| serde_json::json!({
                    "measure": one.measure, "from": one.period.from, "to": one.period.to,
                })).collect::<Vec<_>>(),
            });
            let mut recorded = vec![
                facts::of(kinds::ANSWERED, &task)
                    .outcome(if whole { "task_whole" } else { "task_partly" })
                    .quantity(forms * stations)
                    .minutes(minutes * stations)
                    .detail(detail),
            ];
            recorded.extend(spared_all(&task, Spared::Answered, forms, minutes));
            let mut change = tx.change(permit);
            store::save(&mut change, &task).await?;
            store::save_returns(&mut change, &task).await?;
            store::put_answers(&mut change, &task.id, &found).await?;
            Ok(change.record_all(recorded, ()).await?)
        })
        .await;
    settled(answer)
}

/// A smaller task in place of a larger one.
#[derive(Debug, Clone)]
pub struct Cut {
    pub task: TaskId,
    pub from: Day,
    pub until: Option<Day>,
    pub hours: i64,
    pub people: i64,
    /// The stations that are still asked.
    pub stations: Vec<UnitCode>,
    /// Positions of the returns that are still asked for.
    pub returns: Vec<i64>,
    pub reason: String,
    pub seen: Option<Seen>,
}

/// Cuts a task down: fewer stations, returns or hours, and an end.
///
/// # Errors
/// Not permitted, not before the gate, nothing cut, no reason, or changed meanwhile.
pub async fn cut_task(db: &Database, actor: &Actor, input: Cut) -> Result<(), TasksProblem> {
    let reason = needed_reason(&input.reason)?;
    let answer = db
        .change(actor, async move |tx| {
            let (task, permit) = task_for(tx, &input.task, "task.cut", input.seen.as_ref()).await?;
            task.must_be(|state| matches!(state, State::AtGate | State::Escalated))?;
            if input.until.is_some_and(|until| until < input.from) {
                return Err(TasksProblem::EndsBefore.into());
            }
            let mut cut = Task {
                from: input.from,
                until: input.until,
                hours: bounded("hours", input.hours, 0, task.hours)?,
                people: bounded("people", input.people, 0, task.people)?,
                stations: task.stations.iter().filter(|one| input.stations.contains(one)).cloned().collect(),
                reason: reason.clone(),
                ..task.clone()
            };
            for one in cut.returns.iter_mut().filter(|one| one.state == ReturnState::Asked) {
                if !input.returns.contains(&one.position) {
                    one.state = ReturnState::Dropped;
                }
            }
            if cut.stations.is_empty() {
                return Err(TasksProblem::NoStations.into());
            }
            let unchanged = Task { reason: task.reason.clone(), ..cut.clone() } == task;
            if unchanged {
                return Err(TasksProblem::NothingCut.into());
            }
            let kept = i64::try_from(cut.stations.len()).unwrap_or(i64::MAX);
            let all = i64::try_from(task.stations.len()).unwrap_or(i64::MAX);
            let mut recorded = vec![
                facts::of(kinds::CUT, &cut)
                    .quantity((task.forms() * all - cut.forms() * kept).max(0))
                    .minutes((task.minutes() * all - cut.minutes() * kept).max(0)),
            ];
            for station in &task.stations {
                let (forms, minutes) = if cut.stations.contains(station) {
                    (task.forms() - cut.forms(), task.minutes() - cut.minutes())
                } else {
                    (task.forms(), task.minutes())
                };
                if forms > 0 || minutes > 0 {
                    recorded.push(facts::spared(&task, station, Spared::Cut, forms.max(0), minutes.max(0)));
                }
            }
            let mut change = tx.change(permit);
            store::save(&mut change, &cut).await?;
            store::save_returns(&mut change, &cut).await?;
            store::keep_stations(&mut change, &cut).await?;
            Ok(change.record_all(recorded, ()).await?)
        })
        .await;
    settled(answer)
}

/// Puts a task before the bureau's leader.
///
/// # Errors
/// Not permitted, not at the gate, no reason, or changed meanwhile.
pub async fn escalate_task(
    db: &Database,
    actor: &Actor,
    id: TaskId,
    reason: &str,
    seen: Option<Seen>,
) -> Result<(), TasksProblem> {
    let reason = needed_reason(reason)?;
    let answer = db
        .change(actor, async move |tx| {
            let (task, permit) = task_for(tx, &id, "task.escalate", seen.as_ref()).await?;
            task.must_be(|state| state == State::AtGate)?;
            let task = Task { state: State::Escalated, reason: reason.clone(), ..task };
            let mut change = tx.change(permit);
            store::save(&mut change, &task).await?;
            Ok(change.record(facts::of(kinds::ESCALATED, &task), ()).await?)
        })
        .await;
    settled(answer)
}
