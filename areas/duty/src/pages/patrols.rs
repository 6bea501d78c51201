//! The patrols of a week, and planning one by hand or otherwise.

use super::patrol::{readable, unit_of};
use super::{require_read, units_of};
use crate::commands::{self, ChangePatrol, NewPatrol};
use crate::rules::patrol::risk::{WEEK, monday};
use crate::rules::patrol::{BeatId, Patrol, PatrolId, PatrolState};
use crate::store;
use crate::{DutyProblem, rules::problem::days_of};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use documents::{CellValue, Kind, SheetColumn};
use kernel::{Day, FormId, Instant, PersonId, Span, Text, UnitCode};
use pages::{App, Choice, Done, Export, Failure, Fields, Page, SignedIn, failed, list_file, show, show_form};
use std::collections::{BTreeMap, HashMap};

/// Fields for people on the form.
const PEOPLE: usize = 4;

/// One patrol in the week.
struct Tile {
    patrol: Patrol,
    time: String,
    reached: i64,
    findings: i64,
    is_overdue: bool,
}

/// A beat with its patrols of each day.
struct Line {
    name: String,
    zone: String,
    days: Vec<Vec<Tile>>,
}

/// A station in the week of the bureau.
struct StationLine {
    unit: UnitCode,
    planned: i64,
    done: i64,
    hours: i64,
    covered: i64,
}

#[derive(Template)]
#[template(path = "pages/patrols.html")]
struct Patrols<'a> {
    page: &'a Page,
    unit: UnitCode,
    monday: Day,
    days: Vec<Day>,
    lines: Vec<Line>,
    stations: Vec<StationLine>,
    may_plan: bool,
    has_beats: bool,
}

impl Patrols<'_> {
    fn weekday(&self, number: impl std::borrow::Borrow<usize>) -> String {
        self.page.t(format!("duty-on-weekday-{}", number.borrow()))
    }
}

pub(super) fn week_asked(app: &App, page: &Page) -> Day {
    let asked = page.query_value("week").and_then(|day| day.parse::<Day>().ok());
    monday(asked.unwrap_or_else(|| app.db.clock().today()))
}

pub async fn list(State(app): State<App>, _: SignedIn, page: Page) -> Result<Response, Failure> {
    let seen = require_read(&page)?;
    let unit = unit_of(&page);
    let read = app.db.read();
    let first = week_asked(&app, &page);
    let days = Span { from: first, to: first.plus_days(WEEK - 1) };
    let patrols = store::patrols(&read, &unit, days).await.map_err(failed)?;
    let counts = store::reached_counts(&read, &patrols).await.map_err(failed)?;
    if let Some(format) = page.query_value("format") {
        let format = if format == "csv" { Export::Csv } else { Export::Excel };
        let ids: Vec<PersonId> = patrols.iter().flat_map(|one| one.people.clone()).collect();
        let names = people::person_names(&read, &ids).await.map_err(failed)?;
        let (columns, rows) = table(&page, &patrols, &counts, &names);
        return list_file(&page, format!("{} {first}", page.t("duty-patrols")), columns, rows, format);
    }
    let at = app.db.clock().now();
    let mut lines: BTreeMap<(String, String), Line> = BTreeMap::new();
    for patrol in patrols {
        let key = (patrol.zone.clone(), patrol.name.clone());
        let (reached, findings) = counts.get(&patrol.id).copied().unwrap_or_default();
        let line = lines.entry(key).or_insert_with(|| Line {
            name: patrol.name.clone(),
            zone: patrol.zone.clone(),
            days: days_of(days).map(|_| Vec::new()).collect(),
        });
        let place = usize::try_from(patrol.day().days_since(first)).unwrap_or(0);
        let time = format!("{}–{}", clock(patrol.starts), clock(patrol.ends));
        let is_overdue = patrol.is_overdue(at);
        if let Some(tiles) = line.days.get_mut(place) {
            tiles.push(Tile { patrol, time, reached, findings, is_overdue });
        }
    }
    let below: Vec<UnitCode> = page.units().subtree(&seen).into_iter().filter(|code| *code != seen).collect();
    let is_bureau = units_of(page.units(), &seen).len() <= 1 && !below.is_empty();
    let stations = if is_bureau { stations(&app, &below, days).await? } else { Vec::new() };
    let has_beats = !store::open_beats(&read, &unit).await.map_err(failed)?.is_empty();
    show(&Patrols {
        page: &page,
        monday: first,
        days: days_of(days).collect(),
        lines: lines.into_values().collect(),
        stations,
        may_plan: page.may("patrol.plan"),
        has_beats,
        unit,
    })
}

