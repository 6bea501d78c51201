//! One rule: what it asks, where it stands, how it is worked out, what changed.

use super::{Piece, article_address, opened, pieces};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use kernel::Day;
use law::library::Query;
use law::{Library, Quote, Rule, RuleVersion, words};
use pages::{App, Failure, Page, SignedIn, show};

/// A version as the page shows it.
pub(super) struct VersionView {
    from: Day,
    until: Option<Day>,
    is_in_force: bool,
    is_to_come: bool,
    form: &'static str,
    says: Vec<String>,
    note: Option<String>,
    quotes: Vec<QuoteView>,
}

/// An article that a version rests on.
struct QuoteView {
    citation: String,
    address: Option<String>,
    /// Its paragraphs that hold the quoted words, those marked.
    paragraphs: Vec<Vec<Piece>>,
}

#[derive(Template)]
#[template(path = "pages/rule.html")]
struct RulePage<'a> {
    page: &'a Page,
    rule: &'a Rule,
    title: String,
    trigger: Option<String>,
    note: Option<String>,
    mark: &'static str,
    is_stale: bool,
    /// The newest first.
    versions: Vec<VersionView>,
    examples: Vec<String>,
}

pub async fn rule(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let library = opened(&app, &actor)?;
    let Ok(rule) = app.law.rule(&id) else { return Err(Failure::not_found()) };
    let today = app.db.clock().today();
    let language = page.language();
    let in_words =
        |names: &Option<law::Names>| names.as_ref().map(|names| names.in_language(language).to_owned());
    show(&RulePage {
        page: &page,
        title: rule.title.in_language(language).to_owned(),
        trigger: in_words(&rule.trigger),
        note: in_words(&rule.note),
        mark: mark_of(rule, library),
        is_stale: rule.is_stale(today),
        versions: rule.versions.iter().rev().map(|one| version(one, library, &page, today)).collect(),
        examples: rule.examples.iter().map(|one| words::example(one, page.wording())).collect(),
        rule,
    })
}

/// How far the rule was read; an article that is not in the library cannot be shown here.
fn mark_of(rule: &Rule, library: &Library) -> &'static str {
    let mut quotes = rule.versions.iter().flat_map(|version| &version.quotes);
    let all_here = quotes.all(|quote| library.article(&quote.citation).is_some());
    if rule.mark.is_enforced() && !all_here { "law-mark-v1-elsewhere" } else { rule.mark.key() }
}

fn version(version: &RuleVersion, library: &Library, page: &Page, today: Day) -> VersionView {
    VersionView {
        from: version.version.in_force_from,
        until: version.version.in_force_until,
        is_in_force: version.version.covers(today),
        is_to_come: today < version.version.in_force_from,
        form: version.form.key(),
        says: words::says(&version.form, page.wording()),
        note: version.note.as_ref().map(|names| names.in_language(page.language()).to_owned()),
        quotes: version.quotes.iter().map(|one| quote(one, library)).collect(),
    }
}

fn quote(quote: &Quote, library: &Library) -> QuoteView {
    let query = Query::new(&quote.words.join(" "));
    let lines = library.article(&quote.citation).map(|(_, article)| article.paragraphs.as_slice());
    let said = |line: &&String| quote.words.iter().any(|words| line.contains(words.as_str()));
    QuoteView {
        citation: quote.citation.to_string(),
        address: article_address(library, &quote.citation),
        paragraphs: lines
            .unwrap_or_default()
            .iter()
            .filter(said)
            .map(|line| pieces(query.marked(line)))
            .collect(),
    }
}
