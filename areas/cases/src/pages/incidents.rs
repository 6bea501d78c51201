//! One incident: received, shown, taken a step further.

use super::clocks::{self, ClockView};
use super::history::{self, Line, lines};
use super::incident_forms::{Failed, Forms};
use super::{choices, chosen, lead_and_others, may, people, refuse, require, unit_to_begin, units_for};
use crate::commands::{
    self, AcceptedCase, AttendIncident, ClassifyIncident, DispatchIncident, EndAs, EndIncident, Procedure,
};
use crate::problem::Field;
use crate::rules::petition;
use crate::rules::{
    Body, CaseCategory, CaseId, Category, Incident, IncidentId, NewIncident, Notice, Outcome, Refusal,
    Reporter, Source, kinds,
};
use crate::{CasesProblem, Seen, store};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use database::facts::StoredFact;
use kernel::{Actor, Citation, Text, UnitCode};
use pages::{App, Choice, Done, Failure, Fields, Page, SignedIn, failed, show, show_form};

/// First the group, then the form: two taps, no scripts.
#[derive(Template)]
#[template(path = "pages/incident_group.html")]
pub(crate) struct ChooseGroup<'a> {
    pub page: &'a Page,
    pub groups: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "pages/incident_new.html")]
pub(crate) struct NewPage<'a> {
    pub page: &'a Page,
    pub fields: Fields,
    pub group: String,
    pub units: Vec<Choice>,
    pub sources: Vec<Choice>,
    pub categories: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "pages/incident.html")]
pub(crate) struct IncidentPage<'a> {
    pub page: &'a Page,
    pub incident: Incident,
    pub reporter: Reporter,
    pub officers: String,
    /// The case it became: address and number.
    pub case: Option<(CaseId, String)>,
    pub forms: Forms,
    pub history: Vec<Line>,
    pub may_correct: bool,
    /// The rule by which it was passed on or not accepted, and its article.
    pub basis: Option<Basis>,
    pub running: Vec<ClockView>,
    pub ended: Vec<ClockView>,
}

/// Why a report did not become a case here.
pub(crate) struct Basis {
    pub rule: &'static str,
    pub citation: Citation,
    /// The ground and how whoever reported was told, if it was not accepted.
    pub refusal: Option<(Refusal, Option<Notice>)>,
}

/// What the law says to the end of an incident that was passed on or not accepted.
pub(super) fn basis(procedure: &Procedure, incident: &Incident, facts: &[StoredFact]) -> Option<Basis> {
    let ended = facts.iter().rfind(|fact| fact.kind == kinds::ENDED.0)?;
    let said = |name: &str| {
        let detail: serde_json::Value = serde_json::from_str(&ended.detail).ok()?;
        Some(detail.get(name)?.as_str()?.to_owned())
    };
    let (rule, refusal) = match incident.outcome? {
        Outcome::Passed => match incident.passed_to? {
            Body::OtherPolice | Body::TrafficPolice => ("adm-transfer-unit", None),
            _ => ("adm-not-police", None),
        },
        Outcome::NotAccepted => {
            let why = Refusal::parse(&said("refusal")?)?;
            (why.rule(), Some((why, said("notice").as_deref().and_then(Notice::parse))))
        }
        _ => return None,
    };
    let citation = super::gate::citation(procedure, rule, ended.happened())?;
    Some(Basis { rule, citation, refusal })
}

impl IncidentPage<'_> {
    fn tone(&self) -> &'static str {
        super::incident_list::tone(self.incident.state())
    }
}

pub async fn new(State(app): State<App>, SignedIn(actor): SignedIn, page: Page) -> Result<Response, Failure> {
    let units = units_for(&app, &page, &actor, "incident.receive");
    if units.is_empty() {
        return Err(Failure::denied());
    }
    let group = page.query_value("group").unwrap_or_default();
    let sorts = Category::of_group(&group);
    let Some(first) = sorts.first() else {
        let groups = choices(&page, Category::groups(), |group| group, kernel::category_key);
        return show(&ChooseGroup { page: &page, groups });
    };
    let mut fields = Fields::new()
        .with("id", IncidentId::new())
        .with("unit", unit_to_begin(&page, &units))
        .with("received_at", app.db.clock().now().to_field())
        .with("source", if group == petition::GROUP { Source::Letter } else { Source::Call }.as_str());
    if sorts.len() == 1 {
        fields.set("category", first.as_str());
    }
    show_new(&page, fields, units, &group)
}

