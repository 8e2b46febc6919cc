//! The console's page: the table, its toolbar, and the way to the sheets.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Value, json};

use crate::element::{Element, Role};
use crate::look::{Look, NotYet};
use crate::{Browser, Sheet};

/// The rows of the table as they follow one another, whatever their order in the page, and a heading without
/// the arrow that shows the order.
const TABLE: &str = "
    const grid = arguments[0];
    const rows = [...grid.querySelectorAll('[role=row]')]
        .filter(row => row.checkVisibility() && row.querySelector('[role=gridcell]'))
        .sort((one, other) => one.ariaRowIndex - other.ariaRowIndex);
    const word = head => {
        const copy = head.cloneNode(true);
        copy.querySelectorAll('[aria-hidden=true]').forEach(part => part.remove());
        return copy.textContent;
    };
    const heads = [...grid.querySelectorAll('[role=columnheader]')];
    const name = row => row.querySelector('[role=link]').textContent;
";

/// The rows of the table as texts by column, of the tasks the names alone. Read at once, because rows come and go.
const ROWS: &str = "
    const columns = heads.map(word);
    const text = (row, cell) => cell.classList.contains('name') ? name(row) : cell.textContent;
    const texts = row => [...row.querySelectorAll('[role=gridcell]')].map((cell, place) => [columns[place], text(row, cell)]);
    return rows.map(row => Object.fromEntries(texts(row)));
";

/// The row of the task of this name.
const ROW: &str = "return rows.find(row => name(row) === arguments[1]) ?? null";

/// A row's texts by column.
type Row = BTreeMap<String, String>;

/// A console that is open in a browser.
#[derive(Clone)]
pub struct Console {
    browser: Rc<Browser>,
    address: String,
}

impl Console {
    /// Returns the console that is served at an address; not opened yet.
    pub(crate) fn at(browser: Rc<Browser>, address: String) -> Self {
        Self { browser, address }
    }

    /// Returns the browser that it is open in.
    pub fn browser(&self) -> &Browser {
        &self.browser
    }

    /// Returns where it is served.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Opens the console with this behind its address (`?task=…`), and waits until it is there, or asks which host is
    /// meant.
    #[track_caller]
    pub fn open(&self, query: &str) {
        self.browser.go(&format!("{}{query}", self.address));
        self.wait_until_there();
    }

    /// Loads the page anew.
    #[track_caller]
    pub fn reload(&self) {
        self.browser.reload();
        self.wait_until_there();
    }

    /// A person acts when the page is there: the rows, and the tools that come after them or what is said in their place.
    #[track_caller]
    fn wait_until_there(&self) {
        self.browser.eventually("the console", || {
            let there = "return document.querySelector('#filter, main .notice, main.host-question') !== null";
            match self.browser.run(there, Vec::new())? == true {
                true => Ok(()),
                false => self.grid().and(NotYet::because("only the rows are there".to_owned())),
            }
        });
    }

