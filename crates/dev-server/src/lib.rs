//! Serves the built console and passes `/connector/` on to a host, as a deployment's gateway does.
//!
//! What a deployment has to get right is done here in the same way, so that it is seen to work before anything
//! is deployed: the content security policy, the refusal of foreign requests, one base path or another, and
//! calls that are sent on byte for byte and never twice. Every response closes its connection, because Chromium
//! sends a POST again by itself when a connection that it used before dies under it.
//!
//! ```no_run
//! let mut config = dev_server::Config::new("dist");
//! config.upstream = Some("127.0.0.1:8088".to_owned());
//! let server = dev_server::DevServer::start(config)?;
//! println!("{}", server.url());
//! # std::io::Result::Ok(())
//! ```

mod answer;
mod files;
mod guard;
mod upstream;

use std::{
    collections::BTreeMap,
    io::{self, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use files::Files;
use simulator::Clock;
use simulator::http::{self, Connection, Head, Limits, Response};
use upstream::{Passed, Upstream};

/// The content security policy that the console works under; a deployment's gateway sends the same.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

/// Browsers open connections in advance; one that stays unused for so long is given up.
const IDLE: Duration = Duration::from_secs(60);

/// What to serve, where, and to whom calls go.
#[derive(Clone, Debug)]
pub struct Config {
    /// The address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The directory with the built console.
    pub root: PathBuf,
    /// The path that the console is served under, `/` or for instance `/console/`.
    pub base_path: String,
    /// `host:port` of the connector manager; without one every call is answered with 502.
    pub upstream: Option<String>,
    /// How long to wait for the host, to connect and then for each piece of its answer, before a 504.
    /// `None` waits for as long as the browser does.
    pub upstream_timeout: Option<Duration>,
    /// Contents that replace files of the directory, by their path in it: `tasks.json`.
    pub overrides: BTreeMap<String, Vec<u8>>,
    /// Whether [`CONTENT_SECURITY_POLICY`] is sent.
    pub csp: bool,
    /// What time it is, for the `Date` of the files. A host's answers keep their own.
    pub clock: Clock,
}

impl Config {
    /// Serves a directory at `/` on a free port of the loopback interface, with no host behind it.
    pub fn new(root: impl Into<PathBuf>) -> Config {
        Config {
            listen: (Ipv4Addr::LOCALHOST, 0).into(),
            root: root.into(),
            base_path: "/".to_owned(),
            upstream: None,
            upstream_timeout: None,
            overrides: BTreeMap::new(),
            csp: true,
            clock: Clock::system(),
        }
    }
}

/// A running server; dropping it stops it. Connections that are being answered are answered to the end.
#[derive(Debug)]
pub struct DevServer {
    address: SocketAddr,
    base_path: String,
    stopping: Arc<AtomicBool>,
    accepting: Option<JoinHandle<()>>,
}

impl DevServer {
    /// Begins to listen; the server answers from the moment that this returns.
    ///
    /// # Errors
    /// When the address cannot be listened on or the directory does not exist.
    pub fn start(config: Config) -> io::Result<DevServer> {
        let base_path = with_slashes(&config.base_path);
        let site = Arc::new(Site {
            files: Files::new(&config.root, config.overrides)?,
            base_path: base_path.clone(),
            upstream: config
                .upstream
                .map(|authority| Upstream { authority, timeout: config.upstream_timeout }),
            csp: config.csp,
            clock: config.clock,
        });
        let listener = TcpListener::bind(config.listen)?;
        let address = listener.local_addr()?;
        let stopping = Arc::new(AtomicBool::new(false));
        let accepting = thread::Builder::new().name("dev-server".to_owned()).spawn({
            let stopping = Arc::clone(&stopping);
            move || accept(&listener, &site, &stopping)
        })?;
        Ok(DevServer { address, base_path, stopping, accepting: Some(accepting) })
    }

    /// The address that is listened on, with the port that was taken.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where the console is, seen from this machine: `http://127.0.0.1:8080/console/`.
    pub fn url(&self) -> String {
        format!("http://{}{}", reachable(self.address), self.base_path)
    }
}

impl Drop for DevServer {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::SeqCst);
        // Waiting for a connection cannot be interrupted, but it ends with one.
        if TcpStream::connect(reachable(self.address)).is_ok()
            && let Some(accepting) = self.accepting.take()
        {
            let _ = accepting.join();
        }
    }
}

