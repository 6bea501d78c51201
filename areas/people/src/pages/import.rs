//! `/people/import` and `/people/export`: the workbook in and out.

use super::{scope, tell, units_to_choose};
use crate::PeopleProblem;
use crate::commands::{
    ImportReport, export_people, export_people_with_numbers, import_people, import_template,
};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use documents::DocumentProblem;
use kernel::{Actor, Problem, Text, UnitCode};
use pages::{App, Choice, Done, EXCEL, Failure, Fields, Page, SignedIn, Upload, download, show_form};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/people/import", get(ask).post(read))
        .route("/people/import/template", get(template))
        .route("/people/export", get(export).post(export_with_numbers))
}

/// A workbook of this size holds some tens of thousands of people. The preview
/// carries it back to the browser, so it must not be larger.
const LARGEST: usize = 4_000_000;
/// Problems shown on the page; a workbook with more is mended in several steps.
const PROBLEMS_SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "pages/import.html")]
struct ImportPage<'a> {
    page: &'a Page,
    fields: &'a Fields,
    preview: Option<&'a ImportReport>,
    /// The checked workbook in Base64. It travels with the form and is kept nowhere
    /// in between; what is confirmed is read and checked all over again.
    workbook: String,
    may_export_numbers: bool,
    units: Vec<Choice>,
}

impl ImportPage<'_> {
    fn more(&self, preview: &ImportReport) -> usize {
        preview.problems.len().saturating_sub(PROBLEMS_SHOWN)
    }
    fn most(&self) -> usize {
        PROBLEMS_SHOWN
    }
}

async fn ask(State(app): State<App>, SignedIn(actor): SignedIn, page: Page) -> Result<Response, Failure> {
    scope(&app, &actor, "people.import")?;
    show_import(&app, &actor, &page, &Fields::new(), None, String::new())
}

fn show_import(
    app: &App,
    actor: &Actor,
    page: &Page,
    fields: &Fields,
    preview: Option<&ImportReport>,
    workbook: String,
) -> Result<Response, Failure> {
    let units = app.db.access().scope(actor, "person.show_identity");
    show_form(
        fields,
        &ImportPage {
            page,
            fields,
            preview,
            workbook,
            may_export_numbers: !units.is_empty(),
            units: units_to_choose(page, &units),
        },
    )
}

/// `POST /people/import`: `file` to look at, or `workbook` (Base64) to take over.
async fn read(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    upload: Upload,
) -> Result<Response, Failure> {
    scope(&app, &actor, "people.import")?;
    let Upload { mut fields, file } = upload;
    let confirmed = fields.optional("workbook").and_then(|text| STANDARD.decode(text).ok());
    fields.set("workbook", "");
    let (bytes, dry_run) = match (confirmed, file) {
        (Some(bytes), _) => (bytes, false),
        (None, Some(file)) => (file.bytes, true),
        (None, None) => {
            fields.problem("file", Text::new("people-import-no-file"));
            return show_import(&app, &actor, &page, &fields, None, String::new());
        }
    };
    if bytes.len() > LARGEST {
        let (bytes, limit) = (bytes.len() as u64, LARGEST as u64);
        tell(&mut fields, DocumentProblem::WorkbookTooLarge { bytes, limit }.into())?;
        return show_import(&app, &actor, &page, &fields, None, String::new());
    }
    let workbook = STANDARD.encode(&bytes);
    match import_people(&app.db, &actor, bytes, dry_run).await {
        Ok(report) if report.imported => {
            let text =
                Text::new("people-imported").with("added", report.added).with("changed", report.changed);
            Ok(Done::to("/people").saying(&app, &text).into_response())
        }
        Ok(report) => {
            let usable = report.problems.is_empty() && !report.changes_nothing();
            let workbook = if usable { workbook } else { String::new() };
            if !report.problems.is_empty() {
                fields.refuse(&PeopleProblem::WorkbookRefused(report.problems.len()));
            }
            show_import(&app, &actor, &page, &fields, Some(&report), workbook)
        }
        Err(problem) => {
            tell(&mut fields, problem)?;
            show_import(&app, &actor, &page, &fields, None, String::new())
        }
    }
}

async fn template(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    scope(&app, &actor, "people.import")?;
    let bytes = import_template(page.language())?;
    Ok(download(&format!("{}.xlsx", page.t("people-template-name")), EXCEL, bytes))
}

async fn export(State(app): State<App>, SignedIn(actor): SignedIn, page: Page) -> Result<Response, Failure> {
    let unit = page.unit_code();
    let bytes = export_people(&app.db, &actor, Some(&unit), page.language()).await?;
    Ok(workbook_of(&page, &unit, bytes))
}

/// `POST /people/export`: `unit` and `purpose`.
async fn export_with_numbers(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    mut fields: Fields,
) -> Result<Response, Failure> {
    scope(&app, &actor, "person.show_identity")?;
    match UnitCode::parse(fields.text("unit")) {
        None => fields.problem("unit", PeopleProblem::UnitNotFound.message()),
        Some(unit) => {
            let purpose = fields.text("purpose").to_owned();
            let language = page.language();
            match export_people_with_numbers(&app.db, &actor, unit.clone(), &purpose, language).await {
                Ok(bytes) => return Ok(workbook_of(&page, &unit, bytes)),
                Err(problem) => tell(&mut fields, problem)?,
            }
        }
    }
    show_import(&app, &actor, &page, &fields, None, String::new())
}

fn workbook_of(page: &Page, unit: &UnitCode, bytes: Vec<u8>) -> Response {
    let name = format!("{} {}.xlsx", page.unit_name(unit), page.t("people-title"));
    download(&name, EXCEL, bytes)
}
