//! What a workbook would change: its lines against the people who are known.

use super::Column;
use super::lines::{Lines, NumberCell, PersonLine, Place, Who};
use crate::PeopleProblem;
use crate::rules::qualification::{certify, check_certificate};
use crate::rules::rank::confer;
use crate::rules::{IdentityNumber, LeaveReason, Person, Qualification, RankEntry, Telephone, masked};
use kernel::{Day, PersonId, Problem, Text, UnitCode};
use std::collections::{HashMap, HashSet};

/// Somebody who is known already, with the numbers in the clear.
#[derive(Debug, Clone)]
pub struct Known {
    pub person: Person,
    pub identity: Option<String>,
    pub telephone: Option<String>,
    pub ranks: Vec<RankEntry>,
    pub qualifications: Vec<Qualification>,
}

/// What the plan depends on besides lines and people.
pub struct Circumstances {
    pub today: Day,
    /// The person who imports: nobody changes their own record.
    pub own: Option<PersonId>,
    /// The units for which the actor may import.
    pub permitted: HashSet<UnitCode>,
}

/// What becomes of one person.
#[derive(Debug, Clone)]
pub struct Target {
    /// None for somebody new.
    pub before: Option<Person>,
    pub after: Person,
    /// Names of what differs.
    pub fields: Vec<&'static str>,
    /// Numbers to be written.
    pub identity: Option<IdentityNumber>,
    pub telephone: Option<Telephone>,
    pub new_ranks: Vec<RankEntry>,
    pub new_qualifications: Vec<Qualification>,
    pub corrected_qualifications: Vec<Qualification>,
    ranks: Vec<RankEntry>,
    qualifications: Vec<Qualification>,
    known_identity: Option<String>,
    known_telephone: Option<String>,
    /// The row of the sheet of people that speaks of this person.
    row: Option<usize>,
}

impl Target {
    pub fn is_new(&self) -> bool {
        self.before.is_none()
    }
    pub fn is_changed(&self) -> bool {
        !self.fields.is_empty()
            || !self.new_ranks.is_empty()
            || !self.new_qualifications.is_empty()
            || !self.corrected_qualifications.is_empty()
    }
}

/// Whom identifiers lead to, as places in the list of targets.
#[derive(Default)]
struct Index {
    ids: HashMap<PersonId, usize>,
    police_numbers: HashMap<String, usize>,
    identities: HashMap<String, usize>,
}

impl Index {
    fn add(&mut self, target: &Target, place: usize) {
        self.ids.insert(target.after.id.clone(), place);
        if let Some(number) = &target.after.police_number {
            self.police_numbers.insert(number.as_str().to_owned(), place);
        }
        let identity =
            target.identity.as_ref().map(IdentityNumber::as_str).or(target.known_identity.as_deref());
        if let Some(identity) = identity {
            self.identities.insert(identity.to_owned(), place);
        }
    }
    fn by_police_number(&self, who: &Who) -> Option<usize> {
        who.police_number.as_ref().and_then(|number| self.police_numbers.get(number.as_str())).copied()
    }
    fn by_identity(&self, who: &Who) -> Option<usize> {
        who.identity.as_ref().and_then(|number| self.identities.get(number.as_str())).copied()
    }
}

/// Compares the lines with the people known; problems are added to the lines'.
pub fn plan(lines: &mut Lines, known: Vec<Known>, with: &Circumstances) -> Vec<Target> {
    let mut targets: Vec<Target> = known.into_iter().map(target).collect();
    let mut index = Index::default();
    for (place, target) in targets.iter().enumerate() {
        index.add(target, place);
    }
    for line in std::mem::take(&mut lines.people) {
        if let Err((column, message)) = person(&line, &mut targets, &mut index, with) {
            lines.problem(&line.place, column, message);
        }
    }
    for (place, who, entry) in std::mem::take(&mut lines.ranks) {
        let added = find(&index, &who, &mut targets, with).and_then(|target| rank(target, &entry, with));
        note(lines, &place, added);
    }
    for (place, who, new) in std::mem::take(&mut lines.qualifications) {
        let added = find(&index, &who, &mut targets, with).and_then(|target| certificate(target, new, with));
        note(lines, &place, added);
    }
    targets
}

