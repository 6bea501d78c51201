//! Reports that are not accepted in the invented county, and the reviews of some of them.

use crate::demo::county::Superiors;
use crate::demo::plan::{End, Planned};
use crate::house::House;
use anyhow::Result;
use cases::rules::{IncidentId, Notice, Refusal};
use cases::{EndAs, ReportAct, ReportStep};
use database::Database;

const DAY: i64 = 24 * 60;
/// One in so many reports of disorder turns out to be no violation; one in so many inquiries is refused.
const NO_VIOLATION: usize = 9;
const NOT_POLICE: usize = 5;
/// One in so many of these goes to a review.
const REVIEWED: usize = 4;

/// A report that is not accepted.
pub struct Refused {
    why: Refusal,
    number: usize,
}

/// What happens in the review of a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReviewStep {
    Received,
    Answered,
}

/// Whether this incident of the plan ends with a refusal. Decided by its number, so that nothing
/// else of the plan changes.
pub fn of(planned: &Planned, number: usize) -> Option<Refused> {
    if planned.end != End::Settled {
        return None;
    }
    let why = match planned.category {
        "other.inquiry" if number.is_multiple_of(NOT_POLICE) => Refusal::NotPolice,
        category if category.starts_with("public_order.") && number.is_multiple_of(NO_VIOLATION) => {
            Refusal::NotViolation
        }
        _ => return None,
    };
    Some(Refused { why, number })
}

impl Refused {
    /// How it ends, and the reasons that whoever reported it hears.
    pub fn told(&self) -> (EndAs, &'static str) {
        let (disputed, notice) = match self.number % 2 {
            0 => (true, Notice::Written),
            _ => (false, Notice::Oral),
        };
        let reasons = match self.why {
            Refusal::NotViolation => {
                "经核实，属于民事争议，不构成违反治安管理行为，告知可以申请人民调解或者提起诉讼。"
            }
            Refusal::NotPolice | Refusal::Repeated => "不属于公安机关职责范围，告知向有权处理的部门反映。",
        };
        (EndAs::NotAccepted { why: self.why, notice, disputed }, reasons)
    }

    /// The steps of its review, in minutes after the refusal.
    pub fn reviews(&self) -> Vec<(i64, ReviewStep)> {
        if self.why != Refusal::NotViolation || !self.number.is_multiple_of(REVIEWED) {
            return Vec::new();
        }
        vec![(6 * DAY, ReviewStep::Received), (11 * DAY, ReviewStep::Answered)]
    }
}

/// Takes a step of a review.
pub async fn review(
    db: &Database,
    house: &House,
    superiors: &Superiors,
    incident: IncidentId,
    step: ReviewStep,
) -> Result<()> {
    let now = ReportStep { incident, at: None, seen: None };
    let act = match step {
        ReviewStep::Received => ReportAct::ReceiveReview,
        ReviewStep::Answered => ReportAct::AnswerReview,
    };
    Ok(cases::step_report(db, &house.procedure, &superiors.legal, now, act).await?)
}
