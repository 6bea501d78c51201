//! Measures as data: read from TOML, checked as a whole.

use crate::expression::{self, Expression};
use crate::problem::LoadProblem;
use kernel::{FactKind, Language};
use serde::Deserialize;
use std::collections::HashMap;
use std::ops::Range;
use toml::Spanned;

/// An area's measures.
#[derive(Debug, Clone, Copy)]
pub struct MeasureFile {
    /// For error messages: `cases/measures.toml`.
    pub name: &'static str,
    pub text: &'static str,
}

/// Words in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    pub zh: String,
    pub en: String,
}

impl Names {
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

/// Which way is better. Case numbers, fines, detentions and clearance rates are
/// statistics and always neutral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    MoreIsBetter,
    LessIsBetter,
    #[default]
    Neutral,
}

impl Direction {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MoreIsBetter => "more-is-better",
            Self::LessIsBetter => "less-is-better",
            Self::Neutral => "neutral",
        }
    }
}

/// What is added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    /// How many facts.
    #[default]
    Facts,
    Quantity,
    Minutes,
    /// The minutes, in hours.
    Hours,
    AverageMinutes,
}

/// From when a cumulative measure counts, up to the period's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Since {
    StartOfYear,
    StartOfMonth,
    Ever,
}

/// Which facts a simple measure counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub kinds: Vec<String>,
    /// Exact, or with `.*` a whole group.
    pub category: Option<String>,
    /// Any of these; empty: all.
    pub outcomes: Vec<String>,
}

impl Filter {
    pub fn takes(&self, kind: &str, category: &str, outcome: &str) -> bool {
        self.kinds.iter().any(|wanted| wanted == kind)
            && self.category.as_deref().is_none_or(|wanted| match wanted.strip_suffix('*') {
                Some(prefix) => category.starts_with(prefix),
                None => category == wanted,
            })
            && (self.outcomes.is_empty() || self.outcomes.iter().any(|wanted| wanted == outcome))
    }
}

/// How a measure is computed.
#[derive(Debug, Clone)]
pub enum Form {
    Simple { filter: Filter, aggregate: Aggregate },
    Ratio { numerator: String, denominator: String },
    Derived(Expression),
    Cumulative { of: String, since: Since },
}

impl Form {
    /// The measures it is made of.
    pub fn parts(&self) -> Vec<&str> {
        match self {
            Self::Simple { .. } => Vec::new(),
            Self::Ratio { numerator, denominator } => vec![numerator, denominator],
            Self::Derived(expression) => expression.measures(),
            Self::Cumulative { of, .. } => vec![of],
        }
    }
}

#[derive(Debug, Clone)]
pub struct Measure {
    pub id: String,
    pub title: Names,
    pub unit: Names,
    pub direction: Direction,
    /// Under which heading lists show it.
    pub group: String,
    pub form: Form,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    measure: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: Spanned<String>,
    title: Names,
    unit: Names,
    group: String,
    #[serde(default)]
    direction: Direction,
    kind: Spanned<String>,
    fact: Option<Spanned<OneOrMore>>,
    category: Option<String>,
    outcome: Option<OneOrMore>,
    aggregate: Option<Aggregate>,
    numerator: Option<Spanned<String>>,
    denominator: Option<Spanned<String>>,
    expression: Option<Spanned<String>>,
    of: Option<Spanned<String>>,
    since: Option<Since>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(one) => vec![one],
            Self::More(more) => more,
        }
    }
}

/// Where something stands, for messages.
#[derive(Debug, Clone)]
struct Place {
    file: &'static str,
    line: usize,
}

impl Place {
    fn of(file: &MeasureFile, span: Range<usize>) -> Self {
        let line = file.text.get(..span.start).map_or(1, |before| before.matches('\n').count() + 1);
        Self { file: file.name, line }
    }
    fn problem(&self, what: impl Into<String>) -> LoadProblem {
        LoadProblem { file: self.file.to_owned(), line: self.line, what: what.into() }
    }
}

