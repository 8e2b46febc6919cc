//! The configuration keys that OMS documents: what each one is for, its type, its default, and what helps
//! when it is tuned. The facts are in `static/config-keys.json`, loaded with the first Update form.
//!
//! The documentation is not complete, and others than it know keys: nothing is refused because of it. What
//! it does not know is marked, and so is a value that does not fit the documented type.

use serde_json::Value;
use serde_json::value::RawValue;

use crate::domain::task_name::Component;

/// All documented keys, in the order of the documentation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    keys: Vec<DocumentedKey>,
}

/// A description that the catalogue has of a key. The same key may stand there once for each of several plug-ins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentedKey {
    /// The scope.
    pub scope: String,
    /// The key in it.
    pub key: String,
    /// The plug-in that reads it, such as `kafka`; nothing if all do.
    pub plugin: Option<String>,
    /// The component that reads it; nothing if both do.
    pub component: Option<Component>,
    /// The type of its values.
    pub kind: ValueKind,
    /// The values that are documented, where they are.
    pub values: Vec<String>,
    /// The unit of a number, such as `ms` or `threads`.
    pub unit: Option<String>,
    /// The default as the documentation writes it, which may be a remark instead of a value.
    pub default: Option<String>,
    /// The first version of OMS that has it.
    pub since: Option<String>,
    /// Whether a task must have it.
    pub required: bool,
    /// What it is for.
    pub meaning: String,
    /// When and how to change it.
    pub advice: Option<String>,
}

/// A type that the documentation gives to a value; over the API all of them are written as strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// Any text.
    Text,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// One of several words.
    Enumeration,
    /// JSON, written into the string.
    Json,
}

/// A misfit that a value has with its documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// A whole number, in this unit if one is documented.
    Integer {
        /// The unit.
        unit: Option<String>,
    },
    /// `true` or `false`.
    Boolean,
    /// One of these words, capitals as written.
    OneOf(Vec<String>),
    /// JSON.
    Json,
}

/// An error that says a text is no catalogue: a damaged download, or another file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoCatalogue;

impl Catalogue {
    /// Reads `config-keys.json`.
    pub fn read(text: &str) -> Result<Self, NoCatalogue> {
        let document: Value = serde_json::from_str(text).map_err(|_| NoCatalogue)?;
        let listed = document.get("keys").and_then(Value::as_array).ok_or(NoCatalogue)?;
        let mut keys = Vec::with_capacity(listed.len());
        for key in listed {
            keys.push(DocumentedKey::read(key).ok_or(NoCatalogue)?);
        }
        Ok(Self { keys })
    }

    /// Returns the scopes, each once.
    pub fn scopes(&self) -> Vec<&str> {
        distinct(self.keys.iter().map(|key| key.scope.as_str()))
    }

    /// Returns the plug-ins with keys of their own in a scope, each once.
    pub fn plugins(&self, scope: &str) -> Vec<&str> {
        let keys = self.keys.iter().filter(|key| key.scope == scope);
        distinct(keys.filter_map(|key| key.plugin.as_deref()))
    }

    /// Returns the keys of a scope that may concern a task of this component and plug-in, as far as these are
    /// known.
    pub fn keys<'a>(
        &'a self,
        scope: &'a str,
        component: Option<Component>,
        plugin: Option<&'a str>,
    ) -> impl Iterator<Item = &'a DocumentedKey> {
        self.keys.iter().filter(move |key| {
            key.scope == scope
                && (component.is_none() || key.component.is_none() || key.component == component)
                && (plugin.is_none() || key.plugin.is_none() || key.plugin.as_deref() == plugin)
        })
    }

    /// Returns what is documented of a key: an entry for each plug-in that reads it in a way of its own.
    pub fn documented<'a>(&'a self, scope: &'a str, key: &'a str) -> impl Iterator<Item = &'a DocumentedKey> {
        self.keys.iter().filter(move |known| known.scope == scope && known.key == key)
    }

    /// Returns whether the scope is documented.
    pub fn knows_scope(&self, scope: &str) -> bool {
        self.keys.iter().any(|key| key.scope == scope)
    }

    /// Returns whether the key is documented.
    pub fn knows(&self, scope: &str, key: &str) -> bool {
        self.documented(scope, key).next().is_some()
    }

    /// Returns what a value should be by its documentation and is not. A value fits if it does for one of the
    /// plug-ins that read the key; what is not documented fits.
    pub fn fit(&self, scope: &str, key: &str, value: &str) -> Option<Misfit> {
        let mut first = None;
        for known in self.documented(scope, key) {
            let misfit = known.misfit(value)?;
            first.get_or_insert(misfit);
        }
        first
    }
}

