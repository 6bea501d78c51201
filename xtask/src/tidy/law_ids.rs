//! Comments that name a rule of law name one that exists.

use super::toml_table;
use crate::rust_source::RustSource;
use crate::tree::{Finding, Tree, extension, lines};
use std::collections::BTreeSet;

/// The fixed form of the line in a comment.
const MARK: &str = "Law: ";

/// The ids of rules and of ways of counting.
fn ids(tree: &Tree) -> BTreeSet<String> {
    let files = tree.with_extension(&["toml"]).filter(|file| file.starts_with("law/"));
    files
        .flat_map(|file| {
            let table = toml_table(tree, file);
            let lists =
                ["rule", "counting"].map(|name| table.get(name).and_then(|list| list.as_array()).cloned());
            lists.into_iter().flatten().flatten().collect::<Vec<_>>()
        })
        .filter_map(|entry| entry.get("id").and_then(|id| id.as_str()).map(str::to_owned))
        .collect()
}

pub fn check(tree: &Tree) -> Vec<Finding> {
    let ids = ids(tree);
    // adm-, crm-: what follows the colon may also be words.
    let areas: BTreeSet<&str> = ids.iter().filter_map(|id| id.split('-').next()).collect();
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
            for id in named.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')) {
                let is_id = id.split_once('-').is_some_and(|(area, _)| areas.contains(area));
                if is_id && !ids.contains(id) {
                    let what = format!("no rule of law has the id {id}");
                    findings.push(Finding::new(file, line, what, "correct the id or add the rule to law/"));
                }
            }
        }
    }
    findings
}