/// Reads and checks all measures; they stay in the order of the files.
pub fn load(files: &[MeasureFile], kinds: &[FactKind]) -> Result<Vec<Measure>, LoadProblem> {
    let mut measures: Vec<(Measure, Place)> = Vec::new();
    for file in files {
        let read: File = toml::from_str(file.text).map_err(|error| {
            Place::of(file, error.span().unwrap_or(0..0)).problem(error.message().to_owned())
        })?;
        for entry in read.measure {
            let place = Place::of(file, entry.get_ref().id.span());
            let measure = measure(file, entry.into_inner(), kinds)?;
            if measures.iter().any(|(other, _)| other.id == measure.id) {
                return Err(place.problem(format!("the measure {} exists already", measure.id)));
            }
            measures.push((measure, place));
        }
    }
    let by_id: HashMap<&str, &Measure> =
        measures.iter().map(|(measure, _)| (measure.id.as_str(), measure)).collect();
    for (measure, place) in &measures {
        for part in measure.form.parts() {
            if !by_id.contains_key(part) {
                return Err(place.problem(format!("{} names the unknown measure {part}", measure.id)));
            }
        }
        if let Some(circle) = circle(&by_id, &measure.id, &mut Vec::new()) {
            return Err(place.problem(format!("circular definition: {}", circle.join(" → "))));
        }
        if let Form::Cumulative { of, .. } = &measure.form
            && !by_id.get(of.as_str()).is_some_and(|of| matches!(of.form, Form::Simple { .. }))
        {
            return Err(place.problem(format!("{}: only a simple measure can be cumulative", measure.id)));
        }
    }
    Ok(measures.into_iter().map(|(measure, _)| measure).collect())
}

/// The way from a measure back to itself, if there is one.
fn circle(by_id: &HashMap<&str, &Measure>, id: &str, way: &mut Vec<String>) -> Option<Vec<String>> {
    let seen = way.iter().any(|step| step == id);
    way.push(id.to_owned());
    if seen {
        return Some(way.clone());
    }
    let found = by_id
        .get(id)
        .and_then(|measure| measure.form.parts().into_iter().find_map(|part| circle(by_id, part, way)));
    way.pop();
    found
}

fn measure(file: &MeasureFile, entry: Entry, kinds: &[FactKind]) -> Result<Measure, LoadProblem> {
    let Entry { id, title, unit, group, direction, kind, fact, category, outcome, aggregate, .. } = entry;
    let at = Place::of(file, id.span());
    let id = id.into_inner();
    let wants = |what: &str| at.problem(format!("{id}: a {} measure needs `{what}`", kind.get_ref()));
    let form = match kind.get_ref().as_str() {
        "simple" => {
            let fact = fact.ok_or_else(|| wants("fact"))?;
            let place = Place::of(file, fact.span());
            let wanted = fact.into_inner().into_vec();
            for name in &wanted {
                if !kinds.iter().any(|kind| kind.0 == name) {
                    return Err(place.problem(format!("{id}: there is no fact kind {name}")));
                }
            }
            let outcomes = outcome.map(OneOrMore::into_vec).unwrap_or_default();
            Form::Simple {
                filter: Filter { kinds: wanted, category, outcomes },
                aggregate: aggregate.unwrap_or_default(),
            }
        }
        "ratio" => Form::Ratio {
            numerator: entry.numerator.ok_or_else(|| wants("numerator"))?.into_inner(),
            denominator: entry.denominator.ok_or_else(|| wants("denominator"))?.into_inner(),
        },
        "derived" => {
            let text = entry.expression.ok_or_else(|| wants("expression"))?;
            let place = Place::of(file, text.span());
            Form::Derived(
                expression::parse(text.get_ref()).map_err(|what| place.problem(format!("{id}: {what}")))?,
            )
        }
        "cumulative" => Form::Cumulative {
            of: entry.of.ok_or_else(|| wants("of"))?.into_inner(),
            since: entry.since.ok_or_else(|| wants("since"))?,
        },
        other => {
            let place = Place::of(file, kind.span());
            return Err(place.problem(format!("{id}: no kind of measure is called {other}")));
        }
    };
    Ok(Measure { id, title, unit, direction, group, form })
}
