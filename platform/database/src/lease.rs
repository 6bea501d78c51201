//! Who does a piece of background work, among several processes.

use kernel::Instant;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ConnectionTrait, DbErr};

/// Takes or renews the lease on `work` for `seconds`; false while another holds it.
///
/// # Errors
/// The database's own failure.
pub async fn take(
    db: &impl ConnectionTrait,
    work: &str,
    holder: &str,
    now: Instant,
    seconds: i64,
) -> Result<bool, DbErr> {
    let until = now.plus_seconds(seconds).micros();
    let query = Query::insert()
        .into_table("lease")
        .columns(["work", "holder", "until"])
        .values_panic([work.into(), holder.into(), until.into()])
        .on_conflict(
            OnConflict::column("work")
                .values([("holder", holder.into()), ("until", until.into())])
                .action_and_where(
                    Expr::col(("lease", "holder"))
                        .eq(holder)
                        .or(Expr::col(("lease", "until")).lt(now.micros())),
                )
                .to_owned(),
        )
        .to_owned();
    Ok(db.execute(&query).await?.rows_affected() == 1)
}