    fn grid(&self) -> Look<Element<'_>> {
        self.browser.page()?.one(Role::Grid, "Tasks")
    }

    fn rows(&self) -> Look<Vec<Row>> {
        serde_json::from_value(self.read(ROWS)?).map_err(|error| NotYet(error.to_string()))
    }

    /// Returns what a function body reads of the table.
    fn read(&self, script: &str) -> Look<Value> {
        self.grid()?.run(&format!("{TABLE}{script}"))
    }

    /// Waits until what a function body reads of the table is this.
    #[track_caller]
    fn expect_read(&self, what: &str, script: &str, expected: &Value) {
        self.browser.eventually(what, || {
            let read = self.read(script)?;
            if read == *expected { Ok(()) } else { NotYet::because(format!("{read}, not {expected}")) }
        });
    }

    /// Waits until exactly these tasks are in the table, in this order.
    #[track_caller]
    pub fn expect_tasks(&self, names: &[&str]) {
        self.browser.eventually("the tasks in the table", || {
            let rows = self.rows()?;
            let shown: Vec<_> = rows.iter().filter_map(|row| row.get("Task name")).collect();
            if shown == names { Ok(()) } else { NotYet::because(format!("there are {shown:?}")) }
        });
    }

    /// Waits until a task's cell in a column begins with a text.
    #[track_caller]
    pub fn expect_cell(&self, task: &str, column: &str, beginning: &str) {
        self.browser.eventually("a cell of the table", || {
            let rows = self.rows()?;
            let row = rows.iter().find(|row| row.get("Task name").is_some_and(|name| name == task));
            match row.and_then(|row| row.get(column)) {
                Some(text) if text.starts_with(beginning) => Ok(()),
                found => NotYet::because(format!("{task}, {column}: {found:?}, not {beginning:?}")),
            }
        });
    }

    /// Waits until a task's project and component stand above its name.
    #[track_caller]
    pub fn expect_title(&self, task: &str, project: &str, component: &str) {
        self.browser.eventually("a title in the table", || {
            let title = self.row(task)?.all(".title")?[0].text()?;
            if title == format!("{project}{component}") { Ok(()) } else { NotYet::because(title) }
        });
    }

    /// Waits until a task's state is shown with this word.
    #[track_caller]
    pub fn expect_state(&self, task: &str, word: &str) {
        self.expect_cell(task, "State", word);
    }

    /// Waits until these columns stand in the table, from left to right.
    #[track_caller]
    pub fn expect_columns(&self, names: &[&str]) {
        let script = "return heads.slice(1, -1).map(word)";
        self.expect_read("the columns", script, &json!(names));
    }

    /// Waits until the rows are in the order of this column, which says so; with no column in none.
    #[track_caller]
    pub fn expect_sorted(&self, by: Option<(&str, &str)>) {
        let script = "return heads.filter(head => !['none', null].includes(head.ariaSort))
            .map(head => [word(head), head.ariaSort])";
        let by: Vec<_> = by.into_iter().collect();
        self.expect_read("the order of the rows", script, &json!(by));
    }

    /// Waits until exactly these tasks of those in sight are selected.
    #[track_caller]
    pub fn expect_selected(&self, names: &[&str]) {
        let script = "return rows.filter(row => row.ariaSelected === 'true').map(name)";
        self.expect_read("the selected tasks", script, &json!(names));
    }

    /// Waits until the row of this task is the one that is marked.
    #[track_caller]
    pub fn expect_marked(&self, task: &str) {
        let script = "return rows.filter(row => row.classList.contains('chosen')).map(name)";
        self.expect_read("the marked task", script, &json!([task]));
    }

    /// Returns a column's heading, which sorts.
    pub fn head(&self, column: &str) -> Look<Element<'_>> {
        self.grid()?.one(Role::Button, column)
    }

    /// Clicks a column's heading.
    #[track_caller]
    pub fn sort_by(&self, column: &str) {
        self.browser.eventually("a heading", || self.head(column)?.click());
    }

    /// Returns how wide a column is, in pixels.
    pub fn width(&self, column: &str) -> Look<i64> {
        let width =
            self.head(column)?.run("return arguments[0].closest('[role=columnheader]').offsetWidth")?;
        width.as_i64().ok_or_else(|| NotYet(format!("{column} is {width} wide")))
    }

    /// Returns the row of a task.
    pub fn row(&self, task: &str) -> Look<Element<'_>> {
        self.grid()?
            .find(&format!("{TABLE}{ROW}"), vec![task.into()])
            .or_else(|_| NotYet::because(format!("no row of {task} is in sight")))
    }

    /// Waits until a name that the table shows is told whole to assistive technology and to the mouse.
    #[track_caller]
    pub fn expect_whole_name(&self, name: &str) {
        self.expect_told_name(name, name);
    }

    /// Waits until a name that the table shows is told so to assistive technology and to the mouse.
    #[track_caller]
    pub fn expect_told_name(&self, row: &str, name: &str) {
        self.browser.eventually("a name in the table", || {
            let shown = self.row(row)?.all("[role=link]")?.remove(0);
            let (told, title) = (shown.name()?, shown.attribute("title")?.unwrap_or_default());
            if told == name && title == name {
                Ok(())
            } else {
                NotYet::because(format!("{told:?}, {title:?}, not {name:?}"))
            }
        });
    }

    /// Returns the button of an operation in a task's row, or in its menu, which is opened then.
    pub fn row_button(&self, operation: &str, task: &str) -> Look<Element<'_>> {
        let row = self.row(task)?;
        let actions = row.all(".action:not([hidden])")?;
        for action in &actions {
            if action.name()?.starts_with(operation) {
                return Ok(action.clone());
            }
        }
        self.row_menu(task, task)?.one_beginning(Role::Button, operation)
    }

    /// Returns the menu of a task's row, which is opened if need be. The task is told to assistive technology as
    /// `told`.
    pub fn row_menu(&self, task: &str, told: &str) -> Look<Element<'_>> {
        let more = self.row(task)?.one_beginning(Role::Button, "More")?;
        if more.attribute("aria-expanded")?.as_deref() != Some("true") {
            more.click()?;
        }
        self.browser.page()?.one(Role::Group, &format!("More for {told}"))
    }

    /// Clicks something in the menu of a task's row.
    #[track_caller]
    pub fn choose_in_menu(&self, task: &str, label: &str) {
        self.browser
            .eventually("a row's menu", || self.row_menu(task, task)?.one(Role::Button, label)?.click());
    }

    /// Clicks a button of the toolbar, which is among the rarer tools on a phone.
    #[track_caller]
    pub fn click_tool(&self, name: &str) {
        self.browser.eventually("a button of the toolbar", || {
            let page = self.browser.page()?;
            if let Ok(tools) = page.one(Role::Button, "Tools")
                && tools.attribute("aria-expanded")?.as_deref() == Some("false")
            {
                tools.click()?;
            }
            page.one(Role::Button, name)?.click()
        });
    }

    /// Shows or hides columns in their sheet.
    #[track_caller]
    pub fn tick_columns(&self, columns: &[&str]) {
        self.click("Columns");
        let sheet = self.sheet("Columns");
        for column in columns {
            sheet.tick(column);
        }
        sheet.click("Close");
        self.expect_no_sheet();
    }

    /// Returns the box that selects a task.
    pub fn row_box(&self, task: &str) -> Look<Element<'_>> {
        self.row(task)?.one_beginning(Role::CheckBox, "Select")
    }

    /// Takes the focus to a button anywhere on the page.
    #[track_caller]
    pub fn focus(&self, name: &str) {
        self.browser.eventually("a button", || {
            self.browser.page()?.one(Role::Button, name)?.run("arguments[0].focus()")
        });
    }

    /// Waits until the focus is on the element of this name.
    #[track_caller]
    pub fn expect_focus(&self, name: &str) {
        self.browser.eventually("the focus", || {
            let focused = self.browser.focused()?.name()?;
            if focused == name {
                Ok(())
            } else {
                NotYet::because(format!("it is on {focused:?}, not on {name:?}"))
            }
        });
    }

    /// Clicks the name of a task, which takes the focus into its row.
    #[track_caller]
    pub fn go_to_row(&self, task: &str) {
        self.browser.eventually("a task's name", || {
            self.row(task)?.all("[role=link]")?[0].run("arguments[0].focus()")
        });
        self.expect_focus(task);
    }

    /// Clicks an operation in a task's row.
    #[track_caller]
    pub fn open_sheet(&self, operation: &str, task: &str) -> Sheet<'_> {
        self.browser.eventually("a row's button", || self.row_button(operation, task)?.click());
        self.sheet(operation)
    }

    /// Clicks an operation in a task's row where another one's sheet opens in place of it.
    #[track_caller]
    pub fn open_sheet_of(&self, operation: &str, sheet: &str, task: &str) -> Sheet<'_> {
        self.browser.eventually("a row's button", || self.row_button(operation, task)?.click());
        self.sheet(sheet)
    }

    /// Returns the sheet of this name, when it is open.
    #[track_caller]
    pub fn sheet(&self, name: &str) -> Sheet<'_> {
        let sheet = Sheet::new(&self.browser, name);
        sheet.wait_until_open();
        sheet
    }

    /// Waits until no sheet is open.
    #[track_caller]
    pub fn expect_no_sheet(&self) {
        self.browser.eventually("closing the sheet", || {
            match self.browser.page()?.all("dialog[open]")?.first() {
                None => Ok(()),
                Some(open) => NotYet::because(format!("{:?} is open", open.name()?)),
            }
        });
    }

    /// Adds tasks by pasting their names, one a line.
    #[track_caller]
    pub fn add_tasks(&self, names: &[&str]) {
        self.click("Add tasks");
        let sheet = self.sheet("Add tasks");
        sheet.fill("Task names", &names.join("\n"));
        sheet.click("Add");
        self.expect_no_sheet();
    }

    /// Clicks a button anywhere on the page.
    #[track_caller]
    pub fn click(&self, name: &str) {
        self.browser.eventually("a button", || self.browser.page()?.one(Role::Button, name)?.click());
    }

    /// Follows a link anywhere on the page.
    #[track_caller]
    pub fn follow(&self, name: &str) {
        self.browser.eventually("a link", || self.browser.page()?.one(Role::Link, name)?.click());
    }

    /// Ticks a check box anywhere on the page, or clears it.
    #[track_caller]
    pub fn tick(&self, name: &str) {
        self.browser.eventually("a check box", || self.browser.page()?.one(Role::CheckBox, name)?.click());
    }

    /// Chooses a saved view.
    #[track_caller]
    pub fn choose_view(&self, name: &str) {
        self.browser.eventually("a saved view", || {
            let options = self.browser.page()?.one(Role::ComboBox, "Saved views")?.all("option")?;
            let named = options.iter().find(|option| option.text().is_ok_and(|text| text == name));
            named.ok_or_else(|| NotYet(format!("there is no {name}")))?.click()
        });
    }

    /// Waits until these are the ways to go on that the search box offers.
    #[track_caller]
    pub fn expect_completions(&self, expected: &[&str]) {
        self.browser.eventually("the completions", || {
            let buttons = self.browser.page()?.all("[role=group][aria-label=Completions] button")?;
            let offered = buttons.iter().map(Element::text).collect::<Look<Vec<_>>>()?;
            if offered == expected { Ok(()) } else { NotYet::because(format!("{offered:?}")) }
        });
    }

    /// Waits until these are the buttons outside the sheets that stay pressed, with whether they are.
    #[track_caller]
    pub fn expect_toggles(&self, expected: &[(&str, bool)]) {
        self.browser.eventually("the buttons that stay pressed", || {
            let mut found = Vec::new();
            for button in self.browser.page()?.all("main [aria-pressed]")? {
                found.push((button.name()?, button.attribute("aria-pressed")?.as_deref() == Some("true")));
            }
            let same =
                found.iter().map(|(name, pressed)| (name.as_str(), *pressed)).eq(expected.iter().copied());
            if same { Ok(()) } else { NotYet::because(format!("{found:?}, not {expected:?}")) }
        });
    }

    /// Waits until this can be read on the page.
    #[track_caller]
    pub fn expect_text(&self, text: &str) {
        self.browser.eventually("a text on the page", || {
            let shown = self.browser.run("return document.body.innerText", Vec::new())?;
            let found = shown.as_str().is_some_and(|shown| shown.contains(text));
            if found { Ok(()) } else { NotYet::because(format!("no {text:?}")) }
        });
    }

    /// Waits until this stands behind the page's address.
    #[track_caller]
    pub fn expect_address(&self, query: &str) {
        self.browser.eventually("the address", || {
            let shown = self.browser.address();
            if shown == format!("{}{query}", self.address) { Ok(()) } else { NotYet::because(shown) }
        });
    }

    /// Types into the search box.
    #[track_caller]
    pub fn filter(&self, text: &str) {
        self.browser.eventually("the search box", || {
            self.browser.page()?.one(Role::SearchBox, "Filter tasks")?.click()
        });
        self.browser.select_all();
        if text.is_empty() { self.browser.press(crate::Key::Backspace) } else { self.browser.paste(text) }
    }

    /// Waits until this stands in the search box.
    #[track_caller]
    pub fn expect_filter(&self, text: &str) {
        self.browser.eventually("what stands in the search box", || {
            let filter = self.browser.page()?.one(Role::SearchBox, "Filter tasks")?.value()?;
            if filter == text { Ok(()) } else { NotYet::because(format!("{filter:?}, not {text:?}")) }
        });
    }

    /// Waits until a status outside the sheets says this.
    #[track_caller]
    pub fn expect_notice(&self, text: &str) {
        let script = "return [...document.querySelectorAll('main [role=status], main [role=alert]')]
            .filter(said => !said.closest('dialog')).map(said => said.textContent)";
        self.browser.eventually("a notice", || {
            let said = self.browser.run(script, Vec::new())?;
            let said: Vec<_> = said.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let found = said.iter().any(|notice| notice.contains(text));
            if found { Ok(()) } else { NotYet::because(format!("{said:?}, not {text:?}")) }
        });
    }
}
