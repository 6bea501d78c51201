//! Size and names of files, unfinished work, and what a strict CSP forbids.

use crate::tree::{Finding, Tree, extension, file_name, has_word, line_at, lines};

const LONGEST: usize = 600;

/// Names of modules that say nothing about what is in them.
const EMPTY_NAMES: [&str; 8] = ["utils", "util", "common", "helpers", "helper", "core", "manager", "service"];

/// Marks of unfinished work, put together so that this file does not hold them.
const UNFINISHED: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.with_extension(&["rs", "html", "js", "mjs", "ts", "css", "cedar", "ftl", "sql", "toml"])
    {
        let Some(text) = tree.text(file) else { continue };
        let count = text.lines().count();
        if ["rs", "html", "js", "mjs", "ts"].contains(&extension(file)) && count > LONGEST {
            let what = format!("{count} lines, {LONGEST} are allowed");
            findings.push(Finding::new(
                file,
                LONGEST + 1,
                what,
                "make it a folder of the same name with parts",
            ));
        }
        for (number, line) in lines(&text) {
            if let Some(mark) = UNFINISHED.iter().find(|mark| has_word(line, mark)) {
                findings.push(Finding::new(
                    file,
                    number,
                    format!("{mark} left behind"),
                    "finish it or make it an issue",
                ));
            }
        }
        if extension(file) == "html" {
            findings.extend(inline(file, &text));
        }
        if extension(file) == "rs" {
            findings.extend(names(file));
        }
    }
    findings
}

fn names(file: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    if file_name(file) == "mod.rs" {
        findings.push(Finding::new(
            file,
            1,
            "mod.rs is not used here",
            "name the file after its folder, beside it",
        ));
    }
    // Only modules: a crate may be called `service` when that is the word of the area.
    let inside = file.split_once("/src/").map_or("", |(_, inside)| inside);
    let empty = inside.trim_end_matches(".rs").split('/').find(|part| EMPTY_NAMES.contains(part));
    if let Some(name) = empty {
        let what = format!("the name {name} says nothing");
        findings.push(Finding::new(file, 1, what, "name the module for what it is"));
    }
    findings
}

/// What the Content-Security-Policy would block: scripts and styles inside a page.
fn inline(file: &str, text: &str) -> Vec<Finding> {
    let lower = text.to_ascii_lowercase();
    let mut findings = Vec::new();
    let mut report = |place: usize, what: &str, remedy: &str| {
        findings.push(Finding::new(file, line_at(&lower, place), what, remedy));
    };
    for (place, _) in lower.match_indices("<script") {
        let tag = lower.get(place..).and_then(|rest| rest.split('>').next()).unwrap_or_default();
        // Data in a page is not run and not blocked.
        if !tag.contains(" src=") && !tag.contains("type=\"application/json\"") {
            report(place, "an inline script", "move it to web/");
        }
    }
    for (place, _) in lower.match_indices("<style") {
        report(place, "an inline style sheet", "move it to web/");
    }
    for (place, _) in lower.match_indices("javascript:") {
        report(place, "a script in a link", "move it to web/");
    }
    for attribute in ["style=", "hx-on"] {
        for (place, _) in lower.match_indices(attribute) {
            if starts_attribute(&lower, place) {
                report(
                    place,
                    &format!("the attribute {}", attribute.trim_end_matches('=')),
                    "use a class and web/",
                );
            }
        }
    }
    for (place, _) in lower.match_indices("on") {
        let rest = lower.get(place..).unwrap_or_default();
        let name: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
        let assigned =
            rest.get(name.len()..).is_some_and(|rest| rest.starts_with("=\"") || rest.starts_with("='"));
        if name.len() > 3 && assigned && starts_attribute(&lower, place) {
            report(place, &format!("the attribute {name}"), "listen to the event in web/");
        }
    }
    findings
}

fn starts_attribute(text: &str, place: usize) -> bool {
    text.get(..place).is_some_and(|before| before.ends_with(char::is_whitespace))
}