fn show_new(page: &Page, fields: Fields, units: Vec<Choice>, group: &str) -> Result<Response, Failure> {
    let template = NewPage {
        page,
        group: group.to_owned(),
        units,
        sources: choices(page, Source::ALL.iter().copied(), Source::as_str, Source::text_key),
        categories: choices(page, Category::of_group(group), Category::as_str, Category::text_key),
        fields,
    };
    show_form(&template.fields, &template)
}

pub async fn receive(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let id = fields.read::<IncidentId>("id", "pages-bad-request");
    let unit = chosen(&mut fields, "unit", Field::Unit, UnitCode::parse);
    let received_at = fields.instant("received_at");
    let source = chosen(&mut fields, "source", Field::Source, Source::parse);
    let category = chosen(&mut fields, "category", Field::Category, Category::parse);
    let reporter = Reporter {
        name: fields.text("reporter_name").to_owned(),
        telephone: fields.text("telephone").to_owned(),
    };
    let texts = (fields.text("zone"), fields.text("address"), fields.text("summary"));
    for problem in NewIncident::problems_of_texts(texts.0, texts.1, texts.2, &reporter) {
        refuse(&mut fields, &problem, input_of);
    }
    if let (Some(id), Some(unit), Some(source), Some(category)) = (id, unit, source, category)
        && fields.is_good()
    {
        let text = |name: &str| fields.text(name).to_owned();
        let new = NewIncident {
            id,
            unit,
            received_at,
            source,
            category,
            zone: text("zone"),
            address: text("address"),
            summary: text("summary"),
            reporter,
        };
        match commands::receive_incident(&app.db, &procedure, &actor, new).await {
            Ok(id) => {
                let done = Done::to(format!("/incidents/{id}"));
                return Ok(done.saying(&app, &Text::new("cases-incident-received")).into_response());
            }
            Err(problem) => refuse(&mut fields, &problem, input_of),
        }
    }
    let units = units_for(&app, &page, &actor, "incident.receive");
    // The group was chosen on the page before; a category of another one is not lost.
    let group = Category::parse(fields.text("category")).map(|category| category.group().to_owned());
    let group = group.unwrap_or_else(|| fields.text("group").to_owned());
    show_new(&page, fields, units, &group)
}

/// The input of the form that a problem is shown at.
fn input_of(field: Field) -> Option<&'static str> {
    match field {
        Field::Summary => Some("summary"),
        Field::Zone => Some("zone"),
        Field::Address => Some("address"),
        Field::Telephone => Some("telephone"),
        Field::ReporterName => Some("reporter_name"),
        Field::Time => Some("received_at"),
        _ => None,
    }
}

pub(super) async fn load(app: &App, id: &str) -> Result<Incident, Failure> {
    let id = IncidentId::parse(id).map_err(|_| CasesProblem::IncidentNotFound)?;
    let found = store::find_incident(&app.db.read(), &id).await.map_err(failed)?;
    Ok(found.ok_or(CasesProblem::IncidentNotFound)?)
}

pub async fn show_one(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    show_incident(&app, &procedure, &actor, &page, &id, None).await
}

