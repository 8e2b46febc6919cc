//! `cargo xtask dist`: what is deployed.

use std::path::PathBuf;

use anyhow::Result;

use crate::{
    root, say, sizes,
    tools::Tools,
    web_build::{self, Profile},
};

/// Builds the console into `dist/`, with compressed siblings, and prints how large it is.
///
/// # Errors
/// When the build fails, or the first visit loads more than it may.
pub fn dist() -> Result<PathBuf> {
    let directory = root().join("dist");
    let small = web_build::build(&Tools::ready()?, Profile::Dist, &directory)?;
    let sizes = sizes::compress(&directory)?;
    say(&sizes::table(&sizes));
    if small {
        sizes::check(&sizes)?;
    } else {
        say(
            "Whether that is small enough was not checked: Node.js and npm are needed to make it smaller first.",
        );
    }
    say(&format!("Built in {}", directory.display()));
    Ok(directory)
}
