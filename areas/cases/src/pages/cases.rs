//! One case: accepted, shown, taken a step further.

use super::acts::{self, Stage};
use super::case_forms::CaseForms;
use super::clocks::{self, ClockView};
use super::gate::{Condition, conditions, refused};
use super::history::{self, Line, lines};
use super::incident_forms::Failed;
use super::{choices, chosen, colleagues, lead_and_others, may, refuse, require, unit_to_begin, units_for};
use crate::commands::{self, AssignHandlers, CaseStepInput, CloseCase, DecideCase, Procedure, TransferCase};
use crate::problem::Field;
use crate::rules::act::{Act, NewAct, Particulars, PartyRole, Trait, spec};
use crate::rules::clock::Clock;
use crate::rules::file::{CaseFile, Team};
use crate::rules::gate::Need;
use crate::rules::{
    Case, CaseCategory, CaseId, CaseKind, CaseStep, CloseOutcome, Decision, IncidentId, NewCase, TransferTo,
};
use crate::{CasesProblem, store};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use kernel::{Actor, Problem, Text, UnitCode};
use pages::{App, Choice, Done, Failure, Fields, Page, SignedIn, failed, show, show_form};

/// First the kind, then the form.
#[derive(Template)]
#[template(path = "pages/case_kind.html")]
pub(crate) struct ChooseKind<'a> {
    pub page: &'a Page,
    pub kinds: Vec<Choice>,
    /// The unit the case will belong to, for those who have several.
    pub unit: String,
}

#[derive(Template)]
#[template(path = "pages/case_new.html")]
pub(crate) struct NewPage<'a> {
    pub page: &'a Page,
    pub fields: Fields,
    pub kind: CaseKind,
    pub unit: UnitCode,
    pub categories: Vec<Choice>,
    pub handlers: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "pages/case.html")]
pub(crate) struct CasePage<'a> {
    pub page: &'a Page,
    pub case: Case,
    pub handlers: Vec<String>,
    /// The incident it grew out of: address and number.
    pub incident: Option<(IncidentId, String)>,
    pub due: Option<Due>,
    pub is_overdue: bool,
    pub forms: CaseForms,
    pub history: Vec<Line>,
    pub may_correct: bool,
    pub running: Vec<ClockView>,
    pub ended: Vec<ClockView>,
    pub parties: Vec<PartyView>,
    pub stages: Vec<Stage>,
    /// What the next step of the case needs, under its name.
    pub gates: Vec<(String, Vec<Condition>)>,
    /// What a step that was refused lacked.
    pub refused: Vec<Condition>,
    pub findings: Vec<store::FindingRow>,
    pub may_act: bool,
    pub may_unseal: bool,
    pub grounds: Vec<Choice>,
    pub suspects: Vec<Choice>,
}

/// Somebody in the case as the page shows them.
pub(crate) struct PartyView {
    pub role: String,
    /// None where the record is sealed.
    pub name: Option<String>,
    pub traits: Vec<String>,
}

/// The last moment of the time limit, and the article that sets it.
pub(crate) struct Due {
    pub at: kernel::Instant,
    pub citation: kernel::Citation,
}

impl CasePage<'_> {
    fn has_sealed(&self) -> bool {
        self.parties.iter().any(|one| one.name.is_none())
    }
    fn tone(&self) -> &'static str {
        super::case_list::tone(self.case.state())
    }
}

pub async fn new(State(app): State<App>, SignedIn(actor): SignedIn, page: Page) -> Result<Response, Failure> {
    let units = units_for(&app, &page, &actor, "case.accept");
    if units.is_empty() {
        return Err(Failure::denied());
    }
    let unit = unit_to_begin(&page, &units);
    let Some(kind) = page.query_value("kind").as_deref().and_then(CaseKind::parse) else {
        let kinds = choices(&page, CaseKind::ALL.iter().copied(), CaseKind::as_str, CaseKind::text_key);
        return show(&ChooseKind { page: &page, kinds, unit });
    };
    let mut fields = Fields::new()
        .with("id", CaseId::new())
        .with("unit", unit)
        .with("accepted_at", app.db.clock().now().to_field());
    if let Some(person) = &actor.person {
        fields.set("lead", person);
    }
    show_new(&app, &page, fields, kind).await
}

