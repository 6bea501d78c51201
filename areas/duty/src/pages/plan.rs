//! How the unit keeps duty: the form of a plan.

use super::{OfUnit, may, month_asked, require_read};
use crate::DutyProblem;
use crate::commands::{self, SavePlan, roster_entity, units_of};
use crate::rules::plan::{
    Agreement, Compensation, Days, Limits, Peak, PositionType, Requirement, ShiftType, Woman, clock,
};
use crate::rules::proposal::{WeekHours, Words, propose};
use crate::rules::{Plan, RosterMonth};
use crate::store;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::{Day, PersonId, Span, Text, UnitCode, UnitKind};
use pages::{App, Chart, Choice, Done, Failure, Fields, Markup, Page, Series, SignedIn, failed, show_form};
use people::Worker;
use people::rules::QualificationKind;

/// Days over which incidents are counted for a proposal.
const COUNTED: i64 = 90;
/// Empty rows for more shifts, positions and busy times.
const MORE: usize = 2;

/// A row of the form: the code of what is there, or of what may be added.
struct ShiftRow {
    at: usize,
    name: String,
}

#[derive(Template)]
#[template(path = "pages/plan.html")]
struct PlanPage<'a> {
    page: &'a Page,
    fields: &'a Fields,
    month: RosterMonth,
    unit: UnitCode,
    is_new: bool,
    may_save: bool,
    shifts: Vec<ShiftRow>,
    named_positions: Vec<ShiftRow>,
    agreements: Vec<AgreementRow>,
    qualifications: Vec<Choice>,
    women: Vec<Choice>,
    officers: Vec<Choice>,
    everybody: Vec<Choice>,
    weekdays: Vec<Choice>,
    months: Vec<Choice>,
    /// By hour of the day, and over which days they were counted.
    incidents: Option<(Markup, String)>,
}

/// The names of the fields of an agreement.
struct AgreementRow {
    is_named: bool,
    name: String,
    nights: String,
    hours: String,
    days: String,
    weekends: String,
    people: String,
}

impl AgreementRow {
    fn at(fields: &Fields, at: usize) -> Self {
        let field = |end: &str| format!("a{at}-{end}");
        Self {
            is_named: !fields.text(&field("name")).is_empty(),
            name: field("name"),
            nights: field("nights"),
            hours: field("hours"),
            days: field("days"),
            weekends: field("weekends"),
            people: field("people"),
        }
    }
}

impl PlanPage<'_> {
    fn rows(&self, letter: &str) -> usize {
        count(self.fields, letter)
    }
    fn at(&self, letter: &str, at: &usize, end: &str) -> &str {
        self.fields.text(&format!("{letter}{at}-{end}"))
    }
    fn is_at(&self, letter: &str, at: &usize, end: &str) -> bool {
        !self.at(letter, at, end).is_empty()
    }
    fn asked(&self, row: &ShiftRow, days: &str, end: &str) -> &str {
        let at = row.at;
        self.fields.text(&format!("r{at}-{days}-{end}"))
    }
    fn asked_at(&self, row: &ShiftRow, position: &ShiftRow, end: &str) -> &str {
        let (at, place) = (row.at, position.at);
        self.fields.text(&format!("q{at}-{place}-{end}"))
    }
    fn days(&self) -> [Days; 3] {
        Days::ALL
    }
}

pub async fn show_plan(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    let unit = require_read(&page)?;
    let month = month_asked(&app, &page);
    let stored = store::plan_for(&app.db.read(), &unit, month.first()).await.map_err(failed)?;
    let wants_proposal = page.query_value("proposal").is_some();
    let workers = staff(&app, &page, &unit, month).await?;
    let counted = incidents(&app, &page, &unit, month).await?;
    let is_new = stored.is_none();
    let (revision, since) = match &stored {
        Some(stored) if stored.since == month.first() => (stored.revision, month),
        _ => (0, month),
    };
    let plan = match stored {
        Some(stored) if !wants_proposal => stored.plan,
        _ => propose(&workers, &counted.0, &words(&page, &unit)),
    };
    let fields = filled(&plan).with("revision", revision).with("since", since);
    let may_save = may(&app, &page, &actor, "plan.save", &unit, month);
    show(&page, (&unit, month), &fields, &workers, Some(&counted), (is_new, may_save))
}

