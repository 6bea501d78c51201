//! One text, article by article, each with the rules that rest on it.

use super::{Piece, opened, pieces};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use law::library::{Article, Heading, LawText, Query};
use law::{Law, Rule};
use pages::{App, Failure, Page, SignedIn, show};
use std::collections::HashMap;

/// An article as the page shows it.
struct ArticleView<'a> {
    article: &'a Article,
    paragraphs: Vec<Vec<Piece>>,
    /// Id and title of the rules that rest on it.
    rules: Vec<(&'a str, &'a str)>,
}

/// Another edition of the same law.
struct Edition {
    id: String,
    cite_as: String,
    /// The older and the newer of the two.
    comparison: (String, String),
}

#[derive(Template)]
#[template(path = "pages/text.html")]
struct TextPage<'a> {
    page: &'a Page,
    text: &'a LawText,
    title: String,
    note: Option<String>,
    is_in_force: bool,
    search: String,
    articles: Vec<ArticleView<'a>>,
    /// Headings, and the place of the first article under each.
    contents: Vec<(&'a Heading, usize)>,
    editions: Vec<Edition>,
}

pub async fn text(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let library = opened(&app, &actor)?;
    let text = library.text(&id).ok_or_else(Failure::not_found)?;
    let search = page.query_value("q").unwrap_or_default();
    let query = Query::new(&search);
    let rules = rules_of(&app.law, text);
    let language = page.language();
    let view = |article: &'static Article| ArticleView {
        article,
        paragraphs: article.paragraphs.iter().map(|line| pieces(query.marked(line))).collect(),
        rules: rules
            .get(article.label.as_str())
            .map(|rules| {
                rules.iter().map(|rule| (rule.id.as_str(), rule.title.in_language(language))).collect()
            })
            .unwrap_or_default(),
    };
    let others = library.editions(&text.family).into_iter().filter(|other| other.id != text.id);
    let editions = others.map(|other| edition(text, other)).collect();
    let contents = text
        .articles
        .iter()
        .enumerate()
        .flat_map(|(place, article)| article.begins.iter().map(move |one| (one, place)));
    show(&TextPage {
        page: &page,
        title: text.title.in_language(language).to_owned(),
        note: text.note.as_ref().map(|note| note.in_language(language).to_owned()),
        is_in_force: text.is_in_force(app.db.clock().today()),
        articles: text.articles.iter().map(view).collect(),
        contents: contents.collect(),
        search,
        editions,
        text,
    })
}

impl TextPage<'_> {
    /// What the address of an article ends with.
    fn anchor(&self, place: &usize) -> String {
        let label = self.text.articles.get(*place).map(|article| article.label.clone()).unwrap_or_default();
        if label.is_empty() { format!("a{place}") } else { label }
    }
}

/// The rules that rest on each article of a text.
fn rules_of<'l>(law: &'l Law, text: &LawText) -> HashMap<&'l str, Vec<&'l Rule>> {
    let mut found: HashMap<&str, Vec<&Rule>> = HashMap::new();
    for rule in law.rules() {
        for quote in rule.versions.iter().flat_map(|version| &version.quotes) {
            if quote.citation.law == text.cite_as {
                let rules = found.entry(quote.citation.article.as_str()).or_default();
                if rules.last().is_none_or(|last| last.id != rule.id) {
                    rules.push(rule);
                }
            }
        }
    }
    found
}

fn edition(text: &LawText, other: &LawText) -> Edition {
    let mut both = [text, other];
    both.sort_by_key(|text| text.in_force_from);
    let [old, new] = both.map(|text| text.id.clone());
    Edition { id: other.id.clone(), cite_as: other.cite_as.clone(), comparison: (old, new) }
}
