//! The filter with what people paste and type into it: it never empties the table without saying why.

use super::*;

/// The buttons in the empty table.
#[track_caller]
fn expect_blame(console: &Console, lines: &[&str]) {
    console.browser().eventually("why the table is empty", || {
        let found = console.browser().page()?.all(".blame li span")?;
        let found = found.iter().map(|line| line.text()).collect::<Result<Vec<_>, _>>()?;
        if found == lines { Ok(()) } else { NotYet::because(format!("{found:?}, not {lines:?}")) }
    });
}

fn finds(console: &Console, filter: &str, found: &[&str]) {
    console.filter(filter);
    console.expect_filter(filter);
    console.expect_tasks(found);
}

#[test]
fn what_is_pasted_is_found_in_whatever_characters_it_comes() {
    play(Setup::with(FOUR.map(Task::new)), |_, console| {
        let [a, b, c, d] = FOUR;
        finds(console, "component：incr-sync", &[a, c]);
        finds(console, "“np_bbbb” −full", &[a]);
        finds(console, "\u{200b}np_bbbb\u{feff} component\u{200b}:incr", &[a]);
        finds(console, "np_aaaa\u{a0}incr\u{3000}10.0.0.9", &[c]);
        // Whole names are a list of which any is enough.
        for divider in [" ", ",", "、", ", "] {
            finds(console, &format!("{a}{divider}{b}"), &[a, b]);
        }
        console.expect_notice("Tasks with any of 2 names are shown.");
        finds(console, &format!("{a} {b} {d}"), &[a, b, d]);
        finds(console, &format!("{a} {}", a.replace("0001000001", "0001000009")), &[a]);
        console.expect_notice("Tasks with any of 2 names are shown; 1 of the names is not in the list.");
        console.filter("");
        console.expect_tasks(&FOUR);
    });
}

#[test]
fn an_empty_table_says_which_term_is_to_blame_and_takes_it_away() {
    play(Setup::with(FOUR.map(Task::new)), |_, console| {
        let [a, b, c, d] = FOUR;
        finds(console, "np_ state:stopped", &[]);
        expect_blame(console, &["No task matches “state:stopped” and the rest; without it 3 tasks would."]);
        console.click("Remove state:stopped");
        console.expect_filter("np_");
        console.expect_tasks(&[a, b, c]);
        console.expect_focus("Filter tasks");
        console.expect_address("?q=np_");

        finds(console, "np_bbbb full", &[]);
        expect_blame(
            console,
            &[
                "No task matches “np_bbbb” and the rest; without it 1 task would.",
                "No task matches “full” and the rest; without it 1 task would.",
            ],
        );
        finds(console, "nowhere neither", &[]);
        expect_blame(console, &["No task matches “nowhere”.", "No task matches “neither”."]);

        // What means nothing is said beside the filter, with what there is.
        finds(console, "state:bogus", &[]);
        console.expect_notice("“state:bogus” matches no task: state can be running, stopped, exception");
        finds(console, "last:xyz", &[]);
        console.expect_notice("last can be confirmed, rejected,");
        finds(console, "status:unknown", &[]);
        console.expect_notice("There is no field “status”, so “status:unknown” is looked for as text.");
        console.click("Use state:");
        console.expect_filter("state:unknown");
        console.expect_tasks(&FOUR);

        // A dash that a name has leaves out, and that is said.
        finds(console, "-incr_trans", &[b, d]);
        console.expect_notice("“-incr_trans” leaves out what fits");
        console.click("Look for -incr_trans");
        console.expect_filter("\"-incr_trans\"");
        console.expect_tasks(&[a, c]);
        console.filter("-np -another");
        console.click("Clear the filter");
        console.expect_tasks(&FOUR);
    });
}

#[test]
fn an_input_method_at_work_is_left_alone() {
    play(Setup::with(FOUR.map(Task::new)), |_, console| {
        let [_, b, c, _] = FOUR;
        let compose = |text: &str| {
            let end = text.len();
            console.browser().devtools(
                "Input.imeSetComposition",
                json!({ "text": text, "selectionStart": end, "selectionEnd": end }),
            );
        };
        console.filter("np_aaaa ");
        console.expect_tasks(&[b, c]);
        for text in ["s", "sh", "shang"] {
            compose(text);
            console.expect_filter(&format!("np_aaaa {text}"));
            console.expect_tasks(&[b, c]);
        }
        // The table is made anew meanwhile, and the composition goes on.
        console.browser().resize(1300, 800);
        compose("shangh");
        console.expect_filter("np_aaaa shangh");
        console.expect_tasks(&[b, c]);
        console.browser().paste("上海");
        console.expect_filter("np_aaaa 上海");
        console.expect_tasks(&[]);
        expect_blame(console, &["No task matches “上海” and the rest; without it 2 tasks would."]);
        console.expect_focus("Filter tasks");
    });
}

#[test]
fn what_was_offered_for_another_filter_is_offered_no_more() {
    play(Setup::with(FOUR.map(Task::new)), |_, console| {
        let [a, b, c, _] = FOUR;
        let begin = |text: &str, offered: &[&str]| {
            console.filter("");
            console.browser().press(text);
            console.expect_completions(offered);
        };
        begin("np_ comp", &["np_ component:"]);
        console.filter("np_ host:10.0.0.1");
        console.expect_completions(&["np_ host:10.0.0.10"]);
        console.click("Full-Import 1");
        console.expect_completions(&[]);
        console.expect_filter("np_ host:10.0.0.1 component:full-import");
        console.expect_address("?q=np_%20host:10.0.0.1%20component:full-import");

        begin("np_ comp", &["np_ component:"]);
        console.expect_address("?q=np_%20comp");
        console.browser().back();
        console.expect_completions(&[]);
        console.filter("np_");
        console.expect_tasks(&[a, b, c]);
    });
}

#[test]
fn a_click_right_after_typing_is_one_step_back() {
    play(Setup::with(FOUR.map(Task::new)), |_, console| {
        let [a, _, c, _] = FOUR;
        console.expect_toggles(&[
            ("Unknown 4", false),
            ("Incr-Sync 2", false),
            ("Full-Import 1", false),
            ("Other 1", false),
        ]);
        // All in the page, since a person is faster than a driver; then longer than the debounce.
        let script = "
            const done = arguments[arguments.length - 1];
            const filter = document.querySelector('#filter');
            const before = history.length;
            filter.value = 'np_';
            filter.dispatchEvent(new InputEvent('input', { bubbles: true }));
            setTimeout(() => [...document.querySelectorAll('.count-button')]
                .find(button => button.textContent === 'Incr-Sync 2').click(), 50);
            setTimeout(() => done(history.length - before), 1200);";
        let entries = console.browser().run_async(script, Vec::new()).unwrap_or_default();
        assert_eq!(entries, json!(1));
        console.expect_address("?q=np_%20component:incr-sync");
        console.expect_tasks(&[a, c]);
        console.browser().back();
        console.expect_filter("");
    });
}
