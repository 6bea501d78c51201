//! The department's form: written anew, from a pasted notice, or changed.

use super::files::{attach_sent, judged};
use super::{bureau_of, choices, may, must, station_choices, units_for};
use crate::commands::{RETURNS, change_task, from_notice, notice_text, write_task};
use crate::problem::TasksProblem;
use crate::rules::{FormId, ReturnKind, Rhythm, State, Task, TaskId, TaskKind};
use crate::{Draft, NewReturn, store};
use askama::Template;
use axum::extract::{Path, State as With};
use axum::response::{IntoResponse, Response};
use kernel::{Actor, Day, Problem, Span, Text, UnitCode};
use pages::{App, Choice, Done, Failure, Fields, Page, SignedIn, Upload, failed, show, show_form};

/// Lines for returns that a form offers; more are added by saving and changing it again.
const LINES: usize = 6;

#[derive(Template)]
#[template(path = "pages/form.html")]
struct Form<'a> {
    page: &'a Page,
    fields: Fields,
    /// Where it is sent.
    action: String,
    title: String,
    units: Vec<Choice>,
    kinds: Vec<Choice>,
    stations: Vec<Choice>,
    return_kinds: Vec<Choice>,
    rhythms: Vec<Choice>,
    lines: Vec<usize>,
    /// Names in the register, to choose from.
    permitted: Vec<String>,
    /// What was read in a notice, with the words it was read from.
    read: Vec<(String, String)>,
    is_new: bool,
}

impl Form<'_> {
    fn name(&self, part: &str, line: impl super::Whole) -> String {
        format!("{part}_{}", line.whole())
    }
}

async fn show_draft(
    app: &App,
    page: &Page,
    actor: &Actor,
    fields: Fields,
    old: Option<&Task>,
    read: Vec<(String, String)>,
) -> Result<Response, Failure> {
    let units = match old {
        Some(task) => vec![task.unit.clone()],
        None => units_for(app, page, actor, "task.write"),
    };
    let Some(first) = units.first() else { return Err(Failure::denied()) };
    let mut fields = fields;
    if fields.text("file_id").is_empty() {
        fields.set("file_id", kernel::new_uuid());
    }
    let issuer = UnitCode::parse(fields.text("unit")).unwrap_or_else(|| first.clone());
    let register = store::register(&app.db.read()).await.map_err(failed)?;
    let today = app.db.clock().today();
    let used = (0..RETURNS).filter(|line| !fields.text(&format!("return_{line}")).is_empty()).count();
    let template = Form {
        page,
        action: old.map_or_else(|| "/tasks".to_owned(), |task| format!("/tasks/{}/draft", task.id)),
        title: page.t(if old.is_some() { "tasks-change" } else { "tasks-new" }),
        units: units
            .iter()
            .filter_map(|code| page.units().get(code))
            .map(|unit| Choice::new(&unit.code, unit.name_in(page.language())))
            .collect(),
        kinds: choices(page, TaskKind::ALL, TaskKind::as_str, TaskKind::text_key),
        stations: station_choices(page, &bureau_of(page, &issuer)),
        return_kinds: choices(page, ReturnKind::ALL, ReturnKind::as_str, ReturnKind::text_key),
        rhythms: choices(page, Rhythm::ALL, Rhythm::as_str, Rhythm::text_key),
        lines: (0..(used + 2).clamp(LINES, RETURNS)).collect(),
        permitted: register
            .into_iter()
            .filter(|entry| entry.holds_on(today) && entry.issuer.as_ref().is_none_or(|one| *one == issuer))
            .map(|entry| entry.name)
            .collect(),
        read,
        is_new: old.is_none(),
        fields,
    };
    show_form(&template.fields, &template)
}

pub async fn new(With(app): With<App>, SignedIn(actor): SignedIn, page: Page) -> Result<Response, Failure> {
    let today = app.db.clock().today();
    let mut fields = Fields::new()
        .with("id", TaskId::new())
        .with("from", today.plus_days(3))
        .with("people", 0)
        .with("vehicles", 0)
        .with("hours", 0);
    if let Some(unit) = own_unit(&app, &page, &actor) {
        fields.set("unit", unit);
    }
    show_draft(&app, &page, &actor, fields, None, Vec::new()).await
}

/// The unit a task begins with: the reader's own, if it may ask.
fn own_unit(app: &App, page: &Page, actor: &Actor) -> Option<UnitCode> {
    let units = units_for(app, page, actor, "task.write");
    units.iter().find(|unit| **unit == actor.unit).or(units.first()).cloned()
}

