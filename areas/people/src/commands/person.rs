//! People: hired, changed, moved, ranked, qualified, leaving, and their numbers looked up.

use super::account;
use crate::PeopleProblem;
use crate::rules::qualification::certify;
use crate::rules::rank::confer;
use crate::rules::{
    IdentityNumber, LeaveReason, NewPerson, Person, PersonChanges, Qualification, RankEntry, kinds, masked,
};
use crate::store::bulk::{PersonRow, Sealed, insert_many};
use crate::store::{certificates, person as store};
use database::identity::{self, Account};
use database::{Change, Cipher, Database, Transaction, units};
use kernel::{Actor, Day, Fact, PersonId, UnitCode};

const PURPOSE_LETTERS: std::ops::RangeInclusive<usize> = 2..=200;

/// The numbers that are kept encrypted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Numbers {
    pub identity: Option<String>,
    pub telephone: Option<String>,
}

/// Takes somebody on.
///
/// # Errors
/// Not permitted in that unit, or a number that somebody else has.
pub async fn hire_person(db: &Database, actor: &Actor, new: NewPerson) -> Result<PersonId, PeopleProblem> {
    let id = new.id.clone();
    if store::find(&db.read(), &id).await?.is_some() {
        return Ok(id);
    }
    let hired = db.change(actor, async move |tx| {
        let person = new.clone().into_person();
        let permit = tx.permit::<PeopleProblem>("person.hire", &person).await?;

        unit_must_exist(tx, &person.unit).await?;
        person.check(new.identity.as_ref(), tx.now().day())?;
        let row = PersonRow::seal(person, new.identity.as_ref(), new.telephone.as_ref(), tx.cipher())?;
        numbers_must_be_free(tx, &row.person, row.identity.as_ref()).await?;

        let change = tx.change(permit);
        insert_many(&change.connection(), std::slice::from_ref(&row)).await?;
        let fact = kinds::joined(&row.person, change.now());
        Ok(change.record(fact, row.person.id).await?)
    });
    match hired.await {
        // The same form was faster in another request.
        Err(PeopleProblem::Database(_)) if store::find(&db.read(), &id).await?.is_some() => Ok(id),
        answer => answer,
    }
}

/// Changes or corrects what is known about somebody.
///
/// # Errors
/// Not permitted, somebody was faster, a number is taken, or nothing differs.
pub async fn change_person(
    db: &Database,
    actor: &Actor,
    id: PersonId,
    revision: i64,
    changes: PersonChanges,
) -> Result<(), PeopleProblem> {
    db.change(actor, async move |tx| {
        let old = load(tx, &id, revision).await?;
        let permit = tx.permit::<PeopleProblem>("person.change", &old).await?;

        old.must_be_serving()?;
        let (new, mut fields) = old.clone().with(&changes);
        let known = open_numbers(store::sealed_numbers(&tx.read(), &id).await?, tx.cipher())?;
        let identity =
            changes.identity.as_ref().filter(|new| known.identity.as_deref() != Some(new.as_str()));
        let telephone =
            changes.telephone.as_ref().filter(|new| known.telephone.as_deref() != Some(new.as_str()));
        fields.extend(identity.map(|_| "identity"));
        fields.extend(telephone.map(|_| "telephone"));
        if fields.is_empty() {
            return Err(PeopleProblem::NothingChanged);
        }
        // A gender that is corrected must fit the number that is known already.
        let stored = known.identity.as_deref().and_then(|number| IdentityNumber::parse(number).ok());
        new.check(changes.identity.as_ref().or(stored.as_ref()), tx.now().day())?;
        let identity = identity.map(|number| Sealed::identity(number, tx.cipher())).transpose()?;
        let telephone = telephone.map(|number| Sealed::telephone(number, tx.cipher())).transpose()?;
        numbers_must_be_free(tx, &new, identity.as_ref()).await?;

        let mut change = tx.change(permit);
        store::save(&mut change, &new).await?;
        store::save_numbers(&mut change, &id, identity, telephone).await?;
        let mut facts = vec![kinds::changed(&new, &fields)];
        facts.extend(account_follows(&mut change, &old, &new).await?);
        Ok(change.record_all(facts, ()).await?)
    })
    .await
}

