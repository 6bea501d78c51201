//! Accounts and roles, kept in the hands of three separated administrators.

use super::password::{Cost, Hashed};
use super::sign_in::confirm_password;
use crate::PeopleProblem;
use crate::rules::{PersonName, SignInName, check_grant, is_last_of_administrators, kinds};
use crate::store;
use access::{Attribute, Entity};
use database::identity::{self, Account};
use database::{Change, Database, Reader, Transaction, units};
use kernel::{AccountId, Actor, Fact, FactKind, Grant, Language, PersonId, UnitCode};
use serde_json::json;

/// Whose account it is.
#[derive(Debug, Clone)]
pub enum Holder {
    /// Somebody of the bureau: name and unit follow the person.
    Person(PersonId),
    /// Nobody of the list of people, such as an administrator from outside.
    Other { name: PersonName, unit: UnitCode },
}

#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Made when the form is shown: the same form sent twice opens one account.
    pub id: AccountId,
    pub sign_in_name: SignInName,
    pub holder: Holder,
    pub password: Hashed,
    pub language: Language,
}

/// Opens an account without any role.
///
/// # Errors
/// Not permitted, the name is taken, or the person has left or has an account.
pub async fn open_account(db: &Database, actor: &Actor, new: NewAccount) -> Result<AccountId, PeopleProblem> {
    let id = new.id.clone();
    if identity::account_by_id(&db.read(), &id).await?.is_some() {
        return Ok(id);
    }
    let opened = db.change(actor, async move |tx| {
        let (person, name, unit) = match &new.holder {
            Holder::Person(id) => {
                let person = store::person::find(&tx.read(), id).await?.ok_or(PeopleProblem::NotFound)?;
                person.must_be_serving()?;
                (Some(person.id), person.name.as_str().to_owned(), person.unit)
            }
            Holder::Other { name, unit } => (None, name.as_str().to_owned(), unit.clone()),
        };
        let account = Account {
            id: new.id.clone(),
            sign_in_name: new.sign_in_name.as_str().to_owned(),
            person,
            name,
            unit,
            password_hash: new.password.as_str().to_owned(),
            language: new.language,
            disabled_at: None,
            failures: 0,
            locked_until: None,
            revision: 1,
        };
        let permit = tx.permit::<PeopleProblem>("account.open", &account_entity(&account, &[])).await?;

        if units::find(&tx.read(), &account.unit).await?.is_none() {
            return Err(PeopleProblem::UnitNotFound);
        }
        let taken = identity::account_by_name(&tx.read(), &account.sign_in_name).await?;
        if taken.is_some_and(|other| other.id != account.id) {
            return Err(PeopleProblem::SignInNameTaken);
        }
        if let Some(person) = &account.person
            && identity::account_of(&tx.read(), person).await?.is_some_and(|other| other.id != account.id)
        {
            return Err(PeopleProblem::PersonHasAccount);
        }

        let mut change = tx.change(permit);
        identity::add_account(&mut change, &account).await?;
        let fact = fact_about(kinds::ACCOUNT_OPENED, &account);
        Ok(change.record(fact, account.id).await?)
    });
    match opened.await {
        // The same form was faster in another request.
        Err(PeopleProblem::Database(_)) if identity::account_by_id(&db.read(), &id).await?.is_some() => {
            Ok(id)
        }
        answer => answer,
    }
}

/// Disables an account; its sessions end at once.
///
/// # Errors
/// Not permitted, disabled already, or the last administrator of a kind.
pub async fn disable_account(
    db: &Database,
    actor: &Actor,
    id: AccountId,
    revision: i64,
) -> Result<(), PeopleProblem> {
    db.change(actor, async move |tx| {
        let (account, grants) = load(tx, &id, Some(revision)).await?;
        let permit =
            tx.permit::<PeopleProblem>("account.disable", &account_entity(&account, &grants)).await?;
        if account.disabled_at.is_some() {
            return Err(PeopleProblem::AccountDisabled);
        }
        let mut change = tx.change(permit);
        disable(&mut change, account.clone(), &grants).await?;
        Ok(change.record(fact_about(kinds::ACCOUNT_DISABLED, &account), ()).await?)
    })
    .await
}

