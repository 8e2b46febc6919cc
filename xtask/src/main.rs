//! The project's commands: `cargo xtask run`, `test`, `dist`, `screenshots` and `bench`.
//!
//! Each brings along what it needs, says what it is doing and how long that took, and ends with one sentence when
//! it cannot go on.

mod archive;
mod bench;
mod browser;
mod checkout;
mod dist;
mod functions;
mod imports;
#[cfg(test)]
mod layering;
mod naming;
mod notices;
mod npm;
mod process;
mod progress;
#[cfg(test)]
mod prose;
mod run;
mod sbom;
mod screenshots;
mod sizes;
mod split;
mod styles;
mod test;
mod tools;
#[cfg(test)]
mod type_names;
mod web_build;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use anyhow::Result;
use clap::Parser;

/// Builds, runs, tests and measures the Connector Console.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
enum Command {
    /// Build the console, serve it with a simulator behind it, print its URL
    Run(run::Options),
    /// Run all checks, or those named
    Test(test::Options),
    /// Build what is deployed into dist/, compressed too, check its size, and pack the archive of a release
    Dist(dist::Options),
    /// Build the console and take the pictures in docs/images/
    Screenshots,
    /// Measure the console against AG Grid and react-admin, print the figures
    Bench(bench::Options),
}

fn main() -> ExitCode {
    let command = Command::parse();
    match process::end_with_signals().and_then(|()| carry_out(&command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is::<process::Interrupted>() => ExitCode::from(130),
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn carry_out(command: &Command) -> Result<()> {
    match command {
        Command::Run(options) => run::run(options),
        Command::Test(options) => test::test(options),
        Command::Dist(options) => dist::dist(options),
        Command::Screenshots => screenshots::screenshots(),
        Command::Bench(options) => bench::bench(options),
    }
}
