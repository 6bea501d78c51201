//! What the gate decides by. Pure: no clock, no database, no HTML.

pub mod boundary;
pub mod capacity;
pub mod form;
pub mod register;
pub mod task;

pub use kernel::FormId;
pub use register::{Permitted, PermittedId, ReturnKind, Rhythm};
pub use task::{Asked, ReturnState, State, StationState, Task, TaskId, TaskKind};

/// A code that is stored and has words: `tasks-GROUP-CODE`.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident, $group:literal, { $($(#[$about:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Deserialize)]
        pub enum $name { $($(#[$about])* #[serde(rename = $code)] $variant),+ }
        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == text)
            }
            /// The message key of its words.
            pub fn text_key(self) -> String {
                format!(concat!("tasks-", $group, "-{}"), self.as_str().replace('_', "-"))
            }
        }
    };
}
pub(crate) use codes;
