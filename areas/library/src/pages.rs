//! Pages under `/law`: rules, texts, search, two editions side by side.

mod comparison;
mod rule_list;
mod rule_page;
mod text_list;
mod text_page;

use axum::Router;
use axum::routing::get;
use kernel::{Actor, Citation};
use law::Library;
use pages::{App, Failure, failed};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/law", get(text_list::list))
        .route("/law/rules", get(rule_list::list))
        .route("/law/rules/{id}", get(rule_page::rule))
        .route("/law/texts/{id}", get(text_page::text))
        .route("/law/comparison/{old}/{new}", get(comparison::compare_editions))
}

/// The library, for somebody who may read it.
fn opened(app: &App, actor: &Actor) -> Result<&'static Library, Failure> {
    if app.db.access().scope(actor, "law.read").is_empty() {
        return Err(Failure::denied());
    }
    Library::embedded().map_err(failed)
}

/// Where an article stands, if the library holds it.
fn article_address(library: &Library, citation: &Citation) -> Option<String> {
    let (text, article) = library.article(citation)?;
    Some(format!("/law/texts/{}#{}", text.id, article.label))
}

/// A piece of text, and whether it is to be marked.
struct Piece {
    marked: bool,
    words: String,
}

impl Piece {
    /// Its lines; a line end in it is one on the page.
    fn lines(&self) -> impl Iterator<Item = &str> {
        self.words.split('\n')
    }
}

fn pieces(found: Vec<(bool, &str)>) -> Vec<Piece> {
    found.into_iter().map(|(marked, words)| Piece { marked, words: words.to_owned() }).collect()
}
