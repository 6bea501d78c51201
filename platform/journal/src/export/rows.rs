//! Facts as they stand in the table, read without trusting them.

use database::facts::FactRow;
use database::{DbErr, Reader};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, FromQueryResult, QueryResult};
use std::collections::HashMap;

/// A row of `fact` that claims an id.
pub struct Claim {
    pub id: String,
    /// Empty if the row holds values of a wrong type, as SQLite lets it.
    pub leaf: String,
}

/// The fact in a row; none if an outer join found none.
pub fn claim(row: &QueryResult, credits: &Credits) -> Result<Option<Claim>, DbErr> {
    let Some(id) = row.try_get::<Option<String>>("", "id")? else {
        return Ok(None);
    };
    let leaf = match FactRow::from_query_result(row, "") {
        Ok(fact) => {
            let of_fact = credits.get(&(fact.unit.clone(), id.clone())).cloned().unwrap_or_default();
            String::from_utf8_lossy(&fact.with_credits(of_fact).leaf_data()).into_owned()
        }
        Err(_) => String::new(),
    };
    Ok(Some(Claim { id, leaf }))
}

/// Officer and share, by unit and fact.
pub type Credits = HashMap<(String, String), Vec<(String, i64)>>;

pub async fn credits(db: &Reader<'_>, rows: &[QueryResult]) -> Result<Credits, DbErr> {
    let mut ids = Vec::with_capacity(rows.len());
    for row in rows {
        ids.extend(row.try_get::<Option<String>>("", "id")?);
    }
    let mut credits = Credits::new();
    if ids.is_empty() {
        return Ok(credits);
    }
    // Through the table of facts, because the key of credits begins with the unit.
    let query = Query::select()
        .columns(["unit", "fact", "officer", "share"].map(|column| ("fact_credit", column)))
        .from("fact")
        .inner_join(
            "fact_credit",
            Expr::col(("fact_credit", "unit"))
                .equals(("fact", "unit"))
                .and(Expr::col(("fact_credit", "fact")).equals(("fact", "id"))),
        )
        .and_where(Expr::col(("fact", "id")).is_in(ids))
        .to_owned();
    for row in db.query_all(&query).await? {
        // A share that is no number becomes one that no sealed fact has.
        let share = row.try_get("", "share").unwrap_or(i64::MIN);
        credits
            .entry((row.try_get("", "unit")?, row.try_get("", "fact")?))
            .or_default()
            .push((row.try_get("", "officer")?, share));
    }
    Ok(credits)
}
