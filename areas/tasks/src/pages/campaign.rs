//! `/tasks/{id}/campaign`: a special campaign, planned, recorded day by day, summed up.

mod plan;

pub use plan::{plan, plan_form};

use super::task::readable;
use super::{may, must, names, step};
use crate::commands::summary::{HEADS, chart_by_day, chart_by_station};
use crate::commands::{
    CloseCampaign, CorrectResult, GOODS, RecordResult, close_campaign, correct_result, record_result,
    summary, summary_document,
};
use crate::problem::TasksProblem;
use crate::rules::campaign::{Campaign, DayResult, Goods, Phase, Sums, Tally, goods_by_name};
use crate::rules::task::AtStation;
use crate::rules::{FormId, StationState, Task};
use crate::store::{self, ResultFilter, ResultSort, Rows};
use askama::Template;
use axum::extract::{Path, State as With};
use axum::response::{IntoResponse, Response};
use documents::{CellValue, Kind, SheetColumn};
use kernel::{Actor, Day, Problem, Text, UnitCode};
use pages::{
    App, Choice, Done, EXPORTED, Failure, Fields, Figure, ListView, Listing, Markup, Page, SignedIn, Sort,
    download, failed, list_file, show_form,
};
use std::collections::HashMap;

const LIST: Listing = Listing {
    sorts: &["day", "station", "checked", "found", "settled", "goods", "value"],
    sort: Sort::down("day"),
    filters: &["station", "from", "to"],
    size: 30,
};

/// Lines for goods that a form offers; with more than these filled in, there are two more.
const GOODS_LINES: usize = 2;
/// Goods that the page reads; the summary reads all.
const GOODS_READ: u64 = 5_000;
/// Sorts of goods that the page names.
const GOODS_SHOWN: usize = 12;

/// A phase with which day of it today is.
struct PhaseView {
    phase: Phase,
    /// 0: not today.
    day: i64,
    is_over: bool,
    sum: Tally,
}

/// The form of a station's day.
struct DayForm {
    fields: Fields,
    stations: Vec<Choice>,
    lines: Vec<usize>,
}

impl DayForm {
    fn name(&self, part: &str, line: impl super::Whole) -> String {
        format!("{part}_{}", line.whole())
    }
    fn has_goods(&self) -> bool {
        self.lines.len() > GOODS_LINES
    }
}

#[derive(Template)]
#[template(path = "pages/campaign.html")]
struct CampaignPage<'a> {
    page: &'a Page,
    task: Task,
    campaign: Campaign,
    phases: Vec<PhaseView>,
    tiles: Vec<Figure>,
    by_day: Markup,
    by_station: Markup,
    list: ListView,
    rows: Vec<DayResult>,
    names: HashMap<String, String>,
    /// Stations whose days the reader may put right.
    correctable: Vec<UnitCode>,
    goods: Vec<Goods>,
    more_goods: usize,
    record: Option<DayForm>,
    may_plan: bool,
    close: Option<Fields>,
    may_open: bool,
}

impl CampaignPage<'_> {
    fn who(&self, id: &str) -> String {
        self.names.get(id).cloned().unwrap_or_default()
    }
    fn may_correct(&self, row: &DayResult) -> bool {
        self.correctable.contains(&row.station)
    }
    /// The phase that today lies in.
    fn current(&self) -> Option<&PhaseView> {
        self.phases.iter().find(|one| one.day > 0)
    }
    fn phase_words(&self, one: &PhaseView) -> String {
        let words = Text::new("tasks-phase-day")
            .with("name", &one.phase.name)
            .with("day", one.day)
            .with("days", one.phase.days.days());
        self.page.say(&words)
    }
    fn close_title(&self) -> String {
        let key =
            if self.campaign.closing.is_some() { "tasks-campaign-reword" } else { "tasks-campaign-close" };
        self.page.t(key)
    }
}

/// The campaign, if the reader may see the task.
async fn campaign_of(app: &App, page: &Page, actor: &Actor, id: &str) -> Result<(Task, Campaign), Failure> {
    let task = readable(app, page, actor, id).await?;
    task.must_be_campaign()?;
    let campaign = store::campaign(&app.db.read(), app.db.cipher(), &task.id).await?;
    Ok((task, campaign))
}

pub async fn show_one(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (task, campaign) = campaign_of(&app, &page, &actor, &id).await?;
    show_with(&app, &page, &actor, (task, campaign), None).await
}

fn address(task: &Task) -> String {
    format!("/tasks/{}/campaign", task.id)
}

