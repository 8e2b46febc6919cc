//! The same build in other places: under a path, under the strict policy, and with nothing behind it.

use super::*;

#[test]
fn under_a_path() {
    // The server of every test sends the content security policy, so this is about both.
    for page in ["", "index.html"] {
        play(Setup::with([incr_sync(State::Running)]).under("/console/"), |stage, console| {
            console.open(&format!("{page}?task={INCR_SYNC}&op=stop"));
            assert!(console.browser().address().contains(&format!("/console/{page}?")));
            let sheet = console.sheet("Stop");
            sheet.submit();
            sheet.expect_outcome("Confirmed");
            stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
            console.reload();
            console.expect_state(INCR_SYNC, "Stopped");
            assert!(console.browser().address().contains(&format!("/console/{page}")));
        });
    }
}

#[test]
fn the_policy_is_sent_and_holds() {
    play(Setup::with([incr_sync(State::Running)]), |_, console| {
        console.browser().expect_error("Content Security Policy");
        let script = "const done = arguments[0];
            document.addEventListener('securitypolicyviolation', event => done(event.effectiveDirective));
            const injected = document.createElement('script');
            injected.textContent = 'window.injected = true';
            document.body.append(injected);";
        let violated = console.browser().run_async(script, Vec::new()).ok();
        assert_eq!(violated, Some("script-src-elem".into()));
    });
}

#[test]
fn a_gateway_without_a_host() {
    play(Setup::with([incr_sync(State::Running)]).without_host(), |stage, console| {
        console.browser().expect_error("502 (Bad Gateway)");
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Outcome unknown");
        sheet.expect_text("A gateway answered HTTP 502 in place of the host.");
        console.expect_state(INCR_SYNC, "In doubt");
        stage.expect_received(&[]);
    });
}
