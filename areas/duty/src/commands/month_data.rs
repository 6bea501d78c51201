//! Everything a roster of a month is made from and judged by.

use crate::DutyProblem;
use crate::rules::attendance::{Attended, planned};
use crate::rules::fairness::Burden;
use crate::rules::fatigue::{Formula, Stint, Tiredness};
use crate::rules::problem::days_of;
use crate::rules::{Cells, Colleague, DayKind, Month, Place, Plan, RosterMonth, Rotation, Wish};
use crate::store::{self, Kept, RosterRow, Version};
use availability::Absence;
use database::{DbErr, Reader};
use kernel::{Day, PersonId, Span, Text, UnitCode, UnitKind, UnitTree};
use law::Law;
use optimiser::model::{Problem, Roster};
use optimiser::score::{Finding, findings};
use people::Worker;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

/// Days before the month that bear on rest and on rows of days.
const BEFORE: i64 = 10;
/// Days over which nights and holidays are shared.
const MEMORY: i64 = 365;

/// The numbers of the index of fatigue.
///
/// # Errors
/// The file that comes with the program cannot be read.
pub fn formula() -> Result<&'static Formula, DutyProblem> {
    static FORMULA: LazyLock<Result<Formula, String>> = LazyLock::new(Formula::read);
    FORMULA.as_ref().map_err(|problem| DutyProblem::Law(problem.clone()))
}

/// A shift above the unit's limit of fatigue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overtired {
    pub person: PersonId,
    pub name: String,
    pub day: Day,
    pub index: u32,
    pub limit: u32,
}

impl Overtired {
    /// What the roster says about it.
    pub fn text(&self) -> Text {
        Text::new("duty-tired")
            .with("name", &self.name)
            .with("day", self.day.day())
            .with("index", self.index)
            .with("limit", self.limit)
    }
}

/// The units whose people stand on one roster: a station with its offices, a bureau by itself.
pub fn units_of(tree: &UnitTree, unit: &UnitCode) -> Vec<UnitCode> {
    match tree.get(unit).map(|unit| unit.kind) {
        Some(UnitKind::Bureau) | None => vec![unit.clone()],
        Some(_) => tree.subtree(unit),
    }
}

/// A month of a unit, whole.
#[derive(Debug, Clone)]
pub struct MonthData {
    pub unit: UnitCode,
    pub month: RosterMonth,
    pub plan: Plan,
    pub days: Vec<DayKind>,
    /// Whether the holidays of the year are known.
    pub is_announced: bool,
    /// Who is on the roster, leaders first.
    pub workers: Vec<Worker>,
    pub colleagues: Vec<Colleague>,
    pub absences: Vec<Absence>,
    away: Vec<(PersonId, Day)>,
    pub wishes: Vec<Wish>,
    pub rotations: Vec<Rotation>,
    pub roster: RosterRow,
    cells: HashMap<Version, BTreeMap<(PersonId, Day), Kept>>,
    before: BTreeMap<PersonId, Vec<Option<Place>>>,
    pub borne: HashMap<PersonId, Burden>,
}

/// The cells of one version.
pub type CellMap = BTreeMap<(PersonId, Day), Kept>;

fn kinds(law: &Law, days: Span) -> (Vec<DayKind>, bool) {
    let calendar = law.calendar();
    let mut is_announced = true;
    let kind = |day: Day| match (calendar.is_working_day(day), calendar.holiday_name(day)) {
        (_, Ok(Some(_))) => DayKind::Holiday,
        (Ok(true), _) => DayKind::Workday,
        (Ok(false), _) => DayKind::RestDay,
        _ => {
            is_announced = false;
            if day.is_weekend() { DayKind::RestDay } else { DayKind::Workday }
        }
    };
    (days_of(days).map(kind).collect(), is_announced)
}

