//! The copy of the clocks that lists read, and what happens when one runs out.

use super::acts::{as_told, with};
use super::intake::sweep_report;
use super::{Halt, Procedure, facts, settled};
use crate::rules::clock::{Clock, Overdue, OverduePeriod};
use crate::rules::file::CaseFile;
use crate::rules::{Case, CaseId, kinds};
use crate::store::RunOut;
use crate::{CasesProblem, store};
use database::{Change, Database, DbErr, Recorded, Transaction};
use kernel::{Actor, Fact, Instant};
use serde_json::json;
use std::collections::{HashMap, HashSet};

/// The file as the facts leave it, its clocks made again, and its time limit in the record.
///
/// Facts are added for the periods that end with them, kept or missed.
pub(super) async fn project(
    change: &mut Change<'_>,
    case: Case,
    before: CaseFile,
    recorded: &mut Vec<Fact>,
    procedure: &Procedure,
) -> Result<Case, DbErr> {
    let running: HashSet<String> = procedure
        .clocks
        .of(&before, &procedure.law)
        .iter()
        .filter(|clock| clock.is_running())
        .map(Clock::key)
        .collect();
    let mut file = with(before, recorded);
    let clocks = procedure.clocks.of(&file, &procedure.law);
    recorded.extend(
        clocks.iter().filter(|clock| running.contains(&clock.key())).filter_map(|clock| ended(&case, clock)),
    );
    let now = change.now();
    let settled: Vec<Fact> =
        over(&clocks, &file.overdue, now, || facts::of_act(kinds::OVERDUE_OVER, &case, now, &case.handlers));
    for fact in settled {
        file.tell(&as_told(&fact, now));
        recorded.push(fact);
    }
    let main = clocks.iter().rfind(|clock| {
        ["adm-case-30d", "adm-case-other-90d", "adm-mediation-clock", "crm-file-review-3d"]
            .contains(&clock.rule.as_str())
    });
    // The last second of the last day, as people speak of a date.
    let due = main.and_then(|clock| clock.due.or(clock.safe)).map(|over| over.plus_seconds(-1));
    let case =
        Case { due_at: due, due_by: main.map(|clock| clock.version.clone()).unwrap_or_default(), ..case };
    store::save_clocks(change, &case, &file, &clocks, &procedure.clocks).await?;
    Ok(case)
}

/// A period that has ended, as a fact; none if it runs on or another took its place.
pub(super) fn ended(case: &Case, clock: &Clock) -> Option<Fact> {
    let at = clock.ended_at.filter(|_| !clock.is_replaced)?;
    let kind = if clock.was_late() { kinds::PERIOD_MISSED } else { kinds::PERIOD_KEPT };
    let mut fact = facts::of_act(kind, case, at, &case.handlers)
        .outcome(clock.rule.as_str())
        .minutes(at.minutes_since(clock.since))
        .detail(json!({ "clock": clock.key(), "version": clock.version }));
    fact.due_at = clock.due;
    Some(fact)
}

/// What was brought up as run out and is so no more, each as a fact.
pub(super) fn over(clocks: &[Clock], overdue: &Overdue, now: Instant, bare: impl Fn() -> Fact) -> Vec<Fact> {
    let settled = |period: &OverduePeriod| {
        let clock = clocks.iter().find(|clock| clock.key() == period.key);
        facts::over(bare(), period, clock, now)
    };
    overdue.open().filter_map(settled).collect()
}

/// How many cases with run-out periods one sweep brings up.
const SWEPT_AT_ONCE: u64 = 200;

/// Records for each period that has run out that it has: the fact reaches the legal officer.
/// Answers for how many it did; run again while it answers some.
///
/// # Errors
/// The database's own failure.
pub async fn sweep_clocks(db: &Database, procedure: &Procedure) -> Result<usize, CasesProblem> {
    let now = db.clock().now();
    let mut count = 0;
    let found = store::run_out(&db.read(), now, SWEPT_AT_ONCE).await?;
    if !found.is_empty() {
        let work = async move |tx: &mut Transaction| tell_run_out(tx, &found, now).await;
        let answer = db.change(&Actor::operator(), work).await;
        count += settled(answer)?;
    }
    for (incident, key) in store::reports_run_out(&db.read(), now, SWEPT_AT_ONCE).await? {
        count += sweep_report(db, procedure, incident, key, now).await?;
    }
    Ok(count)
}

/// One fact for each period of these cases that has run out; no other period changes by it.
async fn tell_run_out(
    tx: &mut Transaction,
    found: &[CaseId],
    now: Instant,
) -> Result<Recorded<usize>, Halt<usize>> {
    let cases = store::find_cases(&tx.read(), found).await?;
    // The policies of a sweep ask for the unit alone.
    let mut permitted = None;
    let mut asked = HashSet::new();
    for case in cases.iter().filter(|case| asked.insert(&case.unit)) {
        permitted = Some(tx.permit::<CasesProblem>("case.sweep", case).await?);
    }
    let permit = permitted.ok_or(Halt::Already(0))?;
    let mut change = tx.change(permit);
    let periods = store::tell_run_out(&mut change, found, now).await?;
    if periods.is_empty() {
        return Err(Halt::Already(0));
    }
    let cases: HashMap<&CaseId, &Case> = cases.iter().map(|case| (&case.id, case)).collect();
    let overdue = |period: &RunOut| {
        let case = cases.get(&period.case)?;
        let mut fact = facts::of_act(kinds::OVERDUE, case, now, &case.handlers)
            .outcome(period.rule.as_str())
            .detail(json!({ "clock": period.key(), "version": period.version }));
        fact.due_at = Some(period.due);
        Some(fact)
    };
    let recorded: Vec<Fact> = periods.iter().filter_map(overdue).collect();
    let count = recorded.len();
    Ok(change.record_all(recorded, count).await?)
}
