//! How many times a person has to click.

use crate::Browser;
use crate::look::NotYet;

/// Counts the clicks of a pointer in every page of this tab; those that scripts make or keys cause are none.
const COUNT: &str = "addEventListener('click', click => {
    if (click.isTrusted && click.detail > 0) sessionStorage.clicks = +sessionStorage.clicks + 1;
}, true);";

/// A count of the clicks of a pointer, as the page saw them.
pub struct Clicks<'b>(&'b Browser);

impl<'b> Clicks<'b> {
    /// Begins to count, from 0.
    #[track_caller]
    pub fn count(browser: &'b Browser) -> Self {
        browser.before_each_page(COUNT);
        let begin = format!("sessionStorage.clicks = 0; {COUNT}");
        browser.eventually("counting clicks", || browser.run(&begin, Vec::new()));
        Self(browser)
    }

    /// Waits until there were so many clicks, and makes sure that there were no more.
    #[track_caller]
    pub fn expect(&self, count: u64) {
        self.0.eventually("the number of clicks", || {
            let found = self.0.run("return +sessionStorage.clicks", Vec::new())?;
            if found == count { Ok(()) } else { NotYet::because(format!("{found}, not {count}")) }
        });
    }
}
