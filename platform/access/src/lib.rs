//! May this account do this to that? Cedar decides; a `Permit` is its yes.
//!
//! Only this crate makes a `Permit`, and nothing is written without one.

mod cedar;
mod matrix;

pub use cedar::{Access, AccessProblem, Denied, Permit};
pub use matrix::{Matrix, MatrixRow};

use kernel::{Language, MessageFile, UnitCode};

pub const MESSAGES: [MessageFile; 2] = [
    MessageFile { language: Language::Chinese, name: "access", source: include_str!("messages/zh-CN.ftl") },
    MessageFile { language: Language::English, name: "access", source: include_str!("messages/en.ftl") },
];

/// An area's schema and policies.
#[derive(Debug, Clone, Copy)]
pub struct PolicyFile {
    /// The area, for error messages.
    pub area: &'static str,
    /// Entity types and actions, in Cedar's schema language.
    pub schema: &'static str,
    pub policies: &'static str,
}

/// Something an action is done to, as the policies see it.
#[derive(Debug, Clone)]
pub struct Entity {
    /// Its type in the schema: `Incident`.
    pub kind: &'static str,
    pub id: String,
    /// The unit that answers for it.
    pub unit: UnitCode,
    /// Its other attributes, named as in the schema.
    pub attributes: Vec<(&'static str, Attribute)>,
}

impl Entity {
    pub fn new(kind: &'static str, id: impl ToString, unit: &UnitCode) -> Self {
        Self { kind, id: id.to_string(), unit: unit.clone(), attributes: Vec::new() }
    }
    pub fn with(mut self, name: &'static str, value: Attribute) -> Self {
        self.attributes.push((name, value));
        self
    }
}

/// The value of an attribute that a policy asks about.
#[derive(Debug, Clone)]
pub enum Attribute {
    Text(String),
    Number(i64),
    Flag(bool),
    /// A set of texts, such as the handlers of a case.
    Texts(Vec<String>),
}

/// What can stand behind an action.
pub trait Resource {
    fn describe(&self) -> Entity;
}

impl Resource for Entity {
    fn describe(&self) -> Entity {
        self.clone()
    }
}

#[cfg(test)]
mod tests;
