//! `jishi clocks`: periods that have run out, recorded without the server.

use crate::cli::Clocks;
use crate::house::House;
use crate::verbs::{print_json, print_lines};
use anyhow::Result;
use kernel::{Clock, FixedClock};
use serde::Serialize;
use std::sync::Arc;

#[derive(Serialize)]
struct Swept {
    found: usize,
    seconds: f64,
}

pub async fn run(what: Clocks) -> Result<()> {
    let Clocks::Sweep { at, json, place } = what;
    let clock = at.map(|at| Arc::new(FixedClock::at(at)) as Arc<dyn Clock>);
    let house = House::open(place.location(), clock, true).await?;
    let begun = std::time::Instant::now();
    let mut found = 0;
    loop {
        match cases::sweep_clocks(&house.db, &house.procedure).await {
            Ok(0) => break,
            Ok(more) => found += more,
            Err(problem) => return Err(house.explained(problem)),
        }
    }
    let swept = Swept { found, seconds: begun.elapsed().as_secs_f64() };
    match json {
        true => print_json(&swept),
        false => print_lines([format!("{} periods have run out, {:.3} s", swept.found, swept.seconds)]),
    }
}
