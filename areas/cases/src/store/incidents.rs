//! Incidents, one by one and in bulk.

use super::{ROWS_AT_ONCE, form, instant, people, text, time, word, word_or_none};
use crate::CasesProblem;
use crate::rules::{Body, CaseId, Category, FormId, Incident, IncidentId, Outcome, Reporter, Source};
use database::{Change, Cipher, DbErr, InsertRows};
use kernel::{Instant, UnitCode};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query};
use sea_orm::{ConnectionTrait, QueryResult, Value};
use std::collections::HashSet;

/// What `Incident` needs; the reporter is read only where it is shown.
const COLUMNS: [&str; 19] = [
    "unit",
    "id",
    "number",
    "received_at",
    "source",
    "category",
    "zone",
    "address",
    "summary",
    "state",
    "dispatched_at",
    "attended_at",
    "ended_at",
    "outcome",
    "passed_to",
    "result",
    "case_id",
    "form",
    "revision",
];

fn incident(row: &QueryResult) -> Result<Incident, DbErr> {
    Ok(Incident {
        id: IncidentId::stored(text(row, "id")?),
        unit: UnitCode::stored(text(row, "unit")?),
        number: text(row, "number")?,
        received_at: time(row, "received_at")?,
        source: word(row, "source", Source::parse)?,
        category: word(row, "category", Category::parse)?,
        zone: text(row, "zone")?,
        address: text(row, "address")?,
        summary: text(row, "summary")?,
        dispatched_at: instant(row, "dispatched_at")?,
        attended_at: instant(row, "attended_at")?,
        ended_at: instant(row, "ended_at")?,
        outcome: word_or_none(row, "outcome", Outcome::parse)?,
        passed_to: word_or_none(row, "passed_to", Body::parse)?,
        result: text(row, "result")?,
        case: row.try_get::<Option<String>>("", "case_id")?.map(CaseId::stored),
        officers: Vec::new(),
        form: form(row)?,
        revision: row.try_get("", "revision")?,
    })
}

fn values(incident: &Incident) -> [Value; 19] {
    [
        incident.unit.as_str().into(),
        incident.id.as_str().into(),
        incident.number.as_str().into(),
        incident.received_at.micros().into(),
        incident.source.as_str().into(),
        incident.category.as_str().into(),
        incident.zone.as_str().into(),
        incident.address.as_str().into(),
        incident.summary.as_str().into(),
        incident.state().as_str().into(),
        incident.dispatched_at.map(Instant::micros).into(),
        incident.attended_at.map(Instant::micros).into(),
        incident.ended_at.map(Instant::micros).into(),
        incident.outcome.map_or("", Outcome::as_str).into(),
        incident.passed_to.map_or("", Body::as_str).into(),
        incident.result.as_str().into(),
        incident.case.as_ref().map(ToString::to_string).into(),
        incident.form.as_ref().map_or("", FormId::as_str).into(),
        incident.revision.into(),
    ]
}

/// The incident with its officers, wherever it is.
///
/// # Errors
/// The database cannot be read.
pub async fn find_incident(db: &impl ConnectionTrait, id: &IncidentId) -> Result<Option<Incident>, DbErr> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("cases_incident")
        .and_where(Expr::col("id").eq(id.as_str()))
        .to_owned();
    let Some(row) = db.query_one(&query).await? else {
        return Ok(None);
    };
    let mut incident = incident(&row)?;
    let sent = Query::select()
        .column("person")
        .from("cases_sent")
        .and_where(Expr::col("unit").eq(incident.unit.as_str()))
        .and_where(Expr::col("incident").eq(id.as_str()))
        .order_by("person", Order::Asc)
        .to_owned();
    incident.officers = people(&db.query_all(&sent).await?)?;
    Ok(Some(incident))
}

/// The number of an incident alone.
///
/// # Errors
/// The database cannot be read.
pub async fn incident_number(db: &impl ConnectionTrait, id: &IncidentId) -> Result<Option<String>, DbErr> {
    let query = Query::select()
        .column("number")
        .from("cases_incident")
        .and_where(Expr::col("id").eq(id.as_str()))
        .to_owned();
    db.query_one(&query).await?.map(|row| text(&row, "number")).transpose()
}

/// Who reported it.
///
/// # Errors
/// The database cannot be read, or the key file is another one.
pub async fn reporter(
    db: &impl ConnectionTrait,
    cipher: &Cipher,
    incident: &Incident,
) -> Result<Reporter, CasesProblem> {
    let query = Query::select()
        .columns(["reporter_name", "reporter_phone"])
        .from("cases_incident")
        .and_where(Expr::col("unit").eq(incident.unit.as_str()))
        .and_where(Expr::col("id").eq(incident.id.as_str()))
        .to_owned();
    let Some(row) = db.query_one(&query).await? else {
        return Ok(Reporter::default());
    };
    let open = |column: &str| -> Result<String, CasesProblem> {
        match row.try_get::<Option<Vec<u8>>>("", column)? {
            Some(sealed) => Ok(cipher.open(&sealed)?),
            None => Ok(String::new()),
        }
    };
    Ok(Reporter { name: open("reporter_name")?, telephone: open("reporter_phone")? })
}

