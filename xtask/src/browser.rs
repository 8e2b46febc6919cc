//! The browsers that tests run in, and the drivers that steer them.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use serde_json::json;

use crate::{
    progress::say,
    tools::{self, apt_get_install, can_apt_get, find_program},
};

/// Chromium and its driver.
#[derive(Debug, PartialEq, Eq)]
pub struct Browser {
    /// The browser itself.
    pub chromium: PathBuf,
    /// The program that steers it, of the same version.
    pub driver: PathBuf,
}

/// Chromium without windows, as Debian installs it: the same engine in half the time. What is on `PATH` starts this as a
/// child, which goes on when the driver ends the parent.
const HEADLESS_SHELL: &str = "/usr/lib/chromium/chromium-headless-shell";

impl Browser {
    /// Finds both, or installs them where that is possible.
    ///
    /// # Errors
    /// When that is not possible.
    pub fn ready() -> Result<Browser> {
        if let Some(browser) = Browser::find() {
            return Ok(browser);
        }
        if can_apt_get() {
            apt_get_install(&["chromium", "chromium-driver"])?;
        }
        Browser::find().context(
            "Chromium or its driver, which the wasm and the browser tests run in, is missing: install both (on \
             Debian as root: apt-get install chromium chromium-driver), or set CHROMIUM and CHROMEDRIVER to the two \
             programs",
        )
    }

    /// Finds a Chromium without windows, or installs it. The tests need none, and are done sooner with it.
    pub fn shell() -> Option<PathBuf> {
        let find = || program("HEADLESS_SHELL", &[HEADLESS_SHELL]);
        if find().is_none()
            && can_apt_get()
            && let Err(error) = apt_get_install(&["chromium-headless-shell"])
        {
            say(&format!("Going on with Chromium itself, which takes longer: {error:#}."));
        }
        find()
    }

    fn find() -> Option<Browser> {
        Some(Browser {
            chromium: program(
                "CHROMIUM",
                &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
            )?,
            driver: program("CHROMEDRIVER", &["chromedriver"])?,
        })
    }

    /// Writes down for wasm-bindgen's test runner which browser to use, and tells where.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write_capabilities(&self, directory: &Path) -> Result<PathBuf> {
        let file = directory.join("webdriver.json");
        // The runner itself adds that there is no window, and no sandbox, which root has none of.
        let capabilities = json!({ "goog:chromeOptions": { "binary": self.chromium } });
        let written = fs::create_dir_all(directory).and_then(|()| fs::write(&file, capabilities.to_string()));
        written.context("preparing the browser failed")?;
        Ok(file)
    }
}

/// Firefox and its driver.
#[derive(Debug, PartialEq, Eq)]
pub struct Firefox {
    /// The browser itself.
    pub firefox: PathBuf,
    /// The program that steers it.
    pub driver: PathBuf,
}

impl Firefox {
    /// Finds both, or installs them where that is possible.
    ///
    /// # Errors
    /// When that is not possible.
    pub fn ready() -> Result<Firefox> {
        let find = || program("FIREFOX", &["firefox-esr", "firefox"]);
        if find().is_none() && can_apt_get() {
            apt_get_install(&["firefox-esr"])?;
        }
        let firefox = find().context(
            "Firefox, which some of the browser tests run in, too, is missing: install it (on Debian as root: apt-get \
             install firefox-esr), or set FIREFOX to the program",
        )?;
        let driver = program("GECKODRIVER", &["geckodriver"]).map_or_else(tools::geckodriver, Ok)?;
        Ok(Firefox { firefox, driver })
    }
}

/// Returns the program that a variable names, or the first of these names that is on `PATH`.
fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    let named = env::var_os(variable).map(PathBuf::from).filter(|program| program.is_file());
    named.or_else(|| names.iter().find_map(|name| find_program(name)))
}
