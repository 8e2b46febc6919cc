//! The host's answer: its head, and its body while it comes.
//!
//! The body is sent on piece by piece and framed anew, so that its end is told to the client only when the host
//! told it: an answer that breaks off is never made to look complete.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
};

use crate::upstream::is_hop_by_hop;

/// The most bytes and header fields that an answer's head may have.
const LONGEST_HEAD: u64 = 256 * 1024;
const MOST_HEADERS: usize = 100;

/// An answer whose head has been read and whose body has not.
pub(crate) struct Answer<S> {
    status: u16,
    reason: String,
    headers: Vec<(String, Vec<u8>)>,
    body: Body,
    stream: BufReader<S>,
}

/// How the end of an answer's body is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Body {
    None,
    Length(u64),
    Chunked,
    UntilClose,
}

impl<S: Read> Answer<S> {
    /// Reads up to the body. Interim answers (1xx) are left out.
    ///
    /// # Errors
    /// When the stream fails or ends before, or what comes is no HTTP/1 head.
    pub(crate) fn read(stream: S, to_head: bool) -> io::Result<Answer<S>> {
        let mut stream = BufReader::new(stream);
        loop {
            let bytes = read_head(&mut stream)?;
            let mut fields = [httparse::EMPTY_HEADER; MOST_HEADERS];
            let mut head = httparse::Response::new(&mut fields);
            head.parse(&bytes).map_err(|_| malformed())?;
            let status = head.code.ok_or_else(malformed)?;
            if (100..200).contains(&status) {
                continue;
            }
            let reason = head.reason.unwrap_or_default().to_owned();
            let headers: Vec<_> =
                head.headers.iter().map(|field| (field.name.to_owned(), field.value.to_vec())).collect();
            let body = if to_head || matches!(status, 204 | 304) { Body::None } else { framing(&headers)? };
            return Ok(Answer { status, reason, headers, body, stream });
        }
    }

    /// Sends it all to the client, with `extra` header fields added to the host's.
    ///
    /// # Errors
    /// When the host breaks off, or the client has gone; the client then has a part of the answer at most.
    pub(crate) fn send(mut self, extra: &[(&str, &str)], client: &mut TcpStream) -> io::Result<()> {
        client.write_all(&self.head(extra))?;
        match self.body {
            Body::None => Ok(()),
            Body::Length(length) => copy_exactly(&mut self.stream, length, client),
            Body::Chunked => self.send_chunks(client),
            Body::UntilClose => loop {
                let piece = self.stream.fill_buf()?;
                let length = piece.len();
                write_chunk(piece, client)?;
                if length == 0 {
                    return Ok(());
                }
                self.stream.consume(length);
            },
        }
    }

    fn head(&self, extra: &[(&str, &str)]) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, self.reason).into_bytes();
        let mut field = |name: &str, value: &[u8]| {
            head.extend_from_slice(name.as_bytes());
            head.extend_from_slice(b": ");
            head.extend_from_slice(value);
            head.extend_from_slice(b"\r\n");
        };
        for (name, value) in &self.headers {
            let misleading = self.is_chunked() && name.eq_ignore_ascii_case("content-length");
            if !misleading && !is_hop_by_hop(name, |token| has_token(&self.headers, "connection", token)) {
                field(name, value);
            }
        }
        for (name, value) in extra {
            field(name, value.as_bytes());
        }
        if self.is_chunked() {
            field("Transfer-Encoding", b"chunked");
        }
        field("Connection", b"close");
        head.extend_from_slice(b"\r\n");
        head
    }

    fn is_chunked(&self) -> bool {
        matches!(self.body, Body::Chunked | Body::UntilClose)
    }

    fn send_chunks(&mut self, client: &mut TcpStream) -> io::Result<()> {
        loop {
            let line = read_line(&mut self.stream)?;
            let Ok(httparse::Status::Complete((_, size))) = httparse::parse_chunk_size(&line) else {
                return Err(malformed());
            };
            if size == 0 {
                while read_line(&mut self.stream)? != b"\r\n" {}
                return write_chunk(&[], client);
            }
            write!(client, "{size:x}\r\n")?;
            copy_exactly(&mut self.stream, size, client)?;
            if read_line(&mut self.stream)? != b"\r\n" {
                return Err(malformed());
            }
            client.write_all(b"\r\n")?;
        }
    }
}

fn framing(headers: &[(String, Vec<u8>)]) -> io::Result<Body> {
    let encoded = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("transfer-encoding"));
    if encoded {
        let chunked = has_token(headers, "transfer-encoding", "chunked");
        return Ok(if chunked { Body::Chunked } else { Body::UntilClose });
    }
    let mut lengths = headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map(|(_, value)| value);
    let Some(length) = lengths.next() else { return Ok(Body::UntilClose) };
    if lengths.any(|other| other != length) {
        return Err(malformed());
    }
    let digits = std::str::from_utf8(length).map_err(|_| malformed())?;
    digits.trim().parse().map(Body::Length).map_err(|_| malformed())
}

fn has_token(headers: &[(String, Vec<u8>)], name: &str, token: &str) -> bool {
    headers
        .iter()
        .filter(|(field, _)| field.eq_ignore_ascii_case(name))
        .flat_map(|(_, value)| value.split(|byte| *byte == b','))
        .any(|part| part.trim_ascii().eq_ignore_ascii_case(token.as_bytes()))
}

/// Everything up to and with the first empty line.
fn read_head(stream: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut stream = stream.take(LONGEST_HEAD);
    loop {
        let read = stream.read_until(b'\n', &mut head)?;
        if !head.ends_with(b"\n") {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if read <= 2 && (head.ends_with(b"\r\n\r\n") || head.ends_with(b"\n\n")) {
            return Ok(head);
        }
    }
}

/// A line with its end; the lines between chunks are short.
fn read_line(stream: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    stream.take(LONGEST_HEAD).read_until(b'\n', &mut line)?;
    if line.ends_with(b"\n") { Ok(line) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

fn copy_exactly(from: &mut impl BufRead, length: u64, to: &mut TcpStream) -> io::Result<()> {
    let copied = io::copy(&mut from.take(length), to)?;
    if copied == length { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// An empty piece is the last one.
fn write_chunk(piece: &[u8], to: &mut TcpStream) -> io::Result<()> {
    write!(to, "{:x}\r\n", piece.len())?;
    to.write_all(piece)?;
    to.write_all(b"\r\n")
}

fn malformed() -> io::Error {
    io::ErrorKind::InvalidData.into()
}
