//! `jishi law`: rules, dates and texts, without any data.

mod check;
mod show;

use crate::cli::{Lang, Law as Verb};
use crate::house;
use crate::verbs::{print_json, print_lines, refused};
use anyhow::{Context, Result};
use kernel::{Catalogue, Clock, Day, Language, Problem, SystemClock, Text, Wording};
use law::library::Query;
use law::{End, Law, LawProblem, Library, Passed, Units};
use serde::Serialize;
use std::sync::Arc;

pub fn run(what: Verb) -> Result<()> {
    let law = Law::embedded().context("the rules of law")?;
    match what {
        Verb::List { on, json } => list(&law, on.unwrap_or_else(|| SystemClock.today()), json),
        Verb::Show { rule, lang, json } => show::run(&law, &rule, &wording(&lang)?, json),
        Verb::Check { speed, json } => check::run(&law, speed, json),
        Verb::Due { rule, at, excluded_days, extensions, lang, json } => {
            due(&law, &rule, at, Passed { excluded_days, extensions }, &wording(&lang)?, json)
        }
        Verb::Search { words, limit, json } => search(&words.join(" "), limit, json),
    }
}

fn wording(lang: &Lang) -> Result<Wording> {
    let catalogue = Arc::new(Catalogue::load(&house::messages())?);
    Ok(Wording::new(catalogue, Language::from_tag(&lang.lang)))
}

/// A refusal in words.
fn explained<T>(problem: &LawProblem, say: &Wording) -> Result<T> {
    refused(say.say(&problem.message()))
}

#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    title: &'a str,
    title_en: &'a str,
    form: &'a str,
    mark: &'a str,
    citation: String,
    version: String,
}

fn list(law: &Law, on: Day, json: bool) -> Result<()> {
    let in_force = law.rules().filter_map(|rule| Some((rule, rule.version_on(on).ok()?)));
    let all: Vec<Listed<'_>> = in_force
        .map(|(rule, version)| Listed {
            id: &rule.id,
            title: &rule.title.zh,
            title_en: &rule.title.en,
            form: version.form.key().trim_start_matches("law-form-"),
            mark: show::mark(rule.mark),
            citation: version.citation().to_string(),
            version: version.version.to_string(),
        })
        .collect();
    if json {
        return print_json(&all);
    }
    print_lines(
        all.into_iter().map(|one| {
            format!("{}\t{}\t{}\t{}\t{}", one.id, one.title, one.title_en, one.mark, one.citation)
        }),
    )
}

#[derive(Serialize)]
struct Ends {
    rule: String,
    due: String,
    safe: String,
    counting: String,
    citation: String,
    version: String,
}

fn due(law: &Law, id: &str, at: End, passed: Passed, say: &Wording, json: bool) -> Result<()> {
    let found = law.rule(id).and_then(|rule| Ok((rule, rule.version_on(at.day())?)));
    let (rule, version) = match found {
        Ok(found) => found,
        Err(problem) => return explained(&problem, say),
    };
    let began = match at {
        End::Moment(at) => at,
        End::Day(day) => day.start(),
    };
    let ends = version.limit().and_then(|limit| {
        // The whole period: an extension may turn hours into days.
        let whole = limit.length(passed)?;
        Ok((limit, whole, limit.due(began, passed, law.calendar())?))
    });
    let (limit, whole, due) = match ends {
        Ok(ends) => ends,
        Err(problem) => return explained(&problem, say),
    };
    if whole.units() == Units::Hours && matches!(at, End::Day(_)) {
        return refused(say.say(&Text::new("law-needs-time").with("rule", id)));
    }
    if json {
        return print_json(&Ends {
            rule: rule.id.clone(),
            due: due.due.to_string(),
            safe: due.safe.to_string(),
            counting: limit.counting.id.clone(),
            citation: version.citation().to_string(),
            version: version.version.to_string(),
        });
    }
    let language = say.language;
    let line = |key: &str, value: &dyn std::fmt::Display| format!("{}\t{value}", say.t(key));
    let mut lines = vec![
        format!("{}\t{}", rule.id, rule.title.in_language(language)),
        line("law-field-due", &due.due),
        line("law-field-safe", &due.safe),
        line("law-field-counting", &limit.counting.title.in_language(language)),
        line("law-field-citation", version.citation()),
        line("law-field-version", &version.version),
    ];
    if !rule.mark.is_enforced() {
        lines.push(line("law-field-mark", &say.t(rule.mark.key())));
    }
    print_lines(lines)
}

#[derive(Serialize)]
struct Found<'a> {
    text: &'a str,
    title: &'a str,
    article: &'a str,
    excerpt: String,
    in_force: bool,
}

fn search(words: &str, limit: usize, json: bool) -> Result<()> {
    let library = Library::embedded()?;
    let query = Query::new(words);
    let begun = std::time::Instant::now();
    let hits = library.search(&query);
    let found: Vec<Found<'_>> = hits
        .iter()
        .take(limit)
        .map(|hit| Found {
            text: &hit.text.id,
            title: &hit.text.cite_as,
            article: &hit.article.label,
            excerpt: show::excerpt(&query.excerpt(hit.article, 60)),
            in_force: hit.text.in_force_until.is_none(),
        })
        .collect();
    eprintln!("jishi: {} articles in {:.2} ms", hits.len(), begun.elapsed().as_secs_f64() * 1000.0);
    if json {
        return print_json(&found);
    }
    print_lines(found.into_iter().map(|one| format!("《{}》{}\t{}", one.title, one.article, one.excerpt)))
}
