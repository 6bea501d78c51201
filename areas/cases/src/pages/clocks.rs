//! Boards of running periods, and of everybody who is held.

use super::incident_list::total_of;
use crate::Procedure;
use crate::rules::act::Trait;
use crate::rules::clock::Clock;
use crate::rules::file::{CaseFile, Entry};
use crate::store::{self, ClockFilter, ClockRow, Near, ReportClockRow, Units};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use database::{Database, DbErr};
use documents::{CellValue, SheetColumn};
use kernel::{Actor, Instant, PersonId, Text, UnitCode, UnitTree};
use pages::{
    App, Choice, EXPORTED, Failure, ListView, Listing, Page, SignedIn, Sort, failed, list_file, show,
};
use std::collections::HashMap;

const LIST: Listing =
    Listing { sorts: &["until"], sort: Sort::up("until"), filters: &["near", "rule", "whose"], size: 50 };

/// A period as a line for people.
pub struct ClockView {
    pub title: String,
    pub rule: String,
    pub number: String,
    pub href: String,
    pub unit: String,
    /// Extensions, a pause, whose advice it is.
    pub about: String,
    pub basis: String,
    /// What is left, or by how much it is over.
    pub left: String,
    pub since: String,
    pub until: String,
    /// What lengthened or stopped it: when, what, by whom.
    pub changes: Vec<String>,
    pub tone: &'static str,
}

/// What a line is made from, whether read from the table or worked out from the file.
struct Line<'a> {
    rule: &'a str,
    version: &'a str,
    since: Instant,
    due: Option<Instant>,
    safe: Option<Instant>,
    paused_since: Option<Instant>,
    ended_at: Option<Instant>,
    extensions: i64,
    excluded_days: i64,
}

fn view(page: &Page, procedure: &Procedure, line: &Line<'_>, now: Instant) -> ClockView {
    let law = &procedure.law;
    let title = match law.rule(line.rule) {
        Ok(rule) => rule.title.in_language(page.language()).to_owned(),
        Err(_) => line.rule.to_owned(),
    };
    let warnings = procedure.clocks.warnings(line.rule);
    let basis = match law.version(line.version) {
        Ok(version) => page.citation(version.citation()),
        Err(_) => page.t("cases-clock-own"),
    };
    let over = line.due.or(line.safe);
    let (left, tone) = match (line.ended_at, line.paused_since, over) {
        (Some(_), _, _) => (page.t("cases-clock-ended"), ""),
        (None, Some(_), _) => (page.t("cases-clock-paused"), "info"),
        (None, None, None) => (page.t("cases-clock-no-notice"), "warn"),
        (None, None, Some(over)) if now >= over => {
            let minutes = now.minutes_since(over);
            (page.t1("cases-clock-over", "time", long(page, minutes)), "bad")
        }
        (None, None, Some(over)) => {
            let safe = line.safe.unwrap_or(over);
            let tone = match now {
                now if now >= warnings.last(safe) => "bad",
                now if now >= warnings.first(safe) => "warn",
                _ => "good",
            };
            (page.t1("cases-clock-left", "time", long(page, over.minutes_since(now))), tone)
        }
    };
    let mut about = Vec::new();
    if line.extensions > 0 {
        about.push(page.t1("cases-clock-extended", "count", line.extensions));
    }
    if line.excluded_days > 0 {
        about.push(page.t1("cases-clock-excluded", "days", line.excluded_days));
    }
    if law.rule(line.rule).is_ok_and(|rule| rule.changed_between(line.since.day(), now.day())) {
        about.push(page.t("cases-clock-law-changed"));
    }
    ClockView {
        title,
        rule: line.rule.to_owned(),
        number: String::new(),
        href: String::new(),
        unit: String::new(),
        about: about.join("，"),
        basis,
        left,
        since: page.t1("cases-clock-from", "at", line.since.to_field().replace('T', " ")),
        until: until(page, line),
        changes: Vec::new(),
        tone,
    }
}

