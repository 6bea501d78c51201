//! What a hand changes, and what is published.

use super::Which;
use crate::commands::{self, EditCell, Edited, Entry, PublishRoster};
use crate::rules::Place;
use crate::{DutyProblem, store};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::{PersonId, Text};
use pages::{App, Done, Failure, Fields, Page, SignedIn, failed};

/// Breaches named in the sentence after a change; the page lists all.
const NAMED: usize = 3;

fn place(text: &str) -> Option<Place> {
    let (shift, position) = text.split_once('/')?;
    Some(Place { shift: shift.to_owned(), position: position.to_owned() })
}

pub async fn edit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    which: Which,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let person = fields.read::<PersonId>("person", "pages-bad-request").ok_or(DutyProblem::NobodyOfRoster)?;
    let number = fields.number("day").and_then(|day| i8::try_from(day).ok());
    let day = number.and_then(|day| which.month.day(day)).ok_or(DutyProblem::BadDay)?;
    let letter = fields.text("letter").chars().next().map(|letter| letter.to_ascii_uppercase());
    let entry = match (letter, fields.text("place")) {
        (Some('X'), _) => Entry::Free,
        (Some('L'), _) => Entry::Keep,
        (Some(letter), _) => {
            let plan =
                store::plan_for(&app.db.read(), &which.unit, which.month.first()).await.map_err(failed)?;
            let shifts = plan.map(|plan| plan.plan.shifts).unwrap_or_default();
            let shift = shifts.into_iter().find(|shift| shift.letter == letter);
            Entry::Shift(shift.ok_or(DutyProblem::UnknownPlace)?.code)
        }
        (None, "") => Entry::Free,
        (None, text) => Entry::At(place(text).ok_or(DutyProblem::UnknownPlace)?),
    };
    let lock = match fields.text("lock") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let seen = match fields.text("seen") {
        "" => None,
        "free" => Some(None),
        text => Some(Some(place(text).ok_or(DutyProblem::UnknownPlace)?)),
    };
    let to = which.address();
    let why = fields.text("why").to_owned();
    let input = EditCell { unit: which.unit, month: which.month, person, day, entry, lock, seen, why };
    let edited = commands::edit_cell(&app.db, &app.law, &actor, input).await?;
    Ok(Done::to(to).saying(&app, &said(&page, &edited)).into_response())
}

/// What a change broke, in one sentence.
fn said(page: &Page, edited: &Edited) -> Text {
    match (edited.broken.as_slice(), edited.mended) {
        ([], 0) => Text::new("duty-edited"),
        ([], mended) => Text::new("duty-edited-mended").with("count", mended),
        (broken, _) => {
            let words: Vec<String> = broken.iter().take(NAMED).map(|text| page.say(text)).collect();
            Text::new("duty-edited-broken").with("what", words.join(" ")).with("count", broken.len())
        }
    }
}

pub async fn undo(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    which: Which,
) -> Result<Response, Failure> {
    let to = which.address();
    commands::undo_step(&app.db, &app.law, &actor, which.unit, which.month).await?;
    Ok(Done::to(to).saying(&app, &Text::new("duty-undone")).into_response())
}

pub async fn discard(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    which: Which,
) -> Result<Response, Failure> {
    let to = which.address();
    commands::discard_draft(&app.db, &actor, which.unit, which.month).await?;
    Ok(Done::to(to).saying(&app, &Text::new("duty-discarded")).into_response())
}

pub async fn publish(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    which: Which,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let to = which.address();
    // Without one it is that of no roster.
    let revision = fields.number("revision").unwrap_or(-1);
    let reason = fields.text("reason").to_owned();
    let input = PublishRoster { unit: which.unit, month: which.month, reason, revision };
    commands::publish_roster(&app.db, &app.law, &actor, input).await?;
    Ok(Done::to(to).saying(&app, &Text::new("duty-published-done")).into_response())
}
