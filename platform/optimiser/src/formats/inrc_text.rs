//! The competition's problems in their text form: sections of lines that end with a semicolon.

use super::inrc::{Competition, CompetitionContract, CompetitionPerson, CompetitionShift, Switch};
use super::{FormatProblem, MOST, Names, number};
use crate::model::{Match, Pattern};
use jiff::civil::Date;

pub const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Names and dates needed to resolve what is read.
pub struct Known {
    pub first: Date,
    pub days: usize,
    pub skills: Names,
    pub shifts: Names,
    pub contracts: Names,
    pub patterns: Names,
    pub people: Names,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            first: Date::default(),
            days: 0,
            skills: Names::new("skill"),
            shifts: Names::new("shift type"),
            contracts: Names::new("contract"),
            patterns: Names::new("pattern"),
            people: Names::new("employee"),
        }
    }
}

impl Known {
    /// Sets the period.
    pub fn period(&mut self, line: usize, first: &str, last: &str) -> Result<(), FormatProblem> {
        self.first = date(line, first)?;
        let days = (date(line, last)? - self.first).get_days();
        self.days = usize::try_from(days).map_or(0, |days| days + 1);
        if self.days == 0 || self.days > MOST / 100 {
            return Err(FormatProblem::new(line, "a period has between 1 and 1000 days"));
        }
        Ok(())
    }
    /// A date as a day of the period.
    pub fn day(&self, line: usize, text: &str) -> Result<usize, FormatProblem> {
        let at = (date(line, text)? - self.first).get_days();
        let outside = || FormatProblem::new(line, format!("{text} lies outside the period"));
        usize::try_from(at).ok().filter(|at| *at < self.days).ok_or_else(outside)
    }
    /// Weekday of the first day, Monday being 0.
    pub fn first_weekday(&self) -> u8 {
        u8::try_from(self.first.weekday().to_monday_zero_offset()).unwrap_or(0)
    }
}

pub fn date(line: usize, text: &str) -> Result<Date, FormatProblem> {
    text.trim().parse().map_err(|_| FormatProblem::new(line, format!("{text:?} is no date")))
}

/// Minutes after midnight of a time such as `06:30:00`.
pub fn clock(line: usize, text: &str) -> Result<u32, FormatProblem> {
    let wrong = || FormatProblem::new(line, format!("{text:?} is no time of day"));
    let mut parts = text.trim().split(':');
    let (hour, minute) = (parts.next().unwrap_or_default(), parts.next().ok_or_else(wrong)?);
    let (hour, minute) = (number(line, hour, "an hour")?, number(line, minute, "a minute")?);
    if hour < 24 && minute < 60 { Ok(hour * 60 + minute) } else { Err(wrong()) }
}

pub fn weekday(line: usize, text: &str) -> Result<u8, FormatProblem> {
    let at = WEEKDAYS.iter().position(|name| *name == text.trim());
    let at = at.and_then(|at| u8::try_from(at).ok());
    at.ok_or_else(|| FormatProblem::new(line, format!("{text:?} is no weekday")))
}

/// First day and length of a weekend such as `FridaySaturdaySunday`.
pub fn weekend(line: usize, text: &str) -> Result<(u8, u8), FormatProblem> {
    for (first, _) in WEEKDAYS.iter().enumerate() {
        for length in 1..=4 {
            let name: String = (first..first + length).map(|day| WEEKDAYS[day % 7]).collect();
            if name == text.trim() {
                return Ok((first as u8, length as u8));
            }
        }
    }
    Err(FormatProblem::new(line, format!("{text:?} is no weekend")))
}

/// One day of a pattern, and the weekday it names.
pub fn pattern_day(
    line: usize,
    known: &Known,
    shift: &str,
    on: &str,
) -> Result<(Match, Option<u8>), FormatProblem> {
    let wanted = match shift.trim() {
        "None" => Match::Free,
        "Any" => Match::AnyShift,
        name => Match::Shift(known.shifts.find(line, name)?),
    };
    let on = if on.trim() == "Any" { None } else { Some(weekday(line, on)?) };
    Ok((wanted, on))
}