/// The stations that have it, with the reader among those who do it where they do.
async fn with_reader(app: &App, actor: &Actor, task: &Task) -> Result<Vec<AtStation>, Failure> {
    let read = app.db.read();
    let mut stations = store::at_stations(&read, &task.id).await.map_err(failed)?;
    stations.retain(|at| !matches!(at.state, StationState::Addressed | StationState::Spared));
    if let Some(person) = &actor.person {
        let theirs = store::assigned_at(&read, &task.id, person).await.map_err(failed)?;
        for at in stations.iter_mut().filter(|at| theirs.contains(&at.unit)) {
            at.people.push((person.clone(), 0));
        }
    }
    Ok(stations)
}

/// The page, with the form of one step as it was entered if it was refused.
async fn show_with(
    app: &App,
    page: &Page,
    actor: &Actor,
    (task, campaign): (Task, Campaign),
    entered: Option<(&str, Fields)>,
) -> Result<Response, Failure> {
    let read = app.db.read();
    let today = app.db.clock().today();
    let asked = page.list(&LIST);
    let filter = ResultFilter {
        task: task.id.clone(),
        station: asked.filter("station").and_then(UnitCode::parse),
        from: asked.filter_as::<Day>("from"),
        to: asked.filter_as::<Day>("to"),
    };
    let sort = match asked.sort.by {
        "station" => ResultSort::Station,
        "checked" => ResultSort::Checked,
        "found" => ResultSort::Found,
        "settled" => ResultSort::Settled,
        "goods" => ResultSort::Goods,
        "value" => ResultSort::Value,
        _ => ResultSort::Day,
    };
    let (limit, offset) = match asked.export {
        Some(_) => (EXPORTED, 0),
        None => (asked.limit(), asked.offset()),
    };
    let found = store::result_rows(&read, &filter, sort, asked.sort.descending, limit, offset).await;
    let Rows { rows, total } = found.map_err(failed)?;
    let people = rows.iter().map(|row| row.person.clone());
    let closed_by = campaign.closing.iter().map(|closing| closing.by.clone());
    let names = names(app, people.chain(closed_by)).await?;
    if let Some(format) = asked.export {
        let (columns, rows) = table(page, &rows, &names);
        return list_file(page, page.t("tasks-campaign-results"), columns, rows, format);
    }
    let stations = with_reader(app, actor, &task).await?;
    let sums = store::sums(&read, &task.id).await.map_err(failed)?;
    let may_open = may(app, page, actor, "task.read", &task);
    let mut goods = match may_open {
        true => goods_by_name(store::goods(&read, app.db.cipher(), &task.id, GOODS_READ).await?),
        false => Vec::new(),
    };
    let more_goods = goods.len().saturating_sub(GOODS_SHOWN);
    goods.truncate(GOODS_SHOWN);
    let is_open = campaign.closing.is_none();
    let entered_for = |which: &str| match &entered {
        Some((name, fields)) if *name == which => Some(fields.clone()),
        _ => None,
    };
    let mut list = asked.view(page, total);
    if task.stations.len() > 1 {
        list = list.choice("station", "tasks-field-station", choices(page, task.stations.iter()));
    }
    let mine: Vec<&AtStation> =
        stations.iter().filter(|at| may(app, page, actor, "task.record_result", *at)).collect();
    let record = (is_open && !mine.is_empty() && task.from <= today).then(|| {
        let fields = entered_for("record").unwrap_or_else(|| {
            let last = task.span().to.min(today);
            let station = mine.first().map_or("", |at| at.unit.as_str());
            Fields::new().with("form", FormId::new()).with("station", station).with("day", last)
        });
        let stations = choices(page, mine.iter().map(|at| &at.unit));
        DayForm { lines: goods_lines(&fields), stations, fields }
    });
    let link = |query: String| format!("{}?{query}#list", address(&task));
    let may_here = |action: &str| may(app, page, actor, action, &task);
    let close = may_here("task.close_campaign").then(|| {
        entered_for("close").unwrap_or_else(|| {
            let words = campaign.closing.as_ref().map_or("", |closing| closing.words.as_str());
            step(campaign.revision).with("words", words)
        })
    });
    let template = CampaignPage {
        page,
        phases: phase_views(&campaign, &sums, today),
        tiles: tiles(page, sums.whole),
        by_day: chart_by_day(&sums, page.wording(), |day| link(format!("from={day}&to={day}")))
            .html(page.wording()),
        by_station: chart_by_station(
            &sums,
            page.wording(),
            |unit| page.unit_name(unit),
            |unit| link(format!("station={unit}")),
        )
        .html(page.wording()),
        list: list.day("from", "pages-list-from").day("to", "pages-list-to").exports(),
        rows,
        names,
        correctable: stations
            .iter()
            .filter(|at| may(app, page, actor, "task.correct_result", *at))
            .map(|at| at.unit.clone())
            .collect(),
        goods,
        more_goods,
        record,
        may_plan: is_open && may_here("task.plan_campaign"),
        close,
        may_open,
        campaign,
        task,
    };
    let status = entered.map(|(_, fields)| fields).unwrap_or_default();
    show_form(&status, &template)
}

