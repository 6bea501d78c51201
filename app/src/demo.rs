//! The invented county: a bureau, its stations and their work, in one command.

mod bulk;
mod bulk_cases;
mod county;
mod demands;
mod duty;
mod names;
mod patrol;
mod petitions;
mod plan;
mod procedure;
mod refusals;
mod year;

use crate::cli::DemoArgs;
use crate::house::House;
use crate::serve;
use anyhow::{Context, Result, bail};
use database::Location;
use journal::Signer;
use kernel::{Clock, FixedClock, SystemClock};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use std::sync::Arc;
use std::time::Instant;
use year::Year;

/// Ordinary incidents of a station in a month, besides those that become cases.
const INCIDENTS_A_MONTH: f64 = 34.0;

pub async fn run(args: DemoArgs) -> Result<()> {
    let location = location(&args)?;
    if holds_data(&location).await? {
        eprintln!("jishi: {} holds data already; it is left as it is", name(&location));
    } else {
        match (args.bulk, args.cases) {
            (Some(facts), _) => bulk::load(&location, &args, facts).await?,
            (None, Some(cases)) => bulk_cases::load(&location, &args, cases).await?,
            (None, None) => make(&location, &args).await?,
        }
        invite(&location);
    }
    if args.no_serve {
        return Ok(());
    }
    let house = House::open(location, None, true).await?;
    serve::serve(house, &args.listen, false).await
}

fn location(args: &DemoArgs) -> Result<Location> {
    Ok(match (&args.database, &args.data) {
        (Some(url), _) => Location::Server { url: url.clone(), keys: args.keys.clone() },
        (None, Some(folder)) => Location::Folder(folder.clone()),
        (None, None) => Location::Folder(tempfile::Builder::new().prefix("jishi-demo-").tempdir()?.keep()),
    })
}

/// Where the county is, without the password that a URL may hold.
fn name(location: &Location) -> String {
    match location {
        Location::Folder(folder) => folder.display().to_string(),
        Location::Server { .. } => "the database".to_owned(),
    }
}

async fn holds_data(location: &Location) -> Result<bool> {
    if let Location::Folder(folder) = location
        && !folder.join("jishi.sqlite").exists()
    {
        return Ok(false);
    }
    let house = House::open(location.clone(), None, true).await?;
    Ok(house.db.units().await?.roots().next().is_some())
}

fn invite(location: &Location) {
    eprintln!("jishi: the county is in {}", name(location));
    eprintln!(
        "jishi: sign in as s07.chief, s07.desk, s07.officer1, d01, command, leader, political, legal, system,"
    );
    eprintln!("jishi: security or audit; the password is {}", county::PASSWORD);
}

async fn make(location: &Location, args: &DemoArgs) -> Result<()> {
    if !(1..=200).contains(&args.stations) || !(1..=240).contains(&args.months) {
        bail!("--stations takes 1 to 200, --months 1 to 240");
    }
    let started = Instant::now();
    let today = SystemClock.today();
    let period = plan::period(args.months, today).context("at least one month")?;
    let clock = Arc::new(FixedClock::at(period.from.plus_days(-1).at(9, 0)));
    // Not durable while it is made: what breaks off can be made again.
    let house = House::open(location.clone(), Some(clock.clone()), false).await?;

    let random = ChaCha8Rng::seed_from_u64(args.seed);
    let acting = county::build(&house, &random, period.from, args.stations, args.officers).await?;
    eprintln!("jishi: {} stations, {:.1} s", acting.stations.len(), started.elapsed().as_secs_f64());

    let mut year = Year::new(&house, &clock, &acting, args.seed, period, INCIDENTS_A_MONTH, random)?;
    let steps = year.live(|done| eprint!("\rjishi: {done} steps of work")).await?;
    eprintln!("\rjishi: {steps} steps of work, {:.1} s", started.elapsed().as_secs_f64());

    duty::live(&house, &clock, &acting, today).await?;
    eprintln!("jishi: rosters, {:.1} s", started.elapsed().as_secs_f64());
    let patrols = patrol::live(&house, &clock, &acting, today).await?;
    eprintln!("jishi: {patrols} patrols, {:.1} s", started.elapsed().as_secs_f64());
    measures::rebuild(&house.db).await?;
    let asked = demands::live(&house, &clock, &acting, args.seed, period).await?;
    eprintln!("jishi: {asked} tasks of departments, {:.1} s", started.elapsed().as_secs_f64());

    year.today(SystemClock.now()).await?;

    measures::roll_now(&house.db).await?;
    journal::seal_now(&house.db, &Signer::load(&location.keys())?).await?;
    eprintln!("jishi: sealed, {:.1} s", started.elapsed().as_secs_f64());
    Ok(())
}