pub fn read(text: &str) -> Result<Competition, FormatProblem> {
    let mut known = Known::default();
    let mut out = Competition::default();
    let mut section = String::new();
    let mut last = 0;
    for (at, raw) in text.lines().enumerate() {
        let line = at + 1;
        last = line;
        let content = raw.trim();
        if content.is_empty() || content.starts_with("//") {
            continue;
        }
        let content = content.strip_suffix(';').unwrap_or(content).trim();
        let heading = content.split([' ', '=']).next().unwrap_or_default();
        let is_heading = heading.len() > 3 && heading.chars().all(|c| c.is_ascii_uppercase() || c == '_');
        if is_heading && !content.contains(',') {
            heading.clone_into(&mut section);
            continue;
        }
        let fields: Vec<&str> = content.split(',').map(str::trim).collect();
        one_line(&mut known, &mut out, &section, line, content, &fields)?;
    }
    for (missing, what) in [
        (known.days == 0, "SCHEDULING_PERIOD"),
        (out.shifts.is_empty(), "SHIFT_TYPES"),
        (out.contracts.is_empty(), "CONTRACTS"),
        (out.people.is_empty(), "EMPLOYEES"),
    ] {
        if missing {
            return Err(FormatProblem::new(last, format!("nothing was read in {what}")));
        }
    }
    out.days = known.days;
    out.first_weekday = known.first_weekday();
    Ok(out)
}

fn one_line(
    known: &mut Known,
    out: &mut Competition,
    section: &str,
    line: usize,
    content: &str,
    fields: &[&str],
) -> Result<(), FormatProblem> {
    let wrong = |what: &str| FormatProblem::new(line, format!("a line of {section} is {what}"));
    let skills = |known: &Known, names: &[&str]| -> Result<Vec<usize>, FormatProblem> {
        names
            .iter()
            .flat_map(|names| names.split_whitespace())
            .map(|name| known.skills.find(line, name))
            .collect()
    };
    match (section, fields) {
        ("SCHEDULING_PERIOD", [_, first, end]) => known.period(line, first, end)?,
        ("SKILLS", [name]) => drop(known.skills.add(line, name)?),
        ("SHIFT_TYPES", [id, _, starts, ends, _, names @ ..]) => {
            known.shifts.add(line, id)?;
            out.shifts.push(CompetitionShift {
                id: (*id).to_owned(),
                starts: clock(line, starts)?,
                ends: clock(line, ends)?,
                skills: skills(known, names)?,
            });
        }
        ("CONTRACTS", fields) if fields.len() >= 18 => {
            known.contracts.add(line, fields[0])?;
            out.contracts.push(contract(line, fields)?);
        }
        ("PATTERNS", [id, weight, days]) => {
            known.patterns.add(line, id)?;
            out.patterns.push(pattern(known, line, weight, days)?);
        }
        ("EMPLOYEES", [id, _, contract, _, names @ ..]) => {
            known.people.add(line, id)?;
            let contract = known.contracts.find(line, contract)?;
            out.people.push(CompetitionPerson {
                id: (*id).to_owned(),
                contract,
                skills: skills(known, names)?,
            });
        }
        ("DAY_OF_WEEK_COVER", [on, shift, wanted]) => {
            let shift = known.shifts.find(line, shift)?;
            out.weekly.push((weekday(line, on)?, shift, number(line, wanted, "a demand")?));
        }
        ("DATE_SPECIFIC_COVER", [on, shift, wanted]) => {
            let shift = known.shifts.find(line, shift)?;
            out.dated.push((known.day(line, on)?, shift, number(line, wanted, "a demand")?));
        }
        ("DAY_OFF_REQUESTS" | "DAY_ON_REQUESTS", [id, on, weight]) => {
            let person = known.people.find(line, id)?;
            let weight = number(line, weight, "a weight")?;
            out.requests.push((person, known.day(line, on)?, None, section == "DAY_ON_REQUESTS", weight));
        }
        ("SHIFT_OFF_REQUESTS" | "SHIFT_ON_REQUESTS", [id, on, shift, weight]) => {
            let person = known.people.find(line, id)?;
            let shift = Some(known.shifts.find(line, shift)?);
            let weight = number(line, weight, "a weight")?;
            out.requests.push((person, known.day(line, on)?, shift, section == "SHIFT_ON_REQUESTS", weight));
        }
        ("", _) => return Err(FormatProblem::new(line, "a line before the first section")),
        ("SCHEDULING_PERIOD", _) => return Err(wrong("name, first day, last day")),
        ("SHIFT_TYPES", _) => return Err(wrong("ID, name, start, end, number of skills, skills")),
        ("CONTRACTS", _) => return Err(wrong("ID, name and at least sixteen rules")),
        ("PATTERNS", _) => return Err(wrong("ID, weight, days")),
        ("EMPLOYEES", _) => return Err(wrong("ID, name, contract, number of skills, skills")),
        _ => return Err(FormatProblem::new(line, format!("not understood in {section}: {content:?}"))),
    }
    Ok(())
}

