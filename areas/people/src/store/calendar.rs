//! Secret addresses of calendars: only the hash of each is kept.

use database::{Change, DbErr};
use kernel::{AccountId, Instant};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};

/// Puts an address in the place of the one before.
///
/// # Errors
/// The database's own failure.
pub async fn save(
    change: &mut Change<'_>,
    account: &AccountId,
    token_hash: &str,
    at: Instant,
) -> Result<(), DbErr> {
    let query = Query::insert()
        .into_table("people_calendar")
        .columns(["account", "token_hash", "made_at"])
        .values_panic([account.as_str().into(), token_hash.into(), at.micros().into()])
        .on_conflict(OnConflict::column("account").update_columns(["token_hash", "made_at"]).to_owned())
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// Takes the address back; false if there was none.
///
/// # Errors
/// The database's own failure.
pub async fn remove(change: &mut Change<'_>, account: &AccountId) -> Result<bool, DbErr> {
    let query = Query::delete()
        .from_table("people_calendar")
        .and_where(Expr::col("account").eq(account.as_str()))
        .to_owned();
    Ok(change.connection().execute(&query).await?.rows_affected() > 0)
}

/// Since when an account has an address.
///
/// # Errors
/// The database cannot be read.
pub async fn made_at(db: &impl ConnectionTrait, account: &AccountId) -> Result<Option<Instant>, DbErr> {
    let query = Query::select()
        .column("made_at")
        .from("people_calendar")
        .and_where(Expr::col("account").eq(account.as_str()))
        .to_owned();
    let row = db.query_one(&query).await?;
    row.map(|row| row.try_get::<i64>("", "made_at").map(Instant::from_micros)).transpose()
}

/// The account behind an address.
///
/// # Errors
/// The database cannot be read.
pub async fn account(db: &impl ConnectionTrait, token_hash: &str) -> Result<Option<AccountId>, DbErr> {
    let query = Query::select()
        .column("account")
        .from("people_calendar")
        .and_where(Expr::col("token_hash").eq(token_hash))
        .to_owned();
    let row = db.query_one(&query).await?;
    row.map(|row| row.try_get::<String>("", "account").map(AccountId::stored)).transpose()
}
