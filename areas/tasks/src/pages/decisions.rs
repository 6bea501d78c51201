//! The decisions of the gate: each reads its form, runs its command, shows the result.

use super::panels::{at_gate, permitted_from, show_with};
use super::{bureau_of, deciding};
use crate::commands::{
    AnswerTask, Cut, MergeTask, Release, Released, answer_task, confirm_release, cut_task, escalate_task,
    link_task, merge_task, permit_return, release_task, return_task,
};
use crate::problem::TasksProblem;
use crate::rules::boundary::Opinion;
use crate::rules::{Task, TaskId};
use crate::{Desk, Seen};
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use kernel::{Actor, Text, UnitCode};
use measures::Measures;
use pages::{App, Done, Failure, Fields, Page, SignedIn};
use std::sync::Arc;

/// Everything a decision needs beside its form.
struct Desktop {
    app: App,
    measures: Arc<Measures>,
    desk: Desk,
    actor: Actor,
    page: Page,
    task: Task,
}

impl Desktop {
    /// Carries a decision out; if it is refused, the panels with the form as it was entered.
    async fn decide(
        self,
        which: &str,
        mut fields: Fields,
        work: impl AsyncFnOnce(&Self, &mut Fields, Option<Seen>) -> Result<&'static str, TasksProblem>,
    ) -> Result<Response, Failure> {
        let seen = fields.seen();
        if fields.is_good() {
            match work(&self, &mut fields, seen).await {
                Ok(key) => {
                    let to = format!("/tasks/{}", self.task.id);
                    return Ok(Done::to(to).saying(&self.app, &Text::new(key)).into_response());
                }
                Err(problem) => fields.refuse(&problem),
            }
        }
        let Self { app, measures, desk, actor, page, task } = self;
        // As it is now: somebody else may have decided meanwhile.
        let task = at_gate(&app, &page, &actor, task.id.as_str()).await?;
        fields.set("revision", task.revision);
        show_with(&app, &measures, &desk, &page, &actor, task, Some((which, fields))).await
    }
}

type With = (State<App>, Extension<Arc<Measures>>, Extension<Desk>, SignedIn, Page, Path<String>);

async fn desktop(with: With) -> Result<Desktop, Failure> {
    let (State(app), Extension(measures), Extension(desk), SignedIn(actor), page, Path(id)) = with;
    let task = at_gate(&app, &page, &actor, &id).await?;
    Ok(Desktop { app, measures, desk, actor, page, task })
}

/// The opinion and what it rests on, as the form says.
fn opinion(fields: &Fields) -> Option<(Opinion, String)> {
    let entry: String = fields.text("entry").chars().take(60).collect();
    Opinion::parse(fields.text("opinion")).map(|opinion| (opinion, entry))
}

pub async fn release(with: With, fields: Fields) -> Result<Response, Failure> {
    let desktop = desktop(with).await?;
    desktop
        .decide("release", fields, async |with, fields, seen| {
            let (opinion, entry) = opinion(fields).unwrap_or((Opinion::Doubtful, String::new()));
            let input = Release {
                task: with.task.id.clone(),
                from: fields.day("from"),
                opinion,
                entry,
                reason: fields.text("reason").to_owned(),
                above: fields.is_ticked("above"),
                seen,
            };
            match release_task(&deciding(&with.app, &with.measures), &with.actor, input).await? {
                Released::Now => Ok("tasks-released"),
                Released::Proposed => Ok("tasks-release-proposed"),
            }
        })
        .await
}

pub async fn confirm(with: With, fields: Fields) -> Result<Response, Failure> {
    let desktop = desktop(with).await?;
    desktop
        .decide("confirm", fields, async |with, fields, seen| {
            let (agreed, reason) = (fields.is_ticked("agreed"), fields.text("reason").to_owned());
            let id = with.task.id.clone();
            confirm_release(&with.app.db, &with.actor, id, agreed, &reason, seen).await?;
            Ok(match (agreed, with.task.master.is_some()) {
                (false, _) => "tasks-not-agreed",
                (true, true) => "tasks-merged",
                (true, false) => "tasks-released",
            })
        })
        .await
}

pub async fn send_back(with: With, fields: Fields) -> Result<Response, Failure> {
    let desktop = desktop(with).await?;
    desktop
        .decide("send_back", fields, async |with, fields, seen| {
            let reason = fields.text("reason").to_owned();
            let id = with.task.id.clone();
            return_task(&with.app.db, &with.actor, id, opinion(fields), &reason, seen).await?;
            Ok("tasks-sent-back")
        })
        .await
}

