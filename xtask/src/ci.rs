//! Everything that must hold before a commit.

use anyhow::Context;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

/// Runs format, clippy, tidy and the tests; stops at the first that fails.
pub fn run(root: &Path) -> anyhow::Result<ExitCode> {
    let has_nextest = Command::new("cargo")
        .args(["nextest", "--version"])
        .output()
        .is_ok_and(|output| output.status.success());
    let tests: &[&str] =
        if has_nextest { &["nextest", "run", "--workspace"] } else { &["test", "--workspace"] };
    // Always the whole workspace: `-p` unifies features differently and rebuilds dependencies.
    let steps: [&[&str]; 2] = [
        &["fmt", "--all", "--check"],
        &["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"],
    ];
    for step in steps {
        if !cargo(root, step)? {
            return Ok(ExitCode::FAILURE);
        }
    }
    if crate::tidy::run(root)? != ExitCode::SUCCESS {
        return Ok(ExitCode::FAILURE);
    }
    Ok(if cargo(root, tests)? { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn cargo(root: &Path, arguments: &[&str]) -> anyhow::Result<bool> {
    let started = Instant::now();
    let line = arguments.join(" ");
    let status = Command::new("cargo")
        .args(arguments)
        .current_dir(root)
        .status()
        .with_context(|| format!("running cargo {line}"))?;
    let result = if status.success() { "passed" } else { "FAILED" };
    eprintln!("cargo {line}: {result} in {} s", started.elapsed().as_secs());
    Ok(status.success())
}
