//! How a release is linked.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|known| known == value);
    // There rustc brings its own linker, which knows these.
    if is("PROFILE", "release") && is("TARGET", "x86_64-unknown-linux-gnu") {
        // Functions that came out the same are kept once, and places of addresses as bits: four MB less.
        println!("cargo:rustc-link-arg-bins=-Wl,--icf=all");
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}
