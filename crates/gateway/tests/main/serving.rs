//! The built console comes to a browser as a gateway sends it.

use crate::support::{Directory, Reply, ask};
use gateway::{CONTENT_SECURITY_POLICY, Config, Gateway};

fn serve(directory: &Directory, change: impl FnOnce(&mut Config)) -> Gateway {
    let mut config = Config::new(directory.console());
    change(&mut config);
    Gateway::start(config).unwrap()
}

fn get(server: &Gateway, path: &str) -> Reply {
    ask(server.address(), "GET", path, "")
}

#[test]
fn files_come_with_their_type_and_are_kept_as_long_as_they_hold() {
    let directory = Directory::with_console();
    let server = serve(&directory, |_| {});
    for (path, content_type, cache, body) in [
        ("/", "text/html", "no-cache", "<!doctype html>console"),
        ("/?task=a%20b&op=stop", "text/html", "no-cache", "<!doctype html>console"),
        ("/index.html", "text/html", "no-cache", "<!doctype html>console"),
        ("/tasks.json", "application/json", "no-cache", "{}"),
        ("/app-0123456789abcdef.js", "text/javascript", "public, max-age=31536000, immutable", "plain"),
        ("/app-0123456789abcdef_bg.wasm", "application/wasm", "public, max-age=31536000, immutable", "\0asm"),
    ] {
        let reply = get(&server, path);
        assert_eq!(reply.status(), "200", "{path}");
        assert_eq!(reply.header("Content-Type"), Some(content_type), "{path}");
        assert_eq!(reply.header("Cache-Control"), Some(cache), "{path}");
        assert_eq!(reply.text(), body, "{path}");
    }
}

#[test]
fn every_response_carries_the_policy_and_closes_the_connection() {
    let directory = Directory::with_console();
    let server = serve(&directory, |_| {});
    for (method, path) in [("GET", "/"), ("GET", "/none"), ("POST", "/"), ("GET", "/connector/x")] {
        let reply = ask(server.address(), method, path, "");
        assert_eq!(reply.header("Content-Security-Policy"), Some(CONTENT_SECURITY_POLICY), "{method} {path}");
        assert_eq!(reply.header("X-Content-Type-Options"), Some("nosniff"), "{method} {path}");
        assert_eq!(reply.header("Referrer-Policy"), Some("no-referrer"), "{method} {path}");
        assert_eq!(reply.header("Connection"), Some("close"), "{method} {path}");
        assert!(reply.ended, "{method} {path}");
    }
    let server = serve(&directory, |config| config.csp = false);
    assert_eq!(get(&server, "/").header("Content-Security-Policy"), None);
}

#[test]
fn a_compressed_sibling_is_sent_to_those_who_take_it() {
    let directory = Directory::with_console();
    let server = serve(&directory, |_| {});
    for (accept, encoding, body) in [
        ("gzip, deflate, br", Some("br"), "brotlied"),
        ("gzip", Some("gzip"), "gzipped"),
        ("br;q=0, gzip;q=0", None, "plain"),
        ("identity", None, "plain"),
    ] {
        let lines = format!("Accept-Encoding: {accept}\r\n");
        let reply = ask(server.address(), "GET", "/app-0123456789abcdef.js", &lines);
        assert_eq!(reply.header("Content-Encoding"), encoding, "{accept}");
        assert_eq!(reply.header("Content-Type"), Some("text/javascript"), "{accept}");
        assert_eq!(reply.header("Vary"), Some("Accept-Encoding"), "{accept}");
        assert_eq!(reply.text(), body, "{accept}");
    }
}

#[test]
fn head_tells_the_length_and_sends_nothing() {
    let directory = Directory::with_console();
    let server = serve(&directory, |_| {});
    let reply = ask(server.address(), "HEAD", "/", "");
    assert_eq!((reply.status(), reply.header("Content-Length"), reply.text()), ("200", Some("22"), ""));
}

#[test]
fn nothing_outside_the_directory_is_reached() {
    let directory = Directory::with_console();
    let server = serve(&directory, |_| {});
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2E%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/a/../../secret.txt",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/index.html%00.txt",
        "/console",
        "secret.txt",
    ] {
        let reply = get(&server, path);
        assert!(matches!(reply.status(), "400" | "404" | "500"), "{path}: {}", reply.head);
        assert!(!reply.text().contains("secret"), "{path}");
    }
}

#[test]
fn under_a_base_path_there_is_nothing_beside_it() {
    let directory = Directory::with_console();
    let server = serve(&directory, |config| config.base_path = "console".to_owned());
    assert_eq!(server.url(), format!("http://{}/console/", server.address()));
    for path in ["/console/", "/console/index.html", "/console/?op=stop"] {
        assert_eq!(get(&server, path).text(), "<!doctype html>console", "{path}");
    }
    for path in ["/", "/index.html", "/console/console/", "/consoles/"] {
        assert_eq!(get(&server, path).status(), "404", "{path}");
    }
    let moved = get(&server, "/console?task=a&op=stop");
    assert_eq!((moved.status(), moved.header("Location")), ("301", Some("/console/?task=a&op=stop")));
}

#[test]
fn an_override_stands_in_for_a_file() {
    let directory = Directory::with_console();
    let server = serve(&directory, |config| {
        config.overrides.insert("tasks.json".to_owned(), br#"{"tasks": ["a"]}"#.to_vec());
    });
    let reply = get(&server, "/tasks.json");
    assert_eq!(reply.header("Content-Type"), Some("application/json"));
    assert_eq!(reply.text(), r#"{"tasks": ["a"]}"#);
}

#[test]
fn files_can_only_be_read() {
    let directory = Directory::with_console();
    let server = serve(&directory, |_| {});
    let reply = ask(server.address(), "POST", "/", "X-Requested-With: connector-console\r\n");
    assert_eq!((reply.status(), reply.header("Allow")), ("405", Some("GET,HEAD")));
}

#[test]
fn a_dropped_server_no_longer_answers() {
    let directory = Directory::with_console();
    let server = serve(&directory, |_| {});
    let address = server.address();
    drop(server);
    assert!(std::net::TcpStream::connect(address).is_err());
}
