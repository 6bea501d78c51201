//! Cases and their handlers.

use super::{form, instant, text, time, word, word_or_none};
use crate::CasesProblem;
use crate::rules::{Case, CaseCategory, CaseId, CaseResult, CloseOutcome, FormId, IncidentId};
use database::{Change, DbErr, InsertRows};
use kernel::{Instant, PersonId, UnitCode};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};
use sea_orm::{ConnectionTrait, QueryResult, Value};
use std::collections::HashMap;

const COLUMNS: [&str; 22] = [
    "unit",
    "id",
    "number",
    "kind",
    "category",
    "zone",
    "summary",
    "incident",
    "state",
    "accepted_at",
    "filed_at",
    "solved_at",
    "transferred_at",
    "decided_at",
    "closed_at",
    "due_at",
    "due_by",
    "result",
    "outcome",
    "closing",
    "form",
    "revision",
];

fn case(row: &QueryResult) -> Result<Case, DbErr> {
    Ok(Case {
        id: CaseId::stored(text(row, "id")?),
        unit: UnitCode::stored(text(row, "unit")?),
        number: text(row, "number")?,
        category: word(row, "category", CaseCategory::parse)?,
        zone: text(row, "zone")?,
        summary: text(row, "summary")?,
        incident: row.try_get::<Option<String>>("", "incident")?.map(IncidentId::stored),
        accepted_at: time(row, "accepted_at")?,
        filed_at: instant(row, "filed_at")?,
        solved_at: instant(row, "solved_at")?,
        transferred_at: instant(row, "transferred_at")?,
        decided_at: instant(row, "decided_at")?,
        closed_at: instant(row, "closed_at")?,
        due_at: instant(row, "due_at")?,
        due_by: text(row, "due_by")?,
        result: word_or_none(row, "result", CaseResult::parse)?,
        outcome: word_or_none(row, "outcome", CloseOutcome::parse)?,
        closing: text(row, "closing")?,
        handlers: Vec::new(),
        form: form(row)?,
        revision: row.try_get("", "revision")?,
    })
}

fn values(case: &Case) -> [Value; 22] {
    [
        case.unit.as_str().into(),
        case.id.as_str().into(),
        case.number.as_str().into(),
        case.kind().as_str().into(),
        case.category.as_str().into(),
        case.zone.as_str().into(),
        case.summary.as_str().into(),
        case.incident.as_ref().map(ToString::to_string).into(),
        case.state().as_str().into(),
        case.accepted_at.micros().into(),
        case.filed_at.map(Instant::micros).into(),
        case.solved_at.map(Instant::micros).into(),
        case.transferred_at.map(Instant::micros).into(),
        case.decided_at.map(Instant::micros).into(),
        case.closed_at.map(Instant::micros).into(),
        case.due_at.map(Instant::micros).into(),
        case.due_by.as_str().into(),
        case.result.map_or("", CaseResult::as_str).into(),
        case.outcome.map_or("", CloseOutcome::as_str).into(),
        case.closing.as_str().into(),
        case.form.as_ref().map_or("", FormId::as_str).into(),
        case.revision.into(),
    ]
}

/// The case with its handlers, wherever it is.
///
/// # Errors
/// The database cannot be read.
pub async fn find_case(db: &impl ConnectionTrait, id: &CaseId) -> Result<Option<Case>, DbErr> {
    Ok(find_cases(db, std::slice::from_ref(id)).await?.pop())
}

