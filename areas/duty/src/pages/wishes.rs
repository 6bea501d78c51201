//! Wishes: one's own are on the page of one's shifts; all of a month here, for who makes the roster.

use super::mine::mine_with;
use super::{OfUnit, month_data, require_edit};
use crate::DutyProblem;
use crate::commands::{self, CellMap, MonthData};
use crate::rules::plan::ShiftType;
use crate::rules::problem::days_of;
use crate::rules::{RosterMonth, Rotation, Wish};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::{Actor, Day, PersonId, Problem, Text, UnitCode};
use pages::{App, Choice, Done, Failure, Fields, Page, SignedIn, show_form};

/// What was wished for and what became of it.
struct Row {
    name: String,
    person: PersonId,
    day: Day,
    what: String,
    kept: Option<bool>,
}

#[derive(Template)]
#[template(path = "pages/wishes.html")]
struct Wishes<'a> {
    page: &'a Page,
    unit: UnitCode,
    month: RosterMonth,
    rows: Vec<Row>,
    rotations: Vec<RotationRow>,
    patterns: Vec<String>,
    people: Vec<Choice>,
    kinds: Vec<Choice>,
    is_open: bool,
    forms: Forms,
}

/// What can be wished for: a free day, a shift, or not to have one.
pub(super) fn kinds(page: &Page, shifts: &[ShiftType]) -> Vec<Choice> {
    let mut kinds = vec![Choice::new("free", page.t("duty-wish-free"))];
    for shift in shifts {
        let with = |key: &str| page.t1(key, "shift", &shift.name);
        kinds.push(Choice::new(format!("want-{}", shift.code), with("duty-wish-shift")));
        kinds.push(Choice::new(format!("not-{}", shift.code), with("duty-wish-not-shift")));
    }
    kinds
}

pub(super) fn worded(page: &Page, shifts: &[ShiftType], wish: &Wish) -> String {
    let shift = wish.shift.as_ref().and_then(|code| shifts.iter().find(|shift| shift.code == *code));
    match shift {
        Some(shift) if wish.is_wanted => page.t1("duty-wish-shift", "shift", &shift.name),
        Some(shift) => page.t1("duty-wish-not-shift", "shift", &shift.name),
        None => page.t("duty-wish-free"),
    }
}

/// A pattern in words: 白班-夜班-休-休.
pub(super) fn pattern_words(page: &Page, shifts: &[ShiftType], pattern: &[Option<String>]) -> String {
    let name = |code: &String| {
        let shift = shifts.iter().find(|shift| shift.code == *code);
        shift.map_or_else(|| code.clone(), |shift| shift.name.clone())
    };
    let free = page.t("duty-pattern-free");
    let days: Vec<String> =
        pattern.iter().map(|day| day.as_ref().map_or_else(|| free.clone(), name)).collect();
    days.join("-")
}

/// Patterns to choose from: a day and a night of the unit's own shifts, once or twice, and as many
/// free days.
pub(super) fn usual_patterns(page: &Page, shifts: &[ShiftType]) -> Vec<String> {
    let Some(night) = shifts.iter().find(|shift| shift.is_night) else { return Vec::new() };
    let Some(day) = shifts.iter().find(|shift| !shift.is_night && shift.lasts == night.lasts) else {
        return Vec::new();
    };
    let [day, night] = [day, night].map(|shift| Some(shift.code.clone()));
    let short = vec![day.clone(), night.clone(), None, None];
    let long = vec![day.clone(), day, night.clone(), night, None, None, None, None];
    [short, long].map(|pattern| pattern_words(page, shifts, &pattern)).to_vec()
}

/// A pattern that somebody of the roster would keep to.
struct RotationRow {
    name: String,
    person: PersonId,
    pattern: String,
    since: Day,
    /// How many days of the month are as in the pattern, in words; empty until a roster is made.
    kept: String,
}

