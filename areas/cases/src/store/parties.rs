//! People in cases, and words beside acts: all that may name somebody, encrypted.

use super::{text, word};
use crate::CasesProblem;
use crate::rules::act::{PartyId, PartyRole};
use crate::rules::file::Party;
use crate::rules::{Case, CaseId, CaseWords, LookUpGround};
use database::{Change, Cipher, DbErr};
use kernel::{AccountId, FactId, Instant};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};
use sea_orm::{ConnectionTrait, QueryResult};
use std::collections::HashMap;

/// Who somebody in a case is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Private {
    pub name: String,
    pub identity: Option<String>,
    pub telephone: String,
}

/// Somebody in a case with the name, as the page of the case shows them.
#[derive(Debug, Clone)]
pub struct NamedParty {
    pub party: Party,
    /// None once the record is sealed: reading it is a look-up of its own.
    pub name: Option<String>,
    pub is_sealed: bool,
}

/// # Errors
/// The database's own failure, or no randomness.
pub async fn insert_party(
    change: &mut Change<'_>,
    case: &Case,
    party: &Party,
    private: &Private,
) -> Result<(), CasesProblem> {
    let cipher = change.cipher();
    let name = cipher.seal(&private.name)?;
    let identity = private.identity.as_deref().map(|number| cipher.seal(number)).transpose()?;
    let index = private.identity.as_deref().map(|number| cipher.index(number)).unwrap_or_default();
    let telephone = match private.telephone.as_str() {
        "" => None,
        number => Some(cipher.seal(number)?),
    };
    let query = Query::insert()
        .into_table("cases_party")
        .columns([
            "unit",
            "case_id",
            "id",
            "role",
            "traits",
            "name",
            "identity",
            "identity_index",
            "telephone",
        ])
        .values_panic([
            case.unit.as_str().into(),
            case.id.as_str().into(),
            party.id.as_str().into(),
            party.role.as_str().into(),
            party.traits.join(" ").into(),
            name.into(),
            identity.into(),
            index.into(),
            telephone.into(),
        ])
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// Everybody in a case, in the order they were entered.
///
/// # Errors
/// The database cannot be read, or the key file is another one.
pub async fn parties(
    db: &impl ConnectionTrait,
    cipher: &Cipher,
    case: &CaseId,
) -> Result<Vec<NamedParty>, CasesProblem> {
    let query = Query::select()
        .columns(["id", "role", "traits", "name", "sealed_at"])
        .from("cases_party")
        .and_where(Expr::col("case_id").eq(case.as_str()))
        .order_by("id", Order::Asc)
        .to_owned();
    let rows = db.query_all(&query).await?;
    rows.iter().map(|row| named(row, cipher)).collect()
}

fn named(row: &QueryResult, cipher: &Cipher) -> Result<NamedParty, CasesProblem> {
    let is_sealed = row.try_get::<Option<i64>>("", "sealed_at")?.is_some();
    let name = match is_sealed {
        true => None,
        false => Some(cipher.open(&row.try_get::<Vec<u8>>("", "name")?)?),
    };
    Ok(NamedParty { party: party(row)?, name, is_sealed })
}

fn party(row: &QueryResult) -> Result<Party, DbErr> {
    Ok(Party {
        id: PartyId::stored(text(row, "id")?),
        role: word(row, "role", PartyRole::parse)?,
        traits: text(row, "traits")?.split_whitespace().map(str::to_owned).collect(),
    })
}

/// Who somebody is: for papers, and for a look-up that has been recorded.
///
/// # Errors
/// The database cannot be read, or the key file is another one.
pub async fn private(
    db: &impl ConnectionTrait,
    cipher: &Cipher,
    case: &CaseId,
) -> Result<HashMap<PartyId, Private>, CasesProblem> {
    let query = Query::select()
        .columns(["id", "name", "identity", "telephone"])
        .from("cases_party")
        .and_where(Expr::col("case_id").eq(case.as_str()))
        .to_owned();
    let mut found = HashMap::new();
    for row in db.query_all(&query).await? {
        let open = |sealed: Option<Vec<u8>>| sealed.map(|sealed| cipher.open(&sealed)).transpose();
        let private = Private {
            name: open(row.try_get("", "name")?)?.unwrap_or_default(),
            identity: open(row.try_get("", "identity")?)?,
            telephone: open(row.try_get("", "telephone")?)?.unwrap_or_default(),
        };
        found.insert(PartyId::stored(text(&row, "id")?), private);
    }
    Ok(found)
}

/// From now on names are read only by a look-up with its purpose.
///
/// # Errors
/// The database's own failure.
pub async fn seal_parties(change: &mut Change<'_>, case: &Case, at: Instant) -> Result<(), DbErr> {
    let query = Query::update()
        .table("cases_party")
        .value("sealed_at", at.micros())
        .and_where(Expr::col("unit").eq(case.unit.as_str()))
        .and_where(Expr::col("case_id").eq(case.id.as_str()))
        .and_where(Expr::col("sealed_at").is_null())
        .and_where(Expr::col("role").eq(PartyRole::Suspect.as_str()))
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// Keeps the words of a case apart from it.
///
/// # Errors
/// The database's own failure, or no randomness.
pub async fn seal_words(change: &mut Change<'_>, case: &Case, words: &CaseWords) -> Result<(), CasesProblem> {
    let text = serde_json::to_string(words).map_err(|problem| DbErr::Json(problem.to_string()))?;
    let sealed = change.cipher().seal(&text)?;
    let query = Query::update()
        .table("cases_case")
        .value("sealed_words", sealed)
        .and_where(Expr::col("unit").eq(case.unit.as_str()))
        .and_where(Expr::col("id").eq(case.id.as_str()))
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// The words of a sealed case; its own as long as it is not sealed.
///
/// # Errors
/// The database cannot be read, or the key file is another one.
pub async fn words(
    db: &impl ConnectionTrait,
    cipher: &Cipher,
    case: &Case,
) -> Result<CaseWords, CasesProblem> {
    let query = Query::select()
        .column("sealed_words")
        .from("cases_case")
        .and_where(Expr::col("unit").eq(case.unit.as_str()))
        .and_where(Expr::col("id").eq(case.id.as_str()))
        .to_owned();
    let row = db.query_one(&query).await?;
    let sealed = row.map(|row| row.try_get::<Option<Vec<u8>>>("", "sealed_words")).transpose()?.flatten();
    match sealed {
        None => Ok(CaseWords { summary: case.summary.clone(), closing: case.closing.clone(), report: None }),
        Some(sealed) => {
            let text = cipher.open(&sealed)?;
            Ok(serde_json::from_str(&text).map_err(|problem| DbErr::Json(problem.to_string()))?)
        }
    }
}

/// One look at a sealed record, as it is written down.
#[derive(Debug, Clone)]
pub struct LookUpRow<'a> {
    pub account: &'a AccountId,
    pub ground: LookUpGround,
    /// The body that had asked.
    pub asked_by: &'a str,
    pub purpose: &'a str,
    pub at: Instant,
}

/// Writes down that somebody looked at sealed records, and why.
///
/// # Errors
/// The database's own failure.
pub async fn insert_look_up(
    change: &mut Change<'_>,
    case: &Case,
    look_up: &LookUpRow<'_>,
) -> Result<(), DbErr> {
    let query = Query::insert()
        .into_table("cases_look_up")
        .columns(["unit", "id", "case_id", "account", "at", "ground", "asked_by", "purpose"])
        .values_panic([
            case.unit.as_str().into(),
            kernel::new_uuid().into(),
            case.id.as_str().into(),
            look_up.account.as_str().into(),
            look_up.at.micros().into(),
            look_up.ground.as_str().into(),
            look_up.asked_by.into(),
            look_up.purpose.into(),
        ])
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// Words beside an act.
///
/// # Errors
/// The database's own failure, or no randomness.
pub async fn insert_note(
    change: &mut Change<'_>,
    case: &Case,
    fact: &FactId,
    note: &str,
) -> Result<(), CasesProblem> {
    let sealed = change.cipher().seal(note)?;
    let query = Query::insert()
        .into_table("cases_note")
        .columns(["unit", "case_id", "fact", "note"])
        .values_panic([
            case.unit.as_str().into(),
            case.id.as_str().into(),
            fact.as_str().into(),
            sealed.into(),
        ])
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// The words beside the acts of a case, by the fact of the act.
///
/// # Errors
/// The database cannot be read, or the key file is another one.
pub async fn notes(
    db: &impl ConnectionTrait,
    cipher: &Cipher,
    case: &CaseId,
) -> Result<HashMap<String, String>, CasesProblem> {
    let query = Query::select()
        .columns(["fact", "note"])
        .from("cases_note")
        .and_where(Expr::col("case_id").eq(case.as_str()))
        .to_owned();
    let mut found = HashMap::new();
    for row in db.query_all(&query).await? {
        found.insert(text(&row, "fact")?, cipher.open(&row.try_get::<Vec<u8>>("", "note")?)?);
    }
    Ok(found)
}
