//! Papers that were made, and their numbers.

use super::{instant, text, time};
use crate::CasesProblem;
use crate::rules::act::PartyId;
use crate::rules::paper::{Paper, PaperId};
use crate::rules::{Case, CaseId};
use database::{Change, Cipher, DbErr};
use kernel::{Instant, UnitCode};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult};

/// The next number of a unit, year and word, from 1 on.
///
/// One statement, so that two who make papers at once never get the same; it is part of the
/// change, so that a paper that is not made leaves no gap.
///
/// # Errors
/// The database's own failure.
pub async fn next_number(
    change: &mut Change<'_>,
    unit: &UnitCode,
    year: i16,
    word: &str,
) -> Result<i64, DbErr> {
    let one_more = Expr::col(("cases_paper_number", "last")).add(1_i64);
    let query = Query::insert()
        .into_table("cases_paper_number")
        .columns(["unit", "year", "word", "last"])
        .values_panic([unit.as_str().into(), i64::from(year).into(), word.into(), 1_i64.into()])
        .on_conflict(OnConflict::columns(["unit", "year", "word"]).value("last", one_more).to_owned())
        .returning_col("last")
        .to_owned();
    let row = change.connection().query_one(&query).await?;
    row.ok_or_else(|| DbErr::RecordNotFound("the number that was just given".to_owned()))?.try_get("", "last")
}

/// # Errors
/// The database's own failure.
pub async fn insert_paper(change: &mut Change<'_>, case: &Case, paper: &Paper) -> Result<(), DbErr> {
    let query = Query::insert()
        .into_table("cases_paper")
        .columns(["unit", "case_id", "id", "template", "number", "party", "made_at", "made_by"])
        .values_panic([
            case.unit.as_str().into(),
            case.id.as_str().into(),
            paper.id.as_str().into(),
            paper.template.as_str().into(),
            paper.number.as_str().into(),
            paper.party.as_ref().map_or("", PartyId::as_str).into(),
            paper.made_at.micros().into(),
            paper.made_by.as_str().into(),
        ])
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// Keeps a paper as it was handed out.
///
/// # Errors
/// The database's own failure, or no randomness.
pub async fn issue_paper(
    change: &mut Change<'_>,
    case: &Case,
    paper: &PaperId,
    at: Instant,
    file: &[u8],
) -> Result<(), CasesProblem> {
    let sealed = change.cipher().seal_bytes(file)?;
    let query = Query::update()
        .table("cases_paper")
        .value("issued_at", at.micros())
        .value("issued_file", sealed)
        .and_where(Expr::col("unit").eq(case.unit.as_str()))
        .and_where(Expr::col("case_id").eq(case.id.as_str()))
        .and_where(Expr::col("id").eq(paper.as_str()))
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// The file of a paper that was issued.
///
/// # Errors
/// The database cannot be read, or the key file is another one.
pub async fn issued_file(
    db: &impl ConnectionTrait,
    cipher: &Cipher,
    case: &Case,
    paper: &PaperId,
) -> Result<Option<Vec<u8>>, CasesProblem> {
    let query = Query::select()
        .column("issued_file")
        .from("cases_paper")
        .and_where(Expr::col("unit").eq(case.unit.as_str()))
        .and_where(Expr::col("case_id").eq(case.id.as_str()))
        .and_where(Expr::col("id").eq(paper.as_str()))
        .to_owned();
    let row = db.query_one(&query).await?;
    let sealed = row.map(|row| row.try_get::<Option<Vec<u8>>>("", "issued_file")).transpose()?.flatten();
    Ok(sealed.map(|sealed| cipher.open_bytes(&sealed)).transpose()?)
}

fn select() -> SelectStatement {
    Query::select()
        .columns(["id", "template", "number", "party", "made_at", "made_by", "issued_at"])
        .from("cases_paper")
        .order_by("made_at", Order::Asc)
        .order_by("id", Order::Asc)
        .to_owned()
}

fn paper(row: &QueryResult) -> Result<Paper, DbErr> {
    let party = text(row, "party")?;
    Ok(Paper {
        id: PaperId::stored(text(row, "id")?),
        template: text(row, "template")?,
        number: text(row, "number")?,
        party: (!party.is_empty()).then(|| PartyId::stored(party)),
        made_at: time(row, "made_at")?,
        made_by: text(row, "made_by")?,
        issued_at: instant(row, "issued_at")?,
    })
}

/// The papers of a case, oldest first.
///
/// # Errors
/// The database cannot be read.
pub async fn papers(db: &impl ConnectionTrait, case: &CaseId) -> Result<Vec<Paper>, DbErr> {
    let query = select().and_where(Expr::col("case_id").eq(case.as_str())).to_owned();
    db.query_all(&query).await?.iter().map(paper).collect()
}

/// One paper of a case.
///
/// # Errors
/// The database cannot be read.
pub async fn find_paper(
    db: &impl ConnectionTrait,
    case: &Case,
    id: &PaperId,
) -> Result<Option<Paper>, DbErr> {
    let query = select()
        .and_where(Expr::col("unit").eq(case.unit.as_str()))
        .and_where(Expr::col("case_id").eq(case.id.as_str()))
        .and_where(Expr::col("id").eq(id.as_str()))
        .to_owned();
    db.query_one(&query).await?.as_ref().map(paper).transpose()
}
