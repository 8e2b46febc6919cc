//! Links: what they open and fill in, what they ignore, and that they never send anything.

use super::operations::pull_back_calls;
use super::*;

fn with_both_tasks(test: impl FnOnce(&Stage, &Console)) {
    play(Setup::with([incr_sync(State::Running), full_import(State::Running)]), test);
}

#[test]
fn a_link_opens_a_sheet_filled_in_and_sends_nothing() {
    with_both_tasks(|stage, console| {
        console.open(&format!("?task={INCR_SYNC}&op=stop"));
        let sheet = console.sheet("Stop");
        sheet.expect_value("Task name", INCR_SYNC);
        sheet.expect_preview(&pull_back_calls()[..1]);
        console.reload();
        console.sheet("Stop").expect_value("Task name", INCR_SYNC);
        stage.expect_received(&[]);
    });
}

#[test]
fn names_are_understood_raw_and_encoded() {
    with_both_tasks(|_, console| {
        let encoded = FULL_IMPORT.replace(':', "%3A").replace('_', "%5f");
        console.open(&format!("?op=Resume&task={encoded}"));
        console.sheet("Start").expect_value("Task name", FULL_IMPORT);
        console.open("?task=任务 100%25 +1 %&op=delete");
        console.sheet("Delete").expect_value("Task name", "任务 100% +1 %");
    });
}

#[test]
fn a_task_that_is_not_in_the_list_is_asked_about() {
    play(Setup::with([incr_sync(State::Running)]).unlisted(), |_, console| {
        console.open(&format!("?task={INCR_SYNC}"));
        console.expect_notice("The link names a task that is not in your list.");
        console.expect_tasks(&[]);
        console.click("Add to the list");
        console.expect_tasks(&[INCR_SYNC]);
    });
}

#[test]
fn what_a_link_means_to_no_one_is_reported() {
    with_both_tasks(|_, console| {
        console.open(&format!("?task={INCR_SYNC}&op=migrate&ip=10.0.0.999&host=evil.example&op=stop"));
        console.sheet("Migrate").expect_value("Destination IP", "");
        console.expect_notice("The link's ip=“10.0.0.999” is not valid and was ignored.");
        console.expect_notice("The link's “host” means nothing here and was ignored.");
        console.expect_notice("The link has “op” more than once; the first one counts.");
        console.open("?op=drop&task=a%09b");
        console.expect_notice("The link's op=“drop” is not valid and was ignored.");
        console.expect_notice("is not valid and was ignored.");
        console.expect_no_sheet();
        console.click("Dismiss");
    });
}

#[test]
fn a_pull_back_link_fills_in_its_fields() {
    with_both_tasks(|_, console| {
        console.open(&format!(
            "?task={INCR_SYNC}&op=pullback&at=2023-02-13T19:00:00&zone=Asia/Shanghai&subtopic={SUBTOPIC}"
        ));
        let sheet = console.sheet("Pull back");
        sheet.expect_value("Pull back to", "2023-02-13T19:00:00");
        sheet.expect_value("Time zone", "Asia/Shanghai");
        sheet.expect_value("Subtopic", SUBTOPIC);
        sheet.expect_preview(&pull_back_calls());
        console
            .open(&format!("?task={INCR_SYNC}&op=pullback&at=2023-02-13T19:00:00+08:00&subtopic={SUBTOPIC}"));
        console.sheet("Pull back").expect_preview(&pull_back_calls());
    });
}

#[test]
fn a_link_fills_in_the_other_forms() {
    with_both_tasks(|_, console| {
        console.open(&format!("?task={INCR_SYNC}&op=start&pullback"));
        console.sheet("Start").expect_check_boxes(&[("Pull back", true)]);
        console.open(&format!("?task={FULL_IMPORT}&op=start&restart"));
        console.sheet("Start").expect_check_boxes(&[("Restart", true)]);
        console.open(&format!("?task={INCR_SYNC}&op=migrate&ip=fd00::9"));
        console.sheet("Migrate").expect_value("Destination IP", "fd00::9");
        console.open(&format!("?task={INCR_SYNC}&op=update&delete=source.checkpoint,sink.a.b"));
        console.sheet("Update").expect_value("Parameters to delete", "source.checkpoint, sink.a.b");
        console.open(&format!("?task={INCR_SYNC}&op=delete&confirm=delete"));
        console.sheet("Delete").expect_value("Type delete to confirm", "");
        console.open("?q=full");
        console.expect_tasks(&[FULL_IMPORT]);
    });
}

#[test]
fn a_copied_link_shows_the_same_to_someone_else() {
    with_both_tasks(|stage, console| {
        let sheet = console.open_sheet("Pull back", INCR_SYNC);
        sheet.fill("Pull back to", "2023-02-13 19:00:00");
        sheet.fill("Time zone", "Asia/Shanghai");
        sheet.fill("Subtopic", SUBTOPIC);
        sheet.click("Copy link");
        sheet.expect_said("status", "Copied");
        let link = console.browser().clipboard();
        let query = link.strip_prefix(console.address());
        let query = query.unwrap_or_else(|| panic!("{link} does not lead to {}", console.address()));

        let colleague = stage.console();
        colleague.open(query);
        let theirs = colleague.sheet("Pull back");
        theirs.expect_value("Task name", INCR_SYNC);
        // With its offset, so that the colleague's zone changes nothing.
        theirs.expect_value("Pull back to", "2023-02-13T19:00:00+08:00");
        theirs.expect_value("Time zone", "Asia/Shanghai");
        theirs.expect_value("Subtopic", SUBTOPIC);
        theirs.expect_preview(&pull_back_calls());
    });
}

#[test]
fn a_copied_curl_command_is_the_one_that_is_shown() {
    with_both_tasks(|stage, console| {
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.click("Copy as cURL");
        sheet.expect_said("status", "Copied");
        let command = format!(
            "curl -XPOST '{}connector/task/v2/stop?taskName=10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002' \\\n  \
             --header 'X-Requested-With: connector-console'",
            stage.address()
        );
        assert_eq!(console.browser().clipboard(), command);
    });
}

#[test]
fn back_and_forward_open_and_close_sheets() {
    with_both_tasks(|_, console| {
        console.open_sheet("Stop", INCR_SYNC);
        console.browser().back();
        console.expect_no_sheet();
        console.browser().forward();
        console.sheet("Stop").expect_value("Task name", INCR_SYNC);
    });
}
