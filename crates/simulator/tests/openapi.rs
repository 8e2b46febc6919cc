//! The reads, as the console decodes them.

use std::collections::BTreeSet;

use console_core::domain::outcome::Reply as Answered;
use console_core::openapi::{Components, Direction, OmsAnswer, ProjectPage, ReadError, ReadRequest};
use simulator::{Config, OmsSettings, Simulator, State, Task, sample};

use crate::support::{FULL, INCR, Reply, exchange, post, state};

const REVERSE: &str = "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao_reverse-incr_trans-1-0:0003000003";
pub const PROJECT: &str = "np_57fdqtrsqiao";

pub fn reading(tasks: Vec<Task>, oms: OmsSettings) -> Simulator {
    Simulator::start(Config { tasks, oms, ..Config::default() }).unwrap()
}

/// Sends a read as the console does, with these further header lines.
pub fn send_read(simulator: &Simulator, read: &ReadRequest, headers: &str) -> Reply {
    let (query, body) = (read.query(), read.body());
    let length = body.len();
    exchange(
        simulator.addr(),
        &format!(
            "POST /api/v2?{query} HTTP/1.1\r\nHost: oms\r\nContent-Type: application/json\r\n{headers}\
             Content-Length: {length}\r\n\r\n{body}"
        ),
    )
}

