//! Two editions of a law side by side.

use super::{Piece, opened};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use law::library::{Article, Change, LawText, Pair, compare};
use pages::{App, Failure, Page, SignedIn, show};

/// Two articles beside each other.
struct PairView<'a> {
    change: Change,
    old: Option<&'a Article>,
    new: Option<&'a Article>,
    old_pieces: Vec<Piece>,
    new_pieces: Vec<Piece>,
}

#[derive(Template)]
#[template(path = "pages/comparison.html")]
struct Comparison<'a> {
    page: &'a Page,
    old: &'a LawText,
    new: &'a LawText,
    /// Articles that did not change are shown too.
    all: bool,
    pairs: Vec<PairView<'a>>,
    same: usize,
    changed: usize,
    added: usize,
    removed: usize,
}

pub async fn compare_editions(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path((old, new)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let library = opened(&app, &actor)?;
    let (Some(old), Some(new)) = (library.text(&old), library.text(&new)) else {
        return Err(Failure::not_found());
    };
    if old.family != new.family || old.id == new.id {
        return Err(Failure::not_found());
    }
    let all = page.query_value("all").is_some();
    let pairs = compare(old, new);
    let count = |change: Change| pairs.iter().filter(|pair| pair.change == change).count();
    let (same, changed) = (count(Change::Same), count(Change::Changed));
    let (added, removed) = (count(Change::Added), count(Change::Removed));
    let pairs = pairs.into_iter().filter(|pair| all || pair.change != Change::Same).map(view).collect();
    show(&Comparison { page: &page, old, new, all, pairs, same, changed, added, removed })
}

fn view(pair: Pair<'_>) -> PairView<'_> {
    let pieces = |found: Vec<law::library::Piece>| {
        found.into_iter().map(|piece| Piece { marked: piece.changed, words: piece.words }).collect()
    };
    PairView {
        change: pair.change,
        old: pair.old,
        new: pair.new,
        old_pieces: pieces(pair.old_pieces),
        new_pieces: pieces(pair.new_pieces),
    }
}

impl PairView<'_> {
    fn tone(&self) -> &'static str {
        match self.change {
            Change::Same => "",
            Change::Changed => "info",
            Change::Added => "good",
            Change::Removed => "bad",
        }
    }
}
