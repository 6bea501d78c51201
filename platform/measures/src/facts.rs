//! From a figure to the facts behind it.

use crate::definition::Form;
use crate::problem::MeasuresProblem;
use crate::query::{Leaf, stretch};
use crate::sql::{Detail, HOUR, STANDS, Sql, Step, WEEKDAY, totals_within, within};
use crate::{By, Measures, Reach, Scope};
use database::Reader;
use database::facts::{self, SignedFact};
use kernel::{PersonId, Span};
use sea_orm::ConnectionTrait;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Which of the facts behind a figure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrow {
    pub officer: Option<PersonId>,
    pub category: Option<String>,
    pub outcome: Option<String>,
    pub place: Option<String>,
    /// 0 to 23.
    pub hour: Option<i64>,
    /// 1 (Monday) to 7.
    pub weekday: Option<i64>,
    pub part: Part,
}

impl Narrow {
    /// One category or outcome and nothing else; none if it leaves all facts of its part.
    fn cut(&self) -> Option<(By, &str)> {
        match (&self.category, &self.outcome) {
            (Some(category), None) => Some((By::Category, category)),
            (None, Some(outcome)) => Some((By::Outcome, outcome)),
            _ => None,
        }
    }
    /// Whether totals know how many facts it leaves.
    fn is_in_totals(&self) -> bool {
        let is_one = self.category.is_none() || self.outcome.is_none();
        is_one
            && self.officer.is_none()
            && self.place.is_none()
            && self.hour.is_none()
            && self.weekday.is_none()
    }
}

/// Which side of a ratio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Part {
    #[default]
    All,
    Numerator,
    Denominator,
}

/// One page of facts, newest first, and how many there are in all.
#[derive(Debug, Clone)]
pub struct FactsPage {
    pub facts: Vec<SignedFact>,
    pub total: i64,
}

/// What the facts behind a figure can be narrowed to; without the empty word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys {
    pub categories: BTreeSet<String>,
    pub outcomes: BTreeSet<String>,
}

impl Measures {
    /// The categories and outcomes of the facts that a figure counts, in all months that the period
    /// touches; those of the last few seconds may be missing.
    ///
    /// # Errors
    /// No such measure, or the database cannot be read.
    pub async fn keys(
        &self,
        db: &Reader<'_>,
        id: &str,
        scope: &Scope,
        period: Span,
    ) -> Result<Arc<Keys>, MeasuresProblem> {
        let leaves = self.leaves(id)?;
        let from = leaves.iter().map(|leaf| stretch(leaf.since, period).from).min().unwrap_or(period.from);
        let backend = db.get_database_backend();
        let mut sql = Sql::new(backend);
        sql.push("SELECT DISTINCT d.kind AS kind, d.category AS category, d.outcome AS outcome FROM fact_total d WHERE ");
        totals_within(&mut sql, scope);
        sql.push(" AND d.step = ").bind(Step { detail: Detail::Full, monthly: true }.as_str());
        sql.push(" AND d.kind IN ").bind_list(kinds(&leaves));
        sql.push(" AND d.day >= ").bind(from.first_of_month().number());
        sql.push(" AND d.day <= ").bind(period.to.number());
        let question = format!("{id} {}", sql.words());
        if let Some(keys) = self.memory.keys(&question) {
            return Ok(keys);
        }
        let mut keys = Keys::default();
        for row in db.query_all_raw(sql.statement(backend)).await? {
            let word = |column: &str| row.try_get::<String>("", column);
            let (kind, category, outcome) = (word("kind")?, word("category")?, word("outcome")?);
            if leaves.iter().any(|leaf| leaf.filter.takes(&kind, &category, &outcome)) {
                keys.categories.extend(Some(category).filter(|word| !word.is_empty()));
                keys.outcomes.extend(Some(outcome).filter(|word| !word.is_empty()));
            }
        }
        let keys = Arc::new(keys);
        self.memory.keep_keys(question, Arc::clone(&keys));
        Ok(keys)
    }

