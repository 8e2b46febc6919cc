//! The project's commands: `cargo xtask run`, `test`, `dist`, `screenshots` and `bench`.
//!
//! Each brings along what it needs, says what it is doing when that takes a while, and ends with one sentence
//! when it cannot go on.

mod bench;
mod browser;
mod dist;
mod failure;
#[cfg(test)]
mod layering;
mod naming;
mod npm;
mod process;
mod run;
mod screenshots;
mod sizes;
mod split;
mod styles;
mod test;
mod tools;
mod web_build;

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use failure::Failure;
use lexopt::{
    Arg::{Long, Short, Value},
    Parser, ValueExt as _,
};

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  run                  build the console, serve it with a simulator behind it, print its URL
    --port P           serve on this port of the loopback interface (8080; 0 takes a free one)
    --base PATH        serve under this path, for instance /console/ (/)
    --cm http://H:P    call this connector manager; without it, a simulator is started
    --simulator-port P where the simulator listens (8088; 0 takes a free one)
    --tasks N          how many tasks the simulator has (40)
    --latency MS       how long the simulator takes for each call, in milliseconds (0)
    --dev              build without optimisation: a change is rebuilt faster, the page is slower
  test [STEP...] [FILTER]
                       run all checks, or those named: fmt clippy native wasm docs e2e
                       FILTER runs only the tests whose name contains it
  dist                 build what is deployed into dist/, compressed too, and check its size
  screenshots          build the console and take the pictures in docs/images/
  bench                measure the console against AG Grid and react-admin, print the figures
    --tasks N          with this many tasks only; can be repeated (100, 10000 and 100000)
    --quick            do everything less often: a first look, no figures to rely on
    --write            put the figures into docs/performance.md, too
";

fn main() -> ExitCode {
    match process::end_with_signals().and_then(|()| carry_out(Parser::from_env())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Interrupted) => ExitCode::from(130),
        Err(failure) => {
            let _ = writeln!(io::stderr(), "error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn carry_out(mut arguments: Parser) -> Result<(), Failure> {
    match arguments.next()? {
        Some(Value(command)) => match command.string()?.as_str() {
            "run" => run::run(&run::Options::parse(arguments)?),
            "test" => test::test(&test::Selection::parse(arguments)?),
            "dist" => {
                no_more(arguments)?;
                dist::dist().map(|_| ())
            }
            "screenshots" => {
                no_more(arguments)?;
                screenshots::screenshots()
            }
            "bench" => bench::bench(&bench::Options::parse(arguments)?),
            other => Err(Failure::Usage(format!("there is no command `{other}`"))),
        },
        Some(Long("help") | Short('h')) => {
            say(USAGE.trim_end());
            Ok(())
        }
        Some(other) => Err(other.unexpected().into()),
        None => Err(Failure::Usage("name a command".to_owned())),
    }
}

fn no_more(mut arguments: Parser) -> Result<(), Failure> {
    arguments.next()?.map_or(Ok(()), |more| Err(more.unexpected().into()))
}

/// The checkout that this program was built from.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Tells what is being done, before it is. Nobody has to listen.
fn say(sentence: &str) {
    let _ = writeln!(io::stdout(), "{sentence}");
}
