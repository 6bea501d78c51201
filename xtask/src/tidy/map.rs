//! The map in ARCHITECTURE.md against the folders, in both directions.
//!
//! The map is the section whose heading has the word "map". In it, an entry is the first
//! word of a table row or of a line of a fenced block: `` | `app` | … | ``, `platform/law  …`.
//! Elsewhere in the document, paths in backticks must exist as well.

use crate::tree::{Finding, Tree, lines};

const FILE: &str = "ARCHITECTURE.md";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let Some(text) = tree.text(FILE) else {
        return vec![Finding::new(FILE, 1, "there is no map of the repository", "write it")];
    };
    let top: Vec<&str> = tree.folders("").into_iter().filter(|name| !name.starts_with('.')).collect();
    let entries = entries(&text);
    let mut findings: Vec<Finding> = entries
        .iter()
        .map(|(line, path)| (*line, path.as_str()))
        .chain(mentioned(&text, &top))
        .filter(|(_, path)| !tree.has_path(path))
        .map(|(line, path)| {
            Finding::new(FILE, line, format!("{path} does not exist"), "correct it or take it out")
        })
        .collect();

    let crates = ["platform", "areas"].into_iter().flat_map(|above| {
        tree.folders(&format!("{above}/")).into_iter().map(move |name| format!("{above}/{name}"))
    });
    for folder in top.iter().map(|name| (*name).to_owned()).chain(crates) {
        // `law/cn` also shows where `law` is.
        let below = format!("{folder}/");
        if !entries.iter().any(|(_, path)| *path == folder || path.starts_with(&below)) {
            findings.push(Finding::new(FILE, 1, format!("{folder} is not on the map"), "add a line for it"));
        }
    }
    findings
}

/// The paths on the map with their lines.
fn entries(text: &str) -> Vec<(usize, String)> {
    let (mut in_map, mut fenced) = (false, false);
    let mut entries = Vec::new();
    for (number, line) in lines(text) {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if line.starts_with('#') && !fenced {
            in_map =
                line.to_ascii_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| word == "map");
        } else if in_map {
            let first = match line.trim_start().strip_prefix('|') {
                Some(row) => row.split('|').next(),
                None if fenced => Some(line),
                None => None,
            };
            let word = first.and_then(|text| text.split_whitespace().next()).unwrap_or_default();
            let path = word.trim_matches('`').trim_end_matches('/');
            // The head of a table is a word too, but has no backticks.
            if is_path(path) && (word.contains('/') || word.starts_with('`')) {
                entries.push((number, path.to_owned()));
            }
        }
    }
    entries
}

/// Paths in backticks that begin with a folder of the repository.
fn mentioned<'a>(text: &'a str, top: &[&str]) -> impl Iterator<Item = (usize, &'a str)> {
    let begins_well = |path: &str| path.split_once('/').is_some_and(|(folder, _)| top.contains(&folder));
    lines(text)
        .flat_map(|(number, line)| line.split('`').skip(1).step_by(2).map(move |word| (number, word)))
        .filter(move |(_, word)| is_path(word) && begins_well(word))
}

fn is_path(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || "/_-.".contains(c))
}
