//! Periods that ran out: brought before the legal officer, and at last running no more.

use super::Clock;
use crate::rules::file::Told;
use kernel::{FactId, FactKind, Instant};
use serde::Deserialize;

/// A period that was brought up because it had run out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverduePeriod {
    /// The clock's key: rule and the act that started it.
    pub key: String,
    /// When it was brought up.
    pub at: Instant,
}

impl OverduePeriod {
    pub fn new(key: &str, at: Instant) -> Self {
        Self { key: key.to_owned(), at }
    }
    pub fn rule(&self) -> &str {
        self.key.split('/').next().unwrap_or_default()
    }
}

/// One of them, by its facts.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    period: OverduePeriod,
    fact: FactId,
    /// The fact that says that it runs no more, or has time again.
    over: Option<FactId>,
}

/// What ran out in a case or a report, as its facts tell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overdue(Vec<Line>);

/// What the detail of such a fact says.
#[derive(Deserialize)]
struct Detail {
    clock: String,
}

impl Overdue {
    /// Takes in a fact of kind `began` or `ended`, and any correction; answers whether the fact was
    /// of these kinds.
    pub fn tell(&mut self, fact: &Told, began: FactKind, ended: FactKind) -> bool {
        let begins = fact.kind == began.0;
        let mut over = None;
        if let Some(corrected) = &fact.corrects {
            let (gone, kept) =
                std::mem::take(&mut self.0).into_iter().partition(|one| one.fact == *corrected);
            self.0 = kept;
            over = gone.into_iter().find_map(|one: Line| one.over);
            for one in self.0.iter_mut().filter(|one| one.over.as_ref() == Some(corrected)) {
                one.over = None;
            }
        }
        if !begins && fact.kind != ended.0 {
            return false;
        }
        let Ok(Detail { clock: key }) = serde_json::from_str(&fact.detail) else { return true };
        if begins {
            self.0.push(Line { period: OverduePeriod { key, at: fact.at }, fact: fact.fact.clone(), over });
        } else if let Some(one) = self.0.iter_mut().find(|one| one.period.key == key && one.over.is_none()) {
            one.over = Some(fact.fact.clone());
        }
        true
    }
    /// Those that were brought up and for which nothing says that they are over.
    pub fn open(&self) -> impl Iterator<Item = &OverduePeriod> {
        self.0.iter().filter(|one| one.over.is_none()).map(|one| &one.period)
    }
    pub fn is_open(&self, key: &str) -> bool {
        self.open().any(|one| one.key == key)
    }
    /// Whether a period of one of these rules ever ran out.
    pub fn has_been(&self, rules: &[&str]) -> bool {
        self.0.iter().any(|one| rules.contains(&one.period.rule()))
    }
}

impl Clock {
    /// When a period that was brought up as run out stopped being so: it ended, or has time again by
    /// `now`. None while it is still over.
    pub fn settled_at(&self, brought_up: Instant, now: Instant) -> Option<Instant> {
        match self.ended_at {
            Some(ended) => Some(ended.max(brought_up)),
            None => (!self.is_over(now)).then_some(now.max(brought_up)),
        }
    }
}
