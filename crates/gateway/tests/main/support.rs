//! A served directory, and a client that shows every byte.

use std::{
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
};

/// A directory that goes away with the test.
pub struct Directory(pub PathBuf);

impl Directory {
    /// A console as it is built, with a file beside it that must never be served.
    pub fn with_console() -> Directory {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("gateway-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        let directory = Directory(std::env::temp_dir().join(name));
        fs::create_dir_all(directory.console()).unwrap();
        fs::write(directory.0.join("secret.txt"), "secret").unwrap();
        for (name, content) in [
            ("index.html", "<!doctype html>console"),
            ("tasks.json", "{}"),
            ("app-0123456789abcdef.js", "plain"),
            ("app-0123456789abcdef.js.gz", "gzipped"),
            ("app-0123456789abcdef.js.br", "brotlied"),
            ("app-0123456789abcdef_bg.wasm", "\0asm"),
        ] {
            fs::write(directory.console().join(name), content).unwrap();
        }
        directory
    }

    pub fn console(&self) -> PathBuf {
        self.0.join("console")
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What came back until the connection ended.
pub struct Reply {
    pub head: String,
    pub body: Vec<u8>,
    /// Whether the connection ended in order, and not with a reset.
    pub ended: bool,
}

impl Reply {
    pub fn status(&self) -> &str {
        self.head.get(9..12).unwrap_or("none")
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find_map(|(field, value)| field.eq_ignore_ascii_case(name).then_some(value))
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// Sends these bytes and reads to the end.
pub fn send(address: SocketAddr, request: &[u8]) -> Reply {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request).unwrap();
    let mut bytes = Vec::new();
    let ended = stream.read_to_end(&mut bytes).is_ok();
    let at = bytes.windows(4).position(|window| window == b"\r\n\r\n").map_or(bytes.len(), |at| at + 4);
    let body = bytes.split_off(at);
    Reply { head: String::from_utf8(bytes).unwrap(), body, ended }
}

/// Sends a request with these further header lines, each with its line end.
pub fn ask(address: SocketAddr, method: &str, target: &str, lines: &str) -> Reply {
    send(address, format!("{method} {target} HTTP/1.1\r\nHost: {address}\r\n{lines}\r\n").as_bytes())
}
