//! A request for leave before it is decided: what it does to the strength of each day.

use super::mine::roster_unit_of;
use super::{require_read, units_of};
use crate::rules::plan::ShiftType;
use crate::rules::problem::days_of;
use crate::rules::{DayKind, Plan};
use crate::store::{self, Kept};
use askama::Template;
use availability::{Absence, AvailabilityProblem, Balance, Decision, Leave, LeaveId, LeaveState, Why};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use kernel::{Day, PersonId, Text};
use pages::{App, Done, Failure, Fields, Page, SignedIn, failed, may, show};
use people::Worker;

/// Days that are looked at one by one; a longer leave is read by its beginning.
const SHOWN: usize = 31;

/// A shift of a day as it would be without the person.
struct ShiftThen {
    name: String,
    there: usize,
    least: u32,
    is_short: bool,
}

struct DayThen {
    day: Day,
    weekday: String,
    is_off: bool,
    own: String,
    away: String,
    free: usize,
    is_published: bool,
    shifts: Vec<ShiftThen>,
}

#[derive(Template)]
#[template(path = "pages/leave.html")]
struct LeavePage<'a> {
    page: &'a Page,
    leave: Leave,
    name: String,
    balance: Option<Balance>,
    /// Hours of compensatory rest that are owed, for who asks for some.
    owed: Option<String>,
    days: Vec<DayThen>,
    more: usize,
    all: usize,
    short: usize,
    own_shifts: usize,
    unpublished: usize,
    may_decide: bool,
}

pub async fn show_leave(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    require_read(&page)?;
    let id = LeaveId::parse(&id).map_err(|_| Failure::not_found())?;
    let read = app.db.read();
    let leave = availability::find_leave(&read, &id).await.map_err(failed)?.ok_or_else(Failure::not_found)?;
    if !may(&app, &page, &actor, "leave.decide", &leave) {
        return Err(Failure::denied());
    }
    let unit = roster_unit_of(&page, &leave.unit);
    let units = units_of(page.units(), &unit);
    let plan = store::plan_for(&read, &unit, leave.days.from).await.map_err(failed)?;
    let plan = plan.map(|plan| plan.plan).unwrap_or_default();
    let cells = store::cells_between(&read, std::slice::from_ref(&unit), leave.days).await.map_err(failed)?;
    let cells: Vec<Kept> = cells.into_iter().map(|(_, cell)| cell).collect();
    let absences = availability::absences(&read, &units, leave.days).await.map_err(failed)?;
    let staff = people::staff(&read, &units, leave.days.from).await.map_err(failed)?;
    let person = staff.iter().find(|one| one.id == leave.person);
    let balance = match person.filter(|_| leave.why == Why::AnnualLeave) {
        Some(one) => {
            let people = [(one.id.clone(), one.working_since)];
            let found = availability::balances(&read, &app.law, &people, leave.days.from).await?;
            found.get(&one.id).copied()
        }
        None => None,
    };
    let owed = match leave.why {
        Why::CompensatoryRest => {
            let owed = store::owed(&read, &unit).await.map_err(failed)?;
            let minutes = owed.get(&leave.person).copied().unwrap_or(0);
            let sign = if minutes < 0 { "−" } else { "" };
            Some(format!("{sign}{}", super::grid::hours(u32::try_from(minutes.abs()).unwrap_or(0))))
        }
        _ => None,
    };
    let known = Known { leave: &leave, plan: &plan, cells: &cells, absences: &absences, staff: &staff };
    let kind = |day: Day| super::readiness::kind_of(&app, day);
    let days: Vec<DayThen> =
        days_of(leave.days).take(SHOWN).map(|day| known.day(&page, day, kind(day))).collect();
    show(&LeavePage {
        page: &page,
        name: person.map(|one| one.name.clone()).unwrap_or_default(),
        balance,
        owed,
        more: usize::try_from(leave.days.days()).unwrap_or(0).saturating_sub(SHOWN),
        all: staff.len(),
        short: days.iter().flat_map(|day| &day.shifts).filter(|shift| shift.is_short).count(),
        own_shifts: days.iter().filter(|day| !day.own.is_empty()).count(),
        unpublished: days.iter().filter(|day| !day.is_published).count(),
        days,
        may_decide: leave.state == LeaveState::Asked,
        leave,
    })
}

/// What is known of the days that are asked for.
struct Known<'a> {
    leave: &'a Leave,
    plan: &'a Plan,
    cells: &'a [Kept],
    absences: &'a [Absence],
    staff: &'a [Worker],
}

impl Known<'_> {
    fn is_away(&self, person: &PersonId, day: Day) -> bool {
        self.absences.iter().any(|one| one.person == *person && one.days.contains(day))
    }

    fn day(&self, page: &Page, day: Day, kind: DayKind) -> DayThen {
        let on_day = || self.cells.iter().filter(|cell| cell.day == day && cell.place.is_some());
        let shift_of = |cell: &Kept| cell.place.as_ref().and_then(|place| self.plan.shift(&place.shift));
        let own = on_day().find(|cell| cell.person == self.leave.person).and_then(shift_of);
        let others = || self.staff.iter().filter(|one| one.id != self.leave.person);
        let away: Vec<String> = others()
            .filter_map(|one| {
                let found = self.absences.iter().find(|a| a.person == one.id && a.days.contains(day))?;
                Some(format!("{}（{}）", one.name, page.t(found.why.text_key())))
            })
            .collect();
        let shift_then = |shift: &ShiftType| {
            let asked = self.plan.asked(day, kind, &shift.code, None)?;
            let is_there = |cell: &&Kept| {
                cell.person != self.leave.person
                    && cell.place.as_ref().is_some_and(|place| place.shift == shift.code)
                    && !self.is_away(&cell.person, day)
            };
            let there = on_day().filter(is_there).count();
            // Only a shift that loses somebody is made short by this leave.
            let loses = own.is_some_and(|own| own.code == shift.code);
            let is_short = loses && there < asked.least as usize;
            Some(ShiftThen { name: shift.name.clone(), there, least: asked.least, is_short })
        };
        let is_published = on_day().next().is_some();
        DayThen {
            day,
            weekday: page.t(format!("duty-weekday-{}", day.weekday())),
            is_off: kind != DayKind::Workday,
            own: own.map(|shift| shift.name.clone()).unwrap_or_default(),
            free: others().count() - away.len(),
            away: away.join("、"),
            is_published,
            shifts: if is_published {
                self.plan.shifts.iter().filter_map(shift_then).collect()
            } else {
                Vec::new()
            },
        }
    }
}

pub async fn decide(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    require_read(&page)?;
    let id = LeaveId::parse(&id).map_err(|_| Failure::not_found())?;
    let revision = fields.number("revision").unwrap_or(-1);
    let answer = fields.text("words").to_owned();
    let decision = match fields.text("decision") {
        "yes" => Decision::Approve,
        "no" => Decision::Refuse,
        _ => return Err(Failure::from(AvailabilityProblem::Stale)),
    };
    availability::decide_leave(&app.db, &app.law, &actor, (id, revision), (decision, answer)).await?;
    let words = match decision {
        Decision::Approve => "duty-leave-approved-done",
        Decision::Refuse => "duty-leave-refused-done",
    };
    Ok(Done::to("/availability/leave").saying(&app, &Text::new(words)).into_response())
}
