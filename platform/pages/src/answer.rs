//! What handlers return: a page, a form with its problems, a redirect, a file.

use crate::forms::Fields;
use crate::{App, Failure, cookies};
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use kernel::Text;

/// A page.
///
/// # Errors
/// A template that cannot be printed.
pub fn show(template: &impl Template) -> Result<Response, Failure> {
    show_as(StatusCode::OK, template)
}

/// A page with another status than 200.
///
/// # Errors
/// A template that cannot be printed.
pub fn show_as(status: StatusCode, template: &impl Template) -> Result<Response, Failure> {
    let html = template.render().map_err(crate::failed)?;
    Ok((status, Html(html)).into_response())
}

/// A form: 200 when it is new, 422 (or 409, 403, …) when something was wrong with it.
///
/// # Errors
/// A template that cannot be printed.
pub fn show_form(fields: &Fields, template: &impl Template) -> Result<Response, Failure> {
    show_as(fields.status(), template)
}

/// A form was carried out: on to the page that shows the result (303).
#[derive(Debug, Clone)]
pub struct Done {
    to: String,
    cookies: Vec<HeaderValue>,
}

impl Done {
    /// On to a path of this server.
    pub fn to(path: impl Into<String>) -> Self {
        Self { to: path.into(), cookies: Vec::new() }
    }
    /// With a sentence at the top of that page.
    pub fn saying(mut self, app: &App, text: &Text) -> Self {
        self.cookies.extend(cookies::flash(text, app.secure));
        self
    }
    /// With a cookie, such as that of a new session.
    pub fn with_cookie(mut self, cookie: Option<HeaderValue>) -> Self {
        self.cookies.extend(cookie);
        self
    }
}

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        let mut response = StatusCode::SEE_OTHER.into_response();
        let to = crate::safe_path(&self.to);
        if let Ok(to) = HeaderValue::from_str(to) {
            response.headers_mut().insert(header::LOCATION, to);
        }
        for cookie in self.cookies {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

/// A file to be saved under this name, which may be Chinese.
pub fn download(name: &str, content_type: &'static str, bytes: Vec<u8>) -> Response {
    let mut encoded = String::with_capacity(name.len() * 3);
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    let disposition = format!("attachment; filename*=UTF-8''{encoded}");
    let mut response = ([(header::CONTENT_TYPE, content_type)], bytes).into_response();
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
