//! The register of permitted returns, the catalogue of the boundary, and the settings.

use super::write::columns_of;
use super::{bureau_of, choices, may};
use crate::commands::{
    NewLocalEntry, NewPermitted, SetCapacity, end_boundary, end_return, enter_boundary, permit_return,
    set_capacity, settings as read_settings, week_by_law,
};
use crate::rules::boundary::{self, LocalEntry};
use crate::rules::{Permitted, PermittedId, ReturnKind, Rhythm};
use crate::store;
use access::Entity;
use askama::Template;
use axum::Extension;
use axum::extract::{Path, State as With};
use axum::response::{IntoResponse, Response};
use kernel::{Actor, Text, UnitCode, UnitKind};
use law::boundary::{DUTIES, EntryMark};
use measures::Measures;
use pages::{App, Choice, Done, Failure, Fields, Page, SignedIn, failed, show_form};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "pages/returns.html")]
struct Returns<'a> {
    page: &'a Page,
    rows: Vec<Permitted>,
    measures: &'a Measures,
    /// The form, for those who may permit.
    form: Option<Fields>,
    issuers: Vec<Choice>,
    kinds: Vec<Choice>,
    rhythms: Vec<Choice>,
    answers: Vec<Choice>,
}

impl Returns<'_> {
    fn measure(&self, id: &str) -> String {
        if id.is_empty() { String::new() } else { self.measures.title(id, self.page.language()).to_owned() }
    }
}

/// Whether the reader may do this to the bureau.
fn may_in_bureau(app: &App, page: &Page, actor: &Actor, action: &str) -> bool {
    let bureau = bureau_of(page, &page.unit_code());
    may(app, page, actor, action, &Entity::new("Unit", &bureau, &bureau))
}

fn must_read(app: &App, actor: &Actor) -> Result<(), Failure> {
    if app.db.access().scope(actor, "task.register").is_empty() { Err(Failure::denied()) } else { Ok(()) }
}

pub async fn returns(
    With(app): With<App>,
    Extension(measures): Extension<Arc<Measures>>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    must_read(&app, &actor)?;
    show_returns(
        &app,
        &measures,
        &page,
        &actor,
        Fields::new().with("id", PermittedId::new()).with("minutes", 60),
    )
    .await
}

async fn show_returns(
    app: &App,
    measures: &Measures,
    page: &Page,
    actor: &Actor,
    fields: Fields,
) -> Result<Response, Failure> {
    let today = app.db.clock().today();
    let mut rows = store::register(&app.db.read()).await.map_err(failed)?;
    rows.retain(|entry| entry.holds_on(today));
    let issuers = page.units().iter().filter(|unit| unit.kind == UnitKind::Department);
    let template = Returns {
        page,
        rows,
        measures,
        form: may_in_bureau(app, page, actor, "task.permit_return").then(|| fields.clone()),
        issuers: issuers.map(|unit| Choice::new(&unit.code, unit.name_in(page.language()))).collect(),
        kinds: choices(page, ReturnKind::ALL, ReturnKind::as_str, ReturnKind::text_key),
        rhythms: choices(page, Rhythm::ALL, Rhythm::as_str, Rhythm::text_key),
        answers: measures
            .iter()
            .map(|one| Choice::new(&one.id, one.title.in_language(page.language())))
            .collect(),
    };
    show_form(&fields, &template)
}

pub async fn permit(
    With(app): With<App>,
    Extension(measures): Extension<Arc<Measures>>,
    SignedIn(actor): SignedIn,
    page: Page,
    mut fields: Fields,
) -> Result<Response, Failure> {
    must_read(&app, &actor)?;
    if !may_in_bureau(&app, &page, &actor, "task.permit_return") {
        return Err(Failure::denied());
    }
    let id = fields.read::<PermittedId>("id", "pages-bad-request");
    let (name, basis) = (fields.needed("name"), fields.needed("basis"));
    let kind = fields.needed("kind").and_then(|kind| ReturnKind::parse(&kind));
    let rhythm = fields.needed("rhythm").and_then(|rhythm| Rhythm::parse(&rhythm));
    let minutes = fields.number("minutes").unwrap_or(0);
    if let (Some(id), Some(name), Some(basis), Some(kind), Some(rhythm)) = (id, name, basis, kind, rhythm)
        && fields.is_good()
    {
        let new = NewPermitted {
            id,
            unit: bureau_of(&page, &page.unit_code()),
            issuer: UnitCode::parse(fields.text("issuer")),
            name,
            kind,
            rhythm,
            minutes,
            measure: fields
                .optional("measure")
                .filter(|id| measures.get(id).is_ok())
                .unwrap_or("")
                .to_owned(),
            columns: columns_of(fields.text("columns")),
            basis,
        };
        match permit_return(&app.db, &actor, new).await {
            Ok(_) => {
                let to = Done::to("/tasks/returns").saying(&app, &Text::new("tasks-permitted"));
                return Ok(to.into_response());
            }
            Err(problem) => fields.refuse(&problem),
        }
    }
    show_returns(&app, &measures, &page, &actor, fields).await
}

pub async fn end(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
    _: Fields,
) -> Result<Response, Failure> {
    let id = PermittedId::parse(&id).map_err(|_| Failure::not_found())?;
    end_return(&app.db, &actor, id).await?;
    Ok(Done::to("/tasks/returns").saying(&app, &Text::new("tasks-return-ended")).into_response())
}

/// An entry as the page shows it.
struct EntryView {
    title: String,
    article: String,
    rule: String,
    terms: String,
    local: bool,
}

