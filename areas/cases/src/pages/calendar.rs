//! Somebody's deadlines for programs that read iCalendar (RFC 5545), under a secret address.
//!
//! No session stands before it, so it holds nobody's name: number, what is due, and when.

use super::clocks::EVERYBODY;
use crate::Procedure;
use crate::store::{self, ClockFilter, Units};
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use kernel::{Actor, Instant, Wording};
use pages::{App, Failure, failed};

/// A deadline, whichever kind of record it belongs to.
struct Deadline {
    rule: String,
    version: String,
    fact: String,
    number: String,
    safe: Option<Instant>,
}

pub async fn calendar(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    Path(address): Path<String>,
) -> Result<Response, Failure> {
    let token = address.strip_suffix(".ics").unwrap_or(&address);
    let reader =
        people::secret_holder(&app.db, token, people::rules::Secret::Calendar).await.map_err(failed)?;
    let actor = reader.ok_or_else(Failure::not_found)?;
    let deadlines = deadlines(&app, &actor).await?;
    let now = app.db.clock().now();
    let wording = Wording::new(app.catalogue.clone(), actor.language);
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Jishi//clocks//ZH".to_owned(),
    ];
    for one in &deadlines {
        let Some(safe) = one.safe else { continue };
        let title = match procedure.law.rule(&one.rule) {
            Ok(rule) => rule.title.in_language(actor.language).to_owned(),
            Err(_) => one.rule.clone(),
        };
        let basis = match procedure.law.version(&one.version) {
            Ok(version) => version.citation().to_string(),
            Err(_) => wording.t("cases-clock-own"),
        };
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}-{}@jishi", one.rule, one.fact),
            format!("DTSTAMP:{}", stamp(now)),
            begins(safe),
            format!("SUMMARY:{} {}", escaped(&title), escaped(&one.number)),
            format!("DESCRIPTION:{}", escaped(&basis)),
            "BEGIN:VALARM".to_owned(),
            "ACTION:DISPLAY".to_owned(),
            format!("DESCRIPTION:{} {}", escaped(&title), escaped(&one.number)),
            format!("TRIGGER:{}", if is_whole_day(safe) { "-PT15H" } else { "-PT1H" }),
            "END:VALARM".to_owned(),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.push("END:VCALENDAR".to_owned());
    let folded: String = lines.iter().map(|line| fold(line)).collect();
    Ok(([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], folded).into_response())
}

/// What somebody answers for, by the roles as they are now: a leader all of the units, anybody
/// else their own cases.
async fn deadlines(app: &App, actor: &Actor) -> Result<Vec<Deadline>, Failure> {
    let access = app.db.access();
    let scope = access.scope(actor, "case.clocks");
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    let tree = app.db.units().await.map_err(failed)?;
    let leads = ["case.approve", "case.review", "case.approve_above"]
        .iter()
        .any(|action| !access.scope(actor, action).is_empty());
    let filter = ClockFilter {
        units: Units::within(&tree, &scope, None),
        held: false,
        rule: None,
        near: None,
        under: None,
        handler: actor.person.clone().filter(|_| !leads),
    };
    let read = app.db.read();
    let of_cases = store::clock_rows(&read, &filter, EVERYBODY, 0).await.map_err(failed)?;
    let of_reports = store::report_clock_rows(&read, &filter, EVERYBODY).await.map_err(failed)?;
    let mut deadlines: Vec<Deadline> = of_cases
        .into_iter()
        // What is stopped has no end to put into a calendar.
        .filter(|row| row.paused_since.is_none())
        .map(|row| Deadline {
            rule: row.rule,
            version: row.version,
            fact: row.fact.to_string(),
            number: row.number,
            safe: row.safe,
        })
        .collect();
    deadlines.extend(of_reports.into_iter().map(|row| Deadline {
        rule: row.rule,
        version: row.version,
        fact: row.fact.to_string(),
        number: row.number,
        safe: row.safe,
    }));
    Ok(deadlines)
}

/// Whether it is over with a day: at the midnight after it.
fn is_whole_day(over: Instant) -> bool {
    over == over.day().start()
}

/// The last day as a whole, or the minute at which it is over.
fn begins(over: Instant) -> String {
    if is_whole_day(over) {
        let last = over.plus_seconds(-1).day();
        return format!("DTSTART;VALUE=DATE:{}", last.to_string().replace('-', ""));
    }
    format!("DTSTART:{}", stamp(over))
}

/// `20260224T155959Z`
fn stamp(at: Instant) -> String {
    // The field form is local time; eight hours before it is the same moment in UTC.
    at.plus_minutes(-8 * 60).to_local().strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;").replace('\n', "\\n")
}

/// Lines of at most 75 octets; the rest goes on with a blank (RFC 5545, 3.1).
fn fold(line: &str) -> String {
    let mut folded = String::new();
    let mut width = 0;
    for letter in line.chars() {
        if width + letter.len_utf8() > 74 {
            folded.push_str("\r\n ");
            width = 1;
        }
        folded.push(letter);
        width += letter.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}
