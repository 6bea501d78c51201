//! Lists: filtered, sorted and cut into pages by the database.

use super::{instant, text, time, word, word_or_none};
use crate::rules::{
    Body, CaseCategory, CaseId, CaseKind, CaseResult, CaseState, Category, CloseOutcome, IncidentId, Outcome,
    Source, State,
};
use crate::rules::{petition, words_are_sealed};
use database::DbErr;
use kernel::{Day, Instant, PersonId, UnitCode, UnitTree};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{
    Expr, ExprTrait, Func, JoinType, LikeExpr, Order, Query, SelectStatement, SimpleExpr,
};

/// Rows of a station are counted up to here, and those of many units; a page then says "more than".
const COUNTED: u64 = 10_000;
const COUNTED_OF_MANY: u64 = 1_000;
/// So many rows are not looked up and sorted for one page: no more than are counted anywhere.
const VERY_MANY: u64 = COUNTED_OF_MANY;

/// The units a list shows, as the quickest condition on them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Units {
    /// No condition.
    All,
    These(Vec<UnitCode>),
}

impl Units {
    /// What lies at or below `scope`, and at or below `chosen` if that is given.
    pub fn within(tree: &UnitTree, scope: &[UnitCode], chosen: Option<&UnitCode>) -> Self {
        let seen = |unit: &UnitCode| scope.iter().any(|above| tree.is_within(unit, above));
        let units: Vec<UnitCode> = match chosen {
            Some(chosen) if seen(chosen) => tree.subtree(chosen),
            Some(chosen) => tree.subtree(chosen).into_iter().filter(seen).collect(),
            None => tree.iter().map(|unit| unit.code.clone()).filter(seen).collect(),
        };
        if units.len() == tree.len() { Self::All } else { Self::These(units) }
    }
    pub fn are_few(&self) -> bool {
        matches!(self, Self::These(units) if units.len() <= FEW_UNITS)
    }
    /// Whether an index has their rows in the order of time: of one unit, or of all.
    fn have_an_order(&self) -> bool {
        !self.are_few() || matches!(self, Self::These(units) if units.len() == 1)
    }
}

/// So few units that looking up each and sorting is quicker than walking through time.
const FEW_UNITS: usize = 8;

pub(super) fn in_units(query: &mut SelectStatement, units: &Units) {
    match units {
        Units::These(units) if units.len() <= FEW_UNITS => {
            query.and_where(Expr::col("unit").is_in(units.iter().map(UnitCode::as_str)));
        }
        // So that the database walks the index on the time and stops when the page is full.
        _ => in_units_aside(query, units),
    }
}

/// The same where another condition leads the way: no index that begins with the unit is used.
pub(super) fn in_units_aside(query: &mut SelectStatement, units: &Units) {
    if let Units::These(units) = units {
        query.and_where(hidden("unit").is_in(units.iter().map(UnitCode::as_str)));
    }
}

/// A column hidden from the indexes that begin with it.
fn hidden(column: &'static str) -> SimpleExpr {
    Func::coalesce([Expr::col(column), Expr::val("")]).into()
}

#[derive(Debug, Clone)]
pub struct IncidentFilter {
    pub units: Units,
    /// Not ended; the partial index of open incidents serves it.
    pub open: bool,
    /// Leaves out petitions, which wait for weeks beside what happens today.
    pub without_petitions: bool,
    pub state: Option<State>,
    pub group: Option<String>,
    pub category: Option<Category>,
    pub source: Option<Source>,
    pub zone: Option<String>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// In number and summary.
    pub search: Option<String>,
    /// Keyed index of a telephone number, if what is searched can be one.
    pub phone_index: Option<String>,
}

