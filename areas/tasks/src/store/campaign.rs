//! Special campaigns: what was planned, what each day came to.

use super::list::{Rows, count, order};
use super::{day, instant, number, text};
use crate::problem::TasksProblem;
use crate::rules::campaign::{Campaign, Closing, DayResult, Goods, Partner, Phase, Sums, Tally};
use crate::rules::{FormId, Task, TaskId};
use database::{Change, Cipher, DbErr};
use kernel::{Day, FactId, Instant, PersonId, Span, UnitCode};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query, SelectStatement, UnionType};
use sea_orm::{ConnectionTrait, QueryResult};

fn of_task(table: &'static str, task: &TaskId) -> SelectStatement {
    Query::select().from(table).and_where(Expr::col("task").eq(task.as_str())).to_owned()
}

/// What was planned for a task, and how it was closed; nothing yet is an empty plan.
///
/// # Errors
/// The database cannot be read, or what was said at the close cannot be opened.
pub async fn campaign(
    db: &impl ConnectionTrait,
    cipher: &Cipher,
    task: &TaskId,
) -> Result<Campaign, TasksProblem> {
    let columns = ["words", "closed_at", "closed_by", "fact", "form", "revision"];
    let query = of_task("tasks_campaign", task).columns(columns).to_owned();
    let Some(row) = db.query_one(&query).await? else { return Ok(Campaign::default()) };
    let closing = match (instant(&row, "closed_at")?, row.try_get::<Option<Vec<u8>>>("", "words")?) {
        (Some(at), Some(words)) => Some(Closing {
            words: cipher.open(&words)?,
            at,
            by: text(&row, "closed_by")?,
            fact: FactId::stored(text(&row, "fact")?),
        }),
        _ => None,
    };
    let phases = of_task("tasks_phase", task)
        .columns(["name", "from_day", "until_day"])
        .order_by("position", Order::Asc)
        .to_owned();
    let phase = |row: &QueryResult| -> Result<Phase, DbErr> {
        let days = Span { from: day(row, "from_day")?, to: day(row, "until_day")? };
        Ok(Phase { name: text(row, "name")?, days })
    };
    let partners =
        of_task("tasks_partner", task).columns(["name", "role"]).order_by("position", Order::Asc).to_owned();
    let partner = |row: &QueryResult| -> Result<Partner, DbErr> {
        Ok(Partner { name: text(row, "name")?, role: text(row, "role")? })
    };
    let form = text(&row, "form")?;
    Ok(Campaign {
        phases: db.query_all(&phases).await?.iter().map(phase).collect::<Result<_, _>>()?,
        partners: db.query_all(&partners).await?.iter().map(partner).collect::<Result<_, _>>()?,
        closing,
        form: (!form.is_empty()).then(|| FormId::stored(form)),
        revision: number(&row, "revision")?,
    })
}

