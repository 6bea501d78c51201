//! What the station does with a task.

use super::facts::{self, kinds};
use super::{Halt, Seen, clean, seen_before, settled};
use crate::problem::TasksProblem;
use crate::rules::file::FileKind;
use crate::rules::task::AtStation;
use crate::rules::{State, StationState, Task, TaskId};
use crate::store;
use access::Permit;
use database::{Database, Transaction};
use kernel::{Actor, PersonId, UnitCode};
use std::collections::HashSet;

/// Longest report, in characters.
const NOTE: usize = 4_000;
/// A day of work has so many minutes at most; a report covers a week at most.
const MOST_MINUTES: i64 = 7 * 24 * 60;
/// The largest picture or paper beside a report, in bytes.
const FILE_BYTES: usize = 8_000_000;

/// The task in a station and the permit for `action`; what is done already is answered at once.
async fn at_station_for(
    tx: &mut Transaction,
    id: &TaskId,
    station: &UnitCode,
    action: &str,
    seen: Option<&Seen>,
) -> Result<(Task, AtStation, Permit), Halt<()>> {
    let at = store::at_station(&tx.read(), id, station).await?.ok_or(TasksProblem::NotFound)?;
    let permit = tx.permit::<TasksProblem>(action, &at).await?;
    let task = store::find(&tx.read(), id).await?.ok_or(TasksProblem::NotFound)?;
    if seen_before(seen, at.form.as_ref(), at.revision, TasksProblem::Stale)? {
        return Err(Halt::Already(()));
    }
    let form = seen.map(|seen| seen.form.clone());
    Ok((task, AtStation { form, ..at }, permit))
}

/// Whether all of them serve in the station.
async fn must_serve(tx: &Transaction, station: &UnitCode, wanted: &[PersonId]) -> Result<(), TasksProblem> {
    let staff = people::people_of(&tx.read(), station).await?;
    let staff: HashSet<&PersonId> = staff.iter().map(|one| &one.id).collect();
    let fits = !wanted.is_empty() && wanted.iter().all(|one| staff.contains(one));
    if fits { Ok(()) } else { Err(TasksProblem::NobodyOfStation) }
}

/// Who does a task.
#[derive(Debug, Clone)]
pub struct AssignTask {
    pub task: TaskId,
    pub station: UnitCode,
    pub people: Vec<PersonId>,
    pub seen: Option<Seen>,
}

/// Says who does a task; its hours are shared among them.
///
/// # Errors
/// Not permitted, not open in the station, nobody of the station, or changed meanwhile.
pub async fn assign_task(db: &Database, actor: &Actor, input: AssignTask) -> Result<(), TasksProblem> {
    let answer = db
        .change(actor, async move |tx| {
            let seen = input.seen.as_ref();
            let (task, at, permit) =
                at_station_for(tx, &input.task, &input.station, "task.assign", seen).await?;
            at.must_be_open()?;
            let mut people = input.people.clone();
            let mut once = HashSet::new();
            people.retain(|one| once.insert(one.clone()));
            must_serve(tx, &at.unit, &people).await?;
            let state = if at.state == StationState::Received { StationState::Assigned } else { at.state };
            let at = AtStation { people: at.shares(&people), state, ..at };

            let fact = facts::at_station(kinds::ASSIGNED, &task, &at).minutes(at.planned).credit(&people);
            let mut change = tx.change(permit);
            store::save_station(&mut change, &at).await?;
            store::save_people(&mut change, &at).await?;
            Ok(change.record(fact, ()).await?)
        })
        .await;
    settled(answer)
}

/// From one to another.
#[derive(Debug, Clone)]
pub struct HandOn {
    pub task: TaskId,
    pub station: UnitCode,
    pub from: PersonId,
    pub to: PersonId,
    pub seen: Option<Seen>,
}

/// Hands a task on to a colleague, with the hours planned for it.
///
/// # Errors
/// Not permitted, not open, not theirs, nobody of the station, or changed meanwhile.
pub async fn hand_on_task(db: &Database, actor: &Actor, input: HandOn) -> Result<(), TasksProblem> {
    let answer = db
        .change(actor, async move |tx| {
            let seen = input.seen.as_ref();
            let (task, at, permit) =
                at_station_for(tx, &input.task, &input.station, "task.hand_on", seen).await?;
            at.must_be_open()?;
            must_serve(tx, &at.unit, std::slice::from_ref(&input.to)).await?;
            let Some((_, minutes)) = at.people.iter().find(|(person, _)| *person == input.from) else {
                return Err(TasksProblem::NobodyOfStation.into());
            };
            let minutes = *minutes;
            let mut people: Vec<(PersonId, i64)> =
                at.people.iter().filter(|(person, _)| *person != input.from).cloned().collect();
            match people.iter_mut().find(|(person, _)| *person == input.to) {
                Some((_, theirs)) => *theirs += minutes,
                None => people.push((input.to.clone(), minutes)),
            }
            let at = AtStation { people, ..at };

            let fact = facts::at_station(kinds::HANDED_ON, &task, &at)
                .minutes(minutes)
                .credit([&input.to])
                .detail(serde_json::json!({ "from": input.from }));
            let mut change = tx.change(permit);
            store::save_station(&mut change, &at).await?;
            store::save_people(&mut change, &at).await?;
            Ok(change.record(fact, ()).await?)
        })
        .await;
    settled(answer)
}