async fn show_incident(
    app: &App,
    procedure: &Procedure,
    actor: &Actor,
    page: &Page,
    id: &str,
    sent: Failed,
) -> Result<Response, Failure> {
    let incident = load(app, id).await?;
    require(app, page, actor, "incident.read", &incident)?;
    let read = app.db.read();
    let reporter = match incident.is_sealed() {
        true => Reporter::default(),
        false => store::reporter(&read, app.db.cipher(), &incident).await?,
    };
    let facts = database::facts::history(&read, incident.id.as_str()).await.map_err(failed)?;
    let names = history::names(app, &facts, &incident.officers).await?;
    let officers = incident.officers.iter().filter_map(|id| names.get(id).cloned()).collect::<Vec<_>>();
    let case = match &incident.case {
        Some(id) => store::find_case(&read, id).await.map_err(failed)?.map(|case| (case.id, case.number)),
        None => None,
    };
    let status = sent.as_ref().map_or(axum::http::StatusCode::OK, |(_, fields)| fields.status());
    let file = commands::report_from(&facts);
    let now = app.db.clock().now();
    let (running, ended) = clocks::of_case(
        page,
        procedure,
        &procedure.clocks.of_report(&file, &procedure.law),
        |_| Vec::new(),
        now,
    );
    let template = IncidentPage {
        page,
        reporter,
        officers: officers.join("、"),
        case,
        forms: Forms::of(app, procedure, page, actor, &incident, &file, sent).await?,
        history: lines(app, page, &facts, &names).await?,
        basis: basis(procedure, &incident, &facts),
        running,
        ended,
        may_correct: !incident.is_sealed() && may(app, page, actor, "incident.correct", &incident),
        incident,
    };
    pages::show_as(status, &template)
}

/// Ends every step: on to the incident, or its page again with what was entered.
pub(super) async fn after(
    app: &App,
    procedure: &Procedure,
    actor: &Actor,
    page: &Page,
    id: &str,
    form: &'static str,
    answer: Result<String, Fields>,
) -> Result<Response, Failure> {
    match answer {
        Ok(to) => Ok(Done::to(to).saying(app, &Text::new("cases-saved")).into_response()),
        Err(fields) => show_incident(app, procedure, actor, page, id, Some((form, fields))).await,
    }
}

pub(super) fn read_id(id: &str) -> Result<IncidentId, Failure> {
    Ok(IncidentId::parse(id).map_err(|_| CasesProblem::IncidentNotFound)?)
}

pub async fn classify(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let incident = read_id(&id)?;
    let seen = fields.seen();
    let category = chosen(&mut fields, "category", Field::Category, Category::parse);
    if let (Some(seen), Some(category)) = (seen, category)
        && fields.is_good()
    {
        let input = ClassifyIncident { incident, category, seen: Some(seen) };
        match commands::classify_incident(&app.db, &procedure, &actor, input).await {
            Ok(()) => {
                return after(
                    &app,
                    &procedure,
                    &actor,
                    &page,
                    &id,
                    "classify",
                    Ok(format!("/incidents/{id}")),
                )
                .await;
            }
            Err(problem) => refuse(&mut fields, &problem, |_| None),
        }
    }
    after(&app, &procedure, &actor, &page, &id, "classify", Err(fields)).await
}

pub async fn dispatch(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let incident = read_id(&id)?;
    let seen = fields.seen();
    let at = fields.instant("dispatched_at");
    let officers = people(&mut fields, "officers");
    if let Some(seen) = seen
        && fields.is_good()
    {
        let input = DispatchIncident { incident, officers, at, seen: Some(seen) };
        match commands::dispatch_incident(&app.db, &actor, input).await {
            Ok(()) => {
                return after(
                    &app,
                    &procedure,
                    &actor,
                    &page,
                    &id,
                    "dispatch",
                    Ok(format!("/incidents/{id}")),
                )
                .await;
            }
            Err(problem) => refuse(&mut fields, &problem, |field| match field {
                Field::Time => Some("dispatched_at"),
                Field::Handlers => Some("officers"),
                _ => None,
            }),
        }
    }
    after(&app, &procedure, &actor, &page, &id, "dispatch", Err(fields)).await
}

pub async fn attend(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let incident = read_id(&id)?;
    let seen = fields.seen();
    let at = fields.instant("attended_at");
    let officers = people(&mut fields, "also");
    if let Some(seen) = seen
        && fields.is_good()
    {
        let input = AttendIncident { incident, officers, at, seen: Some(seen) };
        match commands::attend_incident(&app.db, &actor, input).await {
            Ok(()) => {
                return after(&app, &procedure, &actor, &page, &id, "attend", Ok(format!("/incidents/{id}")))
                    .await;
            }
            Err(problem) => refuse(&mut fields, &problem, |field| match field {
                Field::Time => Some("attended_at"),
                Field::Handlers => Some("also"),
                _ => None,
            }),
        }
    }
    after(&app, &procedure, &actor, &page, &id, "attend", Err(fields)).await
}

