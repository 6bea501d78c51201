//! Are the figures what the facts say? Everything is counted once more.

use crate::definition::{Aggregate, Form};
use crate::problem::MeasuresProblem;
use crate::query::Grain;
use crate::sql::{Detail, Sql, Step, Sums};
use crate::{Measures, Scope};
use database::{Database, facts};
use kernel::{Day, Instant, Span, UnitCode};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A figure that is not what the facts say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    pub measure: String,
    pub unit: String,
    pub from: String,
    pub to: String,
    pub shown: f64,
    pub facts_say: f64,
}

/// The facts of one unit on one day: kind, category, outcome, quantity, minutes and whether it has minutes.
type OnDay = Vec<(String, String, String, f64, f64, f64)>;

impl Measures {
    /// Every simple measure of every unit by day and by month, alone and with all below, counted fact by
    /// fact in the program and compared with what the pages show; and the totals in less detail, which
    /// most pages read, compared with those in full.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn check(&self, db: &Database) -> Result<Vec<Difference>, MeasuresProblem> {
        let simple: Vec<&str> = self
            .iter()
            .filter(|measure| matches!(measure.form, Form::Simple { .. }))
            .map(|measure| measure.id.as_str())
            .collect();
        let tree = db.units().await?;
        // What somebody did to the totals behind the program's back has to be seen.
        self.memory.forget();
        let mut differences = uneven(db).await?;
        let mut whole: HashMap<UnitCode, HashMap<&str, Counted>> = HashMap::new();
        for unit in units(db).await? {
            let days = count_one_by_one(db, &unit).await?;
            for id in &simple {
                let counted = self.counted(id, &days)?;
                differences.extend(self.differing(db, id, &Scope::unit_alone(&unit), &counted).await?);
                for above in tree.path(&unit) {
                    let sums = whole.entry(above).or_default().entry(id).or_default();
                    counted.iter().for_each(|(day, more)| sums.entry(*day).or_default().add(*more));
                }
            }
        }
        for (unit, measures) in whole.iter().filter(|(unit, _)| !tree.children(unit).is_empty()) {
            for (id, counted) in measures {
                differences.extend(self.differing(db, id, &Scope::unit(unit), counted).await?);
            }
        }
        Ok(differences)
    }

    /// What the facts of each day add up to.
    fn counted(&self, id: &str, days: &HashMap<Day, OnDay>) -> Result<Counted, MeasuresProblem> {
        let Some(leaf) = self.leaves(id)?.into_iter().next() else { return Ok(Counted::new()) };
        let sums = |facts: &OnDay| {
            let taken = facts
                .iter()
                .filter(|(kind, category, outcome, ..)| leaf.filter.takes(kind, category, outcome));
            taken.fold(Sums::default(), |mut sums, (.., quantity, minutes, timed)| {
                sums.add(Sums { facts: 1.0, quantity: *quantity, minutes: *minutes, timed: *timed });
                sums
            })
        };
        Ok(days.iter().map(|(day, facts)| (*day, sums(facts))).collect())
    }

    async fn differing(
        &self,
        db: &Database,
        id: &str,
        scope: &Scope,
        counted: &Counted,
    ) -> Result<Vec<Difference>, MeasuresProblem> {
        let (Some(leaf), Some((first, _)), Some((last, _))) =
            (self.leaves(id)?.into_iter().next(), counted.first_key_value(), counted.last_key_value())
        else {
            return Ok(Vec::new());
        };
        let all = Span { from: first.first_of_month(), to: last.last_of_month() };
        let mut differences = Vec::new();
        for grain in [Grain::Month, Grain::Day] {
            for (step, value) in self.series(&db.read(), id, scope, all, grain).await? {
                let mut sums = Sums::default();
                counted.range(step.from..=step.to).for_each(|(_, more)| sums.add(*more));
                let facts_say = match leaf.aggregate {
                    Aggregate::Facts => sums.facts,
                    Aggregate::Quantity => sums.quantity,
                    Aggregate::Minutes => sums.minutes,
                    Aggregate::Hours => sums.minutes / 60.0,
                    Aggregate::AverageMinutes if sums.timed > 0.0 => sums.minutes / sums.timed,
                    Aggregate::AverageMinutes => 0.0,
                };
                let shown = value.value.unwrap_or(0.0);
                if (shown - facts_say).abs() > 1e-6 {
                    differences.push(Difference {
                        measure: id.to_owned(),
                        unit: scope.unit.to_string(),
                        from: step.from.to_string(),
                        to: step.to.to_string(),
                        shown,
                        facts_say,
                    });
                }
            }
        }
        Ok(differences)
    }
}

