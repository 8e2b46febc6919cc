//! The gateways whose configurations are shipped, nginx and Caddy, running with those very files.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::Directory;
use crate::driver::PATIENCE;

/// The pause between two looks.
const PAUSE: Duration = Duration::from_millis(10);

/// Starts a server, and ends it with its own input, which comes when the test process ends in whatever way.
const KEEPER: &str = r#"
    "$@" &
    server=$!
    read -r _
    kill -KILL $server
"#;

/// What nginx is started with: the least that a system's own configuration has around the shipped one.
const NGINX: &str = "
    daemon off;
    master_process off;
    pid nginx.pid;
    error_log stderr;
    events {}
    http {
        access_log access.log;
        client_body_temp_path body;
        proxy_temp_path proxy;
        fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;
        include site.conf;
    }
";

/// A web server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server {
    /// The one that `NGINX` names, or `nginx`.
    Nginx,
    /// The one that `CADDY` names, or `caddy`.
    Caddy,
}

impl Server {
    fn program(self) -> PathBuf {
        let (variable, usual) = match self {
            Self::Nginx => ("NGINX", "nginx"),
            Self::Caddy => ("CADDY", "caddy"),
        };
        env::var_os(variable).unwrap_or_else(|| usual.into()).into()
    }

    /// Returns the directory of the shipped files below `deploy/`, and how a site's file ends.
    fn files(self) -> (&'static str, &'static str) {
        match self {
            Self::Nginx => ("nginx", "conf"),
            Self::Caddy => ("caddy", "Caddyfile"),
        }
    }
}

/// A choice that says which of the shipped configurations a gateway has, and what a test changes in it.
#[derive(Clone, Debug)]
pub struct Shipping {
    server: Server,
    site: &'static str,
    changes: Vec<(String, String)>,
    own: Vec<(String, String)>,
}

impl Shipping {
    /// Returns the configuration of this name: `http`, `https`, `under-a-path`, `several-hosts`, `several-paths`.
    pub fn of(server: Server, site: &'static str) -> Self {
        Self { server, site, changes: Vec::new(), own: Vec::new() }
    }

    /// Changes a value that people change, too: `from` has to be there.
    #[must_use]
    pub fn changing(mut self, from: &str, to: &str) -> Self {
        self.changes.push((from.to_owned(), to.to_owned()));
        self
    }

    /// Puts a file of the deployment's own beside the shipped ones.
    #[must_use]
    pub fn with_file(mut self, name: &str, text: &str) -> Self {
        self.own.push((name.to_owned(), text.to_owned()));
        self
    }

    /// Sets the directories with the files and with the deployment's own ones.
    #[must_use]
    pub fn serving(self, files: &Path, settings: &Path) -> Self {
        self.changing("/srv/connector-console/files", &files.to_string_lossy())
            .changing("/srv/connector-console/settings", &settings.to_string_lossy())
    }

    /// Sets the address of the manager, and that of the OpenAPI.
    #[must_use]
    pub fn passing_on_to(self, manager: SocketAddr, openapi: SocketAddr) -> Self {
        self.changing("127.0.0.1:8088", &manager.to_string()).changing("127.0.0.1:8089", &openapi.to_string())
    }

    /// Sets the address of the second host's manager, and that of its OpenAPI.
    #[must_use]
    pub fn passing_on_to_second(self, manager: SocketAddr, openapi: SocketAddr) -> Self {
        self.changing("127.0.0.2:8088", &manager.to_string()).changing("127.0.0.2:8089", &openapi.to_string())
    }

    /// Returns what has to stand in the deployment's `config.json`.
    pub(crate) fn config(&self) -> &'static str {
        // Where people sign in, reads are signed in, too.
        if self.uses_tls() { r#"{"openApi": {"browserCredentials": true}}"# } else { "{}" }
    }

    fn uses_tls(&self) -> bool {
        matches!(self.site, "https" | "several-hosts" | "several-paths")
    }
}

/// A gateway that runs. Dropping it stops it.
pub struct Shipped {
    keeper: Child,
    directory: Directory,
    /// Where plain http is listened on.
    plain: SocketAddr,
    /// Where the console is.
    address: SocketAddr,
    url: String,
}

