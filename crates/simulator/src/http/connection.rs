//! Reading requests from one TCP connection, and ending it in the three ways that there are.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use super::head::{Framing, Head, ReadError};

/// The most header fields that a request may have.
const MOST_HEADERS: usize = 100;
/// How long a closing side goes on reading what the other one is still sending.
const LINGER: Duration = Duration::from_secs(2);

/// A limit that says how much of a request is read before it is refused, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Of the request line and header fields together.
    pub head: usize,
    /// Of the body, after chunks are put together.
    pub body: usize,
}

impl Default for Limits {
    /// 256 kB of head, so that a name of 10,000 characters fits however it is encoded, and 16 MB of body.
    fn default() -> Self {
        Self { head: 256 * 1024, body: 16 * 1024 * 1024 }
    }
}

/// A TCP connection that requests are read from, one after the other.
///
/// Time-outs are the stream's own; set them before it is handed over.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    limits: Limits,
    /// Read from the stream and not yet used: a pipelined request, or the body's beginning.
    buffer: Vec<u8>,
}

impl Connection {
    /// Wraps an accepted stream.
    pub fn new(stream: TcpStream, limits: Limits) -> Self {
        Self { stream, limits, buffer: Vec::new() }
    }

    /// Returns the stream, to write responses to.
    pub fn stream(&mut self) -> &mut TcpStream {
        &mut self.stream
    }

    /// Returns the head of the next request; `None` when the client closed the connection before one began.
    ///
    /// # Errors
    /// As [`ReadError`] says; nothing more can be read from the connection then.
    pub fn read_head(&mut self) -> Result<Option<Head>, ReadError> {
        // Looking for the end before parsing keeps a head that trickles in from being parsed at each byte.
        let mut searched = 0;
        loop {
            if let Some(end) = find(&self.buffer[searched..], b"\r\n\r\n").map(|at| searched + at + 4) {
                if end > self.limits.head {
                    return Err(ReadError::HeadTooLarge);
                }
                let head = parse_head(&self.buffer[..end])?;
                self.buffer.drain(..end);
                return Ok(Some(head));
            }
            if self.buffer.len() > self.limits.head {
                return Err(ReadError::HeadTooLarge);
            }
            searched = self.buffer.len().saturating_sub(3);
            if self.fill()? == 0 {
                return if self.buffer.is_empty() { Ok(None) } else { Err(ended()) };
            }
        }
    }

    /// Returns the body that belongs to the head just read. A client that waits for `100 Continue` gets it.
    ///
    /// # Errors
    /// As [`ReadError`] says; nothing more can be read from the connection then.
    pub fn read_body(&mut self, head: &Head) -> Result<Vec<u8>, ReadError> {
        let framing = head.framing()?;
        if matches!(framing, Framing::Length(length) if length > self.limits.body) {
            return Err(ReadError::BodyTooLarge);
        }
        if framing != Framing::Length(0) && self.buffer.is_empty() && head.has_token("Expect", "100-continue")
        {
            self.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        match framing {
            Framing::Length(length) => self.take(length),
            Framing::Chunked => self.take_chunks(),
        }
    }

    /// Ends the connection as a server does that is done with it: the client reads everything that was
    /// written and then the end. Closing at once would instead reset the connection whenever something
    /// that the client sent is unread, and the reset can overtake the response.
    pub fn close(mut self) {
        if self.stream.shutdown(Shutdown::Write).is_ok() && self.stream.set_read_timeout(Some(LINGER)).is_ok()
        {
            let mut rest = [0; 8192];
            let mut left = self.limits.body;
            while let Ok(read @ 1..) = self.stream.read(&mut rest) {
                left = left.saturating_sub(read);
                if left == 0 {
                    break;
                }
            }
        }
    }

    /// Ends the connection with a TCP reset, as a crashed host or a firewall does.
    pub fn reset(self) {
        // Without the option this is an ordinary close; there is nothing better to do then.
        let _ = socket2::SockRef::from(&self.stream).set_linger(Some(Duration::ZERO));
    }

    /// Answers nothing until the client goes away or the stream is shut down.
    pub fn hang(mut self) {
        let mut rest = [0; 8192];
        while matches!(self.stream.read(&mut rest), Ok(1..)) {}
    }

    fn fill(&mut self) -> io::Result<usize> {
        let mut chunk = [0; 16 * 1024];
        loop {
            match self.stream.read(&mut chunk) {
                Ok(read) => {
                    self.buffer.extend_from_slice(&chunk[..read]);
                    return Ok(read);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn take(&mut self, length: usize) -> Result<Vec<u8>, ReadError> {
        while self.buffer.len() < length {
            if self.fill()? == 0 {
                return Err(ended());
            }
        }
        Ok(self.buffer.drain(..length).collect())
    }

    /// Returns a line without its end; chunk sizes and trailers are short, so the limit is a small one.
    fn take_line(&mut self) -> Result<Vec<u8>, ReadError> {
        loop {
            if let Some(at) = find(&self.buffer, b"\r\n") {
                let mut line = self.take(at + 2)?;
                line.truncate(at);
                return Ok(line);
            }
            if self.buffer.len() > 8192 {
                return Err(ReadError::Framing);
            }
            if self.fill()? == 0 {
                return Err(ended());
            }
        }
    }

    fn take_chunks(&mut self) -> Result<Vec<u8>, ReadError> {
        let mut body = Vec::new();
        loop {
            let mut line = self.take_line()?;
            line.extend_from_slice(b"\r\n");
            let Ok(httparse::Status::Complete((_, size))) = httparse::parse_chunk_size(&line) else {
                return Err(ReadError::Framing);
            };
            let size = usize::try_from(size).map_err(|_| ReadError::BodyTooLarge)?;
            if size > self.limits.body - body.len() {
                return Err(ReadError::BodyTooLarge);
            }
            if size == 0 {
                // Trailer fields: nobody reads them here, but they have to go from the buffer.
                while !self.take_line()?.is_empty() {}
                return Ok(body);
            }
            body.append(&mut self.take(size)?);
            if !self.take_line()?.is_empty() {
                return Err(ReadError::Framing);
            }
        }
    }
}

fn parse_head(bytes: &[u8]) -> Result<Head, ReadError> {
    let mut fields = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut request = httparse::Request::new(&mut fields);
    request.parse(bytes).map_err(ReadError::Head)?;
    let headers = request
        .headers
        .iter()
        .map(|field| {
            let value = std::str::from_utf8(field.value).map_err(|_| ReadError::HeaderNotText)?;
            Ok((field.name.to_owned(), value.to_owned()))
        })
        .collect::<Result<_, ReadError>>()?;
    match (request.method, request.path, request.version) {
        (Some(method), Some(target), Some(minor_version)) => {
            Ok(Head { method: method.to_owned(), target: target.to_owned(), minor_version, headers })
        }
        _ => Err(ReadError::Framing),
    }
}

fn ended() -> ReadError {
    ReadError::Io(io::ErrorKind::UnexpectedEof.into())
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}
