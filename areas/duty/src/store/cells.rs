//! Who works what on which day, in each version of a roster.

use super::notices::waiting;
use super::patrols::count_of;
use super::plans::parsed;
use super::{ROWS_AT_ONCE, day, flag, optional, person, text};
use crate::rules::fairness::Burden;
use crate::rules::{Place, Plan, RosterMonth};
use database::{Change, DbErr, word};
use kernel::{Day, PersonId, Span, UnitCode};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, JoinType, OnConflict, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult};
use std::collections::{BTreeMap, HashMap, HashSet};

/// One of the rosters that stand beside each other for a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Version {
    Draft,
    Published,
    Proposal,
}

impl Version {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Proposal => "proposal",
        }
    }
    /// Where it is kept what stood in it before each of its steps.
    fn steps(self) -> &'static str {
        match self {
            Self::Draft | Self::Proposal => "duty_step",
            Self::Published => "duty_edition",
        }
    }
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Draft, Self::Published, Self::Proposal].into_iter().find(|one| one.as_str() == text)
    }
}

/// A cell as it is kept: what is worked, and what that counts for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub person: PersonId,
    pub day: Day,
    /// None on a free day; such a cell is kept only where it is locked.
    pub place: Option<Place>,
    pub is_locked: bool,
    pub minutes: u32,
    pub is_night: bool,
    pub is_rest_day: bool,
    pub is_holiday: bool,
}

const COLUMNS: [&str; 12] = [
    "unit",
    "month",
    "version",
    "person",
    "day",
    "shift",
    "position",
    "is_locked",
    "minutes",
    "is_night",
    "is_rest_day",
    "is_holiday",
];

fn kept(row: &QueryResult) -> Result<Kept, DbErr> {
    let position = text(row, "position")?;
    let shift = optional(text(row, "shift")?);
    Ok(Kept {
        person: person(row)?,
        day: day(row, "day")?,
        place: shift.map(|shift| Place { shift, position }),
        is_locked: flag(row, "is_locked")?,
        minutes: u32::try_from(row.try_get::<i64>("", "minutes")?).unwrap_or(0),
        is_night: flag(row, "is_night")?,
        is_rest_day: flag(row, "is_rest_day")?,
        is_holiday: flag(row, "is_holiday")?,
    })
}

/// The cells of a month, by version.
///
/// # Errors
/// The database cannot be read.
pub async fn cells(
    db: &impl ConnectionTrait,
    unit: &UnitCode,
    month: RosterMonth,
) -> Result<HashMap<Version, BTreeMap<(PersonId, Day), Kept>>, DbErr> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("duty_cell")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("month").eq(month.to_string()))
        .to_owned();
    let mut found: HashMap<Version, BTreeMap<(PersonId, Day), Kept>> = HashMap::new();
    for row in db.query_all(&query).await? {
        let version = word(&row, "version", Version::parse)?;
        let cell = kept(&row)?;
        found.entry(version).or_default().insert((cell.person.clone(), cell.day), cell);
    }
    Ok(found)
}

fn published(days: Span) -> SelectStatement {
    Query::select()
        .columns(COLUMNS)
        .from("duty_cell")
        .and_where(Expr::col("version").eq(Version::Published.as_str()))
        .and_where(Expr::col("day").gte(days.from.to_string()))
        .and_where(Expr::col("day").lte(days.to.to_string()))
        .and_where(Expr::col("shift").ne(""))
        .order_by("day", Order::Asc)
        .order_by("person", Order::Asc)
        .to_owned()
}

/// What people of these units were told for these days, with their unit.
///
/// # Errors
/// The database cannot be read.
pub async fn cells_between(
    db: &impl ConnectionTrait,
    units: &[UnitCode],
    days: Span,
) -> Result<Vec<(UnitCode, Kept)>, DbErr> {
    let query =
        published(days).and_where(Expr::col("unit").is_in(units.iter().map(UnitCode::as_str))).to_owned();
    let rows = db.query_all(&query).await?;
    rows.iter().map(|row| Ok((UnitCode::stored(text(row, "unit")?), kept(row)?))).collect()
}

