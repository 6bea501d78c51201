//! One way to read, one way to write, on SQLite and PostgreSQL alike.
//!
//! Reading goes through a `Reader`, which refuses to write. Writing goes through
//! `Database::change`: a transaction that may be run again, in which a `Change`
//! exists only with a `Permit`, and which commits only what a fact records.

pub mod bulk;
mod change;
mod cipher;
mod connection;
pub mod facts;
pub mod identity;
pub mod lease;
mod migrations;
mod once;
mod open;
pub mod queries;
mod reader;
mod rows;
pub mod units;

pub use change::{Change, Recorded, Transaction};
pub use cipher::{Cipher, CipherProblem, Keys};
pub use connection::{Database, Held};
pub use once::{Halt, Refusal, Seen, seen_before, settled};
pub use open::{Location, OpenProblem, Settings};
pub use reader::{Reader, Writer, is_transient, word};
pub use rows::InsertRows;

pub use sea_orm::DbErr;

#[cfg(test)]
mod tests;
