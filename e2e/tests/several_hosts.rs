//! Several hosts in one console: each has its paths, its list and its history, and every link says which it is about.

use e2e::two_hosts;
use simulator::OmsSettings;

use super::activity::asks_before_leaving;
use super::history::{expect_entries, open_history};
use super::*;

/// A task of the second host, of the same name as one of the first.
const START_INCR_SYNC: &str =
    "/connector/task/v2/resume?taskName=10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002";

/// Two hosts with a task of the same name.
fn hosts() -> Setup {
    let setup = Setup::with([incr_sync(State::Running)]).unlisted().second_host([incr_sync(State::Stopped)]);
    setup.configured(&two_hosts("Hangzhou", "Shanghai"))
}

/// Goes to another host by the list at the top.
fn go_to(console: &Console, from: &str, to: &str) {
    console
        .browser()
        .eventually("the host's name", || console.browser().page()?.one(Role::Button, from)?.click());
    console.browser().eventually("the other one", || console.browser().page()?.one(Role::Link, to)?.click());
    expect_host(console, to);
}

/// The page is about this host, and says so at its top and in its title.
#[track_caller]
fn expect_host(console: &Console, name: &str) {
    console.browser().eventually("the host", || {
        console.browser().page()?.one(Role::Button, name)?;
        let title = console.browser().run("return document.title", Vec::new())?;
        if title == json!(format!("{name} · Connector Console")) {
            Ok(())
        } else {
            NotYet::because(title.to_string())
        }
    });
}

/// Opens the sheet of an operation by a link that names the host, and sends it.
#[track_caller]
fn carry_out(console: &Console, host: &str, word: &str, name: &str) {
    console.open(&format!("?host={host}&task={INCR_SYNC}&op={word}"));
    let sheet = console.sheet(name);
    sheet.submit();
    sheet.expect_outcome("Confirmed");
    sheet.click("Close");
    console.expect_no_sheet();
}

#[test]
fn each_host_has_its_calls_its_list_and_its_history() {
    play(hosts(), |stage, console| {
        console.expect_text("This console is for several hosts. Choose one.");
        console.follow("Hangzhou");
        expect_host(console, "Hangzhou");
        console.expect_address("?host=Hangzhou");
        console.add_tasks(&[INCR_SYNC]);
        console.add_tasks(&["only-in-hangzhou"]);
        console.open_sheet("Stop", INCR_SYNC).submit();
        console.sheet("Stop").expect_outcome("Confirmed");
        console.sheet("Stop").click("Close");
        console.expect_state(INCR_SYNC, "Stopped");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);

        go_to(console, "Hangzhou", "Shanghai");
        console.expect_address("?host=Shanghai");
        console.expect_tasks(&[]);
        console.add_tasks(&[INCR_SYNC]);
        console.expect_state(INCR_SYNC, "Unknown");
        let sheet = console.open_sheet("Start", INCR_SYNC);
        // What is shown, copied and sent goes to this host's path.
        sheet.expect_text("/second/connector/task/v2/resume");
        sheet.click("Copy as cURL");
        let command = console.browser().clipboard();
        assert!(command.contains(&format!("{}second{START_INCR_SYNC}", console.address())), "{command}");
        sheet.click("Copy link");
        let link = console.browser().clipboard();
        assert!(link.contains("?host=Shanghai&task="), "{link}");
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        sheet.click("Close");
        console.expect_state(INCR_SYNC, "Running");
        stage.expect_second_received(&[Call::bare(START_INCR_SYNC)]);
        let sheet = open_history(console);
        expect_entries(console, &[("Start", "Confirmed", INCR_SYNC)]);
        sheet.click(&format!("Show Start of {INCR_SYNC}"));
        console.sheet("Start").click("Copy as text");
        let text = console.browser().clipboard();
        assert!(
            text.contains(&format!("\nhost: Shanghai ({}second/connector/)\n", console.address())),
            "{text}"
        );
        assert!(text.contains(&format!("url: /second{START_INCR_SYNC}\n")), "{text}");

        // A visit without more leads to the host that was used last.
        console.open("");
        expect_host(console, "Shanghai");
        go_to(console, "Shanghai", "Hangzhou");
        console.expect_tasks(&[INCR_SYNC, "only-in-hangzhou"]);
        console.expect_state(INCR_SYNC, "Stopped");
        open_history(console);
        expect_entries(console, &[("Stop", "Confirmed", INCR_SYNC)]);
        console.expect_address("?host=Hangzhou&history");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        stage.expect_second_received(&[Call::bare(START_INCR_SYNC)]);
    });
}

