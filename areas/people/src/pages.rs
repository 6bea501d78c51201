//! Pages under `/people`, `/units`, `/accounts`, and the way in and out.

mod accounts;
mod import;
mod list;
mod person;
mod person_forms;
mod sign_in;
mod units;

use crate::PeopleProblem;
use crate::rules::Code;
use axum::Router;
use kernel::{Actor, Day, Problem, Role, Status, UnitCode, UnitKind, UnitTree};
use pages::{App, Choice, Failure, Fields, MenuEntry, Page, may};

/// The entries of this area in the navigation.
pub const MENU: [MenuEntry; 3] = [
    entry("/people", "people-menu-people", "users", "person.list"),
    entry("/units", "people-menu-units", "sitemap", "unit.read"),
    entry("/accounts", "people-menu-accounts", "key", "account.read"),
];

const fn entry(
    path: &'static str,
    label: &'static str,
    icon: &'static str,
    action: &'static str,
) -> MenuEntry {
    MenuEntry { path, label, icon, group: "people-menu-group", action: Some(action) }
}

pub fn routes() -> Router<App> {
    Router::new()
        .merge(sign_in::routes())
        .merge(list::routes())
        .merge(import::routes())
        .merge(person::routes())
        .merge(person_forms::routes())
        .merge(units::routes())
        .merge(accounts::routes())
}

/// The units for which the reader may do this; nobody else gets the page.
fn scope(app: &App, actor: &Actor, action: &str) -> Result<Vec<UnitCode>, Failure> {
    let units = app.db.access().scope(actor, action);
    if units.is_empty() { Err(Failure::denied()) } else { Ok(units) }
}

/// Puts a problem where the person sees it: at its field, or above the form.
///
/// # Errors
/// What no correction of the form helps against becomes a page of its own.
fn tell(fields: &mut Fields, problem: PeopleProblem) -> Result<(), Failure> {
    match problem.status() {
        Status::NotFound | Status::Denied | Status::Failed => return Err(problem.into()),
        Status::Conflict | Status::Invalid | Status::TooMany => {}
    }
    match problem.field() {
        // The law stands above the form.
        Some(field) if problem.citation().is_none() => fields.problem(field, problem.message()),
        _ => fields.refuse(&problem),
    }
    Ok(())
}

/// The value of a field as a typed one; noted as a problem if it is missing or unknown.
fn chosen<T: Code>(fields: &mut Fields, name: &'static str) -> Option<T> {
    let found = T::all().iter().copied().find(|code| code.code() == fields.text(name));
    if found.is_none() {
        fields.problem(name, PeopleProblem::BadChoice { field: name }.message());
    }
    found
}

/// A day that must be given.
fn day_needed(fields: &mut Fields, name: &'static str) -> Option<Day> {
    fields.needed(name)?;
    fields.day(name)
}

/// The value of a field, parsed; empty is none, what cannot be read is noted.
fn parsed<T>(
    fields: &mut Fields,
    name: &'static str,
    parse: impl Fn(&str) -> Result<T, PeopleProblem>,
) -> Option<T> {
    match parse(fields.optional(name)?) {
        Ok(value) => Some(value),
        Err(problem) => {
            fields.problem(name, problem.message());
            None
        }
    }
}

/// All codes of a list, to choose from.
fn codes<T: Code>(page: &Page) -> Vec<Choice> {
    T::all().iter().map(|code| Choice::new(code.code(), page.t(code.key()))).collect()
}

/// The units of a scope with all below them, to choose from.
fn units_to_choose(page: &Page, scope: &[UnitCode]) -> Vec<Choice> {
    let tree = page.units();
    let inside = |code: &UnitCode| scope.iter().any(|above| tree.is_within(code, above));
    indented(page, tree, inside)
}

fn indented(page: &Page, tree: &UnitTree, wanted: impl Fn(&UnitCode) -> bool) -> Vec<Choice> {
    let outline: Vec<_> = tree.outline().into_iter().filter(|(_, unit)| wanted(&unit.code)).collect();
    let least = outline.iter().map(|(depth, _)| *depth).min().unwrap_or(0);
    outline
        .into_iter()
        .map(|(depth, unit)| {
            let indent = "\u{3000}".repeat(depth - least);
            Choice::new(&unit.code, format!("{indent}{}", unit.name_in(page.language())))
        })
        .collect()
}

fn role_word(page: &Page, role: Role) -> String {
    page.t(format!("people-role-{}", role.as_str().replace('_', "-")))
}

fn unit_kind_word(page: &Page, kind: UnitKind) -> String {
    page.t(format!("people-unit-kind-{}", kind.as_str().replace('_', "-")))
}
