//! What the answers say of tasks, in the inventory's terms.

use std::sync::Arc;

use super::component::Components;
use super::connector::{Connector, ConnectorConfig, ConnectorState};
use super::envelope::ErrorDetail;
use super::lag::stores_of;
use super::list::Direction;
use super::project::{Importance, Project};
use super::store::Store;
use super::value::OmsWord;
use crate::domain::inventory::{
    OmsTask, OmsTaskState, ProjectReading, Reading, ReadingStanding, is_same_manager,
};
use crate::domain::run::Moment;
use crate::domain::task_name::Component;
use crate::time::EpochSeconds;

/// Returns what a project and its components say of its tasks, read at a moment. `manager` is the address of the host's
/// connector manager, where the deployment tells it.
pub fn seen_tasks(
    project: &Project,
    components: &Components,
    at: Moment,
    manager: Option<&str>,
) -> Vec<OmsTask> {
    seen_of_project(&Arc::new(project.reading()), components, at, manager)
}

/// Returns the same of a project as it was read before.
pub fn seen_of_project(
    project: &Arc<ProjectReading>,
    components: &Components,
    at: Moment,
    manager: Option<&str>,
) -> Vec<OmsTask> {
    let seen = |connector: &Connector| OmsTask {
        name: connector.name.clone(),
        state: connector.state.as_ref().map(read_state),
        reading: Reading {
            at,
            standing: ReadingStanding::Current,
            state_word: connector.state.as_ref().and_then(other_word),
            project: project.clone(),
            component: connector.component,
            is_reverse: connector.direction == Direction::Reverse,
            delay: connector.delay,
            checkpoint: connector.checkpoint,
            rate: connector.rate.map(|rate| rate.round() as i64),
            progress: connector.progress.map(|progress| progress.floor() as i64),
            ip: connector.ip.clone(),
            region: connector.region.clone(),
            subtopics: connector.subtopics.clone(),
            data_since: data_since(connector, &components.stores),
            error: connector.errors.first().and_then(sentence),
            is_store_down: has_store_down(connector, &components.stores),
            manager: if manager.is_none() { managers(connector).next() } else { None },
            other_manager: manager
                .and_then(|manager| managers(connector).find(|named| !is_same_manager(named, manager))),
        },
    };
    components.connectors.iter().map(seen).collect()
}

impl Project {
    /// Returns what the inventory keeps of it.
    fn reading(&self) -> ProjectReading {
        let limit = match &self.importance {
            Some(OmsWord::Known(importance)) => importance.delay_limit(),
            // Where it is not told, the most patient one.
            _ => Importance::Low.delay_limit(),
        };
        let is_at_rest = matches!(&self.state, Some(OmsWord::Known(state)) if state.is_at_rest());
        ProjectReading {
            id: self.id.clone(),
            name: self.name.clone(),
            kind: self.kind.as_ref().map(OmsWord::word),
            state: self.state.as_ref().map(OmsWord::word),
            is_at_rest,
            delay_limit: limit,
            labels: self.labels.iter().map(|label| label.name.clone()).collect(),
        }
    }
}

/// Returns the connector managers that a configuration names.
fn managers(connector: &Connector) -> impl Iterator<Item = String> + use<> {
    let clients = connector.config.as_ref().map(ConnectorConfig::clients).unwrap_or_default();
    clients.into_iter().filter_map(|client| client.cluster_manager)
}

fn read_state(state: &OmsWord<ConnectorState>) -> OmsTaskState {
    match state {
        OmsWord::Known(ConnectorState::Running) => OmsTaskState::Running,
        OmsWord::Known(ConnectorState::Stopped) => OmsTaskState::Stopped,
        OmsWord::Known(ConnectorState::Exception) => OmsTaskState::Exception,
        OmsWord::Known(ConnectorState::Finished) => OmsTaskState::Finished,
        OmsWord::Other(_) => OmsTaskState::Other,
    }
}

fn other_word(state: &OmsWord<ConnectorState>) -> Option<String> {
    match state {
        OmsWord::Known(_) => None,
        OmsWord::Other(word) => Some(word.clone()),
    }
}

/// Returns from when on an Incr-Sync has data of every subtopic. Of several Stores of a subtopic the one that begins first
/// counts, among those that are active where there are any.
fn data_since(connector: &Connector, stores: &[Store]) -> Option<EpochSeconds> {
    if connector.component != Component::IncrSync {
        return None;
    }
    let own = stores_of(connector, stores);
    let earliest = |subtopic: &Option<String>| {
        let of_subtopic = || own.iter().filter(|store| store.subtopic == *subtopic);
        let has_active = of_subtopic().any(|store| store.is_active());
        let begins = of_subtopic().filter(|store| store.is_active() || !has_active).map(|store| store.begin);
        begins.collect::<Option<Vec<_>>>()?.into_iter().min()
    };
    own.iter().map(|store| earliest(&store.subtopic)).collect::<Option<Vec<_>>>()?.into_iter().max()
}

/// Returns what an error says, as short as it is said.
fn sentence(error: &ErrorDetail) -> Option<String> {
    [&error.message, &error.reason, &error.code].into_iter().find_map(Clone::clone)
}