type Refusal = (Option<Column>, Text);

fn note(lines: &mut Lines, place: &Place, answer: Result<(), Refusal>) {
    if let Err((column, message)) = answer {
        lines.problem(place, column, message);
    }
}

fn target(known: Known) -> Target {
    Target {
        before: Some(known.person.clone()),
        after: known.person,
        fields: Vec::new(),
        identity: None,
        telephone: None,
        new_ranks: Vec::new(),
        new_qualifications: Vec::new(),
        corrected_qualifications: Vec::new(),
        ranks: known.ranks,
        qualifications: known.qualifications,
        known_identity: known.identity,
        known_telephone: known.telephone,
        row: None,
    }
}

fn person(
    line: &PersonLine,
    targets: &mut Vec<Target>,
    index: &mut Index,
    with: &Circumstances,
) -> Result<(), Refusal> {
    let own = |problem: PeopleProblem, column| Err((Some(column), problem.message()));
    let by_id = match &line.who.id {
        Some(id) => match index.ids.get(id) {
            Some(place) => Some(*place),
            None => return Err((Some(Column::Record), Text::new("people-import-unknown-record"))),
        },
        None => None,
    };
    let by_number = index.by_police_number(&line.who);
    let by_identity = index.by_identity(&line.who);
    let found = by_id.or(by_number).or(by_identity);

    // Twice in the file, whichever way the person is named.
    let earlier = found.and_then(|place| targets.get(place)).and_then(|target| target.row);
    if let Some(row) = earlier {
        let column = match found {
            _ if by_id.is_some() => Column::Record,
            _ if by_number.is_some() => Column::PoliceNumber,
            _ => Column::Identity,
        };
        return Err((Some(column), Text::new("people-import-twice").with("row", row)));
    }
    if by_number.is_some() && by_number != found {
        return own(PeopleProblem::PoliceNumberTaken, Column::PoliceNumber);
    }
    if by_identity.is_some() && by_identity != found {
        return own(PeopleProblem::IdentityNumberTaken, Column::Identity);
    }

    let next = match found.and_then(|place| targets.get(place)) {
        Some(known) => changed(line, known, by_id.is_some())?,
        None => newcomer(line)?,
    };
    may_touch(&next, with)?;
    let identity = next
        .identity
        .clone()
        .or_else(|| next.known_identity.as_deref().and_then(|number| IdentityNumber::parse(number).ok()));
    if next.is_new() || !next.fields.is_empty() {
        next.after
            .check(identity.as_ref(), with.today)
            .map_err(|problem| (Some(column_of(&problem, &next)), problem.message()))?;
    }
    let place = match found {
        Some(place) => {
            if let Some(old) = targets.get_mut(place) {
                *old = next;
            }
            place
        }
        None => {
            targets.push(next);
            targets.len() - 1
        }
    };
    if let Some(target) = targets.get(place) {
        index.add(target, place);
    }
    Ok(())
}

fn newcomer(line: &PersonLine) -> Result<Target, Refusal> {
    let required = |column| (Some(column), Text::new("people-import-required"));
    if let NumberCell::Masked(_) = line.identity {
        return Err((Some(Column::Identity), Text::new("people-import-masked-differs")));
    }
    if let NumberCell::Masked(_) = line.telephone {
        return Err((Some(Column::Telephone), Text::new("people-import-masked-differs")));
    }
    let identity = match &line.identity {
        NumberCell::Given(number) => Some(number.clone()),
        NumberCell::Empty | NumberCell::Masked(_) => None,
    };
    // Without either the same row would add the person again next time.
    if line.who.police_number.is_none() && identity.is_none() {
        return Err((Some(Column::PoliceNumber), Text::new("people-import-nameless")));
    }
    let after = Person {
        id: PersonId::new(),
        unit: line.unit.clone().ok_or_else(|| required(Column::Unit))?,
        kind: line.kind.ok_or_else(|| required(Column::Kind))?,
        name: line.name.clone().ok_or_else(|| required(Column::Name))?,
        gender: line.gender.ok_or_else(|| required(Column::Gender))?,
        police_number: line.who.police_number.clone(),
        post: line.post.ok_or_else(|| required(Column::Post))?,
        rank: None,
        joined_on: line.joined_on.ok_or_else(|| required(Column::JoinedOn))?,
        working_since: line.working_since,
        left: line.left_on.map(|on| (on, line.left_reason.unwrap_or(LeaveReason::Other))),
        revision: 1,
    };
    Ok(Target {
        before: None,
        after,
        fields: Vec::new(),
        identity,
        telephone: match &line.telephone {
            NumberCell::Given(number) => Some(number.clone()),
            NumberCell::Empty | NumberCell::Masked(_) => None,
        },
        new_ranks: Vec::new(),
        new_qualifications: Vec::new(),
        corrected_qualifications: Vec::new(),
        ranks: Vec::new(),
        qualifications: Vec::new(),
        known_identity: None,
        known_telephone: None,
        row: Some(line.place.row),
    })
}