/// Whether the unit has an incident of this number.
///
/// # Errors
/// The database cannot be read.
pub async fn incident_number_taken(
    db: &impl ConnectionTrait,
    unit: &UnitCode,
    number: &str,
) -> Result<bool, DbErr> {
    Ok(!numbers_present(db, unit, &[number.to_owned()]).await?.is_empty())
}

/// Which of these numbers the unit has already.
///
/// # Errors
/// The database cannot be read.
pub async fn numbers_present(
    db: &impl ConnectionTrait,
    unit: &UnitCode,
    numbers: &[String],
) -> Result<HashSet<String>, DbErr> {
    let mut present = HashSet::new();
    for chunk in numbers.chunks(ROWS_AT_ONCE) {
        let query = Query::select()
            .column("number")
            .from("cases_incident")
            .and_where(Expr::col("unit").eq(unit.as_str()))
            .and_where(Expr::col("number").is_in(chunk.iter().map(String::as_str)))
            .to_owned();
        for row in db.query_all(&query).await? {
            present.insert(text(&row, "number")?);
        }
    }
    Ok(present)
}

/// A new incident with its reporter.
///
/// # Errors
/// The database's own failure, or no randomness.
pub async fn insert_incident(
    change: &mut Change<'_>,
    incident: &Incident,
    reporter: &Reporter,
) -> Result<(), CasesProblem> {
    let seal = |text: &str| -> Result<Option<Vec<u8>>, CasesProblem> {
        if text.is_empty() { Ok(None) } else { Ok(Some(change.cipher().seal(text)?)) }
    };
    let (name, phone) = (seal(&reporter.name)?, seal(&reporter.telephone)?);
    let index = match phone {
        Some(_) => change.cipher().index(&reporter.telephone),
        None => String::new(),
    };
    let query = Query::insert()
        .into_table("cases_incident")
        .columns(COLUMNS.into_iter().chain(["reporter_name", "reporter_phone", "phone_index"]))
        .values_panic(
            values(incident).into_iter().chain([name.into(), phone.into(), index.into()]).map(Expr::val),
        )
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// Saves what a step changed.
///
/// # Errors
/// Somebody else saved meanwhile, or the database's own failure.
pub async fn save_incident(change: &mut Change<'_>, incident: &Incident) -> Result<(), CasesProblem> {
    let next = Incident { revision: incident.revision + 1, ..incident.clone() };
    let set = COLUMNS
        .into_iter()
        .zip(values(&next).map(Expr::val))
        .filter(|(column, _)| !["unit", "id"].contains(column));
    let query = Query::update()
        .table("cases_incident")
        .values(set)
        .and_where(Expr::col("unit").eq(incident.unit.as_str()))
        .and_where(Expr::col("id").eq(incident.id.as_str()))
        .and_where(Expr::col("revision").eq(incident.revision))
        .to_owned();
    if change.connection().execute(&query).await?.rows_affected() == 1 {
        Ok(())
    } else {
        Err(CasesProblem::ChangedMeanwhile)
    }
}

/// Adds officers to those who were sent.
///
/// # Errors
/// The database's own failure.
pub async fn save_sent(change: &mut Change<'_>, incident: &Incident) -> Result<(), DbErr> {
    if incident.officers.is_empty() {
        return Ok(());
    }
    let mut query = Query::insert().into_table("cases_sent").columns(SENT).to_owned();
    for row in sent(incident) {
        query.values_panic(row.map(Expr::val));
    }
    query.on_conflict(OnConflict::new().do_nothing().to_owned());
    change.connection().execute(&query).await?;
    Ok(())
}

const SENT: [&str; 3] = ["unit", "incident", "person"];

fn sent(incident: &Incident) -> impl Iterator<Item = [Value; 3]> {
    incident
        .officers
        .iter()
        .map(|person| [incident.unit.as_str().into(), incident.id.as_str().into(), person.as_str().into()])
}

/// Before so many new incidents, each with one fact or two.
///
/// # Errors
/// The database's own failure.
pub async fn put_indexes_off(change: &mut Change<'_>, incidents: usize) -> Result<(), DbErr> {
    change.put_indexes_off(&[("cases_incident", incidents)], incidents).await
}

/// Many new incidents without reporters, in few statements. Whoever calls it
/// records the facts.
///
/// # Errors
/// The database's own failure.
pub async fn insert_many(db: &impl InsertRows, incidents: &[Incident]) -> Result<(), DbErr> {
    let columns = [COLUMNS.as_slice(), &["phone_index"]].concat();
    let rows = incidents.iter().map(|incident| values(incident).into_iter().chain(["".into()]));
    db.insert_rows("cases_incident", &columns, rows).await?;
    db.insert_rows("cases_sent", &SENT, incidents.iter().flat_map(sent)).await
}
