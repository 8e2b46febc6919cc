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
fn a_link_to_one_task_marks_its_row_and_closing_leads_to_it() {
    with_both_tasks(|stage, console| {
        console.open(&format!("?task={FULL_IMPORT}"));
        console.expect_marked(FULL_IMPORT);
        console.expect_selected(&[]);
        // The keys of operations are for the row that has the focus.
        console.browser().press("x?");
        console.sheet("Help");
        for query in ["details", "op=delete"] {
            console.open(&format!("?task={FULL_IMPORT}&{query}"));
            console.sheet(if query == "details" { "Details" } else { "Delete" });
            console.expect_marked(FULL_IMPORT);
            console.browser().press(Key::Escape);
            console.expect_no_sheet();
            console.expect_focus(FULL_IMPORT);
            console.expect_selected(&[]);
        }
        // Also where another row had it.
        console.go_to_row(INCR_SYNC);
        console.browser().press_with(Key::Control, "k");
        console.browser().eventually("the palette", || {
            console.browser().page()?.one(Role::Dialog, "Find tasks and actions")
        });
        console.browser().press("stop full");
        console.browser().press(Key::Enter);
        console.sheet("Stop").expect_value("Task name", FULL_IMPORT);
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        console.expect_focus(FULL_IMPORT);
        stage.expect_received(&[]);
    });
}

#[test]
fn what_a_link_means_to_no_one_is_reported() {
    with_both_tasks(|_, console| {
        console.open(&format!("?task={INCR_SYNC}&op=migrate&ip=10.0.0.999&server=evil.example&op=stop"));
        console.sheet("Migrate").expect_value("Destination IP", "10.0.0.999");
        console.sheet("Migrate").expect_message("Destination IP", "This is no IP address.");
        console.expect_notice("The link's “server” means nothing here and was ignored.");
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
        console.sheet("Update").expect_entries("To be deleted", &["source.checkpoint", "sink.a.b"]);
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

/// Waits until the address has exactly this behind its `?`.
#[track_caller]
fn expect_query(console: &Console, query: &str) {
    console.browser().eventually("the address", || {
        let address = console.browser().address();
        match address.strip_prefix(console.address()) {
            Some(found) if found.trim_start_matches('?') == query => Ok(()),
            _ => NotYet::because(format!("{address}, not {query:?}")),
        }
    });
}

#[test]
fn back_and_forward_go_through_filters_orders_and_sheets() {
    let legacy = "10.0.0.5-9000:p_48wfv693y1b4_dest-000-0:0000000001";
    let tasks = [incr_sync(State::Running), full_import(State::Running), Task::new(legacy)];
    play(Setup::with(tasks), |_, console| {
        let stations = [
            ("", vec![INCR_SYNC, FULL_IMPORT, legacy]),
            ("q=np_57", vec![INCR_SYNC, FULL_IMPORT]),
            ("q=np_57&sort=name", vec![FULL_IMPORT, INCR_SYNC]),
            ("q=np_57&sort=-name", vec![INCR_SYNC, FULL_IMPORT]),
        ];
        let stands_at = |place: usize| {
            let (query, tasks) = &stations[place];
            expect_query(console, query);
            console.expect_tasks(tasks);
            console.expect_no_sheet();
        };
        stands_at(0);
        console.filter("np_57");
        stands_at(1);
        console.click("Task name");
        stands_at(2);
        console.click("Task name");
        stands_at(3);
        console.open_sheet("Stop", INCR_SYNC);
        let opened = format!("task={INCR_SYNC}&op=stop&q=np_57&sort=-name");
        expect_query(console, &opened);
        for place in [3, 2, 1, 0] {
            console.browser().back();
            stands_at(place);
        }
        for place in [1, 2, 3] {
            console.browser().forward();
            stands_at(place);
        }
        console.browser().forward();
        console.sheet("Stop").expect_value("Task name", INCR_SYNC);
        expect_query(console, &opened);
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);

        // The order that was set last is kept for the next visit, which Back comes back to.
        console.open("");
        stands_at_order(console, "sort=-name", &[legacy, INCR_SYNC, FULL_IMPORT]);
        console.tick_columns(&["Component"]);
        console.click("Component");
        expect_query(console, "sort=component,-name");
        console.browser().back();
        stands_at_order(console, "sort=-name", &[legacy, INCR_SYNC, FULL_IMPORT]);
    });
}

#[track_caller]
fn stands_at_order(console: &Console, query: &str, tasks: &[&str]) {
    expect_query(console, query);
    console.expect_tasks(tasks);
}

#[test]
fn several_tasks_are_selected_and_those_not_in_the_list_are_added_on_a_click() {
    let legacy = "10.0.0.5-9000:p_48wfv693y1b4_dest-000-0:0000000001";
    with_both_tasks(|stage, console| {
        console.open(&format!("?task={INCR_SYNC}&task={legacy}&task={INCR_SYNC}&op=stop"));
        console.expect_notice("The link names several tasks and Stop. An operation is for one task at a time: the tasks are selected, and nothing is opened.");
        console.expect_no_sheet();
        console.expect_notice("The link names a task that is not in your list. Add to the list?");
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
        console.click("Add to the list");
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT, legacy]);

        console.open(&format!("?task={INCR_SYNC}&task={FULL_IMPORT}&q=trans&sort=-component"));
        console.expect_notice("2 selected");
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
        console.open("?q=trans&sort=component");
        console.expect_tasks(&[FULL_IMPORT, INCR_SYNC]);

        // A task that was forgotten is not in the list either, and one that is forgotten later is not asked about.
        select(console, FULL_IMPORT);
        console.click("Remove from list");
        console.expect_tasks(&[INCR_SYNC]);
        console.open(&format!("?task={INCR_SYNC}&task={FULL_IMPORT}"));
        console.expect_notice("The link names a task that is not in your list.");
        console.click("Add to the list");
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT, legacy]);
        stage.expect_received(&[]);
    });
}

