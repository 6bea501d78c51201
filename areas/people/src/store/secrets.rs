//! What opens something for an account without signing in: only the hash of each is kept.

use crate::rules::Secret;
use database::{Change, DbErr};
use kernel::{AccountId, Instant};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use std::collections::HashMap;

/// Puts a secret in the place of the one before.
///
/// # Errors
/// The database's own failure.
pub async fn save(
    change: &mut Change<'_>,
    account: &AccountId,
    secret: Secret,
    token_hash: &str,
    at: Instant,
) -> Result<(), DbErr> {
    let query = Query::insert()
        .into_table("people_secret")
        .columns(["account", "purpose", "token_hash", "made_at"])
        .values_panic([
            account.as_str().into(),
            secret.as_str().into(),
            token_hash.into(),
            at.micros().into(),
        ])
        .on_conflict(
            OnConflict::columns(["account", "purpose"]).update_columns(["token_hash", "made_at"]).to_owned(),
        )
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// Takes a secret back; false if there was none.
///
/// # Errors
/// The database's own failure.
pub async fn remove(change: &mut Change<'_>, account: &AccountId, secret: Secret) -> Result<bool, DbErr> {
    let query = Query::delete()
        .from_table("people_secret")
        .and_where(Expr::col("account").eq(account.as_str()))
        .and_where(Expr::col("purpose").eq(secret.as_str()))
        .to_owned();
    Ok(change.connection().execute(&query).await?.rows_affected() > 0)
}

/// Which secrets an account has, and since when.
///
/// # Errors
/// The database cannot be read.
pub async fn made_at(
    db: &impl ConnectionTrait,
    account: &AccountId,
) -> Result<HashMap<Secret, Instant>, DbErr> {
    let query = Query::select()
        .columns(["purpose", "made_at"])
        .from("people_secret")
        .and_where(Expr::col("account").eq(account.as_str()))
        .to_owned();
    let mut made = HashMap::new();
    for row in db.query_all(&query).await? {
        if let Some(secret) = Secret::parse(&row.try_get::<String>("", "purpose")?) {
            made.insert(secret, Instant::from_micros(row.try_get("", "made_at")?));
        }
    }
    Ok(made)
}

/// The account behind a secret.
///
/// # Errors
/// The database cannot be read.
pub async fn account(
    db: &impl ConnectionTrait,
    secret: Secret,
    token_hash: &str,
) -> Result<Option<AccountId>, DbErr> {
    let query = Query::select()
        .column("account")
        .from("people_secret")
        .and_where(Expr::col("token_hash").eq(token_hash))
        .and_where(Expr::col("purpose").eq(secret.as_str()))
        .to_owned();
    let row = db.query_one(&query).await?;
    row.map(|row| row.try_get::<String>("", "account").map(AccountId::stored)).transpose()
}
