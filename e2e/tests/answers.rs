//! Answers that are not as the API page shows them, and storage without room: a clear message at its place, and
//! nothing sent that could not be written down first.

use e2e::Stored;

use super::*;

/// A refusal with one field of the envelope replaced.
fn refusal_with(field: &str, value: &serde_json::Value) -> Fault {
    let mut envelope = json!({
        "errCode": "CM-SCHEOR000002", "errMsg": "All processes failed", "errorDetail": null,
        "isSuccess": false, "result": null, "retryable": null,
    });
    envelope[field] = value.clone();
    Fault::respond(200, "application/json", envelope.to_string())
}

#[test]
fn fields_of_other_types_are_shown_as_they_are() {
    let depth = 100;
    let deep = (0..depth).fold(json!("bottom"), |inner, _| json!([inner]));
    let cases = [
        ("errCode", json!(201), "errCode", "201"),
        ("errCode", json!(["a", 1]), "errCode", r#"["a",1]"#),
        ("errMsg", json!({ "en": "no" }), "errMsg", r#"{"en":"no"}"#),
        ("errMsg", json!(true), "errMsg", "true"),
        ("errMsg", json!("<img src=x onerror=alert(1)>"), "errMsg", "<img src=x onerror=alert(1)>"),
        ("errorDetail", json!(7), "errorDetail", "7"),
        ("errorDetail", json!(["a", { "b": null }]), "errorDetail", r#"["a",{"b":null}]"#),
        ("errorDetail", json!({ "level": ["FATAL"], "code": 5 }), "errorDetail.level", r#"["FATAL"]"#),
        ("errorDetail", json!({ "": "nameless" }), "errorDetail", "nameless"),
        ("errorDetail", json!({ "reason": { "text": deep } }), "errCode", "CM-SCHEOR000002"),
        ("result", json!({ "name": "x" }), "result", r#"{"name":"x"}"#),
        ("result", json!(0), "result", "0"),
        ("retryable", json!("maybe"), "retryable", "none"),
        ("retryable", json!(1), "retryable", "none"),
        ("retryable", json!("TRUE"), "errCode", "CM-SCHEOR000002"),
    ];
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        for (already, (field, value, term, text)) in cases.into_iter().enumerate() {
            stage.fault(refusal_with(field, &value));
            sheet.submit();
            sheet.expect_outcome("Rejected");
            sheet.expect_fact(term, text);
            stage.expect_received(&vec![Call::bare(STOP_INCR_SYNC); already + 1]);
            sheet.click("Back to the form");
        }
        // What was kept of them is read again as it was shown.
        console.reload();
        super::history::open_history(console).expect_said("status", "15 runs");
    });
}

#[test]
fn a_confirmation_counts_whatever_its_other_fields_hold() {
    let fields = ["errCode", "errMsg", "errorDetail", "result", "retryable"];
    let values = [json!(1), json!(false), json!([]), json!({ "a": "b" }), json!("text")];
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        let mut calls = Vec::new();
        for field in fields {
            for value in &values {
                stage.fault(Fault::set(field, value.clone()));
                sheet.submit();
                sheet.expect_outcome("Confirmed");
                let shown = value.as_str().map_or_else(|| value.to_string(), Into::into);
                sheet.expect_fact(field, &shown);
                calls.push(Call::bare(STOP_INCR_SYNC));
                stage.expect_received(&calls);
                sheet.click("Back to the form");
            }
        }
        console.expect_tasks(&[INCR_SYNC]);
    });
}

#[test]
fn a_migrate_that_does_not_tell_the_new_name_says_so() {
    for result in [json!(null), json!(""), json!(7), json!({ "name": "x" }), json!("two\nlines")] {
        play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
            stage.fault(Fault::set("result", result.clone()));
            let sheet = console.open_sheet("Migrate", INCR_SYNC);
            sheet.submit();
            sheet.expect_outcome("Confirmed");
            sheet.expect_text("The answer does not tell the task's new name.");
            stage.expect_received(&[Call::bare(&STOP_INCR_SYNC.replace("/stop?", "/migrate?"))]);
        });
    }
}

#[test]
fn a_refusal_of_ten_megabytes_is_shortened() {
    let long = "я".repeat(5_000_000);
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        stage.fault(refusal_with("errMsg", &json!(format!("{long}the end"))));
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Rejected");
        sheet.expect_fact("errCode", "CM-SCHEOR000002");
        let shown = sheet.text().map_err(|error| error.0);
        assert!(shown.as_ref().is_ok_and(|text| text.contains("яяя") && text.len() < 20_000), "{shown:?}");
        // The page goes on, and what is kept is no longer than what is shown.
        sheet.click("Close");
        console.expect_no_sheet();
        console.reload();
        console.expect_cell(INCR_SYNC, "Last operation", "Stop rejected");
        assert!(!Stored::read(console).contains(&"я".repeat(10_000)));
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
    });
}

/// Leaves a console so many bytes of storage, or as much as there is. To be said before it is opened: a browser
/// that has just found room believes in it for a while.
#[track_caller]
fn limit_storage(console: &Console, bytes: Option<u64>) {
    let mut quota = json!({ "origin": console.address() });
    if let Some(bytes) = bytes {
        quota["quotaSize"] = json!(bytes);
    }
    console.browser().devtools("Storage.overrideQuotaForOrigin", quota);
}

#[test]
fn nothing_is_sent_when_there_is_no_room_to_write_it_down() {
    let full = "there is no room left in this browser's storage.";
    play(Setup::with([incr_sync(State::Stopped)]), |stage, _| {
        let console = &stage.console();
        limit_storage(console, Some(1));
        console.open("");
        console.expect_notice(&format!("cannot be kept in this browser, so nothing can be sent: {full}"));
        let refused = format!("Nothing was sent, because it could not be written down first: {full}");
        let sheet = super::pull_back::fill_in(console);
        sheet.submit();
        sheet.expect_said("alert", &refused);
        stage.expect_received(&[]);
        sheet.click("Send it now");
        sheet.expect_said("alert", &refused);
        stage.expect_received(&[]);
        // It can be sent as soon as there is room, without anything being typed again.
        limit_storage(console, None);
        sheet.click("Send it now");
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&super::operations::pull_back_calls());
    });
}

#[test]
fn an_answer_that_cannot_be_written_down_is_not_made_up_afterwards() {
    let fill_up =
        "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') }";
    let gate = Gate::new();
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        stage.fault(Fault::held(&gate));
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        console.browser().eventually("filling the storage", || console.browser().run(fill_up, Vec::new()));
        gate.release();
        sheet.expect_outcome("Confirmed");
        console.reload();
        // The journal knows that it was sent, and no more.
        let sheet = console.sheet("Stop");
        sheet.expect_outcome("Outcome unknown");
        sheet.expect_text("The page was closed or reloaded before the answer came.");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
    });
}
