//! What axe-core finds wrong with a page for people who use it with assistive technology.

use std::sync::OnceLock;
use std::{env, fs};

use crate::Browser;

/// Runs every rule that is on by default, best practices included, and the one on the size of targets. Tells what
/// is wrong, where, and why.
const VIOLATIONS: &str = "
    const done = arguments[arguments.length - 1];
    const node = node => `\\n    ${node.html.slice(0, 300)}\\n    ${node.failureSummary}`;
    const text = wrong => `${wrong.id}: ${wrong.help}${wrong.nodes.map(node).join('')}`;
    const options = { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } };
    axe.run(document, options).then(
        found => done(found.violations.map(text)),
        error => done([`axe-core failed: ${error}`]),
    );
";

impl Browser {
    /// Returns what axe-core finds wrong with the page as it is.
    ///
    /// # Panics
    /// When there is no axe-core, unless `AXE_CORE` is empty: then nothing is found.
    #[track_caller]
    pub fn violations(&self) -> Vec<String> {
        if env::var_os("AXE_CORE").is_some_and(|file| file.is_empty()) {
            return Vec::new();
        }
        let found = self.eventually("looking with axe-core", || {
            if self.run("return !window.axe", Vec::new())? == true {
                self.run(axe(), Vec::new())?;
            }
            self.run_async(VIOLATIONS, Vec::new())
        });
        let texts = found.as_array().into_iter().flatten();
        texts.map(|text| text.as_str().unwrap_or_default().to_owned()).collect()
    }
}

/// Returns the script.
fn axe() -> &'static str {
    static AXE: OnceLock<String> = OnceLock::new();
    AXE.get_or_init(|| {
        let file = env::var_os("AXE_CORE").unwrap_or_else(|| {
            panic!(
                "AXE_CORE must name axe.min.js: run the tests with `cargo xtask test e2e`, which installs it, or \
                 run `npm ci` in e2e/axe and name the file in its node_modules/axe-core"
            )
        });
        fs::read_to_string(file).unwrap_or_else(|error| panic!("AXE_CORE cannot be read: {error}"))
    })
}
