//! Building the console: trunk, and what trunk cannot do.

use std::{ffi::OsString, fs, path::Path, process::Command};

use crate::{
    failure::{Doing, Failure},
    naming,
    process::{run, run_fetching},
    root, say, split, styles,
    tools::{Minifiers, Tools},
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

/// What a dependency of Leptos' exports and nothing here calls. Without the exports the code goes, too.
const UNUSED: [&str; 1] = ["--remove-exports=*intounderlying*"];

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
/// Returns whether it is as small as can be.
///
/// # Errors
/// When something that is needed is missing, or the build fails.
pub fn build(tools: &Tools, profile: Profile, into: &Path) -> Result<bool, Failure> {
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
        trunk.args(["--release", "--features", "split"]);
    }
    // Trunk takes the usual `NO_COLOR=1` for a mistake.
    trunk.env("PATH", &tools.path).env_remove("NO_COLOR").current_dir(root());
    run(&mut trunk, "building the console")?;
    if profile == Profile::Dev {
        return Ok(false);
    }
    split::split(tools, into)?;
    styles::join(into)?;
    let small = minify(into)?;
    naming::name(into)?;
    Ok(small)
}

/// Makes what was built smaller, as far as the programs for it can be had. Returns whether it was done.
fn minify(directory: &Path) -> Result<bool, Failure> {
    let Some(Minifiers { wasm_opt, esbuild }) = Minifiers::ready()? else { return Ok(false) };
    let doing = "making the console smaller";
    for entry in fs::read_dir(directory).doing(doing)? {
        let file = entry.doing(doing)?.path();
        match file.extension().and_then(|extension| extension.to_str()) {
            Some("wasm") => {
                let mut command = Command::new(&wasm_opt);
                command.args(FEATURES).args(UNUSED).arg("-Oz").arg(&file).arg("--output").arg(&file);
                run(&mut command, doing)?;
            }
            Some("js" | "css") => {
                let mut command = Command::new(&esbuild);
                // As written, but for names within a file and blanks: what browsers understand is up to the source.
                command.args(["--minify", "--target=esnext", "--log-level=warning", "--allow-overwrite"]);
                let mut outfile = OsString::from("--outfile=");
                outfile.push(&file);
                run(command.arg(&file).arg(outfile), doing)?;
            }
            _ => {}
        }
    }
    Ok(true)
}
