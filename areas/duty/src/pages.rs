//! Pages under `/duty`: read the form, run the command, show the result.

mod attendance;
mod beats;
mod comparison;
mod edits;
mod explanations;
mod exports;
mod fairness;
mod fatigue;
mod feed;
mod grid;
mod job;
mod leave;
mod mine;
mod patrol;
mod patrols;
mod plan;
mod proposal;
mod readiness;
mod risk;
mod swaps;
mod wishes;

pub use mine::{OwnDuty, own_duty};

use crate::commands::{Jobs, MonthData, roster_entity, units_of};
use crate::rules::RosterMonth;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::routing::{get, post};
use axum::{Extension, Router};
use kernel::{Actor, UnitCode};
use pages::{App, Failure, Page, failed};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/duty", get(grid::show_month))
        .route("/duty/now", get(readiness::show_now))
        .route("/duty/plan", get(plan::show_plan))
        .route("/duty/mine", get(mine::show_mine))
        .route("/duty/explanations", get(explanations::show_explanations))
        .route("/duty/fairness", get(fairness::show_fairness))
        .route("/duty/comparison", get(comparison::show_comparison))
        .route("/duty/fatigue", get(fatigue::show_fatigue))
        .route("/duty/proposal", get(proposal::show_proposal))
        .route("/duty/wishes", get(wishes::list))
        .route("/duty/calendar/{address}", get(feed::calendar))
        .route("/duty/notices/{id}/acknowledgement", post(mine::acknowledge_notice))
        .route("/duty/attendance", get(attendance::show_day))
        .route("/duty/hours", get(attendance::show_hours))
        .route("/duty/leave/{id}", get(leave::show_leave))
        .route("/duty/leave/{id}/decision", post(leave::decide))
        .route("/duty/beats", get(beats::list).post(beats::create))
        .route("/duty/beats/new", get(beats::new))
        .route("/duty/beats/{id}", get(beats::show_one).post(beats::change))
        .route("/duty/beats/{id}/closing", post(beats::close))
        .route("/duty/patrols", get(patrols::list).post(patrols::plan))
        .route("/duty/patrols/new", get(patrols::new))
        .route("/duty/patrols/risk", get(risk::show_risk))
        .route("/duty/patrols/proposal", get(risk::proposal).post(risk::accept))
        .route("/duty/patrols/{id}", get(patrol::show_one))
        .route("/duty/patrols/{id}/change", get(patrols::change_form).post(patrols::change))
        .route("/duty/patrols/{id}/points", post(patrol::check))
        .route("/duty/patrols/{id}/checks/{check}", post(patrol::correct))
        .route("/duty/patrols/{id}/end", post(patrol::end))
        .route("/duty/{unit}/attendance", post(attendance::record))
        .route("/duty/{unit}/attendance/correction", post(attendance::correct))
        .route("/duty/{unit}/payment", post(attendance::pay))
        .route("/duty/{unit}/{month}/settlement", post(attendance::settle))
        .route("/duty/swaps", get(swaps::list))
        .route("/duty/swaps/{id}/answer", post(swaps::answer))
        .route("/duty/swaps/{id}/decision", post(swaps::decide))
        .route("/duty/{unit}/swaps", post(swaps::ask))
        .route("/duty/{unit}/plan", post(plan::save))
        .route("/duty/{unit}/wishes", post(wishes::ask))
        .route("/duty/{unit}/wishes/withdrawal", post(wishes::withdraw))
        .route("/duty/{unit}/rotation", post(wishes::ask_rotation))
        .route("/duty/{unit}/rotation/withdrawal", post(wishes::withdraw_rotation))
        .route("/duty/{unit}/{month}/cells", post(edits::edit))
        .route("/duty/{unit}/{month}/undoing", post(edits::undo))
        .route("/duty/{unit}/{month}/discarding", post(edits::discard))
        .route("/duty/{unit}/{month}/publication", post(edits::publish))
        .route("/duty/{unit}/{month}/search", get(job::state).post(job::start))
        .route("/duty/{unit}/{month}/search/cancellation", post(job::cancel))
        .route("/duty/{unit}/{month}/proposal", post(proposal::accept))
        .route("/duty/{unit}/{month}/proposal/dismissal", post(proposal::dismiss))
}

/// The roster that an address means: `/duty/{unit}/{month}/…`.
pub(crate) struct Which {
    pub unit: UnitCode,
    pub month: RosterMonth,
}

impl<S: Send + Sync> FromRequestParts<S> for Which {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let path = axum::extract::Path::<(String, String)>::from_request_parts(parts, state).await;
        let axum::extract::Path((unit, month)) = path.map_err(|_| Failure::not_found())?;
        let unit = UnitCode::parse(&unit).ok_or_else(Failure::not_found)?;
        let month = month.parse().map_err(|_| Failure::not_found())?;
        Ok(Self { unit, month })
    }
}

impl Which {
    /// Where the roster is shown.
    fn address(&self) -> String {
        format!("/duty?unit={}&month={}", self.unit, self.month)
    }
}

/// The unit that an address means: `/duty/{unit}/…`.
pub(crate) struct OfUnit(pub UnitCode);

impl<S: Send + Sync> FromRequestParts<S> for OfUnit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let path = axum::extract::Path::<String>::from_request_parts(parts, state).await;
        let axum::extract::Path(unit) = path.map_err(|_| Failure::not_found())?;
        UnitCode::parse(&unit).map(Self).ok_or_else(Failure::not_found)
    }
}

/// The month that an address asks for; else this one.
fn month_asked(app: &App, page: &Page) -> RosterMonth {
    let asked = page.query_value("month").and_then(|text| text.parse().ok());
    asked.unwrap_or_else(|| RosterMonth::of(app.db.clock().today()))
}

/// Refuses whoever may not see the duty of the unit that is looked at.
fn require_read(page: &Page) -> Result<UnitCode, Failure> {
    if page.may("duty.read") { Ok(page.unit_code()) } else { Err(Failure::denied()) }
}

/// The roster that an address asks for; refuses whoever may not make it.
fn require_edit(app: &App, page: &Page, actor: &Actor) -> Result<(UnitCode, RosterMonth), Failure> {
    let unit = require_read(page)?;
    let month = month_asked(app, page);
    match may(app, page, actor, "roster.edit", &unit, month) {
        true => Ok((unit, month)),
        false => Err(Failure::denied()),
    }
}

async fn month_data(
    app: &App,
    page: &Page,
    unit: &UnitCode,
    month: RosterMonth,
) -> Result<Option<MonthData>, Failure> {
    let units = units_of(page.units(), unit);
    MonthData::load(&app.db.read(), &app.law, &units, unit, month).await.map_err(failed)
}

/// Whether the reader may do this to a roster of the unit. The command decides again.
fn may(app: &App, page: &Page, actor: &Actor, action: &str, unit: &UnitCode, month: RosterMonth) -> bool {
    ::pages::may(app, page, actor, action, &roster_entity(unit, month))
}

type SharedJobs = Extension<Jobs>;
