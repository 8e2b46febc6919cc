//! A sheet: its fields, the calls that it shows, and what came of them.

use serde_json::Value;

use crate::element::{Element, Role};
use crate::look::{Look, NotYet};
use crate::{Browser, Call, Key};

/// The calls of a list: the request line and the body of each.
const CALLS: &str = "
    return [...arguments[0].querySelectorAll('li')].map(call => [
        call.querySelector('code').textContent,
        call.querySelector('pre')?.textContent ?? null,
    ]);
";

/// What the live regions in an element say, with their roles.
const SAID: &str = "
    return [...arguments[0].querySelectorAll('[role=status], [role=alert]')]
        .map(said => `${said.getAttribute('role')}: ${said.textContent}`);
";

/// What stands under a field: its hint, and what is wrong with what was typed.
const DESCRIPTION: &str = "
    const ids = (arguments[0].getAttribute('aria-describedby') ?? '').split(' ');
    return ids.map(id => document.getElementById(id)?.textContent ?? '').join('\\n');
";

/// An open sheet.
pub struct Sheet<'c> {
    browser: &'c Browser,
    name: String,
}

impl<'c> Sheet<'c> {
    pub(crate) fn new(browser: &'c Browser, name: &str) -> Self {
        Self { browser, name: name.to_owned() }
    }

    #[track_caller]
    pub(crate) fn wait_until_open(&self) {
        self.browser.eventually("opening the sheet", || self.dialog());
    }

