//! The connections that are open, so that the simulator can end them all and know that they have ended.

use std::collections::HashMap;
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use crate::gate::lock;

#[derive(Debug, Default)]
struct Open {
    streams: HashMap<u64, TcpStream>,
    next: u64,
    ended: bool,
}

/// All open connections.
#[derive(Debug, Default)]
pub(crate) struct Connections {
    open: Mutex<Open>,
    changed: Condvar,
}

/// A connection's place among the open ones, which it leaves when this is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) number: u64,
    connections: Arc<Connections>,
}

impl Connections {
    /// Takes a connection in; `None` once all have been ended.
    pub(crate) fn enter(self: &Arc<Self>, stream: &TcpStream) -> Option<Place> {
        let stream = stream.try_clone().ok()?;
        let mut open = lock(&self.open);
        if open.ended {
            return None;
        }
        let number = open.next;
        open.next += 1;
        open.streams.insert(number, stream);
        Some(Place { number, connections: Arc::clone(self) })
    }

    /// Ends all connections, now and from now on, whatever their threads are reading or writing.
    pub(crate) fn end(&self) {
        let mut open = lock(&self.open);
        open.ended = true;
        for stream in open.streams.values() {
            // It may have ended by itself a moment ago.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Waits until all threads have let go of their connections.
    pub(crate) fn wait_until_none(&self) {
        let waited = self.changed.wait_while(lock(&self.open), |open| !open.streams.is_empty());
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        lock(&self.connections.open).streams.remove(&self.number);
        self.connections.changed.notify_all();
    }
}
