//! Files of a task: attached while it is written, saved by whoever may read it.

use super::may;
use super::task::{readable, show_task};
use crate::commands::{AttachFile, Evidence, attach_file, attachment_kind, remove_file};
use crate::problem::TasksProblem;
use crate::rules::TaskId;
use crate::store;
use axum::extract::{Path, State as With};
use axum::response::{IntoResponse, Response};
use database::Database;
use kernel::{Actor, Problem, Text};
use pages::{App, Attached, Done, Failure, Fields, Page, SignedIn, Upload, download, failed};

/// The file of a form, judged before anything is saved; what is wrong is noted beside its field.
pub async fn judged(fields: &mut Fields, file: Option<Attached>) -> Result<Option<Attached>, Failure> {
    let Some(file) = file.filter(|file| !file.bytes.is_empty()) else { return Ok(None) };
    let work = move || attachment_kind(&file.bytes).map(|_| file);
    match tokio::task::spawn_blocking(work).await.map_err(failed)? {
        Ok(file) => Ok(Some(file)),
        Err(problem) => {
            fields.problem("file", problem.message());
            Ok(None)
        }
    }
}

/// Attaches what a form brought; its id was made with the form, so that sent twice it is one file.
pub async fn attach_sent(
    db: &Database,
    actor: &Actor,
    task: TaskId,
    id: &str,
    file: Attached,
) -> Result<(), TasksProblem> {
    // An id of ours; anything else is a form of somebody else's making.
    let id = TaskId::parse(id).map_err(|_| TasksProblem::FormUsed)?.to_string();
    let file = Evidence { name: file.name, bytes: file.bytes };
    attach_file(db, actor, AttachFile { id, task, file }).await
}

pub async fn attach(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    upload: Result<Upload, Failure>,
) -> Result<Response, Failure> {
    let task = readable(&app, &page, &actor, &id).await?;
    if !may(&app, &page, &actor, "task.attach", &task) {
        return Err(Failure::denied());
    }
    let Upload { mut fields, file } = upload?;
    let file = judged(&mut fields, file).await?;
    if fields.is_good() {
        match file {
            None => fields.problem("file", Text::new("pages-field-needed")),
            Some(file) => {
                let file_id = fields.text("file_id").to_owned();
                match attach_sent(&app.db, &actor, task.id.clone(), &file_id, file).await {
                    Ok(()) => {
                        let to = format!("/tasks/{}", task.id);
                        let said = Text::new("tasks-file-attached");
                        return Ok(Done::to(to).saying(&app, &said).into_response());
                    }
                    Err(problem) => fields.refuse(&problem),
                }
            }
        }
    }
    show_task(&app, &page, &actor, task, Some(("attach", fields))).await
}

pub async fn remove(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let task = readable(&app, &page, &actor, &id).await?;
    remove_file(&app.db, &actor, task.id.clone(), file).await?;
    let said = Text::new("tasks-file-removed");
    Ok(Done::to(format!("/tasks/{}", task.id)).saying(&app, &said).into_response())
}

/// The file itself. Never shown in the browser: it is saved, as what its content is.
pub async fn file(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let task = readable(&app, &page, &actor, &id).await?;
    let found = store::file(&app.db.read(), app.db.cipher(), &task.id, &file).await?;
    let (name, kind, bytes) = found.ok_or_else(Failure::not_found)?;
    Ok(download(&name, kind.mime(), bytes))
}
