//! What the issuing department does.

use super::facts::{self, Spared, kinds};
use super::situation::{self, Settings};
use super::{Halt, LINE, Seen, TEXT, bounded, clean, needed_reason, settled, task_for, who};
use crate::problem::TasksProblem;
use crate::rules::form::Words;
use crate::rules::task::Column;
use crate::rules::{
    Asked, Permitted, ReturnKind, ReturnState, Rhythm, State, StationState, Task, TaskId, TaskKind,
};
use crate::store;
use access::Entity;
use database::{Database, Transaction, units};
use kernel::{Actor, Day, Span, UnitCode, UnitKind};
use law::Law;
use std::sync::Arc;

/// Returns of one task; more are several tasks.
pub const RETURNS: usize = 20;
/// A task lasts at most so many days.
const LONGEST_DAYS: i64 = 366 * 2;

/// A return as a department asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReturn {
    pub name: String,
    pub kind: ReturnKind,
    pub rhythm: Rhythm,
    pub minutes: i64,
    /// The figures it asks for, where it is more than one.
    pub columns: Vec<String>,
}

/// A task as it is written or changed.
#[derive(Debug, Clone)]
pub struct Draft {
    pub id: TaskId,
    pub unit: UnitCode,
    pub number: String,
    pub issued_on: Option<Day>,
    pub title: String,
    pub body: String,
    pub basis: String,
    pub kind: TaskKind,
    pub from: Day,
    pub until: Option<Day>,
    pub figures: Option<Span>,
    pub people: i64,
    pub vehicles: i64,
    pub nights: bool,
    pub hours: i64,
    pub stations: Vec<UnitCode>,
    pub returns: Vec<NewReturn>,
}

impl Draft {
    /// A task as it can be written on.
    pub fn of(task: &Task) -> Self {
        Self {
            id: task.id.clone(),
            unit: task.unit.clone(),
            number: task.number.clone(),
            issued_on: task.issued_on,
            title: task.title.clone(),
            body: task.body.clone(),
            basis: task.basis.clone(),
            kind: task.kind,
            from: task.from,
            until: task.until,
            figures: task.figures,
            people: task.people,
            vehicles: task.vehicles,
            nights: task.nights,
            hours: task.hours,
            stations: task.stations.clone(),
            returns: task
                .returns
                .iter()
                .map(|one| NewReturn {
                    name: one.name.clone(),
                    kind: one.kind,
                    rhythm: one.rhythm,
                    minutes: one.minutes,
                    columns: one.columns.iter().map(|column| column.name.clone()).collect(),
                })
                .collect(),
        }
    }

    /// Within bounds, and without a target that must never be one.
    fn checked(self) -> Result<Self, TasksProblem> {
        let title = clean(&self.title, LINE)?;
        let body = clean(&self.body, TEXT)?;
        let words = Words::embedded().map_err(|error| TasksProblem::Matching(error.to_string()))?;
        words.refuse_targets(&title)?;
        words.refuse_targets(&body)?;
        for one in &self.returns {
            words.refuse_targets(&one.name)?;
            bounded("minutes", one.minutes, 0, 100_000)?;
            bounded("columns", i64::try_from(one.columns.len()).unwrap_or(i64::MAX), 0, 40)?;
            for column in &one.columns {
                words.refuse_targets(column)?;
                clean(column, LINE)?;
            }
        }
        if let Some(until) = self.until {
            if until < self.from {
                return Err(TasksProblem::EndsBefore);
            }
            if until.days_since(self.from) > LONGEST_DAYS {
                return Err(TasksProblem::TooLong);
            }
        }
        bounded("returns", i64::try_from(self.returns.len()).unwrap_or(i64::MAX), 0, 20)?;
        Ok(Self {
            number: clean(&self.number, 60)?,
            basis: clean(&self.basis, 2_000)?,
            people: bounded("people", self.people, 0, 10_000)?,
            vehicles: bounded("vehicles", self.vehicles, 0, 1_000)?,
            hours: bounded("hours", self.hours, 0, 100_000)?,
            title,
            body,
            ..self
        })
    }

    /// The task that it makes of another, or of nothing.
    fn onto(self, old: Option<Task>, author: String, register: &[Permitted], today: Day) -> Task {
        let returns = self
            .returns
            .into_iter()
            .zip(0..)
            .map(|(one, position)| asked(one, position, &self.unit, register, today))
            .collect();
        let fresh = Task {
            id: self.id,
            unit: self.unit,
            author,
            number: self.number,
            issued_on: self.issued_on,
            title: self.title,
            body: self.body,
            basis: self.basis,
            kind: self.kind,
            from: self.from,
            until: self.until,
            figures: self.figures,
            people: self.people,
            vehicles: self.vehicles,
            nights: self.nights,
            hours: self.hours,
            stations: self.stations,
            returns,
            state: State::Written,
            submitted_at: None,
            decide_by: None,
            decided_at: None,
            decided_by: String::new(),
            reason: String::new(),
            master: None,
            opinion: None,
            entry: String::new(),
            above: false,
            proposed_by: String::new(),
            proposal: String::new(),
            proposed_from: None,
            objection: String::new(),
            objected_at: None,
            answer: String::new(),
            form: None,
            revision: 0,
        };
        match old {
            None => fresh,
            Some(old) => Task {
                author: old.author,
                objection: old.objection,
                objected_at: old.objected_at,
                answer: old.answer,
                form: old.form,
                revision: old.revision,
                ..fresh
            },
        }
    }
}

