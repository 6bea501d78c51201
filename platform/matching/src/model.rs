//! From figures to one score: logistic regression with weights that never count likeness
//! against a pair.

use crate::features::{Feature, Figures};
use crate::lexicon::Kind;
use crate::profile::Profile;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Trained by `cargo run --release -p matching --example train`, which writes this file.
const TRAINED: &str = include_str!("../model.toml");

/// Words of somebody who speaks of himself or asks a question; an office does neither.
const PERSONAL: [&str; 11] = ["我", "你", "他们", "怎么", "为什么", "谁", "吗", "呢", "吧", "啊", "多久"];

/// How a pair is read; each way has weights of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadAs {
    /// Both ask something of a station: what is to be done, where and about what decides.
    Demand,
    /// Anything else: how much of each is found in the other decides.
    Everyday,
}

impl ReadAs {
    pub fn of(a: &Profile, b: &Profile) -> Self {
        let kinds = kinds_named(a).min(kinds_named(b));
        let more = kinds_named(a).max(kinds_named(b));
        if kinds >= 1 && more >= 2 && !is_personal(a) && !is_personal(b) {
            Self::Demand
        } else {
            Self::Everyday
        }
    }

    /// The figures that count in this reading.
    pub fn features(self) -> &'static [Feature] {
        match self {
            Self::Demand => &Feature::ALL,
            Self::Everyday => &[
                Feature::Letters,
                Feature::LetterShare,
                Feature::LetterPairs,
                Feature::Words,
                Feature::CoveredLess,
                Feature::CoveredMore,
                Feature::Order,
                Feature::Sound,
                Feature::Question,
                Feature::Negation,
                Feature::Numbers,
                Feature::Latin,
            ],
        }
    }
}

/// How many kinds of things a text names: what is to be done, where, who, about what, in
/// which form, who asks.
fn kinds_named(text: &Profile) -> usize {
    let has = |kind: &Kind| text.words.iter().any(|word| word.kind() == Some(*kind));
    Kind::TELLING.iter().chain(&[Kind::Unit]).filter(|kind| has(kind)).count()
}

fn is_personal(text: &Profile) -> bool {
    text.words.iter().any(|word| PERSONAL.contains(&word.canonical.as_str()))
}

/// What a figure counts, and what it is in a pair of middle likeness.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weight {
    pub weight: f64,
    pub typical: f64,
}

/// The weights of one reading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// The logarithm of the odds when every figure is typical.
    pub base: f64,
    pub features: BTreeMap<Feature, Weight>,
}

impl Weights {
    /// What each figure adds to the logarithm of the odds, compared with a typical pair.
    pub fn effects(&self, figures: &Figures) -> Vec<(Feature, f64)> {
        Feature::ALL
            .into_iter()
            .zip(figures)
            .filter_map(|(feature, figure)| {
                let weight = self.features.get(&feature)?;
                Some((feature, weight.weight * (figure - weight.typical)))
            })
            .collect()
    }

    /// 0 to 1: how likely the pair is worth showing.
    pub fn score(&self, figures: &Figures) -> f64 {
        let odds = self.base + self.effects(figures).iter().map(|(_, effect)| effect).sum::<f64>();
        1.0 / (1.0 + (-odds).exp())
    }
}

/// The weights of both readings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    pub demand: Weights,
    pub everyday: Weights,
}

impl Model {
    /// The model that is built into the program.
    ///
    /// # Errors
    /// A file of another form, with the place.
    pub fn embedded() -> Result<Self, toml::de::Error> {
        toml::from_str(TRAINED)
    }

    pub fn weights(&self, read_as: ReadAs) -> &Weights {
        match read_as {
            ReadAs::Demand => &self.demand,
            ReadAs::Everyday => &self.everyday,
        }
    }
}
