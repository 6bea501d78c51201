//! What opens something for an account without signing in.

use super::kinds;
use kernel::FactKind;

/// An account has at most one for each purpose; a new one takes the place of the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Secret {
    /// The address under which a calendar program reads one's deadlines and shifts.
    Calendar,
    /// The key with which a program does what its owner may do.
    Program,
}

impl Secret {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Calendar => "calendar",
            Self::Program => "program",
        }
    }
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Calendar, Self::Program].into_iter().find(|one| one.as_str() == text)
    }
    /// The action that its owner needs.
    pub fn action(self) -> &'static str {
        match self {
            Self::Calendar => "account.keep_calendar",
            Self::Program => "account.keep_key",
        }
    }
    pub fn made(self) -> FactKind {
        match self {
            Self::Calendar => kinds::CALENDAR_MADE,
            Self::Program => kinds::KEY_MADE,
        }
    }
    pub fn withdrawn(self) -> FactKind {
        match self {
            Self::Calendar => kinds::CALENDAR_WITHDRAWN,
            Self::Program => kinds::KEY_WITHDRAWN,
        }
    }
}