/// Listening on all interfaces is no address to connect to; the loopback interface is one of them.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    address
}

fn with_slashes(path: &str) -> String {
    match path.trim_matches('/') {
        "" => "/".to_owned(),
        path => format!("/{path}/"),
    }
}

fn accept(listener: &TcpListener, site: &Arc<Site>, stopping: &AtomicBool) {
    for stream in listener.incoming() {
        if stopping.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let site = Arc::clone(site);
        // A connection that gets no thread is dropped, which its client sees.
        let _ = thread::Builder::new().spawn(move || {
            // The browser has gone when this fails; there is nobody to tell.
            let _ = site.serve(stream);
        });
    }
}

/// What all connections share.
#[derive(Debug)]
struct Site {
    files: Files,
    base_path: String,
    upstream: Option<Upstream>,
    csp: bool,
    clock: Clock,
}

impl Site {
    /// Answers the one request of a connection.
    fn serve(&self, stream: TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(IDLE))?;
        stream.set_nodelay(true)?;
        let mut connection = Connection::new(stream, Limits::default());
        let read = match connection.read_head() {
            Ok(None) => return Ok(()),
            Ok(Some(head)) => connection.read_body(&head).map(|body| (head, body)),
            Err(error) => Err(error),
        };
        let (head, body) = match read {
            Ok(request) => request,
            Err(error) => {
                if let Some(status) = error.status() {
                    self.send(plain(status, &error.to_string()), true, &mut connection)?;
                    connection.close();
                }
                return Ok(());
            }
        };
        let with_body = head.method != "HEAD";
        if !guard::allows(&head) {
            let refusal = plain(403, "Only the console itself may send this.");
            self.send(refusal, with_body, &mut connection)?;
        } else if head.path().starts_with("/connector/") {
            match self.pass(&head, &body, connection.stream()) {
                Passed::Whole => {}
                Passed::Failed(page) => self.send(page, with_body, &mut connection)?,
                Passed::Broken => {
                    connection.reset();
                    return Ok(());
                }
            }
        } else {
            self.send(self.file(&head), with_body, &mut connection)?;
        }
        connection.close();
        Ok(())
    }

    fn pass(&self, head: &Head, body: &[u8], client: &mut TcpStream) -> Passed {
        match &self.upstream {
            Some(upstream) => upstream.pass(head, body, &self.security(), client),
            None => Passed::Failed(plain(502, "No host is configured.")),
        }
    }

    fn file(&self, request: &Head) -> Response {
        let path = request.path();
        if format!("{path}/") == self.base_path {
            let query = request.query().map(|query| format!("?{query}")).unwrap_or_default();
            return plain(301, "Moved.").header("Location", &format!("{}{query}", self.base_path));
        }
        if !matches!(request.method.as_str(), "GET" | "HEAD") {
            return plain(405, "Files can only be read.").header("Allow", "GET, HEAD");
        }
        let accept_encoding = request.values("Accept-Encoding").collect::<Vec<_>>().join(",");
        let Some(file) =
            path.strip_prefix(&self.base_path).and_then(|path| self.files.find(path, &accept_encoding))
        else {
            return plain(404, "There is no such file.");
        };
        let mut response = Response::new(200)
            .header("Cache-Control", file.cache_control)
            .header("Vary", "Accept-Encoding")
            .body(file.content_type, file.content);
        if let Some(encoding) = file.encoding {
            response = response.header("Content-Encoding", encoding);
        }
        response
    }

    fn send(&self, response: Response, with_body: bool, connection: &mut Connection) -> io::Result<()> {
        let response = self
            .security()
            .into_iter()
            .fold(response, |response, (name, value)| response.header(name, value));
        connection.stream().write_all(&http::dated(response.bytes(true, with_body), self.clock.now()))
    }

    /// What browsers are told with every response, the host's included.
    fn security(&self) -> Vec<(&'static str, &'static str)> {
        let mut fields = vec![("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer")];
        if self.csp {
            fields.push(("Content-Security-Policy", CONTENT_SECURITY_POLICY));
        }
        fields
    }
}

fn plain(status: u16, sentence: &str) -> Response {
    Response::new(status).body("text/plain; charset=utf-8", format!("{sentence}\n"))
}
