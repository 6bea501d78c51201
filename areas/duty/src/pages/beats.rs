//! Beats and checkpoints: the list, and the form that lays one out or changes it.

use super::mine::roster_unit_of;
use super::{require_read, units_of};
use crate::DutyProblem;
use crate::commands;
use crate::rules::patrol::beat::POINTS;
use crate::rules::patrol::{Beat, BeatId, BeatKind, Point};
use crate::store::{self, BeatFilter, BeatSort};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use documents::{CellValue, Kind, SheetColumn};
use kernel::{Actor, FormId, Instant, Text, UnitCode};
use pages::{
    App, Choice, Done, EXPORTED, Failure, Fields, ListView, Listing, Page, SignedIn, Sort, failed, list_file,
    may, show, show_form,
};

const LIST: Listing = Listing {
    sorts: &["name", "zone", "minutes"],
    sort: Sort::up("zone"),
    filters: &["kind", "zone", "state"],
    size: 50,
};
/// Lines for points that a new form has, and empty ones below those filled in.
const LINES: usize = 5;
const MORE_LINES: usize = 3;
/// What the form proposes.
const MINUTES: i64 = 60;

#[derive(Template)]
#[template(path = "pages/beats.html")]
struct Beats<'a> {
    page: &'a Page,
    list: ListView,
    rows: Vec<Beat>,
    may_save: bool,
    many_units: bool,
}

fn kinds(page: &Page) -> Vec<Choice> {
    BeatKind::ALL.iter().map(|kind| Choice::new(kind.as_str(), page.t(kind.text_key()))).collect()
}

pub async fn list(State(app): State<App>, _: SignedIn, page: Page) -> Result<Response, Failure> {
    let unit = require_read(&page)?;
    let asked = page.list(&LIST);
    let filter = BeatFilter {
        units: page.units().subtree(&unit),
        kind: asked.filter("kind").and_then(BeatKind::parse),
        zone: asked.filter("zone").map(str::to_owned),
        is_open: asked.filter("state").map(|state| state == "open"),
    };
    let sort = match asked.sort.by {
        "name" => BeatSort::Name,
        "minutes" => BeatSort::Minutes,
        _ => BeatSort::Zone,
    };
    let cut = match asked.export {
        Some(_) => (EXPORTED, 0),
        None => (asked.limit(), asked.offset()),
    };
    let read = app.db.read();
    let found = store::beat_rows(&read, &filter, (sort, asked.sort.descending), cut).await;
    let (rows, total) = found.map_err(failed)?;
    if let Some(format) = asked.export {
        let (columns, rows) = table(&page, &rows);
        return list_file(&page, page.t("duty-beats"), columns, rows, format);
    }
    let states = ["open", "closed"].map(|state| Choice::new(state, page.t(format!("duty-beat-is-{state}"))));
    let zones = zones(&app, &filter.units).await?;
    let list = asked
        .view(&page, total)
        .choice("kind", "duty-beat-kind", kinds(&page))
        .choice("zone", "duty-zone", zones.into_iter().map(|zone| Choice::new(&zone, zone.clone())).collect())
        .choice("state", "duty-beat-state", states.to_vec())
        .exports();
    let many_units = filter.units.len() > 1;
    show(&Beats { page: &page, list, rows, may_save: page.may("beat.save"), many_units })
}

async fn zones(app: &App, units: &[UnitCode]) -> Result<Vec<String>, Failure> {
    let units = cases::Units::These(units.to_vec());
    cases::zones(&app.db.read(), &units).await.map_err(failed)
}

fn table(page: &Page, rows: &[Beat]) -> (Vec<SheetColumn>, Vec<Vec<CellValue>>) {
    let text = |key: &str| SheetColumn::new(page.t(key), Kind::Text);
    let number = |key: &str| SheetColumn::new(page.t(key), Kind::Integer);
    let columns = vec![
        text("duty-beat-name"),
        text("duty-patrol-unit"),
        text("duty-zone"),
        text("duty-beat-kind"),
        number("duty-beat-points"),
        number("duty-beat-minutes"),
        text("duty-beat-state"),
    ];
    let row = |beat: &Beat| {
        let state = if beat.is_open { "duty-beat-is-open" } else { "duty-beat-is-closed" };
        vec![
            beat.name.as_str().into(),
            page.unit_name(&beat.unit).into(),
            beat.zone.as_str().into(),
            page.t(beat.kind.text_key()).into(),
            i64::try_from(beat.points.len()).unwrap_or(0).into(),
            beat.minutes.into(),
            page.t(state).into(),
        ]
    };
    (columns, rows.iter().map(row).collect())
}

#[derive(Template)]
#[template(path = "pages/beat.html")]
struct BeatPage<'a> {
    page: &'a Page,
    fields: Fields,
    /// None for a new one.
    beat: Option<Beat>,
    action: String,
    kinds: Vec<Choice>,
    zones: Vec<String>,
    lines: Vec<usize>,
    may_save: bool,
    may_close: bool,
}

impl BeatPage<'_> {
    fn field(&self, part: &str, line: &usize) -> String {
        format!("{part}_{line}")
    }
    fn value(&self, part: &str, line: &usize) -> String {
        self.fields.raw(&format!("{part}_{line}")).to_owned()
    }
}

