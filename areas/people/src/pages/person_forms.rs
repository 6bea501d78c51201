//! Forms about one person: hiring, changing, moving, ranking, qualifying, leaving.

use super::person::find;
use super::{chosen, codes, day_needed, may, parsed, scope, tell, units_to_choose};
use crate::PeopleProblem;
use crate::commands::{change_person, hire_person, leave_person, move_person, qualify_person, rank_person};
use crate::rules::{
    Gender, IdentityNumber, LeaveReason, NewPerson, Person, PersonChanges, PersonKind, PersonName,
    PoliceNumber, Post, Qualification, QualificationKind, Rank, RankEntry, Telephone,
};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kernel::{Actor, Day, PersonId, Problem, Text, UnitCode};
use pages::{App, Choice, Done, Failure, Fields, Page, SignedIn, show_form};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/people/new", get(new).post(hire))
        .route("/people/{id}/edit", get(edit).post(change))
        .route("/people/{id}/{form}", get(form).post(carry_out))
}

#[derive(Template)]
#[template(path = "pages/person_form.html")]
struct PersonForm<'a> {
    page: &'a Page,
    fields: &'a Fields,
    /// None for somebody new.
    person: Option<&'a Person>,
    kinds: Vec<Choice>,
    genders: Vec<Choice>,
    posts: Vec<Choice>,
    units: Vec<Choice>,
}

impl<'a> PersonForm<'a> {
    /// A number that is known already is not shown, and stays if nothing is entered.
    fn number_hint(&self) -> &'static str {
        if self.person.is_some() { "people-number-keep" } else { "people-number-hint" }
    }
    fn show(
        page: &'a Page,
        fields: &'a Fields,
        person: Option<&'a Person>,
        units: Vec<Choice>,
    ) -> Result<Response, Failure> {
        show_form(
            fields,
            &PersonForm {
                page,
                fields,
                person,
                kinds: codes::<PersonKind>(page),
                genders: codes::<Gender>(page),
                posts: codes::<Post>(page),
                units,
            },
        )
    }
}

/// What the form says about a person, whether new or known.
fn read(fields: &mut Fields) -> Option<PersonChanges> {
    let name = fields
        .needed("name")
        .and_then(|_| parsed(fields, "name", |text| PersonName::parse(text).ok_or(PeopleProblem::BadName)));
    let kind = chosen(fields, "kind");
    let gender = chosen(fields, "gender");
    let post = chosen(fields, "post");
    let joined_on = day_needed(fields, "day");
    let working_since = fields.day("working_since");
    let police_number = parsed(fields, "police_number", |text| {
        PoliceNumber::parse(text).ok_or(PeopleProblem::BadPoliceNumber)
    });
    let identity = parsed(fields, "identity", |text| {
        IdentityNumber::parse(text).map_err(PeopleProblem::BadIdentityNumber)
    });
    let telephone =
        parsed(fields, "telephone", |text| Telephone::parse(text).ok_or(PeopleProblem::BadTelephone));
    if !fields.is_good() {
        return None;
    }
    Some(PersonChanges {
        kind: kind?,
        name: name?,
        gender: gender?,
        police_number,
        post: post?,
        joined_on: joined_on?,
        working_since,
        identity,
        telephone,
    })
}

async fn new(State(app): State<App>, SignedIn(actor): SignedIn, page: Page) -> Result<Response, Failure> {
    let scope = scope(&app, &actor, "person.hire")?;
    let fields = Fields::new()
        .with("id", PersonId::new())
        .with("unit", page.unit_code())
        .with("kind", PersonKind::Officer.as_str())
        .with("day", app.db.clock().today());
    PersonForm::show(&page, &fields, None, units_to_choose(&page, &scope))
}

async fn hire(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let scope = scope(&app, &actor, "person.hire")?;
    let id = fields.read::<PersonId>("id", "pages-bad-request");
    let unit = unit(&mut fields);
    if let (Some(read), Some(id), Some(unit)) = (read(&mut fields), id, unit) {
        let new = NewPerson {
            id,
            unit,
            kind: read.kind,
            name: read.name,
            gender: read.gender,
            police_number: read.police_number,
            post: read.post,
            joined_on: read.joined_on,
            working_since: read.working_since,
            identity: read.identity,
            telephone: read.telephone,
        };
        match hire_person(&app.db, &actor, new).await {
            Ok(id) => return Ok(done(&app, &id, "people-hired")),
            Err(problem) => tell(&mut fields, problem)?,
        }
    }
    PersonForm::show(&page, &fields, None, units_to_choose(&page, &scope))
}

async fn edit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let person = permitted(&app, &page, &actor, "person.change", &id).await?;
    let number = person.police_number.as_ref().map(PoliceNumber::as_str).unwrap_or_default();
    let fields = Fields::new()
        .with("revision", person.revision)
        .with("name", person.name.as_str())
        .with("kind", person.kind.as_str())
        .with("gender", person.gender.as_str())
        .with("post", person.post.as_str())
        .with("police_number", number)
        .with("day", person.joined_on)
        .with("working_since", person.working_since.map(|day| day.to_string()).unwrap_or_default());
    PersonForm::show(&page, &fields, Some(&person), Vec::new())
}

async fn change(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let person = permitted(&app, &page, &actor, "person.change", &id).await?;
    let revision = fields.read::<i64>("revision", "pages-bad-request");
    if let (Some(changes), Some(revision)) = (read(&mut fields), revision) {
        match change_person(&app.db, &actor, person.id.clone(), revision, changes).await {
            Ok(()) => return Ok(done(&app, &person.id, "people-changed")),
            Err(problem) => tell(&mut fields, problem)?,
        }
    }
    PersonForm::show(&page, &fields, Some(&person), Vec::new())
}

