//! Names that look like others, names as they are typed and linked, and names that are dead.

use super::*;

const PLAIN: &str = "orders-1";
/// Its first letter is Cyrillic.
const ALIKE: &str = "\u{43e}rders-1";
const HIDDEN: &str = "orders\u{200b}-1";
const DASHED: &str = "orders\u{2011}1";
const HONEST: &str = "任务一";

const STOP: &str = "/connector/task/v2/stop?taskName=";
const AFTER: &str = "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000003";

/// How many odd characters are marked in the table.
const MARKED: &str = "return document.querySelectorAll('[role=row] mark.odd').length";

/// The names in the table that have a sign in front, which stays when the odd character gives way.
const SIGNED: &str = "
    const names = [...document.querySelectorAll('[role=row] .name-text')];
    return names.filter(name => getComputedStyle(name, '::before').content.includes('⚠')).length";

fn five() -> Setup {
    Setup::with([PLAIN, ALIKE, HIDDEN, DASHED, HONEST].map(|name| Task::new(name).state(State::Stopped)))
}

#[test]
fn a_name_that_looks_like_another_is_marked_wherever_it_is_shown() {
    play(five(), |stage, console| {
        console.expect_tasks(&[PLAIN, ALIKE, "orders⟨U+200B⟩-1", DASHED, HONEST]);
        let marked = console.browser().eventually("the marks", || console.browser().run(MARKED, Vec::new()));
        assert_eq!(marked, json!(3), "one in each odd name, none in the honest ones");
        let signed = console.browser().eventually("the signs", || console.browser().run(SIGNED, Vec::new()));
        assert_eq!(signed, json!(3), "before each odd name, and no other");
        console.expect_whole_name(PLAIN);
        console.expect_whole_name(HONEST);

        console.open(&format!("?task={ALIKE}&op=delete"));
        let sheet = console.sheet("Delete");
        sheet.expect_said("status", "U+043E (Cyrillic о, looks like o)");
        sheet.expect_said("status", "It looks like orders-1, which is in your list, but it is another task.");
        sheet.expect_value("Task name", ALIKE);
        sheet.fill("Type delete to confirm", "delete");
        let call = Call::bare("/connector/task/v2/delete?taskName=%D0%BErders-1");
        sheet.expect_preview(std::slice::from_ref(&call));
        sheet.click("Delete");
        stage.expect_received(&[call]);
        console.expect_tasks(&[PLAIN, "orders⟨U+200B⟩-1", DASHED, HONEST]);

        console.open("?history");
        let history = console.sheet("History");
        history.expect_text("U+043E");
        console.open("?task=orders%E2%80%8B-1&op=stop");
        console.sheet("Stop").expect_said("status", "U+200B (cannot be seen)");
        console.sheet("Stop").expect_value("Task name", HIDDEN);
    });
}

#[test]
fn what_is_typed_or_linked_around_a_name_is_left_out_and_said() {
    play(five(), |stage, console| {
        let sheet = |typed: &str| {
            console.open("?op=stop");
            let sheet = console.sheet("Stop");
            sheet.fill_at_once("Task name", typed);
            sheet
        };
        for typed in [
            "\"orders-1\"",
            " orders-1 ",
            "orders-1，请看",
            "「orders-1」。",
            "curl -XPOST 'http://h/connector/task/v2/stop?taskName=orders-1'",
        ] {
            let sheet = sheet(typed);
            sheet.expect_said("status", "Read as orders-1");
            sheet.expect_value("Task name", typed);
            sheet.expect_preview(&[Call::bare(&format!("{STOP}{PLAIN}"))]);
        }
        let typed = sheet("\"orders-1\"");
        typed.click("Use as typed");
        typed.expect_preview(&[Call::bare(&format!("{STOP}%22orders-1%22"))]);
        typed.expect_text("Do you mean:");
        typed.click("orders-1");
        typed.expect_value("Task name", "orders-1");
        typed.click("Stop");
        stage.expect_received(&[Call::bare(&format!("{STOP}{PLAIN}"))]);
        typed.expect_outcome("Confirmed");

        console.open("?op=stop&task=%22orders-1%22");
        let linked = console.sheet("Stop");
        linked.expect_value("Task name", "\"orders-1\"");
        linked.expect_said("status", "Read as orders-1");
        console.open("?task=orders-1，请看");
        console.expect_notice("The link's task “orders-1，请看” was read as orders-1.");
        console.expect_marked(PLAIN);
        console.expect_selected(&[]);
    });
}

