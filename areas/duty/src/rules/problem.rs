//! From a plan, people, absences and wishes to the problem the optimiser solves, and back.

use super::Rotation;
use super::plan::{Days, Limits, Plan, Strength, Woman};
use kernel::{Day, PersonId, Span};
use optimiser::model::{
    Bound, Cell, Contract, Count, CountKind, Demand, DemandKind, Duty, Edges, Match, OFF, Pattern, Person,
    Position, Problem, Roster, Runs, Shift, Weekend, Who,
};
use people::rules::QualificationKind;
use std::collections::BTreeMap;

/// Who can be put on the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    pub id: PersonId,
    pub name: String,
    pub is_officer: bool,
    pub is_woman: bool,
    /// Holds an enforcement qualification that is valid through the month.
    pub enforces: bool,
    pub qualifications: Vec<QualificationKind>,
    /// May lead a shift.
    pub leads: bool,
    /// Nights and holidays kept over the last year, for fairness.
    pub nights_before: u32,
    pub holidays_before: u32,
}

/// A shift at a position, by the codes of the plan.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub shift: String,
    pub position: String,
}

/// What somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    pub person: PersonId,
    pub day: Day,
    /// A free day without it.
    pub shift: Option<String>,
    pub is_wanted: bool,
}

/// The bit of those who may lead a shift, beside those of certificates.
const LEADS: u64 = 1 << 63;

/// A whole month as it is given: who is there, who is not, what is settled.
#[derive(Debug, Clone)]
pub struct Month<'a> {
    pub plan: &'a Plan,
    pub period: Span,
    /// What each day is, in the order of the days.
    pub days: Vec<DayKind>,
    pub colleagues: &'a [Colleague],
    /// People and days on which they cannot come.
    pub away: &'a [(PersonId, Day)],
    pub wishes: &'a [Wish],
    pub rotations: &'a [Rotation],
    /// Cells that a hand has locked; none of a place is a free day.
    pub locked: &'a [(PersonId, Day, Option<Place>)],
    /// The last days before the month, the eve last, for rest and rows of days.
    pub before: &'a BTreeMap<PersonId, Vec<Option<Place>>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    Workday,
    RestDay,
    Holiday,
}

impl Days {
    pub fn of(kind: DayKind) -> Self {
        match kind {
            DayKind::Workday => Self::Workdays,
            DayKind::RestDay => Self::RestDays,
            DayKind::Holiday => Self::Holidays,
        }
    }
}

/// Costs of what is wished for but may be broken, in the optimiser's units.
mod weight {
    pub const GOOD_STRENGTH: u32 = 60;
    pub const WISH: u32 = 10;
    /// A day of somebody's pattern: a month has thirty of them.
    pub const ROTATION: u32 = 3;
    pub const NIGHTS_EVEN: u32 = 2;
    pub const HOLIDAYS_EVEN: u32 = 4;
    pub const WEEKEND: u32 = 2;
    pub const SINGLE_DAY: u32 = 3;
    pub const SHIFTS_EVEN: u32 = 1;
    pub const WOMAN: u32 = 8;
    /// A day shift right after a night.
    pub const AFTER_NIGHT: u32 = 15;
}

/// People on an enforcement team.
///
/// Law: duty-two.
const TEAM: u32 = 2;

