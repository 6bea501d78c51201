//! The SQL behind every figure: totals, facts not yet added to them, and
//! facts that a newer one has just corrected.
//!
//! Written as text because it is read far more often than changed; every value
//! is bound. Both databases run the same statements.

use crate::definition::Filter;
use crate::memory::{Memory, State};
use crate::{By, Reach, Scope};
use database::{DbErr, Reader};
use kernel::{Day, Instant, Span, UnitCode};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

mod cube;
mod new;
mod statement;

pub use cube::{Cube, Sums};
use cube::{added, changed};
pub use new::{New, counts_without};
pub use statement::Sql;

/// The day of the first fact of each kind, for those that have one; one step down an index each.
pub async fn first_days(db: &Reader<'_>, kinds: &BTreeSet<&str>) -> Result<HashMap<String, Day>, DbErr> {
    let mut days = HashMap::new();
    if kinds.is_empty() {
        return Ok(days);
    }
    let backend = db.get_database_backend();
    let mut sql = Sql::new(backend);
    for (number, kind) in kinds.iter().enumerate() {
        sql.push(if number == 0 { "" } else { " UNION ALL " });
        sql.push("SELECT MIN(happened_at) AS first_at, CAST(").bind(*kind).push(" AS TEXT) AS kind");
        sql.push(" FROM fact WHERE kind = ").bind(*kind);
    }
    for row in db.query_all_raw(sql.statement(backend)).await? {
        if let Some(at) = row.try_get::<Option<i64>>("", "first_at")? {
            days.insert(row.try_get("", "kind")?, Instant::from_micros(at).day());
        }
    }
    Ok(days)
}

/// What the answer is cut by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key<'a> {
    /// One key, the empty one.
    All,
    By(By),
    /// Number of the bucket, from these first days on, which ascend; the database answers by day.
    Buckets(&'a [i64]),
}

/// Day of a fact in Asia/Shanghai: days since 1970-01-01.
pub const DAY: &str = "((f.happened_at + 28800000000) / 86400000000)";
pub const HOUR: &str = "(((f.happened_at + 28800000000) / 3600000000) % 24)";
/// Monday is 1: 1970-01-01 was a Thursday.
pub const WEEKDAY: &str = "((((f.happened_at + 28800000000) / 86400000000) + 3) % 7 + 1)";
/// A fact that no other one corrects.
pub const STANDS: &str = "NOT EXISTS (SELECT 1 FROM fact y WHERE y.corrects = f.id)";

/// The units of a scope.
pub fn within(sql: &mut Sql, column: &str, scope: &Scope) {
    if scope.reach == Reach::Alone {
        sql.push(column).push(" = ").bind(scope.unit.as_str());
    } else {
        sql.push(column).push(" IN (SELECT unit FROM unit_below WHERE above = ");
        sql.bind(scope.unit.as_str()).push(")");
    }
}

/// The totals `d` of a scope: an officer's, or a unit's with those of all below it.
pub fn totals_within(sql: &mut Sql, scope: &Scope) {
    match &scope.officer {
        Some(officer) => {
            within(sql, "d.unit", scope);
            sql.push(" AND d.whose = ").bind(officer.as_str());
        }
        None => {
            sql.push("d.unit = ").bind(scope.unit.as_str());
            sql.push(if scope.reach == Reach::Alone {
                " AND d.whose = ''"
            } else {
                " AND d.whose IN ('', 'below')"
            });
        }
    }
}

/// The key as an expression over `fact f` (and `fact_credit c`), as text.
fn key_of_fact(sql: &mut Sql, key: Key<'_>, unit: &UnitCode) {
    match key {
        Key::All => sql.push("''"),
        Key::By(By::Unit) => child(sql, "f.unit", unit),
        Key::By(By::Officer) => sql.push("c.officer"),
        Key::By(By::Category) => sql.push("f.category"),
        Key::By(By::Outcome) => sql.push("f.outcome"),
        Key::By(By::Place) => sql.push("f.place"),
        Key::By(By::Hour) => sql.push("CAST(").push(HOUR).push(" AS TEXT)"),
        Key::By(By::Weekday) => sql.push("CAST(").push(WEEKDAY).push(" AS TEXT)"),
        Key::By(By::HourOfWeek) => {
            sql.push("CAST(").push(WEEKDAY).push(" AS TEXT) || '-' || CAST(").push(HOUR).push(" AS TEXT)")
        }
        Key::Buckets(_) => sql.push("CAST(").push(DAY).push(" AS TEXT)"),
    };
}

