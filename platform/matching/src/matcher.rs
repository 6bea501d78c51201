//! Everything that comparing needs, read once.

use crate::comparison::{self, Comparison, Contribution};
use crate::features::{self, Feature, Figures};
use crate::model::{Model, ReadAs};
use crate::problem::MatchingProblem;
use crate::profile::{Profile, Rarity};
use crate::words::Segmenter;

/// Compares texts. Making one reads the dictionary: about half a second, once for a program.
pub struct Matcher {
    segmenter: Segmenter,
    model: Model,
}

impl Matcher {
    /// # Errors
    /// A word list or model of the program that cannot be used.
    pub fn new() -> Result<Self, MatchingProblem> {
        Self::with_model(Model::embedded()?)
    }

    /// With another model: what trains one compares with none yet.
    ///
    /// # Errors
    /// A word list of the program that cannot be used.
    pub fn with_model(model: Model) -> Result<Self, MatchingProblem> {
        Ok(Self { segmenter: Segmenter::new()?, model })
    }

    /// Makes a text ready to be compared. Only its beginning is read (`LONGEST`).
    pub fn profile(&self, text: &str) -> Profile {
        Profile::new(&self.segmenter, text)
    }

    /// The figures of two texts, and how the pair is read.
    pub fn figures(&self, left: &Profile, right: &Profile, rarity: &Rarity) -> (Figures, ReadAs) {
        (features::figures(left, right, rarity), ReadAs::of(left, right))
    }

    /// 0 to 1: how likely they ask for the same, or one for a part of the other.
    ///
    /// Left and right may be exchanged. What is rare is told by `rarity`.
    pub fn score(&self, left: &Profile, right: &Profile, rarity: &Rarity) -> f64 {
        let (figures, read_as) = self.figures(left, right, rarity);
        self.model.weights(read_as).score(&figures)
    }

    /// The score with everything that explains it. Profiles and texts belong together.
    pub fn compare(&self, left: (&str, &Profile), right: (&str, &Profile), rarity: &Rarity) -> Comparison {
        let ((left_text, left), (right_text, right)) = (left, right);
        let (figures, read_as) = self.figures(left, right, rarity);
        let weights = self.model.weights(read_as);
        let mut contributions: Vec<Contribution> = weights
            .effects(&figures)
            .into_iter()
            .filter(|(_, effect)| effect.abs() > 1.0e-9)
            .map(|(feature, effect)| Contribution { feature, figure: figure(&figures, feature), effect })
            .collect();
        contributions.sort_by(|one, other| other.effect.abs().total_cmp(&one.effect.abs()));
        Comparison {
            score: weights.score(&figures),
            read_as,
            same: comparison::common(left, right, left_text, right_text),
            only_left: comparison::unanswered(left, right),
            only_right: comparison::unanswered(right, left),
            contributions,
        }
    }
}

fn figure(figures: &Figures, feature: Feature) -> f64 {
    Feature::ALL.iter().zip(figures).find(|(one, _)| **one == feature).map_or(0.0, |(_, figure)| *figure)
}
