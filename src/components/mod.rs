//! Small widgets that know nothing of connectors.

mod check_box;
mod copy_button;
mod field;
mod icon;
mod name;
mod node;
pub mod run;
mod sheet;
mod suggestions;

pub use check_box::check_box;
pub use copy_button::{copy_button, copy_button_named, copy_button_where};
pub use field::TextField;
pub use icon::{Shape, icon};
pub use name::{marked, name, piece_of};
pub use node::{El, ElementRef, Node, all, button, el, live, nothing, styled, when};
pub use sheet::sheet;
pub use suggestions::{Suggest, suggested};
