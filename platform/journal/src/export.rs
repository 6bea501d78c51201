//! Writing the whole journal to a file, page by page.

mod lines;
mod rows;

use crate::file::{Checkpoint, Entry, FORMAT, Header, State, Totals, VERSION};
use crate::head::{self, Head};
use crate::problem::JournalProblem;
use crate::signer::VerifierKey;
use crate::tree::{Hash, TILE_WIDTH, signed};
use crate::verify::{Verification, Verifier};
use database::facts::COLUMNS;
use database::{Database, DbErr, Reader};
use lines::{Feed, Lines};
use rows::{Claim, claim, credits};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Func, Order, Query, SelectStatement};
use std::collections::BTreeMap;
use std::io::Write;
use tlog_tiles::HASH_SIZE;

/// Places in one page: four tiles.
const PAGE: u64 = 4 * TILE_WIDTH;
/// Rows in one page of the other lists.
const ROWS: u64 = 1_000;

/// How much was written.
pub type Exported = Totals;

/// Writes the journal as it stands under the newest head, with whatever facts
/// have no place in it. Facts are read as they are in the table now. While it
/// runs, others may go on writing and sealing.
///
/// # Errors
/// The database cannot be read, or the file not written.
pub async fn export(
    db: &Database,
    key: &VerifierKey,
    out: &mut (impl Write + Send),
) -> Result<Exported, JournalProblem> {
    let reader = db.read();
    let mut out = Lines::new(out);
    out.write(&Header {
        format: FORMAT.to_owned(),
        version: VERSION,
        origin: key.origin().to_owned(),
        key: key.as_str().to_owned(),
    })?;
    // In this order: a head made in between covers more places, never fewer.
    let places = head::count_places(&reader).await?;
    let newest = head::newest(&reader).await?;
    let size = newest.as_ref().map_or(0, |head| head.size);
    checkpoints(&reader, newest, &mut out).await?;
    sealed(&reader, std::cmp::max(places, size), &mut out).await?;
    outside(&reader, &mut out).await?;
    credits_without_fact(&reader, &mut out).await?;
    waiting(&reader, &mut out).await?;
    Ok(out.end()?)
}

/// Exports and verifies at once, without a file.
///
/// # Errors
/// The database cannot be read. What verification finds is no error.
pub async fn verify_live(
    db: &Database,
    key: &VerifierKey,
    anchored: Option<&str>,
) -> Result<Verification, JournalProblem> {
    let mut verifier = Verifier::new(anchored);
    export(db, key, &mut Feed::new(&mut verifier)).await?;
    Ok(verifier.finish())
}

async fn checkpoints<W: Write>(
    db: &Reader<'_>,
    newest: Option<Head>,
    out: &mut Lines<'_, W>,
) -> Result<(), JournalProblem> {
    // The newest is the one read at the start: meanwhile a newer one may have replaced it.
    let Some(newest) = newest else {
        return Ok(());
    };
    let mut after: i64 = -1;
    loop {
        let query = Query::select()
            .columns(["size", "note"])
            .from("journal_checkpoint")
            .and_where(Expr::col("size").gt(after))
            .and_where(Expr::col("size").lt(signed(newest.size)))
            .order_by("size", Order::Asc)
            .limit(ROWS)
            .to_owned();
        let rows = db.query_all(&query).await?;
        for row in &rows {
            after = row.try_get("", "size")?;
            out.write(&Checkpoint { checkpoint: row.try_get("", "note")? })?;
        }
        if rows.is_empty() {
            break;
        }
    }
    out.write(&Checkpoint { checkpoint: newest.note })?;
    Ok(())
}