impl Month<'_> {
    /// The problem, and how its cells are called.
    pub fn problem(&self) -> (Problem, Cells) {
        let cells = Cells::of(self.plan);
        let qualifications: Vec<QualificationKind> =
            self.plan.positions.iter().filter_map(|position| position.needs).collect();
        let bit = |kind: QualificationKind| {
            qualifications.iter().position(|known| *known == kind).map_or(0, |place| 1_u64 << place)
        };
        let mut problem = Problem {
            days: self.days.len(),
            first_weekday: u8::try_from(self.period.from.weekday().saturating_sub(1)).unwrap_or(0),
            holidays: self.where_is(|kind| kind == DayKind::Holiday),
            shifts: self.shifts(),
            positions: self
                .plan
                .positions
                .iter()
                .map(|position| Position {
                    id: position.name.clone(),
                    needs: position.needs.map_or(0, bit) | if position.is_for_leaders { LEADS } else { 0 },
                    officers_only: position.is_for_officers,
                })
                .collect(),
            duties: cells.duties(self.plan),
            contracts: self.contracts(),
            ..Problem::default()
        };
        problem.people =
            self.colleagues.iter().map(|colleague| self.person(colleague, &cells, &bit)).collect();
        for shift in 0..self.plan.shifts.len() {
            self.demands(&mut problem, shift, None);
            for position in 0..self.plan.positions.len() {
                self.demands(&mut problem, shift, Some(position));
            }
        }
        (problem, cells)
    }

    fn shifts(&self) -> Vec<Shift> {
        let overlaps = |one: &super::plan::ShiftType, next: &super::plan::ShiftType| {
            one.starts + one.lasts > next.starts + super::plan::DAY_MINUTES
        };
        let shift = |of: &super::plan::ShiftType| Shift {
            id: of.name.clone(),
            starts: of.starts,
            lasts: of.lasts,
            minutes: of.minutes,
            night: of.is_night,
            not_next: self
                .plan
                .shifts
                .iter()
                .enumerate()
                .filter(|(_, next)| overlaps(of, next))
                .map(|(at, _)| at)
                .collect(),
        };
        self.plan.shifts.iter().map(shift).collect()
    }

    /// A day shift is not wanted on the morning on which a night ends.
    fn patterns(&self) -> Vec<Pattern> {
        let shifts = || self.plan.shifts.iter().enumerate();
        let nights = shifts().filter(|(_, shift)| shift.is_night);
        let pairs = nights.flat_map(|(night, _)| {
            shifts().filter(|(_, next)| !next.is_night).map(move |(next, _)| Pattern {
                days: vec![Match::Shift(night), Match::Shift(next)],
                starts_on: None,
                weight: weight::AFTER_NIGHT,
            })
        });
        pairs.collect()
    }

    fn where_is(&self, wanted: impl Fn(DayKind) -> bool) -> Vec<usize> {
        self.days.iter().enumerate().filter(|(_, kind)| wanted(**kind)).map(|(day, _)| day).collect()
    }

    /// That of the unit, and one for each agreement, in their order.
    fn contracts(&self) -> Vec<Contract> {
        let unit = &self.plan.limits;
        let agreed = self.plan.agreements.iter();
        let agreed = agreed.map(|agreement| self.contract(&agreement.name, &agreement.within(unit)));
        std::iter::once(self.contract("unit", unit)).chain(agreed).collect()
    }

    fn contract(&self, id: &str, limits: &Limits) -> Contract {
        let at_most =
            |kind: CountKind, most: Option<u32>| Count { max: most.map(Bound::hard), ..Count::new(kind) };
        Contract {
            id: id.to_owned(),
            edges: Edges::Open,
            rest_minutes: limits.rest_minutes.unwrap_or(0),
            runs: Runs {
                max_work: limits.days_in_row.map(Bound::hard),
                min_off: Some(Bound::soft(2, weight::SINGLE_DAY)),
                ..Runs::default()
            },
            weekend: Weekend { complete: weight::WEEKEND, ..Weekend::default() },
            counts: vec![
                at_most(CountKind::Nights, limits.nights).evenly(weight::NIGHTS_EVEN),
                at_most(CountKind::Holidays, None).evenly(weight::HOLIDAYS_EVEN),
                at_most(CountKind::Minutes, limits.minutes),
                at_most(CountKind::Weekends, limits.weekends),
                Count::new(CountKind::Shifts).evenly(weight::SHIFTS_EVEN),
            ],
            patterns: self.patterns(),
        }
    }

    fn person(
        &self,
        colleague: &Colleague,
        cells: &Cells,
        bit: &impl Fn(QualificationKind) -> u64,
    ) -> Person {
        let day_of = |day: Day| usize::try_from(day.number() - self.period.from.number()).ok();
        let mine = |id: &PersonId| *id == colleague.id;
        let least = |of: fn(&Colleague) -> u32| self.colleagues.iter().map(of).min().unwrap_or(0);
        let weighed = |wish: &Wish, weight: u32| {
            let duties = wish.shift.as_ref().map_or_else(Vec::new, |shift| cells.of_shift(shift));
            Some(optimiser::model::Wish { day: day_of(wish.day)?, duties, wanted: wish.is_wanted, weight })
        };
        let own: Vec<&Wish> = self.wishes.iter().filter(|wish| mine(&wish.person)).collect();
        let wishes = own.iter().filter_map(|wish| weighed(wish, weight::WISH));
        let is_free = |day: Day| {
            let is_away = self.away.iter().any(|(person, at)| mine(person) && *at == day);
            !is_away && own.iter().all(|wish| wish.day != day)
        };
        let rotations = self.rotations.iter().filter(|rotation| mine(&rotation.person));
        let kept_to = rotations.flat_map(|rotation| {
            let days = days_of(self.period).filter(|day| is_free(*day));
            days.filter_map(|day| weighed(&rotation.wish(day)?, weight::ROTATION))
        });
        Person {
            // The name, because the optimiser words its findings with it.
            id: colleague.name.clone(),
            officer: colleague.is_officer,
            enforces: colleague.enforces,
            woman: colleague.is_woman,
            qualifications: colleague
                .qualifications
                .iter()
                .map(|kind| bit(*kind))
                .fold(0, |all, one| all | one)
                | if colleague.leads { LEADS } else { 0 },
            history: match self.before.get(&colleague.id) {
                Some(days) => days.iter().map(|place| cells.cell(place.as_ref())).collect(),
                None => Vec::new(),
            },
            fixed: self
                .locked
                .iter()
                .filter(|(person, ..)| mine(person))
                .filter_map(|(_, day, place)| Some((day_of(*day)?, cells.cell(place.as_ref()))))
                .collect(),
            away: self
                .away
                .iter()
                .filter(|(person, _)| mine(person))
                .filter_map(|(_, day)| Some((day_of(*day)?, Vec::new())))
                .collect(),
            wishes: wishes.chain(kept_to).collect(),
            contract: self.plan.agreement(&colleague.id).map_or(0, |at| at + 1),
            // Beyond what the least burdened bore, in the order of the contract's counts.
            borne: vec![
                colleague.nights_before - least(|one| one.nights_before),
                colleague.holidays_before - least(|one| one.holidays_before),
                0,
                0,
                0,
            ],
            ..Person::default()
        }
    }

    /// What each day asks of a shift, as a whole or at a position.
    fn demands(&self, problem: &mut Problem, shift: usize, position: Option<usize>) {
        let Some(of) = self.plan.shifts.get(shift) else { return };
        let code = position.and_then(|at| self.plan.positions.get(at)).map(|position| position.code.as_str());
        let all = problem.duties_of(shift);
        let is_there =
            |duty: &usize| problem.duties.get(*duty).is_some_and(|duty| Some(duty.position) == position);
        let duties = match position {
            Some(_) => all.iter().copied().filter(is_there).collect(),
            None => all,
        };
        for (at, (day, kind)) in days_of(self.period).zip(&self.days).enumerate() {
            if let Some(asked) = self.plan.asked(day, *kind, &of.code, code) {
                self.demand(problem, at, &duties, asked, position.is_none());
            }
        }
    }

    fn demand(&self, problem: &mut Problem, day: usize, duties: &[usize], asked: Strength, is_whole: bool) {
        let Strength { least, good } = asked;
        let mut add = |kind, who, bound| {
            problem.demands.push(Demand::at_least(kind, day, duties.to_vec(), who, bound));
        };
        if least > 0 {
            let kind = if is_whole { DemandKind::Strength } else { DemandKind::Cover };
            add(kind, Who::Everyone, Bound::hard(least));
        }
        if let Some(good) = good {
            add(DemandKind::Cover, Who::Everyone, Bound::soft(good, weight::GOOD_STRENGTH));
        }
        // Whoever goes out to enforce the law goes in twos, both qualified.
        if is_whole && least >= TEAM && self.plan.is_paired {
            add(DemandKind::EnforcementPair, Who::Enforcers, Bound::hard(TEAM));
        }
        if is_whole && least > 0 && self.plan.woman != Woman::NotAsked {
            let is_needed = self.plan.woman == Woman::Needed;
            let bound = if is_needed { Bound::hard(1) } else { Bound::soft(1, weight::WOMAN) };
            add(DemandKind::WomanReachable, Who::WomenOfficers, bound);
        }
    }
}

