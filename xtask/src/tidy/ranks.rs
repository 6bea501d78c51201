//! Which crate may know which: the platform no area, an area only areas of lower rank.

use super::{key_line, toml_table};
use crate::tree::{Finding, Tree};
use std::collections::BTreeMap;

const FILE: &str = "areas/RANKS.toml";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let Some(text) = tree.text(FILE) else {
        return vec![Finding::new(
            FILE,
            1,
            "the ranks of the areas are not declared",
            "write one line per area: name = rank",
        )];
    };
    let mut findings = Vec::new();
    let mut ranks: BTreeMap<String, i64> = BTreeMap::new();
    let folders = tree.folders("areas/");
    for (name, rank) in toml_table(tree, FILE) {
        if !folders.contains(&name.as_str()) {
            let line = key_line(&text, &name);
            findings.push(Finding::new(
                FILE,
                line,
                format!("there is no folder areas/{name}"),
                "remove the line",
            ));
        }
        match rank.as_integer() {
            Some(rank) => {
                ranks.insert(name, rank);
            }
            None => {
                let line = key_line(&text, &name);
                findings.push(Finding::new(
                    FILE,
                    line,
                    format!("the rank of {name} is no number"),
                    "write name = 3",
                ));
            }
        }
    }
    for name in &folders {
        if !ranks.contains_key(*name) {
            findings.push(Finding::new(FILE, 1, format!("areas/{name} has no rank"), "add a line for it"));
        }
    }

    let manifests = tree.files().filter(|file| file.ends_with("/Cargo.toml"));
    for manifest in manifests {
        let area = manifest.strip_prefix("areas/").and_then(|rest| rest.split('/').next());
        for dependency in dependencies(tree, manifest) {
            let line = tree.text(manifest).map_or(1, |text| key_line(&text, &dependency));
            let mut report = |what: String, remedy: &str| {
                findings.push(Finding::new(manifest, line, what, remedy));
            };
            if dependency == "app" {
                report("nothing may depend on app".to_owned(), "move what is needed below it");
            }
            let Some(its_rank) = ranks.get(&dependency) else { continue };
            match area {
                Some(area) => {
                    let own_rank = ranks.get(area).copied().unwrap_or_default();
                    if *its_rank >= own_rank {
                        report(
                            format!("{area} (rank {own_rank}) depends on {dependency} (rank {its_rank})"),
                            "areas know only lower ranks: meet in facts or measures, or let app plug in a trait",
                        );
                    }
                }
                None if manifest == "app/Cargo.toml" => {}
                None => report(
                    format!("{manifest} depends on the area {dependency}"),
                    "only app and areas of higher rank may know an area",
                ),
            }
        }
    }
    findings
}

/// The names of all packages a manifest depends on, of every kind.
fn dependencies(tree: &Tree, manifest: &str) -> Vec<String> {
    let table = toml_table(tree, manifest);
    let mut tables = vec![&table];
    let targets = table.get("target").and_then(toml::Value::as_table);
    tables.extend(targets.into_iter().flat_map(|targets| targets.values()).filter_map(toml::Value::as_table));
    let mut names = Vec::new();
    for table in tables {
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for (key, value) in table.get(kind).and_then(toml::Value::as_table).into_iter().flatten() {
                let renamed = value.get("package").and_then(toml::Value::as_str);
                names.push(renamed.unwrap_or(key).to_owned());
            }
        }
    }
    names
}