impl MonthData {
    /// None if the unit has no plan that holds in the month.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn load(
        db: &Reader<'_>,
        law: &Law,
        units: &[UnitCode],
        unit: &UnitCode,
        month: RosterMonth,
    ) -> Result<Option<Self>, DbErr> {
        let Some(plan) = store::plan_for(db, unit, month.first()).await? else { return Ok(None) };
        let plan = plan.plan;
        let span = month.span();
        let (days, is_announced) = kinds(law, span);
        let eve = span.from.plus_days(-1);
        let earlier = Span { from: span.from.plus_days(-BEFORE), to: eve };
        let borne = store::borne(db, unit, Span { from: eve.plus_days(-MEMORY), to: eve }).await?;
        let absences = availability::absences(db, units, span).await?;
        let mut workers = people::staff(db, units, span.from).await?;
        workers.retain(|one| !plan.left_out.contains(&one.id));
        let colleagues = workers.iter().map(|one| colleague(one, &plan, borne.get(&one.id))).collect();
        let before = store::cells_between(db, std::slice::from_ref(unit), earlier).await?;
        Ok(Some(Self {
            away: absences.iter().flat_map(|one| away(one, span)).collect(),
            before: history(before, &workers, earlier),
            wishes: store::wishes(db, unit, span).await?,
            rotations: store::rotations(db, unit, None).await?,
            roster: store::roster(db, unit, month).await?,
            cells: store::cells(db, unit, month).await?,
            unit: unit.clone(),
            month,
            plan,
            days,
            is_announced,
            workers,
            colleagues,
            absences,
            borne,
        }))
    }

    /// The cells of a version; none are there before it is made.
    pub fn version(&self, version: Version) -> CellMap {
        self.cells.get(&version).cloned().unwrap_or_default()
    }
    /// The version on which people work now: the draft, else what is published.
    pub fn working(&self) -> Version {
        if self.roster.has_draft || self.roster.published_at.is_none() {
            Version::Draft
        } else {
            Version::Published
        }
    }
    pub fn kind_of(&self, day: Day) -> DayKind {
        let at = usize::try_from(day.days_since(self.month.first())).unwrap_or(usize::MAX);
        self.days.get(at).copied().unwrap_or(DayKind::Workday)
    }
    pub fn is_away(&self, person: &PersonId, day: Day) -> bool {
        self.away.iter().any(|(one, on)| one == person && *on == day)
    }
    pub fn colleague(&self, person: &PersonId) -> Option<&Colleague> {
        self.colleagues.iter().find(|one| one.id == *person)
    }

    /// A cell with what it counts for.
    pub fn kept(&self, person: &PersonId, day: Day, place: Option<Place>, is_locked: bool) -> Kept {
        let shift = place.as_ref().and_then(|place| self.plan.shift(&place.shift));
        let kind = self.kind_of(day);
        Kept {
            person: person.clone(),
            day,
            minutes: shift.map_or(0, |shift| shift.minutes),
            is_night: shift.is_some_and(|shift| shift.is_night),
            is_rest_day: shift.is_some() && kind == DayKind::RestDay,
            is_holiday: shift.is_some() && kind == DayKind::Holiday,
            place,
            is_locked,
        }
    }

    /// The problem with these cells locked.
    pub fn problem(&self, locked: &[(PersonId, Day, Option<Place>)]) -> (Problem, Cells) {
        self.given(locked).problem()
    }
    fn given<'a>(&'a self, locked: &'a [(PersonId, Day, Option<Place>)]) -> Month<'a> {
        Month {
            plan: &self.plan,
            period: self.month.span(),
            days: self.days.clone(),
            colleagues: &self.colleagues,
            away: &self.away,
            wishes: &self.wishes,
            rotations: &self.rotations,
            locked,
            before: &self.before,
        }
    }
    /// These cells as the optimiser sees them.
    pub fn as_roster(&self, cells: &CellMap) -> Roster {
        let places = cells.iter().filter_map(|(key, kept)| Some((key.clone(), kept.place.clone()?)));
        Cells::of(&self.plan).roster(&self.given(&[]), &places.collect())
    }
    /// A roster of the optimiser as cells, locks kept.
    pub fn as_cells(&self, roster: &Roster, before: &CellMap) -> CellMap {
        let told = Cells::of(&self.plan).told(&self.given(&[]), roster);
        let mut cells: CellMap = told
            .into_iter()
            .map(|(person, day, place)| ((person.clone(), day), self.kept(&person, day, Some(place), false)))
            .collect();
        for (key, kept) in before.iter().filter(|(_, kept)| kept.is_locked) {
            let place = cells.get(key).and_then(|cell| cell.place.clone());
            cells.insert(key.clone(), self.kept(&kept.person, kept.day, place, true));
        }
        cells
    }
    /// What everybody works by these cells, the days before the month too; on days of which
    /// somebody's attendance was recorded, as it was worked.
    fn stints(&self, cells: &CellMap, attended: &[Attended]) -> BTreeMap<PersonId, Vec<Stint>> {
        let mut all: BTreeMap<PersonId, Vec<Stint>> = BTreeMap::new();
        let known: BTreeSet<(&PersonId, Day)> = attended.iter().map(|one| (&one.person, one.day)).collect();
        let mut plan = |person: &PersonId, day: Day, place: &Place| {
            if let Some(shift) = self.plan.shift(&place.shift).filter(|_| !known.contains(&(person, day))) {
                let (starts, ends) = planned(shift, day);
                let (minutes, is_night) = (i64::from(shift.minutes), shift.is_night);
                all.entry(person.clone()).or_default().push(Stint { day, starts, ends, minutes, is_night });
            }
        };
        for (person, line) in &self.before {
            let first = self.month.first().plus_days(-i64::try_from(line.len()).unwrap_or(0));
            for (at, place) in line.iter().enumerate() {
                if let Some(place) = place {
                    plan(person, first.plus_days(i64::try_from(at).unwrap_or(0)), place);
                }
            }
        }
        for cell in cells.values() {
            if let Some(place) = &cell.place {
                plan(&cell.person, cell.day, place);
            }
        }
        for one in attended {
            let Attended { day, starts, ends, minutes, is_night, .. } = one.clone();
            all.entry(one.person.clone()).or_default().push(Stint { day, starts, ends, minutes, is_night });
        }
        for stints in all.values_mut() {
            stints.sort_by_key(|one| one.starts);
        }
        all
    }

    /// How tiring each day of the month is to everybody.
    ///
    /// # Errors
    /// The numbers of the index cannot be read.
    pub fn tired(
        &self,
        cells: &CellMap,
        attended: &[Attended],
    ) -> Result<BTreeMap<PersonId, Vec<Tiredness>>, DutyProblem> {
        let formula = formula()?;
        let of_month = |stints: Vec<Stint>| {
            let mut tired = formula.tiredness(&stints);
            tired.retain(|one| self.month.span().contains(one.day));
            tired
        };
        let stints = self.stints(cells, attended);
        Ok(stints.into_iter().map(|(person, stints)| (person, of_month(stints))).collect())
    }

    /// Minutes of somebody in the month, by these cells and what was recorded.
    pub fn minutes_of(&self, person: &PersonId, cells: &CellMap, attended: &[Attended]) -> i64 {
        let stints = self.stints(cells, attended).remove(person).unwrap_or_default();
        stints.iter().filter(|one| self.month.span().contains(one.day)).map(|one| one.minutes).sum()
    }

    /// Shifts above the unit's limit of fatigue; none where it sets none.
    ///
    /// # Errors
    /// The numbers of the index cannot be read.
    pub fn overtired(&self, cells: &CellMap) -> Result<Vec<Overtired>, DutyProblem> {
        let Some(limit) = self.plan.limits.fatigue else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for (person, tired) in self.tired(cells, &[])? {
            let Some(colleague) = self.colleague(&person) else { continue };
            found.extend(tired.iter().filter(|one| one.index > limit).map(|one| Overtired {
                person: person.clone(),
                name: colleague.name.clone(),
                day: one.day,
                index: one.index,
                limit,
            }));
        }
        Ok(found)
    }

    /// Those that are new, or worse than before, the worst first.
    ///
    /// # Errors
    /// The numbers of the index cannot be read.
    pub fn newly_overtired(&self, before: &CellMap, after: &CellMap) -> Result<Vec<Overtired>, DutyProblem> {
        let known = self.overtired(before)?;
        let is_known = |one: &Overtired| {
            known.iter().any(|old| old.person == one.person && old.day == one.day && old.index >= one.index)
        };
        let mut found = self.overtired(after)?;
        found.retain(|one| !is_known(one));
        found.sort_by_key(|one| std::cmp::Reverse(one.index));
        Ok(found)
    }

    /// Every breach in these cells, by the optimiser's score code.
    pub fn findings(&self, cells: &CellMap) -> Vec<Finding> {
        findings(&self.problem(&[]).0, &self.as_roster(cells))
    }
}

