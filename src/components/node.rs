//! The builder that every view is written with: Leptos' own elements with all types erased.
//!
//! `view!` makes a type of its own for each piece of a page, and code for each type. Here a tag, an
//! attribute or a reactive text is the same type wherever it stands, so that the code for it exists
//! once; `docs/decisions.md` has what that saves.

use std::borrow::Cow;

use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::custom_attribute;
use leptos::tachys::html::event;
use leptos::tachys::html::property::{IntoProperty, prop};
use leptos::{ev, html};
use wasm_bindgen::JsValue;
use web_sys::Element;

/// A piece of the page.
pub type Node = AnyView;

/// An element in the making. Boxed, and most methods kept from being inlined, because there are
/// hundreds of calls to them.
pub struct El(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    contents: Vec<Content>,
}

/// What is in an element.
enum Content {
    /// A text; see [`text_content`].
    Text(AnyAttribute),
    Node(Node),
}

/// A text that is part of the program, or one that was made.
pub trait Text {
    /// Makes it the value of an attribute.
    fn attribute_of(self, element: El, name: &'static str) -> El;
    /// Puts it into an element.
    fn inside_of(self, element: El) -> El;
}

impl Text for &'static str {
    #[inline(never)]
    fn attribute_of(self, element: El, name: &'static str) -> El {
        element.with(custom_attribute(name, self).into_any_attr())
    }

    fn inside_of(self, element: El) -> El {
        element.holding(Cow::Borrowed(self))
    }
}

impl Text for String {
    #[inline(never)]
    fn attribute_of(self, element: El, name: &'static str) -> El {
        element.with(custom_attribute(name, self).into_any_attr())
    }

    fn inside_of(self, element: El) -> El {
        element.holding(Cow::Owned(self))
    }
}

impl Text for Cow<'static, str> {
    fn attribute_of(self, element: El, name: &'static str) -> El {
        self.into_owned().attribute_of(element, name)
    }

    fn inside_of(self, element: El) -> El {
        element.holding(self)
    }
}

