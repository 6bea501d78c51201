//! Pages under `/reports`: choose, read, write, download.

use crate::commands::{
    self, Composed, Figure, Format, SectionContent, Workshop, compose, facts_address, may_read,
};
use crate::problem::ReportsProblem;
use crate::rules::{ReportKind, Section};
use crate::store::{self, Made, ReportKey, SectionText};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use documents::{Block, CellValue, Kind, SheetColumn};
use kernel::{Actor, Span, Text, UnitCode};
use measures::Measures;
use pages::{
    App, Choice, Done, EXPORTED, Failure, Fields, ListView, Listing, Markup, Page, SignedIn, Sort, download,
    failed, list_file, show, show_form,
};
use std::collections::HashMap;
use std::sync::Arc;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/reports", get(list))
        .route("/reports/open", get(open))
        .route("/reports/{unit}/{kind}/{from}/{to}", get(report))
        .route("/reports/{unit}/{kind}/{from}/{to}/texts/{section}", post(save_text))
        .route("/reports/{unit}/{kind}/{from}/{to}/file", post(make))
}

const LIST: Listing = Listing {
    sorts: &["made_at", "from_day"],
    sort: Sort::down("made_at"),
    filters: &["made_kind", "made_as"],
    size: 30,
};

#[derive(Template)]
#[template(path = "pages/list.html")]
struct ListPage<'a> {
    page: &'a Page,
    fields: &'a Fields,
    kinds: Vec<Choice>,
    list: ListView,
    rows: Vec<Made>,
    authors: HashMap<String, String>,
}

/// The reports made so far, and the way to a new one.
async fn list(State(app): State<App>, SignedIn(actor): SignedIn, page: Page) -> Result<Response, Failure> {
    let latest = ReportKind::Yearly.latest(app.db.clock().today());
    let fields = Fields::new()
        .with("kind", ReportKind::Yearly.as_str())
        .with("from", latest.from)
        .with("to", latest.to);
    show_list(&app, &actor, &page, fields).await
}

/// `GET /reports/open`: `kind`, `from`, `to`; on to the address of that report.
async fn open(State(app): State<App>, SignedIn(actor): SignedIn, page: Page) -> Result<Response, Failure> {
    let mut fields = Fields::new();
    for name in ["kind", "from", "to"] {
        fields.set(name, page.query_value(name).unwrap_or_default());
    }
    let kind = ReportKind::parse(fields.text("kind"));
    let (from, to) = (fields.day("from"), fields.day("to"));
    if kind.is_none() {
        fields.problem("kind", Text::new("reports-choose-kind"));
    }
    if let (Some(kind), Some(from), Some(to)) = (kind, from, to) {
        match Span::new(from, to) {
            Some(period) => {
                let key = ReportKey { unit: page.unit_code(), kind, period };
                return Ok(Done::to(address(&key)).into_response());
            }
            None => fields.problem("to", Text::new("reports-ends-before-it-begins")),
        }
    } else if fields.is_good() {
        fields.problem("to", Text::new("reports-choose-period"));
    }
    show_list(&app, &actor, &page, fields).await
}

async fn show_list(app: &App, actor: &Actor, page: &Page, fields: Fields) -> Result<Response, Failure> {
    if app.db.access().scope(actor, "report.read").is_empty() {
        return Err(Failure::denied());
    }
    let asked = page.list(&LIST);
    let filter = store::MadeFilter {
        above: vec![page.unit_code()],
        kind: asked.filter("made_kind").and_then(ReportKind::parse),
        format: asked.filter("made_as").and_then(Format::from_ending),
        sort: asked.sort.by,
        descending: asked.sort.descending,
    };
    let db = app.db.read();
    let (offset, limit) =
        if asked.export.is_some() { (0, EXPORTED) } else { (asked.offset(), asked.limit()) };
    let (rows, total) = store::made(&db, &filter, limit, offset).await.map_err(failed)?;
    let authors = authors(app, rows.iter().map(|made| made.author.clone())).await?;
    if let Some(format) = asked.export {
        let (columns, rows) = table(page, &rows, &authors);
        return list_file(page, page.t("reports-list-made"), columns, rows, format);
    }
    let kinds: Vec<Choice> =
        ReportKind::ALL.into_iter().map(|kind| Choice::new(kind.as_str(), page.t(kind.text_key()))).collect();
    let formats = Format::ALL.map(|format| Choice::new(format.ending(), page.t(format.text_key())));
    let list = asked
        .view(page, total)
        .choice("made_kind", "reports-column-kind", kinds.clone())
        .choice("made_as", "reports-column-format", formats.into())
        .exports();
    show_form(&fields, &ListPage { page, fields: &fields, kinds, list, rows, authors })
}

