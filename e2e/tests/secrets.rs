//! A secret goes to the host, and nowhere else.

use e2e::{Directory, Stored};
use simulator::OmsSettings;

use super::*;

/// What is looked for. In JSON and in a query it is written in another way, but for its beginning.
const CANARY: &str = "c4n4ry'\"\\ü&=";
const BEGINNING: &str = "c4n4ry";
/// One that stands within a value.
const INNER: &str = "c4n4ry \"two\"";

/// Notes all that the console writes into the browser's log and tells other tabs.
const OVERHEAR: &str = "
    window.overheard = [];
    for (const kind of ['log', 'info', 'debug', 'warn', 'error', 'trace', 'dir', 'table']) {
        const written = console[kind];
        console[kind] = (...words) => { window.overheard.push(words.join(' ')); written.apply(console, words); };
    }
    const say = BroadcastChannel.prototype.postMessage;
    BroadcastChannel.prototype.postMessage = function (words) {
        window.overheard.push(JSON.stringify(words));
        say.call(this, words);
    };";

/// All that a page can keep in this browser outside of its database, and what was overheard in it.
const ASIDE: &str = "
    const [done] = arguments;
    const kept = [{...localStorage}, {...sessionStorage}, document.cookie, history.state, window.name, window.overheard];
    const databases = async () => (await indexedDB.databases()).map(database => database.name);
    const cached = async () => window.caches ? await caches.keys() : [];
    Promise.all([databases(), cached()]).then(names => done(JSON.stringify([kept, names])));";

/// Returns the Update of a task with these values (scope, key, value) typed into its form, not sent yet. The one
/// place that knows the form.
#[track_caller]
pub fn update_with<'c>(console: &'c Console, task: &str, values: &[(&str, &str, &str)]) -> Sheet<'c> {
    let mut map = json!({});
    for (scope, key, value) in values {
        map[scope][key] = json!(value);
    }
    let sheet = console.open_sheet("Update", task);
    sheet.fill("Configuration (JSON)", &map.to_string());
    sheet
}

