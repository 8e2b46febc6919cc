//! Asks the linker for what splitting the module needs; see `src/app/lazy.rs` and `xtask/src/split.rs`.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is_wasm = std::env::var_os("CARGO_CFG_TARGET_FAMILY").is_some_and(|family| family == "wasm");
    if is_wasm && std::env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
}
