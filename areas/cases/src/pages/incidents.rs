//! One incident: received, shown, taken a step further.

use super::history::{Line, lines};
use super::incident_forms::{Failed, Forms};
use super::{choices, chosen, lead_and_others, may, people, refuse, require, seen, unit_to_begin, units_for};
use crate::commands::{
    self, AcceptedCase, AttendIncident, ClassifyIncident, DispatchIncident, EndAs, EndIncident, Procedure,
};
use crate::problem::Field;
use crate::rules::{
    Body, CaseCategory, CaseId, Category, Incident, IncidentId, NewIncident, Outcome, Reporter, Source,
};
use crate::{CasesProblem, Seen, store};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use kernel::{Actor, Text, UnitCode};
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
        .with("source", Source::Call.as_str());
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
        match commands::receive_incident(&app.db, &actor, new).await {
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

async fn load(app: &App, id: &str) -> Result<Incident, Failure> {
    let id = IncidentId::parse(id).map_err(|_| CasesProblem::IncidentNotFound)?;
    let found = store::find_incident(&app.db.read(), &id).await.map_err(failed)?;
    Ok(found.ok_or(CasesProblem::IncidentNotFound)?)
}

pub async fn show_one(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    show_incident(&app, &actor, &page, &id, None).await
}

async fn show_incident(
    app: &App,
    actor: &Actor,
    page: &Page,
    id: &str,
    sent: Failed,
) -> Result<Response, Failure> {
    let incident = load(app, id).await?;
    require(app, page, actor, "incident.read", &incident)?;
    let read = app.db.read();
    let reporter = store::reporter(&read, app.db.cipher(), &incident).await?;
    let names = people::person_names(&read, &incident.officers).await.map_err(failed)?;
    let officers = incident.officers.iter().filter_map(|id| names.get(id).cloned()).collect::<Vec<_>>();
    let case = match &incident.case {
        Some(id) => store::find_case(&read, id).await.map_err(failed)?.map(|case| (case.id, case.number)),
        None => None,
    };
    let status = sent.as_ref().map_or(axum::http::StatusCode::OK, |(_, fields)| fields.status());
    let template = IncidentPage {
        page,
        reporter,
        officers: officers.join("、"),
        case,
        forms: Forms::of(app, page, actor, &incident, sent).await?,
        history: lines(
            app,
            page,
            &database::facts::history(&app.db.read(), incident.id.as_str()).await.map_err(failed)?,
        )
        .await?,
        may_correct: may(app, page, actor, "incident.correct", &incident),
        incident,
    };
    pages::show_as(status, &template)
}

/// Ends every step: on to the incident, or its page again with what was entered.
async fn after(
    app: &App,
    actor: &Actor,
    page: &Page,
    id: &str,
    form: &'static str,
    answer: Result<String, Fields>,
) -> Result<Response, Failure> {
    match answer {
        Ok(to) => Ok(Done::to(to).saying(app, &Text::new("cases-saved")).into_response()),
        Err(fields) => show_incident(app, actor, page, id, Some((form, fields))).await,
    }
}

fn read_id(id: &str) -> Result<IncidentId, Failure> {
    Ok(IncidentId::parse(id).map_err(|_| CasesProblem::IncidentNotFound)?)
}

pub async fn classify(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let incident = read_id(&id)?;
    let seen = seen(&mut fields);
    let category = chosen(&mut fields, "category", Field::Category, Category::parse);
    if let (Some(seen), Some(category)) = (seen, category)
        && fields.is_good()
    {
        let input = ClassifyIncident { incident, category, seen: Some(seen) };
        match commands::classify_incident(&app.db, &actor, input).await {
            Ok(()) => {
                return after(&app, &actor, &page, &id, "classify", Ok(format!("/incidents/{id}"))).await;
            }
            Err(problem) => refuse(&mut fields, &problem, |_| None),
        }
    }
    after(&app, &actor, &page, &id, "classify", Err(fields)).await
}

pub async fn dispatch(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let incident = read_id(&id)?;
    let seen = seen(&mut fields);
    let at = fields.instant("dispatched_at");
    let officers = people(&mut fields, "officers");
    if let Some(seen) = seen
        && fields.is_good()
    {
        let input = DispatchIncident { incident, officers, at, seen: Some(seen) };
        match commands::dispatch_incident(&app.db, &actor, input).await {
            Ok(()) => {
                return after(&app, &actor, &page, &id, "dispatch", Ok(format!("/incidents/{id}"))).await;
            }
            Err(problem) => refuse(&mut fields, &problem, |field| match field {
                Field::Time => Some("dispatched_at"),
                Field::Handlers => Some("officers"),
                _ => None,
            }),
        }
    }
    after(&app, &actor, &page, &id, "dispatch", Err(fields)).await
}

pub async fn attend(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let incident = read_id(&id)?;
    let seen = seen(&mut fields);
    let at = fields.instant("attended_at");
    let officers = people(&mut fields, "also");
    if let Some(seen) = seen
        && fields.is_good()
    {
        let input = AttendIncident { incident, officers, at, seen: Some(seen) };
        match commands::attend_incident(&app.db, &actor, input).await {
            Ok(()) => return after(&app, &actor, &page, &id, "attend", Ok(format!("/incidents/{id}"))).await,
            Err(problem) => refuse(&mut fields, &problem, |field| match field {
                Field::Time => Some("attended_at"),
                Field::Handlers => Some("also"),
                _ => None,
            }),
        }
    }
    after(&app, &actor, &page, &id, "attend", Err(fields)).await
}

/// What the three ways of ending have in common.
struct Ending {
    form: &'static str,
    how: Option<EndAs>,
    seen: Option<Seen>,
    at: Option<kernel::Instant>,
    result: String,
}

async fn run_end(
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
            Ok(Some(case)) => return after(app, actor, page, id, form, Ok(format!("/cases/{case}"))).await,
            Ok(None) => return after(app, actor, page, id, form, Ok(format!("/incidents/{id}"))).await,
            Err(problem) => refuse(&mut fields, &problem, |field| match (form, field) {
                ("end", Field::Time) => Some("ended_at"),
                ("pass", Field::Time) => Some("passed_at"),
                ("accept", Field::Time) => Some("accepted_at"),
                ("end", Field::Result) => Some("result"),
                ("pass", Field::PassedTo) => Some("told"),
                ("accept", Field::Handlers) => Some("lead"),
                ("accept", Field::Summary) => Some("case_summary"),
                _ => None,
            }),
        }
    }
    after(app, actor, page, id, form, Err(fields)).await
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
        // These have forms of their own, with what they need.
        Outcome::Passed | Outcome::Administrative | Outcome::Criminal => None,
    });
    let seen = seen(&mut fields);
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
    let seen = seen(&mut fields);
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
    let seen = seen(&mut fields);
    let at = fields.instant("accepted_at");
    let ending = Ending { form: "accept", how, seen, at, result: String::new() };
    run_end(&app, &procedure, &actor, &page, &id, fields, ending).await
}