impl IncidentFilter {
    pub fn new(units: Units) -> Self {
        Self {
            units,
            open: false,
            without_petitions: false,
            state: None,
            group: None,
            category: None,
            source: None,
            zone: None,
            from: None,
            to: None,
            search: None,
            phone_index: None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncidentSort {
    Received,
    Number,
    Category,
    Zone,
    State,
}

impl IncidentSort {
    /// The order, with no two rows alike, so that none is on two pages; by time, number and
    /// category as an index of all units has it, read forwards or backwards.
    fn order(self, descending: bool) -> Vec<(&'static str, Order)> {
        let way = order(descending);
        let then = |order| [("received_at", order), ("id", way.clone())];
        let mut columns = match self {
            Self::Received => Vec::new(),
            Self::Number => return vec![("number", way.clone()), ("unit", way)],
            Self::Category => vec![("category", way.clone())],
            Self::Zone => vec![("zone", way.clone())],
            Self::State => vec![("state", way.clone())],
        };
        columns.extend(match self {
            Self::Zone | Self::State => then(Order::Desc),
            Self::Received | Self::Number | Self::Category => then(way.clone()),
        });
        columns
    }
}

const INCIDENT_COLUMNS: [&str; 15] = [
    "id",
    "unit",
    "number",
    "received_at",
    "source",
    "category",
    "zone",
    "address",
    "summary",
    "state",
    "attended_at",
    "ended_at",
    "outcome",
    "passed_to",
    "case_id",
];

/// One line of the list of incidents.
#[derive(Debug, Clone)]
pub struct IncidentRow {
    pub id: IncidentId,
    pub unit: UnitCode,
    pub number: String,
    pub received_at: Instant,
    pub source: Source,
    pub category: Category,
    pub zone: String,
    pub address: String,
    pub summary: String,
    /// Its words are kept with those of the sealed case that it became.
    pub is_sealed: bool,
    pub state: State,
    pub attended_at: Option<Instant>,
    pub ended_at: Option<Instant>,
    pub outcome: Option<Outcome>,
    pub passed_to: Option<Body>,
}

impl IncidentRow {
    /// Its state in words.
    pub fn state_key(&self) -> String {
        self.state.words(self.category)
    }
}

/// A page of rows and how many there are in all.
#[derive(Debug, Clone)]
pub struct Rows<T> {
    pub rows: Vec<T>,
    pub total: u64,
    /// There are more than `total`, which nobody waits for to be counted.
    pub more: bool,
}

/// `LIKE '%…%'` with what was typed taken literally.
fn contains(column: &'static str, search: &str) -> SimpleExpr {
    let mut pattern = String::from("%");
    for letter in search.trim().to_lowercase().chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    Expr::expr(Func::lower(Expr::col(column))).like(LikeExpr::new(pattern).escape('\\'))
}

/// How many rows there are at most a page says.
pub(super) fn counted(units: &Units) -> u64 {
    if units.are_few() { COUNTED } else { COUNTED_OF_MANY }
}

fn in_days(query: &mut SelectStatement, column: &'static str, from: Option<Day>, to: Option<Day>) {
    if let Some(from) = from {
        query.and_where(Expr::col(column).gte(from.start().micros()));
    }
    if let Some(to) = to {
        query.and_where(Expr::col(column).lt(to.end().micros()));
    }
}

/// How the rows of a category are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    LookedUp,
    /// On the way through time.
    Met,
}

fn incidents_where(filter: &IncidentFilter, found: Found) -> SelectStatement {
    let mut query = Query::select().from("cases_incident").to_owned();
    in_units(&mut query, &filter.units);
    if filter.open || filter.state.is_some_and(|state| state != State::Ended) {
        // Literal, because a partial index is chosen before values are known.
        query.and_where(Expr::cust("state <> 'ended'"));
    }
    if let Some(state) = filter.state {
        query.and_where(Expr::col("state").eq(state.as_str()));
    }
    let in_category = || match found {
        Found::LookedUp => Expr::col("category"),
        Found::Met => hidden("category"),
    };
    if let Some(group) = &filter.group {
        // `crime.` up to but not including `crime/`: a range that an index can serve.
        query.and_where(in_category().gte(format!("{group}.")));
        query.and_where(in_category().lt(format!("{group}/")));
    }
    if filter.without_petitions {
        query.and_where(hidden("category").not_like(LikeExpr::new(format!("{}.%", petition::GROUP))));
    }
    if let Some(category) = filter.category {
        query.and_where(in_category().eq(category.as_str()));
    }
    if let Some(source) = filter.source {
        query.and_where(Expr::col("source").eq(source.as_str()));
    }
    if let Some(zone) = &filter.zone {
        query.and_where(Expr::col("zone").eq(zone.as_str()));
    }
    in_days(&mut query, "received_at", filter.from, filter.to);
    if let Some(search) = &filter.search {
        let found = contains("number", search).or(contains("summary", search));
        query.and_where(match &filter.phone_index {
            Some(index) => found.or(Expr::col("phone_index").eq(index.as_str())),
            None => found,
        });
    }
    query
}

/// How many rows there are, up to `most`, and whether there are more.
pub(super) async fn count(
    db: &impl ConnectionTrait,
    query: SelectStatement,
    most: u64,
) -> Result<(u64, bool), DbErr> {
    let row = db.query_one(&counting(query, most)).await?;
    Ok(up_to(row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or(0), most))
}

/// Counts the rows as `n`, and no further than one beyond `most`.
fn counting(mut query: SelectStatement, most: u64) -> SelectStatement {
    query.expr_as(Expr::val(1), "one").limit(most + 1);
    Query::select().expr_as(Expr::cust("COUNT(*)"), "n").from_subquery(query, "counted").to_owned()
}

/// What such a count says: how many up to `most`, and whether there are more.
fn up_to(number: i64, most: u64) -> (u64, bool) {
    let number = u64::try_from(number).unwrap_or(0);
    if number > most { (most, true) } else { (number, false) }
}

fn order(descending: bool) -> Order {
    if descending { Order::Desc } else { Order::Asc }
}

/// One page of incidents.
///
/// # Errors
/// The database cannot be read.
pub async fn incident_rows(
    db: &impl ConnectionTrait,
    filter: &IncidentFilter,
    sort: IncidentSort,
    descending: bool,
    limit: u64,
    offset: u64,
) -> Result<Rows<IncidentRow>, DbErr> {
    let counted = counted(&filter.units);
    let (total, more) = count(db, incidents_where(filter, Found::LookedUp), counted).await?;
    // What very many rows have is soon met on the way through time.
    let by_time = sort == IncidentSort::Received && filter.units.have_an_order();
    let found = if by_time && total >= VERY_MANY { Found::Met } else { Found::LookedUp };
    let order = sort.order(descending);
    // First the keys of the page, from an index alone; then the rows, which are long.
    let mut keys = incidents_where(filter, found);
    keys.columns(["unit", "id"]).limit(limit).offset(offset);
    let others = order.iter().map(|(column, _)| *column).filter(|column| !["unit", "id"].contains(column));
    keys.columns(others);
    order.iter().for_each(|(column, order)| {
        keys.order_by(*column, order.clone());
    });
    let row = |column| Expr::col(("cases_incident", column));
    let mut query = Query::select()
        .columns(INCIDENT_COLUMNS.map(|column| ("cases_incident", column)))
        .from_subquery(keys, "key")
        .join(
            JoinType::InnerJoin,
            "cases_incident",
            row("unit").equals(("key", "unit")).and(row("id").equals(("key", "id"))),
        )
        .to_owned();
    // By the keys' own columns: nothing then speaks for walking all incidents once more in order.
    order.into_iter().for_each(|(column, order)| {
        query.order_by(("key", column), order);
    });
    let rows = db.query_all(&query).await?;
    let rows = rows.iter().map(incident_row).collect::<Result<_, _>>()?;
    Ok(Rows { rows, total, more })
}

fn incident_row(row: &sea_orm::QueryResult) -> Result<IncidentRow, DbErr> {
    let summary = text(row, "summary")?;
    let became = row.try_get::<Option<String>>("", "case_id")?;
    Ok(IncidentRow {
        is_sealed: words_are_sealed(&summary, became.is_some()),
        id: IncidentId::stored(text(row, "id")?),
        unit: UnitCode::stored(text(row, "unit")?),
        number: text(row, "number")?,
        received_at: time(row, "received_at")?,
        source: word(row, "source", Source::parse)?,
        category: word(row, "category", Category::parse)?,
        zone: text(row, "zone")?,
        address: text(row, "address")?,
        summary,
        state: word(row, "state", State::parse)?,
        attended_at: instant(row, "attended_at")?,
        ended_at: instant(row, "ended_at")?,
        outcome: word_or_none(row, "outcome", Outcome::parse)?,
        passed_to: word_or_none(row, "passed_to", Body::parse)?,
    })
}

#[derive(Debug, Clone)]
pub struct CaseFilter {
    pub units: Units,
    /// Not closed.
    pub open: bool,
    /// Neither solved, transferred, decided nor closed.
    pub without_result: bool,
    /// Accepted, with a time limit that ends before this.
    pub due_before: Option<Instant>,
    pub state: Option<CaseState>,
    pub kind: Option<CaseKind>,
    pub category: Option<CaseCategory>,
    pub zone: Option<String>,
    pub handler: Option<PersonId>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// In number and summary.
    pub search: Option<String>,
}

impl CaseFilter {
    pub fn new(units: Units) -> Self {
        Self {
            units,
            open: false,
            without_result: false,
            due_before: None,
            state: None,
            kind: None,
            category: None,
            zone: None,
            handler: None,
            from: None,
            to: None,
            search: None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseSort {
    Accepted,
    Number,
    Category,
    State,
    Due,
}

/// One line of the list of cases.
#[derive(Debug, Clone)]
pub struct CaseRow {
    pub id: CaseId,
    pub unit: UnitCode,
    pub number: String,
    pub category: CaseCategory,
    pub zone: String,
    pub summary: String,
    pub state: CaseState,
    pub accepted_at: Instant,
    pub closed_at: Option<Instant>,
    pub due_at: Option<Instant>,
    pub result: Option<CaseResult>,
    pub outcome: Option<CloseOutcome>,
}

fn cases_where(filter: &CaseFilter) -> SelectStatement {
    let mut query = Query::select().from("cases_case").to_owned();
    in_units(&mut query, &filter.units);
    if filter.open || filter.without_result || filter.state.is_some_and(|state| state != CaseState::Closed) {
        query.and_where(Expr::cust("state <> 'closed'"));
    }
    if filter.without_result {
        query.and_where(Expr::col("state").is_in([CaseState::Accepted.as_str(), CaseState::Filed.as_str()]));
    }
    if let Some(before) = filter.due_before {
        query
            .and_where(Expr::cust("state = 'accepted' AND due_at IS NOT NULL"))
            .and_where(Expr::col("due_at").lt(before.micros()));
    }
    if let Some(state) = filter.state {
        query.and_where(Expr::col("state").eq(state.as_str()));
    }
    if let Some(kind) = filter.kind {
        query.and_where(Expr::col("kind").eq(kind.as_str()));
    }
    if let Some(category) = filter.category {
        query.and_where(Expr::col("category").eq(category.as_str()));
    }
    if let Some(zone) = &filter.zone {
        query.and_where(Expr::col("zone").eq(zone.as_str()));
    }
    if let Some(handler) = &filter.handler {
        let theirs = Query::select()
            .column("case_id")
            .from("cases_handler")
            .and_where(Expr::col("person").eq(handler.as_str()))
            .to_owned();
        query.and_where(Expr::col("id").in_subquery(theirs));
    }
    in_days(&mut query, "accepted_at", filter.from, filter.to);
    if let Some(search) = &filter.search {
        query.and_where(contains("number", search).or(contains("summary", search)));
    }
    query
}

/// One page of cases.
///
/// # Errors
/// The database cannot be read.
pub async fn case_rows(
    db: &impl ConnectionTrait,
    filter: &CaseFilter,
    sort: CaseSort,
    descending: bool,
    limit: u64,
    offset: u64,
) -> Result<Rows<CaseRow>, DbErr> {
    let mut query = cases_where(filter);
    query.columns([
        "id",
        "unit",
        "number",
        "category",
        "zone",
        "summary",
        "state",
        "accepted_at",
        "closed_at",
        "due_at",
        "result",
        "outcome",
    ]);
    match sort {
        CaseSort::Accepted => query.order_by("accepted_at", order(descending)),
        CaseSort::Number => query.order_by("number", order(descending)),
        CaseSort::Category => query.order_by("category", order(descending)),
        CaseSort::State => query.order_by("state", order(descending)),
        // What has no limit comes last on both databases.
        CaseSort::Due => query
            .order_by_expr(Expr::cust("CASE WHEN due_at IS NULL THEN 1 ELSE 0 END"), Order::Asc)
            .order_by("due_at", order(descending)),
    };
    if sort != CaseSort::Accepted {
        query.order_by("accepted_at", Order::Desc);
    }
    query.order_by("id", order(descending)).limit(limit).offset(offset);
    // All are counted in the same question; a page past the end has no row that could say so.
    let most = counted(&filter.units);
    let all = counting(cases_where(filter), most);
    query.expr_as(Expr::SubQuery(None, Box::new(all.into())), "n");
    let rows = db.query_all(&query).await?;
    let (total, more) = match rows.first() {
        Some(row) => up_to(row.try_get("", "n")?, most),
        None if offset == 0 => (0, false),
        None => count(db, cases_where(filter), most).await?,
    };
    let rows = rows.iter().map(case_row).collect::<Result<_, _>>()?;
    Ok(Rows { rows, total, more })
}

fn case_row(row: &sea_orm::QueryResult) -> Result<CaseRow, DbErr> {
    Ok(CaseRow {
        id: CaseId::stored(text(row, "id")?),
        unit: UnitCode::stored(text(row, "unit")?),
        number: text(row, "number")?,
        category: word(row, "category", CaseCategory::parse)?,
        zone: text(row, "zone")?,
        summary: text(row, "summary")?,
        state: word(row, "state", CaseState::parse)?,
        accepted_at: time(row, "accepted_at")?,
        closed_at: instant(row, "closed_at")?,
        due_at: instant(row, "due_at")?,
        result: word_or_none(row, "result", CaseResult::parse)?,
        outcome: word_or_none(row, "outcome", CloseOutcome::parse)?,
    })
}
