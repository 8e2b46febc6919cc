//! `cargo xtask bench`: the console measured against AG Grid and react-admin.

use std::{fs, path::PathBuf, process::Command};

use anyhow::{Context as _, Result};
use clap::Args;

use crate::{browser::Browser, dist, npm::Packages, process::run, root, say, sizes, step};

/// What the console is compared with.
const PACKAGES: Packages = Packages {
    what: "AG Grid and react-admin",
    purpose: "the pages to compare with",
    cost: "360 MB, about a minute",
};
/// Where the figures stand.
const DOCUMENT: &str = "docs/performance.md";

/// Options of `cargo xtask bench`.
#[derive(Args)]
pub struct Options {
    /// With this many tasks only, 100 or more; can be repeated [default: 100, 10000 and 100000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(100..))]
    tasks: Vec<u64>,
    /// Do everything less often: a first look, no figures to rely on
    #[arg(long)]
    quick: bool,
    /// Put the figures into docs/performance.md, too
    #[arg(long)]
    write: bool,
}

/// Builds the console and the pages that it is compared with, and measures all of them in Chromium.
///
/// # Errors
/// When something is missing or a build fails.
pub fn bench(options: &Options) -> Result<()> {
    let browser = Browser::ready()?;
    let console = dist::dist()?;
    let pages = pages()?;
    say("Measuring (all of it takes about 15 minutes; the machine should have nothing else to do)");
    let mut program = Command::new("cargo");
    program.args(["run", "--quiet", "--package", "e2e", "--bin", "bench", "--"]).current_dir(root());
    for count in &options.tasks {
        program.arg("--tasks").arg(count.to_string());
    }
    if options.quick {
        program.arg("--quick");
    }
    if options.write {
        program.arg("--write").arg(root().join(DOCUMENT));
    }
    program
        .env("CONSOLE_DIST", console)
        .env("BENCH_PAGES", pages)
        .env("CHROMIUM", browser.chromium)
        .env("CHROMEDRIVER", browser.driver);
    run(&mut program, "measuring")
}

/// Builds the pages of the other two, compressed as the console is, and tells where.
fn pages() -> Result<PathBuf> {
    let source = root().join("bench");
    PACKAGES.install(&source)?;
    let directory = root().join("target/bench");
    if directory.exists() {
        fs::remove_dir_all(&directory).context("removing the pages that were built before failed")?;
    }
    step("Building the pages of AG Grid and react-admin", || {
        let mut node = Command::new("node");
        node.arg("build.mjs").arg(&directory).current_dir(&source);
        run(&mut node, "building the pages to compare with")
    })?;
    for page in ["ag-grid", "react-admin"] {
        sizes::compress(&directory.join(page))?;
    }
    Ok(directory)
}