/// Days and hours where minutes no longer matter.
fn long(page: &Page, minutes: i64) -> String {
    const DAY: i64 = 24 * 60;
    if minutes < 2 * DAY {
        return page.minutes(minutes);
    }
    page.say(&Text::new("cases-clock-days").with("days", minutes / DAY).with("hours", minutes % DAY / 60))
}

/// The statutory end, and the safe one where it is earlier.
fn until(page: &Page, line: &Line<'_>) -> String {
    // A day that ends at midnight is named by the day itself.
    let words = |at: Instant| {
        let shown = at.plus_seconds(-1);
        if at == at.day().start() { shown.day().to_string() } else { at.to_field().replace('T', " ") }
    };
    match (line.due, line.safe) {
        (Some(due), Some(safe)) if safe < due => {
            format!(
                "{} · {}",
                page.t1("cases-clock-due", "at", words(due)),
                page.t1("cases-clock-safe", "at", words(safe))
            )
        }
        (Some(due), _) => page.t1("cases-clock-due", "at", words(due)),
        (None, Some(safe)) => page.t1("cases-clock-safe", "at", words(safe)),
        (None, None) => String::new(),
    }
}

/// The clocks of one case: running ones first, then those that ended.
pub fn of_case(
    page: &Page,
    procedure: &Procedure,
    clocks: &[Clock],
    changes: impl Fn(&Clock) -> Vec<String>,
    now: Instant,
) -> (Vec<ClockView>, Vec<ClockView>) {
    let line = |clock: &Clock| {
        let line = Line {
            rule: &clock.rule,
            version: &clock.version,
            since: clock.since,
            due: clock.due,
            safe: clock.safe,
            paused_since: clock.paused_since,
            ended_at: clock.ended_at,
            extensions: i64::from(clock.extensions),
            excluded_days: i64::from(clock.excluded_days),
        };
        let mut shown = view(page, procedure, &line, now);
        shown.changes = changes(clock);
        if clock.was_late() {
            (shown.left, shown.tone) = (page.t("cases-clock-was-late"), "bad");
        }
        shown
    };
    let (mut running, ended): (Vec<&Clock>, Vec<&Clock>) =
        clocks.iter().partition(|clock| clock.is_running());
    running.sort_by_key(|clock| clock.safe);
    (running.into_iter().map(line).collect(), ended.into_iter().map(line).collect())
}

/// What lengthened or stopped a period of a case: when, what, by whom.
pub fn changes(
    page: &Page,
    file: &CaseFile,
    names: &HashMap<PersonId, String>,
    clock: &Clock,
) -> Vec<String> {
    let entries = clock.changed_by.iter().filter_map(|fact| file.find(fact));
    let words = |entry: &Entry| {
        let by: Vec<&str> =
            entry.officers.iter().filter_map(|one| names.get(one)).map(String::as_str).collect();
        let words = Text::new("cases-clock-changed")
            .with("at", entry.at.to_field().replace('T', " "))
            .with("what", page.t(entry.act.text_key()))
            .with("by", by.join("、"));
        page.say(&words)
    };
    entries.map(words).collect()
}

pub fn of_row(page: &Page, procedure: &Procedure, row: &ClockRow, now: Instant) -> ClockView {
    let line = Line {
        rule: &row.rule,
        version: &row.version,
        since: row.since,
        due: row.due,
        safe: row.safe,
        paused_since: row.paused_since,
        ended_at: None,
        extensions: row.extensions,
        excluded_days: 0,
    };
    ClockView {
        number: row.number.clone(),
        href: format!("/cases/{}", row.case),
        unit: page.unit_name(&row.unit),
        ..view(page, procedure, &line, now)
    }
}