fn colleague(one: &Worker, plan: &Plan, borne: Option<&Burden>) -> Colleague {
    Colleague {
        id: one.id.clone(),
        name: one.name.clone(),
        is_officer: one.is_officer(),
        is_woman: one.is_woman(),
        enforces: one.enforces(),
        qualifications: one.qualifications.clone(),
        leads: plan.leaders.contains(&one.id),
        nights_before: borne.map_or(0, |borne| borne.nights),
        holidays_before: borne.map_or(0, |borne| borne.holidays),
    }
}

fn away(absence: &Absence, span: Span) -> Vec<(PersonId, Day)> {
    let from = absence.days.from.max(span.from);
    let to = absence.days.to.min(span.to);
    Span::new(from, to).into_iter().flat_map(days_of).map(|day| (absence.person.clone(), day)).collect()
}

/// The days before the month of each person, the eve last.
fn history(
    cells: Vec<(UnitCode, Kept)>,
    workers: &[Worker],
    days: Span,
) -> BTreeMap<PersonId, Vec<Option<Place>>> {
    let mut told: BTreeMap<(PersonId, Day), Place> = BTreeMap::new();
    for (_, cell) in cells {
        if let Some(place) = cell.place {
            told.insert((cell.person, cell.day), place);
        }
    }
    let known: BTreeSet<&PersonId> = told.keys().map(|(person, _)| person).collect();
    workers
        .iter()
        .filter(|one| known.contains(&one.id))
        .map(|one| {
            let line = days_of(days).map(|day| told.get(&(one.id.clone(), day)).cloned());
            (one.id.clone(), line.collect())
        })
        .collect()
}

/// Cells that differ: what stood there before, and what stands there after.
pub fn differences(data: &MonthData, before: &CellMap, after: &CellMap) -> (Vec<Kept>, Vec<Kept>) {
    let keys: BTreeSet<&(PersonId, Day)> = before.keys().chain(after.keys()).collect();
    let cell = |cells: &CellMap, key: &(PersonId, Day)| {
        cells.get(key).cloned().unwrap_or_else(|| data.kept(&key.0, key.1, None, false))
    };
    let differs = |one: &Kept, two: &Kept| one.place != two.place || one.is_locked != two.is_locked;
    keys.into_iter()
        .map(|key| (cell(before, key), cell(after, key)))
        .filter(|(one, two)| differs(one, two))
        .unzip()
}
