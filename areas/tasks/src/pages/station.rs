//! A task in one station: who does it, what was done, and the report from a phone.

use super::{hours, may, must, step};
use crate::Seen;
use crate::commands::{
    AssignTask, Evidence, FinishTask, HandOn, ReportProgress, assign_task, finish_task, hand_on_task,
    report_progress, situation,
};
use crate::problem::TasksProblem;
use crate::rules::capacity::monday;
use crate::rules::task::AtStation;
use crate::rules::{Task, TaskId};
use crate::store::{self, Report, TaskFile};
use askama::Template;
use axum::Extension;
use axum::extract::{FromRequest, Path, Request, State as With};
use axum::response::{IntoResponse, Response};
use database::Database;
use kernel::{Actor, PersonId, Problem, Text, UnitCode};
use measures::Measures;
use pages::{App, Choice, Done, Failure, Fields, Page, SignedIn, Upload, download, failed, show_form};
use std::collections::HashMap;
use std::sync::Arc;

/// Reports that are shown; the figures count all.
const REPORTS: u64 = 30;

#[derive(Template)]
#[template(path = "pages/station_task.html")]
struct StationPage<'a> {
    page: &'a Page,
    task: Task,
    at: AtStation,
    names: HashMap<String, String>,
    reports: Vec<Report>,
    files: Vec<TaskFile>,
    /// What the house knows of this station already: name and figure.
    known: Vec<(String, String)>,
    overdue: bool,
    /// Minutes that the station has free this week, for whoever shares the work out.
    free: Option<i64>,
    assign: Option<(Fields, Vec<Choice>)>,
    hand_on: Option<(Fields, Vec<Choice>, Vec<Choice>)>,
    report: Option<Fields>,
    finish: Option<Fields>,
}

impl StationPage<'_> {
    fn who(&self, id: impl AsRef<str>) -> String {
        self.names.get(id.as_ref()).cloned().unwrap_or_default()
    }
    fn hours(&self, minutes: impl super::Whole) -> String {
        hours(minutes)
    }
}

/// The task in the station, if the reader follows what is asked there.
async fn followed(
    app: &App,
    page: &Page,
    actor: &Actor,
    id: &str,
    unit: &str,
) -> Result<(Task, AtStation), Failure> {
    let id = TaskId::parse(id).map_err(|_| Failure::not_found())?;
    let unit = UnitCode::parse(unit).ok_or_else(Failure::not_found)?;
    let read = app.db.read();
    let at = store::at_station(&read, &id, &unit).await.map_err(failed)?.ok_or_else(Failure::not_found)?;
    must(app, page, actor, "task.follow", &at)?;
    let task = store::find(&read, &id).await.map_err(failed)?.ok_or_else(Failure::not_found)?;
    if at.state == crate::rules::StationState::Addressed {
        return Err(Failure::not_found());
    }
    Ok((task, at))
}

