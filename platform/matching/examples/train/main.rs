//! Trains the model and writes `model.toml`. Run from anywhere in the repository:
//!
//! ```sh
//! cargo run --release -p matching --example train
//! ```
//!
//! Demands are learnt from the development part of `bench/matching/tasks.tsv` and from
//! `training/demands.txt`, everyday texts from `training/everyday.tsv`. The held-out part is
//! never read.

mod families;

use anyhow::{Context, Result};
use families::Pair;
use matching::training::{Lesson, fit};
use matching::{Matcher, Model, Profile, Rarity, ReadAs};
use std::path::Path;

/// How small weights are held. The everyday pairs are few and were written by the same hand,
/// so little is learnt from them beyond that all figures count.
const RIDGE_OF_DEMANDS: f64 = 0.01;
const RIDGE_OF_EVERYDAY: f64 = 1.0;
/// What a pair of the families counts beside one of the task set. They differ more from one
/// another and have more texts that ask for another thing. Judged on families left out of
/// both: with more weight the task set is told apart less well, with less the families are.
const WEIGHT_OF_FAMILIES: f64 = 0.3;

fn main() -> Result<()> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let matcher = Matcher::new()?;
    let tasks = read(&here.join("../../bench/matching/tasks.tsv"))?;
    let demands = read(&here.join("training/demands.txt"))?;
    let everyday = read(&here.join("training/everyday.tsv"))?;
    // Rarity is that of each file by itself, as it is where the model is used.
    let mut of_demands =
        lessons(&matcher, &labelled(&tasks, |fields| fields.get(4) == Some(&"development")), 1.0);
    of_demands.extend(lessons(&matcher, &families::pairs(&demands)?, WEIGHT_OF_FAMILIES));
    let of_everyday = lessons(&matcher, &labelled(&everyday, |_| true), 1.0);
    let model = Model {
        demand: fit(&of_demands, ReadAs::Demand, RIDGE_OF_DEMANDS),
        everyday: fit(&of_everyday, ReadAs::Everyday, RIDGE_OF_EVERYDAY),
    };
    let file = here.join("model.toml");
    let text = format!(
        "# Written by `cargo run --release -p matching --example train`; not to be edited by hand.\n\n{}",
        toml::to_string(&model)?
    );
    std::fs::write(&file, text).with_context(|| format!("writing {}", file.display()))?;
    println!("{} demands and {} everyday pairs, {}", of_demands.len(), of_everyday.len(), file.display());
    Ok(())
}

fn read(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))
}

/// The chosen lines of a table: text, text, label.
fn labelled<'a>(table: &'a str, chosen: impl Fn(&[&str]) -> bool) -> Vec<Pair<'a>> {
    let mut pairs = Vec::new();
    for line in table.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        if let [left, right, label, ..] = fields.as_slice()
            && chosen(&fields)
        {
            pairs.push((*left, *right, *label == "1"));
        }
    }
    pairs
}

fn lessons(matcher: &Matcher, pairs: &[Pair], weight: f64) -> Vec<Lesson> {
    let pairs: Vec<(Profile, Profile, bool)> = pairs
        .iter()
        .map(|(left, right, same)| (matcher.profile(left), matcher.profile(right), *same))
        .collect();
    let mut rarity = Rarity::default();
    for (left, right, _) in &pairs {
        rarity.learn(left);
        rarity.learn(right);
    }
    let lesson = |(left, right, same): &(Profile, Profile, bool)| {
        let (figures, _) = matcher.figures(left, right, &rarity);
        Lesson { figures, same: *same, weight }
    };
    pairs.iter().map(lesson).collect()
}
