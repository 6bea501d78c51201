//! Somebody's shifts for programs that read iCalendar (RFC 5545), under the secret address that
//! also serves their deadlines. No session stands before it, so it holds nobody's name.

use super::mine::{SHIFTS, shifts_ahead};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use kernel::Instant;
use pages::{App, Failure, failed};

pub async fn calendar(State(app): State<App>, Path(address): Path<String>) -> Result<Response, Failure> {
    let token = address.strip_suffix(".ics").unwrap_or(&address);
    let reader =
        people::secret_holder(&app.db, token, people::rules::Secret::Calendar).await.map_err(failed)?;
    let person = reader.and_then(|actor| actor.person).ok_or_else(Failure::not_found)?;
    let shifts = shifts_ahead(&app.db, &person, SHIFTS).await.map_err(failed)?;
    let now = stamp(app.db.clock().now());
    let mut lines =
        vec!["BEGIN:VCALENDAR".to_owned(), "VERSION:2.0".to_owned(), "PRODID:-//Jishi//duty//ZH".to_owned()];
    for one in &shifts {
        let begins = one.day.start().plus_minutes(i64::from(one.starts));
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:duty-{}-{}@jishi", person, one.day),
            format!("DTSTAMP:{now}"),
            format!("DTSTART:{}", stamp(begins)),
            format!("DTEND:{}", stamp(begins.plus_minutes(i64::from(one.lasts)))),
            format!("SUMMARY:{} {}", escaped(&one.shift), escaped(&one.position)),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.push("END:VCALENDAR".to_owned());
    let text: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
    Ok(([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response())
}

/// `20260224T155959Z`
fn stamp(at: Instant) -> String {
    // The field form is local time; eight hours before it is the same moment in UTC.
    at.plus_minutes(-8 * 60).to_local().strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;")
}
