//! `/accounts`: for the three administrators.

use super::{may, role_word, scope, tell, units_to_choose};
use crate::commands::{
    Cost, Hashed, Holder, NewAccount, account_entity, disable_account, enable_account, grant_role,
    open_account, reset_password, withdraw_role,
};
use crate::rules::{PersonName, PoliceNumber, SignInName};
use crate::store::accounts::{self, AccountLine};
use crate::{PeopleProblem, store};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use database::identity::{self, Account};
use documents::{CellValue, Kind, SheetColumn};
use kernel::{AccountId, Actor, Grant, Language, Problem, Role, Text, UnitCode};
use pages::{
    App, Choice, Done, EXPORTED, Failure, Fields, ListView, Listing, Page, SignedIn, Sort, failed, list_file,
    show, show_form,
};
use sea_orm::sea_query::Order;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/accounts", get(list).post(open))
        .route("/accounts/new", get(new))
        .route("/accounts/{id}", get(account))
        .route("/accounts/{id}/{step}", post(carry_out))
}

const LIST: Listing = Listing { sorts: &["name", "unit"], sort: Sort::up("name"), filters: &[], size: 50 };

#[derive(Template)]
#[template(path = "pages/accounts.html")]
struct AccountsPage<'a> {
    page: &'a Page,
    list: ListView,
    rows: Vec<AccountLine>,
    may_open: bool,
}

impl AccountsPage<'_> {
    fn roles(&self, line: &AccountLine) -> String {
        roles(self.page, line)
    }
}

fn roles(page: &Page, line: &AccountLine) -> String {
    let words: Vec<String> = line.grants.iter().map(|grant| role_word(page, grant.role)).collect();
    words.join(&page.t("people-and"))
}

async fn list(State(app): State<App>, SignedIn(actor): SignedIn, page: Page) -> Result<Response, Failure> {
    let scope = scope(&app, &actor, "account.read")?;
    let asked = page.list(&LIST);
    let (db, search) = (app.db.read(), &asked.search);
    let by = if asked.sort.by == "unit" { "unit" } else { "sign_in_name" };
    let order = if asked.sort.descending { Order::Desc } else { Order::Asc };
    let (offset, limit) =
        if asked.export.is_some() { (0, EXPORTED) } else { (asked.offset(), asked.limit()) };
    let rows = accounts::page(&db, &scope, search, (by, order), offset, limit).await.map_err(failed)?;
    if let Some(format) = asked.export {
        let columns = [
            "people-sign-in-name",
            "people-column-name",
            "people-column-unit",
            "people-roles",
            "people-state",
        ];
        let columns = columns.map(|key| SheetColumn::new(page.t(key), Kind::Text)).into();
        let rows = rows.iter().map(|line| {
            let state = match line.disabled_at {
                Some(_) => "people-account-is-disabled",
                None => "people-account-is-open",
            };
            [&line.sign_in_name, &line.name, &page.unit_name(&line.unit), &roles(&page, line), &page.t(state)]
                .map(|text| CellValue::from(text.as_str()))
                .into()
        });
        return list_file(&page, page.t("people-accounts-title"), columns, rows.collect(), format);
    }
    let total = accounts::count(&db, &scope, search).await.map_err(failed)?;
    let list = asked.view(&page, total).search("people-account-search").exports();
    let may_open = !app.db.access().scope(&actor, "account.open").is_empty();
    show(&AccountsPage { page: &page, list, rows, may_open })
}

#[derive(Template)]
#[template(path = "pages/account_form.html")]
struct AccountForm<'a> {
    page: &'a Page,
    fields: &'a Fields,
    units: Vec<Choice>,
}

async fn new(State(app): State<App>, SignedIn(actor): SignedIn, page: Page) -> Result<Response, Failure> {
    let units = units_to_choose(&page, &scope(&app, &actor, "account.open")?);
    let fields = Fields::new().with("id", AccountId::new());
    show_form(&fields, &AccountForm { page: &page, fields: &fields, units })
}

