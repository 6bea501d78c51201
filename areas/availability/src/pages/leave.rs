//! Leave: one's own, and that of the unit for whoever answers for it.

use super::units;
use crate::commands::{self, NewLeave};
use crate::rules::Why;
use crate::rules::leave::{Leave, LeaveId, LeaveState};
use crate::store::{self, LeaveFilter, LeaveSort};
use crate::{AvailabilityProblem, Balance};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use documents::{CellValue, Kind, SheetColumn};
use kernel::{Actor, Day, PersonId, Problem, Text};
use pages::{
    App, Choice, Done, EXPORTED, Failure, Fields, ListView, Listing, Page, SignedIn, Sort, Total, failed,
    list_file, show_form,
};
use std::collections::HashMap;

const LIST: Listing = Listing {
    sorts: &["from", "days", "asked"],
    sort: Sort::down("from"),
    filters: &["state", "why", "since", "until"],
    size: 50,
};

struct Row {
    leave: Leave,
    name: String,
    may_withdraw: bool,
    may_decide: bool,
}

#[derive(Template)]
#[template(path = "pages/leave.html")]
struct List<'a> {
    page: &'a Page,
    list: ListView,
    rows: Vec<Row>,
    /// Whose leave can be asked for; empty if only one's own.
    people: Vec<Choice>,
    whys: Vec<Choice>,
    may_ask: bool,
    own: Option<Balance>,
    year: i16,
    sees_all: bool,
    fields: &'a Fields,
}

fn new_fields(app: &App, actor: &Actor) -> Fields {
    let tomorrow = app.db.clock().today().plus_days(1);
    let person = actor.person.as_ref().map(ToString::to_string).unwrap_or_default();
    Fields::new()
        .with("id", LeaveId::new())
        .with("person", person)
        .with("why", Why::AnnualLeave.as_str())
        .with("from", tomorrow)
        .with("to", tomorrow)
}

pub async fn list(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    let fields = new_fields(&app, &actor);
    show_list(&app, &page, &actor, fields).await
}

async fn show_list(app: &App, page: &Page, actor: &Actor, fields: Fields) -> Result<Response, Failure> {
    if !page.may("leave.read") {
        return Err(Failure::denied());
    }
    let asked = page.list(&LIST);
    let sees_all = page.may("absence.list");
    let (today, read, here) = (app.db.clock().today(), app.db.read(), units(page));
    // Who has no person behind the account has no leave, but sees an empty page.
    let own = actor.person.clone().unwrap_or_else(|| PersonId::stored(String::new()));
    let filter = LeaveFilter {
        units: here.clone(),
        person: (!sees_all).then(|| own.clone()),
        state: asked.filter("state").and_then(LeaveState::parse),
        why: asked.filter("why").and_then(Why::parse),
        from: asked.filter_as::<Day>("since"),
        to: asked.filter_as::<Day>("until"),
    };
    let sort = match asked.sort.by {
        "days" => LeaveSort::Days,
        "asked" => LeaveSort::AskedAt,
        _ => LeaveSort::From,
    };
    let cut = match asked.export {
        Some(_) => (EXPORTED, 0),
        None => (asked.limit(), asked.offset()),
    };
    let found = store::leaves(&read, &filter, (sort, asked.sort.descending), cut).await;
    let (found, total) = found.map_err(failed)?;
    let ids: Vec<PersonId> = found.iter().map(|leave| leave.person.clone()).collect();
    let names = people::person_names(&read, &ids).await.map_err(failed)?;
    if let Some(format) = asked.export {
        let (columns, rows) = table(page, &found, &names);
        return list_file(page, page.t("availability-leave"), columns, rows, format);
    }
    let may = |action: &str, leave: &Leave| pages::may(app, page, actor, action, leave);
    let rows = found.into_iter().map(|leave| Row {
        name: names.get(&leave.person).cloned().unwrap_or_default(),
        may_withdraw: leave.is_open_to_withdrawal(today) && may("leave.withdraw", &leave),
        may_decide: leave.state == LeaveState::Asked && may("leave.decide", &leave),
        leave,
    });
    let rows = rows.collect();
    let staff = match page.may("leave.ask") {
        true => people::staff(&read, &here, today).await.map_err(failed)?,
        false => Vec::new(),
    };
    let own_balance = match people::service_of(&read, &own).await.map_err(failed)? {
        Some((since, _)) => {
            let balances = store::balances(&read, &app.law, &[(own.clone(), since)], today).await?;
            balances.get(&own).copied()
        }
        None => None,
    };
    let whys = |all: &[Why]| -> Vec<Choice> {
        all.iter().map(|why| Choice::new(why.as_str(), page.t(why.text_key()))).collect()
    };
    let states = LeaveState::ALL.iter().map(|state| Choice::new(state.as_str(), page.t(state.text_key())));
    let list = asked
        .view(page, Total::Exact(total))
        .choice("state", "availability-leave-state", states.collect())
        .choice("why", "availability-why", whys(&Why::ASKED))
        .day("since", "availability-from")
        .day("until", "availability-to")
        .exports();
    let view = List {
        page,
        list,
        rows,
        may_ask: own_balance.is_some() || !staff.is_empty(),
        people: staff.into_iter().map(|one| Choice::new(one.id, one.name)).collect(),
        whys: whys(&Why::ASKED),
        own: own_balance,
        year: today.year(),
        sees_all,
        fields: &fields,
    };
    show_form(&fields, &view)
}

