//! Elements that are written to directly: copies of one pattern that show another thing again and again, many of
//! them within one frame. A view that follows what it reads would need a follower for each text.

use leptos::prelude::AnyView;
use leptos::tachys::view::{Mountable, Render};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlDivElement, HtmlInputElement};

use crate::{focus, roving};

/// An element in the page, or kept aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElementHandle(Element);

impl ElementHandle {
    /// Returns the element that a view makes, outside the page. What it shows stays as it is.
    pub fn of(view: AnyView) -> Option<Self> {
        view.build().elements().into_iter().next().map(Self)
    }

    /// Returns a copy with all that is in it.
    pub fn copy(&self) -> Option<Self> {
        self.0.clone_node_with_deep(true).ok()?.dyn_into().ok().map(Self)
    }

    /// Returns the first element in it that a selector finds.
    pub fn find(&self, selector: &str) -> Option<Self> {
        self.0.query_selector(selector).ok().flatten().map(Self)
    }

    /// Sets the text content.
    pub fn write(&self, text: &str) {
        self.0.set_text_content(Some(text));
    }

    /// Sets an attribute, or takes it away.
    pub fn set(&self, name: &str, value: Option<&str>) {
        // Names of attributes are the program's, and valid.
        let _ = match value {
            Some(value) => self.0.set_attribute(name, value),
            None => self.0.remove_attribute(name),
        };
    }

    /// Sets its own style; an attribute would be against the page's policy.
    pub fn style(&self, style: &str) {
        let _ = js_sys::Reflect::set(&self.0, &"style".into(), &JsValue::from(style));
    }

    /// Sets `checked`, if it is a check box.
    pub fn tick(&self, ticked: bool) {
        if let Some(input) = self.0.dyn_ref::<HtmlInputElement>()
            && input.checked() != ticked
        {
            input.set_checked(ticked);
        }
    }

    /// Puts another one into it, before one that is in it or at its end.
    pub fn insert(&self, other: &Self, before: Option<&Self>) {
        // Refused only where it could not be: one cannot stand within itself.
        let _ = self.0.insert_before(&other.0, before.map(|element| -> &web_sys::Node { &element.0 }));
    }

    /// Puts it right in front of another one that is in the page, or behind it, unless it stands there.
    pub fn stand(&self, side: Side, of: &Self) {
        let there = match side {
            Side::Before => of.0.previous_element_sibling(),
            Side::Behind => of.0.next_element_sibling(),
        };
        if there.as_ref() == Some(&self.0) {
            return;
        }
        let Some(parent) = of.0.parent_node() else { return };
        let next = match side {
            Side::Before => Some(of.0.clone()),
            Side::Behind => there,
        };
        let _ = parent.insert_before(&self.0, next.as_deref());
    }

    /// Takes it out of the page.
    pub fn take_out(&self) {
        self.0.remove();
    }

    /// Returns whether the page's focus is in it or would come back to it.
    pub fn has_tab_stop(&self) -> bool {
        roving::has_tab_stop(&self.0)
    }

    /// Takes it out of the page if [`Self::has_tab_stop`]. Returns whether that was so.
    pub fn take_out_if_tab_stop(&self) -> bool {
        let gives_up = self.has_tab_stop();
        if gives_up {
            self.0.remove();
        }
        gives_up
    }

    /// Hands the focus, and the tab stop, over to another one, if it has them.
    pub fn hand_over_focus(&self, to: &Self) {
        roving::hand_over(&self.0, &to.0);
    }

    /// Returns whether it is right in another one.
    pub fn is_in(&self, other: &Self) -> bool {
        self.0.parent_element().as_ref() == Some(&other.0)
    }

    /// Returns whether the focus is in it.
    pub fn has_focus(&self) -> bool {
        focus::focused().is_some_and(|focused| self.0.contains(Some(&focused)))
    }
}

impl From<HtmlDivElement> for ElementHandle {
    fn from(element: HtmlDivElement) -> Self {
        Self(element.into())
    }
}

/// On which side of another element one stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// In front of it.
    Before,
    /// Behind it.
    Behind,
}
