//! A year of demands of fourteen departments on twelve stations: what reaches the stations with the
//! gate and without it, and what the gate got wrong.
//!
//! `cargo run --release -p jishi --example gate_year -- [--seed N] [--picture FILE.svg]` prints a
//! table in Markdown. Every demand goes
//! through the product's own commands; whoever decides follows what the gate shows, and nothing
//! else.

#![allow(clippy::print_stdout, reason = "its output is what it is for")]

mod bureau;
mod demands;
mod told;

use anyhow::{Context, Result};
use bureau::Bureau;
use demands::{Matters, demands};
use kernel::{Day, Span};
use std::path::PathBuf;

/// A year whose holidays have been announced.
const YEAR: (&str, &str) = ("2026-01-01", "2026-12-31");

#[tokio::main]
async fn main() -> Result<()> {
    let mut seed = 1;
    let mut picture: Option<PathBuf> = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let value = arguments.next().with_context(|| format!("{argument} needs a value"))?;
        match argument.as_str() {
            "--seed" => seed = value.parse().context("--seed is a number")?,
            "--picture" => picture = Some(PathBuf::from(value)),
            _ => anyhow::bail!("unknown: {argument}; known are --seed and --picture"),
        }
    }
    let matters = Matters::read()?;
    let period = Span { from: YEAR.0.parse::<Day>()?, to: YEAR.1.parse::<Day>()? };
    let demands = demands(&matters, period, bureau::STATIONS, seed);

    let mut bureau = Bureau::open(period.from).await?;
    for demand in &demands {
        bureau.decide(&matters, demand).await?;
    }
    let outcome = bureau.outcome(&matters, &demands, period).await?;
    println!("{}", outcome.table(seed, demands.len()));
    if let Some(path) = picture {
        std::fs::write(&path, outcome.picture()?)
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