fn rotation_row(page: &Page, data: &MonthData, rotation: &Rotation, cells: Option<&CellMap>) -> RotationRow {
    let wishes: Vec<Wish> = days_of(data.month.span()).filter_map(|day| rotation.wish(day)).collect();
    let kept = cells.map(|cells| {
        let kept = wishes.iter().filter(|wish| is_kept(wish, cells)).count();
        page.say(&Text::new("duty-rotation-kept").with("kept", kept).with("all", wishes.len()))
    });
    RotationRow {
        name: data.colleague(&rotation.person).map(|one| one.name.clone()).unwrap_or_default(),
        person: rotation.person.clone(),
        pattern: pattern_words(page, &data.plan.shifts, &rotation.pattern),
        since: rotation.since,
        kept: kept.unwrap_or_default(),
    }
}

fn is_kept(wish: &Wish, cells: &CellMap) -> bool {
    let place = cells.get(&(wish.person.clone(), wish.day)).and_then(|cell| cell.place.as_ref());
    let is_it = match (&wish.shift, place) {
        (None, place) => place.is_none(),
        (Some(shift), Some(place)) => place.shift == *shift,
        (Some(_), None) => false,
    };
    is_it == wish.is_wanted
}

pub async fn list(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    list_with(&app, &actor, &page, None).await
}

async fn list_with(
    app: &App,
    actor: &Actor,
    page: &Page,
    refused: Option<(Form, Fields)>,
) -> Result<Response, Failure> {
    let (unit, month) = require_edit(app, page, actor)?;
    let today = app.db.clock().today();
    let forms = Forms::new(month.first().max(today.plus_days(1)).min(month.span().to), refused);
    let Some(data) = month_data(app, page, &unit, month).await? else {
        let page = Wishes {
            page,
            unit,
            month,
            rows: Vec::new(),
            rotations: Vec::new(),
            patterns: Vec::new(),
            people: Vec::new(),
            kinds: Vec::new(),
            is_open: false,
            forms,
        };
        return show_form(page.forms.refused(), &page);
    };
    let cells = data.version(data.working());
    let is_made = data.roster.has_draft || data.roster.published_at.is_some();
    let rows = data.wishes.iter().map(|wish| Row {
        name: data.colleague(&wish.person).map(|one| one.name.clone()).unwrap_or_default(),
        person: wish.person.clone(),
        day: wish.day,
        what: worded(page, &data.plan.shifts, wish),
        kept: is_made.then(|| is_kept(wish, &cells)),
    });
    let made = is_made.then_some(&cells);
    let rotations = data.rotations.iter().map(|one| rotation_row(page, &data, one, made));
    let page = Wishes {
        page,
        month,
        rows: rows.collect(),
        rotations: rotations.collect(),
        patterns: usual_patterns(page, &data.plan.shifts),
        people: data.workers.iter().map(|one| Choice::new(&one.id, one.name.clone())).collect(),
        kinds: kinds(page, &data.plan.shifts),
        is_open: data.roster.published_at.is_none() && month.span().to > today,
        forms,
        unit,
    };
    show_form(page.forms.refused(), &page)
}

/// Which of the two forms to wish with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Day,
    Rotation,
}

/// The forms to wish with: as they begin, one of them perhaps as it was entered and refused.
pub(super) struct Forms {
    pub day: Fields,
    pub rotation: Fields,
}

impl Forms {
    /// `first` is the day that is proposed.
    pub fn new(first: Day, refused: Option<(Form, Fields)>) -> Self {
        let day = Fields::new().with("day", first).with("kind", "free");
        let rotation = Fields::new().with("since", first);
        match refused {
            Some((Form::Day, day)) => Self { day, rotation },
            Some((Form::Rotation, rotation)) => Self { day, rotation },
            None => Self { day, rotation },
        }
    }
    /// The form that decides the status of the page.
    pub fn refused(&self) -> &Fields {
        if self.day.is_good() { &self.rotation } else { &self.day }
    }
}

/// The month whose wishes were looked at; none if the form stood on the page of one's own shifts.
fn month_of_list(page: &Page) -> Option<RosterMonth> {
    page.query_value("month").and_then(|month| month.parse().ok())
}

