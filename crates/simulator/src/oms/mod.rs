//! The OpenAPI of OMS, of which only the documented reads are there. They tell of the simulated CM's own tasks.
//!
//! Projects are those that were added, and one of its own for each other project that tasks have in their names.

mod access;
mod component;
mod configuration;
mod list;
mod oddity;
mod project;
mod settings;
mod steps;
mod times;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::{Value, json};

use crate::cm::Cm;
use crate::gate::Gate;
use crate::http::{self, Head, Response};
use component::SeenTask;
use list::Wanted;
pub use project::{Project, Store};
pub use settings::{Oddity, OmsSettings, OmsUser, ReadFailure, SignIn};
use steps::Course;
use times::Times;

/// The path of the OpenAPI.
pub(crate) const PATH: &str = "/api/v2";

/// The documented reads. API page: Overview.
const READS: [&str; 11] = [
    "ListProjects",
    "DescribeProject",
    "DescribeProjectSteps",
    "DescribeProjectStepMetric",
    "DescribeProjectProgress",
    "DescribeProjectComponents",
    "ListProjectFullVerifyResult",
    "ListFullVerifyInconsistenciesResult",
    "ListFullVerifyCorrectionsResult",
    "ListDataSource",
    "ListAllLabels",
];

/// An OMS that the simulated CM belongs to.
#[derive(Debug)]
pub(crate) struct Oms {
    pub(crate) settings: OmsSettings,
    projects: BTreeMap<String, Project>,
    /// When the simulator was started, in seconds since 1970 UTC.
    began: i64,
    /// How many reads there were.
    reads: u64,
    /// The reads that are held back, by the keys of [`OmsSettings::failing`].
    held: Vec<(String, Gate)>,
}

/// An answer that a read gets.
pub(crate) struct ReadAnswer {
    /// The response; `None` for nothing until the client gives up.
    pub(crate) response: Option<Response>,
    /// How many bytes are missing at the response's end.
    pub(crate) missing: usize,
    pub(crate) latency: Duration,
    pub(crate) gates: Vec<Gate>,
}

/// The data of a successful answer.
struct Found {
    data: Value,
    /// The page, if it is one of a list.
    page: Option<Page>,
}

/// A page of a list.
struct Page {
    number: usize,
    /// The most rows that it has.
    size: usize,
    /// The number of rows of all pages.
    total: usize,
}

/// Why a read tells nothing.
struct Refused {
    code: &'static str,
    message: String,
}

impl From<Value> for Found {
    fn from(data: Value) -> Self {
        Self { data, page: None }
    }
}

impl Refused {
    fn parameter(message: impl Into<String>) -> Self {
        Self { code: "PARAM_ERROR", message: message.into() }
    }
}

impl Oms {
    pub(crate) fn new(projects: Vec<Project>, settings: OmsSettings, now: i64) -> Self {
        let projects = projects.into_iter().map(|project| (project.id.clone(), project)).collect();
        Self { settings, projects, began: now, reads: 0, held: Vec::new() }
    }

    /// Adds a project, in place of one of the same id.
    pub(crate) fn add(&mut self, project: Project) {
        self.projects.insert(project.id.clone(), project);
    }

    /// Returns a project, be it added or one that tasks have in their names.
    pub(crate) fn project(&self, cm: &Cm, id: &str) -> Option<Project> {
        self.projects.get(id).cloned().or_else(|| {
            let is_named = cm.all().any(|task| task.project.as_deref() == Some(id));
            is_named.then(|| Project::new(id, self.began - 30 * 24 * 3600))
        })
    }

    /// Holds back the reads that a key is for, until the gate opens.
    pub(crate) fn hold(&mut self, key: &str, gate: &Gate) {
        self.held.push((key.to_owned(), gate.clone()));
    }

    /// Opens all gates.
    pub(crate) fn let_go(&mut self) {
        self.held.drain(..).for_each(|(_, gate)| gate.release());
    }

    /// Answers a request to [`PATH`].
    pub(crate) fn answer(&mut self, cm: &Cm, head: &Head, body: &[u8], now: i64) -> ReadAnswer {
        self.reads += 1;
        let action = head.query().and_then(|query| query.strip_prefix("Action=")).unwrap_or_default();
        let request: Value = serde_json::from_slice(body).unwrap_or_default();
        let keys = keys(action, &request);
        let latency = if self.settings.on { self.settings.latency_ms } else { 0 };
        let is_held = |(key, _): &&(String, Gate)| self.settings.on && keys.contains(key);
        let gates = self.held.iter().filter(is_held).map(|(_, gate)| gate.clone()).collect();
        let failure = keys.iter().find_map(|key| self.settings.failing.get(key)).copied();
        let refusal = access::refuse(&self.settings, head, body, now);
        let (response, missing) = match (refusal, failure) {
            (Some(response), _) => (Some(response), 0),
            (None, Some(ReadFailure::Hang)) => (None, 0),
            (None, failure) => {
                let times =
                    Times { now: now + self.settings.ahead_seconds, offset: self.settings.offset_seconds };
                let response = match failure {
                    None | Some(ReadFailure::Truncated) => self.read(cm, action, &request, now, times),
                    Some(failure) => access::failed(failure, &self.request_id()),
                };
                let is_cut = failure == Some(ReadFailure::Truncated);
                let missing = if is_cut { response.body.len().div_ceil(2) } else { 0 };
                (Some(response), missing)
            }
        };
        // OMS tells its own time.
        let date = http::http_date(now + self.settings.ahead_seconds).unwrap_or_default();
        let response = response.map(|response| response.header("Date", &date));
        ReadAnswer { response, missing, latency: Duration::from_millis(latency), gates }
    }

