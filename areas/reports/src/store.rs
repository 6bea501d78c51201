//! The only file that names the tables `reports_*`.

use crate::Format;
use crate::rules::{ReportKind, Section};
use database::{Change, DbErr};
use kernel::{Instant, Span, UnitCode};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Order, Query};
use sea_orm::{ConnectionTrait, QueryResult};
use std::collections::HashMap;

/// Which report a text belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportKey {
    pub unit: UnitCode,
    pub kind: ReportKind,
    pub period: Span,
}

impl ReportKey {
    /// How facts name the report.
    pub fn id(&self) -> String {
        format!("{}/{}/{}/{}", self.unit, self.kind.as_str(), self.period.from, self.period.to)
    }
}

/// One version of a section's text.
#[derive(Debug, Clone)]
pub struct SectionText {
    pub version: i64,
    pub body: String,
    /// Account that saved it.
    pub author: String,
    pub saved_at: Instant,
}

/// A report that was made as a file.
#[derive(Debug, Clone)]
pub struct Made {
    pub id: String,
    pub key: ReportKey,
    pub format: String,
    pub language: String,
    pub sha256: String,
    pub journal_size: i64,
    pub journal_root: String,
    pub author: String,
    pub made_at: Instant,
}

fn of_report(key: &ReportKey) -> sea_orm::sea_query::SelectStatement {
    Query::select()
        .columns(["section", "version", "body", "author", "saved_at"])
        .from("reports_text")
        .and_where(Expr::col("unit").eq(key.unit.as_str()))
        .and_where(Expr::col("kind").eq(key.kind.as_str()))
        .and_where(Expr::col("from_day").eq(key.period.from.to_string()))
        .and_where(Expr::col("to_day").eq(key.period.to.to_string()))
        .order_by("version", Order::Asc)
        .to_owned()
}

fn section_text(row: &QueryResult) -> Result<SectionText, DbErr> {
    Ok(SectionText {
        version: row.try_get("", "version")?,
        body: row.try_get("", "body")?,
        author: row.try_get("", "author")?,
        saved_at: Instant::from_micros(row.try_get("", "saved_at")?),
    })
}

/// The newest text of each section that has one.
pub async fn newest_texts(
    db: &impl ConnectionTrait,
    key: &ReportKey,
) -> Result<HashMap<Section, SectionText>, DbErr> {
    let mut texts = HashMap::new();
    for row in db.query_all(&of_report(key)).await? {
        if let Some(section) = Section::parse(&row.try_get::<String>("", "section")?) {
            // Later versions come later and take the place of earlier ones.
            texts.insert(section, section_text(&row)?);
        }
    }
    Ok(texts)
}

/// All versions of one section, newest first.
pub async fn versions(
    db: &impl ConnectionTrait,
    key: &ReportKey,
    section: Section,
) -> Result<Vec<SectionText>, DbErr> {
    let query = of_report(key).and_where(Expr::col("section").eq(section.as_str())).to_owned();
    let mut found: Vec<SectionText> =
        db.query_all(&query).await?.iter().map(section_text).collect::<Result<_, _>>()?;
    found.reverse();
    Ok(found)
}

/// All versions of all sections, newest first.
pub async fn all_versions(
    db: &impl ConnectionTrait,
    key: &ReportKey,
) -> Result<HashMap<Section, Vec<SectionText>>, DbErr> {
    let mut versions: HashMap<Section, Vec<SectionText>> = HashMap::new();
    for row in db.query_all(&of_report(key)).await? {
        if let Some(section) = Section::parse(&row.try_get::<String>("", "section")?) {
            versions.entry(section).or_default().insert(0, section_text(&row)?);
        }
    }
    Ok(versions)
}

