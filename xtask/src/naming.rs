//! Names that change with what the files hold, so that gateways may let browsers keep them for good.
//!
//! Trunk can do so, but before the files are split, joined and made smaller. The files of a build name each
//! other in circles, so that one hash is taken of all of them together.

use std::{
    ffi::OsStr,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::Path,
};

use anyhow::{Context as _, Result};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha384};

/// Gives the scripts, modules and style sheets of a built console names with a hash of them all.
///
/// # Errors
/// When a file cannot be read or written.
pub fn name(directory: &Path) -> Result<()> {
    rename(directory).context("naming the built files failed")
}

fn rename(directory: &Path) -> io::Result<()> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let hashed = matches!(path.extension().and_then(OsStr::to_str), Some("js" | "wasm" | "css"));
        if let Some(name) = path.file_name().and_then(OsStr::to_str).filter(|_| hashed) {
            files.push((name.to_owned(), fs::read(&path)?));
        }
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    files.hash(&mut hasher);
    let hash = format!("{:016x}", hasher.finish());
    let names: Vec<_> = files.iter().map(|(name, _)| (name.as_str(), hashed(name, &hash))).collect();
    let page = directory.join("index.html");
    let mut html = renamed(&fs::read_to_string(&page)?, &names);
    for ((old, content), (_, new)) in files.iter().zip(&names) {
        let content = match std::str::from_utf8(content) {
            Ok(text) => renamed(text, &names).into_bytes(),
            Err(_) => content.clone(),
        };
        html = with_digest(&html, new, &content);
        fs::write(directory.join(new), content)?;
        fs::remove_file(directory.join(old))?;
    }
    fs::write(&page, html)
}

/// Returns a page in which the script of this name has its digest beside it, so that no browser runs another one for
/// it.
fn with_digest(page: &str, name: &str, content: &[u8]) -> String {
    let source = format!("src=\"./{name}\"");
    let digest = STANDARD.encode(Sha384::digest(content));
    page.replace(&source, &format!("{source} integrity=\"sha384-{digest}\""))
}

/// Returns a file's name with the hash of the build.
fn hashed(name: &str, hash: &str) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    format!("{stem}-{hash}.{extension}")
}

/// Returns a text in which files are called by their new names. They name each other as `"./name"`; before a colon
/// that is the name under which a module asks for its imports, and stays.
fn renamed(text: &str, names: &[(&str, String)]) -> String {
    let mut text = text.to_owned();
    for (old, new) in names {
        let named = format!("\"./{old}\"");
        let mut pieces = text.split(&named);
        let mut result = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            match piece.trim_start().starts_with(':') {
                true => result.push_str(&named),
                false => result.push_str(&format!("\"./{new}\"")),
            }
            result.push_str(piece);
        }
        text = result;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_renamed_where_they_stand_and_where_they_are_named() {
        let directory = std::env::temp_dir().join(format!("xtask-naming-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        let write = |name: &str, text: &str| fs::write(directory.join(name), text).unwrap();
        let build = |boot: &str| {
            write("index.html", "<script src=\"./boot.js\">");
            write("boot.js", boot);
            write("console_bg.wasm", "\u{0}asm");
            write("tasks.json", "{}");
            name(&directory).unwrap();
            let page = fs::read_to_string(directory.join("index.html")).unwrap();
            let mut names: Vec<_> = fs::read_dir(&directory)
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            names.sort();
            (page, names)
        };
        let (page, names) = build("import(\"./console_bg.wasm\")");
        let [boot, module, "index.html", "tasks.json"] = [&*names[0], &*names[1], &*names[2], &*names[3]]
        else {
            panic!("{names:?}")
        };
        let started = format!("<script src=\"./{boot}\" integrity=\"sha384-");
        assert!(page.starts_with(&started), "{page}");
        let script = fs::read_to_string(directory.join(boot)).unwrap();
        assert_eq!(script, format!("import(\"./{module}\")"));
        assert!(module.starts_with("console-") && module.ends_with(".wasm"), "{module}");
        fs::remove_file(directory.join(boot)).unwrap();
        fs::remove_file(directory.join(module)).unwrap();
        let (_, other) = build("import(\"./console_bg.wasm\") // changed");
        assert_ne!(other[1], *module, "another script goes with another name of the module");
        fs::remove_dir_all(&directory).unwrap();
    }

    #[test]
    fn a_script_has_the_digest_that_browsers_reckon() {
        // As `printf 'abc' | openssl dgst -sha384 -binary | base64` says.
        let page = with_digest("<script src=\"./a.js\"></script><link href=\"./a.js\">", "a.js", b"abc");
        assert_eq!(
            page,
            "<script src=\"./a.js\" integrity=\"sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn\">\
             </script><link href=\"./a.js\">"
        );
    }

    #[test]
    fn what_a_module_asks_for_keeps_its_name() {
        let names = [("later.js", "later-f.js".to_owned())];
        let script = "import*as i from\"./later.js\";imports={\"./later.js\":i}";
        assert_eq!(renamed(script, &names), "import*as i from\"./later-f.js\";imports={\"./later.js\":i}");
    }

    #[test]
    fn a_hash_stands_before_the_extension() {
        assert_eq!(hashed("boot.js", "f"), "boot-f.js");
        assert_eq!(hashed("split_later.wasm", "f"), "split_later-f.wasm");
        assert_eq!(hashed("console.css", "f"), "console-f.css");
    }
}