/// Makes sure that the secret is in nothing that outlives the page, leaves it, or can be seen by others.
#[track_caller]
fn kept_nowhere(console: &Console, stores: &[(&str, bool)]) {
    let browser = console.browser();
    let stored = Stored::read(console);
    assert!(!stored.contains(BEGINNING), "{stored:?}");
    for (store, filled) in stores {
        assert_eq!(stored.sizes().get(store).is_some_and(|&size| size > 0), *filled, "{store}: {stored:?}");
    }
    let aside = browser.eventually("what is kept aside", || browser.run_async(ASIDE, Vec::new()));
    let aside = aside.as_str().unwrap_or_default();
    assert!(aside.contains(r#"["connector-console"],[]"#), "a store that nobody has looked into: {aside}");
    assert!(!aside.contains(BEGINNING), "{aside}");
    assert!(!browser.address().contains(BEGINNING));
}

/// Makes sure that the secret stands nowhere on the page, in fields and hidden parts neither.
#[track_caller]
fn shown_nowhere(console: &Console) {
    let script = "return document.documentElement.outerHTML
        + [...document.querySelectorAll('input, textarea')].map(field => field.value).join()";
    let page = console.browser().eventually("the page", || console.browser().run(script, Vec::new()));
    assert!(!page.as_str().unwrap_or_default().contains(BEGINNING), "{page}");
}

/// Makes sure that the history has the run of an Update, and the secret in none of its forms.
#[track_caller]
fn told_nowhere(console: &Console, saved: &Directory) {
    let sheet = super::history::open_history(console);
    sheet.expect_said("status", "1 run");
    let ticket = super::history::copied(&sheet, console);
    sheet.click("Save as JSON");
    let json = console.browser().saved(saved, "connector-history.json");
    sheet.click("Save as CSV");
    let csv = console.browser().saved(saved, "connector-history.csv");
    for text in [ticket, json, csv] {
        assert!(text.contains("/connector/task/v2/update") && text.contains("(not recorded)"), "{text}");
        assert!(!text.contains(BEGINNING), "{text}");
    }
    sheet.click(&format!("Show Update of {INCR_SYNC}"));
    let run = console.sheet("Update");
    let ticket = super::history::copied(&run, console);
    assert!(ticket.contains("(not recorded)") && !ticket.contains(BEGINNING), "{ticket}");
    shown_nowhere(console);
    run.click("Close");
    console.expect_no_sheet();
}

/// Returns the body of the Update with the secret in it.
fn body() -> String {
    let value = json!(CANARY);
    format!(
        "{{\n  \"sink\": {{\n    \"password\": {value},\n    \"workerNum\": \"8\"\n  }},\n  \"source\": {{\n    \
         \"clients\": {}\n  }}\n}}",
        json!(clients())
    )
}

/// Returns a value with a secret in it.
fn clients() -> String {
    json!([{ "url": "http://10.0.0.9", "password": INNER }]).to_string()
}

#[test]
fn it_is_kept_nowhere_whatever_the_host_makes_of_it() {
    let update = STOP_INCR_SYNC.replace("/stop?", "/update?");
    let echo = format!("login failed for {CANARY} and {INNER}, sent {}", body());
    let refusal = Fault::new(Action::Reject {
        status: 200,
        code: "CM-RESOAT000012".into(),
        message: echo.clone(),
        detail: json!({ "reason": CANARY, "upstreamErrorDetail": { "body": body(), "password": CANARY } }),
        retryable: json!(true),
    });
    let page = Fault::respond(502, "text/html", format!("<pre>{echo}</pre>"));
    let gone = Fault::respond(404, "text/plain", echo.clone());
    let echoed = Fault::set("result", echo.clone());
    let answers = [
        (Fault::new(Action::Answer), "Confirmed", None),
        (echoed, "Confirmed", None),
        (refusal, "Rejected", None),
        (gone, "Rejected", Some("404 (Not Found)")),
        (page, "Outcome unknown", Some("502 (Bad Gateway)")),
    ];
    for (fault, outcome, error) in answers {
        let saved = Directory::new();
        play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
            let browser = console.browser();
            browser.save_in(&saved);
            browser.before_each_page(OVERHEAR);
            console.reload();
            error.into_iter().for_each(|words| browser.expect_error(words));
            stage.fault(fault);
            let values =
                [("sink", "password", CANARY), ("sink", "workerNum", "8"), ("source", "clients", &clients())];
            let sheet = update_with(console, INCR_SYNC, &values);
            sheet.expect_text("(hidden)");
            sheet.click("Copy link");
            sheet.expect_said("status", "Copied");
            assert!(!browser.clipboard().contains(BEGINNING));
            kept_nowhere(console, &[("runs", false)]);
            sheet.submit();
            sheet.expect_outcome(outcome);
            stage.expect_received(&[Call::json(&update, &body())]);
            kept_nowhere(console, &[("runs", true)]);
            sheet.click("Close");
            console.expect_no_sheet();
            shown_nowhere(console);
            told_nowhere(console, &saved);
            console.reload();
            kept_nowhere(console, &[("runs", true)]);
            shown_nowhere(console);
            told_nowhere(console, &saved);
            stage.expect_received(&[Call::json(&update, &body())]);
        });
    }
}

#[test]
fn what_was_typed_and_not_sent_is_kept_nowhere_either() {
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        console.browser().before_each_page(OVERHEAR);
        console.reload();
        let sheet =
            update_with(console, INCR_SYNC, &[("sink", "password", CANARY), ("sink", "workerNum", "8")]);
        sheet.expect_text("(hidden)");
        sheet.tick("Show secrets");
        sheet.expect_text(BEGINNING);
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        kept_nowhere(console, &[("runs", false)]);
        shown_nowhere(console);
        console.reload();
        kept_nowhere(console, &[("runs", false)]);
        console.open_sheet("Update", INCR_SYNC);
        shown_nowhere(console);
        stage.expect_received(&[]);
    });
}

