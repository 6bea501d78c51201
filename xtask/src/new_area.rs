//! The skeleton of an area: the rooms of STYLE.md, ready for the first command.

mod skeleton;

use anyhow::{Context, bail};
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

/// Writes `areas/NAME`, its rank and its line in the workspace, and says what is left to do.
pub fn run(root: &Path, name: &str, rank: &str) -> anyhow::Result<ExitCode> {
    let fits = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        && name.len() <= 30;
    if !fits {
        bail!("{name:?} is no name of an area: use small letters and `_`, the word people use for it");
    }
    let rank: u8 = rank.parse().with_context(|| format!("{rank:?} is no rank"))?;
    let area = root.join("areas").join(name);
    if area.exists() {
        bail!("areas/{name} is already there");
    }
    for (file, text) in skeleton::FILES {
        let path = area.join(file);
        let folder = path.parent().context("a file without a folder")?;
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
        let text = text.replace("@name@", name).replace("@Name@", &camel(name));
        fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
    }
    // Names of different length break lines elsewhere; without rustfmt they stay as they are.
    let library = area.join("src/lib.rs");
    Command::new("rustfmt").args(["--edition", "2024"]).arg(library).current_dir(root).status().ok();
    declare_rank(root, name, rank)?;
    declare_dependency(root, name)?;
    println!(
        "areas/{name} is written. Next:\n\
         1. the first rule in rules.rs with its table in tests.rs, the law it follows in law/cn/\n\
         2. its tables in migrations/NNNN_{name}.sql, read and saved in store.rs alone\n\
         3. the first command, its action in access.cedarschema and access.cedar, its fact\n\
         4. its pages and messages, then plug it into app: routes, POLICIES, MESSAGES\n\
         5. a line in ARCHITECTURE.md and its terms in GLOSSARY.md; cargo xtask tidy"
    );
    Ok(ExitCode::SUCCESS)
}

fn camel(name: &str) -> String {
    name.split('_')
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters)
        })
        .collect()
}

fn declare_rank(root: &Path, name: &str, rank: u8) -> anyhow::Result<()> {
    let path = root.join("areas/RANKS.toml");
    let mut text = fs::read_to_string(&path).context("reading areas/RANKS.toml")?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(&format!("{name} = {rank}\n"));
    fs::write(&path, text).context("writing areas/RANKS.toml")
}

/// Adds the area after the last one in `[workspace.dependencies]`.
fn declare_dependency(root: &Path, name: &str) -> anyhow::Result<()> {
    let path = root.join("Cargo.toml");
    let text = fs::read_to_string(&path).context("reading Cargo.toml")?;
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let last = lines.iter().rposition(|line| line.contains("path = \"areas/"));
    let Some(last) = last else {
        bail!(
            "no area stands in [workspace.dependencies]: add {name} = {{ path = \"areas/{name}\" }} by hand"
        );
    };
    lines.insert(last + 1, format!("{name} = {{ path = \"areas/{name}\" }}"));
    fs::write(&path, lines.join("\n") + "\n").context("writing Cargo.toml")
}

#[cfg(test)]
mod tests;
