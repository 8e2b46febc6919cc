//! The paths under `/simulator/`, by which people look at the simulator and give it faults.

use serde_json::{Value, json};

use crate::cm::{Cm, not_found};
use crate::http::{Head, Response};
use crate::log::Log;
use crate::script::{Script, read_script};

/// Where the paths begin that are the simulator's own and no CM's.
pub(crate) const PREFIX: &str = "/simulator/";

/// Whatever a request under [`PREFIX`] may be about.
pub(crate) struct Control<'a> {
    pub(crate) cm: &'a Cm,
    pub(crate) script: &'a Script,
    pub(crate) log: &'a Log,
}

impl Control<'_> {
    pub(crate) fn answer(&self, head: &Head, body: &[u8]) -> Response {
        match (head.method.as_str(), head.path()) {
            ("GET" | "HEAD", "/simulator/tasks") => json_response(200, &self.tasks()),
            ("GET" | "HEAD", "/simulator/log") => json_response(200, &self.requests()),
            ("POST", "/simulator/faults") => match read_script(body) {
                Ok(faults) => {
                    let count = faults.len();
                    faults.into_iter().for_each(|fault| self.script.add(fault));
                    json_response(200, &json!({ "added": count }))
                }
                Err(error) => json_response(400, &json!({ "error": error.to_string() })),
            },
            ("DELETE", "/simulator/faults") => {
                self.script.clear();
                Response::new(204)
            }
            (_, "/simulator/tasks" | "/simulator/log") => Response::new(405).header("Allow", "GET, HEAD"),
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

    fn requests(&self) -> Value {
        self.log
            .all()
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
}

fn json_response(status: u16, value: &Value) -> Response {
    Response::new(status).body("application/json", format!("{value}\n"))
}
