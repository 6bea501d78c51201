//! The newest signed head, and the ones kept before it.

use crate::problem::{Damage, JournalProblem};
use crate::signer;
use crate::tree::{Hash, signed};
use database::Database;
use kernel::Instant;
use sea_orm::sea_query::{Expr, ExprTrait, Func, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DbErr};

/// A signed head of the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// Facts in the journal.
    pub size: u64,
    /// Its text form is base64, as in the note.
    pub root: Hash,
    /// The C2SP tlog-checkpoint note, to be printed, exchanged, anchored.
    pub note: String,
    pub made_at: Instant,
}

/// The newest head; none while nothing is sealed. Its signature is not checked.
///
/// # Errors
/// The database cannot be read, or holds no readable head.
pub async fn head(db: &Database) -> Result<Option<Head>, JournalProblem> {
    newest(&db.read()).await
}

pub async fn newest(db: &impl ConnectionTrait) -> Result<Option<Head>, JournalProblem> {
    let query = Query::select()
        .columns(["size", "note", "made_at"])
        .from("journal_checkpoint")
        .order_by("size", Order::Desc)
        .limit(1)
        .to_owned();
    let Some(row) = db.query_one(&query).await? else {
        return Ok(None);
    };
    let (stored, note): (i64, String) = (row.try_get("", "size")?, row.try_get("", "note")?);
    let said = signer::read_unchecked(&note).map_err(|_| Damage::Head)?;
    if stored != signed(said.size) {
        return Err(Damage::Head.into());
    }
    let made_at = Instant::from_micros(row.try_get("", "made_at")?);
    Ok(Some(Head { size: said.size, root: said.root, note, made_at }))
}

/// Keeps `head`, and of the earlier ones of its hour none: a head can be told
/// again from any later one, and one for each hour is enough to say when.
pub async fn keep(db: &impl ConnectionTrait, head: &Head) -> Result<(), DbErr> {
    const HOUR: i64 = 3_600_000_000;
    let hour = head.made_at.micros().div_euclid(HOUR) * HOUR;
    let older = Query::delete()
        .from_table("journal_checkpoint")
        .and_where(Expr::col("size").lt(signed(head.size)))
        .and_where(Expr::col("made_at").gte(hour))
        .and_where(Expr::col("made_at").lt(hour + HOUR))
        .to_owned();
    db.execute(&older).await?;
    let insert = Query::insert()
        .into_table("journal_checkpoint")
        .columns(["size", "note", "made_at"])
        .values_panic([signed(head.size).into(), head.note.clone().into(), head.made_at.micros().into()])
        .to_owned();
    db.execute(&insert).await?;
    Ok(())
}

/// One more than the last place taken: the size of the journal if nothing is missing.
pub fn places() -> SelectStatement {
    Query::select().expr_as(Func::max(Expr::col("position")), "last").from("journal_entry").to_owned()
}

pub async fn count_places(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    let last: Option<i64> = match db.query_one(&places()).await? {
        Some(row) => row.try_get("", "last")?,
        None => None,
    };
    Ok(last.and_then(|last| u64::try_from(last).ok()).map_or(0, |last| last.saturating_add(1)))
}
