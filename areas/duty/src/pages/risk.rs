//! Risky hours as a picture with their coverage, and the patrols proposed from them.

use super::patrol::unit_of;
use super::patrols::{planned_words, week_asked};
use super::require_read;
use crate::DutyProblem;
use crate::commands::{self, Crew, NewPatrol, risk_of_week, risk_rule, team_size};
use crate::rules::patrol::proposal::{Given, Proposed, propose};
use crate::rules::patrol::risk::{Part, WEEK};
use crate::rules::patrol::{BeatId, PatrolFlaw, PatrolId, Risk, RiskRule};
use crate::store;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::{Day, Instant, PersonId, Span, Text};
use pages::{
    App, Chart, Choice, Done, Failure, Fields, Markup, Page, Series, SignedIn, failed, show, show_form,
};

/// Weeks over which coverage is shown.
const WEEKS: i64 = 4;
/// Rows of a proposal that its form reads at most.
const ROWS: usize = 120;

/// A risky part of the week, and how far it was covered.
struct PartRow {
    part: Part,
    hours: String,
    told: usize,
    covered: usize,
}

#[derive(Template)]
#[template(path = "pages/risk.html")]
struct RiskPage<'a> {
    page: &'a Page,
    monday: Day,
    period: Span,
    rule_words: String,
    risk: &'a Risk,
    charts: Vec<Markup>,
    rows: Vec<PartRow>,
    told: usize,
    covered: usize,
    since: Day,
    may_plan: bool,
}

impl RiskPage<'_> {
    fn share(&self) -> f64 {
        if self.told == 0 { 0.0 } else { self.covered as f64 / self.told as f64 }
    }
}

pub async fn show_risk(State(app): State<App>, _: SignedIn, page: Page) -> Result<Response, Failure> {
    require_read(&page)?;
    let unit = unit_of(&page);
    let rule = risk_rule()?;
    let monday = week_asked(&app, &page);
    let read = app.db.read();
    let risk = risk_of_week(&read, page.units(), &unit, monday).await?;
    let since = monday.plus_days(-(WEEKS - 1) * WEEK);
    let days = Span { from: since, to: monday.plus_days(WEEK - 1) };
    let told = store::told_hours(&read, &unit, days).await.map_err(failed)?;
    let row = |part: &Part| {
        let is_of = |one: &&store::ToldHour| {
            one.hour.zone == part.zone
                && one.day.weekday() == part.weekday
                && one.hour.hour / rule.part_hours == part.part
        };
        PartRow {
            hours: rule.part_words(part.part),
            told: told.iter().filter(is_of).count(),
            covered: told.iter().filter(is_of).filter(|one| one.is_covered).count(),
            part: part.clone(),
        }
    };
    let charts = risk.zones().into_iter().map(|zone| chart(&page, &risk, rule, zone)).collect();
    let words = Text::new("duty-risk-rule")
        .with("weeks", rule.weeks)
        .with("hours", rule.part_hours)
        .with("share", rule.share_percent)
        .with("least", rule.at_least);
    show(&RiskPage {
        rows: risk.risky().iter().map(row).collect(),
        charts,
        told: told.len(),
        covered: told.iter().filter(|one| one.is_covered).count(),
        rule_words: page.say(&words),
        may_plan: page.may("patrol.plan"),
        page: &page,
        period: rule.period(monday),
        monday,
        risk: &risk,
        since,
    })
}

/// A zone's week: parts of the day across, weekdays down, each with its incidents.
fn chart(page: &Page, risk: &Risk, rule: &RiskRule, zone: &str) -> Markup {
    // Short, so that they stand beside each other; the table below says the numbers without colour.
    let hours = |part: u8| format!("{}–{}", part * rule.part_hours, (part + 1) * rule.part_hours);
    let labels = (0..rule.parts()).map(hours).collect();
    let chart = Chart::heat(page.t1("duty-risk-zone", "zone", zone), labels);
    let chart = (1..=7_i8).fold(chart, |chart, weekday| {
        let values = (0..rule.parts()).map(|part| Some(f64::from(risk.part(zone, weekday, part).0)));
        chart.series(Series::new(page.t(format!("duty-on-weekday-{weekday}")), values.collect()))
    });
    chart.html(page.wording())
}

/// One patrol that could be planned.
struct Row {
    one: Proposed,
    name: String,
    starts: String,
    ends: String,
    id: PatrolId,
    /// Those on duty at that time.
    people: Vec<Choice>,
}