fn table(
    page: &Page,
    rows: &[Leave],
    names: &HashMap<PersonId, String>,
) -> (Vec<SheetColumn>, Vec<Vec<CellValue>>) {
    let text = |key: &str| SheetColumn::new(page.t(key), Kind::Text);
    let columns = vec![
        text("availability-person"),
        text("availability-why"),
        text("availability-from"),
        text("availability-to"),
        SheetColumn::new(page.t("availability-working-days"), Kind::Integer),
        text("availability-leave-reason"),
        text("availability-leave-state"),
        text("availability-leave-answer"),
    ];
    let row = |leave: &Leave| {
        vec![
            CellValue::from(names.get(&leave.person).cloned().unwrap_or_default()),
            page.t(leave.why.text_key()).into(),
            leave.days.from.to_string().into(),
            leave.days.to.to_string().into(),
            leave.working_days.into(),
            leave.reason.as_str().into(),
            page.t(leave.state.text_key()).into(),
            leave.answer.as_str().into(),
        ]
    };
    (columns, rows.iter().map(row).collect())
}

fn read(fields: &mut Fields, actor: &Actor) -> Option<NewLeave> {
    if fields.text("person").is_empty()
        && let Some(own) = &actor.person
    {
        fields.set("person", own);
    }
    let id = fields.read::<LeaveId>("id", "pages-bad-request");
    let person = fields.needed("person").and_then(|_| fields.read::<PersonId>("person", "pages-bad-request"));
    let from = fields.needed("from").and_then(|_| fields.day("from"));
    let to = fields.needed("to").and_then(|_| fields.day("to"));
    let why = Why::parse(fields.text("why"));
    if why.is_none() {
        fields.problem("why", Text::new("pages-field-needed"));
    }
    let reason = fields.text("reason").to_owned();
    Some(NewLeave { id: id?, person: person?, from: from?, to: to?, why: why?, reason })
}

pub async fn ask(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    mut fields: Fields,
) -> Result<Response, Failure> {
    if !page.may("leave.read") {
        return Err(Failure::denied());
    }
    if let Some(input) = read(&mut fields, &actor)
        && fields.is_good()
    {
        match commands::ask_leave(&app.db, &app.law, &actor, input).await {
            Ok(()) => {
                let done = Done::to("/availability/leave");
                return Ok(done.saying(&app, &Text::new("availability-leave-asked-done")).into_response());
            }
            Err(problem @ AvailabilityProblem::EndsBeforeItBegins) => fields.problem("to", problem.message()),
            Err(problem) => fields.refuse(&problem),
        }
    }
    show_list(&app, &page, &actor, fields).await
}

pub async fn withdraw(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = LeaveId::parse(&id).map_err(|_| Failure::not_found())?;
    commands::withdraw_leave(&app.db, &actor, id).await?;
    let done = Done::to("/availability/leave");
    Ok(done.saying(&app, &Text::new("availability-leave-withdrawn-done")).into_response())
}
