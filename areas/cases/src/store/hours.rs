//! How incidents fall over the hours of the day, for planning duty.

use super::{Units, list::in_units};
use database::DbErr;
use kernel::{Span, ZONE};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SimpleExpr};

const HOUR_MICROS: i64 = 3_600_000_000;

/// Incidents received in a period, by the hour of the day.
///
/// # Errors
/// The database cannot be read.
pub async fn incidents_by_hour(
    db: &impl ConnectionTrait,
    units: &Units,
    period: Span,
) -> Result<[u32; 24], DbErr> {
    let week = incidents_by_week_hour(db, units, period).await?;
    Ok(std::array::from_fn(|hour| week.iter().filter_map(|day| day.get(hour)).sum()))
}

/// Incidents received in a period by day of the week, Monday first, and hour of the day.
///
/// # Errors
/// The database cannot be read.
pub async fn incidents_by_week_hour(
    db: &impl ConnectionTrait,
    units: &Units,
    period: Span,
) -> Result<[[u32; 24]; 7], DbErr> {
    let mut query = Query::select()
        .expr_as(week_hour(), Alias::new("hour"))
        .expr_as(Expr::col("id").count(), Alias::new("incidents"))
        .from("cases_incident")
        .and_where(Expr::col("received_at").gte(period.from.start().micros()))
        .and_where(Expr::col("received_at").lt(period.to.end().micros()))
        // By its name: repeated, its bound values would be others to PostgreSQL.
        .group_by_col(Alias::new("hour"))
        .to_owned();
    in_units(&mut query, units);
    let mut week = [[0_u32; 24]; 7];
    for row in db.query_all(&query).await? {
        let hour = usize::try_from(row.try_get::<i64>("", "hour")?).unwrap_or(0);
        let count: i64 = row.try_get("", "incidents")?;
        if let Some(place) = week.get_mut(hour / 24).and_then(|day| day.get_mut(hour % 24)) {
            *place = u32::try_from(count).unwrap_or(u32::MAX);
        }
    }
    Ok(week)
}

/// Hours from the beginning of the week at which an incident was received.
fn week_hour() -> SimpleExpr {
    let shift = i64::from(ZONE.seconds()) * 1_000_000;
    Expr::col("received_at").add(shift).div(HOUR_MICROS).add(FIRST_HOUR).modulo(WEEK_HOURS)
}

/// Incidents of a zone in one hour of the week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneHour {
    pub zone: String,
    /// Monday is 1.
    pub weekday: i8,
    /// 0 to 23.
    pub hour: u8,
    pub incidents: u32,
}

/// Hours of a week.
const WEEK_HOURS: i64 = 7 * 24;
/// 1970 began on a Thursday: so many hours after the Monday of its week.
const FIRST_HOUR: i64 = 3 * 24;

/// Incidents of some categories received in a period, by zone and hour of the week; those without a
/// zone are left out.
///
/// # Errors
/// The database cannot be read.
pub async fn incidents_by_zone_hour(
    db: &impl ConnectionTrait,
    units: &Units,
    period: Span,
    categories: &[String],
) -> Result<Vec<ZoneHour>, DbErr> {
    let mut query = Query::select()
        .column("zone")
        .expr_as(week_hour(), Alias::new("hour"))
        .expr_as(Expr::col("id").count(), Alias::new("incidents"))
        .from("cases_incident")
        .and_where(Expr::col("received_at").gte(period.from.start().micros()))
        .and_where(Expr::col("received_at").lt(period.to.end().micros()))
        .and_where(Expr::col("category").is_in(categories.iter().map(String::as_str)))
        .and_where(Expr::col("zone").ne(""))
        .group_by_col("zone")
        // By its name, as above.
        .group_by_col(Alias::new("hour"))
        .to_owned();
    in_units(&mut query, units);
    let row = |row: &sea_orm::QueryResult| -> Result<ZoneHour, DbErr> {
        let hour: i64 = row.try_get("", "hour")?;
        let incidents: i64 = row.try_get("", "incidents")?;
        Ok(ZoneHour {
            zone: super::text(row, "zone")?,
            weekday: i8::try_from(hour / 24 + 1).unwrap_or(1),
            hour: u8::try_from(hour % 24).unwrap_or(0),
            incidents: u32::try_from(incidents).unwrap_or(u32::MAX),
        })
    };
    db.query_all(&query).await?.iter().map(row).collect()
}