async fn stations(app: &App, units: &[UnitCode], days: Span) -> Result<Vec<StationLine>, Failure> {
    let read = app.db.read();
    let counts = store::patrol_counts(&read, units, days).await.map_err(failed)?;
    let coverage = store::coverage_counts(&read, units, days).await.map_err(failed)?;
    let line = |unit: &UnitCode| {
        let by_state = counts.get(unit)?;
        let (hours, covered) = coverage.get(unit).copied().unwrap_or_default();
        let planned = by_state.values().sum();
        let done = by_state.get(&PatrolState::Done).copied().unwrap_or(0);
        Some(StationLine { unit: unit.clone(), planned, done, hours, covered })
    };
    Ok(units.iter().filter_map(line).collect())
}

/// `08:30`
pub(super) fn clock(at: Instant) -> String {
    at.to_field().get(11..16).unwrap_or_default().to_owned()
}

fn table(
    page: &Page,
    patrols: &[Patrol],
    counts: &HashMap<PatrolId, (i64, i64)>,
    names: &HashMap<PersonId, String>,
) -> (Vec<SheetColumn>, Vec<Vec<CellValue>>) {
    let text = |key: &str| SheetColumn::new(page.t(key), Kind::Text);
    let number = |key: &str| SheetColumn::new(page.t(key), Kind::Integer);
    let columns = vec![
        text("duty-patrol-starts"),
        text("duty-patrol-ends"),
        text("duty-beat-name"),
        text("duty-zone"),
        text("duty-patrol-people"),
        text("duty-beat-state"),
        number("duty-beat-points"),
        number("duty-points-reached"),
        number("duty-findings"),
        text("duty-reason"),
    ];
    let row = |one: &Patrol| {
        let (reached, findings) = counts.get(&one.id).copied().unwrap_or_default();
        let people: Vec<&str> =
            one.people.iter().filter_map(|id| names.get(id)).map(String::as_str).collect();
        vec![
            one.starts.to_string().into(),
            one.ends.to_string().into(),
            one.name.as_str().into(),
            one.zone.as_str().into(),
            people.join("、").into(),
            page.t(one.state.text_key()).into(),
            i64::try_from(one.points.len()).unwrap_or(0).into(),
            reached.into(),
            findings.into(),
            one.reason.as_str().into(),
        ]
    };
    (columns, patrols.iter().map(row).collect())
}

#[derive(Template)]
#[template(path = "pages/patrol_form.html")]
struct PatrolForm<'a> {
    page: &'a Page,
    fields: Fields,
    /// None for a new one.
    patrol: Option<Patrol>,
    action: String,
    beats: Vec<Choice>,
    people: Vec<Choice>,
    lines: Vec<String>,
}

async fn form(app: &App, page: &Page, patrol: Option<Patrol>, fields: Fields) -> Result<Response, Failure> {
    let unit = patrol.as_ref().map_or_else(|| unit_of(page), |patrol| patrol.unit.clone());
    let read = app.db.read();
    let beats = store::open_beats(&read, &unit).await.map_err(failed)?;
    let units = units_of(page.units(), &unit);
    let staff = people::staff(&read, &units, app.db.clock().today()).await.map_err(failed)?;
    let person = |one: &people::Worker| {
        let kind = if one.is_officer() { "duty-patrol-officer" } else { "duty-patrol-auxiliary" };
        Choice::new(&one.id, format!("{}（{}）", one.name, page.t(kind)))
    };
    let template = PatrolForm {
        page,
        action: match &patrol {
            Some(patrol) => format!("/duty/patrols/{}/change", patrol.id),
            None => "/duty/patrols".to_owned(),
        },
        beats: beats
            .iter()
            .map(|beat| Choice::new(&beat.id, format!("{} {}", beat.zone, beat.name)))
            .collect(),
        people: staff.iter().map(person).collect(),
        lines: (0..PEOPLE).map(|line| format!("person_{line}")).collect(),
        patrol,
        fields,
    };
    show_form(&template.fields, &template)
}

