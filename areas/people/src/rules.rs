//! What people, ranks, certificates, accounts and units are, and what may become of them.
//!
//! Pure: no clock, no database, no HTML.

pub mod account;
pub mod kinds;
pub mod number;
pub mod person;
pub mod qualification;
pub mod rank;
mod secret;
pub mod unit;
pub mod workbook;

pub use secret::Secret;

/// A closed list of codes: stored as text, worded by `people-<list>-<code>`.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident in $list:literal {
        $($(#[$item_doc:meta])* $item:ident = $code:literal),+ $(,)?
    }) => {
        ::kernel::worded! {
            $(#[$doc])* $name, concat!("people-", $list), { $($(#[$item_doc])* $item = $code),+ }
        }
        impl crate::rules::Code for $name {
            const LIST: &'static str = $list;
            fn all() -> &'static [Self] { Self::ALL }
            fn code(self) -> &'static str { self.as_str() }
            fn key(self) -> String { self.text_key() }
        }
    };
}
pub(crate) use codes;

/// One of a closed list of codes.
pub trait Code: Copy + PartialEq + 'static {
    /// The name of the list, as in message keys.
    const LIST: &'static str;
    fn all() -> &'static [Self];
    fn code(self) -> &'static str;
    fn key(self) -> String;
}

pub use account::{SignInName, check_grant, check_password, is_last_of_administrators, wait_after_failures};
pub use number::{IdentityFlaw, IdentityNumber, Telephone, masked};
pub use person::{
    Gender, LeaveReason, NewPerson, Person, PersonChanges, PersonKind, PersonName, PoliceNumber, Post,
};
pub use qualification::{EXPIRING_DAYS, Qualification, QualificationKind};
pub use rank::{Rank, RankEntry};

/// Text as people type it into a field for a number: full-width forms become
/// plain ones, blanks and hyphens go, letters become capitals.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .filter_map(|letter| match letter {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter) - 0xFEE0),
            '-' => None,
            _ if letter.is_whitespace() => None,
            _ => Some(letter),
        })
        .collect::<String>()
        .to_uppercase()
}
