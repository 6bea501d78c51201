//! Lists of words: what the database, facts and forms hold, and people read in their language.

/// Declares an enum whose values have a word in the database, facts and forms, and a message.
#[macro_export]
macro_rules! worded {
    ($(#[$doc:meta])* $name:ident, $key:expr, {
        $($(#[$about:meta])* $variant:ident = $word:literal),+ $(,)?
    }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            $crate::__private::Serialize, $crate::__private::Deserialize,
        )]
        #[serde(crate = "::kernel::__private::serde")]
        pub enum $name { $($(#[$about])* #[serde(rename = $word)] $variant),+ }
        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == text)
            }
            /// The message key of its words.
            pub fn text_key(self) -> String {
                format!("{}-{}", $key, self.as_str().replace('_', "-"))
            }
        }
    };
}
