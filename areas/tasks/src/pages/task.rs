//! A task as its department sees it: what it asks, what the gate said, how far the stations are.

use super::story::{Line, story};
use super::{hours, ledger, may, names, step, write};
use crate::Seen;
use crate::commands::{
    answer_objection as answer_it, object_to_decision, submit_task, with_register, withdraw_task,
};
use crate::problem::TasksProblem;
use crate::rules::boundary::Opinion;
use crate::rules::form::{Flaw, flaws};
use crate::rules::task::AtStation;
use crate::rules::{Asked as AskedFor, ReturnState, State, StationState, Task, TaskId};
use crate::store::{self, ColumnAnswer, Linked, TaskFile};
use askama::Template;
use axum::extract::{Path, State as With};
use axum::response::{IntoResponse, Response};
use kernel::{Actor, Day, Text};
use pages::{App, Done, Failure, Fields, Page, SignedIn, failed, show_form};
use std::collections::HashMap;

/// One of the station's lines.
pub struct StationLine {
    pub at: AtStation,
    pub may_follow: bool,
    pub overdue: bool,
}

/// A return with the figures that were answered.
pub struct Answered {
    pub name: String,
    /// Station, figure, facts, address of the facts.
    pub figures: Vec<(String, String, i64, String)>,
}

#[derive(Template)]
#[template(path = "pages/task.html")]
struct TaskPage<'a> {
    page: &'a Page,
    task: Task,
    names: HashMap<String, String>,
    flaws: Vec<Flaw>,
    stations: Vec<StationLine>,
    answered: Vec<Answered>,
    linked: Vec<Linked>,
    merged: Vec<Linked>,
    files: Vec<TaskFile>,
    attach: Option<Fields>,
    master: Option<Linked>,
    history: Vec<Line>,
    may_change: bool,
    submit: Option<Fields>,
    withdraw: Option<Fields>,
    object: Option<Fields>,
    answer: Option<Fields>,
    may_gate: bool,
    today: Day,
}

impl TaskPage<'_> {
    fn who(&self, id: &str) -> String {
        self.names.get(id).cloned().unwrap_or_default()
    }
    fn hours(&self, minutes: impl super::Whole) -> String {
        hours(minutes)
    }
    fn planned(&self) -> i64 {
        self.stations.iter().map(|line| line.at.planned).sum()
    }
    fn worked(&self) -> i64 {
        self.stations.iter().map(|line| line.at.worked).sum()
    }
    fn done(&self) -> usize {
        self.stations.iter().filter(|line| line.at.state == StationState::Done).count()
    }
    /// Whether it has a page as a campaign.
    fn is_campaign(&self) -> bool {
        self.task.must_be_campaign().is_ok()
    }
    fn is_late_at_gate(&self) -> bool {
        self.task.state.is_open() && self.task.decide_by.is_some_and(|day| day < self.today)
    }
    fn opinion(&self) -> Option<Opinion> {
        self.task.opinion
    }
}

/// The task, if the reader may see it: its department, the gate, or a station that got it.
pub async fn readable(app: &App, page: &Page, actor: &Actor, id: &str) -> Result<Task, Failure> {
    let id = TaskId::parse(id).map_err(|_| Failure::not_found())?;
    let task = store::find(&app.db.read(), &id).await.map_err(failed)?.ok_or_else(Failure::not_found)?;
    if may(app, page, actor, "task.read", &task) {
        return Ok(task);
    }
    let out = matches!(task.state, State::Released | State::Done);
    let in_station = |unit: &kernel::UnitCode| {
        may(
            app,
            page,
            actor,
            "task.follow",
            &access::Entity::new("StationTask", &task.id, unit)
                .with("people", access::Attribute::Texts(Vec::new())),
        )
    };
    if out && task.stations.iter().any(in_station) { Ok(task) } else { Err(Failure::denied()) }
}

pub async fn show_one(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let task = readable(&app, &page, &actor, &id).await?;
    show_task(&app, &page, &actor, task, None).await
}

