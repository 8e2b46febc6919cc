//! Calls: the single HTTP requests of the Connector API, byte for byte as they are shown and sent.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::domain::config_map::ConfigMap;
use crate::domain::connector_path::ConnectorPath;
use crate::domain::secret::{self, WITHHELD};
use crate::domain::task_name::TaskName;
use crate::text::percent;

/// An endpoint that the API has. All take `POST`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Endpoint {
    /// Start a connector.
    Resume,
    /// Stop a connector.
    Stop,
    /// Update a connector.
    Update,
    /// Migrate a connector.
    Migrate,
    /// Delete a connector.
    Delete,
}

impl Endpoint {
    /// Returns the last part of its path.
    pub(crate) fn word(self) -> &'static str {
        self.into()
    }
}

/// The header that a gateway demands before it lets a call through, so that no page of another origin
/// can send one: such a page cannot add it without being asked for permission first.
pub const GUARD_HEADER: (&str, &str) = ("X-Requested-With", "connector-console");

/// The header of a call that has a body (API page: Update a connector).
pub const JSON_HEADER: (&str, &str) = ("Content-Type", "application/json");

/// One HTTP request of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    endpoint: Endpoint,
    target: String,
    body: Option<ConfigMap>,
}

impl Call {
    /// The method of every call.
    pub const METHOD: &str = "POST";

    /// Returns a call about a task, yet without other parameters, at the manager's own path.
    pub fn new(endpoint: Endpoint, task: &TaskName) -> Self {
        let mut target = format!("{}?taskName=", ConnectorPath::default().of(endpoint.word()));
        percent::push_encoded(&mut target, task.as_str());
        Self { endpoint, target, body: None }
    }

    /// Adds a query parameter. Names are the API's own and need no escaping.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.target.push('&');
        self.target.push_str(name);
        self.target.push('=');
        percent::push_encoded(&mut self.target, value);
        self
    }

    /// Gives the call a body, unless there is nothing in it.
    #[must_use]
    pub fn with_body(mut self, body: ConfigMap) -> Self {
        self.body = (!body.is_empty()).then_some(body);
        self
    }

    /// Returns the same call to a manager that is at this path.
    #[must_use]
    pub fn at(mut self, path: &ConnectorPath) -> Self {
        let query = self.target.find('?').map_or("", |begin| &self.target[begin..]);
        self.target = format!("{}{query}", path.of(self.endpoint.word()));
        self
    }

    /// Returns whether it goes to a manager that is at this path.
    pub fn is_at(&self, path: &ConnectorPath) -> bool {
        ConnectorPath::of_target(self.endpoint.word(), &self.target).as_ref() == Some(path)
    }

    /// Returns the endpoint.
    pub fn endpoint(&self) -> Endpoint {
        self.endpoint
    }

    /// Path and query, as sent.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// Returns the body, as sent.
    pub fn body(&self) -> Option<String> {
        self.body.as_ref().map(ConfigMap::to_json)
    }

    /// Returns the headers that the call carries, besides the browser's own.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.body.iter().map(|_| JSON_HEADER).chain([GUARD_HEADER])
    }

    /// Returns whether the body holds a secret.
    pub fn has_secrets(&self) -> bool {
        self.body.as_ref().is_some_and(ConfigMap::has_secrets)
    }

    /// Returns the values of its body that are secrets.
    pub fn secrets(&self) -> Vec<&str> {
        let values = self.body.iter().flat_map(ConfigMap::values);
        let secrets = values.filter(|(scope, key, value)| secret::holds_secret(scope, key, value));
        secrets.map(|(_, _, value)| value).collect()
    }

    /// Returns the body as it may be shown, with each secret replaced. A text, so that it cannot be sent.
    pub fn body_without_secrets(&self, instead: &str) -> Option<String> {
        self.body.as_ref().map(|body| body.to_json_without_secrets(instead))
    }

    /// Returns what may be written down of the call.
    pub fn record(&self) -> CallRecord {
        CallRecord {
            endpoint: self.endpoint,
            target: self.target.clone(),
            body: self.body_without_secrets(WITHHELD),
            withheld: self.has_secrets(),
        }
    }
}

/// A call as the journal and the history keep it: without secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRecord {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// Path and query, as sent.
    pub target: String,
    /// The body, as sent but for secrets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Whether a secret was left out: such a record cannot be sent again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
}

impl CallRecord {
    /// Returns whether its query has a parameter with this value, such as `pullBackFlag=true`.
    pub fn has_flag(&self, parameter: &str) -> bool {
        self.target.split('&').skip(1).any(|other| other == parameter)
    }

    /// Returns the record without what it should not have in it: a version that knew fewer secrets may have written it.
    #[must_use]
    pub fn withholding(mut self) -> Self {
        let Some(text) = &self.body else { return self };
        let without = match ConfigMap::from_json(text) {
            Ok(map) => map.has_secrets().then(|| {
                let json = map.to_json_without_secrets(WITHHELD);
                // The name of a scope may make a secret of all that is in it.
                redacted(&json).unwrap_or(json)
            }),
            Err(_) => redacted(text),
        };
        self.withheld |= without.is_some();
        self.body = without.or(self.body);
        self
    }