/// What a row changes about somebody known. Empty cells change nothing.
fn changed(line: &PersonLine, known: &Target, named_by_record: bool) -> Result<Target, Refusal> {
    let mut next = Target { row: Some(line.place.row), ..known.clone() };
    let mut fields = Vec::new();
    let before = &known.after;
    let after = &mut next.after;
    set(&mut after.name, line.name.as_ref(), "name", &mut fields);
    set(&mut after.gender, line.gender.as_ref(), "gender", &mut fields);
    set(&mut after.kind, line.kind.as_ref(), "kind", &mut fields);
    set(&mut after.unit, line.unit.as_ref(), "unit", &mut fields);
    set(&mut after.post, line.post.as_ref(), "post", &mut fields);
    set(&mut after.joined_on, line.joined_on.as_ref(), "joined_on", &mut fields);
    let since = line.working_since.map(Some);
    set(&mut after.working_since, since.as_ref(), "working_since", &mut fields);
    let number = line.who.police_number.as_ref().map(|number| Some(number.clone()));
    set(&mut after.police_number, number.as_ref(), "police_number", &mut fields);
    let left = line.left_on.map(|on| {
        let reason = before.left.map_or(LeaveReason::Other, |(_, reason)| reason);
        Some((on, line.left_reason.unwrap_or(reason)))
    });
    set(&mut after.left, left.as_ref(), "left", &mut fields);

    let differs = |known: &Option<String>, given: &str| known.as_deref() != Some(given);
    match &line.identity {
        NumberCell::Given(number) if differs(&known.known_identity, number.as_str()) => {
            // A police number that leads to another name and another identity number is a mistake.
            if known.known_identity.is_some() && fields.contains(&"name") && !named_by_record {
                let problem = PeopleProblem::PoliceNumberTaken;
                return Err((Some(Column::PoliceNumber), problem.message()));
            }
            next.identity = Some(number.clone());
            fields.push("identity");
        }
        NumberCell::Masked(text) => {
            is_mask_of(text, known.known_identity.as_deref(), Column::Identity)?;
        }
        NumberCell::Empty | NumberCell::Given(_) => {}
    }
    match &line.telephone {
        NumberCell::Given(number) if differs(&known.known_telephone, number.as_str()) => {
            next.telephone = Some(number.clone());
            fields.push("telephone");
        }
        NumberCell::Masked(text) => {
            is_mask_of(text, known.known_telephone.as_deref(), Column::Telephone)?;
        }
        NumberCell::Empty | NumberCell::Given(_) => {}
    }
    if let (Some((on, _)), false) = (before.left, fields.is_empty()) {
        return Err((None, PeopleProblem::HasLeft { on }.message()));
    }
    next.fields = fields;
    Ok(next)
}

fn is_mask_of(text: &str, number: Option<&str>, column: Column) -> Result<(), Refusal> {
    match number {
        Some(number) if masked(number) == text => Ok(()),
        _ => Err((Some(column), Text::new("people-import-masked-differs"))),
    }
}

fn set<T: PartialEq + Clone>(
    old: &mut T,
    new: Option<&T>,
    name: &'static str,
    fields: &mut Vec<&'static str>,
) {
    if let Some(new) = new.filter(|new| *new != old) {
        *old = new.clone();
        fields.push(name);
    }
}

