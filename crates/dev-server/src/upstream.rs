//! Passing a request on to the host, and its answer back, without changing either.
//!
//! A call is sent once: whatever goes wrong after the first byte is told to the client as it is, because only
//! a person may decide that an operation is sent again.

use std::{
    io::{self, Write},
    net::{TcpStream, ToSocketAddrs},
    time::Duration,
};

use simulator::http::{Head, Response};

use crate::answer::Answer;

/// How long a host may take to accept a connection when no time-out is set; one that is not there at all
/// would otherwise keep the client waiting for minutes.
const CONNECTING: Duration = Duration::from_secs(10);

/// Where calls go.
#[derive(Clone, Debug)]
pub(crate) struct Upstream {
    /// `host:port`, resolved anew for each call.
    pub(crate) authority: String,
    pub(crate) timeout: Option<Duration>,
}

/// What became of a call, as the client has to be told.
pub(crate) enum Passed {
    /// The answer went through whole.
    Whole,
    /// The answer broke off when a part of it was with the client already, so that this connection has to
    /// break off too.
    Broken,
    /// No answer came; this one takes its place.
    Failed(Response),
}

impl Upstream {
    /// Sends the request to the host and the host's answer to `client`, whose `extra` header fields are added.
    pub(crate) fn pass(
        &self,
        request: &Head,
        body: &[u8],
        extra: &[(&str, &str)],
        client: &mut TcpStream,
    ) -> Passed {
        let answer = match self.ask(request, body) {
            Ok(answer) => answer,
            Err(error) => return Passed::Failed(failure(&error)),
        };
        match answer.send(extra, client) {
            Ok(()) => Passed::Whole,
            Err(_) => Passed::Broken,
        }
    }

    fn ask(&self, request: &Head, body: &[u8]) -> io::Result<Answer<TcpStream>> {
        let mut stream = self.connect()?;
        // A host may answer and close before it has read everything: its answer counts, not the failed write.
        let sent = stream.write_all(&self.bytes(request, body));
        Answer::read(stream, request.method == "HEAD").map_err(|error| sent.err().unwrap_or(error))
    }

    /// The first of the name's addresses that accepts; nothing has been sent to the others.
    fn connect(&self) -> io::Result<TcpStream> {
        let mut refused = io::ErrorKind::NotFound.into();
        for address in self.authority.to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, self.timeout.unwrap_or(CONNECTING)) {
                Ok(stream) => {
                    stream.set_read_timeout(self.timeout)?;
                    stream.set_write_timeout(self.timeout)?;
                    return Ok(stream);
                }
                Err(error) => refused = error,
            }
        }
        Err(refused)
    }

    fn bytes(&self, request: &Head, body: &[u8]) -> Vec<u8> {
        let mut head =
            format!("{} {} HTTP/1.1\r\nHost: {}\r\n", request.method, request.target, self.authority);
        for (name, value) in &request.headers {
            let replaced =
                ["host", "content-length", "expect"].iter().any(|own| name.eq_ignore_ascii_case(own));
            if !replaced && !is_hop_by_hop(name, |token| request.has_token("Connection", token)) {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        let had_body =
            request.header("Content-Length").is_some() || request.header("Transfer-Encoding").is_some();
        if had_body {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        head.push_str("Connection: close\r\n\r\n");
        [head.as_bytes(), body].concat()
    }
}

/// Header fields that speak of one connection and end with it (RFC 9110, section 7.6.1).
pub(crate) fn is_hop_by_hop(name: &str, named_by_connection: impl Fn(&str) -> bool) -> bool {
    let known = [
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ];
    known.iter().any(|known| name.eq_ignore_ascii_case(known)) || named_by_connection(name)
}

/// The page that nginx sends in such a case, which is no envelope, so that the outcome stays unknown.
fn failure(error: &io::Error) -> Response {
    let (status, title) = match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => (504, "504 Gateway Time-out"),
        _ => (502, "502 Bad Gateway"),
    };
    let page = format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n\
         <hr><center>dev-server</center>\r\n</body>\r\n</html>\r\n"
    );
    Response::new(status).body("text/html", page)
}
