//! The outline of a report, read from `outline.toml`.

use crate::rules::Section;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a report says, in its order.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outline {
    #[serde(rename = "sentence")]
    pub sentences: Vec<Sentence>,
    #[serde(rename = "table")]
    pub tables: Vec<TableOutline>,
    #[serde(rename = "chart")]
    pub charts: Vec<ChartOutline>,
}

/// A message and the measures whose figures it holds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sentence {
    pub section: Section,
    pub say: String,
    /// Value in the message → id of the measure.
    pub figures: BTreeMap<String, String>,
}

/// Measures by category, side by side.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableOutline {
    pub section: Section,
    pub caption: String,
    pub measures: Vec<String>,
    pub columns: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChartForm {
    /// By month, with the year before.
    Months,
    /// By hour and weekday.
    Hours,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartOutline {
    pub section: Section,
    pub caption: String,
    pub measure: String,
    pub form: ChartForm,
}

impl Outline {
    /// The outline that is built in.
    ///
    /// # Errors
    /// The file does not say what it must; a test reads it, so a release cannot hold such a file.
    pub fn embedded() -> Result<Self, toml::de::Error> {
        toml::from_str(include_str!("../outline.toml"))
    }
    /// Ids of all measures that appear.
    pub fn measures(&self) -> Vec<&str> {
        let of_sentences = self.sentences.iter().flat_map(|sentence| sentence.figures.values());
        let of_tables = self.tables.iter().flat_map(|table| &table.measures);
        let of_charts = self.charts.iter().map(|chart| &chart.measure);
        let mut ids: Vec<&str> = of_sentences.chain(of_tables).chain(of_charts).map(String::as_str).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}
