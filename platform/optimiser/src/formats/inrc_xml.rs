//! The competition's problems as they were published: XML.

use super::inrc::{Competition, CompetitionContract, CompetitionPerson, CompetitionShift, Switch};
use super::inrc_text::{Known, clock, pattern_day, weekday, weekend};
use super::{FormatProblem, number};
use crate::model::Pattern;
use roxmltree::{Document, Node};

/// An element with what is needed to say where it stands.
#[derive(Clone, Copy)]
struct Element<'a, 'input> {
    node: Node<'a, 'input>,
}

impl<'a, 'input> Element<'a, 'input> {
    fn line(self) -> usize {
        let at = self.node.range().start;
        self.node.document().text_pos_at(at).row as usize
    }
    fn children(self, name: &'static str) -> impl Iterator<Item = Element<'a, 'input>> {
        let is_one = move |node: &Node<'a, 'input>| node.has_tag_name(name);
        self.node.children().filter(is_one).map(|node| Element { node })
    }
    /// Elements of a list: `<Skills><Skill/>…</Skills>`.
    fn list(self, outer: &'static str, inner: &'static str) -> impl Iterator<Item = Element<'a, 'input>> {
        self.children(outer).flat_map(move |list| list.children(inner))
    }
    fn child(self, name: &'static str) -> Result<Self, FormatProblem> {
        let missing = || FormatProblem::new(self.line(), format!("<{name}> is missing"));
        self.children(name).next().ok_or_else(missing)
    }
    fn text(self) -> &'a str {
        self.node.text().unwrap_or_default().trim()
    }
    fn text_of(self, name: &'static str) -> Result<&'a str, FormatProblem> {
        self.child(name).map(Element::text)
    }
    fn attribute(self, name: &str) -> Result<&'a str, FormatProblem> {
        let missing = || FormatProblem::new(self.line(), format!("the attribute {name} is missing"));
        self.node.attribute(name).ok_or_else(missing)
    }
    fn weight(self) -> Result<u32, FormatProblem> {
        number(self.line(), self.attribute("weight")?, "a weight")
    }
    /// A limit such as `<MaxNumAssignments on="1" weight="1">16</MaxNumAssignments>`.
    fn limit(self, name: &'static str) -> Result<Switch, FormatProblem> {
        let Some(limit) = self.children(name).next() else { return Ok(None) };
        if matches!(limit.node.attribute("on"), Some("0" | "false")) {
            return Ok(None);
        }
        Ok(Some((limit.weight()?, number(limit.line(), limit.text(), "a limit")?)))
    }
    /// The weight of a switch such as `<CompleteWeekends weight="1">true</CompleteWeekends>`.
    fn switch(self, name: &'static str) -> Result<u32, FormatProblem> {
        match self.children(name).next() {
            Some(switch) if matches!(switch.text(), "true" | "1") => switch.weight(),
            _ => Ok(0),
        }
    }
}

pub fn read(text: &str) -> Result<Competition, FormatProblem> {
    let document = Document::parse(text)
        .map_err(|error| FormatProblem::new(error.pos().row as usize, format!("not well-formed: {error}")))?;
    let root = Element { node: document.root_element() };
    let mut known = Known::default();
    known.period(root.line(), root.text_of("StartDate")?, root.text_of("EndDate")?)?;
    let mut out =
        Competition { days: known.days, first_weekday: known.first_weekday(), ..Competition::default() };
    for skill in root.list("Skills", "Skill") {
        known.skills.add(skill.line(), skill.text())?;
    }
    for shift in root.list("ShiftTypes", "Shift") {
        let line = shift.line();
        known.shifts.add(line, shift.attribute("ID")?)?;
        out.shifts.push(CompetitionShift {
            id: shift.attribute("ID")?.to_owned(),
            starts: clock(line, shift.text_of("StartTime")?)?,
            ends: clock(line, shift.text_of("EndTime")?)?,
            skills: skills(&known, shift)?,
        });
    }
    for pattern in root.list("Patterns", "Pattern") {
        known.patterns.add(pattern.line(), pattern.attribute("ID")?)?;
        out.patterns.push(read_pattern(&known, pattern)?);
    }
    for contract in root.list("Contracts", "Contract") {
        known.contracts.add(contract.line(), contract.attribute("ID")?)?;
        out.contracts.push(read_contract(&known, contract)?);
    }
    for person in root.list("Employees", "Employee") {
        let line = person.line();
        known.people.add(line, person.attribute("ID")?)?;
        out.people.push(CompetitionPerson {
            id: person.attribute("ID")?.to_owned(),
            contract: known.contracts.find(line, person.text_of("ContractID")?)?,
            skills: skills(&known, person)?,
        });
    }
    cover(&known, root, &mut out)?;
    for (list, one, with_shift, wanted) in [
        ("DayOffRequests", "DayOff", false, false),
        ("DayOnRequests", "DayOn", false, true),
        ("ShiftOffRequests", "ShiftOff", true, false),
        ("ShiftOnRequests", "ShiftOn", true, true),
    ] {
        for request in root.list(list, one) {
            let line = request.line();
            let shift = if with_shift {
                Some(known.shifts.find(line, request.text_of("ShiftTypeID")?)?)
            } else {
                None
            };
            let person = known.people.find(line, request.text_of("EmployeeID")?)?;
            let day = known.day(line, request.text_of("Date")?)?;
            out.requests.push((person, day, shift, wanted, request.weight()?));
        }
    }
    if out.shifts.is_empty() || out.people.is_empty() || out.contracts.is_empty() {
        return Err(FormatProblem::new(root.line(), "no shift types, contracts or employees"));
    }
    Ok(out)
}

