//! A directory of a test's own, for files that go into the browser and come out of it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, process};

/// An empty directory. Dropping it deletes it with all that is in it.
#[derive(Debug)]
pub struct Directory(PathBuf);

impl Directory {
    /// Returns a directory that nobody else uses.
    ///
    /// # Panics
    /// When it cannot be made.
    #[expect(clippy::new_without_default, reason = "it makes something on the disk")]
    pub fn new() -> Self {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let name = format!("connector-console-{}-{}", process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let directory = Self(env::temp_dir().join(name));
        fs::create_dir(&directory.0).unwrap_or_else(|error| panic!("no directory for a test: {error}"));
        directory
    }

    /// Returns a directory with the files of another one.
    pub(crate) fn copy_of(other: &Path) -> Self {
        let directory = Self::new();
        let files = fs::read_dir(other).unwrap_or_else(|error| panic!("{}: {error}", other.display()));
        for file in files.flatten().filter(|file| file.path().is_file()) {
            let copied = fs::copy(file.path(), directory.0.join(file.file_name()));
            copied.unwrap_or_else(|error| panic!("{}: {error}", file.path().display()));
        }
        directory
    }

    /// Returns where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file and returns where it is.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, content).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        path
    }

    /// Makes a file of so many bytes, which takes no room on the disk, and returns where it is.
    ///
    /// # Panics
    /// When it cannot be made.
    pub fn write_nothing(&self, name: &str, bytes: u64) -> PathBuf {
        let path = self.write(name, "");
        let file = fs::File::options().write(true).open(&path);
        let sized = file.and_then(|file| file.set_len(bytes));
        sized.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        path
    }

    /// Takes a file out of it, if it is there, and returns its text. One that is empty keeps a place for what
    /// the browser has not written yet.
    pub fn take(&self, name: &str) -> Option<String> {
        let path = self.0.join(name);
        let text = fs::read_to_string(&path).ok().filter(|text| !text.is_empty())?;
        fs::remove_file(path).ok()?;
        Some(text)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        // What is left behind lies among the system's temporary files.
        let _ = fs::remove_dir_all(&self.0);
    }
}
