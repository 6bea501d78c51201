//! One patrol: its points with their check-ins, made for a thumb.

use super::mine::roster_unit_of;
use crate::DutyProblem;
use crate::commands::{self, CorrectCheck, NewCheck, PatrolEnd};
use crate::rules::patrol::tour::reached;
use crate::rules::patrol::{CheckBefore, CheckId, CheckIn, Finding, Patrol, PatrolId, PatrolState, Point};
use crate::store;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use kernel::{Actor, FormId, PersonId, Text};
use pages::{App, Choice, Done, Failure, Fields, Page, SignedIn, failed, may, show};
use std::collections::HashMap;

/// A point with its check-ins, and the id that the next one will have.
struct PointView {
    place: usize,
    point: Point,
    checks: Vec<CheckIn>,
    next: CheckId,
}

#[derive(Template)]
#[template(path = "pages/patrol.html")]
struct PatrolPage<'a> {
    page: &'a Page,
    patrol: Patrol,
    people: Vec<String>,
    points: Vec<PointView>,
    /// What check-ins said before they were corrected.
    before: Vec<CheckBefore>,
    findings: Vec<Choice>,
    names: HashMap<PersonId, String>,
    reached: usize,
    may_check: bool,
    may_finish: bool,
    may_miss: bool,
    may_plan: bool,
    may_call_off: bool,
    may_correct: bool,
    may_read_notes: bool,
    is_overdue: bool,
    form: FormId,
}

impl PatrolPage<'_> {
    fn point(&self, one: &CheckBefore) -> &str {
        self.points.get(one.point).map_or("", |view| &view.point.name)
    }
    fn who(&self, id: &str) -> String {
        self.names.get(&PersonId::stored(id.to_owned())).cloned().unwrap_or_default()
    }
}

/// A patrol, if the reader may see the duty of its unit.
pub(super) async fn readable(app: &App, page: &Page, actor: &Actor, id: &str) -> Result<Patrol, Failure> {
    let id = PatrolId::parse(id).map_err(|_| Failure::not_found())?;
    let patrol = store::find_patrol(&app.db.read(), &id).await.map_err(failed)?;
    let patrol = patrol.ok_or_else(Failure::not_found)?;
    let entity = access::Entity::new("Roster", "patrols", &patrol.unit);
    let is_own = actor.person.as_ref().is_some_and(|person| patrol.people.contains(person));
    match is_own || may(app, page, actor, "duty.read", &entity) {
        true => Ok(patrol),
        false => Err(Failure::denied()),
    }
}

pub(super) fn findings(page: &Page) -> Vec<Choice> {
    Finding::ALL.iter().map(|one| Choice::new(one.as_str(), page.t(one.text_key()))).collect()
}

pub async fn show_one(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let patrol = readable(&app, &page, &actor, &id).await?;
    let read = app.db.read();
    let mut checks = store::checks_of(&read, app.db.cipher(), &patrol.id).await?;
    let mut before = store::checks_before(&read, app.db.cipher(), &patrol).await?;
    let reached = reached(&checks);
    let mut ids = patrol.people.clone();
    let others = checks.iter().map(|check| &check.person).chain(before.iter().map(|one| &one.person));
    ids.extend(others.map(|person| PersonId::stored(person.clone())));
    let names = people::person_names(&read, &ids).await.map_err(failed)?;
    let mays = |action: &str| may(&app, &page, &actor, action, &patrol);
    let may_read_notes = mays("patrol.read_notes");
    if !may_read_notes {
        checks.iter_mut().for_each(|check| check.note.clear());
        before.iter_mut().for_each(|one| one.note.clear());
    }
    let of_point = |place: usize| checks.iter().filter(|check| check.point == place).cloned().collect();
    let points = patrol.points.iter().enumerate().map(|(place, point)| PointView {
        place,
        point: point.clone(),
        checks: of_point(place),
        next: CheckId::new(),
    });
    let at = app.db.clock().now();
    let is_ahead = patrol.state.is_ahead();
    let is_planned = patrol.state == PatrolState::Planned;
    let has_come = at.day() >= patrol.day();
    show(&PatrolPage {
        page: &page,
        people: patrol.people.iter().map(|id| names.get(id).cloned().unwrap_or_default()).collect(),
        points: points.collect(),
        before,
        findings: findings(&page),
        reached,
        may_check: is_ahead && has_come && mays("patrol.check_in"),
        may_finish: patrol.state == PatrolState::Begun && reached > 0 && mays("patrol.finish"),
        may_miss: is_ahead && has_come && mays("patrol.miss"),
        may_plan: is_planned && mays("patrol.plan"),
        may_call_off: is_planned && mays("patrol.call_off"),
        may_correct: mays("patrol.correct"),
        may_read_notes,
        is_overdue: patrol.is_overdue(at),
        form: FormId::new(),
        names,
        patrol,
    })
}

fn address(id: &PatrolId) -> String {
    format!("/duty/patrols/{id}")
}

pub async fn check(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let patrol = readable(&app, &page, &actor, &id).await?;
    let id = fields.read::<CheckId>("id", "pages-bad-request").ok_or(DutyProblem::NotFound)?;
    let point = fields.number("point").and_then(|point| usize::try_from(point).ok());
    let input = NewCheck {
        id,
        patrol: patrol.id.clone(),
        point: point.unwrap_or(usize::MAX),
        finding: Finding::parse(fields.text("finding")).unwrap_or(Finding::Nothing),
        note: fields.text("note").to_owned(),
    };
    commands::check_in(&app.db, &actor, input).await?;
    Ok(Done::to(address(&patrol.id)).saying(&app, &Text::new("duty-checked-in")).into_response())
}

pub async fn correct(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path((id, check)): Path<(String, String)>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let patrol = readable(&app, &page, &actor, &id).await?;
    let check = CheckId::parse(&check).map_err(|_| Failure::not_found())?;
    let input = CorrectCheck {
        patrol: patrol.id.clone(),
        check,
        finding: Finding::parse(fields.text("finding")).unwrap_or(Finding::Nothing),
        note: fields.text("note").to_owned(),
        is_withdrawn: fields.is_ticked("withdrawn"),
        why: fields.text("why").to_owned(),
        seen: fields.seen().ok_or(DutyProblem::Stale)?,
    };
    commands::correct_check(&app.db, &actor, input).await?;
    Ok(Done::to(address(&patrol.id)).saying(&app, &Text::new("duty-check-corrected")).into_response())
}

pub async fn end(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let patrol = readable(&app, &page, &actor, &id).await?;
    let why = fields.text("why").to_owned();
    let (end, said) = match fields.text("end") {
        "done" => (PatrolEnd::Done, "duty-patrol-was-done"),
        "called_off" => (PatrolEnd::CalledOff(why), "duty-patrol-was-called-off"),
        _ => (PatrolEnd::Missed(why), "duty-patrol-was-missed"),
    };
    let seen = fields.seen().ok_or(DutyProblem::Stale)?;
    commands::end_patrol(&app.db, &actor, patrol.id.clone(), end, seen).await?;
    Ok(Done::to(address(&patrol.id)).saying(&app, &Text::new(said)).into_response())
}

/// The unit whose patrols are looked at.
pub(super) fn unit_of(page: &Page) -> kernel::UnitCode {
    roster_unit_of(page, &page.unit_code())
}
