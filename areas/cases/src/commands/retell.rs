//! Periods told again after a correction: what was kept, missed or run out may no longer be so.

use super::facts;
use crate::rules::clock::{Clock, OverduePeriod};
use crate::rules::{Reason, kinds};
use database::facts::StoredFact;
use kernel::{Credit, Fact, FactId, FactKind, PersonId};
use serde_json::json;
use std::collections::{HashMap, HashSet};

/// The kinds of fact that tell of the periods of a case, or of an incident.
pub(super) struct PeriodKinds {
    pub kept: FactKind,
    pub missed: FactKind,
    pub overdue: FactKind,
    pub overdue_over: FactKind,
    pub withdrawn: FactKind,
}

pub(super) const OF_CASES: PeriodKinds = PeriodKinds {
    kept: kinds::PERIOD_KEPT,
    missed: kinds::PERIOD_MISSED,
    overdue: kinds::OVERDUE,
    overdue_over: kinds::OVERDUE_OVER,
    withdrawn: kinds::PERIOD_WITHDRAWN,
};
pub(super) const OF_REPORTS: PeriodKinds = PeriodKinds {
    kept: kinds::REPORT_KEPT,
    missed: kinds::REPORT_MISSED,
    overdue: kinds::REPORT_OVERDUE,
    overdue_over: kinds::REPORT_OVERDUE_OVER,
    withdrawn: kinds::REPORT_WITHDRAWN,
};

/// What stood before a correction, and what it changed.
pub(super) struct Retold<'a> {
    pub history: &'a [StoredFact],
    /// The facts that the correction tells anew.
    pub corrected: &'a [Fact],
    pub before: &'a [Clock],
    pub after: &'a [Clock],
    pub reason: Reason,
}

impl Retold<'_> {
    /// The facts of periods that have to be told anew, each naming the one that it puts right;
    /// `ended` tells a period that has ended, `bare` makes a fact of the same record.
    pub fn facts(
        &self,
        kinds: &PeriodKinds,
        ended: impl Fn(&Clock) -> Option<Fact>,
        bare: impl Fn(FactKind) -> Fact,
    ) -> Vec<Fact> {
        // A step that is told anew is another fact: the clocks that it started have new keys.
        let moved: HashMap<&str, &FactId> = self
            .corrected
            .iter()
            .filter_map(|fact| Some((fact.corrects.as_ref()?.as_str(), &fact.id)))
            .collect();
        let key_now = |key: &str| match key.split_once('/') {
            Some((rule, fact)) => match moved.get(fact) {
                Some(new) => format!("{rule}/{new}"),
                None => key.to_owned(),
            },
            None => key.to_owned(),
        };
        let mut told = Vec::new();
        // Since when each period that still counts as run out was brought up.
        let mut brought_up = HashMap::new();
        for live in super::correct::live(self.history) {
            let Some(key) = clock_of(live) else { continue };
            let key = key_now(&key);
            let clock = self.after.iter().find(|clock| clock.key() == key);
            let new = if live.kind == kinds.overdue.0 {
                let over = clock.filter(|clock| ran_out(clock, live));
                brought_up.extend(over.map(|_| (key.clone(), OverduePeriod::new(&key, live.happened()))));
                over.map(|clock| overdue(clock, live, bare(kinds.overdue)))
            } else if live.kind == kinds.overdue_over.0 {
                let period = brought_up.get(&key);
                period
                    .and_then(|period| facts::over(bare(kinds.overdue_over), period, clock, live.happened()))
            } else if live.kind == kinds.kept.0 || live.kind == kinds.missed.0 {
                clock.and_then(&ended)
            } else {
                continue;
            };
            match new {
                Some(new) if is_same(&new, live) => {}
                Some(new) => told.push(self.correcting(new, live)),
                None => {
                    let gone = bare(kinds.withdrawn).at(live.happened()).outcome(live.outcome.as_str());
                    told.push(self.correcting(gone.detail(json!({ "clock": key })), live));
                }
            }
        }
        // What ran until now under the old key and has ended with the correction.
        let ran: HashSet<String> = self
            .before
            .iter()
            .filter(|clock| clock.is_running())
            .map(|clock| key_now(&clock.key()))
            .collect();
        let is_moved = |clock: &&Clock| moved.values().any(|fact| **fact == clock.started_by);
        let newly = self.after.iter().filter(is_moved).filter(|clock| ran.contains(&clock.key()));
        told.extend(newly.filter_map(ended));
        told
    }

    /// The new fact in the place of the old one: of the same people, with the reason.
    fn correcting(&self, mut fact: Fact, live: &StoredFact) -> Fact {
        if let Some(fields) = fact.detail.as_object_mut() {
            fields.insert("reason".to_owned(), json!(self.reason.as_str()));
        }
        fact.credits = live
            .credits
            .iter()
            .map(|(officer, share)| Credit { officer: PersonId::stored(officer.clone()), share: *share })
            .collect();
        fact.corrects(FactId::stored(live.id.clone()))
    }
}

/// The clock that a fact of a period tells of.
fn clock_of(fact: &StoredFact) -> Option<String> {
    let detail: serde_json::Value = serde_json::from_str(&fact.detail).ok()?;
    detail.get("clock")?.as_str().map(str::to_owned)
}

/// Whether the period had run out when it was said to have.
fn ran_out(clock: &Clock, live: &StoredFact) -> bool {
    let Some(over) = clock.due.or(clock.safe) else { return false };
    !clock.is_replaced
        && clock.over().is_some()
        && over <= live.happened()
        && clock.ended_at.is_none_or(|ended| ended >= over)
}

fn overdue(clock: &Clock, live: &StoredFact, bare: Fact) -> Fact {
    let mut fact = bare
        .at(live.happened())
        .outcome(clock.rule.as_str())
        .detail(json!({ "clock": clock.key(), "version": clock.version }));
    fact.due_at = clock.due;
    fact
}

fn is_same(new: &Fact, live: &StoredFact) -> bool {
    new.kind.0 == live.kind
        && new.happened_at == Some(live.happened())
        && new.minutes == live.minutes
        && new.due_at.map(kernel::Instant::micros) == live.due_at
        && new.detail.get("clock").and_then(|clock| clock.as_str()) == clock_of(live).as_deref()
}
