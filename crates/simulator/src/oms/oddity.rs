//! What is odd about answers, as versions of OMS and gateways in front of it make them.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::component::error_detail;
use super::settings::Oddity;

/// The lists that get entries that are none.
const LISTS: [&str; 6] = [
    "storeList",
    "reverseStoreList",
    "fullVerifyComponents",
    "fullImportComponents",
    "incrSyncComponents",
    "reverseIncrSyncComponents",
];

/// What of a project's row is null in a lean answer.
const CONFIGURED: [&str; 6] = [
    "transferMapping",
    "commonTransferConfig",
    "structTransferConfig",
    "fullTransferConfig",
    "incrTransferConfig",
    "extraInfo",
];

/// Changes a successful envelope. A component's configuration keeps its keys and its lists.
pub(super) fn distort(envelope: &mut Value, oddities: &BTreeSet<Oddity>) {
    let Some(data) = envelope.get_mut("data") else { return };
    if oddities.contains(&Oddity::Strays) {
        add_strays(data);
    }
    if oddities.contains(&Oddity::Lean) {
        let rows = data.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut);
        for (_, value) in rows.flatten().filter(|(name, _)| CONFIGURED.contains(&name.as_str())) {
            *value = Value::Null;
        }
    }
    if oddities.contains(&Oddity::SuccessWithError) {
        let message = "The operation succeeded.";
        envelope["code"] = "0".into();
        envelope["message"] = message.into();
        envelope["errorDetail"] = error_detail("CM-RESOAT1111\n", message, "null");
    }
    distort_value(envelope, oddities, 0);
}

fn add_strays(data: &mut Value) {
    let stray = |list: &mut Vec<Value>| {
        list.insert(0, json!("stray"));
        list.insert(1, json!({ "status": "RUNNING" }));
        list.insert(2, Value::Null);
    };
    match data {
        Value::Array(rows) => stray(rows),
        Value::Object(lists) => {
            lists.iter_mut().filter(|(name, _)| LISTS.contains(&name.as_str())).for_each(|(_, list)| {
                list.as_array_mut().into_iter().for_each(stray);
            });
        }
        _ => {}
    }
}

fn distort_value(value: &mut Value, oddities: &BTreeSet<Oddity>, depth: usize) {
    match value {
        Value::Object(members) => {
            let capital = oddities.contains(&Oddity::Capitals)
                || (depth == 0 && oddities.contains(&Oddity::CapitalEnvelope));
            let mut distorted = Map::new();
            let mut left_out = None;
            for (name, mut member) in std::mem::take(members) {
                if name == "config" {
                    if !oddities.contains(&Oddity::NoConfig) {
                        distorted.insert(if capital { capitalised(&name) } else { name }, member);
                    }
                    continue;
                }
                distort_value(&mut member, oddities, depth + 1);
                let name = if capital { capitalised(&name) } else { name };
                if oddities.contains(&Oddity::Missing) && (member.is_null() || member == json!([])) {
                    left_out.get_or_insert(name);
                    continue;
                }
                distorted.insert(name, member);
            }
            // An answer without any of its lists tells of none.
            if let (1, true, Some(name)) = (depth, distorted.is_empty(), left_out) {
                distorted.insert(name, Value::Null);
            }
            if depth == 0 && oddities.contains(&Oddity::CapitalEnvelope) {
                distorted.insert("Code".into(), 200.into());
                distorted.insert("Cost".into(), 56.into());
                distorted.insert("Deletable".into(), false.into());
            }
            *members = distorted;
        }
        Value::Array(elements) => {
            elements.iter_mut().for_each(|element| distort_value(element, oddities, depth + 1));
            if let [one] = elements.as_mut_slice()
                && oddities.contains(&Oddity::Singles)
            {
                *value = one.take();
            }
        }
        Value::Number(_) | Value::Bool(_) if oddities.contains(&Oddity::Strings) => {
            *value = value.to_string().into();
        }
        _ => {}
    }
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
