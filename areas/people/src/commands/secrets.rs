//! What opens something for an account without signing in: made and taken back by its owner.

use super::account::{account_entity, fact_about};
use crate::PeopleProblem;
use crate::rules::Secret;
use crate::store::secrets;
use database::identity::{self, Account};
use database::{Database, DbErr, Reader};
use kernel::{AccountId, Actor, Grant};

/// Makes a secret for oneself; the one before opens nothing any more. Answers it, which is kept
/// nowhere: only its hash is.
///
/// # Errors
/// Not permitted, or no randomness.
pub async fn make_secret(db: &Database, actor: &Actor, secret: Secret) -> Result<String, PeopleProblem> {
    let token = identity::random_token()?;
    let hash = identity::token_hash(&token);
    db.change(actor, async move |tx| {
        let (account, grants) = own(&tx.read(), &tx.actor().account.clone()).await?;
        let permit = tx.permit::<PeopleProblem>(secret.action(), &account_entity(&account, &grants)).await?;
        let now = tx.now();
        let mut change = tx.change(permit);
        secrets::save(&mut change, &account.id, secret, &hash, now).await?;
        Ok::<_, PeopleProblem>(change.record(fact_about(secret.made(), &account), ()).await?)
    })
    .await?;
    Ok(token)
}

/// Takes one's secret back.
///
/// # Errors
/// Not permitted, or there is none.
pub async fn withdraw_secret(db: &Database, actor: &Actor, secret: Secret) -> Result<(), PeopleProblem> {
    db.change(actor, async move |tx| {
        let (account, grants) = own(&tx.read(), &tx.actor().account.clone()).await?;
        let permit = tx.permit::<PeopleProblem>(secret.action(), &account_entity(&account, &grants)).await?;
        let mut change = tx.change(permit);
        if !secrets::remove(&mut change, &account.id, secret).await? {
            return Err(PeopleProblem::NoSecret);
        }
        Ok(change.record(fact_about(secret.withdrawn(), &account), ()).await?)
    })
    .await
}

async fn own(db: &Reader<'_>, id: &AccountId) -> Result<(Account, Vec<Grant>), PeopleProblem> {
    let account = identity::account_by_id(db, id).await?.ok_or(PeopleProblem::NotFound)?;
    let grants = identity::grants(db, id).await?;
    Ok((account, grants))
}

/// Whose secret it is, with the roles as they are now; nobody's if it was renewed or withdrawn, or
/// the account is disabled.
///
/// # Errors
/// The database cannot be read.
pub async fn secret_holder(db: &Database, token: &str, secret: Secret) -> Result<Option<Actor>, DbErr> {
    let read = db.read();
    let hash = identity::token_hash(token);
    let Some(id) = secrets::account(&read, secret, &hash).await? else { return Ok(None) };
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
