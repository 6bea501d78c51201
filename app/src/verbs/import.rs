//! `jishi import`: event files and workbooks of people.

use crate::cli::Place;
use crate::house::House;
use crate::verbs::{print_json, refused};
use anyhow::{Context, Result};
use cases::{ImportEvents, Progress};
use kernel::{Actor, Language, UnitCode, Wording};
use std::path::Path;

pub async fn events(file: &Path, map: &str, unit: &UnitCode, json: bool, place: Place) -> Result<()> {
    let house = House::open(place.location(), None, true).await?;
    let input = ImportEvents {
        file: file.to_owned(),
        map: map.to_owned(),
        unit: unit.clone(),
        wording: Wording::new(house.catalogue.clone(), Language::Chinese),
    };
    let report = cases::import_events(&house.db, &Actor::operator(), input, say).await;
    let report = report.map_err(|problem| house.explained(problem))?;
    measures::roll_now(&house.db).await?;
    if json {
        return print_json(&report);
    }
    println!(
        "{} rows: {} imported, {} already present, {} rejected, {:.1} s",
        report.rows, report.imported, report.already_present, report.rejected, report.seconds
    );
    Ok(())
}

fn say(progress: Progress) {
    match progress {
        Progress::Read { rows } => eprint!("\rjishi: {rows} rows read"),
        Progress::Written { rows, of } => eprint!("\rjishi: {rows} of {of} written"),
    }
}

pub async fn people(file: &Path, dry_run: bool, json: bool, place: Place) -> Result<()> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let house = House::open(place.location(), None, true).await?;
    let report = people::import_people(&house.db, &Actor::operator(), bytes, dry_run).await;
    let report = report.map_err(|problem| house.explained(problem))?;
    let words = Wording::new(house.catalogue.clone(), Language::Chinese);
    if json {
        print_json(&report)?;
    } else {
        println!(
            "{} people: {} added, {} changed, {} unchanged",
            report.people, report.added, report.changed, report.unchanged
        );
        for problem in &report.problems {
            println!(
                "{}!{}\t{}\t{}",
                problem.sheet,
                problem.cell,
                problem.column,
                words.say(&problem.message)
            );
        }
    }
    if report.problems.is_empty() {
        Ok(())
    } else {
        refused("nothing was imported: the workbook has problems")
    }
}
