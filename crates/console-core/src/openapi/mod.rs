//! Reads of the OMS OpenAPI: the requests, their answers, and the order in which a pass sends them.
//!
//! Every answer is read tolerantly, since types and the case of keys differ between versions. Nothing here sends
//! anything or knows the time.

mod component;
mod connector;
mod detail;
mod entries;
mod envelope;
mod inquiry;
mod lag;
mod lease;
mod list;
mod looks;
mod news;
mod offset;
mod pass;
mod project;
mod request;
#[cfg(test)]
mod samples;
mod seen;
mod store;
mod tree;
mod value;

pub use component::{Components, Verification};
pub use connector::{Connector, ConnectorConfig, ConnectorState, StoreClient, log_paths};
pub use detail::{MetricPoint, ProjectProgress, ProjectStep, StepState, read_metric};
pub use entries::ConfigEntry;
pub use envelope::{ErrorDetail, OmsAnswer, ReadError, ReadRefusal};
pub use inquiry::{Finding, Inquiry, Observation};
pub use lag::{Lag, lag, stores_of};
pub use lease::{Lease, SAY_AGAIN};
pub use list::{ComponentList, Direction, OddEntry, OddEntryKind};
pub use looks::{LookReason, Looks};
pub use news::LiveNews;
pub use offset::server_offset;
pub use pass::{NextRead, Pass, PassEnd, PassProgress, PassSettings, ReadFailure, retry_pause};
pub use project::{Importance, PageReader, Project, ProjectKind, ProjectLabel, ProjectPage, ProjectState};
pub use request::{AUTHORIZATION, Metric, ReadAction, ReadRequest, basic_authorization};
pub use seen::{seen_of_project, seen_tasks};
pub use store::Store;
pub use tree::JsonTree;
pub use value::{OmsWord, ServerTime};
