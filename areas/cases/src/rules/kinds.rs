//! The facts of this area.

use kernel::FactKind;

pub const RECEIVED: FactKind = FactKind("incident.received");
pub const CLASSIFIED: FactKind = FactKind("incident.classified");
pub const DISPATCHED: FactKind = FactKind("incident.dispatched");
pub const ATTENDED: FactKind = FactKind("incident.attended");
pub const ENDED: FactKind = FactKind("incident.ended");
/// More time for deciding whether a report is accepted.
pub const ACCEPTANCE_EXTENDED: FactKind = FactKind("incident.acceptance_extended");
/// Whoever reported was told of a refusal; the outcome says how.
pub const INFORMED: FactKind = FactKind("incident.informed");
/// Papers of an administrative review of a refusal came in.
pub const REVIEW_RECEIVED: FactKind = FactKind("incident.review_received");
pub const REVIEW_ANSWERED: FactKind = FactKind("incident.review_answered");
/// What was refused is accepted after all.
pub const TAKEN_UP: FactKind = FactKind("incident.taken_up");
/// Steps of a petition: receipt and way told (the outcome says how), accepted, given more time, and
/// what follows its answer.
pub const PETITION_TOLD: FactKind = FactKind("incident.petition_told");
pub const PETITION_ACCEPTED: FactKind = FactKind("incident.petition_accepted");
pub const PETITION_EXTENDED: FactKind = FactKind("incident.petition_extended");
pub const PETITION_REVIEW_ASKED: FactKind = FactKind("incident.petition_review_asked");
pub const PETITION_REVIEW_ANSWERED: FactKind = FactKind("incident.petition_review_answered");
pub const PETITION_RECHECK_ASKED: FactKind = FactKind("incident.petition_recheck_asked");
pub const PETITION_RECHECK_ANSWERED: FactKind = FactKind("incident.petition_recheck_answered");
/// Periods of incidents, as those of cases below.
pub const REPORT_OVERDUE: FactKind = FactKind("incident.overdue");
pub const REPORT_OVERDUE_OVER: FactKind = FactKind("incident.overdue_over");
pub const REPORT_KEPT: FactKind = FactKind("incident.period_kept");
pub const REPORT_MISSED: FactKind = FactKind("incident.period_missed");
pub const REPORT_WITHDRAWN: FactKind = FactKind("incident.period_withdrawn");
pub const ACCEPTED: FactKind = FactKind("case.accepted");
pub const HANDLER_ASSIGNED: FactKind = FactKind("case.handler_assigned");
pub const FILED: FactKind = FactKind("case.filed");
pub const SOLVED: FactKind = FactKind("case.solved");
pub const TRANSFERRED: FactKind = FactKind("case.transferred");
pub const DECIDED: FactKind = FactKind("case.decided");
pub const CLOSED: FactKind = FactKind("case.closed");
/// A condition was not met, for a reason that the law allows; the outcome names it.
pub const EXCEPTED: FactKind = FactKind("case.excepted");
/// A period ran out; the outcome names its rule.
pub const OVERDUE: FactKind = FactKind("case.overdue");
/// A period that had run out and was brought up is so no more: it ended, or has time again.
pub const OVERDUE_OVER: FactKind = FactKind("case.overdue_over");
/// A period ended in time; the outcome names its rule.
pub const PERIOD_KEPT: FactKind = FactKind("case.period_kept");
/// A period ended after it had run out.
pub const PERIOD_MISSED: FactKind = FactKind("case.period_missed");
/// What was told of a period is no longer so after a correction; it counts nowhere.
pub const PERIOD_WITHDRAWN: FactKind = FactKind("case.period_withdrawn");
/// A defect was found in a file; the outcome names it.
pub const FINDING: FactKind = FactKind("case.finding");
/// A defect was put right.
pub const FINDING_FIXED: FactKind = FactKind("case.finding_fixed");
/// A paper was made.
pub const PAPER: FactKind = FactKind("case.paper_made");
/// A paper was issued: from then on it stays as it is.
pub const PAPER_ISSUED: FactKind = FactKind("case.paper_issued");
/// Somebody looked at a sealed record; the outcome names the ground.
pub const LOOKED_UP: FactKind = FactKind("case.looked_up");

/// The facts of incidents, and those of cases that are no acts (`Act::FACTS` has these).
pub const ALL: &[FactKind] = &[
    RECEIVED,
    CLASSIFIED,
    DISPATCHED,
    ATTENDED,
    ENDED,
    ACCEPTANCE_EXTENDED,
    INFORMED,
    REVIEW_RECEIVED,
    REVIEW_ANSWERED,
    TAKEN_UP,
    PETITION_TOLD,
    PETITION_ACCEPTED,
    PETITION_EXTENDED,
    PETITION_REVIEW_ASKED,
    PETITION_REVIEW_ANSWERED,
    PETITION_RECHECK_ASKED,
    PETITION_RECHECK_ANSWERED,
    REPORT_OVERDUE,
    REPORT_OVERDUE_OVER,
    REPORT_KEPT,
    REPORT_MISSED,
    REPORT_WITHDRAWN,
    EXCEPTED,
    OVERDUE,
    OVERDUE_OVER,
    PERIOD_KEPT,
    PERIOD_MISSED,
    PERIOD_WITHDRAWN,
    FINDING,
    FINDING_FIXED,
    PAPER,
    PAPER_ISSUED,
    LOOKED_UP,
];

/// What a fact about an incident or a case has as its subject.
pub const INCIDENT: &str = "incident";
pub const CASE: &str = "case";
