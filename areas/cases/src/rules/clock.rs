//! Running clocks: which period began when, by which rule, until when, and whether it has ended.
//!
//! A clock is computed from the acts of the file and the law of the day on which it began; what
//! is kept in the table is a copy for lists.

mod limits;
mod minutes;
mod overdue;
mod report;
mod told;

pub use limits::LawLimits;
pub use minutes::Minutes;
pub use overdue::{Overdue, OverduePeriod};
pub use report::{ReportClock, ReportFile};
pub use told::{Step, Told};

use super::act::{Act, Circumstance, PartyId, PartyRole, Trait, spec};
use super::file::{CaseFile, Entry};
use super::{CaseKind, Category, Decision, TransferTo};
use kernel::{FactId, Instant};
use law::{End, Excluded, Law, LawProblem, Limit, Passed};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What an act that ends a clock has to share with the one that started it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Within {
    Case,
    Party,
    /// It belongs to the same act.
    Of,
    /// The end of being held.
    Hold,
}

/// An act, or one choice of it: `arrived`, `arrived:ordinary`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
struct Sort {
    act: Act,
    choice: Option<String>,
}

impl TryFrom<String> for Sort {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let (word, choice) = match text.split_once(':') {
            Some((word, choice)) => (word, Some(choice.to_owned())),
            None => (text.as_str(), None),
        };
        let act = Act::parse(word).ok_or_else(|| format!("no act: {word}"))?;
        Ok(Self { act, choice })
    }
}

impl Sort {
    fn fits(&self, entry: &Entry) -> bool {
        self.act == entry.act && self.choice.as_ref().is_none_or(|choice| *choice == entry.what.choice)
    }
}

/// One sort of clock, as `clocks.toml` describes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockKind {
    pub rule: String,
    kinds: Vec<String>,
    starts: Vec<Sort>,
    #[serde(default)]
    ends: Vec<Sort>,
    within: Within,
    #[serde(default)]
    counts_from_of: bool,
    replaced_by: Option<Sort>,
    extended_by: Option<Sort>,
    #[serde(default)]
    steps: BTreeMap<String, u32>,
    /// Somebody is held while it runs: it stands on every page.
    #[serde(default)]
    pub hold: bool,
    pub warn: Vec<Minutes>,
    only_with: Option<String>,
    only_party: Option<String>,
    only_trait: Option<String>,
    #[serde(default)]
    only_decision: Vec<String>,
    own: Option<Minutes>,
    /// The period ends with the day that was agreed in the act; with its own day, if none was.
    #[serde(default)]
    until_agreed: bool,
    /// It ends only once everybody of these roles has had what ends it.
    #[serde(default)]
    each_party: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockFile {
    clock: Vec<ClockKind>,
    #[serde(default)]
    report: Vec<ReportClock>,
    #[serde(default)]
    told: Told,
}

/// All sorts of clocks: of cases, and of reports that are not yet one.
#[derive(Debug, Clone)]
pub struct Clocks {
    cases: Vec<ClockKind>,
    reports: Vec<ReportClock>,
    told: Told,
}

/// `clocks.toml` cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadClocks {
    #[error("clocks.toml: {0}")]
    Unreadable(#[from] toml::de::Error),
    #[error("clocks.toml, {rule}: {what}")]
    Unusable { rule: String, what: String },
}