/// `POST /accounts`: `sign_in_name`, `password`, and whose it is: `police_number`
/// of somebody, or `name` and `unit`.
async fn open(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let units = units_to_choose(&page, &scope(&app, &actor, "account.open")?);
    if let Some(new) = read_new(&app, &page, &mut fields).await? {
        match open_account(&app.db, &actor, new).await {
            Ok(id) => {
                let done = Done::to(format!("/accounts/{id}"));
                return Ok(done.saying(&app, &Text::new("people-account-opened")).into_response());
            }
            Err(problem) => tell(&mut fields, problem)?,
        }
    }
    show_form(&fields, &AccountForm { page: &page, fields: &fields, units })
}

async fn read_new(app: &App, page: &Page, fields: &mut Fields) -> Result<Option<NewAccount>, Failure> {
    let id = fields.read::<AccountId>("id", "pages-bad-request");
    let sign_in_name = SignInName::parse(fields.text("sign_in_name"));
    if sign_in_name.is_none() {
        fields.problem("sign_in_name", PeopleProblem::BadSignInName.message());
    }
    let holder = read_holder(app, fields).await?;
    let (Some(id), Some(sign_in_name), Some(holder), true) = (id, sign_in_name, holder, fields.is_good())
    else {
        return Ok(None);
    };
    let Some(password) = new_password(fields, sign_in_name.as_str()).await? else { return Ok(None) };
    Ok(Some(NewAccount { id, sign_in_name, holder, password, language: page.language() }))
}

async fn read_holder(app: &App, fields: &mut Fields) -> Result<Option<Holder>, Failure> {
    if let Some(text) = fields.optional("police_number") {
        let person = match PoliceNumber::parse(text) {
            Some(number) => {
                store::person::find_by_police_number(&app.db.read(), &number).await.map_err(failed)?
            }
            None => None,
        };
        if person.is_none() {
            fields.problem("police_number", Text::new("people-account-nobody"));
        }
        return Ok(person.map(|person| Holder::Person(person.id)));
    }
    let name = PersonName::parse(fields.text("name"));
    if name.is_none() {
        fields.problem("name", PeopleProblem::BadName.message());
    }
    let unit = UnitCode::parse(fields.text("unit"));
    if unit.is_none() {
        fields.problem("unit", PeopleProblem::UnitNotFound.message());
    }
    Ok(name.zip(unit).map(|(name, unit)| Holder::Other { name, unit }))
}

async fn new_password(fields: &mut Fields, sign_in_name: &str) -> Result<Option<Hashed>, Failure> {
    match Hashed::of(fields.raw("password"), sign_in_name, Cost::STANDARD).await {
        Ok(password) => Ok(Some(password)),
        Err(problem) => {
            tell(fields, problem)?;
            Ok(None)
        }
    }
}

#[derive(Template)]
#[template(path = "pages/account.html")]
struct AccountPage<'a> {
    page: &'a Page,
    account: &'a Account,
    grants: &'a [Grant],
    fields: &'a Fields,
    may_disable: bool,
    may_enable: bool,
    may_reset: bool,
    /// Empty if the reader gives no roles to this account.
    units: Vec<Choice>,
    roles: Vec<Choice>,
}

impl AccountPage<'_> {
    fn role(&self, grant: &Grant) -> String {
        role_word(self.page, grant.role)
    }
    fn path(&self, step: &str) -> String {
        format!("/accounts/{}/{step}", self.account.id)
    }
    fn language(&self) -> String {
        match self.account.language {
            Language::Chinese => "中文".to_owned(),
            Language::English => "English".to_owned(),
        }
    }
}

async fn account(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (account, grants) = find(&app, &page, &actor, &id).await?;
    show_account(&app, &actor, &page, &account, &grants, &Fields::new())
}