fn back(page: &Page, unit: &UnitCode) -> String {
    match month_of_list(page) {
        Some(month) => format!("/duty/wishes?unit={unit}&month={month}"),
        None => "/duty/mine".to_owned(),
    }
}

/// The page that the form came from, with the form as it was entered.
async fn again(app: &App, actor: &Actor, page: &Page, refused: (Form, Fields)) -> Result<Response, Failure> {
    match month_of_list(page) {
        Some(_) => list_with(app, actor, page, Some(refused)).await,
        None => mine_with(app, actor, page, Some(refused)).await,
    }
}

/// A form speaks of oneself unless it names somebody in this field.
fn whose(actor: &Actor, fields: &mut Fields, name: &str) -> Option<PersonId> {
    match fields.optional(name) {
        Some(_) => fields.read(name, "pages-bad-request"),
        None => {
            if actor.person.is_none() {
                fields.problem(name, Text::new("pages-field-needed"));
            }
            actor.person.clone()
        }
    }
}

fn needed_day(fields: &mut Fields, name: &str) -> Option<Day> {
    fields.needed(name)?;
    fields.day(name)
}

/// What is wrong stands beside the field it is wrong in.
fn refuse(fields: &mut Fields, problem: &DutyProblem) {
    match problem {
        DutyProblem::WishTooLate => fields.problem("day", problem.message()),
        DutyProblem::Past => fields.problem("since", problem.message()),
        DutyProblem::Pattern(_) => fields.problem("pattern", problem.message()),
        _ => fields.refuse(problem),
    }
}

pub async fn ask(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    OfUnit(unit): OfUnit,
    page: Page,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let person = whose(&actor, &mut fields, "person");
    let day = needed_day(&mut fields, "day");
    if let (Some(person), Some(day)) = (person, day) {
        let (shift, is_wanted) = match fields.text("kind").split_once('-') {
            Some(("want", shift)) => (Some(shift.to_owned()), true),
            Some(("not", shift)) => (Some(shift.to_owned()), false),
            _ => (None, true),
        };
        let wish = Wish { person, day, shift, is_wanted };
        match commands::ask_wish(&app.db, &actor, unit.clone(), wish).await {
            Ok(()) => return Ok(done(&app, &page, &unit, "duty-wish-asked")),
            Err(problem) => refuse(&mut fields, &problem),
        }
    }
    again(&app, &actor, &page, (Form::Day, fields)).await
}

pub async fn ask_rotation(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    OfUnit(unit): OfUnit,
    page: Page,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let person = whose(&actor, &mut fields, "rotating");
    let since = needed_day(&mut fields, "since");
    let pattern = fields.needed("pattern");
    if let (Some(person), Some(since), Some(pattern)) = (person, since, pattern) {
        match commands::ask_rotation(&app.db, &actor, unit.clone(), person, since, pattern).await {
            Ok(()) => return Ok(done(&app, &page, &unit, "duty-rotation-asked")),
            Err(problem) => refuse(&mut fields, &problem),
        }
    }
    again(&app, &actor, &page, (Form::Rotation, fields)).await
}

fn done(app: &App, page: &Page, unit: &UnitCode, words: &str) -> Response {
    Done::to(back(page, unit)).saying(app, &Text::new(words)).into_response()
}

pub async fn withdraw_rotation(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    OfUnit(unit): OfUnit,
    page: Page,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let person = whose(&actor, &mut fields, "person").ok_or_else(Failure::denied)?;
    commands::withdraw_rotation(&app.db, &actor, unit.clone(), person).await?;
    Ok(done(&app, &page, &unit, "duty-rotation-withdrawn"))
}

pub async fn withdraw(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    OfUnit(unit): OfUnit,
    page: Page,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let person = whose(&actor, &mut fields, "person").ok_or_else(Failure::denied)?;
    let day = fields.day("day").ok_or(DutyProblem::BadDay)?;
    commands::withdraw_wish(&app.db, &actor, unit.clone(), person, day).await?;
    Ok(done(&app, &page, &unit, "duty-wish-withdrawn"))
}
