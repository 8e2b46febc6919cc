//! A second host on a stage, on the same origin under paths of its own.

use gateway::FurtherHost;
use serde_json::{Value, json};
use simulator::{Clock, Config, OmsSettings, Simulator, Task};

use crate::stage::PATIENCE;
use crate::{Call, Setup, Stage};

/// The path of the second host's connector manager.
pub const SECOND_CONNECTOR: &str = "/second/connector/";
/// The path of the second host's OpenAPI.
pub const SECOND_OPENAPI: &str = "/second/api/v2";

/// Returns a deployment's settings for two hosts of these names: the second one has the paths of a stage's second host.
pub fn two_hosts(first: &str, second: &str) -> Value {
    json!({ "hosts": [
        { "name": first, "colour": "red" },
        {
            "name": second,
            "colour": "blue",
            "connector": SECOND_CONNECTOR,
            "openApi": { "path": SECOND_OPENAPI },
        },
    ] })
}

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

    /// Waits until the second host has received these calls since the beginning, and no others.
    ///
    /// # Panics
    /// When it is others, or fewer.
    #[track_caller]
    pub fn expect_second_received(&self, expected: &[Call]) {
        let received = self.second().log().wait_for(expected.len(), PATIENCE);
        let received = received.unwrap_or_else(|too_few| panic!("{too_few}"));
        assert_eq!(received.iter().map(Call::of).collect::<Vec<_>>(), expected);
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
