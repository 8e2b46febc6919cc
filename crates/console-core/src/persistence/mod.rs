//! How runs and task records are written into the browser's storage, and read again.
//!
//! By hand instead of derived: the derived readers of these few types are a tenth of the download. A
//! text that cannot be read, because it is damaged or of a later version, gives nothing and is left
//! where it is.

pub mod block;
mod draft;
pub mod hosts;
pub mod open;
mod run;
mod task;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use crate::domain::operation::OperationKind;
use crate::domain::run::Moment;
use crate::domain::task_name::TaskName;

pub use draft::{Begun, key_of, oldest_drafts, take_oldest};
pub use run::{run_from_text, run_to_text, says_over};
pub use task::{task_from_text, task_to_text, usual_task_from_text};

/// The members of a JSON object, read by name and kind.
struct Members<'a>(&'a Map<String, Value>);

impl<'a> Members<'a> {
    fn text(&self, name: &str) -> Option<&'a str> {
        self.0.get(name)?.as_str()
    }

    fn list(&self, name: &str) -> Option<&'a Vec<Value>> {
        self.0.get(name)?.as_array()
    }

    fn members(&self, name: &str) -> Option<Members<'a>> {
        self.0.get(name)?.as_object().map(Members)
    }

    fn flag(&self, name: &str) -> bool {
        self.0.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    fn moment(&self, name: &str) -> Option<Moment> {
        self.0.get(name)?.as_i64().map(Moment)
    }

    fn name(&self, name: &str) -> Option<TaskName> {
        TaskName::exact(self.text(name)?).ok()
    }

    fn kind(&self, name: &str) -> Option<OperationKind> {
        OperationKind::from_link_word(self.text(name)?)
    }
}

fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    // Not collected: that would sort them, with code of its own for each number of members.
    let mut object = Map::new();
    for (name, value) in members {
        object.insert(name.to_owned(), value);
    }
    Value::Object(object)
}

fn members_of(text: &str) -> Option<Map<String, Value>> {
    serde_json::from_str(text).ok()
}

/// The text of a member that is found by its beginning, without reading anything else: as it stands there, with
/// its escapes. Within the texts of a JSON text the quotation marks have backslashes before them, so that a member
/// is never mistaken.
fn text_behind<'a>(json: &'a str, beginning: &str) -> Option<&'a str> {
    let text = json.split_once(beginning)?.1;
    let mut escaped = false;
    let end = text.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    Some(&text[..end?])
}
