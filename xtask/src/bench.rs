//! `cargo xtask bench`: the console measured against AG Grid and react-admin.

use std::{fs, path::PathBuf, process::Command};

use lexopt::{Arg::Long, Parser, ValueExt};

use crate::{
    browser::Browser,
    dist,
    failure::{Doing, Failure},
    npm::Packages,
    process::run,
    root, say, sizes,
};

/// What the console is compared with.
const PACKAGES: Packages = Packages {
    what: "AG Grid and react-admin",
    purpose: "the pages to compare with",
    cost: "360 MB, about a minute",
};
/// Where the figures stand.
const DOCUMENT: &str = "docs/performance.md";

/// What the command line asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// How many tasks the tables have, one after the other; all three numbers of the document if none.
    tasks: Vec<usize>,
    /// Everything is done less often.
    quick: bool,
    /// The figures go into the document.
    write: bool,
}

impl Options {
    /// Reads what follows `bench`.
    ///
    /// # Errors
    /// [`Failure::Usage`] for what cannot be understood, and for tables too small to tell anything.
    pub fn parse(mut arguments: Parser) -> Result<Options, Failure> {
        let mut options = Options::default();
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("tasks") => {
                    let count = arguments.value()?.parse()?;
                    if count < 100 {
                        return Err(Failure::Usage("--tasks takes 100 or more".to_owned()));
                    }
                    options.tasks.push(count);
                }
                Long("quick") => options.quick = true,
                Long("write") => options.write = true,
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(options)
    }
}

/// Builds the console and the pages that it is compared with, and measures all of them in Chromium.
///
/// # Errors
/// When something is missing or a build fails.
pub fn bench(options: &Options) -> Result<(), Failure> {
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
fn pages() -> Result<PathBuf, Failure> {
    let source = root().join("bench");
    PACKAGES.install(&source)?;
    let directory = root().join("target/bench");
    let doing = "building the pages to compare with";
    if directory.exists() {
        fs::remove_dir_all(&directory).doing(doing)?;
    }
    say("Building the pages of AG Grid and react-admin");
    let mut node = Command::new("node");
    run(node.arg("build.mjs").arg(&directory).current_dir(&source), doing)?;
    for page in ["ag-grid", "react-admin"] {
        sizes::compress(&directory.join(page))?;
    }
    Ok(directory)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Options, Failure> {
        Options::parse(Parser::from_args(arguments))
    }

    #[test]
    fn without_options_everything_is_measured_and_nothing_written() {
        assert_eq!(parse(&[]).unwrap(), Options { tasks: Vec::new(), quick: false, write: false });
    }

    #[test]
    fn numbers_of_tasks_are_measured_one_after_the_other() {
        let options = parse(&["--tasks", "100", "--quick", "--tasks=10000", "--write"]).unwrap();
        assert_eq!(options, Options { tasks: vec![100, 10_000], quick: true, write: true });
        assert!(matches!(parse(&["--tasks", "99"]), Err(Failure::Usage(_))));
        assert!(matches!(parse(&["100"]), Err(Failure::Usage(_))));
    }
}
