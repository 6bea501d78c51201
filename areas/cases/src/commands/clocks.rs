//! The copy of the clocks that lists read, and what happens when one runs out.

use super::acts::{file_of, with};
use super::intake::sweep_report;
use super::{Halt, Procedure, case_for, facts, settled};
use crate::rules::clock::Clock;
use crate::rules::file::CaseFile;
use crate::rules::{Case, kinds};
use crate::{CasesProblem, store};
use database::{Change, Database, DbErr};
use kernel::{Actor, Fact};
use serde_json::json;
use std::collections::HashSet;

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
    let file = &with(before, recorded);
    let clocks = procedure.clocks.of(file, &procedure.law);
    recorded.extend(
        clocks.iter().filter(|clock| running.contains(&clock.key())).filter_map(|clock| ended(&case, clock)),
    );
    let main = clocks.iter().rfind(|clock| {
        ["adm-case-30d", "adm-case-other-90d", "adm-mediation-clock", "crm-file-review-3d"]
            .contains(&clock.rule.as_str())
    });
    // The last second of the last day, as people speak of a date.
    let due = main.and_then(|clock| clock.due.or(clock.safe)).map(|over| over.plus_seconds(-1));
    let case =
        Case { due_at: due, due_by: main.map(|clock| clock.version.clone()).unwrap_or_default(), ..case };
    store::save_clocks(change, &case, file, &clocks, &procedure.clocks).await?;
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

/// How many run-out periods one sweep brings up.
const SWEPT_AT_ONCE: u64 = 200;

/// Records for each period that has run out that it has: the fact reaches the legal officer.
/// Answers for how many it did; run again while it answers some.
///
/// # Errors
/// The database's own failure.
pub async fn sweep_clocks(db: &Database, procedure: &Procedure) -> Result<usize, CasesProblem> {
    let now = db.clock().now();
    let found = store::run_out(&db.read(), now, SWEPT_AT_ONCE).await?;
    let mut count = 0;
    for (case, key) in found {
        let procedure = procedure.clone();
        let answer = db
            .change(&Actor::operator(), async move |tx| {
                let (case, permit, _) = case_for(tx, &case, "case.sweep", None).await?;
                let file = file_of(&tx.read(), &case.id).await?;
                let clocks = procedure.clocks.of(&file, &procedure.law);
                let over = clocks.iter().find(|clock| clock.key() == key && clock.is_over(now));
                let Some(over) = over.filter(|_| !file.overdue.contains(&key)) else {
                    return Err(Halt::Already(0));
                };
                let mut fact = facts::of_act(kinds::OVERDUE, &case, now, &case.handlers)
                    .outcome(over.rule.as_str())
                    .detail(json!({ "clock": key, "version": over.version }));
                fact.due_at = over.due;

                let mut recorded = vec![fact];
                let mut change = tx.change(permit);
                let case = project(&mut change, case, file, &mut recorded, &procedure).await?;
                store::save_case(&mut change, &case).await?;
                Ok(change.record_all(recorded, 1).await?)
            })
            .await;
        count += settled(answer)?;
    }
    for (incident, key) in store::reports_run_out(&db.read(), now, SWEPT_AT_ONCE).await? {
        count += sweep_report(db, procedure, incident, key, now).await?;
    }
    Ok(count)
}
