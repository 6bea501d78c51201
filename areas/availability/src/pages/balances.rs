//! Annual leave of a year by person: due, carried over, taken, left.

use super::units;
use crate::commands::{self, CarryLeave};
use crate::rules::annual::{AnnualLeave, Balance, year_of};
use crate::store;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use documents::{CellValue, Kind, SheetColumn};
use kernel::{Actor, Day, PersonId, Text};
use pages::{
    App, Choice, Done, Failure, Fields, ListView, Listing, Page, SignedIn, Sort, Total, failed, list_file,
    show,
};
use people::Worker;

const LIST: Listing = Listing {
    sorts: &["name", "since", "due", "taken", "left"],
    sort: Sort::up("name"),
    filters: &["open"],
    size: 50,
};

struct Row {
    person: PersonId,
    name: String,
    since: Day,
    is_known: bool,
    balance: Balance,
}

#[derive(Template)]
#[template(path = "pages/balances.html")]
struct Balances<'a> {
    page: &'a Page,
    list: ListView,
    rows: Vec<Row>,
    year: i16,
    /// Days due, carried, taken and left of everybody that is shown or not on this page.
    sums: [i64; 4],
    unknown: usize,
    may_carry: bool,
    may_confirm: bool,
    carriable: Vec<Choice>,
    due_by: String,
    carried_by: String,
    lost_by: String,
}

fn asked_year(page: &Page, today: Day) -> Day {
    let asked = page.query_value("year").and_then(|text| text.parse().ok());
    let first = asked.and_then(|year| Day::new(year, 1, 1)).unwrap_or_else(|| year_of(today).from);
    // Years of which nothing can be kept are not looked at.
    first.clamp(year_of(today.plus_months(-60)).from, year_of(today.plus_months(12)).from)
}

async fn staff(app: &App, page: &Page, actor: &Actor, today: Day) -> Result<Vec<Worker>, Failure> {
    let sees_all = page.may("absence.list");
    let units = match (sees_all, &actor.person) {
        (true, _) => units(page),
        (false, _) => vec![actor.unit.clone()],
    };
    let mut staff = people::staff(&app.db.read(), &units, today).await.map_err(failed)?;
    if !sees_all {
        staff.retain(|one| actor.person.as_ref() == Some(&one.id));
    }
    Ok(staff)
}

pub async fn list(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    if !page.may("leave.read") {
        return Err(Failure::denied());
    }
    let asked = page.list(&LIST);
    let today = app.db.clock().today();
    let year = year_of(asked_year(&page, today));
    let on = today.clamp(year.from, year.to);
    let staff = staff(&app, &page, &actor, today).await?;
    let people: Vec<(PersonId, Day)> = staff.iter().map(|one| (one.id.clone(), one.working_since)).collect();
    let mut balances = store::balances(&app.db.read(), &app.law, &people, on).await?;
    let row = |one: &Worker| Row {
        balance: balances.remove(&one.id).unwrap_or_default(),
        person: one.id.clone(),
        name: one.name.clone(),
        since: one.working_since,
        is_known: one.is_service_known,
    };
    let all: Vec<Row> = staff.iter().map(row).collect();
    let carriable = all
        .iter()
        .filter(|row| row.balance.carriable > 0)
        .map(|row| Choice::new(&row.person, format!("{} {}", row.name, row.balance.carriable)));
    let carriable: Vec<Choice> = carriable.collect();
    let unknown = all.iter().filter(|row| !row.is_known).count();
    let is_this_year = year.contains(today);
    let mut rows: Vec<Row> = all.into_iter().filter(|row| row.name.contains(asked.search.as_str())).collect();
    if asked.filter("open").is_some() {
        rows.retain(|row| row.balance.left() > 0);
    }
    match asked.sort.by {
        "since" => rows.sort_by_key(|row| row.since),
        "due" => rows.sort_by_key(|row| row.balance.due),
        "taken" => rows.sort_by_key(|row| row.balance.taken),
        "left" => rows.sort_by_key(|row| row.balance.left()),
        _ => rows.sort_by(|one, two| one.name.cmp(&two.name)),
    }
    if asked.sort.descending {
        rows.reverse();
    }
    let sum = |of: fn(&Balance) -> i64| rows.iter().map(|row| of(&row.balance)).sum();
    let sums = [sum(|one| one.due), sum(|one| one.carried), sum(|one| one.taken), sum(Balance::left)];
    if let Some(format) = asked.export {
        let (columns, rows) = table(&page, &rows);
        let title = format!("{} {}", page.t("availability-balances"), year.from.year());
        return list_file(&page, title, columns, rows, format);
    }
    let total = u64::try_from(rows.len()).unwrap_or(0);
    let at = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let rows = rows.into_iter().skip(at(asked.offset())).take(at(asked.limit())).collect();
    let open = vec![Choice::new("yes", page.t("availability-left-any"))];
    let list = asked
        .view(&page, Total::Exact(total))
        .search("availability-balances-search")
        .choice("open", "availability-left", open)
        .keep(&["year"])
        .exports();
    let rules = AnnualLeave::read(&app.law, on)?;
    show(&Balances {
        page: &page,
        list,
        rows,
        year: year.from.year(),
        sums,
        unknown,
        may_carry: is_this_year && page.may("leave.carry") && page.may("absence.list"),
        may_confirm: is_this_year && page.may("leave.confirm") && page.may("absence.list"),
        carriable,
        due_by: rules.due_by.to_string(),
        carried_by: rules.carried_by.to_string(),
        lost_by: rules.lost_by.to_string(),
    })
}

fn table(page: &Page, rows: &[Row]) -> (Vec<SheetColumn>, Vec<Vec<CellValue>>) {
    let text = |key: &str| SheetColumn::new(page.t(key), Kind::Text);
    let number = |key: &str| SheetColumn::new(page.t(key), Kind::Integer);
    let columns = vec![
        text("availability-person"),
        text("availability-since"),
        number("availability-due"),
        number("availability-carried"),
        number("availability-taken"),
        number("availability-pending"),
        number("availability-left"),
    ];
    let row = |row: &Row| {
        vec![
            CellValue::from(row.name.as_str()),
            row.since.to_string().into(),
            row.balance.due.into(),
            row.balance.carried.into(),
            row.balance.taken.into(),
            row.balance.asked.into(),
            row.balance.left().into(),
        ]
    };
    (columns, rows.iter().map(row).collect())
}

pub async fn carry(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    mut fields: Fields,
) -> Result<Response, Failure> {
    if !page.may("leave.carry") {
        return Err(Failure::denied());
    }
    let person = fields.read::<PersonId>("person", "pages-bad-request");
    let person = person.ok_or(crate::AvailabilityProblem::NobodyOfUnit)?;
    let days = fields.number("days").unwrap_or(-1);
    let input = CarryLeave { person, days, why: fields.text("why").to_owned() };
    commands::carry_leave(&app.db, &app.law, &actor, input).await?;
    let done = Done::to("/availability/balances");
    Ok(done.saying(&app, &Text::new("availability-carried-done")).into_response())
}

pub async fn confirm(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    if !page.may("leave.confirm") {
        return Err(Failure::denied());
    }
    let count = commands::confirm_leave(&app.db, &app.law, &actor, page.unit_code()).await?;
    let done = Done::to("/availability/balances");
    Ok(done.saying(&app, &Text::new("availability-confirmed-done").with("count", count)).into_response())
}