/// The text of an element, written to the element and never to a text node that was remembered: what translates a
/// page puts other nodes in the place of its texts, and a remembered one would be changed where nobody sees it.
#[derive(Clone)]
struct TextContent(Cow<'static, str>);

impl TextContent {
    /// Writes the text, unless it stands there: a selection in it stays, and nothing is read out twice.
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

/// The property that a text is set as. No element has one of this name: whoever makes an element anew first takes
/// its properties away, and the text is to stay.
const TEXT_CONTENT: &str = "consoleText";

#[inline(never)]
fn text_content(text: Cow<'static, str>) -> AnyAttribute {
    prop(TEXT_CONTENT, TextContent(text)).into_any_attr()
}

#[inline(never)]
fn live_text_content(make: Box<dyn Fn() -> String + Send>) -> AnyAttribute {
    prop(TEXT_CONTENT, move || TextContent(Cow::Owned(make()))).into_any_attr()
}

/// An element of this tag.
#[inline(never)]
pub fn el(tag: &'static str) -> El {
    El(Box::new(Parts { tag, attributes: Vec::new(), contents: Vec::new() }))
}

/// An element of this tag and class.
#[inline(never)]
pub fn styled(tag: &'static str, class: &'static str) -> El {
    el(tag).attr("class", class)
}

/// A button that submits nothing by itself.
pub fn button(class: &'static str, label: impl Text) -> El {
    plain_button(class).text(label)
}

#[inline(never)]
fn plain_button(class: &'static str) -> El {
    styled("button", class).attr("type", "button")
}

/// Nothing.
#[inline(never)]
pub fn nothing() -> Node {
    ().into_any()
}

/// Several pieces, one after the other.
#[inline(never)]
pub fn all(nodes: Vec<Node>) -> Node {
    nodes.into_any()
}

/// A piece that is made anew whenever what it reads has changed.
pub fn live(make: impl Fn() -> Node + Send + 'static) -> Node {
    live_boxed(Box::new(make))
}

/// A piece that is there only while a condition holds.
pub fn when(
    condition: impl Fn() -> bool + Send + Sync + 'static,
    make: impl Fn() -> Node + Send + 'static,
) -> Node {
    let holds = Memo::new(move |_| condition());
    live(move || if holds.get() { make() } else { nothing() })
}

#[inline(never)]
fn live_boxed(make: Box<dyn Fn() -> Node + Send>) -> Node {
    make.into_any()
}

#[inline(never)]
fn live_attribute_boxed(name: &'static str, make: Box<dyn Fn() -> Option<String> + Send>) -> AnyAttribute {
    custom_attribute(name, make).into_any_attr()
}

#[inline(never)]
fn live_property_boxed(name: &'static str, make: Box<dyn Fn() -> JsValue + Send>) -> AnyAttribute {
    prop(name, make).into_any_attr()
}

#[inline(never)]
fn listener_boxed(name: &'static str, listen: Box<dyn FnMut(ev::Event)>) -> AnyAttribute {
    event::on(ev::Custom::<ev::Event>::new(name), listen).into_any_attr()
}

impl El {
    /// An attribute.
    pub fn attr(self, name: &'static str, value: impl Text) -> Self {
        value.attribute_of(self, name)
    }

    /// An attribute that is there only if there is a value for it.
    pub fn maybe_attr(self, name: &'static str, value: Option<impl Text>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// An attribute that follows what it reads; absent while there is no value.
    pub fn live_attr(self, name: &'static str, make: impl Fn() -> Option<String> + Send + 'static) -> Self {
        self.with(live_attribute_boxed(name, Box::new(make)))
    }

    /// A property of the element that follows what it reads, such as `value` of an input.
    pub fn live_prop(self, name: &'static str, make: impl Fn() -> JsValue + Send + 'static) -> Self {
        self.with(live_property_boxed(name, Box::new(make)))
    }

    /// Listens to an event.
    pub fn on(self, name: &'static str, listen: impl FnMut(ev::Event) + 'static) -> Self {
        self.with(listener_boxed(name, Box::new(listen)))
    }

    /// Listens to clicks.
    pub fn on_click(self, mut act: impl FnMut() + 'static) -> Self {
        self.on("click", move |_| act())
    }

    /// A text inside.
    pub fn text(self, text: impl Text) -> Self {
        text.inside_of(self)
    }

    /// A text inside that follows what it reads.
    pub fn live_text(mut self, make: impl Fn() -> String + Send + 'static) -> Self {
        self.0.contents.push(Content::Text(live_text_content(Box::new(make))));
        self
    }

    #[inline(never)]
    fn holding(mut self, text: Cow<'static, str>) -> Self {
        self.0.contents.push(Content::Text(text_content(text)));
        self
    }

    /// An element inside.
    #[inline(never)]
    pub fn child(self, child: El) -> Self {
        let node = child.build();
        self.node(node)
    }

    /// A piece inside.
    #[inline(never)]
    pub fn node(mut self, node: Node) -> Self {
        self.0.contents.push(Content::Node(node));
        self
    }

    /// A piece inside, if there is one.
    #[inline(never)]
    pub fn maybe(self, node: Option<Node>) -> Self {
        match node {
            Some(node) => self.node(node),
            None => self,
        }
    }

    #[inline(never)]
    fn with(mut self, attribute: AnyAttribute) -> Self {
        self.0.attributes.push(attribute);
        self
    }

    /// The finished element. A text that is not alone in it gets an element of its own.
    #[inline(never)]
    pub fn build(self) -> Node {
        let Parts { tag, mut attributes, mut contents } = *self.0;
        match (contents.pop(), contents.is_empty()) {
            (Some(Content::Text(text)), true) => {
                attributes.push(text);
                html::custom(tag).add_any_attr(attributes).into_any()
            }
            (last, _) => {
                let children: Vec<Node> = contents.into_iter().chain(last).map(Content::into_node).collect();
                html::custom(tag).add_any_attr(attributes).child(children).into_any()
            }
        }
    }
}

impl Content {
    fn into_node(self) -> Node {
        match self {
            Self::Text(text) => html::custom("span").add_any_attr(vec![text]).into_any(),
            Self::Node(node) => node,
        }
    }
}
