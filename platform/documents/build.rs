//! Stops early and plainly where the fonts have not been fetched yet.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=fonts");
    for font in ["NotoSerifSC-Regular.ttf", "NotoSansSC-Medium.ttf"] {
        if !Path::new("fonts").join(font).is_file() {
            println!("cargo::error=fonts are missing (platform/documents/fonts/{font}): run `make web`");
        }
    }
}
