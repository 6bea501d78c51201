//! The styles and scripts are made by npm before this crate is built.

use std::env;
use std::path::PathBuf;

fn main() {
    // Asked when it runs: one target folder may serve several clones.
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let dist = here.join("../../web/dist");
    for file in ["jishi.css.br", "jishi.js.br", "theme.js.br", "icons.svg.br", "mark.svg.br"] {
        let path = dist.join(file);
        println!("cargo:rerun-if-changed={}", path.display());
        if !path.is_file() {
            println!("cargo::error=web/dist/{file} is missing: run `make web` (needs Node.js and npm) first");
        }
    }
    println!("cargo:rerun-if-changed=templates");
}
