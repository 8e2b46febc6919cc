//! A connector's configuration as a list of single values, to be looked through.

use super::connector::{ConnectorConfig, unfolded};
use super::tree::JsonTree;
use crate::domain::secret;

/// A single value of a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigEntry {
    /// The scope: coordinator, condition, source or sink.
    pub scope: String,
    /// Where it is within the scope, such as `clients[0].subtopic`.
    pub path: String,
    /// The value, unless it is secret.
    pub value: Option<String>,
}

impl ConfigEntry {
    /// Returns whether its place or its value has all words of a text.
    pub fn holds(&self, words: &str) -> bool {
        let place = format!("{}.{}", self.scope, self.path).to_lowercase();
        let value = self.value.as_deref().unwrap_or_default().to_lowercase();
        words.to_lowercase().split_whitespace().all(|word| place.contains(word) || value.contains(word))
    }
}

impl ConnectorConfig {
    /// Returns every single value, in the order of the configuration. Values that are JSON in a string are unfolded.
    pub fn entries(&self) -> Vec<ConfigEntry> {
        let mut entries = Vec::new();
        for (scope, keys) in self.scopes() {
            match unfolded(keys) {
                JsonTree::Object(keys) => {
                    for (key, value) in keys {
                        add(&mut entries, &scope, key, value);
                    }
                }
                other => add(&mut entries, &scope, String::new(), other),
            }
        }
        entries
    }
}

fn add(entries: &mut Vec<ConfigEntry>, scope: &str, path: String, value: JsonTree) {
    match unfolded(value) {
        JsonTree::Object(members) if !members.is_empty() => {
            for (name, value) in members {
                add(entries, scope, format!("{path}.{name}"), value);
            }
        }
        JsonTree::List(elements) if !elements.is_empty() => {
            for (place, value) in elements.into_iter().enumerate() {
                add(entries, scope, format!("{path}[{place}]"), value);
            }
        }
        value => {
            let text = value.to_value();
            let key = path.rsplit(['.', ']']).next().filter(|key| !key.is_empty()).unwrap_or(&path);
            let is_secret = secret::holds_secret(scope, key, &text);
            entries.push(ConfigEntry { scope: scope.to_owned(), path, value: (!is_secret).then_some(text) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openapi::component::Components;
    use crate::openapi::samples;

    fn entries(config: &str) -> Vec<ConfigEntry> {
        let body = format!(
            r#"{{"success":true,"data":{{"incrSyncComponents":[{{"name":"a","config":{config}}}]}}}}"#
        );
        let components = samples::read(&body, |answer| Components::read(answer).unwrap());
        components.connectors[0].config.as_ref().map(ConnectorConfig::entries).unwrap_or_default()
    }

    fn places(entries: &[ConfigEntry]) -> Vec<String> {
        let value = |entry: &ConfigEntry| entry.value.clone().unwrap_or_else(|| "hidden".into());
        entries.iter().map(|entry| format!("{}.{}={}", entry.scope, entry.path, value(entry))).collect()
    }

    #[test]
    fn nested_values_are_taken_apart_and_secrets_hidden() {
        let found = entries(
            r#"{"source":{"clients":[{"clientId":"c","password":"p"}],"a":"{\"b\":[1,true]}","e":[]},
                "sink":{"jdbcUrl":"jdbc:x://h?password=hunter2","n":2.50,"x":null},"odd":7}"#,
        );
        assert_eq!(
            places(&found),
            [
                "source.clients[0].clientId=c",
                "source.clients[0].password=hidden",
                "source.a.b[0]=1",
                "source.a.b[1]=true",
                "source.e=[]",
                "sink.jdbcUrl=hidden",
                "sink.n=2.50",
                "sink.x=null",
                "odd.=7",
            ]
        );
        assert!(found[0].holds("SOURCE clientid") && found[0].holds("c") && !found[0].holds("sink"));
        assert!(!found[1].holds("hunter2"));
    }

    #[test]
    fn the_samples_show_no_secret() {
        for sample in [samples::MYSQL_TO_OB, samples::OBCE_REVERSE, samples::ORACLE_TO_OB] {
            let components = samples::read(sample, |answer| Components::read(answer).unwrap());
            for config in components.connectors.iter().filter_map(|connector| connector.config.as_ref()) {
                let entries = config.entries();
                assert!(!entries.is_empty());
                let shows = |entry: &&ConfigEntry| entry.path.to_lowercase().ends_with("password");
                assert!(entries.iter().filter(shows).all(|entry| entry.value.is_none()));
            }
        }
    }
}
