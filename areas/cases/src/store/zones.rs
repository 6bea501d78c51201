//! Zones in use, for choosing from.

use super::list::in_units;
use super::{Units, text};
use database::DbErr;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Order, Query};

/// How far back zones are looked for, in incidents of a few stations: enough to meet every zone in use.
const LOOKED_AT: u64 = 1_000;

/// The zones of recent incidents, in order; of many stations none, among which nobody finds theirs.
///
/// # Errors
/// The database cannot be read.
pub async fn zones(db: &impl ConnectionTrait, units: &Units) -> Result<Vec<String>, DbErr> {
    if !units.are_few() {
        return Ok(Vec::new());
    }
    let mut recent = Query::select().column("zone").from("cases_incident").to_owned();
    in_units(&mut recent, units);
    recent.order_by("received_at", Order::Desc).limit(LOOKED_AT);
    let query = Query::select()
        .column("zone")
        .distinct()
        .from_subquery(recent, "recent")
        .order_by("zone", Order::Asc)
        .to_owned();
    let mut zones = Vec::new();
    for row in db.query_all(&query).await? {
        let zone = text(&row, "zone")?;
        if !zone.is_empty() {
            zones.push(zone);
        }
    }
    Ok(zones)
}
