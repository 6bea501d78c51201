//! The shift scheduling instances of schedulingbenchmarks.org.
//!
//! Hard: everything in the staff section, days off, forbidden successions. Weighted: requests
//! and cover. Minima of runs do not apply to runs that touch the first or the last day.

use super::{FormatProblem, MOST, Names, day, number};
use crate::model::{
    Bound, Contract, Count, CountKind, Demand, DemandKind, Duty, Edges, Person, Position, Problem, Runs,
    Shift, Who, Wish,
};

/// The reader's state: what has been read, and names seen so far.
struct Reader {
    problem: Problem,
    shifts: Names,
    staff: Names,
    /// Names of shifts that may not follow, with their line: they may be defined later.
    not_next: Vec<(usize, usize, String)>,
}

pub fn read(text: &str) -> Result<Problem, FormatProblem> {
    let mut reader = Reader {
        problem: Problem { positions: vec![Position::default()], ..Problem::default() },
        shifts: Names::new("shift"),
        staff: Names::new("employee"),
        not_next: Vec::new(),
    };
    let mut section = String::new();
    let mut last = 0;
    for (at, raw) in text.lines().enumerate() {
        let line = at + 1;
        last = line;
        let content = raw.trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        if content.starts_with("SECTION_") {
            content.clone_into(&mut section);
            continue;
        }
        let fields: Vec<&str> = content.split(',').map(str::trim).collect();
        match section.as_str() {
            "SECTION_HORIZON" => reader.horizon(line, &fields)?,
            "SECTION_SHIFTS" => reader.shift(line, &fields)?,
            "SECTION_STAFF" => reader.person(line, &fields)?,
            "SECTION_DAYS_OFF" => reader.days_off(line, &fields)?,
            "SECTION_SHIFT_ON_REQUESTS" => reader.request(line, &fields, true)?,
            "SECTION_SHIFT_OFF_REQUESTS" => reader.request(line, &fields, false)?,
            "SECTION_COVER" => reader.cover(line, &fields)?,
            "" => return Err(FormatProblem::new(line, "a line before the first section")),
            other => return Err(FormatProblem::new(line, format!("an unknown section {other:?}"))),
        }
    }
    reader.finish(last)
}

impl Reader {
    fn horizon(&mut self, line: usize, fields: &[&str]) -> Result<(), FormatProblem> {
        self.problem.days = number(line, fields[0], "the horizon")? as usize;
        if self.problem.days == 0 || self.problem.days > MOST / 10 {
            return Err(FormatProblem::new(line, "the horizon is a number of days between 1 and 10000"));
        }
        Ok(())
    }

    fn shift(&mut self, line: usize, fields: &[&str]) -> Result<(), FormatProblem> {
        let [id, minutes, rest @ ..] = fields else {
            return Err(FormatProblem::new(line, "a shift is ID, minutes, shifts that cannot follow"));
        };
        let at = self.shifts.add(line, id)?;
        if at >= 255 {
            return Err(FormatProblem::new(line, "more than 255 shifts"));
        }
        for name in rest.first().unwrap_or(&"").split('|').map(str::trim).filter(|name| !name.is_empty()) {
            self.not_next.push((line, at, name.to_owned()));
        }
        let minutes = number(line, minutes, "a length")?;
        self.problem.duties.push(Duty { shift: at, position: 0 });
        self.problem.shifts.push(Shift {
            id: (*id).to_owned(),
            starts: 0,
            lasts: minutes,
            minutes,
            night: false,
            not_next: Vec::new(),
        });
        Ok(())
    }

