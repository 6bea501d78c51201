//! What happened to a task, as its facts tell it.

use crate::kinds;
use database::facts::{self, StoredFact};
use database::identity;
use kernel::Instant;
use pages::{App, Failure, Page, failed};
use std::collections::HashSet;

/// Lines that are shown; a campaign of a year has more reports than anybody reads here.
const SHOWN: usize = 40;

/// One line of a history.
pub struct Line {
    pub at: Instant,
    pub what: String,
    pub details: Vec<String>,
    pub author: String,
}

/// The newest facts of a task with their authors. What each station got and was spared says
/// the table of stations.
pub async fn story(app: &App, page: &Page, task: &str) -> Result<Vec<Line>, Failure> {
    let read = app.db.read();
    let found = facts::history(&read, task).await.map_err(failed)?;
    // What each day of a campaign came to, its own page says.
    let quiet = [kinds::RECEIVED.0, kinds::SPARED.0, kinds::RESULT_RECORDED.0];
    let told: Vec<&StoredFact> =
        found.iter().rev().filter(|fact| !quiet.contains(&fact.kind.as_str())).take(SHOWN).collect();
    let authors: HashSet<&str> = told.iter().map(|fact| fact.actor.as_str()).collect();
    let authors: Vec<String> = authors.into_iter().map(str::to_owned).collect();
    let authors = identity::account_names(&read, &authors).await.map_err(failed)?;
    Ok(told.into_iter().map(|fact| line(page, fact, authors.get(&fact.actor))).collect())
}

fn line(page: &Page, fact: &StoredFact, author: Option<&String>) -> Line {
    let mut details = Vec::new();
    let unit = kernel::UnitCode::stored(fact.unit.clone());
    let in_station = [kinds::ASSIGNED.0, kinds::HANDED_ON.0, kinds::REPORTED.0, kinds::FINISHED.0];
    if in_station.contains(&fact.kind.as_str()) {
        details.push(page.unit_name(&unit));
    }
    if !fact.outcome.is_empty() {
        details.push(page.t(format!("outcome-{}", fact.outcome.replace('_', "-"))));
    }
    if fact.kind == kinds::REPORTED.0
        && let Some(minutes) = fact.minutes
    {
        details.push(page.minutes(minutes));
    }
    Line {
        at: fact.happened(),
        what: page.t(format!("fact-{}", fact.kind.replace(['.', '_'], "-"))),
        details,
        author: author.cloned().unwrap_or_else(|| page.t("tasks-author-program")),
    }
}
