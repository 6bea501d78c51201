//! What a hand changes in a draft, and how it is undone.

use super::month_data::{CellMap, differences};
use super::{MonthData, about, reason, roster_entity, units_of};
use crate::DutyProblem;
use crate::rules::breach::{Weight, weight};
use crate::rules::{Place, RosterMonth, kinds};
use crate::store::{self, Explanation, Kept, Version};
use database::{Change, Database, Transaction};
use kernel::{Actor, Day, PersonId, Text, UnitCode, UnitTree};
use law::Law;
use optimiser::score::Finding;
use std::sync::Arc;

/// What is entered into a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// What stands there stays.
    Keep,
    Free,
    /// A shift; the position stays, or is the usual one of the person.
    Shift(String),
    At(Place),
}

/// A change of one cell.
#[derive(Debug, Clone)]
pub struct EditCell {
    pub unit: UnitCode,
    pub month: RosterMonth,
    pub person: PersonId,
    pub day: Day,
    pub entry: Entry,
    /// Whether the optimiser may move it afterwards; as before without it.
    pub lock: Option<bool>,
    /// What stood in the cell when it was looked at; not asked without it.
    pub seen: Option<Option<Place>>,
    /// Why somebody works more than the unit's limit of fatigue allows.
    pub why: String,
}

/// What a change by hand did to the rules.
#[derive(Debug, Clone, Default)]
pub struct Edited {
    /// Breaches that were not there before, the gravest first.
    pub broken: Vec<Text>,
    /// How many breaches it mended.
    pub mended: usize,
}

pub(super) async fn load(
    tx: &Transaction,
    law: &Law,
    tree: &UnitTree,
    unit: &UnitCode,
    month: RosterMonth,
) -> Result<MonthData, DutyProblem> {
    let units = units_of(tree, unit);
    MonthData::load(&tx.read(), law, &units, unit, month).await?.ok_or(DutyProblem::NoPlan)
}

/// The draft; where there is none yet, it begins with what is published.
pub(super) async fn begin_draft(change: &mut Change<'_>, data: &MonthData) -> Result<CellMap, DutyProblem> {
    if data.roster.has_draft {
        return Ok(data.version(Version::Draft));
    }
    let published = data.version(Version::Published);
    let cells: Vec<Kept> = published.values().cloned().collect();
    store::remove_version(change, &data.unit, data.month, Version::Draft).await?;
    store::clear_steps(change, &data.unit, data.month).await?;
    store::put_cells(change, &data.unit, data.month, Version::Draft, &cells).await?;
    Ok(published)
}

/// Saves what differs as one step, and the roster as changed.
pub(super) async fn save_draft(
    change: &mut Change<'_>,
    data: &MonthData,
    before: &CellMap,
    after: &CellMap,
    explained: Vec<Explanation>,
) -> Result<(), DutyProblem> {
    let (old, new) = differences(data, before, after);
    store::add_step(change, Version::Draft, &data.unit, data.month, &old).await?;
    store::put_cells(change, &data.unit, data.month, Version::Draft, &new).await?;
    let roster = store::RosterRow { has_draft: true, explained, ..data.roster.clone() };
    store::save_roster(change, &roster).await
}