/// Moves somebody to another unit. The account goes with them; roles that reach
/// only the old unit end.
///
/// # Errors
/// Not permitted in the old unit or in the new one, or somebody was faster.
pub async fn move_person(
    db: &Database,
    actor: &Actor,
    id: PersonId,
    revision: i64,
    to: UnitCode,
    on: Day,
) -> Result<(), PeopleProblem> {
    db.change(actor, async move |tx| {
        let old = load(tx, &id, revision).await?;
        tx.permit::<PeopleProblem>("person.move", &old).await?;
        let new = old.clone().moved(&to, on, tx.now().day())?;
        unit_must_exist(tx, &to).await?;
        let permit = tx.permit::<PeopleProblem>("person.move", &new).await?;

        let mut change = tx.change(permit);
        store::save(&mut change, &new).await?;
        let mut facts = vec![kinds::moved(&new, &old.unit, on, change.now())];
        facts.extend(account_follows(&mut change, &old, &new).await?);
        Ok(change.record_all(facts, ()).await?)
    })
    .await
}

/// Records a rank since a day, also an earlier one that was missing.
///
/// # Errors
/// Not permitted (nobody their own), no officer, or the day has a rank already.
pub async fn rank_person(
    db: &Database,
    actor: &Actor,
    id: PersonId,
    revision: i64,
    entry: RankEntry,
) -> Result<(), PeopleProblem> {
    db.change(actor, async move |tx| {
        let old = load(tx, &id, revision).await?;
        let permit = tx.permit::<PeopleProblem>("person.rank", &old).await?;

        old.must_be_serving()?;
        let history = store::ranks(&tx.read(), &id).await?;
        let new = confer(old, &history, &entry, tx.now().day())?;

        let mut change = tx.change(permit);
        store::save(&mut change, &new).await?;
        store::add_rank(&mut change, &id, &entry).await?;
        let fact = kinds::ranked(&new, &entry, change.now());
        Ok(change.record(fact, ()).await?)
    })
    .await
}

/// Records a qualification or certificate.
///
/// # Errors
/// Not permitted (nobody their own), not for this kind of person, or recorded already.
pub async fn qualify_person(
    db: &Database,
    actor: &Actor,
    id: PersonId,
    revision: i64,
    new: Qualification,
) -> Result<(), PeopleProblem> {
    db.change(actor, async move |tx| {
        let person = load(tx, &id, revision).await?;
        let permit = tx.permit::<PeopleProblem>("person.qualify", &person).await?;

        person.must_be_serving()?;
        let held = certificates::of_person(&tx.read(), &id).await?;
        certify(&person, &held, &new, tx.now().day())?;

        let mut change = tx.change(permit);
        store::save(&mut change, &person).await?;
        certificates::add(&mut change, &id, &new).await?;
        let fact = kinds::qualified(&person, &new, change.now());
        Ok(change.record(fact, ()).await?)
    })
    .await
}

/// Records that somebody leaves. Their account is disabled with it.
///
/// # Errors
/// Not permitted, left already, or the last administrator of a kind.
pub async fn leave_person(
    db: &Database,
    actor: &Actor,
    id: PersonId,
    revision: i64,
    on: Day,
    reason: LeaveReason,
) -> Result<(), PeopleProblem> {
    db.change(actor, async move |tx| {
        let old = load(tx, &id, revision).await?;
        let permit = tx.permit::<PeopleProblem>("person.leave", &old).await?;
        let new = old.clone().leaving(on, reason, tx.now().day())?;

        let mut change = tx.change(permit);
        store::save(&mut change, &new).await?;
        let mut facts: Vec<Fact> = kinds::left(&new, change.now()).into_iter().collect();
        facts.extend(account_follows(&mut change, &old, &new).await?);
        Ok(change.record_all(facts, ()).await?)
    })
    .await
}

/// Shows identity number and telephone in full, for a stated purpose. The
/// look-up is recorded before anything is shown.
///
/// # Errors
/// Not permitted, or no purpose.
pub async fn show_identity(
    db: &Database,
    actor: &Actor,
    id: PersonId,
    purpose: &str,
) -> Result<Numbers, PeopleProblem> {
    let purpose = check_purpose(purpose)?;
    db.change(actor, async move |tx| {
        let person = store::find(&tx.read(), &id).await?.ok_or(PeopleProblem::NotFound)?;
        let permit = tx.permit::<PeopleProblem>("person.show_identity", &person).await?;
        let numbers = open_numbers(store::sealed_numbers(&tx.read(), &id).await?, tx.cipher())?;
        let fact = kinds::identity_shown(&person, &purpose);
        Ok(tx.change(permit).record(fact, numbers).await?)
    })
    .await
}

