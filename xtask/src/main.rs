//! The chores of this repository: `cargo xtask tidy`, `ci` and `new-area`.

mod ci;
mod new_area;
mod rust_source;
mod tidy;
mod tree;

use anyhow::{Context, bail};
use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask tidy                   checks what a compiler cannot: map, ranks, law ids, messages, licences …
cargo xtask ci                     format, clippy, tidy and all tests, with the time of each
cargo xtask new-area NAME [RANK]   writes the skeleton of an area (rank 3 unless given)";

fn main() -> anyhow::Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["tidy"] => tidy::run(&root()?),
        ["ci"] => ci::run(&root()?),
        ["new-area", name] => new_area::run(&root()?, name, "3"),
        ["new-area", name, rank] => new_area::run(&root()?, name, rank),
        _ => {
            eprintln!("{USAGE}");
            Ok(ExitCode::from(2))
        }
    }
}

/// The folder of the workspace.
fn root() -> anyhow::Result<PathBuf> {
    let start = match std::env::var_os("CARGO_MANIFEST_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => std::env::current_dir().context("reading the current folder")?,
    };
    match start.ancestors().find(|folder| folder.join("Cargo.lock").exists()) {
        Some(folder) => Ok(folder.to_owned()),
        None => bail!("no Cargo.lock in {} or above it", start.display()),
    }
}