/// Another task that a form names.
fn other(fields: &Fields, name: &str) -> Result<TaskId, TasksProblem> {
    TaskId::parse(fields.text(name)).map_err(|_| TasksProblem::NoMaster)
}

pub async fn merge(with: With, fields: Fields) -> Result<Response, Failure> {
    let desktop = desktop(with).await?;
    desktop
        .decide("merge", fields, async |with, fields, seen| {
            let input = MergeTask {
                task: with.task.id.clone(),
                master: other(fields, "master")?,
                reason: fields.text("reason").to_owned(),
                above: fields.is_ticked("above"),
                seen,
            };
            match merge_task(&deciding(&with.app, &with.measures), &with.actor, input).await? {
                Released::Now => Ok("tasks-merged"),
                Released::Proposed => Ok("tasks-merge-was-proposed"),
            }
        })
        .await
}

pub async fn link(with: With, fields: Fields) -> Result<Response, Failure> {
    let desktop = desktop(with).await?;
    desktop
        .decide("merge", fields, async |with, fields, seen| {
            let there = other(fields, "other")?;
            link_task(&with.app.db, &with.actor, with.task.id.clone(), there, seen).await?;
            Ok("tasks-linked")
        })
        .await
}

pub async fn answer(with: With, fields: Fields) -> Result<Response, Failure> {
    let desktop = desktop(with).await?;
    desktop
        .decide("answer", fields, async |with, fields, seen| {
            let chosen = with.task.returns.iter().filter_map(|one| {
                let measure = fields.optional(&format!("measure_{}", one.position))?;
                Some((one.position, measure.to_owned()))
            });
            let columns = with
                .task
                .returns
                .iter()
                .flat_map(|one| one.columns.iter().map(move |column| (one.position, column.place)));
            let columns = columns.filter_map(|(position, place)| {
                let measure = fields.optional(&format!("measure_{position}_{place}"))?;
                Some((position, place, measure.to_owned()))
            });
            let (chosen, columns) = (chosen.collect(), columns.collect());
            let input = AnswerTask { task: with.task.id.clone(), chosen, columns, seen };
            answer_task(&deciding(&with.app, &with.measures), &with.actor, input).await?;
            Ok("tasks-answered")
        })
        .await
}

pub async fn cut(with: With, fields: Fields) -> Result<Response, Failure> {
    let desktop = desktop(with).await?;
    desktop
        .decide("cut", fields, async |with, fields, seen| {
            let input = Cut {
                task: with.task.id.clone(),
                from: fields.day("from").unwrap_or(with.task.from),
                until: fields.day("until"),
                hours: fields.number("hours").unwrap_or(with.task.hours),
                people: fields.number("people").unwrap_or(with.task.people),
                stations: fields.all("stations").filter_map(UnitCode::parse).collect(),
                returns: fields.all("returns").filter_map(|position| position.parse().ok()).collect(),
                reason: fields.text("reason").to_owned(),
                seen,
            };
            cut_task(&with.app.db, &with.actor, input).await?;
            Ok("tasks-was-cut")
        })
        .await
}

pub async fn escalate(with: With, fields: Fields) -> Result<Response, Failure> {
    let desktop = desktop(with).await?;
    desktop
        .decide("escalate", fields, async |with, fields, seen| {
            let reason = fields.text("reason").to_owned();
            escalate_task(&with.app.db, &with.actor, with.task.id.clone(), &reason, seen).await?;
            Ok("tasks-escalated")
        })
        .await
}

/// Puts a return of the task into the register, so that it may be asked for.
pub async fn permit(with: With, mut fields: Fields) -> Result<Response, Failure> {
    let desktop = desktop(with).await?;
    let bureau = bureau_of(&desktop.page, &desktop.task.unit);
    let position = fields.number("position").unwrap_or(-1);
    let new = permitted_from(&desktop.task, position, &bureau).ok_or_else(Failure::not_found)?;
    let new = crate::NewPermitted { basis: fields.text("basis").to_owned(), ..new };
    permit_return(&desktop.app.db, &desktop.actor, new).await?;
    let to = format!("/tasks/{}/gate", desktop.task.id);
    Ok(Done::to(to).saying(&desktop.app, &Text::new("tasks-permitted")).into_response())
}
