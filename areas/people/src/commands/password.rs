//! Hashing passwords: slow on purpose, off the threads that answer requests.

use crate::PeopleProblem;
use crate::rules::check_password;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::OnceLock;
use tokio::sync::Semaphore;

/// How much work one hash is.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// KiB of memory.
    pub memory: u32,
    pub rounds: u32,
}

impl Cost {
    /// The OWASP recommendation for Argon2id with one lane.
    pub const STANDARD: Cost = Cost { memory: 19_456, rounds: 2 };
    /// For tests and invented data only.
    pub const LEAST: Cost = Cost { memory: 8, rounds: 1 };

    fn hasher(self) -> Result<Argon2<'static>, PeopleProblem> {
        let params = Params::new(self.memory, self.rounds, 1, None)
            .map_err(|error| PeopleProblem::Hashing(error.to_string()))?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }
}

/// Hashes at the same time: each takes 19 MiB and a whole core.
static PLACES: Semaphore = Semaphore::const_new(4);

/// A password that was checked and hashed (Argon2id in PHC form).
#[derive(Debug, Clone)]
pub struct Hashed(String);

impl Hashed {
    /// Checks a new password for the account with this sign-in name, and hashes it.
    ///
    /// # Errors
    /// The password may not be used.
    pub async fn of(password: &str, sign_in_name: &str, cost: Cost) -> Result<Self, PeopleProblem> {
        check_password(password, sign_in_name)?;
        let password = password.to_owned();
        off_thread(move || hash(&password, cost)).await?.map(Self)
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether the password is the one that was hashed. Without a hash it takes as
/// long and says no, so that the time does not tell whether a name exists.
pub(super) async fn verify(password: &str, hashed: Option<String>) -> Result<bool, PeopleProblem> {
    let password = password.to_owned();
    off_thread(move || {
        let nobody = match &hashed {
            Some(_) => None,
            None => Some(nobodys_hash()?),
        };
        let Some(text) = hashed.as_deref().or(nobody) else { return Ok(false) };
        let Ok(parsed) = PasswordHash::new(text) else { return Ok(false) };
        // Parameters come from the hash itself.
        let fits = Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
        Ok(fits && nobody.is_none())
    })
    .await?
}

fn hash(password: &str, cost: Cost) -> Result<String, PeopleProblem> {
    cost.hasher()?
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| PeopleProblem::Hashing(error.to_string()))
}

fn nobodys_hash() -> Result<&'static str, PeopleProblem> {
    static HASH: OnceLock<String> = OnceLock::new();
    if let Some(hash) = HASH.get() {
        return Ok(hash);
    }
    let made = hash("nobody has this password", Cost::STANDARD)?;
    Ok(HASH.get_or_init(|| made))
}

async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, PeopleProblem> {
    let _place = PLACES.acquire().await.map_err(|error| PeopleProblem::Hashing(error.to_string()))?;
    tokio::task::spawn_blocking(work).await.map_err(|error| PeopleProblem::Hashing(error.to_string()))
}
