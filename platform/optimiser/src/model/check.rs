//! Whether a problem makes sense, so that the rest need not ask.

use super::{Cell, Demand, Match, Person, Problem};

/// What is wrong with a problem.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Fault(String);

/// Largest number of days and of duties.
const MOST_DAYS: usize = 10_000;
const MOST_DUTIES: usize = Cell::MAX as usize;

impl Problem {
    /// Checks that everything named exists.
    ///
    /// # Errors
    /// The first thing that does not.
    pub fn check(&self) -> Result<(), Fault> {
        let fault = |what: String| Err(Fault(what));
        if self.days == 0 || self.days > MOST_DAYS {
            return fault(format!("a roster has between 1 and {MOST_DAYS} days, not {}", self.days));
        }
        if self.duties.len() > MOST_DUTIES {
            return fault(format!("{} duties, at most {MOST_DUTIES} can be told apart", self.duties.len()));
        }
        for duty in &self.duties {
            if duty.shift >= self.shifts.len() || duty.position >= self.positions.len() {
                return fault("a duty names a shift or position that is not there".to_owned());
            }
        }
        for contract in &self.contracts {
            let shift_is_there =
                |day: &Match| !matches!(day, Match::Shift(shift) if *shift >= self.shifts.len());
            let patterns = contract.patterns.iter();
            if patterns.flat_map(|pattern| &pattern.days).any(|day| !shift_is_there(day)) {
                return fault(format!(
                    "a pattern of contract {} names a shift that is not there",
                    contract.id
                ));
            }
            if contract.patterns.iter().any(|pattern| pattern.days.len() > 5) {
                return fault(format!("a pattern of contract {} has more than five days", contract.id));
            }
            if !(1..=4).contains(&contract.weekend.length) || contract.weekend.first > 6 {
                return fault(format!(
                    "the weekend of contract {} has between one and four days",
                    contract.id
                ));
            }
        }
        self.people.iter().try_for_each(|person| self.check_person(person))?;
        self.demands.iter().try_for_each(|demand| self.check_demand(demand))
    }

    fn check_person(&self, person: &Person) -> Result<(), Fault> {
        let fault = |what: &str| Err(Fault(format!("{}: {what}", person.id)));
        let duties = || {
            let wished = person.wishes.iter().flat_map(|wish| &wish.duties);
            let away = person.away.iter().flat_map(|(_, duties)| duties);
            wished.chain(away).chain(person.reluctant.iter().map(|(duty, _)| duty))
        };
        let days = || {
            let wished = person.wishes.iter().map(|wish| wish.day);
            let away = person.away.iter().map(|(day, _)| *day);
            wished.chain(away).chain(person.fixed.iter().map(|(day, _)| *day))
        };
        let published = person.published.iter().flat_map(|(line, _)| line);
        let mut cells =
            person.history.iter().chain(person.fixed.iter().map(|(_, cell)| cell)).chain(published);
        if person.contract >= self.contracts.len() {
            return fault("a contract that is not there");
        }
        if duties().any(|duty| *duty >= self.duties.len()) {
            return fault("a duty that is not there");
        }
        if days().any(|day| day >= self.days) {
            return fault("a day after the last one");
        }
        if cells.any(|cell| usize::from(*cell) > self.duties.len()) {
            return fault("a cell that means no duty");
        }
        Ok(())
    }

    fn check_demand(&self, demand: &Demand) -> Result<(), Fault> {
        if demand.day >= self.days {
            return Err(Fault(format!("a demand on day {}, after the last one", demand.day)));
        }
        if demand.duties.iter().any(|duty| *duty >= self.duties.len()) {
            return Err(Fault(format!("a demand on day {} names a duty that is not there", demand.day)));
        }
        Ok(())
    }
}
