//! The only place that names the tables `people_*`.

pub mod accounts;
pub mod bulk;
pub mod certificates;
pub mod list;
pub mod person;
pub mod secrets;
pub mod staff;

use database::DbErr;
use kernel::{Day, UnitCode};
use sea_orm::QueryResult;
use sea_orm::sea_query::{Expr, ExprTrait, Query};

/// `column` is one of these units or lies below one of them.
pub(crate) fn within(column: (&'static str, &'static str), units: &[UnitCode]) -> Expr {
    let above: Vec<String> = units.iter().map(ToString::to_string).collect();
    let below = Query::select()
        .column("unit")
        .from("unit_below")
        .and_where(Expr::col("above").is_in(above))
        .to_owned();
    Expr::col(column).in_subquery(below)
}

pub(crate) fn day(row: &QueryResult, column: &str) -> Result<Day, DbErr> {
    parse_day(&row.try_get::<String>("", column)?)
}

pub(crate) fn optional_day(row: &QueryResult, column: &str) -> Result<Option<Day>, DbErr> {
    row.try_get::<Option<String>>("", column)?.as_deref().map(parse_day).transpose()
}

fn parse_day(text: &str) -> Result<Day, DbErr> {
    text.parse().map_err(|_| DbErr::Type(format!("day {text}")))
}

/// A code that this version must know, because it was checked when it was written.
pub(crate) fn code<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, DbErr> {
    parse(text).ok_or_else(|| DbErr::Type(format!("code {text}")))
}
