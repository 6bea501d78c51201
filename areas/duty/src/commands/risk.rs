//! Risky hours: what they are in a week, and which of a day's were covered once it is over.

use super::Halt;
use super::roster_entity;
use crate::DutyProblem;
use crate::rules::patrol::risk::{HourCount, coverage, monday};
use crate::rules::patrol::{Risk, RiskHour, RiskRule};
use crate::rules::{RosterMonth, kinds};
use crate::store::{self, ToldHour};
use database::{Change, Database, DbErr, Reader, settled};
use kernel::{Actor, Day, Fact, Instant, Span, UnitCode, UnitTree};
use std::sync::LazyLock;

/// Days that are told of afterwards at most, if nobody ran the program for longer.
const DAYS_BACK: i64 = 31;

/// The numbers that say what is risky.
///
/// # Errors
/// The file that comes with the program cannot be read.
pub fn risk_rule() -> Result<&'static RiskRule, DutyProblem> {
    static RULE: LazyLock<Result<RiskRule, String>> = LazyLock::new(RiskRule::read);
    RULE.as_ref().map_err(|problem| DutyProblem::Law(problem.clone()))
}

/// The risk of a unit in the week of a day, from the incidents of the weeks before it.
///
/// # Errors
/// The database cannot be read.
pub async fn risk_of_week(
    db: &Reader<'_>,
    tree: &UnitTree,
    unit: &UnitCode,
    day: Day,
) -> Result<Risk, DutyProblem> {
    let rule = risk_rule()?;
    let units = cases::Units::These(super::units_of(tree, unit));
    let period = rule.period(monday(day));
    let counts = cases::incidents_by_zone_hour(db, &units, period, &rule.categories).await?;
    let counts: Vec<HourCount> = counts
        .into_iter()
        .map(|one| HourCount {
            zone: one.zone,
            weekday: one.weekday,
            hour: one.hour,
            incidents: one.incidents,
        })
        .collect();
    Ok(Risk::of(&counts, rule))
}

/// Tells of each day that is over which of its risky hours were covered, for units with beats.
/// Answers for how many days it did; a day is told of once, however often this runs.
///
/// # Errors
/// The database's own failure.
pub async fn tell_risk(db: &Database) -> Result<usize, DutyProblem> {
    let yesterday = db.clock().today().plus_days(-1);
    let mut count = 0;
    for (unit, since) in store::untold(&db.read()).await? {
        let first = since.max(yesterday.plus_days(1 - DAYS_BACK));
        let days = Span { from: first, to: yesterday };
        if days.from > days.to {
            continue;
        }
        for day in crate::rules::problem::days_of(days) {
            count += usize::from(tell_day(db, unit.clone(), day).await?);
        }
    }
    Ok(count)
}

async fn tell_day(db: &Database, unit: UnitCode, day: Day) -> Result<bool, DutyProblem> {
    let tree = db.units().await?;
    let answer = db
        .change(&Actor::operator(), async move |tx| {
            let entity = roster_entity(&unit, RosterMonth::of(day));
            let permit = tx.permit::<DutyProblem>("risk.tell", &entity).await?;
            let risk = risk_of_week(&tx.read(), &tree, &unit, day).await?;
            let checked = store::checked_hours(&tx.read(), &unit, day).await?;
            let mut change = tx.change(permit);
            if !store::tell_day(&mut change, &unit, day).await? {
                return Err(Halt::Already(false));
            }
            let (mut hours, mut facts) = (Vec::new(), Vec::new());
            for (hour, is_covered) in coverage(risk.hours_on(day), &checked) {
                let fact = hour_fact(&unit, day, &hour, is_covered);
                hours.push(ToldHour { day, hour, is_covered, fact: fact.id.clone() });
                facts.push(fact);
            }
            let count = i64::try_from(facts.len()).unwrap_or(i64::MAX);
            facts.push(Fact::new(kinds::RISK_DAY, &unit, "riskday", day).at(day.start()).quantity(count));
            store::put_hours(&mut change, &unit, &hours).await?;
            Ok(change.record_all(facts, true).await?)
        })
        .await;
    settled(answer)
}

fn hour_fact(unit: &UnitCode, day: Day, hour: &RiskHour, is_covered: bool) -> Fact {
    Fact::new(kinds::RISK_HOUR, unit, "riskhour", format!("{day}/{}/{}", hour.zone, hour.hour))
        .at(starts(day, hour))
        .place(hour.zone.as_str())
        .outcome(if is_covered { "covered" } else { "uncovered" })
}

fn starts(day: Day, hour: &RiskHour) -> Instant {
    day.start().plus_minutes(i64::from(hour.hour) * 60)
}

/// Facts in place of those of a day that was told of, where a check-in no longer stands.
pub(super) async fn told_anew(
    change: &mut Change<'_>,
    unit: &UnitCode,
    day: Day,
) -> Result<Vec<Fact>, DbErr> {
    let told = store::told_hours(&change.read(), unit, Span { from: day, to: day }).await?;
    let checked = store::checked_hours(&change.read(), unit, day).await?;
    let (mut hours, mut facts) = (Vec::new(), Vec::new());
    for one in told {
        let is_covered = checked.contains(&one.hour);
        if is_covered == one.is_covered {
            continue;
        }
        let fact = hour_fact(unit, day, &one.hour, is_covered).corrects(one.fact);
        hours.push(ToldHour { day, hour: one.hour, is_covered, fact: fact.id.clone() });
        facts.push(fact);
    }
    store::put_hours(change, unit, &hours).await?;
    Ok(facts)
}
