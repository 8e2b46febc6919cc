//! What the deployment sets for all who use it.

use browser::fetch;
use console_core::interchange::deployment::{DeploymentConfig, DeploymentError};
use console_core::interchange::static_file::{StaticFile, StaticFileError};

/// What the deployment sets.
pub const FILE: &str = "config.json";

/// Why the console does not start: what the deployment allows is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeploymentFailure {
    /// `config.json` is there and wrong.
    Wrong(Vec<DeploymentError>),
    /// It is there, or may be, and could not be read.
    Unavailable(StaticFileError),
}

/// Reads `config.json` beside the page, as the page asked for it when it was opened. Where there is none, nothing is set.
///
/// # Errors
/// When it cannot be read as a whole: a console that should only read must not send because of a typing error.
pub async fn load_at_start() -> Result<DeploymentConfig, DeploymentFailure> {
    read(fetch::read_sent_early(FILE).await)
}

/// Reads it as it is now.
///
/// # Errors
/// As [`load_at_start`].
pub async fn load() -> Result<DeploymentConfig, DeploymentFailure> {
    read(fetch::read_beside(FILE).await)
}

fn read(file: StaticFile) -> Result<DeploymentConfig, DeploymentFailure> {
    match file {
        StaticFile::Missing => Ok(DeploymentConfig::default()),
        StaticFile::Unavailable(why) => Err(DeploymentFailure::Unavailable(why)),
        StaticFile::Text(text) => DeploymentConfig::read(&text).map_err(DeploymentFailure::Wrong),
    }
}

/// Asks the server for something, so that its answer tells the host's time: this file is small, and asked for in any
/// case at the start.
pub async fn ask_for_time() {
    let _ = fetch::read_beside(FILE).await;
}
