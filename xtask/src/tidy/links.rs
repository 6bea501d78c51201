//! Relative links in documents lead to files.

use crate::tree::{Finding, Tree, lines};

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.with_extension(&["md"]) {
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let text = tree.text(file).unwrap_or_default();
        let mut fenced = false;
        for (number, line) in lines(&text) {
            if line.trim_start().starts_with("```") {
                fenced = !fenced;
            }
            if fenced {
                continue;
            }
            for target in targets(&without_code(line)) {
                let path = target.split(['#', '?']).next().unwrap_or_default();
                let is_elsewhere = path.is_empty() || path.contains("://") || path.starts_with("mailto:");
                if is_elsewhere {
                    continue;
                }
                let found = resolve(folder, path).is_some_and(|path| path.is_empty() || tree.has_path(&path));
                if !found {
                    let what = format!("the link to {path} leads nowhere");
                    findings.push(Finding::new(file, number, what, "correct the path or remove the link"));
                }
            }
        }
    }
    findings
}

/// The line with everything between backticks taken out.
fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect::<Vec<_>>().join(" ")
}

/// The targets of `[text](target)`, `![text](target)`, `[name]: target`, `src="…"` and `href="…"`.
fn targets(line: &str) -> Vec<String> {
    let mut targets = Vec::new();
    for (start, end) in [("](", ')'), ("src=\"", '"'), ("href=\"", '"')] {
        for part in line.split(start).skip(1) {
            targets.extend(part.split(end).next().map(str::to_owned));
        }
    }
    if line.starts_with('[')
        && let Some((_, target)) = line.split_once("]: ")
    {
        targets.push(target.to_owned());
    }
    // `(path "title")` and `(<path>)`
    targets
        .iter()
        .filter_map(|target| target.split_whitespace().next())
        .map(|target| target.trim_matches(['<', '>']).to_owned())
        .collect()
}

/// The path below the root; `None` if it leads out of it or starts at the machine's root.
fn resolve(folder: &str, target: &str) -> Option<String> {
    if target.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
