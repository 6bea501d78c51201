//! Why there is no page: a problem in words, turned into a page by `frame`.

use crate::Page;
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use kernel::{Citation, Problem, Status, Text};

/// A problem on its way to the person. Any area's problem becomes one with `?`.
///
/// The cause is for the log and never on the page.
#[derive(Debug, Clone)]
pub struct Failure {
    pub text: Text,
    pub status: StatusCode,
    pub citation: Option<Box<Citation>>,
    pub cause: String,
}

impl Failure {
    pub fn new(status: StatusCode, text: Text) -> Self {
        Self { cause: text.key.clone(), text, status, citation: None }
    }
    /// There is no such page or record (404).
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, Text::new("pages-not-found"))
    }
    /// This person may not (403).
    pub fn denied() -> Self {
        Self::new(StatusCode::FORBIDDEN, Text::new("pages-denied"))
    }
}

/// A technical failure: the page shows a number, the log shows the cause.
pub fn failed(cause: impl std::fmt::Display) -> Failure {
    Failure {
        text: Text::new("pages-failed"),
        status: StatusCode::INTERNAL_SERVER_ERROR,
        citation: None,
        cause: cause.to_string(),
    }
}

impl<P: Problem> From<P> for Failure {
    fn from(problem: P) -> Self {
        Self {
            text: problem.message(),
            status: status_code(problem.status()),
            citation: problem.citation().cloned().map(Box::new),
            cause: problem.to_string(),
        }
    }
}

pub(crate) fn status_code(status: Status) -> StatusCode {
    match status {
        Status::NotFound => StatusCode::NOT_FOUND,
        Status::Denied => StatusCode::FORBIDDEN,
        Status::Conflict => StatusCode::CONFLICT,
        Status::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Status::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Status::Failed => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Failure {
    /// An empty answer that carries the problem to `frame`, which knows the page.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    page: &'a Page,
    title: String,
    failure: &'a Failure,
}

#[derive(Template)]
#[template(path = "problem_plain.html")]
struct PlainProblemPage<'a> {
    page: &'a Page,
    title: String,
    failure: &'a Failure,
}

#[derive(Template)]
#[template(path = "parts/problem_fragment.html")]
struct ProblemFragment<'a> {
    page: &'a Page,
    failure: &'a Failure,
}

/// Turns a failure, and any bare refusal of the router, into a page.
pub(crate) fn dress(page: &Page, mut response: Response) -> Response {
    let status = response.status();
    let failure = match response.extensions_mut().remove::<Failure>() {
        Some(failure) => failure,
        None if !is_bare_refusal(&response) => return response,
        None => {
            let key = match status {
                StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => "pages-not-found",
                StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => "pages-denied",
                StatusCode::PAYLOAD_TOO_LARGE => "pages-too-large",
                StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => "pages-too-slow",
                status if status.is_server_error() => "pages-failed",
                _ => "pages-bad-request",
            };
            Failure::new(status, Text::new(key))
        }
    };
    if failure.status.is_server_error() {
        tracing::error!(operation = page.operation(), cause = %failure.cause, "request failed");
    } else {
        tracing::debug!(operation = page.operation(), cause = %failure.cause, "request refused");
    }
    let mut dressed = render(page, &failure);
    // What was already decided (Allow, Retry-After, a cookie) stays.
    let (parts, _) = response.into_parts();
    for (name, value) in &parts.headers {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            dressed.headers_mut().append(name.clone(), value.clone());
        }
    }
    dressed
}

/// An error of the router or of an extractor: plain text or nothing at all.
fn is_bare_refusal(response: &Response) -> bool {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    (status.is_client_error() || status.is_server_error())
        && kind.is_none_or(|kind| kind.starts_with("text/plain"))
}

fn render(page: &Page, failure: &Failure) -> Response {
    let title = match failure.status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => "pages-title-not-found",
        StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => "pages-title-denied",
        StatusCode::CONFLICT => "pages-title-conflict",
        status if status.is_server_error() => "pages-title-failed",
        _ => "pages-title-refused",
    };
    let title = page.t(title);
    if page.is_fragment() {
        let mut response = html(failure, ProblemFragment { page, failure }.render());
        // The message has its own place, whatever the request wanted to replace.
        for (name, value) in
            [("hx-retarget", "#notice"), ("hx-reswap", "innerHTML"), ("hx-reselect", "#problem")]
        {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        return response;
    }
    if page.actor().is_some() {
        html(failure, ProblemPage { page, title, failure }.render())
    } else {
        html(failure, PlainProblemPage { page, title, failure }.render())
    }
}

fn html(failure: &Failure, rendered: askama::Result<String>) -> Response {
    match rendered {
        Ok(html) => (failure.status, Html(html)).into_response(),
        // The status is all that is left to say.
        Err(_) => failure.status.into_response(),
    }
}
