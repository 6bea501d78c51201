//! Facts on their way into the table, and back out of it.

use crate::reader::Writer;
use crate::rows::{InsertRows, ROWS_AT_ONCE};
use kernel::{Actor, Credit, Fact, FactId, Instant, PersonId};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement, Value};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A fact as it stands in the table, with its credits.
///
/// Serialised as JSON with its fields in this order, it is the leaf of the
/// journal's tree: never reorder or rename them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredFact {
    pub id: String,
    pub kind: String,
    /// Microseconds since 1970-01-01 UTC, like all instants here.
    pub happened_at: i64,
    pub recorded_at: i64,
    pub unit: String,
    pub actor: String,
    pub subject_kind: String,
    pub subject_id: String,
    pub category: String,
    pub place: String,
    pub quantity: Option<i64>,
    pub minutes: Option<i64>,
    pub due_at: Option<i64>,
    pub outcome: String,
    /// JSON text, exactly as recorded.
    pub detail: String,
    pub corrects: Option<String>,
    /// Officer and share in ten-thousandths, ordered by officer.
    pub credits: Vec<(String, i64)>,
}

impl StoredFact {
    /// The bytes that the journal seals.
    pub fn leaf_data(&self) -> Vec<u8> {
        // As long as most are, with two officers.
        let mut leaf = Vec::with_capacity(768);
        // Strings and numbers only: serialising them cannot fail.
        serde_json::to_writer(&mut leaf, self).unwrap_or_default();
        leaf
    }
    /// The leaf hash of RFC 9162, section 2.1.1: SHA-256 of 0x00 and the leaf.
    pub fn leaf_hash(&self) -> [u8; 32] {
        leaf_hash(&self.leaf_data())
    }
    pub fn happened(&self) -> Instant {
        Instant::from_micros(self.happened_at)
    }
    pub fn recorded(&self) -> Instant {
        Instant::from_micros(self.recorded_at)
    }
}

/// A fact with its leaf hash.
#[derive(Debug, Clone)]
pub struct HashedFact {
    pub fact: StoredFact,
    leaf: [u8; 32],
}

impl From<StoredFact> for HashedFact {
    fn from(fact: StoredFact) -> Self {
        Self { leaf: fact.leaf_hash(), fact }
    }
}

/// The leaf hash of RFC 9162 for leaf bytes.
pub fn leaf_hash(leaf: &[u8]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update([0]);
    hasher.update(leaf);
    hasher.finalize().into()
}

/// One row of the table `fact`, without credits.
#[derive(Debug, Clone, FromQueryResult)]
pub struct FactRow {
    pub id: String,
    pub kind: String,
    pub happened_at: i64,
    pub recorded_at: i64,
    pub unit: String,
    pub actor: String,
    pub subject_kind: String,
    pub subject_id: String,
    pub category: String,
    pub place: String,
    pub quantity: Option<i64>,
    pub minutes: Option<i64>,
    pub due_at: Option<i64>,
    pub outcome: String,
    pub detail: String,
    pub corrects: Option<String>,
}

impl FactRow {
    pub fn with_credits(self, mut credits: Vec<(String, i64)>) -> StoredFact {
        credits.sort();
        StoredFact {
            id: self.id,
            kind: self.kind,
            happened_at: self.happened_at,
            recorded_at: self.recorded_at,
            unit: self.unit,
            actor: self.actor,
            subject_kind: self.subject_kind,
            subject_id: self.subject_id,
            category: self.category,
            place: self.place,
            quantity: self.quantity,
            minutes: self.minutes,
            due_at: self.due_at,
            outcome: self.outcome,
            detail: self.detail,
            corrects: self.corrects,
            credits,
        }
    }
}

/// The columns of `fact`, in the order of `FactRow`.
pub const COLUMNS: [&str; 16] = [
    "id",
    "kind",
    "happened_at",
    "recorded_at",
    "unit",
    "actor",
    "subject_kind",
    "subject_id",
    "category",
    "place",
    "quantity",
    "minutes",
    "due_at",
    "outcome",
    "detail",
    "corrects",
];

fn stored(fact: Fact, actor: &Actor, now: Instant) -> StoredFact {
    let detail =
        if fact.detail == serde_json::Value::Null { "{}".to_owned() } else { fact.detail.to_string() };
    let mut credits: Vec<(String, i64)> =
        fact.credits.into_iter().map(|Credit { officer, share }| (officer.to_string(), share)).collect();
    credits.sort();
    StoredFact {
        id: fact.id.to_string(),
        kind: fact.kind.0.to_owned(),
        happened_at: fact.happened_at.unwrap_or(now).micros(),
        recorded_at: now.micros(),
        unit: fact.unit.to_string(),
        actor: fact.actor.as_ref().unwrap_or(&actor.account).to_string(),
        subject_kind: fact.subject.kind.to_owned(),
        subject_id: fact.subject.id,
        category: fact.category,
        place: fact.place,
        quantity: fact.quantity,
        minutes: fact.minutes,
        due_at: fact.due_at.map(Instant::micros),
        outcome: fact.outcome,
        detail,
        corrects: fact.corrects.map(|id| id.to_string()),
        credits,
    }
}