async fn find(app: &App, page: &Page, actor: &Actor, id: &str) -> Result<(Account, Vec<Grant>), Failure> {
    scope(app, actor, "account.read")?;
    let id = AccountId::parse(id).map_err(|_| PeopleProblem::AccountNotFound)?;
    let db = app.db.read();
    let account = identity::account_by_id(&db, &id).await.map_err(failed)?;
    let account = account.ok_or(PeopleProblem::AccountNotFound)?;
    let mut grants = identity::grants(&db, &id).await.map_err(failed)?;
    grants.sort_by_key(|grant| (grant.role, grant.unit.clone()));
    let entity = account_entity(&account, &grants);
    if may(app, page, actor, "account.read", &entity) {
        Ok((account, grants))
    } else {
        Err(Failure::denied())
    }
}

fn show_account(
    app: &App,
    actor: &Actor,
    page: &Page,
    account: &Account,
    grants: &[Grant],
    fields: &Fields,
) -> Result<Response, Failure> {
    let entity = account_entity(account, grants);
    let may = |action: &str| may(app, page, actor, action, &entity);
    let disabled = account.disabled_at.is_some();
    let own = account.id == actor.account;
    let granting = app.db.access().scope(actor, "role.grant");
    let units = if own || disabled { Vec::new() } else { units_to_choose(page, &granting) };
    let roles = Role::ALL.iter().map(|role| Choice::new(role.as_str(), role_word(page, *role))).collect();
    show_form(
        fields,
        &AccountPage {
            page,
            account,
            grants,
            fields,
            may_disable: !disabled && may("account.disable"),
            may_enable: disabled && may("account.enable"),
            may_reset: may("account.reset_password"),
            units,
            roles,
        },
    )
}

/// What is done to an account, by the last part of the path: a noun.
async fn carry_out(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path((id, step)): Path<(String, String)>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let (account, grants) = find(&app, &page, &actor, &id).await?;
    let (db, id) = (&app.db, account.id.clone());
    let answer = match step.as_str() {
        "disabling" | "enabling" => {
            let revision = fields.text("revision").parse().map_err(|_| PeopleProblem::Stale)?;
            match step.as_str() {
                "disabling" => disable_account(db, &actor, id, revision).await,
                _ => enable_account(db, &actor, id, revision).await,
            }
        }
        "password" => match new_password(&mut fields, &account.sign_in_name).await? {
            Some(password) => reset_password(db, &actor, id, password).await,
            None => return show_account(&app, &actor, &page, &account, &grants, &fields),
        },
        "role" | "withdrawal" => match read_grant(&mut fields) {
            Some(grant) if step == "role" => grant_role(db, &actor, id, grant).await,
            Some(grant) => withdraw_role(db, &actor, id, grant).await,
            None => return show_account(&app, &actor, &page, &account, &grants, &fields),
        },
        _ => return Err(Failure::not_found()),
    };
    match answer {
        Ok(()) => {
            let words = match step.as_str() {
                "disabling" => "people-account-disabled-done",
                "enabling" => "people-account-enabled-done",
                "password" => "people-password-reset",
                "role" => "people-role-granted",
                _ => "people-role-withdrawn",
            };
            let done = Done::to(format!("/accounts/{}", account.id));
            Ok(done.saying(&app, &Text::new(words)).into_response())
        }
        Err(problem) => {
            tell(&mut fields, problem)?;
            show_account(&app, &actor, &page, &account, &grants, &fields)
        }
    }
}

fn read_grant(fields: &mut Fields) -> Option<Grant> {
    let role = Role::parse(fields.text("role"));
    if role.is_none() {
        fields.problem("role", PeopleProblem::BadChoice { field: "role" }.message());
    }
    let unit = UnitCode::parse(fields.text("unit"));
    if unit.is_none() {
        fields.problem("unit", PeopleProblem::UnitNotFound.message());
    }
    role.zip(unit).map(|(role, unit)| Grant { role, unit })
}
