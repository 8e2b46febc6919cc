//! The faults that are waiting for their requests.

use std::fmt;
use std::sync::Mutex;

use crate::endpoint::Endpoint;
use crate::fault::{Fault, Times};
use crate::gate::lock;

/// A list of faults, each with a count of the requests that it has seen.
#[derive(Debug, Default)]
pub(crate) struct Script {
    entries: Mutex<Vec<Entry>>,
}

#[derive(Debug)]
struct Entry {
    fault: Fault,
    /// How many requests matched endpoint and task, whichever fault they were then given.
    seen: u32,
    /// How many of them got this fault.
    given: u32,
}

impl Script {
    pub(crate) fn add(&self, fault: Fault) {
        lock(&self.entries).push(Entry { fault, seen: 0, given: 0 });
    }

    /// Forgets all faults and opens their gates: what is cleared holds nothing back.
    pub(crate) fn clear(&self) {
        for entry in lock(&self.entries).drain(..) {
            if let Some(gate) = entry.fault.hold {
                gate.release();
            }
        }
    }

    /// Returns the fault that a request gets.
    pub(crate) fn take(&self, endpoint: Endpoint, task: Option<&str>) -> Option<Fault> {
        let mut taken = None;
        for entry in lock(&self.entries).iter_mut() {
            let on = &entry.fault.on;
            if on.endpoint.is_some_and(|only| only != endpoint)
                || on.task.as_deref().is_some_and(|only| Some(only) != task)
            {
                continue;
            }
            entry.seen = entry.seen.saturating_add(1);
            let left = match entry.fault.times {
                Times::Once => entry.given < 1,
                Times::Exactly(times) => entry.given < times,
                Times::Always => true,
            };
            if taken.is_none() && left && entry.seen >= on.nth.unwrap_or(1) {
                entry.given = entry.given.saturating_add(1);
                taken = Some(entry.fault.clone());
            }
        }
        taken
    }
}

/// Why a script in JSON is none.
#[derive(Debug)]
pub struct ScriptError(serde_json::Error);

impl fmt::Display for ScriptError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "not a script of faults: {}", self.0)
    }
}

impl std::error::Error for ScriptError {}

/// Reads a script: a JSON array of faults, as the crate's documentation shows.
///
/// # Errors
/// [`ScriptError`], which says where the text is not JSON or what in it is no fault.
pub fn read_script(json: &[u8]) -> Result<Vec<Fault>, ScriptError> {
    serde_json::from_slice(json).map_err(ScriptError)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::Action;

    fn status(fault: Option<Fault>) -> Option<u16> {
        fault.map(|fault| match fault.action {
            Action::Respond { status, .. } => status,
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn a_fault_is_given_as_often_as_it_says_from_where_it_says() {
        let script = Script::default();
        script
            .add(Fault::respond(502, "a/b", "").on(Endpoint::Stop).task("a").nth(2).times(Times::Exactly(2)));
        let take = |endpoint, task| status(script.take(endpoint, Some(task)));
        assert_eq!(take(Endpoint::Stop, "a"), None);
        assert_eq!(take(Endpoint::Stop, "b"), None);
        assert_eq!(take(Endpoint::Resume, "a"), None);
        assert_eq!(take(Endpoint::Stop, "a"), Some(502));
        assert_eq!(take(Endpoint::Stop, "a"), Some(502));
        assert_eq!(take(Endpoint::Stop, "a"), None);
    }

    #[test]
    fn the_first_fault_that_matches_wins_and_the_next_follows_it() {
        let script = Script::default();
        script.add(Fault::respond(502, "a/b", ""));
        script.add(Fault::respond(503, "a/b", "").times(Times::Always));
        let statuses: Vec<_> = (0..3).map(|_| status(script.take(Endpoint::Delete, None))).collect();
        assert_eq!(statuses, [Some(502), Some(503), Some(503)]);
        script.clear();
        assert_eq!(status(script.take(Endpoint::Delete, None)), None);
    }

    #[test]
    fn clearing_opens_the_gates() {
        let script = Script::default();
        let gate = crate::Gate::new();
        script.add(Fault::held(&gate));
        script.clear();
        assert!(gate.wait_for(std::time::Duration::ZERO));
    }

    #[test]
    fn scripts_are_read_from_json() {
        let script = read_script(
            br#"[{"on":{"endpoint":"stop","task":"a","nth":2},"times":3,"latencyMs":50,"applied":true,
                  "action":{"kind":"cut","at":"beforeAnswer","how":"reset"}},
                 {"times":"always","action":{"kind":"respond","status":502,"body":"x"}},
                 {"latencyMs":5}]"#,
        )
        .unwrap();
        assert_eq!(script[0].times, Times::Exactly(3));
        assert_eq!(script[0].latency.as_millis(), 50);
        assert!(script[0].applies());
        assert_eq!(script[1].times, Times::Always);
        assert_eq!(status(Some(script[1].clone())), Some(502));
        assert!(matches!(script[2].action, Action::Answer) && script[2].times == Times::Once);
    }

    #[test]
    fn scripts_with_mistakes_are_refused_with_the_mistake() {
        for (json, word) in [
            (&br#"[{"latency":5}]"#[..], "latency"),
            (br#"[{"on":{"endpoint":"pullback"}}]"#, "pullback"),
            (br#"[{"action":{"kind":"explode"}}]"#, "explode"),
            (br#"[{"action":{"kind":"truncate","missing":1,"by":1}}]"#, "by"),
            (br#"[{"times":"twice"}]"#, "Times"),
            (b"[", "line 1"),
        ] {
            let error = read_script(json).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        }
    }
}