pub async fn new(State(app): State<App>, _: SignedIn, page: Page) -> Result<Response, Failure> {
    require_read(&page)?;
    if !page.may("patrol.plan") {
        return Err(Failure::denied());
    }
    let mut fields = Fields::new().with("id", PatrolId::new());
    for name in ["beat", "starts", "ends"] {
        if let Some(value) = page.query_value(name) {
            fields.set(name, value);
        }
    }
    form(&app, &page, None, fields).await
}

/// Times and people as entered; None if the times are missing.
fn entered(fields: &mut Fields) -> Option<(Instant, Instant, Vec<PersonId>, bool)> {
    let mut time = |name: &str| {
        let time = fields.instant(name);
        if time.is_none() && fields.text(name).is_empty() {
            fields.problem(name, Text::new("pages-field-needed"));
        }
        time
    };
    let (starts, ends) = (time("starts"), time("ends"));
    let people = (0..PEOPLE)
        .filter_map(|line| fields.read::<PersonId>(&format!("person_{line}"), "pages-bad-request"))
        .collect();
    Some((starts?, ends?, people, fields.is_ticked("despite")))
}

pub async fn plan(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let id = fields.read::<PatrolId>("id", "pages-bad-request").ok_or(DutyProblem::NotFound)?;
    let beat = fields.needed("beat").and_then(|beat| BeatId::parse(&beat).ok());
    let entered = entered(&mut fields);
    if let (true, Some(beat), Some((starts, ends, people, is_despite))) = (fields.is_good(), beat, entered) {
        let new = NewPatrol { id: id.clone(), beat, starts, ends, people, is_despite };
        match commands::plan_patrols(&app.db, &app.law, &actor, unit_of(&page), vec![new]).await {
            Ok(is_unknown) => {
                let said = planned_words(is_unknown);
                return Ok(Done::to(format!("/duty/patrols/{id}")).saying(&app, &said).into_response());
            }
            Err(problem) => fields.refuse(&problem),
        }
    }
    form(&app, &page, None, fields).await
}

/// What is said when something was planned.
pub(super) fn planned_words(is_unknown: bool) -> Text {
    Text::new(if is_unknown { "duty-patrol-planned-unknown" } else { "duty-patrol-planned" })
}

pub async fn change_form(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let patrol = readable(&app, &page, &actor, &id).await?;
    let mut fields = Fields::new()
        .with("revision", patrol.revision)
        .with("form", FormId::new())
        .with("starts", patrol.starts.to_field())
        .with("ends", patrol.ends.to_field());
    for (line, person) in patrol.people.iter().enumerate() {
        fields.set(&format!("person_{line}"), person);
    }
    form(&app, &page, Some(patrol), fields).await
}

pub async fn change(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let patrol = readable(&app, &page, &actor, &id).await?;
    let seen = fields.seen();
    let entered = entered(&mut fields);
    if let (true, Some(seen), Some((starts, ends, people, is_despite))) = (fields.is_good(), seen, entered) {
        let id = patrol.id.clone();
        let input = ChangePatrol { id, starts, ends, people, is_despite, seen };
        match commands::change_patrol(&app.db, &app.law, &actor, input).await {
            Ok(()) => {
                let to = format!("/duty/patrols/{}", patrol.id);
                return Ok(Done::to(to).saying(&app, &planned_words(false)).into_response());
            }
            Err(problem) => fields.refuse(&problem),
        }
    }
    form(&app, &page, Some(patrol), fields).await
}