/// Saves how a campaign stands; what was saved meanwhile by somebody else is not overwritten.
pub async fn save_campaign(
    change: &mut Change<'_>,
    task: &Task,
    campaign: &Campaign,
) -> Result<(), TasksProblem> {
    let closing = campaign.closing.as_ref();
    let words = closing.map(|closing| change.cipher().seal(&closing.words)).transpose()?;
    let values = [
        ("words", Expr::value(words)),
        ("closed_at", Expr::value(closing.map(|closing| closing.at.micros()))),
        ("closed_by", Expr::value(closing.map_or("", |closing| closing.by.as_str()))),
        ("fact", Expr::value(closing.map_or("", |closing| closing.fact.as_str()))),
        ("form", Expr::value(campaign.form.as_ref().map_or("", FormId::as_str))),
        ("revision", Expr::value(campaign.revision + 1)),
    ];
    let saved = if campaign.revision == 0 {
        let key = [("unit", Expr::value(task.unit.as_str())), ("task", Expr::value(task.id.as_str()))];
        let values = key.into_iter().chain(values);
        let (columns, values): (Vec<&'static str>, Vec<_>) = values.unzip();
        let query = Query::insert()
            .into_table("tasks_campaign")
            .columns(columns)
            .values_panic(values)
            .on_conflict(OnConflict::columns(["unit", "task"]).do_nothing().to_owned())
            .to_owned();
        change.connection().execute(&query).await?
    } else {
        let query = Query::update()
            .table("tasks_campaign")
            .values(values)
            .and_where(Expr::col("unit").eq(task.unit.as_str()))
            .and_where(Expr::col("task").eq(task.id.as_str()))
            .and_where(Expr::col("revision").eq(campaign.revision))
            .to_owned();
        change.connection().execute(&query).await?
    };
    if saved.rows_affected() == 1 { Ok(()) } else { Err(TasksProblem::Stale) }
}

/// Phases and partners, in place of those before.
pub async fn save_plan(
    change: &mut Change<'_>,
    task: &Task,
    campaign: &Campaign,
) -> Result<(), TasksProblem> {
    for table in ["tasks_phase", "tasks_partner"] {
        let gone =
            Query::delete().from_table(table).and_where(Expr::col("task").eq(task.id.as_str())).to_owned();
        change.connection().execute(&gone).await?;
    }
    if !campaign.phases.is_empty() {
        let mut query = Query::insert();
        query.into_table("tasks_phase").columns([
            "unit",
            "task",
            "position",
            "name",
            "from_day",
            "until_day",
        ]);
        for (position, phase) in (0_i64..).zip(&campaign.phases) {
            query.values_panic([
                task.unit.as_str().into(),
                task.id.as_str().into(),
                position.into(),
                phase.name.as_str().into(),
                phase.days.from.to_string().into(),
                phase.days.to.to_string().into(),
            ]);
        }
        change.connection().execute(&query).await?;
    }
    if !campaign.partners.is_empty() {
        let mut query = Query::insert();
        query.into_table("tasks_partner").columns(["unit", "task", "position", "name", "role"]);
        for (position, partner) in (0_i64..).zip(&campaign.partners) {
            query.values_panic([
                task.unit.as_str().into(),
                task.id.as_str().into(),
                position.into(),
                partner.name.as_str().into(),
                partner.role.as_str().into(),
            ]);
        }
        change.connection().execute(&query).await?;
    }
    Ok(())
}

const FIGURES: [&str; 5] = ["checked", "found", "settled", "goods", "value"];
const RESULT: [&str; 7] = ["unit", "day", "person", "recorded_at", "fact", "form", "revision"];

fn tally(row: &QueryResult) -> Result<Tally, DbErr> {
    Ok(Tally {
        checked: number(row, "checked")?,
        found: number(row, "found")?,
        settled: number(row, "settled")?,
        goods: number(row, "goods")?,
        value: number(row, "value")?,
    })
}

fn day_result(row: &QueryResult) -> Result<DayResult, DbErr> {
    let form = text(row, "form")?;
    Ok(DayResult {
        station: UnitCode::stored(text(row, "unit")?),
        day: day(row, "day")?,
        tally: tally(row)?,
        person: text(row, "person")?,
        recorded_at: Instant::from_micros(number(row, "recorded_at")?),
        fact: FactId::stored(text(row, "fact")?),
        form: (!form.is_empty()).then(|| FormId::stored(form)),
        revision: number(row, "revision")?,
    })
}

/// What a station's day came to, if it was recorded.
///
/// # Errors
/// The database cannot be read.
pub async fn result(
    db: &impl ConnectionTrait,
    task: &TaskId,
    station: &UnitCode,
    on: Day,
) -> Result<Option<DayResult>, DbErr> {
    let query = of_task("tasks_result", task)
        .columns(RESULT)
        .columns(FIGURES)
        .and_where(Expr::col("unit").eq(station.as_str()))
        .and_where(Expr::col("day").eq(on.to_string()))
        .to_owned();
    db.query_one(&query).await?.as_ref().map(day_result).transpose()
}

/// Keeps what a station's day came to, in place of what stood there, with its goods.
pub async fn save_result(
    change: &mut Change<'_>,
    task: &TaskId,
    result: &DayResult,
    goods: &[Goods],
) -> Result<(), TasksProblem> {
    let figures = result.tally.figures();
    let query = Query::insert()
        .into_table("tasks_result")
        .columns(RESULT.into_iter().chain(["task"]).chain(FIGURES))
        .values_panic(
            [
                result.station.as_str().into(),
                result.day.to_string().into(),
                result.person.as_str().into(),
                result.recorded_at.micros().into(),
                result.fact.as_str().into(),
                result.form.as_ref().map_or("", FormId::as_str).into(),
                (result.revision + 1).into(),
                task.as_str().into(),
            ]
            .into_iter()
            .chain(figures.map(Into::into)),
        )
        .on_conflict(
            OnConflict::columns(["unit", "task", "day"])
                .update_columns(
                    ["person", "recorded_at", "fact", "form", "revision"].into_iter().chain(FIGURES),
                )
                .action_and_where(Expr::col(("tasks_result", "revision")).eq(result.revision))
                .to_owned(),
        )
        .to_owned();
    let saved = change.connection().execute(&query).await?;
    if saved.rows_affected() != 1 {
        return Err(TasksProblem::Stale);
    }
    let gone = Query::delete()
        .from_table("tasks_goods")
        .and_where(Expr::col("unit").eq(result.station.as_str()))
        .and_where(Expr::col("task").eq(task.as_str()))
        .and_where(Expr::col("day").eq(result.day.to_string()))
        .to_owned();
    change.connection().execute(&gone).await?;
    if goods.is_empty() {
        return Ok(());
    }
    let mut query = Query::insert();
    query.into_table("tasks_goods").columns(["unit", "task", "day", "position", "name", "count", "value"]);
    for (position, one) in (0_i64..).zip(goods) {
        let name = change.cipher().seal(&one.name)?;
        query.values_panic([
            result.station.as_str().into(),
            task.as_str().into(),
            result.day.to_string().into(),
            position.into(),
            name.into(),
            one.count.into(),
            one.value.into(),
        ]);
    }
    change.connection().execute(&query).await?;
    Ok(())
}

async fn goods_where(
    db: &impl ConnectionTrait,
    cipher: &Cipher,
    mut query: SelectStatement,
) -> Result<Vec<Goods>, TasksProblem> {
    query.columns(["name", "count", "value"]);
    let query = query
        .order_by("day", Order::Asc)
        .order_by("unit", Order::Asc)
        .order_by("position", Order::Asc)
        .to_owned();
    db.query_all(&query)
        .await?
        .iter()
        .map(|row| {
            let name: Vec<u8> = row.try_get("", "name")?;
            Ok(Goods {
                name: cipher.open(&name)?,
                count: number(row, "count")?,
                value: number(row, "value")?,
            })
        })
        .collect()
}

/// All goods that a campaign recovered; at most so many.
///
/// # Errors
/// The database cannot be read, or a description cannot be opened.
pub async fn goods(
    db: &impl ConnectionTrait,
    cipher: &Cipher,
    task: &TaskId,
    most: u64,
) -> Result<Vec<Goods>, TasksProblem> {
    goods_where(db, cipher, of_task("tasks_goods", task).limit(most).to_owned()).await
}

/// The goods of a station's day.
///
/// # Errors
/// The database cannot be read, or a description cannot be opened.
pub async fn goods_of_day(
    db: &impl ConnectionTrait,
    cipher: &Cipher,
    task: &TaskId,
    station: &UnitCode,
    on: Day,
) -> Result<Vec<Goods>, TasksProblem> {
    let query = of_task("tasks_goods", task)
        .and_where(Expr::col("unit").eq(station.as_str()))
        .and_where(Expr::col("day").eq(on.to_string()))
        .to_owned();
    goods_where(db, cipher, query).await
}

/// Results added up by the database, by station and by day, in one question.
///
/// # Errors
/// The database cannot be read.
pub async fn sums(db: &impl ConnectionTrait, task: &TaskId) -> Result<Sums, DbErr> {
    // Both halves have the same columns in the same order: station, day, figures.
    let mut by_day = of_task("tasks_result", task);
    by_day.expr_as(Expr::cust("''"), "unit").column("day").group_by_col("day");
    let mut query = of_task("tasks_result", task);
    query.column("unit").expr_as(Expr::cust("''"), "day").group_by_col("unit");
    for half in [&mut query, &mut by_day] {
        for figure in FIGURES {
            half.expr_as(Expr::cust(format!("CAST(SUM({figure}) AS BIGINT)")), figure);
        }
    }
    let mut sums = Sums::default();
    for row in db.query_all(query.union(UnionType::All, by_day)).await? {
        let (unit, tally) = (text(&row, "unit")?, tally(&row)?);
        if unit.is_empty() {
            sums.by_day.insert(day(&row, "day")?, tally);
        } else {
            sums.whole = sums.whole.and(tally);
            sums.by_station.insert(UnitCode::stored(unit), tally);
        }
    }
    Ok(sums)
}

/// Which days of which stations are wanted.
#[derive(Debug, Clone)]
pub struct ResultFilter {
    pub task: TaskId,
    pub station: Option<UnitCode>,
    pub from: Option<Day>,
    pub to: Option<Day>,
}

/// What the days of stations are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultSort {
    Day,
    Station,
    Checked,
    Found,
    Settled,
    Goods,
    Value,
}

