//! The facts of this area.

use kernel::FactKind;

pub const PLAN_SAVED: FactKind = FactKind("plan.saved");
pub const WISH_ASKED: FactKind = FactKind("wish.asked");
pub const WISH_WITHDRAWN: FactKind = FactKind("wish.withdrawn");
/// Somebody would keep to a pattern of shifts from a day on; the quantity is how many days it has.
pub const ROTATION_ASKED: FactKind = FactKind("rotation.asked");
pub const ROTATION_WITHDRAWN: FactKind = FactKind("rotation.withdrawn");
/// A search filled a draft; the quantity is how many shifts it has.
pub const GENERATED: FactKind = FactKind("roster.generated");
/// A hand changed a cell of a draft.
pub const EDITED: FactKind = FactKind("roster.edited");
pub const UNDONE: FactKind = FactKind("roster.undone");
pub const DISCARDED: FactKind = FactKind("roster.discarded");
pub const EXPLAINED: FactKind = FactKind("roster.explained");
/// For the first time; the quantity is how many shifts it has.
pub const PUBLISHED: FactKind = FactKind("roster.published");
/// After it was published; the quantity is how many days of people changed.
pub const CHANGED: FactKind = FactKind("roster.changed");
pub const PROPOSED: FactKind = FactKind("roster.proposed");
pub const DISMISSED: FactKind = FactKind("roster.dismissed");
/// Somebody saw what they were told.
pub const ACKNOWLEDGED: FactKind = FactKind("roster.acknowledged");
/// A shift was published below its minimum; the quantity is how many people are missing.
pub const SHORT: FactKind = FactKind("strength.short");
/// A limit of the unit was published broken; the category names the rule.
pub const BROKEN: FactKind = FactKind("limit.broken");

/// A shift above the unit's limit of fatigue was published; the quantity is the index.
pub const TIRED: FactKind = FactKind("fatigue.exceeded");
/// Somebody who answers for the roster took such a shift with a reason; the quantity is the index.
pub const TIRED_ACCEPTED: FactKind = FactKind("fatigue.accepted");

/// Two people want to exchange shifts.
pub const SWAP_ASKED: FactKind = FactKind("swap.asked");
pub const SWAP_ACCEPTED: FactKind = FactKind("swap.accepted");
pub const SWAP_DECLINED: FactKind = FactKind("swap.declined");
pub const SWAP_APPROVED: FactKind = FactKind("swap.approved");
pub const SWAP_REFUSED: FactKind = FactKind("swap.refused");

/// Somebody worked a shift; category by day or by night, outcome what day it was.
pub const SHIFT_WORKED: FactKind = FactKind("shift.worked");
/// Start or end were not as on the roster.
pub const SHIFT_DIFFERED: FactKind = FactKind("shift.differed");
pub const SHIFT_MISSED: FactKind = FactKind("shift.missed");
/// Somebody was called in from rest.
pub const CALLED_OUT: FactKind = FactKind("callout.worked");
/// What a month earned beyond the hours of its working days.
pub const OVERTIME_EARNED: FactKind = FactKind("overtime.earned");
/// Compensatory rest (补休) that was paid instead, because it could not be given.
pub const REST_PAID: FactKind = FactKind("rest.paid");
/// Working days of annual leave taken in a month.
pub const LEAVE_TAKEN: FactKind = FactKind("leave.taken");
/// How nights were shared in a month: the quantity is what all pairs of people differ by, the
/// minutes are how many people there are times their nights.
pub const NIGHTS_SHARED: FactKind = FactKind("nights.shared");
/// Compensatory rest (补休) taken in a month.
pub const REST_TAKEN: FactKind = FactKind("rest.taken");

/// A beat or checkpoint was laid out; the quantity is how many points it has.
pub const BEAT_CREATED: FactKind = FactKind("beat.created");
pub const BEAT_CHANGED: FactKind = FactKind("beat.changed");
pub const BEAT_CLOSED: FactKind = FactKind("beat.closed");
/// At the time it is to begin; the quantity is how many points it has, the minutes how long it is
/// to take. Planned otherwise, another one names it.
pub const PATROL_PLANNED: FactKind = FactKind("patrol.planned");
pub const PATROL_BEGUN: FactKind = FactKind("patrol.begun");
/// The last three at the time it was to begin, so that a share of what was planned is of one
/// period. The quantity is how many of its points were reached; the minutes are those it took.
pub const PATROL_DONE: FactKind = FactKind("patrol.done");
pub const PATROL_MISSED: FactKind = FactKind("patrol.missed");
/// The quantity is how many points it would have had.
pub const PATROL_CALLED_OFF: FactKind = FactKind("patrol.called_off");
/// Somebody of a patrol was at a point; the outcome is what was found there.
pub const POINT_CHECKED: FactKind = FactKind("point.checked");
/// It was a mistake.
pub const CHECK_WITHDRAWN: FactKind = FactKind("point.withdrawn");
/// A risky hour of a zone is over; the outcome is whether a patrol checked in within it.
pub const RISK_HOUR: FactKind = FactKind("riskhour.ended");
/// A day is over whose risky hours were told of; the quantity is how many it had.
pub const RISK_DAY: FactKind = FactKind("riskday.ended");

pub const ALL: &[FactKind] = &[
    PLAN_SAVED,
    WISH_ASKED,
    WISH_WITHDRAWN,
    ROTATION_ASKED,
    ROTATION_WITHDRAWN,
    GENERATED,
    EDITED,
    UNDONE,
    DISCARDED,
    EXPLAINED,
    PUBLISHED,
    CHANGED,
    PROPOSED,
    DISMISSED,
    ACKNOWLEDGED,
    SHORT,
    BROKEN,
    TIRED,
    TIRED_ACCEPTED,
    SWAP_ASKED,
    SWAP_ACCEPTED,
    SWAP_DECLINED,
    SWAP_APPROVED,
    SWAP_REFUSED,
    SHIFT_WORKED,
    SHIFT_DIFFERED,
    SHIFT_MISSED,
    CALLED_OUT,
    OVERTIME_EARNED,
    REST_TAKEN,
    REST_PAID,
    LEAVE_TAKEN,
    NIGHTS_SHARED,
    BEAT_CREATED,
    BEAT_CHANGED,
    BEAT_CLOSED,
    PATROL_PLANNED,
    PATROL_BEGUN,
    PATROL_DONE,
    PATROL_MISSED,
    PATROL_CALLED_OFF,
    POINT_CHECKED,
    CHECK_WITHDRAWN,
    RISK_HOUR,
    RISK_DAY,
];
