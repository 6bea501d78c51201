//! The few cookies: session, language, theme, unit, and a message for the next page.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::Text;

pub(crate) const LANGUAGE: &str = "lang";
pub(crate) const THEME: &str = "theme";
pub(crate) const UNIT: &str = "unit";
pub(crate) const FLASH: &str = "flash";
/// Longer than any session lives; the server decides when one ends.
const YEAR_SECONDS: u32 = 31_536_000;

fn session_name(secure: bool) -> &'static str {
    // The prefix makes the browser refuse the cookie without HTTPS or from a subdomain.
    if secure { "__Host-session" } else { "session" }
}

/// The value of a cookie.
pub(crate) fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

pub(crate) fn write(name: &str, value: &str, seconds: u32, secure: bool) -> Option<HeaderValue> {
    let secure = if secure { "; Secure" } else { "" };
    // A value with a character that no cookie may hold is not written at all.
    HeaderValue::from_str(&format!(
        "{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
    ))
    .ok()
}

pub(crate) fn keep(name: &str, value: &str, secure: bool) -> Option<HeaderValue> {
    write(name, value, YEAR_SECONDS, secure)
}

/// The token of the session a request comes with.
pub fn session_token(headers: &HeaderMap, secure: bool) -> Option<&str> {
    read(headers, session_name(secure)).filter(|token| !token.is_empty())
}

/// The cookie that a sign-in sets: `Set-Cookie`.
pub fn remember_session(token: &str, secure: bool) -> Option<HeaderValue> {
    let attribute = if secure { "; Secure" } else { "" };
    // Without an age it ends with the browser: duty rooms share machines.
    HeaderValue::from_str(&format!(
        "{}={token}; Path=/; HttpOnly; SameSite=Lax{attribute}",
        session_name(secure)
    ))
    .ok()
}

/// The cookie that a sign-out sets.
pub fn forget_session(secure: bool) -> Option<HeaderValue> {
    write(session_name(secure), "", 0, secure)
}

pub(crate) fn flash(text: &Text, secure: bool) -> Option<HeaderValue> {
    let json = serde_json::to_vec(text).ok()?;
    write(FLASH, &URL_SAFE_NO_PAD.encode(json), 60, secure)
}

pub(crate) fn read_flash(headers: &HeaderMap) -> Option<Text> {
    let json = URL_SAFE_NO_PAD.decode(read(headers, FLASH)?).ok()?;
    serde_json::from_slice(&json).ok()
}
