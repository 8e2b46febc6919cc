//! Every outcome that an answer, or the lack of one, can have. Whatever it is, nothing is sent a second time.

use super::*;

/// Sends a stop that meets a fault, looks at the sheet, and makes sure that it stays at one call, also when
/// the page is loaded again.
fn stop_with(fault: Fault, errors: &[&str], look: impl FnOnce(&Stage, &Sheet<'_>)) {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        errors.iter().for_each(|words| console.browser().expect_error(words));
        stage.fault(fault);
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        look(stage, &sheet);
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        console.reload();
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
    });
}

fn is_unknown(sheet: &Sheet<'_>, why: &str) {
    sheet.expect_outcome("Outcome unknown");
    sheet.expect_text(why);
    sheet.expect_text("Repeating Stop is harmless");
}

#[test]
fn confirmed() {
    stop_with(Fault::new(Action::Answer), &[], |_, sheet| {
        sheet.expect_outcome("Confirmed");
        sheet.expect_fact("result", INCR_SYNC);
    });
}

#[test]
fn confirmed_with_fields_missing() {
    stop_with(Fault::remove("result"), &[], |_, sheet| sheet.expect_outcome("Confirmed"));
}

#[test]
fn rejected_by_the_host_with_all_its_fields() {
    let refusal = Action::Reject {
        status: 200,
        code: "CM-RESOAT000011".into(),
        message: "Supervisor did not report in time".into(),
        detail: json!({ "level": "FATAL", "reason": "no report after 60 s", "upstreamErrorDetail": null }),
        retryable: json!("true"),
    };
    stop_with(Fault::new(refusal), &[], |stage, sheet| {
        sheet.expect_outcome("Rejected");
        sheet.expect_fact("errCode", "CM-RESOAT000011");
        sheet.expect_fact("errMsg", "Supervisor did not report in time");
        sheet.expect_fact("errorDetail.level", "FATAL");
        sheet.expect_fact("errorDetail.reason", "no report after 60 s");
        sheet.expect_fact("retryable", "true: the same call may be tried again");
        sheet.expect_fact("HTTP status", "200");
        assert_eq!(stage.state(INCR_SYNC), State::Running);
    });
}

#[test]
fn rejected_by_the_host_with_another_status() {
    let refusal = Action::Reject {
        status: 500,
        code: "CM-SCHEAT000102".into(),
        message: String::new(),
        detail: json!("text <b>detail</b>"),
        retryable: json!(false),
    };
    stop_with(Fault::new(refusal), &["500 (Internal Server Error)"], |_, sheet| {
        sheet.expect_outcome("Rejected");
        sheet.expect_fact("errMsg", "none");
        sheet.expect_fact("errorDetail", "text <b>detail</b>");
        sheet.expect_fact("retryable", "false");
        sheet.expect_fact("HTTP status", "500");
    });
}

#[test]
fn rejected_in_the_table_too() {
    play(Setup::with([full_import(State::Running)]), |stage, console| {
        let sheet = console.open_sheet("Delete", FULL_IMPORT);
        sheet.fill("Type delete to confirm", "delete");
        sheet.submit();
        sheet.expect_outcome("Rejected");
        sheet.expect_fact("errMsg", "Cannot delete a task that is running.");
        console.expect_cell(FULL_IMPORT, "Last operation", "Delete rejected");
        console.expect_tasks(&[FULL_IMPORT]);
        stage.expect_received(&[Call::bare(
            "/connector/task/v2/delete?taskName=10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-full_trans-1-0:0008000001",
        )]);
    });
}

#[test]
fn rejected_without_an_envelope() {
    let pages = [
        (404, "404 (Not Found)", "Is the gateway passing /connector/ on to the host?"),
        (403, "403 (Forbidden)", "not allowed"),
    ];
    for (status, error, text) in pages {
        let page = Fault::respond(status, "text/html", "<h1>Go away</h1>");
        stop_with(page, &[error], |_, sheet| {
            sheet.expect_outcome("Rejected");
            sheet.expect_text(text);
            sheet.expect_fact("HTTP status", &status.to_string());
            sheet.expect_fact("Body", "<h1>Go away</h1>");
        });
    }
}