/// A picture or paper beside a report.
#[derive(Debug, Clone)]
pub struct Evidence {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What was done.
#[derive(Debug, Clone)]
pub struct ReportProgress {
    /// Of the report; the form was made with it.
    pub id: String,
    pub task: TaskId,
    pub station: UnitCode,
    pub minutes: i64,
    pub note: String,
    pub file: Option<Evidence>,
    /// Whether the task is done with it.
    pub finished: bool,
}

/// Reports what was done, and how long it took.
///
/// # Errors
/// Not permitted, not open, no work in it, or a file that is not kept.
pub async fn report_progress(
    db: &Database,
    actor: &Actor,
    input: ReportProgress,
) -> Result<(), TasksProblem> {
    let note = clean(&input.note, NOTE)?;
    if !(0..=MOST_MINUTES).contains(&input.minutes) || (input.minutes == 0 && note.is_empty()) {
        return Err(TasksProblem::NoWork { minutes: input.minutes });
    }
    let kind = match &input.file {
        Some(file) if file.bytes.len() > FILE_BYTES => return Err(TasksProblem::FileTooLarge),
        Some(file) => FileKind::of_evidence(&file.bytes).ok_or(TasksProblem::FileKind)?.mime().to_owned(),
        None => String::new(),
    };
    let answer = db
        .change(actor, async move |tx| {
            let (task, at, permit) =
                at_station_for(tx, &input.task, &input.station, "task.report", None).await?;
            if store::has_report(&tx.read(), &at.unit, &at.task, &input.id).await? {
                return Err(Halt::Already(()));
            }
            at.must_be_open()?;
            let by = tx.actor().person.clone();
            let at = AtStation {
                worked: at.worked + input.minutes,
                state: StationState::Reported,
                form: None,
                ..at
            };

            let report = store::Report {
                id: input.id.clone(),
                person: super::who(tx.actor()),
                reported_at: tx.now(),
                minutes: input.minutes,
                note: note.clone(),
                file_name: input
                    .file
                    .as_ref()
                    .map(|file| file.name.chars().take(120).collect())
                    .unwrap_or_default(),
                file_type: kind.clone(),
            };
            let mut recorded =
                vec![facts::at_station(kinds::REPORTED, &task, &at).minutes(input.minutes).credit(by.iter())];
            let mut change = tx.change(permit);
            let bytes = input.file.as_ref().map(|file| file.bytes.clone());
            store::insert_report(&mut change, &at, &report, bytes).await?;
            let at = if input.finished { finished(&at, change.now(), &task, &mut recorded) } else { at };
            store::save_station(&mut change, &at).await?;
            if input.finished {
                close_if_all_done(&mut change, &task).await?;
            }
            Ok(change.record_all(recorded, ()).await?)
        })
        .await;
    settled(answer)
}

/// The task done in the station, with the fact.
fn finished(
    at: &AtStation,
    now: kernel::Instant,
    task: &Task,
    recorded: &mut Vec<kernel::Fact>,
) -> AtStation {
    let late = at.until.is_some_and(|until| until < now.day());
    let people: Vec<&PersonId> = at.people.iter().map(|(person, _)| person).collect();
    let outcome = if late { "task_late" } else { "task_in_time" };
    let mut fact = facts::at_station(kinds::FINISHED, task, at)
        .outcome(outcome)
        .quantity(at.forms)
        .minutes(at.worked)
        .credit(people);
    fact.due_at = at.until.map(kernel::Day::end);
    recorded.push(fact);
    AtStation { state: StationState::Done, done_at: Some(now), late, ..at.clone() }
}

/// A task that every station has done is done.
async fn close_if_all_done(change: &mut database::Change<'_>, task: &Task) -> Result<(), TasksProblem> {
    let open = store::open_stations(&change.read(), &task.id).await?;
    if open == 0 && task.state == State::Released {
        store::save(change, &Task { state: State::Done, ..task.clone() }).await?;
    }
    Ok(())
}

/// That a task is done in a station.
#[derive(Debug, Clone)]
pub struct FinishTask {
    pub task: TaskId,
    pub station: UnitCode,
    pub seen: Option<Seen>,
}

/// Says that a task is done in the station.
///
/// # Errors
/// Not permitted, not open, or changed meanwhile.
pub async fn finish_task(db: &Database, actor: &Actor, input: FinishTask) -> Result<(), TasksProblem> {
    let answer = db
        .change(actor, async move |tx| {
            let seen = input.seen.as_ref();
            let (task, at, permit) =
                at_station_for(tx, &input.task, &input.station, "task.finish", seen).await?;
            at.must_be_open()?;
            let mut recorded = Vec::new();
            let at = finished(&at, tx.now(), &task, &mut recorded);
            let mut change = tx.change(permit);
            store::save_station(&mut change, &at).await?;
            close_if_all_done(&mut change, &task).await?;
            Ok(change.record_all(recorded, ()).await?)
        })
        .await;
    settled(answer)
}
