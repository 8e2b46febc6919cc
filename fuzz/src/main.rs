//! Searches for inputs of which something does not hold: `cargo run -p fuzz -- links --seconds 60`.
//!
//! It is libFuzzer with its coverage of branches and comparisons, which rustc has on stable, too. It starts from the
//! target's corpus and seeds, and takes what leads to places that no other input led to into the corpus.

use std::{
    fs,
    path::Path,
    process::{Command, ExitCode},
};

use anyhow::{Context as _, Result, bail, ensure};
use clap::Parser;
use fuzz::{TARGETS, Target, corpus};

/// The instrumentation that libFuzzer wants, as cargo-fuzz asks for it, with the checks of a debug build.
const INSTRUMENTED: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 -Cdebug-assertions -Coverflow-checks";

/// Where cargo puts what is built for another target than this machine's by default; so build scripts are not
/// instrumented.
const MACHINE: &str = "x86_64-unknown-linux-gnu";

/// Searches for inputs of which something does not hold.
#[derive(Parser)]
struct Options {
    /// The targets, or all of them
    targets: Vec<String>,
    /// How long to search for each
    #[arg(long, default_value_t = 60)]
    seconds: u32,
}

fn main() -> ExitCode {
    match search(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn search(options: &Options) -> Result<()> {
    let named = options.targets.iter().map(|name| fuzz::target(name).with_context(|| no_target(name)));
    let mut targets = named.collect::<Result<Vec<_>>>()?;
    if targets.is_empty() {
        targets = TARGETS.iter().collect();
    }
    let directory = corpus::root().join("target/fuzz");
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--release", "--package=fuzz", "--bin=target", "--features=libfuzzer"]);
    cargo.args(["--target", MACHINE, "--target-dir"]).arg(&directory).current_dir(corpus::root());
    ensure!(
        cargo.env("RUSTFLAGS", INSTRUMENTED).status()?.success(),
        "the program for libFuzzer cannot be built"
    );
    let program = directory.join(MACHINE).join("release/target");
    let failed: Vec<_> = targets
        .iter()
        .map(|target| {
            Ok((target.name, search_one(target, &program, &directory.join(target.name), options.seconds)?))
        })
        .collect::<Result<Vec<_>>>()?
        .into_iter()
        .filter_map(|(name, holds)| (!holds).then_some(name))
        .collect();
    if !failed.is_empty() {
        bail!("something does not hold of {}; the inputs are in {}", failed.join(", "), directory.display());
    }
    Ok(())
}

fn no_target(name: &str) -> String {
    let names: Vec<_> = TARGETS.iter().map(|target| target.name).collect();
    format!("there is no target `{name}`; there are {}", names.join(", "))
}

/// Returns whether everything held.
fn search_one(target: &Target, program: &Path, directory: &Path, seconds: u32) -> Result<bool> {
    let (found, least) = (directory.join("found"), directory.join("least"));
    let _ = fs::remove_dir_all(directory);
    fs::create_dir_all(&found)?;
    fs::create_dir_all(&least)?;
    for (number, input) in corpus::read(target.name)?.iter().enumerate() {
        fs::write(found.join(number.to_string()), input)?;
    }
    let words: String =
        target.words.iter().map(|word| format!("\"{}\"\n", word.as_bytes().escape_ascii())).collect();
    // libFuzzer knows fewer escapes than Rust.
    let words = words.replace("\\t", "\\x09").replace("\\'", "'");
    fs::write(directory.join("words"), words)?;
    println!("== {}", target.name);
    let libfuzzer = |arguments: &[String]| {
        let mut command = Command::new(program);
        command.env("FUZZ_TARGET", target.name).args([
            "-timeout=10",
            "-max_len=2048",
            "-print_final_stats=1",
        ]);
        command.args(arguments).arg(format!("-artifact_prefix={}/", directory.display()));
        command
    };
    let mut searching = libfuzzer(&[
        format!("-max_total_time={seconds}"),
        format!("-dict={}", directory.join("words").display()),
        "-verbosity=1".to_owned(),
    ]);
    searching.arg(&found).args(target.seeds.iter().map(|seeds| corpus::root().join(seeds)));
    let log = fs::File::create(directory.join("log"))?;
    let holds = searching.stderr(log).status()?.success();
    let log = fs::read_to_string(directory.join("log")).unwrap_or_default();
    let said = if holds { ["DONE", "stat::number_of_executed"] } else { ["panicked", "ERROR"] };
    log.lines()
        .filter(|line| said.iter().any(|word| line.contains(word)))
        .for_each(|line| println!("{line}"));
    if !holds {
        println!("The input is in {}, all that was said in its `log`.", directory.display());
        return Ok(false);
    }
    let merged = libfuzzer(&["-merge=1".to_owned()])
        .arg(&least)
        .arg(&found)
        .stderr(fs::File::create(directory.join("merge"))?)
        .status()?;
    ensure!(merged.success(), "the corpus of {} cannot be merged", target.name);
    let inputs =
        fs::read_dir(&least)?.map(|entry| fs::read(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    println!("{} inputs in the corpus", inputs.len());
    corpus::write(target.name, inputs)?;
    Ok(true)
}