async fn staff(app: &App, page: &Page, unit: &UnitCode, month: RosterMonth) -> Result<Vec<Worker>, Failure> {
    let units = units_of(page.units(), unit);
    people::staff(&app.db.read(), &units, month.first()).await.map_err(failed)
}

/// Incidents of the season: around the same month a year ago, or of late where not even half as many
/// are known from then.
async fn incidents(
    app: &App,
    page: &Page,
    unit: &UnitCode,
    month: RosterMonth,
) -> Result<(WeekHours, Span), Failure> {
    let units = cases::Units::These(page.units().subtree(unit));
    let read = app.db.read();
    let until = |end: Day| Span { from: end.plus_days(1 - COUNTED), to: end };
    // To the end of the month after it, a year ago.
    let season = until(month.first().plus_months(-10).plus_days(-1));
    let of_late = until(app.db.clock().today().plus_days(-1));
    let then = cases::incidents_by_week_hour(&read, &units, season).await.map_err(failed)?;
    let now = cases::incidents_by_week_hour(&read, &units, of_late).await.map_err(failed)?;
    let sum = |week: &WeekHours| week.iter().flatten().map(|count| u64::from(*count)).sum::<u64>();
    Ok(if 2 * sum(&then) >= sum(&now).max(1) { (then, season) } else { (now, of_late) })
}

fn words(page: &Page, unit: &UnitCode) -> Words {
    let is_bureau = page.units().get(unit).is_some_and(|unit| unit.kind == UnitKind::Bureau);
    let word = |end: &str| page.t(format!("duty-propose-{end}"));
    Words {
        office: word("office"),
        day: word("day"),
        night: word("night"),
        leader: word("leader"),
        response: word("response"),
        standby: word("standby"),
        approver: is_bureau.then(|| word("approver")),
    }
}

fn show(
    page: &Page,
    (unit, month): (&UnitCode, RosterMonth),
    fields: &Fields,
    workers: &[Worker],
    counted: Option<&(WeekHours, Span)>,
    (is_new, may_save): (bool, bool),
) -> Result<Response, Failure> {
    let rows = |letter: &str| -> Vec<ShiftRow> {
        let rows = (0..count(fields, letter))
            .map(|at| ShiftRow { at, name: fields.text(&format!("{letter}{at}-name")).to_owned() });
        rows.filter(|row| !row.name.is_empty()).collect()
    };
    let choice = |one: &Worker| Choice::new(&one.id, one.name.clone());
    let incidents = counted.map(|(week, period)| {
        let labels = (0..24).map(|hour| hour.to_string()).collect();
        let of_hour = |hour: usize| week.iter().filter_map(|day| day.get(hour)).sum::<u32>();
        let values = (0..24).map(|hour| Some(f64::from(of_hour(hour)))).collect();
        let chart = Chart::bars(page.t("duty-incidents-by-hour"), labels).beside_list();
        let counted = Text::new("duty-demand-counted").with("from", period.from).with("to", period.to);
        (chart.series(Series::new(page.t("duty-incidents"), values)).html(page.wording()), page.say(&counted))
    });
    show_form(
        fields,
        &PlanPage {
            page,
            fields,
            month,
            unit: unit.clone(),
            is_new,
            may_save,
            shifts: rows("s"),
            named_positions: rows("p"),
            agreements: (0..count(fields, "a")).map(|at| AgreementRow::at(fields, at)).collect(),
            qualifications: QualificationKind::ALL
                .iter()
                .map(|kind| Choice::new(kind.as_str(), page.t(kind.text_key())))
                .collect(),
            women: Woman::ALL.iter().map(|one| Choice::new(one.as_str(), page.t(one.text_key()))).collect(),
            officers: workers.iter().filter(|one| one.is_officer()).map(choice).collect(),
            everybody: workers.iter().map(choice).collect(),
            weekdays: (1..=7).map(|at| Choice::new(at, page.t(format!("duty-on-weekday-{at}")))).collect(),
            months: (1..=12).map(|at| Choice::new(at, page.t(format!("duty-month-{at}")))).collect(),
            incidents,
        },
    )
}