#[test]
fn unknown_after_a_gateways_page() {
    for (status, error) in
        [(502, "502 (Bad Gateway)"), (503, "503 (Service Unavailable)"), (504, "504 (Gateway Timeout)")]
    {
        let page = "<html><body><center><h1>Gateway trouble</h1></center></body></html>";
        stop_with(Fault::respond(status, "text/html", page), &[error], |_, sheet| {
            is_unknown(sheet, &format!("A gateway answered HTTP {status} in place of the host."));
            sheet.expect_fact("Body", page);
        });
    }
}

#[test]
fn a_harmless_repetition_has_the_focus_when_the_outcome_is_unknown() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        console.browser().expect_error("502 (Bad Gateway)");
        stage.fault(Fault::respond(502, "text/html", "lost"));
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        console.expect_focus("Stop");
        // With the row's button, the first Enter sends; Control and Enter do, too.
        console.browser().press_with(Key::Control, Key::Enter);
        is_unknown(&sheet, "A gateway answered HTTP 502");
        console.expect_focus("Repeat Stop");
        console.browser().press(Key::Enter);
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC), Call::bare(STOP_INCR_SYNC)]);
        console.expect_focus("Close");
    });
}

#[test]
fn unknown_after_too_many_requests() {
    let page = Fault::respond(429, "text/plain", "slow down");
    stop_with(page, &["429 (Too Many Requests)"], |_, sheet| is_unknown(sheet, "does not say what happened"));
}

#[test]
fn unknown_after_a_redirection() {
    let sign_in = Action::Respond {
        status: 302,
        headers: vec![("Location".into(), "/sign-in".into())],
        body: Vec::new(),
    };
    stop_with(Fault::new(sign_in), &[], |_, sheet| is_unknown(sheet, "The answer points to another address"));
}

#[test]
fn unknown_when_the_host_resets_the_gateways_connection() {
    let reset = Fault::cut(Moment::BeforeAnswer, Ending::Reset).applied(true);
    stop_with(reset, &["502 (Bad Gateway)"], |stage, sheet| {
        is_unknown(sheet, "A gateway answered HTTP 502 in place of the host.");
        assert_eq!(stage.applied(), [true]);
    });
}

#[test]
fn unknown_when_the_answer_breaks_off() {
    for broken in
        [Fault::new(Action::Truncate { missing: 20 }), Fault::cut(Moment::DuringAnswer, Ending::Reset)]
    {
        stop_with(broken, &["net::ERR_"], |stage, sheet| {
            is_unknown(sheet, "The answer (HTTP 200) broke off before it was complete.");
            assert_eq!(stage.applied(), [true]);
        });
    }
}

#[test]
fn unknown_after_an_answer_that_is_none_of_the_hosts() {
    let bodies =
        ["<!doctype html><title>Sign in</title>", "", "null", "[]", "{}", "\"true\"", "{\"isSuccess\":1}"];
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        for (already, body) in bodies.into_iter().enumerate() {
            stage.fault(Fault::respond(200, "text/html", body));
            sheet.submit();
            is_unknown(&sheet, "The answer (HTTP 200) is not one that the host gives.");
            sheet.expect_fact("Body", if body.is_empty() { "empty" } else { body });
            stage.expect_received(&vec![Call::bare(STOP_INCR_SYNC); already + 1]);
            sheet.click("Edit and retry");
        }
    });
}

#[test]
fn unknown_when_success_is_a_word_and_no_truth_value() {
    stop_with(Fault::set("isSuccess", "true"), &[], |stage, sheet| {
        is_unknown(sheet, "The answer (HTTP 200) is not one that the host gives.");
        assert_eq!(stage.applied(), [true]);
    });
}

#[test]
fn an_answer_of_ten_megabytes_is_read() {
    stop_with(Fault::new(Action::Oversize { bytes: 10_000_000, valid: true }), &[], |_, sheet| {
        sheet.expect_outcome("Confirmed");
    });
    stop_with(Fault::new(Action::Oversize { bytes: 10_000_000, valid: false }), &[], |_, sheet| {
        is_unknown(sheet, "The answer (HTTP 200) is not one that the host gives.");
    });
}

