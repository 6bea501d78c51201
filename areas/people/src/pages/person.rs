//! `/people/{id}`: who somebody is, with ranks, certificates, history and account.

use super::{may, tell};
use crate::PeopleProblem;
use crate::commands::{Numbers, masked_numbers, show_identity};
use crate::rules::workbook::Column;
use crate::rules::{
    Code, EXPIRING_DAYS, LeaveReason, Person, Qualification, QualificationKind, Rank, RankEntry,
};
use crate::store;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use database::facts::StoredFact;
use database::{facts, identity};
use kernel::{AccountId, Actor, Day, Instant, PersonId, UnitCode};
use pages::{App, Failure, Fields, Page, SignedIn, failed, show_form};
use std::collections::HashMap;

pub fn routes() -> Router<App> {
    Router::new().route("/people/{id}", get(person)).route("/people/{id}/numbers", post(numbers))
}

/// What happened, as a line of the history.
struct Happened {
    at: Instant,
    /// An earlier day that was recorded later has no time of day.
    has_time: bool,
    what: String,
    detail: String,
    by: String,
}

#[derive(Template)]
#[template(path = "pages/person.html")]
struct PersonPage<'a> {
    page: &'a Page,
    person: &'a Person,
    /// None for colleagues, who see name and post only.
    record: Option<RecordPart>,
    /// In full, right after a look-up.
    shown: Option<Numbers>,
    fields: &'a Fields,
    may_change: bool,
    may_rank: bool,
    may_qualify: bool,
    may_move: bool,
    may_leave: bool,
    may_show: bool,
    account: Option<AccountPart>,
}

/// What those see who may read the whole record.
struct RecordPart {
    ranks: Vec<RankEntry>,
    qualifications: Vec<Qualification>,
    numbers: Numbers,
    history: Vec<Happened>,
    today: Day,
}

struct AccountPart {
    id: AccountId,
    sign_in_name: String,
    disabled: bool,
    readable: bool,
}

impl PersonPage<'_> {
    fn word<T: Code>(&self, code: &T) -> String {
        self.page.t(code.key())
    }
    fn validity(&self, held: &Qualification, today: &Day) -> (String, &'static str) {
        validity(self.page, held, *today)
    }
}

/// How long a certificate is still valid, in words and as a tone.
pub(super) fn validity(page: &Page, held: &Qualification, today: Day) -> (String, &'static str) {
    match held.days_left(today) {
        None => (page.t("people-valid-always"), ""),
        Some(days) if days < 0 => (page.t1("people-expired-since", "days", -days), "bad"),
        Some(days) if days <= EXPIRING_DAYS => (page.t1("people-expires-in", "days", days), "warn"),
        Some(_) => (page.t("people-valid"), "good"),
    }
}

async fn person(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let person = find(&app, &id).await?;
    show_person(&app, &actor, &page, person, None, &Fields::new()).await
}

/// `POST /people/{id}/numbers`: `purpose`. The answer shows the numbers once.
async fn numbers(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let person = find(&app, &id).await?;
    let purpose = fields.text("purpose").to_owned();
    let shown = match show_identity(&app.db, &actor, person.id.clone(), &purpose).await {
        Ok(numbers) => {
            fields = Fields::new();
            Some(numbers)
        }
        Err(problem) => {
            tell(&mut fields, problem)?;
            None
        }
    };
    show_person(&app, &actor, &page, person, shown, &fields).await
}

pub(super) async fn find(app: &App, id: &str) -> Result<Person, Failure> {
    let id = PersonId::parse(id).map_err(|_| PeopleProblem::NotFound)?;
    let found = store::person::find(&app.db.read(), &id).await.map_err(failed)?;
    Ok(found.ok_or(PeopleProblem::NotFound)?)
}

