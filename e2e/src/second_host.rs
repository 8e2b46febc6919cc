//! The second host of a stage, and how a gateway passes on to it.

use gateway::FurtherHost;
use simulator::{Clock, Config, OmsSettings, Simulator, Task};

/// The path of the second host's connector manager.
pub const SECOND_CONNECTOR: &str = "/second/connector/";
/// The path of the second host's OpenAPI.
pub const SECOND_OPENAPI: &str = "/second/api/v2";

/// Starts the second host.
pub(crate) fn start(tasks: Vec<Task>, clock: &Clock, oms: Option<&OmsSettings>) -> Simulator {
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