impl Clocks {
    /// Reads the sorts of clocks and compares them with the acts and the law.
    ///
    /// # Errors
    /// A word that is none, a rule that `law/` does not have, a choice that its act does not have.
    pub fn load(text: &str, law: &Law) -> Result<Self, BadClocks> {
        let file: ClockFile = toml::from_str(text)?;
        for kind in &file.clock {
            let bad = |what: String| BadClocks::Unusable { rule: kind.rule.clone(), what };
            let rule = law.rule(&kind.rule).map_err(|problem| bad(problem.to_string()))?;
            let has_limit = rule.versions.iter().any(|version| version.limit().is_ok());
            if !has_limit && kind.own.is_none() && !kind.until_agreed {
                return Err(bad("the rule gives no period, so `own` has to".to_owned()));
            }
            for sort in kind.starts.iter().chain(&kind.ends).chain(&kind.replaced_by).chain(&kind.extended_by)
            {
                if let Some(choice) = &sort.choice
                    && !is_choice(sort.act, choice)
                {
                    return Err(bad(format!("{} has no choice {choice}", sort.act.as_str())));
                }
            }
            if kind.each_party.iter().any(|role| PartyRole::parse(role).is_none()) {
                return Err(bad("each_party names no role".to_owned()));
            }
            if let Some(kind) = kind.kinds.iter().find(|kind| CaseKind::parse(kind).is_none()) {
                return Err(bad(format!("no kind of case: {kind}")));
            }
        }
        for kind in &file.report {
            let bad = |what: String| BadClocks::Unusable { rule: kind.rule.clone(), what };
            let rule = law.rule(&kind.rule).map_err(|problem| bad(problem.to_string()))?;
            if kind.own.is_none() && !rule.versions.iter().any(|version| version.limit().is_ok()) {
                return Err(bad("the rule gives no period, so `own` has to".to_owned()));
            }
            let words = kind.ends.iter().chain([&kind.starts]).chain(&kind.extended_by);
            let is_fact = |word: &String| {
                super::kinds::ALL
                    .iter()
                    .any(|kind| kind.0.strip_prefix("incident.") == word.split(':').next())
            };
            if let Some(word) = words.into_iter().find(|word| !is_fact(word)) {
                return Err(bad(format!("no fact of an incident: {word}")));
            }
            if let Some(group) = kind.groups.iter().find(|group| Category::of_group(group).is_empty()) {
                return Err(bad(format!("no group of incidents: {group}")));
            }
        }
        Ok(Self { cases: file.clock, reports: file.report, told: file.told })
    }

    /// The rules by which any clock runs.
    pub fn rules(&self) -> impl Iterator<Item = &str> {
        let reports = self.reports.iter().map(|kind| kind.rule.as_str());
        self.cases.iter().map(|kind| kind.rule.as_str()).chain(reports)
    }

    pub fn all(&self) -> &[ClockKind] {
        &self.cases
    }
    pub fn kind(&self, rule: &str) -> Option<&ClockKind> {
        self.cases.iter().find(|kind| kind.rule == rule)
    }
    /// Who is told at which step.
    pub fn told(&self) -> &Told {
        &self.told
    }
    /// When warnings of a rule begin, whether it is of cases or of reports.
    pub fn warnings(&self, rule: &str) -> Warnings<'_> {
        let of_reports = || self.reports.iter().find(|kind| kind.rule == rule).map(|kind| &*kind.warn);
        Warnings(self.kind(rule).map(|kind| &*kind.warn).or_else(of_reports).unwrap_or_default())
    }

    /// Whether anything can run in an incident of this category before it has ended.
    pub fn watch_reports_of(&self, category: Category) -> bool {
        self.reports.iter().any(|kind| !kind.groups.is_empty() && kind.is_for(Some(category)))
    }
    /// Every clock of an incident, ended ones too, in the order in which they began.
    pub fn of_report(&self, file: &ReportFile, law: &Law) -> Vec<Clock> {
        let mut clocks: Vec<Clock> = self.reports.iter().flat_map(|kind| kind.of(file, law)).collect();
        clocks.sort_by(|one, other| (one.since, &one.rule).cmp(&(other.since, &other.rule)));
        clocks
    }

    /// Whoever is held without a clock that says until when: nobody may be.
    pub fn unguarded<'f>(&self, file: &'f CaseFile, law: &Law) -> Vec<&'f Entry> {
        let clocks = self.of(file, law);
        let holds = |clock: &Clock| file.find(&clock.counts_from).and_then(|from| file.hold_of(from));
        let guarded = |hold: &Entry| {
            let mut running = clocks.iter().filter(|clock| clock.is_hold && clock.is_running());
            running.any(|clock| holds(clock).is_some_and(|held| held.fact == hold.fact))
        };
        file.holds().filter(|hold| !guarded(hold)).collect()
    }

    /// Every clock of a case, ended ones too, in the order in which they began.
    pub fn of(&self, file: &CaseFile, law: &Law) -> Vec<Clock> {
        let mut clocks: Vec<Clock> = self
            .cases
            .iter()
            .filter(|kind| kind.kinds.iter().any(|word| word == file.kind.as_str()))
            .flat_map(|kind| {
                file.entries
                    .iter()
                    .filter(|entry| kind.starts_with(entry, file))
                    .filter_map(|entry| kind.clock(entry, file, law))
            })
            .collect();
        clocks.sort_by(|one, other| (one.since, &one.rule).cmp(&(other.since, &other.rule)));
        clocks
    }
}