pub fn of_report_row(page: &Page, procedure: &Procedure, row: &ReportClockRow, now: Instant) -> ClockView {
    let line = Line {
        rule: &row.rule,
        version: &row.version,
        since: row.since,
        due: row.due,
        safe: row.safe,
        paused_since: None,
        ended_at: None,
        extensions: row.extensions,
        excluded_days: 0,
    };
    ClockView {
        number: row.number.clone(),
        href: format!("/incidents/{}", row.incident),
        unit: page.unit_name(&row.unit),
        ..view(page, procedure, &line, now)
    }
}

#[derive(Template)]
#[template(path = "pages/clock_list.html")]
struct ClockList<'a> {
    page: &'a Page,
    list: ListView,
    rows: Vec<ClockView>,
    /// Of incidents that are no case: few, so they stand above the list.
    reports: Vec<ClockView>,
}

/// Periods of incidents shown above the list; the rest waits behind them.
const REPORTS: u64 = 20;

/// Versions of rules that are in force no more: cases open across the change are for the legal officer.
fn past_versions(procedure: &Procedure, now: Instant) -> Vec<String> {
    let rules = procedure.clocks.all().iter().filter_map(|kind| procedure.law.rule(&kind.rule).ok());
    let versions = rules.flat_map(|rule| &rule.versions).map(|version| &version.version);
    versions.filter(|version| !version.covers(now.day())).map(ToString::to_string).collect()
}

fn near(word: Option<&str>, now: Instant) -> Option<Near> {
    match word? {
        "warned" => Some(Near::Warned(now)),
        "escalated" => Some(Near::Escalated(now)),
        "over" => Some(Near::Over(now)),
        _ => None,
    }
}

fn scope(app: &App, page: &Page, actor: &Actor) -> Result<Units, Failure> {
    let scope = app.db.access().scope(actor, "case.clocks");
    if scope.is_empty() {
        return Err(Failure::denied());
    }
    Ok(Units::within(page.units(), &scope, Some(&page.unit_code())))
}

pub async fn list(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    let asked = page.list(&LIST);
    let now = app.db.clock().now();
    let filter = ClockFilter {
        units: scope(&app, &page, &actor)?,
        held: asked.filter("near") == Some("held"),
        rule: asked.filter("rule").map(str::to_owned),
        near: near(asked.filter("near"), now),
        under: (asked.filter("near") == Some("changed")).then(|| past_versions(&procedure, now)),
        handler: asked.filter("whose").and(actor.person.clone()),
    };
    let read = app.db.read();
    let (limit, offset) = match asked.export {
        Some(_) => (EXPORTED, 0),
        None => (asked.limit(), asked.offset()),
    };
    let rows = store::clock_rows(&read, &filter, limit, offset).await.map_err(failed)?;
    if let Some(export) = asked.export {
        let (columns, cells) = table(&page, &procedure, &rows, now);
        return list_file(&page, page.t("cases-clocks"), columns, cells, export);
    }
    let (total, more) = store::clock_count(&read, &filter).await.map_err(failed)?;
    let rules = procedure.clocks.all().iter().map(|kind| {
        let title =
            procedure.law.rule(&kind.rule).map(|rule| rule.title.in_language(page.language()).to_owned());
        Choice::new(&kind.rule, title.unwrap_or_else(|_| kind.rule.clone()))
    });
    let nears = ["warned", "escalated", "over", "held", "changed"]
        .map(|word| Choice::new(word, page.t(format!("cases-near-{word}"))));
    let list = asked
        .view(&page, total_of(total, more))
        .choice("near", "cases-near", nears.to_vec())
        .choice("rule", "cases-clock-rule", rules.collect())
        .choice("whose", "cases-field-handlers", vec![Choice::new("mine", page.t("cases-mine"))])
        .exports();
    let rows = rows.iter().map(|row| of_row(&page, &procedure, row, now)).collect();
    let reports = store::report_clock_rows(&read, &filter, REPORTS).await.map_err(failed)?;
    let reports = reports.iter().map(|row| of_report_row(&page, &procedure, row, now)).collect();
    show(&ClockList { page: &page, list, rows, reports })
}