/// What the three ways of ending have in common.
pub(super) struct Ending {
    pub form: &'static str,
    pub how: Option<EndAs>,
    pub seen: Option<Seen>,
    pub at: Option<kernel::Instant>,
    pub result: String,
}

pub(super) async fn run_end(
    app: &App,
    procedure: &Procedure,
    actor: &Actor,
    page: &Page,
    id: &str,
    mut fields: Fields,
    ending: Ending,
) -> Result<Response, Failure> {
    let incident = read_id(id)?;
    let Ending { form, how, seen, at, result } = ending;
    if let (Some(how), Some(seen)) = (how, seen)
        && fields.is_good()
    {
        let input = EndIncident { incident, how, result, at, seen: Some(seen) };
        match commands::end_incident(&app.db, procedure, actor, input).await {
            Ok(Some(case)) => {
                return after(app, procedure, actor, page, id, form, Ok(format!("/cases/{case}"))).await;
            }
            Ok(None) => {
                return after(app, procedure, actor, page, id, form, Ok(format!("/incidents/{id}"))).await;
            }
            Err(problem) => refuse(&mut fields, &problem, |field| match (form, field) {
                ("end", Field::Time) => Some("ended_at"),
                ("pass", Field::Time) => Some("passed_at"),
                ("accept", Field::Time) => Some("accepted_at"),
                ("refuse", Field::Time) => Some("refused_at"),
                ("refuse", Field::Result) => Some("reasons"),
                ("refuse", Field::Notice) => Some("notice"),
                ("end", Field::Result) => Some("result"),
                ("pass", Field::PassedTo) => Some("told"),
                ("accept", Field::Handlers) => Some("lead"),
                ("accept", Field::Summary) => Some("case_summary"),
                _ => None,
            }),
        }
    }
    after(app, procedure, actor, page, id, form, Err(fields)).await
}

pub async fn end(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let how = chosen(&mut fields, "outcome", Field::Outcome, |text| match Outcome::parse(text)? {
        Outcome::Settled => Some(EndAs::Settled),
        Outcome::Mediated => Some(EndAs::Mediated),
        Outcome::Helped => Some(EndAs::Helped),
        Outcome::Answered => Some(EndAs::Answered),
        // These have forms of their own, with what they need.
        Outcome::Passed | Outcome::NotAccepted | Outcome::Administrative | Outcome::Criminal => None,
    });
    let seen = fields.seen();
    let at = fields.instant("ended_at");
    let result = fields.text("result").to_owned();
    run_end(&app, &procedure, &actor, &page, &id, fields, Ending { form: "end", how, seen, at, result }).await
}

pub async fn pass(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let to = chosen(&mut fields, "passed_to", Field::PassedTo, Body::parse);
    let told = fields.is_ticked("told");
    let how = to.map(|to| EndAs::Passed { to, told });
    let seen = fields.seen();
    let at = fields.instant("passed_at");
    let result = fields.text("passing_note").to_owned();
    run_end(&app, &procedure, &actor, &page, &id, fields, Ending { form: "pass", how, seen, at, result })
        .await
}

pub async fn accept(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let case = fields.read::<CaseId>("case", "pages-bad-request");
    let category = chosen(&mut fields, "case_category", Field::Category, CaseCategory::parse);
    let handlers = lead_and_others(&mut fields);
    let summary = fields.text("case_summary").to_owned();
    let how = case.zip(category).map(|(id, category)| {
        let case = AcceptedCase { id, category, summary: summary.clone(), handlers };
        EndAs::Accepted(case)
    });
    let seen = fields.seen();
    let at = fields.instant("accepted_at");
    let ending = Ending { form: "accept", how, seen, at, result: String::new() };
    run_end(&app, &procedure, &actor, &page, &id, fields, ending).await
}
