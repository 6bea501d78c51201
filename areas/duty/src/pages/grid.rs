//! The month: by person, and by day and shift.

use super::job::JobView;
use super::{SharedJobs, exports, may, month_asked, month_data, require_read};
use crate::commands::MonthData;
use crate::rules::breach::{Weight, weight};
use crate::rules::fatigue::strain;
use crate::rules::problem::days_of;
use crate::rules::{DayKind, Place, RosterMonth};
use crate::store::{self, Kept, Version};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use kernel::{Day, PersonId, UnitCode};
use optimiser::score::Finding;
use pages::{App, Choice, Failure, Page, SignedIn, failed, show};
use std::collections::HashSet;

/// Breaches listed on the page; the others are counted.
const LISTED: usize = 40;

pub(super) struct DayHead {
    pub day: Day,
    pub number: i8,
    pub weekday: String,
    pub class: &'static str,
}

struct Cell {
    class: String,
    text: String,
    position: String,
}

struct Row {
    person: PersonId,
    name: String,
    cells: Vec<Cell>,
    shifts: usize,
    nights: usize,
    hours: String,
    fatigue: u32,
    is_overtired: bool,
}

struct Strength {
    name: String,
    cells: Vec<(String, &'static str)>,
}

struct Line {
    words: String,
    tone: &'static str,
}

/// A day of the list by shifts: who is where.
pub(super) struct DayLine {
    pub head: DayHead,
    pub shifts: Vec<(String, String)>,
}

pub(super) struct Legend {
    pub mark: String,
    pub letter: char,
    pub name: String,
    pub times: String,
    pub class: String,
}

#[derive(Template)]
#[template(path = "pages/month.html")]
struct MonthPage<'a> {
    page: &'a Page,
    month: RosterMonth,
    unit: UnitCode,
    /// Without a plan there is nothing else to show.
    view: Option<MonthView>,
    may_plan: bool,
}

struct MonthView {
    is_announced: bool,
    version: Version,
    has_draft: bool,
    is_published: bool,
    published_at: Option<kernel::Instant>,
    proposal: Option<String>,
    explained: usize,
    by_day: bool,
    heads: Vec<DayHead>,
    rows: Vec<Row>,
    strengths: Vec<Strength>,
    lines: Vec<DayLine>,
    legend: Vec<Legend>,
    shift_names: Vec<String>,
    breaches: Vec<Line>,
    more_breaches: usize,
    hard: usize,
    unseen: usize,
    revision: i64,
    may_edit: bool,
    may_publish: bool,
    may_undo: bool,
    people: Vec<Choice>,
    places: Vec<Choice>,
    job: Option<JobView>,
    replan_from: Day,
    has_fatigue_limit: bool,
    may_accept_fatigue: bool,
}

