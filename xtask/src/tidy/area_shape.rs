//! Every area has the same rooms, its own tables, and rules that are pure.

use super::{is_test_file, shipped_rust};
use crate::rust_source::RustSource;
use crate::tree::{Finding, Tree, has_word, is_word_char, lines};
use std::collections::{BTreeMap, BTreeSet};

/// What may stand in `areas/NAME/`.
const OUTSIDE: [&str; 3] = ["Cargo.toml", "askama.toml", "src"];

/// What may stand in `areas/NAME/src/`, besides data in TOML files.
const ROOMS: [&str; 19] = [
    "lib.rs",
    "rules.rs",
    "rules",
    "commands.rs",
    "commands",
    "store.rs",
    "store",
    "pages.rs",
    "pages",
    "problem.rs",
    "access.cedar",
    "access.cedarschema",
    "messages",
    // A second door beside the pages: files from other systems, read by declared maps.
    "import.rs",
    "import",
    "maps",
    // Templates of papers, one file each.
    "papers",
    "tests.rs",
    "tests",
];

/// What rules.rs must not know: databases, pages, waiting and clocks.
const IMPURE: [&str; 13] = [
    "sea_orm",
    "sqlx",
    "database",
    "axum",
    "askama",
    "pages",
    "tokio",
    "async",
    "await",
    "SystemClock",
    "SystemTime",
    "now",
    "today",
];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = rooms(tree);
    let tables = tables(tree);
    for (file, source) in shipped_rust(tree) {
        if file.starts_with("xtask/") {
            continue;
        }
        let area = file.strip_prefix("areas/").and_then(|rest| rest.split_once("/src/"));
        if let Some((_, inside)) = area {
            if is_room(inside, "rules") {
                findings.extend(purity(file, &source));
            }
            if !is_room(inside, "store") {
                findings.extend(entities(file, &source));
            }
        }
        let store_of = area.filter(|(_, inside)| is_room(inside, "store")).map(|(name, _)| name);
        findings.extend(foreign_tables(file, &source, &tables, store_of));
    }
    findings
}

fn is_room(inside: &str, room: &str) -> bool {
    inside.strip_prefix(room).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

fn rooms(tree: &Tree) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let mut findings = Vec::new();
    for file in tree.files() {
        let Some((area, inside)) = file.strip_prefix("areas/").and_then(|rest| rest.split_once('/')) else {
            continue;
        };
        let (allowed, name) = match inside.strip_prefix("src/") {
            Some(inside) => (ROOMS.as_slice(), inside.split('/').next().unwrap_or_default()),
            None => (OUTSIDE.as_slice(), inside.split('/').next().unwrap_or_default()),
        };
        let is_data = inside.starts_with("src/") && name.ends_with(".toml");
        if !allowed.contains(&name) && !is_data && seen.insert((area, name)) {
            let what = format!("{name} is no room of an area");
            findings.push(Finding::new(file, 1, what, format!("put it into one of: {}", allowed.join(", "))));
        }
    }
    findings
}

fn purity(file: &str, source: &RustSource) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in source.code.iter().enumerate() {
        let names_one = |word: &&&str| match **word {
            // These are words of the station too; only a crate or a call is meant.
            "database" | "pages" => line.contains(&format!("{word}::")),
            "now" | "today" => line.contains(&format!("::{word}(")) || line.contains(&format!(".{word}(")),
            word => has_word(line, word),
        };
        if let Some(word) = IMPURE.iter().find(names_one) {
            let what = format!("rules are pure and must not know {word}");
            findings.push(Finding::new(file, index + 1, what, "pass in what the rule needs"));
        }
    }
    findings
}

fn entities(file: &str, source: &RustSource) -> Vec<Finding> {
    let derives = |line: &&String| line.contains("sea_orm::entity") || line.contains("DeriveEntityModel");
    let first = source.code.iter().enumerate().find(|(_, line)| derives(line));
    first
        .map(|(index, _)| {
            Finding::new(file, index + 1, "a table outside store.rs", "move the entity to the area's store")
        })
        .into_iter()
        .collect()
}

/// The tables of each area by the migration that makes them: `0003_cases.sql`.
fn tables(tree: &Tree) -> BTreeMap<String, String> {
    let areas = tree.folders("areas/");
    let mut tables = BTreeMap::new();
    for file in tree.with_extension(&["sql"]).filter(|file| file.starts_with("migrations/")) {
        let name = file.trim_start_matches(|c: char| !c.is_ascii_digit());
        let name = name.trim_start_matches(|c: char| c.is_ascii_digit() || c == '_').trim_end_matches(".sql");
        let Some(area) = areas.iter().find(|area| name == **area || name.starts_with(&format!("{area}_")))
        else {
            continue;
        };
        let text = tree.text(file).unwrap_or_default();
        for (_, line) in lines(&text) {
            let words: Vec<String> = line.split_whitespace().map(str::to_ascii_lowercase).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let named = match words.as_slice() {
                ["create", "table", "if", "not", "exists", name, ..] | ["create", "table", name, ..] => name,
                _ => continue,
            };
            let table: String =
                named.trim_start_matches('"').chars().take_while(|c| is_word_char(*c)).collect();
            tables.insert(table, (*area).to_owned());
        }
    }
    tables
}

/// Strings that name a table of an area outside its store.
fn foreign_tables(
    file: &str,
    source: &RustSource,
    tables: &BTreeMap<String, String>,
    store_of: Option<&str>,
) -> Vec<Finding> {
    if is_test_file(file) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for literal in &source.literals {
        for (offset, line) in literal.text.split('\n').enumerate() {
            let words: Vec<&str> =
                line.split(|c: char| !is_word_char(c)).filter(|word| !word.is_empty()).collect();
            for (index, word) in words.iter().enumerate() {
                let Some(area) = tables.get(*word).filter(|area| Some(area.as_str()) != store_of) else {
                    continue;
                };
                let previous = index
                    .checked_sub(1)
                    .and_then(|index| words.get(index))
                    .map(|word| word.to_ascii_lowercase());
                let in_sql =
                    matches!(previous.as_deref(), Some("from" | "join" | "into" | "update" | "table"));
                // `incident` is also a word; `cases_step` can only be the table.
                if in_sql || word.starts_with(&format!("{area}_")) {
                    let what = format!("{word} is a table of {area}");
                    let remedy = format!("ask a public function of {area}; only its store names its tables");
                    findings.push(Finding::new(file, literal.line + offset, what, remedy));
                }
            }
        }
    }
    findings
}
