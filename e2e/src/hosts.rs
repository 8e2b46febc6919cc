//! A second host on a stage, on the same origin under paths of its own.

use gateway::FurtherHost;
use simulator::{Clock, Config, OmsSettings, Simulator, Task};

use crate::{Setup, Stage};

/// The path of the second host's connector manager.
pub const SECOND_CONNECTOR: &str = "/second/connector/";
/// The path of the second host's OpenAPI.
pub const SECOND_OPENAPI: &str = "/second/api/v2";

impl Setup {
    /// There is a second host with these tasks, which no list has. Its OMS is like the first one's.
    #[must_use]
    pub fn second_host(mut self, tasks: impl IntoIterator<Item = Task>) -> Self {
        self.second = Some(tasks.into_iter().collect());
        self
    }
}

impl Stage {
    /// The second host, whose calls nobody counts.
    ///
    /// # Panics
    /// When the stage was set without one.
    pub fn second(&self) -> &Simulator {
        self.second.as_ref().unwrap_or_else(|| panic!("the stage was set without a second host"))
    }
}

/// Starts the second host.
pub(crate) fn second(tasks: Vec<Task>, clock: &Clock, oms: Option<&OmsSettings>) -> Simulator {
    let (clock, oms) = (clock.clone(), oms.cloned().unwrap_or_default());
    let second = Simulator::start(Config { tasks, clock, oms, ..Config::default() });
    second.unwrap_or_else(|error| panic!("the second host does not start: {error}"))
}

/// Returns how a gateway passes on to the second host.
pub(crate) fn beside(second: &Simulator, has_oms: bool) -> FurtherHost {
    let address = second.addr().to_string();
    FurtherHost {
        connector_path: SECOND_CONNECTOR.to_owned(),
        openapi_path: SECOND_OPENAPI.to_owned(),
        upstream: Some(address.clone()),
        oms: has_oms.then_some(address),
    }
}
