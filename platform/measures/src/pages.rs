//! Pages under `/measures`: all figures, one figure and its cuts, the facts behind it.

mod cut;
mod facts;
mod figure;
mod list;
mod period;

use crate::{Measures, MeasuresProblem, Scope, Shape, Value};
use ::pages::{App, Better, Change, Failure, Figure, Format, Page};
use access::Entity;
use async_trait::async_trait;
use axum::Router;
use axum::routing::get;
use database::{DbErr, Reader};
use kernel::{Actor, Language, PersonId};
use std::collections::HashMap;

/// Names of people and the pages of things, told by the areas that keep them.
#[async_trait]
pub trait Directory: Send + Sync {
    /// # Errors
    /// The database cannot be read.
    async fn names(&self, db: &Reader<'_>, ids: &[PersonId]) -> Result<HashMap<PersonId, String>, DbErr>;
    /// Where a subject of facts has its page.
    fn address(&self, subject_kind: &str, subject_id: &str) -> Option<String>;
}

pub fn routes() -> Router<App> {
    Router::new()
        .route("/measures", get(list::list))
        .route("/measures/{id}", get(figure::figure))
        .route("/measures/{id}/facts", get(facts::facts))
}

/// The figures of the unit that is looked at, if the reader may read them.
fn scope(app: &App, page: &Page, actor: &Actor) -> Result<Scope, Failure> {
    let unit = page.unit_code();
    let resource = Entity::new("Unit", &unit, &unit);
    let path = page.units().path(&unit);
    let permit = app.db.access().require(actor, "measure.read", &resource, &path);
    permit.map_err(MeasuresProblem::from)?;
    Ok(Scope::unit_among(page.units(), &unit))
}

impl Measures {
    fn better(&self, id: &str) -> Better {
        match self.get(id).map(|measure| measure.direction) {
            Ok(crate::Direction::MoreIsBetter) => Better::More,
            Ok(crate::Direction::LessIsBetter) => Better::Less,
            _ => Better::Neither,
        }
    }
    fn format(&self, id: &str) -> Format {
        match self.shape(id) {
            Shape::Count => Format::Count,
            Shape::Decimal => Format::Decimal,
            Shape::Share => Format::Percent,
        }
    }
    /// As documents show it, but thousands apart: people compare numbers here at a glance.
    fn at_a_glance(&self, id: &str, value: &Value) -> String {
        match (self.shape(id), value.value) {
            (Shape::Count, Some(count)) if count.fract() == 0.0 => pages::number(count as i64),
            _ => self.shown(id, value),
        }
    }
    /// How a figure has changed against an earlier value of it.
    fn change(&self, page: &Page, id: &str, now: &Value, earlier: Option<&Value>) -> Option<Change> {
        let (now, earlier) = (now.value?, earlier.and_then(|value| value.value));
        Some(match self.shape(id) {
            Shape::Share => Change::of_share(page, now, earlier, self.better(id)),
            _ => Change::of(page, now, earlier, self.better(id)),
        })
    }
    /// The unit of a figure; a share says its per cent itself.
    fn unit<'s>(&'s self, id: &str, language: Language) -> &'s str {
        match (self.shape(id), self.get(id)) {
            (Shape::Count | Shape::Decimal, Ok(measure)) => measure.unit.in_language(language),
            _ => "",
        }
    }
    /// A figure as a tile, against earlier values of it under these message keys.
    pub fn tile(&self, page: &Page, id: &str, now: &Value, earlier: &[(&str, Option<&Value>)]) -> Figure {
        let language = page.language();
        let tile =
            Figure::new(self.title(id, language), self.at_a_glance(id, now)).unit(self.unit(id, language));
        earlier.iter().fold(tile, |tile, (label, value)| match self.change(page, id, now, *value) {
            Some(change) => tile.against(page, label, change),
            None => tile,
        })
    }
}