#[test]
fn leaving_for_another_host_while_a_run_is_under_way_asks_and_leaves_the_run_behind() {
    let gate = Gate::new();
    play(hosts(), |stage, console| {
        console.follow("Hangzhou");
        expect_host(console, "Hangzhou");
        console.add_tasks(&[INCR_SYNC]);
        assert!(!asks_before_leaving(console));
        stage.fault(Fault::held(&gate).task(INCR_SYNC));
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        sheet.click("Close");
        console.expect_no_sheet();
        assert!(asks_before_leaving(console));

        // A person leaves all the same.
        go_to(console, "Hangzhou", "Shanghai");
        console.expect_tasks(&[]);
        open_history(console);
        expect_entries(console, &[]);
        console.open("?host=Hangzhou");
        expect_host(console, "Hangzhou");
        console.expect_cell(INCR_SYNC, "Last operation", "Stop outcome unknown");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        stage.expect_second_received(&[]);
        gate.release();
    });
}

#[test]
fn two_tabs_are_about_two_hosts_at_the_same_time() {
    play(hosts().with_windows(), |stage, console| {
        let browser = console.browser();
        console.open(&format!("?host=Hangzhou&task={INCR_SYNC}&op=stop"));
        let stop = console.sheet("Stop");
        browser.open_tab();
        console.open(&format!("?host=Shanghai&task={INCR_SYNC}&op=start"));
        let start = console.sheet("Start");

        // What the other tab is about does not keep this one from sending, before and after it becomes visible.
        browser.go_to_first_tab();
        expect_host(console, "Hangzhou");
        stop.submit();
        stop.expect_outcome("Confirmed");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        browser.go_to_last_tab();
        start.submit();
        start.expect_outcome("Confirmed");
        stage.expect_second_received(&[Call::bare(START_INCR_SYNC)]);
        start.click("Close");
        console.expect_state(INCR_SYNC, "Running");
        console.add_tasks(&["only-in-shanghai"]);
        browser.go_to_first_tab();
        stop.click("Close");
        console.expect_state(INCR_SYNC, "Stopped");
        console.expect_tasks(&[INCR_SYNC]);
        console.reload();
        console.expect_tasks(&[INCR_SYNC]);
        carry_out(console, "Hangzhou", "start", "Start");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC), Call::bare(START_INCR_SYNC)]);
        stage.expect_second_received(&[Call::bare(START_INCR_SYNC)]);
    });
}

#[test]
fn a_link_opens_its_host_and_none_but_that() {
    play(hosts(), |stage, console| {
        carry_out(console, "hangzhou", "stop", "Stop");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);

        // In the page of one host, the link for another one opens that.
        carry_out(console, "Shanghai", "start", "Start");
        stage.expect_second_received(&[Call::bare(START_INCR_SYNC)]);
        console.expect_state(INCR_SYNC, "Running");
        console.browser().back();
        expect_host(console, "Hangzhou");
        console.expect_state(INCR_SYNC, "Stopped");

        // A host that there is not: nothing of the link is opened.
        console.open(&format!("?host=Beijing&task={INCR_SYNC}&op=delete"));
        console.expect_text("This link is about the host “Beijing”, which this console does not have.");
        let page = "return document.querySelector('dialog, [role=grid], input') === null";
        assert_eq!(console.browser().run(page, Vec::new()).ok(), Some(json!(true)));
        console.follow("Shanghai");
        expect_host(console, "Shanghai");
        console.expect_no_sheet();
        console.expect_address("?host=Shanghai");
        console.open("?host=Hangzhou&host=Shanghai&op=stop");
        console.expect_text("This link names several hosts.");

        // A link that does not say it: a person does.
        console.open(&format!("?task={INCR_SYNC}&op=stop&q=np_"));
        console.expect_text("This link does not say which host it is about.");
        console.expect_text(&format!("It opens Stop for {INCR_SYNC}."));
        console.follow("Shanghai");
        let sheet = console.sheet("Stop");
        sheet.expect_text("/second/connector/task/v2/stop");
        console.expect_address(&format!("?host=Shanghai&task={INCR_SYNC}&op=stop&q=np_"));
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        stage.expect_second_received(&[Call::bare(START_INCR_SYNC)]);
    });
}

#[test]
fn one_of_them_can_be_read_only() {
    let mut config = two_hosts("Hangzhou", "Shanghai");
    config["hosts"][0]["readOnly"] = json!(true);
    play(hosts().configured(&config), |stage, console| {
        console.expect_text("Read only");
        console.open(&format!("?host=Hangzhou&task={INCR_SYNC}&op=stop"));
        let sheet = console.sheet("Stop");
        sheet.expect_text("Read only");
        carry_out(console, "Shanghai", "start", "Start");
        stage.expect_received(&[]);
        stage.expect_second_received(&[Call::bare(START_INCR_SYNC)]);
    });
}