/// The task that a form describes; what cannot be read is noted in it.
fn draft_of(fields: &mut Fields, page: &Page) -> Option<Draft> {
    let id = fields.read::<TaskId>("id", "pages-bad-request");
    let unit = fields.needed("unit").and_then(|unit| UnitCode::parse(&unit));
    let title = fields.needed("title");
    let kind = fields.needed("kind").and_then(|kind| TaskKind::parse(&kind));
    let from = fields.day("from");
    if from.is_none() && fields.text("from").is_empty() {
        fields.problem("from", Text::new("pages-field-needed"));
    }
    let (until, issued_on) = (fields.day("until"), fields.day("issued_on"));
    let (figures_from, figures_to) = (fields.day("figures_from"), fields.day("figures_to"));
    let figures = figures_from.zip(figures_to).and_then(|(from, to)| Span::new(from, to));
    if figures.is_none() && (figures_from.is_some() || figures_to.is_some()) {
        fields.problem("figures_to", TasksProblem::EndsBefore.message());
    }
    let people = fields.number("people").unwrap_or(0);
    let vehicles = fields.number("vehicles").unwrap_or(0);
    let hours = fields.number("hours").unwrap_or(0);
    let all = fields.is_ticked("all_stations");
    let mut stations: Vec<UnitCode> = fields.all("stations").filter_map(UnitCode::parse).collect();
    if all && let Some(unit) = &unit {
        let choices = station_choices(page, &bureau_of(page, unit));
        stations = choices.iter().filter_map(|choice| UnitCode::parse(&choice.value)).collect();
    }
    let mut returns = Vec::new();
    for line in 0..RETURNS {
        let Some(name) = fields.optional(&format!("return_{line}")).map(str::to_owned) else { continue };
        let kind = ReturnKind::parse(fields.text(&format!("return_kind_{line}")));
        let rhythm = Rhythm::parse(fields.text(&format!("rhythm_{line}")));
        let minutes = fields.number(&format!("minutes_{line}")).unwrap_or(60);
        returns.push(NewReturn {
            name: name.chars().take(crate::commands::LINE).collect(),
            kind: kind.unwrap_or(ReturnKind::Document),
            rhythm: rhythm.unwrap_or(Rhythm::Once),
            minutes,
            columns: columns_of(fields.text(&format!("columns_{line}"))),
        });
    }
    let (id, unit, title, kind, from) = (id?, unit?, title?, kind?, from?);
    fields.is_good().then(|| Draft {
        id,
        unit,
        number: fields.text("number").to_owned(),
        issued_on,
        title,
        body: fields.text("body").to_owned(),
        basis: fields.text("basis").to_owned(),
        kind,
        from,
        until,
        figures,
        people,
        vehicles,
        nights: fields.is_ticked("nights"),
        hours,
        stations,
        returns,
    })
}

/// The names of several figures, apart by commas as people set them; each once.
pub(super) fn columns_of(text: &str) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    for name in text.split(['、', '，', ',', '；', ';', '\n']).map(str::trim).filter(|name| !name.is_empty())
    {
        if !columns.iter().any(|known| known == name) {
            columns.push(name.to_owned());
        }
    }
    columns
}

pub async fn write(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    upload: Result<Upload, Failure>,
) -> Result<Response, Failure> {
    if units_for(&app, &page, &actor, "task.write").is_empty() {
        return Err(Failure::denied());
    }
    let Upload { mut fields, file } = upload?;
    let file = judged(&mut fields, file).await?;
    if let Some(draft) = draft_of(&mut fields, &page) {
        match write_task(&app.db, &actor, draft).await {
            Ok(id) => {
                if let Some(file) = file {
                    attach_sent(&app.db, &actor, id.clone(), fields.text("file_id"), file).await?;
                }
                let saved = Text::new("tasks-saved");
                return Ok(Done::to(format!("/tasks/{id}")).saying(&app, &saved).into_response());
            }
            Err(problem) => fields.refuse(&problem),
        }
    }
    show_draft(&app, &page, &actor, fields, None, Vec::new()).await
}

/// A draft as its form begins.
fn fields_of(draft: &Draft) -> Fields {
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut fields = Fields::new()
        .with("id", &draft.id)
        .with("unit", &draft.unit)
        .with("number", &draft.number)
        .with("issued_on", day(draft.issued_on))
        .with("title", &draft.title)
        .with("body", &draft.body)
        .with("basis", &draft.basis)
        .with("kind", draft.kind.as_str())
        .with("from", draft.from)
        .with("until", day(draft.until))
        .with("figures_from", day(draft.figures.map(|span| span.from)))
        .with("figures_to", day(draft.figures.map(|span| span.to)))
        .with("people", draft.people)
        .with("vehicles", draft.vehicles)
        .with("hours", draft.hours);
    if draft.nights {
        fields.set("nights", "yes");
    }
    for station in &draft.stations {
        fields.add("stations", station);
    }
    for (line, one) in draft.returns.iter().enumerate() {
        fields.set(&format!("return_{line}"), &one.name);
        fields.set(&format!("return_kind_{line}"), one.kind.as_str());
        fields.set(&format!("rhythm_{line}"), one.rhythm.as_str());
        fields.set(&format!("minutes_{line}"), one.minutes);
        fields.set(&format!("columns_{line}"), one.columns.join("、"));
    }
    fields
}

