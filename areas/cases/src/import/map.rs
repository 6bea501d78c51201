//! Maps: which column of a file means what. One TOML file each, in `maps/`.

use crate::CasesProblem;
use crate::rules::{Category, Outcome, Source};
use serde::{Deserialize, Deserializer, de::Error};
use std::collections::HashMap;

const MAPS: [(&str, &str); 2] = [
    ("nashville-2024", include_str!("../maps/nashville-2024.toml")),
    ("san-diego-2023", include_str!("../maps/san-diego-2023.toml")),
];

/// The maps that there are.
pub fn map_names() -> impl Iterator<Item = &'static str> {
    MAPS.iter().map(|(name, _)| *name)
}

/// How a file of events is read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Map {
    /// Column of the event's own number, unique in the file.
    pub number: String,
    pub time: TimeColumn,
    pub code: CodeColumn,
    pub disposition: DispositionColumn,
    /// Column of the zone or beat.
    pub place: String,
    /// Values of it that mean no place.
    pub no_place: Vec<String>,
    /// Columns put together as the address.
    pub address: Vec<String>,
    /// Columns put together as the summary; where all are empty, the words of the code.
    pub summary: Vec<String>,
    /// Known and not read; named so that nobody wonders.
    #[expect(dead_code, reason = "documents the file")]
    ignored: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeColumn {
    pub column: String,
    /// As `strptime` reads it. The local time of the file counts as the station's.
    pub format: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeColumn {
    pub column: String,
    pub default: Code,
    pub table: HashMap<String, Code>,
}

/// What a code of the file is here.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    #[serde(deserialize_with = "category")]
    pub category: Category,
    #[serde(default)]
    pub words: String,
    #[serde(default = "call", deserialize_with = "source")]
    pub source: Source,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DispositionColumn {
    pub column: String,
    /// For a disposition that the table does not name; without it, not ended.
    #[serde(default, deserialize_with = "outcome")]
    pub default: Option<Outcome>,
    #[serde(deserialize_with = "outcomes")]
    pub table: HashMap<String, Outcome>,
}

fn call() -> Source {
    Source::Call
}

fn category<'de, D: Deserializer<'de>>(text: D) -> Result<Category, D::Error> {
    let text = String::deserialize(text)?;
    Category::parse(&text).ok_or_else(|| D::Error::custom(format!("no category {text}")))
}

fn source<'de, D: Deserializer<'de>>(text: D) -> Result<Source, D::Error> {
    let text = String::deserialize(text)?;
    Source::parse(&text).ok_or_else(|| D::Error::custom(format!("no source {text}")))
}

/// A file cannot say that a case was accepted: there is no case behind it.
fn parse_outcome<E: Error>(text: &str) -> Result<Outcome, E> {
    Outcome::parse(text)
        .filter(|outcome| {
            !matches!(outcome, Outcome::Administrative | Outcome::Criminal | Outcome::NotAccepted)
        })
        .ok_or_else(|| E::custom(format!("no outcome without a case: {text}")))
}

fn outcome<'de, D: Deserializer<'de>>(text: D) -> Result<Option<Outcome>, D::Error> {
    parse_outcome(&String::deserialize(text)?).map(Some)
}

fn outcomes<'de, D: Deserializer<'de>>(table: D) -> Result<HashMap<String, Outcome>, D::Error> {
    let table: HashMap<String, String> = HashMap::deserialize(table)?;
    table.into_iter().map(|(code, text)| Ok((code, parse_outcome(&text)?))).collect()
}

/// The map of this name.
pub fn load(name: &str) -> Result<Map, CasesProblem> {
    let Some((_, text)) = MAPS.iter().find(|(known, _)| *known == name) else {
        let known = map_names().collect::<Vec<_>>().join(", ");
        return Err(CasesProblem::NoMap { name: name.to_owned(), known });
    };
    toml::from_str(text)
        .map_err(|error| CasesProblem::BadMap { name: name.to_owned(), cause: error.to_string() })
}
