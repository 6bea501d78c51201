//! Returns that the house answers from what it knows.

use super::situation::above;
use crate::problem::TasksProblem;
use crate::rules::task::{Asked, Column};
use crate::rules::{ReturnKind, ReturnState, Task};
use database::Reader;
use kernel::{Span, UnitCode, UnitTree};
use measures::{By, Measures, Scope, Value};
use std::collections::HashMap;

/// A return with the figures of the stations.
#[derive(Debug, Clone)]
pub struct Answer {
    pub position: i64,
    /// The column of the return; None for one that asks for a single figure.
    pub place: Option<i64>,
    pub name: String,
    pub measure: String,
    pub period: Span,
    /// By station: as shown, and how many facts stand behind it.
    pub figures: Vec<(UnitCode, String, i64)>,
}

/// The figures for every return of a task that a measure answers.
///
/// # Errors
/// The database cannot be read.
pub async fn answers(
    db: &Reader<'_>,
    measures: &Measures,
    tree: &UnitTree,
    task: &Task,
    chosen: &[(i64, String)],
    columns: &[(i64, i64, String)],
) -> Result<Vec<Answer>, TasksProblem> {
    let Some(period) = task.figures else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut read: HashMap<&str, HashMap<UnitCode, Value>> = HashMap::new();
    for (one, column) in wanted(task) {
        let measure = match column {
            None => chosen.iter().find(|(position, _)| *position == one.position).map(|(_, id)| id.as_str()),
            Some(column) => {
                let is_it = |(position, place, _): &&(i64, i64, String)| {
                    *position == one.position && *place == column.place
                };
                columns.iter().find(is_it).map(|(.., id)| id.as_str())
            }
        };
        let Some(measure) = measure.filter(|id| measures.get(id).is_ok()) else { continue };
        if !read.contains_key(measure) {
            let mut by_unit = HashMap::new();
            for unit in above(tree, &task.stations) {
                for (code, value) in measures.by(db, measure, &Scope::unit(&unit), period, By::Unit).await? {
                    by_unit.insert(UnitCode::stored(code), value);
                }
            }
            read.insert(measure, by_unit);
        }
        let nothing = HashMap::new();
        let by_unit = read.get(measure).unwrap_or(&nothing);
        let figures = task
            .stations
            .iter()
            .map(|station| {
                // Nothing recorded is nothing that happened: a count is then 0.
                let none = Value { value: Some(0.0), ..Value::default() };
                let value = match by_unit.get(station) {
                    Some(value) => value.clone(),
                    None if measures.shape(measure) == measures::Shape::Count => none,
                    None => Value::default(),
                };
                (station.clone(), measures.shown(measure, &value), value.facts)
            })
            .collect();
        found.push(Answer {
            position: one.position,
            place: column.map(|column| column.place),
            name: column.map_or_else(|| one.name.clone(), |column| one.column_name(column)),
            measure: measure.to_owned(),
            period,
            figures,
        });
    }
    Ok(found)
}

/// What measures may answer: single figures, and the columns of returns that ask for several.
pub(crate) fn wanted(task: &Task) -> impl Iterator<Item = (&Asked, Option<&Column>)> {
    let there = |one: &&Asked| matches!(one.state, ReturnState::Asked | ReturnState::Answered);
    task.returns.iter().filter(there).flat_map(|one| {
        let whole = one.columns.is_empty() && one.kind == ReturnKind::Figure;
        whole
            .then_some((one, None))
            .into_iter()
            .chain(one.columns.iter().map(move |column| (one, Some(column))))
    })
}
