//! The archive that a release is: the same bytes for the same files, packed by anyone, when and where.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    io::Read as _,
    path::Path,
};

use anyhow::{Context as _, Result};
use flate2::{Compression, GzBuilder, read::GzDecoder};
use sha2::{Digest as _, Sha256};

/// The file with the checksums of all others, as `sha256sum --check` reads it.
pub const CHECKSUMS: &str = "SHA256SUMS";
/// The time of every file, 1980-01-01: some programs take earlier ones for mistakes.
const TIME: u64 = 315_532_800;

/// A map that holds the files of an archive by their paths.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Adds a file, or all that is in a directory, under a path of the archive.
///
/// # Errors
/// When something cannot be read.
pub fn add(files: &mut Files, path: &str, from: &Path) -> Result<()> {
    if from.is_dir() {
        for entry in fs::read_dir(from).with_context(|| format!("reading {} failed", from.display()))? {
            let entry = entry?;
            add(files, &format!("{path}/{}", entry.file_name().to_string_lossy()), &entry.path())?;
        }
        return Ok(());
    }
    let content = fs::read(from).with_context(|| format!("reading {} failed", from.display()))?;
    files.insert(path.to_owned(), content);
    Ok(())
}

/// Returns the files as a compressed tar archive, below one directory, with their checksums beside them.
///
/// # Errors
/// When a path is too long for the format.
pub fn pack(mut files: Files, directory: &str) -> Result<Vec<u8>> {
    files.insert(CHECKSUMS.to_owned(), checksums(&files).into_bytes());
    let gzip = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    let mut archive = tar::Builder::new(gzip);
    for (path, content) in &files {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(TIME);
        archive.append_data(&mut header, format!("{directory}/{path}"), content.as_slice())?;
    }
    Ok(archive.into_inner()?.finish()?)
}

/// Returns the SHA-256 of each file, a line for each.
fn checksums(files: &Files) -> String {
    let mut lines = String::new();
    for (path, content) in files {
        // Writing to a string cannot fail.
        let _ = writeln!(lines, "{}  {path}", digest(content));
    }
    lines
}

/// Returns the SHA-256 of bytes in hexadecimal digits.
pub fn digest(content: &[u8]) -> String {
    Sha256::digest(content).iter().fold(String::new(), |digits, byte| format!("{digits}{byte:02x}"))
}

/// Returns the files of an archive.
///
/// # Errors
/// When it is no such archive.
pub fn unpack(archive: &[u8]) -> Result<Files> {
    let mut files = Files::new();
    for entry in tar::Archive::new(GzDecoder::new(archive)).entries()? {
        let mut entry = entry?;
        let path = entry.path()?.to_string_lossy().into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content)?;
        files.insert(path, content);
    }
    Ok(files)
}

/// Returns the paths at which two archives differ, with what differs.
pub fn differences(one: &Files, other: &Files) -> Vec<String> {
    let paths: BTreeSet<_> = one.keys().chain(other.keys()).collect();
    let difference = |path: &&String| match (one.get(*path), other.get(*path)) {
        (Some(one), Some(other)) if one == other => None,
        (Some(one), Some(other)) => {
            let first = one.iter().zip(other).position(|(one, other)| one != other);
            let first = first.unwrap_or_else(|| one.len().min(other.len()));
            Some(format!("{path} differs from byte {first} on ({} and {} bytes)", one.len(), other.len()))
        }
        (one, _) => {
            Some(format!("{path} is in the {} alone", if one.is_some() { "first" } else { "second" }))
        }
    };
    paths.iter().filter_map(difference).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(all: &[(&str, &str)]) -> Files {
        all.iter().map(|(path, content)| ((*path).to_owned(), content.as_bytes().to_vec())).collect()
    }

    #[test]
    fn an_archive_has_all_files_below_one_directory_and_their_checksums() {
        let archive =
            pack(files(&[("dist/index.html", "<html>"), ("CHANGELOG.md", "")]), "console-1.0").unwrap();
        let unpacked = unpack(&archive).unwrap();
        let paths: Vec<_> = unpacked.keys().map(String::as_str).collect();
        assert_eq!(
            paths,
            ["console-1.0/CHANGELOG.md", "console-1.0/SHA256SUMS", "console-1.0/dist/index.html"]
        );
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let sums = String::from_utf8(unpacked["console-1.0/SHA256SUMS"].clone()).unwrap();
        assert_eq!(sums.lines().next(), Some(format!("{empty}  CHANGELOG.md").as_str()));
        assert_eq!(sums.lines().count(), 2);
    }

    #[test]
    fn the_same_files_give_the_same_bytes() {
        let packed = || pack(files(&[("b", "2"), ("a", "1")]), "console").unwrap();
        assert_eq!(packed(), packed());
    }

    #[test]
    fn differences_are_told_with_their_places() {
        let one = files(&[("a", "same"), ("b", "1234"), ("c", "")]);
        let other = files(&[("a", "same"), ("b", "12x"), ("d", "")]);
        let told = [
            "b differs from byte 2 on (4 and 3 bytes)",
            "c is in the first alone",
            "d is in the second alone",
        ];
        assert_eq!(differences(&one, &other), told);
        assert!(differences(&one, &one).is_empty());
    }
}