#[derive(Template)]
#[template(path = "pages/boundary.html")]
struct BoundaryPage<'a> {
    page: &'a Page,
    duties: Vec<EntryView>,
    entries: Vec<EntryView>,
    own: Vec<LocalEntry>,
    form: Option<Fields>,
    ending: Option<Fields>,
}

pub async fn boundary(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    must_read(&app, &actor)?;
    show_boundary(&app, &page, &actor, Fields::new().with("id", kernel::new_uuid())).await
}

async fn show_boundary(app: &App, page: &Page, actor: &Actor, fields: Fields) -> Result<Response, Failure> {
    let own = store::local_entries(&app.db.read()).await.map_err(failed)?;
    let language = page.language();
    let (law, article) = DUTIES;
    let duty = kernel::Citation { law: law.to_owned(), article: article.to_owned() };
    let template = BoundaryPage {
        page,
        duties: app
            .law
            .boundary()
            .duties
            .iter()
            .map(|one| EntryView {
                title: one.title.in_language(language).to_owned(),
                article: format!("{}{}", page.citation(&duty), page.say(&boundary::item(one.item))),
                rule: "nb-14-duties".to_owned(),
                terms: one.terms.join("、"),
                local: false,
            })
            .collect(),
        entries: app
            .law
            .boundary()
            .entries
            .iter()
            .map(|one| EntryView {
                title: one.title.in_language(language).to_owned(),
                article: one
                    .citation
                    .iter()
                    .map(|citation| page.citation(citation))
                    .collect::<Vec<_>>()
                    .join("、"),
                rule: one.rule.clone(),
                terms: one.terms.join("、"),
                local: one.mark == EntryMark::Local,
            })
            .collect(),
        own: own.into_iter().map(|(_, entry)| entry).collect(),
        form: may_in_bureau(app, page, actor, "task.enter_boundary").then(|| fields.clone()),
        ending: may_in_bureau(app, page, actor, "task.end_boundary").then(Fields::new),
    };
    show_form(&fields, &template)
}

pub async fn enter(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    mut fields: Fields,
) -> Result<Response, Failure> {
    must_read(&app, &actor)?;
    if !may_in_bureau(&app, &page, &actor, "task.enter_boundary") {
        return Err(Failure::denied());
    }
    let id = fields.read::<PermittedId>("id", "pages-bad-request");
    let (title, terms, basis) = (fields.needed("title"), fields.needed("terms"), fields.needed("basis"));
    if let (Some(id), Some(title), Some(terms), Some(basis)) = (id, title, terms, basis)
        && fields.is_good()
    {
        let unit = bureau_of(&page, &page.unit_code());
        let new = NewLocalEntry { id: id.to_string(), unit, title, terms, basis };
        match enter_boundary(&app.db, &actor, new).await {
            Ok(()) => {
                let to = Done::to("/tasks/boundary").saying(&app, &Text::new("tasks-saved"));
                return Ok(to.into_response());
            }
            Err(problem) => fields.refuse(&problem),
        }
    }
    show_boundary(&app, &page, &actor, fields).await
}

pub async fn end_entry(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
    _: Fields,
) -> Result<Response, Failure> {
    end_boundary(&app.db, &actor, id).await?;
    Ok(Done::to("/tasks/boundary").saying(&app, &Text::new("tasks-entry-ended")).into_response())
}

#[derive(Template)]
#[template(path = "pages/settings.html")]
struct SettingsPage<'a> {
    page: &'a Page,
    fields: Fields,
    units: Vec<Choice>,
    /// Unit and its hours, where they were set.
    set: Vec<(String, i64)>,
    by_law: i64,
    gate_days: i64,
}

pub async fn settings(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    show_settings(&app, &page, &actor, Fields::new()).await
}

async fn show_settings(app: &App, page: &Page, actor: &Actor, fields: Fields) -> Result<Response, Failure> {
    if !may_in_bureau(app, page, actor, "task.set_capacity") {
        return Err(Failure::denied());
    }
    let read = read_settings(&app.db.read()).await.map_err(failed)?;
    let chosen = page.units().iter().filter(|unit| matches!(unit.kind, UnitKind::Bureau | UnitKind::Station));
    let units: Vec<&kernel::Unit> = chosen.collect();
    let template = SettingsPage {
        page,
        set: units
            .iter()
            .filter_map(|unit| {
                Some((unit.name_in(page.language()).to_owned(), read.each.get(&unit.code)? / 60))
            })
            .collect(),
        units: units.iter().map(|unit| Choice::new(&unit.code, unit.name_in(page.language()))).collect(),
        by_law: week_by_law(&app.law, app.db.clock().today()) / 60,
        gate_days: read.gate_days,
        fields,
    };
    show_form(&template.fields, &template)
}

pub async fn set(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    mut fields: Fields,
) -> Result<Response, Failure> {
    if !may_in_bureau(&app, &page, &actor, "task.set_capacity") {
        return Err(Failure::denied());
    }
    let unit = fields.needed("unit").and_then(|unit| UnitCode::parse(&unit));
    let hours = fields.needed("hours_each").and(fields.number("hours_each"));
    let gate_days = fields.number("gate_days");
    if let (Some(unit), Some(hours_each)) = (unit, hours)
        && fields.is_good()
    {
        match set_capacity(&app.db, &actor, SetCapacity { unit, hours_each, gate_days }).await {
            Ok(()) => {
                let to = Done::to("/tasks/settings").saying(&app, &Text::new("tasks-saved"));
                return Ok(to.into_response());
            }
            Err(problem) => fields.refuse(&problem),
        }
    }
    show_settings(&app, &page, &actor, fields).await
}
