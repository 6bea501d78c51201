//! From figures to one score: logistic regression with weights that never count likeness
//! against a pair.

use crate::features::{Feature, Figures};
use crate::lexicon::Kind;
use crate::profile::Profile;
use crate::words::Sort;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Trained by `cargo run --release -p matching --example train`, which writes this file.
const TRAINED: &str = include_str!("../model.toml");

/// Words of somebody who speaks of himself or asks a question; an office does neither.
const PERSONAL: [&str; 10] = ["我", "你", "他们", "怎么", "为什么", "谁", "吗", "呢", "吧", "啊"];

/// Words that only an office uses of itself and of its stations.
const OFFICIAL: [&str; 11] = [
    "派出所",
    "指挥中心",
    "政治处",
    "警务保障室",
    "辅警",
    "辖区",
    "管内",
    "管区",
    "本辖区",
    "辖区内",
    "本所",
];
/// Words of an office that others use as well.
const BUSINESS: [&str; 30] = [
    "民警", "报送", "检查", "统计", "整治", "查处", "宣传", "培训", "考核", "演练", "参会", "巡逻", "值班",
    "安保", "走访", "慰问", "登记", "管控", "稳控", "调解", "整改", "核对", "签订", "督办", "通知", "落实",
    "开展", "统一", "各类", "严格",
];

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
        let (one, other) = (kinds_named(a), kinds_named(b));
        let (fewer, more) = (one.min(other), one.max(other));
        let official = is_official(a) || is_official(b);
        // A text that names much is a demand even where it asks 为什么.
        let personal = (is_personal(a) || is_personal(b)) && !official && fewer < 2;
        let words = business_words(a).max(business_words(b));
        let business = more >= 4 || words >= 2 || (more >= 2 && words >= 1);
        if ((official && more >= 1) || (business && fewer >= 1)) && !personal {
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

/// Whether a station or its officers are spoken of, or a day by which it is due: 11月30日前.
fn is_official(text: &Profile) -> bool {
    let due = text.words.iter().zip(text.words.iter().skip(1)).any(|(word, next)| {
        word.sort == Sort::Date
            && (["前", "以前", "截止"].contains(&next.canonical.as_str())
                || next.canonical.starts_with(['底', '末']))
    });
    due || text
        .words
        .iter()
        .any(|word| word.canonical.ends_with("大队") || OFFICIAL.contains(&word.canonical.as_str()))
}

/// How many different words of an office a text has.
fn business_words(text: &Profile) -> usize {
    BUSINESS.iter().filter(|one| text.words.iter().any(|word| word.canonical == **one)).count()
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
