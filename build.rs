//! Tells the linker how large the stack is, and what splitting the module needs; see `src/app/lazy.rs` and
//! `xtask/src/split.rs`.

/// The stack of a release build, in bytes, which the module's memory begins with. The usual is four times that;
/// `docs/decisions.md` says how much is used.
const STACK: usize = 256 * 1024;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var_os(name).is_some_and(|is| is == value);
    if !is("CARGO_CFG_TARGET_FAMILY", "wasm") {
        return;
    }
    // Without optimisation, functions take a multiple of it.
    if is("PROFILE", "release") {
        println!("cargo::rustc-link-arg-bins=-zstack-size={STACK}");
    }
    if std::env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
}
