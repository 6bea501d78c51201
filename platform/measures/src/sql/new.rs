//! Facts that are not in the totals, or were not in earlier ones.

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
    /// The table they stand in.
    pub fn table(self) -> &'static str {
        match self {
            Self::Rolled(_) => "fact_rolled",
            Self::Waiting => "fact_unrolled",
        }
    }
    /// A condition on a row of that table.
    pub fn only(self, sql: &mut Sql, row: &str) {
        if let Self::Rolled(turn) = self {
            sql.push(" AND ").push(row).push(".turn > ").bind(turn);
        }
    }
}

/// The fact `f` counts in totals that have none of these: it is none of them, and only they may correct it.
pub fn counts_without(sql: &mut Sql, missing: &[New]) {
    none_of(sql, "f.id", missing);
    sql.push(" AND NOT EXISTS (SELECT 1 FROM fact o WHERE o.corrects = f.id");
    none_of(sql, "o.id", missing);
    sql.push(")");
}

fn none_of(sql: &mut Sql, id: &str, all: &[New]) {
    for new in all {
        sql.push(" AND NOT EXISTS (SELECT 1 FROM ").push(new.table()).push(" w WHERE w.fact = ").push(id);
        new.only(sql, "w");
        sql.push(")");
    }
}
