//! `/units`: the tree, and forms to add and change.

use super::{may, scope, tell, unit_kind_word, units_to_choose};
use crate::PeopleProblem;
use crate::commands::{UnitChanges, add_unit, change_unit};
use crate::store::list::{Among, Filter, count_by_unit};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kernel::{Actor, Problem, Text, Unit, UnitCode, UnitKind};
use pages::{App, Choice, Done, Failure, Fields, Page, SignedIn, failed, show, show_form};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/units", get(tree).post(add))
        .route("/units/new", get(new))
        .route("/units/{code}", get(edit).post(change))
}

struct Line {
    unit: Unit,
    indent: String,
    people: i64,
    may_change: bool,
}

#[derive(Template)]
#[template(path = "pages/units.html")]
struct UnitsPage<'a> {
    page: &'a Page,
    lines: Vec<Line>,
    may_add: bool,
    may_list: bool,
}

impl UnitsPage<'_> {
    fn kind(&self, unit: &Unit) -> String {
        unit_kind_word(self.page, unit.kind)
    }
}

async fn tree(State(app): State<App>, SignedIn(actor): SignedIn, page: Page) -> Result<Response, Failure> {
    let scope = scope(&app, &actor, "unit.read")?;
    let changeable = app.db.access().scope(&actor, "unit.change");
    let listed = app.db.access().scope(&actor, "person.list");
    let filter = Filter { among: Among::Below(listed.clone()), ..Filter::default() };
    let people = count_by_unit(&app.db.read(), &filter).await.map_err(failed)?;
    // Fresh, because somebody may come from the form that has just changed it.
    let tree = app.db.units().await.map_err(failed)?;
    let inside = |code: &UnitCode, scope: &[UnitCode]| scope.iter().any(|above| tree.is_within(code, above));
    let shown: Vec<(usize, &Unit)> =
        tree.outline().into_iter().filter(|(_, unit)| inside(&unit.code, &scope)).collect();
    let least = shown.iter().map(|(depth, _)| *depth).min().unwrap_or(0);
    let lines = shown
        .into_iter()
        .map(|(depth, unit)| Line {
            indent: "\u{3000}".repeat(depth - least),
            // With those below, as the list behind the number shows them.
            people: tree.subtree(&unit.code).iter().filter_map(|code| people.get(code)).sum(),
            may_change: inside(&unit.code, &changeable),
            unit: unit.clone(),
        })
        .collect();
    let may_add = !app.db.access().scope(&actor, "unit.add").is_empty();
    show(&UnitsPage { page: &page, lines, may_add, may_list: !listed.is_empty() })
}

#[derive(Template)]
#[template(path = "pages/unit_form.html")]
struct UnitForm<'a> {
    page: &'a Page,
    fields: &'a Fields,
    /// None for a new one.
    unit: Option<&'a Unit>,
    kinds: Vec<Choice>,
    parents: Vec<Choice>,
}

fn show_unit_form(
    app: &App,
    actor: &Actor,
    page: &Page,
    fields: &Fields,
    unit: Option<&Unit>,
) -> Result<Response, Failure> {
    let kinds = UnitKind::ALL.iter().map(|kind| Choice::new(kind.as_str(), unit_kind_word(page, *kind)));
    let parents = units_to_choose(page, &app.db.access().scope(actor, "unit.add"));
    show_form(fields, &UnitForm { page, fields, unit, kinds: kinds.collect(), parents })
}

async fn new(State(app): State<App>, SignedIn(actor): SignedIn, page: Page) -> Result<Response, Failure> {
    scope(&app, &actor, "unit.add")?;
    let parent = page.query_value("below").unwrap_or_else(|| page.unit_code().to_string());
    let fields =
        Fields::new().with("parent", parent).with("kind", UnitKind::Station.as_str()).with("position", 1);
    show_unit_form(&app, &actor, &page, &fields, None)
}

async fn add(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    mut fields: Fields,
) -> Result<Response, Failure> {
    scope(&app, &actor, "unit.add")?;
    let code = UnitCode::parse(fields.text("code"));
    if code.is_none() {
        fields.problem("code", PeopleProblem::BadUnitCode.message());
    }
    let parent = UnitCode::parse(fields.text("parent"));
    if parent.is_none() {
        fields.problem("parent", PeopleProblem::UnitNotFound.message());
    }
    let kind = UnitKind::parse(fields.text("kind"));
    if kind.is_none() {
        fields.problem("kind", PeopleProblem::BadChoice { field: "kind" }.message());
    }
    let position = fields.number("position").unwrap_or(0);
    if let (Some(code), Some(parent), Some(kind), true) = (code, parent, kind, fields.is_good()) {
        let unit = Unit {
            code,
            parent: Some(parent),
            kind,
            name: fields.text("name").to_owned(),
            name_en: fields.text("name_en").to_owned(),
            position,
            revision: 1,
        };
        match add_unit(&app.db, &actor, unit).await {
            Ok(()) => {
                return Ok(Done::to("/units").saying(&app, &Text::new("people-unit-added")).into_response());
            }
            Err(problem) => tell(&mut fields, problem)?,
        }
    }
    show_unit_form(&app, &actor, &page, &fields, None)
}

async fn find(app: &App, page: &Page, actor: &Actor, code: &str) -> Result<Unit, Failure> {
    let unknown = || Failure::from(PeopleProblem::UnitNotFound);
    let code = UnitCode::parse(code).ok_or_else(Failure::not_found)?;
    let unit = database::units::find(&app.db.read(), &code).await.map_err(failed)?.ok_or_else(unknown)?;
    let entity = access::Entity::new("Unit", &code, &code);
    if may(app, page, actor, "unit.change", &entity) { Ok(unit) } else { Err(Failure::denied()) }
}

async fn edit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let unit = find(&app, &page, &actor, &code).await?;
    let fields = Fields::new()
        .with("revision", unit.revision)
        .with("name", &unit.name)
        .with("name_en", &unit.name_en)
        .with("position", unit.position);
    show_unit_form(&app, &actor, &page, &fields, Some(&unit))
}

async fn change(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(code): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let unit = find(&app, &page, &actor, &code).await?;
    let revision = fields.read::<i64>("revision", "pages-bad-request");
    let position = fields.number("position").unwrap_or(0);
    if let (Some(revision), true) = (revision, fields.is_good()) {
        let changes = UnitChanges {
            name: fields.text("name").to_owned(),
            name_en: fields.text("name_en").to_owned(),
            position,
        };
        match change_unit(&app.db, &actor, unit.code.clone(), revision, changes).await {
            Ok(()) => {
                return Ok(Done::to("/units")
                    .saying(&app, &Text::new("people-unit-changed"))
                    .into_response());
            }
            Err(problem) => tell(&mut fields, problem)?,
        }
    }
    show_unit_form(&app, &actor, &page, &fields, Some(&unit))
}
