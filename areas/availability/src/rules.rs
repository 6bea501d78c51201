//! What an absence is. Pure: no clock, no database, no HTML, no async.

pub mod annual;
pub mod leave;

use crate::AvailabilityProblem;
use access::{Attribute, Entity, Resource};
use kernel::{Day, PersonId, Span, UnitCode, UnitKind, UnitTree, typed_id};

typed_id!(AbsenceId);

/// Why somebody cannot work, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// 病假
    Ill,
    /// 年休假
    AnnualLeave,
    /// 补休
    CompensatoryRest,
    /// 事假
    PersonalLeave,
    /// 婚、产、丧等假
    FamilyLeave,
    /// 培训
    Training,
    /// 出差
    Travel,
    /// 借调
    Seconded,
    Other,
}

impl Why {
    pub const ALL: [Self; 9] = [
        Self::Ill,
        Self::AnnualLeave,
        Self::CompensatoryRest,
        Self::PersonalLeave,
        Self::FamilyLeave,
        Self::Training,
        Self::Travel,
        Self::Seconded,
        Self::Other,
    ];
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ill => "ill",
            Self::AnnualLeave => "annual_leave",
            Self::CompensatoryRest => "compensatory_rest",
            Self::PersonalLeave => "personal_leave",
            Self::FamilyLeave => "family_leave",
            Self::Training => "training",
            Self::Travel => "travel",
            Self::Seconded => "seconded",
            Self::Other => "other",
        }
    }
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.as_str() == text)
    }
    /// What people ask for and somebody grants; the others happen or are ordered.
    pub const ASKED: [Self; 4] =
        [Self::AnnualLeave, Self::CompensatoryRest, Self::PersonalLeave, Self::FamilyLeave];
    /// The category of its facts.
    pub fn category(self) -> String {
        format!("absence.{}", self.as_str())
    }
    pub fn text_key(self) -> String {
        kernel::category_key(&self.category())
    }
}

/// Days on which somebody cannot work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    pub id: AbsenceId,
    /// Where the person serves.
    pub unit: UnitCode,
    pub person: PersonId,
    pub days: Span,
    pub why: Why,
}

impl Resource for Absence {
    fn describe(&self) -> Entity {
        Entity::new("Absence", &self.id, &self.unit)
            .with("person", Attribute::Text(self.person.to_string()))
            .with("why", Attribute::Text(self.why.as_str().to_owned()))
    }
}

/// The longest absence that is entered at once, in days; a longer one is entered again.
const LONGEST: i64 = 366;
/// How far back an absence can be entered, in days.
const BACK: i64 = 366;

/// Checks the days of a new absence.
///
/// # Errors
/// The last day lies before the first, or they reach too far.
pub fn check_days(from: Day, to: Day, today: Day) -> Result<Span, AvailabilityProblem> {
    let days = Span::new(from, to).ok_or(AvailabilityProblem::EndsBeforeItBegins)?;
    if days.days() > LONGEST || from < today.plus_days(-BACK) || to > today.plus_days(2 * LONGEST) {
        return Err(AvailabilityProblem::TooFar);
    }
    Ok(days)
}

/// The units whose people are planned together: a station with its offices, a bureau by itself.
pub fn with_offices(tree: &UnitTree, unit: &UnitCode) -> Vec<UnitCode> {
    match tree.get(unit).map(|unit| unit.kind) {
        Some(UnitKind::Bureau) | None => vec![unit.clone()],
        Some(_) => tree.subtree(unit),
    }
}
