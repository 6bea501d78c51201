//! Typed ids. A key is a UUIDv7 made here, never a sequence of the database.

use serde::{Deserialize, Serialize};

/// A text that should have been an id and is not.
#[derive(Debug, Clone, thiserror::Error)]
#[error("not an id: {0:?}")]
pub struct BadId(pub String);

/// A new time-ordered key (UUIDv7), in its usual 36-character form.
pub fn new_uuid() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Declares a typed id: a UUID in text form, parsed once at the border.
#[macro_export]
macro_rules! typed_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, $crate::__private::Serialize, $crate::__private::Deserialize)]
        #[serde(crate = "::kernel::__private::serde", transparent)]
        pub struct $name(String);
        $crate::typed_id!(@impl $name);
    };
    (@impl $name:ident) => {
        impl $name {
            /// A new id, later than all made before it on this machine.
            #[allow(clippy::new_without_default)]
            pub fn new() -> Self { Self($crate::new_uuid()) }
            /// An id from a form, a path or a file.
            pub fn parse(text: &str) -> Result<Self, $crate::BadId> {
                $crate::__private::parse_uuid(text).map(Self)
            }
            /// An id that the database returned: it was checked when it was written.
            pub fn stored(text: String) -> Self { Self(text) }
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::BadId;
            fn from_str(text: &str) -> Result<Self, Self::Err> { Self::parse(text) }
        }
    };
}

macro_rules! own_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);
        crate::typed_id!(@impl $name);
    };
}

own_id!(
    /// A fact in the log.
    FactId
);
own_id!(
    /// Somebody who works in the bureau: officer, auxiliary or civilian.
    PersonId
);
own_id!(
    /// One showing of a form, so that the form sent twice changes nothing twice.
    FormId
);
own_id!(
    /// What one signs in with.
    AccountId
);
