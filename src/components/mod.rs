//! Small widgets that know nothing of connectors.

mod check_box;
mod copy_button;
mod field;
#[allow(dead_code)]
mod icon;
#[allow(dead_code)]
mod name;
mod node;
pub mod run;
mod sheet;
mod suggestions;
mod text_content;

// Views move to the components one by one.
#[allow(unused_imports)]
pub use check_box::CheckBox;
#[allow(unused_imports)]
pub use copy_button::{CopyButton, copy_button, copy_button_where};
pub use field::TextField;
#[allow(unused_imports)]
pub use icon::{Icon, Shape, icon};
#[allow(unused_imports)]
pub use name::{Marked, Name, marked, name, piece_of};
pub use node::{El, Node, all, button, el, live, nothing, styled, when};
#[allow(unused_imports)]
pub use sheet::{Sheet, sheet};
#[allow(unused_imports)]
pub use suggestions::{Suggest, Suggested};
pub use text_content::TextContent;
