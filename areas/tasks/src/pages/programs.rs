//! `POST /api/v1/tasks`: other programs of a department hand a task in, under its key.

use crate::commands::{Draft, NewReturn, from_notice, submit_task, write_task};
use crate::rules::{ReturnKind, Rhythm, State, TaskId, TaskKind};
use crate::store;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State as With;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Actor, Day, Language, Span, Text, UnitCode, UnitKind, Wording};
use pages::{App, Failure, failed};
use people::rules::Secret;
use serde::Deserialize;
use serde_json::json;

/// A task as a program hands it in. What is left out is read from the notice, or is nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct HandedIn {
    /// A UUID of the program's own: sent twice, it is one task.
    id: Option<String>,
    /// The issuing department; without it, the unit of the key's owner.
    unit: Option<UnitCode>,
    /// The whole text of a notice, from which everything else is proposed.
    notice: String,
    number: Option<String>,
    issued_on: Option<Day>,
    title: Option<String>,
    text: Option<String>,
    basis: Option<String>,
    kind: Option<TaskKind>,
    from: Option<Day>,
    until: Option<Day>,
    /// The days that figures are asked over.
    figures: Option<Span>,
    people: i64,
    vehicles: i64,
    nights: bool,
    /// Hours that it takes each station.
    hours: i64,
    /// Without them, all stations of the bureau.
    stations: Option<Vec<UnitCode>>,
    returns: Option<Vec<Return>>,
    /// Kept as a draft, to be read over by a person; otherwise it goes before the gate.
    draft: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Return {
    name: String,
    kind: ReturnKind,
    rhythm: Rhythm,
    /// Minutes for one filling in.
    minutes: i64,
    /// The figures it asks for, where it is more than one.
    #[serde(default)]
    columns: Vec<String>,
}

/// Answers 201 with `{"id","address","state"}`, or `{"error","citation"}` in the language of the
/// key's owner.
pub async fn hand_in(With(app): With<App>, headers: HeaderMap, body: Bytes) -> Response {
    let actor = match holder(&app, &headers).await {
        Ok(actor) => actor,
        Err(failure) => return refused(&app, Language::default(), &failure),
    };
    match handed_in(&app, &actor, &body).await {
        Ok(said) => (StatusCode::CREATED, Json(said)).into_response(),
        Err(failure) => refused(&app, actor.language, &failure),
    }
}

async fn holder(app: &App, headers: &HeaderMap) -> Result<Actor, Failure> {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let key = given.and_then(|value| value.strip_prefix("Bearer "));
    let actor = match key {
        Some(key) => people::secret_holder(&app.db, key, Secret::Program).await.map_err(failed)?,
        None => None,
    };
    actor.ok_or_else(|| Failure::new(StatusCode::UNAUTHORIZED, Text::new("tasks-program-no-key")))
}

async fn handed_in(app: &App, actor: &Actor, body: &[u8]) -> Result<serde_json::Value, Failure> {
    let invalid = |text| Failure::new(StatusCode::UNPROCESSABLE_ENTITY, text);
    let bad = |why: String| invalid(Text::new("tasks-program-bad").with("why", why));
    let given: HandedIn = serde_json::from_slice(body).map_err(|error| bad(error.to_string()))?;
    let tree = app.db.units().await.map_err(failed)?;
    let unit = given.unit.unwrap_or_else(|| actor.unit.clone());
    let bureau = tree.path(&unit).pop().unwrap_or_else(|| unit.clone());
    let is_station = |code: &UnitCode| tree.get(code).is_some_and(|unit| unit.kind == UnitKind::Station);
    let all = tree.subtree(&bureau).into_iter().filter(is_station).collect();

    let read = from_notice(&given.notice, &unit, all, &app.law, app.db.clock().today())?.draft;
    let id = match given.id {
        Some(id) => TaskId::parse(&id).map_err(|_| bad(format!("id: {id}")))?,
        None => read.id,
    };
    if given.figures.is_some_and(|span| span.from > span.to) {
        return Err(bad("figures.from > figures.to".to_owned()));
    }
    let returns = given.returns.map(|returns| {
        let one = |one: Return| NewReturn {
            name: one.name,
            kind: one.kind,
            rhythm: one.rhythm,
            minutes: one.minutes,
            columns: one.columns,
        };
        returns.into_iter().map(one).collect()
    });
    let draft = Draft {
        id,
        number: given.number.unwrap_or(read.number),
        issued_on: given.issued_on.or(read.issued_on),
        title: given.title.unwrap_or(read.title),
        body: given.text.unwrap_or(read.body),
        basis: given.basis.unwrap_or(read.basis),
        kind: given.kind.unwrap_or(read.kind),
        from: given.from.unwrap_or(read.from),
        until: given.until.or(read.until),
        figures: given.figures,
        people: given.people,
        vehicles: given.vehicles,
        nights: given.nights,
        hours: given.hours,
        stations: given.stations.unwrap_or(read.stations),
        returns: returns.unwrap_or(read.returns),
        unit: read.unit,
    };
    if draft.title.trim().is_empty() {
        return Err(invalid(Text::new("tasks-program-no-title")));
    }
    let id = write_task(&app.db, actor, draft).await?;
    // What was handed in before stands where it stands.
    let task = store::find(&app.db.read(), &id).await.map_err(failed)?.ok_or_else(Failure::not_found)?;
    let state = if given.draft || task.state != State::Written {
        task.state
    } else {
        submit_task(&app.db, &app.law, actor, id.clone(), None).await?;
        State::AtGate
    };
    Ok(json!({ "id": id.as_str(), "address": format!("/tasks/{id}"), "state": state.as_str() }))
}

fn refused(app: &App, language: Language, failure: &Failure) -> Response {
    if failure.status.is_server_error() {
        tracing::error!(cause = %failure.cause, "a program's request failed");
    }
    let wording = Wording::new(app.catalogue.clone(), language);
    let citation = failure.citation.as_ref().map(|one| format!("《{}》{}", one.law, one.article));
    let said = json!({ "error": wording.say(&failure.text), "citation": citation });
    (failure.status, Json(said)).into_response()
}
