//! Facts that came in since totals were read.

use super::Sql;

/// Facts that came in lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum New {
    /// Added to the totals in the turns after this one.
    Rolled(i64),
    /// To be added.
    Waiting,
}

impl New {
    pub fn facts(self, sql: &mut Sql) {
        match self {
            Self::Rolled(turn) => {
                sql.push("SELECT fact, unit, day FROM fact_rolled WHERE turn > ").bind(turn);
            }
            Self::Waiting => {
                sql.push("SELECT fact, unit, day FROM fact_unrolled");
            }
        }
    }
}

/// The fact is in none of these.
pub fn none_of(sql: &mut Sql, id: &str, all: &[New]) {
    for new in all {
        sql.push(" AND ").push(id).push(" NOT IN (SELECT n.fact FROM (");
        new.facts(sql);
        sql.push(") AS n)");
    }
}

/// No other fact corrects `f` but of these.
pub fn uncorrected(sql: &mut Sql, but_of: &[New]) {
    sql.push(" AND NOT EXISTS (SELECT 1 FROM fact o WHERE o.corrects = f.id");
    none_of(sql, "o.id", but_of);
    sql.push(")");
}