/// Values with secrets in them that their keys do not tell, or tell in another way.
fn values_of_every_kind() -> Vec<(&'static str, &'static str, String)> {
    let nested = json!({ "outer": json!({ "apiKey": "c4n4ry" }).to_string() }).to_string();
    vec![
        ("sink", "jdbcUrl", "jdbc:oceanbase://a:c4n4ry@10.0.0.5:2883/db".into()),
        ("sink", "endpoint", "http://a:c4n4ry@10.0.0.5".into()),
        ("sink", "sysInstance", "jdbc:oracle:thin:a/c4n4ry@10.0.0.5:1521:x".into()),
        ("sink", "properties", json!([{ "name": "password", "value": "c4n4ry" }]).to_string()),
        ("sink", "platform", nested),
        ("sink", "passphrase", "c4n4ry".into()),
        ("sink", "privateKey", "c4n4ry".into()),
        ("sink", "apiKey", "c4n4ry".into()),
        ("sink", "pass", "c4n4ry".into()),
        ("source", "storeProperties", "user=a\npassword=c4n4ry\n".into()),
    ]
}

#[test]
fn secrets_of_every_kind_go_to_the_host_alone() {
    let update = STOP_INCR_SYNC.replace("/stop?", "/update?");
    let values = values_of_every_kind();
    let of = |values: &[(&'static str, &'static str, String)]| {
        let mut map = json!({});
        for (scope, key, value) in values {
            map[scope][key] = json!(value);
        }
        map
    };
    let whole = of(&values);
    let body = serde_json::to_string_pretty(&whole).unwrap_or_default();
    for echo in [body.clone(), "login failed for jdbc:mysql://b:c4n4ry@h, password=c4n4ry".to_owned()] {
        let saved = Directory::new();
        play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
            let browser = console.browser();
            browser.save_in(&saved);
            browser.before_each_page(OVERHEAR);
            console.reload();
            let refusal = Fault::new(Action::Reject {
                status: 200,
                code: "CM-RESOAT000012".into(),
                message: echo.clone(),
                detail: json!({ "reason": echo }),
                retryable: json!(true),
            });
            stage.fault(refusal);
            // Each is hidden by itself, in the JSON and among the calls.
            let sheet = console.open_sheet("Update", INCR_SYNC);
            for value in &values {
                sheet.fill("Configuration (JSON)", &of(std::slice::from_ref(value)).to_string());
                sheet.expect_text("(hidden)");
                assert!(!sheet.text().is_ok_and(|text| text.contains(BEGINNING)), "{value:?}");
            }
            sheet.fill("Configuration (JSON)", &whole.to_string());
            sheet.expect_text("(hidden)");
            sheet.click("Copy link");
            sheet.expect_said("status", "Copied");
            assert!(!browser.clipboard().contains(BEGINNING));
            kept_nowhere(console, &[("runs", false)]);
            sheet.submit();
            sheet.expect_outcome("Rejected");
            stage.expect_received(&[Call::json(&update, &body)]);
            kept_nowhere(console, &[("runs", true)]);
            sheet.expect_text("to send it again, fill in the form again.");
            sheet.click("Close");
            console.expect_no_sheet();
            shown_nowhere(console);
            told_nowhere(console, &saved);
            console.reload();
            kept_nowhere(console, &[("runs", true)]);
            told_nowhere(console, &saved);
            stage.expect_received(&[Call::json(&update, &body)]);
        });
    }
}

#[test]
fn a_secret_that_is_looked_for_stays_out_of_the_address() {
    play(Setup::with([incr_sync(State::Running)]), |_, console| {
        let browser = console.browser();
        console.filter("jdbc:mysql://a:c4n4ry@h");
        // Whatever is opened shows the table's filter in the address.
        let sheet = super::history::open_history(console);
        assert!(!browser.address().contains(BEGINNING), "{}", browser.address());
        super::history::filter_history(console, "password=c4n4ry");
        sheet.click("Copy link");
        let link = browser.eventually("the link", || {
            let link = browser.clipboard();
            if link.contains("history") { Ok(link) } else { NotYet::because(link) }
        });
        assert!(!link.contains(BEGINNING), "{link}");
        assert!(!browser.address().contains(BEGINNING), "{}", browser.address());
        sheet.click("Close");
        console.expect_filter("jdbc:mysql://a:c4n4ry@h");
    });
}

