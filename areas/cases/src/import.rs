//! Event files of other systems, read by a declared map of their columns.

mod map;
mod read;

#[cfg(test)]
pub(crate) use map::load;
pub use map::map_names;
pub use read::Progress;

use crate::commands::Halt;
use crate::rules::{Body, Incident, IncidentId, Outcome};
use crate::{CasesProblem, commands, store};
use access::Entity;
use database::{Database, DbErr, settled};
use kernel::{Actor, Fact, UnitCode, Wording};
use read::{Event, Events};
use serde::Serialize;
use serde_json::json;
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant as Stopwatch;

/// What became of a file, row by row: `rows` is the sum of the other three.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ImportReport {
    pub rows: usize,
    pub imported: usize,
    /// In the database before, or further up in the file.
    pub already_present: usize,
    /// Written to `FILE.rejected.csv` with the reason.
    pub rejected: usize,
    pub seconds: f64,
}

/// Which file, how it is read, and which unit its incidents belong to.
#[derive(Debug, Clone)]
pub struct ImportEvents {
    pub file: PathBuf,
    /// One of `map_names`.
    pub map: String,
    pub unit: UnitCode,
    /// For the reasons in the reject file.
    pub wording: Wording,
}

/// Reads a file of events and records them as incidents: all that can be used,
/// or nothing at all where the file is not what the map says.
///
/// Run again, it adds nothing twice: the file's own numbers are unique in a unit.
/// `progress` is called now and then, also from another thread.
///
/// # Errors
/// No such map or unit, columns that are missing, a file that cannot be read or
/// a reject file that cannot be written; not permitted.
pub async fn import_events(
    db: &Database,
    actor: &Actor,
    input: ImportEvents,
    progress: impl Fn(Progress) + Send + Sync + 'static,
) -> Result<ImportReport, CasesProblem> {
    let begun = Stopwatch::now();
    let progress: Arc<dyn Fn(Progress) + Send + Sync> = Arc::new(progress);
    let map = map::load(&input.map)?;
    let ImportEvents { file, map: map_name, unit, wording } = input;
    let (now, told) = (db.clock().now(), progress.clone());
    let reading =
        tokio::task::spawn_blocking(move || read::events(&file, &map, now, &wording, told.as_ref()));
    let Events { rows, events, twice, rejected } =
        reading.await.map_err(|error| DbErr::Custom(format!("reading stopped: {error}")))??;

    let events = Arc::new(events);
    let all = events.len();
    let answer = db
        .change(actor, async move |tx| {
            if database::units::find(&tx.read(), &unit).await?.is_none() {
                return Err(CasesProblem::UnitNotFound.into());
            }
            let entity = Entity::new("Unit", &unit, &unit);
            let permit = tx.permit::<CasesProblem>("incident.import", &entity).await?;
            let numbers: Vec<String> = events.iter().map(|event| event.number.clone()).collect();
            let present = store::numbers_present(&tx.read(), &unit, &numbers).await?;
            let fresh: Vec<&Event> = events.iter().filter(|event| !present.contains(&event.number)).collect();
            if fresh.is_empty() {
                // Nothing in the file is new.
                return Err(Halt::Already(0));
            }

            let mut change = tx.change(permit);
            store::put_indexes_off(&mut change, fresh.len()).await?;
            let mut recorded = Vec::with_capacity(2 * fresh.len());
            for chunk in fresh.chunks(5_000) {
                let incidents: Vec<Incident> = chunk.iter().map(|event| incident(event, &unit)).collect();
                store::insert_many(&change.connection(), &incidents).await?;
                recorded.extend(incidents.iter().flat_map(|incident| facts(incident, &map_name)));
                progress(Progress::Written { rows: recorded.len() / 2, of: fresh.len() });
            }
            let imported = fresh.len();
            Ok(change.record_all(recorded, imported).await?)
        })
        .await;
    let imported: usize = settled(answer)?;
    Ok(ImportReport {
        rows,
        imported,
        already_present: all - imported + twice,
        rejected,
        seconds: begun.elapsed().as_secs_f64(),
    })
}

fn incident(event: &Event, unit: &UnitCode) -> Incident {
    Incident {
        id: IncidentId::new(),
        unit: unit.clone(),
        number: event.number.clone(),
        received_at: event.received_at,
        source: event.source,
        category: event.category,
        zone: event.zone.clone(),
        address: event.address.clone(),
        summary: event.summary.clone(),
        dispatched_at: None,
        attended_at: None,
        // The files say that it ended, not when.
        ended_at: event.outcome.map(|_| event.received_at),
        outcome: event.outcome,
        passed_to: event.outcome.filter(|outcome| *outcome == Outcome::Passed).map(|_| Body::OtherPolice),
        result: event.result.clone(),
        case: None,
        officers: Vec::new(),
        form: None,
        revision: 1,
    }
}

fn facts(incident: &Incident, map: &str) -> impl Iterator<Item = Fact> + use<> {
    let received = commands::received(incident).detail(json!({ "number": incident.number, "imported": map }));
    let ended = incident.ended_at.map(|at| {
        let mut fact = commands::ended(incident, &[], at);
        // How long it took is not known, which is not the same as no time at all.
        fact.minutes = None;
        fact
    });
    [Some(received), ended].into_iter().flatten()
}

/// The first of each number stays; says how many others there were.
fn each_number_once(events: Vec<Event>) -> (Vec<Event>, usize) {
    let all = events.len();
    let mut seen = HashSet::with_capacity(all);
    let events: Vec<Event> = events.into_iter().filter(|event| seen.insert(event.number.clone())).collect();
    let twice = all - events.len();
    (events, twice)
}
