//! Stories that cross areas: over HTTP and over the command line, with the real program.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod access;
mod cli;
mod kill;
mod law;
mod matching;
mod naming;
mod program;
mod roster;
mod routes;
