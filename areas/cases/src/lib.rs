//! Incidents and cases: taken, dispatched, attended, ended; accepted, handled, closed.
//!
//! Law: administrative and criminal procedure; `rules/gate.rs` and `clocks.toml` name each rule.
//! Others use the commands, `import_events`, `open_work`, and for bulk loads `store::insert_many`.

mod commands;
mod import;
mod pages;
mod problem;
pub mod rules;
pub mod store;

pub use commands::*;
pub use import::{ImportEvents, ImportReport, Progress, import_events, map_names};
pub use pages::{ClockView, held_now, reminders, routes};
pub use problem::{CasesProblem, Field};
pub use rules::act::Act;
pub use rules::kinds::ALL as FACTS;
pub use store::{
    NearCounts, OpenWork, Units, ZoneHour, incidents_by_hour, incidents_by_week_hour, incidents_by_zone_hour,
    open_work, zones,
};

use access::PolicyFile;
use kernel::{Language, MessageFile};
use rules::paper::PaperFile;

/// One file of the folder `papers/`, by its name.
macro_rules! template {
    ($name:literal) => {
        PaperFile { name: $name, text: include_str!(concat!("papers/", $name, ".toml")) }
    };
}

pub const POLICIES: PolicyFile = PolicyFile {
    area: "cases",
    schema: include_str!("access.cedarschema"),
    policies: include_str!("access.cedar"),
};

/// What is measured over these facts.
pub const MEASURES: &str = include_str!("measures.toml");

/// Which acts set which periods of the law going.
pub const CLOCKS: &str = include_str!("clocks.toml");

/// What is looked at when a file is reviewed.
pub const CHECKLIST: &str = include_str!("checklist.toml");

/// The templates of papers, each a file of the folder `papers/`, in the order of a case.
pub const PAPERS: &[PaperFile] = &[
    template!("case_register"),
    template!("case_notice"),
    template!("no_case_notice"),
    template!("report_receipt"),
    template!("filing_request"),
    template!("no_filing_notice"),
    template!("rights_notice"),
    template!("summons_request"),
    template!("summons"),
    template!("family_notice"),
    template!("question_record"),
    template!("inspection_warrant"),
    template!("seizure_decision"),
    template!("appraisal_commission"),
    template!("opinion_notice"),
    template!("criminal_opinion_notice"),
    template!("mediation_agreement"),
    template!("term_extension"),
    template!("penalty_notice"),
    template!("hearing_right_notice"),
    template!("hearing_notice"),
    template!("penalty_decision"),
    template!("service_receipt"),
    template!("detention_family_notice"),
    template!("criminal_detention_notice"),
    template!("prosecution_notice"),
    template!("closing_report"),
];

/// The words of this area.
pub const MESSAGES: [MessageFile; 2] = [
    MessageFile { language: Language::Chinese, name: "cases", source: include_str!("messages/zh-CN.ftl") },
    MessageFile { language: Language::English, name: "cases", source: include_str!("messages/en.ftl") },
];

#[cfg(test)]
mod tests;