#[test]
fn each_part_that_cannot_be_meant_is_named() {
    with_both_tasks(|stage, console| {
        let parts = "at=yesterday&zone=a b&subtopic={subtopic}&ip=300.1.1.1&delete=checkpoint,source.a&restart=maybe\
                     &sort=colour&q=%ff&json={\"a\":1}";
        console.open(&format!("?op=update&task={INCR_SYNC}&{parts}"));
        // What is no parameter is marked where it can be corrected.
        console.sheet("Update").expect_entries("To be deleted", &["checkpoint", "source.a"]);
        for notice in [
            "The link's “at” has no effect on Update and was ignored.",
            "The link's “zone” has no effect on Update and was ignored.",
            "The link's “subtopic” has no effect on Update and was ignored.",
            "The link's “ip” has no effect on Update and was ignored.",
            "The link's restart=“maybe” is not valid",
            "The link's sort=“colour” is not valid",
            "The link's q=“\u{fffd}” is not valid",
            "The link's “json” means nothing here and was ignored.",
        ] {
            console.expect_notice(notice);
        }
        console.open(&format!("?op=start&task={INCR_SYNC}&restart&ip=10.0.0.9"));
        console.sheet("Start").expect_check_boxes(&[("Pull back", false)]);
        console.expect_notice("The link's “ip” has no effect on Start and was ignored.");
        console.expect_notice("The link's “restart” does not apply to Incr-Sync and was ignored.");
        console.open("?pullback");
        console
            .expect_notice("The link's “pullback” has no effect without an operation (op=) and was ignored.");
        console.expect_no_sheet();
        stage.expect_received(&[]);
    });
}

#[test]
fn copied_links_show_the_same_elsewhere() {
    with_both_tasks(|stage, console| {
        let colleague = stage.console();
        let follow = || {
            let link = console.browser().clipboard();
            let query = link.strip_prefix(console.address());
            colleague.open(query.unwrap_or_else(|| panic!("{link} does not lead to {}", console.address())));
        };
        console.choose_in_menu(FULL_IMPORT, "Copy link");
        console.expect_notice("Link copied");
        follow();
        colleague.expect_marked(FULL_IMPORT);
        colleague.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);

        let incr = INCR_SYNC;
        let call = |target: String| Call::bare(&format!("/connector/task/v2/{target}"));
        type Fill = fn(&Sheet<'_>);
        let sheets: [(&str, &str, Fill, Call); 5] = [
            (
                "Start",
                INCR_SYNC,
                |sheet| sheet.tick("Pull back"),
                call(format!("resume?taskName={incr}&pullBackFlag=true")),
            ),
            (
                "Start",
                FULL_IMPORT,
                |sheet| sheet.tick("Restart"),
                call(format!("resume?taskName={FULL_IMPORT}&restartFlag=true")),
            ),
            ("Stop", INCR_SYNC, |_| {}, call(format!("stop?taskName={incr}"))),
            (
                "Update",
                INCR_SYNC,
                |sheet| sheet.fill("Parameters to delete", "source.checkpoint, sink.a.b"),
                call(format!("update?taskName={incr}&deleteParams=source.checkpoint,sink.a.b")),
            ),
            ("Delete", INCR_SYNC, |_| {}, call(format!("delete?taskName={incr}"))),
        ];
        for (operation, task, fill, call) in sheets {
            let sheet = console.open_sheet(operation, task);
            fill(&sheet);
            sheet.expect_preview(std::slice::from_ref(&call));
            sheet.click("Copy link");
            sheet.expect_said("status", "Copied");
            console.browser().press(Key::Escape);
            console.expect_no_sheet();
            follow();
            let theirs = colleague.sheet(operation);
            theirs.expect_value("Task name", task);
            theirs.expect_preview(&[call]);
        }
        let sheet = console.open_sheet("Migrate", INCR_SYNC);
        sheet.fill("Destination IP", "fd00::9");
        sheet.click("Copy link");
        sheet.expect_said("status", "Copied");
        follow();
        colleague.sheet("Migrate").expect_value("Destination IP", "fd00::9");
        stage.expect_received(&[]);
    });
}
