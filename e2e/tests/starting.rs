//! How the console starts, and what it says when it cannot: files that are gone, pages in place of files, an address
//! with a user name in it.

use std::fs;

use e2e::{Browser, SECOND_PART};

use super::*;

/// What a page says that does not come to start.
const WAY_OUT: &str = "Reload the page without the browser's copy";

/// A page for signing in, as gateways send it in place of whatever was asked for.
const SIGN_IN: &str = "<!doctype html><title>Sign in</title><form><input name=user></form>";

/// Returns a whole response as it is on the wire.
fn response(head: &str, body: &str) -> String {
    format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
}

#[test]
fn a_page_with_a_user_name_in_its_address_starts_and_works() {
    play(Setup::with([incr_sync(State::Running)]).under("/console/"), |stage, console| {
        let browser = console.browser();
        browser.go(&console.address().replace("http://", "http://admin:hunter2@"));
        console.expect_tasks(&[INCR_SYNC]);
        let sheet = console.open_sheet("Update", INCR_SYNC);
        sheet.click("Copy link");
        let link = browser.clipboard();
        assert!(link.starts_with(&format!("{}?", console.address())), "{link}");
        browser.press(Key::Escape);
        console.expect_no_sheet();
        console.filter("incr");
        browser.eventually("the filter in the address", || {
            let query = browser.run("return location.search", Vec::new())?;
            if query == json!("?q=incr") { Ok(()) } else { NotYet::because(query.to_string()) }
        });
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.click("Copy as cURL");
        let command = browser.clipboard();
        assert!(command.contains("/connector/") && !command.contains("hunter2"), "{command}");
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        let text = browser.run("return document.body.innerText", Vec::new()).ok();
        assert!(text.is_some_and(|text| !text.to_string().contains("hunter2")));
    });
}

/// Has a browser ask for every file anew.
pub fn keep_nothing(browser: &Browser) {
    browser.devtools("Network.enable", json!({}));
    browser.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true }));
}

/// Returns the names of the served files that belong to the build, by what they are.
fn built(stage: &Stage, what: &str) -> Vec<String> {
    let page = fs::read_to_string(stage.files().path().join("index.html")).unwrap_or_default();
    let behind = |mark: &str| {
        let (_, rest) = page.split_once(mark)?;
        rest.split('"').next().map(|name| name.trim_start_matches("./").to_owned())
    };
    let found: Vec<_> = match what {
        "boot" => behind("<script type=\"module\" src=\"")
            .or_else(|| {
                page.split("src=\"./").skip(1).find_map(|rest| rest.split('"').next()).map(str::to_owned)
            })
            .into_iter()
            .collect(),
        "script" => behind("name=\"app-module\" content=\"").into_iter().collect(),
        "module" => behind("data-wasm=\"").into_iter().collect(),
        _ => page
            .split("rel=\"stylesheet\" href=\"./")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(str::to_owned)
            .collect(),
    };
    assert!(!found.is_empty(), "{what} is not in the page:\n{page}");
    found
}

#[test]
fn whatever_file_of_an_old_page_is_gone_the_page_says_what_to_do() {
    let list = json!({ "tasks": [INCR_SYNC] }).to_string();
    play(Setup::with([incr_sync(State::Running)]).deploying(&list), |stage, console| {
        let browser = console.browser();
        keep_nothing(browser);
        // Compressed siblings would be sent in place of what is damaged here.
        for file in fs::read_dir(stage.files().path()).into_iter().flatten().flatten() {
            if matches!(file.path().extension().and_then(|end| end.to_str()), Some("gz" | "br")) {
                let _ = fs::remove_file(file.path());
            }
        }
        let cases: [(&str, &[&str]); 5] = [
            ("the start script", &["boot"]),
            ("the module's script", &["script"]),
            ("the module", &["module"]),
            ("the start script and the styles", &["boot", "styles"]),
            ("everything", &["boot", "script", "module", "styles"]),
        ];
        for (case, gone) in cases {
            eprintln!("{case}");
            let mut kept = Vec::new();
            for what in gone {
                for name in built(stage, what) {
                    let path = stage.files().path().join(&name);
                    kept.push((name, fs::read(&path).unwrap_or_default()));
                    assert!(fs::remove_file(path).is_ok());
                }
            }
            browser.reload();
            console.expect_text(WAY_OUT);
            for (name, content) in kept {
                stage.files().write(&name, content);
            }
        }
        // Half of the module, as a connection that was cut leaves it.
        let [module] = &built(stage, "module")[..] else { panic!("more than one module") };
        let whole = fs::read(stage.files().path().join(module)).unwrap_or_default();
        stage.files().write(module, &whole[..whole.len() / 2]);
        browser.reload();
        console.expect_text(WAY_OUT);
        stage.files().write(module, whole);
        // Only the styles: the console is there all the same.
        for name in built(stage, "styles") {
            assert!(fs::remove_file(stage.files().path().join(name)).is_ok());
        }
        browser.reload();
        console.expect_text("Connector Console");
        browser.eventually("a row", || console.row(INCR_SYNC).map(drop));
        browser.ignore_errors();
        stage.expect_received(&[]);
    });
}