fn is_choice(act: Act, choice: &str) -> bool {
    match act {
        Act::Decided => Decision::parse(choice).is_some(),
        Act::Transferred => TransferTo::parse(choice).is_some(),
        act => spec(act).choices.contains(&choice),
    }
}

/// A period that began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    pub rule: String,
    /// The version that was in force when it began: `adm-case-30d@2026-01-01`; empty for a target of this house.
    pub version: String,
    /// The act that started it.
    pub started_by: FactId,
    /// The act from which it counts: the arrival, where an approval took the place of a shorter time.
    pub counts_from: FactId,
    pub party: Option<PartyId>,
    pub since: Instant,
    /// When it is over by law; none if the year's holidays are not announced.
    pub due: Option<Instant>,
    /// When it is over as counted, never later: warnings go by this one.
    pub safe: Option<Instant>,
    pub extensions: u32,
    pub excluded_days: u32,
    /// What stops the count now, since when: an appraisal or a hearing.
    pub paused_since: Option<Instant>,
    /// The acts that lengthened or stopped it, in their order.
    pub changed_by: Vec<FactId>,
    pub ended_at: Option<Instant>,
    /// It ended because another period took its place: neither kept nor missed.
    pub is_replaced: bool,
    pub is_hold: bool,
    /// Whether a rule that is only known at second hand gives it: it warns and shows its source.
    pub is_advice: bool,
}

/// What tells the period of a rule that an act started from all others.
pub fn key(rule: &str, started_by: &FactId) -> String {
    format!("{rule}/{started_by}")
}

impl Clock {
    /// What tells it from all others.
    pub fn key(&self) -> String {
        key(&self.rule, &self.started_by)
    }
    pub fn is_running(&self) -> bool {
        self.ended_at.is_none()
    }
    pub fn is_over(&self, now: Instant) -> bool {
        self.is_running() && self.over().is_some_and(|over| now >= over)
    }
    /// When it is over, as far as that is known; none while something stops the count.
    pub fn over(&self) -> Option<Instant> {
        self.due.or(self.safe).filter(|over| !is_paused(self.paused_since, *over))
    }
    /// Whether it ended after its time.
    pub fn was_late(&self) -> bool {
        matches!((self.ended_at, self.due.or(self.safe)), (Some(ended), Some(over)) if ended >= over)
    }
}

/// Whether the count stopped before it reached its end.
pub fn is_paused(since: Option<Instant>, over: Instant) -> bool {
    since.is_some_and(|since| since < over)
}

