//! Why wishes and minima could not be kept, and what keeping them would have cost.

use super::require_edit;
use crate::rules::RosterMonth;
use crate::store;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use pages::{App, Failure, Page, SignedIn, failed, show};

#[derive(Template)]
#[template(path = "pages/explanations.html")]
struct Explanations<'a> {
    page: &'a Page,
    month: RosterMonth,
    rows: Vec<(String, String)>,
}

pub async fn show_explanations(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    let (unit, month) = require_edit(&app, &page, &actor)?;
    let roster = store::roster(&app.db.read(), &unit, month).await.map_err(failed)?;
    let rows = roster.explained.iter().map(|one| (page.say(&one.what), page.say(&one.price))).collect();
    show(&Explanations { page: &page, month, rows })
}