#[test]
fn the_deployments_settings_are_asked_for_once_while_the_module_loads() {
    play(Setup::with([incr_sync(State::Running)]).over_a_line(), |stage, console| {
        let browser = console.browser();
        console.expect_tasks(&[INCR_SYNC]);
        let asked = || stage.line().asked().iter().filter(|asked| asked.contains("/config.json")).count();
        let before = asked();
        let gate = Gate::new();
        keep_nothing(browser);
        stage.line().hold(".wasm", &gate);
        // Without waiting until the page has loaded.
        browser.run("setTimeout(() => location.reload())", Vec::new()).unwrap();
        browser.eventually("the request", || if asked() > before { Ok(()) } else { NotYet::because("none") });
        gate.release();
        console.expect_tasks(&[INCR_SYNC]);
        assert_eq!(asked(), before + 1);
    });
}

#[test]
fn a_page_in_place_of_a_file_of_the_deployment_is_called_so() {
    let list = json!({ "tasks": [INCR_SYNC] }).to_string();
    let setup = Setup::with([incr_sync(State::Running)]).deploying(&list).over_a_line();
    play(setup, |stage, console| {
        let browser = console.browser();
        let cases = [
            ("200 OK\r\nContent-Type: text/html", SIGN_IN, "answered {file} with a web page"),
            ("200 OK\r\nContent-Type: application/json", SIGN_IN, "answered {file} with a web page"),
            ("302 Found\r\nLocation: https://sign-in.example/", "", "led from {file} to another address"),
            ("401 Unauthorized\r\nContent-Type: text/html", SIGN_IN, "refused {file} (HTTP 401)"),
            ("403 Forbidden", "no", "refused {file} (HTTP 403)"),
            ("503 Service Unavailable", "", "failed to answer {file} (HTTP 503)"),
        ];
        for (head, body, says) in cases {
            eprintln!("{head}");
            stage.line().answer("/config.json", &response(head, body));
            browser.reload();
            console.expect_text("The deployment's settings could not be read");
            console.expect_text(&says.replace("{file}", "config.json"));
            let page = browser.run("return document.body.innerText", Vec::new());
            assert!(page.is_ok_and(|page| !page.to_string().contains("ine 1")), "{head}");
            stage.line().answer_nothing();
            stage.line().answer("/tasks.json", &response(head, body));
            stage.line().answer("/config-keys.json", &response(head, body));
            console.click("Reload");
            console.expect_notice(&says.replace("{file}", "tasks.json"));
            let sheet = console.open_sheet("Update", INCR_SYNC);
            sheet.expect_text(&says.replace("{file}", "config-keys.json"));
            sheet.click("Cancel");
            stage.line().answer_nothing();
            console.click("Read it again");
            console.expect_tasks(&[INCR_SYNC]);
        }
        browser.ignore_errors();
        stage.expect_received(&[]);
    });
}