impl ClockKind {
    fn starts_with(&self, entry: &Entry, file: &CaseFile) -> bool {
        let fits = |sort: &Sort| sort.fits(entry);
        let party = entry.what.party.as_ref().and_then(|id| file.party(id));
        self.starts.iter().any(fits)
            && self.only_with.as_deref().and_then(Circumstance::parse).is_none_or(|one| entry.what.has(one))
            && self
                .only_party
                .as_deref()
                .and_then(PartyRole::parse)
                .is_none_or(|role| file.parties_as(role).next().is_some())
            && self
                .only_trait
                .as_deref()
                .and_then(Trait::parse)
                .is_none_or(|one| party.is_some_and(|party| party.is(one)))
            && (self.only_decision.is_empty()
                || file
                    .decision(entry.what.party.as_ref())
                    .is_some_and(|(_, made)| self.only_decision.iter().any(|word| word == made.as_str())))
    }

    fn clock(&self, start: &Entry, file: &CaseFile, law: &Law) -> Option<Clock> {
        // Extended questioning belongs to the arrival, and counts from it.
        let root = match self.counts_from_of {
            true => start.what.of.as_ref().and_then(|of| file.find(of)).unwrap_or(start),
            false => start,
        };
        let since = root.at;
        let (ended_at, is_replaced) = self.ended(start, root, file);
        let until = ended_at.unwrap_or(Instant::from_micros(i64::MAX));
        let mut changed_by = Vec::new();
        let (pauses, paused_since) = self.pauses(since, until, file, law, &mut changed_by);
        let mut clock = Clock {
            rule: self.rule.clone(),
            version: String::new(),
            started_by: start.fact.clone(),
            counts_from: root.fact.clone(),
            party: file.party_of(root).cloned(),
            since,
            due: None,
            safe: None,
            extensions: 0,
            excluded_days: pauses,
            paused_since,
            changed_by,
            ended_at,
            is_replaced,
            is_hold: self.hold,
            is_advice: false,
        };
        if let Some(Minutes(minutes)) = self.own {
            clock.due = Some(since.plus_minutes(minutes));
            clock.safe = clock.due;
            return Some(clock);
        }
        let rule = law.rule(&self.rule).ok()?;
        // A case older than the oldest text in hand gets no date rather than a wrong one.
        let version = rule.version_on(since.day()).ok()?;
        clock.version = version.version.to_string();
        clock.is_advice = !rule.mark.is_enforced();
        if self.until_agreed {
            // Agreed and performed on the spot is the same day.
            clock.due = Some(start.what.until.unwrap_or(since.day()).end());
            clock.safe = clock.due;
            return Some(clock);
        }
        let limit = version.limit().ok()?;
        let granted = self.extensions(root, file, &mut clock.changed_by);
        clock.extensions = granted.min(most_extensions(limit));
        let passed = Passed { excluded_days: pauses, extensions: clock.extensions };
        let (due, safe) = ends(limit, since, passed, law);
        (clock.due, clock.safe) = (due, safe);
        Some(clock)
    }

    /// When it ended, and whether because another period took its place.
    fn ended(&self, start: &Entry, root: &Entry, file: &CaseFile) -> (Option<Instant>, bool) {
        let replaced = self.replaced_by.as_ref().and_then(|sort| {
            file.entries.iter().find(|entry| {
                sort.fits(entry)
                    && entry.fact != start.fact
                    && (entry.at, &entry.fact) > (start.at, &start.fact)
                    && (self.within != Within::Hold || entry.what.of.as_ref() == Some(&root.fact))
            })
        });
        let ended = match self.within {
            Within::Hold => file.hold_of(root).and_then(|hold| file.hold_ended(hold)),
            _ if self.parties(file).next().is_some() => self.ended_for_all(start, file),
            Within::Case | Within::Party | Within::Of => file
                .entries
                .iter()
                .find(|entry| {
                    self.ends.iter().any(|sort| sort.fits(entry))
                        && entry.at >= start.at
                        && entry.fact != start.fact
                        && self.shares(start, entry)
                })
                .map(|entry| entry.at),
        };
        // Whoever is no longer held has nothing more to wait for.
        let held_by = file.hold_of(root).filter(|_| self.hold && self.within != Within::Hold);
        let freed = held_by.and_then(|hold| file.hold_ended(hold));
        let replaced = replaced.map(|entry| entry.at);
        let done = [ended, freed].into_iter().flatten().min();
        let is_replaced = replaced.is_some_and(|at| done.is_none_or(|done| at < done));
        let ended_at = [replaced, done].into_iter().flatten().min().map(|at| at.max(start.at));
        (ended_at, is_replaced)
    }

