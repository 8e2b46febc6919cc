//! HTTP/1.1 as a small server needs it: the head of a request, and a response to write.
//!
//! Written by hand on `httparse` because a simulator has to do what a web framework exists to prevent:
//! stop in the middle of an answer, lie about its length, reset a connection. The browser tests' line, which
//! breaks connections too, reads with it. [`Connection`] does the reading.

mod connection;
mod head;

pub use connection::{Connection, Limits};
pub use head::{Head, ReadError};

/// A response, complete before its first byte is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Header fields, but `Content-Length` and `Connection`, which the writing adds.
    pub headers: Vec<(String, String)>,
    /// The body's bytes.
    pub body: Vec<u8>,
}

impl Response {
    /// Returns a response without header fields or body.
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// Returns the same with one more header field.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Returns the same with a body of the given media type.
    #[must_use]
    pub fn body(self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let mut response = self.header("Content-Type", content_type);
        response.body = body.into();
        response
    }

    /// Returns the status line and header fields up to the empty line. `Content-Length` is the body's unless the
    /// fields name one; `close` says that the connection ends after this response.
    pub fn head(&self, close: bool) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let named = |wanted: &str| self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(wanted));
        if self.may_have_body() && !named("Content-Length") {
            head.push_str(&format!("Content-Length: {}\r\n", self.body.len()));
        }
        if close && !named("Connection") {
            head.push_str("Connection: close\r\n");
        }
        head.push_str("\r\n");
        head.into_bytes()
    }

    /// Returns the whole response as it goes over the wire; `with_body` is false in an answer to `HEAD`.
    pub fn bytes(&self, close: bool, with_body: bool) -> Vec<u8> {
        let mut bytes = self.head(close);
        if with_body && self.may_have_body() {
            bytes.extend_from_slice(&self.body);
        }
        bytes
    }

    fn may_have_body(&self) -> bool {
        !matches!(self.status, 100..=199 | 204 | 304)
    }
}

/// Returns the response with the header field `Date`, unless it names one itself. `seconds` are since 1970 UTC; a
/// time that no date can be made of is left out.
pub fn dated(response: Vec<u8>, seconds: i64) -> Vec<u8> {
    let head = response.windows(4).position(|window| window == b"\r\n\r\n");
    let (Some(head), Some(date)) = (head, http_date(seconds)) else { return response };
    if String::from_utf8_lossy(&response[..head]).to_ascii_lowercase().contains("\r\ndate:") {
        return response;
    }
    let (head, rest) = response.split_at(head);
    [head, format!("\r\nDate: {date}").as_bytes(), rest].concat()
}

/// Returns a time as HTTP writes it: `Sun, 06 Nov 1994 08:49:37 GMT`.
pub fn http_date(seconds: i64) -> Option<String> {
    let instant = jiff::Timestamp::from_second(seconds).ok()?;
    jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&instant).ok()
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        304 => "Not Modified",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Other",
    }
}

#[cfg(test)]
mod tests {
    use super::head::Framing;
    use super::*;

    fn head(headers: &[(&str, &str)]) -> Head {
        Head {
            method: "POST".into(),
            target: "/a/b?c=d?e".into(),
            minor_version: 1,
            headers: headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        }
    }

    #[test]
    fn a_response_gets_the_date_unless_it_has_one() {
        let text =
            |response: Response| String::from_utf8(dated(response.bytes(true, true), 784_111_777)).unwrap();
        let added = text(Response::new(200).body("text/plain", "a\r\nDate: b"));
        assert!(added.contains("\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\na"), "{added}");
        let own = text(Response::new(200).header("DATE", "its own"));
        assert_eq!(own.to_ascii_lowercase().matches("date:").count(), 1);
        assert_eq!(dated(Vec::new(), 0), Vec::<u8>::new());
    }

    #[test]
    fn the_query_begins_at_the_first_question_mark() {
        assert_eq!(head(&[]).path(), "/a/b");
        assert_eq!(head(&[]).query(), Some("c=d?e"));
    }

    #[test]
    fn framing_refuses_what_two_servers_could_read_differently() {
        assert_eq!(head(&[]).framing().unwrap(), Framing::Length(0));
        assert_eq!(head(&[("content-length", "12")]).framing().unwrap(), Framing::Length(12));
        assert_eq!(head(&[("Transfer-Encoding", "Chunked")]).framing().unwrap(), Framing::Chunked);
        for bad in [
            vec![("Content-Length", "12"), ("Content-Length", "13")],
            vec![("Content-Length", "12"), ("Transfer-Encoding", "chunked")],
            vec![("Content-Length", "+12")],
            vec![("Content-Length", "")],
            vec![("Transfer-Encoding", "gzip, chunked")],
        ] {
            assert!(matches!(head(&bad).framing(), Err(ReadError::Framing)), "{bad:?}");
        }
    }

    #[test]
    fn connections_stay_open_in_1_1_and_close_in_1_0_unless_told_otherwise() {
        assert!(!head(&[]).wants_close());
        assert!(head(&[("Connection", "x, Close")]).wants_close());
        assert!(Head { minor_version: 0, ..head(&[]) }.wants_close());
        assert!(!Head { minor_version: 0, ..head(&[("Connection", "keep-alive")]) }.wants_close());
    }

    #[test]
    fn a_response_counts_its_body_unless_it_has_none_or_says_so_itself() {
        let text = |response: Response| String::from_utf8(response.bytes(true, true)).unwrap();
        assert_eq!(
            text(Response::new(200).body("text/plain", "hi")),
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi"
        );
        assert_eq!(text(Response::new(204)), "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        assert!(text(Response::new(200).header("content-length", "9")).contains("content-length: 9\r\nConn"));
    }
}