fn choices<'u>(page: &Page, units: impl Iterator<Item = &'u UnitCode>) -> Vec<Choice> {
    units.map(|unit| Choice::new(unit, page.unit_name(unit))).collect()
}

fn phase_views(campaign: &Campaign, sums: &Sums, today: Day) -> Vec<PhaseView> {
    let now = campaign.phase_on(today).map(|(phase, day)| (phase.clone(), day));
    let view = |phase: &Phase| PhaseView {
        day: now.as_ref().filter(|(current, _)| current == phase).map_or(0, |(_, day)| *day),
        is_over: phase.days.to < today,
        sum: sums.within(phase.days),
        phase: phase.clone(),
    };
    campaign.phases.iter().map(view).collect()
}

fn tiles(page: &Page, whole: Tally) -> Vec<Figure> {
    let heads = HEADS.into_iter().zip(whole.figures());
    heads.map(|(head, figure)| Figure::new(page.t(head), pages::number(figure))).collect()
}

fn table(
    page: &Page,
    rows: &[DayResult],
    names: &HashMap<String, String>,
) -> (Vec<SheetColumn>, Vec<Vec<CellValue>>) {
    let mut columns = vec![
        SheetColumn::new(page.t("tasks-result-day"), Kind::Text),
        SheetColumn::new(page.t("tasks-field-station"), Kind::Text),
    ];
    columns.extend(HEADS.map(|head| SheetColumn::new(page.t(head), Kind::Integer)));
    columns.push(SheetColumn::new(page.t("tasks-result-by"), Kind::Text));
    let row = |row: &DayResult| {
        let mut cells: Vec<CellValue> = vec![row.day.to_string().into(), page.unit_name(&row.station).into()];
        cells.extend(row.tally.figures().map(CellValue::from));
        cells.push(names.get(&row.person).cloned().unwrap_or_default().into());
        cells
    };
    (columns, rows.iter().map(row).collect())
}

/// Lines for goods: those filled in, and two more.
fn goods_lines(fields: &Fields) -> Vec<usize> {
    let used = (0..GOODS).filter(|line| !fields.text(&format!("goods_{line}")).is_empty()).count();
    (0..(used + GOODS_LINES).min(GOODS)).collect()
}

/// What a form says a day came to. Nothing entered is none; a description without a number is one piece.
fn day_of(fields: &mut Fields) -> (Tally, Vec<Goods>) {
    let mut figure = |name: &str| fields.number(name).unwrap_or(0);
    let tally = Tally {
        checked: figure("checked"),
        found: figure("found"),
        settled: figure("settled"),
        ..Tally::default()
    };
    let mut goods = Vec::new();
    for line in 0..GOODS {
        let (count, value) = (format!("count_{line}"), format!("value_{line}"));
        let (pieces, yuan) = (fields.number(&count), fields.number(&value));
        match fields.optional(&format!("goods_{line}")).map(str::to_owned) {
            Some(name) => goods.push(Goods { name, count: pieces.unwrap_or(1), value: yuan.unwrap_or(0) }),
            // Not lost silently: a number of what?
            None if pieces.is_some() || yuan.is_some() => {
                fields.problem(&format!("goods_{line}"), Text::new("pages-field-needed"));
            }
            None => {}
        }
    }
    (tally, goods)
}

/// What is wrong stands beside the field it is wrong in.
fn refuse(fields: &mut Fields, problem: &TasksProblem) {
    match problem {
        TasksProblem::DayOutside | TasksProblem::ResultThere => fields.problem("day", problem.message()),
        TasksProblem::OutOfBounds { field: field @ ("checked" | "found" | "settled"), .. } => {
            fields.problem(field, problem.message());
        }
        _ => fields.refuse(problem),
    }
}

pub async fn record(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let (task, _) = campaign_of(&app, &page, &actor, &id).await?;
    let form = fields.read::<FormId>("form", "pages-bad-request");
    let station = fields.needed("station").and_then(|unit| UnitCode::parse(&unit));
    let day = fields.day("day");
    if day.is_none() && fields.text("day").is_empty() {
        fields.problem("day", Text::new("pages-field-needed"));
    }
    let (tally, goods) = day_of(&mut fields);
    if fields.is_good()
        && let (Some(form), Some(station), Some(day)) = (form, station, day)
    {
        let input = RecordResult { task: task.id.clone(), station, day, tally, goods, form };
        match record_result(&app.db, &actor, input).await {
            Ok(()) => {
                let saved = Text::new("tasks-result-recorded");
                return Ok(Done::to(address(&task)).saying(&app, &saved).into_response());
            }
            Err(problem) => refuse(&mut fields, &problem),
        }
    } else if fields.is_good() {
        fields.problem("form", Text::new("pages-bad-request"));
    }
    let found = campaign_of(&app, &page, &actor, &id).await?;
    show_with(&app, &page, &actor, found, Some(("record", fields))).await
}

