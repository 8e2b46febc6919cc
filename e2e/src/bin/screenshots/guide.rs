//! The pictures of the guide: the sheets, one by one, filled in as they are used.

use std::path::Path;

use e2e::{Console, Key, Stage};
use simulator::{Component, Endpoint, Fault, State, Task};

use super::{blur, is_running, pick, write};

/// What is pasted into Add tasks: a line of a wiki page, names, and what is none.
const PASTED: &str = "\
curl -X POST 'http://cm.example:8088/connector/task/v2/stop?taskName=10.0.0.21-9000:connector_v2:np_1a2b3c4d5e6f-incr_trans-1-0:0003000021'
10.0.0.22-9000:connector_v2:np_1a2b3c4d5e6f-full_trans-1-0:0008000004
(no restarts before 06:00)
10.0.0.23-9000:connector_v2:np_9f8e7d6c5b4a-incr_trans-1-0:0003000023, orders
";

/// How wide the page is.
const WIDTH: u32 = 1440;

/// How high the page has to be for the open sheet to be seen as a whole.
const HEIGHT: &str = "
    const sheet = document.querySelector('dialog[open]'), body = sheet.querySelector('.sheet-body');
    const bottom = body.lastElementChild.getBoundingClientRect().bottom + body.scrollTop;
    return Math.ceil(bottom - body.getBoundingClientRect().top + innerHeight - body.clientHeight + 48);
";

/// Takes the open sheet, as high as what is in it, up to what a page can show.
fn take_sheet(console: &Console, directory: &Path, name: &str) {
    blur(console);
    console.browser().resize(WIDTH, 2000);
    let height = console.browser().run(HEIGHT, Vec::new()).ok().and_then(|height| height.as_u64());
    let height = height.unwrap_or_else(|| panic!("{name}: there is no sheet"));
    console.browser().resize(WIDTH, u32::try_from(height).unwrap_or(2000).clamp(320, 2000));
    write(directory, &format!("guide-{name}.png"), &console.browser().picture_of("dialog[open]"));
}

/// Takes the sheets that show most of what OMS says of a task.
pub fn take_live(console: &Console, task: &Task, directory: &Path) {
    console.browser().resize(WIDTH, 900);
    let sheet = console.open_sheet("Update", &task.name);
    sheet.fill("coordinator.bridgeQueueSize", "256");
    sheet.expect_text("1 key changes");
    take_sheet(console, directory, "update-live");
    sheet.click("Cancel");
    console.expect_no_sheet();
    console.browser().resize(WIDTH, 900);
    console.choose_in_menu(&task.name, "Details");
    console.sheet("Details").expect_text("Steps of the project");
    take_sheet(console, directory, "details");
}

/// Takes all others, with the tasks at the host as they are by then.
pub fn take_all(stage: &Stage, console: &Console, directory: &Path) {
    let take = |name: &str| take_sheet(console, directory, name);
    console.browser().resize(WIDTH, 2000);
    let close = || {
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        // All rows are in sight.
        console.browser().resize(WIDTH, 2000);
    };
    let incr_sync = |place: usize| {
        pick(stage, place, |task| is_running(task) && task.component() == Some(Component::IncrSync))
    };
    let full_import = pick(stage, 0, |task: &Task| task.component() == Some(Component::FullImport));

    console.click("Add tasks");
    let sheet = console.sheet("Add tasks");
    sheet.fill("Task names", PASTED);
    sheet.expect_text("left out");
    take("add-tasks");
    sheet.fill("Task names", "");
    close();

    let sheet = console.open_sheet("Start", &full_import.name);
    sheet.tick("Restart");
    take("start");
    close();
    let sheet = console.open_sheet("Stop", &incr_sync(0).name);
    take("stop");
    sheet.submit();
    sheet.expect_outcome("Confirmed");
    take("confirmed");
    close();

    let stopped = pick(stage, 0, |task| task.state == State::Stopped);
    let sheet = console.open_sheet("Update", &stopped.name);
    sheet.fill("Configuration (JSON)", r#"{"sink":{"workerNum":"32"}}"#);
    sheet.choose("Form");
    sheet.expect_text("Threads that write to the target");
    take("update");
    close();

    let task = incr_sync(1);
    let sheet = console.open_sheet("Migrate", &task.name);
    sheet.fill("Destination IP", "10.0.0.31");
    take("migrate");
    close();
    let sheet = console.open_sheet("Delete", &task.name);
    sheet.fill("Type delete to confirm", "delete");
    take("delete");
    stage.fault(
        Fault::reject("CM-RESOAT000012", "Supervisor failed to execute the command", true)
            .on(Endpoint::Delete),
    );
    sheet.submit();
    sheet.expect_outcome("Rejected");
    take("rejected");
    close();

    let task = incr_sync(2);
    let sheet = console.open_sheet("Pull back", &task.name);
    sheet.fill("Pull back to", "2 hours ago");
    sheet.fill("Time zone", "Asia/Shanghai");
    sheet.fill("Subtopic", &task.subtopics[0]);
    sheet.expect_text("+08:00");
    take("pull-back");
    stage.fault(Fault::respond(502, "text/html", "<h1>Bad Gateway</h1>").on(Endpoint::Update));
    sheet.submit();
    sheet.expect_outcome("Outcome unknown");
    take("unknown");
    close();

    console.click("History");
    console.sheet("History").expect_text("Pull back");
    take("history");
    close();
}
