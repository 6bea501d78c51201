//! Identity numbers and telephones: encrypted, and found by exact match only.

use aes_gcm_siv::aead::{Aead, KeyInit};
use aes_gcm_siv::{Aes256GcmSiv, Nonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// AES-256-GCM-SIV (RFC 8452) for values, HMAC-SHA-256 for the search index.
#[derive(Clone)]
pub struct Cipher {
    aead: Aes256GcmSiv,
    index_key: [u8; 32],
}

/// Why a secret cannot be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum CipherProblem {
    #[error("key file {path}: {cause}")]
    KeyFile { path: PathBuf, cause: String },
    #[error("no randomness from the system")]
    NoRandomness,
    #[error("the value was not encrypted with this key file")]
    WrongKey,
}

/// The folder of key files, kept outside the database.
#[derive(Debug, Clone)]
pub struct Keys {
    folder: PathBuf,
}

impl Keys {
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// The 32 bytes of a key; made on first use, readable by the owner only.
    ///
    /// # Errors
    /// The file cannot be read or written, or does not hold 32 bytes.
    pub fn load_or_make(&self, name: &str) -> Result<[u8; 32], CipherProblem> {
        let path = self.folder.join(name);
        let problem = |cause: String| CipherProblem::KeyFile { path: path.clone(), cause };
        match fs::read(&path) {
            Ok(bytes) => {
                bytes.try_into().map_err(|_| problem("a key has 32 bytes, this file has not".to_owned()))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let mut key = [0_u8; 32];
                getrandom::fill(&mut key).map_err(|_| CipherProblem::NoRandomness)?;
                fs::create_dir_all(&self.folder).map_err(|error| problem(error.to_string()))?;
                write_private(&path, &key).map_err(|error| problem(error.to_string()))?;
                Ok(key)
            }
            Err(error) => Err(problem(error.to_string())),
        }
    }
}

/// Writes a new file that only its owner can read, and waits until it is on disk.
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

impl Cipher {
    /// From the key file `data.key`; the two keys are derived from it.
    ///
    /// # Errors
    /// The key file cannot be read or made.
    pub fn from_keys(keys: &Keys) -> Result<Self, CipherProblem> {
        let master = keys.load_or_make("data.key")?;
        let value_key = keyed_hash(&master, b"jishi value key");
        Ok(Self {
            aead: Aes256GcmSiv::new(&value_key.into()),
            index_key: keyed_hash(&master, b"jishi index key"),
        })
    }

    /// Nonce and ciphertext. Encrypting the same text twice gives different bytes.
    ///
    /// # Errors
    /// No randomness.
    pub fn seal(&self, text: &str) -> Result<Vec<u8>, CipherProblem> {
        self.seal_bytes(text.as_bytes())
    }

    /// The same for what is no text.
    ///
    /// # Errors
    /// No randomness.
    pub fn seal_bytes(&self, plain: &[u8]) -> Result<Vec<u8>, CipherProblem> {
        let mut nonce = [0_u8; 12];
        getrandom::fill(&mut nonce).map_err(|_| CipherProblem::NoRandomness)?;
        let sealed = self.aead.encrypt(&Nonce::from(nonce), plain).map_err(|_| CipherProblem::WrongKey)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// The text again.
    ///
    /// # Errors
    /// The bytes were changed, or encrypted under another key.
    pub fn open(&self, sealed: &[u8]) -> Result<String, CipherProblem> {
        String::from_utf8(self.open_bytes(sealed)?).map_err(|_| CipherProblem::WrongKey)
    }

    /// The bytes again.
    ///
    /// # Errors
    /// They were changed, or encrypted under another key.
    pub fn open_bytes(&self, sealed: &[u8]) -> Result<Vec<u8>, CipherProblem> {
        let (nonce, body) = sealed.split_at_checked(12).ok_or(CipherProblem::WrongKey)?;
        let nonce: [u8; 12] = nonce.try_into().map_err(|_| CipherProblem::WrongKey)?;
        self.aead.decrypt(&Nonce::from(nonce), body).map_err(|_| CipherProblem::WrongKey)
    }

    /// The index under which the exact text is found again, in hexadecimal.
    pub fn index(&self, text: &str) -> String {
        keyed_hash(&self.index_key, text.trim().to_uppercase().as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

fn keyed_hash(key: &[u8; 32], text: &[u8]) -> [u8; 32] {
    // HMAC takes a key of any length, so this cannot fail.
    let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(key) else {
        return [0; 32];
    };
    mac.update(text);
    mac.finalize().into_bytes().into()
}

impl std::fmt::Debug for Cipher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cipher")
    }
}
