//! The host: one task, and what calls make of it.

use std::collections::BTreeMap;

use console_core::domain::call::{Call, Endpoint};
use console_core::domain::run::RunId;

/// A run's step and its attempt, both counted from 0.
pub type AttemptKey = (RunId, usize, usize);

/// A call on its way to the host.
#[derive(Clone)]
pub struct Sent {
    pub attempt: AttemptKey,
    pub call: Call,
    /// A person was told that a second time is harmless.
    pub said_harmless: bool,
}

/// Returns the name of the task after so many migrations.
pub fn name(moved: u32) -> String {
    format!("10.0.0.5-9000:connector_v2:np_1-incr_trans-1-0:{moved:010}")
}

/// What became of the task.
#[derive(Clone, Debug, PartialEq)]
pub struct Host {
    /// The name that the task answers to, as long as it exists.
    pub name: Option<String>,
    pub running: bool,
    /// What an update set last.
    configured: Option<String>,
    /// What updates set and did not delete, by scope and key.
    pub config: BTreeMap<(String, String), String>,
    /// The checkpoint that was set and not started from.
    pub checkpoint: Option<String>,
    /// How often the task was set back to an earlier place or begun again, and how often moved.
    set_back: u32,
    moved: u32,
}

impl Host {
    pub fn new() -> Self {
        Self {
            name: Some(name(0)),
            running: true,
            configured: None,
            config: BTreeMap::new(),
            checkpoint: None,
            set_back: 0,
            moved: 0,
        }
    }

    /// Carries a call out. Returns false if it does not apply, and then nothing has changed.
    pub fn carry_out(&mut self, call: &Call) -> bool {
        let target = call.target();
        let task = target.split(['=', '&']).nth(1);
        if self.name.is_none() || self.name.as_deref() != task {
            return false;
        }
        match call.endpoint() {
            Endpoint::Stop => self.running = false,
            Endpoint::Resume => {
                self.set_back += u32::from(target.contains("Flag=true"));
                if target.contains("pullBackFlag=true") {
                    self.checkpoint = None;
                }
                self.running = true;
            }
            Endpoint::Update if self.running => return false,
            Endpoint::Update => {
                if target.contains("deleteParams=source.checkpoint") {
                    self.checkpoint = None;
                    self.config.remove(&("source".into(), "checkpoint".into()));
                }
                let body = call.body().unwrap_or_default();
                let json = serde_json::from_str(&body).unwrap_or(serde_json::Value::Null);
                if let Some(set) = json["source"]["checkpoint"].as_str() {
                    self.checkpoint = Some(set.to_owned());
                }
                for (scope, keys) in json.as_object().into_iter().flatten() {
                    for (key, value) in keys.as_object().into_iter().flatten() {
                        let value = value.as_str().unwrap_or_default().to_owned();
                        self.config.insert((scope.clone(), key.clone()), value);
                    }
                }
                self.configured = Some(format!("{target} {body}"));
            }
            Endpoint::Delete => self.name = None,
            Endpoint::Migrate => {
                self.moved += 1;
                self.running = false;
                self.name = Some(name(self.moved));
            }
        }
        true
    }
}
