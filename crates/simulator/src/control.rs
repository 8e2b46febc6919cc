//! The paths under `/simulator/`, by which people look at the simulator and give it faults.

use serde_json::{Value, json};

use crate::cm::{Cm, not_found};
use crate::event::HostEvent;
use crate::http::{Head, Response};
use crate::log::Log;
use crate::oms::Oms;
use crate::script::{Script, read_script};

/// Where the paths begin that are the simulator's own and no CM's.
pub(crate) const PREFIX: &str = "/simulator/";

/// Whatever a request under [`PREFIX`] may be about.
pub(crate) struct Control<'a> {
    pub(crate) cm: &'a mut Cm,
    pub(crate) oms: &'a mut Oms,
    pub(crate) script: &'a Script,
    /// The calls and the reads.
    pub(crate) logs: [&'a Log; 2],
}

impl Control<'_> {
    pub(crate) fn answer(&mut self, head: &Head, body: &[u8]) -> Response {
        match (head.method.as_str(), head.path()) {
            ("GET" | "HEAD", "/simulator/tasks") => json_response(200, &self.tasks()),
            ("GET" | "HEAD", "/simulator/log") => json_response(200, &requests(self.logs[0])),
            ("GET" | "HEAD", "/simulator/reads") => json_response(200, &requests(self.logs[1])),
            ("GET" | "HEAD", "/simulator/oms") => json_response(200, &json!(self.oms.settings)),
            ("POST", "/simulator/oms") => match self.oms.settings.merge(body) {
                Ok(settings) => {
                    self.oms.settings = settings;
                    json_response(200, &json!(self.oms.settings))
                }
                Err(error) => mistake(&error),
            },
            ("POST", "/simulator/events") => match serde_json::from_slice::<Vec<HostEvent>>(body) {
                Ok(events) => {
                    let happened = events.iter().map(|event| event.happen(self.cm, self.oms));
                    json_response(200, &happened.collect())
                }
                Err(error) => mistake(&error),
            },
            ("POST", "/simulator/faults") => match read_script(body) {
                Ok(faults) => {
                    let count = faults.len();
                    faults.into_iter().for_each(|fault| self.script.add(fault));
                    json_response(200, &json!({ "added": count }))
                }
                Err(error) => mistake(&error),
            },
            ("DELETE", "/simulator/faults") => {
                self.script.clear();
                Response::new(204)
            }
            (_, "/simulator/tasks" | "/simulator/log" | "/simulator/reads") => {
                Response::new(405).header("Allow", "GET, HEAD")
            }
            (_, "/simulator/oms") => Response::new(405).header("Allow", "GET, HEAD, POST"),
            (_, "/simulator/events") => Response::new(405).header("Allow", "POST"),
            (_, "/simulator/faults") => Response::new(405).header("Allow", "POST, DELETE"),
            _ => not_found(),
        }
    }

    fn tasks(&self) -> Value {
        self.cm
            .tasks()
            .into_iter()
            .map(|task| {
                json!({
                    "name": task.name,
                    "component": task.component(),
                    "state": task.state,
                    "subtopics": task.subtopics,
                    "position": task.position,
                    "configuration": task.configuration,
                })
            })
            .collect()
    }
}

fn requests(log: &Log) -> Value {
    log.all()
        .into_iter()
        .map(|received| {
            json!({
                "index": received.index,
                "connection": received.connection,
                "method": received.method,
                "path": received.path,
                "query": received.query,
                "parameters": received.parameters,
                "headers": received.headers,
                "body": received.text(),
                "applied": received.applied,
            })
        })
        .collect()
}

fn mistake(error: &dyn std::fmt::Display) -> Response {
    json_response(400, &json!({ "error": error.to_string() }))
}

fn json_response(status: u16, value: &Value) -> Response {
    Response::new(status).body("application/json", format!("{value}\n"))
}
