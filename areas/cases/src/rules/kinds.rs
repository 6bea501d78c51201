//! The facts of this area.

use kernel::FactKind;

pub const RECEIVED: FactKind = FactKind("incident.received");
pub const CLASSIFIED: FactKind = FactKind("incident.classified");
pub const DISPATCHED: FactKind = FactKind("incident.dispatched");
pub const ATTENDED: FactKind = FactKind("incident.attended");
pub const ENDED: FactKind = FactKind("incident.ended");
pub const ACCEPTED: FactKind = FactKind("case.accepted");
pub const HANDLER_ASSIGNED: FactKind = FactKind("case.handler_assigned");
pub const FILED: FactKind = FactKind("case.filed");
pub const SOLVED: FactKind = FactKind("case.solved");
pub const TRANSFERRED: FactKind = FactKind("case.transferred");
pub const DECIDED: FactKind = FactKind("case.decided");
pub const CLOSED: FactKind = FactKind("case.closed");

pub const ALL: &[FactKind] = &[
    RECEIVED,
    CLASSIFIED,
    DISPATCHED,
    ATTENDED,
    ENDED,
    ACCEPTED,
    HANDLER_ASSIGNED,
    FILED,
    SOLVED,
    TRANSFERRED,
    DECIDED,
    CLOSED,
];

/// What a fact about an incident or a case has as its subject.
pub const INCIDENT: &str = "incident";
pub const CASE: &str = "case";
