//! What the stations have before them: people, hours, what was released already.

use crate::problem::TasksProblem;
use crate::rules::capacity::{self, Clash, Fit, Strength, Wants};
use crate::rules::{Task, TaskId, TaskKind};
use crate::store;
use database::{DbErr, Reader};
use kernel::{Day, Span, UnitCode, UnitTree};
use law::{Form, Law};
use measures::{By, Measures, Scope};
use std::collections::{BTreeSet, HashMap};

/// The measure whose minutes say what incidents take of a station.
const INCIDENTS: &str = "incidents.handling_minutes";
/// Weeks that are looked back for it.
const WEEKS_BACK: i64 = 13;

/// What a bureau set for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Minutes of each person and week, by unit.
    pub each: HashMap<UnitCode, i64>,
    /// Working days the command centre has for a decision.
    pub gate_days: i64,
}

/// The names of settings in the table.
pub const EACH: &str = "minutes_each";
pub const GATE_DAYS: &str = "gate_days";

impl Settings {
    /// # Errors
    /// The database cannot be read.
    pub async fn read(db: &Reader<'_>) -> Result<Self, DbErr> {
        let mut settings = Self { each: HashMap::new(), gate_days: 2 };
        for (unit, name, value) in store::settings(db).await? {
            match name.as_str() {
                EACH => {
                    settings.each.insert(unit, value);
                }
                GATE_DAYS => settings.gate_days = value,
                _ => {}
            }
        }
        Ok(settings)
    }

    /// The nearest setting above a unit; without any, the hours of a week by law.
    ///
    /// Law: wt-8-40
    pub fn minutes_each(&self, tree: &UnitTree, unit: &UnitCode, by_law: i64) -> i64 {
        tree.path(unit).iter().find_map(|above| self.each.get(above)).copied().unwrap_or(by_law)
    }
}

/// As `Settings::read`, for pages.
///
/// # Errors
/// The database cannot be read.
pub async fn settings(db: &Reader<'_>) -> Result<Settings, DbErr> {
    Settings::read(db).await
}

/// The minutes of a week by law.
///
/// Law: wt-8-40
pub(crate) fn week_by_law(law: &Law, day: Day) -> i64 {
    let version = law.rule("wt-8-40").and_then(|rule| rule.version_on(day));
    let hours = match version.map(|version| &version.form) {
        Ok(Form::Amounts(amounts)) => {
            amounts.iter().find(|one| one.key == "week").and_then(|one| one.at_most)
        }
        _ => None,
    };
    hours.unwrap_or(0) * 60
}

/// The day by which the command centre decides; where holidays are not announced, days are counted.
pub(crate) fn decide_by(law: &Law, from: Day, days: i64) -> Day {
    let count = u32::try_from(days).unwrap_or(1);
    law.calendar().working_days_after(from, count).unwrap_or_else(|_| from.plus_days(days))
}

/// A task that a station has already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenTask {
    pub station: UnitCode,
    pub task: TaskId,
    pub title: String,
    pub kind: TaskKind,
    /// Minutes that are left to do.
    pub minutes: i64,
    pub wants: Wants,
}

/// What the stations have before them.
#[derive(Debug, Clone)]
pub struct Situation {
    pub strengths: HashMap<UnitCode, Strength>,
    pub open: Vec<OpenTask>,
    pub settings: Settings,
}

/// The stations' situation from a day on.
///
/// # Errors
/// The database cannot be read.
pub async fn situation(
    db: &Reader<'_>,
    law: &Law,
    measures: &Measures,
    tree: &UnitTree,
    stations: &[UnitCode],
    today: Day,
) -> Result<Situation, TasksProblem> {
    let settings = Settings::read(db).await?;
    let people = people::strength_by_unit(db).await?;
    let open = store::open_tasks(db, today).await?;
    let reserves = reserves(db, measures, tree, stations, today).await?;
    let by_law = week_by_law(law, today);
    let strengths = stations
        .iter()
        .map(|station| {
            let staff = tree.subtree(station).iter().filter_map(|unit| people.get(unit)).sum();
            let mut strength = Strength {
                people: staff,
                minutes_each: settings.minutes_each(tree, station, by_law),
                reserve: reserves.get(station).copied().unwrap_or(0),
                ..Strength::default()
            };
            for task in open.iter().filter(|task| task.station == *station) {
                let rest =
                    Span { from: task.wants.period.from.max(today), to: task.wants.period.to.max(today) };
                for (week, minutes) in capacity::spread(task.minutes, rest) {
                    *strength.committed.entry(week).or_default() += minutes;
                }
            }
            (station.clone(), strength)
        })
        .collect();
    Ok(Situation { strengths, open, settings })
}

