//! Lines on their way into the file, or straight to the verifier.

use super::rows::Claim;
use crate::file::{End, Entry, State, Totals};
use crate::verify::Verifier;
use serde::Serialize;
use std::io::Write;
use tlog_tiles::record_hash;

/// The lines of the file, counted.
pub struct Lines<'a, W> {
    out: &'a mut W,
    totals: Totals,
}

impl<'a, W: Write> Lines<'a, W> {
    pub fn new(out: &'a mut W) -> Self {
        Self { out, totals: Totals::default() }
    }
    pub fn write(&mut self, line: &impl Serialize) -> std::io::Result<()> {
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        self.out.write_all(&text)
    }
    pub fn entry(&mut self, entry: &Entry) -> std::io::Result<()> {
        match (entry.position, entry.state) {
            (Some(_), _) => self.totals.places += 1,
            (None, Some(State::Waiting)) => self.totals.waiting += 1,
            (None, _) => self.totals.outside += 1,
        }
        self.write(entry)
    }
    /// One place or waiting fact, with all rows that claim its id: the one that
    /// was sealed if it is among them. The others came from elsewhere.
    pub fn claimed(&mut self, place: Entry, mut claims: Vec<Claim>) -> std::io::Result<()> {
        let right =
            |claim: &Claim| Some(&record_hash(claim.leaf.as_bytes()).to_string()) == place.hash.as_ref();
        let chosen = if claims.len() > 1 { claims.iter().position(right).unwrap_or(0) } else { 0 };
        let leaf = if claims.is_empty() { None } else { Some(claims.swap_remove(chosen).leaf) };
        self.entry(&Entry { leaf, ..place })?;
        claims.into_iter().try_for_each(|claim| self.unplaced(claim))
    }
    pub fn unplaced(&mut self, claim: Claim) -> std::io::Result<()> {
        let Claim { id, leaf } = claim;
        self.entry(&Entry { position: None, fact: Some(id), hash: None, leaf: Some(leaf), state: None })
    }
    /// Writes the last line.
    pub fn end(mut self) -> std::io::Result<Totals> {
        let end = self.totals;
        self.write(&End { end })?;
        self.out.flush()?;
        Ok(end)
    }
}

/// Hands each whole line to the verifier.
pub struct Feed<'a> {
    verifier: &'a mut Verifier,
    line: Vec<u8>,
}

impl<'a> Feed<'a> {
    pub fn new(verifier: &'a mut Verifier) -> Self {
        Self { verifier, line: Vec::new() }
    }
}

impl Write for Feed<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(part);
            if self.line.ends_with(b"\n") {
                self.verifier.line(&self.line);
                self.line.clear();
            }
        }
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
