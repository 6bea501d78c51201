//! `jishi law show`: one rule in full.

use super::explained;
use crate::verbs::{print_json, print_lines};
use anyhow::Result;
use kernel::Wording;
use law::library::Excerpt;
use law::{Law, Mark, Rule, RuleVersion, words};
use serde::Serialize;

#[derive(Serialize)]
struct Shown<'a> {
    id: &'a str,
    title: &'a str,
    trigger: Option<&'a str>,
    note: Option<&'a str>,
    mark: &'a str,
    checked_on: String,
    file: String,
    versions: Vec<ShownVersion<'a>>,
    examples: Vec<String>,
}

#[derive(Serialize)]
struct ShownVersion<'a> {
    version: String,
    in_force_from: String,
    in_force_until: Option<String>,
    form: &'a str,
    says: Vec<String>,
    citations: Vec<ShownQuote<'a>>,
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct ShownQuote<'a> {
    citation: String,
    words: &'a [String],
}

/// The letters and number of a mark, as the rules' source writes them.
pub fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::V1 => "V1",
        Mark::V2 => "V2",
    }
}

/// An excerpt with what was looked for in brackets.
pub fn excerpt(excerpt: &Excerpt<'_>) -> String {
    let dots = |more: bool| if more { "…" } else { "" };
    let pieces = excerpt.pieces.iter().map(
        |(found, piece)| {
            if *found { format!("[{piece}]") } else { (*piece).to_owned() }
        },
    );
    format!("{}{}{}", dots(excerpt.before), pieces.collect::<String>(), dots(excerpt.after))
}

pub fn run(law: &Law, id: &str, say: &Wording, json: bool) -> Result<()> {
    let rule = match law.rule(id) {
        Ok(rule) => rule,
        Err(problem) => return explained(&problem, say),
    };
    let shown = shown(rule, say);
    if json {
        return print_json(&shown);
    }
    print_lines(lines(&shown, rule.mark, say))
}

fn lines(shown: &Shown<'_>, mark: Mark, say: &Wording) -> Vec<String> {
    let line = |key: &str, value: &str| format!("{}\t{value}", say.t(key));
    let mut lines = vec![format!("{}\t{}", shown.id, shown.title)];
    lines.extend(shown.trigger.map(|trigger| line("law-field-trigger", trigger)));
    lines.extend(shown.note.map(|note| line("law-field-note", note)));
    lines.push(line("law-field-mark", &format!("{} {}", shown.mark, say.t(mark.key()))));
    lines.push(line("law-field-checked-on", &shown.checked_on));
    lines.push(line("law-field-file", &shown.file));
    for version in &shown.versions {
        let until = version.in_force_until.as_deref().unwrap_or("");
        lines.push(String::new());
        lines.push(line(
            "law-field-version",
            &format!("{} ({} – {until})", version.version, version.in_force_from),
        ));
        lines.extend(version.says.iter().map(|says| line("law-field-says", says)));
        lines.extend(version.citations.iter().map(|quote| {
            let words: String = quote.words.iter().map(|words| format!(" “{words}”")).collect();
            line("law-field-citation", &format!("{}{words}", quote.citation))
        }));
        lines.extend(version.note.map(|note| line("law-field-changed", note)));
    }
    lines.push(String::new());
    lines.extend(shown.examples.iter().map(|example| line("law-field-example", example)));
    lines
}

fn shown<'a>(rule: &'a Rule, say: &Wording) -> Shown<'a> {
    let language = say.language;
    Shown {
        id: &rule.id,
        title: rule.title.in_language(language),
        trigger: rule.trigger.as_ref().map(|names| names.in_language(language)),
        note: rule.note.as_ref().map(|names| names.in_language(language)),
        mark: mark(rule.mark),
        checked_on: rule.checked_on.to_string(),
        file: format!("law/{}", rule.file),
        versions: rule.versions.iter().map(|version| shown_version(version, say)).collect(),
        examples: rule.examples.iter().map(|example| words::example(example, say)).collect(),
    }
}

fn shown_version<'a>(version: &'a RuleVersion, say: &Wording) -> ShownVersion<'a> {
    ShownVersion {
        version: version.version.to_string(),
        in_force_from: version.version.in_force_from.to_string(),
        in_force_until: version.version.in_force_until.map(|day| day.to_string()),
        form: version.form.key().trim_start_matches("law-form-"),
        says: words::says(&version.form, say),
        citations: version
            .quotes
            .iter()
            .map(|quote| ShownQuote { citation: quote.citation.to_string(), words: &quote.words })
            .collect(),
        note: version.note.as_ref().map(|names| names.in_language(say.language)),
    }
}
