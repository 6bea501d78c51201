//! A changed roster that a search proposes and a person accepts.

use super::drafts::load;
use super::month_data::CellMap;
use super::publishing::{refuse_forbidden, replace_published};
use super::{MonthData, about, roster_entity};
use crate::DutyProblem;
use crate::rules::{RosterMonth, kinds};
use crate::store::{self, Kept, RosterRow, Version};
use database::Database;
use kernel::{Actor, UnitCode};
use law::Law;
use std::sync::Arc;

/// Puts what a search found beside the published roster.
///
/// # Errors
/// Not permitted, or changed meanwhile.
pub(super) async fn save_proposal(
    db: &Database,
    actor: &Actor,
    data: Arc<MonthData>,
    after: CellMap,
    (why, changes): (String, usize),
) -> Result<(), DutyProblem> {
    db.change(actor, async move |tx| {
        let (unit, month) = (&data.unit, data.month);
        let permit = tx.permit::<DutyProblem>("roster.edit", &roster_entity(unit, month)).await?;
        let mut change = tx.change(permit);
        let cells: Vec<Kept> = after.values().cloned().collect();
        store::remove_version(&mut change, unit, month, Version::Proposal).await?;
        store::put_cells(&mut change, unit, month, Version::Proposal, &cells).await?;
        let roster = RosterRow { proposal: Some(why.clone()), ..data.roster.clone() };
        store::save_roster(&mut change, &roster).await?;
        let changes = i64::try_from(changes).unwrap_or(i64::MAX);
        Ok(change.record(about(kinds::PROPOSED, unit, month).quantity(changes), ()).await?)
    })
    .await
}

/// Publishes the proposal, for the reason it was made.
///
/// # Errors
/// Not permitted, no proposal, a breach that nobody can allow, or changed meanwhile.
pub async fn accept_proposal(
    db: &Database,
    law: &Arc<Law>,
    actor: &Actor,
    (unit, month, revision): (UnitCode, RosterMonth, i64),
) -> Result<(), DutyProblem> {
    let tree = db.units().await?;
    let law = law.clone();
    db.change(actor, async move |tx| {
        let permit = tx.permit::<DutyProblem>("roster.publish", &roster_entity(&unit, month)).await?;
        let data = load(tx, &law, &tree, &unit, month).await?;
        let why = data.roster.proposal.clone().ok_or(DutyProblem::NoProposal)?;
        if data.roster.revision != revision {
            return Err(DutyProblem::Stale);
        }
        let after = data.version(Version::Proposal);
        refuse_forbidden(&data, &law, &data.findings(&after), tx.now().day())?;
        let mut change = tx.change(permit);
        let facts = replace_published(&mut change, &data, &after, &why).await?;
        Ok(change.record_all(facts, ()).await?)
    })
    .await
}

/// Throws the proposal away.
///
/// # Errors
/// Not permitted, or there is none.
pub async fn dismiss_proposal(
    db: &Database,
    actor: &Actor,
    unit: UnitCode,
    month: RosterMonth,
) -> Result<(), DutyProblem> {
    db.change(actor, async move |tx| {
        let permit = tx.permit::<DutyProblem>("roster.edit", &roster_entity(&unit, month)).await?;
        let roster = store::roster(&tx.read(), &unit, month).await?;
        if roster.proposal.is_none() {
            return Err(DutyProblem::NoProposal);
        }
        let mut change = tx.change(permit);
        store::remove_version(&mut change, &unit, month, Version::Proposal).await?;
        store::save_roster(&mut change, &RosterRow { proposal: None, ..roster }).await?;
        Ok(change.record(about(kinds::DISMISSED, &unit, month), ()).await?)
    })
    .await
}