/// Sends a read and has the console decode its answer.
pub fn read<T>(
    simulator: &Simulator,
    read: &ReadRequest,
    decode: impl FnOnce(&OmsAnswer<'_>) -> T,
) -> Result<T, ReadError> {
    let Reply { status, body, .. } = send_read(simulator, read, "");
    OmsAnswer::read(&Answered::Answer { status, body }).map(|answer| decode(&answer))
}

pub fn components(simulator: &Simulator, id: &str) -> Components {
    let request = ReadRequest::Components { id: id.to_owned() };
    read(simulator, &request, |answer| Components::read(answer).unwrap()).unwrap()
}

/// Names and states of a project's connectors, as OMS tells them.
pub fn states(simulator: &Simulator, id: &str) -> Vec<(String, String)> {
    let Reply { body, .. } = send_read(simulator, &ReadRequest::Components { id: id.to_owned() }, "");
    let answer: serde_json::Value = serde_json::from_str(&body).unwrap();
    let lists = ["fullImportComponents", "incrSyncComponents", "reverseIncrSyncComponents"];
    let entries = lists.iter().filter_map(|list| answer["data"][list].as_array()).flatten();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    entries.map(|entry| (text(&entry["name"]), text(&entry["status"]))).collect()
}

/// Reads all projects and the components of each, as a pass does.
pub fn pass(simulator: &Simulator) -> (Vec<String>, Vec<Components>) {
    let mut ids = Vec::new();
    for page in 1.. {
        let page = read(simulator, &ReadRequest::Projects { page }, ProjectPage::read).unwrap();
        assert!(page.odd.is_empty(), "{:?}", page.odd);
        ids.extend(page.projects.into_iter().map(|project| project.id));
        if page.is_last {
            break;
        }
    }
    let components = ids.iter().map(|id| components(simulator, id)).collect();
    (ids, components)
}

#[test]
fn without_an_openapi_its_path_leads_nowhere() {
    let simulator = reading(vec![Task::new(INCR)], OmsSettings::default());
    let error = read(&simulator, &ReadRequest::Projects { page: 1 }, ProjectPage::read).unwrap_err();
    assert_eq!(error, ReadError::NotThere { status: 404 });
    assert_eq!((simulator.log().all().len(), simulator.reads().all().len()), (0, 1));
}

#[test]
fn tasks_are_found_in_their_project() {
    let tasks = vec![
        Task::new(INCR).state(State::Running),
        Task::new(FULL).state(State::Running).copied(420),
        Task::new(REVERSE),
        Task::new("10.0.0.5-7100:ORACLE_np_57fdqtrsqiao_x-1-0:0000000001"),
    ];
    let simulator = reading(tasks, OmsSettings::on());
    let (ids, found) = pass(&simulator);
    assert_eq!(ids, [PROJECT]);
    let Components { connectors, stores, odd, .. } = &found[0];
    assert!(odd.is_empty());
    let [full, incr, reverse] = connectors.as_slice() else { panic!("{connectors:?}") };
    assert_eq!((full.name.as_str(), full.progress), (FULL, Some(42.0)));
    assert_eq!((incr.name.as_str(), reverse.name.as_str()), (INCR, REVERSE));
    assert_eq!((incr.direction, reverse.direction), (Direction::Forward, Direction::Reverse));
    assert!(incr.delay.is_some_and(|delay| (0..12).contains(&delay)), "{:?}", incr.delay);
    assert_eq!(incr.checkpoint_keys(), incr.subtopics);
    assert!(incr.rate.is_some_and(|rate| rate > 0.0) && reverse.rate == Some(0.0));
    assert_eq!(stores.len(), 2);
    assert!(stores.iter().all(|store| store.is_active() && store.covers(incr.checkpoint.unwrap())));
}

#[test]
fn every_answer_about_the_sample_is_decoded() {
    let now = 1_795_161_600;
    let simulator = Simulator::start(Config {
        tasks: sample::tasks_at(200, now),
        projects: sample::projects_at(200, now),
        clock: simulator::Clock::standing_at(now),
        oms: OmsSettings::on(),
        ..Config::default()
    });
    let simulator = simulator.unwrap();
    let (ids, found) = pass(&simulator);
    assert!(ids.len() > 60);
    assert!(found.iter().all(|components| components.odd.is_empty()));
    let named: BTreeSet<_> =
        found.iter().flat_map(|components| &components.connectors).map(|one| one.name.to_string()).collect();
    let all: BTreeSet<_> = simulator.names().into_iter().collect();
    // Those without a project, and Full-Verifications.
    let missing: Vec<_> = all.difference(&named).collect();
    assert!(
        missing.len() < 10 && missing.iter().all(|name| simulator.task(name).unwrap().component().is_none()),
        "{missing:?}"
    );
    let page = read(&simulator, &ReadRequest::Projects { page: 1 }, ProjectPage::read).unwrap();
    let states: BTreeSet<_> = page.projects.iter().map(|project| format!("{:?}", project.state)).collect();
    assert!(states.len() >= 9, "{states:?}");
    let connectors = || found.iter().flat_map(|components| &components.connectors);
    assert!(connectors().any(|one| one.checkpoint.is_some() && one.subtopics.is_empty()), "LogProxy");
    assert!(connectors().any(|one| one.subtopics.len() == 2));
    assert!(connectors().any(|one| one.progress.is_some_and(|percent| percent > 0.0 && percent < 100.0)));
    assert!(connectors().filter(|one| one.delay.is_some_and(|delay| delay > 300)).count() > 3);
    let codes: BTreeSet<_> = connectors().flat_map(|one| &one.errors).map(|error| &error.code).collect();
    assert_eq!(codes.len(), 3);
    assert!(found.iter().any(|components| !components.verifications.is_empty()));
    assert!(found.iter().any(|components| components.stores.iter().any(|store| !store.is_active())));
}

#[test]
fn a_pass_over_a_fleet_finds_every_task() {
    let now = 1_795_161_600;
    let (projects, tasks) = sample::fleet_at(600, 2000, now);
    let simulator = Simulator::start(Config {
        tasks,
        projects,
        clock: simulator::Clock::standing_at(now),
        oms: OmsSettings::on(),
        ..Config::default()
    });
    let simulator = simulator.unwrap();
    let (ids, found) = pass(&simulator);
    assert_eq!((ids.len(), ids.iter().collect::<BTreeSet<_>>().len()), (600, 600));
    let connectors = found.iter().flat_map(|components| &components.connectors);
    let names: BTreeSet<_> = connectors.map(|connector| connector.name.to_string()).collect();
    assert_eq!(names, simulator.names().into_iter().collect());
    assert_eq!(names.len(), 2000);
    assert!(found.iter().all(|components| components.odd.is_empty()));
}

#[test]
fn operations_are_seen_by_the_reads() {
    let tasks = vec![Task::new(INCR).state(State::Running)];
    let simulator = reading(tasks, OmsSettings::on());
    post(&simulator, &format!("stop?taskName={INCR}")).confirmed();
    assert_eq!(states(&simulator, PROJECT), [(INCR.to_owned(), "STOPPED".to_owned())]);
    let name = post(&simulator, &format!("migrate?taskName={INCR}&ip=10.0.0.9")).confirmed();
    assert_eq!(states(&simulator, PROJECT), [(name.clone(), "STOPPED".to_owned())]);
    post(&simulator, &format!("resume?taskName={name}")).confirmed();
    assert_eq!(states(&simulator, PROJECT), [(name.clone(), "RUNNING".to_owned())]);
    simulator.set_state(&name, State::Abnormal);
    assert_eq!(components(&simulator, PROJECT).connectors[0].errors.len(), 1);
    post(&simulator, &format!("delete?taskName={name}")).confirmed();
    assert!(states(&simulator, PROJECT).is_empty());
    assert_eq!(state(&simulator, &name), State::Deleted);
}