/// Adds a version; the key of the table refuses two with one number.
pub async fn add_version(
    change: &mut Change<'_>,
    key: &ReportKey,
    section: Section,
    version: i64,
    body: &str,
) -> Result<(), DbErr> {
    let query = Query::insert()
        .into_table("reports_text")
        .columns(["unit", "kind", "from_day", "to_day", "section", "version", "body", "author", "saved_at"])
        .values_panic([
            key.unit.as_str().into(),
            key.kind.as_str().into(),
            key.period.from.to_string().into(),
            key.period.to.to_string().into(),
            section.as_str().into(),
            version.into(),
            body.into(),
            change.actor().account.as_str().into(),
            change.now().micros().into(),
        ])
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// Remembers a file that was made.
pub async fn add_made(change: &mut Change<'_>, made: &Made) -> Result<(), DbErr> {
    let query = Query::insert()
        .into_table("reports_made")
        .columns(MADE)
        .values_panic([
            made.id.as_str().into(),
            made.key.unit.as_str().into(),
            made.key.kind.as_str().into(),
            made.key.period.from.to_string().into(),
            made.key.period.to.to_string().into(),
            made.format.as_str().into(),
            made.language.as_str().into(),
            made.sha256.as_str().into(),
            made.journal_size.into(),
            made.journal_root.as_str().into(),
            change.actor().account.as_str().into(),
            change.now().micros().into(),
        ])
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

const MADE: [&str; 12] = [
    "id",
    "unit",
    "kind",
    "from_day",
    "to_day",
    "format",
    "language",
    "sha256",
    "journal_size",
    "journal_root",
    "author",
    "made_at",
];

/// Which reports are wanted, and in which order.
#[derive(Debug, Clone)]
pub struct MadeFilter {
    /// Of these units and all below them.
    pub above: Vec<UnitCode>,
    pub kind: Option<ReportKind>,
    pub format: Option<Format>,
    /// A column: `made_at` or `from_day`.
    pub sort: &'static str,
    pub descending: bool,
}

/// Reports that were made, and how many there are in all.
///
/// # Errors
/// The database cannot be read.
pub async fn made(
    db: &impl ConnectionTrait,
    filter: &MadeFilter,
    limit: u64,
    offset: u64,
) -> Result<(Vec<Made>, u64), DbErr> {
    let units = Query::select()
        .column("unit")
        .from("unit_below")
        .and_where(Expr::col("above").is_in(filter.above.iter().map(UnitCode::as_str)))
        .to_owned();
    let mut wanted = Condition::all().add(Expr::col("unit").in_subquery(units));
    if let Some(kind) = filter.kind {
        wanted = wanted.add(Expr::col("kind").eq(kind.as_str()));
    }
    if let Some(format) = filter.format {
        wanted = wanted.add(Expr::col("format").eq(format.ending()));
    }
    let count = Query::select()
        .expr_as(Expr::col("id").count(), "n")
        .from("reports_made")
        .cond_where(wanted.clone())
        .to_owned();
    let total: i64 = match db.query_one(&count).await? {
        Some(row) => row.try_get("", "n")?,
        None => 0,
    };
    let order = if filter.descending { Order::Desc } else { Order::Asc };
    let query = Query::select()
        .columns(MADE)
        .from("reports_made")
        .cond_where(wanted)
        .order_by(filter.sort, order.clone())
        .order_by("id", order)
        .limit(limit)
        .offset(offset)
        .to_owned();
    let rows = db.query_all(&query).await?;
    let made = rows.iter().map(read_made).collect::<Result<Vec<Option<Made>>, DbErr>>()?;
    Ok((made.into_iter().flatten().collect(), u64::try_from(total).unwrap_or(0)))
}

fn read_made(row: &QueryResult) -> Result<Option<Made>, DbErr> {
    let text = |column: &str| row.try_get::<String>("", column);
    let day = |column: &str| text(column).map(|day| day.parse().ok());
    let (Some(kind), Some(from), Some(to)) =
        (ReportKind::parse(&text("kind")?), day("from_day")?, day("to_day")?)
    else {
        return Ok(None);
    };
    Span::new(from, to)
        .map(|period| -> Result<Made, DbErr> {
            Ok(Made {
                id: text("id")?,
                key: ReportKey { unit: UnitCode::stored(text("unit")?), kind, period },
                format: text("format")?,
                language: text("language")?,
                sha256: text("sha256")?,
                journal_size: row.try_get("", "journal_size")?,
                journal_root: text("journal_root")?,
                author: text("author")?,
                made_at: Instant::from_micros(row.try_get("", "made_at")?),
            })
        })
        .transpose()
}

/// Facts of a period that were recorded more than a month after it ended.
pub async fn late_facts(db: &impl ConnectionTrait, unit: &UnitCode, period: Span) -> Result<i64, DbErr> {
    let units = Query::select()
        .column("unit")
        .from("unit_below")
        .and_where(Expr::col("above").eq(unit.as_str()))
        .to_owned();
    let query = Query::select()
        .expr_as(Expr::col("id").count(), "n")
        .from("fact")
        .and_where(Expr::col("unit").in_subquery(units))
        .and_where(Expr::col("happened_at").gte(period.from.start().micros()))
        .and_where(Expr::col("happened_at").lt(period.to.end().micros()))
        .and_where(Expr::col("recorded_at").gt(period.to.plus_months(1).end().micros()))
        .to_owned();
    Ok(match db.query_one(&query).await? {
        Some(row) => row.try_get("", "n")?,
        None => 0,
    })
}