/// What one person was told.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// Shifts, each with the plan that holds on its day.
    pub shifts: Vec<(Kept, Option<Plan>)>,
    /// How many notices wait.
    pub notices: usize,
    /// How many patrols are ahead or under way today.
    pub patrols: usize,
}

/// The first `limit` shifts that one person was told from yesterday on (a night may go on) for so
/// many days, how many notices wait for them, and their patrols of today: one question, because
/// every first page asks it.
///
/// # Errors
/// The database cannot be read.
pub async fn shifts_of(
    db: &impl ConnectionTrait,
    person: &PersonId,
    (today, ahead): (Day, i64),
    limit: u64,
) -> Result<Told, DbErr> {
    let days = Span { from: today.plus_days(-1), to: today.plus_days(ahead) };
    let patrols = count_of(person, today);
    let holding = Query::select()
        .column("plan")
        .from("duty_plan")
        .and_where(Expr::col(("duty_plan", "unit")).equals(("duty_cell", "unit")))
        .and_where(Expr::col("since").lte(Expr::col(("duty_cell", "day"))))
        .order_by("since", Order::Desc)
        .limit(1)
        .to_owned();
    let shifts = published(days)
        .expr_as(Expr::SubQuery(None, Box::new(holding.into())), "plan")
        .and_where(Expr::col("person").eq(person.as_str()))
        .limit(limit)
        .to_owned();
    // A row for each shift, or a single one without: the counts stand in all.
    let query = Query::select()
        .expr(Expr::cust("*"))
        .expr_as(Expr::SubQuery(None, Box::new(patrols.into())), "patrols")
        .from_subquery(waiting(person), "notices")
        .join_subquery(JoinType::LeftJoin, shifts, "shifts", Expr::val(1).eq(1))
        .order_by("day", Order::Asc)
        .to_owned();
    let rows = db.query_all(&query).await?;
    let mut told = Told::default();
    for row in &rows {
        let count = |column: &str| row.try_get::<i64>("", column).map(|n| usize::try_from(n).unwrap_or(0));
        (told.notices, told.patrols) = (count("waiting")?, count("patrols")?);
        if row.try_get::<Option<String>>("", "day")?.is_some() {
            let plan: Option<String> = row.try_get("", "plan")?;
            told.shifts.push((kept(row)?, plan.as_deref().map(parsed).transpose()?));
        }
    }
    Ok(told)
}

/// What each person of a unit bore on published rosters of these days.
///
/// # Errors
/// The database cannot be read.
pub async fn borne(
    db: &impl ConnectionTrait,
    unit: &UnitCode,
    days: Span,
) -> Result<HashMap<PersonId, Burden>, DbErr> {
    let sum = |column: &'static str| Expr::col(column).sum();
    // Sums are of another type on PostgreSQL.
    let whole = |expression: Expr| expression.cast_as(Alias::new("BIGINT"));
    let query = Query::select()
        .column("person")
        .expr_as(Expr::col("day").count(), "shifts")
        .expr_as(whole(sum("is_night")), "nights")
        .expr_as(whole(sum("is_holiday")), "holidays")
        .expr_as(whole(sum("is_rest_day")), "rest_days")
        .expr_as(whole(sum("minutes")), "worked")
        .from("duty_cell")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("version").eq(Version::Published.as_str()))
        .and_where(Expr::col("day").gte(days.from.to_string()))
        .and_where(Expr::col("day").lte(days.to.to_string()))
        .and_where(Expr::col("shift").ne(""))
        .group_by_col("person")
        .to_owned();
    let mut found = HashMap::new();
    for row in db.query_all(&query).await? {
        let number = |column: &str| -> Result<u32, DbErr> {
            Ok(u32::try_from(row.try_get::<i64>("", column)?).unwrap_or(0))
        };
        let burden = Burden {
            shifts: number("shifts")?,
            nights: number("nights")?,
            holidays: number("holidays")?,
            rest_days: number("rest_days")?,
            minutes: number("worked")?,
        };
        found.insert(person(&row)?, burden);
    }
    Ok(found)
}