/// How the cells of the optimiser's roster are called in the plan: shift by shift, position by position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cells(Vec<Place>);

impl Cells {
    pub fn of(plan: &Plan) -> Self {
        let places = plan.shifts.iter().flat_map(|shift| {
            plan.positions
                .iter()
                .map(|position| Place { shift: shift.code.clone(), position: position.code.clone() })
        });
        Self(places.collect())
    }
    fn duties(&self, plan: &Plan) -> Vec<Duty> {
        let positions = plan.positions.len();
        (0..self.0.len()).map(|at| Duty { shift: at / positions, position: at % positions }).collect()
    }
    fn of_shift(&self, code: &str) -> Vec<usize> {
        self.0.iter().enumerate().filter(|(_, place)| place.shift == code).map(|(at, _)| at).collect()
    }
    /// The cell of a place; a free day for none, and for one that this plan no longer knows.
    pub fn cell(&self, place: Option<&Place>) -> Cell {
        let at = place.and_then(|place| self.0.iter().position(|known| known == place));
        at.and_then(|at| Cell::try_from(at + 1).ok()).unwrap_or(OFF)
    }
    /// The place of a cell; none on a free day.
    pub fn place(&self, cell: Cell) -> Option<&Place> {
        self.0.get(usize::from(cell).checked_sub(1)?)
    }
    /// The roster that these cells make; whoever is not among the colleagues is left out.
    pub fn roster(&self, month: &Month<'_>, told: &BTreeMap<(PersonId, Day), Place>) -> Roster {
        let mut roster = Roster::empty(month.colleagues.len(), month.days.len());
        for (person, colleague) in month.colleagues.iter().enumerate() {
            for (day, date) in days_of(month.period).enumerate() {
                let place = told.get(&(colleague.id.clone(), date));
                roster.set(person, day, self.cell(place));
            }
        }
        roster
    }
    /// What everybody does each day, free days left out.
    pub fn told(&self, month: &Month<'_>, roster: &Roster) -> Vec<(PersonId, Day, Place)> {
        let mut told = Vec::new();
        for (person, colleague) in month.colleagues.iter().enumerate() {
            for (day, date) in days_of(month.period).enumerate() {
                if let Some(place) = self.place(roster.at(person, day)) {
                    told.push((colleague.id.clone(), date, place.clone()));
                }
            }
        }
        told
    }
}

/// Each day of a period.
pub fn days_of(period: Span) -> impl Iterator<Item = Day> {
    (0..period.days()).map(move |day| period.from.plus_days(day))
}

impl Plan {
    /// Where somebody is put who is put into a shift without a position: the first that asks for
    /// nothing special and that they may fill.
    pub fn usual_position(&self, colleague: &Colleague) -> Option<&super::plan::PositionType> {
        let fits = |position: &&super::plan::PositionType| {
            position.needs.is_none_or(|kind| colleague.qualifications.contains(&kind))
                && (colleague.is_officer || !position.is_for_officers)
                && (colleague.leads || !position.is_for_leaders)
        };
        let plain = self.positions.iter().find(|one| fits(one) && !one.is_for_leaders);
        plain.or_else(|| self.positions.iter().find(fits)).or(self.positions.first())
    }
}