    /// Everybody who has to have had what ends it.
    fn parties<'f>(&'f self, file: &'f CaseFile) -> impl Iterator<Item = &'f super::file::Party> {
        file.parties.iter().filter(|party| self.each_party.iter().any(|role| role == party.role.as_str()))
    }

    /// When the last of everybody meant had it, or a step of the whole case ended it.
    fn ended_for_all(&self, start: &Entry, file: &CaseFile) -> Option<Instant> {
        let mut ends = file.entries.iter().filter(|entry| {
            self.ends.iter().any(|sort| sort.fits(entry))
                && entry.at >= start.at
                && entry.fact != start.fact
                && self.shares(start, entry)
        });
        let had = |party: &super::file::Party| {
            let mut ends = ends.clone();
            ends.find(|entry| entry.what.party.as_ref() == Some(&party.id)).map(|entry| entry.at)
        };
        let all: Option<Vec<Instant>> = self.parties(file).map(had).collect();
        let all = all.and_then(|times| times.into_iter().max());
        let step = ends.find(|entry| spec(entry.act).is_step).map(|entry| entry.at);
        [all, step].into_iter().flatten().min()
    }

    fn shares(&self, start: &Entry, end: &Entry) -> bool {
        // A step of the whole case ends what hangs on it.
        if spec(end.act).is_step && end.act != Act::Decided {
            return true;
        }
        match self.within {
            Within::Case => true,
            Within::Party => start.what.party.is_none() || end.what.party == start.what.party,
            // Its own end, or one of what it belongs to itself.
            Within::Of => {
                let of = end.what.of.as_ref();
                of == Some(&start.fact) || (of.is_some() && of == start.what.of.as_ref())
            }
            Within::Hold => false,
        }
    }

    fn extensions(&self, root: &Entry, file: &CaseFile, changed_by: &mut Vec<FactId>) -> u32 {
        let Some(sort) = &self.extended_by else { return 0 };
        let mut granted = 0;
        for entry in file.entries.iter().filter(|entry| sort.fits(entry)) {
            let belongs = spec(sort.act).of.is_empty() || entry.what.of.as_ref() == Some(&root.fact);
            if belongs && entry.at >= root.at {
                let step = self.steps.get(&entry.what.choice).copied();
                granted = step.unwrap_or(granted + 1).max(granted);
                changed_by.push(entry.fact.clone());
            }
        }
        granted
    }

