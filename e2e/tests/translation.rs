//! A page that the browser translates: other nodes stand in the place of its texts, and what changes shows all the
//! same.

use super::*;

/// Does to all texts of the page what translating does: each goes out of the page, and a text of the same length in
/// elements of the translator's stands in its place.
const TRANSLATE: &str = "
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (walker.currentNode.data.trim()) texts.push(walker.currentNode);
    for (const text of texts) {
        const [outer, inner] = [document.createElement('font'), document.createElement('font')];
        inner.textContent = text.data.replace(/[a-z]/g, 'x');
        outer.append(inner);
        text.replaceWith(outer);
    }
    return texts.length;";

#[track_caller]
fn translate(console: &Console) {
    let browser = console.browser();
    let texts = browser.eventually("translating", || browser.run(TRANSLATE, Vec::new()));
    assert!(texts.as_u64() > Some(10), "{texts} texts");
}

/// Waits until the elements that a selector finds have these texts, and no more.
#[track_caller]
fn expect_whole(console: &Console, selector: &str, expected: &str) {
    let script =
        "return [...document.querySelectorAll(arguments[0])].map(found => found.textContent).join('|')";
    console.browser().eventually(selector, || {
        let found = console.browser().run(script, vec![json!(selector)])?;
        if found == json!(expected) { Ok(()) } else { NotYet::because(format!("{found}, not {expected:?}")) }
    });
}

#[test]
fn the_document_opts_out() {
    play(Setup::with([]), |_, console| {
        let script = "const meta = document.querySelector('meta[name=google]');
            return [document.documentElement.translate, meta?.content, document.documentElement.className]";
        let said = console.browser().run(script, Vec::new()).ok();
        assert_eq!(said, Some(json!([false, "notranslate", "notranslate"])));
    });
}

#[test]
fn what_changes_in_a_translated_page_shows() {
    let tasks = [incr_sync(State::Running), full_import(State::Running)];
    play(Setup::with(tasks), |stage, console| {
        let browser = console.browser();
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
        select(console, INCR_SYNC);
        expect_whole(console, ".selection .selected", "1 selected");
        translate(console);
        let tick = "[...document.querySelectorAll('.grid-body .row')]
            .find(found => found.getAttribute('aria-rowindex') === '3').querySelector('input').click()";
        browser.eventually("the other row's box", || browser.run(tick, Vec::new()).map(drop));
        expect_whole(console, ".selection .selected", "2 selected");

        translate(console);
        console.filter("full");
        expect_whole(console, ".counts > .count", "1 of 2 tasks");
        console.filter("");
        translate(console);

        // The sheet's title, its task, and what becomes of it.
        let press = "const [row, word] = arguments;
            [...document.querySelectorAll('.grid-body .row')].find(found => found.getAttribute('aria-rowindex') === row)
                .querySelectorAll('.action')[word].click()";
        browser.eventually("a row's Stop", || browser.run(press, vec![json!("2"), json!(1)]).map(drop));
        console.sheet("Stop");
        expect_whole(console, "dialog .sheet-subtitle", INCR_SYNC);
        translate(console);
        // From here on nothing has the name that it is found by elsewhere.
        let run = |script: &str| browser.eventually(script, || browser.run(script, Vec::new()).map(drop));
        for task in [FULL_IMPORT, INCR_SYNC] {
            run("document.querySelector('dialog input[type=text]').focus()");
            browser.select_all();
            browser.paste(task);
            expect_whole(console, "dialog .sheet-subtitle", task);
        }
        let gate = Gate::new();
        stage.fault(Fault::held(&gate).on(Endpoint::Stop));
        run("document.querySelector('dialog button.primary').click()");
        console.expect_text("Stop waiting");
        translate(console);
        gate.release();
        expect_whole(console, "dialog .step .outcome-word", "Confirmed");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        let state = "return [...document.querySelectorAll('.grid-body .row:not(.spare)')]
            .find(row => row.getAttribute('aria-rowindex') === '2').querySelector('.state-word').textContent";
        browser.eventually("the state in the row", || match browser.run(state, Vec::new())? {
            word if word == json!("Stopped") => Ok(()),
            word => NotYet::because(word.to_string()),
        });
        translate(console);
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        stage.fault(Fault::reject("CM-SCHEOR000002", "All processes failed", false).on(Endpoint::Resume));
        browser.eventually("a row's Start", || browser.run(press, vec![json!("2"), json!(0)]).map(drop));
        console.sheet("Start").submit();
        expect_whole(console, "dialog .step .outcome-word", "Rejected");
        let resume = format!("/connector/task/v2/resume?taskName={INCR_SYNC}");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC), Call::bare(&resume)]);
    });
}
