//! Who could go on patrol: the staff of a unit, who is on duty, away, or out already.

use super::units_of;
use crate::DutyProblem;
use crate::rules::RosterMonth;
use crate::rules::attendance::planned;
use crate::rules::patrol::tour::{Mate, OnDuty, off_duty, team_fits};
use crate::rules::patrol::{Patrol, PatrolFlaw, PatrolId};
use crate::store;
use availability::Absence;
use database::{DbErr, Reader};
use kernel::{Day, Instant, PersonId, Span, UnitCode, UnitTree};
use law::{Form, Law};
use people::Worker;
use std::collections::BTreeSet;

/// Everybody of a unit for some days.
#[derive(Debug, Clone)]
pub struct Crew {
    pub staff: Vec<Worker>,
    /// Who is on duty when, by published rosters.
    pub duty: Vec<OnDuty>,
    /// Days for which a roster is published.
    pub rostered: BTreeSet<Day>,
    absences: Vec<Absence>,
    /// Patrols of these days.
    pub patrols: Vec<Patrol>,
}

impl Crew {
    /// Reads everybody for these days, which lie in two months at most.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn load(db: &Reader<'_>, tree: &UnitTree, unit: &UnitCode, days: Span) -> Result<Self, DbErr> {
        let units = units_of(tree, unit);
        let staff = people::staff(db, &units, days.from).await?;
        // A night that began the day before goes on.
        let around = Span { from: days.from.plus_days(-1), to: days.to };
        let cells = store::cells_between(db, std::slice::from_ref(unit), around).await?;
        let mut plans = vec![store::plan_for(db, unit, around.from).await?];
        if RosterMonth::of(around.from) != RosterMonth::of(around.to) {
            plans.push(store::plan_for(db, unit, around.to).await?);
        }
        let holding = |day: Day| {
            let mut known = plans.iter().flatten().filter(|plan| plan.since <= day);
            known.next_back()
        };
        let is_officer = |id: &PersonId| staff.iter().any(|one| one.id == *id && one.is_officer());
        let mut duty = Vec::new();
        let mut rostered = BTreeSet::new();
        for (_, cell) in cells {
            rostered.insert(cell.day);
            let shift = cell.place.and_then(|place| holding(cell.day)?.plan.shift(&place.shift).cloned());
            let Some(shift) = shift else { continue };
            let (starts, ends) = planned(&shift, cell.day);
            duty.push(OnDuty { is_officer: is_officer(&cell.person), person: cell.person, starts, ends });
        }
        let absences = availability::absences(db, &units, days).await?;
        // Whoever is away is not on duty, whatever the roster says.
        duty.retain(|one| {
            let is_away = |day: Day| absences.iter().any(|a| a.person == one.person && a.days.contains(day));
            !is_away(one.starts.day()) && !is_away(one.ends.plus_minutes(-1).day())
        });
        let patrols = store::patrols(db, unit, around).await?;
        Ok(Self { staff, duty, rostered, absences, patrols })
    }

    pub fn name(&self, person: &PersonId) -> String {
        self.staff.iter().find(|one| one.id == *person).map(|one| one.name.clone()).unwrap_or_default()
    }

    /// The people named, as far as it matters.
    ///
    /// # Errors
    /// Somebody is not of this unit.
    fn mates(&self, people: &[PersonId]) -> Result<Vec<Mate>, PatrolFlaw> {
        let mate = |id: &PersonId| {
            let one = self.staff.iter().find(|one| one.id == *id).ok_or(PatrolFlaw::Stranger)?;
            let (is_officer, enforces) = (one.is_officer(), one.enforces());
            Ok(Mate { id: one.id.clone(), name: one.name.clone(), is_officer, enforces })
        };
        people.iter().map(mate).collect()
    }

    /// Whether these people may go at this time. `is_despite`: although the roster has them off duty.
    ///
    /// # Errors
    /// Too few, no officer, somebody of another unit, away, off duty or on another patrol.
    pub fn check(
        &self,
        people: &[PersonId],
        (starts, ends): (Instant, Instant),
        but: &PatrolId,
        least: usize,
        is_despite: bool,
    ) -> Result<(), PatrolFlaw> {
        let team = self.mates(people)?;
        team_fits(&team, least)?;
        let days = [starts.day(), ends.plus_minutes(-1).day()];
        for mate in &team {
            let is_away =
                |one: &Absence| one.person == mate.id && days.iter().any(|day| one.days.contains(*day));
            if self.absences.iter().any(is_away) {
                return Err(PatrolFlaw::Away(mate.name.clone()));
            }
            let is_out = |one: &&Patrol| one.id != *but && one.state.is_ahead() && one.overlaps(starts, ends);
            if self.patrols.iter().filter(is_out).any(|one| one.people.contains(&mate.id)) {
                return Err(PatrolFlaw::Busy(mate.name.clone()));
            }
        }
        if self.rostered.contains(&starts.day()) && !is_despite {
            let off = off_duty(&team, &self.duty, starts, ends);
            if !off.is_empty() {
                let names: Vec<&str> = off.iter().map(|mate| mate.name.as_str()).collect();
                return Err(PatrolFlaw::OffDuty(names.join("、")));
            }
        }
        Ok(())
    }
}

/// How many people go at least: whoever patrols may have to check somebody, which takes so many.
///
/// Law: duty-two
///
/// # Errors
/// The rule cannot be read.
pub fn team_size(law: &Law, day: Day) -> Result<usize, DutyProblem> {
    match &law.rule("duty-two")?.version_on(day)?.form {
        Form::Presence(presence) => Ok(usize::try_from(presence.at_least).unwrap_or(usize::MAX)),
        _ => Err(DutyProblem::Law("duty-two does not say how many".to_owned())),
    }
}