/// The smaller forms, each for one command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Move,
    Rank,
    Qualify,
    Leave,
}

impl Form {
    /// By the last part of the path: a noun.
    fn parse(text: &str) -> Result<Self, Failure> {
        match text {
            "unit" => Ok(Self::Move),
            "rank" => Ok(Self::Rank),
            "qualification" => Ok(Self::Qualify),
            "leaving" => Ok(Self::Leave),
            _ => Err(Failure::not_found()),
        }
    }
    fn path(self) -> &'static str {
        match self {
            Self::Move => "unit",
            Self::Rank => "rank",
            Self::Qualify => "qualification",
            Self::Leave => "leaving",
        }
    }
    fn action(self) -> &'static str {
        match self {
            Self::Move => "person.move",
            Self::Rank => "person.rank",
            Self::Qualify => "person.qualify",
            Self::Leave => "person.leave",
        }
    }
    fn title(self) -> &'static str {
        match self {
            Self::Move => "people-move",
            Self::Rank => "people-rank-confer",
            Self::Qualify => "people-qualify",
            Self::Leave => "people-leave",
        }
    }
    fn done(self) -> &'static str {
        match self {
            Self::Move => "people-moved",
            Self::Rank => "people-ranked",
            Self::Qualify => "people-qualified",
            Self::Leave => "people-left",
        }
    }
}

#[derive(Template)]
#[template(path = "pages/person_step.html")]
struct StepForm<'a> {
    page: &'a Page,
    fields: &'a Fields,
    person: &'a Person,
    form: Form,
    choices: Vec<Choice>,
}

impl StepForm<'_> {
    fn title(&self) -> String {
        self.page.t(self.form.title())
    }
}

async fn form(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path((id, form)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let form = Form::parse(&form)?;
    let person = permitted(&app, &page, &actor, form.action(), &id).await?;
    let fields = Fields::new().with("revision", person.revision).with("day", app.db.clock().today());
    show_step(&app, &page, &actor, &fields, &person, form)
}

fn show_step(
    app: &App,
    page: &Page,
    actor: &Actor,
    fields: &Fields,
    person: &Person,
    form: Form,
) -> Result<Response, Failure> {
    let choices = match form {
        Form::Move => units_to_choose(page, &scope(app, actor, "person.move")?),
        Form::Rank => codes::<Rank>(page),
        Form::Qualify => codes::<QualificationKind>(page),
        Form::Leave => codes::<LeaveReason>(page),
    };
    show_form(fields, &StepForm { page, fields, person, form, choices })
}

/// What a smaller form says.
enum Step {
    Move(UnitCode, Day),
    Rank(RankEntry),
    Qualify(Qualification),
    Leave(Day, LeaveReason),
}

fn read_step(fields: &mut Fields, form: Form) -> Option<Step> {
    let day = day_needed(fields, "day");
    let step = match form {
        Form::Move => unit(fields).zip(day).map(|(unit, day)| Step::Move(unit, day)),
        Form::Rank => {
            chosen(fields, "rank").zip(day).map(|(rank, since)| Step::Rank(RankEntry { rank, since }))
        }
        Form::Qualify => {
            let kind = chosen(fields, "kind");
            let expires_on = fields.day("expires_on");
            let number = fields.text("number").to_owned();
            kind.zip(day)
                .map(|(kind, issued_on)| Step::Qualify(Qualification { kind, number, issued_on, expires_on }))
        }
        Form::Leave => chosen(fields, "reason").zip(day).map(|(reason, day)| Step::Leave(day, reason)),
    };
    step.filter(|_| fields.is_good())
}

async fn carry_out(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path((id, form)): Path<(String, String)>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let form = Form::parse(&form)?;
    let person = permitted(&app, &page, &actor, form.action(), &id).await?;
    let revision = fields.read::<i64>("revision", "pages-bad-request");
    if let (Some(step), Some(revision)) = (read_step(&mut fields, form), revision) {
        let (db, id) = (&app.db, person.id.clone());
        let answer = match step {
            Step::Move(unit, day) => move_person(db, &actor, id, revision, unit, day).await,
            Step::Rank(entry) => rank_person(db, &actor, id, revision, entry).await,
            Step::Qualify(new) => qualify_person(db, &actor, id, revision, new).await,
            Step::Leave(day, reason) => leave_person(db, &actor, id, revision, day, reason).await,
        };
        match answer {
            Ok(()) => return Ok(done(&app, &person.id, form.done())),
            Err(problem) => tell(&mut fields, problem)?,
        }
    }
    show_step(&app, &page, &actor, &fields, &person, form)
}

async fn permitted(app: &App, page: &Page, actor: &Actor, action: &str, id: &str) -> Result<Person, Failure> {
    let person = find(app, id).await?;
    if may(app, page, actor, action, &person) { Ok(person) } else { Err(Failure::denied()) }
}

fn unit(fields: &mut Fields) -> Option<UnitCode> {
    fields.needed("unit")?;
    let found = UnitCode::parse(fields.text("unit"));
    if found.is_none() {
        fields.problem("unit", PeopleProblem::UnitNotFound.message());
    }
    found
}

fn done(app: &App, id: &PersonId, words: &str) -> Response {
    Done::to(format!("/people/{id}")).saying(app, &Text::new(words)).into_response()
}
