//! What a gateway is started with.

use std::{
    collections::BTreeMap,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
    time::{Duration, SystemTime},
};

/// Settings of a gateway: what to serve, where, and to whom calls go.
#[derive(Clone)]
pub struct Config {
    /// The address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The directory with the built console.
    pub root: PathBuf,
    /// The path that the console is served under, `/` or for instance `/console/`.
    pub base_path: String,
    /// `host:port` of the connector manager; without one every call is answered with 502.
    pub upstream: Option<String>,
    /// `host:port` of the OMS whose OpenAPI is read; without one its path leads nowhere.
    pub oms: Option<String>,
    /// The hosts beside this one, each with paths of its own.
    pub further: Vec<FurtherHost>,
    /// How long to wait for the head of the host's answer before a 504.
    pub timeout: Duration,
    /// JSON texts that replace files of the directory, by their name: `tasks.json`.
    pub overrides: BTreeMap<String, Vec<u8>>,
    /// Whether [`CONTENT_SECURITY_POLICY`](crate::CONTENT_SECURITY_POLICY) is sent.
    pub csp: bool,
    /// The clock behind the `Date` of the files. A host's answers keep their own.
    pub now: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

/// A host beside the first, on the same origin.
#[derive(Clone, Debug)]
pub struct FurtherHost {
    /// The path of its connector manager, such as `/shanghai/connector/`.
    pub connector_path: String,
    /// The path of its OpenAPI, such as `/shanghai/api/v2`.
    pub openapi_path: String,
    /// `host:port` of its connector manager.
    pub upstream: Option<String>,
    /// `host:port` of its OMS.
    pub oms: Option<String>,
}

impl Config {
    /// Serves a directory at `/` on a free port of the loopback interface, with no host behind it.
    pub fn new(root: impl Into<PathBuf>) -> Config {
        Config {
            listen: (Ipv4Addr::LOCALHOST, 0).into(),
            root: root.into(),
            base_path: "/".to_owned(),
            upstream: None,
            oms: None,
            further: Vec::new(),
            // As long as the console can be told to wait.
            timeout: Duration::from_secs(3600),
            overrides: BTreeMap::new(),
            csp: true,
            now: Arc::new(SystemTime::now),
        }
    }
}