impl Shipped {
    /// Starts a gateway.
    ///
    /// # Panics
    /// When it does not start, or the shipped files lack what is to be changed in them.
    pub fn start(shipping: &Shipping) -> Self {
        let directory = Directory::new();
        let (plain, tls) = (free_port(), free_port());
        prepare(shipping, &directory, plain.port(), tls.port());
        let program = shipping.server.program();
        let mut server = Command::new("sh");
        server.args(["-c", KEEPER, "sh"]).arg(&program).current_dir(directory.path());
        match shipping.server {
            Server::Nginx => server.args(["-c", "nginx.conf", "-p"]).arg(directory.path()),
            Server::Caddy => server.args(["run", "--adapter", "caddyfile", "--config", "site.Caddyfile"]),
        };
        for variable in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"] {
            server.env(variable, directory.path());
        }
        let log = fs::File::create(directory.path().join("server.log"));
        let log = log.unwrap_or_else(|error| panic!("no file for what {shipping:?} says: {error}"));
        let keeper = server.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(log).spawn();
        let keeper = keeper.unwrap_or_else(|error| panic!("no shell to start a server with: {error}"));
        let (scheme, address) =
            if shipping.uses_tls() { ("https://ann:change%20me@", tls) } else { ("http://", plain) };
        let path = if shipping.site == "under-a-path" { "console/" } else { "" };
        let url = format!("{scheme}localhost:{}/{path}", address.port());
        let shipped = Self { keeper, directory, plain, address, url };
        shipped.wait_until_there(&program);
        shipped
    }

    fn wait_until_there(&self, program: &Path) {
        let begun = Instant::now();
        while TcpStream::connect(self.address).is_err() {
            if begun.elapsed() > PATIENCE {
                panic!(
                    "{} does not start. It is started with `cargo xtask test e2e`; NGINX and CADDY name the programs. \
                     It says:\n{}",
                    program.display(),
                    self.said()
                );
            }
            thread::sleep(PAUSE);
        }
    }

    fn said(&self) -> String {
        fs::read_to_string(self.directory.path().join("server.log")).unwrap_or_default()
    }

    /// Returns where the console is, with what it takes to sign in.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns where the console is listened for.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns all that the server has written by now: what it says, and what it logs of requests.
    pub fn logs(&self) -> String {
        let asked = fs::read_to_string(self.directory.path().join("access.log"));
        format!("{}{}", self.said(), asked.unwrap_or_default())
    }

    /// Asks the gateway, as a program does.
    pub fn ask(&self, request: &Asked<'_>) -> Answer {
        let scheme = if self.address == self.plain { "http" } else { "https" };
        request.send(scheme, self.address.port())
    }

    /// Asks where plain http is listened on.
    pub fn ask_plainly(&self, request: &Asked<'_>) -> Answer {
        request.send("http", self.plain.port())
    }
}

