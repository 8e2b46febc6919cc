//! The exported history: as text for a ticket, as JSON, and as a table that no spreadsheet runs.

use e2e::Directory;
use serde_json::Value;

use super::history::{
    ONE_OF_EACH, START_INCR_SYNC, STOP_FULL_IMPORT, copied, expect_entries, filter_history, one_of_each,
    open_history, two_tasks,
};
use super::*;

/// Returns whether this is a time in UTC that is not far from now, as RFC 3339 has it: the tests' own clock is the
/// browser's.
fn is_recent(text: &str) -> bool {
    let shape = text.len() == "2023-02-13T11:00:00+00:00".len() && text.ends_with("+00:00");
    shape && text >= "2024-01-01"
}

/// Returns whether this is a length in seconds, with thousandths.
fn is_length(text: &str) -> bool {
    text.split_once('.').is_some_and(|(_, thousandths)| thousandths.len() == 3)
        && text.parse::<f64>().is_ok_and(|seconds| (0.0..600.0).contains(&seconds))
}

/// Returns the fields of a ticket, those that differ from day to day looked at and put in one form.
#[track_caller]
fn fields(text: &str) -> Vec<String> {
    let field = |line: &str| {
        let (name, value) = line.split_once(": ").unwrap_or((line, ""));
        match name {
            "begun" | "sent" | "answered" => assert!(is_recent(value), "{line}"),
            "seconds" | "run seconds" => assert!(is_length(value), "{line}"),
            "run" => assert!(!value.is_empty(), "{line}"),
            _ => return line.to_owned(),
        }
        name.to_owned()
    };
    text.lines().map(field).collect()
}

#[test]
fn the_history_is_copied_as_text_for_a_ticket() {
    play(two_tasks(), |stage, console| {
        one_of_each(stage, console);
        let sheet = open_history(console);
        expect_entries(console, &ONE_OF_EACH);
        let host = console.address().trim_end_matches('/');
        let expected = format!(
            "run
host: {host}
task: {INCR_SYNC}
operation: start
begun
status: unknown
run seconds

step: 1 resume
method: POST
url: {START_INCR_SYNC}
sent
answered
seconds
outcome: unknown
reason: unclear answer
HTTP status: 502
text: <h1>Gateway trouble</h1>

run
host: {host}
task: {FULL_IMPORT}
operation: stop
begun
status: rejected
run seconds

step: 1 stop
method: POST
url: {STOP_FULL_IMPORT}
sent
answered
seconds
outcome: rejected
HTTP status: 200
errCode: CM-RESOAT000012
errMsg: Supervisor failed
retryable: true

run
host: {host}
task: {INCR_SYNC}
operation: stop
begun
status: confirmed
run seconds

step: 1 stop
method: POST
url: {STOP_INCR_SYNC}
sent
answered
seconds
outcome: confirmed
result: {INCR_SYNC}"
        );
        let expected: Vec<_> = expected.lines().collect();
        let whole = copied(&sheet, console);
        assert_eq!(fields(&whole), expected);

        // What is filtered out stays out, and a run's own sheet gives the same text.
        filter_history(console, "CM-RESOAT000012");
        expect_entries(console, &ONE_OF_EACH[1..2]);
        let part = copied(&sheet, console);
        assert!(whole.contains(&part), "{part}");
        assert_eq!(fields(&part), &expected[19..38]);
        sheet.click(&format!("Show Stop of {FULL_IMPORT}"));
        let run = console.sheet("Stop");
        assert_eq!(copied(&run, console), part);
        stage.expect_received(&[STOP_INCR_SYNC, STOP_FULL_IMPORT, START_INCR_SYNC].map(Call::bare));
    });
}

/// Returns the cells of a table as RFC 4180 has it.
fn cells(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) else { continue };
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            '\r' if !quoted => {}
            '\n' if !quoted => rows.push(vec![String::new()]),
            ',' if !quoted => rows.last_mut().into_iter().for_each(|row| row.push(String::new())),
            character => cell.push(character),
        }
    }
    assert_eq!(rows.pop(), Some(vec![String::new()]), "the last line ends");
    rows
}