impl Row {
    fn is_chosen(&self, place: usize, choice: &Choice) -> bool {
        self.one.people.get(place).is_some_and(|person| person.as_str() == choice.value)
    }
}

#[derive(Template)]
#[template(path = "pages/patrol_proposal.html")]
struct ProposalPage<'a> {
    page: &'a Page,
    fields: Fields,
    monday: Day,
    teams: String,
    rows: Vec<Row>,
    has_roster: bool,
}

pub async fn proposal(State(app): State<App>, _: SignedIn, page: Page) -> Result<Response, Failure> {
    show_proposal(&app, &page, Fields::new()).await
}

async fn show_proposal(app: &App, page: &Page, fields: Fields) -> Result<Response, Failure> {
    require_read(page)?;
    if !page.may("patrol.plan") {
        return Err(Failure::denied());
    }
    let unit = unit_of(page);
    let monday = match fields.text("week").parse::<Day>() {
        Ok(day) => crate::rules::patrol::risk::monday(day),
        Err(_) => week_asked(app, page),
    };
    let teams = page.query_value("teams").unwrap_or_default();
    let read = app.db.read();
    let rule = risk_rule()?;
    let risk = risk_of_week(&read, page.units(), &unit, monday).await?;
    let beats = store::open_beats(&read, &unit).await.map_err(failed)?;
    let days = Span { from: monday, to: monday.plus_days(WEEK - 1) };
    let crew = Crew::load(&read, page.units(), &unit, days).await.map_err(failed)?;
    let taken: Vec<_> = crew
        .patrols
        .iter()
        .filter(|one| one.state != crate::rules::patrol::PatrolState::CalledOff)
        .cloned()
        .collect();
    let found = propose(&Given {
        risk: &risk,
        rule,
        beats: &beats,
        monday,
        earliest: app.db.clock().now(),
        duty: &crew.duty,
        rostered: &crew.rostered,
        teams: teams.parse().ok(),
        team_size: team_size(&app.law, monday)?,
        taken: &taken,
    });
    let row = |one: Proposed| {
        let on = crew.duty.iter().filter(|duty| duty.holds(one.starts, one.ends));
        Row {
            name: beats
                .iter()
                .find(|beat| beat.id == one.beat)
                .map(|beat| beat.name.clone())
                .unwrap_or_default(),
            starts: one.starts.to_field(),
            ends: one.ends.to_field(),
            id: PatrolId::new(),
            people: on.map(|duty| Choice::new(&duty.person, crew.name(&duty.person))).collect(),
            one,
        }
    };
    let template = ProposalPage {
        page,
        monday,
        teams,
        rows: found.into_iter().take(ROWS).map(row).collect(),
        has_roster: !crew.rostered.is_empty(),
        fields,
    };
    show_form(&template.fields, &template)
}

pub async fn accept(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let mut new = Vec::new();
    for row in 0..ROWS {
        let name = |part: &str| format!("r{row}-{part}");
        if !fields.is_ticked(&name("take")) {
            continue;
        }
        let id = fields.read::<PatrolId>(&name("id"), "pages-bad-request");
        let beat = fields.read::<BeatId>(&name("beat"), "pages-bad-request");
        let starts: Option<Instant> = fields.instant(&name("starts"));
        let ends: Option<Instant> = fields.instant(&name("ends"));
        let people: Vec<PersonId> = ["p0", "p1"]
            .into_iter()
            .filter_map(|part| fields.read::<PersonId>(&name(part), "pages-bad-request"))
            .collect();
        let (Some(id), Some(beat), Some(starts), Some(ends)) = (id, beat, starts, ends) else { continue };
        new.push(NewPatrol { id, beat, starts, ends, people, is_despite: false });
    }
    let week = fields.text("week").to_owned();
    if new.is_empty() {
        fields.refuse(&DutyProblem::from(PatrolFlaw::NothingChosen));
    } else if fields.is_good() {
        match commands::plan_patrols(&app.db, &app.law, &actor, unit_of(&page), new).await {
            Ok(is_unknown) => {
                let to = format!("/duty/patrols?week={week}");
                return Ok(Done::to(to).saying(&app, &planned_words(is_unknown)).into_response());
            }
            Err(problem) => fields.refuse(&problem),
        }
    }
    show_proposal(&app, &page, fields).await
}
