//! What the model has to beat: the cosine of TF-IDF over one to three characters, measured on
//! a file of two texts and a label. Prints its AUC.

use anyhow::{Context, Result};
use matching::quality;
use std::collections::{BTreeMap, HashMap, HashSet};

fn main() -> Result<()> {
    let file = std::env::args().nth(1).context("which file?")?;
    let text = std::fs::read_to_string(&file).with_context(|| format!("reading {file}"))?;
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
    let pairs: Vec<(Vec<String>, Vec<String>, bool)> = rows
        .iter()
        .filter_map(|fields| match fields.as_slice() {
            [left, right, label @ ("0" | "1"), ..] => Some((grams(left), grams(right), *label == "1")),
            _ => None,
        })
        .collect();
    let mut having: HashMap<&str, f64> = HashMap::new();
    for text in pairs.iter().flat_map(|(left, right, _)| [left, right]) {
        for gram in text.iter().collect::<HashSet<_>>() {
            *having.entry(gram).or_default() += 1.0;
        }
    }
    let texts = pairs.len() as f64 * 2.0;
    let weigh = |text: &[String]| -> BTreeMap<String, f64> {
        let mut weights = BTreeMap::new();
        for gram in text {
            let seen = having.get(gram.as_str()).copied().unwrap_or_default();
            *weights.entry(gram.clone()).or_default() += ((texts + 1.0) / (seen + 1.0)).ln() + 1.0;
        }
        weights
    };
    let scored: Vec<(f64, bool)> = pairs
        .iter()
        .map(|(left, right, same)| {
            let (left, right) = (weigh(left), weigh(right));
            let common: f64 = left.iter().filter_map(|(gram, x)| right.get(gram).map(|y| x * y)).sum();
            let length =
                |weights: &BTreeMap<String, f64>| weights.values().map(|x| x * x).sum::<f64>().sqrt();
            let lengths = length(&left) * length(&right);
            (if lengths > 0.0 { common / lengths } else { 0.0 }, *same)
        })
        .collect();
    println!("{:.4}", quality(&scored).context("pairs of both labels are needed")?.auc);
    Ok(())
}

fn grams(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.to_lowercase().chars().collect();
    (1..=3).flat_map(|length| letters.windows(length).map(|gram| gram.iter().collect())).collect()
}
