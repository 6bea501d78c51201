//! The facts of this area: on the issuer's side and on the station's.

use crate::rules::task::AtStation;
use crate::rules::{Task, boundary::Opinion};
use kernel::{Fact, FactKind, UnitCode};
use serde_json::json;

/// What can happen to tasks. Facts of the issuer stand in its unit, those of a station in the station.
pub mod kinds {
    use kernel::FactKind;

    pub const WRITTEN: FactKind = FactKind("task.written");
    pub const CHANGED: FactKind = FactKind("task.changed");
    pub const SUBMITTED: FactKind = FactKind("task.submitted");
    pub const WITHDRAWN: FactKind = FactKind("task.withdrawn");
    pub const OBJECTED: FactKind = FactKind("task.objected");
    pub const OBJECTION_ANSWERED: FactKind = FactKind("task.objection_answered");
    pub const RELEASED: FactKind = FactKind("task.released");
    pub const PROPOSED: FactKind = FactKind("task.release_proposed");
    pub const RETURNED: FactKind = FactKind("task.returned");
    pub const MERGED: FactKind = FactKind("task.merged");
    pub const LINKED: FactKind = FactKind("task.linked");
    pub const ANSWERED: FactKind = FactKind("task.answered");
    pub const CUT: FactKind = FactKind("task.cut_down");
    pub const ESCALATED: FactKind = FactKind("task.escalated");

    pub const RECEIVED: FactKind = FactKind("task.received");
    pub const SPARED: FactKind = FactKind("task.spared");
    pub const ASSIGNED: FactKind = FactKind("task.assigned");
    pub const HANDED_ON: FactKind = FactKind("task.handed_on");
    pub const REPORTED: FactKind = FactKind("task.reported");
    pub const FINISHED: FactKind = FactKind("task.finished");

    pub const CAMPAIGN_PLANNED: FactKind = FactKind("task.campaign_planned");
    pub const CAMPAIGN_CLOSED: FactKind = FactKind("task.campaign_closed");
    pub const RESULT_RECORDED: FactKind = FactKind("task.result_recorded");

    pub const FILE_ATTACHED: FactKind = FactKind("task.file_attached");
    pub const FILE_REMOVED: FactKind = FactKind("task.file_removed");

    pub const RETURN_PERMITTED: FactKind = FactKind("task.return_permitted");
    pub const RETURN_ENDED: FactKind = FactKind("task.return_ended");
    pub const BOUNDARY_ENTERED: FactKind = FactKind("task.boundary_entered");
    pub const BOUNDARY_ENDED: FactKind = FactKind("task.boundary_ended");
    pub const CAPACITY_SET: FactKind = FactKind("task.capacity_set");
}

use kinds::*;

pub const FACTS: &[FactKind] = &[
    WRITTEN,
    CHANGED,
    SUBMITTED,
    WITHDRAWN,
    OBJECTED,
    OBJECTION_ANSWERED,
    RELEASED,
    PROPOSED,
    RETURNED,
    MERGED,
    LINKED,
    ANSWERED,
    CUT,
    ESCALATED,
    RECEIVED,
    SPARED,
    ASSIGNED,
    HANDED_ON,
    REPORTED,
    FINISHED,
    CAMPAIGN_PLANNED,
    CAMPAIGN_CLOSED,
    RESULT_RECORDED,
    FILE_ATTACHED,
    FILE_REMOVED,
    RETURN_PERMITTED,
    RETURN_ENDED,
    BOUNDARY_ENTERED,
    BOUNDARY_ENDED,
    CAPACITY_SET,
];

/// The category of a task in facts: `task.campaign`.
pub fn category(task: &Task) -> String {
    format!("task.{}", task.kind.as_str())
}

/// A fact of the issuer, with what the task asks of all its stations.
pub fn of(kind: FactKind, task: &Task) -> Fact {
    let stations = i64::try_from(task.stations.len()).unwrap_or(i64::MAX);
    Fact::new(kind, &task.unit, "task", &task.id)
        .category(category(task))
        .quantity(task.forms() * stations)
        .minutes(task.minutes() * stations)
}

/// How a station was spared something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spared {
    Merged,
    Answered,
    Returned,
    Cut,
    Withdrawn,
}

impl Spared {
    fn as_str(self) -> &'static str {
        match self {
            Self::Merged => "task_merged",
            Self::Answered => "task_answered",
            Self::Returned => "task_returned",
            Self::Cut => "task_cut",
            Self::Withdrawn => "task_withdrawn",
        }
    }
}

/// That a station need not do it: so many forms and minutes.
pub fn spared(task: &Task, station: &UnitCode, how: Spared, forms: i64, minutes: i64) -> Fact {
    Fact::new(SPARED, station, "task", &task.id)
        .category(category(task))
        .outcome(how.as_str())
        .quantity(forms)
        .minutes(minutes)
        .detail(json!({ "issuer": task.unit }))
}

/// That it reached a station.
pub fn received(task: &Task, at: &AtStation) -> Fact {
    let opinion = task.opinion.unwrap_or(Opinion::Doubtful);
    let mut fact = Fact::new(RECEIVED, &at.unit, "task", &task.id)
        .category(category(task))
        .outcome(opinion.as_str())
        .quantity(at.forms)
        .minutes(at.planned)
        .detail(json!({ "issuer": task.unit, "above": task.above }));
    fact.due_at = at.until.map(kernel::Day::end);
    fact
}

/// A fact of the station.
pub fn at_station(kind: FactKind, task: &Task, at: &AtStation) -> Fact {
    Fact::new(kind, &at.unit, "task", &task.id).category(category(task))
}
