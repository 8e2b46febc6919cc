//! The software bill of materials of the console, written by cargo-cyclonedx.

use std::{fs, process::Command};

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::{
    checkout::root,
    process::{output, run},
    tools,
};

/// The file's name in the archive.
pub const FILE: &str = "sbom.cdx.json";
/// What cargo-cyclonedx calls its files, one beside each `Cargo.toml` of the workspace.
const WRITTEN: &str = "sbom-of-dist";

/// Returns the console's bill of materials in CycloneDX's JSON, alike wherever and whenever it is made.
///
/// # Errors
/// When cargo-cyclonedx cannot be had or fails.
pub fn sbom() -> Result<String> {
    let mut program = Command::new(tools::cyclonedx()?);
    program.args(["cyclonedx", "--quiet", "--target=wasm32-unknown-unknown", "--features=split"]);
    program.args(["--no-build-deps", "--format=json", "--spec-version=1.5", "--override-filename", WRITTEN]);
    // With a fixed time it makes up no serial number either.
    program.env("SOURCE_DATE_EPOCH", "0").current_dir(root());
    run(&mut program, "writing the software bill of materials")?;
    let written = fs::read_to_string(root().join(format!("{WRITTEN}.json")));
    for directory in members()? {
        let _ = fs::remove_file(std::path::Path::new(&directory).join(format!("{WRITTEN}.json")));
    }
    let written = written.context("reading the software bill of materials failed")?;
    let compiler = output(Command::new("rustc").arg("--version").current_dir(root())).unwrap_or_default();
    let version = compiler.split(' ').nth(1).unwrap_or_default();
    let tidied = tidied(&written, &root().display().to_string(), version);
    tidied.context("the software bill of materials is not as expected")
}

/// Returns the directories of the workspace's members.
fn members() -> Result<Vec<String>> {
    let mut cargo = Command::new("cargo");
    cargo.args(["metadata", "--format-version=1", "--no-deps", "--offline"]).current_dir(root());
    let metadata: Value =
        serde_json::from_str(&output(&mut cargo).context("asking cargo for the members failed")?)?;
    let manifests = metadata["packages"].as_array().into_iter().flatten();
    let manifests = manifests.filter_map(|package| package["manifest_path"].as_str());
    Ok(manifests.filter_map(|path| Some(path.strip_suffix("Cargo.toml")?.to_owned())).collect())
}

/// Returns the bill without the place and the time of its making, and with Rust's standard library, which cargo does
/// not list.
fn tidied(written: &str, place: &str, rust: &str) -> Result<String> {
    let mut bill: Value = serde_json::from_str(&written.replace(&format!("file://{place}"), "file://."))?;
    let metadata = bill["metadata"].as_object_mut().context("it has no metadata")?;
    metadata.remove("timestamp");
    let components = bill["components"].as_array_mut().context("it has no components")?;
    components.push(json!({
        "type": "library",
        "bom-ref": format!("rust-std@{rust}"),
        "name": "rust-std",
        "version": rust,
        "description": "The standard library of Rust for wasm32-unknown-unknown",
        "scope": "required",
        "licenses": [{ "expression": "MIT OR Apache-2.0" }],
        "purl": format!("pkg:generic/rust-std@{rust}"),
    }));
    Ok(format!("{bill:#}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bill_tells_neither_where_nor_when_it_was_made() {
        let written = json!({
            "bomFormat": "CycloneDX",
            "metadata": { "timestamp": "2026-01-01T00:00:00Z", "component": { "bom-ref": "path+file:///home/a#x@1" } },
            "components": [{ "bom-ref": "path+file:///home/a/crates/b#1" }],
        });
        let bill = tidied(&written.to_string(), "/home/a", "1.95.0").unwrap();
        let read: Value = serde_json::from_str(&bill).unwrap();
        assert_eq!(read["metadata"], json!({ "component": { "bom-ref": "path+file://.#x@1" } }));
        assert_eq!(read["components"][0]["bom-ref"], "path+file://./crates/b#1");
        assert_eq!(read["components"][1]["name"], "rust-std");
    }
}
