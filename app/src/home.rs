//! The first page: what needs me today.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use cases::{ClockView, OpenWork, Procedure};
use duty::OwnDuty;
use kernel::Span;
use measures::{Measures, Scope, Value};
use pages::{App, Failure, Figure, Page, SignedIn, failed, show};
use people::Expiring;
use std::collections::HashMap;
use std::sync::Arc;

pub fn routes() -> Router<App> {
    Router::new().route("/", get(home))
}

/// The figures of the first page, over the last thirty days.
const FIGURES: [&str; 4] = [
    "incidents.received",
    "incidents.response_minutes",
    "cases.public_order.accepted",
    "cases.criminal.filed",
];
const DAYS: i64 = 30;
/// Certificates shown; the list behind them has all.
const CERTIFICATES: u64 = 5;

#[derive(Template)]
#[template(path = "home/home.html")]
struct Home<'a> {
    page: &'a Page,
    name: &'a str,
    period: Span,
    figures: Vec<Figure>,
    work: Option<OpenWork>,
    /// Periods that the reader has to look after now.
    reminders: Vec<ClockView>,
    /// The reader's next shifts, notices and patrols, of somebody who has any.
    duty: OwnDuty,
    /// Requests for leave that wait for the reader.
    leave: u64,
    expiring: Option<Vec<Expiring>>,
}

async fn home(
    State(app): State<App>,
    Extension(measures): Extension<Arc<Measures>>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    let unit = page.unit_code();
    let today = app.db.clock().today();
    let period = Span { from: today.plus_days(1 - DAYS), to: today };
    let within = |action: &str| page.may(action);

    let mut figures = Vec::new();
    if within("measure.read") {
        let (db, scope) = (app.db.read(), Scope::unit_among(page.units(), &unit));
        let now = measures.several(&db, &FIGURES, &scope, period).await?;
        let before = measures.earlier(&db, &FIGURES, &scope, period.previous()).await?;
        figures = FIGURES.iter().map(|id| tile(&page, &measures, id, period, &now, &before)).collect();
    }
    // The lists are of the unit that is looked at, which lies within the roles.
    let work = match within("incident.list") {
        true => Some(cases::open_work(&app.db, std::slice::from_ref(&unit)).await?),
        false => None,
    };
    let reminders = cases::reminders(&app.db, &procedure, &actor, &page, &unit).await.map_err(failed)?;
    let duty = match &actor.person {
        Some(person) if within("duty.read") => duty::own_duty(&app.db, person).await.map_err(failed)?,
        _ => OwnDuty::default(),
    };
    let leave = match within("leave.decide") && within("duty.read") {
        true => {
            let units = page.units().subtree(&unit);
            availability::waiting(&app.db.read(), &units).await.map_err(failed)?
        }
        false => 0,
    };
    let expiring = match within("person.qualify") {
        true => {
            let until = today.plus_days(people::rules::EXPIRING_DAYS);
            let units = std::slice::from_ref(&unit);
            Some(people::expiring(&app.db.read(), units, until, CERTIFICATES).await.map_err(failed)?)
        }
        false => None,
    };
    show(&Home { page: &page, name: &actor.name, period, figures, work, reminders, duty, leave, expiring })
}

fn tile(
    page: &Page,
    measures: &Measures,
    id: &str,
    period: Span,
    now: &HashMap<String, Value>,
    before: &HashMap<String, Value>,
) -> Figure {
    let value = now.get(id).cloned().unwrap_or_default();
    let href = format!("/measures/{id}?unit={}&from={}&to={}", page.unit_code(), period.from, period.to);
    measures.tile(page, id, &value, &[("jishi-home-before", before.get(id))]).href(href)
}
