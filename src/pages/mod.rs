//! Pages and sheets beside the table: help, settings, and the screens in place of the console.

mod deployment;
mod help;
mod host;
mod host_name;
mod live;
mod palette;
mod settings;

pub use deployment::DeploymentScreen;
pub use help::HelpSheet;
pub use host::{HostChoice, HostQuestion};
pub use host_name::HostName;
pub use live::{LiveLine, SignInNotice, SignInSheet};
pub use palette::PaletteDialog;
pub use settings::SettingsSheet;
