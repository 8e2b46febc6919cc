//! On a narrow screen: a phone, and a desk at 400 %.

use super::*;

/// What cannot be reached of what can be clicked: out of sight whatever is scrolled, covered by something else, or
/// too small for a finger.
const OUT_OF_REACH: &str = "
    const root = document.querySelector('dialog:modal') ?? document;
    const wrong = [];
    for (const part of root.querySelectorAll('button, input, select, textarea, a[href], summary')) {
        if (!part.checkVisibility({ visibilityProperty: true })) continue;
        part.scrollIntoView({ block: 'center', inline: 'nearest' });
        const { left, right, top, bottom, width, height } = part.getBoundingClientRect();
        const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        const name = `${part.localName} “${part.ariaLabel ?? part.labels?.[0]?.textContent ?? part.textContent}”`;
        if (width < 24 || height < 24) wrong.push(`${name} is ${width} by ${height}`);
        if (left < -1 || right > innerWidth + 1) wrong.push(`${name} reaches from ${left} to ${right}`);
        if (hit !== part && !part.contains(hit)) wrong.push(`${name} is under ${hit?.outerHTML.slice(0, 80)}`);
    }
    if (document.scrollingElement.scrollWidth > innerWidth) wrong.push('the page scrolls sideways');
    return wrong;
";

/// Everything that can be clicked can be reached, with a finger too.
#[track_caller]
fn expect_reach(console: &Console, what: &str) {
    console.browser().eventually(what, || {
        let wrong = console.browser().run(OUT_OF_REACH, Vec::new())?;
        if wrong == json!([]) { Ok(()) } else { NotYet::because(format!("{wrong:#}")) }
    });
}

#[track_caller]
fn expect_menu_in_sight(console: &Console) {
    let script = "
        const { left, right, top, bottom } = document.querySelector('.row-menu').getBoundingClientRect();
        return left >= 0 && right <= innerWidth && top >= 0 && bottom <= Math.max(innerHeight, document.scrollingElement.scrollHeight)";
    console.browser().eventually("a row's menu", || {
        let found = console.browser().run(script, Vec::new())?;
        if found == json!(true) { Ok(()) } else { NotYet::because(found.to_string()) }
    });
}

#[test]
fn an_operation_on_a_phone() {
    play(Setup::with([incr_sync(State::Running), full_import(State::Running)]), |stage, console| {
        console.browser().be_a_phone(390, 844);
        console.reload();
        let sheet = console.open_sheet("Stop", FULL_IMPORT);
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&[Call::bare(
            "/connector/task/v2/stop?taskName=10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-full_trans-1-0:0008000001",
        )]);
        sheet.click("Close");
        console.expect_no_sheet();
        console.expect_state(FULL_IMPORT, "Stopped");
    });
}

#[test]
fn everything_is_in_reach() {
    for zoomed in [false, true] {
        play(Setup::with([incr_sync(State::Running), full_import(State::Running)]), |_, console| {
            if zoomed {
                // A window of 1280 by 1024 at 400 %.
                console.browser().resize(320, 256);
            } else {
                console.browser().be_a_phone(390, 844);
            }
            console.reload();
            expect_reach(console, "the table");
            console.browser().eventually("a row's menu", || console.row_menu(INCR_SYNC, INCR_SYNC));
            // It lies over the row below; what it has is in sight.
            expect_menu_in_sight(console);
            console.browser().press(Key::Escape);
            for task in [INCR_SYNC, FULL_IMPORT] {
                console.browser().eventually("a row's box", || console.row_box(task)?.click());
            }
            console.expect_notice("2 selected");
            expect_reach(console, "the table with a selection");
            console.click("Remove from list");
            expect_reach(console, "the table and the way back");
            console.click("Undo");
            console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);

            console.click("Tools");
            expect_reach(console, "the tools");
            for sheet in ["Add tasks", "Import and export", "Views", "Help", "Settings"] {
                console.click(sheet);
                console.sheet(sheet);
                expect_reach(console, sheet);
                console.browser().press(Key::Escape);
                console.expect_no_sheet();
            }
            for operation in ["Start", "Stop", "Update", "Pull back", "Migrate", "Delete"] {
                let sheet = console.open_sheet(operation, INCR_SYNC);
                expect_reach(console, operation);
                if operation == "Update" {
                    sheet.fill("Parameters to delete", "checkpoint");
                    sheet.click("Add");
                    // Lines that are longer than the box scroll in it.
                    let wrong = "{\"sink\": {\n\"partitionMode\": 1,\n\"password\": 2}}";
                    sheet.fill("Configuration (JSON)", wrong);
                    expect_reach(console, "Update as JSON");
                    sheet.choose("Form");
                    sheet.expect_button("Write it as a string");
                    expect_reach(console, "Update as a form");
                }
                console.browser().press(Key::Escape);
                console.expect_no_sheet();
            }
        });
    }
}

#[test]
fn the_order_and_the_selection_of_all_on_a_phone() {
    play(Setup::with(FOUR.map(Task::new)), |_, console| {
        console.browser().be_a_phone(390, 844);
        console.reload();
        let [a, b, c, d] = FOUR;
        console.click("Tools");
        let choose = |order: &str| {
            console.browser().eventually("the order", || {
                let options = console.browser().page()?.all("select[aria-label=Order] option")?;
                let wanted = options.iter().find(|option| option.text().is_ok_and(|text| text == order));
                wanted.ok_or(NotYet(format!("there is no {order}")))?.click()
            });
        };
        choose("Task name ↑");
        console.expect_tasks(&[c, a, b, d]);
        choose("Task name ↓");
        console.expect_tasks(&[d, b, a, c]);
        console.expect_address("?sort=-name");
        choose("In order added");
        console.expect_tasks(&FOUR);
        console.click("Select all");
        console.expect_notice("4 selected");
    });
}
