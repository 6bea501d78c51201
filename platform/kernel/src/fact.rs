//! A fact: something that happened, recorded once, never changed.

use crate::{AccountId, FactId, Instant, PersonId, UnitCode};
use serde::Serialize;

/// What kind of thing happened, declared by the area it belongs to.
///
/// The id is `area-word.past-tense`, such as `case.closed`; its words on the
/// screen are the message `fact-case-closed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct FactKind(pub &'static str);

impl FactKind {
    /// The message key of its words.
    pub fn text_key(self) -> String {
        format!("fact-{}", self.0.replace(['.', '_'], "-"))
    }
}

/// The message key of a category, or of its group alone: `category-criminal-theft`.
pub fn category_key(code: &str) -> String {
    format!("category-{}", code.replace(['.', '_'], "-"))
}

/// What the fact is about: ids only, never personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Subject {
    pub kind: &'static str,
    pub id: String,
}

/// A whole share: credits are kept in ten-thousandths so that sums are exact.
pub const SHARE_WHOLE: i64 = 10_000;

/// The part an officer had in what happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Credit {
    pub officer: PersonId,
    /// Ten-thousandths; the shares of a fact add up to at most 10 000.
    pub share: i64,
}

/// A fact before it is recorded: the transaction adds id, author and time.
#[derive(Debug, Clone)]
pub struct Fact {
    pub id: FactId,
    pub kind: FactKind,
    pub happened_at: Option<Instant>,
    pub unit: UnitCode,
    pub actor: Option<AccountId>,
    pub subject: Subject,
    /// What sort, from the area's own list, `group.sort`: `criminal.theft`. Empty if none.
    pub category: String,
    /// Patrol zone or community where it happened; never an address. Empty if none.
    pub place: String,
    pub quantity: Option<i64>,
    pub minutes: Option<i64>,
    pub due_at: Option<Instant>,
    /// How it ended, from the area's own list. Empty if it has no end.
    pub outcome: String,
    /// A JSON object with what else belongs to it: ids and plain values.
    pub detail: serde_json::Value,
    /// The fact that this one puts right.
    pub corrects: Option<FactId>,
    pub credits: Vec<Credit>,
}

impl Fact {
    pub fn new(kind: FactKind, unit: &UnitCode, subject_kind: &'static str, subject: impl ToString) -> Self {
        Self {
            id: FactId::new(),
            kind,
            happened_at: None,
            unit: unit.clone(),
            actor: None,
            subject: Subject { kind: subject_kind, id: subject.to_string() },
            category: String::new(),
            place: String::new(),
            quantity: None,
            minutes: None,
            due_at: None,
            outcome: String::new(),
            detail: serde_json::Value::Null,
            corrects: None,
            credits: Vec::new(),
        }
    }
    /// When it happened, if that was before it was recorded.
    pub fn at(mut self, happened_at: Instant) -> Self {
        self.happened_at = Some(happened_at);
        self
    }
    pub fn category(mut self, category: impl Into<String>) -> Self {
        self.category = category.into();
        self
    }
    pub fn place(mut self, place: impl Into<String>) -> Self {
        self.place = place.into();
        self
    }
    pub fn outcome(mut self, outcome: impl Into<String>) -> Self {
        self.outcome = outcome.into();
        self
    }
    pub fn quantity(mut self, quantity: i64) -> Self {
        self.quantity = Some(quantity);
        self
    }
    pub fn minutes(mut self, minutes: i64) -> Self {
        self.minutes = Some(minutes);
        self
    }
    pub fn due_at(mut self, due_at: Instant) -> Self {
        self.due_at = Some(due_at);
        self
    }
    pub fn detail(mut self, detail: serde_json::Value) -> Self {
        self.detail = detail;
        self
    }
    pub fn corrects(mut self, fact: FactId) -> Self {
        self.corrects = Some(fact);
        self
    }
    /// Shares the credit equally; the remainder goes to the first officer.
    pub fn credit<'a>(mut self, officers: impl IntoIterator<Item = &'a PersonId>) -> Self {
        let officers: Vec<&PersonId> = officers.into_iter().collect();
        let count = i64::try_from(officers.len()).unwrap_or(i64::MAX).max(1);
        let share = SHARE_WHOLE / count;
        let rest = SHARE_WHOLE - share * count;
        self.credits = officers
            .into_iter()
            .enumerate()
            .map(|(place, officer)| Credit {
                officer: officer.clone(),
                share: if place == 0 { share + rest } else { share },
            })
            .collect();
        self
    }
}