impl ResultSort {
    fn column(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Station => "unit",
            Self::Checked => "checked",
            Self::Found => "found",
            Self::Settled => "settled",
            Self::Goods => "goods",
            Self::Value => "value",
        }
    }
}

/// One page of the days of stations.
///
/// # Errors
/// The database cannot be read.
pub async fn result_rows(
    db: &impl ConnectionTrait,
    filter: &ResultFilter,
    sort: ResultSort,
    descending: bool,
    limit: u64,
    offset: u64,
) -> Result<Rows<DayResult>, DbErr> {
    let mut wanted = of_task("tasks_result", &filter.task);
    if let Some(station) = &filter.station {
        wanted.and_where(Expr::col("unit").eq(station.as_str()));
    }
    if let Some(from) = filter.from {
        wanted.and_where(Expr::col("day").gte(from.to_string()));
    }
    if let Some(to) = filter.to {
        wanted.and_where(Expr::col("day").lte(to.to_string()));
    }
    let total = count(db, wanted.clone()).await?;
    let query = wanted
        .columns(RESULT)
        .columns(FIGURES)
        .order_by(sort.column(), order(descending))
        .order_by("day", Order::Desc)
        .order_by("unit", Order::Asc)
        .limit(limit)
        .offset(offset)
        .to_owned();
    let rows = db.query_all(&query).await?.iter().map(day_result).collect::<Result<_, _>>()?;
    Ok(Rows { rows, total })
}

/// The stations in which somebody does a task.
///
/// # Errors
/// The database cannot be read.
pub async fn assigned_at(
    db: &impl ConnectionTrait,
    task: &TaskId,
    person: &PersonId,
) -> Result<Vec<UnitCode>, DbErr> {
    let query = of_task("tasks_assigned", task)
        .column("unit")
        .and_where(Expr::col("person").eq(person.as_str()))
        .to_owned();
    db.query_all(&query).await?.iter().map(|row| Ok(UnitCode::stored(text(row, "unit")?))).collect()
}