#[test]
fn unknown_when_the_answer_is_lost_on_its_way_to_the_browser() {
    play(Setup::with([incr_sync(State::Running)]).over_a_line(), |stage, console| {
        console.browser().expect_error("net::ERR_CONNECTION_RESET");
        stage.line().lose_answers();
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        is_unknown(&sheet, "The connection failed: refused, closed or lost.");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        assert_eq!(stage.applied(), [true]);
        assert_eq!(stage.state(INCR_SYNC), State::Stopped);
        console.expect_state(INCR_SYNC, "In doubt");
        console.expect_cell(INCR_SYNC, "Last operation", "Stop outcome unknown");
        console.reload();
        console.expect_state(INCR_SYNC, "In doubt");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
    });
}

#[test]
fn unknown_after_waiting_was_stopped() {
    for applied in [true, false] {
        stop_with(Fault::new(Action::Hang).applied(applied), &[], |stage, sheet| {
            stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
            sheet.expect_said("status", "waiting for the answer");
            sheet.expect_text("If you stop waiting, the host may still carry it out.");
            sheet.click("Stop waiting");
            is_unknown(sheet, "You stopped waiting for the answer.");
            assert_eq!(stage.applied(), [applied]);
        });
    }
}

#[test]
fn migrate_is_not_called_harmless_to_repeat() {
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        console.browser().expect_error("502 (Bad Gateway)");
        stage.fault(Fault::respond(502, "text/html", "lost").applied(true));
        let sheet = console.open_sheet("Migrate", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Outcome unknown");
        sheet.expect_text("Do not repeat Migrate before you have looked in OMS");
        console.expect_tasks(&[INCR_SYNC]);
        stage.expect_received(&[Call::bare(
            "/connector/task/v2/migrate?taskName=10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002",
        )]);
    });
}

#[test]
fn a_call_that_a_reload_took_the_answer_of_is_told_until_it_is_seen() {
    let gate = Gate::new();
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        stage.fault(Fault::held(&gate).on(Endpoint::Migrate));
        console.open_sheet("Migrate", INCR_SYNC).submit();
        let migrate = [Call::bare(
            "/connector/task/v2/migrate?taskName=10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002",
        )];
        stage.expect_received(&migrate);
        console.open("");
        console.expect_notice("the page went away before the answer came. Outcome unknown.");
        console.expect_cell(INCR_SYNC, "Last operation", "Migrate outcome unknown");
        console.click("Review…");
        let sheet = console.sheet("Migrate");
        sheet.expect_outcome("Outcome unknown");
        sheet.expect_text("Do not repeat Migrate before you have looked in OMS");
        sheet.click("Edit and retry");
        sheet.expect_value("Task name", INCR_SYNC);
        console.reload();
        // It is written down, and not found out anew.
        sheet.expect_value("Task name", INCR_SYNC);
        console.expect_cell(INCR_SYNC, "Last operation", "Migrate outcome unknown");
        stage.expect_received(&migrate);
        gate.release();
    });
}

/// Lets the browser make no request to the host as long as the page's `mended` is not set.
const NO_REQUEST: &str = "
    const Real = Request;
    window.Request = class extends Real {
        constructor(address, options) {
            if (String(address).includes('/connector/') && !window.mended) throw new TypeError('no request');
            super(address, options);
        }
    };
";

#[test]
fn not_sent_when_no_request_can_be_made() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        console.browser().before_each_page(NO_REQUEST);
        console.reload();
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Not sent");
        sheet.expect_text("so nothing was sent");
        console.expect_cell(INCR_SYNC, "Last operation", "Stop not sent");
        console.expect_state(INCR_SYNC, "Unknown");
        stage.expect_received(&[]);
        // It was written down before it was tried, and is not tried again by itself.
        console.reload();
        console.expect_cell(INCR_SYNC, "Last operation", "Stop not sent");
        console.filter("last:not-sent");
        console.expect_tasks(&[INCR_SYNC]);
        let history = super::history::open_history(console);
        history.expect_text("Not sent");
        history.click("Close");

        let sheet = console.open_sheet("Migrate", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Not sent");
        sheet.expect_text("sending it now carries no risk");
        stage.expect_received(&[]);
        sheet.click("Close");
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Not sent");
        let mend = "window.mended = true";
        console.browser().eventually("mending the page", || console.browser().run(mend, vec![]));
        sheet.click("Repeat Stop");
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
    });
}
