//! The signing key, and signed heads as C2SP tlog-checkpoint notes (Ed25519).

use crate::problem::JournalProblem;
use crate::tree::{Hash, MAX_SIZE};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use database::Keys;
use ed25519_dalek::SigningKey;
use sha2::{Digest, Sha256};
use signed_note::{Note, NoteError, StandardSigner, StandardVerifier, VerifierList};
use tlog_tiles::Checkpoint;

/// The algorithm number of Ed25519 in C2SP signed-note.
const ED25519: u8 = 1;
const KEY_FILE: &str = "journal.key";

/// Signs heads with the key kept outside the database.
pub struct Signer {
    signer: StandardSigner,
    key: VerifierKey,
}

/// The public half: whose journal it is, and how to check its signatures.
#[derive(Clone)]
pub struct VerifierKey {
    verifier: StandardVerifier,
    origin: String,
    text: String,
}

/// What a signed note says, after its signature was checked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SignedHead {
    pub size: u64,
    pub root: Hash,
}

/// Why a signed note is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadNote {
    #[error("not a signed head")]
    Malformed,
    #[error("signed by another key")]
    OtherKey,
    #[error("the signature is not valid")]
    BadSignature,
}

/// A text that should have been a verifier key and is not.
#[derive(Debug, Clone, thiserror::Error)]
#[error("not a verifier key: {0:?}")]
pub struct BadKey(pub String);

impl Signer {
    /// From the key file `journal.key`, made on first use.
    ///
    /// # Errors
    /// The key file cannot be read or made.
    pub fn load(keys: &Keys) -> Result<Self, JournalProblem> {
        Self::from_seed(&keys.load_or_make(KEY_FILE)?)
    }

    /// The origin is `jishi/` and eight digits of the public key's hash: it
    /// belongs to the key and cannot be lost or mistaken apart from it.
    fn from_seed(seed: &[u8; 32]) -> Result<Self, JournalProblem> {
        let public = SigningKey::from_bytes(seed).verifying_key();
        let hash = Sha256::digest(public.as_bytes());
        let short: String = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let origin = format!("jishi/{short}");
        let id = signed_note::key_id(&origin, &[&[ED25519], public.as_bytes().as_slice()].concat());
        let secret = BASE64_STANDARD.encode([&[ED25519], seed.as_slice()].concat());
        let signer = StandardSigner::new(&format!("PRIVATE+KEY+{origin}+{id:08x}+{secret}"))
            .map_err(|_| JournalProblem::Signing)?;
        let key = VerifierKey::parse(&signed_note::new_ed25519_verifier_key(&origin, &public))
            .map_err(|_| JournalProblem::Signing)?;
        Ok(Self { signer, key })
    }

    pub fn verifier_key(&self) -> &VerifierKey {
        &self.key
    }

    /// The head as a signed note.
    pub(crate) fn sign(&self, size: u64, root: Hash) -> Result<String, JournalProblem> {
        let signing = |_| JournalProblem::Signing;
        let head = Checkpoint::new(&self.key.origin, size, root, "").map_err(|_| JournalProblem::Signing)?;
        let mut note = Note::new(&head.to_bytes(), &[]).map_err(signing)?;
        note.add_sigs(&[&self.signer]).map_err(signing)?;
        String::from_utf8(note.to_bytes()).map_err(|_| JournalProblem::Signing)
    }
}

impl VerifierKey {
    /// From its text form, `origin+id+key` (C2SP signed-note).
    ///
    /// # Errors
    /// The text is no Ed25519 verifier key.
    pub fn parse(text: &str) -> Result<Self, BadKey> {
        let text = text.trim();
        let bad = || BadKey(text.chars().take(120).collect());
        let verifier = StandardVerifier::new(text).map_err(|_| bad())?;
        let (origin, _) = text.split_once('+').ok_or_else(bad)?;
        Ok(Self { verifier, origin: origin.to_owned(), text: text.to_owned() })
    }

    /// The name of the journal, as it stands in its signed heads.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The text form, to be given to whoever verifies.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What a note says, if this key signed it.
    ///
    /// # Errors
    /// It is no signed head, another key signed it, or the signature is wrong.
    pub fn open(&self, note: &str) -> Result<SignedHead, BadNote> {
        let note = Note::from_bytes(note.as_bytes()).map_err(|_| BadNote::Malformed)?;
        let head = unchecked(&note)?;
        let known = VerifierList::new(vec![Box::new(self.verifier.clone())]);
        note.verify(&known).map_err(|error| match error {
            NoteError::UnverifiedNote | NoteError::VerificationError(_) => BadNote::OtherKey,
            _ => BadNote::BadSignature,
        })?;
        if head.origin() != self.origin {
            return Err(BadNote::OtherKey);
        }
        Ok(SignedHead { size: head.size(), root: *head.hash() })
    }
}

fn unchecked(note: &Note) -> Result<Checkpoint, BadNote> {
    let head = Checkpoint::from_bytes(note.text()).map_err(|_| BadNote::Malformed)?;
    if head.size() > MAX_SIZE { Err(BadNote::Malformed) } else { Ok(head) }
}

/// What a note says, without checking its signature: for showing it.
pub fn read_unchecked(note: &str) -> Result<SignedHead, BadNote> {
    let note = Note::from_bytes(note.as_bytes()).map_err(|_| BadNote::Malformed)?;
    let head = unchecked(&note)?;
    Ok(SignedHead { size: head.size(), root: *head.hash() })
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signer({})", self.key.text)
    }
}

impl std::fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "VerifierKey({})", self.text)
    }
}