    fn read(&self, cm: &Cm, action: &str, request: &Value, now: i64, times: Times) -> Response {
        let Found { data, page } = match self.find(cm, action, request, now, times) {
            Ok(found) => found,
            Err(Refused { code, message }) => {
                return access::error(code, &message, Value::Null, &self.request_id());
            }
        };
        let page = page.as_ref();
        let mut envelope = json!({
            "success": true,
            "errorDetail": null,
            "code": null,
            "message": null,
            "advice": null,
            "requestId": self.request_id(),
            "pageNumber": page.map(|page| page.number),
            "pageSize": page.map(|page| page.size),
            "totalCount": page.map(|page| page.total),
            "cost": format!("{} ms", self.settings.latency_ms.max(4)),
            "data": data,
        });
        oddity::distort(&mut envelope, &self.settings.oddities);
        Response::new(200).body("application/json;charset=UTF-8", envelope.to_string())
    }

    fn find(&self, cm: &Cm, action: &str, request: &Value, now: i64, times: Times) -> Result<Found, Refused> {
        if !READS.contains(&action) {
            return Err(Refused::parameter(format!("Action {action} is not supported.")));
        }
        match action {
            "ListProjects" => return self.list(cm, request, now, times),
            "ListAllLabels" => {
                let names = self.projects.values().flat_map(|project| &project.labels);
                let names: BTreeSet<_> = names.collect();
                return Ok(names.into_iter().map(|name| list::label(name)).collect::<Value>().into());
            }
            "ListDataSource" | "ListProjectFullVerifyResult" => {
                return Ok(Found { data: json!([]), page: Some(Page { number: 1, size: 10, total: 0 }) });
            }
            _ => {}
        }
        let name = if action == "DescribeProjectStepMetric" { "projectId" } else { "id" };
        let id = request.get(name).and_then(Value::as_str).unwrap_or_default();
        if id.is_empty() {
            return Err(Refused::parameter(format!("{name} must not be blank")));
        }
        let project = self.project(cm, id);
        let project = project.ok_or_else(|| Refused::parameter(format!("Project {id} does not exist.")))?;
        let tasks = self.tasks(cm, id, now);
        let course = Course { project: &project, tasks: &tasks, times };
        let data = match action {
            "DescribeProjectComponents" => component::components(&project, &tasks, times),
            // The documented sample has it in a list.
            "DescribeProject" => json!([list::row(&project, &tasks, times)]),
            "DescribeProjectSteps" => course.steps(),
            "DescribeProjectProgress" => course.progress(),
            "DescribeProjectStepMetric" => self.figure(&course, request)?,
            _ => Value::Null,
        };
        Ok(data.into())
    }

    fn figure(&self, course: &Course<'_>, request: &Value) -> Result<Value, Refused> {
        let number = |name: &str| request.get(name).and_then(Value::as_i64);
        let (Some(begin), Some(end)) = (number("beginTimestamp"), number("endTimestamp")) else {
            return Err(Refused::parameter("beginTimestamp and endTimestamp must be numbers"));
        };
        if end - begin < 3600 {
            return Err(Refused::parameter("endTimestamp must be an hour after beginTimestamp at least"));
        }
        if end > course.times.now {
            return Err(Refused::parameter("endTimestamp must not be in the future"));
        }
        let text = |name: &str| request.get(name).and_then(Value::as_str).unwrap_or_default();
        let reverse = text("stepName") == "REVERSE_INCR_TRANSFER";
        let points = number("maxPointNum").unwrap_or(100);
        let figure = course.figure(text("metricType"), reverse, begin, end, points);
        let metrics = if self.settings.figures { figure } else { Value::Null };
        Ok(json!({ "referenceValue": null, "metrics": metrics, "aggregator": request["aggregator"] }))
    }

    fn list(&self, cm: &Cm, request: &Value, now: i64, times: Times) -> Result<Found, Refused> {
        let wanted = Wanted(request);
        let (number, size) = wanted.page().map_err(Refused::parameter)?;
        let size = size.min(self.settings.most_rows.max(1));
        let named = cm.all().filter_map(|task| task.project.as_deref());
        let ids: BTreeSet<&str> = named.chain(self.projects.keys().map(String::as_str)).collect();
        let projects = ids.into_iter().filter_map(|id| self.project(cm, id));
        let mut projects: Vec<_> = projects.filter(|project| wanted.matches(project)).collect();
        wanted.sort(&mut projects, |project| list::modified(project, now));
        let total = projects.len();
        let rows = projects.into_iter().skip((number - 1).saturating_mul(size)).take(size);
        let rows = rows.map(|project| list::row(&project, &self.tasks(cm, &project.id, now), times));
        Ok(Found { data: rows.collect(), page: Some(Page { number, size, total }) })
    }

    fn tasks(&self, cm: &Cm, id: &str, now: i64) -> Vec<SeenTask> {
        let tasks = cm.all().filter(|task| task.project.as_deref() == Some(id));
        let tasks = tasks.filter_map(|task| cm.task(&task.name));
        tasks.filter_map(|task| SeenTask::look(task, now, &self.settings)).collect()
    }

    fn request_id(&self) -> String {
        format!("e8dec2fe-4031-4c7a-b5d2-{:012x}", self.reads)
    }
}

/// Returns the keys of a read: its action, with the page's number behind it, and its project.
fn keys(action: &str, request: &Value) -> Vec<String> {
    let mut keys = vec![action.to_owned()];
    if let Some(page) = request.get("pageNumber") {
        keys.push(format!("{action} {page}"));
    }
    for name in ["id", "projectId"] {
        keys.extend(request.get(name).and_then(Value::as_str).map(str::to_owned));
    }
    keys
}
