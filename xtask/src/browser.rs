//! The browsers that tests run in, and the drivers that steer them.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use serde_json::json;

use crate::{
    failure::{Doing, Failure},
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

impl Browser {
    /// Finds both, or installs them where that is possible.
    ///
    /// # Errors
    /// [`Failure::Missing`] where it is not.
    pub fn ready() -> Result<Browser, Failure> {
        if let Some(browser) = Browser::find() {
            return Ok(browser);
        }
        if can_apt_get() {
            apt_get_install(&["chromium", "chromium-driver"])?;
        }
        Browser::find().ok_or(Failure::Missing {
            what: "Chromium or its driver, which the wasm and the browser tests run in,".to_owned(),
            advice: "install both (on Debian as root: apt-get install chromium chromium-driver), \
                     or set CHROMIUM and CHROMEDRIVER to the two programs",
        })
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
    pub fn write_capabilities(&self, directory: &Path) -> Result<PathBuf, Failure> {
        let file = directory.join("webdriver.json");
        // The runner itself adds that there is no window, and no sandbox, which root has none of.
        let capabilities = json!({ "goog:chromeOptions": { "binary": self.chromium } });
        fs::create_dir_all(directory).doing("preparing the browser")?;
        fs::write(&file, capabilities.to_string()).doing("preparing the browser")?;
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
    /// [`Failure::Missing`] where it is not.
    pub fn ready() -> Result<Firefox, Failure> {
        let find = || program("FIREFOX", &["firefox-esr", "firefox"]);
        if find().is_none() && can_apt_get() {
            apt_get_install(&["firefox-esr"])?;
        }
        let firefox = find().ok_or(Failure::Missing {
            what: "Firefox, which some of the browser tests run in, too,".to_owned(),
            advice: "install it (on Debian as root: apt-get install firefox-esr), or set FIREFOX to the program",
        })?;
        let driver = program("GECKODRIVER", &["geckodriver"]).map_or_else(tools::geckodriver, Ok)?;
        Ok(Firefox { firefox, driver })
    }
}

/// The program that a variable names, or the first of these names that is on `PATH`.
fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    let named = env::var_os(variable).map(PathBuf::from).filter(|program| program.is_file());
    named.or_else(|| names.iter().find_map(|name| find_program(name)))
}
