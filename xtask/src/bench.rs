//! `cargo xtask bench`: the console measured against AG Grid and react-admin, or against another build of itself.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};
use clap::{Args, ValueEnum};

use crate::{
    browser::Browser,
    checkout::root,
    dist,
    npm::Packages,
    process::{output, run},
    progress::{say, step},
    sizes,
};

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
    /// Beside another build of the console: of a revision, or the one in a folder
    #[arg(long, value_name = "REV|DIR")]
    against: Option<String>,
    /// Beside this page; can be repeated [default: both, none with --against]
    #[arg(long, value_name = "PAGE")]
    beside: Vec<Page>,
    /// Do everything less often: a first look, no figures to rely on
    #[arg(long)]
    quick: bool,
    /// Put the figures into docs/performance.md, too
    #[arg(long, conflicts_with_all = ["against", "beside"])]
    write: bool,
}

/// A page to compare with; its folder below `bench/` has its name.
#[derive(Clone, Copy, ValueEnum)]
enum Page {
    AgGrid,
    ReactAdmin,
}

/// Builds the console and what it is compared with, and measures all of them in Chromium.
///
/// # Errors
/// When something is missing or a build fails.
pub fn bench(options: &Options) -> Result<()> {
    let browser = Browser::ready()?;
    let other = options.against.as_deref().map(other_build).transpose()?;
    let console = dist::console()?;
    let beside = match options.beside.as_slice() {
        [] if other.is_none() => Page::value_variants(),
        chosen => chosen,
    };
    let mut program = Command::new("cargo");
    program.args(["run", "--quiet", "--package", "e2e", "--bin", "bench", "--"]).current_dir(root());
    for count in &options.tasks {
        program.arg("--tasks").arg(count.to_string());
    }
    if let Some((name, directory)) = other {
        program.arg("--against").arg(name).env("AGAINST_DIST", directory);
    }
    if !beside.is_empty() {
        program.env("BENCH_PAGES", pages()?);
    }
    for page in beside.iter().filter_map(Page::to_possible_value) {
        program.arg("--beside").arg(page.get_name());
    }
    if options.quick {
        program.arg("--quick");
    }
    if options.write {
        program.arg("--write").arg(root().join(DOCUMENT));
    }
    program
        .env("CONSOLE_DIST", console)
        .env("CHROMIUM", browser.chromium)
        .env("CHROMEDRIVER", browser.driver);
    say("Measuring (all of it takes about 15 minutes; the machine should have nothing else to do)");
    run(&mut program, "measuring")
}

/// Returns the name and the directory of another build. That of a revision is made with the revision's own `dist`,
/// and kept.
fn other_build(against: &str) -> Result<(String, PathBuf)> {
    let directory = Path::new(against);
    if directory.is_dir() {
        let is_built = directory.join("index.html").is_file();
        ensure!(is_built, "{against} has no built console: `cargo xtask dist` makes one in dist/");
        return Ok(("other build".to_owned(), directory.canonicalize()?));
    }
    let mut name = git(&["rev-parse", "--short", "--verify", "--quiet"]);
    let revision = output(name.arg(format!("{against}^{{commit}}")));
    let revision = revision.with_context(|| format!("{against} is neither a folder nor a revision"))?;
    let kept = root().join("target/against").join(&revision);
    if !kept.is_dir() {
        let place = kept.with_extension("checkout");
        let remove = || output(git(&["worktree", "remove", "--force"]).arg(&place));
        remove();
        run(git(&["worktree", "add", "--detach"]).arg(&place).arg(&revision), "checking the revision out")?;
        let built = step(&format!("Building the console of {revision} (once; some minutes)"), || {
            let mut dist = Command::new("cargo");
            dist.args(["xtask", "dist"]).env_remove("RUSTUP_TOOLCHAIN").current_dir(&place);
            run(&mut dist, "building the other console")?;
            fs::rename(place.join("dist"), &kept).context("keeping the other console failed")
        });
        remove();
        built?;
    }
    Ok((revision, kept))
}

fn git(arguments: &[&str]) -> Command {
    let mut git = Command::new("git");
    git.args(arguments).current_dir(root());
    git
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
