//! What must hold, for each kind of input.

use std::mem::discriminant;

use console_core::domain::call::Call;
use console_core::domain::config_map::ConfigMap;
use console_core::domain::inventory::TaskRecord;
use console_core::domain::operation::{Operation, OperationKind};
use console_core::domain::outcome::{Outcome, Reply};
use console_core::domain::plan::Plan;
use console_core::domain::redaction;
use console_core::domain::run::{Moment, Run, RunId};
use console_core::domain::secret::{self, HIDDEN};
use console_core::domain::task_name::TaskName;
use console_core::forms::catalogue::Catalogue;
use console_core::forms::draft::Draft;
use console_core::interchange::deployment::DeploymentConfig;
use console_core::interchange::link::Link;
use console_core::interchange::static_file::StaticFile;
use console_core::interchange::{deployed, export, history, import};
use console_core::openapi::{
    Components, LiveNews, OmsAnswer, Project, ProjectLabel, ProjectPage, ProjectProgress, ProjectStep,
    read_metric, seen_tasks,
};
use console_core::persistence::hosts::Hosts;
use console_core::persistence::{
    StoredDraft, block, run_from_text, run_to_text, task_from_text, task_to_text,
};
use console_core::text::text_encoding::BodyEncoding;
use serde_json::Value;
use serde_json::value::RawValue;

const TASK: &str = "10.0.0.5-9000:connector_v2:np_1-incr_trans-1-0:0003000002";
/// A secret that goes out with the call of [`update`].
const SECRET: &str = "c4n4ry-secret";

fn task() -> Option<TaskName> {
    TaskName::parse(TASK).ok()
}

