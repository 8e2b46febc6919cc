//! How OMS answers, as settings and events change it.

use std::thread;

use console_core::openapi::{
    Components, ConnectorState, Direction, Importance, JsonTree, Metric, OmsAnswer, OmsWord, Project,
    ProjectKind, ProjectLabel, ProjectPage, ProjectProgress, ProjectState, ProjectStep, ReadError,
    ReadRequest, ServerTime, StepState, read_metric, server_offset,
};
use console_core::time::{EpochSeconds, Offset};
use serde_json::json;
use simulator::{
    Clock, Config, Gate, HostEvent, OmsSettings, ReadFailure, SignIn, Simulator, State, Store, Task, sample,
};

use crate::openapi::{PROJECT, components, pass, read, reading, send_read, states};
use crate::support::{FULL, INCR, LONGEST, Reply, exchange, post, post_json, post_text, request, send};

const NOW: i64 = 1_795_161_600;

/// A simulator whose clock stands at [`NOW`] until it is advanced.
fn standing(tasks: Vec<Task>, oms: OmsSettings) -> (Simulator, Clock) {
    let clock = Clock::standing_at(NOW);
    let config = Config { tasks, oms, clock: clock.clone(), ..Config::default() };
    (Simulator::start(config).unwrap(), clock)
}

fn running() -> Vec<Task> {
    vec![Task::new(INCR).state(State::Running)]
}

fn list(simulator: &Simulator) -> Result<ProjectPage, ReadError> {
    read(simulator, &ReadRequest::Projects { page: 1 }, ProjectPage::read)
}

fn of_project() -> ReadRequest {
    ReadRequest::Components { id: PROJECT.into() }
}

fn at(seconds: i64) -> EpochSeconds {
    EpochSeconds::new(seconds).unwrap()
}

#[test]
fn only_the_user_may_read_until_the_password_expires() {
    let simulator = reading(running(), OmsSettings::on().user("viewer", "s:ü"));
    let status = |headers: &str| send_read(&simulator, &of_project(), headers).status;
    // printf 'viewer:s:ü' | base64
    let good = "Authorization: Basic dmlld2VyOnM6w7w=\r\n";
    assert_eq!(status(""), 401);
    assert_eq!(status("Authorization: Basic dmlld2VyOng=\r\n"), 401);
    assert_eq!(status(good), 200);
    simulator.change_oms(|oms| oms.user.as_mut().unwrap().expired = true);
    assert_eq!(status(good), 401);
    assert_eq!(list(&simulator).unwrap_err(), ReadError::Unauthorized);
    // The calls of CM have no user.
    post(&simulator, &format!("stop?taskName={INCR}")).confirmed();
}

#[test]
fn a_session_that_ended_asks_to_sign_in() {
    let simulator = reading(running(), OmsSettings::on());
    simulator.change_oms(|oms| oms.sign_in = Some(SignIn::Page));
    assert_eq!(list(&simulator).unwrap_err(), ReadError::SignInPage);
    simulator.change_oms(|oms| oms.sign_in = Some(SignIn::Redirect));
    let reply = send_read(&simulator, &of_project(), "");
    assert_eq!(reply.status, 302);
    assert!(reply.head.contains("\r\nLocation: /login"), "{}", reply.head);
    simulator.change_oms(|oms| oms.sign_in = None);
    assert_eq!(list(&simulator).unwrap().projects.len(), 1);
}

