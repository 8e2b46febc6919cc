//! The page as a whole: its title, its root, and finding elements in it.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element};

pub(crate) fn page() -> Option<Document> {
    web_sys::window()?.document()
}

pub(crate) fn by_id<T: JsCast>(id: &str) -> Option<T> {
    page()?.get_element_by_id(id)?.dyn_into().ok()
}

pub(crate) fn matching<T: JsCast>(selector: &str) -> Option<T> {
    page()?.query_selector(selector).ok()??.dyn_into().ok()
}

/// Takes away what stands in the page until the console has something to show.
pub fn remove_placeholder() {
    if let Some(placeholder) = by_id::<Element>("boot") {
        placeholder.remove();
    }
}

/// Sets the title of the page.
pub fn set_title(title: &str) {
    if let Some(page) = page() {
        page.set_title(title);
    }
}

/// Marks the root of the page for the style, or takes the mark away.
pub fn mark_root(name: &str, value: Option<&str>) {
    let Some(root) = page().and_then(|page| page.document_element()) else { return };
    // A page without the mark looks as usual.
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}
