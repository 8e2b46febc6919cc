//! What must hold of any text that the console reads: answers, links, pasted lists, records, settings.
//!
//! Each [`Target`] takes bytes, and panics where something does not hold. The corpora in `corpus/` are inputs that
//! libFuzzer found to lead to different places of the code, and are tried by the tests.

pub mod corpus;
mod targets;

/// One kind of input with what must hold of it.
pub struct Target {
    /// Its name, and that of its corpus.
    pub name: &'static str,
    /// Directories below the checkout with good inputs to begin with.
    pub seeds: &'static [&'static str],
    /// Words that inputs of this kind have.
    pub words: &'static [&'static str],
    /// Panics where something does not hold.
    pub check: fn(&[u8]),
}

const JSON: &[&str] =
    &["{", "}", "[", "]", "\":", ",\"", "null", "true", "false", "\\u0000", "\\\"", "1E400"];

/// All of them.
pub const TARGETS: [Target; 7] = [
    Target {
        name: "replies",
        seeds: &["crates/console-core/src/openapi/samples"],
        words: &[
            "isSuccess",
            "success",
            "errCode",
            "errMsg",
            "errorDetail",
            "retryable",
            "result",
            "c4n4ry-secret",
        ],
        check: targets::replies,
    },
    Target {
        name: "openapi",
        seeds: &["crates/console-core/src/openapi/samples"],
        words: JSON,
        check: targets::openapi,
    },
    Target {
        name: "links",
        seeds: &["fuzz/seeds/links"],
        words: &[
            "task=",
            "op=",
            "q=",
            "sort=",
            "&",
            "%20",
            "%25",
            "history",
            "at=",
            "zone=",
            "subtopic=",
            "remove=",
        ],
        check: targets::links,
    },
    Target {
        name: "imports",
        seeds: &["fuzz/seeds/imports", "crates/console-core/src/persistence/golden"],
        words: &[
            "10.0.0.5-9000:connector_v2:np_1-incr_trans-1-0:0003000002",
            "taskName=",
            "name",
            "sep=",
            "\t",
            ",",
        ],
        check: targets::imports,
    },
    Target {
        name: "records",
        seeds: &["crates/console-core/src/persistence/golden"],
        words: JSON,
        check: targets::records,
    },
    Target {
        name: "settings",
        seeds: &["static", "deploy/examples", "fuzz/seeds/settings"],
        words: JSON,
        check: targets::settings,
    },
    Target {
        name: "secrets",
        seeds: &["fuzz/seeds/secrets"],
        words: &[
            "password",
            "=",
            ":",
            "://",
            "@",
            "Basic ",
            "-----BEGIN PRIVATE KEY-----",
            "\\\"",
            "${",
            "}",
            "name",
        ],
        check: targets::secrets,
    },
];

/// Returns the target of this name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
