//! Files on their way into the console and out of it, and what a sheet says of what it found in them.

use std::path::Path;

use serde_json::json;

use crate::look::NotYet;
use crate::{Browser, Directory, Sheet};

/// Drags files over the page, and drops them if asked to.
const DRAG: &str = "
    const [files, dropped] = arguments;
    const data = new DataTransfer();
    for (const [name, bytes] of files) data.items.add(new File([new Uint8Array(bytes)], name));
    const happen = kind =>
        document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
    happen('dragover');
    if (dropped) happen('drop');
";

/// The lists that can be folded, with the texts of each line.
const LISTS: &str = "
    return [...arguments[0].querySelectorAll('details')].map(list => [
        list.querySelector('summary').textContent,
        [...list.querySelectorAll('li')].map(line => [...line.children].map(part => part.textContent)),
    ]);
";

impl Browser {
    /// Drags a file over the page and holds it there.
    #[track_caller]
    pub fn drag_file(&self, name: &str) {
        self.eventually("dragging a file", || self.run(DRAG, vec![json!([[name, []]]), json!(false)]));
    }

    /// Drags a file over the page and lets it go.
    #[track_caller]
    pub fn drop_file(&self, name: &str, content: impl AsRef<[u8]>) {
        self.drop_files(&[(name, content.as_ref())]);
    }

    /// Drags files over the page and lets them go.
    #[track_caller]
    pub fn drop_files(&self, files: &[(&str, &[u8])]) {
        let arguments = vec![json!(files), json!(true)];
        self.eventually("dropping files", || self.run(DRAG, arguments.clone()));
    }

    /// Saves what is downloaded from now on in a directory.
    #[track_caller]
    pub fn save_in(&self, directory: &Directory) {
        let behaviour = json!({ "behavior": "allow", "downloadPath": directory.path() });
        self.devtools("Browser.setDownloadBehavior", behaviour);
    }

    /// Waits for a file to be saved and takes it out of the directory.
    #[track_caller]
    pub fn saved(&self, directory: &Directory, name: &str) -> String {
        self.eventually("saving a file", || {
            directory.take(name).map_or_else(|| NotYet::because(format!("{name} is not there")), Ok)
        })
    }
}

impl Sheet<'_> {
    /// Chooses a file in the sheet's field for one.
    #[track_caller]
    pub fn choose_file(&self, path: &Path) {
        self.browser().eventually("choosing a file", || {
            let fields = self.dialog()?.all("input[type=file]")?;
            let Some(field) = fields.first() else { return NotYet::because("no field for files") };
            Ok(self.browser().wait(field.inner().send_keys(path.to_string_lossy()))?)
        });
    }

    /// Waits until a list that can be folded, of this title, has exactly these lines of texts. Without a line
    /// there is no such list.
    #[track_caller]
    pub fn expect_list(&self, title: &str, lines: &[&[&str]]) {
        self.browser().eventually("a list in the sheet", || {
            let lists = self.dialog()?.run(LISTS)?;
            let lists: Vec<(String, Vec<Vec<String>>)> =
                serde_json::from_value(lists).map_err(|error| NotYet(error.to_string()))?;
            let found = lists.iter().find(|(found, _)| found == title);
            let found = found.map(|(_, lines)| lines.as_slice()).unwrap_or_default();
            if found == lines {
                Ok(())
            } else {
                NotYet::because(format!("{lists:#?}, not {title}: {lines:#?}"))
            }
        });
    }
}
