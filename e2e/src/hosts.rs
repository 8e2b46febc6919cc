//! A second host on a stage, on the same origin under paths of its own.

use serde_json::{Value, json};
use simulator::{Simulator, Task};

use crate::driver::PATIENCE;
use crate::second_host::{SECOND_CONNECTOR, SECOND_OPENAPI};
use crate::{Call, Setup, Stage};

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
    /// Returns the second host, whose calls nobody counts.
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
