//! Pages and sheets beside the table: help, settings, and the screens in place of the console.

pub mod deployment;
mod help;
mod host;
mod settings;

pub use help::help;
pub use host::host_question;
pub use settings::settings_sheet;
