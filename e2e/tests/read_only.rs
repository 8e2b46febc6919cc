//! A console that only reads: it says so, and sends nothing from wherever a click comes.

use super::pull_back::fill_in;
use super::*;

/// The console says that it only reads, or not.
#[track_caller]
fn expect_read_only(console: &Console, read_only: bool) {
    console.browser().eventually("the bar at the top", || {
        let top = console.browser().run("return document.querySelector('header').innerText", Vec::new())?;
        let says = top.as_str().is_some_and(|top| top.contains("Read only"));
        if says == read_only { Ok(()) } else { NotYet::because(top.to_string()) }
    });
}

/// Sets the browser to read only, or back.
#[track_caller]
pub fn set_read_only(console: &Console, read_only: bool) {
    console.click("Settings");
    let sheet = console.sheet("Settings");
    sheet.tick("Read only");
    sheet.expect_check_boxes(&[("Read only", read_only), ("Single keys", true)]);
    sheet.click("Close");
    console.expect_no_sheet();
    expect_read_only(console, read_only);
}

/// The button of the open sheet says why it sends nothing, and the click sends nothing.
#[track_caller]
fn refuses(console: &Console, operation: &str, why: &str) {
    let sheet = console.sheet(operation);
    console.browser().eventually("a button that says why", || {
        let button = sheet.button(operation)?;
        let script =
            "return document.getElementById(arguments[0].getAttribute('aria-describedby'))?.innerText ?? ''";
        let described = button.run(script)?;
        let disabled = button.attribute("aria-disabled")?;
        if described.as_str().is_some_and(|text| text.contains(why)) && disabled.as_deref() == Some("true") {
            Ok(())
        } else {
            NotYet::because(format!("{described}, disabled: {disabled:?}"))
        }
    });
    sheet.submit();
    sheet.expect_said("alert", "Nothing was sent: this console is set to read only");
}

/// Every operation of a task, filled in, refuses.
#[track_caller]
fn refuses_every_operation(console: &Console, why: &str) {
    for operation in ["Start", "Stop", "Update", "Pull back", "Migrate", "Delete"] {
        match operation {
            "Pull back" => drop(fill_in(console)),
            "Update" => {
                console.open_sheet(operation, INCR_SYNC).fill("Parameters to delete", "source.username")
            }
            "Delete" => console.open_sheet(operation, INCR_SYNC).fill("Type delete to confirm", "delete"),
            _ => drop(console.open_sheet(operation, INCR_SYNC)),
        }
        refuses(console, operation, why);
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
    }
}

#[test]
fn by_a_setting() {
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        expect_read_only(console, false);
        set_read_only(console, true);
        refuses_every_operation(console, "in Settings");
        console.reload();
        expect_read_only(console, true);
        console.open_sheet("Start", INCR_SYNC);
        refuses(console, "Start", "in Settings");
        stage.expect_received(&[]);

        set_read_only(console, false);
        let sheet = console.open_sheet("Start", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        let start = STOP_INCR_SYNC.replace("/stop?", "/resume?");
        stage.expect_received(&[Call::bare(&start)]);
    });
}

#[test]
fn by_the_deployment() {
    let list = json!({ "tasks": [INCR_SYNC] }).to_string();
    play(Setup::with([incr_sync(State::Stopped)]).deploying(&list), |stage, console| {
        stage.configure(r#"{"host": {"name": "Production, Hangzhou", "colour": "red"}, "readOnly": true}"#);
        console.browser().reload();
        console.click("It is the host without a name, now called Production, Hangzhou");
        console.expect_tasks(&[INCR_SYNC]);
        console.expect_text("Production, Hangzhou");
        expect_read_only(console, true);
        refuses_every_operation(console, "The deployment sets it");
        // What this browser sets makes no difference.
        console.click("Settings");
        let sheet = console.sheet("Settings");
        sheet.expect_text("cannot be changed here");
        sheet.tick("Read only");
        sheet.tick("Read only");
        sheet.click("Close");
        console.expect_no_sheet();
        expect_read_only(console, true);
        console.open(&format!("?task={INCR_SYNC}&op=stop"));
        refuses(console, "Stop", "The deployment sets it");
        stage.expect_received(&[]);
    });
}

#[test]
fn set_in_another_tab_while_a_form_is_open() {
    play(Setup::with([incr_sync(State::Running)]).with_windows(), |stage, console| {
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        console.browser().open_tab();
        console.open("");
        set_read_only(console, true);
        console.browser().go_to_first_tab();
        expect_read_only(console, true);
        refuses(console, "Stop", "in Settings");
        stage.expect_received(&[]);

        console.browser().go_to_last_tab();
        set_read_only(console, false);
        console.browser().go_to_first_tab();
        expect_read_only(console, false);
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
    });
}

#[test]
fn set_in_another_tab_while_a_step_is_out() {
    let gate = Gate::new();
    play(Setup::with([incr_sync(State::Running)]).with_windows(), |stage, console| {
        stage.fault(Fault::held(&gate).on(Endpoint::Stop));
        let sheet = fill_in(console);
        sheet.submit();
        let [stop, update, start] = super::operations::pull_back_calls();
        stage.expect_received(std::slice::from_ref(&stop));
        console.browser().open_tab();
        console.open("");
        set_read_only(console, true);
        console.browser().go_to_first_tab();
        expect_read_only(console, true);

        // The answer to what was out is taken in; the next step is not sent.
        gate.release();
        sheet.expect_said("alert", "Nothing was sent: this console is set to read only");
        sheet.expect_text("stopped; checkpoint not changed; not started");
        sheet.click("Send it now");
        sheet.expect_said("alert", "Nothing was sent: this console is set to read only");
        stage.expect_received(std::slice::from_ref(&stop));

        console.browser().go_to_last_tab();
        set_read_only(console, false);
        console.browser().go_to_first_tab();
        expect_read_only(console, false);
        sheet.click("Send it now");
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&[stop, update, start]);
    });
}

#[test]
fn a_repeat_is_refused_too() {
    play(Setup::with([incr_sync(State::Running)]).with_windows(), |stage, console| {
        stage.fault(Fault::reject("CM-RESOAT000012", "Supervisor failed", true));
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Rejected");
        sheet.expect_button("Repeat Stop");
        console.browser().open_tab();
        console.open("");
        set_read_only(console, true);
        console.browser().go_to_first_tab();
        expect_read_only(console, true);
        sheet.click("Repeat Stop");
        sheet.expect_said("alert", "Nothing was sent: this console is set to read only");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        // Nothing has become of it: it is what it was.
        console.expect_cell(INCR_SYNC, "Last operation", "Stop rejected");
    });
}