/// Shifts and positions that rosters of a unit name from a month on.
///
/// # Errors
/// The database cannot be read.
pub async fn codes_in_use(
    db: &impl ConnectionTrait,
    unit: &UnitCode,
    since: RosterMonth,
) -> Result<HashSet<Place>, DbErr> {
    let query = Query::select()
        .columns(["shift", "position"])
        .distinct()
        .from("duty_cell")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("month").gte(since.to_string()))
        .and_where(Expr::col("shift").ne(""))
        .to_owned();
    let rows = db.query_all(&query).await?;
    rows.iter()
        .map(|row| Ok(Place { shift: text(row, "shift")?, position: text(row, "position")? }))
        .collect()
}

/// Puts cells into a version; those of free days that are not locked are taken out.
///
/// # Errors
/// The database's own failure.
pub async fn put_cells(
    change: &mut Change<'_>,
    unit: &UnitCode,
    month: RosterMonth,
    version: Version,
    cells: &[Kept],
) -> Result<(), DbErr> {
    let (gone, kept): (Vec<&Kept>, Vec<&Kept>) =
        cells.iter().partition(|cell| cell.place.is_none() && !cell.is_locked);
    for cell in gone {
        let query = Query::delete()
            .from_table("duty_cell")
            .and_where(Expr::col("unit").eq(unit.as_str()))
            .and_where(Expr::col("month").eq(month.to_string()))
            .and_where(Expr::col("version").eq(version.as_str()))
            .and_where(Expr::col("person").eq(cell.person.as_str()))
            .and_where(Expr::col("day").eq(cell.day.to_string()))
            .to_owned();
        change.connection().execute(&query).await?;
    }
    for chunk in kept.chunks(ROWS_AT_ONCE) {
        let mut query = Query::insert().into_table("duty_cell").columns(COLUMNS).to_owned();
        for cell in chunk {
            let (shift, position) = match &cell.place {
                Some(place) => (place.shift.as_str(), place.position.as_str()),
                None => ("", ""),
            };
            query.values_panic([
                unit.as_str().into(),
                month.to_string().into(),
                version.as_str().into(),
                cell.person.as_str().into(),
                cell.day.to_string().into(),
                shift.into(),
                position.into(),
                i64::from(cell.is_locked).into(),
                i64::from(cell.minutes).into(),
                i64::from(cell.is_night).into(),
                i64::from(cell.is_rest_day).into(),
                i64::from(cell.is_holiday).into(),
            ]);
        }
        query.on_conflict(
            OnConflict::columns(["unit", "month", "version", "person", "day"])
                .update_columns(COLUMNS.into_iter().skip(5))
                .to_owned(),
        );
        change.connection().execute(&query).await?;
    }
    Ok(())
}

/// Takes a whole version away.
///
/// # Errors
/// The database's own failure.
pub async fn remove_version(
    change: &mut Change<'_>,
    unit: &UnitCode,
    month: RosterMonth,
    version: Version,
) -> Result<(), DbErr> {
    let query = Query::delete()
        .from_table("duty_cell")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("month").eq(month.to_string()))
        .and_where(Expr::col("version").eq(version.as_str()))
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// The number of the last step of a draft and what stood in its cells before; none if there is none.
///
/// # Errors
/// The database cannot be read.
pub async fn last_step(
    db: &impl ConnectionTrait,
    unit: &UnitCode,
    month: RosterMonth,
) -> Result<Option<(i64, Vec<Kept>)>, DbErr> {
    Ok(last_steps(db, Version::Draft, unit, month, 1).await?.into_iter().next())
}