#[test]
fn the_history_is_saved_as_json_and_as_a_table() {
    let saved = Directory::new();
    play(two_tasks(), |stage, console| {
        console.browser().save_in(&saved);
        one_of_each(stage, console);
        let sheet = open_history(console);
        expect_entries(console, &ONE_OF_EACH);

        sheet.click("Save as JSON");
        let text = console.browser().saved(&saved, "connector-history.json");
        let read: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        let runs = read["runs"].as_array().unwrap_or_else(|| panic!("{text}"));
        let facts = |run: &Value| {
            let call = &run["calls"][0];
            assert_eq!(run["calls"].as_array().map(Vec::len), Some(1));
            assert_eq!(run["host"], console.address().trim_end_matches('/'));
            assert_eq!(call["method"], "POST");
            for time in [&run["begun"], &call["sent"], &call["answered"]] {
                assert!(time.as_str().is_some_and(is_recent), "{run}");
            }
            for length in [&run["run seconds"], &call["seconds"]] {
                assert!(length.as_str().is_some_and(is_length), "{run}");
            }
            let told = [&run["task"], &run["operation"], &run["status"], &call["url"], &call["outcome"]];
            told.map(|fact| fact.as_str().unwrap_or_default().to_owned())
        };
        let expected = [
            [INCR_SYNC, "start", "unknown", START_INCR_SYNC, "unknown"],
            [FULL_IMPORT, "stop", "rejected", STOP_FULL_IMPORT, "rejected"],
            [INCR_SYNC, "stop", "confirmed", STOP_INCR_SYNC, "confirmed"],
        ];
        assert_eq!(runs.iter().map(facts).collect::<Vec<_>>(), expected);
        assert_eq!(runs[1]["calls"][0]["errCode"], "CM-RESOAT000012");

        sheet.click("Save as CSV");
        let text = console.browser().saved(&saved, "connector-history.csv");
        let rows = cells(text.trim_start_matches('\u{feff}'));
        let column = |name: &str| rows[0].iter().position(|cell| cell == name).unwrap();
        let told = ["task", "operation", "status", "url", "outcome"].map(column);
        let found: Vec<_> = rows[1..].iter().map(|row| told.map(|column| row[column].as_str())).collect();
        assert_eq!(found, expected);
        // What is filtered out stays out here, too.
        filter_history(console, "CM-RESOAT000012");
        expect_entries(console, &ONE_OF_EACH[1..2]);
        sheet.click("Save as CSV");
        let text = console.browser().saved(&saved, "connector-history.csv");
        let rows = cells(text.trim_start_matches('\u{feff}'));
        assert_eq!(
            rows[1..].iter().map(|row| row[column("task")].as_str()).collect::<Vec<_>>(),
            [FULL_IMPORT]
        );
    });
}

#[test]
fn what_a_spreadsheet_would_run_is_defused() {
    let saved = Directory::new();
    let (formula, code, message) = ("=cmd|' /C calc'!A0", "+1+1", "-2+3 \"x\"\n=1");
    play(Setup::with([Task::new(formula)]), |stage, console| {
        console.browser().save_in(&saved);
        stage.fault(Fault::new(Action::Reject {
            status: 200,
            code: code.into(),
            message: message.into(),
            detail: json!("@SUM(1)"),
            retryable: json!(null),
        }));
        let sheet = console.open_sheet("Stop", formula);
        sheet.submit();
        sheet.expect_outcome("Rejected");
        let encoded = "%3Dcmd%7C%27%20%2FC%20calc%27%21A0";
        stage.expect_received(&[Call::bare(&format!("/connector/task/v2/stop?taskName={encoded}"))]);
        sheet.click("Close");
        console.expect_no_sheet();

        let sheet = open_history(console);
        expect_entries(console, &[("Stop", "Rejected", formula)]);
        sheet.click("Save as CSV");
        let text = console.browser().saved(&saved, "connector-history.csv");
        let rows = cells(text.trim_start_matches('\u{feff}'));
        let cell = |name: &str| rows[1][rows[0].iter().position(|cell| cell == name).unwrap()].as_str();
        assert_eq!(rows.len(), 2, "{text}");
        assert_eq!(
            ["task", "errCode", "errMsg", "errorDetail"].map(cell),
            ["'=cmd|' /C calc'!A0", "'+1+1", "'-2+3 \"x\"\n=1", "'@SUM(1)"]
        );
        // Programs get the texts as they are.
        sheet.click("Save as JSON");
        let text = console.browser().saved(&saved, "connector-history.json");
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["runs"][0]["task"], formula);
        assert_eq!(read["runs"][0]["calls"][0]["errMsg"], message);
    });
}