pub(super) fn check_purpose(purpose: &str) -> Result<String, PeopleProblem> {
    let purpose = purpose.trim();
    let fits = PURPOSE_LETTERS.contains(&purpose.chars().count()) && !purpose.chars().any(char::is_control);
    if fits { Ok(purpose.to_owned()) } else { Err(PeopleProblem::PurposeMissing) }
}

/// The numbers of one person as pages show them: masked.
///
/// # Errors
/// The database cannot be read, or another key file is in place.
pub async fn masked_numbers(db: &Database, id: &PersonId) -> Result<Numbers, PeopleProblem> {
    let numbers = open_numbers(store::sealed_numbers(&db.read(), id).await?, db.cipher())?;
    Ok(Numbers {
        identity: numbers.identity.as_deref().map(masked),
        telephone: numbers.telephone.as_deref().map(masked),
    })
}

pub(super) fn open_numbers(
    sealed: (Option<Vec<u8>>, Option<Vec<u8>>),
    cipher: &Cipher,
) -> Result<Numbers, PeopleProblem> {
    let open = |bytes: Option<Vec<u8>>| bytes.map(|bytes| cipher.open(&bytes)).transpose();
    Ok(Numbers { identity: open(sealed.0)?, telephone: open(sealed.1)? })
}

async fn load(tx: &Transaction, id: &PersonId, revision: i64) -> Result<Person, PeopleProblem> {
    let person = store::find(&tx.read(), id).await?.ok_or(PeopleProblem::NotFound)?;
    if person.revision == revision { Ok(person) } else { Err(PeopleProblem::Stale) }
}

async fn unit_must_exist(tx: &Transaction, unit: &UnitCode) -> Result<(), PeopleProblem> {
    match units::find(&tx.read(), unit).await? {
        Some(_) => Ok(()),
        None => Err(PeopleProblem::UnitNotFound),
    }
}

async fn numbers_must_be_free(
    tx: &Transaction,
    person: &Person,
    identity: Option<&Sealed>,
) -> Result<(), PeopleProblem> {
    if let Some(number) = &person.police_number
        && let Some(holder) = store::find_by_police_number(&tx.read(), number).await?
        && holder.id != person.id
    {
        return Err(PeopleProblem::PoliceNumberTaken);
    }
    if let Some(identity) = identity
        && let Some(holder) = store::id_by_identity(&tx.read(), &identity.index).await?
        && holder != person.id
    {
        return Err(PeopleProblem::IdentityNumberTaken);
    }
    Ok(())
}

/// What a change of the person does to their account: the name follows, the unit
/// follows, roles that reach only the old unit end, and leaving disables it.
pub(super) async fn account_follows(
    change: &mut Change<'_>,
    old: &Person,
    new: &Person,
) -> Result<Vec<Fact>, PeopleProblem> {
    let stays = old.name == new.name && old.unit == new.unit && new.left.is_none();
    if stays {
        return Ok(Vec::new());
    }
    let Some(account) = identity::account_of(&change.read(), &new.id).await? else {
        return Ok(Vec::new());
    };
    let grants = identity::grants(&change.read(), &account.id).await?;
    let mut facts = Vec::new();
    let followed = Account { name: new.name.as_str().to_owned(), unit: new.unit.clone(), ..account.clone() };

    if new.left.is_some() {
        if account.disabled_at.is_none() {
            account::disable(change, followed, &grants).await?;
            facts.push(account::fact_about(kinds::ACCOUNT_DISABLED, &account));
        }
        return Ok(facts);
    }
    account::save(change, &followed).await?;
    facts.push(account::fact_about(kinds::ACCOUNT_CHANGED, &followed));
    if old.unit != new.unit {
        let tree = units::tree(&change.read()).await?;
        let (path, old_path) = (tree.path(&new.unit), tree.path(&old.unit));
        for grant in grants.iter().filter(|grant| !grant.role.is_administrator()) {
            let of_old = old_path.contains(&grant.unit) || tree.is_within(&grant.unit, &old.unit);
            if of_old && !path.contains(&grant.unit) {
                identity::remove_grant(change, &account.id, grant).await?;
                facts.push(account::role_fact(kinds::ROLE_WITHDRAWN, &followed, grant));
            }
        }
    }
    Ok(facts)
}
