//! Swaps: asked by one, accepted by another, approved by whoever answers for the roster.

use super::drafts::{compare, load};
use super::month_data::CellMap;
use super::publishing::replace_published;
use super::{MonthData, reason};
use crate::DutyProblem;
use crate::rules::swap::{Swap, SwapId, SwapState};
use crate::rules::{RosterMonth, kinds};
use crate::store::{self, Version};
use database::{Database, Transaction};
use kernel::{Actor, Day, Fact, FactKind, PersonId, UnitCode, UnitTree};
use law::Law;
use std::sync::Arc;

/// Somebody asks a colleague.
#[derive(Debug, Clone)]
pub struct NewSwap {
    pub id: SwapId,
    pub unit: UnitCode,
    pub asker: PersonId,
    pub asker_day: Day,
    pub other: PersonId,
    pub other_day: Day,
    pub why: String,
}

/// The published month of a swap, and the roster as it would be.
async fn exchanged(
    tx: &Transaction,
    law: &Law,
    tree: &UnitTree,
    swap: &Swap,
) -> Result<(MonthData, CellMap), DutyProblem> {
    let month = RosterMonth::of(swap.asker_day);
    let data = load(tx, law, tree, &swap.unit, month).await?;
    if data.roster.published_at.is_none() {
        return Err(DutyProblem::NotPublished);
    }
    let is_here = |person: &PersonId| data.colleague(person).is_some();
    if swap.asker == swap.other || !is_here(&swap.asker) || !is_here(&swap.other) {
        return Err(DutyProblem::NobodyOfRoster);
    }
    if RosterMonth::of(swap.other_day) != month {
        return Err(DutyProblem::BadDay);
    }
    let before = data.version(Version::Published);
    let mut after = before.clone();
    for day in swap.days() {
        let place =
            |person: &PersonId| before.get(&(person.clone(), day)).and_then(|cell| cell.place.clone());
        let (mine, theirs) = (place(&swap.asker), place(&swap.other));
        after.insert((swap.asker.clone(), day), data.kept(&swap.asker, day, theirs, false));
        after.insert((swap.other.clone(), day), data.kept(&swap.other, day, mine, false));
    }
    after.retain(|_, cell| cell.place.is_some() || cell.is_locked);
    let has_shift = before.contains_key(&(swap.asker.clone(), swap.asker_day));
    if !has_shift || before == after {
        return Err(DutyProblem::NothingToSwap);
    }
    let hard = data.findings(&after).into_iter().filter(|one| one.hard > 0).map(|one| one.text);
    let hard: Vec<_> = hard.collect();
    let broken = compare(&data, &before, &after).broken;
    match broken.into_iter().find(|text| hard.contains(text)) {
        Some(text) => Err(DutyProblem::SwapBreaks(text)),
        None => match data.newly_overtired(&before, &after)?.first() {
            Some(one) => Err(DutyProblem::SwapBreaks(one.text())),
            None => Ok((data, after)),
        },
    }
}

/// Asks a colleague to exchange what both do on two days.
///
/// # Errors
/// Not permitted, nothing to exchange, days that are past, or a rule that it would break.
pub async fn ask_swap(
    db: &Database,
    law: &Arc<Law>,
    actor: &Actor,
    input: NewSwap,
) -> Result<(), DutyProblem> {
    let tree = db.units().await?;
    let law = law.clone();
    db.change(actor, async move |tx| {
        let NewSwap { id, unit, asker, asker_day, other, other_day, why } = input.clone();
        let state = SwapState::Asked;
        let (why, answer, asked_at) = (reason(&why)?, String::new(), tx.now());
        let swap =
            Swap { id, unit, asker, asker_day, other, other_day, state, why, answer, asked_at, revision: 1 };
        let permit = tx.permit::<DutyProblem>("swap.ask", &swap).await?;
        if swap.days().iter().any(|day| *day < tx.now().day()) {
            return Err(DutyProblem::Past);
        }
        if store::find_swap(&tx.read(), &swap.id).await?.is_some() {
            return Err(DutyProblem::Stale);
        }
        exchanged(tx, &law, &tree, &swap).await?;
        let mut change = tx.change(permit);
        store::insert_swap(&mut change, &swap).await?;
        Ok(change.record(about(kinds::SWAP_ASKED, &swap), ()).await?)
    })
    .await
}

/// The colleague accepts or declines.
///
/// # Errors
/// Not permitted, answered before, or the days are past.
pub async fn answer_swap(
    db: &Database,
    actor: &Actor,
    id: SwapId,
    answer: SwapState,
) -> Result<(), DutyProblem> {
    db.change(actor, async move |tx| {
        let swap = store::find_swap(&tx.read(), &id).await?.ok_or(DutyProblem::NotFound)?;
        let permit = tx.permit::<DutyProblem>("swap.answer", &swap).await?;
        let accepts = answer == SwapState::Accepted;
        let (state, kind) = match accepts {
            true => (SwapState::Accepted, kinds::SWAP_ACCEPTED),
            false => (SwapState::Declined, kinds::SWAP_DECLINED),
        };
        let swap = swap.answered(state, tx.now().day())?;
        let mut change = tx.change(permit);
        store::save_swap(&mut change, &swap).await?;
        Ok(change.record(about(kind, &swap), ()).await?)
    })
    .await
}

/// Approves a swap, which changes the published roster at once, or refuses it.
///
/// # Errors
/// Not permitted, not accepted by the colleague, a draft is open, or a rule that it would break.
pub async fn decide_swap(
    db: &Database,
    law: &Arc<Law>,
    actor: &Actor,
    (id, decision): (SwapId, SwapState),
    answer: String,
) -> Result<(), DutyProblem> {
    let tree = db.units().await?;
    let law = law.clone();
    db.change(actor, async move |tx| {
        let swap = store::find_swap(&tx.read(), &id).await?.ok_or(DutyProblem::NotFound)?;
        let permit = tx.permit::<DutyProblem>("swap.decide", &swap).await?;
        let today = tx.now().day();
        if decision != SwapState::Approved {
            let swap = swap.decided(SwapState::Refused, reason(&answer)?, today)?;
            let mut change = tx.change(permit);
            store::save_swap(&mut change, &swap).await?;
            return Ok(change.record(about(kinds::SWAP_REFUSED, &swap), ()).await?);
        }
        let swap = swap.decided(SwapState::Approved, reason(&answer)?, today)?;
        let (data, after) = exchanged(tx, &law, &tree, &swap).await?;
        if data.roster.has_draft {
            return Err(DutyProblem::DraftOpen);
        }
        let mut change = tx.change(permit);
        store::save_swap(&mut change, &swap).await?;
        let mut facts = replace_published(&mut change, &data, &after, &swap.why).await?;
        facts.push(about(kinds::SWAP_APPROVED, &swap));
        Ok(change.record_all(facts, ()).await?)
    })
    .await
}

fn about(kind: FactKind, swap: &Swap) -> Fact {
    Fact::new(kind, &swap.unit, "swap", &swap.id).credit([&swap.asker, &swap.other])
}
