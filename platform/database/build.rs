//! A new file among the migrations is a change of this crate.

fn main() {
    println!("cargo::rerun-if-changed=../../migrations");
}
