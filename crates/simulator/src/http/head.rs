//! The head of a request, and why one cannot be read.

use std::{fmt, io};

/// A head that has the request line and the header fields of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The method as sent; methods are case-sensitive.
    pub method: String,
    /// The request target as sent, neither decoded nor normalised: `/path?query`.
    pub target: String,
    /// The minor version: 0 for HTTP/1.0, 1 for HTTP/1.1.
    pub minor_version: u8,
    /// Names and values in the order of arrival, names in the case they came in.
    pub headers: Vec<(String, String)>,
}

/// A framing that tells the end of a request's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// So many bytes; 0 for a request without a body.
    Length(usize),
    /// `Transfer-Encoding: chunked`.
    Chunked,
}

impl Head {
    /// Returns the target up to the `?`, as sent.
    pub fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path)
    }

    /// Returns what follows the `?`, as sent; `None` without a `?`.
    pub fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    /// Returns the first value of a header field; the name's case does not matter.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(field, _)| field.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// All values of a header field, in order.
    pub fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers
            .iter()
            .filter(move |(field, _)| field.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Returns whether a comma separated header field has the token, in any case.
    pub fn has_token(&self, name: &str, token: &str) -> bool {
        self.values(name)
            .flat_map(|value| value.split(','))
            .any(|part| part.trim().eq_ignore_ascii_case(token))
    }

    /// Returns whether the client wants the connection closed after the response.
    pub fn wants_close(&self) -> bool {
        self.has_token("Connection", "close")
            || (self.minor_version == 0 && !self.has_token("Connection", "keep-alive"))
    }

    /// Returns how long the body is.
    ///
    /// # Errors
    /// [`ReadError::Framing`] when the fields contradict each other or cannot be read: a server that
    /// guesses here and a gateway that guesses otherwise can be made to see different requests.
    pub fn framing(&self) -> Result<Framing, ReadError> {
        let mut encodings = self.values("Transfer-Encoding");
        let mut lengths = self.values("Content-Length");
        let length = lengths.next();
        if lengths.any(|other| Some(other) != length) {
            return Err(ReadError::Framing);
        }
        match (encodings.next(), length) {
            (None, None) => Ok(Framing::Length(0)),
            (None, Some(digits))
                if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                digits.parse().map(Framing::Length).map_err(|_| ReadError::BodyTooLarge)
            }
            (Some(encoding), None)
                if encoding.eq_ignore_ascii_case("chunked") && encodings.next().is_none() =>
            {
                Ok(Framing::Chunked)
            }
            _ => Err(ReadError::Framing),
        }
    }
}

/// Why a request could not be read.
#[derive(Debug)]
pub enum ReadError {
    /// The connection failed, or ended within a request.
    Io(io::Error),
    /// The head is no HTTP/1 head.
    Head(httparse::Error),
    /// A header field's value is not UTF-8.
    HeaderNotText,
    /// The head is longer than [`Limits::head`](super::connection::Limits::head).
    HeadTooLarge,
    /// The body is longer than [`Limits::body`](super::connection::Limits::body).
    BodyTooLarge,
    /// The fields that say where the body ends are missing, unreadable or contradict each other.
    Framing,
}

impl ReadError {
    /// Returns the status to answer with; `None` when there is nobody left to answer to.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Io(_) => None,
            Self::Head(_) | Self::HeaderNotText | Self::Framing => Some(400),
            Self::HeadTooLarge => Some(431),
            Self::BodyTooLarge => Some(413),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(formatter, "the connection failed: {error}"),
            Self::Head(error) => write!(formatter, "the request's head cannot be read: {error}"),
            Self::HeaderNotText => formatter.write_str("a header field is not UTF-8"),
            Self::HeadTooLarge => formatter.write_str("the request's head is too large"),
            Self::BodyTooLarge => formatter.write_str("the request's body is too large"),
            Self::Framing => formatter.write_str("the request does not say clearly where its body ends"),
        }
    }
}

impl std::error::Error for ReadError {}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
