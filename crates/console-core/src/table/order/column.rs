//! The columns of the table.

use strum::{EnumCount, EnumString, IntoStaticStr, VariantArray};

/// A column that rows can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumCount, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase", ascii_case_insensitive)]
pub enum Column {
    /// Running, stopped, in doubt.
    State,
    /// The whole name.
    Name,
    /// When the latest operation last moved, the earliest first.
    #[strum(serialize = "last")]
    LastOperation,
    /// The labels one after the other.
    Labels,
    /// The host's address.
    Host,
    /// By the alphabet: Full-Import, Incr-Sync.
    Component,
    /// The project's id.
    Project,
}

impl Column {
    /// All of them, in the order of the table: where room is scarce, the last ones give way first.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The word that stands for it in a link's `sort=`.
    pub fn link_word(self) -> &'static str {
        self.into()
    }
}
