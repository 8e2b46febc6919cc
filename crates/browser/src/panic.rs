//! The panic screen: should the console itself fail, the page says so instead of standing still.

use web_sys::{Document, Element};

/// A set of texts that the screen says.
pub struct PanicTexts {
    /// The name of what has stopped.
    pub name: &'static str,
    /// The heading.
    pub title: &'static str,
    /// What it means, and what can be done.
    pub meaning: &'static str,
    /// The text above the report.
    pub report: &'static str,
    /// The link that reloads the page.
    pub reload: &'static str,
}

/// From now on a panic is written to the browser's console and shown in place of the page.
pub fn install(texts: PanicTexts) {
    std::panic::set_hook(Box::new(move |info| {
        let report = format!("{} {}: {info}", texts.name, env!("CARGO_PKG_VERSION"));
        web_sys::console::error_1(&report.as_str().into());
        if let Some(page) = web_sys::window().and_then(|window| window.document()) {
            // Nothing more can be done when even this fails.
            let _ = show(&page, &texts, &report);
        }
    }));
}

/// Built by hand: the framework may be what failed.
fn show(page: &Document, texts: &PanicTexts, report: &str) -> Option<()> {
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
    add("h1", texts.title)?;
    add("p", texts.meaning)?;
    add("p", texts.report)?;
    add("pre", report)?;
    add("a", texts.reload)?.set_attribute("href", "").ok()?;
    let body = page.body()?;
    body.set_text_content(None);
    body.append_child(&screen).ok()?;
    Some(())
}
