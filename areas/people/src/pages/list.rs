//! `/people`: the list, its files, and certificates that expire.

use super::{codes, scope};
use crate::PeopleProblem;
use crate::rules::workbook::Column;
use crate::rules::{
    Code, EXPIRING_DAYS, IdentityNumber, Person, PersonKind, Post, QualificationKind, Telephone,
};
use crate::store::certificates::{Expiring, expiring};
use crate::store::list::{self, Among, Filter, State as Serving};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use documents::{Kind, SheetColumn};
use kernel::{Actor, Day, Text};
use pages::{
    App, Choice, Done, EXPORTED, Export, Failure, Fields, ListQuery, ListView, Listing, Page, SignedIn, Sort,
    failed, list_file, show,
};
use sea_orm::sea_query::Order;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/people", get(serving))
        .route("/people/left", get(left))
        .route("/people/find", post(find))
        .route("/people/expiring", get(expiring_soon))
}

const LIST: Listing = Listing {
    sorts: &["name", "police_number", "unit", "rank", "joined_on"],
    sort: Sort::up("unit"),
    filters: &["kind", "post", "qualification", "expiring"],
    size: 50,
};

#[derive(Template)]
#[template(path = "pages/people.html")]
struct PeoplePage<'a> {
    page: &'a Page,
    list: ListView,
    rows: Vec<Person>,
    expiring: u64,
    may_hire: bool,
    may_import: bool,
    may_read: bool,
}

impl PeoplePage<'_> {
    fn word<T: Code>(&self, code: &T) -> String {
        self.page.t(code.key())
    }
}

async fn serving(State(app): State<App>, SignedIn(actor): SignedIn, page: Page) -> Result<Response, Failure> {
    people(&app, &actor, &page, Serving::Serving).await
}

async fn left(State(app): State<App>, SignedIn(actor): SignedIn, page: Page) -> Result<Response, Failure> {
    people(&app, &actor, &page, Serving::Left).await
}

async fn people(app: &App, actor: &Actor, page: &Page, state: Serving) -> Result<Response, Failure> {
    let asked = page.list(&LIST);
    let filter = filter(app, actor, page, &asked, state)?;
    let order = if asked.sort.descending { Order::Desc } else { Order::Asc };
    let db = app.db.read();
    if let Some(export) = asked.export {
        let everybody = list::page(&db, &filter, sort(&asked), order, 0, EXPORTED).await;
        return file(page, everybody.map_err(failed)?, export);
    }
    let found = list::page(&db, &filter, sort(&asked), order, asked.offset(), asked.limit());
    let rows = found.await.map_err(failed)?;
    let total = list::count(&db, &filter).await.map_err(failed)?;
    let may_read = page.may("person.read");
    let expiring = if may_read { count_expiring(app, actor, page).await? } else { 0 };
    let mut view = asked
        .view(page, total)
        .search("people-search")
        .choice("kind", "people-column-kind", codes::<PersonKind>(page))
        .choice("post", "people-column-post", codes::<Post>(page));
    if may_read {
        let soon = Choice::new(EXPIRING_DAYS, page.t1("people-expiring-within", "days", EXPIRING_DAYS));
        view = view
            .choice("qualification", "people-column-qualification", codes::<QualificationKind>(page))
            .choice("expiring", "people-expiring", vec![soon]);
    }
    let list = view.exports();
    show(&PeoplePage {
        page,
        list,
        rows,
        expiring,
        may_hire: page.may("person.hire"),
        may_import: page.may("people.import"),
        may_read,
    })
}

fn filter(
    app: &App,
    actor: &Actor,
    page: &Page,
    asked: &ListQuery,
    state: Serving,
) -> Result<Filter, Failure> {
    let qualification = asked.filter("qualification").and_then(QualificationKind::parse);
    let expiring_by = asked.filter("expiring").map(|_| app.db.clock().today().plus_days(EXPIRING_DAYS));
    // Who holds which certificate is for those who may read the whole record.
    let deep = qualification.is_some() || expiring_by.is_some();
    Ok(Filter {
        among: Among::within(
            page.units(),
            &scope(app, actor, if deep { "person.read" } else { "person.list" })?,
            &page.unit_code(),
        ),
        kind: asked.filter("kind").and_then(PersonKind::parse),
        post: asked.filter("post").and_then(Post::parse),
        qualification,
        expiring_by,
        state,
        search: asked.search.clone(),
    })
}

