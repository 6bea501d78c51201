//! The gate for all tasks (任务闸口): merged, answered, bounded or released, and a ledger of burden.
//!
//! Law: nb-14-duties, nb-refuse, nb-land, dis-ban-quota-law, dis-ban-quota-kpi. Others use the commands.

mod commands;
mod pages;
mod problem;
pub mod rules;
mod store;

pub use commands::*;
pub use pages::routes;
pub use problem::TasksProblem;
pub use store::{at_stations, find as find_task};

use kernel::{Language, MessageFile};

pub const POLICIES: access::PolicyFile = access::PolicyFile {
    area: "tasks",
    schema: include_str!("access.cedarschema"),
    policies: include_str!("access.cedar"),
};

/// The measures over this area's facts.
pub const MEASURES: &str = include_str!("measures.toml");

/// The words of this area.
pub const MESSAGES: [MessageFile; 2] = [
    MessageFile { language: Language::Chinese, name: "tasks", source: include_str!("messages/zh-CN.ftl") },
    MessageFile { language: Language::English, name: "tasks", source: include_str!("messages/en.ftl") },
];

#[cfg(test)]
mod tests;
