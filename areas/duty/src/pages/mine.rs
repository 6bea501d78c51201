//! One's own shifts and wishes, and what one was told: made for a phone.

use super::wishes::{Form, Forms, kinds, pattern_words, usual_patterns, worded};
use crate::commands;
use crate::rules::RosterMonth;
use crate::rules::patrol::Patrol;
use crate::store::{self, Notice};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use database::{Database, DbErr};
use kernel::{Actor, Day, PersonId, Span, Text, UnitCode};
use pages::{App, Choice, Done, Failure, Fields, Page, SignedIn, failed, show_form};

/// Days shown ahead.
const AHEAD: i64 = 45;
/// Lines on the first page.
const FIRST: u64 = 3;
/// Shifts of the days ahead: one a day, and yesterday's.
pub(super) const SHIFTS: u64 = AHEAD.unsigned_abs() + 2;

/// A shift of one's own.
#[derive(Debug, Clone)]
pub struct OwnShift {
    pub day: Day,
    pub shift: String,
    pub times: String,
    pub position: String,
    /// Minutes after midnight, and minutes from start to end.
    pub starts: u32,
    pub lasts: u32,
}

/// What concerns somebody's duty now.
#[derive(Debug, Clone, Default)]
pub struct OwnDuty {
    pub shifts: Vec<OwnShift>,
    /// Told and not acknowledged.
    pub notices: usize,
    /// Patrols ahead or under way today.
    pub patrols: usize,
}

/// The next shifts of a person and what they have not acknowledged, for the first page.
///
/// # Errors
/// The database cannot be read.
pub async fn own_duty(db: &Database, person: &PersonId) -> Result<OwnDuty, DbErr> {
    // Yesterday's and today's may be over.
    let mut own = ahead(db, person, FIRST + 2).await?;
    own.shifts.truncate(FIRST as usize);
    Ok(own)
}

/// At most `limit` of the shifts that a person was told, those that are over left out.
pub(super) async fn shifts_ahead(
    db: &Database,
    person: &PersonId,
    limit: u64,
) -> Result<Vec<OwnShift>, DbErr> {
    Ok(ahead(db, person, limit).await?.shifts)
}

async fn ahead(db: &Database, person: &PersonId, limit: u64) -> Result<OwnDuty, DbErr> {
    let now = db.clock().now();
    let told = store::shifts_of(&db.read(), person, (now.day(), AHEAD), limit).await?;
    let own = told.shifts.into_iter().filter_map(|(cell, plan)| {
        let place = cell.place?;
        let shift = plan.as_ref().and_then(|plan| plan.shift(&place.shift));
        let ends = shift.map_or(0, |shift| i64::from(shift.starts + shift.lasts));
        (cell.day.start().plus_minutes(ends) > now).then(|| OwnShift {
            day: cell.day,
            shift: shift.map_or_else(|| place.shift.clone(), |shift| shift.name.clone()),
            times: shift.map(|shift| shift.times()).unwrap_or_default(),
            starts: shift.map_or(0, |shift| shift.starts),
            lasts: shift.map_or(0, |shift| shift.lasts),
            position: plan
                .as_ref()
                .and_then(|plan| plan.position(&place.position))
                .map(|position| position.name.clone())
                .unwrap_or_default(),
        })
    });
    Ok(OwnDuty { shifts: own.collect(), notices: told.notices, patrols: told.patrols })
}

struct WishRow {
    day: Day,
    what: String,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "pages/mine.html")]
struct Mine<'a> {
    page: &'a Page,
    unit: UnitCode,
    shifts: Vec<OwnShift>,
    notices: Vec<Notice>,
    patrols: Vec<Patrol>,
    wishes: Vec<WishRow>,
    kinds: Vec<Choice>,
    limit: Option<u32>,
    /// The pattern that the reader would keep to, in words, and since when.
    rotation: Option<(String, Day)>,
    patterns: Vec<String>,
    absence: String,
    today: Day,
    forms: Forms,
}

pub async fn show_mine(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    mine_with(&app, &actor, &page, None).await
}

/// The page, with a form to wish with as it was entered if it was refused.
pub(super) async fn mine_with(
    app: &App,
    actor: &Actor,
    page: &Page,
    refused: Option<(Form, Fields)>,
) -> Result<Response, Failure> {
    if app.db.access().scope(actor, "duty.read").is_empty() {
        return Err(Failure::denied());
    }
    // Who has no person behind the account has no shifts, but sees an empty page.
    let person = actor.person.clone().unwrap_or_else(|| PersonId::stored(String::new()));
    let today = app.db.clock().today();
    let read = app.db.read();
    let unit = roster_unit(page, actor);
    let shifts = shifts_ahead(&app.db, &person, SHIFTS).await.map_err(failed)?;
    let notices = store::notices_of(&read, &person).await.map_err(failed)?;
    let patrols = store::patrols_of(&read, &person, today).await.map_err(failed)?;
    let days = Span { from: today, to: today.plus_days(2 * AHEAD) };
    let wished = store::wishes_of(&read, &unit, &person, days).await.map_err(failed)?;
    let plan = store::plan_for(&read, &unit, days.to).await.map_err(failed)?.map(|plan| plan.plan);
    let shift_types = plan.as_ref().map(|plan| plan.shifts.clone()).unwrap_or_default();
    let rotation = store::rotations(&read, &unit, Some(&person)).await.map_err(failed)?;
    let rotation = rotation.first().map(|one| (pattern_words(page, &shift_types, &one.pattern), one.since));
    let wishes = wished.iter().map(|wish| WishRow {
        day: wish.day,
        what: worded(page, &shift_types, wish),
        is_open: wish.day > today,
    });
    let page = Mine {
        page,
        unit,
        shifts,
        notices,
        patrols,
        wishes: wishes.collect(),
        kinds: if plan.is_some() { kinds(page, &shift_types) } else { Vec::new() },
        rotation,
        patterns: usual_patterns(page, &shift_types),
        limit: plan.and_then(|plan| plan.limits.wishes),
        absence: availability::AbsenceId::new().to_string(),
        today,
        forms: Forms::new(RosterMonth::of(today).next().first(), refused),
    };
    show_form(page.forms.refused(), &page)
}

/// The unit on whose roster somebody stands: the station of a community office.
pub(super) fn roster_unit(page: &Page, actor: &Actor) -> UnitCode {
    roster_unit_of(page, &actor.unit)
}

/// The unit on whose roster the people of a unit stand.
pub(super) fn roster_unit_of(page: &Page, unit: &UnitCode) -> UnitCode {
    let path = page.units().path(unit);
    let office = |code: &&UnitCode| {
        page.units().get(code).is_some_and(|unit| unit.kind != kernel::UnitKind::CommunityOffice)
    };
    path.iter().find(office).cloned().unwrap_or_else(|| unit.clone())
}

pub async fn acknowledge_notice(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    if app.db.access().scope(&actor, "duty.read").is_empty() {
        return Err(Failure::denied());
    }
    commands::acknowledge(&app.db, &actor, id).await?;
    Ok(Done::to("/duty/mine").saying(&app, &Text::new("duty-acknowledged")).into_response())
}
