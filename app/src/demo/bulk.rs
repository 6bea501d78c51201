//! Very many facts quickly, for benchmarks: incidents of a year by the same
//! rhythms, written without commands.

use crate::cli::DemoArgs;
use crate::demo::county::{self, Station};
use crate::demo::{names, plan};
use crate::house::House;
use anyhow::{Context, Result, bail};
use cases::rules::{Body, Category, Incident, IncidentId, Outcome, Source, incident_number};
use database::Location;
use database::bulk::BulkLoad;
use database::facts::{HashedFact, StoredFact};
use journal::Signer;
use kernel::{Clock as _, Day, FixedClock, Instant, PersonId, SHARE_WHOLE, Span, SystemClock};
use people::bulk::PersonRow;
use people::rules::{Gender, Person, PersonKind, PersonName, PoliceNumber, Post};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use std::sync::Arc;

/// Received, dispatched, attended, ended.
const FACTS_EACH: u64 = 4;
const INCIDENTS_AT_ONCE: u64 = 10_000;
/// Batches between two lines of progress.
const SAID: u32 = 20;
/// Officers with an account in each station; the others are rows only.
const STAFF: u32 = 6;

/// What a bulk load builds on: a county whose people have accounts.
pub struct Ground {
    pub house: House,
    pub stations: Vec<Station>,
    pub period: Span,
    pub random: ChaCha8Rng,
}

/// # Errors
/// Numbers of stations, people or months that the option does not take.
pub async fn ground(location: &Location, args: &DemoArgs, option: &str) -> Result<Ground> {
    if !(1..=400).contains(&args.stations) || args.officers < args.stations * STAFF {
        bail!("{option} takes 1 to 400 stations and at least {STAFF} people for each");
    }
    let period = plan::period(args.months, SystemClock.today()).context("at least one month")?;
    let clock = Arc::new(FixedClock::at(period.from.plus_days(-1).at(9, 0)));
    let house = House::open(location.clone(), Some(clock), false).await?;
    let random = ChaCha8Rng::seed_from_u64(args.seed);
    let staff = args.stations * STAFF;
    let stations = county::build(&house, &random, period.from, args.stations, staff).await?.stations;
    Ok(Ground { house, stations, period, random })
}

pub async fn load(location: &Location, args: &DemoArgs, facts: u64) -> Result<()> {
    let begun = std::time::Instant::now();
    let Ground { house, stations, period, mut random } = ground(location, args, "--bulk").await?;
    let grounded = begun.elapsed();
    let load = BulkLoad::begin(&house.db, &cases::store::BULKY).await?;
    let extra = (args.officers - args.stations * STAFF) / args.stations;
    let officers = more_people(&load, &stations, extra, period.from, &mut random).await?;
    let written = incidents(&load, stations, officers, facts / FACTS_EACH, period, random).await?;
    let loaded = begun.elapsed();
    load.finish().await?;
    let indexed = begun.elapsed();
    let house = House::open(location.clone(), None, false).await?;
    measures::rebuild(&house.db).await?;
    let rolled = begun.elapsed();
    journal::seal_now(&house.db, &Signer::load(&location.keys())?).await?;
    let seconds = |from: std::time::Duration, to: std::time::Duration| (to - from).as_secs_f64();
    eprintln!(
        "jishi: {written} facts in {:.1} s ({:.0} a second with their indexes), totals {:.1} s, sealed {:.1} s",
        indexed.as_secs_f64(),
        written as f64 / indexed.as_secs_f64(),
        seconds(indexed, rolled),
        seconds(rolled, begun.elapsed()),
    );
    tracing::debug!(grounded = grounded.as_secs_f64(), loaded = loaded.as_secs_f64(), "rows written");
    Ok(())
}

/// People without accounts, so that lists are long; the officers among them by station.
async fn more_people(
    load: &BulkLoad,
    stations: &[Station],
    extra: u32,
    start: Day,
    random: &mut ChaCha8Rng,
) -> Result<Vec<Vec<PersonId>>> {
    let names = names::Names::embedded()?;
    let mut officers = Vec::new();
    for station in stations {
        let mut here: Vec<PersonId> =
            station.officers.iter().filter_map(|actor| actor.person.clone()).collect();
        let mut rows = Vec::new();
        for number in 0..extra {
            let kind = if number % 5 < 2 { PersonKind::Officer } else { PersonKind::Auxiliary };
            let gender = if random.random_bool(0.2) { names::Gender::Female } else { names::Gender::Male };
            let person = Person {
                id: PersonId::new(),
                unit: station.code.clone(),
                kind,
                name: PersonName::parse(&names.person(random, gender)).context("name")?,
                gender: if gender == names::Gender::Female { Gender::Female } else { Gender::Male },
                police_number: PoliceNumber::parse(&format!("{}{number:04}", station.code)),
                post: Post::Patrol,
                rank: None,
                joined_on: start.plus_days(-random.random_range(400..7_000)),
                working_since: None,
                left: None,
                revision: 1,
            };
            if kind == PersonKind::Officer {
                here.push(person.id.clone());
            }
            rows.push(PersonRow { person, identity: None, telephone: None });
        }
        people::bulk::insert_many(load, &rows).await?;
        officers.push(here);
    }
    Ok(officers)
}

