//! The rules in force today.

use super::{article_address, opened};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use documents::{CellValue, Kind, SheetColumn};
use kernel::Day;
use law::{Law, Library, Rule, RuleVersion, words};
use pages::{App, Choice, Failure, ListQuery, ListView, Listing, Page, SignedIn, Sort, list_file, show};
use std::collections::BTreeSet;

const LIST: Listing = Listing {
    sorts: &["title", "id", "since"],
    sort: Sort::up("id"),
    filters: &["subject", "form", "mark", "changed"],
    size: 50,
};

/// One row of the list.
pub(super) struct Row {
    id: String,
    title: String,
    /// What it asks, in a sentence.
    says: String,
    form: &'static str,
    is_enforced: bool,
    citation: String,
    /// The article's address, if the library holds it.
    address: Option<String>,
    since: Day,
    has_changed: bool,
}

#[derive(Template)]
#[template(path = "pages/rule_list.html")]
struct RuleList<'a> {
    page: &'a Page,
    list: ListView,
    rows: Vec<Row>,
}

pub async fn list(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    let library = opened(&app, &actor)?;
    let today = app.db.clock().today();
    let asked = page.list(&LIST);
    let mut rows = rows(&app.law, library, &asked, &page, today);
    match asked.sort.by {
        "title" => rows.sort_by(|a, b| a.title.cmp(&b.title)),
        "since" => rows.sort_by_key(|row| row.since),
        _ => {}
    }
    if asked.sort.descending {
        rows.reverse();
    }
    if let Some(format) = asked.export {
        let (columns, rows) = table(&page, &rows);
        return list_file(&page, page.t("library-rules"), columns, rows, format);
    }
    let total = rows.len() as u64;
    let skip = usize::try_from(asked.offset()).unwrap_or(usize::MAX);
    let take = usize::try_from(asked.limit()).unwrap_or(usize::MAX);
    let rows: Vec<Row> = rows.into_iter().skip(skip).take(take).collect();

    let subjects: BTreeSet<&str> = app.law.rules().map(subject).collect();
    let subjects = subjects.into_iter().map(|name| Choice::new(name, page.t(subject_key(name)))).collect();
    let forms: BTreeSet<&str> =
        app.law.rules().flat_map(|rule| &rule.versions).map(|version| version.form.key()).collect();
    let forms = forms.into_iter().map(|key| Choice::new(key, page.t(key))).collect();
    let marks = ["V1", "V2"].map(|mark| Choice::new(mark, page.t(mark_key(mark)))).into();
    let list = asked
        .view(&page, total)
        .search("library-rule-search")
        .choice("subject", "library-subject", subjects)
        .choice("form", "library-form", forms)
        .choice("mark", "law-field-mark", marks)
        .choice("changed", "law-field-changed", vec![Choice::new("yes", page.t("library-changed"))])
        .exports();
    show(&RuleList { page: &page, list, rows })
}

/// The rules that are asked for, by their ids.
fn rows(law: &Law, library: &Library, asked: &ListQuery, page: &Page, today: Day) -> Vec<Row> {
    let in_force = law.rules().filter_map(|rule| Some((rule, rule.version_on(today).ok()?)));
    let fits = |rule: &Rule, version: &RuleVersion| {
        asked.filter("subject").is_none_or(|name| subject(rule) == name)
            && asked.filter("form").is_none_or(|key| version.form.key() == key)
            && asked.filter("mark").is_none_or(|mark| (mark == "V1") == rule.mark.is_enforced())
            && asked.filter("changed").is_none_or(|_| rule.versions.len() > 1)
            && holds(rule, version, &asked.search)
    };
    in_force
        .filter(|(rule, version)| fits(rule, version))
        .map(|(rule, version)| Row {
            id: rule.id.clone(),
            title: rule.title.in_language(page.language()).to_owned(),
            says: words::says(&version.form, page.wording()).into_iter().next().unwrap_or_default(),
            form: version.form.key(),
            is_enforced: rule.mark.is_enforced(),
            citation: version.citation().to_string(),
            address: article_address(library, version.citation()),
            since: version.version.in_force_from,
            has_changed: rule.versions.len() > 1,
        })
        .collect()
}

/// Whether id, titles, note or citations hold every word of the search.
fn holds(rule: &Rule, version: &RuleVersion, search: &str) -> bool {
    let search = search.to_lowercase();
    let mut texts = vec![rule.id.clone()];
    texts.extend(
        [&rule.title]
            .into_iter()
            .chain(&rule.note)
            .flat_map(|names| [names.zh.clone(), names.en.to_lowercase()]),
    );
    texts.extend(version.quotes.iter().map(|quote| quote.citation.to_string()));
    search.split_whitespace().all(|word| texts.iter().any(|text| text.contains(word)))
}

/// The subject of a rule: the name of its file.
fn subject(rule: &Rule) -> &str {
    rule.file.trim_start_matches("cn/").trim_end_matches(".toml")
}

fn subject_key(name: &str) -> String {
    format!("library-subject-{}", name.replace('_', "-"))
}

fn mark_key(mark: &str) -> &'static str {
    if mark == "V1" { law::Mark::V1.key() } else { law::Mark::V2.key() }
}

fn table(page: &Page, rows: &[Row]) -> (Vec<SheetColumn>, Vec<Vec<CellValue>>) {
    let text = |key: &str| SheetColumn::new(page.t(key), Kind::Text);
    let columns = vec![
        text("library-rule-id"),
        text("library-rule"),
        text("library-form"),
        text("law-field-says"),
        text("law-field-citation"),
        text("law-field-mark"),
        SheetColumn::new(page.t("library-since"), Kind::Day),
    ];
    let row = |row: &Row| {
        vec![
            CellValue::from(row.id.as_str()),
            row.title.as_str().into(),
            page.t(row.form).into(),
            row.says.as_str().into(),
            row.citation.as_str().into(),
            page.t(mark_key(if row.is_enforced { "V1" } else { "V2" })).into(),
            row.since.into(),
        ]
    };
    (columns, rows.iter().map(row).collect())
}