async fn show_person(
    app: &App,
    actor: &Actor,
    page: &Page,
    person: Person,
    shown: Option<Numbers>,
    fields: &Fields,
) -> Result<Response, Failure> {
    let may = |action: &str| may(app, page, actor, action, &person);
    if !may("person.list") {
        return Err(Failure::denied());
    }
    let serves = person.left.is_none();
    let db = app.db.read();
    let record = match may("person.read") {
        true => Some(RecordPart {
            ranks: store::person::ranks(&db, &person.id).await.map_err(failed)?,
            qualifications: store::certificates::of_person(&db, &person.id).await.map_err(failed)?,
            numbers: masked_numbers(&app.db, &person.id).await?,
            history: history(app, page, &person.id).await?,
            today: app.db.clock().today(),
        }),
        false => None,
    };
    let readable = !app.db.access().scope(actor, "account.read").is_empty();
    let account = match record.is_some() || readable {
        true => identity::account_of(&db, &person.id).await.map_err(failed)?,
        false => None,
    };
    let account = account.map(|account| AccountPart {
        id: account.id,
        sign_in_name: account.sign_in_name,
        disabled: account.disabled_at.is_some(),
        readable,
    });
    show_form(
        fields,
        &PersonPage {
            page,
            record,
            shown,
            fields,
            may_change: serves && may("person.change"),
            may_rank: serves && may("person.rank"),
            may_qualify: serves && may("person.qualify"),
            may_move: serves && may("person.move"),
            may_leave: serves && may("person.leave"),
            may_show: may("person.show_identity"),
            account,
            person: &person,
        },
    )
}

/// The newest things on the page; older ones stand in the journal.
const HISTORY_AT_MOST: usize = 60;

async fn history(app: &App, page: &Page, id: &PersonId) -> Result<Vec<Happened>, Failure> {
    let mut told = facts::history(&app.db.read(), id.as_str()).await.map_err(failed)?;
    told.reverse();
    told.truncate(HISTORY_AT_MOST);
    let mut actors: Vec<String> = told.iter().map(|fact| fact.actor.clone()).collect();
    actors.sort();
    actors.dedup();
    let names = store::accounts::names(&app.db.read(), &actors).await.map_err(failed)?;
    Ok(told.iter().map(|fact| happened(page, fact, &names)).collect())
}

fn happened(page: &Page, fact: &StoredFact, names: &HashMap<String, String>) -> Happened {
    let detail: serde_json::Value = serde_json::from_str(&fact.detail).unwrap_or_default();
    let text = |name: &str| detail.get(name).and_then(|value| value.as_str()).unwrap_or_default();
    let unit = |name: &str| page.unit_name(&UnitCode::stored(text(name).to_owned()));
    let detail = match fact.kind.as_str() {
        "person.moved" => format!("{} → {}", unit("from"), unit("to")),
        "person.ranked" => code_word::<Rank>(page, &fact.outcome),
        "person.qualified" => code_word::<QualificationKind>(page, &fact.outcome),
        "person.left" => code_word::<LeaveReason>(page, &fact.outcome),
        "person.identity_shown" => text("purpose").to_owned(),
        "person.changed" => {
            let fields = detail.get("fields").and_then(|value| value.as_array()).cloned().unwrap_or_default();
            let words: Vec<String> = fields
                .iter()
                .filter_map(|field| field.as_str())
                .map(|field| match field {
                    "qualifications" => page.t("people-sheet-qualifications"),
                    field => code_word::<Column>(page, field),
                })
                .collect();
            words.join(&page.t("people-and"))
        }
        _ => String::new(),
    };
    let key = fact.kind.replace(['.', '_'], "-");
    Happened {
        at: fact.happened(),
        has_time: fact.happened() != fact.happened().day().start(),
        what: page.t(format!("fact-{key}")),
        detail,
        by: names.get(&fact.actor).cloned().unwrap_or_else(|| page.t("people-command-line")),
    }
}

fn code_word<T: Code>(page: &Page, code: &str) -> String {
    let found = T::all().iter().find(|known| known.code() == code);
    found.map_or_else(|| code.to_owned(), |known| page.t(known.key()))
}
