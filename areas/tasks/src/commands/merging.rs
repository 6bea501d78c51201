//! Two tasks that ask for the same become one.

use super::facts::{self, Spared, kinds};
use super::gate::{Decide, Released};
use super::situation::{above_line, situation};
use super::{Halt, REASON, Seen, clean, settled, task_as_seen, who};
use crate::problem::TasksProblem;
use crate::rules::task::{AtStation, Column};
use crate::rules::{State, StationState, Task, TaskId};
use crate::store;
use database::{Change, Transaction, units};
use kernel::{Actor, Fact, Instant};
use serde_json::json;

/// A task that goes into another.
#[derive(Debug, Clone)]
pub struct MergeTask {
    pub task: TaskId,
    pub master: TaskId,
    /// Needed where a station has not the hours: why it should go in all the same.
    pub reason: String,
    /// Whether it is to go in although a light is red.
    pub above: bool,
    pub seen: Option<Seen>,
}

impl MergeTask {
    /// As things are, and not above capacity.
    pub fn within(task: TaskId, master: TaskId) -> Self {
        Self { task, master, reason: String::new(), above: false, seen: None }
    }
}

/// Joins a task with one that asks for the same: both departments keep what they need, the
/// stations are asked once.
///
/// Where the other is out already and grows beyond the hours of a station, the merger is only
/// proposed, as a release is: a second person has to agree.
///
/// # Errors
/// Not permitted, not before the gate, the other is over, above capacity without a reason, or
/// changed meanwhile.
pub async fn merge_task(decide: &Decide, actor: &Actor, input: MergeTask) -> Result<Released, TasksProblem> {
    let reason = clean(&input.reason, REASON)?;
    let with = decide.clone();
    let answer = decide
        .db
        .change(actor, async move |tx| {
            let (task, permit, done) =
                task_as_seen(tx, &input.task, "task.merge", input.seen.as_ref()).await?;
            if done {
                let proposed = task.state == State::Proposed;
                return Err(Halt::Already(if proposed { Released::Proposed } else { Released::Now }));
            }
            task.must_be(|state| matches!(state, State::AtGate | State::Escalated))?;
            let master = store::find(&tx.read(), &input.master).await?.ok_or(TasksProblem::NoMaster)?;
            can_take(&master, &task)?;
            let red = stations_in_red(tx, &with, &master, &task).await?;
            let (at, by) = (tx.now(), who(tx.actor()));

            if !red.is_empty() {
                if !input.above || reason.is_empty() {
                    return Err(TasksProblem::MergedAboveCapacity { stations: red }.into());
                }
                let task = Task {
                    state: State::Proposed,
                    proposed_by: by,
                    proposal: reason.clone(),
                    proposed_from: None,
                    master: Some(master.id.clone()),
                    ..task
                };
                let mut change = tx.change(permit);
                store::save(&mut change, &task).await?;
                let fact = facts::of(kinds::PROPOSED, &task)
                    .outcome("task_proposed")
                    .detail(json!({ "master": master.id }));
                return Ok(change.record(fact, Released::Proposed).await?);
            }
            let mut change = tx.change(permit);
            let recorded = join(&mut change, task, &master.id, (at, &by, "")).await?;
            Ok(change.record_all(recorded, Released::Now).await?)
        })
        .await;
    settled(answer)
}

/// Whether a task can go into another.
fn can_take(master: &Task, task: &Task) -> Result<(), TasksProblem> {
    let is_there = master.state.is_open() || master.state == State::Released;
    // One that is itself to go into another takes nothing more.
    let goes_on = master.state == State::Proposed && master.master.is_some();
    if master.id == task.id || !is_there || goes_on { Err(TasksProblem::NoMaster) } else { Ok(()) }
}

/// The stations for which a task that is out becomes too much with another in it, by their names.
/// One that is not out is looked at when it is released.
async fn stations_in_red(
    tx: &Transaction,
    decide: &Decide,
    master: &Task,
    task: &Task,
) -> Result<Vec<String>, TasksProblem> {
    if master.state != State::Released {
        return Ok(Vec::new());
    }
    let tree = units::tree(&tx.read()).await?;
    let today = tx.now().day();
    let joined = joined(master.clone(), task);
    let now = situation(&tx.read(), &decide.law, &decide.measures, &tree, &joined.stations, today).await?;
    let red = above_line(now.grown(master, &joined, today));
    Ok(red.iter().map(|unit| tree.get(unit).map_or_else(String::new, |unit| unit.name.clone())).collect())
}