/// What is asked, with what the register says of it.
fn asked(new: NewReturn, position: i64, issuer: &UnitCode, register: &[Permitted], today: Day) -> Asked {
    let entry = register.iter().find(|entry| entry.permits(issuer, &new.name, &new.columns, today));
    Asked {
        position,
        // The register knows how often it may be asked, and how long it takes.
        kind: entry.map_or(new.kind, |entry| entry.kind),
        rhythm: entry.map_or(new.rhythm, |entry| entry.rhythm),
        minutes: entry.map_or(new.minutes, |entry| entry.minutes),
        permitted: entry.map(|entry| entry.id.to_string()).unwrap_or_default(),
        measure: entry.map(|entry| entry.measure.clone()).unwrap_or_default(),
        columns: (0_i64..)
            .zip(new.columns)
            .map(|(place, name)| Column { place, name, measure: String::new(), is_answered: false })
            .collect(),
        name: new.name,
        state: ReturnState::Asked,
    }
}

/// The stations as they are: every one of them must be a station.
async fn stations(tx: &Transaction, wanted: &[UnitCode]) -> Result<Vec<UnitCode>, TasksProblem> {
    let tree = units::tree(&tx.read()).await?;
    let mut stations = wanted.to_vec();
    stations.sort();
    stations.dedup();
    let is_station = |code: &UnitCode| tree.get(code).is_some_and(|unit| unit.kind == UnitKind::Station);
    if stations.iter().all(is_station) { Ok(stations) } else { Err(TasksProblem::NoUnit) }
}

/// Writes a task down; nobody but the department sees it yet.
///
/// # Errors
/// Not permitted, a target that must never be one, or something out of bounds.
pub async fn write_task(db: &Database, actor: &Actor, draft: Draft) -> Result<TaskId, TasksProblem> {
    let draft = draft.checked()?;
    let answer = db
        .change(actor, async move |tx| {
            if units::find(&tx.read(), &draft.unit).await?.is_none() {
                return Err(TasksProblem::NoUnit.into());
            }
            let unit = Entity::new("Unit", &draft.unit, &draft.unit);
            let permit = tx.permit::<Halt<TaskId>>("task.write", &unit).await?;
            if let Some(there) = store::find(&tx.read(), &draft.id).await? {
                let same = there.unit == draft.unit;
                return Err(if same { Halt::Already(there.id) } else { TasksProblem::FormUsed.into() });
            }
            let stations = stations(tx, &draft.stations).await?;
            let register = store::register(&tx.read()).await?;
            let draft = Draft { stations, ..draft.clone() };
            let task = draft.onto(None, who(tx.actor()), &register, tx.now().day());

            let mut change = tx.change(permit);
            store::insert(&mut change, &task).await?;
            Ok(change.record(facts::of(kinds::WRITTEN, &task), task.id.clone()).await?)
        })
        .await;
    settled(answer)
}

/// Writes on a draft, or on a task that was returned.
///
/// # Errors
/// As `write_task`; at the gate already; changed meanwhile.
pub async fn change_task(
    db: &Database,
    actor: &Actor,
    draft: Draft,
    seen: Option<Seen>,
) -> Result<(), TasksProblem> {
    let draft = draft.checked()?;
    let answer = db
        .change(actor, async move |tx| {
            let (task, permit) = task_for(tx, &draft.id, "task.change", seen.as_ref()).await?;
            task.must_be(State::is_draft)?;
            let stations = stations(tx, &draft.stations).await?;
            let register = store::register(&tx.read()).await?;
            let draft = Draft { stations, unit: task.unit.clone(), ..draft.clone() };
            let task = draft.onto(Some(task), String::new(), &register, tx.now().day());

            let mut change = tx.change(permit);
            store::save(&mut change, &task).await?;
            store::replace_parts(&mut change, &task).await?;
            Ok(change.record(facts::of(kinds::CHANGED, &task), ()).await?)
        })
        .await;
    settled(answer)
}

