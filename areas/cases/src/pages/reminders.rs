//! The periods that somebody has to look after now, for their first page.

use super::clocks::{self, ClockView};
use crate::Procedure;
use crate::rules::act::Authority;
use crate::rules::clock::Step;
use crate::store::{self, ClockRow, Near, ReportClockRow, ToldOf, Units};
use database::{Database, DbErr};
use kernel::{Actor, Instant, UnitCode};
use pages::Page;

/// Lines on the first page; the board has all.
const LINES: usize = 8;

/// A running period, of a case or of an incident.
pub(crate) enum Reminder {
    Case(ClockRow),
    Report(ReportClockRow),
}

impl Reminder {
    pub(crate) fn safe(&self) -> Option<Instant> {
        match self {
            Self::Case(row) => row.safe,
            Self::Report(row) => row.safe,
        }
    }
    pub(crate) fn key(&self) -> String {
        match self {
            Self::Case(row) => format!("{}/{}", row.rule, row.fact),
            Self::Report(row) => format!("{}/{}", row.rule, row.fact),
        }
    }
}

/// What each authority of the reader is told, by `clocks.toml`: the own cases, those of the units
/// that they head, review or decide for.
pub(crate) async fn reminders_of(
    db: &Database,
    procedure: &Procedure,
    actor: &Actor,
    units: &Units,
    now: Instant,
) -> Result<Vec<Reminder>, DbErr> {
    let told = procedure.clocks.told();
    let near = |step: Step| match step {
        Step::Warned => Near::Warned(now),
        Step::Escalated => Near::Escalated(now),
        Step::Over => Near::Over(now),
    };
    let own = actor.person.clone().zip(told.first_step(Authority::Handler).map(near));
    let above = [Authority::Head, Authority::LegalOfficer, Authority::Bureau];
    let holds = |authority: &Authority| !db.access().scope(actor, authority.action()).is_empty();
    let all = above.into_iter().filter(holds).filter_map(|authority| told.first_step(authority)).min();
    let of = ToldOf { own, all: all.map(near) };
    let (cases, reports) = store::told_rows(&db.read(), units, &of, LINES as u64).await?;
    let mut found: Vec<Reminder> = cases.into_iter().map(Reminder::Case).collect();
    found.extend(reports.into_iter().map(Reminder::Report));
    found.sort_by_key(|one| (one.safe(), one.key()));
    found.truncate(LINES);
    Ok(found)
}

/// The same in words. Nothing for whoever may not see clocks.
///
/// # Errors
/// The database cannot be read.
pub async fn reminders(
    db: &Database,
    procedure: &Procedure,
    actor: &Actor,
    page: &Page,
    unit: &UnitCode,
) -> Result<Vec<ClockView>, DbErr> {
    let scope = db.access().scope(actor, "case.clocks");
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    let now = db.clock().now();
    let units = Units::within(page.units(), &scope, Some(unit));
    let found = reminders_of(db, procedure, actor, &units, now).await?;
    let line = |one: &Reminder| match one {
        Reminder::Case(row) => clocks::of_row(page, procedure, row, now),
        Reminder::Report(row) => clocks::of_report_row(page, procedure, row, now),
    };
    Ok(found.iter().map(line).collect())
}
