//! `jishi user`: first units and accounts, and a lost password.

use crate::cli::{Place, User};
use crate::house::House;
use crate::verbs::{print_json, refused};
use anyhow::{Context, Result};
use database::identity;
use kernel::{AccountId, Actor, Grant, Language, Role, Unit, UnitCode, UnitKind};
use people::rules::{PersonName, SignInName};
use people::{Cost, Hashed, Holder, NewAccount};
use std::io::Read;

pub async fn run(what: User) -> Result<()> {
    match what {
        User::Add { name, display, unit, role, place } => add(&name, &display, &unit, &role, place).await,
        User::Password { name, place } => password(&name, place).await,
        User::List { json, place } => list(json, place).await,
        User::Unit { code, name, name_en, kind, parent, place } => {
            let kind = UnitKind::parse(&kind).context("unit kind")?;
            let unit = Unit { code, parent, kind, name, name_en, position: 0, revision: 1 };
            let house = House::open(place.location(), None, true).await?;
            people::add_unit(&house.db, &Actor::operator(), unit)
                .await
                .map_err(|problem| house.explained(problem))
        }
    }
}

/// The first line of standard input, so that no password stands in a command line.
fn entered() -> Result<String> {
    eprintln!("password:");
    let mut text = String::new();
    std::io::stdin().take(1_000).read_to_string(&mut text)?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

async fn add(name: &str, display: &str, unit: &UnitCode, roles: &[String], place: Place) -> Result<()> {
    let Some(sign_in_name) = SignInName::parse(name) else {
        return refused("a sign-in name has 2 to 32 letters, digits, '.', '_' or '-'");
    };
    let mut grants = Vec::new();
    for role in roles {
        let Some(role) = Role::parse(role) else {
            let known: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
            return refused(format!("there is no role {role}; roles are {}", known.join(", ")));
        };
        grants.push(Grant { role, unit: unit.clone() });
    }
    let house = House::open(place.location(), None, true).await?;
    let operator = Actor::operator();
    let done = async {
        let password = Hashed::of(&entered()?, sign_in_name.as_str(), Cost::STANDARD)
            .await
            .map_err(|problem| house.explained(problem))?;
        let holder = Holder::Other {
            name: PersonName::parse(display).context("--display is empty")?,
            unit: unit.clone(),
        };
        let new =
            NewAccount { id: AccountId::new(), sign_in_name, holder, password, language: Language::Chinese };
        let account = people::open_account(&house.db, &operator, new)
            .await
            .map_err(|problem| house.explained(problem))?;
        for grant in grants {
            people::grant_role(&house.db, &operator, account.clone(), grant)
                .await
                .map_err(|problem| house.explained(problem))?;
        }
        Ok(())
    };
    done.await
}

async fn password(name: &str, place: Place) -> Result<()> {
    let house = House::open(place.location(), None, true).await?;
    let Some(account) = identity::account_by_name(&house.db.read(), name).await? else {
        return refused(format!("there is no account {name}"));
    };
    let hashed = Hashed::of(&entered()?, &account.sign_in_name, Cost::STANDARD)
        .await
        .map_err(|problem| house.explained(problem))?;
    people::reset_password(&house.db, &Actor::operator(), account.id, hashed)
        .await
        .map_err(|problem| house.explained(problem))
}

/// An account as it is listed.
#[derive(serde::Serialize)]
struct Row {
    name: String,
    display: String,
    unit: String,
    disabled: bool,
    roles: Vec<String>,
}

async fn list(json: bool, place: Place) -> Result<()> {
    let house = House::open(place.location(), None, true).await?;
    let roots: Vec<UnitCode> = house.db.units().await?.roots().map(|unit| unit.code.clone()).collect();
    let mut rows = Vec::new();
    for root in &roots {
        for account in identity::accounts_below(&house.db.read(), root).await? {
            let roles: Vec<String> = identity::grants(&house.db.read(), &account.id)
                .await?
                .iter()
                .map(|grant| format!("{}@{}", grant.role.as_str(), grant.unit))
                .collect();
            rows.push(Row {
                name: account.sign_in_name,
                display: account.name,
                unit: account.unit.to_string(),
                disabled: account.disabled_at.is_some(),
                roles,
            });
        }
    }
    if json {
        return print_json(&rows);
    }
    for Row { name, display, unit, roles, .. } in rows {
        println!("{name}\t{display}\t{unit}\t{}", roles.join(" "));
    }
    Ok(())
}