#[test]
fn the_table_is_there_before_the_rest_and_where_that_fails_it_is_said_and_tried_again() {
    play(Setup::with([incr_sync(State::Running)]).over_a_line(), |stage, console| {
        let browser = console.browser();
        let fetches = || {
            stage.line().asked().into_iter().filter(|asked| asked.contains(SECOND_PART)).collect::<Vec<_>>()
        };
        let fetched = |more_than: usize| {
            browser.eventually("the second part", || match fetches() {
                fetches if fetches.len() > more_than => Ok(fetches),
                fetches => NotYet::because(format!("{fetches:?}")),
            })
        };
        let before = fetched(0);
        keep_nothing(browser);
        stage.line().cut(before[0].strip_prefix("GET "));
        console.open("");
        fetched(before.len());
        console.expect_tasks(&[INCR_SYNC]);
        console.expect_no_sheet();
        console.expect_notice("Only the table is here");
        console.click("Try again");
        console.expect_notice("Only the table is here");
        stage.line().cut(None);
        console.click("Try again");
        console.filter("incr");
        console.expect_tasks(&[INCR_SYNC]);
        console.open_sheet("Stop", INCR_SYNC);
        browser.ignore_errors();
        stage.expect_received(&[]);
    });
}

#[test]
fn a_part_that_is_gone_is_said_truly_while_a_call_is_out() {
    let list = json!({ "tasks": [INCR_SYNC, FULL_IMPORT] }).to_string();
    let setup = Setup::with([incr_sync(State::Running), full_import(State::Running)]).deploying(&list);
    let gate = Gate::new();
    play(setup.with_windows(), |stage, console| {
        let files = fs::read_dir(stage.files().path()).into_iter().flatten().flatten();
        let parts: Vec<_> = files
            .map(|file| file.path())
            .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("split_")))
            .collect();
        assert!(!parts.is_empty(), "a console in one piece; build it with `cargo xtask dist`");
        let browser = console.browser();
        keep_nothing(browser);
        stage.fault(Fault::held(&gate).on(Endpoint::Migrate));
        console.open_sheet("Migrate", INCR_SYNC).submit();
        let migrate = [Call::bare(STOP_INCR_SYNC.replace("/stop?", "/migrate?").as_str())];
        stage.expect_received(&migrate);

        // In another tab, while the call is out.
        let kept: Vec<_> = parts.iter().map(fs::read).collect();
        parts.iter().for_each(|path| drop(fs::remove_file(path)));
        browser.open_tab();
        keep_nothing(browser);
        browser.go(console.address());
        browser.eventually("a button", || console.row_button("Stop", FULL_IMPORT)?.click());
        console.expect_text("This part of the console could not be loaded");
        console.expect_text("Calls under way continue");
        let page = browser.run("return document.body.innerText", Vec::new());
        assert!(page.is_ok_and(|page| !page.to_string().contains("Nothing was sent")));

        // What was under way in a page that is gone is taken over as soon as that is possible.
        browser.go_to_first_tab();
        console.open("");
        console.expect_notice("what an earlier page left unfinished is not shown until the rest is here");
        for (path, content) in parts.iter().zip(kept) {
            assert!(fs::write(path, content.unwrap_or_default()).is_ok());
        }
        console.click("Try again");
        console.expect_notice("the page went away before the answer came. Outcome unknown.");
        console.expect_cell(INCR_SYNC, "Last operation", "Migrate outcome unknown");
        browser.ignore_errors();
        stage.expect_received(&migrate);
        gate.release();
    });
}

#[test]
fn a_file_that_is_dropped_too_early_is_not_opened_in_place_of_the_page() {
    const DROPS: &str = "
        const file = new DataTransfer();
        file.items.add(new File(['a'], 'names.txt'));
        const text = new DataTransfer();
        text.setData('text/plain', 'a');
        const isTaken = (kind, dataTransfer) =>
            !document.body.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer }));
        return [isTaken('dragover', file), isTaken('drop', file), isTaken('drop', text)];";
    play(Setup::with([incr_sync(State::Running)]).over_a_line(), |stage, console| {
        let gate = Gate::new();
        keep_nothing(console.browser());
        stage.line().hold(SECOND_PART, &gate);
        console.browser().go(console.address());
        console.expect_tasks(&[INCR_SYNC]);
        let taken = console.browser().eventually("the drops", || console.browser().run(DROPS, Vec::new()));
        assert_eq!(taken, json!([true, true, false]), "text is left to the fields");
        gate.release();
    });
}
