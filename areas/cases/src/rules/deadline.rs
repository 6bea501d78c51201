//! The last day of a time limit, as the law gives it.

use super::CaseKind;
use kernel::{Citation, Instant};
use law::{DayLimit, InForce, Law, LawProblem};

/// The rule's id in `law/`.
const LIMIT: &str = "cn.administrative_case_limit";

/// Until when a case must be dealt with, and by which rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The last second of the last day.
    pub at: Instant,
    /// The rule and the version that was applied.
    pub by: String,
    pub citation: Citation,
}

/// The time limit of a case that is accepted now; none where the law gives none.
///
/// Law: cn.administrative_case_limit (public-order cases only; extensions and
/// the time of an expert opinion or a hearing are not counted here).
///
/// # Errors
/// The rule is missing from `law/` or has another form.
pub fn due_of(kind: CaseKind, accepted_at: Instant, law: &Law) -> Result<Option<Due>, LawProblem> {
    if kind != CaseKind::PublicOrder {
        return Ok(None);
    }
    let start = accepted_at.day();
    let rule: InForce<DayLimit> = match law.rule(LIMIT, start) {
        Ok(rule) => rule,
        // A case older than the oldest text we hold gets no date rather than a wrong one.
        Err(LawProblem::NotInForce { .. }) => return Ok(None),
        Err(problem) => return Err(problem),
    };
    let day = match rule.body.deadline(start, law.calendar()) {
        Ok(deadline) => deadline.due,
        // Holidays not yet announced: the day as counted is never too late.
        Err(LawProblem::NoNotice { .. }) => rule.body.safe(start),
        Err(problem) => return Err(problem),
    };
    Ok(Some(Due { at: day.end().plus_seconds(-1), by: rule.version.to_string(), citation: rule.citation }))
}
