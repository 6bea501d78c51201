//! The register of permitted returns, the bureau's own catalogue, and its settings.

use super::facts::kinds;
use super::situation::{EACH, GATE_DAYS};
use super::{Halt, LINE, bounded, clean, settled};
use crate::problem::TasksProblem;
use crate::rules::boundary::LocalEntry;
use crate::rules::form::Words;
use crate::rules::{Permitted, PermittedId, ReturnKind, Rhythm};
use crate::store;
use access::Entity;
use database::{Database, units};
use kernel::{Actor, Fact, UnitCode};

/// A return to be permitted.
#[derive(Debug, Clone)]
pub struct NewPermitted {
    pub id: PermittedId,
    pub unit: UnitCode,
    pub issuer: Option<UnitCode>,
    pub name: String,
    pub kind: ReturnKind,
    pub rhythm: Rhythm,
    pub minutes: i64,
    pub measure: String,
    /// The figures that a list may ask for.
    pub columns: Vec<String>,
    pub basis: String,
}

/// Permits a return: from now on departments may ask for it, as often as its rhythm says. Of a
/// list that is in the register, the figures that it may ask for become more.
///
/// # Errors
/// Not permitted, a target, in the register already, or out of bounds.
pub async fn permit_return(
    db: &Database,
    actor: &Actor,
    new: NewPermitted,
) -> Result<PermittedId, TasksProblem> {
    let name = clean(&new.name, LINE)?;
    let basis = clean(&new.basis, 2_000)?;
    let minutes = bounded("minutes", new.minutes, 0, 100_000)?;
    if name.is_empty() || basis.is_empty() {
        return Err(TasksProblem::NoReason);
    }
    let words = Words::embedded().map_err(|error| TasksProblem::Matching(error.to_string()))?;
    let columns = new.columns.iter().map(|one| clean(one, LINE)).collect::<Result<Vec<_>, _>>()?;
    for text in std::iter::once(&name).chain(&columns) {
        words.refuse_targets(text)?;
    }
    let answer = db
        .change(actor, async move |tx| {
            if units::find(&tx.read(), &new.unit).await?.is_none() {
                return Err(TasksProblem::NoUnit.into());
            }
            let unit = Entity::new("Unit", &new.unit, &new.unit);
            let permit = tx.permit::<Halt<PermittedId>>("task.permit_return", &unit).await?;
            let today = tx.now().day();
            let register = store::register(&tx.read()).await?;
            if let Some(there) = register.iter().find(|entry| entry.id == new.id) {
                return Err(Halt::Already(there.id.clone()));
            }
            let entry = Permitted {
                id: new.id.clone(),
                unit: new.unit.clone(),
                issuer: new.issuer.clone(),
                name: name.clone(),
                kind: new.kind,
                rhythm: new.rhythm,
                minutes,
                measure: new.measure.clone(),
                columns: columns.clone(),
                basis: basis.clone(),
                from: today,
                ended_on: None,
            };
            let same = |there: &&Permitted| there.issuer == entry.issuer && there.name == entry.name;
            let before = register.iter().filter(|there| there.holds_on(today)).find(same);
            let entry = match before {
                Some(before) => entry.widening(before),
                None => entry,
            };
            if before.is_some_and(|before| before.columns == entry.columns) {
                return Err(TasksProblem::InRegister { name: entry.name }.into());
            }
            let mut change = tx.change(permit);
            if let Some(before) = before {
                store::end_permitted(&mut change, before, today).await?;
            }
            store::insert_permitted(&mut change, &entry).await?;
            let fact = Fact::new(kinds::RETURN_PERMITTED, &entry.unit, "permitted_return", &entry.id)
                .detail(serde_json::json!({ "name": entry.name, "rhythm": entry.rhythm.as_str(), "columns": entry.columns }));
            Ok(change.record(fact, entry.id.clone()).await?)
        })
        .await;
    settled(answer)
}

/// Takes a return out of the register; what was released stays.
///
/// # Errors
/// Not permitted, or not in the register.
pub async fn end_return(db: &Database, actor: &Actor, id: PermittedId) -> Result<(), TasksProblem> {
    let answer = db
        .change(actor, async move |tx| {
            let register = store::register(&tx.read()).await?;
            let entry = register.iter().find(|entry| entry.id == id).ok_or(TasksProblem::NotFound)?;
            let unit = Entity::new("Unit", &entry.unit, &entry.unit);
            let permit = tx.permit::<Halt<()>>("task.end_return", &unit).await?;
            if entry.ended_on.is_some() {
                return Err(Halt::Already(()));
            }
            let today = tx.now().day();
            let mut change = tx.change(permit);
            store::end_permitted(&mut change, entry, today).await?;
            let fact = Fact::new(kinds::RETURN_ENDED, &entry.unit, "permitted_return", &entry.id);
            Ok(change.record(fact, ()).await?)
        })
        .await;
    settled(answer)
}

