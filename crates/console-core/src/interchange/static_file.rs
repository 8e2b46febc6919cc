//! What a server answers where a file of the deployment is asked for.
//!
//! A gateway in front of the console may answer with a page of its own: for signing in, or to say that something
//! is forbidden. Taken for the file, such a page would be reported as a broken file.

/// A result that reading a file had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaticFile {
    /// Its text.
    Text(String),
    /// There is no such file.
    Missing,
    /// It could not be read.
    Unavailable(StaticFileError),
}

/// Why a file could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaticFileError {
    /// A web page came in its place.
    Page,
    /// The server leads to another address in its place.
    Redirected,
    /// The server refuses it.
    Refused {
        /// With this status.
        status: u16,
    },
    /// The server failed.
    Failed {
        /// With this status.
        status: u16,
    },
    /// No answer came.
    NoAnswer,
}

impl StaticFile {
    /// Reads an answer by its status and its body.
    pub fn of(status: u16, body: String) -> Self {
        match status {
            200..=299 if is_page(&body) => Self::Unavailable(StaticFileError::Page),
            200..=299 => Self::Text(body),
            404 | 410 => Self::Missing,
            300..=399 => Self::Unavailable(StaticFileError::Redirected),
            // 511 is a network that wants a person to sign in.
            400..=499 | 511 => Self::Unavailable(StaticFileError::Refused { status }),
            _ => Self::Unavailable(StaticFileError::Failed { status }),
        }
    }
}

/// Returns whether a text is a web page. The files of a deployment are JSON, which never begins with `<`, whatever type
/// the server gives them.
fn is_page(text: &str) -> bool {
    let begins_blank = |sign: char| sign.is_whitespace() || sign == '\u{feff}';
    text.trim_start_matches(begins_blank).starts_with('<')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: u16, body: &str) -> StaticFile {
        StaticFile::of(status, body.to_owned())
    }

    #[test]
    fn a_page_in_place_of_a_file_is_not_taken_for_it() {
        for page in
            ["<!doctype html><title>Sign in</title>", "\u{feff}\r\n <html>", "<?xml version=\"1.0\"?>", "<"]
        {
            assert_eq!(of(200, page), StaticFile::Unavailable(StaticFileError::Page), "{page}");
        }
        for file in ["{}", " [\"<a>\"]", "", "broken <", "\"<html>\""] {
            assert_eq!(of(200, file), StaticFile::Text(file.to_owned()), "{file}");
        }
    }

    #[test]
    fn only_what_the_server_calls_missing_is_missing() {
        for status in 100..=599 {
            let read = of(status, "<h1>Some page</h1>");
            assert_eq!(read == StaticFile::Missing, matches!(status, 404 | 410), "{status}");
            assert!(!matches!(read, StaticFile::Text(_)), "{status}");
        }
        assert_eq!(of(401, "{}"), StaticFile::Unavailable(StaticFileError::Refused { status: 401 }));
        assert_eq!(of(403, "{}"), StaticFile::Unavailable(StaticFileError::Refused { status: 403 }));
        assert_eq!(of(503, "{}"), StaticFile::Unavailable(StaticFileError::Failed { status: 503 }));
        assert_eq!(of(302, ""), StaticFile::Unavailable(StaticFileError::Redirected));
    }
}
