//! Proofs that one can check without the database.

use crate::head;
use crate::problem::{Damage, JournalProblem};
use crate::signer::{BadNote, VerifierKey};
use crate::tree::{Hash, with_checked_tiles};
use database::{Database, facts};
use kernel::FactId;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use serde::{Deserialize, Serialize};
use tlog_tiles::{check_record, check_tree, prove_record, prove_tree, record_hash};

/// Proof that a fact stands in the journal (RFC 9162, section 2.1.3).
///
/// Hashes are base64, as in the signed head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    pub fact: String,
    /// Its place in the journal, from 0.
    pub position: u64,
    /// Facts in the journal under `checkpoint`.
    pub size: u64,
    pub root: String,
    /// From the leaf up to the root.
    pub hashes: Vec<String>,
    /// The signed head.
    pub checkpoint: String,
    /// The fact as it was sealed, as JSON.
    pub leaf: String,
}

/// Proof that the journal of one head continues that of an earlier one
/// (RFC 9162, section 2.1.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Growth {
    pub old_size: u64,
    pub size: u64,
    pub hashes: Vec<String>,
    /// The signed head of `size` facts.
    pub checkpoint: String,
}

/// Why a proof does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofProblem {
    #[error("head: {0}")]
    Head(#[from] BadNote),
    #[error("the signed head says something else than the proof")]
    OtherHead,
    #[error("the leaf is not the fact {0}")]
    OtherFact(String),
    #[error("the hashes do not lead to the signed root")]
    Wrong,
}

/// The proof for a fact under the newest head.
///
/// # Errors
/// The fact does not exist, is not sealed yet, or is not what was sealed.
pub async fn prove(db: &Database, fact: &FactId) -> Result<Proof, JournalProblem> {
    let reader = db.read();
    let place = Query::select()
        .column("position")
        .from("journal_entry")
        .and_where(Expr::col("fact").eq(fact.as_str()))
        .to_owned();
    let stored = facts::find(&reader, fact).await?;
    let Some(row) = reader.query_one(&place).await? else {
        return Err(if stored.is_some() { JournalProblem::NotSealed } else { JournalProblem::NotFound });
    };
    let differs = || JournalProblem::from(Damage::Fact { fact: fact.to_string() });
    let stored = stored.ok_or_else(differs)?;
    let position: i64 = row.try_get("", "position")?;
    let position = u64::try_from(position).map_err(|_| differs())?;
    // Read after the place, so that it is never older than the place.
    let head = head::newest(&reader).await?.ok_or(Damage::Head)?;
    if position >= head.size {
        return Err(Damage::Places { size: head.size, places: position + 1 }.into());
    }
    let hashes =
        with_checked_tiles(&reader, head.size, head.root, |tiles| prove_record(head.size, position, tiles))
            .await?;
    let leaf = stored.leaf_data();
    check_record(&hashes, head.size, head.root, position, record_hash(&leaf)).map_err(|_| differs())?;
    Ok(Proof {
        fact: fact.to_string(),
        position,
        size: head.size,
        root: head.root.to_string(),
        hashes: texts(&hashes),
        checkpoint: head.note,
        leaf: String::from_utf8_lossy(&leaf).into_owned(),
    })
}

/// The proof that the newest head continues the head of `old_size` facts.
///
/// # Errors
/// The journal is shorter than `old_size`, or damaged.
pub async fn prove_growth(db: &Database, old_size: u64) -> Result<Growth, JournalProblem> {
    let reader = db.read();
    let head = head::newest(&reader).await?.ok_or(JournalProblem::NoSuchSize(old_size))?;
    if old_size == 0 || old_size > head.size {
        return Err(JournalProblem::NoSuchSize(old_size));
    }
    let hashes =
        with_checked_tiles(&reader, head.size, head.root, |tiles| prove_tree(head.size, old_size, tiles))
            .await?;
    Ok(Growth { old_size, size: head.size, hashes: texts(&hashes), checkpoint: head.note })
}

impl Proof {
    /// Checks the proof with nothing but the public key.
    ///
    /// # Errors
    /// What does not fit.
    pub fn check(&self, key: &VerifierKey) -> Result<(), ProofProblem> {
        #[derive(Deserialize)]
        struct Named {
            id: String,
        }
        let head = key.open(&self.checkpoint)?;
        if head.size != self.size || head.root.to_string() != self.root {
            return Err(ProofProblem::OtherHead);
        }
        let named = serde_json::from_str::<Named>(&self.leaf).is_ok_and(|leaf| leaf.id == self.fact);
        if !named {
            return Err(ProofProblem::OtherFact(self.fact.clone()));
        }
        let leaf = record_hash(self.leaf.as_bytes());
        check_record(&hashes(&self.hashes)?, head.size, head.root, self.position, leaf)
            .map_err(|_| ProofProblem::Wrong)
    }
}

impl Growth {
    /// Checks that the journal only grew since the head `old_note`.
    ///
    /// # Errors
    /// What does not fit.
    pub fn check(&self, key: &VerifierKey, old_note: &str) -> Result<(), ProofProblem> {
        let (old, new) = (key.open(old_note)?, key.open(&self.checkpoint)?);
        if old.size != self.old_size || new.size != self.size {
            return Err(ProofProblem::OtherHead);
        }
        check_tree(&hashes(&self.hashes)?, new.size, new.root, old.size, old.root)
            .map_err(|_| ProofProblem::Wrong)
    }
}

fn texts(hashes: &[Hash]) -> Vec<String> {
    hashes.iter().map(Hash::to_string).collect()
}

fn hashes(texts: &[String]) -> Result<Vec<Hash>, ProofProblem> {
    texts.iter().map(|text| Hash::parse_hash(text).map_err(|_| ProofProblem::Wrong)).collect()
}