/// Rows of the form; nobody needs more than twenty.
fn count(fields: &Fields, letter: &str) -> usize {
    fields.text(&format!("{letter}-count")).parse::<usize>().unwrap_or(0).min(20)
}

/// The plan as its form shows it.
fn filled(plan: &Plan) -> Fields {
    let mut fields = Fields::new();
    let yes = |is: bool| if is { "yes" } else { "" };
    for (at, shift) in plan.shifts.iter().enumerate() {
        fields.set(&format!("s{at}-code"), &shift.code);
        fields.set(&format!("s{at}-name"), &shift.name);
        fields.set(&format!("s{at}-letter"), shift.letter);
        fields.set(&format!("s{at}-starts"), clock(shift.starts));
        fields.set(&format!("s{at}-ends"), clock(shift.starts + shift.lasts));
        fields.set(&format!("s{at}-hours"), super::grid::hours(shift.minutes));
        fields.set(&format!("s{at}-night"), yes(shift.is_night));
        for days in Days::ALL {
            if let Some(one) = plan.requirement(days, &shift.code, None) {
                set_numbers(&mut fields, &format!("r{at}-{}", days.as_str()), (one.least, one.good));
            }
        }
        for (place, position) in plan.positions.iter().enumerate() {
            let asked =
                Days::ALL.iter().find_map(|days| plan.requirement(*days, &shift.code, Some(&position.code)));
            if let Some(one) = asked {
                set_numbers(&mut fields, &format!("q{at}-{place}"), (one.least, one.good));
            }
        }
    }
    for (at, position) in plan.positions.iter().enumerate() {
        fields.set(&format!("p{at}-code"), &position.code);
        fields.set(&format!("p{at}-name"), &position.name);
        fields.set(&format!("p{at}-needs"), position.needs.map_or("", QualificationKind::as_str));
        fields.set(&format!("p{at}-officers"), yes(position.is_for_officers));
        fields.set(&format!("p{at}-leaders"), yes(position.is_for_leaders));
    }
    fields.set("s-count", plan.shifts.len() + MORE);
    fields.set("p-count", plan.positions.len() + MORE);
    let limits = &plan.limits;
    let number = |limit: Option<u32>| limit.map(|limit| limit.to_string()).unwrap_or_default();
    fields.set("rest_hours", limits.rest_minutes.map(super::grid::hours).unwrap_or_default());
    fields.set("days_in_row", number(limits.days_in_row));
    fields.set("nights", number(limits.nights));
    fields.set("month_hours", limits.minutes.map(super::grid::hours).unwrap_or_default());
    fields.set("weekends", number(limits.weekends));
    fields.set("wishes", number(limits.wishes));
    fields.set("fatigue", number(limits.fatigue));
    for (at, agreement) in plan.agreements.iter().enumerate() {
        fields.set(&format!("a{at}-name"), &agreement.name);
        fields.set(&format!("a{at}-nights"), number(agreement.nights));
        fields.set(&format!("a{at}-hours"), agreement.minutes.map(super::grid::hours).unwrap_or_default());
        fields.set(&format!("a{at}-days"), number(agreement.days_in_row));
        fields.set(&format!("a{at}-weekends"), number(agreement.weekends));
        for person in &agreement.people {
            fields.add(&format!("a{at}-people"), person);
        }
    }
    fields.set("a-count", plan.agreements.len() + 1);
    for (at, peak) in plan.peaks.iter().enumerate() {
        let name = format!("k{at}");
        fields.set(&format!("{name}-shift"), &peak.shift);
        fields.set(&format!("{name}-weekday"), peak.weekday.map(|day| day.to_string()).unwrap_or_default());
        if let Some((first, last)) = peak.months {
            fields.set(&format!("{name}-first"), first);
            fields.set(&format!("{name}-last"), last);
        }
        set_numbers(&mut fields, &name, (peak.least, peak.good));
    }
    fields.set("k-count", plan.peaks.len() + MORE);
    fields.set("rest_months", number(plan.compensation.months));
    fields.set("rest_paid", yes(plan.compensation.is_paid));
    fields.set("paired", yes(plan.is_paired));
    fields.set("woman", plan.woman.as_str());
    for person in &plan.leaders {
        fields.add("leaders", person);
    }
    for person in &plan.left_out {
        fields.add("left_out", person);
    }
    fields
}