/// Changes a cell of the draft and says at once what that breaks.
///
/// # Errors
/// Not permitted, no such person, day or shift, above the unit's limit of fatigue without a reason,
/// or somebody changed the cell meanwhile.
pub async fn edit_cell(
    db: &Database,
    law: &Arc<Law>,
    actor: &Actor,
    input: EditCell,
) -> Result<Edited, DutyProblem> {
    let tree = db.units().await?;
    let law = law.clone();
    db.change(actor, async move |tx| {
        let EditCell { unit, month, person, day, entry, lock, seen, why } = input.clone();
        let mut permit = tx.permit::<DutyProblem>("roster.edit", &roster_entity(&unit, month)).await?;
        let data = load(tx, &law, &tree, &unit, month).await?;
        if !month.span().contains(day) {
            return Err(DutyProblem::BadDay);
        }
        let colleague = data.colleague(&person).ok_or(DutyProblem::NobodyOfRoster)?;
        let before = data.version(data.working());
        let there = before.get(&(person.clone(), day)).cloned();
        let place = there.as_ref().and_then(|cell| cell.place.clone());
        if seen.is_some_and(|seen| seen != place) {
            return Err(DutyProblem::CellChanged);
        }
        let next = match entry {
            Entry::Keep => place,
            Entry::Free => None,
            Entry::Shift(shift) => {
                let kept = place.as_ref().and_then(|place| data.plan.position(&place.position));
                let position = kept.or_else(|| data.plan.usual_position(colleague));
                let position = position.ok_or(DutyProblem::UnknownPlace)?.code.clone();
                Some(Place { shift, position })
            }
            Entry::At(place) => Some(place),
        };
        if let Some(place) = &next
            && (data.plan.shift(&place.shift).is_none() || data.plan.position(&place.position).is_none())
        {
            return Err(DutyProblem::UnknownPlace);
        }
        let is_locked = lock.unwrap_or(there.is_some_and(|cell| cell.is_locked));
        let mut after = before.clone();
        after.insert((person.clone(), day), data.kept(&person, day, next.clone(), is_locked));
        let edited = compare(&data, &before, &after);
        let tired = data.newly_overtired(&before, &after)?;
        let why = reason(&why)?;
        if let Some(worst) = tired.first() {
            if why.is_empty() {
                let (name, index, limit) = (worst.name.clone(), worst.index, worst.limit);
                return Err(DutyProblem::TooTired { name, index, limit });
            }
            permit = tx.permit::<DutyProblem>("fatigue.accept", &roster_entity(&unit, month)).await?;
        }

        let mut change = tx.change(permit);
        begin_draft(&mut change, &data).await?;
        save_draft(&mut change, &data, &before, &after, data.roster.explained.clone()).await?;
        let detail = serde_json::json!({
            "person": person,
            "day": day.to_string(),
            "shift": next.map(|place| place.shift),
        });
        let mut facts = vec![about(kinds::EDITED, &unit, month).detail(detail)];
        facts.extend(tired.iter().map(|one| {
            about(kinds::TIRED_ACCEPTED, &unit, month)
                .at(one.day.start())
                .quantity(i64::from(one.index))
                .credit([&one.person])
                .detail(serde_json::json!({ "why": why, "limit": one.limit }))
        }));
        Ok(change.record_all(facts, edited).await?)
    })
    .await
}

/// Which breaches came and how many went.
pub(super) fn compare(data: &MonthData, before: &CellMap, after: &CellMap) -> Edited {
    let counted = |cells: &CellMap| -> Vec<Finding> {
        data.findings(cells).into_iter().filter(|one| weight(one).is_some()).collect()
    };
    let (old, new) = (counted(before), counted(after));
    let same = |one: &Finding, others: &[Finding]| others.iter().any(|other| other.text == one.text);
    let mut broken: Vec<&Finding> = new.iter().filter(|one| !same(one, &old)).collect();
    broken.sort_by_key(|one| weight(one).unwrap_or(Weight::Wish));
    Edited {
        broken: broken.into_iter().map(|one| one.text.clone()).collect(),
        mended: old.iter().filter(|one| !same(one, &new)).count(),
    }
}

