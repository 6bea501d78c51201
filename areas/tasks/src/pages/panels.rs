//! One task before the gate: six panels, each with its reason, and the decisions.

use super::task::facts_address;
use super::{choices, hours, may, names, station_choices, step};
use crate::commands::{
    Answer, OpenTask, Proposal, above_line, answers, joined, situation, wanted, with_register,
};
use crate::rules::boundary::{self, Evidence, LocalEntry, Match, Opinion, What, evidence};
use crate::rules::capacity::{Clash, Fit, WEEKS_SHOWN};
use crate::rules::form::{Flaw, flaws};
use crate::rules::{Asked, ReturnState, State, Task, TaskId};
use crate::store::{self, TaskFilter, TaskRow};
use crate::{Desk, Near};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, State as With};
use axum::response::Response;
use kernel::{Actor, Citation, Day};
use measures::Measures;
use pages::{App, Choice, Failure, Fields, Page, SignedIn, failed, show_form};
use std::collections::HashMap;
use std::sync::Arc;

/// Tasks shown beside one at the gate.
const NEAR_SHOWN: usize = 5;

/// A task that asks for the like, as it is shown.
pub struct NearView {
    pub near: Near,
    pub row: TaskRow,
    pub may_merge: bool,
    pub same: String,
    pub only_here: String,
    pub only_there: String,
    /// Stations for which a merger would be too much.
    pub over: Vec<String>,
}

impl NearView {
    /// Red for what seems the same, amber for the like.
    fn tone(&self) -> &'static str {
        if self.near.seems_the_same() { "bad" } else { "warn" }
    }
}

/// A duty or entry that speaks for or against, as it is shown.
pub struct MatchView {
    pub title: String,
    pub article: String,
    pub rule: String,
    pub terms: String,
    pub local: bool,
    pub id: String,
}

/// A return with the measures that may answer it.
pub struct AnswerLine {
    pub position: i64,
    /// The column, of a return that asks for several figures.
    pub place: Option<i64>,
    pub name: String,
    pub choices: Vec<Choice>,
    pub chosen: String,
    pub answer: Option<Answer>,
}

impl AnswerLine {
    /// The field in which its measure is chosen.
    fn field(&self) -> String {
        match self.place {
            None => format!("measure_{}", self.position),
            Some(place) => format!("measure_{}_{place}", self.position),
        }
    }
}

/// The forms of the decisions.
pub struct Forms {
    pub release: Option<Fields>,
    pub confirm: Option<Fields>,
    pub send_back: Option<Fields>,
    pub merge: Option<Fields>,
    pub answer: Option<Fields>,
    pub cut: Option<Fields>,
    pub escalate: Option<Fields>,
    pub permit: bool,
}

#[derive(Template)]
#[template(path = "pages/panels.html")]
struct Panels<'a> {
    page: &'a Page,
    task: Task,
    names: HashMap<String, String>,
    near: Vec<NearView>,
    answers: Vec<AnswerLine>,
    evidence: Evidence,
    duties: Vec<MatchView>,
    entries: Vec<MatchView>,
    fits: Vec<Fit>,
    weeks: Vec<Day>,
    first_week: Option<Day>,
    clashes: Vec<(String, String, Vec<Clash>)>,
    flaws: Vec<Flaw>,
    unregistered: Vec<Asked>,
    /// What it is proposed to be merged into.
    master: Option<Task>,
    forms: Forms,
    stations: Vec<Choice>,
    opinions: Vec<Choice>,
    grounds: Vec<Choice>,
    returns: Vec<Choice>,
    may_open: bool,
    today: Day,
}

impl Panels<'_> {
    fn hours(&self, minutes: impl super::Whole) -> String {
        hours(minutes)
    }
    fn who(&self, id: &str) -> String {
        self.names.get(id).cloned().unwrap_or_default()
    }
    fn percent(&self, score: &f64) -> String {
        format!("{:.0}%", score * 100.0)
    }
    fn week<'f>(&self, fit: &'f Fit, monday: &Day) -> Option<&'f crate::rules::capacity::Week> {
        fit.weeks.iter().find(|week| week.monday == *monday)
    }
    fn facts(&self, answer: &Answer, unit: &kernel::UnitCode) -> String {
        facts_address(&answer.measure, unit, answer.period)
    }
    fn is_late(&self) -> bool {
        self.task.decide_by.is_some_and(|day| day < self.today)
    }
}

