//! The lists that components stand in, and what is odd in them.

use serde::{Deserialize, Serialize};

use super::value::text_of;
use crate::text::json;

/// A list that a project's components can stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComponentList {
    /// The Stores.
    Stores,
    /// The Stores of the way back.
    ReverseStores,
    /// The Full-Verifications.
    FullVerifications,
    /// The Full-Imports.
    FullImports,
    /// The Incr-Syncs.
    IncrSyncs,
    /// The Incr-Syncs of the way back.
    ReverseIncrSyncs,
}

/// A direction that a component moves data in, by the list that it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Direction {
    /// From the project's source to its target.
    Forward,
    /// From its target back to its source.
    Reverse,
}

/// An entry of a list that cannot be read as what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OddEntry {
    /// The list of components, unless it is the list of projects.
    pub list: Option<ComponentList>,
    /// What is wrong with it.
    pub what: OddEntryKind,
    /// The beginning of its text.
    pub text: String,
}

/// A kind of trouble that an entry of a list can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OddEntryKind {
    /// It is no object.
    NotAnObject,
    /// It has no name or id, or one that is none.
    Nameless,
}

/// The most characters that are kept of an odd entry.
const KEPT: usize = 500;

impl OddEntry {
    pub(super) fn new(list: Option<ComponentList>, what: OddEntryKind, entry: &str) -> Self {
        let text = text_of(entry).unwrap_or_else(|| json::compact(entry));
        Self { list, what, text: text.chars().take(KEPT).collect() }
    }
}

impl ComponentList {
    /// Every list.
    pub(super) const ALL: [Self; 6] = [
        Self::Stores,
        Self::ReverseStores,
        Self::FullVerifications,
        Self::FullImports,
        Self::IncrSyncs,
        Self::ReverseIncrSyncs,
    ];

    /// Returns its name in the answer.
    pub(super) fn field(self) -> &'static str {
        match self {
            Self::Stores => "storeList",
            Self::ReverseStores => "reverseStoreList",
            Self::FullVerifications => "fullVerifyComponents",
            Self::FullImports => "fullImportComponents",
            Self::IncrSyncs => "incrSyncComponents",
            Self::ReverseIncrSyncs => "reverseIncrSyncComponents",
        }
    }

    /// Returns which way the components of this list move data.
    pub fn direction(self) -> Direction {
        match self {
            Self::ReverseStores | Self::ReverseIncrSyncs => Direction::Reverse,
            _ => Direction::Forward,
        }
    }
}
