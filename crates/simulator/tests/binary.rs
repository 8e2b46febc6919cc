//! The binary `simulator`: what it prints, and how it fails.

use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Output, Stdio};

use crate::support::{exchange, post_text};

/// The binary, running; it ends with this.
pub struct Running {
    child: Child,
    /// Where it says that it listens.
    pub address: SocketAddr,
}

impl Running {
    pub fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_simulator"))
            .args(["--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once("http://").unwrap().1.parse().unwrap();
        Self { child, address }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_simulator")).args(arguments).output().unwrap()
}

/// Ends with this code, says why on the standard error and nothing on the standard output.
fn fails(arguments: &[&str], code: i32, words: &str) -> String {
    let output = run(arguments);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{error}");
    assert!(error.contains(words), "{error}");
    assert!(output.stdout.is_empty());
    error
}

/// Exactly one sentence.
fn does_not_start(arguments: &[&str], words: &str) {
    let error = fails(arguments, 1, words);
    assert!(error.starts_with("simulator: ") && error.lines().count() == 1, "{error}");
}

#[test]
fn wrong_arguments_are_named() {
    fails(&["--task", "3"], 2, "--task");
    fails(&["--tasks", "many"], 2, "many");
    fails(&["--tasks"], 2, "--tasks");
    fails(&["--latency", "-1"], 2, "-1");
    fails(&["--listen", "8088"], 2, "'8088'");
    fails(&["--oms", r#"{"onn":true}"#], 2, "onn");
    fails(&["surplus"], 2, "surplus");
}

#[test]
fn a_port_in_use_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    does_not_start(&["--listen", &address], &format!("{address} is in use"));
}

#[test]
fn a_script_that_cannot_be_read_is_named() {
    does_not_start(&["--faults", "/nonexistent/faults.json"], "/nonexistent/faults.json");
    does_not_start(&["--faults", env!("CARGO_BIN_EXE_simulator")], "not a script of faults");
}

#[test]
fn help_is_given() {
    let output = run(&["--help"]);
    assert!(output.status.success());
    assert!(String::from_utf8(output.stdout).unwrap().contains("--listen"));
}

#[test]
fn it_answers_reads_unless_it_is_told_otherwise() {
    let read = |arguments: &[&str]| {
        let host = Running::start(arguments);
        exchange(host.address, &post_text("/api/v2?Action=ListProjects"))
    };
    assert_eq!(read(&[]).json()["data"].as_array().unwrap().len(), 10);
    assert_eq!(read(&["--fleet"]).json()["totalCount"], 600);
    assert_eq!(read(&["--oms", r#"{"on":false}"#]).status, 404);
}
