//! Unpacking the texts and splitting them into articles.

use super::search::folded;
use super::{Article, Entry, Heading, LawText, Library};
use crate::LawProblem;
use crate::file::LawFile;
use serde::Deserialize;
use std::collections::HashMap;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Index {
    text: Vec<Spanned<Entry>>,
}

/// Reads the index and the texts it names.
pub fn library(index: LawFile, packed: &[u8]) -> Result<Library, LawProblem> {
    let entries: Index = index.read()?;
    let unpacked = zstd::decode_all(packed).map_err(|error| index.problem(&(0..0), error.to_string()))?;
    let unpacked = String::from_utf8(unpacked).map_err(|error| index.problem(&(0..0), error.to_string()))?;
    let sources: HashMap<&str, &str> =
        unpacked.split('\u{1e}').filter_map(|text| text.split_once('\n')).collect();
    let mut texts: Vec<LawText> = Vec::with_capacity(entries.text.len());
    for entry in entries.text {
        let span = entry.span();
        let entry = entry.into_inner();
        let problem = |what: String| Err(index.problem(&span, format!("{}: {what}", entry.id)));
        let Some(source) = sources.get(entry.file.as_str()) else {
            return problem(format!("there is no text {}", entry.file));
        };
        let (history, articles) = split(source);
        let numbered = articles.iter().filter(|article| !article.label.is_empty()).count();
        if numbered != entry.articles {
            return problem(format!("the text has {numbered} articles, not {}", entry.articles));
        }
        if texts.iter().any(|text| text.id == entry.id || text.cite_as == entry.cite_as) {
            return problem("the id, or what it is cited as, is already there".to_owned());
        }
        texts.push(LawText {
            id: entry.id,
            title: entry.title,
            cite_as: entry.cite_as,
            family: entry.family,
            kind: entry.kind,
            number: entry.number,
            published: entry.published.0,
            in_force_from: entry.in_force_from.0,
            in_force_until: entry.in_force_until.map(|day| day.0),
            source: entry.source,
            note: entry.note,
            history,
            articles,
        });
    }
    Ok(Library::new(texts))
}

/// The lines above the first heading or article, and the articles.
///
/// A text is a title (`# `), its history, and then headings (`## ` and deeper) and
/// paragraphs; a paragraph that begins with a number (第…条) and an ideographic space begins
/// an article, the following ones belong to it.
fn split(source: &str) -> (Vec<String>, Vec<Article>) {
    let mut history = Vec::new();
    let mut articles: Vec<Article> = Vec::new();
    let mut begins: Vec<Heading> = Vec::new();
    for line in source.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
        if let Some((marks, words)) = heading(line) {
            if marks > 1 {
                begins.push(Heading { depth: marks - 1, words: words.to_owned() });
            }
        } else if let Some((label, words)) = numbered(line) {
            articles.push(article(label, &mut begins, words));
        } else if !begins.is_empty() {
            articles.push(article("", &mut begins, line));
        } else if let Some(article) = articles.last_mut() {
            article.paragraphs.push(line.to_owned());
        } else {
            history.push(line.to_owned());
        }
    }
    for article in &mut articles {
        article.folded = folded(&article.text());
    }
    (history, articles)
}

fn article(label: &str, begins: &mut Vec<Heading>, words: &str) -> Article {
    Article {
        label: label.to_owned(),
        begins: std::mem::take(begins),
        paragraphs: vec![words.to_owned()],
        folded: String::new(),
    }
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let words = line.trim_start_matches('#');
    let marks = line.len() - words.len();
    (marks > 0).then(|| (marks, words.trim_start()))
}

/// 第十七条之一, and what follows it.
fn numbered(line: &str) -> Option<(&str, &str)> {
    let (label, words) = line.split_once('\u{3000}')?;
    let (number, more) = label.strip_prefix('第')?.split_once('条')?;
    let is_number =
        |text: &str| !text.is_empty() && text.chars().all(|c| "零一二三四五六七八九十百".contains(c));
    let more_fits = more.is_empty() || more.strip_prefix('之').is_some_and(is_number);
    (is_number(number) && more_fits).then_some((label, words))
}
