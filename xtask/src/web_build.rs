//! Building the console: trunk, and what trunk cannot do.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};

use crate::{
    checkout::root,
    functions, imports, naming, notices,
    process::{output, run, run_fetching, together},
    progress::{say, step},
    split, styles,
    tools::{self, Minifiers, Tools},
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
const UNUSED: &str = "--remove-exports=*intounderlying*";

/// Small before fast. Nothing is kept in the first kilobyte of memory: it is the end of the stack.
const SMALL: [&str; 2] = ["-Oz", "--low-memory-unused"];

/// What a build for deployment asks of cargo.
const RELEASE: [&str; 2] = ["--features", "split"];

/// Adds options to those of `.cargo/config.toml`.
const RUSTFLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// A profile that says how the console is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build, large, slow.
    Dev,
    /// As it behaves when it is deployed.
    Release,
    /// As it is deployed: made smaller, too, which takes a minute more.
    Dist,
}

/// Builds the console into a directory, whose contents are replaced.
///
/// Returns whether it is as small as can be.
///
/// # Errors
/// When something that is needed is missing, or the build fails.
pub fn build(profile: Profile, into: &Path) -> Result<bool> {
    step("Downloading the console's dependencies, where they are missing", || {
        let mut fetch = Command::new("cargo");
        run_fetching(
            fetch.args(["fetch", "--quiet"]).current_dir(root()),
            "downloading the console's dependencies",
        )
    })?;
    tools::add_target()?;
    let (tools, ()) = together(Tools::ready, || compile(profile))?;
    // Trunk is kept from the network, and keeps cargo from it in turn.
    let mut trunk = Command::new("trunk");
    trunk.args(["build", "--offline", "--log=warn", "--dist"]).arg(into);
    if profile != Profile::Dev {
        // The names get their hash when all else is done.
        trunk.args(RELEASE).args(["--release", "--filehash", "false"]);
        trunk.env(RUSTFLAGS, without_places().join(" "));
    }
    // Trunk takes the usual `NO_COLOR=1` for a mistake.
    trunk.env("PATH", &tools.path).env_remove("NO_COLOR").current_dir(root());
    step("Putting the console together", || run(&mut trunk, "putting the console together"))?;
    match notices::write(into) {
        Err(error) if profile != Profile::Dist => say(&format!("Going on without the notices: {error:#}.")),
        written => written?,
    }
    if profile == Profile::Dev {
        return Ok(false);
    }
    step("Splitting off what acts on the table", || {
        split::split(&tools, into).context("splitting the console's module failed")
    })?;
    styles::join(into)?;
    let minifiers = if profile == Profile::Dist { Minifiers::ready()? } else { None };
    if let Some(minifiers) = &minifiers {
        step("Making the console smaller", || minify(minifiers, into))?;
    }
    naming::name(into)?;
    Ok(minifiers.is_some())
}

/// Compiles the console with the options that trunk compiles it with, so that nothing is left to trunk: it can be done
/// while trunk itself is installed.
fn compile(profile: Profile) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--offline", "--package", "connector-console", "--target", tools::TARGET]);
    let what = match profile {
        Profile::Dev => "Compiling the console without optimisation (the first time takes a minute or two)",
        Profile::Release | Profile::Dist => {
            cargo.args(RELEASE).args(["--profile", "web"]);
            cargo.env(RUSTFLAGS, without_places().join(" "));
            "Compiling the console (the first time takes a minute or two)"
        }
    };
    step(what, || run(cargo.current_dir(root()), "compiling the console"))
}

/// Returns the options with which a module names no folder of this machine: the bytes are the same on all.
///
/// Cargo divides options at blanks, so that folders with blanks in their names stay as they are.
fn without_places() -> Vec<String> {
    let rustc = |arguments: &[&str]| output(Command::new("rustc").args(arguments).current_dir(root()));
    let home = env::var_os("HOME").map(|home| Path::new(&home).join(".cargo"));
    let cargo_home = env::var_os("CARGO_HOME").map(PathBuf::from).or(home);
    let registries =
        cargo_home.and_then(|home| fs::read_dir(home.join("registry/src")).ok()).into_iter().flatten();
    let mut places = vec![(root(), "/console".to_owned())];
    places.extend(registries.flatten().map(|registry| (registry.path(), "/crates".to_owned())));
    // What the compiler writes itself where the sources of the library are not installed.
    let commit =
        rustc(&["-vV"]).and_then(|told| Some(told.split_once("commit-hash: ")?.1.lines().next()?.to_owned()));
    if let (Some(sysroot), Some(commit)) = (rustc(&["--print", "sysroot"]), commit) {
        places.push((Path::new(&sysroot).join("lib/rustlib/src/rust"), format!("/rustc/{commit}")));
    }
    let options =
        places.iter().map(|(place, name)| format!("--remap-path-prefix={}={name}", place.display()));
    options.filter(|option| !option.contains(char::is_whitespace)).collect()
}

fn minify(Minifiers { wasm_opt, esbuild }: &Minifiers, directory: &Path) -> Result<()> {
    let doing = "making the console smaller";
    let file = |name: &str| directory.join(format!("{}{name}", split::START));
    imports::number(&file(".js"), &file("_bg.wasm")).context(doing)?;
    for entry in fs::read_dir(directory)? {
        let file = entry?.path();
        match file.extension().and_then(|extension| extension.to_str()) {
            Some("wasm") => {
                let wasm_opt = |options: &[&str]| {
                    let mut command = Command::new(wasm_opt);
                    command.args(FEATURES).args(SMALL).args(options);
                    run(command.arg(&file).arg("--output").arg(&file), doing)
                };
                wasm_opt(&[UNUSED])?;
                functions::name_by_likeness(&file).context(doing)?;
                wasm_opt(&["--reorder-functions-by-name"])?;
            }
            Some("js" | "css") => {
                let mut command = Command::new(esbuild);
                // As written, but for names within a file and blanks: what browsers understand is up to the source.
                command.args(["--minify", "--target=esnext", "--log-level=warning", "--allow-overwrite"]);
                let mut outfile = OsString::from("--outfile=");
                outfile.push(&file);
                run(command.arg(&file).arg(outfile), doing)?;
            }
            _ => {}
        }
    }
    Ok(())
}
