//! `/sign-in`, `/sign-out` and `/account`.

use super::tell;
use crate::commands::{Cost, change_password, make_secret, sign_in, withdraw_secret};
use crate::rules::Secret;
use crate::{PeopleProblem, store};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use database::identity;
use kernel::{Actor, Grant, Instant, Problem, Text};
use pages::{
    App, Done, Failure, Fields, Page, SignedIn, failed, forget_session, remember_session, safe_path,
    session_token, show, show_form,
};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in", get(ask).post(enter))
        .route("/sign-out", post(leave))
        .route("/account", get(account))
        .route("/account/password", post(password))
        .route("/account/calendar", post(make_calendar))
        .route("/account/calendar/withdrawal", post(withdraw_calendar))
        .route("/account/key", post(make_key))
        .route("/account/key/withdrawal", post(withdraw_key))
}

#[derive(Template)]
#[template(path = "pages/sign_in.html")]
struct SignInPage<'a> {
    page: &'a Page,
    fields: &'a Fields,
}

async fn ask(page: Page) -> Result<Response, Failure> {
    let next = page.query_value("next").unwrap_or_default();
    if page.actor().is_some() {
        return Ok(Done::to(safe_path(&next)).into_response());
    }
    show(&SignInPage { page: &page, fields: &Fields::new().with("next", safe_path(&next)) })
}

async fn enter(State(app): State<App>, page: Page, mut fields: Fields) -> Result<Response, Failure> {
    let name = fields.needed("name");
    if fields.raw("password").is_empty() {
        fields.problem("password", Text::new("pages-field-needed"));
    }
    if let (Some(name), true) = (name, fields.is_good()) {
        match sign_in(&app.db, &name, fields.raw("password")).await {
            Ok(token) => {
                // Whoever was signed in here before is not any more.
                if let Some(session) = page.session() {
                    tracing::info!(account = %session.actor.account, "signed in again");
                }
                let cookie = remember_session(&token, is_secure(&app));
                return Ok(Done::to(fields.text("next")).with_cookie(cookie).into_response());
            }
            Err(problem) => {
                let waits = match &problem {
                    PeopleProblem::SignInWaits { until } => {
                        Some((until.micros() - app.db.clock().now().micros()) / 1_000_000 + 1)
                    }
                    _ => None,
                };
                tell(&mut fields, problem)?;
                let mut response = show_form(&fields, &SignInPage { page: &page, fields: &fields })?;
                if let Some(seconds) = waits {
                    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
                }
                return Ok(response);
            }
        }
    }
    show_form(&fields, &SignInPage { page: &page, fields: &fields })
}

async fn leave(State(app): State<App>, headers: HeaderMap) -> Result<Response, Failure> {
    if let Some(token) = session_token(&headers, is_secure(&app)) {
        app.db.close_session(token).await.map_err(failed)?;
    }
    let done = Done::to("/sign-in").saying(&app, &Text::new("people-signed-out"));
    Ok(done.with_cookie(forget_session(is_secure(&app))).into_response())
}

#[derive(Template)]
#[template(path = "pages/own_account.html")]
struct OwnAccountPage<'a> {
    page: &'a Page,
    account: identity::Account,
    grants: Vec<Grant>,
    /// Since when there is an address of the calendar.
    calendar: Option<Instant>,
    /// Since when there is a key for programs.
    key: Option<Instant>,
    shown: Shown,
    fields: &'a Fields,
}

/// What was just made: shown once, kept nowhere.
#[derive(Default)]
struct Shown {
    address: Option<String>,
    key: Option<String>,
}

impl OwnAccountPage<'_> {
    fn role(&self, grant: &Grant) -> String {
        super::role_word(self.page, grant.role)
    }
}

async fn account(State(app): State<App>, SignedIn(actor): SignedIn, page: Page) -> Result<Response, Failure> {
    own_account(&app, &actor, &page, &Fields::new(), Shown::default()).await
}

async fn own_account(
    app: &App,
    actor: &Actor,
    page: &Page,
    fields: &Fields,
    shown: Shown,
) -> Result<Response, Failure> {
    let account = identity::account_by_id(&app.db.read(), &actor.account)
        .await
        .map_err(failed)?
        .ok_or_else(Failure::not_found)?;
    // The person of an account may be known by number only in tests of other areas.
    let person = match &account.person {
        Some(id) => store::person::find(&app.db.read(), id).await.map_err(failed)?.map(|person| person.id),
        None => None,
    };
    let account = identity::Account { person, ..account };
    let made = store::secrets::made_at(&app.db.read(), &actor.account).await.map_err(failed)?;
    let (calendar, key) = (made.get(&Secret::Calendar).copied(), made.get(&Secret::Program).copied());
    let grants = actor.grants.clone();
    show_form(fields, &OwnAccountPage { page, account, grants, calendar, key, shown, fields })
}

/// `POST /account/password`: `current`, `password`, `password_again`.
async fn password(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    mut fields: Fields,
) -> Result<Response, Failure> {
    if fields.raw("password") != fields.raw("password_again") {
        fields.problem("password_again", PeopleProblem::PasswordsDiffer.message());
    } else {
        let (current, new) = (fields.raw("current"), fields.raw("password"));
        match change_password(&app.db, &actor, current, new, Cost::STANDARD).await {
            Ok(token) => {
                let done = Done::to("/account").saying(&app, &Text::new("people-password-changed"));
                return Ok(done.with_cookie(remember_session(&token, is_secure(&app))).into_response());
            }
            Err(problem) => tell(&mut fields, problem)?,
        }
    }
    own_account(&app, &actor, &page, &fields, Shown::default()).await
}

/// Makes the secret address anew and shows it this once: it can be shown at no other time.
async fn make_calendar(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let token = make_secret(&app.db, &actor, Secret::Calendar).await?;
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let scheme = if is_secure(&app) { "https" } else { "http" };
    let address = Some(format!("{scheme}://{host}/calendar/{token}.ics"));
    own_account(&app, &actor, &page, &Fields::new(), Shown { address, key: None }).await
}

async fn withdraw_calendar(State(app): State<App>, SignedIn(actor): SignedIn) -> Result<Response, Failure> {
    withdraw_secret(&app.db, &actor, Secret::Calendar).await?;
    Ok(Done::to("/account").saying(&app, &Text::new("people-calendar-withdrawn")).into_response())
}

/// Makes the key anew and shows it this once.
async fn make_key(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    let key = Some(make_secret(&app.db, &actor, Secret::Program).await?);
    own_account(&app, &actor, &page, &Fields::new(), Shown { address: None, key }).await
}

async fn withdraw_key(State(app): State<App>, SignedIn(actor): SignedIn) -> Result<Response, Failure> {
    withdraw_secret(&app.db, &actor, Secret::Program).await?;
    Ok(Done::to("/account").saying(&app, &Text::new("people-key-withdrawn")).into_response())
}

/// Whether the session's cookie is bound to HTTPS. The platform tells it only
/// through the cookies that it writes itself.
fn is_secure(app: &App) -> bool {
    let sample = Done::to("/").saying(app, &Text::new("people-signed-out")).into_response();
    let cookies = sample.headers().get_all(header::SET_COOKIE);
    cookies.iter().filter_map(|cookie| cookie.to_str().ok()).any(|cookie| cookie.ends_with("; Secure"))
}
