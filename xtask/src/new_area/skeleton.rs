//! What a new area begins with; `@name@` and `@Name@` stand for its name.

pub const FILES: [(&str, &str); 14] = [
    (
        "Cargo.toml",
        r#"[package]
name = "@name@"
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true
publish.workspace = true

[lints]
workspace = true

[lib]
doctest = false

# These are the architecture: the platform, and areas of lower rank only.
[dependencies]
access.workspace = true
askama.workspace = true
axum.workspace = true
database.workspace = true
kernel.workspace = true
law.workspace = true
pages.workspace = true
sea-orm.workspace = true
serde.workspace = true
thiserror.workspace = true

[dev-dependencies]
testkit.workspace = true
tokio.workspace = true
"#,
    ),
    ("askama.toml", "[general]\ndirs = [\"src\", \"../../platform/pages/templates\"]\n"),
    (
        "src/lib.rs",
        r#"//! @Name@: what the station does here, in one line.
//!
//! Law: none yet. Others may use: nothing yet.

pub mod commands;
pub mod pages;
mod problem;
pub mod rules;
mod store;

pub use problem::{@Name@Problem, MESSAGES};

/// Who may do what here.
pub const POLICIES: access::PolicyFile = access::PolicyFile {
    area: "@name@",
    schema: include_str!("access.cedarschema"),
    policies: include_str!("access.cedar"),
};

#[cfg(test)]
mod tests;
"#,
    ),
    ("src/rules.rs", "//! Types and decisions. Pure: no clock, no database, no HTML, no async.\n"),
    (
        "src/commands.rs",
        "//! Everything a person can do here. One function per verb: may I, what follows, write it down.\n",
    ),
    ("src/store.rs", "//! The only file that names the tables `@name@_*`.\n"),
    (
        "src/pages.rs",
        "//! Pages under `/@name@`: read the form, run the command, show the result. Decides nothing.\n",
    ),
    (
        "src/pages/index.html",
        "{% extends \"layout.html\" %}\n{% block main %}\n<h1>{{ w.t(\"@name@-title\") }}</h1>\n{% endblock %}\n",
    ),
    (
        "src/problem.rs",
        r#"//! Why a command was not carried out, and what the person reads.

use access::Denied;
use database::DbErr;
use kernel::{Language, MessageFile, Problem, Status, Text};

/// Why a command was not carried out. `Display` is for the log.
#[derive(Debug, thiserror::Error)]
pub enum @Name@Problem {
    #[error("not found")]
    NotFound,
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("database: {0}")]
    Database(#[from] DbErr),
}

impl Problem for @Name@Problem {
    fn message(&self) -> Text {
        match self {
            Self::NotFound => Text::new("@name@-not-found"),
            Self::Denied(_) => Text::new("@name@-denied"),
            Self::Database(_) => Text::new("@name@-not-saved"),
        }
    }
    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::Denied(_) => Status::Denied,
            Self::Database(_) => Status::Failed,
        }
    }
}

/// The words of this area in both languages.
pub const MESSAGES: [MessageFile; 2] = [
    MessageFile { language: Language::Chinese, name: "@name@", source: include_str!("messages/zh-CN.ftl") },
    MessageFile { language: Language::English, name: "@name@", source: include_str!("messages/en.ftl") },
];
"#,
    ),
    (
        "src/access.cedarschema",
        "// What is acted on here, and the actions. Action names equal the command names.\n",
    ),
    ("src/access.cedar", "// Who may do what here. Roles are held for a unit and all below it.\n"),
    (
        "src/messages/zh-CN.ftl",
        "@name@-title = @Name@
@name@-not-found = 没有找到该记录，可能已被移走。请返回列表重新查找。
@name@-denied = 您没有办理此事项的权限。请联系本所所长或者教导员。
@name@-not-saved = 未能保存。请稍后重试。
",
    ),
    (
        "src/messages/en.ftl",
        "@name@-title = @Name@
@name@-not-found = This record was not found; it may have been moved. Go back to the list and look again.
@name@-denied = You may not do this. Ask the chief or the instructor of your station.
@name@-not-saved = This was not saved. Please try again.
",
    ),
    (
        "src/tests.rs",
        r#"#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use crate::*;
use kernel::{Catalogue, Language, Problem};

#[test]
fn every_problem_has_words_in_both_languages() {
    let catalogue = Catalogue::load(&MESSAGES).unwrap();
    let problems =
        [@Name@Problem::NotFound, @Name@Problem::Database(database::DbErr::Custom("broken".to_owned()))];
    for problem in problems {
        for language in Language::ALL {
            assert!(catalogue.has(language, &problem.message().key), "{problem}");
        }
    }
}
"#,
    ),
];
