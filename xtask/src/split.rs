//! What only sheets need, as a module of its own that loads with the first sheet.
//!
//! Trunk runs wasm-bindgen on the whole module, and it has to be split before that. So the module is taken
//! from where cargo left it, split at the place marked in the console's `src/sheets.rs`, and wasm-bindgen
//! runs on the larger part anew; trunk's files give way to these.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    failure::{Doing, Failure},
    process::{output, run},
    root,
    tools::Tools,
};

/// The names of the files in which the parts stand: the start of the console, its module, and what loads the
/// part for sheets.
const START: &str = "console";
const LOADER: &str = "sheets.js";

/// How the loader starts the part that it has fetched, and what does the same whatever type the server gives
/// the file: the main part needs no more of a server either.
const STREAMED: &str = "WebAssembly.instantiateStreaming(src, imports)";
const ANY_TYPE: &str = "src.then((response) => response.arrayBuffer())\
                        .then((bytes) => WebAssembly.instantiate(bytes, imports))";

/// Splits the module that was built last and puts the parts into `directory` in place of the whole.
///
/// # Errors
/// When the module cannot be found or split, or a file cannot be written.
pub fn split(tools: &Tools, directory: &Path) -> Result<(), Failure> {
    let doing = "splitting the console's module";
    let target = target_directory()?;
    let whole = fs::read(target.join("wasm32-unknown-unknown/web/connector-console.wasm")).doing(doing)?;
    let parts = target.join("split");
    // What an earlier build left there must not be taken for a part of this one.
    match fs::remove_dir_all(&parts) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error).doing(doing),
        _ => fs::create_dir_all(&parts).doing(doing)?,
    }
    let (main, start) = (parts.join("main.wasm"), format!("./{START}.js"));
    let mut options = wasm_split_cli_support::Options::new(&whole);
    options.output_dir = &parts;
    options.main_out_path = &main;
    options.main_module = &start;
    let loader = format!("./{LOADER}");
    options.link_name = &loader;
    let split = wasm_split_cli_support::transform(options)
        .map_err(|error| std::io::Error::other(format!("{error:#}")))
        .doing(doing)?;

    let mut bindgen = Command::new("wasm-bindgen");
    // The parts share the table of functions, which wasm-bindgen would keep to itself.
    bindgen.args(["--target", "web", "--no-typescript", "--keep-lld-exports"]);
    bindgen.args(["--out-name", START, "--out-dir"]);
    bindgen.arg(directory).arg(&main).env("PATH", &tools.path);
    run(&mut bindgen, doing)?;
    for part in split.split_modules {
        let name = part.file_name().map(PathBuf::from).unwrap_or_default();
        fs::copy(&part, directory.join(name)).doing(doing)?;
    }
    let script = fs::read_to_string(parts.join(LOADER)).doing(doing)?;
    if !script.contains(STREAMED) {
        return Err(Failure::Unreadable {
            file: parts.join(LOADER),
            why: "it does not start parts as expected",
        });
    }
    fs::write(directory.join(LOADER), script.replace(STREAMED, ANY_TYPE)).doing(doing)?;

    let page = directory.join("index.html");
    let html = fs::read_to_string(&page).doing(doing)?;
    let (html, replaced) = repointed(&html)
        .ok_or(Failure::Unreadable { file: page.clone(), why: "it does not name the console's module" })?;
    fs::write(&page, html).doing(doing)?;
    for name in replaced {
        fs::remove_file(directory.join(name)).doing(doing)?;
    }
    Ok(())
}

/// The page with the parts in place of trunk's files, and the names of those files.
fn repointed(html: &str) -> Option<(String, [String; 2])> {
    let (_, rest) = html.split_once("<meta name=\"app-module\" content=\"./")?;
    let (script, rest) = rest.split_once('"')?;
    let (_, rest) = rest.split_once("data-wasm=\"./")?;
    let (module, _) = rest.split_once('"')?;
    let preload = format!("<link rel=\"modulepreload\" href=\"./{script}\">");
    // The script imports the loader; without this the browser would learn of it a round trip later.
    let preloads = format!("{preload}\n<link rel=\"modulepreload\" href=\"./{LOADER}\">");
    let page = html
        .replace(&preload, &preloads)
        .replace(script, &format!("{START}.js"))
        .replace(module, &format!("{START}_bg.wasm"));
    Some((page, [script.to_owned(), module.to_owned()]))
}

fn target_directory() -> Result<PathBuf, Failure> {
    let asked = "asking cargo where it builds";
    let mut cargo = Command::new("cargo");
    cargo.args(["metadata", "--format-version=1", "--no-deps", "--offline"]).current_dir(root());
    output(&mut cargo)
        .and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok())
        .and_then(|metadata| Some(PathBuf::from(metadata.get("target_directory")?.as_str()?)))
        .ok_or(Failure::Command { doing: asked.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_the_parts_in_place_of_the_whole() {
        let page = "<link rel=\"modulepreload\" href=\"./c-1.js\">\n\
                    <link rel=\"preload\" href=\"./c-1_bg.wasm\">\n\
                    <meta name=\"app-module\" content=\"./c-1.js\" data-wasm=\"./c-1_bg.wasm\">";
        let (page, replaced) = repointed(page).unwrap();
        assert_eq!(replaced, ["c-1.js", "c-1_bg.wasm"]);
        assert_eq!(
            page,
            "<link rel=\"modulepreload\" href=\"./console.js\">\n\
             <link rel=\"modulepreload\" href=\"./sheets.js\">\n\
             <link rel=\"preload\" href=\"./console_bg.wasm\">\n\
             <meta name=\"app-module\" content=\"./console.js\" data-wasm=\"./console_bg.wasm\">"
        );
        assert!(repointed("<html>").is_none());
    }
}
