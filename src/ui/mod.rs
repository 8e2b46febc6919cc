//! Small widgets that know nothing of connectors.

mod copy_button;
mod field;
mod icon;
mod sheet;

pub use copy_button::CopyButton;
pub use field::TextField;
pub use icon::{Icon, Shape};
pub use sheet::Sheet;
