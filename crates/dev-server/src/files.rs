//! The console's files: which one a path means, and how a browser is told to read and to keep it.
//!
//! Nothing outside the served directory can be reached, and a compressed sibling (`.br`, `.gz`) is sent in a
//! file's place where the browser takes it, as a deployment's gateway does.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use percent_encoding::percent_decode_str;

/// What is served in place of a request for the directory itself.
const INDEX: &str = "index.html";

/// A directory of built files, and the few that are replaced for this server alone.
#[derive(Debug)]
pub(crate) struct Files {
    root: PathBuf,
    overrides: BTreeMap<String, Vec<u8>>,
}

/// One file, ready to be sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) content: Vec<u8>,
    pub(crate) content_type: &'static str,
    /// `br` or `gzip`, when a compressed sibling is sent.
    pub(crate) encoding: Option<&'static str>,
    pub(crate) cache_control: &'static str,
}

impl Files {
    /// Takes the directory as it is at this moment: links that lead out of it are refused later.
    ///
    /// # Errors
    /// When there is no such directory.
    pub(crate) fn new(root: &Path, overrides: BTreeMap<String, Vec<u8>>) -> io::Result<Files> {
        Ok(Files { root: root.canonicalize()?, overrides })
    }

    /// The file that a path (below the base path, without query) names, or `None` when there is none.
    pub(crate) fn find(&self, path: &str, accept_encoding: &str) -> Option<File> {
        let name = match plain_name(path)? {
            name if name.is_empty() => INDEX.to_owned(),
            name => name,
        };
        let content_type = content_type(&name);
        let cache_control = cache_control(&name);
        if let Some(content) = self.overrides.get(&name) {
            return Some(File { content: content.clone(), content_type, encoding: None, cache_control });
        }
        let plain = self.inside(&name)?;
        let compressed = [("br", "br"), ("gzip", "gz")].into_iter().find_map(|(encoding, extension)| {
            let sibling = accepts(accept_encoding, encoding).then(|| format!("{name}.{extension}"))?;
            Some((fs::read(self.inside(&sibling)?).ok()?, encoding))
        });
        let (content, encoding) = match compressed {
            Some((content, encoding)) => (content, Some(encoding)),
            None => (fs::read(plain).ok()?, None),
        };
        Some(File { content, content_type, encoding, cache_control })
    }

    fn inside(&self, name: &str) -> Option<PathBuf> {
        let path = self.root.join(name).canonicalize().ok()?;
        (path.starts_with(&self.root) && path.is_file()).then_some(path)
    }
}

/// A request's path as a relative name, or `None` for everything that could lead elsewhere: empty, dotted and
/// hidden segments, backslashes, control characters, and what is not UTF-8 when decoded.
fn plain_name(path: &str) -> Option<String> {
    let name = percent_decode_str(path).decode_utf8().ok()?;
    let harmless = |segment: &str| {
        !segment.is_empty()
            && !segment.starts_with('.')
            && !segment.contains(|c: char| c == '\\' || c == ':' || c.is_control())
    };
    (name.is_empty() || name.split('/').all(harmless)).then(|| name.into_owned())
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        // Anything else, and the browser compiles only after the last byte has come.
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// A name with a hash of its contents never means anything else; all other names are asked for again.
fn cache_control(name: &str) -> &'static str {
    let stem = name.split('.').next().unwrap_or(name);
    let hash = stem.strip_suffix("_bg").unwrap_or(stem).rsplit('-').next().unwrap_or_default();
    if (12..=16).contains(&hash.len()) && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}

/// Whether an `Accept-Encoding` names the encoding, and not with the weight nought.
fn accepts(accept_encoding: &str, encoding: &str) -> bool {
    accept_encoding.split(',').any(|choice| {
        let (name, weight) = choice.split_once(';').unwrap_or((choice, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0));
        name.trim().eq_ignore_ascii_case(encoding) && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_path_is_its_own_name() {
        assert_eq!(plain_name("").as_deref(), Some(""));
        assert_eq!(plain_name("tasks.json").as_deref(), Some("tasks.json"));
        assert_eq!(plain_name("snippets/a%20b.js").as_deref(), Some("snippets/a b.js"));
    }

    #[test]
    fn no_path_leads_out_of_the_directory() {
        for path in [
            "..",
            "../Cargo.toml",
            "a/../../Cargo.toml",
            "%2e%2e/Cargo.toml",
            "%2E./Cargo.toml",
            "..%2fCargo.toml",
            "/etc/passwd",
            "%2fetc/passwd",
            "a//b",
            ".stage/index.html",
            "..\\Cargo.toml",
            "a%5c..%5cb",
            "C:/boot.ini",
            "index.html%00.js",
            "a%0a",
            "%ff",
            "./index.html",
        ] {
            assert_eq!(plain_name(path), None, "{path}");
        }
    }

    #[test]
    fn only_hashed_names_are_kept_for_good() {
        for hashed in ["boot-4c96a684ba5251cd.js", "connector-console-1cd0cebdb5af4712_bg.wasm"] {
            assert!(cache_control(hashed).contains("immutable"), "{hashed}");
        }
        for plain in ["index.html", "tasks.json", "config.json", "connector-console.js", "a-deadbeef.js"] {
            assert_eq!(cache_control(plain), "no-cache", "{plain}");
        }
    }

    #[test]
    fn an_encoding_is_accepted_when_it_is_named_with_some_weight() {
        assert!(accepts("gzip, deflate, br, zstd", "br"));
        assert!(accepts("GZIP;q=0.5", "gzip"));
        assert!(!accepts("gzip;q=0, identity", "gzip"));
        assert!(!accepts("", "gzip"));
        assert!(!accepts("brotli", "br"));
    }
}