async fn show_new(app: &App, page: &Page, fields: Fields, kind: CaseKind) -> Result<Response, Failure> {
    let unit = UnitCode::parse(fields.text("unit")).unwrap_or_else(|| page.unit_code());
    let template = NewPage {
        page,
        kind,
        categories: choices(page, CaseCategory::of_kind(kind), CaseCategory::as_str, CaseCategory::text_key),
        handlers: colleagues(app, &unit).await?.officers,
        unit,
        fields,
    };
    show_form(&template.fields, &template)
}

pub async fn accept(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let kind = chosen(&mut fields, "kind", Field::Category, CaseKind::parse).unwrap_or(CaseKind::Criminal);
    let id = fields.read::<CaseId>("id", "pages-bad-request");
    let unit = chosen(&mut fields, "unit", Field::Unit, UnitCode::parse);
    let category = chosen(&mut fields, "category", Field::Category, |code| {
        CaseCategory::parse(code).filter(|category| category.kind() == kind)
    });
    let accepted_at = fields.instant("accepted_at");
    let handlers = lead_and_others(&mut fields);
    if let (Some(id), Some(unit), Some(category)) = (id, unit, category)
        && fields.is_good()
    {
        let new = NewCase {
            id,
            unit,
            category,
            zone: fields.text("zone").to_owned(),
            summary: fields.text("summary").to_owned(),
            accepted_at,
            handlers,
        };
        match commands::accept_case(&app.db, &procedure, &actor, new).await {
            Ok(id) => {
                let done = Done::to(format!("/cases/{id}"));
                return Ok(done.saying(&app, &Text::new("cases-case-accepted")).into_response());
            }
            Err(problem) => refuse(&mut fields, &problem, |field| match field {
                Field::Summary => Some("summary"),
                Field::Zone => Some("zone"),
                Field::Time => Some("accepted_at"),
                Field::Handlers => Some("lead"),
                _ => None,
            }),
        }
    }
    show_new(&app, &page, fields, kind).await
}

pub(super) async fn load(app: &App, id: &str) -> Result<Case, Failure> {
    let found = store::find_case(&app.db.read(), &read_id(id)?).await.map_err(failed)?;
    Ok(found.ok_or(CasesProblem::CaseNotFound)?)
}

pub(super) fn read_id(id: &str) -> Result<CaseId, Failure> {
    Ok(CaseId::parse(id).map_err(|_| CasesProblem::CaseNotFound)?)
}

pub async fn show_one(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    show_case(&app, &procedure, &actor, &page, &id, None, &[]).await
}

async fn show_case(
    app: &App,
    procedure: &Procedure,
    actor: &Actor,
    page: &Page,
    id: &str,
    sent: Failed,
    missing: &[Need],
) -> Result<Response, Failure> {
    let case = load(app, id).await?;
    require(app, page, actor, "case.read", &case)?;
    let read = app.db.read();
    let facts = database::facts::history(&read, case.id.as_str()).await.map_err(failed)?;
    let names = history::names(app, &facts, &case.handlers).await?;
    let unknown = || page.t("cases-person-unknown");
    let handlers = case.handlers.iter().map(|id| names.get(id).cloned().unwrap_or_else(unknown)).collect();
    let incident = match &case.incident {
        Some(id) => {
            store::incident_number(&read, id).await.map_err(failed)?.map(|number| (id.clone(), number))
        }
        None => None,
    };
    // As it was recorded; only the citation is looked up again.
    let is_open = case.decided_at.is_none() && case.closed_at.is_none();
    let due = case.due_at.filter(|_| is_open).and_then(|at| {
        let version = app.law.version(&case.due_by).ok()?;
        Some(Due { at, citation: version.citation().clone() })
    });
    let status = sent.as_ref().map_or(axum::http::StatusCode::OK, |(_, fields)| fields.status());
    let now = app.db.clock().now();
    let file = commands::file_from(&facts)?;
    let file_clocks = procedure.clocks.of(&file, &procedure.law);
    let changes = |clock: &Clock| clocks::changes(page, &file, &names, clock);
    let (running, ended) = clocks::of_case(page, procedure, &file_clocks, changes, now);
    let people = store::parties(&read, app.db.cipher(), &case.id).await?;
    let suspects = people
        .iter()
        .enumerate()
        .filter(|(_, one)| one.party.role == PartyRole::Suspect)
        .map(|(number, one)| acts::party_choice(page, number, one))
        .collect();
    let parties = people
        .into_iter()
        .map(|one| PartyView {
            role: page.t(one.party.role.text_key()),
            traits: one
                .party
                .traits
                .iter()
                .filter_map(|word| Trait::parse(word))
                .map(|one| page.t(one.text_key()))
                .collect(),
            name: one.name,
        })
        .collect();
    let may_correct = !case.is_sealed() && may(app, page, actor, "case.correct", &case);
    let template = CasePage {
        page,
        handlers,
        incident,
        is_overdue: file_clocks.iter().any(|clock| clock.is_over(now)),
        due,
        running,
        ended,
        parties,
        suspects,
        stages: acts::stages(app, page, actor, procedure, &case, &file),
        gates: gates(page, procedure, &case, &file, now),
        refused: refused(page, procedure, &file, missing, now),
        findings: store::findings(&read, &case.id).await.map_err(failed)?,
        may_act: case.closed_at.is_none() && may(app, page, actor, "case.act", &case),
        may_unseal: may(app, page, actor, "case.unseal", &case),
        grounds: super::grounds(page),
        forms: CaseForms::of(app, page, actor, &case, sent).await?,
        history: correctable(lines(app, page, &facts, &names).await?, &file, &case, may_correct),
        may_correct,
        case,
    };
    pages::show_as(status, &template)
}

