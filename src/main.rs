//! The Connector Console in the browser.

mod app;
mod components;
mod messages;
mod operations;
mod pages;
mod runs;
mod start;
mod stores;
mod table;
mod tasks;

fn main() {
    browser::panic::install(messages::pages::PANIC);
    browser::spawn_local(start::start());
}
