//! Plans: the ordered calls that an operation on one task consists of.

use crate::domain::call::{Call, Endpoint};
use crate::domain::connector_path::ConnectorPath;
use crate::domain::operation::{Operation, OperationKind};
use crate::domain::parameter::{CHECKPOINT_KEY, CHECKPOINT_SCOPE, ParameterPath};
use crate::domain::task_name::TaskName;

/// A plan that will be sent, in this order, when a person says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    task: TaskName,
    kind: OperationKind,
    calls: Vec<Call>,
}

impl Plan {
    /// Returns the calls of an operation on a task, as the API page gives them. Flags that are false and
    /// parameters that are absent are not sent.
    pub fn new(task: &TaskName, operation: &Operation) -> Self {
        Self { task: task.clone(), kind: operation.kind(), calls: calls(task, operation) }
    }

    /// Returns the same plan for a manager that is at this path.
    #[must_use]
    pub fn at(mut self, path: &ConnectorPath) -> Self {
        self.calls = self.calls.into_iter().map(|call| call.at(path)).collect();
        self
    }

    /// Returns the task.
    pub fn task(&self) -> &TaskName {
        &self.task
    }

    /// Returns the operation.
    pub fn kind(&self) -> OperationKind {
        self.kind
    }

    /// Returns the calls, at least one.
    pub fn calls(&self) -> &[Call] {
        &self.calls
    }
}

fn calls(task: &TaskName, operation: &Operation) -> Vec<Call> {
    let call = |endpoint| Call::new(endpoint, task);
    match operation {
        Operation::Start { pull_back, restart } => vec![start(task, *pull_back, *restart)],
        Operation::Stop => vec![call(Endpoint::Stop)],
        Operation::Update { delete, set, stop_first } => {
            let update = call(Endpoint::Update);
            let update = if delete.is_empty() { update } else { update.with("deleteParams", &list(delete)) };
            let update = update.with_body(set.clone());
            match stop_first {
                false => vec![update],
                true => vec![call(Endpoint::Stop), update, start(task, false, false)],
            }
        }
        Operation::PullBack { to } => vec![
            call(Endpoint::Stop),
            call(Endpoint::Update)
                .with("deleteParams", &format!("{}.{}", CHECKPOINT_SCOPE, CHECKPOINT_KEY))
                .with_body(to.to_config_map()),
            start(task, true, false),
        ],
        Operation::Migrate { destination, stop_first } => {
            let migrate = call(Endpoint::Migrate);
            let migrate = match destination {
                None => migrate,
                Some(ip) => migrate.with("ip", &ip.to_string()),
            };
            stopped(task, *stop_first, migrate)
        }
        Operation::Delete { stop_first } => stopped(task, *stop_first, call(Endpoint::Delete)),
    }
}

/// Returns the call, behind a Stop if it is wanted.
fn stopped(task: &TaskName, stop_first: bool, call: Call) -> Vec<Call> {
    let stop = stop_first.then(|| Call::new(Endpoint::Stop, task));
    stop.into_iter().chain([call]).collect()
}

fn start(task: &TaskName, pull_back: bool, restart: bool) -> Call {
    let mut call = Call::new(Endpoint::Resume, task);
    if pull_back {
        call = call.with("pullBackFlag", "true");
    }
    if restart {
        call = call.with("restartFlag", "true");
    }
    call
}