/// What the entry of the boundary says, in the reader's words.
fn match_view(app: &App, page: &Page, found: &Match) -> MatchView {
    let catalogue = app.law.boundary();
    let terms = found.terms.join("、");
    let language = page.language();
    let view = |title: &str, article: String, rule: &str, local: bool| MatchView {
        title: title.to_owned(),
        article,
        rule: rule.to_owned(),
        terms: terms.clone(),
        local,
        id: found.what.id(),
    };
    match &found.what {
        What::Duty(item) => {
            let title = catalogue.duties.iter().find(|duty| duty.item == *item);
            let title = title.map_or("", |duty| duty.title.in_language(language));
            let (law, article) = law::boundary::DUTIES;
            let citation = Citation { law: law.to_owned(), article: article.to_owned() };
            let item = page.say(&boundary::item(*item));
            view(title, format!("{}{item}", page.citation(&citation)), "nb-14-duties", false)
        }
        What::Entry(id) => match catalogue.entries.iter().find(|entry| entry.id == *id) {
            Some(entry) => {
                let articles: Vec<String> =
                    entry.citation.iter().map(|citation| page.citation(citation)).collect();
                let local = entry.mark == law::boundary::EntryMark::Local;
                view(entry.title.in_language(language), articles.join("、"), &entry.rule, local)
            }
            None => view(id, String::new(), "", true),
        },
        What::Local(entry) => view(&entry.title, entry.basis.clone(), "", true),
    }
}

/// The task, if the reader sits at the gate.
pub async fn at_gate(app: &App, page: &Page, actor: &Actor, id: &str) -> Result<Task, Failure> {
    let id = TaskId::parse(id).map_err(|_| Failure::not_found())?;
    let task = store::find(&app.db.read(), &id).await.map_err(failed)?.ok_or_else(Failure::not_found)?;
    super::must(app, page, actor, "task.gate", &task)?;
    Ok(task)
}

pub async fn show_panels(
    With(app): With<App>,
    Extension(measures): Extension<Arc<Measures>>,
    Extension(desk): Extension<Desk>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let task = at_gate(&app, &page, &actor, &id).await?;
    show_with(&app, &measures, &desk, &page, &actor, task, None).await
}

