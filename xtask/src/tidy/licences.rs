//! The licences of everything that is shipped.

use super::spdx;
use crate::tree::{Finding, Tree, lines};
use anyhow::{Context, bail};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

const NPM_LOCKS: [&str; 2] = ["web/package-lock.json", "e2e/package-lock.json"];

/// What cargo knows about every crate, asked without the network.
///
/// Only crates for this machine's platform: those for others are not even downloaded.
pub fn metadata(root: &Path) -> anyhow::Result<Value> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--offline", "--filter-platform", &host()?])
        .current_dir(root)
        .output()
        .context("running cargo metadata")?;
    if !output.status.success() {
        bail!("cargo metadata failed; run `cargo fetch` first:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    serde_json::from_slice(&output.stdout).context("reading cargo metadata")
}

/// This machine's platform as rustc names it: `x86_64-unknown-linux-gnu`.
fn host() -> anyhow::Result<String> {
    let output = Command::new("rustc").arg("-vV").output().context("running rustc")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc does not name its host")
}

/// Crates from outside (those with a source) by their field `license`.
pub fn check_crates(tree: &Tree, metadata: &Value) -> Vec<Finding> {
    let lock = tree.text("Cargo.lock").unwrap_or_default();
    let packages = metadata.get("packages").and_then(Value::as_array);
    let foreign =
        packages.into_iter().flatten().filter(|package| package.get("source").is_some_and(Value::is_string));
    foreign
        .filter_map(|package| {
            let text = |field: &str| package.get(field).and_then(Value::as_str);
            let (name, version) = (text("name").unwrap_or_default(), text("version").unwrap_or_default());
            let name_line = format!("name = \"{name}\"");
            let version_line = format!("version = \"{version}\"");
            let line = lines(&lock)
                .zip(lock.lines().skip(1))
                .find(|((_, line), next)| *line == name_line && *next == version_line)
                .map_or(1, |((number, _), _)| number);
            judge("Cargo.lock", line, &format!("{name} {version}"), text("license"))
        })
        .collect()
}

/// Packages of npm by the field `license` of the lock file (version 3).
pub fn check_npm(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in NPM_LOCKS {
        let Some(text) = tree.text(file) else { continue };
        let lock: Value = serde_json::from_str(&text).unwrap_or_default();
        let Some(packages) = lock.get("packages").and_then(Value::as_object) else {
            let remedy = "write it again with npm 7 or later";
            findings.push(Finding::new(file, 1, "no lock file of version 3", remedy));
            continue;
        };
        // The entry without a name is the project itself.
        for (path, package) in packages.iter().filter(|(path, _)| !path.is_empty()) {
            let quoted = format!("\"{path}\":");
            let line = lines(&text).find(|(_, line)| line.contains(&quoted)).map_or(1, |(number, _)| number);
            findings.extend(judge(file, line, path, package.get("license").and_then(Value::as_str)));
        }
    }
    findings
}

fn judge(file: &str, line: usize, name: &str, licence: Option<&str>) -> Option<Finding> {
    let what = match licence.map(|text| (text, spdx::is_accepted(text))) {
        Some((_, Some(true))) => return None,
        Some((text, Some(false))) => format!("{name} has the licence {text}"),
        Some((text, None)) => format!("{name}: {text} is no licence expression"),
        None => format!("{name} names no licence"),
    };
    Some(Finding::new(file, line, what, "do without it, or accept the licence in xtask/src/tidy/spdx.rs"))
}
