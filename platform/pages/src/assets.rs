//! Styles, scripts and icons, carried in the program.
//!
//! The address holds a hash of the contents, so browsers may keep a file for ever.

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
struct Dist;

static HASH: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Dist::iter().collect();
    names.sort();
    let mut all = Sha256::new();
    for name in names {
        all.update(name.as_bytes());
        all.update(Dist::get(&name).map(|file| file.metadata.sha256_hash()).unwrap_or_default());
    }
    all.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
});

/// The address of a file of `web/dist`.
pub(crate) fn address(name: &str) -> String {
    format!("/assets/{}/{name}", *HASH)
}

pub(crate) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/assets/{hash}/{name}", get(file))
        // Browsers ask for it on their own, whatever the page says.
        .route("/favicon.ico", get(|headers: HeaderMap| async move { serve("mark.svg", &headers, false) }))
}

async fn file(Path((hash, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    serve(&name, &headers, hash == *HASH)
}

fn serve(name: &str, headers: &HeaderMap, for_ever: bool) -> Response {
    let kind = match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let accepts = |coding: &str| {
        accepted.split(',').any(|part| {
            let (name, weight) = part.split_once(';').unwrap_or((part, ""));
            name.trim() == coding && !matches!(weight.trim(), "q=0" | "q=0.0")
        })
    };
    let (file, coding) = if accepts("br") {
        (Dist::get(&format!("{name}.br")), Some("br"))
    } else if accepts("gzip") {
        (Dist::get(&format!("{name}.gz")), Some("gzip"))
    } else {
        (Dist::get(name), None)
    };
    let Some(file) = file else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = (
        [
            (header::CONTENT_TYPE, kind),
            (header::VARY, "accept-encoding"),
            // An address with an old hash still gets the file of today, but may not keep it.
            (
                header::CACHE_CONTROL,
                if for_ever { "public, max-age=31536000, immutable" } else { "public, max-age=300" },
            ),
        ],
        file.data.into_owned(),
    )
        .into_response();
    if let Some(coding) = coding {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}
