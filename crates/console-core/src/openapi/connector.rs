//! Connectors: the Incr-Syncs and Full-Imports of a project, with what they are configured to do.

use strum::{EnumString, IntoStaticStr};

use super::envelope::ErrorDetail;
use super::list::{Direction, OddEntryKind};
use super::tree::JsonTree;
use super::value::{AnswerFields, OmsWord, ServerTime};
use crate::domain::task_name::{Component, TaskName};
use crate::text::json;
use crate::time::EpochSeconds;

/// An Incr-Sync or Full-Import, as OMS sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Connector {
    /// Its name, by which CM operates it.
    pub name: TaskName,
    /// Which of the two it is, by the list that it stands in.
    pub component: Component,
    /// Which way it moves data.
    pub direction: Direction,
    /// The host that it runs on.
    pub ip: Option<String>,
    /// The region of the host.
    pub region: Option<String>,
    /// Its state.
    pub state: Option<OmsWord<ConnectorState>>,
    /// How far an Incr-Sync has come.
    pub checkpoint: Option<EpochSeconds>,
    /// When OMS took the checkpoint from it.
    pub sampled: Option<EpochSeconds>,
    /// How many seconds an Incr-Sync is behind. Negative where clocks differ.
    pub delay: Option<i64>,
    /// The records per second of an Incr-Sync.
    pub rate: Option<f64>,
    /// How much of a Full-Import is done, in percent.
    pub progress: Option<f64>,
    /// The subtopics that an Incr-Sync reads. Empty with LogProxy.
    pub subtopics: Vec<String>,
    /// Its configuration, where OMS tells it.
    pub config: Option<ConnectorConfig>,
    /// When it was created.
    pub created: Option<ServerTime>,
    /// When OMS changed its record last.
    pub modified: Option<ServerTime>,
    /// What OMS says is wrong.
    pub errors: Vec<ErrorDetail>,
}

/// A state that OMS documents for connectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "UPPERCASE", ascii_case_insensitive)]
pub enum ConnectorState {
    /// Running.
    Running,
    /// Stopped.
    Stopped,
    /// Abnormal.
    Exception,
    /// Completed.
    Finished,
}

/// A connector's configuration by scope: coordinator, condition, source, sink.
///
/// It is kept as text, since there may be thousands of which few are looked into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectorConfig {
    json: Box<str>,
}

/// A source that a connector gets its data from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreClient {
    /// The id that a checkpoint has the point under.
    pub id: Option<String>,
    /// The subtopic that it reads.
    pub subtopic: Option<String>,
    /// The address of the CM that it belongs to.
    pub cluster_manager: Option<String>,
}

impl Connector {
    pub(super) fn read(json: &str, component: Component, direction: Direction) -> Result<Self, OddEntryKind> {
        let fields = AnswerFields::read(json).ok_or(OddEntryKind::NotAnObject)?;
        let name = fields.text("name").and_then(|name| TaskName::exact(&name).ok());
        Ok(Self {
            name: name.ok_or(OddEntryKind::Nameless)?,
            component,
            direction,
            ip: fields.text("ip"),
            region: fields.text("region"),
            state: fields.word("status"),
            checkpoint: fields.utc("checkpoint"),
            sampled: fields.utc("checkpointSampleTimestamp"),
            delay: fields.integer("delay"),
            rate: fields.number("tps"),
            progress: fields.number("progress"),
            subtopics: fields.texts("subtopics"),
            config: fields.get("config").and_then(ConnectorConfig::read),
            created: fields.time("gmtCreate"),
            modified: fields.time("gmtModified").or_else(|| fields.time("gmtModify")),
            errors: ErrorDetail::read_list(&fields, "errorDetails"),
        })
    }

    /// Returns the keys that a checkpoint must have: the client ids, with LogProxy its client's, else the subtopics.
    pub fn checkpoint_keys(&self) -> Vec<String> {
        let config = self.config.as_ref();
        let clients = config.map(ConnectorConfig::clients).unwrap_or_default();
        let ids = clients.into_iter().filter_map(|client| client.id.or(client.subtopic));
        let mut keys: Vec<_> = ids.collect();
        if keys.is_empty() {
            let log_proxy = config.and_then(|config| config.get("source", "client.id"));
            keys.extend(log_proxy.as_ref().and_then(JsonTree::text).map(str::to_owned));
        }
        if keys.is_empty() {
            keys.extend(self.subtopics.iter().cloned());
        }
        keys
    }
}

impl ConnectorConfig {
    fn read(json: &str) -> Option<Self> {
        let json = if json.starts_with('"') { json::string(json) } else { json::compact(json) };
        json::members(&json)?;
        Some(Self { json: json.into() })
    }

    /// Returns each scope with its keys.
    pub fn scopes(&self) -> Vec<(String, JsonTree)> {
        match JsonTree::read(&self.json) {
            Some(JsonTree::Object(scopes)) => scopes,
            _ => Vec::new(),
        }
    }

    /// Returns the value of a key.
    pub fn get(&self, scope: &str, key: &str) -> Option<JsonTree> {
        let member = |json, name| json::members(json)?.into_iter().find(|(other, _)| other == name);
        let (_, scope) = member(&*self.json, scope)?;
        let (_, value) = member(scope, key)?;
        JsonTree::read(value)
    }

    /// Returns the clients of the source.
    pub fn clients(&self) -> Vec<StoreClient> {
        let clients = match self.get("source", "clients").map(unfolded) {
            Some(JsonTree::List(clients)) => clients,
            Some(client @ JsonTree::Object(_)) => vec![client],
            _ => Vec::new(),
        };
        let read = |client: &JsonTree| {
            let text = |name| client.get(name).and_then(JsonTree::text).filter(|text| !text.is_empty());
            StoreClient {
                id: text("clientId").map(str::to_owned),
                subtopic: text("subtopic").map(str::to_owned),
                cluster_manager: text("clusterManagerUrl").map(str::to_owned),
            }
        };
        clients.iter().map(read).collect()
    }
}

/// Returns the value that a string stands for when it is JSON, as CM keeps nested values.
pub(super) fn unfolded(tree: JsonTree) -> JsonTree {
    let inner = tree.text().filter(|text| text.starts_with(['{', '[']));
    inner.and_then(JsonTree::read).unwrap_or(tree)
}

/// Returns the logs of a connector on its host.
pub fn log_paths(task: &TaskName) -> Vec<String> {
    const LOGS: [&str; 10] = [
        "error",
        "connector",
        "trace",
        "msg/ddl_msg",
        "msg/sql_msg",
        "msg/metrics",
        "msg/connector_source_msg",
        "msg/connector_sink_msg",
        "msg/connector_filter_msg",
        "msg/manual_table",
    ];
    LOGS.iter().map(|log| format!("/home/ds/run/{task}/logs/{log}.log")).collect()
}
