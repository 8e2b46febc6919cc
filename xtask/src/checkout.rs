//! The folder that the commands are about.

use std::{
    env,
    path::{Path, PathBuf},
};

/// Returns the checkout that cargo runs this program for, or else that it was built from.
pub fn root() -> PathBuf {
    let package =
        env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    package.parent().map(Path::to_path_buf).unwrap_or_default()
}