/// Sends a task to the gate.
///
/// # Errors
/// Not permitted, no draft, addressed to nobody, or changed meanwhile.
pub async fn submit_task(
    db: &Database,
    law: &Arc<Law>,
    actor: &Actor,
    id: TaskId,
    seen: Option<Seen>,
) -> Result<(), TasksProblem> {
    let law = law.clone();
    let answer = db
        .change(actor, async move |tx| {
            let (task, permit) = task_for(tx, &id, "task.submit", seen.as_ref()).await?;
            let settings = Settings::read(&tx.read()).await?;
            let decide_by = situation::decide_by(&law, tx.now().day(), settings.gate_days);
            let task = task.submit(tx.now(), decide_by)?;

            let mut change = tx.change(permit);
            store::save(&mut change, &task).await?;
            let mut fact = facts::of(kinds::SUBMITTED, &task);
            fact.due_at = Some(decide_by.end());
            Ok(change.record(fact, ()).await?)
        })
        .await;
    settled(answer)
}

/// Takes a task back: from the gate, or from the stations that have not done it.
///
/// # Errors
/// Not permitted, over already, no reason, or changed meanwhile.
pub async fn withdraw_task(
    db: &Database,
    actor: &Actor,
    id: TaskId,
    reason: &str,
    seen: Option<Seen>,
) -> Result<(), TasksProblem> {
    let reason = needed_reason(reason)?;
    let answer = db
        .change(actor, async move |tx| {
            let (task, permit) = task_for(tx, &id, "task.withdraw", seen.as_ref()).await?;
            task.must_be(|state| state.is_open() || state.is_draft() || state == State::Released)?;
            let was_asked = task.state.is_open();
            let (at, by) = (tx.now(), who(tx.actor()));
            let task = task.decided(State::Withdrawn, at, &by, &reason);

            let mut recorded = vec![facts::of(kinds::WITHDRAWN, &task)];
            for one in store::at_stations(&tx.read(), &task.id).await? {
                if was_asked && one.state == StationState::Addressed {
                    recorded.push(facts::spared(
                        &task,
                        &one.unit,
                        Spared::Withdrawn,
                        task.forms(),
                        task.minutes(),
                    ));
                } else if one.state.is_open() {
                    // What was worked already was not spared.
                    let rest = (one.planned - one.worked).max(0);
                    recorded.push(facts::spared(&task, &one.unit, Spared::Withdrawn, one.forms, rest));
                }
            }
            let mut change = tx.change(permit);
            store::save(&mut change, &task).await?;
            store::spare_stations(&mut change, &task.id).await?;
            Ok(change.record_all(recorded, ()).await?)
        })
        .await;
    settled(answer)
}

/// Objects to what the gate decided, to the bureau's leader; once.
///
/// # Errors
/// Not permitted, nothing to object to, objected before, or no reason.
pub async fn object_to_decision(
    db: &Database,
    actor: &Actor,
    id: TaskId,
    why: &str,
    seen: Option<Seen>,
) -> Result<(), TasksProblem> {
    let why = needed_reason(why)?;
    let answer = db
        .change(actor, async move |tx| {
            let (task, permit) = task_for(tx, &id, "task.object", seen.as_ref()).await?;
            let task = task.object(tx.now(), &why)?;
            let mut change = tx.change(permit);
            store::save(&mut change, &task).await?;
            Ok(change.record(facts::of(kinds::OBJECTED, &task), ()).await?)
        })
        .await;
    settled(answer)
}

/// The leader's answer: it goes before the gate again, or the decision stands.
///
/// # Errors
/// Not permitted, nothing to answer, or no reason.
pub async fn answer_objection(
    db: &Database,
    actor: &Actor,
    id: TaskId,
    again: bool,
    answer: &str,
    seen: Option<Seen>,
) -> Result<(), TasksProblem> {
    let words = needed_reason(answer)?;
    let answer = db
        .change(actor, async move |tx| {
            let (task, permit) = task_for(tx, &id, "task.answer_objection", seen.as_ref()).await?;
            if task.objected_at.is_none() || !task.answer.is_empty() {
                return Err(TasksProblem::NothingToAnswer.into());
            }
            let state = if again { State::Escalated } else { task.state };
            let master = if again { None } else { task.master.clone() };
            let outcome = if again { "task_again" } else { "task_stands" };
            let mut task = Task { answer: words.clone(), state, master, ..task };
            if again {
                for one in &mut task.returns {
                    one.state = ReturnState::Asked;
                    for column in &mut one.columns {
                        column.is_answered = false;
                    }
                }
            }
            let mut recorded = vec![facts::of(kinds::OBJECTION_ANSWERED, &task).outcome(outcome)];
            if again {
                // What it asks is asked a second time.
                recorded.push(facts::of(kinds::SUBMITTED, &task).outcome(outcome));
            }
            let mut change = tx.change(permit);
            store::save(&mut change, &task).await?;
            if again {
                store::save_returns(&mut change, &task).await?;
                store::address_again(&mut change, &task).await?;
            }
            Ok(change.record_all(recorded, ()).await?)
        })
        .await;
    settled(answer)
}
