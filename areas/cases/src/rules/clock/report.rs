//! The periods of a report: until it is decided whether it becomes a case, and until a review of
//! a refusal is answered. Computed from the facts of the incident and the law, as those of cases.

use super::{Clock, Minutes, Overdue, ends, most_extensions};
use crate::rules::file::Told;
use crate::rules::{Category, kinds};
use kernel::{FactId, FactKind, Instant};
use law::{Law, Passed};
use serde::Deserialize;
use std::collections::HashSet;

/// One sort of clock of an incident, as `clocks.toml` describes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportClock {
    pub rule: String,
    /// Groups of incidents in which it runs; every group if empty.
    #[serde(default)]
    pub(super) groups: Vec<String>,
    pub(super) starts: String,
    pub(super) ends: Vec<String>,
    pub(super) extended_by: Option<String>,
    /// A target of this house where the law gives no number.
    pub(super) own: Option<Minutes>,
    pub warn: Vec<Minutes>,
}

/// One fact of an incident, as far as its periods ask.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    fact: FactId,
    kind: String,
    outcome: String,
    at: Instant,
    category: Option<Category>,
    of: Option<FactId>,
}

/// What the detail of a fact can say to periods.
#[derive(Deserialize)]
struct Detail {
    of: Option<String>,
}

/// An incident as its facts tell it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReportFile {
    told: Vec<Line>,
    /// What ran out and was brought before the legal officer.
    pub overdue: Overdue,
}

impl ReportFile {
    pub fn read(facts: &[Told]) -> Self {
        let corrected: HashSet<&FactId> = facts.iter().filter_map(|fact| fact.corrects.as_ref()).collect();
        let mut live: Vec<&Told> = facts.iter().filter(|fact| !corrected.contains(&fact.fact)).collect();
        live.sort_by(|one, other| (one.at, &one.fact).cmp(&(other.at, &other.fact)));
        let mut file = Self::default();
        for fact in live {
            file.tell(fact);
        }
        file
    }

    /// Adds what is told later; a correction takes the place of what it corrects.
    pub fn tell(&mut self, fact: &Told) {
        if let Some(corrected) = &fact.corrects {
            self.told.retain(|one| one.fact != *corrected);
        }
        if self.overdue.tell(fact, kinds::REPORT_OVERDUE, kinds::REPORT_OVERDUE_OVER) {
            return;
        }
        let of = serde_json::from_str(&fact.detail).ok().and_then(|detail: Detail| detail.of);
        let (category, of) = (Category::parse(&fact.category), of.map(FactId::stored));
        let (kind, outcome) = (fact.kind.clone(), fact.outcome.clone());
        let told = Line { fact: fact.fact.clone(), kind, outcome, at: fact.at, category, of };
        let place = self.told.partition_point(|one| (one.at, &one.fact) < (told.at, &told.fact));
        self.told.insert(place, told);
    }

    /// What it was found to be last, whenever that was told.
    fn category(&self) -> Option<Category> {
        self.told.iter().rev().find_map(|one| one.category)
    }
    /// The review that waits for an answer, and since when.
    pub fn open_review(&self) -> Option<(&FactId, Instant)> {
        let answered = |review: &Line| {
            self.of_kind(kinds::REVIEW_ANSWERED.0).any(|one| one.of.as_ref() == Some(&review.fact))
        };
        self.of_kind(kinds::REVIEW_RECEIVED.0)
            .find(|review| !answered(review))
            .map(|review| (&review.fact, review.at))
    }
    /// When this was first.
    pub fn first(&self, kind: FactKind) -> Option<Instant> {
        self.of_kind(kind.0).next().map(|one| one.at)
    }
    fn of_kind<'f>(&'f self, kind: &'f str) -> impl Iterator<Item = &'f Line> {
        self.told.iter().filter(move |one| one.kind == kind)
    }
}

impl ReportClock {
    /// Whether it can run in incidents of this category at all.
    pub(super) fn is_for(&self, category: Option<Category>) -> bool {
        self.groups.is_empty()
            || category.is_some_and(|one| self.groups.iter().any(|group| group == one.group()))
    }

    pub(super) fn of<'f>(&'f self, file: &'f ReportFile, law: &'f Law) -> impl Iterator<Item = Clock> + 'f {
        let starts = file.told.iter().filter(|one| named(one, &self.starts));
        starts.filter(|_| self.is_for(file.category())).filter_map(|start| self.clock(start, file, law))
    }

    fn clock(&self, start: &Line, file: &ReportFile, law: &Law) -> Option<Clock> {
        let rule = law.rule(&self.rule).ok()?;
        let version = rule.version_on(start.at.day()).ok()?;
        let limit = version.limit().ok();
        let later = |one: &&Line| (one.at, &one.fact) >= (start.at, &start.fact);
        // What names the fact to which it belongs ends only that one.
        let belongs = |one: &&Line| one.of.is_none() || one.of.as_ref() == Some(&start.fact);
        let is_any = |words: &[String], one: &Line| words.iter().any(|word| named(one, word));
        let ended = file.told.iter().filter(later).filter(belongs).find(|one| is_any(&self.ends, one));
        let extended = self
            .extended_by
            .as_ref()
            .map_or(0, |word| file.told.iter().filter(later).filter(|one| named(one, word)).count());
        let extended = u32::try_from(extended).unwrap_or(u32::MAX);
        let (extensions, due, safe) = match (self.own, limit) {
            (Some(Minutes(minutes)), _) => {
                let over = Some(start.at.plus_minutes(minutes));
                (0, over, over)
            }
            (None, limit) => {
                let limit = limit?;
                let extensions = extended.min(most_extensions(limit));
                let (due, safe) = ends(limit, start.at, Passed { excluded_days: 0, extensions }, law);
                (extensions, due, safe)
            }
        };
        Some(Clock {
            rule: self.rule.clone(),
            version: if self.own.is_some() { String::new() } else { version.version.to_string() },
            started_by: start.fact.clone(),
            counts_from: start.fact.clone(),
            party: None,
            since: start.at,
            due,
            safe,
            extensions,
            excluded_days: 0,
            paused_since: None,
            changed_by: Vec::new(),
            ended_at: ended.map(|one| one.at.max(start.at)),
            is_replaced: false,
            is_hold: false,
            is_advice: !rule.mark.is_enforced(),
        })
    }
}

/// `received` names the fact `incident.received`, `received:handover` the one with this outcome.
fn named(one: &Line, word: &str) -> bool {
    let (kind, outcome) = word.split_once(':').map_or((word, None), |(kind, outcome)| (kind, Some(outcome)));
    one.kind.strip_prefix("incident.") == Some(kind) && outcome.is_none_or(|outcome| one.outcome == outcome)
}