#[test]
fn each_host_is_read_by_itself_and_a_sign_in_is_forgotten_with_it() {
    let oms = OmsSettings::on().user("reader", "secret");
    play(hosts().with_oms_as(oms), |stage, console| {
        let sign_in = || {
            console.click("Sign in…");
            let sheet = console.sheet("Sign in");
            sheet.fill("User name", "reader");
            sheet.fill("Password", "secret");
            sheet.submit();
            console.expect_no_sheet();
        };
        console.open("?host=Hangzhou");
        sign_in();
        console.expect_state(INCR_SYNC, "Running");
        // Another tab of the same browser reads the other host while this one stays in sight.
        go_to(console, "Hangzhou", "Shanghai");
        console.expect_text("OMS tells states only to users who are signed in");
        console.expect_tasks(&[]);
        sign_in();
        console.expect_state(INCR_SYNC, "Stopped");
        go_to(console, "Shanghai", "Hangzhou");
        console.expect_text("OMS tells states only to users who are signed in");
        stage.expect_received(&[]);
    });
}

#[test]
fn the_deployment_lists_tasks_for_each_host() {
    let list = json!({ "hosts": { "Hangzhou": [INCR_SYNC], "Shanghai": [FULL_IMPORT] } }).to_string();
    play(hosts().deploying(&list), |stage, console| {
        console.open("?host=Hangzhou");
        console.expect_tasks(&[INCR_SYNC]);
        go_to(console, "Hangzhou", "Shanghai");
        console.expect_tasks(&[FULL_IMPORT]);
        stage.deploy(Some(&json!({ "tasks": [INCR_SYNC] }).to_string()));
        console.open("?host=Shanghai&sort=name");
        console.expect_notice("“hosts” has to say whose tasks these are");
        console.expect_tasks(&[FULL_IMPORT]);
    });
}

#[test]
fn a_host_of_before_is_one_of_the_several_if_a_person_says_so() {
    let list = json!({ "tasks": [INCR_SYNC] }).to_string();
    let setup = Setup::with([incr_sync(State::Running)]).deploying(&list).second_host([]);
    play(setup, |stage, console| {
        console.open_sheet("Stop", INCR_SYNC).submit();
        console.expect_state(INCR_SYNC, "Stopped");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        console.sheet("Stop").click("Close");

        // A tab of before sends nothing: it does not know which of the two it is about.
        stage.configure(&two_hosts("Hangzhou", "Shanghai").to_string());
        let sheet = console.open_sheet("Start", INCR_SYNC);
        console.expect_notice("This address leads to another host now, or may");
        sheet.submit();
        sheet.expect_said("alert", "Nothing was sent");
        console.open("?host=Hangzhou&sort=name");
        console.expect_text("This address led to a host without a name before. Now it says Hangzhou.");
        console.click("It is the host without a name, now called Hangzhou");
        console.expect_state(INCR_SYNC, "Stopped");
        console.expect_address("?host=Hangzhou&sort=name");
        go_to(console, "Hangzhou", "Shanghai");
        console.expect_tasks(&[]);
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
    });
}

#[test]
fn a_tab_notices_that_its_host_is_gone_or_elsewhere() {
    play(hosts().deploying("{\"hosts\": {}}"), |stage, console| {
        console.open("?host=Shanghai");
        console.add_tasks(&[INCR_SYNC]);
        let mut config = two_hosts("Hangzhou", "Shanghai");
        config["hosts"][1]["connector"] = json!("/third/connector/");
        stage.configure(&config.to_string());
        // A form is opened: what the deployment says is read anew.
        let sheet = console.open_sheet("Start", INCR_SYNC);
        console.expect_notice("This address leads to another host now, or may");
        sheet.submit();
        sheet.expect_said("alert", "Nothing was sent");
        stage.expect_second_received(&[]);
    });
}

#[test]
fn a_task_of_another_connector_manager_is_marked() {
    let config = json!({ "clusterManagerUrl": "http://10.9.9.9:8088" });
    let clients = r#"[{"clientId":"a","subtopic":"a","clusterManagerUrl":"http://10.1.0.2:8088"}]"#;
    let task = incr_sync(State::Running).set("source", "clients", clients);
    let setup = Setup::with([task]).unlisted().with_oms().configured(&config);
    play(setup, |_, console| {
        console.expect_state(INCR_SYNC, "Running");
        console.choose_in_menu(INCR_SYNC, "Details");
        console
            .sheet("Details")
            .expect_fact("Another connector manager than this host's", "http://10.1.0.2:8088");
    });
}

#[test]
fn without_a_word_of_the_deployment_the_task_that_differs_from_most_is_marked() {
    let on = |name: &str, manager: &str| {
        let clients = format!(r#"[{{"clientId":"a","subtopic":"a","clusterManagerUrl":"{manager}"}}]"#);
        Task::new(name).set("source", "clients", &clients)
    };
    let (own, other) = ("http://10.1.0.2:8088", "http://10.9.9.9:8088");
    let tasks = [on(FOUR[0], own), on(FOUR[1], own), on(FOUR[2], other)];
    play(Setup::with(tasks).unlisted().with_oms(), |_, console| {
        console.filter("needs:attention");
        console.expect_tasks(&[FOUR[2]]);
    });
}