fn skills(known: &Known, of: Element<'_, '_>) -> Result<Vec<usize>, FormatProblem> {
    of.list("Skills", "Skill").map(|skill| known.skills.find(skill.line(), skill.text())).collect()
}

fn cover(known: &Known, root: Element<'_, '_>, out: &mut Competition) -> Result<(), FormatProblem> {
    let number_of = |cover: Element<'_, '_>| -> Result<(usize, u32), FormatProblem> {
        let shift = known.shifts.find(cover.line(), cover.text_of("Shift")?)?;
        Ok((shift, number(cover.line(), cover.text_of("Preferred")?, "a demand")?))
    };
    for weekly in root.list("CoverRequirements", "DayOfWeekCover") {
        let on = weekday(weekly.line(), weekly.text_of("Day")?)?;
        for cover in weekly.children("Cover") {
            let (shift, number) = number_of(cover)?;
            out.weekly.push((on, shift, number));
        }
    }
    for dated in root.list("CoverRequirements", "DateSpecificCover") {
        let on = known.day(dated.line(), dated.text_of("Date")?)?;
        for cover in dated.children("Cover") {
            let (shift, number) = number_of(cover)?;
            out.dated.push((on, shift, number));
        }
    }
    Ok(())
}

fn read_pattern(known: &Known, pattern: Element<'_, '_>) -> Result<Pattern, FormatProblem> {
    let mut entries = Vec::new();
    for entry in pattern.list("PatternEntries", "PatternEntry") {
        let index = number(entry.line(), entry.attribute("index")?, "an index")?;
        let day = pattern_day(entry.line(), known, entry.text_of("ShiftType")?, entry.text_of("Day")?)?;
        entries.push((index, day));
    }
    entries.sort_by_key(|(index, _)| *index);
    if entries.is_empty() || entries.len() > 5 {
        return Err(FormatProblem::new(pattern.line(), "a pattern has between one and five days"));
    }
    let starts_on = entries.first().and_then(|(_, (_, on))| *on);
    let days = entries.into_iter().map(|(_, (wanted, _))| wanted).collect();
    Ok(Pattern { days, starts_on, weight: pattern.weight()? })
}

fn read_contract(known: &Known, contract: Element<'_, '_>) -> Result<CompetitionContract, FormatProblem> {
    let (weekend_first, weekend_length) = weekend(contract.line(), contract.text_of("WeekendDefinition")?)?;
    let patterns = contract.list("UnwantedPatterns", "Pattern");
    Ok(CompetitionContract {
        id: contract.attribute("ID")?.to_owned(),
        shifts_max: contract.limit("MaxNumAssignments")?,
        shifts_min: contract.limit("MinNumAssignments")?,
        work_max: contract.limit("MaxConsecutiveWorkingDays")?,
        work_min: contract.limit("MinConsecutiveWorkingDays")?,
        free_max: contract.limit("MaxConsecutiveFreeDays")?,
        free_min: contract.limit("MinConsecutiveFreeDays")?,
        weekends_in_a_row_max: contract.limit("MaxConsecutiveWorkingWeekends")?,
        weekends_in_a_row_min: contract.limit("MinConsecutiveWorkingWeekends")?,
        weekends_max: contract.limit("MaxWorkingWeekendsInFourWeeks")?,
        weekend_first,
        weekend_length,
        complete: contract.switch("CompleteWeekends")?,
        identical: contract.switch("IdenticalShiftTypesDuringWeekend")?,
        no_night_before: contract.switch("NoNightShiftBeforeFreeWeekend")?,
        alternative_skill: contract.switch("AlternativeSkillCategory")?,
        patterns: patterns
            .map(|one| known.patterns.find(one.line(), one.text()))
            .collect::<Result<_, _>>()?,
    })
}
