//! Annual leave by person and year: what was confirmed and carried, and how it stands.

use super::{absences_of_all, pending};
use crate::AvailabilityProblem;
use crate::rules::annual::{AnnualLeave, Balance, within, working_days, year_of};
use crate::rules::{Absence, Why};
use database::{Change, DbErr};
use kernel::{Day, PersonId, Span, UnitCode};
use law::Law;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use std::collections::HashMap;

const COLUMNS: [&str; 7] = ["unit", "person", "year", "due", "carried", "why", "revision"];

/// What was decided about somebody's annual leave of a year.
#[derive(Debug, Clone)]
pub(crate) struct YearRow {
    pub unit: UnitCode,
    pub person: PersonId,
    pub year: i16,
    /// Negative before it was ever confirmed.
    pub due: i64,
    pub carried: i64,
    pub why: String,
    /// 0 if it is not kept yet.
    pub revision: i64,
}

/// What was decided for these people in these years.
pub(crate) async fn year_rows(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    (from, to): (i16, i16),
) -> Result<HashMap<(PersonId, i16), YearRow>, DbErr> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("availability_year")
        .and_where(Expr::col("person").is_in(people.iter().map(PersonId::as_str)))
        .and_where(Expr::col("year").gte(i64::from(from)))
        .and_where(Expr::col("year").lte(i64::from(to)))
        .to_owned();
    let mut found = HashMap::new();
    for row in db.query_all(&query).await? {
        let year: i64 = row.try_get("", "year")?;
        let year = i16::try_from(year).map_err(|_| DbErr::Type(format!("year {year}")))?;
        let person = PersonId::stored(row.try_get("", "person")?);
        let kept = YearRow {
            unit: UnitCode::stored(row.try_get("", "unit")?),
            person: person.clone(),
            year,
            due: row.try_get("", "due")?,
            carried: row.try_get("", "carried")?,
            why: row.try_get("", "why")?,
            revision: row.try_get("", "revision")?,
        };
        found.insert((person, year), kept);
    }
    Ok(found)
}

/// Saves it, for the first time or again.
pub(crate) async fn save_year(change: &mut Change<'_>, row: &YearRow) -> Result<(), AvailabilityProblem> {
    if row.revision == 0 {
        let query = Query::insert()
            .into_table("availability_year")
            .columns(COLUMNS)
            .values_panic([
                row.unit.as_str().into(),
                row.person.as_str().into(),
                i64::from(row.year).into(),
                row.due.into(),
                row.carried.into(),
                row.why.as_str().into(),
                1_i64.into(),
            ])
            .to_owned();
        change.connection().execute(&query).await?;
        return Ok(());
    }
    let query = Query::update()
        .table("availability_year")
        .values([
            ("due", row.due.into()),
            ("carried", row.carried.into()),
            ("why", row.why.as_str().into()),
            ("revision", (row.revision + 1).into()),
        ])
        .and_where(Expr::col("unit").eq(row.unit.as_str()))
        .and_where(Expr::col("person").eq(row.person.as_str()))
        .and_where(Expr::col("year").eq(i64::from(row.year)))
        .and_where(Expr::col("revision").eq(row.revision))
        .to_owned();
    match change.connection().execute(&query).await?.rows_affected() {
        1 => Ok(()),
        _ => Err(AvailabilityProblem::Stale),
    }
}

/// How the annual leave of these people stands in the year of `on`; each with the day since which
/// they have worked. What is due is due on `on`.
///
/// # Errors
/// The law has no such rules, or the database cannot be read.
pub async fn balances(
    db: &impl ConnectionTrait,
    law: &Law,
    people: &[(PersonId, Day)],
    on: Day,
) -> Result<HashMap<PersonId, Balance>, AvailabilityProblem> {
    let rules = AnnualLeave::read(law, on)?;
    let year = year_of(on);
    let before = year_of(year.from.plus_days(-1));
    let ids: Vec<PersonId> = people.iter().map(|(person, _)| person.clone()).collect();
    let both = Span { from: before.from, to: year.to };
    let absences = absences_of_all(db, &ids, both).await?;
    let waiting = pending(db, &ids, year).await?;
    let kept = year_rows(db, &ids, (before.from.year(), year.from.year())).await?;
    let worked = |days: Span, in_year: Span| {
        within(days, in_year).map_or(0, |days| working_days(law.calendar(), days))
    };
    let balance = |person: &PersonId, since: Day| {
        let of = |why: Why| move |one: &&Absence| one.person == *person && one.why == why;
        let taken = |in_year: Span| -> i64 {
            absences.iter().filter(of(Why::AnnualLeave)).map(|one| worked(one.days, in_year)).sum()
        };
        let ill = |one: &Absence| within(one.days, year).map_or(0, Span::days);
        let row = |year: Span| kept.get(&(person.clone(), year.from.year()));
        let asked = waiting.iter().filter(|one| one.person == *person && one.why == Why::AnnualLeave);
        let earlier = Balance {
            due: rules.due(since, before.to),
            carried: row(before).map_or(0, |row| row.carried),
            taken: taken(before),
            ..Balance::default()
        };
        let ill_days = absences.iter().filter(of(Why::Ill)).map(ill).sum();
        let personal_days =
            absences.iter().filter(of(Why::PersonalLeave)).map(|one| worked(one.days, year)).sum();
        Balance {
            due: rules.due(since, on),
            by_article: rules.by_article(since, on),
            carried: row(year).map_or(0, |row| row.carried),
            taken: taken(year),
            asked: asked.map(|one| worked(one.days, year)).sum(),
            carriable: if rules.carried_years > 0 { earlier.to_carry() } else { 0 },
            confirmed: row(year).map(|row| row.due).filter(|due| *due >= 0),
            may_be_lost: rules.may_be_lost((since, on), ill_days, personal_days),
        }
    };
    Ok(people.iter().map(|(person, since)| (person.clone(), balance(person, *since))).collect())
}
