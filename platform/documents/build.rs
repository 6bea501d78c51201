//! Packs the fonts; stops early and plainly where they have not been fetched yet.

use std::path::Path;
use std::{env, fs, io};

/// They take less than half of their size, a fifth less than where deflated.
const LEVEL: i32 = 19;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=fonts");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?;
    for name in ["NotoSerifSC-Regular", "NotoSansSC-Medium"] {
        let Ok(font) = fs::read(format!("fonts/{name}.ttf")) else {
            println!("cargo::error=fonts are missing (platform/documents/fonts/{name}.ttf): run `make web`");
            continue;
        };
        let packed = zstd::encode_all(font.as_slice(), LEVEL)?;
        fs::write(Path::new(&out).join(format!("{name}.zst")), packed)?;
    }
    Ok(())
}