/// The panels, with the form of one decision as it was entered if it was refused.
pub async fn show_with(
    app: &App,
    measures: &Arc<Measures>,
    desk: &Desk,
    page: &Page,
    actor: &Actor,
    task: Task,
    entered: Option<(&str, Fields)>,
) -> Result<Response, Failure> {
    let read = app.db.read();
    let today = app.db.clock().today();
    let register = store::register(&read).await.map_err(failed)?;
    let task = with_register(task, &register, today);
    let mut near = near_views(app, desk, page, actor, &task).await?;
    let answers = answer_lines(app, measures, desk, page, &task).await?;
    let local: Vec<LocalEntry> =
        store::local_entries(&read).await.map_err(failed)?.into_iter().map(|(_, entry)| entry).collect();
    let evidence = evidence(&task.title, &task.body, app.law.boundary(), &local);
    let masters = masters(app, &near, &task).await?;
    let mut stations = task.stations.clone();
    stations.extend(masters.iter().flat_map(|master| master.stations.clone()));
    stations.sort();
    stations.dedup();
    let now = situation(&read, &app.law, measures, page.units(), &stations, today).await?;
    for view in &mut near {
        if let Some(master) = masters.iter().find(|one| one.id == view.row.id && view.may_merge) {
            let joined = joined(master.clone(), &task);
            let over = above_line(now.grown(master, &joined, today));
            view.over = over.iter().map(|unit| page.unit_name(unit)).collect();
        }
    }
    let fits = now.fits(&task);
    let mut weeks: Vec<Day> = fits.iter().flat_map(|fit| fit.weeks.iter().map(|week| week.monday)).collect();
    weeks.sort();
    weeks.dedup();
    weeks.truncate(WEEKS_SHOWN);
    let names = names(app, [task.author.clone(), task.proposed_by.clone()]).await?;
    let may_here = |action: &str| may(app, page, actor, action, &task);
    let waits = matches!(task.state, State::AtGate | State::Escalated);
    let view = |found: &Match| match_view(app, page, found);
    let duties: Vec<MatchView> = evidence.duties.iter().take(4).map(view).collect();
    let entries: Vec<MatchView> = evidence.entries.iter().take(4).map(view).collect();
    let ground = match evidence.opinion {
        Opinion::Police => duties.first(),
        Opinion::NotPolice | Opinion::Doubtful => entries.first().or(duties.first()),
    };
    let begun = step(task.revision)
        .with("opinion", task.opinion.unwrap_or(evidence.opinion).as_str())
        .with("entry", ground.map_or("", |one| one.id.as_str()))
        .with("from", task.from)
        .with("until", task.until.map(|day| day.to_string()).unwrap_or_default())
        .with("hours", task.hours)
        .with("people", task.people);
    let form = |name: &str, is_open: bool| {
        is_open.then(|| match &entered {
            Some((which, fields)) if *which == name => fields.clone(),
            _ => {
                let mut fields = begun.clone();
                if name == "cut" {
                    task.stations.iter().for_each(|station| fields.add("stations", station));
                    task.asked().for_each(|one| fields.add("returns", one.position));
                }
                for line in answers.iter().filter(|_| name == "answer") {
                    fields.set(&line.field(), &line.chosen);
                }
                fields
            }
        })
    };
    let forms = Forms {
        release: form("release", waits && may_here("task.release")),
        confirm: form("confirm", task.state == State::Proposed && may_here("task.confirm")),
        send_back: form("send_back", waits && may_here("task.return")),
        merge: form("merge", waits && may_here("task.merge")),
        answer: form(
            "answer",
            waits && answers.iter().any(|line| !line.choices.is_empty()) && may_here("task.answer"),
        ),
        cut: form("cut", waits && may_here("task.cut")),
        escalate: form("escalate", task.state == State::AtGate && may_here("task.escalate")),
        permit: may_permit(app, page, actor),
    };
    let template = Panels {
        page,
        flaws: flaws(&task, app.law.calendar()),
        unregistered: task.asked().filter(|one| one.permitted.is_empty()).cloned().collect(),
        first_week: now.first_week(&task),
        clashes: clash_lines(page, now.clashes(&task)),
        stations: station_choices(page, &super::bureau_of(page, &task.unit))
            .into_iter()
            .filter(|choice| task.stations.iter().any(|station| station.as_str() == choice.value))
            .collect(),
        opinions: choices(page, Opinion::ALL, Opinion::as_str, Opinion::text_key),
        grounds: duties
            .iter()
            .chain(&entries)
            .map(|one| Choice::new(&one.id, format!("{} {}", one.title, one.article)))
            .collect(),
        returns: task.asked().map(|one| Choice::new(one.position, one.name.clone())).collect(),
        may_open: page.may("measure.read"),
        near,
        answers,
        evidence,
        duties,
        entries,
        master: task.master.as_ref().and_then(|id| masters.iter().find(|one| one.id == *id)).cloned(),
        fits,
        weeks,
        names,
        forms,
        today,
        task,
    };
    let status = entered.map(|(_, fields)| fields).unwrap_or_default();
    show_form(&status, &template)
}

/// Tasks that are out into which this one may go, and the one it is proposed for.
async fn masters(app: &App, near: &[NearView], task: &Task) -> Result<Vec<Task>, Failure> {
    let out = near.iter().filter(|view| view.may_merge && view.row.state == State::Released);
    let ids: Vec<TaskId> = out.map(|view| view.row.id.clone()).chain(task.master.clone()).collect();
    store::find_all(&app.db.read(), &ids).await.map_err(failed)
}

/// Whether the reader may add to the register of permitted returns.
fn may_permit(app: &App, page: &Page, actor: &Actor) -> bool {
    let bureau = super::bureau_of(page, &page.unit_code());
    may(app, page, actor, "task.permit_return", &access::Entity::new("Unit", &bureau, &bureau))
}

/// What is wanted twice: task, stations, in which respect.
fn clash_lines(page: &Page, found: Vec<(&OpenTask, Vec<Clash>)>) -> Vec<(String, String, Vec<Clash>)> {
    let mut lines: Vec<(TaskId, String, Vec<String>, Vec<Clash>)> = Vec::new();
    for (open, clashes) in found {
        let station = page.unit_name(&open.station);
        match lines.iter_mut().find(|(id, ..)| *id == open.task) {
            Some((_, _, stations, all)) => {
                stations.push(station);
                all.extend(clashes);
                all.sort();
                all.dedup();
            }
            None => lines.push((open.task.clone(), open.title.clone(), vec![station], clashes)),
        }
    }
    lines.truncate(8);
    lines.into_iter().map(|(_, title, stations, clashes)| (title, stations.join("、"), clashes)).collect()
}

