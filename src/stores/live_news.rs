//! What the page that reads from OMS tells the others.

use browser::tabs;
use console_core::openapi::LiveNews;

/// Tells the other pages.
pub fn tell(news: &LiveNews) {
    tabs::tell(&news.to_text());
}
