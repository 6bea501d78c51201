//! Checks what a compiler cannot. Each check is one function from the tree to findings.

mod area_shape;
mod files;
mod law_ids;
mod licences;
mod links;
mod map;
mod messages;
mod places;
mod ranks;
mod spdx;

use crate::tree::{Finding, Tree};
use std::path::Path;
use std::process::ExitCode;

/// Runs every check and prints what is wrong, `file:line: what — what to do`.
pub fn run(root: &Path) -> anyhow::Result<ExitCode> {
    let tree = Tree::open(root)?;
    let mut findings = map::check(&tree);
    findings.extend(check_sources(&tree));
    findings.extend(licences::check_crates(&tree, &licences::metadata(root)?));
    findings.extend(licences::check_npm(&tree));
    findings.sort();
    findings.dedup();
    for finding in &findings {
        println!("{finding}");
    }
    if findings.is_empty() {
        eprintln!("tidy: {} files, nothing wrong", tree.files().count());
        Ok(ExitCode::SUCCESS)
    } else {
        eprintln!("tidy: {} things to put right", findings.len());
        Ok(ExitCode::FAILURE)
    }
}

/// The checks that need nothing but the files of crates.
fn check_sources(tree: &Tree) -> Vec<Finding> {
    let checks = [
        ranks::check,
        law_ids::check,
        messages::check,
        files::check,
        area_shape::check,
        links::check,
        places::check,
    ];
    checks.iter().flat_map(|check| check(tree)).collect()
}

/// What the checks of the sources find in a made-up tree.
#[cfg(test)]
pub fn findings_of_sources(root: &Path) -> Vec<String> {
    let tree = Tree::open(root).unwrap_or_else(|error| unreachable!("{error}"));
    check_sources(&tree).iter().map(ToString::to_string).collect()
}

/// Whether a Rust file holds tests only.
fn is_test_file(file: &str) -> bool {
    file.ends_with("/tests.rs") || file.contains("/tests/") || file.starts_with("platform/testkit/")
}

/// A Cargo.toml or another TOML file as a table; a broken one is cargo's to report.
fn toml_table(tree: &Tree, file: &str) -> toml::Table {
    tree.text(file).and_then(|text| text.parse().ok()).unwrap_or_default()
}

/// The line of a TOML file on which a key stands; 1 if it is not found.
fn key_line(text: &str, key: &str) -> usize {
    let is_key = |line: &str| {
        let line = line.trim_start().trim_start_matches('"');
        line.strip_prefix(key).is_some_and(|rest| rest.starts_with(['.', ' ', '=', '"']))
    };
    crate::tree::lines(text).find(|(_, line)| is_key(line)).map_or(1, |(number, _)| number)
}

/// A Rust file that ships: its path and its parts, inline test modules cut off.
fn shipped_rust(tree: &Tree) -> Vec<(&str, crate::rust_source::RustSource)> {
    tree.with_extension(&["rs"])
        .filter(|file| !is_test_file(file))
        .filter_map(|file| tree.text(file).map(|text| (file, text)))
        .map(|(file, text)| {
            let mut source = crate::rust_source::RustSource::read(&text);
            let end = source.tests_from();
            source.code.truncate(end.saturating_sub(1));
            source.literals.retain(|literal| literal.line < end);
            (file, source)
        })
        .collect()
}

#[cfg(test)]
mod tests;