pub async fn close(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let (task, _) = campaign_of(&app, &page, &actor, &id).await?;
    let seen = fields.seen();
    if fields.is_good() {
        let input = CloseCampaign { task: task.id.clone(), words: fields.text("words").to_owned(), seen };
        match close_campaign(&app.db, &actor, input).await {
            Ok(()) => {
                let done = Text::new("tasks-campaign-was-closed");
                return Ok(Done::to(address(&task)).saying(&app, &done).into_response());
            }
            Err(problem) => fields.refuse(&problem),
        }
    }
    // As it is now: somebody else may have closed it meanwhile.
    let (task, campaign) = campaign_of(&app, &page, &actor, &id).await?;
    fields.set("revision", campaign.revision);
    show_with(&app, &page, &actor, (task, campaign), Some(("close", fields))).await
}

#[derive(Template)]
#[template(path = "pages/campaign_day.html")]
struct DayPage<'a> {
    page: &'a Page,
    task: Task,
    result: DayResult,
    form: DayForm,
}

/// A station's day, if the reader may put it right.
async fn correctable(
    app: &App,
    page: &Page,
    actor: &Actor,
    (id, unit, day): &(String, String, String),
) -> Result<(Task, DayResult), Failure> {
    let (task, _) = campaign_of(app, page, actor, id).await?;
    let unit = UnitCode::parse(unit).ok_or_else(Failure::not_found)?;
    let day: Day = day.parse().map_err(|_| Failure::not_found())?;
    let read = app.db.read();
    let at = store::at_station(&read, &task.id, &unit).await.map_err(failed)?;
    must(app, page, actor, "task.correct_result", &at.ok_or_else(Failure::not_found)?)?;
    let result = store::result(&read, &task.id, &unit, day).await.map_err(failed)?;
    Ok((task, result.ok_or_else(Failure::not_found)?))
}

type DayAddress = Path<(String, String, String)>;

pub async fn day_form(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(which): DayAddress,
) -> Result<Response, Failure> {
    let (task, result) = correctable(&app, &page, &actor, &which).await?;
    let goods =
        store::goods_of_day(&app.db.read(), app.db.cipher(), &task.id, &result.station, result.day).await?;
    let mut fields = step(result.revision)
        .with("checked", result.tally.checked)
        .with("found", result.tally.found)
        .with("settled", result.tally.settled);
    for (line, one) in goods.iter().enumerate() {
        fields.set(&format!("goods_{line}"), &one.name);
        fields.set(&format!("count_{line}"), one.count);
        fields.set(&format!("value_{line}"), one.value);
    }
    show_day(&page, task, result, fields)
}

fn show_day(page: &Page, task: Task, result: DayResult, fields: Fields) -> Result<Response, Failure> {
    let form = DayForm { lines: goods_lines(&fields), stations: Vec::new(), fields };
    show_form(&form.fields.clone(), &DayPage { page, task, result, form })
}

pub async fn correct(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(which): DayAddress,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let (task, result) = correctable(&app, &page, &actor, &which).await?;
    let seen = fields.seen();
    let (tally, goods) = day_of(&mut fields);
    if fields.is_good() {
        let input = CorrectResult {
            task: task.id.clone(),
            station: result.station,
            day: result.day,
            tally,
            goods,
            reason: fields.text("reason").to_owned(),
            seen,
        };
        match correct_result(&app.db, &actor, input).await {
            Ok(()) => {
                let done = Text::new("tasks-result-was-corrected");
                return Ok(Done::to(address(&task)).saying(&app, &done).into_response());
            }
            Err(problem @ TasksProblem::NoReason) => fields.problem("reason", problem.message()),
            Err(problem) => refuse(&mut fields, &problem),
        }
    }
    let (task, result) = correctable(&app, &page, &actor, &which).await?;
    fields.set("revision", result.revision);
    show_day(&page, task, result, fields)
}

/// The summary as a Word file, for those who read the task itself.
pub async fn file(
    With(app): With<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (task, _) = campaign_of(&app, &page, &actor, &id).await?;
    must(&app, &page, &actor, "task.read", &task)?;
    let title: String = task.title.chars().take(40).collect();
    let found = summary(&app.db, task).await?;
    let head = journal::head(&app.db).await.map_err(failed)?;
    let today = app.db.clock().today();
    let document = summary_document(&found, page.units(), head.as_ref(), page.wording(), today);
    let bytes = tokio::task::spawn_blocking(move || documents::word(&document)).await.map_err(failed)?;
    let bytes = bytes.map_err(TasksProblem::from)?;
    Ok(download(&format!("{title}_{}.docx", page.t("tasks-summary")), super::WORD, bytes))
}
