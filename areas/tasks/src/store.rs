//! The only room that names the tables `tasks_*`.

mod campaign;
mod files;
mod ledger;
mod list;
mod register;
mod stations;
mod tasks;
mod texts;

pub use campaign::{
    ResultFilter, ResultSort, assigned_at, campaign, goods, goods_of_day, result, result_rows, save_campaign,
    save_plan, save_result, sums,
};
pub use files::{TaskFile, delete_file, file, files, insert_file};
pub use ledger::{AboveRow, BurdenRow, heaviest_returns, released_above};
pub use list::{
    Rows, StationFilter, StationRow, StationSort, TaskFilter, TaskRow, gate_tasks, station_rows, task_rows,
    task_rows_of,
};
pub use register::{
    end_local, end_permitted, insert_local, insert_permitted, local_entries, put_setting, register, settings,
};
pub use stations::{
    Report, address_again, at_station, at_stations, has_report, insert_report, keep_stations, loads,
    open_stations, open_tasks, put_station, report_file, reports, save_people, save_station, spare_stations,
};
pub use tasks::{
    ColumnAnswer, Linked, answers_of, column_answers, find, find_all, insert, link, linked, merged_into,
    put_answers, replace_parts, save, save_returns,
};
pub use texts::{changed_texts, texts};

use database::{DbErr, word};
use kernel::{Day, Instant};
use sea_orm::QueryResult;

fn text(row: &QueryResult, column: &str) -> Result<String, DbErr> {
    row.try_get("", column)
}

fn number(row: &QueryResult, column: &str) -> Result<i64, DbErr> {
    row.try_get("", column)
}

fn instant(row: &QueryResult, column: &str) -> Result<Option<Instant>, DbErr> {
    Ok(row.try_get::<Option<i64>>("", column)?.map(Instant::from_micros))
}

fn day(row: &QueryResult, column: &str) -> Result<Day, DbErr> {
    let found = text(row, column)?;
    found.parse().map_err(|_| DbErr::Type(format!("{column} {found}")))
}

/// A day that may be missing.
fn day_or_none(row: &QueryResult, column: &str) -> Result<Option<Day>, DbErr> {
    let found = text(row, column)?;
    if found.is_empty() { Ok(None) } else { day(row, column).map(Some) }
}

fn day_text(day: Option<Day>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}
