//! Answers that are not as the API page shows them, and storage without room: a clear message at its place, and
//! nothing sent that could not be written down first.

use e2e::Stored;

use super::*;

/// Returns a refusal with one field of the envelope replaced.
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
        ("retryable", json!("maybe"), "retryable", "maybe"),
        ("retryable", json!(1), "retryable", "1"),
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
            sheet.click("Edit and retry");
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
                // There is nothing to change about a Stop that was done.
                assert!(sheet.button("Repeat with changes").is_err());
                console.open(&format!("?task={INCR_SYNC}&op=stop"));
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
        console.expect_notice(&format!("cannot be stored in this browser, so nothing can be sent: {full}"));
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

/// Returns a refusal with this message, in the encoding that a function writes.
fn refusal_in(content_type: &str, message: &str, encode: impl Fn(&str) -> Vec<u8>) -> Fault {
    let envelope = format!(r#"{{"errCode":"CM-SCHEOR000002","errMsg":"{message}","isSuccess":false}}"#);
    Fault::respond(200, content_type, encode(&envelope))
}

/// Writes a text with the character 任 in GBK, which has it as `C8 CE`.
fn gbk(text: &str) -> Vec<u8> {
    let mut parts = text.split('任').map(str::as_bytes);
    let first = parts.next().unwrap_or_default().to_vec();
    parts.fold(first, |written, part| [&written, &b"\xc8\xce"[..], part].concat())
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn a_refusal_is_read_in_whatever_encoding_it_comes() {
    let marked = |text: &str| [&[0xff, 0xfe][..], &utf16(text, u16::to_le_bytes)].concat();
    // What is declared, how it is written, what is shown of the message, and the guess that is told.
    type Case<'a> = (&'a str, &'a dyn Fn(&str) -> Vec<u8>, &'a str, Option<&'a str>);
    let cases: [Case; 8] = [
        ("application/json;charset=GBK", &gbk, "任", None),
        ("application/json", &gbk, "任", Some("GB18030")),
        ("application/json; charset=utf-8", &gbk, "任", Some("GB18030")),
        ("application/json", &|text| utf16(text, u16::to_be_bytes), "任", Some("UTF-16BE")),
        ("application/json", &|text| utf16(text, u16::to_le_bytes), "任", Some("UTF-16LE")),
        ("application/json;charset=UTF-16", &|text| utf16(text, u16::to_be_bytes), "任", None),
        ("text/plain", &marked, "任", None),
        ("text/html", &|text| text.as_bytes().to_vec(), "\\ud800任", None),
    ];
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        for (already, (content_type, encode, message, guessed)) in cases.into_iter().enumerate() {
            stage.fault(refusal_in(content_type, message, encode));
            sheet.submit();
            sheet.expect_outcome("Rejected");
            sheet.expect_fact("errMsg", &message.replace("\\ud800", "\u{fffd}"));
            match guessed {
                Some(guessed) => {
                    sheet.expect_text(&format!("The answer's text encoding was guessed: {guessed}."));
                }
                None => assert!(!sheet.text().is_ok_and(|text| text.contains("guessed")), "{content_type}"),
            }
            stage.expect_received(&vec![Call::bare(STOP_INCR_SYNC); already + 1]);
            sheet.click("Edit and retry");
        }
    });
}

#[test]
fn numbers_of_an_answer_keep_their_digits() {
    let body = r#"{"isSuccess":false,"errCode":12345678901234567890123,"errMsg":1E400,"result":-0,
        "errorDetail":{"version":1.10,"code":[1e999999999]},"traceId":7,"traceId":8}"#;
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        stage.fault(Fault::respond(200, "application/json", body));
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Rejected");
        for (name, text) in [
            ("errCode", "12345678901234567890123"),
            ("errMsg", "1E400"),
            ("result", "-0"),
            ("errorDetail.version", "1.10"),
            ("errorDetail.code", "[1e999999999]"),
            ("traceId", "7"),
            ("traceId", "8"),
        ] {
            sheet.expect_fact(name, text);
        }
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
    });
}

#[test]
fn an_answer_that_contradicts_itself_is_unknown() {
    let cases = [
        (
            r#"{"isSuccess":false,"errMsg":"no","isSuccess":true}"#,
            "both that it succeeded and that it did not",
        ),
        (r#"{"isSuccess":true,"success":false}"#, "both that it succeeded and that it did not"),
        (r#"{"isSuccess":true,"errCode":"CM-SCHEAT000102"}"#, "says that it succeeded, and names an error"),
    ];
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        for (already, (body, why)) in cases.into_iter().enumerate() {
            stage.fault(Fault::respond(200, "application/json", body));
            sheet.submit();
            sheet.expect_outcome("Outcome unknown");
            sheet.expect_text(why);
            sheet.expect_fact("Body", body);
            console.expect_state(INCR_SYNC, "In doubt");
            stage.expect_received(&vec![Call::bare(STOP_INCR_SYNC); already + 1]);
            sheet.click("Edit and retry");
        }
    });
}

#[test]
fn an_answer_that_is_there_wins_over_a_time_out_that_rings_late() {
    let gate = Gate::new();
    play(
        Setup::with([incr_sync(State::Running)]).deploying(&json!({ "tasks": [INCR_SYNC] }).to_string()),
        |stage, console| {
            stage.configure(r#"{"timeOutSeconds": 10}"#);
            console.browser().reload();
            stage.fault(Fault::held(&gate));
            let sheet = console.open_sheet("Stop", INCR_SYNC);
            sheet.submit();
            stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
            // The page does nothing until its timer is overdue, and the answer comes meanwhile.
            let busy = "setTimeout(() => { for (const end = Date.now() + 11000; Date.now() < end;); })";
            console.browser().eventually("keeping the page busy", || console.browser().run(busy, vec![]));
            gate.release();
            sheet.expect_outcome("Confirmed");
            stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        },
    );
}

#[test]
fn a_time_out_that_nothing_answers_is_unknown() {
    play(
        Setup::with([incr_sync(State::Running)]).deploying(&json!({ "tasks": [INCR_SYNC] }).to_string()),
        |stage, console| {
            stage.configure(r#"{"timeOutSeconds": 10}"#);
            console.browser().reload();
            stage.fault(Fault::new(Action::Hang));
            let sheet = console.open_sheet("Stop", INCR_SYNC);
            sheet.submit();
            stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
            sheet.expect_outcome("Outcome unknown");
            sheet.expect_text("There was no answer within 10 seconds.");
        },
    );
}

#[test]
fn a_confirmed_stop_that_the_next_answer_denies_is_said_to_be_in_doubt() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        // The host confirms the stop and does nothing.
        let stopped = r#"{"isSuccess":true,"errCode":null,"errMsg":null}"#;
        stage.fault(Fault::respond(200, "application/json", stopped).on(Endpoint::Stop));
        let sheet = super::pull_back::fill_in(console);
        sheet.submit();
        sheet.expect_outcome("Rejected");
        sheet.expect_fact("errMsg", "Cannot update a task that is running.");
        sheet.expect_text("stop confirmed, perhaps not yet stopped; checkpoint not changed; not started");
        console.expect_state(INCR_SYNC, "In doubt");
        let calls = super::operations::pull_back_calls();
        stage.expect_received(&[calls[0].clone(), calls[1].clone()]);
        console.reload();
        console.expect_state(INCR_SYNC, "In doubt");
    });
}
