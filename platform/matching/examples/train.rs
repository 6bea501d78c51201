//! Trains the model and writes `model.toml`. Run from anywhere in the repository:
//!
//! ```sh
//! cargo run --release -p matching --example train
//! ```
//!
//! Demands are learnt from the development part of `bench/matching/tasks.tsv`, everyday texts
//! from `training/everyday.tsv`. The held-out part is never read.

use anyhow::{Context, Result};
use matching::training::fit;
use matching::{Figures, Matcher, Model, Profile, Rarity, ReadAs};
use std::path::Path;

/// How small weights are held. The everyday pairs are few and were written by the same hand,
/// so little is learnt from them beyond that all figures count.
const RIDGE_OF_DEMANDS: f64 = 0.03;
const RIDGE_OF_EVERYDAY: f64 = 1.0;

fn main() -> Result<()> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let matcher = Matcher::new()?;
    let tasks = here.join("../../bench/matching/tasks.tsv");
    let demands = figures(&matcher, &tasks, |fields| fields.get(4) == Some(&"development"))?;
    let everyday = figures(&matcher, &here.join("training/everyday.tsv"), |_| true)?;
    let model = Model {
        demand: fit(&demands, ReadAs::Demand, RIDGE_OF_DEMANDS),
        everyday: fit(&everyday, ReadAs::Everyday, RIDGE_OF_EVERYDAY),
    };
    let file = here.join("model.toml");
    let text = format!(
        "# Written by `cargo run --release -p matching --example train`; not to be edited by hand.\n\n{}",
        toml::to_string(&model)?
    );
    std::fs::write(&file, text).with_context(|| format!("writing {}", file.display()))?;
    println!("{} demands and {} everyday pairs, {}", demands.len(), everyday.len(), file.display());
    Ok(())
}

fn figures(matcher: &Matcher, file: &Path, chosen: impl Fn(&[&str]) -> bool) -> Result<Vec<(Figures, bool)>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let mut pairs: Vec<(Profile, Profile, bool)> = Vec::new();
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        if let [left, right, label, ..] = fields.as_slice()
            && chosen(&fields)
        {
            pairs.push((matcher.profile(left), matcher.profile(right), *label == "1"));
        }
    }
    let mut rarity = Rarity::default();
    for (left, right, _) in &pairs {
        rarity.learn(left);
        rarity.learn(right);
    }
    Ok(pairs.iter().map(|(left, right, same)| (matcher.figures(left, right, &rarity).0, *same)).collect())
}
