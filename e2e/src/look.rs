//! Looks at a page. Every look may fail, because a page changes while it is looked at.

use std::fmt;

use thirtyfour::error::WebDriverError;

/// Why a look did not find what it was after. The next one may.
#[derive(Debug)]
pub struct NotYet(pub String);

/// A result that a look gives.
pub type Look<T> = Result<T, NotYet>;

impl NotYet {
    /// Returns a look that did not find what it was after, and what was there instead.
    pub fn because<T>(what: impl Into<String>) -> Look<T> {
        Err(Self(what.into()))
    }
}

impl fmt::Display for NotYet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl From<WebDriverError> for NotYet {
    fn from(error: WebDriverError) -> Self {
        Self(error.to_string())
    }
}
