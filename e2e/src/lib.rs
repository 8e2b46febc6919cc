//! What the browser tests are written with: a stage for each test, with a simulator, a server of the built
//! console and a Chromium of its own, and page objects that find things as people and assistive technology do,
//! by role and accessible name.
//!
//! The tests are plain, blocking code. A look at the page is repeated until it finds what it is after; the one
//! place where that waits is [`Browser::eventually`], and when its patience ends it says what was there instead.
//!
//! Environment: `CONSOLE_DIST` names the directory with the built console; `CHROMIUM` and `CHROMEDRIVER` name
//! the two programs where they are not on `PATH`, `HEADLESS_SHELL` a Chromium without windows for the tests that need
//! none; `AXE_CORE` names the script of axe-core.

mod axe;
mod browser;
mod call;
mod clicks;
mod console;
mod directory;
mod driver;
mod element;
mod files;
mod hosts;
mod line;
mod look;
mod oms;
mod page;
mod second_host;
mod sheet;
mod shipped;
mod stage;
mod stored;
mod upstream;

pub use browser::{Browser, TextSizes};
pub use call::Call;
pub use clicks::Clicks;
pub use console::Console;
pub use directory::Directory;
pub use element::{Element, Role};
pub use hosts::two_hosts;
pub use line::{Line, SECOND_PART};
pub use look::{Look, NotYet};
pub use second_host::{SECOND_CONNECTOR, SECOND_OPENAPI};
pub use sheet::Sheet;
pub use shipped::{Answer, Asked, Server, Shipped, Shipping};
pub use stage::{Setup, Stage, play};
pub use stored::{NO_CONSOLE, Stored};
/// The keys that tests press.
pub use thirtyfour::Key;
pub use upstream::Upstream;
