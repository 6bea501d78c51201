//! Everything a person can do about duty. One function per verb.

mod attendance;
mod beats;
mod checks;
mod crew;
mod drafts;
mod jobs;
mod month_data;
mod patrols;
mod plans;
mod publishing;
mod replanning;
mod risk;
mod swaps;
mod wishes;

pub use attendance::{
    AttendanceRow, CorrectAttendance, MonthHours, PayRest, RecordAttendance, correct_attendance, month_hours,
    pay_rest, record_attendance, settle_month,
};
pub use beats::{close_beat, save_beat};
pub use checks::{CorrectCheck, NewCheck, check_in, correct_check};
pub use crew::{Crew, team_size};
pub use drafts::{EditCell, Edited, Entry, discard_draft, edit_cell, fill_draft, undo_step};
pub use jobs::{End, Job, JobKind, JobState, Jobs, cancel_job, start_job};
pub use month_data::{CellMap, MonthData, Overtired, differences, formula, units_of};
pub use patrols::{ChangePatrol, NewPatrol, PatrolEnd, change_patrol, end_patrol, plan_patrols};
pub use plans::{SavePlan, save_plan};
pub use publishing::{PublishRoster, acknowledge, publish_roster};
pub use replanning::{accept_proposal, dismiss_proposal};
pub use risk::{risk_of_week, risk_rule, tell_risk};
pub use swaps::{NewSwap, answer_swap, ask_swap, decide_swap};
pub use wishes::{ask_rotation, ask_wish, withdraw_rotation, withdraw_wish};

use crate::DutyProblem;
use crate::rules::RosterMonth;
use access::Entity;
use kernel::{Fact, FactKind, UnitCode};

/// Why a change of this area did not run to its end.
type Halt<T> = database::Halt<T, DutyProblem>;

/// The longest reason, in characters.
const REASON: usize = 200;

pub(crate) fn roster_entity(unit: &UnitCode, month: RosterMonth) -> Entity {
    Entity::new("Roster", format!("{unit}/{month}"), unit)
}

fn about(kind: FactKind, unit: &UnitCode, month: RosterMonth) -> Fact {
    Fact::new(kind, unit, "roster", format!("{unit}/{month}"))
}

fn reason(text: &str) -> Result<String, DutyProblem> {
    let text = text.trim();
    if text.chars().count() > REASON { Err(DutyProblem::TooLong) } else { Ok(text.to_owned()) }
}
