//! One file for each word of the command line.

pub mod clocks;
pub mod import;
pub mod journal;
pub mod law;
pub mod matching;
pub mod measure;
pub mod report;
pub mod roster;
pub mod tasks;
pub mod user;

use crate::cli::Place;
use anyhow::Result;
use database::Location;
use serde::Serialize;
use std::io::Write;

impl Place {
    /// The folder or server that was named; clap has seen to it that it is one of them.
    pub fn location(&self) -> Location {
        match (&self.place.database, &self.place.data) {
            (Some(url), _) => Location::Server { url: url.clone(), keys: self.keys.clone() },
            (None, folder) => Location::Folder(folder.clone().unwrap_or_default()),
        }
    }
}

/// A refusal that has been explained already, or is a sentence for a person.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

pub fn refused<T>(why: impl Into<String>) -> Result<T> {
    Err(Refused(why.into()).into())
}

/// One JSON value on standard output.
pub fn print_json(value: &impl Serialize) -> Result<()> {
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, value)?;
    writeln!(out)?;
    Ok(())
}

/// Lines on standard output; that nobody reads to the end is an error like others.
pub fn print_lines(lines: impl IntoIterator<Item = String>) -> Result<()> {
    let mut out = std::io::stdout().lock();
    for line in lines {
        writeln!(out, "{line}")?;
    }
    Ok(())
}
