//! Very many cases with their clocks quickly, for benchmarks: written without commands, but from
//! facts by the rules that the commands go by.

use crate::cli::DemoArgs;
use crate::demo::bulk::{Ground, ground};
use crate::demo::county::Station;
use crate::house::House;
use anyhow::{Context, Result};
use cases::rules::act::{Act, Particulars};
use cases::rules::clock::Clock;
use cases::rules::file::{CaseFile, Told};
use cases::rules::{Case, CaseCategory, CaseId, NewCase, case_number};
use cases::store;
use database::Location;
use database::bulk::BulkLoad;
use database::facts::{HashedFact, StoredFact};
use journal::Signer;
use kernel::{Clock as _, FactId, Instant, PersonId, SHARE_WHOLE, SystemClock};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

const CASES_AT_ONCE: u64 = 2_000;
/// Of so many cases one is still open.
const OPEN: u64 = 20;
/// Of the periods that have run out in open cases, one in so many waits for the next sweep.
const UNTOLD: u64 = 50;

/// What happens in a case, in minutes after its acceptance: six periods begin.
const BEGUN: [(i64, Act, &str); 3] =
    [(20, Act::Seized, "seized"), (90, Act::RecusalAsked, ""), (200, Act::PetitionAccepted, "")];
const ENDED: [(i64, Act, &str); 6] = [
    (30, Act::ReceiptGiven, "notice"),
    (600, Act::PropertyStored, ""),
    (1_400, Act::RecusalDecided, "not_recused"),
    (20_000, Act::PropertyReturned, "given_back"),
    (21_000, Act::PetitionAnswered, ""),
    (30_000, Act::Decided, "no_penalty"),
];

type Made = (Vec<(Case, CaseFile, Vec<Clock>)>, Vec<HashedFact>);

pub async fn load(location: &Location, args: &DemoArgs, count: u64) -> Result<()> {
    let begun = std::time::Instant::now();
    let now = SystemClock.now();
    let Ground { house, stations, mut random, .. } = ground(location, args, "--cases").await?;
    let load = BulkLoad::begin(&house.db, &store::BULKY_CASES).await?;
    let (made, mut batches) = tokio::sync::mpsc::channel::<Made>(2);
    let maker_house = house.clone();
    let maker = tokio::task::spawn_blocking(move || -> Result<()> {
        let mut done = 0;
        while done < count {
            let upto = count.min(done + CASES_AT_ONCE);
            let mut batch: Made = (Vec::new(), Vec::new());
            for number in done..upto {
                one(&maker_house, &stations, number, now, &mut random, &mut batch)?;
            }
            if made.blocking_send(batch).is_err() {
                return Ok(());
            }
            done = upto;
        }
        Ok(())
    });
    let (mut cases, mut clocks, mut facts) = (0, 0, 0);
    while let Some((rows, told)) = batches.recv().await {
        let plain: Vec<Case> = rows.iter().map(|(case, _, _)| case.clone()).collect();
        store::insert_cases(&load, &plain).await?;
        store::insert_clocks(&load, &rows, &house.procedure.clocks).await?;
        cases += rows.len();
        clocks += rows.iter().map(|(_, _, clocks)| clocks.len()).sum::<usize>();
        facts += told.len();
        load.facts(told).await?;
        eprint!("\rjishi: {cases} cases");
    }
    maker.await??;
    load.finish().await?;
    let loaded = begun.elapsed().as_secs_f64();
    let house = House::open(location.clone(), None, false).await?;
    journal::seal_now(&house.db, &Signer::load(&location.keys())?).await?;
    eprintln!("\rjishi: {cases} cases with {clocks} clocks and {facts} facts in {loaded:.1} s");
    Ok(())
}

