//! A text that is written to an element, whatever nodes a page's translator has put into it.

use leptos::tachys::html::property::IntoProperty;
use web_sys::Element;

/// A text for `prop:textContent` that changes. It is written to the element, never to a text node that a
/// translator may have replaced, and only where it differs: a selection stays, and nothing is announced twice.
#[derive(Clone)]
pub struct TextContent(pub String);

impl TextContent {
    fn write(&self, element: &Element) {
        if element.text_content().is_none_or(|text| text != self.0) {
            element.set_text_content(Some(&self.0));
        }
    }
}

impl IntoProperty for TextContent {
    type State = Element;
    type Cloneable = Self;
    type CloneableOwned = Self;

    fn hydrate<const FROM_SERVER: bool>(self, element: &Element, key: &str) -> Element {
        self.build(element, key)
    }

    fn build(self, element: &Element, _: &str) -> Element {
        self.write(element);
        element.clone()
    }

    fn rebuild(self, element: &mut Element, _: &str) {
        self.write(element);
    }

    fn into_cloneable(self) -> Self {
        self
    }

    fn into_cloneable_owned(self) -> Self {
        self
    }
}