async fn near_views(
    app: &App,
    desk: &Desk,
    page: &Page,
    actor: &Actor,
    task: &Task,
) -> Result<Vec<NearView>, Failure> {
    let read = app.db.read();
    let text = task.text();
    let found = desk.near(&read, &task.id, &text).await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let filter =
        TaskFilter { units: super::units_for(app, page, actor, "task.read"), ..TaskFilter::default() };
    let ids: Vec<TaskId> = found.iter().map(|one| one.task.clone()).collect();
    let rows = store::task_rows_of(&read, &filter, &ids).await.map_err(failed)?;
    // What was asked more than two years ago is past.
    let oldest = app.db.clock().today().plus_months(-24);
    let mut views: Vec<NearView> = Vec::new();
    for near in found {
        let Some(row) = rows.iter().find(|row| row.id == near.task) else { continue };
        let may_merge = row.state.is_open() || row.state == State::Released;
        // What a department asks month by month is shown once, unless it is still open.
        let is_known = views.iter().any(|view| view.row.unit == row.unit && view.row.title == row.title);
        if row.submitted_at.is_some_and(|at| at.day() < oldest) || (is_known && !may_merge) {
            continue;
        }
        views.push(NearView {
            may_merge,
            same: near.same(&text).join("、"),
            only_here: near.only_here(&text).join("、"),
            only_there: near.only_there().join("、"),
            over: Vec::new(),
            row: row.clone(),
            near,
        });
    }
    views.truncate(NEAR_SHOWN);
    Ok(views)
}

async fn answer_lines(
    app: &App,
    measures: &Arc<Measures>,
    desk: &Desk,
    page: &Page,
    task: &Task,
) -> Result<Vec<AnswerLine>, Failure> {
    let wanted: Vec<_> = wanted(task)
        .filter(|(one, column)| match column {
            None => one.state == ReturnState::Asked,
            Some(column) => one.state == ReturnState::Asked && !column.is_answered,
        })
        .collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let names = wanted.iter().map(|(one, column)| column.map_or(&one.name, |column| &column.name).clone());
    let names: Vec<String> = names.collect();
    let meant = desk.meant(measures, &names);
    let language = page.language();
    let mut lines: Vec<AnswerLine> = wanted
        .into_iter()
        .zip(meant)
        .map(|((one, column), proposals)| {
            let mut proposals: Vec<Proposal> = proposals;
            let known = column.map_or(&one.measure, |column| &column.measure);
            if !known.is_empty() && !proposals.iter().any(|other| other.measure == *known) {
                proposals.insert(0, Proposal { measure: known.clone(), score: 1.0 });
            }
            let chosen = if known.is_empty() {
                proposals.first().map(|one| one.measure.clone()).unwrap_or_default()
            } else {
                known.clone()
            };
            AnswerLine {
                choices: proposals
                    .iter()
                    .map(|one| Choice::new(&one.measure, measures.title(&one.measure, language)))
                    .collect(),
                chosen,
                position: one.position,
                place: column.map(|column| column.place),
                name: column.map_or_else(|| one.name.clone(), |column| one.column_name(column)),
                answer: None,
            }
        })
        .collect();
    let (mut chosen, mut columns) = (Vec::new(), Vec::new());
    for line in &lines {
        match line.place {
            None => chosen.push((line.position, line.chosen.clone())),
            Some(place) => columns.push((line.position, place, line.chosen.clone())),
        }
    }
    for answer in answers(&app.db.read(), measures, page.units(), task, &chosen, &columns).await? {
        let is_it = |line: &&mut AnswerLine| (line.position, line.place) == (answer.position, answer.place);
        if let Some(line) = lines.iter_mut().find(is_it) {
            line.answer = Some(answer);
        }
    }
    Ok(lines)
}

/// An entry of the register as the gate permits it from a task's return.
pub fn permitted_from(task: &Task, position: i64, unit: &kernel::UnitCode) -> Option<crate::NewPermitted> {
    let one = task.asked().find(|one| one.position == position && one.permitted.is_empty())?;
    Some(crate::NewPermitted {
        id: crate::rules::PermittedId::new(),
        unit: unit.clone(),
        issuer: Some(task.unit.clone()),
        name: one.name.clone(),
        kind: one.kind,
        rhythm: one.rhythm,
        minutes: one.minutes,
        measure: one.measure.clone(),
        columns: one.columns.iter().map(|column| column.name.clone()).collect(),
        basis: String::new(),
    })
}