#[test]
fn named_reads_fail_and_others_do_not() {
    let other = INCR.replace(PROJECT, "np_other");
    let tasks = vec![Task::new(INCR), Task::new(&other)];
    let simulator = reading(tasks, OmsSettings::on().failing(PROJECT, ReadFailure::CmUnavailable));
    let failure = || read(&simulator, &of_project(), |_| ()).unwrap_err();
    assert!(matches!(failure(), ReadError::CmOutOfReach(_)));
    assert_eq!(components(&simulator, "np_other").connectors.len(), 1);
    let fail = |failure| simulator.change_oms(|oms| oms.fail(PROJECT, failure));
    fail(ReadFailure::Internal);
    assert!(
        matches!(failure(), ReadError::Refused(refusal) if refusal.error().code.as_deref() == Some("GHANA-OPERIE000000"))
    );
    fail(ReadFailure::Detailed);
    assert!(matches!(failure(), ReadError::Refused(refusal) if refusal.error().proposal.is_some()));
    fail(ReadFailure::Forbidden);
    assert!(matches!(failure(), ReadError::Forbidden { .. }));
    fail(ReadFailure::BadGateway);
    assert!(matches!(failure(), ReadError::Unreadable { status: 502, .. }));
    fail(ReadFailure::Truncated);
    assert!(matches!(failure(), ReadError::Unreadable { status: 200, .. }));
    assert!(list(&simulator).is_ok());
    simulator.change_oms(|oms| oms.fail("ListProjects 1", ReadFailure::Internal));
    assert!(list(&simulator).is_err());
    assert!(read(&simulator, &ReadRequest::Projects { page: 2 }, ProjectPage::read).is_ok());
}

