//! What stands around every page: session, guard, errors, headers, log.

use crate::{App, Failure, Page, assets, cookies, failure, guard, switches};
use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use database::queries;
use kernel::Text;
use std::any::Any;
use std::time::{Duration, Instant};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

/// How long a page may take to be made; a large export is the slowest.
const PATIENCE: Duration = Duration::from_secs(60);

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The whole web server: the areas' routes and everything around them.
pub fn frame(routes: Router<App>, app: App) -> Router {
    let framed = routes
        .merge(switches::routes())
        .fallback(async || Failure::not_found())
        .method_not_allowed_fallback(async || {
            Failure::new(StatusCode::METHOD_NOT_ALLOWED, Text::new("pages-not-found"))
        })
        // The guard has measured every body already.
        .layer(DefaultBodyLimit::disable())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, PATIENCE))
        .layer(middleware::from_fn_with_state(app.clone(), around))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest));
    Router::new()
        .route("/healthz", get(switches::health))
        .merge(assets::routes())
        .merge(framed)
        .layer(middleware::from_fn_with_state(app.secure, secure_headers))
        .with_state(app)
}

async fn around(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let operation = operation();
    let method = request.method().clone();
    // The pattern of the route, not the address: that may hold names and numbers.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let (mut response, queries) = queries::counted(answer(&app, request, next, &operation)).await;
    let took = started.elapsed().as_secs_f64() * 1000.0;
    let headers = response.headers_mut();
    if let Ok(timing) = HeaderValue::from_str(&format!("db;desc=\"{queries}\", app;dur={took:.1}")) {
        headers.insert("server-timing", timing);
    }
    if let Ok(operation) = HeaderValue::from_str(&operation) {
        headers.insert("x-request-id", operation);
    }
    let status = response.status().as_u16();
    tracing::info!(%operation, %method, %route, status, queries, ms = took, "request");
    response
}

async fn answer(app: &App, request: Request, next: Next, operation: &str) -> Response {
    let (mut parts, body) = request.into_parts();
    let page = match Page::read(app, &parts, operation).await {
        Ok(page) => page,
        Err(failure) => {
            return failure::dress(&Page::without_session(app, &parts, operation), failure.into_response());
        }
    };
    parts.extensions.insert(page.clone());
    let response = match guard::pass(&page, Request::from_parts(parts, body)).await {
        Ok(request) => next.run(request).await,
        Err(failure) => failure.into_response(),
    };
    let mut response = failure::dress(&page, response);
    let is_html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    // The message has been read once a page has shown it.
    if page.has_flash()
        && is_html
        && !page.is_fragment()
        && let Some(gone) = cookies::write(cookies::FLASH, "", 0, app.secure)
    {
        response.headers_mut().append(header::SET_COOKIE, gone);
    }
    response
        .headers_mut()
        .entry(header::CACHE_CONTROL)
        // Machines in a duty room are shared: nothing of a page stays on them.
        .or_insert(HeaderValue::from_static("no-store"));
    response.headers_mut().append(header::VARY, HeaderValue::from_static("cookie, hx-request"));
    response
}

fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    // The panic hook has written place and message to the log.
    crate::failed("a handler panicked").into_response()
}

async fn secure_headers(State(secure): State<bool>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if secure {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
    }
    response
}

/// The number of a request, short enough to be read out on the telephone.
fn operation() -> String {
    let mut bytes = [0_u8; 5];
    // Without randomness a request has no number, and is served all the same.
    let _ = getrandom::fill(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
