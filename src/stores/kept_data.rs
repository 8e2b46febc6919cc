//! All that is stored for the host in this browser: as a text, and its end.

use browser::storage;

/// Returns all that can be read, as a text.
pub async fn text() -> String {
    storage::everything().await
}

/// Deletes the database. Whatever comes of it, the next start finds out how things are.
pub async fn delete() {
    let _ = storage::delete().await;
}
