//! Building the console: trunk, and what trunk cannot do.

use std::{fs, path::Path, process::Command};

use crate::{
    failure::{Doing, Failure},
    process::{run, run_fetching},
    root, say, styles,
    tools::{self, Tools},
};

/// What rustc emits for wasm32 by default, so that wasm-opt neither refuses the module nor uses instructions
/// that browsers lack, which `--all-features` makes it do.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// How the console is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build, large, slow.
    Dev,
    /// As it is deployed.
    Release,
}

/// Builds the console into a directory, whose contents are replaced.
///
/// # Errors
/// When something that is needed is missing, or the build fails.
pub fn build(tools: &Tools, profile: Profile, into: &Path) -> Result<(), Failure> {
    say(match profile {
        Profile::Dev => "Building the console without optimisation (the first time takes a minute or two)",
        Profile::Release => "Building the console (the first time takes a minute or two)",
    });
    // Trunk is kept from the network, and keeps cargo from it in turn.
    run_fetching(
        Command::new("cargo").args(["fetch", "--quiet"]).current_dir(root()),
        "downloading the console's dependencies",
    )?;
    let mut trunk = Command::new("trunk");
    trunk.args(["build", "--offline", "--log=warn", "--dist"]).arg(into);
    if profile == Profile::Release {
        trunk.arg("--release");
    }
    // Trunk takes the usual `NO_COLOR=1` for a mistake.
    trunk.env("PATH", &tools.path).env_remove("NO_COLOR").current_dir(root());
    run(&mut trunk, "building the console")?;
    if profile == Profile::Release {
        optimise(into)?;
        styles::join(into)?;
    }
    Ok(())
}

/// Runs wasm-opt, if there is one, over the built modules.
fn optimise(directory: &Path) -> Result<(), Failure> {
    let Some(wasm_opt) = tools::wasm_opt()? else { return Ok(()) };
    for entry in fs::read_dir(directory).doing("reading the built console")? {
        let module = entry.doing("reading the built console")?.path();
        if module.extension().is_some_and(|extension| extension == "wasm") {
            let mut command = Command::new(&wasm_opt);
            command.arg("-Oz").args(FEATURES).arg(&module).arg("--output").arg(&module);
            run(&mut command, "making the module smaller")?;
        }
    }
    Ok(())
}
