//! The Merkle tree of RFC 9162 in tiles (C2SP tlog-tiles), kept in the database.

use crate::problem::{Damage, JournalProblem};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ConnectionTrait, DbErr};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use tlog_tiles::{Error, HASH_SIZE, HashReader, Tile, TileHashReader, TileReader, node_hash, tree_hash};

pub use tlog_tiles::Hash;

/// A tile spans eight levels of the tree, so it has 256 hashes at most.
const HEIGHT: u8 = 8;
pub const TILE_WIDTH: u64 = 1 << HEIGHT;
const TILE_BYTES: usize = HASH_SIZE << HEIGHT;

/// No journal comes near this; a head that says more is not believed, so that
/// no arithmetic on tree positions can overflow.
pub const MAX_SIZE: u64 = 1 << 48;

/// Level and index of a tile.
type Place = (u8, u64);

/// Tiles in memory: the few that one step needs.
#[derive(Default)]
pub struct Tiles {
    tiles: BTreeMap<Place, Vec<u8>>,
    changed: BTreeSet<Place>,
}

impl Tiles {
    /// The unfinished tiles at the right edge of a tree: all that appending needs.
    pub async fn edge(db: &impl ConnectionTrait, size: u64) -> Result<Self, JournalProblem> {
        let mut places = Vec::new();
        let mut widths = BTreeMap::new();
        let (mut level, mut hashes) = (0, size);
        while hashes > 0 {
            let width = usize::try_from(hashes % TILE_WIDTH).unwrap_or(0);
            if width > 0 {
                places.push((level, hashes / TILE_WIDTH));
                widths.insert((level, hashes / TILE_WIDTH), width * HASH_SIZE);
            }
            hashes /= TILE_WIDTH;
            level += 1;
        }
        let mut tiles = load(db, &places).await?;
        for (place, bytes) in widths {
            match tiles.get_mut(&place) {
                Some(tile) if tile.len() >= bytes => tile.truncate(bytes),
                _ => return Err(Damage::Tiles { size }.into()),
            }
        }
        Ok(Self { tiles, changed: BTreeSet::new() })
    }

    /// Appends a leaf hash to the tree of `size` leaves.
    pub fn append(&mut self, size: u64, leaf: Hash) {
        let (mut level, mut index, mut hash) = (0, size, leaf);
        loop {
            let place = (level, index / TILE_WIDTH);
            self.changed.insert(place);
            let tile = self.tiles.entry(place).or_default();
            tile.extend_from_slice(&hash.0);
            if tile.len() < TILE_BYTES {
                return;
            }
            // A full tile is one hash in the tile above it.
            hash = Tile::subtree_hash(tile);
            index /= TILE_WIDTH;
            level += 1;
        }
    }

    /// The root of the tree of `size` leaves whose edge is here.
    pub fn root(&self, size: u64) -> Result<Hash, JournalProblem> {
        tree_hash(size, self).map_err(|_| Damage::Tiles { size }.into())
    }

    /// Writes what `append` changed.
    pub async fn save(&self, db: &impl ConnectionTrait) -> Result<(), DbErr> {
        let mut query = Query::insert();
        query
            .into_table("journal_tile")
            .columns(["level", "tile", "hashes"])
            .on_conflict(OnConflict::columns(["level", "tile"]).update_column("hashes").to_owned());
        for place in &self.changed {
            let (level, tile) = *place;
            if let Some(hashes) = self.tiles.get(place) {
                query.values_panic([i64::from(level).into(), signed(tile).into(), hashes.clone().into()]);
            }
        }
        db.execute(&query).await?;
        Ok(())
    }
}

/// Unchecked: for the sealer, who compares the root with the signed head himself.
impl HashReader for Tiles {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
        let read = |&index: &u64| {
            let tile = Tile::from_index(HEIGHT, index);
            let hashes = self.tiles.get(&(tile.level(), tile.level_index())).ok_or(Error::InvalidTile)?;
            tile.hash_at_index(hashes, index)
        };
        indexes.iter().map(read).collect()
    }
}

