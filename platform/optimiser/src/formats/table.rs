//! Rosters as CSV: `employee,day,shift`, days counted from 0, free days left out.

use super::{FormatProblem, Names, day};
use crate::model::{Cell, OFF, Problem, Roster};

/// Writes a roster with the problem's own names.
pub fn write_roster(problem: &Problem, roster: &Roster) -> String {
    let mut out = String::from("employee,day,shift\n");
    for (at, person) in problem.people.iter().enumerate() {
        for (day, cell) in roster.line(at).iter().enumerate() {
            if let Some(shift) = problem.shift_of(*cell).and_then(|shift| problem.shifts.get(shift)) {
                out.push_str(&format!("{},{day},{}\n", person.id, shift.id));
            }
        }
    }
    out
}

/// Reads a roster; a shift is taken at its first position.
///
/// # Errors
/// An unknown name or day, or two shifts of one person on one day.
pub fn read_roster(problem: &Problem, text: &str) -> Result<Roster, FormatProblem> {
    let mut people = Names::new("employee");
    for person in &problem.people {
        people.add(0, &person.id)?;
    }
    let mut shifts = Names::new("shift");
    for shift in &problem.shifts {
        shifts.add(0, &shift.id)?;
    }
    let mut roster = Roster::empty(problem.people.len(), problem.days);
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let number = at + 1;
        let fields: Vec<&str> = line.trim().split(',').map(str::trim).collect();
        match fields.as_slice() {
            [""] | ["employee", "day", "shift"] => {}
            [id, on, shift] => {
                let (person, on) = (people.find(number, id)?, day(number, on, problem.days)?);
                if shift.is_empty() {
                    continue;
                }
                let shift_at = shifts.find(number, shift)?;
                let duty = problem.duties.iter().position(|duty| duty.shift == shift_at).unwrap_or(0);
                if roster.at(person, on) != OFF {
                    let what = format!("{id:?} has two shifts on day {on}");
                    return Err(FormatProblem::new(number, what));
                }
                roster.set(person, on, Cell::try_from(duty + 1).unwrap_or(OFF));
            }
            _ => return Err(FormatProblem::new(number, "a line is employee,day,shift")),
        }
    }
    Ok(roster)
}
