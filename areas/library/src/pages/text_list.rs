//! The texts of the library, or what was found in them.

use super::{Piece, opened, pieces};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::Day;
use law::Library;
use law::library::{Hit, LawText, Query, TextKind};
use pages::{App, Choice, Failure, ListQuery, ListView, Listing, Page, SignedIn, Sort, show};

const LIST: Listing = Listing { sorts: &[], sort: Sort::up("index"), filters: &["kind", "state"], size: 50 };

/// Characters of an excerpt.
const EXCERPT: usize = 120;

/// A text in the list.
struct TextRow {
    id: String,
    title: String,
    number: Option<String>,
    kind: &'static str,
    published: Day,
    from: Day,
    is_in_force: bool,
    articles: usize,
    /// The edition before it, to compare with.
    before: Option<String>,
}

/// An article that was found.
struct FoundRow {
    address: String,
    title: String,
    label: String,
    excerpt: Vec<Piece>,
    before: bool,
    after: bool,
    is_in_force: bool,
}

#[derive(Template)]
#[template(path = "pages/text_list.html")]
struct TextList<'a> {
    page: &'a Page,
    list: ListView,
    texts: Vec<TextRow>,
    found: Vec<FoundRow>,
    is_search: bool,
}

pub async fn list(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    let library = opened(&app, &actor)?;
    let today = app.db.clock().today();
    let asked = page.list(&LIST);
    let query = Query::new(&asked.search);
    let fits = |text: &LawText| {
        asked.filter("kind").is_none_or(|key| text.kind.key() == key)
            && asked.filter("state").is_none_or(|state| (state == "in-force") == text.is_in_force(today))
    };
    let (mut texts, mut found) = (Vec::new(), Vec::new());
    let total = if query.is_empty() {
        let all: Vec<&LawText> = library.texts().iter().filter(|text| fits(text)).collect();
        let total = all.len();
        texts.extend(part(all, &asked).map(|text| text_row(text, library, &page, today)));
        total
    } else {
        let hits: Vec<Hit<'_>> = library.search(&query).into_iter().filter(|hit| fits(hit.text)).collect();
        let total = hits.len();
        found.extend(part(hits, &asked).map(|hit| found_row(hit, &query, &asked.search, today)));
        total
    };
    let kinds = TextKind::ALL.map(|kind| Choice::new(kind.key(), page.t(kind.key()))).into();
    let states = vec![
        Choice::new("in-force", page.t("library-in-force")),
        Choice::new("past", page.t("library-past")),
    ];
    let list = asked
        .view(&page, total as u64)
        .search("library-search")
        .choice("kind", "library-kind", kinds)
        .choice("state", "library-state", states);
    show(&TextList { page: &page, list, texts, found, is_search: !query.is_empty() })
}

/// What belongs on the page of the list that is asked for.
fn part<T>(all: Vec<T>, asked: &ListQuery) -> impl Iterator<Item = T> {
    let skip = usize::try_from(asked.offset()).unwrap_or(usize::MAX);
    let take = usize::try_from(asked.limit()).unwrap_or(usize::MAX);
    all.into_iter().skip(skip).take(take)
}

fn text_row(text: &LawText, library: &Library, page: &Page, today: Day) -> TextRow {
    let editions = library.editions(&text.family);
    let before = editions.iter().find(|other| other.in_force_from < text.in_force_from);
    TextRow {
        id: text.id.clone(),
        title: text.title.in_language(page.language()).to_owned(),
        number: text.number.clone(),
        kind: text.kind.key(),
        published: text.published,
        from: text.in_force_from,
        is_in_force: text.is_in_force(today),
        articles: text.articles.iter().filter(|article| !article.label.is_empty()).count(),
        before: before.map(|other| other.id.clone()),
    }
}

fn found_row(hit: Hit<'_>, query: &Query, search: &str, today: Day) -> FoundRow {
    let excerpt = query.excerpt(hit.article, EXCERPT);
    let words: String = search.split_whitespace().collect::<Vec<_>>().join("+");
    FoundRow {
        address: format!("/law/texts/{}?q={words}#{}", hit.text.id, hit.article.label),
        title: hit.text.cite_as.clone(),
        label: hit.article.label.clone(),
        before: excerpt.before,
        after: excerpt.after,
        excerpt: pieces(excerpt.pieces),
        is_in_force: hit.text.is_in_force(today),
    }
}
