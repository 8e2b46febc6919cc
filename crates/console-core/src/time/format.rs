//! How instants are written for people.

use super::{EpochSeconds, Offset};

/// Returns the instant as local time with its offset: `2023-02-13T19:00:00+08:00`.
///
/// An offset with odd seconds is written with them (`-00:44:30`), which RFC 3339 has no room for; leaving them out
/// would name another instant. At the very ends of the range, where the local year is none of 1 … 9999, the instant
/// is written with the offset `+00:00`.
pub fn rfc3339(instant: EpochSeconds, offset: Offset) -> String {
    let (local, offset) = match offset.local_at(instant) {
        Some(local) => (local, offset),
        None => (instant.utc(), Offset::UTC),
    };
    let mut text = local.iso();
    text.push_str(&offset.to_string());
    text
}

/// Returns the instant in UTC: `2023-02-13 11:00:00Z`.
pub fn utc_text(instant: EpochSeconds) -> String {
    let mut text = instant.utc().to_string();
    text.push('Z');
    text
}