async fn own_draft(app: &App, page: &Page, actor: &Actor, id: &str) -> Result<Task, Failure> {
    let id = TaskId::parse(id).map_err(|_| Failure::not_found())?;
    let task = store::find(&app.db.read(), &id).await.map_err(failed)?.ok_or_else(Failure::not_found)?;
    must(app, page, actor, "task.change", &task)?;
    task.must_be(State::is_draft)?;
    Ok(task)
}

pub async fn draft(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let task = own_draft(&app, &page, &actor, &id).await?;
    let fields = fields_of(&Draft::of(&task)).with("revision", task.revision).with("form", FormId::new());
    show_draft(&app, &page, &actor, fields, Some(&task), Vec::new()).await
}

pub async fn change(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    upload: Result<Upload, Failure>,
) -> Result<Response, Failure> {
    let task = own_draft(&app, &page, &actor, &id).await?;
    let Upload { mut fields, file } = upload?;
    let file = judged(&mut fields, file).await?;
    fields.set("id", &task.id);
    let seen = fields.seen();
    if let Some(draft) = draft_of(&mut fields, &page) {
        match change_task(&app.db, &actor, draft, seen).await {
            Ok(()) => {
                if let Some(file) = file {
                    attach_sent(&app.db, &actor, task.id.clone(), fields.text("file_id"), file).await?;
                }
                let saved = Text::new("tasks-saved");
                return Ok(Done::to(format!("/tasks/{}", task.id)).saying(&app, &saved).into_response());
            }
            Err(problem) => fields.refuse(&problem),
        }
    }
    show_draft(&app, &page, &actor, fields, Some(&task), Vec::new()).await
}

#[derive(Template)]
#[template(path = "pages/paste.html")]
struct Paste<'a> {
    page: &'a Page,
    fields: Fields,
}

pub async fn paste_form(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    if units_for(&app, &page, &actor, "task.write").is_empty() {
        return Err(Failure::denied());
    }
    show(&Paste { page: &page, fields: Fields::new() })
}

/// Reads a notice, pasted or from a file, and shows the form with what was read, to be confirmed.
pub async fn paste(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    upload: Result<Upload, Failure>,
) -> Result<Response, Failure> {
    let Some(unit) = own_unit(&app, &page, &actor) else { return Err(Failure::denied()) };
    let Upload { mut fields, file } = upload?;
    let text = match file.filter(|file| !file.bytes.is_empty()) {
        Some(file) => match tokio::task::spawn_blocking(move || notice_text(&file.name, &file.bytes)).await {
            Ok(Ok(text)) => text,
            Ok(Err(problem)) => {
                fields.refuse(&problem);
                return show_form(&fields, &Paste { page: &page, fields: fields.clone() });
            }
            Err(error) => return Err(failed(error)),
        },
        None => fields.text("notice").to_owned(),
    };
    if text.trim().is_empty() {
        fields.problem("notice", Text::new("pages-field-needed"));
        return show_form(&fields, &Paste { page: &page, fields: fields.clone() });
    }
    let today = app.db.clock().today();
    let stations = station_choices(&page, &bureau_of(&page, &unit));
    let stations = stations.iter().filter_map(|choice| UnitCode::parse(&choice.value)).collect();
    let (law, given) = (app.law.clone(), text.clone());
    let found = tokio::task::spawn_blocking(move || from_notice(&given, &unit, stations, &law, today));
    let found = match found.await.map_err(failed)? {
        Ok(found) => found,
        Err(problem) => {
            fields.refuse(&problem);
            // A text that is too long is not sent back.
            fields.set("notice", "");
            return show_form(&fields, &Paste { page: &page, fields: fields.clone() });
        }
    };
    let mut fields = fields_of(&found.draft);
    fields.set("all_stations", "yes");
    let words =
        |place: &std::ops::Range<usize>| text.get(place.clone()).unwrap_or_default().trim().to_owned();
    let read = found.read.iter().map(|(key, place)| (page.t(key), words(place))).collect();
    // Said at once, rather than after the whole form is filled in.
    if let Some(clause) = &found.target {
        fields.refuse(&TasksProblem::target(clause));
    }
    show_draft(&app, &page, &actor, fields, None, read).await
}

/// Whether the reader may go on writing on a task.
pub fn may_write(app: &App, page: &Page, actor: &Actor, task: &Task) -> bool {
    task.state.is_draft() && may(app, page, actor, "task.change", task)
}