/// Both the unit somebody stood in and the one they come to must be permitted.
fn may_touch(target: &Target, with: &Circumstances) -> Result<(), Refusal> {
    let units = target.before.iter().map(|person| &person.unit).chain([&target.after.unit]);
    for unit in units {
        if !with.permitted.contains(unit) {
            let message = Text::new("people-import-unit-not-permitted").with("unit", unit);
            return Err((Some(Column::Unit), message));
        }
    }
    let is_own = with.own.as_ref() == Some(&target.after.id);
    if is_own && target.is_changed() {
        return Err((None, Text::new("people-import-own-record")));
    }
    Ok(())
}

/// The person that a row of the other sheets is about.
fn find<'t>(
    index: &Index,
    who: &Who,
    targets: &'t mut [Target],
    with: &Circumstances,
) -> Result<&'t mut Target, Refusal> {
    let place = who
        .id
        .as_ref()
        .and_then(|id| index.ids.get(id).copied())
        .or_else(|| index.by_police_number(who))
        .or_else(|| index.by_identity(who));
    let target = place.and_then(|place| targets.get_mut(place));
    let Some(target) = target else {
        return Err((None, Text::new("people-import-person-unknown")));
    };
    may_touch(target, with)?;
    Ok(target)
}

fn rank(target: &mut Target, entry: &RankEntry, with: &Circumstances) -> Result<(), Refusal> {
    if target.ranks.contains(entry) {
        return Ok(());
    }
    must_not_have_left_or_be_own(target, with)?;
    let next = confer(target.after.clone(), &target.ranks, entry, with.today).map_err(|problem| {
        let column = if matches!(problem, PeopleProblem::RankOnlyForOfficers(_)) {
            Column::Rank
        } else {
            Column::Since
        };
        (Some(column), problem.message())
    })?;
    target.after = next;
    target.ranks.push(entry.clone());
    target.new_ranks.push(entry.clone());
    Ok(())
}

fn certificate(target: &mut Target, new: Qualification, with: &Circumstances) -> Result<(), Refusal> {
    if target.qualifications.contains(&new) {
        return Ok(());
    }
    must_not_have_left_or_be_own(target, with)?;
    let refusal = |problem: PeopleProblem| {
        let column = match problem {
            PeopleProblem::ExpiresBeforeIssue => Column::ExpiresOn,
            PeopleProblem::DayToCome => Column::IssuedOn,
            PeopleProblem::BadCertificateNumber => Column::CertificateNumber,
            _ => Column::Qualification,
        };
        (Some(column), problem.message())
    };
    let same = |old: &Qualification| old.kind == new.kind && old.issued_on == new.issued_on;
    let is_new_here = target.new_qualifications.iter().any(same);
    match target.qualifications.iter_mut().find(|old| same(old)) {
        // The same certificate with another number or another end is a correction.
        Some(old) if !is_new_here => {
            check_certificate(&new, with.today).map_err(refusal)?;
            *old = new.clone();
            target.corrected_qualifications.push(new);
        }
        _ => {
            certify(&target.after, &target.qualifications, &new, with.today).map_err(refusal)?;
            target.qualifications.push(new.clone());
            target.new_qualifications.push(new);
        }
    }
    Ok(())
}

fn must_not_have_left_or_be_own(target: &Target, with: &Circumstances) -> Result<(), Refusal> {
    if let Some((on, _)) = target.before.as_ref().and_then(|before| before.left) {
        return Err((None, PeopleProblem::HasLeft { on }.message()));
    }
    if with.own.as_ref() == Some(&target.after.id) {
        return Err((None, Text::new("people-import-own-record")));
    }
    Ok(())
}

fn column_of(problem: &PeopleProblem, next: &Target) -> Column {
    match problem {
        PeopleProblem::GenderDiffers if next.identity.is_none() => Column::Gender,
        PeopleProblem::GenderDiffers | PeopleProblem::BornAfterJoining => Column::Identity,
        PeopleProblem::LeftBeforeJoining => Column::LeftOn,
        PeopleProblem::WorkingAfterJoining => Column::WorkingSince,
        PeopleProblem::RankOnlyForOfficers(_) => Column::Kind,
        PeopleProblem::DayToCome if next.after.left.is_some() => Column::LeftOn,
        _ => Column::JoinedOn,
    }
}