    fn person(&mut self, line: usize, fields: &[&str]) -> Result<(), FormatProblem> {
        let [id, most, max_minutes, min_minutes, max_work, min_work, min_off, weekends] = fields else {
            return Err(FormatProblem::new(line, "an employee has eight fields"));
        };
        self.staff.add(line, id)?;
        let hard = |text: &str, what: &str| Ok(Bound::hard(number(line, text, what)?));
        let mut contract = Contract {
            id: (*id).to_owned(),
            edges: Edges::Open,
            runs: Runs {
                max_work: Some(hard(max_work, "the most consecutive shifts")?),
                min_work: Some(hard(min_work, "the fewest consecutive shifts")?),
                max_off: None,
                min_off: Some(hard(min_off, "the fewest consecutive days off")?),
            },
            counts: vec![
                Count::new(CountKind::Minutes)
                    .at_most(hard(max_minutes, "the most minutes")?)
                    .at_least(hard(min_minutes, "the fewest minutes")?),
                Count::new(CountKind::Weekends).at_most(hard(weekends, "the most weekends")?),
            ],
            ..Contract::default()
        };
        let mut person = Person { id: (*id).to_owned(), ..Person::default() };
        for limit in most.split('|').filter(|limit| !limit.trim().is_empty()) {
            let Some((shift, limit)) = limit.split_once('=') else {
                return Err(FormatProblem::new(line, format!("a limit is SHIFT=NUMBER, not {limit:?}")));
            };
            let shift = self.shifts.find(line, shift.trim())?;
            match number(line, limit, "a limit")? {
                // None at all is how the format says that somebody lacks the skill.
                0 => person.away.extend((0..self.problem.days).map(|day| (day, vec![shift]))),
                limit => {
                    contract.counts.push(Count::new(CountKind::Of(vec![shift])).at_most(Bound::hard(limit)))
                }
            }
        }
        let same = |one: &Contract| (&one.runs, &one.counts) == (&contract.runs, &contract.counts);
        person.contract = match self.problem.contracts.iter().position(same) {
            Some(at) => at,
            None => {
                self.problem.contracts.push(contract);
                self.problem.contracts.len() - 1
            }
        };
        self.problem.people.push(person);
        Ok(())
    }

    fn days_off(&mut self, line: usize, fields: &[&str]) -> Result<(), FormatProblem> {
        let at = self.staff.find(line, fields[0])?;
        for field in fields.iter().skip(1).filter(|field| !field.is_empty()) {
            let day = day(line, field, self.problem.days)?;
            self.problem.people[at].away.push((day, Vec::new()));
        }
        Ok(())
    }

    fn request(&mut self, line: usize, fields: &[&str], wanted: bool) -> Result<(), FormatProblem> {
        let [id, on, shift, weight] = fields else {
            return Err(FormatProblem::new(line, "a request is employee, day, shift, weight"));
        };
        let at = self.staff.find(line, id)?;
        let wish = Wish {
            day: day(line, on, self.problem.days)?,
            duties: vec![self.shifts.find(line, shift)?],
            wanted,
            weight: number(line, weight, "a weight")?,
        };
        self.problem.people[at].wishes.push(wish);
        Ok(())
    }

    fn cover(&mut self, line: usize, fields: &[&str]) -> Result<(), FormatProblem> {
        let [on, shift, wanted, under, over] = fields else {
            return Err(FormatProblem::new(line, "cover is day, shift, requirement, two weights"));
        };
        let wanted = number(line, wanted, "a requirement")?;
        let min = Bound::soft(wanted, number(line, under, "a weight")?);
        let max = Bound::soft(wanted, number(line, over, "a weight")?);
        let on = day(line, on, self.problem.days)?;
        let duties = vec![self.shifts.find(line, shift)?];
        self.problem.demands.push(Demand::between(DemandKind::Cover, on, duties, Who::Everyone, (min, max)));
        Ok(())
    }

    fn finish(mut self, last: usize) -> Result<Problem, FormatProblem> {
        for (line, shift, name) in std::mem::take(&mut self.not_next) {
            let next = self.shifts.find(line, &name)?;
            self.problem.shifts[shift].not_next.push(next);
        }
        for (missing, what) in [
            (self.problem.days == 0, "SECTION_HORIZON"),
            (self.problem.shifts.is_empty(), "SECTION_SHIFTS"),
            (self.problem.people.is_empty(), "SECTION_STAFF"),
        ] {
            if missing {
                return Err(FormatProblem::new(last, format!("nothing was read in {what}")));
            }
        }
        Ok(self.problem)
    }
}
