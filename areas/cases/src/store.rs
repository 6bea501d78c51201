//! The only room that names the tables `cases_*`.

mod cases;
mod clocks;
mod findings;
mod hours;
mod incidents;
mod list;
mod near;
mod open_work;
mod papers;
mod parties;
mod report_clocks;
mod zones;

pub use cases::{
    case_number_taken, find_case, find_cases, insert_case, insert_cases, save_case, save_handlers,
};
pub use clocks::{
    ClockFilter, ClockRow, HeldNow, HeldPerson, Near, NearCounts, RunOut, clock_count, clock_rows, held,
    held_people, insert_clocks, run_out, save_clocks, tell_run_out,
};
pub use findings::{FindingRow, findings, fix_findings, insert_findings};
pub use hours::{ZoneHour, incidents_by_hour, incidents_by_week_hour, incidents_by_zone_hour};
pub use incidents::{
    find_incident, incident_number, incident_number_taken, insert_incident, insert_many, numbers_present,
    put_indexes_off, reporter, save_incident, save_sent,
};
pub use list::{
    CaseFilter, CaseRow, CaseSort, IncidentFilter, IncidentRow, IncidentSort, Rows, Units, case_rows,
    incident_rows,
};
pub use near::{ToldOf, near_counts, told_rows};
pub use open_work::{OpenWork, open_work};
pub use papers::{find_paper, insert_paper, issue_paper, issued_file, next_number, papers};
pub use parties::{
    LookUpRow, NamedParty, Private, insert_look_up, insert_note, insert_party, notes, parties, private,
    seal_parties, seal_words, words,
};
pub use report_clocks::{ReportClockRow, report_clock_rows, reports_run_out, save_report_clocks};
pub use zones::zones;

use crate::rules::FormId;
use database::{DbErr, word};
use kernel::{Instant, PersonId};
use sea_orm::QueryResult;

/// The tables that a bulk load fills.
pub const BULKY: [&str; 2] = ["cases_incident", "cases_sent"];

/// The tables that a bulk load of cases fills.
pub const BULKY_CASES: [&str; 3] = ["cases_case", "cases_handler", "cases_clock"];

/// Rows in one statement: enough that each costs little, few enough to stay in the processor's cache.
const ROWS_AT_ONCE: usize = 100;

fn instant(row: &QueryResult, column: &str) -> Result<Option<Instant>, DbErr> {
    Ok(row.try_get::<Option<i64>>("", column)?.map(Instant::from_micros))
}

fn time(row: &QueryResult, column: &str) -> Result<Instant, DbErr> {
    Ok(Instant::from_micros(row.try_get("", column)?))
}

fn text(row: &QueryResult, column: &str) -> Result<String, DbErr> {
    row.try_get("", column)
}

/// The same where the word may be missing.
fn word_or_none<T>(
    row: &QueryResult,
    column: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, DbErr> {
    let found = text(row, column)?;
    if found.is_empty() {
        return Ok(None);
    }
    parse(&found).map(Some).ok_or_else(|| DbErr::Type(format!("{column} {found}")))
}

fn form(row: &QueryResult) -> Result<Option<FormId>, DbErr> {
    let form = text(row, "form")?;
    Ok((!form.is_empty()).then(|| FormId::stored(form)))
}

fn people(rows: &[QueryResult]) -> Result<Vec<PersonId>, DbErr> {
    rows.iter().map(|row| text(row, "person").map(PersonId::stored)).collect()
}
