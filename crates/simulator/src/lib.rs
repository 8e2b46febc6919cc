//! A cluster manager (CM) and the OMS above it to run the Connector Console against: a library for tests, a binary for people.
//!
//! Everything here is written from the Connector's API page and shares no code with the console, so that
//! the two check each other. Where the page is silent (above all on refusals) the simulator takes the
//! strict side and says in the item's documentation that it is a guess.
//!
//! # In a test
//! ```
//! use simulator::{Config, Endpoint, Fault, Simulator, State, Task};
//!
//! let name = "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002";
//! let simulator = Simulator::start(Config::default())?;
//! simulator.add_task(Task::new(name).state(State::Running));
//! simulator.fault(Fault::respond(502, "text/html", "<h1>Bad Gateway</h1>").on(Endpoint::Stop).applied(true));
//! // … send a stop to simulator.addr(), see it answered with 502, and see that the task did stop:
//! // simulator.log().wait_for(1, …), simulator.task(name) …
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! # For people
//! Besides the five paths of the API, and `/api/v2` of OMS's OpenAPI, there are some of the simulator's own:
//!
//! | request | does |
//! |---|---|
//! | `GET /simulator/tasks` | all tasks: name, component, state, subtopics, position, configuration |
//! | `GET /simulator/log` | all requests so far, but reads and those to these paths |
//! | `GET /simulator/reads` | all reads so far: requests to `/api/v2` |
//! | `POST /simulator/faults` | adds the faults in the body, a JSON array |
//! | `DELETE /simulator/faults` | forgets all faults |
//! | `GET /simulator/oms` | how OMS answers reads |
//! | `POST /simulator/oms` | changes the settings of the members in the body, a JSON object |
//! | `POST /simulator/events` | lets the events in the body happen, a JSON array |
//!
//! ## Reads
//! OMS knows the projects that tasks have in their names, and those that it was given; whatever a call does is seen by
//! the next read. A library's simulator answers no reads unless [`OmsSettings::on`] is set, the binary does. The
//! settings, with their defaults:
//! ```json
//! {
//!   "on": false,
//!   "user": null,
//!   "signIn": null,
//!   "latencyMs": 0,
//!   "failing": {},
//!   "oddities": [],
//!   "offsetSeconds": 0,
//!   "aheadSeconds": 0,
//!   "lagSeconds": 0,
//!   "settleSeconds": 0,
//!   "mostRows": 150,
//!   "figures": true
//! }
//! ```
//! | setting | values |
//! |---|---|
//! | `user` | `{"name":"a","password":"b","expired":false}`: all others, and an expired one, get 401 |
//! | `signIn` | `"redirect"` (302) or `"page"` (HTML) |
//! | `failing` | from an action, a project's id or `ListProjects 2` (a page) to `cmUnavailable`, `internal`, `detailed`, `forbidden`, `badGateway`, `truncated` or `hang` |
//! | `oddities` | `strings`, `capitals`, `capitalEnvelope`, `singles`, `missing`, `lean`, `noConfig`, `strays`, `successWithError` |
//! | `offsetSeconds` | how far the times of records are ahead of UTC: the server's zone |
//! | `aheadSeconds` | how far OMS's clock is ahead of CM's |
//! | `lagSeconds` | how long OMS shows a task as it was before a change |
//! | `settleSeconds` | how long after that it shows `STOPPING`, `STARTING` or `MIGRATING` |
//! | `mostRows` | the most rows of a page |
//! | `figures` | whether there are figures over time |
//!
//! Events are what happens without a call:
//! ```json
//! [
//!   { "kind": "migrate", "task": "<name>", "ip": "10.0.0.9" },
//!   { "kind": "set", "task": "<name>", "scope": "sink", "key": "workerNum", "value": "32" },
//!   { "kind": "state", "task": "<name>", "state": "abnormal" },
//!   { "kind": "fallBehind", "task": "<name>", "seconds": 400 },
//!   { "kind": "project", "project": "<id>", "status": "SUSPEND" }
//! ]
//! ```
//!
//! ## Faults
//! A fault, with every member that there is; all may be left out:
//! ```json
//! {
//!   "on": { "endpoint": "resume", "task": "<name>", "nth": 2 },
//!   "times": 3,
//!   "latencyMs": 500,
//!   "applied": true,
//!   "action": { "kind": "hang" }
//! }
//! ```
//! `endpoint` is one of `resume`, `stop`, `update`, `migrate`, `delete`; `times` is `"once"`, `"always"` or
//! a number; `applied` says whether the operation takes place whatever is answered. The actions:
//!
//! | action | answer |
//! |---|---|
//! | `{"kind":"answer"}` | the true one (with `latencyMs`: late) |
//! | `{"kind":"hang"}` | none, and the connection stays open |
//! | `{"kind":"cut","at":"beforeBody","how":"close"}` | the connection ends; `at` is also `beforeAnswer`, `duringAnswer`, `afterAnswer`, `how` is also `reset` |
//! | `{"kind":"respond","status":502,"headers":[["Content-Type","text/html"]],"body":"…"}` | this one |
//! | `{"kind":"truncate","missing":10}` | the true one without its last 10 bytes |
//! | `{"kind":"oversize","bytes":10000000,"valid":true}` | so many bytes, readable or not |
//! | `{"kind":"override","set":{"isSuccess":"true"},"remove":["errCode"]}` | the true one with other fields |
//! | `{"kind":"reject","status":200,"code":"CM-RESOAT000011","message":"…","detail":null,"retryable":true}` | a refusal |

mod checkpoint;
mod clock;
mod cm;
mod connections;
mod control;
mod delivery;
mod endpoint;
mod envelope;
mod event;
mod fault;
mod gate;
mod host;
mod http;
mod log;
mod name;
mod oms;
mod operation;
mod refusal;
pub mod sample;
mod script;
mod server;
mod state;
mod task;

pub use checkpoint::Position;
pub use clock::Clock;
pub use endpoint::Endpoint;
pub use event::HostEvent;
pub use fault::{Action, Ending, Fault, Matcher, Moment, Times};
pub use gate::Gate;
pub use log::{Log, Received, TooFew};
pub use name::Component;
pub use oms::{Oddity, OmsSettings, OmsUser, Project, ReadFailure, SignIn, Store};
pub use operation::Parameters;
pub use script::{ScriptError, read_script};
pub use server::{Config, Simulator};
pub use state::{Configuration, State};
pub use task::{DEFAULT_RETENTION, Task};
