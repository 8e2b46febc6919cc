//! The stores of the database, and why something cannot be stored or read.

use js_sys::Reflect;
use strum::{IntoStaticStr, VariantArray};
use wasm_bindgen::JsValue;

/// A store that the database has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum ObjectStore {
    /// Task records, many to a text; see `console_core::persistence::block`.
    List,
    /// Runs that are over, by id: the history.
    Runs,
    /// Runs that are not over, by task; see `console_core::persistence::open`. With those that are over they are the
    /// journal.
    Open,
    /// Small settings by name.
    Settings,
    /// Forms that were begun, by operation and task; see `console_core::persistence::StoredDraft`.
    Drafts,
}

impl ObjectStore {
    pub(super) const ALL: &[Self] = Self::VARIANTS;

    pub(super) fn name(self) -> &'static str {
        self.into()
    }
}

/// Why something could not be stored or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// The browser has no IndexedDB, or none in this mode.
    NotThere,
    /// A newer console has written the database: it can be read, and is not written by this one.
    Newer,
    /// An older console has written the database: it is neither read nor written by this one.
    Older,
    /// The database lacks stores that it must have.
    Damaged,
    /// There is no room left.
    Full,
    /// Another page, of an earlier version, keeps the database from being opened.
    Blocked,
    /// The browser does not answer.
    Silent,
    /// The browser has closed the database under the page.
    Closed,
    /// Another page has deleted the database.
    Deleted,
    /// Anything else; the browser's own words.
    Failed(String),
}

impl StorageError {
    /// Returns whether the page waits for it to pass, and goes on then by itself.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Blocked | Self::Silent | Self::Closed | Self::Deleted => true,
            Self::NotThere | Self::Newer | Self::Older | Self::Damaged | Self::Full | Self::Failed(_) => {
                false
            }
        }
    }
}

impl From<JsValue> for StorageError {
    fn from(error: JsValue) -> Self {
        let text = |key: &str| Reflect::get(&error, &key.into()).ok().and_then(|value| value.as_string());
        match text("name").as_deref() {
            Some("QuotaExceededError") => Self::Full,
            Some("VersionError") => Self::Newer,
            // What is asked of a database that is closed, or is cut off by that.
            Some("InvalidStateError" | "AbortError") => Self::Closed,
            name => Self::Failed(text("message").or(name.map(str::to_owned)).unwrap_or_default()),
        }
    }
}
