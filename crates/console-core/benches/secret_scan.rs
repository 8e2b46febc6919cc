//! How long the scanner of secrets takes with long texts that hold many beginnings of secrets: the time has to grow
//! with the text, not with its square. `cargo bench --package console-core`.

#![allow(missing_docs, reason = "a benchmark has no readers")]

use std::time::Instant;

use console_core::domain::secret::{dotted, has_secrets, mask_in_value};

/// Lengths in bytes. The longest is that of the longest text that is read.
const LENGTHS: [usize; 2] = [500_000, 2_000_000];

/// What the texts are made of.
const PARTS: &[&str] = &[
    "\"password\":\"x",
    ":",
    "password=",
    "password=x ",
    "      password=x",
    "://",
    "://a:b",
    "://a:b/",
    "://a:b@c,",
    "@",
    "a/b@",
    "oracle:",
    "oracle:a/b",
    "eyJ",
    "eyJ.",
    "Bearer ",
    "-----BEGIN PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----\"",
    "--password x ",
    "-u 'a:",
    "<password>",
    "<name>password</name><value>",
    "<a b=\"",
    "<password a>",
    "<password><![CDATA[",
    "a:b@",
    "a:b@tcp(",
    "://a;",
    "://a;b:c",
    "Basic YTpi",
    "\"name\":\"password\",\"value\":[",
    "{\"name\":\"password\",\"value\":{",
    "identified by ",
    "identified by '",
    "identified ",
    "\\",
    "\\\\\"",
    "\\u005c",
    "%25",
    "&amp;",
    "\" \"",
    "password(\\'",
    "${",
    "${a:",
    ":connector",
    "(not recorded)",
    "(hidden",
    "{",
    "[{\"k\":",
    "任务:",
    "*",
];

fn main() {
    println!("{:34} {:>10} {:>10} {:>7}", "text of", "0.5 MB", "2 MB", "ratio");
    for part in PARTS {
        let [short, long] = LENGTHS.map(|length| {
            let text = part.repeat(length / part.len());
            let begun = Instant::now();
            let _ = (has_secrets(&text), dotted(&text), mask_in_value("sink", "k", &text));
            begun.elapsed().as_secs_f64()
        });
        println!("{:34} {short:>8.3} s {long:>8.3} s {:>7.1}", format!("{part:?}"), long / short);
    }
}
