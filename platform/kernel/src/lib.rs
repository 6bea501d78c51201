//! What every part of the house speaks of: ids, days, units, facts, texts.
//!
//! No database, no page and no clock of its own: time comes in through `Clock`.

mod actor;
mod fact;
mod id;
mod problem;
mod text;
mod time;
mod unit;
mod word;

pub use actor::{Actor, Grant, Role};
pub use fact::{Credit, Fact, FactKind, SHARE_WHOLE, Subject, category_key};
pub use id::{AccountId, BadId, FactId, FormId, PersonId, new_uuid};
pub use problem::{Citation, Problem, Status};
pub use text::{Catalogue, CatalogueProblem, Language, MessageFile, Text, Wording};
pub use time::{BadDay, BadInstant, Clock, Day, FixedClock, Instant, Span, SystemClock, ZONE};
pub use unit::{Unit, UnitCode, UnitKind, UnitTree};

/// What the macro `typed_id!` needs where it is used.
#[doc(hidden)]
pub mod __private {
    pub use serde::{self, Deserialize, Serialize};

    pub fn parse_uuid(text: &str) -> Result<String, crate::BadId> {
        uuid::Uuid::try_parse(text.trim())
            .map(|id| id.to_string())
            .map_err(|_| crate::BadId(text.chars().take(60).collect()))
    }
}

#[cfg(test)]
mod tests;
