//! What happened to an incident or a case, as its facts tell it.

use database::facts::StoredFact;
use database::identity;
use kernel::category_key;
use kernel::{Instant, PersonId, Text};
use pages::{App, Failure, Page, failed};
use std::collections::{HashMap, HashSet};

/// One line of a history.
pub struct Line {
    pub happened_at: Instant,
    /// If it was entered later than it happened.
    pub recorded_at: Option<Instant>,
    pub what: String,
    /// Category, result, minutes, as far as there are any.
    pub details: Vec<String>,
    pub people: String,
    pub author: String,
    /// A later fact tells it anew: this one counts no more.
    pub is_corrected: bool,
    /// Why it was told anew.
    pub reason: Option<String>,
    pub fact: String,
    /// Where its time is put right, for those who may.
    pub correction: Option<String>,
}

/// The names of everybody who had a part in these facts, and of `others`, in one question.
pub async fn names(
    app: &App,
    facts: &[StoredFact],
    others: &[PersonId],
) -> Result<HashMap<PersonId, String>, Failure> {
    let credited = facts.iter().flat_map(|fact| &fact.credits);
    let credited = credited.map(|(person, _)| PersonId::stored(person.clone()));
    let people: HashSet<PersonId> = credited.chain(others.iter().cloned()).collect();
    let people: Vec<PersonId> = people.into_iter().collect();
    match people.is_empty() {
        true => Ok(HashMap::new()),
        false => people::person_names(&app.db.read(), &people).await.map_err(failed),
    }
}

/// The facts of a subject, newest first, with names.
pub async fn lines(
    app: &App,
    page: &Page,
    facts: &[StoredFact],
    names: &HashMap<PersonId, String>,
) -> Result<Vec<Line>, Failure> {
    let read = app.db.read();
    let authors: HashSet<&str> = facts.iter().map(|fact| fact.actor.as_str()).collect();
    let authors: Vec<String> = authors.into_iter().map(str::to_owned).collect();
    let authors = identity::account_names(&read, &authors).await.map_err(failed)?;
    let author = |fact: &StoredFact| match authors.get(&fact.actor) {
        Some(name) => name.clone(),
        None => page.t("cases-author-program"),
    };
    let corrected: HashSet<&str> = facts.iter().filter_map(|fact| fact.corrects.as_deref()).collect();
    let line = |fact: &StoredFact| Line {
        happened_at: fact.happened(),
        recorded_at: Some(fact.recorded()).filter(|at| at.to_field() != fact.happened().to_field()),
        what: page.t(format!("fact-{}", fact.kind.replace(['.', '_'], "-"))),
        details: details(page, fact),
        people: in_order(&fact.credits, names),
        author: author(fact),
        is_corrected: corrected.contains(fact.id.as_str()),
        reason: reason(fact).map(|reason| page.t(format!("cases-reason-{}", reason.replace('_', "-")))),
        fact: fact.id.clone(),
        correction: None,
    };
    Ok(facts.iter().rev().map(line).collect())
}

fn in_order(credits: &[(String, i64)], names: &HashMap<PersonId, String>) -> String {
    let name = |(person, _): &(String, i64)| names.get(&PersonId::stored(person.clone())).cloned();
    credits.iter().filter_map(name).collect::<Vec<_>>().join("、")
}

fn details(page: &Page, fact: &StoredFact) -> Vec<String> {
    let mut details = Vec::new();
    if !fact.category.is_empty() {
        details.push(page.t(category_key(&fact.category)));
    }
    if !fact.outcome.is_empty() {
        details.push(page.t(format!("outcome-{}", fact.outcome.replace('_', "-"))));
    }
    if let Some(body) = field(fact, "passed_to") {
        details.push(page.t(format!("cases-body-{}", body.replace('_', "-"))));
    }
    for (name, key) in [("refusal", "cases-refusal"), ("notice", "cases-notice")] {
        details.extend(field(fact, name).map(|word| page.t(format!("{key}-{}", word.replace('_', "-")))));
    }
    if let Some(minutes) = fact.minutes {
        let key = match fact.subject_kind.as_str() {
            // Counted from the beginning of the period, not of the record.
            _ if fact.kind.contains(".period_") => "cases-period-took",
            "case" => "cases-after-accepted",
            _ => "cases-after-received",
        };
        details.push(page.say(&Text::new(key).with("time", page.minutes(minutes))));
    }
    details
}

fn reason(fact: &StoredFact) -> Option<String> {
    field(fact, "reason").filter(|_| fact.corrects.is_some())
}

fn field(fact: &StoredFact, name: &str) -> Option<String> {
    let detail: serde_json::Value = serde_json::from_str(&fact.detail).ok()?;
    detail.get(name)?.as_str().map(str::to_owned)
}