/// Every place below `until` for which there is an entry or a hash.
async fn sealed<W: Write>(db: &Reader<'_>, until: u64, out: &mut Lines<'_, W>) -> Result<(), JournalProblem> {
    let mut first = 0;
    while first < until {
        let end = std::cmp::min(first + PAGE, until);
        let tiles = tiles(db, first, end).await?;
        let query = with_fact_columns(Query::select())
            .expr_as(Expr::col(("journal_entry", "position")), "at")
            .expr_as(Expr::col(("journal_entry", "fact")), "named")
            .from("journal_entry")
            .left_join("fact", Expr::col(("fact", "id")).equals(("journal_entry", "fact")))
            .and_where(Expr::col(("journal_entry", "position")).gte(signed(first)))
            .and_where(Expr::col(("journal_entry", "position")).lt(signed(end)))
            .order_by(("journal_entry", "position"), Order::Asc)
            .to_owned();
        let rows = db.query_all(&query).await?;
        if rows.is_empty() && tiles.is_empty() {
            // A hole as wide as this may be much wider: go to where something stands again.
            match next_place(db, end).await? {
                Some(next) if next < until => first = next / PAGE * PAGE,
                _ => break,
            }
            continue;
        }
        let mut claims: BTreeMap<u64, (String, Vec<Claim>)> = BTreeMap::new();
        let credits = credits(db, &rows).await?;
        for row in &rows {
            let place = unsigned(row.try_get("", "at")?);
            let (_, claims) = claims.entry(place).or_insert((row.try_get("", "named")?, Vec::new()));
            claims.extend(claim(row, &credits)?);
        }
        for position in first..end {
            let hash = hash_at(&tiles, position);
            let (fact, claims) = match claims.remove(&position) {
                Some((fact, claims)) => (Some(fact), claims),
                None if hash.is_none() => continue,
                None => (None, Vec::new()),
            };
            let place = Entry { position: Some(position), fact, hash, leaf: None, state: None };
            out.claimed(place, claims)?;
        }
        first = end;
    }
    Ok(())
}

/// The tiles of level 0 from one place to another.
async fn tiles(db: &Reader<'_>, first: u64, end: u64) -> Result<BTreeMap<u64, Vec<u8>>, DbErr> {
    let query = Query::select()
        .columns(["tile", "hashes"])
        .from("journal_tile")
        .and_where(Expr::col("level").eq(0))
        .and_where(Expr::col("tile").gte(signed(first / TILE_WIDTH)))
        .and_where(Expr::col("tile").lt(signed(end.div_ceil(TILE_WIDTH))))
        .to_owned();
    let rows = db.query_all(&query).await?;
    rows.iter().map(|row| Ok((unsigned(row.try_get("", "tile")?), row.try_get("", "hashes")?))).collect()
}

fn hash_at(tiles: &BTreeMap<u64, Vec<u8>>, position: u64) -> Option<String> {
    let start = usize::try_from(position % TILE_WIDTH).ok()? * HASH_SIZE;
    let hash = tiles.get(&(position / TILE_WIDTH))?.get(start..start + HASH_SIZE)?;
    Some(Hash(hash.try_into().ok()?).to_string())
}

/// The first place from `from` on for which there is an entry or a hash.
async fn next_place(db: &Reader<'_>, from: u64) -> Result<Option<u64>, DbErr> {
    let entry = Query::select()
        .expr_as(Func::min(Expr::col("position")), "next")
        .from("journal_entry")
        .and_where(Expr::col("position").gte(signed(from)))
        .to_owned();
    let tile = Query::select()
        .expr_as(Func::min(Expr::col("tile")), "next")
        .from("journal_tile")
        .and_where(Expr::col("level").eq(0))
        .and_where(Expr::col("tile").gte(signed(from / TILE_WIDTH)))
        .to_owned();
    let next = async |query: &SelectStatement| -> Result<Option<u64>, DbErr> {
        let row = db.query_one(query).await?;
        Ok(row.map(|row| row.try_get::<Option<i64>>("", "next")).transpose()?.flatten().map(unsigned))
    };
    let tile = next(&tile).await?.map(|tile| tile * TILE_WIDTH);
    Ok([next(&entry).await?, tile].into_iter().flatten().min())
}

