//! A form that is sent twice is carried out once, and answered like the first time.

use access::Denied;
use kernel::FormId;
use sea_orm::DbErr;

/// What somebody had before them when they decided. A program that decides on the record as it is
/// passes none.
#[derive(Debug, Clone)]
pub struct Seen {
    pub revision: i64,
    pub form: FormId,
}

impl Seen {
    /// A new form on a record as it stands.
    pub fn of(revision: i64) -> Self {
        Self { revision, form: FormId::new() }
    }
}

/// Whether the same form made the last change. If not, the record must be as it was seen.
///
/// # Errors
/// `stale`: somebody else changed the record meanwhile.
pub fn seen_before<P>(
    seen: Option<&Seen>,
    last: Option<&FormId>,
    revision: i64,
    stale: P,
) -> Result<bool, P> {
    match seen {
        Some(seen) if last == Some(&seen.form) => Ok(true),
        Some(seen) if seen.revision != revision => Err(stale),
        _ => Ok(false),
    }
}

/// An area's problem: what a command is refused with.
pub trait Refusal: From<DbErr> + From<Denied> {}

/// Why a change did not run to its end: it is done already, or it was refused.
#[derive(Debug)]
pub enum Halt<T, P> {
    /// The same form came before; this is what it was answered.
    Already(T),
    Refused(P),
}

impl<T, P: Refusal> From<P> for Halt<T, P> {
    fn from(problem: P) -> Self {
        Self::Refused(problem)
    }
}
impl<T, P: Refusal> From<DbErr> for Halt<T, P> {
    fn from(error: DbErr) -> Self {
        Self::Refused(error.into())
    }
}
impl<T, P: Refusal> From<Denied> for Halt<T, P> {
    fn from(denied: Denied) -> Self {
        Self::Refused(denied.into())
    }
}

/// What was done is answered alike, now or before.
///
/// # Errors
/// It was refused.
pub fn settled<T, P>(answer: Result<T, Halt<T, P>>) -> Result<T, P> {
    match answer {
        Ok(value) | Err(Halt::Already(value)) => Ok(value),
        Err(Halt::Refused(problem)) => Err(problem),
    }
}