fn set_numbers(fields: &mut Fields, name: &str, (least, good): (u32, Option<u32>)) {
    fields.set(&format!("{name}-least"), least);
    fields.set(&format!("{name}-good"), good.map(|good| good.to_string()).unwrap_or_default());
}

pub async fn save(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    OfUnit(unit): OfUnit,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let since: Option<RosterMonth> = fields.text("since").parse().ok();
    let since = since.ok_or_else(Failure::not_found)?;
    app.db.access().require(&actor, "plan.save", &roster_entity(&unit, since), &page.units().path(&unit))?;
    let plan = read(&mut fields);
    let revision = fields.number("revision").unwrap_or(0);
    if fields.is_good() {
        let input = SavePlan { unit: unit.clone(), since, plan, revision };
        match commands::save_plan(&app.db, &actor, input).await {
            Ok(()) => {
                let done = Done::to(format!("/duty?unit={unit}&month={since}"));
                return Ok(done.saying(&app, &Text::new("duty-plan-saved")).into_response());
            }
            Err(problem) => fields.refuse(&problem),
        }
    }
    let workers = staff(&app, &page, &unit, since).await?;
    show(&page, (&unit, since), &fields, &workers, None, (false, true))
}

/// The plan that a form holds; what cannot be read is noted.
fn read(fields: &mut Fields) -> Plan {
    let (shift_count, position_count) = (count(fields, "s"), count(fields, "p"));
    let mut shifts: Vec<(usize, ShiftType)> = Vec::new();
    for at in 0..shift_count {
        let text = |end: &str| fields.text(&format!("s{at}-{end}")).to_owned();
        if text("name").is_empty() {
            continue;
        }
        let starts = minutes_of(&text("starts"));
        let ends = minutes_of(&text("ends"));
        let minutes = hours_of(&text("hours"));
        let (Some(starts), Some(ends), Some(minutes)) = (starts, ends, minutes) else {
            fields.refuse(&DutyProblem::Flaw(crate::rules::PlanFlaw::BadTimes(text("name"))));
            continue;
        };
        // A shift that ends when it begins, or before, ends on the next day.
        let lasts =
            if ends > starts { ends - starts } else { ends + crate::rules::plan::DAY_MINUTES - starts };
        let code = known_code(text("code"), "s", at);
        let letter = text("letter").chars().next().map_or(' ', |letter| letter.to_ascii_uppercase());
        let is_night = !text("night").is_empty();
        shifts.push((at, ShiftType { code, name: text("name"), letter, starts, lasts, minutes, is_night }));
    }
    let mut positions: Vec<(usize, PositionType)> = Vec::new();
    for at in 0..position_count {
        let text = |end: &str| fields.text(&format!("p{at}-{end}")).to_owned();
        if text("name").is_empty() {
            continue;
        }
        positions.push((
            at,
            PositionType {
                code: known_code(text("code"), "p", at),
                name: text("name"),
                needs: QualificationKind::parse(&text("needs")),
                is_for_officers: !text("officers").is_empty() || !text("leaders").is_empty(),
                is_for_leaders: !text("leaders").is_empty(),
            },
        ));
    }
    let mut requirements = Vec::new();
    for (at, shift) in &shifts {
        for days in Days::ALL {
            let name = format!("r{at}-{}", days.as_str());
            requirements.extend(requirement(fields, &name, days, &shift.code, None));
        }
        for (place, position) in &positions {
            for days in Days::ALL {
                let name = format!("q{at}-{place}");
                requirements.extend(requirement(fields, &name, days, &shift.code, Some(&position.code)));
            }
        }
    }
    let ids = |fields: &Fields, name: &str| -> Vec<PersonId> {
        fields.all(name).filter_map(|id| PersonId::parse(id).ok()).collect()
    };
    let limit = |fields: &mut Fields, name: &str| -> Option<u32> {
        let number = fields.number(name)?;
        match u32::try_from(number) {
            Ok(limit) if limit <= 1_000 => Some(limit),
            _ => {
                fields.problem(name, Text::new("pages-field-not-a-number"));
                None
            }
        }
    };
    let in_hours = |fields: &mut Fields, name: &str| -> Option<u32> {
        let text = fields.optional(name)?.to_owned();
        let minutes = hours_of(&text);
        if minutes.is_none() {
            fields.problem(name, Text::new("pages-field-not-a-number"));
        }
        minutes
    };
    let mut agreements = Vec::new();
    for at in 0..count(fields, "a") {
        let row = AgreementRow::at(fields, at);
        let people = ids(fields, &row.people);
        if row.is_named || !people.is_empty() {
            agreements.push(Agreement {
                name: fields.text(&row.name).to_owned(),
                days_in_row: limit(fields, &row.days),
                nights: limit(fields, &row.nights),
                minutes: in_hours(fields, &row.hours),
                weekends: limit(fields, &row.weekends),
                people,
            });
        }
    }
    Plan {
        requirements,
        peaks: (0..count(fields, "k")).filter_map(|at| peak(fields, at)).collect(),
        agreements,
        limits: Limits {
            rest_minutes: in_hours(fields, "rest_hours"),
            days_in_row: limit(fields, "days_in_row"),
            nights: limit(fields, "nights"),
            minutes: in_hours(fields, "month_hours"),
            weekends: limit(fields, "weekends"),
            wishes: limit(fields, "wishes"),
            fatigue: limit(fields, "fatigue"),
        },
        compensation: Compensation {
            months: limit(fields, "rest_months"),
            is_paid: fields.is_ticked("rest_paid"),
        },
        is_paired: fields.is_ticked("paired"),
        woman: Woman::parse(fields.text("woman")).unwrap_or_default(),
        leaders: ids(fields, "leaders"),
        left_out: ids(fields, "left_out"),
        shifts: shifts.into_iter().map(|(_, shift)| shift).collect(),
        positions: positions.into_iter().map(|(_, position)| position).collect(),
    }
}