#[test]
fn a_canary_in_any_field_of_a_form_is_nowhere_once_the_form_is_closed() {
    let saved = Directory::new();
    let oms = OmsSettings::on().user("reader", "c4n4ry-pässword");
    play(Setup::with([incr_sync(State::Stopped)]).with_oms_as(oms), |stage, console| {
        let browser = console.browser();
        browser.save_in(&saved);
        browser.before_each_page(OVERHEAR);
        console.reload();
        let nowhere = |what: &str| {
            browser.eventually(what, || {
                let address = browser.address();
                if address.contains(BEGINNING) { NotYet::because(address) } else { Ok(()) }
            });
            kept_nowhere(console, &[("runs", false)]);
        };

        // A password that is wrong, and the one that is right.
        console.click("Sign in…");
        let sign_in = |password: &str| {
            let sheet = console.sheet("Sign in");
            sheet.fill("User name", "reader");
            sheet.fill("Password", password);
            sheet.submit();
        };
        sign_in("c4n4ry");
        console.sheet("Sign in").expect_said("alert", "The user name or the password is wrong");
        sign_in("c4n4ry-pässword");
        console.expect_no_sheet();
        console.expect_text("1 project read from OMS");
        nowhere("the password of OMS");
        shown_nowhere(console);

        // What is pasted to get tasks into the list.
        let pasted = format!(
            "curl -u a:c4n4ry -XPOST 'http://b:c4n4ry@h:8088/connector/task/v2/update?taskName={FULL_IMPORT}' \\\n  \
             --data '{{\"sink\":{{\"password\":\"c4n4ry\"}}}}'\n"
        );
        console.add_tasks(&[&pasted]);
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
        nowhere("a pasted command");

        // Each field of each form, sent by nobody.
        for (operation, field, text) in [
            ("Pull back", "Pull back to", "password=c4n4ry"),
            ("Pull back", "Time zone", "http://a:c4n4ry@h"),
            ("Pull back", "Subtopic", "token: c4n4ry"),
            ("Migrate", "Destination IP", "jdbc:mysql://a:c4n4ry@10.0.0.9:3306/x"),
            ("Update", "Parameters to delete", "sink.password=c4n4ry"),
            ("Update", "Configuration (JSON)", "{\"sink\": {\"password\": \"c4n4ry"),
            ("Update", "Configuration (JSON)", "clients=[{\"password\":\"c4n4ry\"}]"),
        ] {
            let sheet = console.open_sheet(operation, INCR_SYNC);
            sheet.fill(field, text);
            browser.press(Key::Escape);
            console.expect_no_sheet();
            nowhere(&format!("{field} of {operation}"));
            console.reload();
            nowhere(&format!("{field} of {operation}, in a new page"));
            console.open_sheet(operation, INCR_SYNC);
            shown_nowhere(console);
            browser.press(Key::Escape);
            console.expect_no_sheet();
        }

        // A view with a filter that holds one, and every export.
        console.filter("password=c4n4ry");
        console.click("Views");
        let sheet = console.sheet("Views");
        sheet.fill("View name", "Mine");
        sheet.click("Save view");
        sheet.expect_button("Show Mine");
        sheet.click("Close");
        console.filter("");
        console.click("Import and export");
        let sheet = console.sheet("Import and export");
        for (format, file) in [("Text", "tasks.txt"), ("CSV", "tasks.csv"), ("JSON", "tasks.json")] {
            sheet.click(&format!("Save as {format}"));
            let text = browser.saved(&saved, file);
            assert!(text.contains(INCR_SYNC) && !text.contains(BEGINNING), "{text}");
        }
        sheet.click("Close");
        console.expect_no_sheet();
        nowhere("a saved view and exports");
        stage.expect_received(&[]);
    });
}
