//! What each step is as a fact, told from the record after the step.
//!
//! Ids and plain values only: never the reporter, an address or a summary.

use crate::rules::clock::{Clock, OverduePeriod};
use crate::rules::kinds::{self, CASE, INCIDENT};
use crate::rules::{Case, CaseResult, CloseOutcome, Incident, Notice, Outcome, Refusal};
use kernel::{Fact, FactKind, Instant, PersonId};
use serde_json::json;

fn of_incident(kind: FactKind, incident: &Incident, at: Instant) -> Fact {
    Fact::new(kind, &incident.unit, INCIDENT, &incident.id)
        .at(at)
        .category(incident.category.as_str())
        .place(&incident.zone)
}

pub fn received(incident: &Incident) -> Fact {
    of_incident(kinds::RECEIVED, incident, incident.received_at)
        .outcome(incident.source.as_str())
        .detail(json!({ "number": incident.number }))
}

pub fn classified(incident: &Incident, at: Instant) -> Fact {
    of_incident(kinds::CLASSIFIED, incident, at)
}

/// `officers` are those sent now, not those sent before.
pub fn dispatched(incident: &Incident, officers: &[PersonId], at: Instant) -> Fact {
    of_incident(kinds::DISPATCHED, incident, at)
        .minutes(at.minutes_since(incident.received_at))
        .quantity(i64::try_from(officers.len()).unwrap_or(i64::MAX))
        .credit(officers)
}

pub fn attended(incident: &Incident, at: Instant) -> Fact {
    of_incident(kinds::ATTENDED, incident, at)
        .minutes(at.minutes_since(incident.received_at))
        .credit(&incident.officers)
}

/// Something done with a report beside the steps at the scene.
pub fn of_report(kind: FactKind, incident: &Incident, officers: &[PersonId], at: Instant) -> Fact {
    of_incident(kind, incident, at).credit(officers)
}

/// A period of a report that has ended, as a fact; none if it runs on.
pub fn report_period(incident: &Incident, clock: &Clock) -> Option<Fact> {
    let at = clock.ended_at?;
    let kind = if clock.was_late() { kinds::REPORT_MISSED } else { kinds::REPORT_KEPT };
    let mut fact = of_incident(kind, incident, at)
        .credit(&incident.officers)
        .outcome(clock.rule.as_str())
        .minutes(at.minutes_since(clock.since))
        .detail(json!({ "clock": clock.key(), "version": clock.version }));
    fact.due_at = clock.due;
    Some(fact)
}

/// A period that was brought up as run out and is so no more: it ended, has time again, or what it
/// ran for fell away (no clock). None while it still is over. The minutes are how long it had been.
pub fn over(bare: Fact, period: &OverduePeriod, clock: Option<&Clock>, now: Instant) -> Option<Fact> {
    let at = clock.map_or(Some(now), |clock| clock.settled_at(period.at, now))?;
    let mut fact = bare.at(at).outcome(period.rule()).detail(json!({ "clock": period.key }));
    fact.due_at = clock.and_then(|clock| clock.due);
    fact.minutes = fact.due_at.map(|due| at.minutes_since(due).max(0));
    Some(fact)
}

/// A refusal: why, and how whoever reported was told.
pub fn refused(
    incident: &Incident,
    credited: &[PersonId],
    why: Refusal,
    notice: Notice,
    at: Instant,
) -> Fact {
    ended(incident, credited, at).detail(json!({ "refusal": why.as_str(), "notice": notice.as_str() }))
}

/// `credited` are the officers who dealt with it.
pub fn ended(incident: &Incident, credited: &[PersonId], at: Instant) -> Fact {
    let mut fact = of_incident(kinds::ENDED, incident, at)
        .outcome(incident.outcome.map_or("", Outcome::as_str))
        .credit(credited);
    // Weeks until a petition is answered are no hours of anybody's; its periods say how long it took.
    fact.minutes = (!incident.is_petition()).then(|| at.minutes_since(incident.received_at));
    match (&incident.case, incident.passed_to) {
        (Some(case), _) => fact.detail(json!({ "case": case })),
        (None, Some(body)) => fact.detail(json!({ "passed_to": body.as_str() })),
        (None, None) => fact,
    }
}

fn of_case(kind: FactKind, case: &Case, at: Instant) -> Fact {
    of_act(kind, case, at, &case.handlers)
}

/// Something done in a case by these officers.
pub fn of_act(kind: FactKind, case: &Case, at: Instant, officers: &[PersonId]) -> Fact {
    Fact::new(kind, &case.unit, CASE, &case.id)
        .at(at)
        .category(case.category.as_str())
        .place(&case.zone)
        .credit(officers)
}

/// The same with the minutes since the case was accepted.
fn of_case_since(kind: FactKind, case: &Case, at: Instant) -> Fact {
    of_case(kind, case, at).minutes(at.minutes_since(case.accepted_at))
}

fn with_due(fact: Fact, case: &Case) -> Fact {
    match case.due_at {
        Some(due_at) => fact.due_at(due_at),
        None => fact,
    }
}

pub fn accepted(case: &Case) -> Fact {
    let mut detail = json!({ "number": case.number });
    if let (Some(fields), Some(incident)) = (detail.as_object_mut(), &case.incident) {
        fields.insert("incident".to_owned(), json!(incident));
    }
    of_case(kinds::ACCEPTED, case, case.accepted_at).detail(detail)
}

pub fn assigned(case: &Case, at: Instant) -> Fact {
    of_case(kinds::HANDLER_ASSIGNED, case, at)
        .quantity(i64::try_from(case.handlers.len()).unwrap_or(i64::MAX))
}

pub fn filed(case: &Case, at: Instant) -> Fact {
    of_case_since(kinds::FILED, case, at)
}

pub fn solved(case: &Case, at: Instant) -> Fact {
    of_case_since(kinds::SOLVED, case, at)
}

pub fn transferred(case: &Case, at: Instant) -> Fact {
    of_case_since(kinds::TRANSFERRED, case, at).outcome(case.result.map_or("", CaseResult::as_str))
}

pub fn decided(case: &Case, at: Instant) -> Fact {
    with_due(of_case_since(kinds::DECIDED, case, at), case)
        .outcome(case.result.map_or("", CaseResult::as_str))
}

pub fn closed(case: &Case, at: Instant) -> Fact {
    of_case_since(kinds::CLOSED, case, at).outcome(case.outcome.map_or("", CloseOutcome::as_str))
}