pub(crate) async fn insert(
    db: &Writer<'_>,
    actor: &Actor,
    now: Instant,
    facts: Vec<Fact>,
) -> Result<(), DbErr> {
    insert_stored(db, facts.into_iter().map(|fact| stored(fact, actor, now)).collect()).await
}

/// Writes facts with their credits, and queues them for the sealer and the
/// totals.
///
/// # Errors
/// The database's own failure.
pub async fn insert_stored(db: &impl ConnectionTrait, facts: Vec<StoredFact>) -> Result<(), DbErr> {
    let rows = facts.iter().map(|fact| -> [Value; 3] {
        [text(&fact.id), text(&fact.unit), fact.happened().day().number().into()]
    });
    db.insert_rows("fact_unrolled", &["fact", "unit", "day"], rows).await?;
    // Some are hashed while the database is at work on those before.
    queue(db, facts.iter().map(|fact| (fact, fact.leaf_hash()))).await?;
    write(db, facts).await
}

/// The same without the queue of the totals: whoever calls rebuilds them.
pub(crate) async fn load(db: &impl InsertRows, facts: Vec<HashedFact>) -> Result<(), DbErr> {
    queue(db, facts.iter().map(|HashedFact { fact, leaf }| (fact, *leaf))).await?;
    write(db, facts.into_iter().map(|hashed| hashed.fact).collect()).await
}

/// Queues facts and their leaves for the sealer.
async fn queue<'f>(
    db: &impl InsertRows,
    facts: impl Iterator<Item = (&'f StoredFact, [u8; 32])> + Send,
) -> Result<(), DbErr> {
    let rows =
        facts.map(|(fact, leaf)| -> [Value; 3] { [text(&fact.id), text(&fact.unit), leaf.to_vec().into()] });
    db.insert_rows("fact_unsealed", &["fact", "unit", "leaf"], rows).await
}

/// Writes facts and their credits in the order of their keys: what comes to the same page comes
/// at once.
async fn write(db: &impl InsertRows, mut facts: Vec<StoredFact>) -> Result<(), DbErr> {
    facts.sort_by(|one, two| (&one.unit, &one.id).cmp(&(&two.unit, &two.id)));
    let rows = facts.iter().flat_map(|fact| {
        let row = |(officer, share): &(String, i64)| -> [Value; 4] {
            [text(&fact.unit), text(&fact.id), text(officer), (*share).into()]
        };
        fact.credits.iter().map(row)
    });
    db.insert_rows("fact_credit", &["unit", "fact", "officer", "share"], rows).await?;
    let rows = facts.into_iter().map(|fact| -> [Value; 16] {
        [
            fact.id.into(),
            fact.kind.into(),
            fact.happened_at.into(),
            fact.recorded_at.into(),
            fact.unit.into(),
            fact.actor.into(),
            fact.subject_kind.into(),
            fact.subject_id.into(),
            fact.category.into(),
            fact.place.into(),
            fact.quantity.into(),
            fact.minutes.into(),
            fact.due_at.into(),
            fact.outcome.into(),
            fact.detail.into(),
            fact.corrects.into(),
        ]
    });
    db.insert_rows("fact", &COLUMNS, rows).await
}

fn text(text: &str) -> Value {
    text.into()
}

/// The facts with these ids, with their credits, in the order of the ids.
///
/// # Errors
/// The database cannot be read.
pub async fn by_ids(db: &impl ConnectionTrait, ids: &[String]) -> Result<Vec<StoredFact>, DbErr> {
    let mut found: std::collections::HashMap<String, StoredFact> = std::collections::HashMap::new();
    for chunk in ids.chunks(ROWS_AT_ONCE) {
        let query = Query::select()
            .columns(COLUMNS)
            .from("fact")
            .and_where(Expr::col("id").is_in(chunk.to_vec()))
            .to_owned();
        let rows = read(db, &query).await?;
        found.extend(rows.into_iter().map(|fact| (fact.id.clone(), fact)));
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// What happened to one thing, oldest first.
///
/// # Errors
/// The database cannot be read.
pub async fn history(db: &impl ConnectionTrait, subject_id: &str) -> Result<Vec<StoredFact>, DbErr> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("fact")
        .and_where(Expr::col("subject_id").eq(subject_id))
        .order_by("happened_at", Order::Asc)
        .order_by("id", Order::Asc)
        .to_owned();
    read(db, &query).await
}

/// Runs a query that selects `COLUMNS` of `fact` and adds the credits.
///
/// # Errors
/// The database cannot be read.
pub async fn read(
    db: &impl ConnectionTrait,
    query: &sea_orm::sea_query::SelectStatement,
) -> Result<Vec<StoredFact>, DbErr> {
    let rows: Vec<FactRow> = db
        .query_all(query)
        .await?
        .iter()
        .map(|row| FactRow::from_query_result(row, ""))
        .collect::<Result<_, _>>()?;
    let mut credits = credits_of(db, rows.iter().map(|row| row.id.clone()).collect()).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let of_row = credits.remove(&row.id).unwrap_or_default();
            row.with_credits(of_row)
        })
        .collect())
}

