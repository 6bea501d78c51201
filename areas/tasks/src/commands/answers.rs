//! Returns that the house answers from what it knows.

use super::situation::above;
use crate::problem::TasksProblem;
use crate::rules::{ReturnKind, ReturnState, Task};
use database::Reader;
use kernel::{Span, UnitCode, UnitTree};
use measures::{By, Measures, Scope, Value};
use std::collections::HashMap;

/// A return with the figures of the stations.
#[derive(Debug, Clone)]
pub struct Answer {
    pub position: i64,
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
) -> Result<Vec<Answer>, TasksProblem> {
    let Some(period) = task.figures else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut read: HashMap<&str, HashMap<UnitCode, Value>> = HashMap::new();
    let wanted = task.returns.iter().filter(|one| {
        one.kind == ReturnKind::Figure && matches!(one.state, ReturnState::Asked | ReturnState::Answered)
    });
    for one in wanted {
        let measure =
            chosen.iter().find(|(position, _)| *position == one.position).map(|(_, id)| id.as_str());
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
            name: one.name.clone(),
            measure: measure.to_owned(),
            period,
            figures,
        });
    }
    Ok(found)
}
