//! What is kept in the browser and cannot be read as usual: a clear choice, and nothing lost that can be read.

use e2e::Stored;

use super::*;

/// The button that asks again before it deletes everything.
const DELETE_ALL: &str = "Delete the list, the history and the settings";

/// Copies what can be read, and gives it.
#[track_caller]
fn copied(console: &Console, button: &str) -> String {
    console.click(button);
    console.browser().eventually("copying", || {
        let text = console.browser().clipboard();
        if text.contains("name") { Ok(text) } else { NotYet::because(text) }
    })
}

#[test]
fn a_damaged_record_is_left_as_it_is_and_all_others_are_shown() {
    let legacy = "10.0.0.5-9000:p_48wfv693y1b4_dest-000-0:0000000001";
    play(Setup::with([incr_sync(State::Running), full_import(State::Running)]).unlisted(), |_, console| {
        console.add_tasks(&[INCR_SYNC, legacy, FULL_IMPORT]);
        console.expect_tasks(&[INCR_SYNC, legacy, FULL_IMPORT]);
        let (stored, damaged) = Stored::read(console).damaged(legacy);
        stored.write(console);

        console.open("");
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
        console.expect_notice(
            "1 entry of the stored list cannot be read: damaged, or written by a newer version. They are left as \
             they are; all others are shown.",
        );
        assert!(copied(console, "Copy what is stored").contains(&damaged));
        // The list goes on as if nothing were wrong.
        console.add_tasks(&["one more"]);
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT, "one more"]);
        console.reload();
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT, "one more"]);
        assert!(Stored::read(console).contains(&damaged));
    });
}

#[test]
fn what_an_older_version_wrote_is_neither_read_nor_changed_until_a_person_deletes_it() {
    play(Setup::with([incr_sync(State::Running)]).unlisted(), |stage, console| {
        console.add_tasks(&[INCR_SYNC]);
        console.expect_tasks(&[INCR_SYNC]);
        let stored = Stored::read(console).of_the_past();
        stored.write(console);

        for _ in 0..2 {
            console.open("");
            console.expect_notice(
                "Changes cannot be stored in this browser, so nothing can be sent: an older version of this console \
                 has written what is stored. This one cannot read it, and leaves it as it is.",
            );
            console.expect_tasks(&[]);
        }
        assert!(copied(console, "Copy what can be read").contains(INCR_SYNC));
        console.open(&format!("?task={INCR_SYNC}&op=stop"));
        let sheet = console.sheet("Stop");
        sheet.submit();
        sheet.expect_said("alert", "Nothing was sent");
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        stage.expect_received(&[]);
        assert_eq!(Stored::read(console), stored);

        console.click("Delete all stored data…");
        console.click(DELETE_ALL);
        console.browser().eventually("a new database", || match Stored::read(console).contains(INCR_SYNC) {
            true => NotYet::because("the old one is still there"),
            false => Ok(()),
        });
        console.expect_tasks(&[]);
        console.add_tasks(&[INCR_SYNC]);
        console.open_sheet("Stop", INCR_SYNC).submit();
        console.expect_state(INCR_SYNC, "Stopped");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        console.reload();
        console.expect_state(INCR_SYNC, "Stopped");
    });
}

#[test]
fn what_a_newer_version_wrote_is_read_and_never_written() {
    play(Setup::with([incr_sync(State::Running)]).unlisted(), |stage, console| {
        console.add_tasks(&[INCR_SYNC]);
        console.expect_tasks(&[INCR_SYNC]);
        let stored = Stored::read(console).of_the_future();
        stored.write(console);

        console.open("");
        console.expect_tasks(&[INCR_SYNC]);
        console.expect_notice(
            "Changes cannot be stored in this browser, so nothing can be sent: a newer version of this console \
             has written what is stored, and this one leaves it as it is.",
        );
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_said("alert", "Nothing was sent");
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        console.add_tasks(&[FULL_IMPORT]);
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
        assert!(copied(console, "Copy what can be read").contains(INCR_SYNC));
        stage.expect_received(&[]);
        assert_eq!(Stored::read(console), stored);

        console.click("Delete all stored data…");
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
        console.click("Reload");
        console.expect_tasks(&[INCR_SYNC]);
        assert_eq!(Stored::read(console), stored);
    });
}

#[test]
fn a_database_without_a_part_shows_what_it_has_and_can_be_begun_anew() {
    play(Setup::with([incr_sync(State::Running)]).unlisted(), |stage, console| {
        console.add_tasks(&[INCR_SYNC]);
        console.expect_tasks(&[INCR_SYNC]);
        Stored::read(console).without_journal().write(console);

        console.open("");
        console.expect_tasks(&[INCR_SYNC]);
        console.expect_notice("so nothing can be sent: a part of the stored database is missing.");
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_said("alert", "Nothing was sent");
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        assert!(copied(console, "Copy what can be read").contains(INCR_SYNC));
        stage.expect_received(&[]);

        // A double click asks, and does not answer.
        let start = || console.browser().page()?.one(Role::Button, "Delete all stored data…");
        console.browser().eventually("the way out", || console.browser().double_click(&start()?));
        console
            .browser()
            .eventually("the question", || console.browser().page()?.one(Role::Button, DELETE_ALL));
        assert!(Stored::read(console).contains(INCR_SYNC));
        console.click(DELETE_ALL);
        console.expect_tasks(&[]);
        console.add_tasks(&[INCR_SYNC]);
        console.open_sheet("Stop", INCR_SYNC).submit();
        console.expect_state(INCR_SYNC, "Stopped");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        console.reload();
        console.expect_state(INCR_SYNC, "Stopped");
    });
}