/// Facts that have no place and do not wait for one.
async fn outside<W: Write>(db: &Reader<'_>, out: &mut Lines<'_, W>) -> Result<(), JournalProblem> {
    let (mut after_id, mut after_unit) = (String::new(), String::new());
    loop {
        let query = with_fact_columns(Query::select())
            .from("fact")
            .left_join("journal_entry", Expr::col(("journal_entry", "fact")).equals(("fact", "id")))
            .left_join("fact_unsealed", Expr::col(("fact_unsealed", "fact")).equals(("fact", "id")))
            .and_where(
                Expr::col(("journal_entry", "fact"))
                    .is_null()
                    .or(Expr::col(("journal_entry", "position")).lt(0)),
            )
            .and_where(Expr::col(("fact_unsealed", "fact")).is_null())
            .and_where(
                pair(("fact", "id"), ("fact", "unit"))
                    .gt(Expr::tuple([after_id.as_str().into(), after_unit.as_str().into()])),
            )
            .order_by(("fact", "id"), Order::Asc)
            .order_by(("fact", "unit"), Order::Asc)
            .limit(ROWS)
            .to_owned();
        let rows = db.query_all(&query).await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        (after_id, after_unit) = (last.try_get("", "id")?, last.try_get("", "unit")?);
        let credits = credits(db, &rows).await?;
        for row in &rows {
            if let Some(claim) = claim(row, &credits)? {
                out.unplaced(claim)?;
            }
        }
    }
}

/// Credits that belong to no fact of their unit: figures of officers count them.
async fn credits_without_fact<W: Write>(
    db: &Reader<'_>,
    out: &mut Lines<'_, W>,
) -> Result<(), JournalProblem> {
    let (mut after_unit, mut after_fact) = (String::new(), String::new());
    loop {
        let query = Query::select()
            .distinct()
            .columns([("fact_credit", "unit"), ("fact_credit", "fact")])
            .from("fact_credit")
            .left_join(
                "fact",
                Expr::col(("fact", "unit"))
                    .equals(("fact_credit", "unit"))
                    .and(Expr::col(("fact", "id")).equals(("fact_credit", "fact"))),
            )
            .and_where(Expr::col(("fact", "id")).is_null())
            .and_where(
                pair(("fact_credit", "unit"), ("fact_credit", "fact"))
                    .gt(Expr::tuple([after_unit.as_str().into(), after_fact.as_str().into()])),
            )
            .order_by(("fact_credit", "unit"), Order::Asc)
            .order_by(("fact_credit", "fact"), Order::Asc)
            .limit(ROWS)
            .to_owned();
        let rows = db.query_all(&query).await?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in &rows {
            (after_unit, after_fact) = (row.try_get("", "unit")?, row.try_get("", "fact")?);
            out.entry(&Entry {
                position: None,
                fact: Some(after_fact.clone()),
                hash: None,
                leaf: None,
                state: Some(State::CreditOnly),
            })?;
        }
    }
}

async fn waiting<W: Write>(db: &Reader<'_>, out: &mut Lines<'_, W>) -> Result<(), JournalProblem> {
    let mut after = String::new();
    loop {
        let query = with_fact_columns(Query::select())
            .expr_as(Expr::col(("fact_unsealed", "fact")), "named")
            .expr_as(Expr::col(("fact_unsealed", "leaf")), "leaf")
            .from("fact_unsealed")
            .left_join("fact", Expr::col(("fact", "id")).equals(("fact_unsealed", "fact")))
            .and_where(Expr::col(("fact_unsealed", "fact")).gt(after.as_str()))
            .order_by(("fact_unsealed", "fact"), Order::Asc)
            .limit(ROWS)
            .to_owned();
        let rows = db.query_all(&query).await?;
        if rows.is_empty() {
            return Ok(());
        }
        let credits = credits(db, &rows).await?;
        let mut claims: BTreeMap<String, (Option<String>, Vec<Claim>)> = BTreeMap::new();
        for row in &rows {
            after = row.try_get("", "named")?;
            let hash: Vec<u8> = row.try_get("", "leaf")?;
            let hash = hash.try_into().ok().map(|hash| Hash(hash).to_string());
            let (_, claims) = claims.entry(after.clone()).or_insert((hash, Vec::new()));
            claims.extend(claim(row, &credits)?);
        }
        for (fact, (hash, claims)) in claims {
            let state = Some(State::Waiting);
            out.claimed(Entry { position: None, fact: Some(fact), hash, leaf: None, state }, claims)?;
        }
    }
}

fn with_fact_columns(mut query: SelectStatement) -> SelectStatement {
    query.columns(COLUMNS.map(|column| ("fact", column))).to_owned()
}

fn pair(first: (&'static str, &'static str), second: (&'static str, &'static str)) -> Expr {
    Expr::tuple([Expr::col(first), Expr::col(second)])
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