/// Numbers of a rule such as `(1|1|16)`.
fn rule(line: usize, text: &str) -> Result<Vec<u32>, FormatProblem> {
    let inside = text.trim().strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    let inside = inside.ok_or_else(|| FormatProblem::new(line, format!("{text:?} is no rule")))?;
    inside.split('|').map(|part| number(line, part, "part of a rule")).collect()
}

fn contract(line: usize, fields: &[&str]) -> Result<CompetitionContract, FormatProblem> {
    let limit = |at: usize| -> Result<Switch, FormatProblem> {
        match rule(line, fields[at])?.as_slice() {
            [0, ..] => Ok(None),
            [_, weight, value] => Ok(Some((*weight, *value))),
            _ => Err(FormatProblem::new(line, format!("{:?} has not three parts", fields[at]))),
        }
    };
    let weight = |at: usize| -> Result<u32, FormatProblem> {
        match rule(line, fields[at])?.as_slice() {
            [0, ..] => Ok(0),
            [_, weight] => Ok(*weight),
            _ => Err(FormatProblem::new(line, format!("{:?} has not two parts", fields[at]))),
        }
    };
    let (weekend_first, weekend_length) = weekend(line, fields[12])?;
    let patterns = fields.get(19).map_or("", |list| list).split_whitespace();
    Ok(CompetitionContract {
        id: fields[0].to_owned(),
        shifts_max: limit(3)?,
        shifts_min: limit(4)?,
        work_max: limit(5)?,
        work_min: limit(6)?,
        free_max: limit(7)?,
        free_min: limit(8)?,
        weekends_in_a_row_max: limit(9)?,
        weekends_in_a_row_min: limit(10)?,
        weekends_max: limit(11)?,
        weekend_first,
        weekend_length,
        complete: weight(13)?,
        identical: weight(14)?,
        no_night_before: weight(15)?,
        alternative_skill: weight(17)?,
        patterns: patterns
            .map(|at| number(line, at, "a pattern").map(|at| at as usize))
            .collect::<Result<_, _>>()?,
    })
}

fn pattern(known: &Known, line: usize, weight: &str, days: &str) -> Result<Pattern, FormatProblem> {
    let mut found = Vec::new();
    let mut starts_on = None;
    // After the number of days: `(shift|weekday)` for each.
    for part in days.split_whitespace().skip(1) {
        let inside = part.strip_prefix('(').and_then(|part| part.strip_suffix(')'));
        let Some((shift, on)) = inside.and_then(|inside| inside.split_once('|')) else {
            return Err(FormatProblem::new(line, format!("{part:?} is no day of a pattern")));
        };
        let (wanted, on) = pattern_day(line, known, shift, on)?;
        if found.is_empty() {
            starts_on = on;
        }
        found.push(wanted);
    }
    if found.is_empty() || found.len() > 5 {
        return Err(FormatProblem::new(line, "a pattern has between one and five days"));
    }
    Ok(Pattern { days: found, starts_on, weight: number(line, weight, "a weight")? })
}
