//! The notices of what others wrote and the built console has in it.
//!
//! They are made of the licence files that the crates come with, each text once, below the crates that have it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::{checkout::root, process::output};

/// The name of the file beside the page.
pub const FILE: &str = "third-party-notices.txt";

/// How the names of files with a licence or a notice begin.
const LICENCE_FILES: [&str; 5] = ["LICEN", "COPY", "NOTICE", "UNLICEN", "AUTHORS"];

/// What a crate without such a file is licensed under, if it says so.
const MIT: &str = "\
MIT License

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the \"Software\"), to deal in the Software without restriction, including without limitation
the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to
permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.";

const HEAD: &str = "\
Third-party notices of the Connector Console

The console contains software that others wrote: the crates below, and the standard library of Rust. Names are
followed by versions and by the licences that their authors give. Each text stands once, below all that have it.
";

const LIBRARY: &str = "The standard library of Rust";

/// Writes the notices into the directory of a built console.
///
/// # Errors
/// When cargo does not tell the crates, or a licence is missing.
pub fn write(directory: &Path) -> Result<()> {
    let notices = notices().context("collecting the third-party notices failed")?;
    fs::write(directory.join(FILE), notices).context("writing the third-party notices failed")
}

fn notices() -> Result<String> {
    let crates = built_in()?;
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut notices = format!("{HEAD}\n");
    for Crate { name, licence, .. } in &crates {
        notices.push_str(&format!("  {name}: {licence}\n"));
    }
    for one in &crates {
        for text in one.texts()? {
            texts.entry(text).or_default().insert(one.name.clone());
        }
    }
    let mut sections: Vec<_> = texts
        .into_iter()
        .map(|(text, names)| (names.into_iter().collect::<Vec<_>>().join(", "), text))
        .collect();
    sections.sort();
    sections.push((LIBRARY.to_owned(), library()?));
    for (names, text) in sections {
        notices.push_str(&format!("\n{}\n{names}\n\n{text}\n", "=".repeat(80)));
    }
    Ok(notices)
}

/// A crate that is compiled into the console.
struct Crate {
    /// Its name and version.
    name: String,
    /// Its licences as an SPDX expression.
    licence: String,
    authors: Vec<String>,
    directory: PathBuf,
}

impl Crate {
    /// Returns the texts of its licences, or that of the MIT licence for want of a file.
    fn texts(&self) -> Result<Vec<String>> {
        let mut texts = Vec::new();
        for entry in fs::read_dir(&self.directory)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
            if path.is_file() && LICENCE_FILES.iter().any(|begin| name.starts_with(begin)) {
                texts.push(tidy(&String::from_utf8_lossy(&fs::read(&path)?)));
            }
        }
        if texts.is_empty() {
            let Self { name, licence, authors, .. } = self;
            ensure!(licence.contains("MIT"), "{name} ({licence}) has no file with its licence");
            let holders = if authors.is_empty() { "the authors".to_owned() } else { authors.join(", ") };
            texts.push(format!("Copyright (c) {holders}\n\n{MIT}"));
        }
        Ok(texts)
    }
}

/// Returns a text without differences that nobody sees.
fn tidy(text: &str) -> String {
    let lines: Vec<_> = text.trim_start_matches('\u{feff}').lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// Returns the crates of others that are compiled into the console, in the order of their names.
fn built_in() -> Result<Vec<Crate>> {
    let cargo = |arguments: &[&str]| {
        let mut cargo = Command::new("cargo");
        output(cargo.args(arguments).arg("--offline").current_dir(root()))
            .context("asking cargo for the crates failed")
    };
    const TARGET: &str = "wasm32-unknown-unknown";
    let tree = cargo(&[
        "tree",
        "--package=connector-console",
        "--features=split",
        "--edges=normal,no-proc-macro",
        "--target",
        TARGET,
        "--prefix=none",
        "--format={p}",
    ])?;
    // A line is `name v1.0.0`, `name v1.0.0 (*)` or, for this project's own, `name v1.0.0 (/path)`.
    let built: BTreeSet<_> =
        tree.lines().filter_map(|line| line.split(' ').next().zip(line.split(' ').nth(1))).collect();
    let metadata = cargo(&["metadata", "--format-version=1", "--filter-platform", TARGET])?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let mut crates = Vec::new();
    for package in
        metadata["packages"].as_array().into_iter().flatten().filter(|package| !package["source"].is_null())
    {
        let text = |member: &str| package[member].as_str().unwrap_or_default();
        let (name, version) = (text("name"), format!("v{}", text("version")));
        if !built.contains(&(name, version.as_str())) {
            continue;
        }
        let authors = package["authors"].as_array().into_iter().flatten().filter_map(Value::as_str);
        crates.push(Crate {
            name: format!("{name} {}", text("version")),
            licence: text("license").replace('/', " OR "),
            authors: authors.map(str::to_owned).collect(),
            directory: Path::new(text("manifest_path")).parent().map(Path::to_path_buf).unwrap_or_default(),
        });
    }
    ensure!(!crates.is_empty(), "cargo named no crate");
    crates.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(crates)
}

/// Returns the notices of Rust's standard library, which come with the compiler.
fn library() -> Result<String> {
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]).current_dir(root()));
    let directory = Path::new(&sysroot.context("asking rustc where it is failed")?).join("share/doc/rust");
    let read = |name: &str| {
        let path = directory.join(name);
        fs::read_to_string(&path)
            .with_context(|| format!("{} is missing: install Rust with rustup", path.display()))
    };
    let mut notices = plain(&read("COPYRIGHT-library.html")?);
    for licence in ["MIT", "Apache-2.0", "Unicode-3.0"] {
        notices.push_str(&format!(
            "\n\n{}\n\n{}",
            "-".repeat(80),
            tidy(&read(&format!("licenses/{licence}.txt"))?)
        ));
    }
    Ok(notices)
}

/// Returns the text of a page without its tags and without the blank lines that they leave.
fn plain(html: &str) -> String {
    let body = html.split_once("<body>").map_or(html, |(_, body)| body);
    let mut text = String::new();
    for piece in body.split('<') {
        text.push_str(piece.split_once('>').map_or(piece, |(_, after)| after));
    }
    for (escaped, sign) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&amp;", "&")]
    {
        text = text.replace(escaped, sign);
    }
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line);
        }
    }
    lines.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_crate_that_is_built_in_has_its_licence() {
        let notices = notices().unwrap();
        for name in ["leptos 0.8", "wasm-bindgen 0.2", "icu_collections 2", "wasm_split_helpers 0.2"] {
            assert!(notices.contains(&format!("\n  {name}")), "{name}");
        }
        // What only helps to build it is not in it.
        for name in ["serde_derive", "leptos_macro", "simulator", "console-core"] {
            assert!(!notices.contains(&format!("\n  {name} ")), "{name}");
        }
        assert!(notices.contains("Permission is hereby granted") && notices.contains("Apache License"));
        assert!(notices.contains("UNICODE LICENSE V3") && notices.contains("Boost Software License"));
        assert!(notices.contains("dlmalloc"), "{LIBRARY}");
        assert!(!notices.contains(env!("CARGO_MANIFEST_DIR")));
    }

    #[test]
    fn a_page_is_read_as_its_text() {
        let html = "<html><title>x</title><body>\n<h1>Notices</h1>\n\n\n<p>Copyright &lt;a@b&gt; &amp;lt;</p>\n</body>";
        assert_eq!(plain(html), "Notices\n\nCopyright <a@b> &lt;");
    }
}
