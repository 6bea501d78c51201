//! No form from another site, none without the session's token, none too large.

use crate::{Failure, Page, failed};
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use kernel::Text;
use subtle::ConstantTimeEq;

/// What a form may weigh, in bytes.
const FORM_LIMIT: usize = 2 * 1024 * 1024;
/// What a form with a file may weigh, in bytes: a workbook with a year's records.
const UPLOAD_LIMIT: usize = 32 * 1024 * 1024;
/// The name of the hidden field.
const FIELD: &str = "csrf";

/// Lets a request pass, its body read in full; or says why not.
pub(crate) async fn pass(page: &Page, request: Request) -> Result<Request, Failure> {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    if !is_from_here(&parts.headers, &parts.uri) {
        return Err(Failure::new(StatusCode::FORBIDDEN, Text::new("pages-foreign-form")));
    }
    let kind = parts
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    // Only somebody who is signed in sends files.
    let with_file = kind.starts_with("multipart/form-data") && page.session().is_some();
    let limit = if with_file { UPLOAD_LIMIT } else { FORM_LIMIT };
    let too_large = || Failure::new(StatusCode::PAYLOAD_TOO_LARGE, Text::new("pages-too-large"));
    let bytes = axum::body::to_bytes(body, limit).await.map_err(|error| {
        let mut cause: Option<&dyn std::error::Error> = Some(&error);
        while let Some(inner) = cause {
            // The type of the cause is private to the library; its words are not.
            if inner.to_string().contains("length limit exceeded") {
                return too_large();
            }
            cause = inner.source();
        }
        Failure { status: StatusCode::BAD_REQUEST, text: Text::new("pages-bad-request"), ..failed(error) }
    })?;
    if let Some(session) = page.session() {
        let sent = token(&parts.headers, &kind, &bytes);
        if !bool::from(sent.unwrap_or_default().as_bytes().ct_eq(session.csrf.as_bytes())) {
            return Err(Failure::new(StatusCode::FORBIDDEN, Text::new("pages-stale-form")));
        }
    }
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

/// Browsers say where a form comes from; a program that says nothing has no
/// session of somebody else's to misuse, and the token stands in its way.
fn is_from_here(headers: &HeaderMap, uri: &Uri) -> bool {
    let text = |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = headers.get("sec-fetch-site").map(|value| value.to_str().unwrap_or("?")) {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(header::ORIGIN) else {
        return true;
    };
    let host = text(header::HOST).or_else(|| uri.authority().map(|authority| authority.as_str()));
    let origin = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    origin.is_some() && origin == host
}

fn token(headers: &HeaderMap, kind: &str, body: &Bytes) -> Option<String> {
    if let Some(value) = headers.get("x-csrf-token") {
        return value.to_str().ok().map(str::to_owned);
    }
    if kind.starts_with("application/x-www-form-urlencoded") {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(body).ok()?;
        return pairs.into_iter().find(|(name, _)| name == FIELD).map(|(_, value)| value);
    }
    if kind.starts_with("multipart/form-data") {
        // The token is the first part, so that a large file need not be searched.
        let start = body.get(..body.len().min(1024))?;
        let start = String::from_utf8_lossy(start);
        let (_, after) = start.split_once(&format!("name=\"{FIELD}\"\r\n\r\n"))?;
        return after.split_once("\r\n").map(|(value, _)| value.to_owned());
    }
    None
}
