//! Signing in: one answer for an unknown name and a wrong password.

use super::password::verify;
use crate::PeopleProblem;
use crate::rules::wait_after_failures;
use database::{Database, identity};
use kernel::{AccountId, Instant};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Who tries to sign in at the same time with the same name waits in line, so
/// that guesses sent together are counted one by one. Several processes count
/// each for itself what arrives in the same moment.
static LINES: [tokio::sync::Mutex<()>; 64] = [const { tokio::sync::Mutex::const_new(()) }; 64];

/// Failed sign-ins with names that nobody has: they wait like all others, or the
/// wait would tell which names exist. Kept by keyed hash, in this process only.
static NOBODY: Mutex<Option<HashMap<String, Tries>>> = Mutex::new(None);
/// More names than this are forgotten all at once.
const NOBODY_AT_MOST: usize = 10_000;

#[derive(Debug, Clone, Copy, Default)]
struct Tries {
    failures: i64,
    locked_until: Option<Instant>,
}

/// Opens a session and returns its token.
///
/// # Errors
/// `SignInRefused` for an unknown name, a wrong password or a disabled account;
/// `SignInWaits` after too many failures in a row.
pub async fn sign_in(db: &Database, name: &str, password: &str) -> Result<String, PeopleProblem> {
    let key = db.cipher().index(&name.to_lowercase());
    let _line = wait_in_line(&key).await;
    let account = identity::account_by_name(&db.read(), name).await?;

    let tries = match &account {
        Some(account) => Tries { failures: account.failures, locked_until: account.locked_until },
        None => nobodys_tries(&key),
    };
    must_not_wait(tries, db.clock().now())?;

    let fits = verify(password, account.as_ref().map(|account| account.password_hash.clone())).await?;
    match account {
        Some(account) if fits && account.disabled_at.is_none() => {
            if account.failures > 0 {
                db.note_sign_in(&account.id, 0, None).await?;
            }
            Ok(db.open_session(&account.id).await?)
        }
        account => {
            let tries = failed_again(tries, db.clock().now());
            match account {
                Some(account) => {
                    db.note_sign_in(&account.id, tries.failures, tries.locked_until).await?;
                }
                None => note_nobody(key, tries),
            }
            Err(refused(tries, PeopleProblem::SignInRefused))
        }
    }
}

/// Asks for the present password of an account, with the same waits.
///
/// # Errors
/// `WrongPassword`, or `SignInWaits` after too many failures in a row.
pub(super) async fn confirm_password(
    db: &Database,
    id: &AccountId,
    password: &str,
) -> Result<identity::Account, PeopleProblem> {
    let name =
        identity::account_by_id(&db.read(), id).await?.ok_or(PeopleProblem::AccountNotFound)?.sign_in_name;
    let _line = wait_in_line(&db.cipher().index(&name)).await;
    // Read again, now that nobody else counts.
    let account = identity::account_by_id(&db.read(), id).await?.ok_or(PeopleProblem::AccountNotFound)?;
    let tries = Tries { failures: account.failures, locked_until: account.locked_until };
    must_not_wait(tries, db.clock().now())?;
    if verify(password, Some(account.password_hash.clone())).await? {
        return Ok(account);
    }
    let tries = failed_again(tries, db.clock().now());
    db.note_sign_in(id, tries.failures, tries.locked_until).await?;
    Err(refused(tries, PeopleProblem::WrongPassword))
}

fn must_not_wait(tries: Tries, now: Instant) -> Result<(), PeopleProblem> {
    match tries.locked_until {
        Some(until) if until > now => Err(PeopleProblem::SignInWaits { until }),
        _ => Ok(()),
    }
}

fn failed_again(tries: Tries, now: Instant) -> Tries {
    let failures = tries.failures + 1;
    let minutes = wait_after_failures(failures);
    Tries { failures, locked_until: (minutes > 0).then(|| now.plus_minutes(minutes)) }
}

fn refused(tries: Tries, problem: PeopleProblem) -> PeopleProblem {
    match tries.locked_until {
        Some(until) => PeopleProblem::SignInWaits { until },
        None => problem,
    }
}

async fn wait_in_line(key: &str) -> Option<tokio::sync::MutexGuard<'static, ()>> {
    let number = key.bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
    match LINES.get(number % LINES.len()) {
        Some(line) => Some(line.lock().await),
        None => None,
    }
}

fn nobodys_tries(key: &str) -> Tries {
    let names = NOBODY.lock().unwrap_or_else(PoisonError::into_inner);
    names.as_ref().and_then(|names| names.get(key)).copied().unwrap_or_default()
}

fn note_nobody(key: String, tries: Tries) {
    let mut names = NOBODY.lock().unwrap_or_else(PoisonError::into_inner);
    let names = names.get_or_insert_default();
    if names.len() >= NOBODY_AT_MOST {
        names.clear();
    }
    names.insert(key, tries);
}
