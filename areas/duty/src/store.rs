//! The only room that names the tables `duty_*`.

mod attendance;
mod beats;
mod cells;
mod checks;
mod notices;
mod patrols;
mod plans;
mod risk;
mod rosters;
mod rotations;
mod swaps;
mod wishes;

pub use attendance::{
    LedgerEntry, LedgerKind, attendance, corrected_on, insert_attendance, insert_ledger, is_settled, ledger,
    owed, take_out,
};
pub use beats::{BeatFilter, BeatSort, beat_rows, find_beat, open_beats, save_beat};
pub use cells::{
    Kept, Told, Version, add_step, borne, cells, cells_between, clear_steps, codes_in_use, last_step,
    last_steps, put_cells, remove_step, remove_version, shifts_of,
};
pub use checks::{
    checked_hours, checks_before, checks_of, correct_check, find_check, insert_check, reached_counts,
};
pub use notices::{Notice, NoticeKind, notices_of, see_notice, tell, unseen};
pub use patrols::{find_patrol, patrol_counts, patrols, patrols_of, save_patrol, save_team};
pub use plans::{StoredPlan, plan_for, plans_of, save_plan};
pub use risk::{ToldHour, coverage_counts, put_hours, tell_day, told_hours, untold};
pub use rosters::{Explanation, RosterRow, roster, save_roster};
pub use rotations::{remove_rotation, rotations, save_rotation};
pub use swaps::{find_swap, insert_swap, save_swap, swaps};
pub use wishes::{remove_wish, save_wish, wishes, wishes_of};

use database::DbErr;
use kernel::{Day, PersonId};
use sea_orm::QueryResult;

/// Rows in one statement: few enough for the parameters of both databases.
const ROWS_AT_ONCE: usize = 100;

fn text(row: &QueryResult, column: &str) -> Result<String, DbErr> {
    row.try_get("", column)
}

fn day(row: &QueryResult, column: &str) -> Result<Day, DbErr> {
    let found = text(row, column)?;
    found.parse().map_err(|_| DbErr::Type(format!("{column} {found}")))
}

fn person(row: &QueryResult) -> Result<PersonId, DbErr> {
    text(row, "person").map(PersonId::stored)
}

fn flag(row: &QueryResult, column: &str) -> Result<bool, DbErr> {
    Ok(row.try_get::<i64>("", column)? != 0)
}

/// Empty is none.
fn optional(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}