fn list(paths: &[ParameterPath]) -> String {
    paths.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::checkpoint::{Checkpoint, Subtopic};
    use crate::domain::config_map::ConfigMap;
    use crate::domain::destination::Destination;
    use crate::domain::parameter::ParameterPath;
    use crate::time::EpochSeconds;

    const NAME: &str = "xxx.xxx.xxx.xxx-9000:connector_v2:p_493p****-incr_trans-1-0:0000000001";

    /// Each call as `endpoint?query` behind the task's name, and its body.
    fn sent(operation: &Operation) -> Vec<(String, Option<String>)> {
        let plan = Plan::new(&TaskName::parse(NAME).unwrap(), operation);
        let short = |call: &Call| {
            let target = call.target().strip_prefix("/connector/task/v2/").unwrap();
            (target.replace(&format!("taskName={NAME}"), "<name>"), call.body())
        };
        plan.calls().iter().map(short).collect()
    }

    fn bare(text: &str) -> Vec<(String, Option<String>)> {
        vec![(text.to_owned(), None)]
    }

    #[test]
    fn start_sends_only_the_flags_that_are_set() {
        let start = |pull_back, restart| sent(&Operation::Start { pull_back, restart });
        assert_eq!(start(false, false), bare("resume?<name>"));
        assert_eq!(start(true, false), bare("resume?<name>&pullBackFlag=true"));
        assert_eq!(start(false, true), bare("resume?<name>&restartFlag=true"));
    }

    #[test]
    fn stop_and_delete_send_the_name_alone() {
        assert_eq!(sent(&Operation::Stop), bare("stop?<name>"));
        assert_eq!(sent(&Operation::Delete { stop_first: false }), bare("delete?<name>"));
    }

    #[test]
    fn update_sends_what_to_delete_in_the_query_and_what_to_set_in_the_body() {
        let set = ConfigMap::of("source", "username", "test".into());
        let delete = ["source.checkpoint", "sink.logproxy.address"]
            .map(|path| ParameterPath::parse(path).unwrap())
            .to_vec();
        let body = "{\n  \"source\": {\n    \"username\": \"test\"\n  }\n}".to_owned();
        assert_eq!(
            sent(&Operation::Update { delete: delete.clone(), set: set.clone(), stop_first: false }),
            [(
                "update?<name>&deleteParams=source.checkpoint,sink.logproxy.address".into(),
                Some(body.clone())
            )]
        );
        assert_eq!(
            sent(&Operation::Update { delete: vec![], set, stop_first: false }),
            [("update?<name>".into(), Some(body))]
        );
        assert_eq!(
            sent(&Operation::Update { delete: delete.clone(), set: ConfigMap::default(), stop_first: false }),
            bare("update?<name>&deleteParams=source.checkpoint,sink.logproxy.address")
        );
        let three = sent(&Operation::Update { delete, set: ConfigMap::default(), stop_first: true });
        let update = "update?<name>&deleteParams=source.checkpoint,sink.logproxy.address";
        assert_eq!(three, ["stop?<name>", update, "resume?<name>"].map(|call| (call.to_owned(), None)));
    }

    #[test]
    fn pull_back_is_stop_then_the_checkpoint_then_start_with_its_flag() {
        let at = EpochSeconds::new(1_676_286_000).unwrap();
        let to = Checkpoint::new(vec![(Subtopic::parse("t-0").unwrap(), at)]).unwrap();
        assert_eq!(
            sent(&Operation::PullBack { to }),
            [
                ("stop?<name>".into(), None),
                (
                    "update?<name>&deleteParams=source.checkpoint".into(),
                    Some(
                        "{\n  \"source\": {\n    \"checkpoint\": \"{\\\"t-0\\\":\\\"1676286000\\\"}\"\n  }\n}"
                            .to_owned()
                    )
                ),
                ("resume?<name>&pullBackFlag=true".into(), None),
            ]
        );
    }

    #[test]
    fn migrate_sends_the_destination_only_when_there_is_one() {
        let migrate = |ip: Option<&str>| {
            let destination = ip.map(|ip| Destination::parse(ip).unwrap());
            sent(&Operation::Migrate { destination, stop_first: false })
        };
        assert_eq!(migrate(None), bare("migrate?<name>"));
        assert_eq!(migrate(Some("10.0.0.9")), bare("migrate?<name>&ip=10.0.0.9"));
        assert_eq!(migrate(Some("fd00::9")), bare("migrate?<name>&ip=fd00::9"));
    }

    #[test]
    fn a_stop_comes_first_where_it_is_wanted() {
        let destination = Some(Destination::parse("10.0.0.9").unwrap());
        let both = |call: &str| ["stop?<name>", call].map(|call| (call.to_owned(), None));
        assert_eq!(
            sent(&Operation::Migrate { destination, stop_first: true }),
            both("migrate?<name>&ip=10.0.0.9")
        );
        assert_eq!(sent(&Operation::Delete { stop_first: true }), both("delete?<name>"));
    }
}
