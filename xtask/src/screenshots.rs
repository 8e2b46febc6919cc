//! `cargo xtask screenshots`: the pictures of the README, of the console as it is.

use std::process::Command;

use anyhow::Result;

use crate::{browser::Browser, checkout::root, dist, process::run};

/// Builds the console and takes its pictures into `docs/images/`.
///
/// # Errors
/// When the build fails, or Chromium is missing.
pub fn screenshots() -> Result<()> {
    let browser = Browser::ready()?;
    let console = dist::console()?;
    let mut program = Command::new("cargo");
    program.args(["run", "--quiet", "--package", "e2e", "--bin", "screenshots", "--"]);
    program.arg(root().join("docs/images")).current_dir(root());
    program
        .env("CONSOLE_DIST", console)
        .env("CHROMIUM", browser.chromium)
        .env("CHROMEDRIVER", browser.driver);
    run(&mut program, "taking the pictures")
}
