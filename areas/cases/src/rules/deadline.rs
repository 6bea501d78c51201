//! The last day of a time limit, as the law gives it.

use super::CaseKind;
use kernel::{Citation, Instant};
use law::{Law, LawProblem, Passed};

/// The rule's id in `law/`.
const LIMIT: &str = "adm-case-30d";

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
/// Law: adm-case-30d (public-order cases only; extensions and
/// the time of an expert opinion or a hearing are not counted here).
///
/// # Errors
/// The rule is missing from `law/` or has another form.
pub fn due_of(kind: CaseKind, accepted_at: Instant, law: &Law) -> Result<Option<Due>, LawProblem> {
    if kind != CaseKind::PublicOrder {
        return Ok(None);
    }
    let version = match law.rule(LIMIT)?.version_on(accepted_at.day()) {
        Ok(version) => version,
        // A case older than the oldest text we hold gets no date rather than a wrong one.
        Err(LawProblem::NotInForce { .. }) => return Ok(None),
        Err(problem) => return Err(problem),
    };
    let (limit, passed) = (version.limit()?, Passed::default());
    let end = match limit.due(accepted_at, passed, law.calendar()) {
        Ok(due) => limit.enforced(due),
        // Holidays not yet announced: the day as counted is never too late.
        Err(LawProblem::NoNotice { .. }) => limit.safe(accepted_at, passed, law.calendar())?,
        Err(problem) => return Err(problem),
    };
    Ok(Some(Due {
        at: end.over_at().plus_seconds(-1),
        by: version.version.to_string(),
        citation: version.citation().clone(),
    }))
}
