//! Takes the pictures of the README and the guide: `screenshots DIRECTORY`. `cargo xtask screenshots` builds the
//! console and calls it.
//!
//! The pictures are of real use, and the same each time: what was done before them was done through the page
//! against the simulator, at a time that does not move by itself.

mod guide;

use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::{env, fs};

use e2e::{Console, Key, Setup, Stage};
use serde_json::json;
use simulator::{Component, Endpoint, Fault, State, Task, sample};

/// When the pictures are taken: 2026-03-14 02:40:00 in Shanghai, a time at which such consoles are used.
const NOW: i64 = 1_773_427_200;
/// How many tasks the table has; a few more than are in sight.
const TASKS: usize = 24;
/// Where the console is served, since the address is in the pictures; if it is free.
const PORT: u16 = 8080;

/// A clock for the page that moves only when it is told to.
const CLOCK: &str = "
    let now = START;
    Date.now = () => now;
    window.letTimePass = seconds => { now += 1000 * seconds; };
";

fn main() {
    let Some(directory) = env::args_os().nth(1).map(PathBuf::from) else {
        panic!("name the directory that the pictures are to be written to");
    };
    let (stage, console) =
        open(|setup| setup.with_oms().unlisted().projects(sample::projects_at(TASKS, NOW)));
    take_live(&stage, &console, &directory);
    drop((console, stage));
    // Where OMS cannot be read: a clock that stands has nothing settled meanwhile.
    let (stage, console) = open(|setup| setup);
    work(&stage, &console);
    guide::take_all(&stage, &console, &directory);
}

/// Opens the console, whose clock stands, beside a host with the sample's tasks.
fn open(change: impl FnOnce(Setup) -> Setup) -> (Stage, Console) {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, PORT)).is_ok();
    let setup = Setup::with(sample::tasks_at(TASKS, NOW)).on_port(if free { PORT } else { 0 }).at(NOW);
    let stage = Stage::set(change(setup));
    let console = stage.console();
    console.browser().before_each_page(&CLOCK.replace("START", &format!("{NOW}000")));
    console.open("");
    (stage, console)
}

/// Takes the pictures of the table with what OMS says, and of the sheets that show most of it.
fn take_live(stage: &Stage, console: &Console, directory: &Path) {
    console.open("?sort=name");
    console.expect_text("projects read from OMS");
    let task = pick(stage, 0, |task| is_running(task) && task.component() == Some(Component::IncrSync));
    let sheet = console.open_sheet("Pull back", &task.name);
    sheet.fill("Pull back to", "2026-03-14 01:15:00");
    sheet.fill("Time zone", "Asia/Shanghai");
    to_top(console);
    sheet.expect_fact("Asia/Shanghai", "2026-03-14 01:15:00 +08:00");
    take(console, directory, "console.png");
    console.browser().prefer_dark(true);
    take(console, directory, "console-dark.png");
    console.browser().prefer_dark(false);
    sheet.click("Cancel");
    console.expect_no_sheet();
    console.browser().resize(390, 844);
    to_top(console);
    take(console, directory, "console-phone.png");
    guide::take_live(console, &task, directory);
}

/// What has been done before: this and that, with each kind of outcome.
fn work(stage: &Stage, console: &Console) {
    let task = pick(stage, 0, |task| task.state == State::Stopped);
    carry_out(console, "Start", &task, "Running", 35);
    for (place, minutes) in [(0, 5), (5, 5), (9, 10)] {
        let task = pick(stage, place, is_running);
        carry_out(console, "Stop", &task, "Stopped", 1);
        carry_out(console, "Start", &task, "Running", minutes);
    }
    let task = pick(stage, 4, is_running);
    carry_out(console, "Stop", &task, "Stopped", 8);
    let sheet = console.open_sheet("Update", &task.name);
    sheet.fill("Configuration (JSON)", r#"{"sink":{"workerNum":"32"}}"#);
    sheet.submit();
    sheet.expect_outcome("Confirmed");
    close(console);
    let_pass(console, 6);

    let task = pick(stage, 2, is_running);
    let sheet = console.open_sheet("Delete", &task.name);
    sheet.fill("Type delete to confirm", "delete");
    sheet.submit();
    sheet.expect_outcome("Rejected");
    close(console);
    let_pass(console, 3);

    let task = pick(stage, 7, is_running);
    stage.fault(Fault::respond(502, "text/html", "<h1>Bad Gateway</h1>").on(Endpoint::Stop).applied(true));
    carry_out(console, "Stop", &task, "In doubt", 1);
}

/// Carries an operation out that needs nothing filled in, and lets some minutes pass.
fn carry_out(console: &Console, operation: &str, task: &Task, state: &str, minutes: u32) {
    console.open_sheet(operation, &task.name).submit();
    console.expect_state(&task.name, state);
    close(console);
    let_pass(console, minutes);
}

/// Closes the sheet, which lies over the buttons of the rows, and shows the first rows.
fn close(console: &Console) {
    console.browser().press(Key::Escape);
    console.expect_no_sheet();
    to_top(console);
}

/// Shows the first rows.
fn to_top(console: &Console) {
    let to_top = "document.querySelector('[role=grid]').scrollTop = 0";
    console.browser().eventually("the table", || console.browser().run(to_top, Vec::new()));
}

/// One of the tasks at the host, in the order of the table.
fn pick(stage: &Stage, place: usize, matches: impl Fn(&Task) -> bool) -> Task {
    let tasks = sample::tasks_at(TASKS, NOW);
    let now = tasks.iter().filter_map(|task| stage.simulator.task(&task.name));
    let picked = now.filter(matches).nth(place);
    picked.unwrap_or_else(|| panic!("the sample has no such task"))
}

fn is_running(task: &Task) -> bool {
    task.state == State::Running
}

fn let_pass(console: &Console, minutes: u32) {
    let passed = console.browser().run("letTimePass(60 * arguments[0])", vec![json!(minutes)]);
    passed.unwrap_or_else(|error| panic!("the page's clock does not move: {error}"));
}

/// Takes a picture of what is in sight.
fn take(console: &Console, directory: &Path, name: &str) {
    blur(console);
    write(directory, name, &console.browser().picture());
}

/// Has nothing hold the focus: a caret blinks.
fn blur(console: &Console) {
    let blurred = console.browser().run("document.activeElement.blur()", Vec::new());
    blurred.unwrap_or_else(|error| panic!("the focus stays: {error}"));
}

fn write(directory: &Path, name: &str, picture: &[u8]) {
    let file = directory.join(name);
    let written = fs::create_dir_all(directory).and_then(|()| fs::write(&file, picture));
    written.unwrap_or_else(|error| panic!("{} cannot be written: {error}", file.display()));
    println!("{}", file.display());
}