/// Lets a disabled account sign in again.
///
/// # Errors
/// Not permitted, not disabled, or its person has left.
pub async fn enable_account(
    db: &Database,
    actor: &Actor,
    id: AccountId,
    revision: i64,
) -> Result<(), PeopleProblem> {
    db.change(actor, async move |tx| {
        let (account, grants) = load(tx, &id, Some(revision)).await?;
        let permit = tx.permit::<PeopleProblem>("account.enable", &account_entity(&account, &grants)).await?;
        if account.disabled_at.is_none() {
            return Err(PeopleProblem::AccountNotDisabled);
        }
        if let Some(person) = &account.person
            && let Some(person) = store::person::find(&tx.read(), person).await?
        {
            person.must_be_serving()?;
        }
        let mut change = tx.change(permit);
        save(&mut change, &Account { disabled_at: None, ..account.clone() }).await?;
        Ok(change.record(fact_about(kinds::ACCOUNT_ENABLED, &account), ()).await?)
    })
    .await
}

/// Sets a new password for somebody who has lost theirs; all sessions end.
///
/// # Errors
/// Not permitted: an administrator's password is reset on the command line only.
pub async fn reset_password(
    db: &Database,
    actor: &Actor,
    id: AccountId,
    password: Hashed,
) -> Result<(), PeopleProblem> {
    let account = id.clone();
    db.change(actor, async move |tx| {
        let (account, grants) = load(tx, &id, None).await?;
        let permit =
            tx.permit::<PeopleProblem>("account.reset_password", &account_entity(&account, &grants)).await?;
        let mut change = tx.change(permit);
        save(&mut change, &Account { password_hash: password.as_str().to_owned(), ..account.clone() })
            .await?;
        identity::end_sessions(&mut change, &id).await?;
        Ok::<_, PeopleProblem>(
            change.record(fact_about(kinds::ACCOUNT_PASSWORD_CHANGED, &account), ()).await?,
        )
    })
    .await?;
    db.note_sign_in(&account, 0, None).await?;
    Ok(())
}

/// Changes the actor's own password. All sessions end; the token of a new one is returned.
///
/// # Errors
/// The present password is wrong, or the new one may not be used.
pub async fn change_password(
    db: &Database,
    actor: &Actor,
    current: &str,
    new: &str,
    cost: Cost,
) -> Result<String, PeopleProblem> {
    let confirmed = confirm_password(db, &actor.account, current).await?;
    let password = Hashed::of(new, &confirmed.sign_in_name, cost).await?;
    let revision = confirmed.revision;
    let id = actor.account.clone();
    db.change(actor, async move |tx| {
        let (account, grants) = load(tx, &id, Some(revision)).await?;
        let permit =
            tx.permit::<PeopleProblem>("account.change_password", &account_entity(&account, &grants)).await?;
        let mut change = tx.change(permit);
        save(&mut change, &Account { password_hash: password.as_str().to_owned(), ..account.clone() })
            .await?;
        identity::end_sessions(&mut change, &id).await?;
        Ok::<_, PeopleProblem>(
            change.record(fact_about(kinds::ACCOUNT_PASSWORD_CHANGED, &account), ()).await?,
        )
    })
    .await?;
    db.note_sign_in(&actor.account, 0, None).await?;
    Ok(db.open_session(&actor.account).await?)
}

/// Gives an account a role for a unit and all below it.
///
/// # Errors
/// Not permitted (nobody their own), held already, or against the separation of
/// the three administrators.
pub async fn grant_role(
    db: &Database,
    actor: &Actor,
    id: AccountId,
    grant: Grant,
) -> Result<(), PeopleProblem> {
    db.change(actor, async move |tx| {
        let (account, held) = load(tx, &id, None).await?;
        let permit = tx.permit::<PeopleProblem>("role.grant", &role_entity(&account, &grant)).await?;
        if units::find(&tx.read(), &grant.unit).await?.is_none() {
            return Err(PeopleProblem::UnitNotFound);
        }
        if account.disabled_at.is_some() {
            return Err(PeopleProblem::AccountDisabled);
        }
        check_grant(&held, &grant)?;

        let mut change = tx.change(permit);
        identity::add_grant(&mut change, &id, &grant).await?;
        Ok(change.record(role_fact(kinds::ROLE_GRANTED, &account, &grant), ()).await?)
    })
    .await
}

