//! Language, theme and unit; and whether the program is well.

use crate::page::theme_name;
use crate::{App, Done, Failure, Fields, Page, SignedIn, cookies, show};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kernel::{Language, UnitCode};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, Query};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/language", post(language))
        .route("/theme", post(theme))
        .route("/unit", get(choose_unit).post(unit))
}

/// `POST /language`: `language` (a tag) and `next`.
async fn language(State(app): State<App>, page: Page, fields: Fields) -> Result<Done, Failure> {
    let language = Language::from_tag(fields.text("language"));
    if let Some(actor) = page.actor() {
        app.db.set_language(&actor.account, language).await.map_err(crate::failed)?;
    }
    let cookie = cookies::keep(cookies::LANGUAGE, language.tag(), app.secure);
    Ok(Done::to(fields.text("next")).with_cookie(cookie))
}

/// `POST /theme`: `theme` (`light`, `dark` or `auto`) and `next`.
async fn theme(State(app): State<App>, fields: Fields) -> Done {
    let cookie = match theme_name(fields.text("theme")) {
        Some(theme) => cookies::keep(cookies::THEME, theme, app.secure),
        None => cookies::write(cookies::THEME, "", 0, app.secure),
    };
    Done::to(fields.text("next")).with_cookie(cookie)
}

#[derive(Template)]
#[template(path = "unit.html")]
struct UnitPage<'a> {
    page: &'a Page,
    next: String,
}

impl UnitPage<'_> {
    fn icon(&self, unit: &kernel::Unit) -> &'static str {
        crate::page::unit_icon(unit.kind)
    }
}

async fn choose_unit(_: SignedIn, page: Page) -> Result<Response, Failure> {
    let next = page.query_value("next").unwrap_or_else(|| "/".to_owned());
    show(&UnitPage { page: &page, next })
}

/// `POST /unit`: `unit` (a code) and `next`.
async fn unit(State(app): State<App>, _: SignedIn, page: Page, fields: Fields) -> Result<Done, Failure> {
    let code = UnitCode::parse(fields.text("unit")).ok_or_else(Failure::not_found)?;
    let visible = page.visible_units().iter().any(|(_, unit)| unit.code == code);
    if !visible {
        return Err(Failure::denied());
    }
    Ok(Done::to(without_unit(fields.text("next"))).with_cookie(cookies::keep(
        cookies::UNIT,
        code.as_str(),
        app.secure,
    )))
}

/// The address without `unit=`, which would win over the choice just made.
fn without_unit(address: &str) -> String {
    let Some((path, query)) = address.split_once('?') else {
        return address.to_owned();
    };
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    let kept: Vec<_> = pairs.into_iter().filter(|(name, _)| name != "unit" && name != "page").collect();
    match serde_urlencoded::to_string(kept) {
        Ok(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}

/// `GET /healthz`: 200 while the database answers, else 503. No session needed.
pub(crate) async fn health(State(app): State<App>) -> Response {
    match app.db.read().query_one(&Query::select().expr(Expr::val(1)).to_owned()).await {
        Ok(_) => (StatusCode::OK, "ok\n").into_response(),
        Err(error) => {
            tracing::error!(cause = %error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}