    pub(crate) fn browser(&self) -> &'c Browser {
        self.browser
    }

    pub(crate) fn dialog(&self) -> Look<Element<'c>> {
        self.browser.page()?.one(Role::Dialog, &self.name)
    }

    fn field(&self, label: &str) -> Look<Element<'c>> {
        self.dialog()?.one(Role::TextBox, label)
    }

    /// Returns the button of this name.
    pub fn button(&self, name: &str) -> Look<Element<'c>> {
        self.dialog()?.one(Role::Button, name)
    }

    /// Puts a text into a field, in place of what stood there.
    #[track_caller]
    pub fn fill(&self, label: &str, text: &str) {
        self.browser.eventually("a field", || self.field(label)?.click());
        self.browser.select_all();
        if text.is_empty() {
            self.browser.press(Key::Backspace)
        } else {
            self.browser.paste(text)
        }
        self.expect_value(label, text);
    }

    /// Puts the focus on a field.
    #[track_caller]
    pub fn focus(&self, label: &str) {
        self.browser.eventually("a field", || self.field(label)?.run("arguments[0].focus()"));
    }

    /// Waits until a field holds this text.
    #[track_caller]
    pub fn expect_value(&self, label: &str, text: &str) {
        self.browser.eventually("what a field holds", || {
            let value = self.field(label)?.value()?;
            if value == text { Ok(()) } else { NotYet::because(format!("{label}: {value:?}, not {text:?}")) }
        });
    }

    /// Waits until a field is marked as wrong and says this.
    #[track_caller]
    pub fn expect_message(&self, label: &str, text: &str) {
        self.browser.eventually("a message at a field", || {
            let field = self.field(label)?;
            let described = field.run(DESCRIPTION)?;
            let described = described.as_str().unwrap_or_default();
            let marked = field.attribute("aria-invalid")?.is_some_and(|invalid| invalid == "true");
            if marked && described.contains(text) {
                Ok(())
            } else {
                NotYet::because(format!(
                    "{label}, marked as wrong: {marked}, says {described:?}, not {text:?}"
                ))
            }
        });
    }

    /// Waits until nothing is wrong with a field.
    #[track_caller]
    pub fn expect_no_message(&self, label: &str) {
        self.browser.eventually("no message at a field", || {
            let field = self.field(label)?;
            match field.attribute("aria-invalid")? {
                None => Ok(()),
                Some(_) => NotYet::because(format!("{label} says {}", field.run(DESCRIPTION)?)),
            }
        });
    }

    /// Ticks a check box, or clears it.
    #[track_caller]
    pub fn tick(&self, label: &str) {
        self.browser.eventually("a check box", || self.dialog()?.one(Role::CheckBox, label)?.click());
    }

    /// Chooses one of several that exclude each other.
    #[track_caller]
    pub fn choose(&self, label: &str) {
        self.browser.eventually("a choice", || {
            let choice = self.dialog()?.one(Role::Radio, label)?;
            choice.click()?;
            if choice.is_ticked()? { Ok(()) } else { NotYet::because(format!("{label} is not chosen")) }
        });
    }

    /// Puts a text into a field at once, as a script does: for texts that would take long to paste.
    #[track_caller]
    pub fn fill_at_once(&self, label: &str, text: &str) {
        let script = "arguments[0].value = arguments[1];
            arguments[0].dispatchEvent(new InputEvent('input', { bubbles: true }))";
        self.browser.eventually("a field", || self.field(label)?.run_with(script, vec![text.into()]));
    }

    /// Waits until exactly these entries are in the list of this name.
    #[track_caller]
    pub fn expect_entries(&self, list: &str, expected: &[&str]) {
        let script =
            "const list = arguments[0].querySelector(`ul[aria-label=${JSON.stringify(arguments[1])}]`);
            return [...list?.children ?? []].map(entry => entry.querySelector('bdi').textContent)";
        self.browser.eventually("the entries of a list", || {
            let found = self.dialog()?.run_with(script, vec![list.into()])?;
            if found == Value::from(expected) {
                Ok(())
            } else {
                NotYet::because(format!("{found}, not {expected:?}"))
            }
        });
    }

    /// Waits until exactly these rows are in the form of values to set: scope, key and value.
    #[track_caller]
    pub fn expect_rows(&self, expected: &[[&str; 3]]) {
        let script = "return [...arguments[0].querySelectorAll('.row-of-form')]
            .map(row => [...row.querySelectorAll('input, textarea')].map(field => field.value))";
        self.browser.eventually("the rows of the form", || {
            let found = self.dialog()?.run(script)?;
            let expected = Value::from(expected.iter().map(|row| Value::from(&row[..])).collect::<Vec<_>>());
            if found == expected { Ok(()) } else { NotYet::because(format!("{found}, not {expected}")) }
        });
    }

    /// Waits until what a function body gives for a field is this.
    #[track_caller]
    pub fn expect_of_field(&self, label: &str, script: &str, expected: &Value) {
        self.browser.eventually("a field", || {
            let found = self.field(label)?.run(script)?;
            if found == *expected { Ok(()) } else { NotYet::because(format!("{found}, not {expected}")) }
        });
    }

    /// Returns what a function body reads of a field, as texts.
    #[track_caller]
    pub fn read_field(&self, label: &str, script: &str) -> Vec<String> {
        self.browser.eventually("a field", || {
            let read = self.field(label)?.run(script)?;
            serde_json::from_value(read).map_err(|error| NotYet(error.to_string()))
        })
    }

    /// Chooses from a list.
    #[track_caller]
    pub fn choose_option(&self, label: &str, option: &str) {
        self.browser.eventually("an option", || {
            let options = self.dialog()?.one(Role::ComboBox, label)?.all("option")?;
            let named = options.iter().find(|found| found.text().is_ok_and(|text| text == option));
            named.ok_or_else(|| NotYet(format!("there is no {option}")))?.click()
        });
    }

    /// Waits until exactly these check boxes are there, with whether they are ticked.
    #[track_caller]
    pub fn expect_check_boxes(&self, expected: &[(&str, bool)]) {
        self.browser.eventually("the check boxes", || {
            let boxes = self.dialog()?.all("input[type=checkbox]")?;
            let found: Look<Vec<_>> =
                boxes.iter().map(|each| Ok((each.name()?, each.is_ticked()?))).collect();
            let found = found?;
            let same =
                found.iter().map(|(name, ticked)| (name.as_str(), *ticked)).eq(expected.iter().copied());
            if same { Ok(()) } else { NotYet::because(format!("{found:?}, not {expected:?}")) }
        });
    }

    /// Waits until a button is there.
    #[track_caller]
    pub fn expect_button(&self, name: &str) {
        self.browser.eventually("a button of the sheet", || self.button(name));
    }

    /// Clicks a button.
    #[track_caller]
    pub fn click(&self, name: &str) {
        self.browser.eventually("a button of the sheet", || self.button(name)?.click());
    }

    /// Clicks the button that carries the operation out, which has the sheet's name.
    #[track_caller]
    pub fn submit(&self) {
        self.click(&self.name);
    }

    /// Waits until these calls, and no others, are shown as those that will be sent.
    #[track_caller]
    pub fn expect_preview(&self, expected: &[Call]) {
        self.browser.eventually("the calls that will be sent", || {
            let calls = self.dialog()?.one(Role::Region, "What will be sent")?.run(CALLS)?;
            let calls: Vec<_> = calls.as_array().into_iter().flatten().map(shown).collect();
            if calls == expected { Ok(()) } else { NotYet::because(format!("{calls:#?}, not {expected:#?}")) }
        });
    }

    /// Waits until the outcome is announced: as a status when it is confirmed, else as an alert.
    #[track_caller]
    pub fn expect_outcome(&self, word: &str) {
        let role = if word == "Confirmed" { "status" } else { "alert" };
        self.expect_said(role, &format!("{}: {word}", self.name));
        self.expect_text(word);
    }

    /// Waits until something in the sheet with this role, `status` or `alert`, says this.
    #[track_caller]
    pub fn expect_said(&self, role: &str, text: &str) {
        self.browser.eventually("what the sheet announces", || {
            let said = self.dialog()?.run(SAID)?;
            let said: Vec<_> = said.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let found = said.iter().any(|said| said.starts_with(role) && said.contains(text));
            if found { Ok(()) } else { NotYet::because(format!("{said:?}, not {role}: {text:?}")) }
        });
    }

    /// Waits until this text can be read in the sheet.
    #[track_caller]
    pub fn expect_text(&self, text: &str) {
        self.browser.eventually("a text in the sheet", || {
            let shown = self.text()?;
            if shown.contains(text) { Ok(()) } else { NotYet::because(format!("no {text:?} in {shown:?}")) }
        });
    }

    /// Returns what can be read in the sheet.
    pub fn text(&self) -> Look<String> {
        let text = self.dialog()?.run("return arguments[0].innerText")?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until the facts of an answer or a time, which stand in the sheet as a list of terms, have this one.
    #[track_caller]
    pub fn expect_fact(&self, term: &str, text: &str) {
        let script = "return [...arguments[0].querySelectorAll('dt')]
            .map(term => [term.textContent, term.nextElementSibling.textContent])";
        self.browser.eventually("a fact", || {
            let facts = self.dialog()?.run(script)?;
            let facts: Vec<(String, String)> =
                serde_json::from_value(facts).map_err(|error| NotYet(error.to_string()))?;
            let found = facts.iter().any(|(found, said)| found == term && said == text);
            if found { Ok(()) } else { NotYet::because(format!("{facts:?}, not {term}: {text:?}")) }
        });
    }
}

/// Returns a call as it is shown.
fn shown(parts: &Value) -> Call {
    let request = parts[0].as_str().unwrap_or_default();
    let target = request.strip_prefix("POST ").unwrap_or(request).to_owned();
    Call { target, body: parts[1].as_str().map(str::to_owned) }
}