/// The list as a file.
fn table(
    page: &Page,
    rows: &[Made],
    authors: &HashMap<String, String>,
) -> (Vec<SheetColumn>, Vec<Vec<CellValue>>) {
    let columns = [
        ("reports-column-unit", Kind::Text),
        ("reports-column-kind", Kind::Text),
        ("reports-field-from", Kind::Day),
        ("reports-field-to", Kind::Day),
        ("reports-column-format", Kind::Text),
        ("reports-column-made-at", Kind::Text),
        ("reports-column-author", Kind::Text),
        ("reports-column-fingerprint", Kind::Text),
    ];
    let row = |made: &Made| {
        vec![
            page.unit_name(&made.key.unit).into(),
            page.t(made.key.kind.text_key()).into(),
            made.key.period.from.into(),
            made.key.period.to.into(),
            made.format.as_str().into(),
            made.made_at.to_string().into(),
            authors.get(made.author.as_str()).cloned().into(),
            made.sha256.as_str().into(),
        ]
    };
    (columns.map(|(key, kind)| SheetColumn::new(page.t(key), kind)).into(), rows.iter().map(row).collect())
}

/// Names of accounts, for a few rows of a page.
async fn authors(app: &App, ids: impl Iterator<Item = String>) -> Result<HashMap<String, String>, Failure> {
    let ids: Vec<String> = ids.collect();
    database::identity::account_names(&app.db.read(), &ids).await.map_err(failed)
}

type Address = Path<(String, String, String, String)>;

fn key_of((unit, kind, from, to): (String, String, String, String)) -> Result<ReportKey, Failure> {
    let unit = UnitCode::parse(&unit).ok_or_else(Failure::not_found)?;
    let kind = ReportKind::parse(&kind).ok_or_else(Failure::not_found)?;
    let (from, to) = (from.parse().ok(), to.parse().ok());
    let period = from.zip(to).and_then(|(from, to)| Span::new(from, to)).ok_or_else(Failure::not_found)?;
    Ok(ReportKey { unit, kind, period })
}

fn address(key: &ReportKey) -> String {
    format!("/reports/{}/{}/{}/{}", key.unit, key.kind.as_str(), key.period.from, key.period.to)
}

/// One section as the page shows it.
struct SectionView {
    section: Section,
    title: String,
    blocks: Vec<BlockView>,
    charts: Vec<Markup>,
    text: Option<SectionText>,
    fields: Fields,
    versions: Vec<SectionText>,
    findings: Vec<Text>,
}

/// A block of the document as HTML sees it.
enum BlockView {
    /// Words, and with a figure where its facts are.
    Paragraph(Vec<(String, Option<String>)>),
    Table {
        caption: String,
        columns: Vec<String>,
        rows: Vec<Vec<(String, Option<String>)>>,
    },
}

#[derive(Template)]
#[template(path = "pages/report.html")]
struct ReportPage<'a> {
    page: &'a Page,
    address: String,
    composed: &'a Composed,
    sections: Vec<SectionView>,
    findings: Vec<Text>,
    may_write: bool,
    may_make: bool,
    formats: [Format; 3],
    authors: HashMap<String, String>,
}

async fn report(
    State(app): State<App>,
    Extension(measures): Extension<Arc<Measures>>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(address): Address,
) -> Result<Response, Failure> {
    let key = key_of(address)?;
    may_read(&app.db, &actor, &key).await?;
    show_report(&app, &measures, &page, &key, None).await
}

/// The report, with one section's form as it was entered if it was refused.
async fn show_report(
    app: &App,
    measures: &Measures,
    page: &Page,
    key: &ReportKey,
    entered: Option<(Section, Fields)>,
) -> Result<Response, Failure> {
    let Some(actor) = page.actor() else { return Err(Failure::denied()) };
    let workshop = Workshop { db: &app.db, measures, wording: page.wording() };
    let composed = compose(workshop, key).await?;
    let path = app.db.units().await.map_err(failed)?.path(&key.unit);
    let may = |action: &str| app.db.access().require(actor, action, &commands::resource(key), &path).is_ok();
    let (may_write, may_make) = (may("report.save_text"), may("report.make"));
    let mut all_versions = store::all_versions(&app.db.read(), key).await.map_err(failed)?;
    let people = all_versions.values().flatten().map(|text| text.author.clone());
    let authors = authors(app, people.collect::<Vec<_>>().into_iter()).await?;

    let status = entered.as_ref().map(|(_, fields)| fields.clone());
    let mut sections = Vec::new();
    for section in Section::ALL {
        let found = composed.sections.iter().find(|content| content.section == section);
        let text = found.and_then(|content| content.text.clone());
        let fields = match &entered {
            Some((of, fields)) if *of == section => fields.clone(),
            _ => Fields::new()
                .with("body", text.as_ref().map_or("", |text| &text.body))
                .with("seen", text.as_ref().map_or(0, |text| text.version)),
        };
        let findings = composed.findings.iter().filter(|finding| finding.section() == Some(section));
        sections.push(SectionView {
            section,
            title: page.t(section.title_key()),
            blocks: found.map(|content| views(content, &composed.figures, key)).unwrap_or_default(),
            charts: found
                .map(|content| content.charts.iter().map(|chart| chart.html(page.wording())).collect())
                .unwrap_or_default(),
            text,
            fields,
            versions: all_versions.remove(&section).unwrap_or_default(),
            findings: findings.map(crate::rules::Finding::message).collect(),
        });
    }
    let findings = composed
        .findings
        .iter()
        .filter(|finding| finding.section().is_none())
        .map(|finding| finding.message());
    let template = ReportPage {
        page,
        address: address(key),
        findings: findings.collect(),
        composed: &composed,
        sections,
        may_write,
        may_make,
        formats: Format::ALL,
        authors,
    };
    match status {
        Some(fields) => show_form(&fields, &template),
        None => show(&template),
    }
}