/// A case of the last years, or one of the last weeks that is still open.
fn one(
    house: &House,
    stations: &[Station],
    number: u64,
    now: Instant,
    random: &mut ChaCha8Rng,
    made: &mut Made,
) -> Result<()> {
    let station = stations.get(random.random_range(0..stations.len())).context("a station")?;
    let is_open = number.is_multiple_of(OPEN);
    // So long ago that everything that ends has ended; or between today and beyond the term.
    let ago =
        if is_open { random.random_range(10..60 * 24 * 60) } else { random.random_range(31_000..1_500_000) };
    let accepted_at = now.plus_minutes(-ago);
    let handlers: Vec<PersonId> =
        station.officers.iter().take(2).filter_map(|actor| actor.person.clone()).collect();
    let new = NewCase {
        id: CaseId::new(),
        unit: station.code.clone(),
        category: CaseCategory::parse("public_order.theft").context("a category")?,
        zone: format!("{}-01", station.code),
        summary: "盗窃商铺财物。".to_owned(),
        accepted_at: Some(accepted_at),
        handlers,
    };
    let mut case = Case::accept(&new, None, now)?;
    case.number = case_number(&case.unit, case.kind(), accepted_at.day(), &case.id, true);
    let mut told: Vec<Told> = vec![tell(&case, Act::Accepted, accepted_at, "", &Particulars::default())?];
    let mut steps: Vec<(i64, Act, &str)> = BEGUN.to_vec();
    if !is_open {
        steps.extend(ENDED);
    }
    steps.sort_by_key(|step| step.0);
    for (after, act, choice) in steps {
        let at = accepted_at.plus_minutes(after);
        if at > now {
            break;
        }
        let spec = cases::rules::act::spec(act);
        let begun = told.iter().rfind(|one| spec.of.iter().any(|of| of.fact().0 == one.kind));
        let what = Particulars { of: begun.map(|one| one.fact.clone()), ..Particulars::default() };
        told.push(tell(&case, act, at, choice, &what)?);
    }
    if !is_open {
        let decided = accepted_at.plus_minutes(30_000);
        let (decided, _) = case.decide(cases::rules::Decision::NoPenalty, Some(decided), now)?;
        let closed = accepted_at.plus_minutes(30_500);
        (case, _) = decided.close(cases::rules::CloseOutcome::NoPenalty, "已办结。", Some(closed), now)?;
        told.push(tell(&case, Act::Closed, closed, "no_penalty", &Particulars::default())?);
    }
    let mut file = CaseFile::read(&told).context("a case")?;
    let clocks = house.procedure.clocks.of(&file, &house.law);
    let over = clocks.iter().filter(|clock| clock.is_over(now)).map(Clock::key);
    // Most were brought before the legal officer in their time.
    let swept: Vec<String> = over.filter(|_| !number.is_multiple_of(OPEN * UNTOLD)).collect();
    let author = station.desk.account.to_string();
    made.1.extend(told.iter().map(|one| stored(&case, one, &author).into()));
    for key in swept {
        let outcome = key.split('/').next().unwrap_or_default().to_owned();
        let overdue = Told {
            fact: FactId::new(),
            kind: "case.overdue".to_owned(),
            at: now,
            category: case.category.as_str().to_owned(),
            outcome,
            detail: serde_json::json!({ "clock": key }).to_string(),
            corrects: None,
            officers: case.handlers.clone(),
        };
        file.tell(&overdue);
        made.1.push(stored(&case, &overdue, &author).into());
    }
    made.0.push((case, file, clocks));
    Ok(())
}

fn tell(case: &Case, act: Act, at: Instant, choice: &str, what: &Particulars) -> Result<Told> {
    Ok(Told {
        fact: FactId::new(),
        kind: act.fact().0.to_owned(),
        at,
        category: case.category.as_str().to_owned(),
        outcome: choice.to_owned(),
        detail: serde_json::json!({ "act": serde_json::to_value(what)? }).to_string(),
        corrects: None,
        officers: case.handlers.clone(),
    })
}

fn stored(case: &Case, one: &Told, author: &str) -> StoredFact {
    let share = SHARE_WHOLE / i64::try_from(one.officers.len().max(1)).unwrap_or(1);
    StoredFact {
        id: one.fact.to_string(),
        kind: one.kind.clone(),
        happened_at: one.at.micros(),
        recorded_at: one.at.plus_seconds(40).micros(),
        unit: case.unit.to_string(),
        actor: author.to_owned(),
        subject_kind: "case".to_owned(),
        subject_id: case.id.to_string(),
        category: one.category.clone(),
        place: case.zone.clone(),
        quantity: None,
        minutes: None,
        due_at: None,
        outcome: one.outcome.clone(),
        detail: one.detail.clone(),
        corrects: None,
        credits: one.officers.iter().map(|officer| (officer.to_string(), share)).collect(),
    }
}
