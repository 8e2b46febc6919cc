//! Packages of npm's, installed as a lock file beside them says.

use std::{fs, path::Path, process::Command};

use anyhow::{Context as _, Result, ensure};

use crate::{process::run_fetching, progress::step, tools::has_npm};

/// The copy of the lock file that tells which packages are installed.
const INSTALLED: &str = "node_modules/.installed-package-lock.json";

/// A list of the packages that one lock file has.
pub struct Packages {
    /// What they are, to be said.
    pub what: &'static str,
    /// What is missing without them.
    pub purpose: &'static str,
    /// What installing them costs.
    pub cost: &'static str,
}

impl Packages {
    /// Installs them in the directory of the lock file, unless these are the ones that are installed.
    ///
    /// # Errors
    /// When there is no Node.js, or npm fails.
    pub fn install(&self, directory: &Path) -> Result<()> {
        ensure!(has_npm(), "node or npm, for {}, is missing: install Node.js", self.purpose);
        let doing = format!("installing {}", self.what);
        let lock = fs::read(directory.join("package-lock.json")).context("reading the lock file failed")?;
        let installed = directory.join(INSTALLED);
        if fs::read(&installed).is_ok_and(|installed| installed == lock) {
            return Ok(());
        }
        let modules = directory.join("node_modules");
        let what =
            format!("Installing {} from npm into {} (once; {})", self.what, modules.display(), self.cost);
        step(&what, || {
            let mut npm = Command::new("npm");
            npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(directory);
            run_fetching(&mut npm, &doing)?;
            fs::write(installed, lock).with_context(|| format!("{doing} failed"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkout::root;

    #[test]
    fn the_packages_are_pinned_and_the_lock_files_name_no_registry() {
        for directory in ["bench", "e2e/axe"] {
            let read = |file: &str| fs::read_to_string(root().join(directory).join(file)).unwrap();
            let package: serde_json::Value = serde_json::from_str(&read("package.json")).unwrap();
            let versions = ["dependencies", "devDependencies"].map(|kind| package[kind].as_object());
            for (name, version) in versions.into_iter().flatten().flatten() {
                let version = version.as_str().unwrap();
                assert!(version.starts_with(|first: char| first.is_ascii_digit()), "{name} {version}");
            }
            let lock = read("package-lock.json");
            assert!(lock.contains("\"integrity\"") && !lock.contains("\"resolved\""), "{directory}");
        }
    }
}
