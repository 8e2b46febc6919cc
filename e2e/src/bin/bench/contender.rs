//! The pages that are measured, each with a server of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use gateway::{Config, Gateway};

use crate::sample::Sample;

/// One of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The console, with its list stored in the browser.
    Console,
    /// Another build of it.
    OtherConsole,
    /// A page with nothing but AG Grid.
    AgGrid,
    /// A page of react-admin, which shows 25 tasks at a time.
    ReactAdmin,
}

impl Kind {
    /// Returns the page of this name in `bench/`.
    pub fn of_page(page: &str) -> Option<Self> {
        [Self::AgGrid, Self::ReactAdmin].into_iter().find(|kind| kind.page() == page)
    }

    /// Returns what `measure.js` calls it.
    pub fn page(self) -> &'static str {
        match self {
            Self::Console | Self::OtherConsole => "console",
            Self::AgGrid => "ag-grid",
            Self::ReactAdmin => "react-admin",
        }
    }

    /// Returns whether it is a build of the console.
    pub fn is_console(self) -> bool {
        matches!(self, Self::Console | Self::OtherConsole)
    }
}

/// A page that is served.
pub struct Contender {
    /// Which.
    pub kind: Kind,
    /// What it is called in the tables.
    pub name: String,
    directory: PathBuf,
    gateway: Gateway,
}

impl Contender {
    /// Serves a page from the directory where it was built, with the samples beside it.
    ///
    /// # Panics
    /// When it was not built.
    pub fn serve(kind: Kind, name: &str, directory: PathBuf, samples: &[Sample]) -> Self {
        let mut config = Config::new(&directory);
        config.overrides = match kind.is_console() {
            true => files(samples, "stored", Sample::stored),
            false => files(samples, "tasks", Sample::columns),
        };
        config.overrides.insert("tasks.json".to_owned(), br#"{"tasks":[]}"#.to_vec());
        // The other two insert style sheets, which the console's policy forbids.
        config.csp = kind.is_console();
        let gateway = Gateway::start(config);
        let gateway =
            gateway.unwrap_or_else(|error| panic!("{} cannot be served: {error}", directory.display()));
        Self { kind, name: name.to_owned(), directory, gateway }
    }

    /// Returns the address that shows so many tasks. The console shows what it has stored.
    pub fn address(&self, tasks: usize) -> String {
        match self.kind.is_console() {
            true => self.gateway.url(),
            false => format!("{}?tasks={tasks}", self.gateway.url()),
        }
    }

    /// Returns how many bytes these files of it have together, compressed with `gz` or `br`. The page itself is not
    /// among the files that it asks for.
    ///
    /// # Errors
    /// When one of them was not compressed.
    pub fn transferred(&self, files: &[String], extension: &str) -> io::Result<u64> {
        let mut bytes = 0;
        for file in files.iter().map(|file| file.trim_start_matches('/')).chain(["index.html"]) {
            let compressed = self.directory.join(format!("{file}.{extension}"));
            bytes += size(&compressed)?;
        }
        Ok(bytes)
    }
}

fn size(file: &Path) -> io::Result<u64> {
    let size = fs::metadata(file).map(|metadata| metadata.len());
    size.map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", file.display())))
}

fn files(samples: &[Sample], name: &str, content: fn(&Sample) -> Vec<u8>) -> BTreeMap<String, Vec<u8>> {
    let file = |sample: &Sample| (format!("{name}-{}.json", sample.count()), content(sample));
    samples.iter().map(file).collect()
}
