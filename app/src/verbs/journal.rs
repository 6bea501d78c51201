//! `jishi journal`: head, proof, export, verification.

use crate::cli::{Journal, Place};
use crate::house::House;
use crate::verbs::{print_json, refused};
use anyhow::{Context, Result};
use journal::{Signer, Verification};
use kernel::FactId;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;

pub async fn run(what: Journal) -> Result<()> {
    match what {
        Journal::Head { place } => head(place).await,
        Journal::Prove { fact, place } => prove(&fact, place).await,
        Journal::Export { out, place } => export(&out, place).await,
        Journal::Verify { file, checkpoint, json } => verify(&file, checkpoint.as_deref(), json),
    }
}

/// Opens the data and seals what waits, so that the answer is of now.
async fn sealed(place: Place) -> Result<House> {
    let house = House::open(place.location(), None, true).await?;
    let signer = Signer::load(&house.location.keys())?;
    journal::seal_now(&house.db, &signer).await?;
    Ok(house)
}

async fn head(place: Place) -> Result<()> {
    let house = sealed(place).await?;
    let head = journal::head(&house.db).await?.context("the journal is empty")?;
    print!("{}", head.note);
    Ok(())
}

async fn prove(fact: &str, place: Place) -> Result<()> {
    let fact = FactId::parse(fact)?;
    let house = sealed(place).await?;
    let begun = std::time::Instant::now();
    let proof = journal::prove(&house.db, &fact).await?;
    eprintln!("jishi: proved in {:.2} ms", begun.elapsed().as_secs_f64() * 1000.0);
    print_json(&proof)
}

async fn export(out: &Path, place: Place) -> Result<()> {
    let house = sealed(place).await?;
    let signer = Signer::load(&house.location.keys())?;
    let file = File::create(out).with_context(|| format!("cannot write {}", out.display()))?;
    let mut writer = BufWriter::new(file);
    let exported = journal::export(&house.db, signer.verifier_key(), &mut writer).await?;
    writer.flush()?;
    eprintln!("{}: {} facts", out.display(), exported.places);
    Ok(())
}

fn verify(file: &Path, checkpoint: Option<&Path>, json: bool) -> Result<()> {
    let opened = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    let anchored = checkpoint
        .map(|path| std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display())))
        .transpose()?;
    let verification = journal::verify(BufReader::new(opened), anchored.as_deref());
    if json {
        print_json(&verification)?;
    } else {
        say(&verification);
    }
    if verification.ok { Ok(()) } else { refused("the journal does not verify") }
}

fn say(verification: &Verification) {
    println!("{} facts, root {}", verification.size, verification.root);
    for problem in &verification.problems {
        println!("{}\t{}", problem.fact.as_deref().unwrap_or("-"), problem.what);
    }
    if verification.ok {
        println!("ok");
    }
}