/// Those of the cases that there are, with their handlers.
///
/// # Errors
/// The database cannot be read.
pub async fn find_cases(db: &impl ConnectionTrait, ids: &[CaseId]) -> Result<Vec<Case>, DbErr> {
    let chosen = || Expr::col(("cases_case", "id")).is_in(ids.iter().map(CaseId::as_str));
    let query = Query::select().columns(COLUMNS).from("cases_case").and_where(chosen()).to_owned();
    let mut cases: Vec<Case> = db.query_all(&query).await?.iter().map(case).collect::<Result<_, _>>()?;
    let handlers = Query::select()
        .columns([("cases_handler", "case_id"), ("cases_handler", "person")])
        .from("cases_case")
        .inner_join(
            "cases_handler",
            Expr::col(("cases_handler", "unit"))
                .equals(("cases_case", "unit"))
                .and(Expr::col(("cases_handler", "case_id")).equals(("cases_case", "id"))),
        )
        .and_where(chosen())
        .order_by(("cases_handler", "position"), Order::Asc)
        .to_owned();
    let mut of: HashMap<String, Vec<PersonId>> = HashMap::new();
    for row in db.query_all(&handlers).await? {
        of.entry(text(&row, "case_id")?).or_default().push(PersonId::stored(text(&row, "person")?));
    }
    for case in &mut cases {
        case.handlers = of.remove(case.id.as_str()).unwrap_or_default();
    }
    Ok(cases)
}

/// Whether the unit has a case of this number.
///
/// # Errors
/// The database cannot be read.
pub async fn case_number_taken(
    db: &impl ConnectionTrait,
    unit: &UnitCode,
    number: &str,
) -> Result<bool, DbErr> {
    let query = Query::select()
        .column("id")
        .from("cases_case")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("number").eq(number))
        .to_owned();
    Ok(db.query_one(&query).await?.is_some())
}

/// A new case with its handlers.
///
/// # Errors
/// The database's own failure.
pub async fn insert_case(change: &mut Change<'_>, case: &Case) -> Result<(), DbErr> {
    insert_cases(&change.connection(), std::slice::from_ref(case)).await
}

/// Many new cases with their handlers, in few statements. Whoever calls it
/// records the facts.
///
/// # Errors
/// The database's own failure.
pub async fn insert_cases(db: &impl InsertRows, cases: &[Case]) -> Result<(), DbErr> {
    db.insert_rows("cases_case", &COLUMNS, cases.iter().map(values)).await?;
    insert_handlers(db, cases).await
}

async fn insert_handlers(db: &impl InsertRows, cases: &[Case]) -> Result<(), DbErr> {
    let rows = cases.iter().flat_map(|case| {
        (0_i64..).zip(&case.handlers).map(|(position, person)| -> [Value; 4] {
            [case.unit.as_str().into(), case.id.as_str().into(), person.as_str().into(), position.into()]
        })
    });
    db.insert_rows("cases_handler", &["unit", "case_id", "person", "position"], rows).await
}

/// Puts the handlers of the case in the place of those before.
///
/// # Errors
/// The database's own failure.
pub async fn save_handlers(change: &mut Change<'_>, case: &Case) -> Result<(), DbErr> {
    let query = Query::delete()
        .from_table("cases_handler")
        .and_where(Expr::col("unit").eq(case.unit.as_str()))
        .and_where(Expr::col("case_id").eq(case.id.as_str()))
        .to_owned();
    change.connection().execute(&query).await?;
    insert_handlers(&change.connection(), std::slice::from_ref(case)).await
}

/// Saves what a step changed.
///
/// # Errors
/// Somebody else saved meanwhile, or the database's own failure.
pub async fn save_case(change: &mut Change<'_>, case: &Case) -> Result<(), CasesProblem> {
    let next = Case { revision: case.revision + 1, ..case.clone() };
    let set = COLUMNS
        .into_iter()
        .zip(values(&next).map(Expr::val))
        .filter(|(column, _)| !["unit", "id"].contains(column));
    let query = Query::update()
        .table("cases_case")
        .values(set)
        .and_where(Expr::col("unit").eq(case.unit.as_str()))
        .and_where(Expr::col("id").eq(case.id.as_str()))
        .and_where(Expr::col("revision").eq(case.revision))
        .to_owned();
    if change.connection().execute(&query).await?.rows_affected() == 1 {
        Ok(())
    } else {
        Err(CasesProblem::ChangedMeanwhile)
    }
}