/// The last steps of a draft, or changes of what was published, newest first, at most so many: the
/// number of each, and what stood in its cells before.
///
/// # Errors
/// The database cannot be read.
pub async fn last_steps(
    db: &impl ConnectionTrait,
    version: Version,
    unit: &UnitCode,
    month: RosterMonth,
    most: i64,
) -> Result<Vec<(i64, Vec<Kept>)>, DbErr> {
    let of_month = |query: &mut SelectStatement| {
        query
            .from(version.steps())
            .and_where(Expr::col("unit").eq(unit.as_str()))
            .and_where(Expr::col("month").eq(month.to_string()));
    };
    let mut last = Query::select().expr_as(Expr::col("step").max(), "last").to_owned();
    of_month(&mut last);
    let row = db.query_one(&last).await?;
    let Some(last) = row.map_or(Ok(None), |row| row.try_get::<Option<i64>>("", "last"))? else {
        return Ok(Vec::new());
    };
    let columns = ["step", "person", "day", "shift", "position", "is_locked"];
    let mut query = Query::select().columns(columns).order_by("step", Order::Desc).to_owned();
    of_month(&mut query);
    query.and_where(Expr::col("step").gt(last - most));
    let mut steps: Vec<(i64, Vec<Kept>)> = Vec::new();
    for row in db.query_all(&query).await? {
        let step: i64 = row.try_get("", "step")?;
        let position = text(&row, "position")?;
        let shift = optional(text(&row, "shift")?);
        let cell = Kept {
            person: person(&row)?,
            day: day(&row, "day")?,
            place: shift.map(|shift| Place { shift, position }),
            is_locked: flag(&row, "is_locked")?,
            minutes: 0,
            is_night: false,
            is_rest_day: false,
            is_holiday: false,
        };
        match steps.last_mut().filter(|(number, _)| *number == step) {
            Some((_, cells)) => cells.push(cell),
            None => steps.push((step, vec![cell])),
        }
    }
    Ok(steps)
}

/// Keeps what stood in cells before they are changed.
///
/// # Errors
/// The database's own failure.
pub async fn add_step(
    change: &mut Change<'_>,
    version: Version,
    unit: &UnitCode,
    month: RosterMonth,
    before: &[Kept],
) -> Result<(), DbErr> {
    let last = last_steps(&change.read(), version, unit, month, 1).await?;
    let last = last.first().map_or(0, |(step, _)| *step);
    for chunk in before.chunks(ROWS_AT_ONCE) {
        let mut query = Query::insert()
            .into_table(version.steps())
            .columns(["unit", "month", "step", "person", "day", "shift", "position", "is_locked"])
            .to_owned();
        for cell in chunk {
            let (shift, position) = match &cell.place {
                Some(place) => (place.shift.as_str(), place.position.as_str()),
                None => ("", ""),
            };
            query.values_panic([
                unit.as_str().into(),
                month.to_string().into(),
                (last + 1).into(),
                cell.person.as_str().into(),
                cell.day.to_string().into(),
                shift.into(),
                position.into(),
                i64::from(cell.is_locked).into(),
            ]);
        }
        change.connection().execute(&query).await?;
    }
    Ok(())
}

/// Forgets one step, after it was undone.
///
/// # Errors
/// The database's own failure.
pub async fn remove_step(
    change: &mut Change<'_>,
    unit: &UnitCode,
    month: RosterMonth,
    step: i64,
) -> Result<(), DbErr> {
    let query = Query::delete()
        .from_table("duty_step")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("month").eq(month.to_string()))
        .and_where(Expr::col("step").eq(step))
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// Forgets all steps: nothing can be undone any more.
///
/// # Errors
/// The database's own failure.
pub async fn clear_steps(change: &mut Change<'_>, unit: &UnitCode, month: RosterMonth) -> Result<(), DbErr> {
    let query = Query::delete()
        .from_table("duty_step")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("month").eq(month.to_string()))
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}
