//! The page's connection to its database: opened at the start, and opened again whenever it was lost.
//!
//! A browser tells by events, if at all, what keeps a database from being opened: a page of an older version that
//! does not let go of it, or a deletion that waits for such a page. It may also close a connection under the page.
//! Nothing of this ends the console: a request meanwhile gets the reason, and it is tried again in
//! the background until it succeeds.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::{TimeoutHandle, set_timeout_with_handle};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Event;

use super::database::Database;
use super::schema::StorageError;
use super::versions::NAME;
use crate::leaving;

/// How long a browser may say nothing about a database that is to be opened, before the page says so.
const PATIENCE: Duration = Duration::from_secs(2);
/// The pauses between two attempts: the first, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(20));

/// A change that became known of the connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectionChange {
    /// The database is open, for the first time or again.
    Open {
        /// Whether the browser had closed it, so that what was in it may be gone: not by a console.
        was_lost: bool,
    },
    /// It is not, for this reason.
    Closed(StorageError),
}

struct Connection {
    /// That of the host that was used first, as long as none is given.
    name: Option<String>,
    database: Result<Database, StorageError>,
    /// Counts the databases, so that what an earlier one does is no concern any more.
    number: u32,
    is_opening: bool,
    was_lost: bool,
    /// Set when the page gives its database up for good.
    is_over: bool,
    pause: Duration,
    next: Option<TimeoutHandle>,
    /// Those who wait until it is open.
    waiting: Vec<Function>,
    changed: Option<Rc<dyn Fn(ConnectionChange)>>,
}

thread_local! {
    static CONNECTION: RefCell<Connection> = const {
        RefCell::new(Connection {
            name: None,
            database: Err(StorageError::NotThere),
            number: 0,
            is_opening: false,
            was_lost: false,
            is_over: false,
            pause: PAUSES.0,
            next: None,
            waiting: Vec::new(),
            changed: None,
        })
    };
}

fn with<R>(read: impl FnOnce(&mut Connection) -> R) -> R {
    CONNECTION.with(|connection| read(&mut connection.borrow_mut()))
}

/// Says which database is the page's, before it is opened.
pub fn use_database(name: &str) {
    with(|connection| connection.name = Some(name.to_owned()));
}

/// Returns the name of the page's database. Pages that share it talk to each other under this name.
pub fn name() -> String {
    with(|connection| connection.name.clone().unwrap_or_else(|| NAME.to_owned()))
}

/// Opens the page's database and keeps it open, for as long as the page stays. Calls back whenever it is open or turns
/// out not to be.
pub fn keep_open(changed: impl Fn(ConnectionChange) + 'static) {
    with(|connection| {
        connection.database = Err(StorageError::Silent);
        connection.changed = Some(Rc::new(changed));
    });
    // A tab that was put aside has slept through its pauses.
    leaving::on_seen(open);
    open();
}

/// Returns the database with its number, or why it is not open.
pub fn database() -> Result<(Database, u32), StorageError> {
    with(|connection| connection.database.clone().map(|database| (database, connection.number)))
}

/// Waits until the database is open, if it is not.
pub async fn opened() {
    if with(|connection| connection.database.is_ok()) {
        return;
    }
    let opened = Promise::new(&mut |resolve, _| with(|connection| connection.waiting.push(resolve)));
    // A promise that is only ever resolved.
    let _ = JsFuture::from(opened).await;
}

/// Records that the browser has closed the database of this number.
pub fn lost(number: u32) {
    let is_news = with(|connection| {
        let is_news = connection.number == number && connection.database.is_ok() && !connection.is_over;
        connection.was_lost |= is_news;
        is_news
    });
    if is_news {
        closed(StorageError::Closed, Duration::ZERO);
    }
}

/// Lets go of the database for good.
pub fn give_up() {
    with(|connection| {
        connection.is_over = true;
        if let Ok(database) = &connection.database {
            database.close();
        }
        connection.database = Err(StorageError::Closed);
    });
}

/// Records why the database is not open, and opens it after a pause.
fn closed(why: StorageError, pause: Duration) {
    // A browser without a storage will not come to have one.
    let can_be_opened = why != StorageError::NotThere;
    let next = can_be_opened.then(|| set_timeout_with_handle(open, pause).ok()).flatten();
    let is_news = with(|connection| {
        if let Some(earlier) = std::mem::replace(&mut connection.next, next) {
            earlier.clear();
        }
        let is_news = connection.database.as_ref().err() != Some(&why);
        connection.database = Err(why.clone());
        is_news
    });
    if is_news {
        tell(ConnectionChange::Closed(why));
    }
}

fn tell(change: ConnectionChange) {
    if let Some(changed) = with(|connection| connection.changed.clone()) {
        changed(change);
    }
}

/// Opens the database, unless it is open or being opened.
fn open() {
    let begun = with(|connection| {
        if connection.is_opening || connection.is_over || connection.database.is_ok() {
            return None;
        }
        connection.is_opening = true;
        connection.number += 1;
        Some(connection.number)
    });
    let Some(number) = begun else { return };
    let name = name();
    // Both may still end well: the same request goes on as soon as what holds it up goes away.
    let held_up = move |why: StorageError| {
        let is_news = with(|connection| {
            let known = connection.database.as_ref().err();
            let is_news = connection.is_opening && connection.number == number
                // That it is blocked says more than that nothing came.
                && !matches!((known, &why), (Some(StorageError::Blocked), StorageError::Silent));
            if is_news {
                connection.database = Err(why.clone());
            }
            is_news
        });
        if is_news {
            tell(ConnectionChange::Closed(why));
        }
    };
    let silence = set_timeout_with_handle(move || held_up(StorageError::Silent), PATIENCE).ok();
    spawn_local(async move {
        let result = Database::open(&name, Box::new(move || held_up(StorageError::Blocked))).await;
        if let Some(silence) = silence {
            silence.clear();
        }
        let is_over = with(|connection| {
            connection.is_opening = false;
            connection.is_over
        });
        match result {
            Ok(database) if is_over => database.close(),
            Ok(database) => be_open(database, number),
            Err(error) => {
                let pause = with(|connection| {
                    let next = (connection.pause * 2).min(PAUSES.1);
                    std::mem::replace(&mut connection.pause, next)
                });
                closed(error, pause);
            }
        }
    });
}

fn be_open(database: Database, number: u32) {
    database.on_close(&Closure::once_into_js(move || lost(number)));
    let asked = database.clone();
    database.on_version_change(&Closure::once_into_js(move |event: Event| {
        // At once, so that this page is never what blocks another one.
        asked.close();
        let is_current = with(|connection| connection.number == number && connection.database.is_ok());
        if is_current {
            let version = Reflect::get(&event, &"newVersion".into()).unwrap_or(JsValue::NULL);
            let why = if version.is_null() { StorageError::Deleted } else { StorageError::Newer };
            // Afterwards it can be opened again, or as a newer console has made it, to be read.
            closed(why, PAUSES.0);
        }
    }));
    let (was_lost, waiting) = with(|connection| {
        connection.database = Ok(database);
        connection.pause = PAUSES.0;
        (std::mem::take(&mut connection.was_lost), std::mem::take(&mut connection.waiting))
    });
    for resume in waiting {
        let _ = resume.call0(&JsValue::UNDEFINED);
    }
    tell(ConnectionChange::Open { was_lost });
}