fn sort(asked: &ListQuery) -> list::Sort {
    match asked.sort.by {
        "name" => list::Sort::Name,
        "police_number" => list::Sort::PoliceNumber,
        "rank" => list::Sort::Rank,
        "joined_on" => list::Sort::JoinedOn,
        _ => list::Sort::Unit,
    }
}

const COLUMNS: [Column; 8] = [
    Column::Name,
    Column::PoliceNumber,
    Column::Gender,
    Column::Kind,
    Column::Post,
    Column::Rank,
    Column::Unit,
    Column::JoinedOn,
];

/// The list as a file: what the page shows, without any encrypted number.
fn file(page: &Page, people: Vec<Person>, export: Export) -> Result<Response, Failure> {
    let cells = |person: &Person| -> Vec<String> {
        vec![
            person.name.as_str().to_owned(),
            person.police_number.as_ref().map_or_else(String::new, |number| number.as_str().to_owned()),
            page.t(person.gender.key()),
            page.t(person.kind.key()),
            page.t(person.post.key()),
            person.rank.map_or_else(String::new, |rank| page.t(rank.key())),
            page.unit_name(&person.unit),
            person.joined_on.to_string(),
        ]
    };
    let columns = COLUMNS.iter().map(|column| SheetColumn::new(page.t(column.key()), Kind::Text)).collect();
    let rows = people.iter().map(|one| cells(one).into_iter().map(Into::into).collect()).collect();
    list_file(page, page.t("people-title"), columns, rows, export)
}

async fn count_expiring(app: &App, actor: &Actor, page: &Page) -> Result<u64, Failure> {
    let filter = Filter {
        among: Among::within(page.units(), &app.db.access().scope(actor, "person.read"), &page.unit_code()),
        expiring_by: Some(app.db.clock().today().plus_days(EXPIRING_DAYS)),
        ..Filter::default()
    };
    list::count(&app.db.read(), &filter).await.map_err(failed)
}

/// `POST /people/find`: an identity number or telephone, exactly. Posted, so that
/// the number stands in no address and no log.
async fn find(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    fields: Fields,
) -> Result<Response, Failure> {
    let scope = scope(&app, &actor, "person.read")?;
    let given = fields.text("number");
    let number = match (IdentityNumber::parse(given), Telephone::parse(given)) {
        (Ok(number), _) => number.as_str().to_owned(),
        (Err(_), Some(number)) => number.as_str().to_owned(),
        (Err(flaw), None) => {
            let problem = if given.len() > 11 {
                PeopleProblem::BadIdentityNumber(flaw)
            } else {
                PeopleProblem::BadTelephone
            };
            let text = kernel::Problem::message(&problem);
            return Ok(Done::to("/people").saying(&app, &text).into_response());
        }
    };
    let index = app.db.cipher().index(&number);
    let found = list::having_number(&app.db.read(), &scope, &index).await.map_err(failed)?;
    Ok(match found.first() {
        Some(id) => Done::to(format!("/people/{id}")).into_response(),
        None => Done::to("/people").saying(&app, &Text::new("people-find-nobody")).into_response(),
    })
}

#[derive(Template)]
#[template(path = "pages/expiring.html")]
struct ExpiringPage<'a> {
    page: &'a Page,
    rows: Vec<Expiring>,
    today: Day,
}

/// More than anybody renews in a quarter; a longer list is filtered by unit.
const EXPIRING_AT_MOST: u64 = 500;

impl ExpiringPage<'_> {
    fn about(&self) -> String {
        self.page.t1("people-expiring-about", "days", EXPIRING_DAYS)
    }
    fn left(&self, row: &Expiring) -> (String, &'static str) {
        super::person::validity(self.page, &row.qualification, self.today)
    }
    fn kind(&self, row: &Expiring) -> String {
        self.page.t(row.qualification.kind.key())
    }
}

async fn expiring_soon(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    let scope = scope(&app, &actor, "person.read")?;
    let today = app.db.clock().today();
    let below = page.unit_code();
    let until = today.plus_days(EXPIRING_DAYS);
    let mut rows = expiring(&app.db.read(), &scope, until, EXPIRING_AT_MOST).await.map_err(failed)?;
    rows.retain(|row| page.units().is_within(&row.unit, &below));
    show(&ExpiringPage { page: &page, rows, today })
}
