//! Percent-encoding for the queries of calls and links.
//!
//! What the API page shows unescaped (`:`, `,`, `*`) stays unescaped, so that a call reads like the
//! page's samples. Everything that a browser's URL parser would rewrite is escaped here, so that what
//! is shown is, byte for byte, what is sent.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':')
    .remove(b',')
    .remove(b'*');

/// Appends a text as the value of a query parameter.
pub(crate) fn push_encoded(query: &mut String, text: &str) {
    query.extend(utf8_percent_encode(text, ESCAPED));
}

/// Undoes percent-encoding. A `%` that begins no escape, and bytes that are no UTF-8, are kept as far
/// as they can be: people paste names raw as well as encoded. `+` stays `+`: a name or an offset such
/// as `+08:00` is meant literally.
pub(crate) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
