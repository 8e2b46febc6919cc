//! The five paths of the Connector API.

use serde::Deserialize;

/// One of the API page's five endpoints. A pull-back is three requests and has none of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Endpoint {
    /// Start a connector.
    Resume,
    /// Stop a connector.
    Stop,
    /// Update a connector.
    Update,
    /// Migrate a connector.
    Migrate,
    /// Delete a connector.
    Delete,
}

impl Endpoint {
    /// All five, in the order of the API page.
    pub const ALL: [Self; 5] = [Self::Resume, Self::Stop, Self::Update, Self::Migrate, Self::Delete];

    /// Returns the last part of the path.
    pub fn word(self) -> &'static str {
        match self {
            Self::Resume => "resume",
            Self::Stop => "stop",
            Self::Update => "update",
            Self::Migrate => "migrate",
            Self::Delete => "delete",
        }
    }

    /// Returns the endpoint at a path, as sent.
    pub fn at(path: &str) -> Option<Self> {
        let word = path.strip_prefix("/connector/task/v2/")?;
        Self::ALL.into_iter().find(|endpoint| endpoint.word() == word)
    }

    /// Returns the query parameters that the API page lists for the endpoint, but `taskName`, which all have.
    /// `updateConfigMap`, which the page lists for `update`, is the body.
    pub(crate) fn parameters(self) -> &'static [&'static str] {
        match self {
            Self::Resume => &["pullBackFlag", "restartFlag"],
            Self::Update => &["deleteParams"],
            Self::Migrate => &["ip"],
            Self::Stop | Self::Delete => &[],
        }
    }
}