/// An Update with a secret.
fn update() -> Option<Plan> {
    let mut draft = Draft::new(OperationKind::Update, TASK, "UTC");
    draft.update.set_json(format!(r#"{{"sink":{{"password":"{SECRET}"}}}}"#));
    Some(Plan::new(&task()?, &draft.update.check(None, None).operation?))
}

/// Answers of the host: judged, recorded without secrets, exported.
pub fn replies(input: &[u8]) {
    let Some((&first, bytes)) = input.split_first() else { return };
    let status = [200, 204, 302, 400, 404, 409, 500, 502][usize::from(first % 8)];
    let _ = BodyEncoding::of(Some("application/json; charset=utf-8"), bytes);
    let body = String::from_utf8_lossy(bytes).into_owned();
    let reply = Reply::Answer { status, body };
    let outcome = Outcome::of(&reply);

    let cleaned = redaction::without_secrets(reply.clone());
    assert_eq!(
        discriminant(&Outcome::of(&cleaned)),
        discriminant(&outcome),
        "a redaction changes the outcome"
    );
    assert_eq!(redaction::without_secrets(cleaned.clone()), cleaned, "a redaction leaves secrets");

    let (Some(plan), Some(stop)) = (update(), task().map(|task| Plan::new(&task, &Operation::Stop))) else {
        panic!("no plan")
    };
    let [call] = plan.calls() else { panic!("not one call") };
    let answered = |plan: &Plan, call: &Call| {
        let mut run = Run::new(RunId("1".into()), plan, Moment(1));
        assert!(run.send(Moment(2)).is_ok());
        assert!(run.record(redaction::without_echo(reply.clone(), call), Moment(3)).is_ok());
        run
    };
    for (run, has_secret) in [(answered(&plan, call), true), (answered(&stop, &stop.calls()[0]), false)] {
        let kept = run_to_text(&run);
        assert!(!has_secret || !kept.contains(SECRET), "the secret of a call is kept: {kept}");
        let read = run_from_text(&kept);
        assert_eq!(read.as_ref(), Some(&run), "a run is read as another one");
        let json = history::json(&[&run], "host");
        let exported: Value = serde_json::from_str(&json).unwrap_or_default();
        assert_eq!(exported["runs"][0]["task"], TASK, "{json}");
        let _ = (history::ticket(&run, "host"), history::csv(&[&run], "host"));
    }
}

/// Answers of OMS's OpenAPI: whatever stands in a list, its neighbours are read.
pub fn openapi(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    read_all(text);
    // As one entry among others.
    let Ok(entry) = serde_json::from_str::<&RawValue>(text) else { return };
    let between = |one: &str, other: &str| format!("[{one},{entry},{other}]");
    let projects = between(r#"{"id":"np_1","name":"a"}"#, r#"{"id":"np_2","name":"b"}"#);
    let answer =
        |data: &str| Reply::Answer { status: 200, body: format!(r#"{{"success":true,"data":{data}}}"#) };
    match OmsAnswer::read(&answer(&projects)).as_ref().map(ProjectPage::read) {
        Ok(page) => {
            let ids: Vec<_> = page.projects.iter().map(|project| project.id.as_str()).collect();
            assert_eq!((ids.first(), ids.last()), (Some(&"np_1"), Some(&"np_2")), "a project is lost");
            // Nothing is no entry.
            let is_nothing = serde_json::from_str::<Value>(text).is_ok_and(|entry| {
                entry.is_null() || entry.as_str().is_some_and(|entry| entry.trim().is_empty())
            });
            let entries = if is_nothing { 2 } else { 3 };
            assert_eq!(page.projects.len() + page.odd.len(), entries, "an entry is lost");
        }
        Err(error) => panic!("all projects are lost: {error:?}"),
    }
    let one = TASK.replace("0003000002", "0003000001");
    let components = between(&format!(r#"{{"name":"{one}"}}"#), &format!(r#"{{"name":"{TASK}"}}"#));
    let lists = format!(r#"{{"incrSyncComponents":{components},"storeList":{entry}}}"#);
    match OmsAnswer::read(&answer(&lists)).as_ref().map(Components::read) {
        Ok(Ok(components)) => {
            let has =
                |name: &str| components.connectors.iter().any(|connector| connector.name.as_str() == name);
            assert!(has(&one) && has(TASK), "a connector is lost: {components:?}");
        }
        other => panic!("all components are lost: {other:?}"),
    }
}

fn read_all(text: &str) {
    let reply = Reply::Answer { status: 200, body: text.to_owned() };
    let Ok(answer) = OmsAnswer::read(&reply) else { return };
    let _ = (
        ProjectLabel::read(&answer),
        ProjectStep::read(&answer),
        ProjectProgress::read(&answer),
        read_metric(&answer),
    );
    let project = Project::read(&answer);
    for project in project.iter().chain(&ProjectPage::read(&answer).projects) {
        if let Ok(components) = Components::read(&answer) {
            let _ = seen_tasks(project, &components, Moment(1), Some("http://10.0.0.1:8088"));
        }
    }
}

/// Links: what a link becomes is written, and read again as the same.
pub fn links(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    let (mut link, _) = Link::parse(text);
    let written = link.to_query();
    let (again, notices) = Link::parse(&written);
    assert_eq!(again, link, "{written}");
    assert!(notices.is_empty(), "{written}: {notices:?}");
    let _ = Link::view_of(text);
    let _ = link.read_tasks(|_| false);
    // What a name is read as is tried with the imports.
    link.tasks = task().into_iter().collect();
    let form_link = |link: &Link| Draft::from_link(link, "UTC").map(|draft| draft.to_link().to_query());
    if let Some(written) = form_link(&link) {
        let (opened, notices) = Link::parse(&written);
        assert!(notices.is_empty(), "{written}: {notices:?}");
        // Without the times that nobody understands, the usual zone counts.
        let usual = form_link(&opened).unwrap_or_default();
        assert_eq!(
            form_link(&Link::parse(&usual).0).as_ref(),
            Some(&usual),
            "a form's link opens another form"
        );
    }
}

/// Pasted texts and files: what is found is exported, and found again.
pub fn imports(input: &[u8]) {
    let _ = import::file::encoding("tasks.csv", input);
    let Ok(text) = str::from_utf8(input) else { return };
    let found = import::read(text);
    let records: Vec<_> = (0..)
        .zip(&found.entries)
        .map(|(rank, entry)| {
            let mut record = TaskRecord::new(entry.name.clone(), Moment(0), rank);
            record.labels.clone_from(&entry.labels);
            record
        })
        .collect();
    let records: Vec<_> = records.iter().collect();
    let (json, csv) = (export::json(&records, None), export::csv(&records));
    assert_eq!(import::read(&json).entries, found.entries, "{json}");
    assert_eq!(deployed::read(&json, None).map(|found| found.entries).as_ref(), Ok(&found.entries), "{json}");
    if !records.is_empty() {
        assert_eq!(import::read(&csv).entries, found.entries, "{csv}");
    }
}

/// Stored records: what can be read is written, and read again as the same; what cannot loses no neighbour.
pub fn records(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    if let Some(record) = task_from_text(text) {
        assert_eq!(task_from_text(&task_to_text(&record)).as_ref(), Some(&record));
    }
    if let Some(run) = run_from_text(text) {
        let run = run.without_secrets();
        assert_eq!(run_from_text(&run_to_text(&run)).as_ref(), Some(&run));
        let _ = (run.state(), history::ticket(&run, "host"), history::csv(&[&run], "host"));
        assert_eq!(run.clone().without_secrets(), run, "a redaction leaves secrets");
    }
    if let Some(begun) = StoredDraft::from_text(text) {
        let kept = begun.to_text();
        let read = StoredDraft::from_text(&kept).map(|begun| begun.to_text());
        assert_eq!(read.as_ref(), Some(&kept), "a draft is kept as another one");
    }
    let hosts = Hosts::from_text(text);
    assert_eq!(Hosts::from_text(&hosts.to_text()), hosts);
    if let Some(news) = LiveNews::from_text(text) {
        assert_eq!(LiveNews::from_text(&news.to_text()).as_ref(), Some(&news));
    }
    let record = |name: &str, rank| TaskName::parse(name).map(|name| TaskRecord::new(name, Moment(0), rank));
    let (Ok(neighbour), Ok(one)) = (record(TASK, 7), record("neighbour", 1)) else { panic!("no names") };
    let line = task_to_text(&neighbour);
    let kept = block::merged(text, std::slice::from_ref(&line));
    let own = block::record_in(text, &neighbour.name);
    let read = block::record_in(&kept, &neighbour.name);
    assert!(
        read.is_some() && (own.is_some() || read.as_ref() == Some(&neighbour)),
        "a changed record is lost: {kept}"
    );
    if text.contains('\n') || serde_json::from_str::<Value>(text).is_err() {
        return;
    }
    let kept = block::merged(&format!("{}\n{text}", task_to_text(&one)), &[line]);
    assert_eq!(
        block::record_in(&kept, &one.name).map(|record| record.added),
        Some(one.added),
        "a neighbour is lost"
    );
}

/// Settings of a deployment, and configurations of a task: errors have places, what is right is written and read again.
pub fn settings(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    let lines = text.split('\n').count();
    if let Err(errors) = DeploymentConfig::read(text) {
        assert!(
            !errors.is_empty() && errors.iter().all(|error| (1..=lines).contains(&error.place.line)),
            "{errors:?}"
        );
    }
    if let Err(error) = deployed::read(text, None) {
        assert!((1..=lines).contains(&error.place.line), "{error:?}");
    }
    match ConfigMap::from_json(text) {
        Ok(map) => {
            let written = map.to_json();
            let again = ConfigMap::from_json(&written).map(|map| map.to_json());
            assert_eq!(again.as_ref(), Ok(&written), "a configuration is sent as another one");
            // What is hidden cannot be sent.
            let hidden = map.to_json_without_secrets(HIDDEN);
            assert_eq!(
                hidden != written,
                map.has_secrets(),
                "a redaction without secrets, or none with them: {hidden}"
            );
        }
        Err(errors) => assert!(!errors.is_empty()),
    }
    let _ = (ConfigMap::survey(text), Catalogue::read(text), StaticFile::of(200, text.to_owned()));
}

/// The scanner of secrets: what was hidden holds none any more, and everything else stays where it is.
pub fn secrets(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    let hidden = secret::redacted(text, HIDDEN);
    assert_eq!(secret::redacted(&hidden, HIDDEN), hidden, "a redaction leaves secrets");
    assert_eq!(secret::has_secrets(text), secret::dotted(text).is_some());
    if let Some(dotted) = secret::dotted(text) {
        assert_eq!(dotted.chars().count(), text.chars().count());
        assert!(
            dotted.chars().zip(text.chars()).all(|(dot, sign)| dot == sign || dot == '•' && sign != '\n')
        );
    }
    let _ = (secret::holds_secret("sink", "key", text), secret::mask_in_value("sink", "key", text));
    let _ = (secret::is_secret_name(text), secret::mask_in_name(text));
}