/// A fact, and the name of the account that recorded it; none if that was the program itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedFact {
    pub fact: StoredFact,
    pub author: Option<String>,
}

/// The facts that `chosen`, a query of their `id` and `happened_at`, finds: newest first, with
/// credits and authors, in one question.
///
/// # Errors
/// The database cannot be read.
pub async fn read_chosen(
    db: &impl ConnectionTrait,
    chosen: &str,
    values: Vec<Value>,
) -> Result<Vec<SignedFact>, DbErr> {
    let sql = format!(
        "SELECT f.{}, c.officer AS officer, c.share AS share, a.name AS author FROM ({chosen}) AS chosen \
         JOIN fact f ON f.id = chosen.id LEFT JOIN fact_credit c ON c.unit = f.unit AND c.fact = f.id \
         LEFT JOIN account a ON a.id = f.actor",
        COLUMNS.join(", f."),
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    // A fact with several credits has as many rows.
    let mut facts: Vec<SignedFact> = Vec::new();
    for row in db.query_all_raw(statement).await? {
        let officer = row.try_get::<Option<String>>("", "officer")?;
        let credits = officer.map(|officer| Ok((officer, row.try_get("", "share")?))).into_iter();
        let fact = FactRow::from_query_result(&row, "")?.with_credits(credits.collect::<Result<_, DbErr>>()?);
        facts.push(SignedFact { fact, author: row.try_get("", "author")? });
    }
    // Here and not by the database, which would write all columns once more to sort them.
    facts.sort_by(|SignedFact { fact: one, .. }, SignedFact { fact: two, .. }| {
        let newer = (two.happened_at, &two.id).cmp(&(one.happened_at, &one.id));
        newer.then_with(|| one.credits.cmp(&two.credits))
    });
    facts.dedup_by(|SignedFact { fact: more, .. }, SignedFact { fact, .. }| {
        let same = more.id == fact.id;
        if same {
            fact.credits.append(&mut more.credits);
        }
        same
    });
    Ok(facts)
}

async fn credits_of(
    db: &impl ConnectionTrait,
    facts: Vec<String>,
) -> Result<std::collections::HashMap<String, Vec<(String, i64)>>, DbErr> {
    let mut credits: std::collections::HashMap<String, Vec<(String, i64)>> = std::collections::HashMap::new();
    for chunk in facts.chunks(ROWS_AT_ONCE) {
        // Through the table of facts, because the key of credits begins with the unit.
        let query = Query::select()
            .columns([("fact_credit", "fact"), ("fact_credit", "officer"), ("fact_credit", "share")])
            .from("fact")
            .inner_join(
                "fact_credit",
                Expr::col(("fact_credit", "unit"))
                    .equals(("fact", "unit"))
                    .and(Expr::col(("fact_credit", "fact")).equals(("fact", "id"))),
            )
            .and_where(Expr::col(("fact", "id")).is_in(chunk.to_vec()))
            .to_owned();
        for row in db.query_all(&query).await? {
            let fact: String = row.try_get("", "fact")?;
            credits.entry(fact).or_default().push((row.try_get("", "officer")?, row.try_get("", "share")?));
        }
    }
    Ok(credits)
}

/// The fact with this id, if it exists.
///
/// # Errors
/// The database cannot be read.
pub async fn find(db: &impl ConnectionTrait, id: &FactId) -> Result<Option<StoredFact>, DbErr> {
    Ok(by_ids(db, &[id.to_string()]).await?.into_iter().next())
}

/// When the newest fact was recorded: no clock that can be trusted is behind it.
///
/// # Errors
/// The database cannot be read.
pub async fn latest(db: &impl ConnectionTrait) -> Result<Option<Instant>, DbErr> {
    // Ids are ordered by the time at which they were made.
    let query =
        Query::select().column("recorded_at").from("fact").order_by("id", Order::Desc).limit(1).to_owned();
    let row = db.query_one(&query).await?;
    row.map(|row| Ok(Instant::from_micros(row.try_get("", "recorded_at")?))).transpose()
}

/// Officers with a part in the fact.
pub fn officers(fact: &StoredFact) -> Vec<PersonId> {
    fact.credits.iter().map(|(officer, _)| PersonId::stored(officer.clone())).collect()
}