/// An activity that the bureau holds for no police work.
#[derive(Debug, Clone)]
pub struct NewLocalEntry {
    pub id: String,
    pub unit: UnitCode,
    pub title: String,
    /// Words that speak for it, apart by blanks or commas.
    pub terms: String,
    pub basis: String,
}

/// Enters an activity into the bureau's own catalogue, with what it rests on.
///
/// # Errors
/// Not permitted, or title, words or basis missing.
pub async fn enter_boundary(db: &Database, actor: &Actor, new: NewLocalEntry) -> Result<(), TasksProblem> {
    let title = clean(&new.title, LINE)?;
    let basis = clean(&new.basis, 2_000)?;
    let split = |letter: char| letter.is_whitespace() || matches!(letter, ',' | '，' | '、' | ';' | '；');
    let terms: Vec<String> = new
        .terms
        .split(split)
        .map(str::trim)
        // One character stands in too many words to say anything.
        .filter(|term| (2..=20).contains(&term.chars().count()))
        .take(60)
        .map(str::to_owned)
        .collect();
    if title.is_empty() || basis.is_empty() || terms.is_empty() {
        return Err(TasksProblem::NoReason);
    }
    let answer = db
        .change(actor, async move |tx| {
            if units::find(&tx.read(), &new.unit).await?.is_none() {
                return Err(TasksProblem::NoUnit.into());
            }
            let unit = Entity::new("Unit", &new.unit, &new.unit);
            let permit = tx.permit::<Halt<()>>("task.enter_boundary", &unit).await?;
            if store::local_entries(&tx.read()).await?.iter().any(|(_, entry)| entry.id == new.id) {
                return Err(Halt::Already(()));
            }
            let entry = LocalEntry {
                id: new.id.clone(),
                title: title.clone(),
                terms: terms.clone(),
                basis: basis.clone(),
            };
            let mut change = tx.change(permit);
            store::insert_local(&mut change, &new.unit, &entry).await?;
            let fact = Fact::new(kinds::BOUNDARY_ENTERED, &new.unit, "boundary_entry", &entry.id)
                .detail(serde_json::json!({ "title": entry.title }));
            Ok(change.record(fact, ()).await?)
        })
        .await;
    settled(answer)
}

/// Takes an entry out of the bureau's own catalogue.
///
/// # Errors
/// Not permitted, or no such entry.
pub async fn end_boundary(db: &Database, actor: &Actor, id: String) -> Result<(), TasksProblem> {
    let answer = db
        .change(actor, async move |tx| {
            let entries = store::local_entries(&tx.read()).await?;
            let (unit, entry) =
                entries.iter().find(|(_, entry)| entry.id == id).ok_or(TasksProblem::NotFound)?;
            let resource = Entity::new("Unit", unit, unit);
            let permit = tx.permit::<Halt<()>>("task.end_boundary", &resource).await?;
            let today = tx.now().day();
            let mut change = tx.change(permit);
            store::end_local(&mut change, unit, &entry.id, today).await?;
            let fact = Fact::new(kinds::BOUNDARY_ENDED, unit, "boundary_entry", &entry.id);
            Ok(change.record(fact, ()).await?)
        })
        .await;
    settled(answer)
}

/// Hours and days that a bureau or a station sets for itself.
#[derive(Debug, Clone)]
pub struct SetCapacity {
    pub unit: UnitCode,
    /// Of each person in a week, for what superiors ask.
    pub hours_each: i64,
    /// Working days the command centre has for a decision; for the bureau.
    pub gate_days: Option<i64>,
}

/// Sets how many hours of each person and week there are for tasks.
///
/// # Errors
/// Not permitted, or out of bounds.
pub async fn set_capacity(db: &Database, actor: &Actor, input: SetCapacity) -> Result<(), TasksProblem> {
    // A week has no more hours.
    bounded("hours_each", input.hours_each, 0, 7 * 24)?;
    if let Some(days) = input.gate_days {
        bounded("gate_days", days, 1, 30)?;
    }
    let answer = db
        .change(actor, async move |tx| {
            if units::find(&tx.read(), &input.unit).await?.is_none() {
                return Err(TasksProblem::NoUnit.into());
            }
            let unit = Entity::new("Unit", &input.unit, &input.unit);
            let permit = tx.permit::<Halt<()>>("task.set_capacity", &unit).await?;
            let mut change = tx.change(permit);
            store::put_setting(&mut change, &input.unit, EACH, input.hours_each * 60).await?;
            if let Some(days) = input.gate_days {
                store::put_setting(&mut change, &input.unit, GATE_DAYS, days).await?;
            }
            let fact = Fact::new(kinds::CAPACITY_SET, &input.unit, "unit", &input.unit)
                .minutes(input.hours_each * 60)
                .detail(serde_json::json!({ "gate_days": input.gate_days }));
            Ok(change.record(fact, ()).await?)
        })
        .await;
    settled(answer)
}
