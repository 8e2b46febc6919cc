//! Ways in: any text and any file gives its tasks, shown before they are added.

use e2e::{Directory, Stored};

use super::*;

/// A name whose shape tells nothing.
const ODD: &str = "nightly orders";

/// What a way in makes of a text: each line of the recognised and of the left-out list as its parts.
struct Read<'a> {
    text: String,
    recognised: &'a [&'a [&'a str]],
    left_out: &'a [&'a [&'a str]],
}

#[track_caller]
fn expect_read(sheet: &Sheet<'_>, read: &Read<'_>) {
    sheet.expect_list("Recognised", read.recognised);
    let title = match read.left_out.len() {
        1 => "1 line left out".to_owned(),
        count => format!("{count} lines left out"),
    };
    sheet.expect_list(&title, read.left_out);
}

const INCR: &[&str] = &[INCR_SYNC, "Incr-Sync"];
const FULL: &[&str] = &[FULL_IMPORT, "Full-Import"];

fn nothing_listed(test: impl FnOnce(&Stage, &Console)) {
    play(Setup::with([incr_sync(State::Running), full_import(State::Running)]).unlisted(), test);
}

#[test]
fn whatever_is_pasted_is_shown_before_it_is_added() {
    let texts = [
        Read {
            text: format!("{INCR_SYNC}\n\n  {FULL_IMPORT},\n{INCR_SYNC}\n"),
            recognised: &[INCR, FULL],
            left_out: &[],
        },
        Read { text: format!("{INCR_SYNC}, {FULL_IMPORT}"), recognised: &[INCR, FULL], left_out: &[] },
        Read {
            text: format!(r#"["{INCR_SYNC}", "{ODD}", 7]"#),
            recognised: &[INCR, &[ODD, "unrecognised name format"]],
            left_out: &[&["Line 1: no task name in it.", "7"]],
        },
        Read {
            text: format!(
                r#"{{"tasks": [{{"name": "{INCR_SYNC}", "labels": ["orders", "prod"]}}, "{FULL_IMPORT}"]}}"#
            ),
            recognised: &[&[INCR_SYNC, "orders", "prod", "Incr-Sync"], FULL],
            left_out: &[],
        },
        Read {
            text: format!(
                "# stop it first\ncurl -XPOST 'http://cm:8088/connector/task/v2/stop?taskName={INCR_SYNC}' \\\n  \
                 --header 'Content-Type: application/json'\n\
                 curl -XPOST 'http://cm:8088/connector/task/v2/resume?taskName={}&restartFlag=true'",
                FULL_IMPORT.replace(':', "%3A")
            ),
            recognised: &[INCR, FULL],
            left_out: &[
                &["Line 1: no task name in it.", "# stop it first"],
                &["Line 3: no task name in it.", "--header 'Content-Type: application/json'"],
            ],
        },
        Read {
            text: format!(
                "On call this week\n=====\n| task | since |\n|---|---|\n| **{INCR_SYNC}** | May |\n\
                 Leave 10.0.0.9-9000:connector_v2:np_1-incr_trans-1-0:00… alone; ask about ({FULL_IMPORT}).\n\
                 Not 10.0.0.9-9000:connector_v2:np_1-incr_trans-1-0:00…"
            ),
            recognised: &[INCR, FULL],
            left_out: &[
                &["Line 1: no task name in it.", "On call this week"],
                &["Line 3: no task name in it.", "| task | since |"],
                &[
                    "Line 6: a task name that is cut off or damaged.",
                    "10.0.0.9-9000:connector_v2:np_1-incr_trans-1-0:00… (odd characters: U+2026 (…, looks like ...))",
                ],
                &[
                    "Line 7: a task name that is cut off or damaged.",
                    "Not 10.0.0.9-9000:connector_v2:np_1-incr_trans-1-0:00… (odd characters: U+2026 (…, looks like ...))",
                ],
            ],
        },
        Read {
            text: format!("Task\tLabels\tOwner\n{INCR_SYNC}\torders\tmei\n\tspare\tli\n{ODD}\t\tmei"),
            recognised: &[&[INCR_SYNC, "orders", "Incr-Sync"], &[ODD, "unrecognised name format"]],
            left_out: &[&["Line 3: no task name in it.", "spare li"]],
        },
        Read {
            text: format!("task name,labels\n\"{FULL_IMPORT}\",\"a; b\"\n\"odd, \"\"x\"\"\",\n"),
            recognised: &[
                &[FULL_IMPORT, "a", "b", "Full-Import"],
                &["odd, \"x\"", "unrecognised name format"],
            ],
            left_out: &[],
        },
        Read {
            text: "nightly orders\nno\tname".to_owned(),
            recognised: &[&[ODD, "unrecognised name format"]],
            left_out: &[&[
                "Line 2: a control character where a name should be; a task name is one line of text.",
                "no name",
            ]],
        },
        Read { text: " \n".to_owned(), recognised: &[], left_out: &[] },
    ];
    nothing_listed(|_, console| {
        console.click("Add tasks");
        let sheet = console.sheet("Add tasks");
        for read in &texts {
            sheet.fill("Task names", &read.text);
            expect_read(&sheet, read);
        }
        sheet.click("Add");
        sheet.expect_message("Task names", "Enter at least one task name.");
        console.expect_tasks(&[]);
    });
}

#[test]
fn control_and_enter_add_from_the_text_and_from_the_button_and_not_from_another_one() {
    nothing_listed(|_, console| {
        let press = || console.browser().press_with(Key::Control, Key::Enter);
        for (name, tasks) in [("T1", &["T1"][..]), ("T2", &["T1", "T2"])] {
            console.click("Add tasks");
            let sheet = console.sheet("Add tasks");
            sheet.fill("Task names", name);
            if name == "T2" {
                // The file, what was recognised, the button.
                (0..3).for_each(|_| console.browser().press(Key::Tab));
                console.expect_focus("Add");
            } else {
                sheet.focus("Task names");
            }
            press();
            console.expect_no_sheet();
            console.expect_tasks(tasks);
        }
        console.click("Add tasks");
        let sheet = console.sheet("Add tasks");
        sheet.fill("Task names", "T3");
        (0..4).for_each(|_| console.browser().press(Key::Tab));
        console.expect_focus("Cancel");
        press();
        sheet.expect_value("Task names", "T3");
        console.expect_tasks(&["T1", "T2"]);
    });
}

#[test]
fn what_is_left_out_around_a_name_is_said() {
    nothing_listed(|_, console| {
        console.click("Add tasks");
        let sheet = console.sheet("Add tasks");
        sheet.fill_at_once("Task names", "T1，请看\n「T2」\ntaskName:T3\nT4");
        let odd = "unrecognised name format";
        sheet.expect_list("Recognised", &[&["T1", odd], &["T2", odd], &["T3", odd], &["T4", odd]]);
        sheet.expect_list(
            "3 lines had extra text that was ignored",
            &[
                &[
                    "Line 1: ",
                    "T1，请看 (odd characters: U+FF0C (full-width ，, looks like ,))",
                    "was read as",
                    "T1",
                ],
                &["Line 2: ", "「T2」", "was read as", "T2"],
                &["Line 3: ", "taskName:T3", "was read as", "T3"],
            ],
        );
        sheet.click("Add");
        console.expect_tasks(&["T1", "T2", "T3", "T4"]);
    });
}

#[test]
fn duplicates_merge_and_what_was_typed_stays_until_it_is_added() {
    nothing_listed(|_, console| {
        // Wide enough for the labels.
        console.browser().resize(2400, 900);
        console.add_tasks(&[FULL_IMPORT]);
        let text = format!(
            "task,labels\n{INCR_SYNC},orders\n{INCR_SYNC},prod\n{FULL_IMPORT},orders\n{INCR_SYNC},orders"
        );
        console.click("Add tasks");
        let sheet = console.sheet("Add tasks");
        sheet.fill("Task names", &text);
        sheet.expect_said("status", "2 tasks recognised, 1 of them in the list already.");
        sheet.expect_list(
            "Recognised",
            &[&[INCR_SYNC, "orders", "prod", "Incr-Sync"], &[FULL_IMPORT, "orders", "in the list already"]],
        );
        for leave in ["Cancel", "Close"] {
            sheet.click(leave);
            console.expect_no_sheet();
            console.expect_tasks(&[FULL_IMPORT]);
            console.click("Add tasks");
            console.sheet("Add tasks").expect_value("Task names", &text);
        }
        sheet.click("Add");
        console.expect_tasks(&[FULL_IMPORT, INCR_SYNC]);
        console.expect_cell(INCR_SYNC, "Labels", "ordersprod");
        console.expect_cell(FULL_IMPORT, "Labels", "orders");
        console.click("Add tasks");
        console.sheet("Add tasks").expect_value("Task names", "");
    });
}

#[test]
fn a_paste_of_fifty_thousand_names_does_not_hold_up_typing() {
    // Types two letters behind a text, and gives what the page says of it before it had a moment to rest.
    let script = "
        const [field, text] = arguments;
        for (const more of ['', ' ', '  ']) {
            field.value = text + more;
            field.dispatchEvent(new Event('input', { bubbles: true }));
        }
        return document.querySelector('dialog .summary').textContent;";
    let names: Vec<_> = (0..50_000)
        .map(|number| format!("10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:{number:010}"))
        .collect();
    nothing_listed(|_, console| {
        console.click("Add tasks");
        let sheet = console.sheet("Add tasks");
        sheet.fill("Task names", INCR_SYNC);
        sheet.expect_said("status", "1 task recognised.");
        let typed = console.browser().eventually("typing", || {
            console.browser().focused()?.run_with(script, vec![json!(names.join("\n"))])
        });
        // Reading waits until nothing more is typed.
        assert_eq!(typed, "1 task recognised.");
        sheet.expect_said("status", "50000 tasks recognised.");
        sheet.expect_text("and 49900 more");
        sheet.click("Add");
        console.expect_notice("50000 tasks");
        // Looking at what is stored waits for its turn behind the writing.
        assert!(Stored::read(console).contains(&names[49_999]));
        console.reload();
        console.expect_notice("50000 tasks");
    });
}

/// The ways to hand a file in.
#[derive(Clone, Copy, Debug)]
enum Way {
    Chosen,
    Dropped,
}

#[test]
fn a_file_is_read_as_a_pasted_text_is() {
    let files = [
        ("names.txt", format!("{INCR_SYNC}\r\n{FULL_IMPORT}\r\n"), [INCR, FULL]),
        (
            "list.csv",
            format!("\u{feff}name;labels\r\n{INCR_SYNC};orders\r\n{FULL_IMPORT};\r\n"),
            [&[INCR_SYNC, "orders", "Incr-Sync"], FULL],
        ),
        (
            "tasks.json",
            format!(
                "{{\"tasks\": [\"{INCR_SYNC}\",\n {{\"name\": \"{FULL_IMPORT}\", \"labels\": [\"a\"]}}]}}"
            ),
            [INCR, &[FULL_IMPORT, "a", "Full-Import"]],
        ),
    ];
    let directory = Directory::new();
    nothing_listed(|_, console| {
        for way in [Way::Chosen, Way::Dropped] {
            for (name, content, recognised) in &files {
                let sheet = match way {
                    Way::Chosen => {
                        console.click("Add tasks");
                        let sheet = console.sheet("Add tasks");
                        sheet.choose_file(&directory.write(name, content));
                        sheet
                    }
                    Way::Dropped => {
                        console.browser().drop_file(name, content);
                        console.sheet("Add tasks")
                    }
                };
                sheet.expect_list("Recognised", recognised);
                console.expect_tasks(&[]);
                sheet.fill("Task names", "");
                sheet.click("Cancel");
                console.expect_no_sheet();
            }
        }
        console.browser().drop_file("names.txt", FULL_IMPORT);
        console.sheet("Add tasks").click("Add");
        console.expect_tasks(&[FULL_IMPORT]);
        // None of several is passed over in silence.
        let both: [(&str, &[u8]); 2] = [("a.txt", INCR_SYNC.as_bytes()), ("b.txt", FOUR[0].as_bytes())];
        console.browser().drop_files(&both);
        console.sheet("Add tasks").expect_list("Recognised", &[INCR]);
        console.expect_notice("Only the first of the files was read.");
    });
}

#[test]
fn files_of_any_encoding_and_line_ends_give_all_their_names_or_say_why_not() {
    let names = format!("{INCR_SYNC}\n{FULL_IMPORT}\n");
    let wide =
        |text: &str, bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<_>>();
    let labelled =
        format!("\u{4efb}\u{52a1}\u{540d}\u{79f0},\u{6807}\u{7b7e}\n{INCR_SYNC},\u{8ba2}\u{5355}\n");
    let marked = |text: &str| format!("\u{feff}{text}");
    // 任务名称,标签 and 订单 in GBK.
    let gbk = [
        &b"\xc8\xce\xce\xf1\xc3\xfb\xb3\xc6,\xb1\xea\xc7\xa9\r\n"[..],
        INCR_SYNC.as_bytes(),
        b",\xb6\xa9\xb5\xa5\r\n",
    ]
    .concat();
    let with_label: &[&[&str]] = &[&[INCR_SYNC, "订单", "Incr-Sync"]];
    let both: &[&[&str]] = &[INCR, FULL];
    // Its name, what is in it, and what is recognised.
    type File<'a> = (&'a str, Vec<u8>, &'a [&'a [&'a str]]);
    let files: [File; 10] = [
        ("unix.txt", names.clone().into(), both),
        ("windows.txt", marked(&names).replace('\n', "\r\n").into(), both),
        ("old.txt", names.replace('\n', "\r").into(), both),
        ("separators.txt", names.replace('\n', "\u{2028}").into(), both),
        ("unicode.txt", wide(&marked(&names), u16::to_le_bytes), both),
        ("no-mark.csv", wide(&names, u16::to_le_bytes), both),
        ("big-end.csv", wide(&labelled, u16::to_be_bytes), with_label),
        ("gbk.csv", gbk, with_label),
        ("excel.csv", format!("sep=;\r\n{}", labelled.replace(',', ";")).into(), with_label),
        ("utf-8.csv", labelled.clone().into(), with_label),
    ];
    nothing_listed(|_, console| {
        for (name, content, recognised) in files {
            console.browser().drop_file(name, content);
            let sheet = console.sheet("Add tasks");
            sheet.expect_list("Recognised", recognised);
            if name == "gbk.csv" {
                sheet.expect_text("it was read as GB18030 (GBK)");
            }
            sheet.fill("Task names", "");
            sheet.click("Cancel");
            console.expect_no_sheet();
        }
        console.browser().drop_file("head.csv", "task name,labels\r\n");
        let sheet = console.sheet("Add tasks");
        sheet.expect_text("No task name was recognised.");
        sheet.expect_list(
            "1 line left out",
            &[&["Line 1: only column headings, no task names below them.", "task name,labels"]],
        );
        sheet.click("Cancel");
        console.expect_no_sheet();
        for (name, content, said) in [
            ("empty.csv", &b""[..], "The file is empty."),
            ("runbook.pdf", b"%PDF-1.7\n", "This is a PDF."),
            ("names.zip", b"PK\x03\x04\x14\0names.txt", "This is an archive"),
            ("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "The file is no text that can be read."),
        ] {
            console.browser().drop_file(name, content);
            console.expect_notice(said);
            console.click("Dismiss");
        }
    });
}

#[test]
fn leaving_the_page_asks_while_tasks_are_still_being_kept() {
    let names: String = (0..20_000).map(|number| format!("task-{number}\n")).collect();
    nothing_listed(|_, console| {
        console.browser().drop_file("names.txt", names);
        let sheet = console.sheet("Add tasks");
        sheet.expect_text("20000 tasks recognised");
        let asks = "
            arguments[0]?.click();
            const leaving = new Event('beforeunload', { cancelable: true });
            window.dispatchEvent(leaving);
            return leaving.defaultPrevented";
        let at_once = console.browser().eventually("adding", || sheet.button("Add")?.run(asks));
        assert_eq!(at_once, json!(true));
        console.browser().eventually("the tasks to be kept", || {
            match console.browser().run(asks, Vec::new())? {
                serde_json::Value::Bool(false) => Ok(()),
                asks => NotYet::because(asks.to_string()),
            }
        });
        console.reload();
        console.expect_text("20000 tasks");
    });
}

#[test]
fn a_file_that_cannot_be_read_says_what_to_do_and_loses_nothing() {
    const NO_TEXT: &str =
        "This is a spreadsheet, such as an Excel workbook. Save it as CSV, or copy its cells and paste them.";
    const TOO_LARGE: &str = "The file is larger than 100 MB. Take the part with the task names.";
    let spreadsheet = b"PK\x03\x04\x14\0\x06\0";
    let directory = Directory::new();
    let large = directory.write_nothing("everything.csv", 100_000_001);
    nothing_listed(|_, console| {
        console.browser().drag_file("list.xlsx");
        console.browser().eventually("the place to drop at", || {
            let text =
                console.browser().page()?.all(".drop-zone")?.first().map(|zone| zone.text()).transpose()?;
            match text.as_deref() {
                Some("Drop the file to see the tasks in it") => Ok(()),
                found => NotYet::because(format!("{found:?}")),
            }
        });
        console.browser().drop_file("list.xlsx", spreadsheet);
        console.expect_notice(NO_TEXT);
        console.expect_no_sheet();
        console.click("Dismiss");

        console.click("Add tasks");
        let sheet = console.sheet("Add tasks");
        for typed in ["", INCR_SYNC] {
            sheet.fill("Task names", typed);
            for (file, message) in
                [(directory.write("list.xlsx", spreadsheet), NO_TEXT), (large.clone(), TOO_LARGE)]
            {
                sheet.choose_file(&file);
                sheet.expect_message("Task names", message);
                sheet.expect_value("Task names", typed);
            }
        }
        // The same file again, after it was fixed.
        sheet.choose_file(&directory.write("list.xlsx", FULL_IMPORT));
        sheet.expect_no_message("Task names");
        sheet.expect_list("Recognised", &[FULL]);
    });
}

#[test]
fn what_was_added_is_told_and_what_was_there_already() {
    play(Setup::with([incr_sync(State::Running)]), |_, console| {
        console.add_tasks(&[FOUR[0], INCR_SYNC, FULL_IMPORT]);
        console.expect_notice("2 added, 1 was there already.");
        let listed =
            "return [...document.querySelectorAll('main .notice .found bdi')].map(name => name.textContent)";
        let listed = console.browser().eventually("the names", || console.browser().run(listed, Vec::new()));
        assert_eq!(listed, json!([INCR_SYNC]));
        console.click("Select added tasks");
        console.expect_selected(&[FOUR[0], FULL_IMPORT]);
        assert!(
            console.browser().page().is_ok_and(|page| page.all("main .notice").is_ok_and(|it| it.is_empty()))
        );

        console.add_tasks(&[INCR_SYNC]);
        console.expect_notice("Nothing added: it was there already.");
        console.click("Dismiss");
        console.add_tasks(&[FOUR[1]]);
        console.expect_notice("1 added.");
        // Whoever goes on has read it.
        console.click("Settings");
        console.browser().eventually("no notice", || {
            let text =
                console.browser().run("return document.querySelector('main').innerText", Vec::new())?;
            if text.as_str().is_some_and(|text| !text.contains("1 added.")) {
                Ok(())
            } else {
                NotYet::because("told")
            }
        });
    });
}
