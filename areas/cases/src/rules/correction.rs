//! A mistake put right: what the record should have said.

use super::act::MOST_YUAN;
use super::{
    Body, Case, CaseCategory, CaseResult, Category, CloseOutcome, Decision, Incident, LINE, Outcome, TEXT,
    clean_line, clean_text, worded,
};
use crate::problem::{CasesProblem, Field};
use kernel::Instant;

worded! {
    /// Why a record was wrong. A list and no free text: it stands in the fact.
    Reason, "cases-reason", {
        /// 录入错误
        Typing = "typing",
        /// 判断有误
        Misjudged = "misjudged",
        /// 后续查明
        FoundOut = "found_out",
        /// 审核发现
        Review = "review",
    }
}

/// An incident as it should have been recorded. A step that has not happened
/// has no time, before and after.
#[derive(Debug, Clone)]
pub struct IncidentCorrection {
    pub category: Category,
    pub zone: String,
    pub address: String,
    pub summary: String,
    pub received_at: Instant,
    pub attended_at: Option<Instant>,
    pub ended_at: Option<Instant>,
    pub outcome: Option<Outcome>,
    pub passed_to: Option<Body>,
    pub result: String,
    pub reason: Reason,
}

impl IncidentCorrection {
    /// The record as it is: where a correction begins.
    pub fn of(incident: &Incident, reason: Reason) -> Self {
        Self {
            category: incident.category,
            zone: incident.zone.clone(),
            address: incident.address.clone(),
            summary: incident.summary.clone(),
            received_at: incident.received_at,
            attended_at: incident.attended_at,
            ended_at: incident.ended_at,
            outcome: incident.outcome,
            passed_to: incident.passed_to,
            result: incident.result.clone(),
            reason,
        }
    }
}

/// A case as it should have been recorded.
#[derive(Debug, Clone)]
pub struct CaseCorrection {
    pub category: CaseCategory,
    pub zone: String,
    pub summary: String,
    pub accepted_at: Instant,
    pub filed_at: Option<Instant>,
    pub solved_at: Option<Instant>,
    pub transferred_at: Option<Instant>,
    pub decided_at: Option<Instant>,
    pub closed_at: Option<Instant>,
    pub decision: Option<Decision>,
    /// Yuan of a fine; as it was, if not entered.
    pub amount: Option<i64>,
    pub outcome: Option<CloseOutcome>,
    pub closing: String,
    pub reason: Reason,
}

impl CaseCorrection {
    /// The record as it is: where a correction begins.
    pub fn of(case: &Case, reason: Reason) -> Self {
        Self {
            category: case.category,
            zone: case.zone.clone(),
            summary: case.summary.clone(),
            accepted_at: case.accepted_at,
            filed_at: case.filed_at,
            solved_at: case.solved_at,
            transferred_at: case.transferred_at,
            decided_at: case.decided_at,
            closed_at: case.closed_at,
            decision: match case.result {
                Some(CaseResult::Decided(decision)) => Some(decision),
                _ => None,
            },
            amount: None,
            outcome: case.outcome,
            closing: case.closing.clone(),
            reason,
        }
    }
}

/// A time typed in minutes that says the same minute leaves the seconds alone.
fn corrected_time(old: Instant, new: Instant) -> Instant {
    if old.to_field() == new.to_field() { old } else { new }
}

/// A step keeps its place: it is neither added nor taken away by a correction.
fn corrected_step(old: Option<Instant>, new: Option<Instant>) -> Option<Instant> {
    old.map(|old| corrected_time(old, new.unwrap_or(old)))
}

/// None in the future, none before the one it follows.
fn check_order(times: &[Option<Instant>], now: Instant) -> Result<(), CasesProblem> {
    let mut earliest: Option<Instant> = None;
    for time in times.iter().flatten() {
        if *time > now {
            return Err(CasesProblem::InFuture);
        }
        if let Some(earliest) = earliest.filter(|earliest| time < earliest) {
            return Err(CasesProblem::BeforePrevious { earliest });
        }
        earliest = Some(*time);
    }
    Ok(())
}