/// Returns whether a subtopic that a connector reads has Stores, and none of them is active. One that another has
/// replaced tells nothing, nor does one without a state.
fn has_store_down(connector: &Connector, stores: &[Store]) -> bool {
    let is_down = |subtopic: &String| {
        let mut own = stores
            .iter()
            .filter(|store| {
                store.direction == connector.direction && store.subtopic.as_ref() == Some(subtopic)
            })
            .peekable();
        own.peek().is_some() && own.all(|store| store.state.is_some() && !store.is_active())
    };
    connector.subtopics.iter().any(is_down)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::inventory::{AttentionReason, Inventory, TaskRecord};
    use crate::openapi::project::ProjectPage;
    use crate::openapi::samples;

    fn seen(components: &str) -> Vec<OmsTask> {
        let page = samples::read(samples::PAGE_1, ProjectPage::read);
        samples::read(components, |answer| {
            seen_tasks(&page.projects[0], &Components::read(answer).unwrap(), Moment(7), None)
        })
    }

    #[test]
    fn a_connector_is_seen_with_its_project() {
        let tasks = seen(samples::MYSQL_TO_OB);
        assert!(!tasks.is_empty());
        for OmsTask { reading, .. } in &tasks {
            assert_eq!(reading.project.name.as_deref(), Some("shop_mysql_to_ob"));
            assert_eq!((reading.project.delay_limit, reading.at), (Some(30), Moment(7)));
            assert_eq!(reading.project.state.as_deref(), Some("RUNNING"));
            assert_eq!(reading.project.labels, ["payments", "prod"]);
        }
        assert!(tasks.iter().any(|task| task.state == Some(OmsTaskState::Running)));
        assert!(tasks.iter().any(|task| task.reading.delay.is_some()));
        let incr_sync = |task: &&OmsTask| task.reading.component == Component::IncrSync;
        assert!(tasks.iter().find(incr_sync).is_some_and(|task| task.reading.data_since.is_some()));
    }

    #[test]
    fn data_reach_back_as_far_as_the_earliest_active_store_of_each_subtopic() {
        let Components { connectors, stores, .. } =
            samples::read(samples::MYSQL_TO_OB, |answer| Components::read(answer).unwrap());
        let is_incr_sync = |connector: &&Connector| connector.component == Component::IncrSync;
        let connector = connectors.iter().find(is_incr_sync).unwrap();
        let store = stores_of(connector, &stores)[0];
        let with = |state: &str, begin: i64| Store {
            state: Some(state.into()),
            begin: EpochSeconds::new(begin).ok(),
            ..store.clone()
        };
        let since = |stores: &[Store]| data_since(connector, stores).map(EpochSeconds::get);
        assert_eq!(since(&[with("ACTIVE", 500)]), Some(500));
        // A Store that was added so that its start covers a point.
        assert_eq!(since(&[with("ACTIVE", 500), with("ACTIVE", 100)]), Some(100));
        assert_eq!(since(&[with("ACTIVE", 500), with("STOP", 100)]), Some(500));
        assert_eq!(since(&[with("STOP", 500), with("STOP", 100)]), Some(100));
        let unknown = Store { begin: None, ..with("ACTIVE", 0) };
        assert_eq!((since(&[with("ACTIVE", 500), unknown]), since(&[])), (None, None));
    }

    #[test]
    fn another_connector_manager_than_the_deployments_is_told() {
        let page = samples::read(samples::PAGE_1, ProjectPage::read);
        let others = |manager| {
            samples::read(samples::MYSQL_TO_OB, |answer| {
                let components = Components::read(answer).unwrap();
                let seen = seen_tasks(&page.projects[0], &components, Moment(7), manager);
                seen.into_iter().filter_map(|task| task.reading.other_manager).collect::<Vec<_>>()
            })
        };
        assert_eq!(others(None), [""; 0]);
        assert_eq!(others(Some("HTTP://10.20.0.2:8088/")), [""; 0]);
        assert_eq!(others(Some("http://10.20.0.3:8088")), ["http://10.20.0.2:8088"]);
        let named: Vec<_> =
            seen(samples::MYSQL_TO_OB).into_iter().filter_map(|task| task.reading.manager).collect();
        assert_eq!(named, ["http://10.20.0.2:8088"]);
    }

    #[test]
    fn a_store_is_down_where_no_other_of_its_subtopic_is_active() {
        let down = |sample, change: &dyn Fn(&mut [Store])| {
            let mut read = samples::read(sample, |answer| Components::read(answer).unwrap());
            change(&mut read.stores);
            let page = samples::read(samples::PAGE_1, ProjectPage::read);
            let tasks = seen_tasks(&page.projects[0], &read, Moment(7), None);
            tasks.iter().map(|task| task.reading.is_store_down).collect::<Vec<_>>()
        };
        // One of three was replaced by another one of its subtopic.
        assert_eq!(down(samples::MULTI_SUBTOPIC, &|_| {}), [false, false]);
        let stop = |stores: &mut [Store], of: usize| stores[of].state = Some("STOP".into());
        assert_eq!(down(samples::MULTI_SUBTOPIC, &|stores| stop(stores, 2)), [true, true]);
        assert_eq!(down(samples::MULTI_SUBTOPIC, &|stores| stop(stores, 0)), [true, true]);
        let unknown = |stores: &mut [Store]| {
            stop(stores, 0);
            stores[1].state = None;
        };
        assert_eq!(down(samples::MULTI_SUBTOPIC, &unknown), [false, false]);
    }

    #[test]
    fn a_stopped_task_needs_no_attention_for_the_store_that_was_stopped_with_it() {
        let tasks = seen(samples::OBCE_REVERSE);
        let stopped: Vec<_> = tasks.iter().filter(|task| task.reading.is_store_down).collect();
        let [task] = stopped.as_slice() else { panic!() };
        assert_eq!(task.state, Some(OmsTaskState::Stopped));
        let mut inventory = Inventory::default();
        inventory.see(tasks);
        let down = |it: &&TaskRecord| it.attention_reasons().contains(&AttentionReason::StoreDown);
        assert_eq!(inventory.tasks().filter(down).count(), 0);
    }

    #[test]
    fn the_way_back_is_marked() {
        let tasks = seen(samples::OBCE_REVERSE);
        assert!(tasks.iter().any(|task| task.reading.is_reverse));
    }
}
