//! Lists the law files, so that they stand in the program itself, and packs the texts.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Strong enough that the texts take a sixth of their size, in a second or two.
const LEVEL: i32 = 19;

fn main() -> io::Result<()> {
    let missing = |name: &str| io::Error::other(format!("{name} is not set"));
    let here = env::var_os("CARGO_MANIFEST_DIR").ok_or_else(|| missing("CARGO_MANIFEST_DIR"))?;
    let out = env::var_os("OUT_DIR").ok_or_else(|| missing("OUT_DIR"))?;
    let (root, out) = (Path::new(&here).join("../../law").canonicalize()?, Path::new(&out));
    println!("cargo::rerun-if-changed={}", root.display());

    let mut list = String::from("&[\n");
    for file in files(&root.join("cn"), "toml")? {
        let path = below(&root, &file)?;
        let file = file.to_string_lossy();
        writeln!(list, "LawFile {{ path: {path:?}, source: include_str!({file:?}) }},")
            .map_err(io::Error::other)?;
    }
    list.push_str("]\n");
    fs::write(out.join("law_files.rs"), list)?;

    // All in one, so that what two editions share is kept once. Each text follows a line
    // with a record separator and its name.
    let mut texts = String::new();
    for file in files(&root.join("texts"), "txt")? {
        let name = below(&root.join("texts"), &file)?;
        writeln!(texts, "\u{1e}{name}").map_err(io::Error::other)?;
        texts.push_str(&fs::read_to_string(&file)?);
    }
    fs::write(out.join("law_texts.zst"), zstd::encode_all(texts.as_bytes(), LEVEL)?)
}

/// The path below a folder, with forward slashes.
fn below(root: &Path, file: &Path) -> io::Result<String> {
    let path = file.strip_prefix(root).map_err(io::Error::other)?;
    Ok(path.to_string_lossy().replace('\\', "/"))
}

/// All files with an ending in a folder and its folders, sorted.
fn files(folder: &Path, extension: &str) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    collect(folder, extension, &mut files)?;
    files.sort();
    Ok(files)
}

fn collect(folder: &Path, extension: &str, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, extension, files)?;
        } else if path.extension().is_some_and(|found| found == extension) {
            files.push(path);
        }
    }
    Ok(())
}
