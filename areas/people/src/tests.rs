//! Tables for rules, stories for commands on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod accounts;
mod imports;
mod pages;
mod people;
mod rules;
mod signing_in;

use crate::rules::*;
use crate::*;
use database::{Database, facts, identity};
use kernel::{AccountId, Actor, Day, Grant, Language, PersonId, Problem, Role, Status};
use testkit::{Test, unit_code};

pub const GOOD: &str = "correct horse 9";

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// An officer of a station with a police number and nothing else.
pub fn officer(name: &str, unit: &str, police_number: &str) -> NewPerson {
    NewPerson {
        id: PersonId::new(),
        unit: unit_code(unit),
        kind: PersonKind::Officer,
        name: PersonName::parse(name).unwrap(),
        gender: Gender::Male,
        police_number: PoliceNumber::parse(police_number),
        post: Post::Patrol,
        joined_on: day("2020-07-01"),
        working_since: None,
        identity: None,
        telephone: None,
    }
}

/// The same person with everything as it is, ready for one change.
pub fn unchanged(new: &NewPerson) -> PersonChanges {
    PersonChanges {
        kind: new.kind,
        name: new.name.clone(),
        gender: new.gender,
        police_number: new.police_number.clone(),
        post: new.post,
        joined_on: new.joined_on,
        working_since: new.working_since,
        identity: None,
        telephone: None,
    }
}

pub async fn hashed(password: &str) -> Hashed {
    Hashed::of(password, "somebody", Cost::LEAST).await.unwrap()
}

/// An account of a unit, opened and given roles on the command line.
pub async fn with_roles(db: &Database, name: &str, unit: &str, roles: &[Role]) -> Actor {
    let holder = Holder::Other { name: PersonName::parse(name).unwrap(), unit: unit_code(unit) };
    let id = open(db, name, holder).await;
    for role in roles {
        let grant = Grant { role: *role, unit: unit_code(unit) };
        grant_role(db, &Actor::operator(), id.clone(), grant).await.unwrap();
    }
    actor(db, &id).await
}

pub async fn open(db: &Database, name: &str, holder: Holder) -> AccountId {
    let new = NewAccount {
        id: AccountId::new(),
        sign_in_name: SignInName::parse(name).unwrap(),
        holder,
        password: hashed(GOOD).await,
        language: Language::Chinese,
    };
    open_account(db, &Actor::operator(), new).await.unwrap()
}

/// Who an account is, with the roles it has now.
pub async fn actor(db: &Database, id: &AccountId) -> Actor {
    let account = identity::account_by_id(&db.read(), id).await.unwrap().unwrap();
    Actor {
        grants: identity::grants(&db.read(), id).await.unwrap(),
        account: account.id,
        person: account.person,
        name: account.name,
        unit: account.unit,
        language: account.language,
    }
}

/// The kinds of facts about somebody or something, oldest first.
pub async fn kinds_of(db: &Database, subject: &str) -> Vec<String> {
    let facts = facts::history(&db.read(), subject).await.unwrap();
    facts.into_iter().map(|fact| fact.kind).collect()
}

pub fn is_denied<T: std::fmt::Debug>(answer: &Result<T, PeopleProblem>) -> bool {
    matches!(answer, Err(PeopleProblem::Denied(_)))
}

pub fn nobody() -> PersonId {
    PersonId::new()
}