/// # Errors
/// Times out of order, a text that does not fit, another kind of end than the
/// one that happened, or nothing that differs.
pub fn corrected_incident(
    old: &Incident,
    correction: &IncidentCorrection,
    now: Instant,
) -> Result<Incident, CasesProblem> {
    let summary = clean_text(&correction.summary, Field::Summary, TEXT)?;
    if summary.is_empty() {
        return Err(CasesProblem::Missing { field: Field::Summary });
    }
    let (outcome, passed_to) = match (old.outcome, correction.outcome) {
        (None, _) => (None, None),
        (Some(before), None) => (Some(before), old.passed_to),
        (Some(before), Some(after)) if before == after && after != Outcome::Passed => (Some(after), None),
        // A case that was accepted cannot be corrected away, nor one made by a correction.
        (Some(before), Some(after)) if is_case(before) || is_case(after) => {
            return Err(CasesProblem::CaseStands);
        }
        // A refusal is told with its ground, and what it led to stays.
        (Some(Outcome::NotAccepted), _) | (_, Some(Outcome::NotAccepted)) => {
            return Err(CasesProblem::RefusalStands);
        }
        (Some(Outcome::Answered), _) | (_, Some(Outcome::Answered)) => {
            return Err(CasesProblem::AnswerStands);
        }
        (Some(_), Some(Outcome::Passed)) => {
            let to = correction.passed_to.ok_or(CasesProblem::Missing { field: Field::PassedTo })?;
            (Some(Outcome::Passed), Some(to))
        }
        (Some(_), Some(after)) => (Some(after), None),
    };
    let new = Incident {
        category: correction.category,
        zone: clean_line(&correction.zone, Field::Zone, 60)?,
        address: clean_line(&correction.address, Field::Address, LINE)?,
        summary,
        received_at: corrected_time(old.received_at, correction.received_at),
        attended_at: corrected_step(old.attended_at, correction.attended_at),
        ended_at: corrected_step(old.ended_at, correction.ended_at),
        outcome,
        passed_to,
        result: clean_text(&correction.result, Field::Result, TEXT)?,
        ..old.clone()
    };
    check_order(&[Some(new.received_at), new.dispatched_at, new.attended_at, new.ended_at], now)?;
    if new == *old { Err(CasesProblem::NothingToCorrect) } else { Ok(new) }
}

fn is_case(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Administrative | Outcome::Criminal)
}

/// The case as it should have been, and the fine that was decided.
///
/// # Errors
/// Another kind of case, times out of order, a result that the closing does not
/// fit, a fine without its amount, a text that does not fit, or nothing that differs.
pub fn corrected_case(
    old: &Case,
    fine: Option<i64>,
    correction: &CaseCorrection,
    now: Instant,
) -> Result<(Case, Option<i64>), CasesProblem> {
    // Another procedure has other steps: that is a new case, not a correction.
    if correction.category.kind() != old.kind() {
        return Err(CasesProblem::OtherKind);
    }
    let summary = clean_text(&correction.summary, Field::Summary, TEXT)?;
    let closing = clean_text(&correction.closing, Field::Closing, TEXT)?;
    if summary.is_empty() {
        return Err(CasesProblem::Missing { field: Field::Summary });
    }
    if old.closed_at.is_some() && closing.is_empty() {
        return Err(CasesProblem::Missing { field: Field::Closing });
    }
    let result = match old.result {
        Some(CaseResult::Decided(decision)) => {
            Some(CaseResult::Decided(correction.decision.unwrap_or(decision)))
        }
        other => other,
    };
    let mut new = Case {
        category: correction.category,
        zone: clean_line(&correction.zone, Field::Zone, 60)?,
        summary,
        accepted_at: corrected_time(old.accepted_at, correction.accepted_at),
        filed_at: corrected_step(old.filed_at, correction.filed_at),
        solved_at: corrected_step(old.solved_at, correction.solved_at),
        transferred_at: corrected_step(old.transferred_at, correction.transferred_at),
        decided_at: corrected_step(old.decided_at, correction.decided_at),
        result,
        closing,
        ..old.clone()
    };
    if let Some(closed_at) = old.closed_at {
        let outcome = correction.outcome.or(old.outcome);
        // The closing must be one that this result allows, as on the day it was made.
        let open = Case { closed_at: None, ..new.clone() };
        if let Some(outcome) = outcome.filter(|outcome| !open.possible_closes().contains(outcome)) {
            let step = super::CaseStep::Close(outcome);
            return Err(CasesProblem::CaseStep { step, state: open.state() });
        }
        new.outcome = outcome;
        new.closed_at = corrected_step(Some(closed_at), correction.closed_at);
    }
    let times = [
        Some(new.accepted_at),
        new.filed_at,
        new.solved_at,
        new.transferred_at,
        new.decided_at,
        new.closed_at,
    ];
    check_order(&times, now)?;
    let amount = match new.result {
        Some(CaseResult::Decided(Decision::Fine | Decision::DetentionAndFine)) => {
            let yuan = correction.amount.or(fine).ok_or(CasesProblem::Missing { field: Field::Amount })?;
            Some(yuan)
        }
        _ => None,
    };
    if amount.is_some_and(|yuan| !(1..=MOST_YUAN).contains(&yuan)) {
        return Err(CasesProblem::Unusable { field: Field::Amount });
    }
    if new == *old && amount == fine { Err(CasesProblem::NothingToCorrect) } else { Ok((new, amount)) }
}
