//! Somebody who works in the bureau, from joining to leaving.

use super::number::IdentityNumber;
use super::{Rank, Telephone, codes, plain};
use crate::PeopleProblem;
use access::{Attribute, Entity, Resource};
use kernel::{Day, PersonId, UnitCode};

codes!(
    PersonKind in "kind" {
        /// 民警
        Officer = "officer",
        /// 辅警
        Auxiliary = "auxiliary",
        /// 文职、职工
        Civilian = "civilian",
    }
);

codes!(
    Gender in "gender" {
        Female = "female",
        Male = "male",
    }
);

codes!(
    /// What somebody mainly does (岗位类别).
    Post in "post" {
        Leader = "leader",
        Desk = "desk",
        Command = "command",
        Community = "community",
        Patrol = "patrol",
        CaseHandling = "case_handling",
        Investigation = "investigation",
        PublicOrder = "public_order",
        Household = "household",
        Traffic = "traffic",
        LegalReview = "legal_review",
        Technology = "technology",
        Logistics = "logistics",
        Other = "other",
    }
);

codes!(
    LeaveReason in "leave" {
        Retired = "retired",
        Transferred = "transferred",
        Resigned = "resigned",
        ContractEnded = "contract_ended",
        Discharged = "discharged",
        Died = "died",
        Other = "other",
    }
);

/// A name: 1 to 40 characters, without control characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName(String);

impl PersonName {
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = (1..=40).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        fits.then(|| Self(text.to_owned()))
    }
    /// A name that the database returned: it was checked when it was written.
    pub fn stored(text: String) -> Self {
        Self(text)
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A police number (警号) or an auxiliary's number: letters and digits, at most 20.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct PoliceNumber(String);

impl PoliceNumber {
    pub fn parse(text: &str) -> Option<Self> {
        let text = plain(text);
        let fits = (1..=20).contains(&text.chars().count()) && text.chars().all(char::is_alphanumeric);
        fits.then_some(Self(text))
    }
    pub fn stored(text: String) -> Self {
        Self(text)
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A person without the numbers that are kept encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub unit: UnitCode,
    pub kind: PersonKind,
    pub name: PersonName,
    pub gender: Gender,
    pub police_number: Option<PoliceNumber>,
    pub post: Post,
    /// The rank held now.
    pub rank: Option<Rank>,
    pub joined_on: Day,
    /// Since when they have worked at all (参加工作时间), if it is known: leave goes by it.
    pub working_since: Option<Day>,
    /// The last day and why.
    pub left: Option<(Day, LeaveReason)>,
    pub revision: i64,
}

impl Resource for Person {
    fn describe(&self) -> Entity {
        Entity::new("Person", &self.id, &self.unit).with("person", Attribute::Text(self.id.to_string()))
    }
}

/// What is known when somebody joins.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Made when the form is shown: the same form sent twice makes one person.
    pub id: PersonId,
    pub unit: UnitCode,
    pub kind: PersonKind,
    pub name: PersonName,
    pub gender: Gender,
    pub police_number: Option<PoliceNumber>,
    pub post: Post,
    pub joined_on: Day,
    pub working_since: Option<Day>,
    pub identity: Option<IdentityNumber>,
    pub telephone: Option<Telephone>,
}

impl NewPerson {
    pub fn into_person(self) -> Person {
        Person {
            id: self.id,
            unit: self.unit,
            kind: self.kind,
            name: self.name,
            gender: self.gender,
            police_number: self.police_number,
            post: self.post,
            rank: None,
            joined_on: self.joined_on,
            working_since: self.working_since,
            left: None,
            revision: 1,
        }
    }
}

/// What may be corrected or changed about a person. Numbers that are not given
/// stay as they are, because forms do not show them.
#[derive(Debug, Clone)]
pub struct PersonChanges {
    pub kind: PersonKind,
    pub name: PersonName,
    pub gender: Gender,
    pub police_number: Option<PoliceNumber>,
    pub post: Post,
    pub joined_on: Day,
    pub working_since: Option<Day>,
    pub identity: Option<IdentityNumber>,
    pub telephone: Option<Telephone>,
}

impl Person {
    /// # Errors
    /// The person has left.
    pub fn must_be_serving(&self) -> Result<(), PeopleProblem> {
        match self.left {
            Some((on, _)) => Err(PeopleProblem::HasLeft { on }),
            None => Ok(()),
        }
    }

    /// What must hold for everybody, with the identity number if it is known.
    ///
    /// # Errors
    /// Days that do not fit, or an identity number that is somebody else's.
    pub fn check(&self, identity: Option<&IdentityNumber>, today: Day) -> Result<(), PeopleProblem> {
        if self.joined_on > today || self.left.is_some_and(|(on, _)| on > today) {
            return Err(PeopleProblem::DayToCome);
        }
        if self.working_since.is_some_and(|since| since > self.joined_on) {
            return Err(PeopleProblem::WorkingAfterJoining);
        }
        if self.left.is_some_and(|(on, _)| on < self.joined_on) {
            return Err(PeopleProblem::LeftBeforeJoining);
        }
        if self.rank.is_some() && self.kind != PersonKind::Officer {
            return Err(PeopleProblem::RankOnlyForOfficers(super::rank::rank_citation()));
        }
        if let Some(identity) = identity {
            if identity.gender() != self.gender {
                return Err(PeopleProblem::GenderDiffers);
            }
            if identity.born_on().is_some_and(|born| born >= self.joined_on) {
                return Err(PeopleProblem::BornAfterJoining);
            }
        }
        Ok(())
    }

    /// The person after the changes, and the names of what is different.
    pub fn with(mut self, changes: &PersonChanges) -> (Person, Vec<&'static str>) {
        let mut fields = Vec::new();
        set(&mut self.kind, &changes.kind, "kind", &mut fields);
        set(&mut self.name, &changes.name, "name", &mut fields);
        set(&mut self.gender, &changes.gender, "gender", &mut fields);
        set(&mut self.police_number, &changes.police_number, "police_number", &mut fields);
        set(&mut self.post, &changes.post, "post", &mut fields);
        set(&mut self.joined_on, &changes.joined_on, "joined_on", &mut fields);
        set(&mut self.working_since, &changes.working_since, "working_since", &mut fields);
        (self, fields)
    }

    /// The person in another unit since a day.
    ///
    /// # Errors
    /// The same unit, a day to come, or before the person joined.
    pub fn moved(mut self, to: &UnitCode, on: Day, today: Day) -> Result<Person, PeopleProblem> {
        self.must_be_serving()?;
        if self.unit == *to {
            return Err(PeopleProblem::SameUnit);
        }
        if on > today {
            return Err(PeopleProblem::DayToCome);
        }
        if on < self.joined_on {
            return Err(PeopleProblem::BeforeJoining);
        }
        self.unit = to.clone();
        Ok(self)
    }

    /// The person after leaving.
    ///
    /// # Errors
    /// Left already, or days that do not fit.
    pub fn leaving(mut self, on: Day, reason: LeaveReason, today: Day) -> Result<Person, PeopleProblem> {
        self.must_be_serving()?;
        self.left = Some((on, reason));
        self.check(None, today)?;
        Ok(self)
    }
}

fn set<T: PartialEq + Clone>(old: &mut T, new: &T, name: &'static str, fields: &mut Vec<&'static str>) {
    if old != new {
        *old = new.clone();
        fields.push(name);
    }
}
