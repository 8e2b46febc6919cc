//! The console's page: the table, its toolbar, and the way to the sheets.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value;

use crate::element::{Element, Look, NotYet, Role};
use crate::{Browser, Sheet};

/// The rows of the table as texts by column. Read in one go, because rows come and go.
const ROWS: &str = "
    const grid = arguments[0];
    const columns = [...grid.querySelectorAll('[role=columnheader]')].map(head => head.textContent);
    const rows = [...grid.querySelectorAll('[role=row]')].filter(row => row.querySelector('[role=gridcell]'));
    const texts = row => [...row.querySelectorAll('[role=gridcell]')].map((cell, place) => [columns[place], cell.textContent]);
    return rows.map(row => Object.fromEntries(texts(row)));
";

/// A row's texts by column.
type Row = BTreeMap<String, String>;

/// The console in a browser.
#[derive(Clone)]
pub struct Console {
    browser: Rc<Browser>,
    address: String,
}

impl Console {
    /// The console that is served at an address; not opened yet.
    pub(crate) fn at(browser: Rc<Browser>, address: String) -> Self {
        Self { browser, address }
    }

    /// The browser that it is open in.
    pub fn browser(&self) -> &Browser {
        &self.browser
    }

    /// Where it is served.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Opens the console with this behind its address (`?task=…`), and waits until it is there.
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

    #[track_caller]
    fn wait_until_there(&self) {
        self.browser.eventually("the console", || self.grid());
    }

    fn grid(&self) -> Look<Element<'_>> {
        self.browser.page()?.one(Role::Grid, "Tasks")
    }

    fn rows(&self) -> Look<Vec<Row>> {
        let rows = self.grid()?.run(ROWS)?;
        serde_json::from_value(rows).map_err(|error| NotYet(error.to_string()))
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

    /// Waits until a task's state is shown with this word.
    #[track_caller]
    pub fn expect_state(&self, task: &str, word: &str) {
        self.expect_cell(task, "State", word);
    }

    /// The button of an operation in a task's row.
    pub fn row_button(&self, operation: &str, task: &str) -> Look<Element<'_>> {
        for row in self.grid()?.all("[role=row]")? {
            let cells = row.all("[role=gridcell]")?;
            let names: Look<Vec<_>> = cells.iter().map(Element::text).collect();
            if names?.iter().any(|text| text == task) {
                return row.one_beginning(Role::Button, operation);
            }
        }
        NotYet::because(format!("no row of {task} is in sight"))
    }

    /// Clicks an operation in a task's row.
    #[track_caller]
    pub fn open_sheet(&self, operation: &str, task: &str) -> Sheet<'_> {
        self.browser.eventually("a row's button", || self.row_button(operation, task)?.click());
        self.sheet(operation)
    }

    /// The sheet of this name, when it is open.
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

    /// Types into the search box.
    #[track_caller]
    pub fn filter(&self, text: &str) {
        self.browser.eventually("the search box", || {
            self.browser.page()?.one(Role::SearchBox, "Filter tasks")?.click()
        });
        self.browser.select_all();
        if text.is_empty() { self.browser.press(crate::Key::Backspace) } else { self.browser.paste(text) }
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
