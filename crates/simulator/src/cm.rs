//! The cluster manager itself: a set of tasks, and the answer to each request. Knows no sockets.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde_json::json;

use crate::clock::Clock;
use crate::endpoint::Endpoint;
use crate::envelope::Envelope;
use crate::http::Response;
use crate::name;
use crate::operation::{self, Parameters};
use crate::refusal::Refusal;
use crate::state::State;
use crate::task::Task;

/// An answer that the CM gives, before any fault gets hold of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The status and the CM's own words.
    Envelope(u16, Envelope),
    /// The web server's words: nothing that the CM's code has seen.
    Page(Response),
}

impl Answer {
    /// Returns the response that carries the answer.
    pub fn into_response(self) -> Response {
        match self {
            Self::Envelope(status, envelope) => {
                Response::new(status).body("application/json", envelope.to_json())
            }
            Self::Page(response) => response,
        }
    }
}

/// A request to one of the five endpoints.
#[derive(Debug)]
pub struct Request<'a> {
    /// Which of the five.
    pub endpoint: Endpoint,
    /// The query, decoded, or why it could not be.
    pub parameters: &'a Result<Parameters, Refusal>,
    /// The header field `Content-Type`.
    pub content_type: Option<&'a str>,
    /// The body; empty without one.
    pub body: &'a [u8],
}

/// A manager that has the tasks of one host.
#[derive(Debug)]
pub struct Cm {
    /// Deleted tasks stay, so that tests can look at them; migrated ones are under their new name only.
    tasks: BTreeMap<String, Task>,
    clock: Clock,
}

impl Cm {
    /// Returns a host with these tasks.
    pub fn new(tasks: Vec<Task>, clock: Clock) -> Self {
        let mut cm = Self { tasks: BTreeMap::new(), clock };
        tasks.into_iter().for_each(|task| cm.add(task));
        cm
    }

    /// Adds a task, in place of one of the same name.
    pub fn add(&mut self, mut task: Task) {
        task.settle(self.clock.now());
        self.tasks.insert(task.name.clone(), task);
    }

    /// Returns the task as it is now, deleted ones included.
    pub fn task(&self, name: &str) -> Option<Task> {
        let mut task = self.tasks.get(name)?.clone();
        task.advance(self.clock.now());
        Some(task)
    }

    /// All tasks that are not deleted, as they are now, by name.
    pub fn tasks(&self) -> Vec<Task> {
        let names = self.tasks.keys();
        names.filter_map(|name| self.task(name)).filter(|task| task.state != State::Deleted).collect()
    }

    /// Returns the names of all tasks that are not deleted, sorted.
    pub fn names(&self) -> Vec<String> {
        let living = self.tasks.values().filter(|task| task.state != State::Deleted);
        living.map(|task| task.name.clone()).collect()
    }

    /// Puts a task into a state, as events on the host do; false if there is no such task.
    pub fn set_state(&mut self, name: &str, state: State) -> bool {
        self.alter(name, |task| task.state = state).is_some()
    }

    /// Moves a task to another host, as OMS does when one dies. Returns the task's new name, or `None` if there is no
    /// such task.
    pub fn relocate(&mut self, name: &str, ip: Option<IpAddr>) -> Option<String> {
        let new_name = self.free_name(name, name::migrated(name, ip));
        self.alter(name, |task| task.name = new_name)
    }

    /// Sets a configuration value, or takes it away, as other tools do. Returns the task's name, or `None` if there
    /// is no such task.
    pub fn set_value(&mut self, name: &str, scope: &str, key: &str, value: Option<&str>) -> Option<String> {
        self.alter(name, |task| {
            let values = task.configuration.entry(scope.to_owned()).or_default();
            match value {
                Some(value) => drop(values.insert(key.to_owned(), value.to_owned())),
                None => drop(values.remove(key)),
            }
        })
    }

    /// Changes a task, whatever its state. Returns its name afterwards, or `None` if there is no such task.
    pub(crate) fn alter(&mut self, name: &str, change: impl FnOnce(&mut Task)) -> Option<String> {
        let now = self.clock.now();
        let before = self.task(name)?;
        let mut task = before.clone();
        change(&mut task);
        task.note_change(&before, now);
        self.tasks.remove(name);
        let new_name = task.name.clone();
        self.tasks.insert(new_name.clone(), task);
        Some(new_name)
    }

    /// All tasks, deleted ones included, as they were when they changed last.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Task> {
        self.tasks.values()
    }

    /// Answers a request, and says whether the operation took place. With `apply` false the answer is the
    /// same and nothing takes place.
    pub fn answer(&mut self, request: &Request<'_>, apply: bool) -> (Answer, bool) {
        let json_expected = request.endpoint == Endpoint::Update && !request.body.is_empty();
        if json_expected && !request.content_type.is_some_and(is_json) {
            let path = format!("/connector/task/v2/{}", request.endpoint.word());
            return (Answer::Page(error_page(415, "Unsupported Media Type", &path, self.clock.now())), false);
        }
        match self.perform(request, apply) {
            Ok(name) => (Answer::Envelope(200, Envelope::confirmed(&name)), apply),
            Err(refusal) => (Answer::Envelope(refusal.status(), refusal.envelope()), false),
        }
    }

    /// Carries a request out on a copy of its task and keeps the copy: all or nothing. The name that the
    /// task has afterwards.
    fn perform(&mut self, request: &Request<'_>, apply: bool) -> Result<String, Refusal> {
        let parameters = request.parameters.as_ref().map_err(Clone::clone)?;
        let (name, operation) = operation::parse(request.endpoint, parameters, request.body)?;
        let mut task = match self.tasks.get(&name) {
            Some(task) if task.state != State::Deleted => task.clone(),
            _ => return Err(Refusal::NoSuchTask(name)),
        };
        let (before, now) = (task.clone(), self.clock.now());
        task.carry_out(&operation, now)?;
        task.name = self.free_name(&name, task.name);
        task.note_change(&before, now);
        let new_name = task.name.clone();
        if apply {
            self.tasks.remove(&name);
            self.tasks.insert(new_name.clone(), task);
        }
        Ok(new_name)
    }

    /// Returns the name that a task gets that is to be called `new_name`, which no other task has.
    fn free_name(&self, name: &str, mut new_name: String) -> String {
        while new_name != name && self.tasks.contains_key(&new_name) {
            new_name = name::migrated(&new_name, None);
        }
        new_name
    }

    /// Returns the answer to a method other than POST on one of the five paths.
    pub fn method_not_allowed(&self, path: &str) -> Response {
        error_page(405, "Method Not Allowed", path, self.clock.now()).header("Allow", "POST")
    }
}

/// Returns the answer to a path that leads nowhere, in the manner of Jetty.
pub fn not_found() -> Response {
    let html = "<html>\n<head><title>Error 404 Not Found</title></head>\n\
                <body><h2>HTTP ERROR 404 Not Found</h2></body>\n</html>\n";
    Response::new(404).body("text/html;charset=utf-8", html)
}

/// Returns an error in the manner of Spring, which has nothing of the envelope.
pub fn error_page(status: u16, error: &str, path: &str, now: i64) -> Response {
    let page = json!({ "timestamp": now * 1000, "status": status, "error": error, "path": path });
    Response::new(status).body("application/json", page.to_string())
}

pub fn is_json(content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default();
    media_type.trim().eq_ignore_ascii_case("application/json")
}
