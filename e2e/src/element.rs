//! Looking at a page: elements, what they are called and what they do. Every look may fail, because a page
//! changes while it is looked at; whoever looks looks again.

use serde_json::Value;
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::{By, RequestData, SessionId, WebElement};

use crate::browser::Browser;
use crate::look::{Look, NotYet};

/// A role that tests look for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A button.
    Button,
    /// A check box.
    CheckBox,
    /// A choice of one from a list.
    ComboBox,
    /// A dialog that is open.
    Dialog,
    /// A table whose cells can be acted on.
    Grid,
    /// A group of buttons.
    Group,
    /// A link.
    Link,
    /// One of several choices that exclude each other.
    Radio,
    /// A part of the page with a name.
    Region,
    /// A search box, with or without suggestions.
    SearchBox,
    /// A field for text or a number, of one line or several, with or without suggestions.
    TextBox,
}

impl Role {
    /// Returns the elements that can have the role.
    fn candidates(self) -> &'static str {
        match self {
            Self::Button => "button, [role=button]",
            Self::CheckBox => "input[type=checkbox], [role=checkbox]",
            Self::Dialog => "dialog[open], [role=dialog]",
            Self::ComboBox => "select",
            Self::Grid => "[role=grid]",
            Self::Group => "[role=group]",
            Self::Link => "a[href]",
            Self::Radio => "input[type=radio], [role=radio]",
            Self::Region => "section, [role=region]",
            Self::SearchBox => "input[type=search]",
            Self::TextBox => {
                "input:not([type=checkbox], [type=radio], [type=search]), textarea, [role=textbox]"
            }
        }
    }

    /// Returns what Chromium calls the role.
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Button => &["button"],
            Self::CheckBox => &["checkbox"],
            Self::Dialog => &["dialog"],
            // Chromium's own word for those that are closed is the first one.
            Self::ComboBox => &["combobox", "listbox"],
            Self::Grid => &["grid"],
            Self::Group => &["group"],
            Self::Link => &["link"],
            Self::Radio => &["radio"],
            Self::Region => &["region"],
            // With suggestions it is a combobox, too.
            Self::SearchBox => &["searchbox", "combobox"],
            Self::TextBox => &["textbox", "combobox", "spinbutton"],
        }
    }
}

/// An element as it was found. It may be gone by the next look.
#[derive(Clone)]
pub struct Element<'b> {
    browser: &'b Browser,
    element: WebElement,
}

impl<'b> Element<'b> {
    pub(crate) fn new(browser: &'b Browser, element: WebElement) -> Self {
        Self { browser, element }
    }

    pub(crate) fn inner(&self) -> &WebElement {
        &self.element
    }

    /// Returns the elements within it that match a selector.
    pub fn all(&self, selector: &str) -> Look<Vec<Element<'b>>> {
        let found = self.browser.wait(self.element.find_all(By::Css(selector)))?;
        Ok(found.into_iter().map(|element| Element::new(self.browser, element)).collect())
    }

    /// Returns the one element within it with this role and accessible name.
    pub fn one(&self, role: Role, name: &str) -> Look<Element<'b>> {
        self.matching(role, &format!("{name:?}"), |found| found == name)
    }

    /// Returns the one element within it with this role and an accessible name that begins so.
    pub fn one_beginning(&self, role: Role, name: &str) -> Look<Element<'b>> {
        self.matching(role, &format!("{name:?}…"), |found| found.starts_with(name))
    }

    fn matching(&self, role: Role, wanted: &str, matches: impl Fn(&str) -> bool) -> Look<Element<'b>> {
        let mut names = Vec::new();
        for candidate in self.all(role.candidates())? {
            let name = candidate.name()?;
            if matches(&name) && role.words().contains(&candidate.role()?.as_str()) {
                return Ok(candidate);
            }
            names.push(name);
        }
        NotYet::because(format!("no {role:?} is called {wanted}; there are {names:?}"))
    }

    /// Returns the name that assistive technology is told.
    pub fn name(&self) -> Look<String> {
        self.computed("computedlabel")
    }

    /// Returns the role that assistive technology is told.
    pub fn role(&self) -> Look<String> {
        self.computed("computedrole")
    }

    fn computed(&self, what: &'static str) -> Look<String> {
        let element = self.element.element_id().to_string();
        let answer = self.browser.wait(self.element.handle().cmd(Computed { element, what }))?;
        Ok(answer.value()?)
    }

    /// All text in it, whether in sight or not.
    pub fn text(&self) -> Look<String> {
        self.property("textContent")
    }

    /// Returns what stands in a field.
    pub fn value(&self) -> Look<String> {
        self.property("value")
    }

    fn property(&self, name: &str) -> Look<String> {
        Ok(self.browser.wait(self.element.prop(name))?.unwrap_or_default())
    }

    /// Returns an attribute, if it is there.
    pub fn attribute(&self, name: &str) -> Look<Option<String>> {
        Ok(self.browser.wait(self.element.attr(name))?)
    }

    /// Returns whether it can be used.
    pub fn is_enabled(&self) -> Look<bool> {
        Ok(self.browser.wait(self.element.is_enabled())?)
    }

    /// Returns whether it is ticked.
    pub fn is_ticked(&self) -> Look<bool> {
        Ok(self.browser.wait(self.element.is_selected())?)
    }

    /// Clicks it with the mouse, as soon as nothing covers it. In a sheet it is scrolled away from what stays in sight there.
    pub fn click(&self) -> Look<()> {
        self.run(
            "if (arguments[0].closest('.sheet-body')) arguments[0].scrollIntoView({ block: 'nearest' })",
        )?;
        Ok(self.browser.wait(self.element.click())?)
    }

    /// Returns a picture of it, as PNG.
    pub fn picture(&self) -> Look<Vec<u8>> {
        Ok(self.browser.wait(self.element.screenshot_as_png())?)
    }

    /// Returns the result of a function body that gets the element as `arguments[0]`.
    pub fn run(&self, script: &str) -> Look<Value> {
        self.run_with(script, Vec::new())
    }

    /// Returns the same with more arguments behind it.
    pub fn run_with(&self, script: &str, arguments: Vec<Value>) -> Look<Value> {
        self.browser.run(script, self.and(arguments)?)
    }

    /// Returns the element that a function body gives, which gets this one as `arguments[0]` and others behind it.
    pub fn find(&self, script: &str, arguments: Vec<Value>) -> Look<Element<'b>> {
        self.browser.find(script, self.and(arguments)?)
    }

    fn and(&self, arguments: Vec<Value>) -> Look<Vec<Value>> {
        let mut all = vec![self.element.to_json()?];
        all.extend(arguments);
        Ok(all)
    }
}

/// The two commands of WebDriver that the library lacks.
#[derive(Debug)]
struct Computed {
    element: String,
    what: &'static str,
}

impl FormatRequestData for Computed {
    fn format_request(&self, session: &SessionId) -> RequestData {
        // The default method is GET.
        RequestData::new(
            Default::default(),
            format!("session/{session}/element/{}/{}", self.element, self.what),
        )
    }
}
