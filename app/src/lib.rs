//! The one binary `jishi`: everything the house has, behind the command line.

mod cli;
mod demo;
mod home;
mod house;
mod serve;
mod verbs;

pub use cli::Cli;
pub use house::{House, fact_kinds, measures, messages, policies};
pub use serve::{navigation, router};

use cli::{Import, Verb};
use kernel::{Language, MessageFile};

/// The words of the dashboard.
pub const MESSAGES: [MessageFile; 2] = [
    MessageFile { language: Language::Chinese, name: "app", source: include_str!("messages/zh-CN.ftl") },
    MessageFile { language: Language::English, name: "app", source: include_str!("messages/en.ftl") },
];

/// Does what the command line says.
///
/// # Errors
/// What was refused or failed, as a sentence for whoever typed it.
pub async fn run(cli: Cli) -> anyhow::Result<()> {
    match cli.verb {
        Verb::Serve { place, listen, secure } => {
            let house = House::open(place.location(), None, true).await?;
            serve::serve(house, &listen, secure).await
        }
        Verb::Demo(args) => demo::run(args).await,
        Verb::Import { what: Import::Events { file, map, unit, json, place } } => {
            verbs::import::events(&file, &map, &unit, json, place).await
        }
        Verb::Import { what: Import::People { file, dry_run, json, place } } => {
            verbs::import::people(&file, dry_run, json, place).await
        }
        Verb::Measure { what } => verbs::measure::run(what).await,
        Verb::Report { kind, unit, period, out, lang, place } => {
            verbs::report::run(kind, unit, period, &out, &lang, place).await
        }
        Verb::Law { what } => verbs::law::run(what),
        Verb::Clocks { what } => verbs::clocks::run(what).await,
        Verb::Roster { what } => verbs::roster::run(what),
        Verb::Journal { what } => verbs::journal::run(what).await,
        Verb::Tasks { what } => verbs::tasks::run(what).await,
        Verb::Match { what } => verbs::matching::run(what),
        Verb::User { what } => verbs::user::run(what).await,
    }
}