    /// Returns the call again, to be repeated after a reload. Nothing if a secret was left out, or if the
    /// record is not one that this console wrote.
    pub fn to_call(&self) -> Option<Call> {
        let ours = ConnectorPath::of_target(self.endpoint.word(), &self.target).is_some()
            && self.target.split_once('?').is_some_and(|(_, query)| query.starts_with("taskName="));
        if self.withheld || !ours {
            return None;
        }
        let body = match &self.body {
            None => None,
            Some(text) => Some(ConfigMap::from_json(text).ok()?),
        };
        Some(Call { endpoint: self.endpoint, target: self.target.clone(), body })
    }
}

/// How often a text is looked through for secrets before nothing of it is kept.
const MOST_ROUNDS: usize = 8;

/// Returns the text without secrets, where it has some. What is left may be one by a name around it that told nothing
/// before.
fn redacted(text: &str) -> Option<String> {
    let mut without = None::<String>;
    for _ in 0..MOST_ROUNDS {
        match secret::redacted(without.as_deref().unwrap_or(text), WITHHELD) {
            Cow::Owned(next) if without.as_ref() != Some(&next) => without = Some(next),
            _ => return without,
        }
    }
    Some(WITHHELD.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn call(name: &str) -> Call {
        Call::new(Endpoint::Stop, &TaskName::parse(name).unwrap())
    }

    #[test]
    fn a_name_of_the_api_page_stays_as_the_page_writes_it() {
        assert_eq!(
            call("xxx.xxx.xxx.xxx-9000:connector_v2:p_493po****-incr_trans-1-0:0000000001").target(),
            "/connector/task/v2/stop?taskName=xxx.xxx.xxx.xxx-9000:connector_v2:p_493po****-incr_trans-1-0:0000000001"
        );
    }

    #[test]
    fn what_has_a_meaning_in_a_url_is_escaped() {
        assert_eq!(
            call("a&b=c#d e+f/g%2F?\"'<>任").target(),
            "/connector/task/v2/stop?taskName=a%26b%3Dc%23d%20e%2Bf%2Fg%252F%3F%22%27%3C%3E%E4%BB%BB"
        );
    }

    #[test]
    fn an_empty_map_is_no_body() {
        let call = call("a").with_body(ConfigMap::default());
        assert_eq!(call.body(), None);
        assert_eq!(call.headers().collect::<Vec<_>>(), [GUARD_HEADER]);
    }

    #[test]
    fn a_record_leaves_secrets_out_and_cannot_be_sent() {
        let secret = call("a").with_body(ConfigMap::of("sink", "password", "p4ss".into()));
        let record = secret.record();
        assert!(!format!("{record:?}").contains("p4ss"));
        assert_eq!(record.to_call(), None);
        let plain = call("a").with_body(ConfigMap::of("sink", "workerNum", "8".into()));
        assert_eq!(plain.record().to_call(), Some(plain));
    }

    #[test]
    fn a_body_that_is_no_configuration_is_withheld_to_the_end() {
        let mut record = call("a").record();
        for body in [
            "{\n  \"spwd\": {\n    \"password\": \"p4ss\"\n  }\n}",
            "{\"pwd\":{\"pwd\":{\"pwd\":[\"p4ss\"]}}}",
            "password: p4ss",
        ] {
            record.body = Some(body.into());
            let once = record.clone().withholding();
            assert!(!format!("{once:?}").contains("p4ss"), "{once:?}");
            assert_eq!(once.clone().withholding(), once);
        }
    }

    #[test]
    fn a_record_that_names_another_place_cannot_be_sent() {
        let mut record = call("a").record();
        for target in [
            "//elsewhere.example/connector/task/v2/stop?taskName=a",
            "http://elsewhere.example/connector/task/v2/stop?taskName=a",
            "/connector/task/v2/delete?taskName=a",
            "/connector/task/v2/stop?x=1&taskName=a",
        ] {
            record.target = target.into();
            assert_eq!(record.to_call(), None, "{target}");
        }
    }

    #[test]
    fn a_call_goes_to_the_path_of_its_host_also_after_a_reload() {
        let shanghai = ConnectorPath::parse("/shanghai/connector/").unwrap();
        let there = call("a?b").at(&shanghai);
        assert_eq!(there.target(), "/shanghai/connector/task/v2/stop?taskName=a%3Fb");
        assert!(there.is_at(&shanghai) && !there.is_at(&ConnectorPath::default()));
        assert_eq!(there.record().to_call(), Some(there.clone()));
        assert_eq!(there.at(&ConnectorPath::default()), call("a?b"));
    }

    proptest! {
        #[test]
        fn any_name_comes_out_of_the_query_as_it_went_in(text in any::<String>()) {
            if let Ok(name) = TaskName::parse(&text) {
                let call = Call::new(Endpoint::Stop, &name);
                let value = call.target().split_once("?taskName=").unwrap().1;
                prop_assert!(value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~:,*%".contains(&b)));
                prop_assert_eq!(percent::decode(value), name.as_str());
            }
        }
    }
}
