//! `cargo xtask dist`: what is deployed, and the archive that takes it there.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Command},
};

use anyhow::{Context as _, Result, bail, ensure};
use clap::Args;

use crate::{
    archive::{self, Files},
    checkout::root,
    notices,
    process::{output, run},
    progress::{say, step},
    sbom, sizes,
    web_build::{self, Profile},
};

/// What the archive has beside the built console, at the places where it is in the checkout, so that what the files say of
/// each other is true in both.
const BESIDE: [&str; 7] = [
    ".dockerignore",
    "CHANGELOG.md",
    "deploy",
    "docs/gateways.md",
    "docs/glossary.md",
    "docs/guide.md",
    "docs/images",
];

/// Options of `cargo xtask dist`.
#[derive(Args)]
pub struct Options {
    /// Build it a second time, in another folder, and compare the bytes of both archives
    #[arg(long)]
    check: bool,
}

/// Builds the console, packs the archive, and compares it with that of a second build if that is wanted.
///
/// # Errors
/// When something cannot be built or packed, or the two archives differ.
pub fn dist(options: &Options) -> Result<()> {
    let archive = pack(&console()?)?;
    if options.check { compare(&archive) } else { Ok(()) }
}

/// Builds the console into `dist/`, with compressed siblings, and prints how large it is.
///
/// # Errors
/// When the build fails, or the first visit loads more than it may.
pub fn console() -> Result<PathBuf> {
    let directory = root().join("dist");
    let small = web_build::build(Profile::Dist, &directory)?;
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

/// Packs the archive of a built console, and returns where it is.
fn pack(console: &Path) -> Result<PathBuf> {
    let name = format!("connector-console-{}", env!("CARGO_PKG_VERSION"));
    let mut files = Files::new();
    archive::add(&mut files, "dist", console)?;
    for path in BESIDE {
        archive::add(&mut files, path, &root().join(path))?;
    }
    archive::add(&mut files, notices::FILE, &console.join(notices::FILE))?;
    files.insert(sbom::FILE.to_owned(), sbom::sbom()?.into_bytes());
    let path = root().join(format!("target/{name}.tar.gz"));
    let packed = step("Packing the archive", || archive::pack(files, &name))?;
    fs::create_dir_all(root().join("target"))?;
    fs::write(&path, &packed).with_context(|| format!("writing {} failed", path.display()))?;
    say(&format!("{}  {} ({} bytes)", archive::digest(&packed), path.display(), packed.len()));
    Ok(path)
}

/// Builds the same sources in another folder, without anything that was built here, and compares the archives.
fn compare(archive: &Path) -> Result<()> {
    let elsewhere = env::temp_dir().join(format!("connector-console-{}/built/elsewhere", process::id()));
    let built = copy_sources(&elsewhere).and_then(|()| {
        let mut again = Command::new(env::current_exe()?);
        again.arg("dist").current_dir(&elsewhere).env_remove("CARGO_TARGET_DIR");
        again.env("CARGO_MANIFEST_DIR", elsewhere.join("xtask"));
        step(&format!("Building once more, in {}", elsewhere.display()), || {
            run(&mut again, "building once more")
        })?;
        let name = archive.file_name().unwrap_or_default();
        Ok(fs::read(elsewhere.join("target").join(name))?)
    });
    let _ = fs::remove_dir_all(elsewhere.ancestors().nth(2).unwrap_or(&elsewhere));
    let (here, there) = (fs::read(archive)?, built?);
    say(&alike(&here, &there)?);
    Ok(())
}

/// Returns what is to be said of two archives of the same bytes.
///
/// # Errors
/// When they differ: tells where.
fn alike(here: &[u8], there: &[u8]) -> Result<String> {
    if here == there {
        return Ok(format!("Two builds in two folders gave the same bytes: {}", archive::digest(here)));
    }
    let differences = archive::differences(&archive::unpack(here)?, &archive::unpack(there)?);
    ensure!(!differences.is_empty(), "the files of both builds are alike, but not their archives");
    bail!("the two builds differ:\n  {}", differences.join("\n  "))
}

/// Copies what git knows of, or would add, as it stands in this folder.
fn copy_sources(to: &Path) -> Result<()> {
    let mut git = Command::new("git");
    git.args(["ls-files", "--cached", "--others", "--exclude-standard"]).current_dir(root());
    let listed = output(&mut git).context("asking git for the sources failed")?;
    for name in listed.lines().filter(|name| root().join(name).is_file()) {
        let copy = to.join(name);
        fs::create_dir_all(copy.parent().unwrap_or(to))?;
        fs::copy(root().join(name), copy).with_context(|| format!("copying {name} failed"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(script: &str) -> Vec<u8> {
        let files = [("dist/a.js", script), ("CHANGELOG.md", "")];
        let files = files.map(|(path, content)| (path.to_owned(), content.as_bytes().to_vec()));
        archive::pack(files.into(), "console-1.0").unwrap()
    }

    #[test]
    fn two_builds_are_alike_only_if_every_byte_is() {
        let one = packed("run(1)");
        let said = alike(&one, &packed("run(1)")).unwrap();
        assert_eq!(said, format!("Two builds in two folders gave the same bytes: {}", archive::digest(&one)));
        let said = alike(&one, &packed("run(2)")).unwrap_err().to_string();
        let (first, rest) = said.split_once('\n').unwrap();
        assert_eq!(first, "the two builds differ:");
        assert!(rest.contains("  console-1.0/dist/a.js differs from byte 4 on (6 and 6 bytes)"), "{rest}");
        assert!(rest.contains("console-1.0/SHA256SUMS differs"), "{rest}");
        // The same files, packed in another way.
        let mut other = one.clone();
        let system = 9;
        other[system] ^= 1;
        let said = alike(&one, &other).unwrap_err().to_string();
        assert_eq!(said, "the files of both builds are alike, but not their archives");
    }
}