/// The code that came with the row, or one of its own for a new row.
fn known_code(code: String, letter: &str, at: usize) -> String {
    let is_code =
        !code.is_empty() && code.len() <= 20 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_code { code } else { format!("{letter}{}", at + 1) }
}

/// `08:30` as minutes after midnight.
fn minutes_of(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// Hours with a decimal as minutes.
fn hours_of(text: &str) -> Option<u32> {
    let hours: f64 = text.parse().ok()?;
    (0.0..=1_000.0).contains(&hours).then_some((hours * 60.0).round() as u32)
}

fn requirement(
    fields: &mut Fields,
    name: &str,
    days: Days,
    shift: &str,
    position: Option<&str>,
) -> Option<Requirement> {
    let (least, good) = numbers(fields, name);
    (least.unwrap_or(0) > 0 || good.unwrap_or(0) > 0).then(|| Requirement {
        days,
        shift: shift.to_owned(),
        position: position.map(str::to_owned),
        least: least.unwrap_or(0),
        good,
    })
}

fn numbers(fields: &mut Fields, name: &str) -> (Option<u32>, Option<u32>) {
    let mut number = |end: &str| -> Option<u32> {
        let name = format!("{name}-{end}");
        let number = fields.number(&name)?;
        if let Ok(number) = u32::try_from(number) {
            return Some(number);
        }
        fields.problem(&name, Text::new("pages-field-not-a-number"));
        None
    };
    (number("least"), number("good"))
}

/// A row of busy times; none if it names no shift. One month alone is that month.
fn peak(fields: &mut Fields, at: usize) -> Option<Peak> {
    let shift = fields.optional(&format!("k{at}-shift"))?.to_owned();
    let mut one_of = |end: &str, most: i64| {
        let number = fields.number(&format!("k{at}-{end}"))?;
        i8::try_from(number).ok().filter(|number| *number > 0 && i64::from(*number) <= most)
    };
    let weekday = one_of("weekday", 7);
    let (first, last) = (one_of("first", 12), one_of("last", 12));
    let months = first.or(last).zip(last.or(first));
    let (least, good) = numbers(fields, &format!("k{at}"));
    Some(Peak { weekday, months, shift, least: least.unwrap_or(0), good })
}
