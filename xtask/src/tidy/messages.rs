//! Texts for people: the same keys in both languages, each of them used, none missing.
//!
//! A comment line that begins with `# dynamic` says that the keys below it, up to the next
//! empty line, are put together while the program runs.

use super::{shipped_rust, toml_table};
use crate::tree::{Finding, Tree, is_word_char, line_at, lines};
use std::collections::{BTreeMap, BTreeSet};

const CHINESE: &str = "src/messages/zh-CN.ftl";
const ENGLISH: &str = "src/messages/en.ftl";

/// Keys that are the words of a fact instead of a crate's: they are made from its kind,
/// category and outcome wherever it is shown. Each kind must have its words; which categories
/// and outcomes there are, only the rules of its area know.
const KIND_PREFIX: &str = "fact-";
const WORDS_OF_FACTS: [&str; 3] = [KIND_PREFIX, "category-", "outcome-"];

struct Key {
    file: String,
    line: usize,
    is_dynamic: bool,
}

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut known: BTreeMap<String, Key> = BTreeMap::new();
    let folders: BTreeSet<&str> = tree
        .files()
        .filter_map(|file| file.strip_suffix(CHINESE).or_else(|| file.strip_suffix(ENGLISH)))
        .collect();
    let mut referenced = BTreeSet::new();
    for folder in folders {
        let chinese = read(tree, &format!("{folder}{CHINESE}"), &mut findings, &mut referenced);
        let english = read(tree, &format!("{folder}{ENGLISH}"), &mut findings, &mut referenced);
        for (here, there, other) in [(&chinese, &english, ENGLISH), (&english, &chinese, CHINESE)] {
            for (name, key) in here.iter().filter(|(name, _)| !there.contains_key(*name)) {
                let what = format!("{name} is missing in {folder}{other}");
                findings.push(Finding::new(&key.file, key.line, what, "write it in both languages"));
            }
        }
        let manifest = toml_table(tree, &format!("{folder}Cargo.toml"));
        let name =
            manifest.get("package").and_then(|package| package.get("name")).and_then(|name| name.as_str());
        let prefix = format!("{}-", name.unwrap_or_default());
        for (name, key) in chinese {
            if !name.starts_with(&prefix) && !is_word_of_fact(&name) {
                let what = format!("{name} does not begin with {prefix}");
                findings.push(Finding::new(&key.file, key.line, what, "name the crate first"));
            }
            let is_dynamic = key.is_dynamic || is_word_of_fact(&name) && !name.starts_with(KIND_PREFIX);
            known.insert(name, Key { is_dynamic, ..key });
        }
    }

    let mut used = referenced;
    for (file, line, text, before) in texts(tree) {
        if before.ends_with("FactKind(") {
            let key = format!("{KIND_PREFIX}{}", text.replace(['.', '_'], "-"));
            if !known.contains_key(&key) {
                let what = format!("the fact {text} has no words");
                findings.push(Finding::new(file, line, what, format!("add the message {key}")));
            }
            used.insert(key);
        } else if known.contains_key(&text) {
            used.insert(text);
        } else if asks_for_words(&before) && !text.is_empty() {
            let what = format!("there is no message {text}");
            findings.push(Finding::new(file, line, what, "add it in both languages or correct the key"));
        }
    }
    for (name, key) in known.iter().filter(|(name, key)| !key.is_dynamic && !used.contains(*name)) {
        let what = format!("{name} is used nowhere");
        findings.push(Finding::new(
            &key.file,
            key.line,
            what,
            "remove it, or write `# dynamic` above its group",
        ));
    }
    findings
}

fn is_word_of_fact(name: &str) -> bool {
    WORDS_OF_FACTS.iter().any(|prefix| name.starts_with(prefix))
}

/// The keys of one message file; broken entries and keys given twice are findings.
fn read(
    tree: &Tree,
    file: &str,
    findings: &mut Vec<Finding>,
    referenced: &mut BTreeSet<String>,
) -> BTreeMap<String, Key> {
    let mut keys: BTreeMap<String, Key> = BTreeMap::new();
    let Some(text) = tree.text(file) else {
        findings.push(Finding::new(file, 1, "the file is missing", "write the messages in both languages"));
        return keys;
    };
    if let Err((_, errors)) = fluent_syntax::parser::parse(text.as_str()) {
        for error in errors {
            let what = format!("not Fluent: {}", error.kind);
            findings.push(Finding::new(file, line_at(&text, error.pos.start), what, "correct the entry"));
        }
    }
    let mut is_dynamic = false;
    for (line, content) in lines(&text) {
        if content.trim().is_empty() {
            is_dynamic = false;
        } else if content.starts_with('#') {
            is_dynamic |= content.trim_start_matches('#').trim_start().starts_with("dynamic");
        } else if let Some((name, _)) = content.split_once('=')
            && content.starts_with(|c: char| c.is_ascii_alphabetic())
        {
            let name = name.trim_end().to_owned();
            let key = Key { file: file.to_owned(), line, is_dynamic };
            if keys.contains_key(&name) {
                findings.push(Finding::new(file, line, format!("{name} stands here twice"), "remove one"));
            }
            keys.insert(name, key);
        }
        referenced.extend(references(content));
    }
    keys
}

/// Messages that a message contains: `{ cases-title }`.
fn references(line: &str) -> impl Iterator<Item = String> {
    line.split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'))
        .map(|(inside, _)| inside.trim().to_owned())
}

/// Whether the code before a string is a call that turns a key into words.
fn asks_for_words(before: &str) -> bool {
    let before = before.trim_end();
    if before.ends_with("Text::new(") {
        return true;
    }
    ["t(", "t1(", "tf("].iter().any(|call| {
        before.strip_suffix(call).is_some_and(|rest| !rest.chars().next_back().is_some_and(is_word_char))
    })
}

/// Every string of the program: file, line, text, and the code before it.
fn texts(tree: &Tree) -> Vec<(&str, usize, String, String)> {
    let mut texts = Vec::new();
    for (file, source) in shipped_rust(tree) {
        // The checks themselves talk about keys.
        if !file.starts_with("xtask/") {
            texts.extend(source.literals.into_iter().map(|it| (file, it.line, it.text, it.before)));
        }
    }
    for file in
        tree.with_extension(&["html"]).filter(|file| file.contains("/src/") || file.contains("/templates/"))
    {
        let Some(text) = tree.text(file) else { continue };
        for (place, inside) in expressions(&text) {
            // Odd pieces lie between quotation marks, even ones before them.
            let mut before = "";
            let mut offset = place;
            for (index, piece) in inside.split('"').enumerate() {
                if index % 2 == 1 {
                    texts.push((file, line_at(&text, offset), piece.to_owned(), before.to_owned()));
                }
                before = piece;
                offset += piece.len() + 1;
            }
        }
    }
    for file in tree.with_extension(&["toml"]).filter(|file| file.contains("/src/")) {
        let Some(text) = tree.text(file) else { continue };
        for (number, line) in lines(&text) {
            for piece in line.split('"').skip(1).step_by(2) {
                texts.push((file, number, piece.to_owned(), String::new()));
            }
        }
    }
    texts
}

/// The insides of `{{ … }}` and `{% … %}` with their places.
fn expressions(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (open, close) in [("{{", "}}"), ("{%", "%}")] {
        for (place, _) in text.match_indices(open) {
            let start = place + open.len();
            if let Some((inside, _)) = text.get(start..).and_then(|rest| rest.split_once(close)) {
                found.push((start, inside));
            }
        }
    }
    found
}
