//! Accounts as lists show them. The tables belong to the platform and are only read here.

use super::within;
use crate::store::list::escaped;
use database::DbErr;
use kernel::{AccountId, Grant, Instant, Role, UnitCode};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait, LikeExpr, Order, Query, SelectStatement};
use std::collections::HashMap;

/// One line of the list of accounts.
#[derive(Debug, Clone)]
pub struct AccountLine {
    pub id: AccountId,
    pub sign_in_name: String,
    pub name: String,
    pub unit: UnitCode,
    pub disabled_at: Option<Instant>,
    pub grants: Vec<Grant>,
}

/// One page of the accounts in these units and below, by sign-in name.
///
/// # Errors
/// The database cannot be read.
pub async fn page(
    db: &impl ConnectionTrait,
    units: &[UnitCode],
    search: &str,
    order: (&'static str, Order),
    offset: u64,
    limit: u64,
) -> Result<Vec<AccountLine>, DbErr> {
    let mut query = wanted(units, search);
    query
        .columns(["id", "sign_in_name", "name", "unit", "disabled_at"].map(|column| ("account", column)))
        .order_by(("account", order.0), order.1)
        .order_by(("account", "sign_in_name"), Order::Asc)
        .offset(offset)
        .limit(limit);
    let mut lines = Vec::new();
    for row in db.query_all(&query).await? {
        lines.push(AccountLine {
            id: AccountId::stored(row.try_get("", "id")?),
            sign_in_name: row.try_get("", "sign_in_name")?,
            name: row.try_get("", "name")?,
            unit: UnitCode::stored(row.try_get("", "unit")?),
            disabled_at: row.try_get::<Option<i64>>("", "disabled_at")?.map(Instant::from_micros),
            grants: Vec::new(),
        });
    }
    let query = Query::select()
        .columns(["account", "role", "unit"])
        .from("access_grant")
        .and_where(Expr::col("account").is_in(lines.iter().map(|line| line.id.to_string())))
        .order_by("role", Order::Asc)
        .order_by("unit", Order::Asc)
        .to_owned();
    for row in db.query_all(&query).await? {
        let account: String = row.try_get("", "account")?;
        let role: String = row.try_get("", "role")?;
        let line = lines.iter_mut().find(|line| line.id.as_str() == account);
        if let (Some(line), Some(role)) = (line, Role::parse(&role)) {
            line.grants.push(Grant { role, unit: UnitCode::stored(row.try_get("", "unit")?) });
        }
    }
    Ok(lines)
}

/// # Errors
/// The database cannot be read.
pub async fn count(db: &impl ConnectionTrait, units: &[UnitCode], search: &str) -> Result<u64, DbErr> {
    let mut query = wanted(units, search);
    query.expr_as(Expr::col(("account", "id")).count(), Alias::new("accounts"));
    let row = db.query_one(&query).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get("", "accounts"))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

fn wanted(units: &[UnitCode], search: &str) -> SelectStatement {
    let mut query = Query::select().from("account").and_where(within(("account", "unit"), units)).to_owned();
    let search = search.trim();
    if !search.is_empty() {
        let like = |text: &str| LikeExpr::new(format!("%{}%", escaped(text))).escape('\\');
        query.cond_where(
            Cond::any()
                .add(Expr::col(("account", "sign_in_name")).like(like(&search.to_lowercase())))
                .add(Expr::col(("account", "name")).like(like(search))),
        );
    }
    query
}

/// How many enabled accounts hold a role, leaving one account out.
///
/// # Errors
/// The database cannot be read.
pub async fn others_with_role(
    db: &impl ConnectionTrait,
    role: Role,
    without: &AccountId,
) -> Result<i64, DbErr> {
    let query = Query::select()
        .expr_as(Expr::col(("account", "id")).count_distinct(), Alias::new("accounts"))
        .from("account")
        .inner_join("access_grant", Expr::col(("access_grant", "account")).equals(("account", "id")))
        .and_where(Expr::col(("access_grant", "role")).eq(role.as_str()))
        .and_where(Expr::col(("account", "disabled_at")).is_null())
        .and_where(Expr::col(("account", "id")).ne(without.as_str()))
        .to_owned();
    let row = db.query_one(&query).await?;
    row.map_or(Ok(0), |row| row.try_get("", "accounts"))
}

/// Shown names of accounts, for histories.
///
/// # Errors
/// The database cannot be read.
pub async fn names(db: &impl ConnectionTrait, ids: &[String]) -> Result<HashMap<String, String>, DbErr> {
    let mut names = HashMap::new();
    if ids.is_empty() {
        return Ok(names);
    }
    let query = Query::select()
        .columns(["id", "name"])
        .from("account")
        .and_where(Expr::col("id").is_in(ids.to_vec()))
        .to_owned();
    for row in db.query_all(&query).await? {
        names.insert(row.try_get("", "id")?, row.try_get("", "name")?);
    }
    Ok(names)
}
