//! Pages and sheets beside the table: help, settings, and the screens in place of the console.

mod deployment;
mod help;
mod host;
mod live;
mod palette;
mod settings;

pub use deployment::{DeploymentScreen, HostName};
pub use help::HelpSheet;
pub use host::HostQuestion;
pub use live::{LiveLine, SignInSheet};
pub use palette::PaletteDialog;
pub use settings::SettingsSheet;
