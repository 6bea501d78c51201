//! Work reports (工作报告): computed figures, people's own words, official layout.
//!
//! Layout: GB/T 9704-2012. Others use `make_report`, for the command line.

mod commands;
mod pages;
mod problem;
mod rules;
mod store;

pub use commands::{Composed, Format, Workshop, compose, make_report, save_text};
pub use pages::routes;
pub use problem::ReportsProblem;
pub use rules::{ReportKind, Section};
pub use store::ReportKey;

use access::PolicyFile;
use kernel::{FactKind, Language, MessageFile};

pub const POLICIES: PolicyFile = PolicyFile {
    area: "reports",
    schema: include_str!("access.cedarschema"),
    policies: include_str!("access.cedar"),
};

pub const FACTS: &[FactKind] = &[commands::TEXT_SAVED, commands::MADE];

/// The words of this area.
pub const MESSAGES: [MessageFile; 2] = [
    MessageFile { language: Language::Chinese, name: "reports", source: include_str!("messages/zh-CN.ftl") },
    MessageFile { language: Language::English, name: "reports", source: include_str!("messages/en.ftl") },
];

#[cfg(test)]
mod tests;