/// The same over `fact_total d`; none if totals do not know it.
fn key_of_total(sql: &mut Sql, key: Key<'_>, unit: &UnitCode) {
    match key {
        Key::All | Key::By(By::Place | By::Hour | By::Weekday | By::HourOfWeek) => sql.push("''"),
        Key::By(By::Unit) => child(sql, "d.unit", unit),
        Key::By(By::Officer) => sql.push("d.whose"),
        Key::By(By::Category) => sql.push("d.category"),
        Key::By(By::Outcome) => sql.push("d.outcome"),
        Key::Buckets(_) => sql.push("CAST(d.day AS TEXT)"),
    };
}

/// The unit itself or the child of `unit` under which a unit lies.
fn child<'s>(sql: &'s mut Sql, column: &str, unit: &UnitCode) -> &'s mut Sql {
    sql.push("COALESCE((SELECT u.code FROM unit u JOIN unit_below b ON b.above = u.code WHERE u.parent = ");
    sql.bind(unit.as_str()).push(" AND b.unit = ").push(column).push("), ");
    sql.push(column).push(")")
}

/// The number of the bucket in which a day lies.
fn bucket(day: &str, starts: &[i64]) -> String {
    let day: i64 = day.parse().unwrap_or(i64::MIN);
    match starts.partition_point(|start| *start <= day) {
        0 => "-1".to_owned(),
        after => (after - 1).to_string(),
    }
}

/// Which columns of the cube the filters look at; others stay empty, so that the
/// answer is small.
#[derive(Debug, Clone, Copy)]
struct Columns {
    category: bool,
    /// Whether groups of categories are enough.
    groups: bool,
    outcome: bool,
}

impl Columns {
    fn of(filters: &[&Filter]) -> Self {
        Self {
            category: filters.iter().any(|filter| filter.category.is_some()),
            groups: filters.iter().filter_map(|filter| filter.category.as_deref()).all(is_group),
            outcome: filters.iter().any(|filter| !filter.outcomes.is_empty()),
        }
    }
    fn category(self, alias: &str) -> String {
        if self.category { format!("{alias}.category") } else { "''".to_owned() }
    }
    fn outcome(self, alias: &str) -> String {
        if self.outcome { format!("{alias}.outcome") } else { "''".to_owned() }
    }
}

/// Sums of all facts that these filters could take.
pub async fn cube(
    db: &Reader<'_>,
    memory: &Memory,
    filters: &[&Filter],
    scope: &Scope,
    period: Span,
    key: Key<'_>,
) -> Result<Cube, DbErr> {
    let mut kinds: Vec<&str> = filters.iter().flat_map(|filter| &filter.kinds).map(String::as_str).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let categories: Option<Vec<&str>> = filters.iter().map(|filter| filter.category.as_deref()).collect();
    let categories = categories.unwrap_or_default();
    let columns = Columns::of(filters);
    let asked = Asked { kinds: &kinds, categories: &categories, columns, scope, period, key };
    // Only what reads many rows is worth remembering.
    if !matches!(key, Key::By(_)) {
        let answer = asked.answer(db, Counted::Anew).await?;
        return Ok(asked.whole(answer.counted, answer.waiting));
    }
    let question = asked.question(db.get_database_backend());
    let mut turn = None;
    loop {
        if let Some((state, totals)) = memory.of(&question) {
            let answer = asked.answer(db, Counted::Since(state.turn)).await?;
            if answer.state.follows(&state) {
                let totals = added((*totals).clone(), answer.counted);
                if answer.state != state {
                    memory.keep(&question, answer.state, Arc::new(totals.clone()));
                }
                return Ok(asked.whole(totals, answer.waiting));
            }
        }
        // One reads for all who wait.
        if turn.is_some() {
            break;
        }
        turn = Some(memory.turn(&question).await);
    }
    let answer = asked.answer(db, Counted::Anew).await?;
    memory.keep(&question, answer.state, Arc::new(answer.counted.clone()));
    Ok(asked.whole(answer.counted, answer.waiting))
}

const SUMS: &str = "SELECT k, kind, category, outcome, CAST(SUM(facts) AS BIGINT) AS facts, \
    CAST(SUM(quantity) AS BIGINT) AS quantity, CAST(SUM(minutes) AS BIGINT) AS minutes, CAST(SUM(timed) AS BIGINT) AS timed";

/// What of the facts that no longer wait is asked for.
#[derive(Debug, Clone, Copy)]
enum Counted {
    /// All of them.
    Anew,
    /// What to add to an answer of that turn.
    Since(i64),
}