/// The lines of acts whose time can be put right by this reader lead to the form for it.
fn correctable(mut history: Vec<Line>, file: &CaseFile, case: &Case, may_correct: bool) -> Vec<Line> {
    for line in history.iter_mut().filter(|_| may_correct) {
        let entry = file.entries.iter().find(|entry| entry.fact.as_str() == line.fact);
        if entry.is_some_and(|entry| !spec(entry.act).is_step) {
            line.correction = Some(format!("/cases/{}/acts/{}/correction", case.id, line.fact));
        }
    }
    history
}

/// What each step that may come next needs of the file.
fn gates(
    page: &Page,
    procedure: &Procedure,
    case: &Case,
    file: &CaseFile,
    now: kernel::Instant,
) -> Vec<(String, Vec<Condition>)> {
    let mut wanted: Vec<(Act, &'static str, Vec<Choice>)> = Vec::new();
    if case.allows(CaseStep::File) {
        wanted.push((Act::Filed, "cases-step-file", Vec::new()));
    }
    if case.allows(CaseStep::Decide) {
        let ways = choices(page, Decision::ALL.iter().copied(), Decision::as_str, Decision::text_key);
        wanted.push((Act::Decided, "cases-step-decide", ways));
    }
    let transfers = case.possible_transfers();
    if !transfers.is_empty() {
        let ways = choices(page, transfers, TransferTo::as_str, TransferTo::text_key);
        wanted.push((Act::Transferred, "cases-step-transfer", ways));
    }
    let closes = case.possible_closes();
    if !closes.is_empty() {
        let ways = choices(page, closes, CloseOutcome::as_str, CloseOutcome::text_key);
        wanted.push((Act::Closed, "cases-step-close", ways));
    }
    // Where there is only one suspect, it is about them.
    let mut suspects = file.parties_as(PartyRole::Suspect);
    let only = suspects.next().filter(|_| suspects.next().is_none()).map(|party| party.id.clone());
    wanted
        .into_iter()
        .map(|(act, title, ways)| {
            let party = only.clone().filter(|_| act == Act::Decided);
            let what = Particulars { party, ..Particulars::default() };
            let new = NewAct { act, at: now, officers: Vec::new(), what };
            let all = conditions(page, procedure, file, &new, Team::default(), &ways);
            // What hangs on who is there, and on nothing that is chosen, is entered with the step.
            let told = all.into_iter().filter(|one| !one.is_of_entry || !one.only_for.is_empty());
            (page.t(title), told.collect())
        })
        .collect()
}

/// What a step's form says besides its own field.
fn entered_with(fields: &mut Fields) -> (Particulars, String) {
    (acts::entered(fields), fields.text("note").to_owned())
}

/// A step that was refused: the form as it was sent, and what the gate lacked.
type Answer = Result<(), Box<(Fields, Vec<Need>)>>;

/// Ends every step: on to the case, or its page again with what was entered.
async fn after(
    app: &App,
    procedure: &Procedure,
    actor: &Actor,
    page: &Page,
    id: &str,
    form: &'static str,
    answer: Answer,
) -> Result<Response, Failure> {
    match answer {
        Ok(()) => {
            let done = Done::to(format!("/cases/{}", read_id(id)?));
            Ok(done.saying(app, &Text::new("cases-saved")).into_response())
        }
        Err(refused) => {
            let (fields, missing) = *refused;
            show_case(app, procedure, actor, page, id, Some((form, fields)), &missing).await
        }
    }
}

/// Reads what every step of a case has: revision, form and time.
fn read_step(fields: &mut Fields, id: &str, time: &'static str) -> Result<Option<CaseStepInput>, Failure> {
    let case = read_id(id)?;
    let seen = fields.seen();
    let at = fields.instant(time);
    let (what, note) = entered_with(fields);
    Ok(Some(CaseStepInput { case, at, what, note, seen }).filter(|_| fields.is_good()))
}

fn concluded(answer: Result<(), CasesProblem>, mut fields: Fields, time: &'static str) -> Answer {
    answer.map_err(|problem| {
        let missing = match &problem {
            CasesProblem::GateShut { missing, .. } => missing.clone(),
            _ => Vec::new(),
        };
        refuse(&mut fields, &problem, |field| match field {
            Field::Time => Some(time),
            Field::Handlers => Some("lead"),
            Field::Closing => Some("closing"),
            Field::Party => Some("party"),
            Field::Amount => Some("amount"),
            Field::Note => Some("note"),
            _ => None,
        });
        Box::new((fields, missing))
    })
}

pub async fn assign(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let case = read_id(&id)?;
    let seen = fields.seen();
    let handlers = lead_and_others(&mut fields);
    let answer = if fields.is_good() {
        let input = AssignHandlers { case, handlers, seen };
        concluded(commands::assign_handlers(&app.db, &actor, input).await, fields, "")
    } else {
        Err(Box::new((fields, Vec::new())))
    };
    after(&app, &procedure, &actor, &page, &id, "assign", answer).await
}

pub async fn file(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let answer = match read_step(&mut fields, &id, "filed_at")? {
        Some(step) => {
            concluded(commands::file_case(&app.db, &procedure, &actor, step).await, fields, "filed_at")
        }
        None => Err(Box::new((fields, Vec::new()))),
    };
    after(&app, &procedure, &actor, &page, &id, "file", answer).await
}

pub async fn solve(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let answer = match read_step(&mut fields, &id, "solved_at")? {
        Some(step) => {
            concluded(commands::solve_case(&app.db, &procedure, &actor, step).await, fields, "solved_at")
        }
        None => Err(Box::new((fields, Vec::new()))),
    };
    after(&app, &procedure, &actor, &page, &id, "solve", answer).await
}

pub async fn transfer(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let to = chosen(&mut fields, "to", Field::Outcome, TransferTo::parse);
    let answer = match read_step(&mut fields, &id, "transferred_at")?.zip(to) {
        Some((step, to)) => {
            let input = TransferCase { step, to };
            concluded(
                commands::transfer_case(&app.db, &procedure, &actor, input).await,
                fields,
                "transferred_at",
            )
        }
        None => Err(Box::new((fields, Vec::new()))),
    };
    after(&app, &procedure, &actor, &page, &id, "transfer", answer).await
}

pub async fn decide(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let decision = chosen(&mut fields, "decision", Field::Decision, Decision::parse);
    let answer = match read_step(&mut fields, &id, "decided_at")?.zip(decision) {
        Some((step, decision)) => {
            let input = DecideCase { step, decision };
            concluded(commands::decide_case(&app.db, &procedure, &actor, input).await, fields, "decided_at")
        }
        None => Err(Box::new((fields, Vec::new()))),
    };
    after(&app, &procedure, &actor, &page, &id, "decide", answer).await
}

pub async fn close(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let outcome = chosen(&mut fields, "outcome", Field::Outcome, CloseOutcome::parse);
    let closing = fields.text("closing").to_owned();
    if closing.is_empty() {
        fields.problem("closing", CasesProblem::Missing { field: Field::Closing }.message());
    }
    let answer = match read_step(&mut fields, &id, "closed_at")?.zip(outcome) {
        Some((step, outcome)) => {
            let input = CloseCase { step, outcome, closing };
            concluded(commands::close_case(&app.db, &procedure, &actor, input).await, fields, "closed_at")
        }
        None => Err(Box::new((fields, Vec::new()))),
    };
    after(&app, &procedure, &actor, &page, &id, "close", answer).await
}