/// Puts a task into another, with the facts of both sides.
pub(super) async fn join(
    change: &mut Change<'_>,
    task: Task,
    master: &TaskId,
    (at, by, reason): (Instant, &str, &str),
) -> Result<Vec<Fact>, TasksProblem> {
    let master = store::find(&change.read(), master).await?.ok_or(TasksProblem::NoMaster)?;
    can_take(&master, &task)?;
    let there = store::at_stations(&change.read(), &master.id).await?;
    let mut joined = joined(master.clone(), &task);
    let task = Task { master: Some(master.id.clone()), ..task }.decided(State::Merged, at, by, reason);

    let merged = facts::of(kinds::MERGED, &task);
    let merged = if task.above {
        let detail = json!({ "master": master.id, "proposed_by": task.proposed_by });
        merged.outcome("task_above").detail(detail)
    } else {
        merged.detail(json!({ "master": master.id }))
    };
    let mut recorded = vec![merged];
    // What a station has to do more because of it; the rest it is spared.
    let (forms, minutes) = (joined.forms() - master.forms(), joined.minutes() - master.minutes());
    for station in &task.stations {
        let is_new = !master.stations.contains(station);
        let (more_forms, more_minutes) =
            if is_new { (joined.forms(), joined.minutes()) } else { (forms, minutes) };
        let (forms, minutes) = ((task.forms() - more_forms).max(0), (task.minutes() - more_minutes).max(0));
        recorded.push(facts::spared(&task, station, Spared::Merged, forms, minutes));
    }
    let has_grown = minutes > 0 || joined.stations.len() > master.stations.len();
    if master.state == State::Proposed && has_grown {
        // What was proposed was less: whoever agrees must not agree to more unseen.
        joined = Task { state: State::AtGate, ..joined };
        recorded.push(facts::of(kinds::PROPOSED, &joined).outcome("task_again"));
    }
    store::save(change, &task).await?;
    store::save(change, &joined).await?;
    store::save_returns(change, &joined).await?;
    recorded.extend(widen(change, &master, &joined, &there).await?);
    Ok(recorded)
}

/// A task with what another asks besides.
pub(crate) fn joined(mut master: Task, task: &Task) -> Task {
    let mut next = master.returns.iter().map(|one| one.position + 1).max().unwrap_or(0);
    for one in task.asked() {
        match master.returns.iter_mut().find(|there| there.name == one.name) {
            // The same list: with the columns that only the other wants.
            Some(there) => {
                for column in &one.columns {
                    if !there.columns.iter().any(|known| known.name == column.name) {
                        let place = there.columns.iter().map(|known| known.place + 1).max().unwrap_or(0);
                        there.columns.push(Column { place, ..column.clone() });
                    }
                }
            }
            None => {
                let mut more = one.clone();
                more.position = next;
                next += 1;
                master.returns.push(more);
            }
        }
    }
    for station in &task.stations {
        if !master.stations.contains(station) {
            master.stations.push(station.clone());
        }
    }
    master.hours = master.hours.max(task.hours);
    master.people = master.people.max(task.people);
    master
}

/// What the stations of a task get when it has grown; the facts of their side if it is out.
async fn widen(
    change: &mut Change<'_>,
    before: &Task,
    now: &Task,
    there: &[AtStation],
) -> Result<Vec<Fact>, TasksProblem> {
    let out = now.state == State::Released;
    let mut recorded = Vec::new();
    let (forms, minutes) = (now.forms() - before.forms(), now.minutes() - before.minutes());
    for station in &now.stations {
        let old = there.iter().find(|one| one.unit == *station);
        let at = match old {
            Some(old) if old.state.is_open() => {
                AtStation { planned: old.planned + minutes, forms: old.forms + forms, ..old.clone() }
            }
            Some(_) => continue,
            None => AtStation {
                unit: station.clone(),
                task: now.id.clone(),
                state: if out { StationState::Received } else { StationState::Addressed },
                planned: now.minutes(),
                worked: 0,
                forms: now.forms(),
                from: now.from,
                until: now.until,
                done_at: None,
                late: false,
                people: Vec::new(),
                form: None,
                revision: 1,
            },
        };
        let (more_forms, more_minutes) =
            if old.is_some() { (forms, minutes) } else { (at.forms, at.planned) };
        if out && (more_forms > 0 || more_minutes > 0) {
            let part = AtStation { forms: more_forms, planned: more_minutes, ..at.clone() };
            recorded.push(facts::received(now, &part));
        }
        store::put_station(change, &at).await?;
    }
    Ok(recorded)
}
