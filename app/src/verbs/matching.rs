//! `jishi match`: scores for pairs of texts, and how good they are.

use crate::cli::Match;
use crate::verbs::{print_json, refused};
use ::matching::{Matcher, Profile, Quality, Rarity, quality};
use anyhow::{Context, Result};
use std::io::Write;
use std::path::Path;

pub fn run(what: Match) -> Result<()> {
    match what {
        Match::Score { file } => score(&file),
        Match::Eval { file, json } => eval(&file, json),
    }
}

fn score(file: &Path) -> Result<()> {
    let text = read(file)?;
    let mut pairs = Vec::new();
    for (number, line) in lines(&text) {
        match line.split('\t').collect::<Vec<_>>().as_slice() {
            [left, right] => pairs.push((*left, *right)),
            columns => {
                let found = columns.len();
                return wrong(
                    file,
                    number,
                    &format!("two texts are expected, separated by a tab; found {found} columns"),
                );
            }
        }
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for score in scores(&pairs)? {
        writeln!(out, "{score:.6}")?;
    }
    out.flush()?;
    Ok(())
}

fn eval(file: &Path, json: bool) -> Result<()> {
    let text = read(file)?;
    let (mut pairs, mut labels) = (Vec::new(), Vec::new());
    for (number, line) in lines(&text) {
        match line.split('\t').collect::<Vec<_>>().as_slice() {
            [_, _, "label", ..] if number == 1 => {}
            [left, right, label @ ("0" | "1"), ..] => {
                pairs.push((*left, *right));
                labels.push(*label == "1");
            }
            [_, _, label, ..] => {
                let shown: String = label.chars().take(20).collect();
                return wrong(file, number, &format!("the label must be 0 or 1, it is {shown:?}"));
            }
            columns => {
                let found = columns.len();
                return wrong(
                    file,
                    number,
                    &format!("two texts and a label are expected, separated by tabs; found {found} columns"),
                );
            }
        }
    }
    let scored: Vec<(f64, bool)> = scores(&pairs)?.into_iter().zip(labels).collect();
    let Some(quality) = quality(&scored) else {
        return refused(format!("{}: pairs of both labels are needed, 1 and 0", file.display()));
    };
    if json { print_json(&quality) } else { say(&quality) }
}

fn say(quality: &Quality) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "pairs\t{} ({} the same)", quality.pairs, quality.same)?;
    writeln!(out, "accuracy\t{:.4} (threshold {:.4})", quality.accuracy, quality.threshold)?;
    writeln!(out, "F1\t{:.4}", quality.f1)?;
    writeln!(out, "AUC\t{:.4}", quality.auc)?;
    writeln!(out, "average precision\t{:.4}", quality.average_precision)?;
    Ok(())
}

/// The scores of pairs; what is rare is told by all their texts.
fn scores(pairs: &[(&str, &str)]) -> Result<Vec<f64>> {
    let matcher = Matcher::new()?;
    let profiles: Vec<(Profile, Profile)> =
        pairs.iter().map(|(left, right)| (matcher.profile(left), matcher.profile(right))).collect();
    let mut rarity = Rarity::default();
    for (left, right) in &profiles {
        rarity.learn(left);
        rarity.learn(right);
    }
    Ok(profiles.iter().map(|(left, right)| matcher.score(left, right, &rarity)).collect())
}

fn read(file: &Path) -> Result<String> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let sound = error.utf8_error().valid_up_to();
            let before = error.as_bytes().get(..sound).unwrap_or_default();
            let number = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            wrong(file, number, "the file is not UTF-8; save it as UTF-8")
        }
    }
}

/// Lines with their numbers, without the mark of byte order; the last may lack its end.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.trim_start_matches('\u{feff}').lines().enumerate().map(|(at, line)| (at + 1, line))
}

fn wrong<T>(file: &Path, line: usize, what: &str) -> Result<T> {
    refused(format!("{}:{line}: {what}", file.display()))
}
