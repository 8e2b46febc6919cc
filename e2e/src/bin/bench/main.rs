//! Measures the console against another build of it, AG Grid and react-admin, each in a Chromium of its own,
//! taking turns: `bench [--tasks N]… [--against NAME] [--beside PAGE]… [--quick] [--write FILE]`.
//! `cargo xtask bench` builds them and calls it.
//!
//! The tables go to the standard output, or into a file between its two marks; what is being done goes to the
//! standard error. `CONSOLE_DIST`, `AGAINST_DIST` and `BENCH_PAGES` name the directories with the built pages. How
//! it is measured, and why so, is in `docs/performance.md`.

mod contender;
mod figures;
mod page;
mod report;
mod sample;

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs};

use e2e::Browser;

use contender::{Contender, Kind};
use figures::Times;
use page::{Page, SortBy};
use report::Measured;
use sample::Sample;

/// How many tasks the tables have when nothing else is asked for.
const TASKS: [usize; 3] = [100, 10_000, 100_000];

/// A set of options that the command line asks for.
struct Options {
    tasks: Vec<usize>,
    /// What the other build of the console is called.
    against: Option<String>,
    beside: Vec<String>,
    effort: Effort,
    write: Option<PathBuf>,
}

/// A measure that says how often things are done.
struct Effort {
    /// Visits with the browser's cache, and as many without.
    visits: usize,
    /// How often each page is opened to be worked with.
    rounds: usize,
    /// Words that are typed in each round.
    words: usize,
    /// Seconds of scrolling, in the first round.
    scrolling: u64,
}

impl Options {
    fn read() -> Self {
        let thorough = Effort { visits: 5, rounds: 3, words: 2, scrolling: 10 };
        let mut options =
            Self { tasks: Vec::new(), against: None, beside: Vec::new(), effort: thorough, write: None };
        let mut arguments = env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().unwrap_or_else(|| panic!("{argument} needs a value"));
            match argument.as_str() {
                "--tasks" => {
                    let count = value().parse();
                    options
                        .tasks
                        .push(count.unwrap_or_else(|error| panic!("--tasks takes a number: {error}")));
                }
                "--against" => options.against = Some(value()),
                "--beside" => options.beside.push(value()),
                "--write" => options.write = Some(value().into()),
                "--quick" => options.effort = Effort { visits: 2, rounds: 1, words: 2, scrolling: 3 },
                _ => panic!("there is no option {argument}"),
            }
        }
        if options.tasks.is_empty() {
            options.tasks = TASKS.to_vec();
        }
        options
    }
}

fn main() {
    let options = Options::read();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    let now = i64::try_from(now).unwrap_or_default();
    let with_states = options.against.is_none();
    let sample = |count: &usize| Sample::new(*count, now, with_states);
    let samples: Vec<_> = options.tasks.iter().map(sample).collect();
    let mut contenders =
        vec![Contender::serve(Kind::Console, "console", directory("CONSOLE_DIST"), &samples)];
    if let Some(name) = &options.against {
        contenders.push(Contender::serve(Kind::OtherConsole, name, directory("AGAINST_DIST"), &samples));
    }
    for page in &options.beside {
        let kind = Kind::of_page(page).unwrap_or_else(|| panic!("there is no page {page}"));
        let name = if kind == Kind::AgGrid { "AG Grid" } else { page };
        contenders.push(Contender::serve(kind, name, directory("BENCH_PAGES").join(page), &samples));
    }

    let table = |sample: &Sample| {
        report::table(sample.count(), &contenders, &measure(&contenders, sample, &options.effort))
    };
    let tables = samples.iter().map(table).collect::<Vec<_>>().join("\n");
    let text = format!("{}\n\n{tables}", report::circumstances(&Browser::open()));
    match options.write {
        None => println!("{text}"),
        Some(file) => {
            let written =
                fs::read_to_string(&file).and_then(|old| fs::write(&file, report::put_into(&old, &text)));
            written.unwrap_or_else(|error| panic!("{} cannot be written: {error}", file.display()));
            println!("{text}\nWritten into {}", file.display());
        }
    }
}

/// Measures all pages with one sample. They take turns, so that none has the machine at a better time.
fn measure(contenders: &[Contender], sample: &Sample, effort: &Effort) -> Vec<Measured> {
    let pages: Vec<_> = contenders.iter().map(|contender| Page::new(contender, sample)).collect();
    let mut measured: Vec<_> = pages.iter().map(|_| Measured::default()).collect();
    let count = sample.count();
    for (page, measured) in pages.iter().zip(&mut measured) {
        let name = &page.contender.name;
        eprintln!("{count} tasks: preparing {name}");
        let mut unmeasured = Times::default();
        if page.contender.kind.is_console() {
            page.store();
        }
        page.open(&mut unmeasured);
        assert!(!unmeasured.is_given_up(), "{name} shows no row of {count}");
        let files = page.files();
        let transferred = |extension| {
            let bytes = page.contender.transferred(&files, extension);
            bytes.unwrap_or_else(|error| panic!("{name} was not compressed: {error}"))
        };
        (measured.gzip, measured.brotli) = (transferred("gz"), transferred("br"));
        page.leave();
    }
    for visit in 1..=effort.visits {
        for (page, measured) in pages.iter().zip(&mut measured) {
            eprintln!("{count} tasks: visit {visit} of {}", page.contender.name);
            page.open_first(&mut measured.first_visit);
            page.open(&mut measured.visit);
            page.leave();
        }
    }
    let words = sample.words(effort.rounds * effort.words);
    for (round, words) in words.chunks(effort.words).enumerate() {
        for (page, measured) in pages.iter().zip(&mut measured) {
            eprintln!("{count} tasks: working with {} ({})", page.contender.name, round + 1);
            page.open(&mut Times::default());
            let worked = |part: &mut dyn FnMut()| {
                let before = page.work();
                part();
                [page.work() - before]
            };
            for word in words {
                let keys = 2.0 * word.len() as f64;
                let work = worked(&mut || page.filter(word, &mut measured.filter));
                measured.filter_work.take_all(work.map(|work| work / keys));
            }
            measured.sort_work.take_all(worked(&mut || {
                page.sort(SortBy::Name, &mut measured.by_name);
                page.sort(SortBy::LastOperation, &mut measured.by_last_operation);
            }));
            if round == 0 {
                let work = worked(&mut || measured.scrolled = page.scroll(effort.scrolling));
                measured.scroll_work.take_all(work.map(|work| work / effort.scrolling as f64));
                measured.extent = page.extent();
            }
            page.leave();
        }
    }
    measured
}

fn directory(variable: &str) -> PathBuf {
    let named = env::var_os(variable).map(PathBuf::from).filter(|directory| directory.is_dir());
    named.unwrap_or_else(|| panic!("{variable} must name a directory; `cargo xtask bench` does all of it"))
}