/// The page, with the form of one step as it was entered if it was refused.
pub async fn show_task(
    app: &App,
    page: &Page,
    actor: &Actor,
    task: Task,
    entered: Option<(&str, Fields)>,
) -> Result<Response, Failure> {
    let read = app.db.read();
    let today = app.db.clock().today();
    // What was permitted since it was written is permitted.
    let waits = task.state.is_draft() || task.state.is_open();
    let task = match waits && task.asked().any(|one| one.permitted.is_empty()) {
        true => with_register(task, &store::register(&read).await.map_err(failed)?, today),
        false => task,
    };
    let at_stations = store::at_stations(&read, &task.id).await.map_err(failed)?;
    let answers = match task.returns.iter().any(|one| one.state == ReturnState::Answered) {
        true => store::answers_of(&read, &task.id).await.map_err(failed)?,
        false => Vec::new(),
    };
    let is_known = |one: &AskedFor| one.columns.iter().any(|column| column.is_answered);
    let column_answers = match task.returns.iter().any(is_known) {
        true => store::column_answers(&read, &task.id).await.map_err(failed)?,
        false => Vec::new(),
    };
    let linked = store::linked(&read, &task.id).await.map_err(failed)?;
    let files = store::files(&read, &task.id).await.map_err(failed)?;
    let merged = store::merged_into(&read, &task.id).await.map_err(failed)?;
    let master = match &task.master {
        Some(master) => store::find(&read, master).await.map_err(failed)?,
        None => None,
    };
    let history = story(app, page, task.id.as_str()).await?;
    let people = [task.author.clone(), task.decided_by.clone(), task.proposed_by.clone()];
    let names = names(app, people).await?;
    let may_here = |action: &str| may(app, page, actor, action, &task);
    let form = |name: &str, is_open: bool| {
        is_open.then(|| match &entered {
            Some((which, fields)) if *which == name => fields.clone(),
            _ => step(task.revision),
        })
    };
    let can_object = matches!(task.state, State::Returned | State::Merged | State::Answered);
    let period = task.figures;
    let answered = task
        .returns
        .iter()
        .filter(|one| one.state == ReturnState::Answered && one.columns.is_empty())
        .map(|one| Answered {
            name: one.name.clone(),
            figures: answers
                .iter()
                .filter(|(position, ..)| *position == one.position)
                .map(|(_, unit, shown, facts)| {
                    let address = period.map(|period| ledger::address(page, &one.measure, unit, period));
                    (page.unit_name(unit), shown.clone(), *facts, address.unwrap_or_default())
                })
                .collect(),
        })
        .chain(answered_columns(page, &task, &column_answers))
        .collect();
    let template = TaskPage {
        page,
        flaws: flaws(&task, app.law.calendar()),
        stations: at_stations
            .into_iter()
            .map(|at| StationLine {
                may_follow: at.state != StationState::Addressed && may(app, page, actor, "task.follow", &at),
                overdue: at.is_overdue(today),
                at,
            })
            .collect(),
        answered,
        linked,
        merged,
        master: master.map(|one| Linked { id: one.id, unit: one.unit, title: one.title, state: one.state }),
        history,
        names,
        attach: form("attach", task.state.is_draft() && may_here("task.attach")).map(|mut fields| {
            fields.set("file_id", kernel::new_uuid());
            fields
        }),
        files,
        may_change: write::may_write(app, page, actor, &task),
        submit: form("submit", task.state.is_draft() && may_here("task.submit")),
        withdraw: form(
            "withdraw",
            (task.state.is_draft() || task.state.is_open() || task.state == State::Released)
                && may_here("task.withdraw"),
        ),
        object: form("object", can_object && task.objected_at.is_none() && may_here("task.object")),
        answer: form(
            "answer",
            task.objected_at.is_some() && task.answer.is_empty() && may_here("task.answer_objection"),
        ),
        may_gate: task.state.is_open() && may_here("task.gate"),
        today,
        task,
    };
    let status = entered.map(|(_, fields)| fields).unwrap_or_default();
    show_form(&status, &template)
}

/// The figures that were answered for columns of returns.
fn answered_columns(page: &Page, task: &Task, answers: &[ColumnAnswer]) -> Vec<Answered> {
    let columns = task.returns.iter().flat_map(|one| one.columns.iter().map(move |column| (one, column)));
    columns
        .filter(|(_, column)| column.is_answered)
        .map(|(one, column)| Answered {
            name: one.column_name(column),
            figures: answers
                .iter()
                .filter(|answer| (answer.position, answer.place) == (one.position, column.place))
                .map(|answer| {
                    let unit = &answer.station;
                    let address =
                        task.figures.map(|period| ledger::address(page, &column.measure, unit, period));
                    let address = address.unwrap_or_default();
                    (page.unit_name(unit), answer.shown.clone(), answer.facts, address)
                })
                .collect(),
        })
        .collect()
}

/// Where the facts of a figure are.
pub fn facts_address(measure: &str, unit: &kernel::UnitCode, period: kernel::Span) -> String {
    format!("/measures/{measure}/facts?unit={unit}&from={}&to={}", period.from, period.to)
}

type Asked = (With<App>, SignedIn, Page, Path<String>);

/// Carries out a step of the task's department; if it is refused, the task with the form as it was
/// entered.
async fn take(
    (With(app), SignedIn(actor), page, Path(id)): Asked,
    which: &str,
    mut fields: Fields,
    done: &str,
    work: impl AsyncFnOnce(&App, &Actor, TaskId, &Fields, Option<Seen>) -> Result<(), TasksProblem>,
) -> Result<Response, Failure> {
    let task = readable(&app, &page, &actor, &id).await?;
    let seen = fields.seen();
    if fields.is_good() {
        match work(&app, &actor, task.id.clone(), &fields, seen).await {
            Ok(()) => {
                let to = format!("/tasks/{}", task.id);
                return Ok(Done::to(to).saying(&app, &Text::new(done)).into_response());
            }
            Err(problem) => fields.refuse(&problem),
        }
    }
    // As it is now: somebody else may have changed it meanwhile.
    let task = readable(&app, &page, &actor, &id).await?;
    show_task(&app, &page, &actor, task, Some((which, fields))).await
}

pub async fn submit(asked: Asked, fields: Fields) -> Result<Response, Failure> {
    take(asked, "submit", fields, "tasks-submitted", async |app, actor, id, _, seen| {
        submit_task(&app.db, &app.law, actor, id, seen).await
    })
    .await
}

pub async fn withdraw(asked: Asked, fields: Fields) -> Result<Response, Failure> {
    take(asked, "withdraw", fields, "tasks-withdrawn", async |app, actor, id, fields, seen| {
        withdraw_task(&app.db, actor, id, fields.text("reason"), seen).await
    })
    .await
}

pub async fn object(asked: Asked, fields: Fields) -> Result<Response, Failure> {
    take(asked, "object", fields, "tasks-objected", async |app, actor, id, fields, seen| {
        object_to_decision(&app.db, actor, id, fields.text("objection"), seen).await
    })
    .await
}

pub async fn answer_objection(asked: Asked, fields: Fields) -> Result<Response, Failure> {
    take(asked, "answer", fields, "tasks-objection-answered", async |app, actor, id, fields, seen| {
        let again = fields.is_ticked("again");
        answer_it(&app.db, actor, id, again, fields.text("answer"), seen).await
    })
    .await
}