/// Totals in less detail that are not the sums of those in full: the kind of fact stands for the measure.
async fn uneven(db: &Database) -> Result<Vec<Difference>, MeasuresProblem> {
    let db = db.read();
    let backend = db.get_database_backend();
    let mut differences = Vec::new();
    for (monthly, detail) in [false, true]
        .into_iter()
        .flat_map(|monthly| [Detail::Group, Detail::Outcome, Detail::Whole].map(|detail| (monthly, detail)))
    {
        let steps = [Detail::Full, detail].map(|detail| Step { detail, monthly }.as_str());
        let mut sql = Sql::new(backend);
        let sum = |sql: &mut Sql, column: &str| {
            sql.push("SUM(CASE WHEN step = ").bind(steps[0]).push(" THEN ").push(column);
            sql.push(" ELSE -").push(column).push(" END)");
        };
        sql.push("SELECT unit, kind, day, CAST(SUM(CASE WHEN step = ").bind(steps[0]);
        sql.push(" THEN facts ELSE 0 END) AS BIGINT) AS full_facts, CAST(SUM(CASE WHEN step = ")
            .bind(steps[1]);
        sql.push(" THEN facts ELSE 0 END) AS BIGINT) AS fewer_facts FROM fact_total WHERE step IN ")
            .bind_list(steps);
        sql.push(" AND whose IN ('', 'below') GROUP BY unit, kind, whose, day HAVING ");
        for (number, column) in ["facts", "quantity", "minutes", "timed"].into_iter().enumerate() {
            sql.push(if number == 0 { "" } else { " OR " });
            sum(&mut sql, column);
            sql.push(" <> 0");
        }
        sql.push(" ORDER BY unit, kind, day");
        for row in db.query_all_raw(sql.statement(backend)).await? {
            let day = Day::from_number(row.try_get("", "day")?);
            let to = day.map(|day| if monthly { day.last_of_month() } else { day });
            differences.push(Difference {
                measure: row.try_get("", "kind")?,
                unit: row.try_get("", "unit")?,
                from: day.map(|day| day.to_string()).unwrap_or_default(),
                to: to.map(|day| day.to_string()).unwrap_or_default(),
                shown: row.try_get::<i64>("", "fewer_facts")? as f64,
                facts_say: row.try_get::<i64>("", "full_facts")? as f64,
            });
        }
    }
    Ok(differences)
}

/// Sums by day.
type Counted = BTreeMap<Day, Sums>;

async fn units(db: &Database) -> Result<Vec<UnitCode>, MeasuresProblem> {
    Ok(db.units().await?.iter().map(|unit| unit.code.clone()).collect())
}

/// All facts of one unit alone, page by page, without the corrected ones.
async fn count_one_by_one(db: &Database, unit: &UnitCode) -> Result<HashMap<Day, OnDay>, MeasuresProblem> {
    let reader = db.read();
    let backend = reader.get_database_backend();
    // A correction may stand in another unit's facts.
    let mut sql = Sql::new(backend);
    sql.push("SELECT n.corrects AS old FROM fact n JOIN fact f ON f.id = n.corrects WHERE f.unit = ");
    sql.bind(unit.as_str());
    let rows = reader.query_all_raw(sql.statement(backend)).await?;
    let corrected: HashSet<String> =
        rows.iter().map(|row| row.try_get("", "old")).collect::<Result<_, _>>()?;

    let mut days: HashMap<Day, OnDay> = HashMap::new();
    let mut after = String::new();
    loop {
        let query = Query::select()
            .columns(facts::COLUMNS)
            .from("fact")
            .and_where(Expr::col("unit").eq(unit.as_str()))
            .and_where(Expr::col("id").gt(after.as_str()))
            .order_by("id", Order::Asc)
            .limit(5_000)
            .to_owned();
        let rows = reader.query_all(&query).await?;
        let Some(last) = rows.last() else { return Ok(days) };
        after = last.try_get("", "id")?;
        for row in &rows {
            if corrected.contains(&row.try_get::<String>("", "id")?) {
                continue;
            }
            let day = Instant::from_micros(row.try_get("", "happened_at")?).day();
            let minutes: Option<i64> = row.try_get("", "minutes")?;
            let quantity: Option<i64> = row.try_get("", "quantity")?;
            days.entry(day).or_default().push((
                row.try_get("", "kind")?,
                row.try_get("", "category")?,
                row.try_get("", "outcome")?,
                quantity.unwrap_or(0) as f64,
                minutes.unwrap_or(0) as f64,
                f64::from(u8::from(minutes.is_some())),
            ));
        }
    }
}
