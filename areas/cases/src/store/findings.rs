//! Defects found in files, until they are put right.

use super::{instant, word};
use crate::rules::review::Defect;
use crate::rules::{Case, CaseId};
use database::{Change, DbErr};
use kernel::{FactId, Instant};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};

/// A defect of a file.
#[derive(Debug, Clone)]
pub struct FindingRow {
    /// The review that found it.
    pub review: FactId,
    pub defect: Defect,
    pub weight: i64,
    pub fixed_at: Option<Instant>,
}

/// # Errors
/// The database's own failure.
pub async fn insert_findings(
    change: &mut Change<'_>,
    case: &Case,
    review: &FactId,
    found: &[(Defect, i64)],
) -> Result<(), DbErr> {
    if found.is_empty() {
        return Ok(());
    }
    let mut query = Query::insert()
        .into_table("cases_finding")
        .columns(["unit", "case_id", "id", "review", "defect", "weight"])
        .to_owned();
    for (defect, weight) in found {
        query.values_panic([
            case.unit.as_str().into(),
            case.id.as_str().into(),
            kernel::new_uuid().into(),
            review.as_str().into(),
            defect.as_str().into(),
            (*weight).into(),
        ]);
    }
    change.connection().execute(&query).await?;
    Ok(())
}

/// What was found before this review is put right with it; answers the defects.
///
/// # Errors
/// The database's own failure.
pub async fn fix_findings(
    change: &mut Change<'_>,
    case: &Case,
    review: &FactId,
    at: Instant,
) -> Result<Vec<&'static str>, DbErr> {
    // Called after the new findings are written: those of this review stay open.
    let before = findings(&change.read(), &case.id).await?;
    let open = before.iter().filter(|one| one.fixed_at.is_none() && one.review != *review);
    let fixed = open.map(|one| one.defect.as_str()).collect();
    let query = Query::update()
        .table("cases_finding")
        .value("fixed_at", at.micros())
        .and_where(Expr::col("unit").eq(case.unit.as_str()))
        .and_where(Expr::col("case_id").eq(case.id.as_str()))
        .and_where(Expr::col("review").ne(review.as_str()))
        .and_where(Expr::col("fixed_at").is_null())
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(fixed)
}

/// All defects that were found in a file, oldest first.
///
/// # Errors
/// The database cannot be read.
pub async fn findings(db: &impl ConnectionTrait, case: &CaseId) -> Result<Vec<FindingRow>, DbErr> {
    let query = Query::select()
        .columns(["review", "defect", "weight", "fixed_at"])
        .from("cases_finding")
        .and_where(Expr::col("case_id").eq(case.as_str()))
        .order_by("id", Order::Asc)
        .to_owned();
    let rows = db.query_all(&query).await?;
    rows.iter()
        .map(|row| {
            Ok(FindingRow {
                review: FactId::stored(row.try_get("", "review")?),
                defect: word(row, "defect", Defect::parse)?,
                weight: row.try_get("", "weight")?,
                fixed_at: instant(row, "fixed_at")?,
            })
        })
        .collect()
}