/// For `TileHashReader`, which checks every tile against the signed root.
impl TileReader for Tiles {
    fn height(&self) -> u8 {
        HEIGHT
    }
    fn read_tiles(&self, tiles: &[Tile]) -> Result<Vec<Vec<u8>>, Error> {
        let read = |tile: &Tile| {
            let hashes = self.tiles.get(&(tile.level(), tile.level_index()));
            // The tree may have grown since the head: the tile is then wider than asked for.
            let hashes = hashes.and_then(|hashes| hashes.get(..tile.width() as usize * HASH_SIZE));
            hashes.map(<[u8]>::to_vec).ok_or(Error::InvalidTile)
        };
        tiles.iter().map(read).collect()
    }
    fn save_tiles(&self, _: &[Tile], _: &[Vec<u8>]) {}
}

/// Learns which tiles a proof needs, because its readers cannot wait for a database.
#[derive(Default)]
struct Wanted(RefCell<Vec<Place>>);

impl TileReader for Wanted {
    fn height(&self) -> u8 {
        HEIGHT
    }
    fn read_tiles(&self, tiles: &[Tile]) -> Result<Vec<Vec<u8>>, Error> {
        self.0.borrow_mut().extend(tiles.iter().map(|tile| (tile.level(), tile.level_index())));
        Err(Error::InvalidTile)
    }
    fn save_tiles(&self, _: &[Tile], _: &[Vec<u8>]) {}
}

/// Runs a proof of `tlog_tiles` over the tiles it needs, each checked against the root.
pub async fn with_checked_tiles(
    db: &impl ConnectionTrait,
    size: u64,
    root: Hash,
    proof: impl Fn(&TileHashReader<'_>) -> Result<Vec<Hash>, Error>,
) -> Result<Vec<Hash>, JournalProblem> {
    let places = {
        let wanted = Wanted::default();
        match proof(&TileHashReader::new(size, root, &wanted)) {
            // Some proofs are empty and read nothing.
            Ok(hashes) => return Ok(hashes),
            Err(_) => wanted.0.into_inner(),
        }
    };
    let tiles = Tiles { tiles: load(db, &places).await?, changed: BTreeSet::new() };
    proof(&TileHashReader::new(size, root, &tiles)).map_err(|_| Damage::Tiles { size }.into())
}

async fn load(db: &impl ConnectionTrait, places: &[Place]) -> Result<BTreeMap<Place, Vec<u8>>, DbErr> {
    if places.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut any = Condition::any();
    for (level, tile) in places {
        any = any.add(Expr::col("level").eq(i64::from(*level)).and(Expr::col("tile").eq(signed(*tile))));
    }
    let query =
        Query::select().columns(["level", "tile", "hashes"]).from("journal_tile").cond_where(any).to_owned();
    let mut tiles = BTreeMap::new();
    for row in db.query_all(&query).await? {
        let (level, tile): (i64, i64) = (row.try_get("", "level")?, row.try_get("", "tile")?);
        if let (Ok(level), Ok(tile)) = (u8::try_from(level), u64::try_from(tile)) {
            tiles.insert((level, tile), row.try_get("", "hashes")?);
        }
    }
    Ok(tiles)
}

/// Positions and sizes as the database keeps them.
pub fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A tree known only by the roots of its full subtrees: enough to append to it
/// and to tell its root, in constant memory.
#[derive(Debug, Clone, Default)]
pub struct CompactRange {
    size: u64,
    /// From the largest subtree to the smallest, one for each bit set in `size`.
    subtrees: Vec<Hash>,
}

impl CompactRange {
    pub fn size(&self) -> u64 {
        self.size
    }

    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        // Like adding one to a binary number: every carry joins two subtrees.
        let mut rest = self.size;
        while rest % 2 == 1 {
            let Some(left) = self.subtrees.pop() else { break };
            hash = node_hash(left, hash);
            rest /= 2;
        }
        self.subtrees.push(hash);
        self.size += 1;
    }

    pub fn root(&self) -> Hash {
        let join = |right, left: &Hash| node_hash(*left, right);
        match self.subtrees.split_last() {
            None => tlog_tiles::EMPTY_HASH,
            Some((smallest, larger)) => larger.iter().rev().fold(*smallest, join),
        }
    }
}