/// Takes back the last step of the draft, by hand or by a search.
///
/// # Errors
/// Not permitted, or there is no step.
pub async fn undo_step(
    db: &Database,
    law: &Arc<Law>,
    actor: &Actor,
    unit: UnitCode,
    month: RosterMonth,
) -> Result<(), DutyProblem> {
    let tree = db.units().await?;
    let law = law.clone();
    db.change(actor, async move |tx| {
        let permit = tx.permit::<DutyProblem>("roster.edit", &roster_entity(&unit, month)).await?;
        let data = load(tx, &law, &tree, &unit, month).await?;
        let last = store::last_step(&tx.read(), &unit, month).await?;
        let (step, cells) = last.filter(|_| data.roster.has_draft).ok_or(DutyProblem::NothingToUndo)?;
        // What a shift counts for follows from the plan as it is now.
        let cells: Vec<Kept> = cells
            .into_iter()
            .map(|cell| data.kept(&cell.person, cell.day, cell.place, cell.is_locked))
            .collect();

        let mut change = tx.change(permit);
        store::put_cells(&mut change, &unit, month, Version::Draft, &cells).await?;
        store::remove_step(&mut change, &unit, month, step).await?;
        store::save_roster(&mut change, &data.roster).await?;
        Ok(change.record(about(kinds::UNDONE, &unit, month), ()).await?)
    })
    .await
}

/// Throws the draft away; what is published stays.
///
/// # Errors
/// Not permitted, or there is no draft.
pub async fn discard_draft(
    db: &Database,
    actor: &Actor,
    unit: UnitCode,
    month: RosterMonth,
) -> Result<(), DutyProblem> {
    db.change(actor, async move |tx| {
        let permit = tx.permit::<DutyProblem>("roster.edit", &roster_entity(&unit, month)).await?;
        let roster = store::roster(&tx.read(), &unit, month).await?;
        if !roster.has_draft {
            return Err(DutyProblem::NotFound);
        }
        let mut change = tx.change(permit);
        store::remove_version(&mut change, &unit, month, Version::Draft).await?;
        store::clear_steps(&mut change, &unit, month).await?;
        let roster = store::RosterRow { has_draft: false, explained: Vec::new(), ..roster };
        store::save_roster(&mut change, &roster).await?;
        Ok(change.record(about(kinds::DISCARDED, &unit, month), ()).await?)
    })
    .await
}

/// Puts a whole roster into the draft, if nobody changed it since `data` was read: what a search
/// found, or what comes from elsewhere.
///
/// # Errors
/// Not permitted, or changed meanwhile.
pub async fn fill_draft(
    db: &Database,
    actor: &Actor,
    data: Arc<MonthData>,
    after: CellMap,
) -> Result<(), DutyProblem> {
    db.change(actor, async move |tx| {
        let permit = tx.permit::<DutyProblem>("roster.edit", &roster_entity(&data.unit, data.month)).await?;
        let mut change = tx.change(permit);
        let before = begin_draft(&mut change, &data).await?;
        save_draft(&mut change, &data, &before, &after, Vec::new()).await?;
        let shifts = after.values().filter(|cell| cell.place.is_some()).count();
        let fact = about(kinds::GENERATED, &data.unit, data.month)
            .quantity(i64::try_from(shifts).unwrap_or(i64::MAX));
        Ok(change.record(fact, ()).await?)
    })
    .await
}

/// Keeps what broken wishes and minima would have cost; dropped if the roster changed meanwhile.
///
/// # Errors
/// Not permitted, or changed meanwhile.
pub(super) async fn keep_explanation(
    db: &Database,
    actor: &Actor,
    (unit, month, revision): (UnitCode, RosterMonth, i64),
    explained: Vec<Explanation>,
) -> Result<(), DutyProblem> {
    db.change(actor, async move |tx| {
        let permit = tx.permit::<DutyProblem>("roster.edit", &roster_entity(&unit, month)).await?;
        let roster = store::roster(&tx.read(), &unit, month).await?;
        if roster.revision != revision {
            return Err(DutyProblem::Stale);
        }
        let mut change = tx.change(permit);
        let explained = explained.clone();
        store::save_roster(&mut change, &store::RosterRow { explained, ..roster }).await?;
        Ok(change.record(about(kinds::EXPLAINED, &unit, month), ()).await?)
    })
    .await
}
