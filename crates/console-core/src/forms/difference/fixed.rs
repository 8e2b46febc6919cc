//! What of a configuration must not change, as the OMS documentation says: the source's address, its subtopics and the
//! destination's address.

use super::part::{PartName, ValueStructure, parts};
use crate::domain::secret;
use crate::openapi::JsonTree;

/// The members of a client that say where it reads.
const OF_CLIENTS: [&str; 5] = ["clientId", "subtopic", "instance", "clusterManagerUrl", "url"];

/// Returns whether a key says where a task reads or writes, for one of the documented plug-ins.
pub fn is_fixed(scope: &str, key: &str) -> bool {
    const SOURCE: [&str; 9] = [
        "clients",
        "subtopics",
        "jdbcUrl",
        "kafkaAddr",
        "kafkaPort",
        "kafkaTopic",
        "logproxy.address",
        "oceanbase.cluster.url",
        "zkHost",
    ];
    const SINK: [&str; 4] = ["endpoint", "jdbcUrl", "nameSvrAddr", "servers"];
    match scope {
        "source" => SOURCE.contains(&key),
        "sink" => SINK.contains(&key),
        _ => false,
    }
}

/// Returns whether another value has the task read or write elsewhere. The parameters of an address, and what a
/// client signs in with, may change.
pub fn moves_task(scope: &str, key: &str, before: &JsonTree, after: Option<&JsonTree>) -> bool {
    is_fixed(scope, key) && after.is_none_or(|after| places_of(key, before) != places_of(key, after))
}

/// Returns whether a part of a value must stay as it is, by the names that lead to it. A mask in it is to be replaced.
pub fn is_fixed_part(scope: &str, key: &str, names: &[PartName], part: &JsonTree) -> bool {
    if !is_fixed(scope, key) || secret::mask_in_value(scope, key, &part.to_value()).is_some() {
        return false;
    }
    match names.last() {
        // What an address with parameters as a whole consists of is decided part by part.
        None => parts(part).0 == ValueStructure::Single,
        Some(PartName::Parameter(_)) => false,
        Some(PartName::Member(name)) if key == "clients" => OF_CLIENTS.contains(&name.as_str()),
        Some(_) => true,
    }
}

/// Returns where a task reads or writes by a value.
fn places_of(key: &str, value: &JsonTree) -> Vec<String> {
    let (make, found) = parts(value);
    match make {
        ValueStructure::Address => {
            found.first().map(|(_, address)| without_login(&address.to_value())).into_iter().collect()
        }
        ValueStructure::List if key == "clients" => {
            found.iter().map(|(_, client)| client_place(client)).collect()
        }
        ValueStructure::Object if key == "clients" => vec![client_place(value)],
        _ => vec![without_login(&value.to_value())],
    }
}

fn client_place(client: &JsonTree) -> String {
    let is_place = |name: &PartName| name.word().is_some_and(|name| OF_CLIENTS.contains(&name));
    let (_, members) = parts(client);
    let members = members.iter().filter(|(name, _)| is_place(name));
    members.map(|(name, value)| format!("{}={};", name.suffix(), without_login(&value.to_value()))).collect()
}

/// Returns an address without the text before the `@`, but for its scheme: a masked password is retyped there.
fn without_login(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((before, host)) => {
            let scheme: Vec<_> = before.split(':').take(2).map(|part| part.trim_matches('/')).collect();
            let scheme =
                if scheme.first() == Some(&"jdbc") { scheme.join(":") } else { scheme[0].to_owned() };
            format!("{scheme}@{host}")
        }
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moves(key: &str, before: &str, after: &str) -> bool {
        let read = |text: &str| JsonTree::read(text).unwrap_or_else(|| JsonTree::Text(text.to_owned()));
        let scope = if key == "clients" { "source" } else { "sink" };
        moves_task(scope, key, &read(before), Some(&read(after)))
    }

    #[test]
    fn an_address_stays_and_its_parameters_and_logins_may_change() {
        let url = "jdbc:mysql://10.0.0.1:2883/shop?socketTimeout=50000";
        assert!(!moves("jdbcUrl", url, "jdbc:mysql://10.0.0.1:2883/shop?socketTimeout=60000&a=b"));
        assert!(!moves("jdbcUrl", url, "jdbc:mysql://10.0.0.1:2883/shop"));
        assert!(moves("jdbcUrl", url, "jdbc:mysql://10.0.0.2:2883/shop?socketTimeout=50000"));
        assert!(!moves("jdbcUrl", "jdbc:mysql://a:******@h/d?x=1", "jdbc:mysql://a:hunter2@h/d?x=1"));
        assert!(moves("jdbcUrl", "jdbc:mysql://a:******@h/d?x=1", "jdbc:mysql://a:hunter2@g/d?x=1"));
        assert!(moves("servers", "10.0.0.1:9092", "10.0.0.2:9092"));
        assert!(!moves("workerNum", "1", "2"));
        let clients = r#"[{"clientId":"c","password":"******","username":"a"}]"#;
        assert!(!moves("clients", clients, r#"[{"clientId":"c","password":"real","username":"b"}]"#));
        assert!(moves("clients", clients, r#"[{"clientId":"d","password":"real"}]"#));
        assert!(moves("clients", clients, "[]"));
        assert!(moves_task("sink", "servers", &JsonTree::Text("a".into()), None), "deleted");
    }
}
