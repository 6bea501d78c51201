//! Units, people and accounts: who works where, as what, with which ranks and
//! certificates, and who may sign in with which role.
//!
//! Law: none of its own yet; ranks follow 《人民警察警衔条例》.
//! Others use the functions and types below, and nothing of the rooms.

mod commands;
mod pages;
mod problem;
pub mod rules;
mod store;

pub use commands::*;
pub use pages::{MENU, routes};
pub use problem::PeopleProblem;
pub use rules::kinds::FACTS;
pub use store::certificates::{Expiring, Member, expiring, has_valid as has_qualification, members};
pub use store::list::{PersonBrief, serving_in as people_of, strength_by_unit};
pub use store::person::names as person_names;
pub use store::staff::{Worker, service_of, staff, unit_of};

/// Writing people in bulk, without commands: for loaders of large data sets.
pub mod bulk {
    pub use crate::store::bulk::{PersonRow, Sealed, insert_many, insert_qualifications, insert_ranks};
}

use kernel::{Language, MessageFile};

pub const POLICIES: access::PolicyFile = access::PolicyFile {
    area: "people",
    schema: include_str!("access.cedarschema"),
    policies: include_str!("access.cedar"),
};

/// The measures over this area's facts.
pub const MEASURES: &str = include_str!("measures.toml");

/// The words of this area.
pub const MESSAGES: [MessageFile; 2] = [
    MessageFile { language: Language::Chinese, name: "people", source: include_str!("messages/zh-CN.ftl") },
    MessageFile { language: Language::English, name: "people", source: include_str!("messages/en.ftl") },
];

#[cfg(test)]
mod tests;
