//! Swaps: one's own, and those of the unit for who decides them.

use super::mine::{SHIFTS, roster_unit, shifts_ahead};
use super::{OfUnit, require_read, units_of};
use crate::DutyProblem;
use crate::commands::{self, NewSwap};
use crate::rules::swap::{Swap, SwapId, SwapState};
use crate::store;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use kernel::{Actor, PersonId, Text, UnitCode};
use pages::{App, Choice, Done, Failure, Fields, Page, SignedIn, failed, show};
use std::collections::HashMap;

struct Row {
    swap: Swap,
    asker: String,
    other: String,
    may_answer: bool,
    may_decide: bool,
}

#[derive(Template)]
#[template(path = "pages/swaps.html")]
struct Swaps<'a> {
    page: &'a Page,
    unit: UnitCode,
    id: SwapId,
    rows: Vec<Row>,
    shifts: Vec<Choice>,
    colleagues: Vec<Choice>,
}

pub async fn list(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    let here = require_read(&page)?;
    let read = app.db.read();
    let leads = page.may("swap.decide");
    let own = actor.person.clone().unwrap_or_else(|| PersonId::stored(String::new()));
    let unit = if leads { here } else { roster_unit(&page, &actor) };
    let of = if leads { None } else { Some(&own) };
    let swaps = store::swaps(&read, &unit, of).await.map_err(failed)?;
    let today = app.db.clock().today();
    let staff = people::staff(&read, &units_of(page.units(), &unit), today).await.map_err(failed)?;
    let names: HashMap<&PersonId, &str> = staff.iter().map(|one| (&one.id, one.name.as_str())).collect();
    let name = |id: &PersonId| names.get(id).map(|name| (*name).to_owned()).unwrap_or_default();
    let may = |action: &str, swap: &Swap| pages::may(&app, &page, &actor, action, swap);
    let rows = swaps.into_iter().map(|swap| Row {
        asker: name(&swap.asker),
        other: name(&swap.other),
        may_answer: swap.state == SwapState::Asked && may("swap.answer", &swap),
        may_decide: swap.state == SwapState::Accepted && may("swap.decide", &swap),
        swap,
    });
    let shifts = shifts_ahead(&app.db, &own, SHIFTS).await.map_err(failed)?;
    let shifts = shifts.iter().filter(|one| one.day >= today);
    show(&Swaps {
        page: &page,
        rows: rows.collect(),
        id: SwapId::new(),
        shifts: shifts.map(|one| Choice::new(one.day, format!("{} {}", one.day, one.shift))).collect(),
        colleagues: staff
            .iter()
            .filter(|one| one.id != own)
            .map(|one| Choice::new(&one.id, one.name.clone()))
            .collect(),
        unit,
    })
}

pub async fn ask(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    OfUnit(unit): OfUnit,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let asker = actor.person.clone().ok_or_else(Failure::denied)?;
    let id = fields.read::<SwapId>("id", "pages-bad-request").ok_or(DutyProblem::NotFound)?;
    let asker_day = fields.day("day").ok_or(DutyProblem::NothingToSwap)?;
    let other = fields.read::<PersonId>("other", "pages-bad-request").ok_or(DutyProblem::NobodyOfRoster)?;
    let other_day = fields.day("other_day").unwrap_or(asker_day);
    let why = fields.text("why").to_owned();
    let input = NewSwap { id, unit, asker, asker_day, other, other_day, why };
    commands::ask_swap(&app.db, &app.law, &actor, input).await?;
    Ok(Done::to("/duty/swaps").saying(&app, &Text::new("duty-swap-asked-done")).into_response())
}

fn which(actor: &Actor, app: &App, id: &str) -> Result<SwapId, Failure> {
    if app.db.access().scope(actor, "duty.read").is_empty() {
        return Err(Failure::denied());
    }
    SwapId::parse(id).map_err(|_| Failure::not_found())
}

pub async fn answer(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let id = which(&actor, &app, &id)?;
    let answer = if fields.text("answer") == "yes" { SwapState::Accepted } else { SwapState::Declined };
    commands::answer_swap(&app.db, &actor, id, answer).await?;
    Ok(Done::to("/duty/swaps").saying(&app, &Text::new("duty-swap-answered-done")).into_response())
}

pub async fn decide(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let id = which(&actor, &app, &id)?;
    let decision = if fields.text("decision") == "yes" { SwapState::Approved } else { SwapState::Refused };
    let words = fields.text("words").to_owned();
    commands::decide_swap(&app.db, &app.law, &actor, (id, decision), words).await?;
    Ok(Done::to("/duty/swaps").saying(&app, &Text::new("duty-swap-decided-done")).into_response())
}
