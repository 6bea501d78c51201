//! The law as people read it: the rules in force with their sources and examples, the texts,
//! and what changed between two editions.
//!
//! Law: all of it; the area decides nothing. Others link to its pages.

mod pages;

pub use pages::routes;

use access::PolicyFile;
use kernel::{Language, MessageFile};

pub const POLICIES: PolicyFile = PolicyFile {
    area: "library",
    schema: include_str!("access.cedarschema"),
    policies: include_str!("access.cedar"),
};

/// The words of this area.
pub const MESSAGES: [MessageFile; 2] = [
    MessageFile { language: Language::Chinese, name: "library", source: include_str!("messages/zh-CN.ftl") },
    MessageFile { language: Language::English, name: "library", source: include_str!("messages/en.ftl") },
];
