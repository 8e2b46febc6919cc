//! Control and K: a few words lead to a task or an action.

use super::*;

/// The offers of the palette, the chosen one marked.
#[track_caller]
fn expect_offers(console: &Console, expected: &[&str]) {
    let script = "return [...document.querySelectorAll('.palette [role=option]')]
        .map(option => (option.ariaSelected === 'true' ? '> ' : '') + option.textContent.trim().replace(/\\s+/g, ' '))";
    console.browser().eventually("the offers", || {
        let found = console.browser().run(script, Vec::new())?;
        if found == json!(expected) { Ok(()) } else { NotYet::because(format!("{found}, not {expected:?}")) }
    });
}

#[test]
fn an_operation_and_a_task_by_a_few_words() {
    play(Setup::with([incr_sync(State::Running), full_import(State::Running)]), |stage, console| {
        console.browser().press_with(Key::Control, "k");
        console.expect_focus("Find tasks and actions");
        console.browser().press("stop full");
        let offer = format!("Stop np_57fdqtrsqiao Full-Import {FULL_IMPORT}");
        expect_offers(console, &[&format!("> {offer}")]);
        console.browser().press(Key::Enter);
        let sheet = console.sheet("Stop");
        sheet.expect_value("Task name", FULL_IMPORT);
        // Nothing is sent by that.
        stage.expect_received(&[]);
        console.browser().press(Key::Escape);
        console.expect_no_sheet();

        console.go_to_row(INCR_SYNC);
        console.browser().press_with(Key::Control, "k");
        console.browser().press("pull");
        let offer = format!("> Pull back np_57fdqtrsqiao Incr-Sync {INCR_SYNC}");
        expect_offers(console, &[&offer]);
        console.browser().press(Key::Escape);
        console.expect_focus(INCR_SYNC);
    });
}

#[test]
fn what_the_state_does_not_allow_is_marked_with_the_reason() {
    play(Setup::with([incr_sync(State::Running)]).unlisted().with_oms(), |_, console| {
        console.expect_state(INCR_SYNC, "Running");
        // By the project's name in OMS, as in the row.
        let title = "return document.querySelector('.row:not(.spare) .title-project').textContent";
        let title = console.browser().eventually("the project", || console.browser().run(title, Vec::new()));
        console.browser().press_with(Key::Control, "k");
        console.browser().press("st np_");
        let named =
            |verb: &str| format!("{verb} {} Incr-Sync {INCR_SYNC}", title.as_str().unwrap_or_default());
        let start = format!("{} OMS says that the task runs already", named("Start"));
        // What can be done comes first.
        expect_offers(console, &[&format!("> {}", named("Stop")), &start]);
        // Enter does nothing on the other one.
        console.browser().press(Key::Down);
        console.browser().press(Key::Enter);
        expect_offers(console, &[&named("Stop"), &format!("> {start}")]);
        console.browser().press(Key::Up);
        console.browser().press(Key::Enter);
        console.sheet("Stop").expect_value("Task name", INCR_SYNC);
    });
}

#[test]
fn a_task_or_a_page_is_gone_to() {
    play(Setup::with(FOUR.map(Task::new)), |_, console| {
        console.filter("np_aaaa");
        console.expect_tasks(&[FOUR[1], FOUR[2]]);
        console.browser().press_with(Key::Control, "k");
        console.browser().press("another");
        expect_offers(console, &["> Go to another-name"]);
        console.browser().press(Key::Enter);
        console.sheet("Details");
        console.expect_tasks(&FOUR);
        // From within a sheet, too.
        console.browser().press_with(Key::Control, "k");
        console.browser().press("t");
        console.browser().press("a");
        console.browser().press("s");
        console.browser().press("k");
        expect_offers(console, &["> Add tasks"]);
        console.browser().press(Key::Enter);
        console.sheet("Add tasks");
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        console.click("Find");
        console.browser().press("nothing like it");
        expect_offers(console, &[]);
        console.expect_text("Nothing found.");
        // Nothing is pointed to that is not there.
        let pointed = "const field = document.activeElement;
            return [field.getAttribute('aria-activedescendant'), field.ariaExpanded]";
        console.browser().eventually("the field", || {
            let found = console.browser().run(pointed, Vec::new())?;
            if found == json!([null, "false"]) { Ok(()) } else { NotYet::because(found.to_string()) }
        });
    });
}

#[test]
fn on_a_phone_it_is_among_the_tools() {
    play(Setup::with([incr_sync(State::Running), full_import(State::Running)]), |stage, console| {
        console.browser().be_a_phone(390, 844);
        console.reload();
        console.click_tool("Find");
        console.expect_focus("Find tasks and actions");
        console.browser().press("stop full");
        console
            .browser()
            .eventually("an offer", || console.browser().page()?.all("[role=option]")?[0].click());
        console.sheet("Stop").expect_value("Task name", FULL_IMPORT);
        stage.expect_received(&[]);
    });
}
