//! What happens at a host without a call of the console: another tool's work, or OMS's own.

use std::net::IpAddr;

use serde::Deserialize;

use crate::cm::Cm;
use crate::oms::Oms;
use crate::state::State;

/// An event at the host.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", deny_unknown_fields)]
pub enum HostEvent {
    /// A task moves to another host, as OMS does by itself when one dies, and goes on as it was.
    Migrate {
        /// The task.
        task: String,
        /// The other host.
        #[serde(default)]
        ip: Option<IpAddr>,
    },
    /// A configuration value is set, or taken away.
    Set {
        /// The task.
        task: String,
        /// The value's scope.
        scope: String,
        /// Its key.
        key: String,
        /// The value.
        #[serde(default)]
        value: Option<String>,
    },
    /// A task changes its state.
    State {
        /// The task.
        task: String,
        /// The state; `deleted` has it vanish.
        state: State,
    },
    /// A running Incr-Sync falls behind, and stays so far behind.
    FallBehind {
        /// The task.
        task: String,
        /// How many seconds.
        seconds: i64,
    },
    /// A project changes its state.
    Project {
        /// The project's id.
        project: String,
        /// The state, as OMS writes it.
        status: String,
    },
}

impl HostEvent {
    /// Lets it happen. Returns the name or id that the task or project has afterwards, if there is one.
    pub(crate) fn happen(&self, cm: &mut Cm, oms: &mut Oms) -> Option<String> {
        match self {
            Self::Migrate { task, ip } => cm.relocate(task, *ip),
            Self::Set { task, scope, key, value } => cm.set_value(task, scope, key, value.as_deref()),
            Self::State { task, state } => cm.set_state(task, *state).then(|| task.clone()),
            Self::FallBehind { task, seconds } => cm.alter(task, |task| task.fall_behind(*seconds)),
            Self::Project { project, status } => {
                let changed = oms.project(cm, project)?.status(status);
                oms.add(changed);
                Some(project.clone())
            }
        }
    }
}
