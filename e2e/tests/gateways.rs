//! nginx and Caddy with the configurations that are shipped.

#![expect(clippy::unwrap_used, reason = "clippy does not see that these are tests")]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::path::Path;

use e2e::{Answer, Asked, Directory, Server, Shipped, Shipping, Upstream};

use simulator::OmsSettings;

use super::*;

/// Makes each test one of nginx and one of Caddy.
macro_rules! of_both {
    ($($test:ident),+ $(,)?) => {
        mod nginx {
            $(#[test] fn $test() { super::$test(super::Server::Nginx) })+
        }
        mod caddy {
            $(#[test] fn $test() { super::$test(super::Server::Caddy) })+
        }
    };
}

of_both!(
    the_six_operations,
    an_upstream_that_breaks_off_gets_each_call_once,
    an_answer_that_the_browser_loses,
    what_a_gateway_says_itself,
    under_a_path,
    over_tls_with_a_sign_in,
    what_the_observatory_says,
    a_secret_is_in_no_log,
    several_hosts,
    several_paths,
    two_hosts_in_one_console,
    files_and_how_they_are_kept,
    requests_of_other_sites,
    calls_that_are_not_documented,
    a_call_that_breaks_off_on_its_way,
    reads_and_nothing_else,
    requests_that_no_browser_sends,
);

/// What every answer carries.
const ALWAYS: [(&str, &str); 8] = [
    ("Connection", "close"),
    ("Content-Security-Policy", gateway::CONTENT_SECURITY_POLICY),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-store"),
];

/// The account in the examples of the shipped files.
const ACCOUNT: &str = "Basic TkFNRTpQQVNTV09SRA==";

/// What the person in those examples signs in with.
const OF_ANN: &str = "Authorization: Basic YW5uOmNoYW5nZSBtZQ==";

/// What an OMS may answer whose account has expired.
const SIGN_IN: &str = "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\
                       WWW-Authenticate: Basic realm=\"OMS\"\r\nSet-Cookie: JSESSIONID=1\r\n\r\n{\"success\":false}";

#[track_caller]
fn expect_always(answer: &Answer) {
    for (name, value) in ALWAYS {
        assert_eq!(answer.header(name), value, "{name} of {answer:?}");
    }
    let policy = answer.header("Permissions-Policy");
    assert!(policy.contains("camera=()") && policy.contains("clipboard-write=(self)"), "{policy}");
    for never in ["Last-Modified", "ETag", "WWW-Authenticate", "Set-Cookie"] {
        assert_eq!(answer.header(never), "", "{never} of {answer:?}");
    }
}

/// Returns a gateway in front of a host that answers everything like this.
fn in_front_of(server: Server, answering: &str) -> (Shipped, Upstream, Directory) {
    let (upstream, directory) = (Upstream::answering(answering), Directory::new());
    directory.write("index.html", "<!doctype html><title>Console</title>");
    let shipping = Shipping::of(server, "http").serving(directory.path(), directory.path());
    (Shipped::start(&shipping.passing_on_to(upstream.address(), upstream.address())), upstream, directory)
}

/// Carries out an operation and closes its sheet.
#[track_caller]
fn carry_out(console: &Console, operation: &str, task: &str, fill: impl FnOnce(&Sheet<'_>)) {
    let sheet = console.open_sheet(operation, task);
    fill(&sheet);
    sheet.submit();
    sheet.expect_outcome("Confirmed");
    sheet.click("Close");
    console.expect_no_sheet();
}

fn the_six_operations(server: Server) {
    let to_delete = incr_sync(State::Stopped).name.replace("0003000002", "0003000009");
    let tasks =
        [incr_sync(State::Running), full_import(State::Stopped), Task::new(&to_delete).state(State::Stopped)];
    let setup = Setup::with(tasks).behind(Shipping::of(server, "http"));
    play(setup, |stage, console| {
        carry_out(console, "Pull back", INCR_SYNC, |sheet| {
            sheet.fill("Pull back to", "2023-02-13 19:00:00");
            sheet.fill("Time zone", "Asia/Shanghai");
            sheet.fill("Subtopic", SUBTOPIC);
        });
        carry_out(console, "Stop", INCR_SYNC, |_| {});
        carry_out(console, "Update", FULL_IMPORT, |sheet| {
            sheet.fill("Configuration (JSON)", r#"{"sink":{"note":"任务 🙂 \"%2F\" \\"}}"#);
        });
        carry_out(console, "Start", FULL_IMPORT, |_| {});
        carry_out(console, "Migrate", INCR_SYNC, |sheet| sheet.fill("Destination IP", "fd00::9"));
        carry_out(console, "Delete", &to_delete, |sheet| sheet.fill("Type delete to confirm", "delete"));
        let call = |path: &str, task: &str| format!("/connector/task/v2/{path}?taskName={task}");
        let note = "{\n  \"sink\": {\n    \"note\": \"任务 🙂 \\\"%2F\\\" \\\\\"\n  }\n}";
        let mut calls = super::operations::pull_back_calls().to_vec();
        calls.extend([
            Call::bare(&call("stop", INCR_SYNC)),
            Call::json(&call("update", FULL_IMPORT), note),
            Call::bare(&call("resume", FULL_IMPORT)),
            Call::bare(&format!("{}&ip=fd00::9", call("migrate", INCR_SYNC))),
            Call::bare(&call("delete", &to_delete)),
        ]);
        stage.expect_received(&calls);
        assert_eq!(stage.task(FULL_IMPORT).value("sink", "note"), Some("任务 🙂 \"%2F\" \\"));
        // Each call has a connection of its own, and nothing of the person goes with it.
        let received = stage.simulator.log().all();
        let mut connections: Vec<_> = received.iter().map(|received| received.connection).collect();
        connections.dedup();
        assert_eq!(connections.len(), calls.len());
        for received in &received {
            assert_eq!(received.header("Connection"), Some("close"));
            assert_eq!((received.header("Authorization"), received.header("Cookie")), (None, None));
        }
    });
}

fn an_upstream_that_breaks_off_gets_each_call_once(server: Server) {
    let moments = [Moment::BeforeBody, Moment::BeforeAnswer, Moment::DuringAnswer, Moment::AfterAnswer];
    let cuts: Vec<_> = moments.iter().flat_map(|at| [(*at, Ending::Close), (*at, Ending::Reset)]).collect();
    let name = |place: usize| INCR_SYNC.replace("0003000002", &format!("000300000{place}"));
    let tasks = (0..cuts.len()).map(|place| Task::new(&name(place)).state(State::Running));
    let setup = Setup::with(tasks).behind(Shipping::of(server, "http"));
    play(setup, |stage, console| {
        let mut calls = Vec::new();
        let mut history = Vec::new();
        for (place, (at, how)) in cuts.into_iter().enumerate() {
            let task = name(place);
            stage.fault(Fault::cut(at, how).task(&task));
            console.open(&format!("?task={task}&op=stop"));
            let sheet = console.sheet("Stop");
            sheet.submit();
            calls.push(Call::bare(&format!("/connector/task/v2/stop?taskName={task}")));
            let outcome = if at == Moment::AfterAnswer { "Confirmed" } else { "Outcome unknown" };
            sheet.expect_outcome(outcome);
            match at {
                Moment::BeforeBody | Moment::BeforeAnswer => {
                    console.browser().expect_error("502 (Bad Gateway)");
                    sheet.expect_text("A gateway answered HTTP 502 in place of the host.");
                }
                Moment::DuringAnswer => console.browser().expect_error("net::ERR_"),
                Moment::AfterAnswer => {}
            }
            stage.expect_received(&calls);
            history.insert(0, (outcome, task));
        }
        // Nothing comes later either.
        console.reload();
        super::history::open_history(console);
        let history: Vec<_> =
            history.iter().map(|(outcome, task)| ("Stop", *outcome, task.as_str())).collect();
        super::history::expect_entries(console, &history);
        stage.expect_received(&calls);
    });
}

fn an_answer_that_the_browser_loses(server: Server) {
    let setup = Setup::with([incr_sync(State::Running)]).behind(Shipping::of(server, "http"));
    play(setup.over_a_line(), |stage, console| {
        console.browser().expect_error("net::ERR_CONNECTION_RESET");
        stage.line().lose_answers();
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Outcome unknown");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        assert_eq!(stage.applied(), [true]);
    });
}

fn what_a_gateway_says_itself(server: Server) {
    let shipping = Shipping::of(server, "http").changing("180s", "2s");
    let setup = Setup::with([incr_sync(State::Running), full_import(State::Stopped)]).behind(shipping);
    play(setup, |stage, console| {
        console.browser().expect_error("504 (Gateway");
        stage.fault(Fault::new(Action::Hang).on(Endpoint::Stop));
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Outcome unknown");
        sheet.expect_text("A gateway answered HTTP 504 in place of the host.");
        let stop = [Call::bare(STOP_INCR_SYNC)];
        stage.expect_received(&stop);
        sheet.click("Close");

        console.browser().expect_error("413 (Request Entity Too Large)");
        let sheet = console.open_sheet("Update", FULL_IMPORT);
        let long = "0123456789".repeat(110_000);
        sheet.fill_at_once("Configuration (JSON)", &format!(r#"{{"sink": {{"note": "{long}"}}}}"#));
        sheet.submit();
        sheet.expect_outcome("Rejected");
        sheet.expect_fact("HTTP status", "413");
        stage.expect_received(&stop);
    });
}

fn under_a_path(server: Server) {
    let setup = Setup::with([incr_sync(State::Running)]).behind(Shipping::of(server, "under-a-path"));
    play(setup, |stage, console| {
        console.open(&format!("?task={INCR_SYNC}&op=stop"));
        assert!(console.browser().address().contains("/console/?"));
        let sheet = console.sheet("Stop");
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        // The list is the deployment's.
        console.expect_tasks(&[INCR_SYNC]);
    });
    let (nothing, files) = (Upstream::answering(""), Directory::new());
    files.write("index.html", "");
    let shipping = Shipping::of(server, "under-a-path").serving(files.path(), files.path());
    let gateway = Shipped::start(&shipping.passing_on_to(nothing.address(), nothing.address()));
    assert!(gateway.ask(&Asked::get("/console")).header("Location").ends_with("/console/"));
    assert_eq!(gateway.ask(&Asked::get("/console/")).status, 200);
    assert_eq!(gateway.ask(&Asked::get("/index.html")).status, 404);
    assert_eq!(gateway.ask(&Asked::get("/console/../index.html")).status, 404);
    assert_eq!(gateway.ask(&Asked::get("/").host("elsewhere.example")).status, 421);
}

fn over_tls_with_a_sign_in(server: Server) {
    let setup = Setup::with([incr_sync(State::Running)]).behind(Shipping::of(server, "https"));
    play(setup.with_oms_as(OmsSettings::on().user("NAME", "PASSWORD")), |stage, console| {
        console.expect_text("1 project read from OMS");
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        assert_eq!(stage.simulator.log().all()[0].header("Authorization"), None);
    });
    let (oms, files) = (Upstream::answering(SIGN_IN), Directory::new());
    files.write("index.html", "");
    let shipping = Shipping::of(server, "https").serving(files.path(), files.path());
    let gateway = Shipped::start(&shipping.passing_on_to(oms.address(), oms.address()));
    for refused in [
        Asked::get("/"),
        Asked::get("/").header("Authorization: Basic YW5uOndyb25n"),
        Asked::post("/connector/task/v2/stop?taskName=a"),
        Asked::post("/api/v2?Action=ListProjects"),
    ] {
        let answer = gateway.ask(&refused);
        assert_eq!((answer.status, answer.header("Connection").as_str()), (401, "close"), "{refused:?}");
        assert!(answer.header("WWW-Authenticate").starts_with("Basic realm="));
    }
    assert!(oms.take_asked().is_empty());
    let page = gateway.ask(&Asked::get("/").header(OF_ANN));
    expect_always(&page);
    assert_eq!((page.status, page.protocol.as_str()), (200, "HTTP/1.1"));
    assert_eq!(page.header("Strict-Transport-Security"), "max-age=63072000");
    let own = gateway.ask(&Asked::post("/api/v2?Action=ListProjects").header(OF_ANN).header("Origin: {own}"));
    assert_eq!(own.status, 401);
    expect_always(&own);
    let asked = oms.take_asked().join("");
    assert!(asked.contains(&format!("Authorization: {ACCOUNT}\r\n")) && !asked.contains("YW5u"), "{asked}");
    let led = gateway.ask_plainly(&Asked::get("/?task=a"));
    assert_eq!((led.status, led.header("Location").as_str()), (301, "https://localhost/?task=a"));
    assert_eq!(led.header("Strict-Transport-Security"), "");
}

/// Returns what Mozilla's HTTP Observatory makes of a page over TLS, and of the way there from plain http: for each
/// of its tests the points by which the score differs from 100. As in @mdn/mdn-http-observatory 1.4.8, for whatever
/// the console's gateways may have.
fn observed(page: &Answer, led: &Answer) -> Vec<(&'static str, i32)> {
    let policy = page.header("Content-Security-Policy");
    let sources = |name: &str| {
        let directive = policy
            .split(';')
            .map(str::trim)
            .find_map(|directive| directive.strip_prefix(name)?.strip_prefix(' '));
        directive.unwrap_or_default().split(' ').map(str::to_owned).collect::<Vec<_>>()
    };
    let broad = ["'unsafe-inline'", "'unsafe-eval'", "data:", "http:", "https:", "*"];
    let is_broad = |name: &str| sources(name).iter().any(|source| broad.contains(&source.as_str()));
    let is_strict = sources("default-src") == ["'none'"] && !is_broad("script-src") && !is_broad("style-src");
    let age = page.header("Strict-Transport-Security");
    let age = age.split(';').find_map(|part| part.trim().strip_prefix("max-age=")?.parse::<u32>().ok());
    let body = String::from_utf8_lossy(&page.body).into_owned();
    let scripts: Vec<_> =
        body.split("<script").skip(1).map(|rest| rest.split('>').next().unwrap_or_default()).collect();
    let has_digest =
        scripts.iter().any(|script| script.contains("src=\"./") && script.contains("integrity=\"sha384-"));
    let is_led = led.status == 301 && led.header("Location").starts_with("https://");
    vec![
        // 5 points for cookies that are set well, and none for none.
        ("cookies", if page.header("Set-Cookie").is_empty() { 0 } else { -20 }),
        (
            "cross-origin-resource-sharing",
            if page.header("Access-Control-Allow-Origin").is_empty() { 0 } else { -50 },
        ),
        ("content-security-policy", if is_strict { 10 } else { -20 }),
        ("redirection", if is_led { 0 } else { -20 }),
        ("referrer-policy", if page.header("Referrer-Policy") == "no-referrer" { 5 } else { -5 }),
        // 5 points for a name that browsers have in their own list.
        ("strict-transport-security", if age.is_some_and(|age| age >= 15_552_000) { 0 } else { -20 }),
        ("subresource-integrity", if has_digest { 5 } else { 0 }),
        ("x-content-type-options", if page.header("X-Content-Type-Options") == "nosniff" { 0 } else { -5 }),
        ("x-frame-options", if sources("frame-ancestors") == ["'none'"] { 5 } else { -20 }),
        (
            "cross-origin-resource-policy",
            if page.header("Cross-Origin-Resource-Policy") == "same-origin" { 10 } else { -5 },
        ),
    ]
}

fn what_the_observatory_says(server: Server) {
    let upstream = Upstream::answering("");
    let files = std::env::var("CONSOLE_DIST").map_or_else(|_| Path::new("../dist").to_owned(), Into::into);
    let settings = Directory::new();
    let shipping = Shipping::of(server, "https").serving(&files, settings.path());
    let gateway = Shipped::start(&shipping.passing_on_to(upstream.address(), upstream.address()));
    let page = gateway.ask(&Asked::get("/").header(OF_ANN));
    assert_eq!(page.status, 200);
    let observed = observed(&page, &gateway.ask_plainly(&Asked::get("/")));
    let score = 100 + observed.iter().map(|(_, points)| points).sum::<i32>();
    println!("{server:?} over TLS: {score} points of Mozilla's HTTP Observatory, {observed:?}");
    // All that there is, but for 5 points of a name that is in the browsers' own list of names with TLS, and 5 for cookies.
    assert_eq!(score, 135, "{observed:?}");
}

fn a_secret_is_in_no_log(server: Server) {
    let dead = Upstream::answering("");
    let files = Directory::new();
    files.write("index.html", "");
    let shipping = Shipping::of(server, "https").serving(files.path(), files.path());
    let gateway = Shipped::start(&shipping.passing_on_to(dead.address(), dead.address()));
    let body = r#"{"sink":{"password":"c4n4ry"}}"#;
    let update = Asked::post("/connector/task/v2/update?taskName=a").body(body).header("Origin: {own}");
    // As `c4n4ry:c4n4ry`, whom it does not know, and as one whom it knows.
    let stranger = "YzRuNHJ5OmM0bjRyeQ==";
    let read = Asked::post("/api/v2?Action=ListProjects").body("{}").header("Origin: {own}");
    for (asked, who) in
        [(&update, "Authorization: Basic YW5uOmM0bjRyeQ=="), (&update, OF_ANN), (&read, OF_ANN)]
    {
        gateway.ask(&asked.clone().header(who).header("Cookie: session=c4n4ry"));
    }
    gateway.ask(&Asked::get("/").header(&format!("Authorization: Basic {stranger}")));
    let logs = gateway.logs();
    assert!(logs.contains("/connector/task/v2/update"), "{logs}");
    for secret in [
        "\"password\":\"c4n4ry",
        "session=c4n4ry",
        "YW5uOmM0bjRyeQ",
        stranger,
        "YW5uOmNoYW5nZSBtZQ",
        &ACCOUNT[6..],
    ] {
        assert!(!logs.contains(secret), "{secret} in {logs}");
    }
}

/// Returns a configuration for two hosts, with the accounts that read at each.
fn with_accounts(server: Server, site: &'static str, account: impl Fn(&str) -> String) -> Shipping {
    ["hangzhou", "shanghai"].into_iter().fold(Shipping::of(server, site), |shipping, name| {
        let account = account(name);
        let (file, text) = match server {
            Server::Nginx => (
                format!("connector-console/oms-account-{name}.conf"),
                format!("set $oms_authorization \"{account}\";"),
            ),
            Server::Caddy => {
                (format!("oms-account-{name}.caddy"), format!("vars oms_authorization \"{account}\""))
            }
        };
        shipping.with_file(&file, &text)
    })
}

/// Two hosts that answer with their names, and a configuration that passes on to them.
fn two_hosts(server: Server, site: &'static str) -> (Shipping, [(&'static str, Upstream); 2]) {
    let answer = |name: &str| format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{name}", name.len());
    let hosts = ["hangzhou", "shanghai"].map(|name| (name, Upstream::answering(&answer(name))));
    let mut shipping = with_accounts(server, site, |name| format!("Basic {name}"));
    for ((_, upstream), address) in hosts.iter().zip(["127.0.0.1", "127.0.0.2"]) {
        let to = upstream.address().to_string();
        shipping =
            shipping.changing(&format!("{address}:8088"), &to).changing(&format!("{address}:8089"), &to);
    }
    (shipping, hosts)
}

fn several_hosts(server: Server) {
    let (mut shipping, hosts) = two_hosts(server, "several-hosts");
    let directory = Directory::new();
    shipping = shipping.changing("/srv/connector-console/files", &directory.path().to_string_lossy());
    for (name, _) in &hosts {
        let settings = directory.path().join(name);
        fs::create_dir(&settings).unwrap();
        fs::write(settings.join("config.json"), name).unwrap();
        shipping = shipping.changing(&format!("/srv/connector-console/{name}"), &settings.to_string_lossy());
    }
    let gateway = Shipped::start(&shipping);
    for (name, upstream) in hosts {
        let host = format!("{name}.localhost");
        let of_ann = |asked: Asked<'_>| gateway.ask(&asked.host(&host).header(OF_ANN));
        assert_eq!(of_ann(Asked::get("/config.json")).body, name.as_bytes());
        assert_eq!(of_ann(Asked::post("/connector/task/v2/stop?taskName=a")).body, name.as_bytes());
        assert_eq!(of_ann(Asked::post("/api/v2?Action=ListProjects")).body, name.as_bytes());
        expect_call_and_read(&upstream, name);
        assert_eq!(gateway.ask(&Asked::get("/config.json").host(&host)).status, 401);
        let led = gateway.ask_plainly(&Asked::get("/").host(&host));
        assert_eq!(led.header("Location"), format!("https://{host}/"));
    }
}

/// The host was asked for a stop without anybody's account, and for a read with its own.
#[track_caller]
fn expect_call_and_read(upstream: &Upstream, name: &str) {
    let [call, read] = &upstream.take_asked()[..] else { panic!("not two requests") };
    assert!(call.starts_with("POST /connector/task/v2/stop?taskName=a HTTP/1.1\r\n"), "{call}");
    assert!(!call.contains("Authorization"), "{call}");
    assert!(read.starts_with("POST /api/v2?Action=ListProjects HTTP/1.1\r\n"), "{read}");
    assert!(read.contains(&format!("Authorization: Basic {name}\r\n")), "{read}");
}

fn several_paths(server: Server) {
    let (shipping, hosts) = two_hosts(server, "several-paths");
    let directory = Directory::new();
    directory.write("index.html", "page");
    let gateway = Shipped::start(&shipping.serving(directory.path(), directory.path()));
    let ask = |asked: Asked<'_>| gateway.ask(&asked.header(OF_ANN));
    assert_eq!(ask(Asked::get("/")).body, b"page");
    for target in [
        "/connector/task/v2/stop?taskName=a",
        "/api/v2?Action=ListProjects",
        "/elsewhere/connector/task/v2/stop?taskName=a",
        "/elsewhere/api/v2?Action=ListProjects",
        "/hangzhou/hangzhou/connector/task/v2/stop?taskName=a",
        "/hangzhou/connector/task/v2/list?taskName=a",
        "/hangzhou/api/v2?Action=ListProjects&Action=DeleteProject",
        "/hangzhou/../shanghai/api/v2?Action=ListProjects",
        "/hangzhou//api/v2?Action=ListProjects",
        "/Hangzhou/api/v2?Action=ListProjects",
    ] {
        assert!(matches!(ask(Asked::post(target)).status, 403..=405), "{target}");
    }
    for (name, upstream) in hosts {
        let [call, read] = ["connector/task/v2/stop?taskName=a", "api/v2?Action=ListProjects"]
            .map(|to| format!("/{name}/{to}"));
        for target in [&call, &read] {
            assert_eq!(gateway.ask(&Asked::post(target)).status, 401);
            assert_eq!(ask(Asked::post(target).method("PUT")).header("Allow"), "POST");
            assert_eq!(ask(Asked::post(target).header("Origin: https://elsewhere.example")).status, 403);
            let answer = ask(Asked::post(target).header("Origin: {own}"));
            assert_eq!(answer.body, name.as_bytes());
            expect_always(&answer);
        }
        expect_call_and_read(&upstream, name);
    }
}

fn two_hosts_in_one_console(server: Server) {
    let shipping = with_accounts(server, "several-paths", |_| ACCOUNT.to_owned());
    let host = |name: &str, colour: &str| {
        json!({
            "name": name,
            "colour": colour,
            "connector": format!("/{name}/connector/"),
            "openApi": { "path": format!("/{name}/api/v2"), "browserCredentials": true },
        })
    };
    let config = json!({ "hosts": [host("hangzhou", "red"), host("shanghai", "blue")] });
    let setup = Setup::with([incr_sync(State::Running)]).unlisted().second_host([incr_sync(State::Stopped)]);
    let oms = OmsSettings::on().user("NAME", "PASSWORD");
    play(setup.with_oms_as(oms).configured(&config).behind(shipping), |stage, console| {
        console.follow("hangzhou");
        console.expect_state(INCR_SYNC, "Running");
        console.open_sheet("Stop", INCR_SYNC).submit();
        console.sheet("Stop").expect_outcome("Confirmed");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        stage.expect_second_received(&[]);

        console.open(&format!("?host=shanghai&task={INCR_SYNC}&op=start"));
        console.expect_state(INCR_SYNC, "Stopped");
        let sheet = console.sheet("Start");
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        stage.expect_second_received(&[Call::bare(&STOP_INCR_SYNC.replace("/stop?", "/resume?"))]);
    });
}

fn files_and_how_they_are_kept(server: Server) {
    let built = std::env::var_os("CONSOLE_DIST").unwrap();
    let (nothing, settings) = (Upstream::answering(""), Directory::new());
    let shipping = Shipping::of(server, "http").serving(Path::new(&built), settings.path());
    let gateway = Shipped::start(&shipping.passing_on_to(nothing.address(), nothing.address()));
    let mut seen = Vec::new();
    for entry in fs::read_dir(&built).unwrap().map(|entry| entry.unwrap()) {
        let name = entry.file_name().into_string().unwrap();
        let (stem, extension) = name.rsplit_once('.').unwrap_or_default();
        let kind = match extension {
            "html" => "text/html",
            "css" => "text/css",
            "js" => "text/javascript",
            "wasm" => "application/wasm",
            "json" => "application/json",
            "svg" => "image/svg+xml",
            _ => continue,
        };
        if matches!(name.as_str(), "config.json" | "tasks.json") {
            // The deployment has its own, here none.
            assert_eq!(gateway.ask(&Asked::get(&format!("/{name}"))).status, 404);
            continue;
        }
        seen.push(extension.to_owned());
        let hash = stem.trim_end_matches("_bg").rsplit('-').next().unwrap_or_default();
        let is_hashed = (12..=16).contains(&hash.len()) && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        let encodings: &[_] = match server {
            Server::Nginx => &[("", ""), ("gzip", "gz"), ("gzip, br", "gz")],
            Server::Caddy => &[("", ""), ("gzip", "gz"), ("gzip, br", "br")],
        };
        for (accepted, sibling) in encodings {
            let target = format!("/{name}");
            let mut asked = Asked::get(&target);
            if !accepted.is_empty() {
                asked = asked.header(&format!("Accept-Encoding: {accepted}"));
            }
            let answer = gateway.ask(&asked);
            let path = Path::new(&built).join(&name);
            let compressed = path.with_file_name(format!("{name}.{sibling}"));
            let (content, encoding) = match fs::read(&compressed) {
                Ok(content) => (content, if *sibling == "br" { "br" } else { "gzip" }),
                Err(_) => (fs::read(&path).unwrap(), ""),
            };
            assert_eq!(
                (answer.status, answer.header("Content-Encoding").as_str()),
                (200, encoding),
                "{name}"
            );
            assert!(answer.body == content, "{name} is another file");
            assert_eq!(answer.header("Content-Type").split(';').next(), Some(kind));
            let kept = if is_hashed { "public, max-age=31536000, immutable" } else { "no-store" };
            assert_eq!(answer.header("Cache-Control"), kept, "{name}");
            if !is_hashed {
                expect_always(&answer);
            }
            if !encoding.is_empty() {
                assert_eq!(answer.header("Vary"), "Accept-Encoding");
            }
        }
    }
    for extension in ["html", "css", "js", "wasm", "json", "svg"] {
        assert!(seen.iter().any(|seen| seen == extension), "no .{extension} was built");
    }
    // A file that is not there (any more) is not kept as a missing one.
    expect_always(&gateway.ask(&Asked::get("/console-0123456789abcdef.js")));
    assert_eq!(gateway.ask(&Asked::get("/console-0123456789abcdef.js")).status, 404);
    // The deployment's own files are what they are now, and go compressed.
    settings.write("tasks.json", "[1]".repeat(1000));
    let tasks = gateway.ask(&Asked::get("/tasks.json").header("Accept-Encoding: gzip"));
    assert_eq!((tasks.status, tasks.header("Content-Encoding").as_str()), (200, "gzip"));
    assert_eq!(tasks.header("Cache-Control"), "no-store");
    settings.write("tasks.json", "[2]");
    let since = Asked::get("/tasks.json").header("If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT");
    assert_eq!(gateway.ask(&since).body, b"[2]");
    // A link may name many tasks.
    let long = format!("/?task={}", "a".repeat(20_000));
    assert_eq!(gateway.ask(&Asked::get(&long)).header("Content-Type").split(';').next(), Some("text/html"));
    assert_eq!(gateway.ask(&Asked::post("/")).status, 405);
    assert_eq!(gateway.ask(&Asked::get("/../site.conf")).status / 100, 4);
}

fn requests_of_other_sites(server: Server) {
    let (gateway, upstream, _files) = in_front_of(server, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
    for target in ["/connector/task/v2/stop?taskName=a", "/api/v2?Action=ListProjects", "/"] {
        let unmarked = || Asked::get(target).method("POST").body("{}");
        for foreign in [
            unmarked(),
            unmarked().header("Origin: {own}"),
            unmarked().header("Content-Type: text/plain"),
            unmarked().header("X-Requested-With: XMLHttpRequest"),
            unmarked().header("X-Requested-With: Connector-Console"),
            unmarked().method("PUT"),
            unmarked().method("DELETE"),
            unmarked().method("OPTIONS").header("Origin: http://elsewhere.example"),
            Asked::post(target).header("Origin: http://elsewhere.example"),
            Asked::post(target).header("Origin: {own}.example"),
            Asked::post(target).header("Origin: http://localhost"),
            Asked::post(target).header("Origin: null"),
        ] {
            let answer = gateway.ask(&foreign);
            assert_eq!(answer.status, 403, "{foreign:?}");
            expect_always(&answer);
        }
    }
    // A name of somebody else's that leads here is none of the console's.
    for asked in [Asked::get("/"), Asked::post("/connector/task/v2/stop?taskName=a").header("Origin: {own}")]
    {
        assert_eq!(gateway.ask(&asked.host("elsewhere.example")).status, 421);
    }
    assert_eq!(upstream.take_asked(), [""; 0]);
    for own in [
        Asked::post("/connector/task/v2/stop?taskName=a"),
        Asked::post("/connector/task/v2/stop?taskName=a").header("Origin: {own}"),
        Asked::post("/api/v2?Action=ListProjects").header("Origin: {own}"),
    ] {
        let answer = gateway.ask(&own);
        assert_eq!((answer.status, &answer.body[..]), (200, &b"OK"[..]), "{own:?}");
        expect_always(&answer);
        assert_eq!(upstream.take_asked().len(), 1);
    }
}

fn calls_that_are_not_documented(server: Server) {
    let (gateway, upstream, _files) = in_front_of(server, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
    for target in [
        "/connector/",
        "/connector/task/v2/",
        "/connector/task/v2/stop",
        "/connector/task/v2/stop/?taskName=a",
        "/connector/task/v2/stop;a?taskName=a",
        "/connector/task/v2/batchDetail?taskName=a",
        "/connector/task/stopByName?taskName=a",
        "/connector/task/v2/Stop?taskName=a",
        "/connector/task/v2/s%74op?taskName=a",
        "//connector/task/v2/stop?taskName=a",
        "/connector//task/v2/stop?taskName=a",
        "/connector/../connector/task/v2/stop?taskName=a",
        "/connector/task/v2/update/../stop?taskName=a",
        "/connector/task/v2/stop%3FtaskName=a",
    ] {
        assert_eq!(gateway.ask(&Asked::post(target)).status, 404, "{target}");
    }
    for target in ["/Connector/task/v2/stop?taskName=a", "/crawler/clear?crawler=a", "/metrics/"] {
        assert!(matches!(gateway.ask(&Asked::post(target)).status, 404 | 405), "{target}");
    }
    for operation in ["resume", "stop", "update", "migrate", "delete"] {
        let target = format!("/connector/task/v2/{operation}?taskName=a%2Fb:%E4%BB%BB&x=;|%22'~,");
        for method in ["GET", "PUT", "DELETE", "PATCH"] {
            let answer = gateway.ask(&Asked::post(&target).method(method));
            assert_eq!((answer.status, answer.header("Allow").as_str()), (405, "POST"), "{method}");
        }
        assert_eq!(upstream.take_asked(), [""; 0]);
        let answer =
            gateway.ask(&Asked::post(&target).header("Cookie: a=b").header("Authorization: Basic YTpi"));
        assert_eq!(answer.status, 200);
        let asked = upstream.take_asked();
        assert!(
            asked.len() == 1 && asked[0].starts_with(&format!("POST {target} HTTP/1.1\r\n")),
            "{asked:?}"
        );
        assert!(!asked[0].contains("Cookie") && !asked[0].contains("Authorization"), "{asked:?}");
        let large = gateway.ask(&Asked::post(&target).body(vec![b' '; 1_100_000]));
        assert_eq!(large.status, 413);
        expect_always(&large);
        assert_eq!(upstream.take_asked(), [""; 0]);
        assert_eq!(gateway.ask(&Asked::post(&target).body(vec![b' '; 900_000])).status, 200);
        assert_eq!(upstream.take_asked().len(), 1);
    }
}

fn a_call_that_breaks_off_on_its_way(server: Server) {
    let (gateway, upstream, _files) = in_front_of(server, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
    let mut line = TcpStream::connect(gateway.address()).unwrap();
    let head = "POST /connector/task/v2/update?taskName=a HTTP/1.1\r\nHost: localhost\r\n\
                X-Requested-With: connector-console\r\nContent-Length: 100\r\n\r\n{\"sink\"";
    line.write_all(head.as_bytes()).unwrap();
    line.shutdown(Shutdown::Write).unwrap();
    // The gateway has done with it.
    line.read_to_end(&mut Vec::new()).unwrap();
    assert_eq!(upstream.take_asked(), [""; 0]);
}

fn requests_that_no_browser_sends(server: Server) {
    let (gateway, upstream, _files) = in_front_of(server, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
    let status = |head: &str| {
        let mut line = TcpStream::connect(gateway.address()).unwrap();
        line.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        // A server that refuses a request may reset the connection.
        let _ = BufReader::new(line).read_line(&mut answer);
        answer.split(' ').nth(1).unwrap_or_default().parse::<u16>().unwrap_or_default()
    };
    let host = format!("Host: localhost:{}", gateway.address().port());
    let mark = "X-Requested-With: connector-console";
    let stop = "/connector/task/v2/stop?taskName=a";
    for head in [
        // No name, two names, and the name of somebody else in the address.
        format!("POST {stop} HTTP/1.0\r\n{mark}\r\nContent-Length: 0\r\n\r\n"),
        format!("POST {stop} HTTP/1.1\r\n{mark}\r\nContent-Length: 0\r\n\r\n"),
        format!(
            "POST {stop} HTTP/1.1\r\n{host}\r\nHost: elsewhere.example\r\n{mark}\r\nContent-Length: 0\r\n\r\n"
        ),
        format!(
            "POST http://elsewhere.example{stop} HTTP/1.1\r\n{host}\r\n{mark}\r\nContent-Length: 0\r\n\r\n"
        ),
        // The mark in another writing.
        format!(
            "POST {stop} HTTP/1.1\r\n{host}\r\nX_Requested_With: connector-console\r\nContent-Length: 0\r\n\r\n"
        ),
        // A body whose end is told in two ways.
        format!(
            "POST {stop} HTTP/1.1\r\n{host}\r\n{mark}\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde"
        ),
        // Methods that are none.
        format!("CONNECT {stop} HTTP/1.1\r\n{host}\r\n{mark}\r\n\r\n"),
        format!("TRACE {stop} HTTP/1.1\r\n{host}\r\n{mark}\r\n\r\n"),
        format!("post {stop} HTTP/1.1\r\n{host}\r\n{mark}\r\nContent-Length: 0\r\n\r\n"),
    ] {
        let status = status(&head);
        assert!((400..500).contains(&status), "{status} for {head}");
        assert_eq!(upstream.take_asked(), [""; 0], "{head}");
    }
    for method in ["HEAD", "OPTIONS"] {
        for target in [stop, "/api/v2?Action=ListProjects"] {
            let head = format!("{method} {target} HTTP/1.1\r\n{host}\r\n{mark}\r\nConnection: close\r\n\r\n");
            assert_eq!(status(&head), 405, "{head}");
            assert_eq!(upstream.take_asked(), [""; 0], "{head}");
        }
    }
    // Fields that become the same as those of the gateway where dashes and underscores are alike.
    let read = Asked::post("/api/v2?Action=ListProjects").body("{}");
    gateway.ask(&read.header("X_Forwarded_For: 1.2.3.4").header("Authorization_: Basic YTpi"));
    let asked = upstream.take_asked();
    assert!(asked.len() == 1 && !asked[0].contains("YTpi"), "{asked:?}");
}

fn reads_and_nothing_else(server: Server) {
    let (gateway, upstream, _files) = in_front_of(server, SIGN_IN);
    for target in [
        "/api/v2",
        "/api/v2?",
        "/api/v2?Action=",
        "/api/v2?Action=DeleteProject",
        "/api/v2?Action=StopProjectsByLabel",
        "/api/v2?Action=UpdateIncrSync",
        "/api/v2?Action=listprojects",
        "/api/v2?action=ListProjects",
        "/api/v2?Action=ListProjectsX",
        "/api/v2?Action=ListProjects&Action=DeleteProject",
        "/api/v2?Action=DeleteProject&Action=ListProjects",
        "/api/v2?Action=ListProjects&action=DeleteProject",
        "/api/v2?Action=ListProjects;Action=DeleteProject",
        "/api/v2?Action=ListProjects&",
        "/api/v2?Action=ListProjects%26Action=DeleteProject",
        "/api/v2?Action=ListProjects%00",
        "/api/v2?Action=ListProjects%0A",
        "/api/v2?%41ction=ListProjects",
        "/api/v2?Action=%4CistProjects",
        "/api/v2?Action[]=ListProjects",
        "/api/v2?x=1&Action=ListProjects",
        "/api/v2?Action=ListProjects?Action=DeleteProject",
        "//api/v2?Action=ListProjects",
        "/api//v2?Action=ListProjects",
        "/api/%76%32?Action=ListProjects",
        "/connector/../api/v2?Action=ListProjects",
    ] {
        assert_eq!(gateway.ask(&Asked::post(target).body("{}")).status, 403, "{target}");
    }
    for target in
        ["/api/v2/?Action=ListProjects", "/API/v2?Action=ListProjects", "/api/v2;a?Action=ListProjects"]
    {
        assert!(matches!(gateway.ask(&Asked::post(target).body("{}")).status, 403..=405), "{target}");
    }
    assert_eq!(upstream.take_asked(), [""; 0]);
    for action in [
        "ListProjects",
        "DescribeProject",
        "DescribeProjectComponents",
        "DescribeProjectSteps",
        "DescribeProjectProgress",
        "DescribeProjectStepMetric",
        "ListAllLabels",
    ] {
        let target = format!("/api/v2?Action={action}");
        assert_eq!(gateway.ask(&Asked::get(&target)).status, 405);
        assert_eq!(gateway.ask(&Asked::post(&target).body(vec![b' '; 200_000])).status, 413);
        assert_eq!(upstream.take_asked(), [""; 0]);
        let own =
            Asked::post(&target).header("Authorization: Basic YTpi").header("Cookie: a=b").body("{\"id\":1}");
        let answer = gateway.ask(&own);
        assert_eq!((answer.status, &answer.body[..]), (401, &b"{\"success\":false}"[..]));
        expect_always(&answer);
        assert!(!format!("{answer:?}").contains("TkFNRT"), "the account is shown: {answer:?}");
        let asked = upstream.take_asked();
        assert!(
            asked.len() == 1 && asked[0].starts_with(&format!("POST {target} HTTP/1.1\r\n")),
            "{asked:?}"
        );
        assert!(asked[0].contains(&format!("\r\nAuthorization: {ACCOUNT}\r\n")), "{asked:?}");
        assert!(!asked[0].contains("YTpi") && !asked[0].contains("Cookie"), "{asked:?}");
        assert!(asked[0].ends_with("\r\n\r\n{\"id\":1}"), "{asked:?}");
    }
    // Where nobody signs in here, people may sign in to OMS itself.
    let shipping = Shipping::of(server, "http").serving(Path::new("/"), Path::new("/"));
    let shipping = match server {
        Server::Nginx => shipping
            .with_file("connector-console/oms-account.conf", "set $oms_authorization $http_authorization;"),
        Server::Caddy => shipping
            .with_file("oms-account.caddy", "vars oms_authorization {http.request.header.Authorization}"),
    };
    let gateway = Shipped::start(&shipping.passing_on_to(upstream.address(), upstream.address()));
    let read = Asked::post("/api/v2?Action=ListProjects").body("{}");
    assert_eq!(gateway.ask(&read.clone().header("Authorization: Basic YTpi")).status, 401);
    assert!(upstream.take_asked()[0].contains("\r\nAuthorization: Basic YTpi\r\n"));
    assert_eq!(gateway.ask(&read).status, 401);
    assert!(!upstream.take_asked()[0].contains("Basic"));
}