async fn form(app: &App, page: &Page, beat: Option<Beat>, fields: Fields) -> Result<Response, Failure> {
    let unit =
        beat.as_ref().map_or_else(|| roster_unit_of(page, &page.unit_code()), |beat| beat.unit.clone());
    let filled = (0..POINTS).filter(|line| !fields.text(&format!("point_{line}")).is_empty());
    let last = filled.max().map_or(0, |line| line + 1);
    let more = if fields.is_ticked("more") { LINES } else { MORE_LINES };
    let is_open = beat.as_ref().is_none_or(|beat| beat.is_open);
    let mays = |action: &str| {
        let actor = page.actor();
        let entity = access::Entity::new("Beat", "beat", &unit);
        is_open && actor.is_some_and(|actor| may(app, page, actor, action, &entity))
    };
    let action = match &beat {
        Some(beat) => format!("/duty/beats/{}", beat.id),
        None => "/duty/beats".to_owned(),
    };
    let template = BeatPage {
        page,
        lines: (0..(last + more).clamp(LINES, POINTS)).collect(),
        zones: zones(app, &units_of(page.units(), &unit)).await?,
        kinds: kinds(page),
        may_save: mays("beat.save"),
        may_close: beat.is_some() && mays("beat.close"),
        action,
        beat,
        fields,
    };
    show_form(&template.fields, &template)
}

pub async fn new(State(app): State<App>, _: SignedIn, page: Page) -> Result<Response, Failure> {
    require_read(&page)?;
    if !page.may("beat.save") {
        return Err(Failure::denied());
    }
    let fields = Fields::new().with("id", BeatId::new()).with("kind", "patrol").with("minutes", MINUTES);
    form(&app, &page, None, fields).await
}

/// A beat, if the reader may see the duty of its unit.
async fn readable(app: &App, page: &Page, id: &str) -> Result<Beat, Failure> {
    let id = BeatId::parse(id).map_err(|_| Failure::not_found())?;
    let beat = store::find_beat(&app.db.read(), &id).await.map_err(failed)?;
    let beat = beat.ok_or_else(Failure::not_found)?;
    let actor = page.actor().ok_or_else(Failure::denied)?;
    let entity = access::Entity::new("Roster", "beats", &beat.unit);
    if may(app, page, actor, "duty.read", &entity) { Ok(beat) } else { Err(Failure::denied()) }
}

pub async fn show_one(
    State(app): State<App>,
    _: SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let beat = readable(&app, &page, &id).await?;
    let mut fields = Fields::new()
        .with("name", &beat.name)
        .with("zone", &beat.zone)
        .with("kind", beat.kind.as_str())
        .with("minutes", beat.minutes)
        .with("revision", beat.revision)
        .with("form", FormId::new());
    for (line, point) in beat.points.iter().enumerate() {
        fields.set(&format!("point_{line}"), &point.name);
        fields.set(&format!("place_{line}"), &point.place);
    }
    form(&app, &page, Some(beat), fields).await
}

fn read(fields: &mut Fields, unit: UnitCode, id: BeatId) -> Beat {
    let text = |fields: &Fields, name: String| fields.text(&name).to_owned();
    let point = |line: usize| Point {
        name: text(fields, format!("point_{line}")),
        place: text(fields, format!("place_{line}")),
    };
    let points = (0..POINTS).map(point).collect();
    Beat {
        unit,
        id,
        name: fields.text("name").to_owned(),
        zone: fields.text("zone").to_owned(),
        kind: BeatKind::parse(fields.text("kind")).unwrap_or(BeatKind::Patrol),
        minutes: fields.number("minutes").unwrap_or(0),
        points,
        is_open: true,
        created_at: Instant::from_micros(0),
        form: None,
        revision: 0,
    }
}

pub async fn create(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let unit = roster_unit_of(&page, &page.unit_code());
    let id = fields.read::<BeatId>("id", "pages-bad-request").ok_or(DutyProblem::NotFound)?;
    let beat = read(&mut fields, unit, id);
    save(&app, &page, &actor, (None, beat), fields).await
}

/// Saves what was entered, or shows the form again: with what is wrong, or with more lines.
async fn save(
    app: &App,
    page: &Page,
    actor: &Actor,
    (before, beat): (Option<Beat>, Beat),
    mut fields: Fields,
) -> Result<Response, Failure> {
    let seen = before.as_ref().and_then(|_| fields.seen());
    if fields.is_good() && !fields.is_ticked("more") {
        match commands::save_beat(&app.db, actor, beat, seen).await {
            Ok(()) => {
                let saved = Text::new("duty-beat-saved");
                return Ok(Done::to("/duty/beats").saying(app, &saved).into_response());
            }
            Err(problem) => fields.refuse(&problem),
        }
    }
    form(app, page, before, fields).await
}

pub async fn change(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let before = readable(&app, &page, &id).await?;
    let beat = read(&mut fields, before.unit.clone(), before.id.clone());
    save(&app, &page, &actor, (Some(before), beat), fields).await
}

pub async fn close(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let beat = readable(&app, &page, &id).await?;
    let seen = fields.seen().ok_or(DutyProblem::Stale)?;
    commands::close_beat(&app.db, &actor, beat.id, seen).await?;
    Ok(Done::to("/duty/beats").saying(&app, &Text::new("duty-beat-was-closed")).into_response())
}
