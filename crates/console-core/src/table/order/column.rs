//! The columns of the table.

/// A column that rows can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// Running, stopped, in doubt.
    State,
    /// The whole name.
    Name,
    /// By the alphabet: Full-Import, Incr-Sync.
    Component,
    /// The project's id.
    Project,
    /// The host's address.
    Host,
    /// When the latest operation last moved, the earliest first.
    LastOperation,
    /// The labels one after the other.
    Labels,
}

impl Column {
    /// All of them, in the order of the table: where room is scarce, the last ones give way first.
    pub const ALL: [Self; 7] = [
        Self::State,
        Self::Name,
        Self::LastOperation,
        Self::Component,
        Self::Project,
        Self::Host,
        Self::Labels,
    ];

    /// The word that stands for it in a link's `sort=`.
    pub fn link_word(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Name => "name",
            Self::Component => "component",
            Self::Project => "project",
            Self::Host => "host",
            Self::LastOperation => "last",
            Self::Labels => "labels",
        }
    }
}