/// What is counted, what waits to be, and which state of the totals that is: of one moment.
struct Answer {
    state: State,
    counted: Cube,
    waiting: Cube,
}

/// What rows of totals keep apart: the less, the fewer rows a figure has to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Detail {
    Full,
    /// Categories up to their first dot, outcomes together.
    Group,
    /// Categories together.
    Outcome,
    Whole,
}

/// What a row of totals adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    pub detail: Detail,
    /// Of a month; of a day otherwise.
    pub monthly: bool,
}

impl Step {
    pub fn as_str(self) -> &'static str {
        match (self.detail, self.monthly) {
            (Detail::Full, false) => "day",
            (Detail::Full, true) => "month",
            (Detail::Group, false) => "group day",
            (Detail::Group, true) => "group month",
            (Detail::Outcome, false) => "outcome day",
            (Detail::Outcome, true) => "outcome month",
            (Detail::Whole, false) => "whole day",
            (Detail::Whole, true) => "whole month",
        }
    }
}

/// The group of a category: `dispute.` of `dispute.neighbours`; one without a dot is its own.
pub fn group_of(category: &str) -> &str {
    category.find('.').and_then(|dot| category.get(..=dot)).unwrap_or(category)
}

/// Whether a filter's category is met by whole groups.
fn is_group(wanted: &str) -> bool {
    match wanted.strip_suffix('*') {
        Some(prefix) => !prefix.is_empty() && group_of(prefix) == prefix && prefix.ends_with('.'),
        None => !wanted.contains('.'),
    }
}

struct Asked<'a> {
    kinds: &'a [&'a str],
    /// Any of these, as filters write them; empty: all.
    categories: &'a [&'a str],
    columns: Columns,
    scope: &'a Scope,
    period: Span,
    key: Key<'a>,
}