impl DocumentedKey {
    fn read(key: &Value) -> Option<Self> {
        let text = |name: &str| key.get(name).and_then(Value::as_str);
        let owned = |name: &str| text(name).map(str::to_owned);
        let values = key.get("values").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        Some(Self {
            scope: owned("scope")?,
            key: owned("key")?,
            plugin: owned("plugin"),
            component: match text("component") {
                None => None,
                Some("incr-sync") => Some(Component::IncrSync),
                Some("full-import") => Some(Component::FullImport),
                Some(_) => return None,
            },
            kind: match text("type") {
                None => ValueKind::Text,
                Some("integer") => ValueKind::Integer,
                Some("boolean") => ValueKind::Boolean,
                Some("enum") => ValueKind::Enumeration,
                Some("json") => ValueKind::Json,
                Some(_) => return None,
            },
            values: values.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            unit: owned("unit"),
            default: owned("default"),
            since: owned("since"),
            required: key.get("required").and_then(Value::as_bool).unwrap_or(false),
            meaning: owned("meaning")?,
            advice: owned("advice"),
        })
    }

    /// Returns what a value should be and is not. The documented default always fits.
    fn misfit(&self, value: &str) -> Option<Misfit> {
        if self.default.as_deref() == Some(value) {
            return None;
        }
        let (fits, misfit) = match self.kind {
            ValueKind::Text => return None,
            ValueKind::Integer => (self.is_integer(value), Misfit::Integer { unit: self.unit.clone() }),
            ValueKind::Boolean => {
                let fits = ["true", "false"].iter().any(|word| value.eq_ignore_ascii_case(word));
                (fits, Misfit::Boolean)
            }
            ValueKind::Enumeration => {
                let fits = self.values.is_empty() || self.values.iter().any(|known| known == value);
                (fits, Misfit::OneOf(self.values.clone()))
            }
            ValueKind::Json => (serde_json::from_str::<&RawValue>(value).is_ok(), Misfit::Json),
        };
        (!fits).then_some(misfit)
    }

    /// Returns whether a value is a whole number. Where the documentation writes the default with its unit, as in
    /// `16M`, a value may have one as well: what the host makes of it is not documented.
    fn is_integer(&self, value: &str) -> bool {
        let digits = value.strip_prefix(['-', '+']).unwrap_or(value);
        let unit = digits.trim_start_matches(|c: char| c.is_ascii_digit());
        let has_unit = |default: &str| {
            default.starts_with(|c: char| c.is_ascii_digit())
                && default.ends_with(|c: char| c.is_ascii_alphabetic())
                && default.len() <= "10000 ms".len()
        };
        let may_have_unit = self.default.as_deref().is_some_and(has_unit);
        let is_unit = |unit: &str| unit.len() <= 3 && unit.bytes().all(|byte| byte.is_ascii_alphabetic());
        unit.len() < digits.len() && (unit.is_empty() || may_have_unit && is_unit(unit.trim_start()))
    }
}