fn table(
    page: &Page,
    procedure: &Procedure,
    rows: &[ClockRow],
    now: Instant,
) -> (Vec<SheetColumn>, Vec<Vec<CellValue>>) {
    let text = |key: &str| SheetColumn::new(page.t(key), documents::Kind::Text);
    let columns = [
        "cases-clock-rule",
        "cases-number",
        "cases-field-unit",
        "cases-clock-since",
        "cases-clock-until",
        "cases-clock-state",
        "cases-clock-basis",
    ]
    .map(text)
    .to_vec();
    let cells = rows
        .iter()
        .map(|row| {
            let view = of_row(page, procedure, row, now);
            vec![
                view.title.into(),
                view.number.into(),
                view.unit.into(),
                row.since.to_string().into(),
                view.until.into(),
                view.left.into(),
                view.basis.into(),
            ]
        })
        .collect();
    (columns, cells)
}

/// Everybody who is held, each with what must happen next.
struct Held {
    number: String,
    name: String,
    href: String,
    unit: String,
    since: Instant,
    about: Vec<String>,
    clocks: Vec<ClockView>,
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "pages/custody.html")]
struct Custody<'a> {
    page: &'a Page,
    now: Instant,
    held: Vec<Held>,
    is_clock_wrong: bool,
}

/// Nobody stays off the board, however many there are: it has no pages.
pub(super) const EVERYBODY: u64 = 2_000;

pub async fn custody(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    let now = app.db.clock().now();
    let filter = ClockFilter {
        units: scope(&app, &page, &actor)?,
        held: true,
        rule: None,
        near: None,
        under: None,
        handler: None,
    };
    let rows = store::clock_rows(&app.db.read(), &filter, EVERYBODY, 0).await.map_err(failed)?;
    let mut held: Vec<Held> = Vec::new();
    let mut places: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    for row in &rows {
        let key = format!("{}/{}", row.case, row.party.as_ref().map_or("", |party| party.as_str()));
        let view = of_row(&page, &procedure, row, now);
        let place = *places.entry(key).or_insert_with(|| {
            held.push(Held {
                number: row.number.clone(),
                name: String::new(),
                href: format!("/cases/{}", row.case),
                unit: page.unit_name(&row.unit),
                since: row.since,
                about: Vec::new(),
                clocks: Vec::new(),
                tone: "good",
            });
            held.len() - 1
        });
        if let Some(person) = held.get_mut(place) {
            person.since = person.since.min(row.since);
            // Rows come by their end, so the first is the next.
            if person.clocks.is_empty() {
                person.tone = view.tone;
            }
            person.clocks.push(view);
        }
    }
    let people = store::held_people(&app.db.read(), app.db.cipher(), &rows).await?;
    for row in &rows {
        let key = format!("{}/{}", row.case, row.party.as_ref().map_or("", |party| party.as_str()));
        if let (Some(place), Some(party)) = (places.get(&key), &row.party)
            && let (Some(person), Some(known)) = (held.get_mut(*place), people.get(party))
        {
            person.name = known.name.clone().unwrap_or_else(|| page.t("cases-sealed"));
            person.about = known
                .traits
                .iter()
                .filter_map(|word| Trait::parse(word))
                .map(|one| page.t(one.text_key()))
                .collect();
        }
    }
    show(&Custody { page: &page, now, held, is_clock_wrong: procedure.watch.is_wrong() })
}

/// For the line on every page of a station while anyone is held.
///
/// # Errors
/// The database cannot be read.
pub async fn held_now(
    db: &Database,
    actor: &Actor,
    units: &UnitTree,
    unit: &UnitCode,
) -> Result<Option<store::HeldNow>, DbErr> {
    let scope = db.access().scope(actor, "case.clocks");
    if scope.is_empty() {
        return Ok(None);
    }
    store::held(&db.read(), &Units::within(units, &scope, Some(unit))).await
}