    /// The facts that a figure counts.
    ///
    /// # Errors
    /// No such measure, or the database cannot be read.
    pub async fn facts(
        &self,
        db: &Reader<'_>,
        id: &str,
        scope: &Scope,
        period: Span,
        narrow: &Narrow,
        (limit, offset): (u64, u64),
    ) -> Result<FactsPage, MeasuresProblem> {
        let leaves = self.part(id, narrow.part)?;
        let part = self.part_id(id, narrow.part)?;
        let total = if narrow.is_in_totals() && scope.officer.is_none() {
            match narrow.cut() {
                None => self.value(db, part, scope, period).await?.facts,
                Some((by, key)) => {
                    let cut = self.by(db, part, scope, period, by).await?;
                    cut.iter().find(|(of, _)| of == key).map_or(0, |(_, value)| value.facts)
                }
            }
        } else {
            let backend = db.get_database_backend();
            let mut count = Sql::new(backend);
            count.push("SELECT COUNT(*) AS n");
            condition(&mut count, &leaves, &kinds(&leaves), scope, period, narrow);
            match db.query_one_raw(count.statement(backend)).await? {
                Some(row) => row.try_get("", "n")?,
                None => 0,
            }
        };
        let mut chosen = Sql::new(db.get_database_backend());
        newest(&mut chosen, &leaves, scope, period, narrow, (limit, offset));
        let (chosen, values) = chosen.into_parts();
        Ok(FactsPage { facts: facts::read_chosen(db, &chosen, values).await?, total })
    }

    /// The ids alone, newest first.
    ///
    /// # Errors
    /// No such measure, or the database cannot be read.
    pub async fn fact_ids(
        &self,
        db: &Reader<'_>,
        id: &str,
        scope: &Scope,
        period: Span,
        narrow: &Narrow,
        at_most_after: (u64, u64),
    ) -> Result<Vec<String>, MeasuresProblem> {
        let leaves = self.part(id, narrow.part)?;
        let backend = db.get_database_backend();
        let mut page = Sql::new(backend);
        newest(&mut page, &leaves, scope, period, narrow, at_most_after);
        let rows = db.query_all_raw(page.statement(backend)).await?;
        Ok(rows.iter().map(|row| row.try_get("", "id")).collect::<Result<_, _>>()?)
    }

    fn part(&self, id: &str, part: Part) -> Result<Vec<Leaf<'_>>, MeasuresProblem> {
        self.leaves(self.part_id(id, part)?)
    }

    /// The measure itself, or that of one side of a ratio.
    fn part_id<'m>(&'m self, id: &'m str, part: Part) -> Result<&'m str, MeasuresProblem> {
        Ok(match (&self.get(id)?.form, part) {
            (Form::Ratio { numerator, .. }, Part::Numerator) => numerator,
            (Form::Ratio { denominator, .. }, Part::Denominator) => denominator,
            _ => id,
        })
    }
}

/// The kinds of facts that any of the parts takes, each once.
fn kinds<'l>(leaves: &[Leaf<'l>]) -> Vec<&'l str> {
    let mut kinds: Vec<&str> =
        leaves.iter().flat_map(|leaf| &leaf.filter.kinds).map(String::as_str).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// Id and time of the facts that any of the parts takes, newest first: at most so many, after so many.
