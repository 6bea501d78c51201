//! What waits to be done, for the first page.

use crate::CasesProblem;
use crate::store::{
    CaseFilter, CaseRow, CaseSort, IncidentFilter, IncidentRow, IncidentSort, NearCounts, Rows, Units,
    case_rows, incident_rows, near_counts,
};
use database::Database;
use kernel::UnitCode;

/// Lines of each list on the first page.
const LINES: u64 = 5;

/// Counts, and the first lines of each list.
#[derive(Debug, Clone)]
pub struct OpenWork {
    /// Not ended, oldest first; petitions are told of by their periods.
    pub incidents: Rows<IncidentRow>,
    /// Accepted or filed, oldest first.
    pub cases: Rows<CaseRow>,
    pub near: NearCounts,
}

/// The open work of the units at or below `scope` (`Access::scope`).
///
/// # Errors
/// The database cannot be read.
pub async fn open_work(db: &Database, scope: &[UnitCode]) -> Result<OpenWork, CasesProblem> {
    let tree = db.units().await?;
    let units = Units::within(&tree, scope, None);
    let read = db.read();
    let incidents =
        IncidentFilter { open: true, without_petitions: true, ..IncidentFilter::new(units.clone()) };
    let cases = CaseFilter { without_result: true, ..CaseFilter::new(units.clone()) };
    let now = db.clock().now();
    Ok(OpenWork {
        incidents: incident_rows(&read, &incidents, IncidentSort::Received, false, LINES, 0).await?,
        cases: case_rows(&read, &cases, CaseSort::Accepted, false, LINES, 0).await?,
        near: near_counts(&read, &units, now).await?,
    })
}
