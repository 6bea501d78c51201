//! Exit codes: 0 done, 1 refused or failed with a message, 2 wrong usage.

use clap::Parser;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// Many short-lived texts on many threads: the system's allocator keeps too much of them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = jishi::Cli::parse();
    // Logs go to standard error, so that --json is alone on standard output.
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(EnvFilter::try_from_env("JISHI_LOG").unwrap_or_else(|_| EnvFilter::new("info")))
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("jishi: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(jishi::run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("jishi: {error:#}");
            ExitCode::FAILURE
        }
    }
}
