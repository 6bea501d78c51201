//! Comments that name a rule of law name one that exists.

use super::toml_table;
use crate::rust_source::RustSource;
use crate::tree::{Finding, Tree, extension, lines};
use std::collections::BTreeSet;

/// The fixed form of the line in a comment.
const MARK: &str = "Law: ";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let ids: BTreeSet<String> = tree
        .with_extension(&["toml"])
        .filter(|file| file.starts_with("law/"))
        .filter_map(|file| toml_table(tree, file).get("id").and_then(|id| id.as_str()).map(str::to_owned))
        .collect();
    let mut findings = Vec::new();
    for file in tree.with_extension(&["rs", "cedar", "html", "sql", "toml"]) {
        let Some(text) = tree.text(file) else { continue };
        let comments: Vec<(usize, String)> = if extension(file) == "rs" {
            RustSource::read(&text).comments
        } else {
            lines(&text).map(|(number, line)| (number, line.to_owned())).collect()
        };
        for (line, comment) in comments {
            let Some((_, named)) = comment.split_once(MARK) else { continue };
            for id in named.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.')) {
                let id = id.trim_end_matches('.');
                if id.starts_with("cn.") && !ids.contains(id) {
                    let what = format!("no law file has the id {id}");
                    findings.push(Finding::new(file, line, what, "correct the id or add the rule to law/"));
                }
            }
        }
    }
    findings
}
