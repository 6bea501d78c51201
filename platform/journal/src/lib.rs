//! The journal: facts sealed into a signed Merkle tree, so that no one can
//! change, delete, insert or reorder them unseen.
//!
//! A fact is committed together with its leaf hash in `fact_unsealed`. The
//! sealer then gives it a place in the tree of RFC 9162, kept in tiles in the
//! database (C2SP tlog-tiles), and signs the new head as a C2SP
//! tlog-checkpoint. Whoever holds an exported journal can check all of it
//! without a database (`verify`), and whoever holds a single proof can check
//! one fact (`Proof::check`).
//!
//! # The window before sealing
//!
//! Between its commit and the next head a fact is not sealed: at most about a
//! second while the server runs, longer while no server runs or a backlog is
//! being worked off. Somebody who can write to the database behind the
//! program's back can alter such a fact *and* its waiting hash, or queue a fact
//! of their own, and nothing shows it. Once it is sealed, altering it needs the signing key, which is
//! kept outside the database; a head that was printed or given away beforehand
//! then shows even what was re-signed or cut off. The sealer never signs what
//! contradicts the last head: it stops and says so.
//!
//! # What a verification relies on
//!
//! The key in an exported file says who signed it. That it is the right key,
//! and that nothing was cut off at the end, only a head kept elsewhere shows:
//! give it to `verify` as the anchored head.

mod export;
mod file;
mod head;
mod problem;
mod prove;
mod sealer;
mod signer;
mod tree;
mod verify;

pub use export::{Exported, export, verify_live};
pub use head::{Head, head};
pub use problem::{Damage, JournalProblem, MESSAGES};
pub use prove::{Growth, Proof, ProofProblem, prove, prove_growth};
pub use sealer::{Sealed, Sealer, seal_now};
pub use signer::{BadNote, SignedHead, Signer, VerifierKey};
pub use tree::{CompactRange, Hash};
pub use verify::{Finding, Verification, Verifier, verify};

#[cfg(test)]
mod tests;
