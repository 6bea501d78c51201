//! Nothing says where this was made: no path of a machine, no host of a package registry.

use crate::tree::{Finding, Tree, file_name, is_word_char, lines};

/// Folders of a machine, put together so that this file does not hold them.
const MACHINE: [&str; 3] = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];

/// What a host is called that serves packages.
const SERVES_PACKAGES: [&str; 6] = [
    concat!("regi", "stry"),
    concat!("arti", "factory"),
    concat!("nex", "us"),
    concat!("mir", "ror"),
    concat!("verda", "ccio"),
    concat!("crates-", "proxy"),
];

/// The two public registries, which lock files name in each of their entries.
const CARGO_SOURCE: &str = "registry+https://github.com/rust-lang/crates.io-index";
const NPM_HOST: &str = concat!("regi", "stry.npmjs.org");

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files() {
        let Some(text) = tree.text(file) else { continue };
        for (number, line) in lines(&text) {
            if let Some(folder) = MACHINE.iter().find(|folder| names_folder(line, folder)) {
                let what = format!("a path of one machine: {folder}");
                findings.push(Finding::new(file, number, what, "use a path below the repository"));
            }
            if let Some(host) = registry(file, line) {
                let what = format!("the host of a package registry: {host}");
                findings.push(Finding::new(
                    file,
                    number,
                    what,
                    "leave registries to the settings of the machine",
                ));
            }
        }
    }
    findings
}

/// Whether a path begins here, and not in the middle of another one or of an address.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(place, _)| {
        let before = line.get(..place).and_then(|before| before.chars().next_back());
        !before.is_some_and(|c| is_word_char(c) || "./-}*>".contains(c))
    })
}

/// The host of a package registry that the line names.
fn registry<'a>(file: &str, line: &'a str) -> Option<&'a str> {
    if file_name(file) == "Cargo.lock" {
        let source = line.strip_prefix("source = \"")?.trim_end_matches('"');
        return (source != CARGO_SOURCE && !source.starts_with("git+https://github.com/")).then_some(source);
    }
    let in_npm_lock = file_name(file) == "package-lock.json";
    line.split("://")
        .skip(1)
        .filter_map(|rest| rest.split(|c: char| !(c.is_ascii_alphanumeric() || ".-:".contains(c))).next())
        .filter(|host| !(in_npm_lock && *host == NPM_HOST))
        .find(|host| {
            let is_crates_io = host.ends_with("crates.io") && *host != "crates.io";
            is_crates_io
                || SERVES_PACKAGES.iter().any(|word| host.contains(word))
                || (in_npm_lock && is_package(line))
        })
}

/// Whether the line of an npm lock file says where a package comes from.
fn is_package(line: &str) -> bool {
    line.trim_start().starts_with("\"resolved\"")
}