impl Asked<'_> {
    /// Whether sums are shares of officers.
    fn is_shared(&self) -> bool {
        self.scope.officer.is_some() || self.key == Key::By(By::Officer)
    }
    /// Whether totals do not know what is asked.
    fn needs_facts(&self) -> bool {
        matches!(self.key, Key::By(By::Place | By::Hour | By::Weekday | By::HourOfWeek))
    }

    /// The coarsest rows that answer; those of officers are few enough.
    fn detail(&self) -> Detail {
        let by_category = self.key == Key::By(By::Category);
        let by_outcome = self.columns.outcome || self.key == Key::By(By::Outcome);
        match (self.columns.category || by_category, by_outcome) {
            _ if self.is_shared() => Detail::Full,
            (false, false) => Detail::Whole,
            (false, true) => Detail::Outcome,
            (true, false) if self.columns.groups && !by_category => Detail::Group,
            (true, _) => Detail::Full,
        }
    }

    /// The words and values of the question.
    fn question(&self, backend: DbBackend) -> String {
        let mut sql = Sql::new(backend);
        self.counted(&mut sql);
        format!("{} {:?}", sql.words(), self.key)
    }

    /// In one statement, so that all of it is of one moment.
    async fn answer(&self, db: &Reader<'_>, counted: Counted) -> Result<Answer, DbErr> {
        let backend = db.get_database_backend();
        let mut sql = Sql::new(backend);
        sql.push(
            "SELECT s.state AS state, s.turn AS turn, p.* FROM fact_total_state s LEFT JOIN (SELECT part, k, kind, category, outcome, \
             CAST(SUM(facts) AS BIGINT) AS facts, CAST(SUM(quantity) AS BIGINT) AS quantity, \
             CAST(SUM(minutes) AS BIGINT) AS minutes, CAST(SUM(timed) AS BIGINT) AS timed FROM (",
        );
        sql.push("SELECT 'counted' AS part, c.* FROM (");
        match counted {
            Counted::Anew => self.counted(&mut sql),
            Counted::Since(turn) => self.change_by(&mut sql, New::Rolled(turn)),
        }
        sql.push(") AS c UNION ALL SELECT 'waiting' AS part, w.* FROM (");
        self.change_by(&mut sql, New::Waiting);
        sql.push(") AS w) AS parts GROUP BY part, k, kind, category, outcome) AS p ON 1 = 1");
        let rows = db.query_all_raw(sql.statement(backend)).await?;
        let Some(first) = rows.first() else {
            return Err(DbErr::RecordNotFound("the row of fact_total_state".to_owned()));
        };
        let state = State { word: first.try_get("", "state")?, turn: first.try_get("", "turn")? };
        let (mut totals, mut waiting) = (Vec::new(), Vec::new());
        for row in rows {
            match row.try_get::<Option<String>>("", "part")?.as_deref() {
                Some("counted") => totals.push(row),
                Some(_) => waiting.push(row),
                // Nothing was found: the row holds the state alone.
                None => {}
            }
        }
        let (mut totals, waiting) = (self.cube(&totals)?, self.cube(&waiting)?);
        if self.needs_facts() && matches!(counted, Counted::Anew) {
            // These were all facts that stand.
            totals = added(totals, changed(waiting.clone(), |sum| -sum));
        }
        Ok(Answer { state, counted: totals, waiting })
    }

    /// Sums of all facts, an officer's shares as parts of one.
    fn whole(&self, counted: Cube, waiting: Cube) -> Cube {
        let sums = added(counted, waiting);
        if self.is_shared() { changed(sums, |sum| sum / kernel::SHARE_WHOLE as f64) } else { sums }
    }

    fn cube(&self, rows: &[QueryResult]) -> Result<Cube, DbErr> {
        let mut cube = Cube::new();
        for row in rows {
            let number = |column: &str| row.try_get::<i64>("", column).map(|number| number as f64);
            let sums = Sums {
                facts: number("facts")?,
                quantity: number("quantity")?,
                minutes: number("minutes")?,
                timed: number("timed")?,
            };
            let mut key: String = row.try_get("", "k")?;
            if let Key::Buckets(starts) = self.key {
                key = bucket(&key, starts);
            }
            let entry =
                (row.try_get("", "kind")?, row.try_get("", "category")?, row.try_get("", "outcome")?, sums);
            cube.entry(key).or_default().push(entry);
        }
        Ok(cube)
    }

    /// What is counted, from the totals or from facts.
    fn counted(&self, sql: &mut Sql) {
        if !self.needs_facts() {
            return self.totals(sql);
        }
        sql.push(SUMS).push(" FROM (");
        self.facts(sql);
        sql.push(") AS parts GROUP BY k, kind, category, outcome");
    }

    /// What is already added up: full months where they serve, and the days before and after.
    fn totals(&self, sql: &mut Sql) {
        for (number, (step, span)) in self.stretches().into_iter().enumerate() {
            if number > 0 {
                sql.push(" UNION ALL ");
            }
            self.total(sql, step, span);
        }
    }

    fn stretches(&self) -> Vec<(Step, Span)> {
        let Span { from, to } = self.period;
        let first = if from == from.first_of_month() { from } else { from.first_of_month().plus_months(1) };
        let last = if to == to.last_of_month() { to } else { to.first_of_month().plus_days(-1) };
        let is_cut = |start: &i64| {
            let inside = *start > first.number() && *start <= last.number();
            inside && Day::from_number(*start).is_none_or(|day| day != day.first_of_month())
        };
        let detail = self.detail();
        let (day, month) = (Step { detail, monthly: false }, Step { detail, monthly: true });
        if first > last || matches!(self.key, Key::Buckets(starts) if starts.iter().any(is_cut)) {
            return vec![(day, self.period)];
        }
        let mut stretches = vec![(month, Span { from: first, to: last })];
        if from < first {
            stretches.push((day, Span { from, to: first.plus_days(-1) }));
        }
        if last < to {
            stretches.push((day, Span { from: last.plus_days(1), to }));
        }
        stretches
    }

    fn total(&self, sql: &mut Sql, step: Step, span: Span) {
        let (unit, by_child) = (self.scope.unit.as_str(), self.key == Key::By(By::Unit) && !self.is_shared());
        sql.push("SELECT ");
        if by_child {
            sql.push("d.unit");
        } else {
            key_of_total(sql, self.key, &self.scope.unit);
        }
        sql.push(&format!(
            " AS k, d.kind AS kind, {} AS category, {} AS outcome, SUM(d.facts) AS facts, SUM(d.quantity) AS quantity, \
             SUM(d.minutes) AS minutes, SUM(d.timed) AS timed FROM fact_total d WHERE ",
            self.columns.category("d"),
            self.columns.outcome("d"),
        ));
        if by_child {
            // The unit's own facts, and of each child its own with those of all below it.
            sql.push("d.unit IN (SELECT code FROM unit WHERE parent = ").bind(unit);
            sql.push(" OR code = ").bind(unit).push(") AND NOT (d.whose = 'below' AND d.unit = ").bind(unit);
            sql.push(") AND d.whose IN ('', 'below')");
        } else if self.is_shared() && self.scope.officer.is_none() {
            within(sql, "d.unit", self.scope);
            sql.push(" AND d.whose NOT IN ('', 'below')");
        } else {
            totals_within(sql, self.scope);
        }
        sql.push(" AND d.step = ").bind(step.as_str());
        sql.push(" AND d.kind IN ").bind_list(self.kinds.iter().copied());
        self.in_categories(sql, "d.category");
        sql.push(" AND d.day >= ").bind(span.from.number()).push(" AND d.day <= ").bind(span.to.number());
        // Not by what is the same in all rows: that would have them sorted.
        sql.push(" GROUP BY d.kind");
        sql.push(if self.key == Key::All { "" } else { ", 1" });
        sql.push(if self.columns.category { ", d.category" } else { "" });
        sql.push(if self.columns.outcome { ", d.outcome" } else { "" });
    }

    /// By how much new facts change the sums: those of them that count, less those they correct
    /// which counted before. There are few of them, which SQLite cannot know: it keeps the order of
    /// a cross join and looks up what is new, instead of asking for each of millions of facts
    /// whether it is.
    fn change_by(&self, sql: &mut Sql, new: New) {
        // What is missing in the totals that have these in them, and in those that have not.
        let after: &[New] = if new == New::Waiting { &[] } else { &[New::Waiting] };
        let before = [after, &[new]].concat();
        self.select_fact(sql, 1);
        sql.push(" FROM ").push(new.table()).push(" q CROSS JOIN fact f");
        self.join_credit(sql);
        sql.push(" WHERE f.unit = q.unit AND f.id = q.fact AND q.day >= ").bind(self.period.from.number());
        sql.push(" AND q.day <= ").bind(self.period.to.number());
        new.only(sql, "q");
        sql.push(" AND ");
        self.where_fact(sql);
        counts_without(sql, after);
        sql.push(" UNION ALL ");
        self.select_fact(sql, -1);
        sql.push(" FROM (SELECT DISTINCT n.corrects AS old FROM ").push(new.table());
        sql.push(
            " q CROSS JOIN fact n WHERE n.unit = q.unit AND n.id = q.fact AND COALESCE(n.corrects, '') <> ''",
        );
        new.only(sql, "q");
        sql.push(") AS news CROSS JOIN fact f");
        self.join_credit(sql);
        sql.push(" WHERE f.id = news.old AND ");
        self.where_fact(sql);
        counts_without(sql, &before);
    }

    /// Straight from facts, for what totals do not know.
    fn facts(&self, sql: &mut Sql) {
        self.select_fact(sql, 1);
        sql.push(" FROM fact f");
        self.join_credit(sql);
        sql.push(" WHERE ");
        self.where_fact(sql);
        sql.push(" AND ").push(STANDS);
    }

    fn select_fact(&self, sql: &mut Sql, sign: i64) {
        let share = if self.is_shared() { "c.share" } else { "1" };
        sql.push("SELECT ");
        key_of_fact(sql, self.key, &self.scope.unit);
        sql.push(&format!(
            " AS k, f.kind AS kind, {} AS category, {} AS outcome, {sign} * {share} AS facts, \
             {sign} * {share} * COALESCE(f.quantity, 0) AS quantity, {sign} * {share} * COALESCE(f.minutes, 0) AS minutes, \
             {sign} * {share} * (CASE WHEN f.minutes IS NULL THEN 0 ELSE 1 END) AS timed",
            self.columns.category("f"),
            self.columns.outcome("f"),
        ));
    }

    fn join_credit(&self, sql: &mut Sql) {
        if self.is_shared() {
            sql.push(" JOIN fact_credit c ON c.unit = f.unit AND c.fact = f.id");
        }
    }

    fn in_categories(&self, sql: &mut Sql, column: &str) {
        for (number, category) in self.categories.iter().enumerate() {
            sql.push(if number == 0 { " AND (" } else { " OR " });
            match category.strip_suffix('*') {
                Some(group) => {
                    sql.push(&format!("SUBSTR({column}, 1, {}) = ", group.chars().count())).bind(group)
                }
                None => sql.push(column).push(" = ").bind(*category),
            };
        }
        if !self.categories.is_empty() {
            sql.push(")");
        }
    }

    fn where_fact(&self, sql: &mut Sql) {
        within(sql, "f.unit", self.scope);
        sql.push(" AND f.kind IN ").bind_list(self.kinds.iter().copied());
        self.in_categories(sql, "f.category");
        sql.push(" AND f.happened_at >= ").bind(self.period.from.start().micros());
        sql.push(" AND f.happened_at < ").bind(self.period.to.end().micros());
        if let Some(officer) = &self.scope.officer {
            sql.push(" AND c.officer = ").bind(officer.as_str());
        }
    }
}
