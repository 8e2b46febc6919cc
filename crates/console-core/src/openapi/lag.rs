//! Which side of an Incr-Sync is behind: the Store that keeps the source's log, or the connector that reads it.

use super::connector::Connector;
use super::store::Store;
use crate::time::EpochSeconds;

/// Who is behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lag {
    /// Nobody by more than the limit.
    Nobody,
    /// The Store: the source, the network or the Store itself is slow.
    Store {
        /// By how many seconds.
        by: i64,
    },
    /// The connector: the Store has what it has not written yet.
    Connector {
        /// By how many seconds.
        by: i64,
    },
}

/// Returns who is behind by more than a limit in seconds, if the Store and the connector tell. One of `stores` that
/// another has replaced falls behind by itself.
pub fn lag(
    store: &Store,
    stores: &[Store],
    connector: &Connector,
    now: EpochSeconds,
    limit: i64,
) -> Option<Lag> {
    let replaces = |other: &Store| {
        other.is_active() && (&other.subtopic, other.direction) == (&store.subtopic, store.direction)
    };
    if !store.is_active() && stores.iter().any(replaces) {
        return None;
    }
    let (end, checkpoint) = (store.end?, connector.checkpoint?);
    let (store, connector) = (now.seconds_since(end), end.seconds_since(checkpoint));
    Some(match () {
        () if store > limit => Lag::Store { by: store },
        () if connector > limit => Lag::Connector { by: connector },
        () => Lag::Nobody,
    })
}

/// Returns the Stores that a connector reads from.
pub fn stores_of<'a>(connector: &Connector, stores: &'a [Store]) -> Vec<&'a Store> {
    let is_own = |store: &&Store| {
        store.direction == connector.direction
            && store.subtopic.as_ref().is_none_or(|subtopic| {
                connector.subtopics.is_empty() || connector.subtopics.contains(subtopic)
            })
    };
    stores.iter().filter(is_own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openapi::component::Components;
    use crate::openapi::samples;

    fn at(seconds: i64) -> EpochSeconds {
        EpochSeconds::new(seconds).unwrap()
    }

    #[test]
    fn the_side_that_is_behind_is_told() {
        let Components { mut connectors, mut stores, .. } =
            samples::read(samples::MYSQL_TO_OB, |answer| Components::read(answer).unwrap());
        connectors.retain(|connector| connector.checkpoint.is_some());
        let (connector, store) = (&mut connectors[0], &mut stores[0]);
        store.end = Some(at(1_000));
        connector.checkpoint = Some(at(990));
        assert_eq!(lag(store, &[], connector, at(1_010), 30), Some(Lag::Nobody));
        assert_eq!(lag(store, &[], connector, at(1_031), 30), Some(Lag::Store { by: 31 }));
        connector.checkpoint = Some(at(900));
        assert_eq!(lag(store, &[], connector, at(1_010), 30), Some(Lag::Connector { by: 100 }));
        store.end = None;
        assert_eq!(lag(store, &[], connector, at(1_010), 30), None);
    }

    #[test]
    fn a_store_that_another_has_replaced_is_not_behind() {
        let Components { connectors, stores, .. } =
            samples::read(samples::MULTI_SUBTOPIC, |answer| Components::read(answer).unwrap());
        let connector = Connector { checkpoint: Some(at(1)), ..connectors[0].clone() };
        let told = |stores: &[Store]| {
            let told = |store| lag(store, stores, &connector, at(2_000_000_000), 30).is_some();
            stores.iter().map(told).collect::<Vec<_>>()
        };
        assert_eq!(told(&stores), [true, false, true]);
        let stopped: Vec<_> =
            stores.into_iter().map(|store| Store { state: Some("STOP".into()), ..store }).collect();
        assert_eq!(told(&stopped), [true; 3]);
    }

    #[test]
    fn a_connector_reads_from_the_stores_of_its_way_and_subtopic() {
        let Components { connectors, stores, .. } =
            samples::read(samples::OBCE_REVERSE, |answer| Components::read(answer).unwrap());
        for connector in &connectors {
            for store in stores_of(connector, &stores) {
                assert_eq!(store.direction, connector.direction);
            }
        }
        assert!(connectors.iter().any(|connector| !stores_of(connector, &stores).is_empty()));
    }
}
