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
    /// How far an Incr-Sync is behind, the least first.
    Delay,
    /// How far an Incr-Sync has come, the earliest first.
    Checkpoint,
    /// When the latest operation last moved, the earliest first.
    #[strum(serialize = "last")]
    LastOperation,
    /// The labels one after the other.
    Labels,
    /// The host's address.
    Host,
    /// By the alphabet: Full-Import, Incr-Sync.
    Component,
    /// The project's name where OMS tells it, else its id.
    Project,
    /// The records per second of an Incr-Sync.
    Rate,
    /// How much of a Full-Import is done.
    Progress,
    /// The region of the host.
    Region,
    /// The subtopics one after the other.
    Subtopics,
    /// The project's type.
    #[strum(to_string = "project-type")]
    ProjectType,
    /// The project's state.
    #[strum(to_string = "project-state")]
    ProjectState,
}

impl Column {
    /// All of them, in the order of the table: where room is scarce, the last ones give way first.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// Returns whether it shows what only OMS tells.
    pub fn is_live(self) -> bool {
        matches!(
            self,
            Self::Delay
                | Self::Checkpoint
                | Self::Rate
                | Self::Progress
                | Self::Region
                | Self::Subtopics
                | Self::ProjectType
                | Self::ProjectState
        )
    }

    /// Returns the word that stands for it in a link's `sort=`.
    pub fn link_word(self) -> &'static str {
        self.into()
    }
}
