//! What people were told about their shifts, and who has not acknowledged it.

use super::{ROWS_AT_ONCE, person, text};
use crate::rules::RosterMonth;
use database::{Change, DbErr, word};
use kernel::{Instant, PersonId, UnitCode, new_uuid};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult};

/// What somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    Published,
    Changed,
}

impl NoticeKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Changed => "changed",
        }
    }
    fn parse(text: &str) -> Option<Self> {
        [Self::Published, Self::Changed].into_iter().find(|kind| kind.as_str() == text)
    }
    pub fn text_key(self) -> String {
        format!("duty-notice-{}", self.as_str())
    }
}

#[derive(Debug, Clone)]
pub struct Notice {
    pub id: String,
    pub unit: UnitCode,
    pub person: PersonId,
    pub month: String,
    pub kind: NoticeKind,
    /// The reason of a change.
    pub what: String,
    pub told_at: Instant,
}

fn notice(row: &QueryResult) -> Result<Notice, DbErr> {
    Ok(Notice {
        id: text(row, "id")?,
        unit: UnitCode::stored(text(row, "unit")?),
        person: person(row)?,
        month: text(row, "month")?,
        kind: word(row, "kind", NoticeKind::parse)?,
        what: text(row, "what")?,
        told_at: Instant::from_micros(row.try_get("", "told_at")?),
    })
}

/// Tells people, in place of what they were told of the month and have not acknowledged.
///
/// # Errors
/// The database's own failure.
pub async fn tell(
    change: &mut Change<'_>,
    unit: &UnitCode,
    month: RosterMonth,
    (kind, what): (NoticeKind, &str),
    people: &[PersonId],
) -> Result<(), DbErr> {
    let now = change.now();
    for chunk in people.chunks(ROWS_AT_ONCE) {
        let gone = Query::delete()
            .from_table("duty_notice")
            .and_where(Expr::col("unit").eq(unit.as_str()))
            .and_where(Expr::col("month").eq(month.to_string()))
            .and_where(Expr::col("seen_at").is_null())
            .and_where(Expr::col("person").is_in(chunk.iter().map(PersonId::as_str)))
            .to_owned();
        change.connection().execute(&gone).await?;
        let mut query = Query::insert()
            .into_table("duty_notice")
            .columns(["unit", "id", "person", "month", "kind", "what", "told_at"])
            .to_owned();
        for person in chunk {
            query.values_panic([
                unit.as_str().into(),
                new_uuid().into(),
                person.as_str().into(),
                month.to_string().into(),
                kind.as_str().into(),
                what.into(),
                now.micros().into(),
            ]);
        }
        change.connection().execute(&query).await?;
    }
    Ok(())
}

/// What somebody was told and has not acknowledged, oldest first.
///
/// # Errors
/// The database cannot be read.
pub async fn notices_of(db: &impl ConnectionTrait, person: &PersonId) -> Result<Vec<Notice>, DbErr> {
    let query = Query::select()
        .columns(["id", "unit", "person", "month", "kind", "what", "told_at"])
        .from("duty_notice")
        .and_where(Expr::col("person").eq(person.as_str()))
        .and_where(Expr::col("seen_at").is_null())
        .order_by("told_at", Order::Asc)
        .limit(20)
        .to_owned();
    db.query_all(&query).await?.iter().map(notice).collect()
}

/// How many there are, for another question to carry.
pub(super) fn waiting(person: &PersonId) -> SelectStatement {
    Query::select()
        .expr_as(Expr::cust("COUNT(*)"), "waiting")
        .from("duty_notice")
        .and_where(Expr::col("person").eq(person.as_str()))
        .and_where(Expr::col("seen_at").is_null())
        .to_owned()
}

/// Who has not acknowledged what they were told of a month.
///
/// # Errors
/// The database cannot be read.
pub async fn unseen(
    db: &impl ConnectionTrait,
    unit: &UnitCode,
    month: RosterMonth,
) -> Result<Vec<PersonId>, DbErr> {
    let query = Query::select()
        .column("person")
        .distinct()
        .from("duty_notice")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("month").eq(month.to_string()))
        .and_where(Expr::col("seen_at").is_null())
        .to_owned();
    db.query_all(&query).await?.iter().map(person).collect()
}

/// Notes that somebody has seen a notice; none if it is not theirs or was seen.
///
/// # Errors
/// The database's own failure.
pub async fn see_notice(change: &mut Change<'_>, notice: &Notice) -> Result<bool, DbErr> {
    let now = change.now();
    let query = Query::update()
        .table("duty_notice")
        .values([("seen_at", now.micros().into())])
        .and_where(Expr::col("unit").eq(notice.unit.as_str()))
        .and_where(Expr::col("id").eq(notice.id.as_str()))
        .and_where(Expr::col("seen_at").is_null())
        .to_owned();
    Ok(change.connection().execute(&query).await?.rows_affected() == 1)
}
