//! Small widgets, told by their props what to show: buttons, fields, names, sheets; `operation` offers an operation or
//! says why not, and `run` shows a run.

mod check_box;
mod copy_button;
mod errors;
mod field;
mod icon;
mod name;
mod operation;
pub mod run;
mod select;
mod sheet;
mod suggestions;
mod task_line;
mod when;

pub use browser::text_content::TextContent;
pub use check_box::CheckBox;
pub use copy_button::{CopyButton, copy_and_say};
pub use errors::{error_list, errors, read_problem};
pub use field::TextField;
pub use icon::{Icon, IconShape};
pub use name::{Marked, Name, write_marked, write_text};
pub use operation::{OperationOpener, why_not_offered};
pub use select::Select;
pub use sheet::Sheet;
pub use suggestions::Suggested;
pub use when::{position_teller, time_in_zone, time_teller};
