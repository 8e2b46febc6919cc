//! The panic screen: should the console itself fail, the page says so instead of standing still.

use std::panic::PanicHookInfo;

use web_sys::{Document, Element};

/// From now on a panic is written to the browser's console and shown in place of the page.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        let report = report(info);
        web_sys::console::error_1(&report.as_str().into());
        if let Some(page) = web_sys::window().and_then(|window| window.document()) {
            // Nothing more can be done when even this fails.
            let _ = show(&page, &report);
        }
    }));
}

fn report(info: &PanicHookInfo<'_>) -> String {
    format!("Connector Console {}: {info}", env!("CARGO_PKG_VERSION"))
}

/// Built by hand: the framework may be what failed.
fn show(page: &Document, report: &str) -> Option<()> {
    let screen = page.create_element("main").ok()?;
    screen.set_class_name("panic");
    let said = page.create_element("div").ok()?;
    said.set_attribute("role", "alert").ok()?;
    screen.append_child(&said).ok()?;
    let add = |tag: &str, text: &str| -> Option<Element> {
        let element = page.create_element(tag).ok()?;
        element.set_text_content(Some(text));
        said.append_child(&element).ok()?;
        Some(element)
    };
    add("h1", "The console has stopped")?;
    add(
        "p",
        "A fault in the console itself ended it. What was sent to the host may still be carried out there. What was done is in the journal: reload the page to see it.",
    )?;
    add("p", "Please pass this text on to whoever looks after the console:")?;
    add("pre", report)?;
    add("a", "Reload the page")?.set_attribute("href", "").ok()?;
    let body = page.body()?;
    body.set_text_content(None);
    body.append_child(&screen).ok()?;
    Some(())
}