pub async fn show_month(
    State(app): State<App>,
    Extension(jobs): SharedJobs,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    let unit = require_read(&page)?;
    let month = month_asked(&app, &page);
    let may = |action: &str| may(&app, &page, &actor, action, &unit, month);
    let (may_plan, may_edit, may_publish) = (may("plan.save"), may("roster.edit"), may("roster.publish"));
    let Some(data) = month_data(&app, &page, &unit, month).await? else {
        let view = None;
        return show(&MonthPage { page: &page, month, unit, view, may_plan });
    };
    // A draft is for those who make it; everybody else sees what they were told.
    let asked = page.query_value("version").and_then(|text| Version::parse(&text));
    let version = match asked {
        Some(Version::Published) => Version::Published,
        _ if may_edit => data.working(),
        _ => Version::Published,
    };
    if let Some(format) = page.query_value("format") {
        return exports::file(&page, &data, version, &format);
    }
    let cells = data.version(version);
    let published = data.version(Version::Published);
    let found = if may_edit { data.findings(&cells) } else { Vec::new() };
    let tired = data.tired(&cells, &[])?;
    let overtired = data.overtired(&cells)?;
    let marked: HashSet<(usize, usize)> = found
        .iter()
        .filter(|one| weight(one).is_some_and(|weight| weight < Weight::Wish))
        .filter_map(|one| Some((one.person?, one.day?)))
        .collect();
    let days: Vec<Day> = days_of(month.span()).collect();
    let today = app.db.clock().today();
    let heads = || days.iter().map(|day| head(&page, &data, *day, today)).collect::<Vec<_>>();
    let rows = data.workers.iter().enumerate().map(|(at, worker)| {
        let line = days.iter().enumerate().map(|(place, day)| {
            let key = (worker.id.clone(), *day);
            let told = (version == Version::Draft && data.roster.published_at.is_some())
                .then(|| published.get(&key).and_then(|cell| cell.place.as_ref()));
            let cell = cells.get(&key);
            let mut class = class_of(&data, cell, told);
            if marked.contains(&(at, place)) {
                class.push_str(" x");
            }
            if overtired.iter().any(|one| one.person == worker.id && one.day == *day) {
                class.push_str(" f");
            }
            if data.is_away(&worker.id, *day) {
                class.push_str(" a");
            } else if may_edit && data.wishes.iter().any(|one| one.person == worker.id && one.day == *day) {
                class.push_str(" w");
            }
            let place = cell.and_then(|cell| cell.place.as_ref());
            let (text, position) = marks(&data, place);
            let is_gone = text.is_empty() && data.is_away(&worker.id, *day);
            Cell { class, text: if is_gone { "／".to_owned() } else { text }, position }
        });
        let cells_of: Vec<Cell> = line.collect();
        let mine = || cells.values().filter(|cell| cell.person == worker.id && cell.place.is_some());
        let minutes: u32 = mine().map(|cell| cell.minutes).sum();
        Row {
            person: worker.id.clone(),
            name: worker.name.clone(),
            cells: cells_of,
            shifts: mine().count(),
            nights: mine().filter(|cell| cell.is_night).count(),
            hours: hours(minutes),
            fatigue: tired.get(&worker.id).map_or(0, |all| strain(all, 0).index),
            is_overtired: overtired.iter().any(|one| one.person == worker.id),
        }
    });
    let by_day = page.query_value("view").as_deref() == Some("days");
    let counted: Vec<&Finding> = found.iter().filter(|one| weight(one).is_some()).collect();
    let mut ordered = counted.clone();
    ordered.sort_by_key(|one| weight(one));
    let hard = counted.iter().filter(|one| one.hard > 0).count() + overtired.len();
    let of_fatigue = overtired.iter().filter(|_| may_edit);
    let tired_lines = of_fatigue.map(|one| Line { words: page.say(&one.text()), tone: "warn" });
    let unseen = match may_publish && data.roster.published_at.is_some() {
        true => store::unseen(&app.db.read(), &unit, month).await.map_err(failed)?.len(),
        false => 0,
    };
    let may_undo = may_edit
        && data.roster.has_draft
        && store::last_step(&app.db.read(), &unit, month).await.map_err(failed)?.is_some();
    let view = MonthView {
        is_announced: data.is_announced,
        version,
        has_draft: data.roster.has_draft && may_edit,
        is_published: data.roster.published_at.is_some(),
        published_at: data.roster.published_at,
        proposal: data.roster.proposal.clone().filter(|_| may_edit),
        explained: if may_edit { data.roster.explained.len() } else { 0 },
        by_day,
        heads: heads(),
        rows: if by_day { Vec::new() } else { rows.collect() },
        strengths: strengths(&data, &cells, &days),
        lines: if by_day { day_lines(&data, &cells, heads()) } else { Vec::new() },
        legend: legend(&data),
        shift_names: data.plan.shifts.iter().map(|shift| shift.name.clone()).collect(),
        breaches: tired_lines.chain(ordered.iter().map(|one| line(&page, one))).take(LISTED).collect(),
        more_breaches: (ordered.len() + if may_edit { overtired.len() } else { 0 }).saturating_sub(LISTED),
        hard,
        unseen,
        revision: data.roster.revision,
        may_edit,
        may_publish,
        may_undo,
        people: data.workers.iter().map(|one| Choice::new(&one.id, one.name.clone())).collect(),
        places: places(&data),
        job: jobs.of(&unit, month).filter(|_| may_edit).map(|job| JobView::new(&page, &job)),
        replan_from: today.plus_days(1).clamp(month.first(), month.span().to),
        has_fatigue_limit: data.plan.limits.fatigue.is_some(),
        may_accept_fatigue: may("fatigue.accept"),
    };
    show(&MonthPage { page: &page, month, unit, view: Some(view), may_plan })
}

/// Minutes as hours, with a decimal only where it is needed.
pub(super) fn hours(minutes: u32) -> String {
    if minutes.is_multiple_of(60) {
        (minutes / 60).to_string()
    } else {
        format!("{:.1}", f64::from(minutes) / 60.0)
    }
}

pub(super) fn head(page: &Page, data: &MonthData, day: Day, today: Day) -> DayHead {
    let class = match (data.kind_of(day), day == today) {
        (_, true) => "t",
        (DayKind::Holiday, _) => "h",
        (DayKind::RestDay, _) => "r",
        (DayKind::Workday, _) => "",
    };
    let weekday = page.t(format!("duty-weekday-{}", day.weekday()));
    DayHead { day, number: day.day(), weekday, class }
}