    /// Whole days that did not count, and since when a pause lasts that has not ended.
    fn pauses(
        &self,
        since: Instant,
        until: Instant,
        file: &CaseFile,
        law: &Law,
        changed_by: &mut Vec<FactId>,
    ) -> (u32, Option<Instant>) {
        let version = law.rule(&self.rule).and_then(|rule| rule.version_on(since.day()));
        let Ok(limit) = version.and_then(|version| version.limit()) else { return (0, None) };
        let mut spans = Vec::new();
        let mut open: Option<Instant> = None;
        for excluded in &limit.excluded {
            let begins = match excluded {
                Excluded::Appraisal => Act::AppraisalCommissioned,
                Excluded::Hearing => Act::HearingAsked,
                Excluded::Consultation | Excluded::ForceMajeure => continue,
            };
            for begun in file.all(begins).filter(|entry| entry.at < until) {
                let from = begun.at.max(since);
                let pause = excluded_until(begun, file);
                if matches!(pause, Pause::Open) || matches!(pause, Pause::Until(done) if done > since) {
                    changed_by.push(begun.fact.clone());
                }
                match pause {
                    Pause::Until(done) => spans.push((from, done.min(until))),
                    // What is ended does not wait for an opinion any more.
                    Pause::Open if until < Instant::from_micros(i64::MAX) => spans.push((from, until)),
                    Pause::Open => open = Some(open.map_or(from, |at| at.min(from))),
                    Pause::Never => {}
                }
            }
        }
        let mut spans: Vec<(i64, i64)> =
            spans.into_iter().map(|(from, to)| (from.day().number(), to.day().number())).collect();
        // Days in which two things ran beside each other are not left out twice.
        spans.sort_unstable();
        let mut days = 0;
        let mut reached = i64::MIN;
        for (from, to) in spans {
            days += (to - from.max(reached)).max(0);
            reached = reached.max(to);
        }
        (u32::try_from(days).unwrap_or(u32::MAX), open)
    }

    /// From when a period that is over at `safe` is shown as near to the handler.
    pub fn warn_at(&self, safe: Instant) -> Instant {
        Warnings(&self.warn).first(safe)
    }
    /// From when it is shown to the head of the unit too.
    pub fn escalate_at(&self, safe: Instant) -> Instant {
        Warnings(&self.warn).last(safe)
    }
}

/// How long before its end a period is warned of, the longest first.
#[derive(Debug, Clone, Copy)]
pub struct Warnings<'a>(&'a [Minutes]);

impl Warnings<'_> {
    /// From when a period that is over at `safe` is shown as near to the handler.
    pub fn first(self, safe: Instant) -> Instant {
        before(safe, self.0.first())
    }
    /// From when it is shown to the head of the unit too.
    pub fn last(self, safe: Instant) -> Instant {
        before(safe, self.0.last())
    }
}

fn before(safe: Instant, warning: Option<&Minutes>) -> Instant {
    warning.map_or(safe, |Minutes(minutes)| safe.plus_minutes(-minutes))
}

/// How long an appraisal or a hearing stops the count.
enum Pause {
    Until(Instant),
    Open,
    Never,
}

fn excluded_until(begun: &Entry, file: &CaseFile) -> Pause {
    let ended = match begun.act {
        Act::HearingAsked => {
            let refused = |answer: &Entry| answer.what.choice == "refused";
            if file.belonging(&begun.fact, Act::HearingAccepted).any(refused) {
                return Pause::Never;
            }
            // Who asked can also let it be.
            let held = file.belonging(&begun.fact, Act::HearingHeld).next();
            let waived = file
                .all(Act::HearingWaived)
                .find(|waived| begun.is_before(waived) && waived.what.party == begun.what.party);
            [held, waived].into_iter().flatten().map(|entry| entry.at).min()
        }
        _ => file.belonging(&begun.fact, Act::AppraisalReceived).next().map(|entry| entry.at),
    };
    ended.map_or(Pause::Open, Pause::Until)
}

/// More than the law knows is never counted.
fn most_extensions(limit: &Limit) -> u32 {
    match limit.extensions.last() {
        Some(last) if last.repeats => u32::MAX,
        _ => u32::try_from(limit.extensions.len()).unwrap_or(u32::MAX),
    }
}

/// When a period is over by law and as counted.
fn ends(limit: &Limit, since: Instant, passed: Passed, law: &Law) -> (Option<Instant>, Option<Instant>) {
    match limit.due(since, passed, law.calendar()) {
        Ok(due) => (Some(limit.enforced(due).over_at()), Some(due.safe.over_at())),
        // Holidays not announced: the day as counted, where it needs no calendar.
        Err(LawProblem::NoNotice { .. }) => {
            (None, limit.safe(since, passed, law.calendar()).ok().map(End::over_at))
        }
        Err(_) => (None, None),
    }
}