/// What incidents took of each station in a week of the last quarter.
async fn reserves(
    db: &Reader<'_>,
    measures: &Measures,
    tree: &UnitTree,
    stations: &[UnitCode],
    today: Day,
) -> Result<HashMap<UnitCode, i64>, TasksProblem> {
    let mut reserves = HashMap::new();
    if measures.get(INCIDENTS).is_err() {
        return Ok(reserves);
    }
    let to = capacity::monday(today).plus_days(-1);
    let period = Span { from: to.plus_days(1 - WEEKS_BACK * 7), to };
    for above in above(tree, stations) {
        for (unit, value) in measures.by(db, INCIDENTS, &Scope::unit(&above), period, By::Unit).await? {
            let minutes = value.numerator.unwrap_or(0.0).max(0.0).round() as i64;
            reserves.insert(UnitCode::stored(unit), minutes / WEEKS_BACK);
        }
    }
    Ok(reserves)
}

/// The units right above some stations, each once: figures by unit are read below these.
pub(crate) fn above(tree: &UnitTree, stations: &[UnitCode]) -> BTreeSet<UnitCode> {
    stations.iter().filter_map(|station| tree.get(station)?.parent.clone()).collect()
}

impl Situation {
    /// The task in each of its stations, week by week.
    pub fn fits(&self, task: &Task) -> Vec<Fit> {
        let nothing = Strength::default();
        task.stations
            .iter()
            .map(|unit| {
                let strength = self.strengths.get(unit).unwrap_or(&nothing);
                capacity::fit(unit, strength, task.minutes(), task.span())
            })
            .collect()
    }

    /// What a task that is out grows by in each station when it becomes `joined`, week by week. A
    /// station that has done it, or is spared it, is asked nothing more.
    pub fn grown(&self, master: &Task, joined: &Task, today: Day) -> Vec<Fit> {
        let nothing = Strength::default();
        let more = joined.minutes() - master.minutes();
        let span = joined.span();
        // What is to be done in the time that is left.
        let rest = Span { from: span.from.max(today), to: span.to.max(today) };
        let has =
            |unit: &UnitCode| self.open.iter().any(|open| open.task == master.id && open.station == *unit);
        joined
            .stations
            .iter()
            .filter_map(|unit| {
                let minutes = match master.stations.contains(unit) {
                    true if has(unit) => more,
                    true => 0,
                    false => joined.minutes(),
                };
                let strength = self.strengths.get(unit).unwrap_or(&nothing);
                (minutes > 0).then(|| capacity::fit(unit, strength, minutes, rest))
            })
            .collect()
    }

    /// The first Monday from which it fits everywhere.
    pub fn first_week(&self, task: &Task) -> Option<Day> {
        let stations: Vec<(UnitCode, Strength)> = task
            .stations
            .iter()
            .filter_map(|unit| Some((unit.clone(), self.strengths.get(unit)?.clone())))
            .collect();
        capacity::first_week_that_fits(&stations, task.minutes(), task.span())
    }

    /// What the stations have already that wants the same.
    pub fn clashes(&self, task: &Task) -> Vec<(&OpenTask, Vec<Clash>)> {
        let wants = wants(task);
        self.open
            .iter()
            .filter(|open| open.task != task.id && task.stations.contains(&open.station))
            .filter_map(|open| {
                let people = self.strengths.get(&open.station).map_or(0, |strength| strength.people);
                let found = capacity::clashes(&wants, &open.wants, people);
                (!found.is_empty()).then_some((open, found))
            })
            .collect()
    }
}

/// The stations that have not the hours.
pub(crate) fn above_line(fits: Vec<Fit>) -> Vec<UnitCode> {
    fits.into_iter().filter(|fit| fit.light == capacity::Light::Red).map(|fit| fit.station).collect()
}

/// What a task takes of a station at once.
pub(crate) fn wants(task: &Task) -> Wants {
    Wants {
        is_campaign: task.kind == TaskKind::Campaign,
        nights: task.nights,
        vehicles: task.vehicles,
        people: task.people,
        period: task.span(),
    }
}