pub async fn show_one(
    With(app): With<App>,
    Extension(measures): Extension<Arc<Measures>>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path((id, unit)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (task, at) = followed(&app, &page, &actor, &id, &unit).await?;
    show_with(&app, &measures, &page, &actor, task, at, None).await
}

async fn show_with(
    app: &App,
    measures: &Arc<Measures>,
    page: &Page,
    actor: &Actor,
    task: Task,
    at: AtStation,
    entered: Option<(&str, Fields)>,
) -> Result<Response, Failure> {
    let read = app.db.read();
    let today = app.db.clock().today();
    let reports = store::reports(&read, app.db.cipher(), &at.unit, &at.task, REPORTS).await?;
    let files = store::files(&read, &at.task).await.map_err(failed)?;
    let known = known(app, &task, &at).await?;
    let concerned = reports
        .iter()
        .map(|report| report.person.clone())
        .chain(at.people.iter().map(|(person, _)| person.to_string()));
    let names = super::names(app, concerned).await?;
    let open = at.state.is_open();
    let may_here = |action: &str| open && may(app, page, actor, action, &at);
    let (mut by_load, mut free) = (Vec::new(), None);
    if may_here("task.assign") || may_here("task.hand_on") {
        by_load = staff_by_load(app, &at.unit).await?;
        let stations = std::slice::from_ref(&at.unit);
        let now = situation(&read, &app.law, measures, page.units(), stations, today).await?;
        free = now.strengths.get(&at.unit).map(|strength| strength.free(monday(today)));
    }
    let choice = |(minutes, one): &(i64, people::PersonBrief)| {
        let words = Text::new("tasks-person-load").with("name", &one.name).with("hours", hours(*minutes));
        Choice::new(&one.id, page.say(&words))
    };
    let form = |name: &str, begun: Fields| match &entered {
        Some((which, fields)) if *which == name => fields.clone(),
        _ => begun,
    };
    let assign = may_here("task.assign").then(|| {
        let mut begun = step(at.revision);
        if at.people.is_empty() {
            let wanted = usize::try_from(task.people.clamp(1, 20)).unwrap_or(1);
            by_load.iter().take(wanted).for_each(|(_, one)| begun.add("people", &one.id));
        } else {
            at.people.iter().for_each(|(person, _)| begun.add("people", person));
        }
        (form("assign", begun), by_load.iter().map(choice).collect())
    });
    let hand_on = (may_here("task.hand_on") && !at.people.is_empty()).then(|| {
        let name = |person: &PersonId| names.get(person.as_str()).cloned().unwrap_or_default();
        let own = actor.person.as_ref().filter(|own| at.people.iter().any(|(person, _)| person == *own));
        let begun = step(at.revision).with("from", own.map_or("", |own| own.as_str()));
        let from = at.people.iter().map(|(person, _)| Choice::new(person, name(person))).collect();
        (form("hand_on", begun), from, by_load.iter().map(choice).collect())
    });
    let report = may_here("task.report").then(|| {
        form("report", Fields::new().with("id", kernel::new_uuid()).with("hours", "").with("minutes", ""))
    });
    let finish = may_here("task.finish").then(|| form("finish", step(at.revision)));
    let template = StationPage {
        page,
        overdue: at.is_overdue(today),
        names,
        reports,
        files,
        known,
        free,
        assign,
        hand_on,
        report,
        finish,
        task,
        at,
    };
    let status = entered.map(|(_, fields)| fields).unwrap_or_default();
    show_form(&status, &template)
}

/// The people of a station and the minutes that each has before them, those with the least first: a
/// proposal, to be changed.
async fn staff_by_load(app: &App, station: &UnitCode) -> Result<Vec<(i64, people::PersonBrief)>, Failure> {
    let read = app.db.read();
    let loads = store::loads(&read, station).await.map_err(failed)?;
    let staff = people::people_of(&read, station).await.map_err(failed)?;
    let mut by_load: Vec<(i64, people::PersonBrief)> =
        staff.into_iter().map(|one| (loads.get(&one.id).copied().unwrap_or(0), one)).collect();
    by_load.sort_by(|one, other| one.0.cmp(&other.0).then_with(|| one.1.name.cmp(&other.1.name)));
    Ok(by_load)
}

/// The figures of the station that were answered in its place.
async fn known(app: &App, task: &Task, at: &AtStation) -> Result<Vec<(String, String)>, Failure> {
    let read = app.db.read();
    if task.returns.is_empty() {
        return Ok(Vec::new());
    }
    let mut known = Vec::new();
    for (position, unit, shown, _) in store::answers_of(&read, &task.id).await.map_err(failed)? {
        if let Some(one) = task.returns.iter().find(|one| one.position == position && unit == at.unit) {
            known.push((one.name.clone(), shown));
        }
    }
    if task.returns.iter().all(|one| one.columns.is_empty()) {
        return Ok(known);
    }
    for answer in store::column_answers(&read, &task.id).await.map_err(failed)? {
        if answer.station != at.unit {
            continue;
        }
        let one = task.returns.iter().find(|one| one.position == answer.position);
        let column = one.and_then(|one| one.columns.iter().find(|column| column.place == answer.place));
        if let (Some(one), Some(column)) = (one, column) {
            known.push((one.column_name(column), answer.shown));
        }
    }
    Ok(known)
}

fn to(task: &Task, at: &AtStation) -> String {
    format!("/tasks/{}/stations/{}", task.id, at.unit)
}

type Address = Path<(String, String)>;

type Asked = (With<App>, Extension<Arc<Measures>>, SignedIn, Page, Address);

/// Carries out a step in the station; if it is refused, the task with the form as it was entered.
async fn take(
    (With(app), Extension(measures), SignedIn(actor), page, Path((id, unit))): Asked,
    which: &'static str,
    mut fields: Fields,
    done: &str,
    work: impl AsyncFnOnce(&App, &Actor, &AtStation, &Fields, Option<Seen>) -> Result<(), TasksProblem>,
) -> Result<Response, Failure> {
    let (task, at) = followed(&app, &page, &actor, &id, &unit).await?;
    let seen = fields.seen();
    if fields.is_good() {
        match work(&app, &actor, &at, &fields, seen).await {
            Ok(()) => {
                return Ok(Done::to(to(&task, &at)).saying(&app, &Text::new(done)).into_response());
            }
            Err(problem) => fields.refuse(&problem),
        }
    }
    // As it is now: somebody else may have changed it meanwhile.
    let (task, at) = followed(&app, &page, &actor, &id, &unit).await?;
    fields.set("revision", at.revision);
    show_with(&app, &measures, &page, &actor, task, at, Some((which, fields))).await
}

pub async fn assign(asked: Asked, fields: Fields) -> Result<Response, Failure> {
    take(asked, "assign", fields, "tasks-assigned", async |app, actor, at, fields, seen| {
        let people = fields.all("people").filter_map(|one| PersonId::parse(one).ok()).collect();
        let input = AssignTask { task: at.task.clone(), station: at.unit.clone(), people, seen };
        assign_task(&app.db, actor, input).await
    })
    .await
}

pub async fn hand_on(asked: Asked, mut fields: Fields) -> Result<Response, Failure> {
    let from = fields.read::<PersonId>("from", "pages-bad-request");
    let to = fields.read::<PersonId>("to", "pages-bad-request");
    if fields.is_good() && (from.is_none() || to.is_none()) {
        fields.problem("to", Text::new("pages-field-needed"));
    }
    take(asked, "hand_on", fields, "tasks-handed-on", async |app, actor, at, _, seen| {
        let (Some(from), Some(to)) = (from, to) else { return Err(TasksProblem::NobodyOfStation) };
        let input = HandOn { task: at.task.clone(), station: at.unit.clone(), from, to, seen };
        hand_on_task(&app.db, actor, input).await
    })
    .await
}

pub async fn report(
    With(app): With<App>,
    Extension(measures): Extension<Arc<Measures>>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path((id, unit)): Address,
    request: Request,
) -> Result<Response, Failure> {
    // Whoever may not see it is told so before the form is looked at.
    let (task, at) = followed(&app, &page, &actor, &id, &unit).await?;
    let to = to(&task, &at);
    let upload = Upload::from_request(request, &()).await?;
    let sent = send_report(app.db.clone(), actor.clone(), task.id, at.unit, upload).await;
    let Err(fields) = sent else {
        return Ok(Done::to(to).saying(&app, &Text::new("tasks-reported")).into_response());
    };
    again(app, measures, actor, page, (id, unit), ("report", fields)).await
}

/// The task as it is now, with the form of a step as it was entered.
async fn again(
    app: App,
    measures: Arc<Measures>,
    actor: Actor,
    page: Page,
    (id, unit): (String, String),
    entered: (&'static str, Fields),
) -> Result<Response, Failure> {
    let (task, at) = followed(&app, &page, &actor, &id, &unit).await?;
    show_with(&app, &measures, &page, &actor, task, at, Some(entered)).await
}

/// Reports what a form says; if that is refused, the form with its problems.
async fn send_report(
    db: Database,
    actor: Actor,
    task: TaskId,
    station: UnitCode,
    upload: Upload,
) -> Result<(), Fields> {
    let Upload { mut fields, file } = upload;
    let id = fields.needed("id").filter(|id| TaskId::parse(id).is_ok());
    let minutes = fields.number("hours").unwrap_or(0) * 60 + fields.number("minutes").unwrap_or(0);
    let Some(id) = id else {
        fields.problem("id", Text::new("pages-bad-request"));
        return Err(fields);
    };
    if !fields.is_good() {
        return Err(fields);
    }
    let file = file.filter(|file| !file.bytes.is_empty());
    let input = ReportProgress {
        id,
        task,
        station,
        minutes,
        note: fields.text("note").to_owned(),
        file: file.map(|file| Evidence { name: file.name, bytes: file.bytes }),
        finished: fields.is_ticked("finished"),
    };
    let Err(problem) = report_progress(&db, &actor, input).await else { return Ok(()) };
    match &problem {
        TasksProblem::NoWork { .. } => fields.problem("hours", problem.message()),
        TasksProblem::FileKind | TasksProblem::FileTooLarge => fields.problem("file", problem.message()),
        _ => fields.refuse(&problem),
    }
    Err(fields)
}

pub async fn finish(asked: Asked, fields: Fields) -> Result<Response, Failure> {
    take(asked, "finish", fields, "tasks-finished", async |app, actor, at, _, seen| {
        let input = FinishTask { task: at.task.clone(), station: at.unit.clone(), seen };
        finish_task(&app.db, actor, input).await
    })
    .await
}

/// The picture or paper beside a report. The issuer sees it too: it is the evidence.
pub async fn file(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path((id, unit, report)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let id = TaskId::parse(&id).map_err(|_| Failure::not_found())?;
    let unit = UnitCode::parse(&unit).ok_or_else(Failure::not_found)?;
    let read = app.db.read();
    let at = store::at_station(&read, &id, &unit).await.map_err(failed)?.ok_or_else(Failure::not_found)?;
    if !may(&app, &page, &actor, "task.follow", &at) {
        let task = store::find(&read, &id).await.map_err(failed)?.ok_or_else(Failure::not_found)?;
        must(&app, &page, &actor, "task.read", &task)?;
    }
    let found = store::report_file(&read, app.db.cipher(), &unit, &id, &report).await?;
    let (kind, bytes) = found.ok_or_else(Failure::not_found)?;
    let (ending, mime) = match kind.as_str() {
        "image/jpeg" => ("jpg", "image/jpeg"),
        "image/png" => ("png", "image/png"),
        "image/webp" => ("webp", "image/webp"),
        _ => ("pdf", "application/pdf"),
    };
    Ok(download(&format!("{}.{ending}", page.t("tasks-evidence")), mime, bytes))
}