#[test]
fn subtopics_and_parameters_are_read_or_refused_at_their_place() {
    play(Setup::with([incr_sync(State::Stopped)]), |_, console| {
        console.open(&format!(
            "?task={INCR_SYNC}&op=pullback&at=2023-02-13T19:00:00%2B08:00&zone=UTC&subtopic=s1，请看"
        ));
        let sheet = console.sheet("Pull back");
        sheet.expect_value("Subtopic", "s1，请看");
        sheet.expect_said("status", "Read as s1.");
        sheet.fill_at_once("Subtopic", "{\"s1\":\"123\"}");
        sheet.expect_said("status", "Read as s1.");
        sheet.fill_at_once("Subtopic", "s\u{200b}1");
        sheet.expect_message("Subtopic", "U+200B");
        sheet.fill_at_once("Subtopic", "s1, s2");
        sheet.expect_message("Subtopic", "2 subtopics");
        sheet.click("Make 2 fields of it");
        sheet.expect_value("Subtopic 2", "s2");

        console.open(&format!("?task={INCR_SYNC}&op=update&delete=source.a,b"));
        let sheet = console.sheet("Update");
        sheet.expect_entries("To be deleted", &["source.a", "b"]);
        sheet.expect_text("“b” has no scope");
        sheet.fill_at_once("Parameters to delete", "[\"sink.c\"，\"sink.d,e\"]");
        sheet.expect_said("status", "Read as: sink.c · sink.d,e");
    });
}

#[test]
fn a_dead_name_is_told_and_its_successor_offered() {
    play(Setup::with([incr_sync(State::Stopped)]).with_windows(), |stage, console| {
        let first = console.open_sheet("Stop", INCR_SYNC);
        first.expect_preview(&[Call::bare(STOP_INCR_SYNC)]);
        select(console, INCR_SYNC);
        console.browser().open_tab();
        console.open(&format!("?task={INCR_SYNC}&op=migrate"));
        console.sheet("Migrate").click("Migrate");
        let migrate = Call::bare(&STOP_INCR_SYNC.replace("stop", "migrate"));
        stage.expect_received(std::slice::from_ref(&migrate));
        console.expect_tasks(&[AFTER]);

        // The sheet that was open in the first tab does not send under the dead name.
        console.browser().go_to_first_tab();
        let first = console.sheet("Stop");
        first.expect_said("alert", &format!("Migrated here to {AFTER}"));
        let is_enabled = || first.button("Stop").and_then(|button| button.is_enabled());
        assert_eq!(is_enabled().ok(), Some(false));
        first.tick("Send it to the old name anyway");
        first.expect_button("Stop");
        first.tick("Send it to the old name anyway");
        first.click(&format!("Stop {AFTER}…"));
        console.sheet("Stop").expect_value("Task name", AFTER);
        console.sheet("Stop").click("Cancel");
        console.expect_selected(&[AFTER]);

        console.open(&format!("?task={INCR_SYNC}"));
        console.expect_notice(&format!("Migrated here to {AFTER}"));
        console.click(&format!("Select {AFTER}"));

        console.open(&format!("?task={AFTER}&op=delete"));
        let delete = console.sheet("Delete");
        delete.fill("Type delete to confirm", "delete");
        delete.click("Delete");
        stage.expect_received(&[migrate, Call::bare(&format!("/connector/task/v2/delete?taskName={AFTER}"))]);
        console.expect_tasks(&[]);
        console.open(&format!("?task={INCR_SYNC}&op=start"));
        console.sheet("Start").expect_said("alert", "and deleted under that name");
        console.open(&format!("?task={AFTER}&op=start"));
        console.sheet("Start").expect_said("alert", "Deleted here");
    });
}
