//! Text as large as a person has set the browser to: rows and columns grow with it, and nothing is cut.

use e2e::{Browser, TextSizes};

use super::*;

/// What is cut or lies over something else in the rows and buttons that are seen, in words.
const CUT: &str = "
    const cut = [];
    const seen = element => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
    for (const row of [...document.querySelectorAll('.grid-body .row:not(.spare)')].filter(seen)) {
        const { top, bottom } = row.getBoundingClientRect();
        for (const part of row.querySelectorAll('*')) {
            if (!seen(part) || !part.textContent.trim()) continue;
            const box = part.getBoundingClientRect();
            if (box.top < top - 1 || box.bottom > bottom + 1) cut.push(`${part.className} leaves its row`);
            const own = [...part.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
            const size = parseFloat(getComputedStyle(part).fontSize);
            if (own && box.height < size) cut.push(`${part.className} is ${box.height} high, its text ${size}`);
        }
        const lines = [...row.querySelectorAll('.state-word, .basis')].filter(seen).map(line => line.getBoundingClientRect());
        for (const one of lines) for (const other of lines) {
            const beside = one.left >= other.right || other.left >= one.right;
            if (one !== other && !beside && one.top < other.bottom - 2 && other.top < one.bottom - 2) cut.push('lines overlap');
        }
        const actions = [...row.querySelectorAll('.action')].filter(seen).map(button => button.getBoundingClientRect());
        actions.forEach((button, at) => {
            if (at > 0 && button.left < actions[at - 1].right - 1) cut.push('buttons overlap');
            if (button.right > row.getBoundingClientRect().right + 1) cut.push('a button is out of sight');
        });
    }
    for (const button of document.querySelectorAll('.toolbar button, .action, .head, dialog button')) {
        if (!seen(button)) continue;
        const heads = button.className === 'head';
        if (!heads && button.scrollWidth > button.clientWidth + 1) cut.push(`${button.textContent} is cut`);
        if (button.scrollHeight > button.clientHeight + 1) cut.push(`${button.textContent} is cut in its height`);
    }
    if (document.documentElement.scrollWidth > innerWidth) cut.push('the page is wider than the window');
    return [...new Set(cut)];";

/// The height of the first row, and the size of the text in it.
const SIZES: &str = "
    const row = document.querySelector('.grid-body .row:not(.spare)');
    return [row.getBoundingClientRect().height, parseFloat(getComputedStyle(row.querySelector('.state-word')).fontSize)];";

#[test]
fn nothing_is_cut_whatever_size_text_is_set_to() {
    let tasks = || [incr_sync(State::Running), full_import(State::Running)];
    play(Setup::with(tasks()), |stage, usual| {
        usual.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
        let size = |console: &Console| {
            let sizes = console.browser().run(SIZES, Vec::new()).unwrap_or_default();
            (sizes[0].as_f64().unwrap_or_default(), sizes[1].as_f64().unwrap_or_default())
        };
        assert_eq!(size(usual), (52.0, 13.0));
        let expect_whole = |console: &Console, what: &str| {
            console.browser().eventually(what, || match console.browser().run(CUT, Vec::new())? {
                cut if cut == json!([]) => Ok(()),
                cut => NotYet::because(cut.to_string()),
            });
        };
        for (text, height, of_text) in [
            (TextSizes { usual: 24, least: 0 }, 78.0, 19.5),
            (TextSizes { usual: 16, least: 24 }, 104.0, 24.0),
            (TextSizes { usual: 12, least: 0 }, 39.0, 9.75),
        ] {
            let console = stage.console_in(Browser::open_with_windows(Some(text)));
            // The operations fit beside the name, and where they do not they stand below it.
            for width in [2400, 1440, 900] {
                console.browser().resize(width, 900);
                console.open("");
                console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
                let found = size(&console);
                if width == 2400 {
                    assert_eq!(found, (height, of_text), "{text:?}");
                }
                expect_whole(&console, &format!("{text:?}, {width} wide"));
                console.open_sheet("Stop", INCR_SYNC);
                expect_whole(&console, &format!("{text:?}, {width} wide, with a sheet"));
            }
        }
        stage.expect_received(&[]);
    });
}