impl Drop for Shipped {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// Copies the shipped files into a directory with the changes made.
fn prepare(shipping: &Shipping, directory: &Directory, plain: u16, tls: u16) {
    let (kind, extension) = shipping.server.files();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy").join(kind);
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tls");
    let mut changes = shipping.changes.clone();
    match shipping.server {
        Server::Nginx => changes.push(("listen 80".to_owned(), format!("listen 127.0.0.1:{plain}"))),
        Server::Caddy => {
            changes.push(("admin off".to_owned(), "admin off\n\tdefault_bind 127.0.0.1".to_owned()));
            changes.push(("http:// {".to_owned(), format!("http://:{plain} {{")));
        }
    }
    if shipping.uses_tls() {
        changes.push((
            "/etc/ssl/connector-console.pem".to_owned(),
            own.join("localhost.pem").display().to_string(),
        ));
        changes.push((
            "/etc/ssl/private/connector-console.key".to_owned(),
            own.join("localhost.key").display().to_string(),
        ));
        match shipping.server {
            Server::Nginx => changes.push(("listen 443".to_owned(), format!("listen 127.0.0.1:{tls}"))),
            Server::Caddy => {
                changes.push(("console.example {".to_owned(), format!("console.example:{tls} {{")))
            }
        }
    } else if shipping.server == Server::Caddy {
        changes.push(("console.example {".to_owned(), format!("console.example:{plain} {{")));
    }
    // A name that leads to this machine everywhere.
    changes.push(("console.example".to_owned(), "localhost".to_owned()));

    let site = PathBuf::from(format!("{}.{extension}", shipping.site));
    let mut files = BTreeMap::new();
    read(&shipped, Path::new(""), &mut files);
    let mut missing = changes.clone();
    for (name, mut text) in files {
        let is_site = name == site;
        if name.extension() == site.extension() && name.parent() == site.parent() && !is_site {
            continue;
        }
        for (from, to) in &changes {
            if text.contains(from) {
                missing.retain(|(missing, _)| missing != from);
                text = text.replace(from, to);
            }
        }
        let name = if is_site { PathBuf::from(format!("site.{extension}")) } else { name };
        write(directory, &name, &text);
        // What people copy and put their own into.
        if let Some(copied) = name.to_str().and_then(|name| name.strip_suffix(".example")) {
            write(directory, Path::new(copied), &text);
        }
    }
    assert!(missing.is_empty(), "{} lacks {missing:?}", shipped.display());
    shipping.own.iter().for_each(|(name, text)| write(directory, Path::new(name), text));
    if shipping.server == Server::Nginx {
        write(directory, Path::new("nginx.conf"), NGINX);
    }
}

/// Reads all files below a directory.
fn read(root: &Path, below: &Path, files: &mut BTreeMap<PathBuf, String>) {
    let entries = fs::read_dir(root.join(below));
    for entry in entries.unwrap_or_else(|error| panic!("{}: {error}", root.display())).flatten() {
        let name = below.join(entry.file_name());
        if entry.path().is_dir() {
            read(root, &name, files);
        } else {
            let text = fs::read_to_string(entry.path());
            files.insert(name, text.unwrap_or_else(|error| panic!("{}: {error}", entry.path().display())));
        }
    }
}

fn write(directory: &Directory, name: &Path, text: &str) {
    let path = directory.path().join(name);
    let parent = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = parent.and_then(|()| fs::write(&path, text));
    written.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// Returns a port that nobody listens on, and that no outgoing connection is given.
fn free_port() -> SocketAddr {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let beginning = u16::try_from(std::process::id() % 1000).unwrap_or_default() * 10;
    (0..10_000)
        .map(|_| 20_000 + (beginning + NEXT.fetch_add(1, Ordering::Relaxed)) % 10_000)
        .map(|port| SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
        .find(|address| TcpListener::bind(address).is_ok())
        .unwrap_or_else(|| panic!("no port for a server"))
}

/// A request as a program sends it, byte for byte.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    method: &'a str,
    host: &'a str,
    target: &'a str,
    headers: Vec<String>,
    body: Option<Vec<u8>>,
}

impl<'a> Asked<'a> {
    /// Returns a plain read.
    pub fn get(target: &'a str) -> Self {
        Self { method: "GET", host: "localhost", target, headers: Vec::new(), body: None }
    }

    /// Returns a call as the console sends it: with its mark, from its own page.
    pub fn post(target: &'a str) -> Self {
        let marked = Self { method: "POST", body: Some(Vec::new()), ..Self::get(target) };
        marked.header("X-Requested-With: connector-console")
    }

    /// Returns the same with another method.
    #[must_use]
    pub fn method(self, method: &'a str) -> Self {
        Self { method, ..self }
    }

    /// Returns the same to another name.
    #[must_use]
    pub fn host(self, host: &'a str) -> Self {
        Self { host, ..self }
    }

    /// Returns the same with a header field, in place of another one of this name. `{own}` stands for the page's own
    /// origin.
    #[must_use]
    pub fn header(mut self, field: &str) -> Self {
        let name = field.split(':').next().unwrap_or_default();
        self.headers.retain(|other| !other.starts_with(&format!("{name}:")));
        self.headers.push(field.to_owned());
        self
    }

    /// Returns the same with a body.
    #[must_use]
    pub fn body(self, body: impl Into<Vec<u8>>) -> Self {
        Self { body: Some(body.into()), ..self }
    }

    fn send(&self, scheme: &str, port: u16) -> Answer {
        let own = format!("{scheme}://{}:{port}", self.host);
        let mut headers: Vec<_> = self.headers.iter().map(|field| field.replace("{own}", &own)).collect();
        headers.extend(self.body.iter().map(|_| "Content-Type: application/json".to_owned()));
        let answered = if scheme == "http" {
            self.send_plainly(&headers, port)
        } else {
            self.curl(&headers, &own, port)
        };
        let bytes = answered.unwrap_or_else(|error| panic!("{self:?}: {error}"));
        Answer::read(&bytes)
    }

    fn send_plainly(&self, headers: &[String], port: u16) -> io::Result<Vec<u8>> {
        let mut server = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        server.set_read_timeout(Some(PATIENCE))?;
        let Self { method, host, target, body, .. } = self;
        let mut request = format!("{method} {target} HTTP/1.1\r\nHost: {host}:{port}\r\n");
        headers.iter().for_each(|header| request.extend([header, "\r\n"]));
        request.extend(body.as_ref().map(|body| format!("Content-Length: {}\r\n", body.len())));
        server.write_all(format!("{request}\r\n").as_bytes())?;
        // A server may answer before it has read all of it.
        let _ = server.write_all(body.as_deref().unwrap_or_default());
        let mut answer = Vec::new();
        let mut part = [0; 65536];
        // Not all answers end with the connection.
        while !is_whole(&answer) {
            match server.read(&mut part)? {
                0 => break,
                length => answer.extend_from_slice(&part[..length]),
            }
        }
        Ok(answer)
    }

    fn curl(&self, headers: &[String], origin: &str, port: u16) -> io::Result<Vec<u8>> {
        let mut curl = Command::new("curl");
        // HTTP/2 where the server offers it.
        curl.args([
            "--silent",
            "--show-error",
            "--include",
            "--insecure",
            "--path-as-is",
            "--http2",
            "--noproxy",
            "*",
        ]);
        curl.arg("--max-time").arg(PATIENCE.as_secs().to_string()).arg("--request").arg(self.method);
        curl.arg("--connect-to").arg(format!("::127.0.0.1:{port}")).arg(format!("{origin}{}", self.target));
        for header in headers {
            curl.arg("--header").arg(header);
        }
        if let Some(body) = &self.body {
            curl.arg("--data-binary").arg(String::from_utf8_lossy(body).as_ref());
        }
        let output = curl.output()?;
        if output.status.success() {
            Ok(output.stdout)
        } else {
            Err(io::Error::other(String::from_utf8_lossy(&output.stderr)))
        }
    }
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// The protocol of the answer: `HTTP/1.1`.
    pub protocol: String,
    /// The status.
    pub status: u16,
    headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    fn read(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("no answer: {}", String::from_utf8_lossy(bytes)));
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.lines();
        let mut status = lines.next().unwrap_or_default().splitn(3, ' ');
        let protocol = status.next().unwrap_or_default().to_owned();
        let status = status.next().and_then(|status| status.parse().ok()).unwrap_or_default();
        let headers = lines.filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let mut answer = Self { protocol, status, headers, body: bytes[end + 4..].to_owned() };
        if answer.header("Transfer-Encoding") == "chunked" {
            answer.body = joined(&answer.body);
        }
        answer
    }

    /// All values of a header field, one behind the other.
    pub fn header(&self, name: &str) -> String {
        let values = self.headers.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
        values.map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(" | ")
    }
}

/// Returns whether an answer that tells its length has come to its end.
fn is_whole(answer: &[u8]) -> bool {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let head = Answer::read(&answer[..end + 4]);
    head.header("Content-Length").parse().is_ok_and(|length: usize| answer.len() >= end + 4 + length)
}

/// Puts the chunks of a body together.
fn joined(mut chunks: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = chunks.windows(2).position(|two| two == b"\r\n") {
        let length =
            str::from_utf8(&chunks[..end]).ok().and_then(|length| usize::from_str_radix(length, 16).ok());
        let length = length.unwrap_or_default();
        body.extend_from_slice(&chunks[end + 2..][..length]);
        chunks = chunks.get(end + 2 + length + 2..).unwrap_or_default();
    }
    body
}