fn views(content: &SectionContent, figures: &[Figure], key: &ReportKey) -> Vec<BlockView> {
    let mut categories = content.categories.iter();
    let link = |note: &str| {
        let number: usize = note.parse().ok()?;
        let figure = figures.iter().find(|figure| figure.note == number)?;
        Some(facts_address(&figure.measure, &key.unit, figure.period))
    };
    let mut view = |block: &Block| match block {
        Block::Paragraph(runs) => {
            let parts = runs.iter().map(|run| (run.text.clone(), run.reference.as_deref().and_then(link)));
            Some(BlockView::Paragraph(parts.collect()))
        }
        Block::Table(table) => Some(BlockView::Table {
            caption: table.caption.clone().unwrap_or_default(),
            columns: table.columns.iter().map(|column| column.title.clone()).collect(),
            rows: linked(table, categories.next().map_or(&[], Vec::as_slice), link),
        }),
        Block::Heading { .. } | Block::Picture(_) | Block::Notes(_) => None,
    };
    content.blocks.iter().filter_map(&mut view).collect()
}

/// The cells of a table, each with the address of its facts: those of its column's total, in the
/// category of its row.
fn linked(
    table: &documents::Table,
    categories: &[String],
    link: impl Fn(&str) -> Option<String>,
) -> Vec<Vec<(String, Option<String>)>> {
    let totals = table.rows.last().map_or(&[][..], Vec::as_slice);
    let of_column: Vec<Option<String>> =
        totals.iter().map(|total| total.reference.as_deref().and_then(&link)).collect();
    let row = |(place, row): (usize, &Vec<documents::Cell>)| {
        let cell = |(cell, href): (&documents::Cell, &Option<String>)| {
            let href = href.as_ref().map(|href| match categories.get(place) {
                Some(category) => format!("{href}&category={category}"),
                None => href.clone(),
            });
            (cell.text.clone(), href.filter(|_| cell.value.is_some_and(|value| value != 0.0)))
        };
        row.iter().zip(&of_column).map(cell).collect()
    };
    table.rows.iter().enumerate().map(row).collect()
}

async fn save_text(
    State(app): State<App>,
    Extension(measures): Extension<Arc<Measures>>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path((unit, kind, from, to, section)): Path<(String, String, String, String, String)>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let key = key_of((unit, kind, from, to))?;
    let section = Section::parse(&section).ok_or_else(Failure::not_found)?;
    may_read(&app.db, &actor, &key).await?;
    let seen = fields.number("seen").unwrap_or(0);
    if fields.is_good() {
        let body = fields.text("body").to_owned();
        match commands::save_text(&app.db, &actor, &key, section, seen, &body).await {
            Ok(version) => {
                let saved = Text::new("reports-saved").with("version", version);
                let to = format!("{}#{}", address(&key), section.as_str());
                return Ok(Done::to(to).saying(&app, &saved).into_response());
            }
            Err(problem) => {
                if let ReportsProblem::Stale { newest } = &problem {
                    // Saving again then replaces what the other wrote, knowingly.
                    fields.set("seen", newest);
                }
                fields.refuse(&problem);
            }
        }
    }
    show_report(&app, &measures, &page, &key, Some((section, fields))).await
}

async fn make(
    State(app): State<App>,
    Extension(measures): Extension<Arc<Measures>>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(address): Address,
    fields: Fields,
) -> Result<Response, Failure> {
    let key = key_of(address)?;
    may_read(&app.db, &actor, &key).await?;
    let format = Format::from_ending(fields.text("format")).ok_or_else(Failure::not_found)?;
    let workshop = Workshop { db: &app.db, measures: &measures, wording: page.wording() };
    let bytes = commands::make_report(workshop, &actor, &key, format).await?;
    let name = format!(
        "{}{}_{}_{}.{}",
        page.unit_name(&key.unit),
        page.t(key.kind.text_key()),
        key.period.from,
        key.period.to,
        format.ending()
    );
    Ok(download(&name, format.mime(), bytes))
}
