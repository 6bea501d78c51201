//! A changed roster that was proposed, beside what people were told.

use super::{Which, may, month_data, require_edit};
use crate::commands::{self, CellMap, MonthData};
use crate::rules::breach::weight;
use crate::rules::{Place, RosterMonth};
use crate::store::{Kept, Version};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::{Day, Text, UnitCode};
use pages::{App, Done, Failure, Fields, Page, SignedIn, show};

/// A cell that differs.
pub(super) struct Row {
    pub name: String,
    pub day: Day,
    pub before: String,
    pub after: String,
}

#[derive(Template)]
#[template(path = "pages/proposal.html")]
struct Proposal<'a> {
    page: &'a Page,
    unit: UnitCode,
    month: RosterMonth,
    why: String,
    rows: Vec<Row>,
    breaches: Vec<String>,
    breaches_before: usize,
    revision: i64,
    may_publish: bool,
}

impl Proposal<'_> {
    fn compared(&self) -> String {
        let text = Text::new("duty-proposal-breaches").with("before", self.breaches_before);
        self.page.say(&text.with("after", self.breaches.len()))
    }
}

/// The cells in which two versions differ, in words.
pub(super) fn rows(page: &Page, data: &MonthData, before: &CellMap, after: &CellMap) -> Vec<Row> {
    let (old, new) = commands::differences(data, before, after);
    let differing = old.iter().zip(&new).filter(|(one, two)| one.place != two.place);
    let row = |(one, two): (&Kept, &Kept)| Row {
        name: data.colleague(&one.person).map(|one| one.name.clone()).unwrap_or_default(),
        day: one.day,
        before: words(page, data, one.place.as_ref()),
        after: words(page, data, two.place.as_ref()),
    };
    differing.map(row).collect()
}

fn words(page: &Page, data: &MonthData, place: Option<&Place>) -> String {
    let Some(place) = place else { return page.t("duty-free") };
    let shift = data.plan.shift(&place.shift).map_or(place.shift.as_str(), |shift| shift.name.as_str());
    match data.plan.position(&place.position) {
        Some(position) => format!("{shift} · {}", position.name),
        None => shift.to_owned(),
    }
}

pub async fn show_proposal(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    let (unit, month) = require_edit(&app, &page, &actor)?;
    let data = month_data(&app, &page, &unit, month).await?.ok_or_else(Failure::not_found)?;
    let why = data.roster.proposal.clone().ok_or_else(Failure::not_found)?;
    let (before, after) = (data.version(Version::Published), data.version(Version::Proposal));
    let hard = |cells: &CellMap| -> Vec<Text> {
        let found = data.findings(cells);
        let hard = found.into_iter().filter(|one| one.hard > 0 && weight(one).is_some());
        hard.map(|one| one.text).collect()
    };
    let breaches = hard(&after).iter().map(|text| page.say(text)).collect();
    show(&Proposal {
        page: &page,
        month,
        why,
        rows: rows(&page, &data, &before, &after),
        breaches,
        breaches_before: hard(&before).len(),
        revision: data.roster.revision,
        may_publish: may(&app, &page, &actor, "roster.publish", &unit, month),
        unit,
    })
}

pub async fn accept(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    which: Which,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let to = which.address();
    // Without one it is that of no roster.
    let revision = fields.number("revision").unwrap_or(-1);
    let roster = (which.unit, which.month, revision);
    commands::accept_proposal(&app.db, &app.law, &actor, roster).await?;
    Ok(Done::to(to).saying(&app, &Text::new("duty-proposal-accepted")).into_response())
}

pub async fn dismiss(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    which: Which,
) -> Result<Response, Failure> {
    let to = which.address();
    commands::dismiss_proposal(&app.db, &actor, which.unit, which.month).await?;
    Ok(Done::to(to).saying(&app, &Text::new("duty-proposal-dismissed")).into_response())
}
