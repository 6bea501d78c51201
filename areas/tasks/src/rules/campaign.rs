//! A special campaign (专项行动): its phases, what each day came to, and what that adds up to.

use super::Task;
use super::task::{State, TaskKind};
use crate::problem::TasksProblem;
use kernel::{Day, FactId, FormId, Instant, Span, UnitCode};
use std::collections::BTreeMap;

/// A part of a campaign with a name of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phase {
    pub name: String,
    pub days: Span,
}

/// A unit outside the house that takes part, and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partner {
    pub name: String,
    pub role: String,
}

/// Goods that were recovered: how many, and what they are worth in yuan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goods {
    pub name: String,
    pub count: i64,
    pub value: i64,
}

/// What a campaign came to: on a day, in a station, or in all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub checked: i64,
    pub found: i64,
    pub settled: i64,
    /// Pieces recovered, and what they are worth in yuan.
    pub goods: i64,
    pub value: i64,
}

impl Tally {
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            checked: self.checked + other.checked,
            found: self.found + other.found,
            settled: self.settled + other.settled,
            goods: self.goods + other.goods,
            value: self.value + other.value,
        }
    }
    /// With the goods of a day in place of those before.
    #[must_use]
    pub fn with_goods(self, goods: &[Goods]) -> Self {
        Self {
            goods: goods.iter().map(|one| one.count).sum(),
            value: goods.iter().map(|one| one.value).sum(),
            ..self
        }
    }
    /// Its figures in the order of the columns.
    pub fn figures(self) -> [i64; 5] {
        [self.checked, self.found, self.settled, self.goods, self.value]
    }
}

/// A station's day, as its newest fact says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayResult {
    pub station: UnitCode,
    pub day: Day,
    pub tally: Tally,
    /// Whoever recorded it last.
    pub person: String,
    pub recorded_at: Instant,
    pub fact: FactId,
    pub form: Option<FormId>,
    pub revision: i64,
}

/// How a campaign was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    pub words: String,
    pub at: Instant,
    pub by: String,
    pub fact: FactId,
}

/// What was planned for a task of this kind, and how it was closed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Campaign {
    pub phases: Vec<Phase>,
    pub partners: Vec<Partner>,
    pub closing: Option<Closing>,
    pub form: Option<FormId>,
    /// 0 until something was saved.
    pub revision: i64,
}

impl Task {
    /// Whether it is a campaign that the stations have.
    ///
    /// # Errors
    /// It is another kind of task, or not out.
    pub fn must_be_campaign(&self) -> Result<(), TasksProblem> {
        if self.kind != TaskKind::Campaign {
            return Err(TasksProblem::NoCampaign);
        }
        self.must_be(|state| matches!(state, State::Released | State::Done))
    }
}

impl Campaign {
    /// Whether anything can still be added to it.
    ///
    /// # Errors
    /// It was closed.
    pub fn must_be_open(&self) -> Result<(), TasksProblem> {
        if self.closing.is_none() { Ok(()) } else { Err(TasksProblem::CampaignClosed) }
    }

    /// The phase of a day, and which day of it that is, from 1.
    pub fn phase_on(&self, day: Day) -> Option<(&Phase, i64)> {
        let phase = self.phases.iter().find(|phase| phase.days.contains(day))?;
        Some((phase, day.days_since(phase.days.from) + 1))
    }
}

/// Whether phases follow each other within a campaign. Days between them are allowed.
///
/// # Errors
/// The phase that lies outside, or that begins before the one before it ends.
pub fn phases_fit(phases: &[Phase], campaign: Span) -> Result<(), TasksProblem> {
    let mut before: Option<Day> = None;
    for phase in phases {
        if !(campaign.contains(phase.days.from) && campaign.contains(phase.days.to)) {
            return Err(TasksProblem::PhaseOutside { name: phase.name.clone() });
        }
        if before.is_some_and(|before| phase.days.from <= before) {
            return Err(TasksProblem::PhasesOverlap { name: phase.name.clone() });
        }
        before = Some(phase.days.to);
    }
    Ok(())
}

/// Whether a station's day lies within the campaign and is not still to come.
///
/// # Errors
/// It does not.
pub fn day_fits(day: Day, campaign: Span, today: Day) -> Result<(), TasksProblem> {
    if campaign.contains(day) && day <= today { Ok(()) } else { Err(TasksProblem::DayOutside) }
}

/// Results added up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    pub whole: Tally,
    pub by_station: BTreeMap<UnitCode, Tally>,
    pub by_day: BTreeMap<Day, Tally>,
}

impl Sums {
    pub fn of(results: impl IntoIterator<Item = (UnitCode, Day, Tally)>) -> Self {
        let mut sums = Self::default();
        for (station, day, tally) in results {
            sums.whole = sums.whole.and(tally);
            let station = sums.by_station.entry(station).or_default();
            *station = station.and(tally);
            let day = sums.by_day.entry(day).or_default();
            *day = day.and(tally);
        }
        sums
    }
    /// What came of the days of a phase.
    pub fn within(&self, days: Span) -> Tally {
        let inside = self.by_day.iter().filter(|(day, _)| days.contains(**day));
        inside.fold(Tally::default(), |sum, (_, tally)| sum.and(*tally))
    }
}

/// Goods of the same description added up, the most valuable first.
pub fn goods_by_name(goods: Vec<Goods>) -> Vec<Goods> {
    let mut by_name: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for one in goods {
        let entry = by_name.entry(one.name).or_default();
        entry.0 += one.count;
        entry.1 += one.value;
    }
    let mut goods: Vec<Goods> =
        by_name.into_iter().map(|(name, (count, value))| Goods { name, count, value }).collect();
    // Stable: equal values stay in the order of their names.
    goods.sort_by_key(|one| std::cmp::Reverse(one.value));
    goods
}