fn distinct<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut found = Vec::new();
    for text in texts {
        if !found.contains(&text) {
            found.push(text);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::secret;

    const FILE: &str = include_str!("../../../../static/config-keys.json");

    fn catalogue() -> Catalogue {
        Catalogue::read(FILE).unwrap()
    }

    #[test]
    fn the_file_has_the_documented_keys() {
        let catalogue = catalogue();
        assert_eq!(catalogue.scopes(), ["coordinator", "condition", "source", "sink"]);
        assert_eq!(catalogue.keys.len(), 205);
        let plugins = catalogue.plugins("sink");
        assert!(plugins.contains(&"kafka") && plugins.contains(&"jdbc"), "{plugins:?}");
        assert!(catalogue.knows("source", "logproxy.address") || catalogue.knows("source", "checkpoint"));
        assert!(!catalogue.knows("source", "maxRecordCapacity") && !catalogue.knows_scope("Source"));
        let capacity = catalogue.documented("coordinator", "maxRecordCapacity").next().unwrap();
        assert_eq!((capacity.kind, capacity.default.as_deref()), (ValueKind::Integer, Some("16384")));
        assert!(capacity.advice.is_some() && !capacity.required);
    }

    #[test]
    fn what_is_no_catalogue_is_refused() {
        for text in [
            "",
            "[]",
            "{}",
            r#"{"keys":[{}]}"#,
            r#"{"keys":[{"scope":"a","key":"b","meaning":"","type":"?"}]}"#,
        ] {
            assert_eq!(Catalogue::read(text), Err(NoCatalogue), "{text}");
        }
    }

    #[test]
    fn keys_are_those_of_the_component_and_the_plugin() {
        let catalogue = catalogue();
        let keys = |component, plugin| -> Vec<_> {
            catalogue.keys("sink", component, plugin).map(|key| key.key.as_str()).collect()
        };
        let kafka = keys(None, Some("kafka"));
        assert!(kafka.contains(&"saslConfig") && !kafka.contains(&"sysPassword"), "{kafka:?}");
        assert!(keys(None, Some("jdbc")).contains(&"sysPassword"));
        assert!(keys(None, None).len() > kafka.len());
        let full: Vec<_> = catalogue.keys("source", Some(Component::FullImport), None).collect();
        assert!(full.iter().any(|key| key.key == "sliceWorkerNum"));
        assert!(full.iter().all(|key| key.component != Some(Component::IncrSync)));
    }

    #[test]
    fn a_value_that_does_not_fit_is_pointed_out() {
        let catalogue = catalogue();
        let fit = |scope, key, value| catalogue.fit(scope, key, value);
        let threads = Some(Misfit::Integer { unit: Some("threads".into()) });
        assert_eq!(fit("sink", "workerNum", "8"), None);
        for wrong in ["eight", "", " 8", "8.0", "8 threads", "8k", "-", "٣"] {
            assert_eq!(fit("sink", "workerNum", wrong), threads, "{wrong}");
        }
        assert_eq!(fit("sink", "lingerMs", "100 ms"), None);
        assert_eq!(fit("sink", "lingerMs", "50ms"), None, "the documentation writes the unit, too");
        assert_eq!(fit("coordinator", "throttleRps", "none"), None, "the documented default");
        assert_eq!(fit("coordinator", "filterComment", "yes"), Some(Misfit::Boolean));
        assert_eq!(fit("coordinator", "filterComment", "True"), None);
        let words = Some(Misfit::OneOf(vec!["BLOB".into(), "TUPLE".into()]));
        assert_eq!(fit("sink", "protocol", "blob"), words);
        assert_eq!(fit("sink", "partitionMode", "ONE"), None, "one of the plug-ins has it");
        assert_eq!(fit("source", "checkpoint", "{\"t\":\"1\"}"), None);
        assert_eq!(fit("source", "checkpoint", "{t:1}"), Some(Misfit::Json));
        assert_eq!(fit("source", "dbType", "anything"), None, "no list of words is documented");
        assert_eq!(fit("nowhere", "nothing", "anything"), None);
    }

    #[test]
    fn every_documented_default_that_is_a_value_fits() {
        let catalogue = catalogue();
        for key in &catalogue.keys {
            if let Some(default) = &key.default {
                assert_eq!(catalogue.fit(&key.scope, &key.key, default), None, "{key:?}");
            }
        }
    }

    #[test]
    fn the_documented_secrets_are_known_as_such() {
        let catalogue = catalogue();
        let secrets: Vec<_> = distinct(
            catalogue.keys.iter().map(|key| key.key.as_str()).filter(|key| secret::is_secret_name(key)),
        );
        assert_eq!(
            secrets,
            ["clients", "password", "sysPassword", "saslConfig", "accessId", "accessKey", "secretKey"]
        );
    }
}