fn class_of(data: &MonthData, cell: Option<&Kept>, told: Option<Option<&Place>>) -> String {
    let mut class = match cell.and_then(|cell| cell.place.as_ref()) {
        Some(place) => {
            let shift = data.plan.shifts.iter().position(|shift| shift.code == place.shift);
            let position = data.plan.positions.iter().position(|one| one.code == place.position);
            format!("s{} p{}", shift.unwrap_or(9), position.unwrap_or(9))
        }
        None => String::new(),
    };
    if cell.is_some_and(|cell| cell.is_locked) {
        class.push_str(" l");
    }
    if told.is_some_and(|told| told != cell.and_then(|cell| cell.place.as_ref())) {
        class.push_str(" c");
    }
    class
}

/// The letters of a cell: shift, and position unless it is the first of the plan.
fn marks(data: &MonthData, place: Option<&Place>) -> (String, String) {
    let Some(place) = place else { return (String::new(), String::new()) };
    let shift = data.plan.shift(&place.shift).map_or_else(|| "?".to_owned(), |shift| shift.mark());
    let first = data.plan.positions.first().is_some_and(|first| first.code == place.position);
    let position = data.plan.position(&place.position).filter(|_| !first);
    (shift, position.map(|position| position.mark()).unwrap_or_default())
}

pub(super) fn legend(data: &MonthData) -> Vec<Legend> {
    let shift = |(at, shift): (usize, &crate::rules::plan::ShiftType)| Legend {
        mark: shift.mark(),
        letter: shift.letter,
        name: shift.name.clone(),
        times: shift.times(),
        class: format!("s{at}"),
    };
    data.plan.shifts.iter().enumerate().map(shift).collect()
}

/// Shift by position, as the form of a cell offers them. The plan's order is what the script of
/// the page counts by.
fn places(data: &MonthData) -> Vec<Choice> {
    let pairs = data.plan.shifts.iter().flat_map(|shift| {
        data.plan.positions.iter().map(move |position| {
            let value = format!("{}/{}", shift.code, position.code);
            Choice::new(value, format!("{} · {}", shift.name, position.name))
        })
    });
    pairs.collect()
}

/// For each shift that has a minimum, how many are there and how many are needed.
fn strengths(data: &MonthData, cells: &crate::commands::CellMap, days: &[Day]) -> Vec<Strength> {
    let asked = |shift: &&crate::rules::plan::ShiftType| data.plan.is_asked(&shift.code);
    let row = |shift: &crate::rules::plan::ShiftType| Strength {
        name: shift.name.clone(),
        cells: days
            .iter()
            .map(|day| {
                let there = cells.values().filter(|cell| {
                    cell.day == *day && cell.place.as_ref().is_some_and(|place| place.shift == shift.code)
                });
                let there = u32::try_from(there.count()).unwrap_or(u32::MAX);
                let class = match data.plan.asked(*day, data.kind_of(*day), &shift.code, None) {
                    Some(one) if there < one.least => "bad",
                    Some(one) if one.good.is_some_and(|good| there < good) => "warn",
                    _ => "",
                };
                (there.to_string(), class)
            })
            .collect(),
    };
    data.plan.shifts.iter().filter(asked).map(row).collect()
}

pub(super) fn day_lines(
    data: &MonthData,
    cells: &crate::commands::CellMap,
    heads: Vec<DayHead>,
) -> Vec<DayLine> {
    let names = |day: Day, shift: &str| {
        let there = data.workers.iter().filter_map(|worker| {
            let place = cells.get(&(worker.id.clone(), day))?.place.as_ref()?;
            let first = data.plan.positions.first().is_some_and(|one| one.code == place.position);
            let position = data.plan.position(&place.position).filter(|_| !first);
            let position = position.map(|one| format!("（{}）", one.name)).unwrap_or_default();
            (place.shift == shift).then(|| format!("{}{position}", worker.name))
        });
        there.collect::<Vec<_>>().join("、")
    };
    let line = |head: DayHead| DayLine {
        shifts: data
            .plan
            .shifts
            .iter()
            .map(|shift| (shift.name.clone(), names(head.day, &shift.code)))
            .collect(),
        head,
    };
    heads.into_iter().map(line).collect()
}

fn line(page: &Page, finding: &Finding) -> Line {
    let tone = match weight(finding) {
        Some(Weight::Forbidden) => "bad",
        Some(Weight::OwnRule) => "warn",
        _ => "info",
    };
    Line { words: page.say(&finding.text), tone }
}