fn newest(
    sql: &mut Sql,
    leaves: &[Leaf<'_>],
    scope: &Scope,
    period: Span,
    narrow: &Narrow,
    (limit, offset): (u64, u64),
) {
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let (limit, offset) = (whole(limit), whole(offset));
    sql.push("SELECT id, happened_at FROM (");
    // Kind by kind: the newest of each are read in the order of an index.
    for (number, kind) in kinds(leaves).into_iter().enumerate() {
        sql.push(if number == 0 { "SELECT * FROM (" } else { " UNION ALL SELECT * FROM (" });
        sql.push("SELECT f.id AS id, f.happened_at AS happened_at");
        condition(sql, leaves, &[kind], scope, period, narrow);
        sql.push(" ORDER BY f.happened_at DESC, f.id DESC LIMIT ").bind(limit.saturating_add(offset));
        sql.push(") AS newest");
    }
    sql.push(") AS newest ORDER BY happened_at DESC, id DESC LIMIT ").bind(limit);
    sql.push(" OFFSET ").bind(offset);
}

/// FROM and WHERE of the facts of these kinds that any of the parts takes.
fn condition(
    sql: &mut Sql,
    leaves: &[Leaf<'_>],
    kinds: &[&str],
    scope: &Scope,
    period: Span,
    narrow: &Narrow,
) {
    sql.push(" FROM fact f WHERE ").push(STANDS);
    match scope.reach {
        Reach::Alone => within(sql.push(" AND "), "f.unit", scope),
        // Asked fact by fact: the newest of many units are found in the order of time.
        Reach::Below => {
            sql.push(" AND EXISTS (SELECT 1 FROM unit_below b WHERE b.unit = f.unit AND b.above = ");
            sql.bind(scope.unit.as_str()).push(")");
        }
        Reach::Everything => {}
    }
    for officer in [&scope.officer, &narrow.officer].into_iter().flatten() {
        sql.push(" AND EXISTS (SELECT 1 FROM fact_credit c WHERE c.unit = f.unit AND c.fact = f.id AND c.officer = ");
        sql.bind(officer.as_str()).push(")");
    }
    for (column, value) in
        [("category", &narrow.category), ("outcome", &narrow.outcome), ("place", &narrow.place)]
    {
        if let Some(value) = value {
            sql.push(&format!(" AND f.{column} = ")).bind(value.as_str());
        }
    }
    for (expression, value) in [(HOUR, narrow.hour), (WEEKDAY, narrow.weekday)] {
        if let Some(value) = value {
            sql.push(" AND ").push(expression).push(" = ").bind(value);
        }
    }
    // Said once more for all parts together: it lets the index on kind and time be used.
    let from = leaves.iter().map(|leaf| stretch(leaf.since, period).from).min().unwrap_or(period.from);
    sql.push(" AND f.kind IN ").bind_list(kinds.iter().copied());
    sql.push(" AND f.happened_at >= ").bind(from.start().micros());
    sql.push(" AND f.happened_at < ").bind(period.to.end().micros());
    sql.push(" AND (");
    for (number, leaf) in leaves.iter().enumerate() {
        sql.push(if number == 0 { "(" } else { " OR (" });
        sql.push("f.kind IN ").bind_list(leaf.filter.kinds.iter().map(String::as_str));
        sql.push(" AND f.happened_at >= ").bind(stretch(leaf.since, period).from.start().micros());
        if let Some(category) = &leaf.filter.category {
            match category.strip_suffix('*') {
                // `criminal.` up to, and without, the next letter after the dot.
                Some(prefix) => {
                    sql.push(" AND f.category >= ").bind(prefix);
                    sql.push(" AND f.category < ").bind(after(prefix))
                }
                None => sql.push(" AND f.category = ").bind(category.as_str()),
            };
        }
        if !leaf.filter.outcomes.is_empty() {
            sql.push(" AND f.outcome IN ").bind_list(leaf.filter.outcomes.iter().map(String::as_str));
        }
        sql.push(")");
    }
    sql.push(if leaves.is_empty() { "1 = 0)" } else { ")" });
}

/// The first text after all that begin with `prefix`.
fn after(prefix: &str) -> String {
    let mut letters: Vec<char> = prefix.chars().collect();
    if let Some(last) = letters.last_mut() {
        *last = char::from_u32(u32::from(*last) + 1).unwrap_or(*last);
    }
    letters.into_iter().collect()
}
