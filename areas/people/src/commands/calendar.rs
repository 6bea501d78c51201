//! The secret address under which a calendar program reads somebody's deadlines.

use super::account::{account_entity, fact_about};
use crate::PeopleProblem;
use crate::rules::kinds;
use crate::store::calendar;
use database::identity::{self, Account};
use database::{Database, DbErr, Reader};
use kernel::{AccountId, Actor, Grant};

/// Makes an address for oneself; the one before opens nothing any more. Answers the secret part,
/// which is kept nowhere: only its hash is.
///
/// # Errors
/// Not permitted, or no randomness.
pub async fn make_calendar_address(db: &Database, actor: &Actor) -> Result<String, PeopleProblem> {
    let token = identity::random_token()?;
    let hash = identity::token_hash(&token);
    db.change(actor, async move |tx| {
        let (account, grants) = own(&tx.read(), &tx.actor().account.clone()).await?;
        let permit =
            tx.permit::<PeopleProblem>("account.keep_calendar", &account_entity(&account, &grants)).await?;
        let now = tx.now();
        let mut change = tx.change(permit);
        calendar::save(&mut change, &account.id, &hash, now).await?;
        Ok::<_, PeopleProblem>(change.record(fact_about(kinds::CALENDAR_MADE, &account), ()).await?)
    })
    .await?;
    Ok(token)
}

/// Takes one's address back.
///
/// # Errors
/// Not permitted, or there is none.
pub async fn withdraw_calendar_address(db: &Database, actor: &Actor) -> Result<(), PeopleProblem> {
    db.change(actor, async move |tx| {
        let (account, grants) = own(&tx.read(), &tx.actor().account.clone()).await?;
        let permit =
            tx.permit::<PeopleProblem>("account.keep_calendar", &account_entity(&account, &grants)).await?;
        let mut change = tx.change(permit);
        if !calendar::remove(&mut change, &account.id).await? {
            return Err(PeopleProblem::NoCalendar);
        }
        Ok(change.record(fact_about(kinds::CALENDAR_WITHDRAWN, &account), ()).await?)
    })
    .await
}

async fn own(db: &Reader<'_>, id: &AccountId) -> Result<(Account, Vec<Grant>), PeopleProblem> {
    let account = identity::account_by_id(db, id).await?.ok_or(PeopleProblem::NotFound)?;
    let grants = identity::grants(db, id).await?;
    Ok((account, grants))
}

/// Whose calendar an address is, with the roles as they are now; nobody's if it was renewed or
/// withdrawn, or the account is disabled.
///
/// # Errors
/// The database cannot be read.
pub async fn calendar_reader(db: &Database, token: &str) -> Result<Option<Actor>, DbErr> {
    let read = db.read();
    let Some(id) = calendar::account(&read, &identity::token_hash(token)).await? else { return Ok(None) };
    let Some(account) = identity::account_by_id(&read, &id).await? else { return Ok(None) };
    if account.disabled_at.is_some() {
        return Ok(None);
    }
    Ok(Some(Actor {
        grants: identity::grants(&read, &id).await?,
        account: id,
        person: account.person,
        name: account.name,
        unit: account.unit,
        language: account.language,
    }))
}
