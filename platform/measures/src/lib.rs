//! Measures: figures as data, computed from facts, opening into them.
//!
//! A measure says which facts it counts; nothing else in the program adds up
//! facts. Totals by day and month make it quick, and every figure is exact at once: facts
//! that are not yet in the totals are taken from the queue.

mod check;
mod definition;
mod expression;
mod facts;
mod memory;
mod pages;
mod problem;
mod query;
mod rollup;
mod sql;
mod totals;

pub use check::Difference;
pub use definition::{Direction, Measure, MeasureFile, Names};
pub use facts::{FactsPage, Keys, Narrow, Part};
pub use pages::{Directory, routes};
pub use problem::{LoadProblem, MeasuresProblem};
pub use query::{By, Grain, Value};
pub use rollup::{Roller, rebuild, roll_now};

use definition::{Aggregate, Form};
use kernel::{FactKind, Language, MessageFile, PersonId, UnitCode, UnitTree};
use memory::Memory;
use std::collections::HashMap;

pub const POLICIES: access::PolicyFile = access::PolicyFile {
    area: "measures",
    schema: include_str!("access.cedarschema"),
    policies: include_str!("access.cedar"),
};

/// The words of figures and their pages.
pub const MESSAGES: [MessageFile; 2] = [
    MessageFile { language: Language::Chinese, name: "measures", source: include_str!("messages/zh-CN.ftl") },
    MessageFile { language: Language::English, name: "measures", source: include_str!("messages/en.ftl") },
];

/// Whose figures: a unit with all below it, or one officer's part in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub unit: UnitCode,
    pub officer: Option<PersonId>,
    reach: Reach,
}

/// How far below its unit a scope reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// The unit's own facts only.
    Alone,
    Below,
    /// Every other unit lies below it: whose a fact is need not be asked.
    Everything,
}

impl Scope {
    pub fn unit(unit: &UnitCode) -> Self {
        Self { unit: unit.clone(), officer: None, reach: Reach::Below }
    }
    /// The same for one who knows the units: where nothing lies below, or everything, its facts are
    /// quicker to find.
    pub fn unit_among(units: &UnitTree, unit: &UnitCode) -> Self {
        let reach = match units.children(unit).is_empty() {
            true => Reach::Alone,
            false if units.roots().all(|root| root.code == *unit) => Reach::Everything,
            false => Reach::Below,
        };
        Self { unit: unit.clone(), officer: None, reach }
    }
    pub fn officer(unit: &UnitCode, officer: &PersonId) -> Self {
        Self { unit: unit.clone(), officer: Some(officer.clone()), reach: Reach::Below }
    }
    pub(crate) fn unit_alone(unit: &UnitCode) -> Self {
        Self { unit: unit.clone(), officer: None, reach: Reach::Alone }
    }
}

/// How a figure is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// 1,234
    Count,
    /// 12.5
    Decimal,
    /// 0.846 as 84.6%
    Share,
}

/// All measures of the program.
pub struct Measures {
    measures: Vec<Measure>,
    by_id: HashMap<String, usize>,
    memory: Memory,
}

impl Measures {
    /// Reads and checks the measures of all areas.
    ///
    /// # Errors
    /// The first mistake, with file and line.
    pub fn load(files: &[MeasureFile], kinds: &[FactKind]) -> Result<Self, LoadProblem> {
        let measures = definition::load(files, kinds)?;
        let by_id = measures.iter().enumerate().map(|(place, measure)| (measure.id.clone(), place)).collect();
        Ok(Self { measures, by_id, memory: Memory::default() })
    }
    pub fn iter(&self) -> impl Iterator<Item = &Measure> {
        self.measures.iter()
    }
    /// # Errors
    /// There is no measure with this id.
    pub fn get(&self, id: &str) -> Result<&Measure, MeasuresProblem> {
        self.by_id
            .get(id)
            .and_then(|place| self.measures.get(*place))
            .ok_or_else(|| MeasuresProblem::NoSuchMeasure(id.chars().take(80).collect()))
    }
    /// The title of a measure; its id if it is unknown.
    pub fn title<'s>(&'s self, id: &'s str, language: Language) -> &'s str {
        self.get(id).map_or(id, |measure| measure.title.in_language(language))
    }
    pub fn shape(&self, id: &str) -> Shape {
        match self.get(id).map(|measure| &measure.form) {
            Ok(Form::Ratio { .. }) => Shape::Share,
            Ok(Form::Simple { aggregate: Aggregate::AverageMinutes | Aggregate::Hours, .. }) => {
                Shape::Decimal
            }
            _ => Shape::Count,
        }
    }
    /// A figure as text: `52`, `12.5`, `84.6%`; a dash where nothing can be said.
    pub fn shown(&self, id: &str, value: &Value) -> String {
        let Some(number) = value.value else { return "—".to_owned() };
        match self.shape(id) {
            // Shares of officers are fractions.
            Shape::Count if (number - number.round()).abs() < 0.005 => format!("{number:.0}"),
            Shape::Count | Shape::Decimal => format!("{number:.1}"),
            Shape::Share => format!("{:.1}%", number * 100.0),
        }
    }
}

#[cfg(test)]
mod tests;