#[test]
fn what_is_no_read_is_refused() {
    let simulator = reading(running(), OmsSettings::on());
    for id in ["", "np_none"] {
        let error = read(&simulator, &ReadRequest::Project { id: id.into() }, |_| ()).unwrap_err();
        assert!(
            matches!(error, ReadError::Refused(refusal) if refusal.error().code.as_deref() == Some("PARAM_ERROR")),
            "{id}"
        );
    }
    let target = "/api/v2?Action=ListProjects";
    for (query, body) in [
        ("?Action=DeleteProject", "{}"),
        ("?Action=ListProjects&Action=DeleteProject", "{}"),
        ("?Action=ListProjects", r#"{"pageSize":151}"#),
        ("?Action=ListProjects", r#"{"pageNumber":0}"#),
    ] {
        let length = body.len();
        let reply = exchange(
            simulator.addr(),
            &format!(
                "POST /api/v2{query} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n\
                 Content-Length: {length}\r\n\r\n{body}"
            ),
        );
        assert_eq!((reply.status, &reply.json()["success"]), (200, &json!(false)), "{query} {body}");
    }
    assert_eq!(request(&simulator, "GET", target, "").status, 405);
    let text = format!(
        "POST {target} HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{{}}"
    );
    assert_eq!(exchange(simulator.addr(), &text).status, 415);
}

#[test]
fn pages_are_read_in_the_order_of_creation() {
    let (projects, tasks) = sample::fleet_at(40, 80, NOW);
    let ids: Vec<_> = projects.iter().map(|project| project.id.clone()).collect();
    let oms = OmsSettings { most_rows: 7, ..OmsSettings::on() };
    let simulator = Simulator::start(Config { tasks, projects, oms, ..Config::default() }).unwrap();
    assert_eq!(pass(&simulator).0, ids);
    assert_eq!(simulator.reads().all().iter().filter(|read| read.text().contains("pageNumber")).count(), 6);
}

#[test]
fn an_answer_is_held_back_and_may_be_old_then() {
    let simulator = reading(running(), OmsSettings { latency_ms: 1, ..OmsSettings::on() });
    let gate = Gate::new();
    simulator.hold_reads(PROJECT, &gate);
    thread::scope(|scope| {
        let held = scope.spawn(|| states(&simulator, PROJECT));
        simulator.reads().wait_for(1, LONGEST).unwrap();
        assert!(list(&simulator).is_ok());
        post(&simulator, &format!("stop?taskName={INCR}")).confirmed();
        gate.release();
        assert_eq!(held.join().unwrap()[0].1, "RUNNING");
    });
    assert_eq!(states(&simulator, PROJECT)[0].1, "STOPPED");
}

#[test]
fn dropping_a_simulator_ends_reads_that_hang_or_are_held_back() {
    let simulator = reading(running(), OmsSettings::on().failing("ListProjects", ReadFailure::Hang));
    simulator.hold_reads("ListAllLabels", &Gate::new());
    let _waiting = ["ListProjects", "ListAllLabels"]
        .map(|action| send(simulator.addr(), &post_text(&format!("/api/v2?Action={action}"))));
    simulator.reads().wait_for(2, LONGEST).unwrap();
    drop(simulator);
}

#[test]
fn states_settle_late() {
    let oms = OmsSettings { lag_seconds: 20, settle_seconds: 10, ..OmsSettings::on() };
    let (simulator, clock) = standing(running(), oms);
    let seen = || states(&simulator, PROJECT).into_iter().next();
    let is = |name: &str, state: &str| assert_eq!(seen(), Some((name.to_owned(), state.to_owned())));
    post(&simulator, &format!("stop?taskName={INCR}")).confirmed();
    is(INCR, "RUNNING");
    clock.advance(20);
    is(INCR, "STOPPING");
    clock.advance(10);
    is(INCR, "STOPPED");
    let name = post(&simulator, &format!("migrate?taskName={INCR}&ip=10.0.0.9")).confirmed();
    is(INCR, "STOPPED");
    clock.advance(25);
    is(INCR, "MIGRATING");
    clock.advance(5);
    is(&name, "STOPPED");
    post(&simulator, &format!("resume?taskName={name}")).confirmed();
    clock.advance(20);
    is(&name, "STARTING");
    clock.advance(10);
    is(&name, "RUNNING");
    simulator.set_state(&name, State::Stopped);
    post(&simulator, &format!("delete?taskName={name}")).confirmed();
    clock.advance(29);
    is(&name, "STOPPED");
    clock.advance(1);
    assert_eq!(seen(), None);
}

#[test]
fn times_of_records_are_local_to_the_server_and_clocks_differ() {
    let oms = OmsSettings { offset_seconds: 8 * 3600, ahead_seconds: -60, ..OmsSettings::on() };
    let (simulator, _) = standing(running(), oms);
    let Components { connectors, stores, .. } = components(&simulator, PROJECT);
    assert_eq!(server_offset(&stores, at(NOW)), Offset::new(8 * 3600));
    assert_eq!(connectors[0].checkpoint, Some(at(NOW - 2)));
    assert_eq!(connectors[0].delay, Some(-58));
    assert!(matches!(connectors[0].created, Some(ServerTime::Local(_))));
    let reply = send_read(&simulator, &of_project(), "");
    assert!(reply.head.contains("Date: Fri, 20 Nov 2026 07:59:00 GMT"), "{}", reply.head);
}

#[test]
fn what_happens_at_the_host_is_seen() {
    let task = Task::new(INCR).state(State::Running).set("sink", "workerNum", "16");
    let (simulator, clock) = standing(vec![task, Task::new(FULL).state(State::Running)], OmsSettings::on());
    let incr = || components(&simulator, PROJECT).connectors.pop().unwrap();
    let migrate = HostEvent::Migrate { task: INCR.into(), ip: "10.0.0.9".parse().ok() };
    let name = simulator.happen(&migrate).unwrap();
    assert_eq!((incr().name.as_str(), incr().ip.as_deref()), (name.as_str(), Some("10.0.0.9")));
    assert_eq!(incr().state, Some(OmsWord::Known(ConnectorState::Running)));
    assert_eq!(simulator.happen(&migrate), None);
    let set = |value: Option<&str>| HostEvent::Set {
        task: name.clone(),
        scope: "sink".into(),
        key: "workerNum".into(),
        value: value.map(str::to_owned),
    };
    simulator.happen(&set(Some("32"))).unwrap();
    assert_eq!(incr().config.unwrap().get("sink", "workerNum"), Some(JsonTree::Written("32".into())));
    simulator.happen(&set(None)).unwrap();
    assert_eq!(incr().config.unwrap().get("sink", "workerNum"), None);
    assert_eq!(incr().delay, Some(2));
    simulator.happen(&HostEvent::FallBehind { task: name.clone(), seconds: 400 }).unwrap();
    clock.advance(600);
    assert_eq!(incr().delay, Some(402));
    assert_eq!(components(&simulator, PROJECT).connectors[0].progress, Some(60.0));
    let suspend = HostEvent::Project { project: PROJECT.into(), status: "SUSPEND".into() };
    simulator.happen(&suspend).unwrap();
    assert_eq!(list(&simulator).unwrap().projects[0].state, Some(OmsWord::Known(ProjectState::Suspend)));
    simulator.happen(&HostEvent::State { task: name.clone(), state: State::Deleted }).unwrap();
    assert_eq!(states(&simulator, PROJECT).len(), 1);
}

#[test]
fn a_pull_back_and_an_update_are_seen() {
    let task = Task::new(INCR)
        .set("source", "password", "secret")
        .set("source", "clients", r#"[{"clientId":"c","sysPassword":"secret"}]"#)
        .set("sink", "jdbcUrl", "jdbc:mysql://h/d?user=a&password=secret&socketTimeout=5")
        .set("sink", "note", "007");
    let (simulator, clock) = standing(vec![task], OmsSettings::on());
    let body =
        json!({ "source": { "checkpoint": format!(r#"{{"{PROJECT}_source-000-0":"{}"}}"#, NOW - 3600) } });
    let update = format!("update?taskName={INCR}&deleteParams=source.checkpoint");
    post_json(&simulator, &update, &body.to_string()).confirmed();
    post(&simulator, &format!("resume?taskName={INCR}&pullBackFlag=true")).confirmed();
    let seen = components(&simulator, PROJECT).connectors.pop().unwrap();
    assert_eq!(seen.checkpoint, Some(at(NOW - 3602)));
    let config = seen.config.unwrap();
    let json = |scope, key| config.get(scope, key).unwrap().to_json();
    assert_eq!(json("source", "checkpoint"), format!(r#"{{"{PROJECT}_source-000-0":"{}"}}"#, NOW - 3600));
    assert_eq!(json("source", "password"), r#""******""#);
    assert_eq!(json("source", "clients"), r#"[{"clientId":"c","sysPassword":"******"}]"#);
    assert_eq!(json("sink", "jdbcUrl"), r#""jdbc:mysql://h/d?user=a&password=******&socketTimeout=5""#);
    assert_eq!(json("sink", "note"), r#""007""#);
    clock.advance(60);
    assert_eq!(components(&simulator, PROJECT).connectors[0].delay, Some(62));
}

#[test]
fn a_project_is_told_of_as_it_was_given() {
    let project = simulator::Project {
        kind: "SYNC".into(),
        labels: vec!["prod".into()],
        region: "cn-beijing".into(),
        finished: Some(NOW - 5),
        ..simulator::Project::new(PROJECT, NOW - 100_000).importance("HIGH").status("FAILED")
    };
    let mut ended = Store::new("topic-1-0", "10.0.0.7", 7200);
    (ended.status, ended.ends_ago) = ("UNEXPECTED_EXIT".into(), 3600);
    let (simulator, _) = standing(running(), OmsSettings { offset_seconds: 3600, ..OmsSettings::on() });
    simulator.add_project(project.store(ended));
    let request = ReadRequest::Project { id: PROJECT.into() };
    let seen = read(&simulator, &request, |answer| Project::read(answer).unwrap()).unwrap();
    assert_eq!(seen, list(&simulator).unwrap().projects[0]);
    assert_eq!(seen.kind, Some(OmsWord::Known(ProjectKind::Sync)));
    assert_eq!(seen.importance, Some(OmsWord::Known(Importance::High)));
    assert_eq!((seen.region.as_deref(), seen.is_alarming), (Some("cn-beijing"), Some(true)));
    assert_eq!((seen.labels[0].name.as_str(), seen.kept_hours), ("prod", Some(24)));
    assert_eq!(seen.finished.unwrap().instant(Offset::new(3600)), Some(at(NOW - 5)));
    assert_eq!(read(&simulator, &ReadRequest::Labels, ProjectLabel::read).unwrap(), seen.labels);
    let store = components(&simulator, PROJECT).stores.pop().unwrap();
    assert_eq!((store.begin, store.end), (Some(at(NOW - 7200)), Some(at(NOW - 3600))));
    assert!(!store.is_active() && store.name.starts_with("10.0.0.7-7100:topic-1-0:"));
    let steps = read(&simulator, &ReadRequest::Steps { id: PROJECT.into() }, ProjectStep::read).unwrap();
    let failed = steps.iter().find(|step| step.state == Some(OmsWord::Known(StepState::Failed))).unwrap();
    assert_eq!((failed.name.as_str(), failed.errors.len()), ("INCR_TRANSFER", 1));
}

#[test]
fn progress_and_figures_fit_the_tasks() {
    let tasks = vec![Task::new(INCR).state(State::Running).behind(600), Task::new(FULL).copied(250)];
    let (simulator, _) = standing(tasks, OmsSettings::on());
    let request = ReadRequest::Progress { id: PROJECT.into() };
    let progress = read(&simulator, &request, |answer| ProjectProgress::read(answer).unwrap()).unwrap();
    assert_eq!((progress.step.as_deref(), progress.full_import), (Some("FULL_TRANSFER"), Some(25.0)));
    assert_eq!((progress.checkpoint, progress.reverse_checkpoint), (Some(at(NOW - 602)), None));
    let metric = |begin, end| ReadRequest::Metric {
        id: PROJECT.into(),
        direction: Direction::Forward,
        metric: Metric::Delay,
        begin: at(begin),
        end: at(end),
        points: 60,
    };
    let points = |answer: &OmsAnswer<'_>| read_metric(answer);
    let delays = read(&simulator, &metric(NOW - 3600, NOW), points).unwrap();
    assert_eq!((delays.len(), delays[60].at, delays[60].value), (61, at(NOW), 602.0));
    assert!(delays.is_sorted_by_key(|point| point.at));
    assert!(read(&simulator, &metric(NOW - 3599, NOW), points).is_err());
    assert!(read(&simulator, &metric(NOW - 3600, NOW + 60), points).is_err());
    simulator.change_oms(|oms| oms.figures = false);
    assert!(read(&simulator, &metric(NOW - 3600, NOW), points).unwrap().is_empty());
}

#[test]
fn people_change_settings_and_let_events_happen() {
    let simulator = reading(running(), OmsSettings::default());
    let change = |json: &str| request(&simulator, "POST", "/simulator/oms", json);
    assert_eq!(change(r#"{"on":true,"failing":{"ListProjects":"internal"}}"#).json()["on"], true);
    assert!(list(&simulator).is_err());
    assert_eq!(change(r#"{"failing":{}}"#).json()["on"], true);
    assert!(list(&simulator).is_ok());
    for mistake in [r#"{"onn":true}"#, r#"{"oddities":["x"]}"#, "[]", ""] {
        assert_eq!(change(mistake).status, 400, "{mistake}");
    }
    assert_eq!(request(&simulator, "GET", "/simulator/oms", "").json()["mostRows"], 150);
    let events =
        format!(r#"[{{"kind":"state","task":"{INCR}","state":"abnormal"}},{{"kind":"migrate","task":"x"}}]"#);
    let Reply { body, .. } = request(&simulator, "POST", "/simulator/events", &events);
    assert_eq!(body, format!("[\"{INCR}\",null]\n"));
    assert_eq!(states(&simulator, PROJECT)[0].1, "EXCEPTION");
    assert_eq!(request(&simulator, "POST", "/simulator/events", r#"[{"kind":"x"}]"#).status, 400);
    let reads = request(&simulator, "GET", "/simulator/reads", "").json();
    assert_eq!((reads.as_array().unwrap().len(), &reads[0]["query"]), (3, &json!("Action=ListProjects")));
}