/// Takes a role back.
///
/// # Errors
/// Not permitted (nobody their own), not held, or the last administrator of a kind.
pub async fn withdraw_role(
    db: &Database,
    actor: &Actor,
    id: AccountId,
    grant: Grant,
) -> Result<(), PeopleProblem> {
    db.change(actor, async move |tx| {
        let (account, held) = load(tx, &id, None).await?;
        let permit = tx.permit::<PeopleProblem>("role.withdraw", &role_entity(&account, &grant)).await?;
        if !held.contains(&grant) {
            return Err(PeopleProblem::RoleNotHeld);
        }
        let keeps = held.iter().any(|other| other.role == grant.role && other.unit != grant.unit);
        if !keeps {
            must_not_be_last(&tx.read(), &id, std::slice::from_ref(&grant)).await?;
        }

        let mut change = tx.change(permit);
        identity::remove_grant(&mut change, &id, &grant).await?;
        Ok(change.record(role_fact(kinds::ROLE_WITHDRAWN, &account, &grant), ()).await?)
    })
    .await
}

async fn load(
    tx: &Transaction,
    id: &AccountId,
    revision: Option<i64>,
) -> Result<(Account, Vec<Grant>), PeopleProblem> {
    let account = identity::account_by_id(&tx.read(), id).await?.ok_or(PeopleProblem::AccountNotFound)?;
    if revision.is_some_and(|seen| seen != account.revision) {
        return Err(PeopleProblem::Stale);
    }
    let grants = identity::grants(&tx.read(), id).await?;
    Ok((account, grants))
}

pub(super) async fn save(change: &mut Change<'_>, account: &Account) -> Result<(), PeopleProblem> {
    if identity::update_account(change, account).await? { Ok(()) } else { Err(PeopleProblem::Stale) }
}

/// Disables within a change, unless an administrator's role would have nobody left.
pub(super) async fn disable(
    change: &mut Change<'_>,
    account: Account,
    grants: &[Grant],
) -> Result<(), PeopleProblem> {
    must_not_be_last(&change.read(), &account.id, grants).await?;
    let disabled_at = Some(change.now());
    save(change, &Account { disabled_at, ..account }).await
}

async fn must_not_be_last(db: &Reader<'_>, id: &AccountId, grants: &[Grant]) -> Result<(), PeopleProblem> {
    for grant in grants.iter().filter(|grant| grant.role.is_administrator()) {
        let others = store::accounts::others_with_role(db, grant.role, id).await?;
        if is_last_of_administrators(grant.role, others) {
            return Err(PeopleProblem::LastAdministrator);
        }
    }
    Ok(())
}

fn holder(account: &Account) -> String {
    account.person.as_ref().map_or_else(|| account.id.to_string(), ToString::to_string)
}

/// An account as the policies see it.
pub(crate) fn account_entity(account: &Account, grants: &[Grant]) -> Entity {
    let administers = grants.iter().any(|grant| grant.role.is_administrator());
    Entity::new("StaffAccount", &account.id, &account.unit)
        .with("person", Attribute::Text(holder(account)))
        .with("administers", Attribute::Flag(administers))
}

fn role_entity(account: &Account, grant: &Grant) -> Entity {
    Entity::new("RoleHeld", &account.id, &grant.unit).with("person", Attribute::Text(holder(account)))
}

pub(super) fn fact_about(kind: FactKind, account: &Account) -> Fact {
    Fact::new(kind, &account.unit, "account", &account.id)
}

pub(super) fn role_fact(kind: FactKind, account: &Account, grant: &Grant) -> Fact {
    Fact::new(kind, &grant.unit, "account", &account.id)
        .outcome(grant.role.as_str())
        .detail(json!({ "unit": grant.unit.as_str() }))
}