/// Incidents and their facts, made in a thread of their own while those before are written.
async fn incidents(
    load: &BulkLoad,
    stations: Vec<Station>,
    officers: Vec<Vec<PersonId>>,
    count: u64,
    period: Span,
    mut random: ChaCha8Rng,
) -> Result<u64> {
    let (made, mut batches) = tokio::sync::mpsc::channel(1);
    let maker = tokio::task::spawn_blocking(move || -> Result<()> {
        let mut done = 0;
        while done < count {
            let upto = count.min(done + INCIDENTS_AT_ONCE);
            let batch = batch(&stations, &officers, done..upto, (count, period), &mut random)?;
            if made.blocking_send(batch).is_err() {
                return Ok(());
            }
            done = upto;
        }
        Ok(())
    });
    let mut written = 0;
    let mut batches_written = 0;
    while let Some((rows, facts)) = batches.recv().await {
        cases::store::insert_many(load, &rows).await?;
        written += u64::try_from(facts.len())?;
        load.facts(facts).await?;
        batches_written += 1;
        if batches_written % SAID == 0 {
            eprint!("\rjishi: {written} facts");
        }
    }
    maker.await??;
    Ok(written)
}

/// In the order of time, all stations mixed, as it comes in life.
fn batch(
    stations: &[Station],
    officers: &[Vec<PersonId>],
    numbers: std::ops::Range<u64>,
    (count, period): (u64, Span),
    random: &mut ChaCha8Rng,
) -> Result<(Vec<Incident>, Vec<HashedFact>)> {
    let minutes = u64::try_from(period.days() * 24 * 60)?;
    let (mut rows, mut facts) = (Vec::new(), Vec::new());
    for number in numbers {
        let station = random.random_range(0..stations.len());
        let (Some(place), Some(team)) = (stations.get(station), officers.get(station)) else { continue };
        let minute = i64::try_from(number * minutes / count)?;
        let at = plan::like_a_day(random, period.from.start().plus_minutes(minute));
        let (row, four) = one(place, team, at, random)?;
        rows.push(row);
        facts.extend(four.into_iter().map(HashedFact::from));
    }
    // In the order of the table's keys, so that neighbours are written one after the other.
    rows.sort_by(|one, other| (&one.unit, &one.id).cmp(&(&other.unit, &other.id)));
    Ok((rows, facts))
}

/// An incident that has ended, and its four facts.
fn one(
    station: &Station,
    team: &[PersonId],
    received_at: Instant,
    random: &mut ChaCha8Rng,
) -> Result<(Incident, Vec<StoredFact>)> {
    let id = IncidentId::new();
    let planned = plan::any_kind(random);
    let pick = |random: &mut ChaCha8Rng| team.get(random.random_range(0..team.len())).cloned();
    let mut officers: Vec<PersonId> = [pick(random), pick(random)].into_iter().flatten().collect();
    officers.sort();
    officers.dedup();
    let dispatched_at = received_at.plus_minutes(random.random_range(1..5));
    let attended_at = dispatched_at.plus_minutes(random.random_range(4..20));
    let ended_at = attended_at.plus_minutes(random.random_range(10..130));
    let (outcome, passed_to) = match planned.end {
        plan::End::Mediated => (Outcome::Mediated, None),
        plan::End::Helped => (Outcome::Helped, None),
        plan::End::Passed => (Outcome::Passed, Some(Body::Hotline12345)),
        plan::End::Settled | plan::End::PublicOrder { .. } | plan::End::Criminal { .. } => {
            (Outcome::Settled, None)
        }
    };
    let incident = Incident {
        number: incident_number(&station.code, received_at.day(), &id, true),
        unit: station.code.clone(),
        received_at,
        source: Source::parse(planned.source).context("source")?,
        category: Category::parse(planned.category).context("category")?,
        zone: format!("{}-{:02}", station.code, random.random_range(1..=plan::ZONES)),
        address: String::new(),
        summary: planned.summary.to_owned(),
        dispatched_at: Some(dispatched_at),
        attended_at: Some(attended_at),
        ended_at: Some(ended_at),
        outcome: Some(outcome),
        passed_to,
        result: "已处置。".to_owned(),
        case: None,
        officers,
        form: None,
        revision: 4,
        id,
    };
    let steps = [
        ("incident.received", received_at, incident.source.as_str(), false),
        ("incident.dispatched", dispatched_at, "", true),
        ("incident.attended", attended_at, "", true),
        ("incident.ended", ended_at, outcome.as_str(), true),
    ];
    let facts =
        steps.map(|(kind, at, outcome, credited)| fact(&incident, station, kind, at, outcome, credited));
    Ok((incident, facts.into()))
}

fn fact(
    incident: &Incident,
    station: &Station,
    kind: &str,
    at: Instant,
    outcome: &str,
    credited: bool,
) -> StoredFact {
    let share = SHARE_WHOLE / i64::try_from(incident.officers.len().max(1)).unwrap_or(1);
    let officers = incident.officers.iter().filter(|_| credited);
    StoredFact {
        id: kernel::new_uuid(),
        kind: kind.to_owned(),
        happened_at: at.micros(),
        recorded_at: at.plus_seconds(40).micros(),
        unit: incident.unit.to_string(),
        actor: station.desk.account.to_string(),
        subject_kind: "incident".to_owned(),
        subject_id: incident.id.to_string(),
        category: incident.category.as_str().to_owned(),
        place: incident.zone.clone(),
        quantity: None,
        minutes: credited.then(|| at.minutes_since(incident.received_at)),
        due_at: None,
        outcome: outcome.to_owned(),
        detail: "{}".to_owned(),
        corrects: None,
        credits: officers.map(|officer| (officer.to_string(), share)).collect(),
    }
}
