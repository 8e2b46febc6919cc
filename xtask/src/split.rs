//! What acts on the table, as a module of its own that loads after it.
//!
//! Trunk runs wasm-bindgen on the whole module, and it has to be split before that. So the module is taken
//! from where cargo left it, split at the place marked in the console's `src/app/lazy.rs`, and wasm-bindgen
//! writes the larger part over what trunk wrote.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, anyhow, ensure};

use crate::{
    checkout::root,
    process::{output, run},
    styles,
    tools::Tools,
};

/// The name that trunk gives the console's script, and with `_bg` its module.
pub const START: &str = "connector-console";
/// The script that loads the second part.
const LOADER: &str = "later.js";

/// How the loader starts the part that it has fetched, and what does the same whatever type the server gives
/// the file: the main part needs no more of a server either.
const STREAMED: &str = "WebAssembly.instantiateStreaming(src, imports)";
const ANY_TYPE: &str = "Promise.all([src.then((response) => response.arrayBuffer()), styled()])\
                        .then(([bytes]) => WebAssembly.instantiate(bytes, imports))";

/// Loads the style of what acts on the table. Without it the part counts as not loaded, and is asked for again.
const STYLED: &str = r#"
function styled() {
    return new Promise((resolve, reject) => {
        const link = document.createElement("link");
        link.rel = "stylesheet";
        link.href = new URL("./LATER", import.meta.url).href;
        link.onload = resolve;
        link.onerror = () => {
            link.remove();
            reject(new Error(`${link.href} cannot be loaded`));
        };
        document.head.append(link);
    });
}
"#;

/// Splits the module that was built last and puts the parts into `directory` in place of the whole.
///
/// # Errors
/// When the module cannot be found or split, or a file cannot be written.
pub fn split(tools: &Tools, directory: &Path) -> Result<()> {
    let target = target_directory()?;
    let module = target.join("wasm32-unknown-unknown/web/connector-console.wasm");
    let whole = fs::read(&module).with_context(|| format!("{} cannot be read", module.display()))?;
    let parts = target.join("split");
    // What an earlier build left there must not be taken for a part of this one.
    let _ = fs::remove_dir_all(&parts);
    fs::create_dir_all(&parts)?;
    let (main, start, loader) = (parts.join("main.wasm"), format!("./{START}.js"), format!("./{LOADER}"));
    let mut options = wasm_split_cli_support::Options::new(&whole);
    options.output_dir = &parts;
    options.main_out_path = &main;
    options.main_module = &start;
    options.link_name = &loader;
    let split = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:#}"))?;

    let mut bindgen = Command::new("wasm-bindgen");
    // The parts share the table of functions, which wasm-bindgen would keep to itself.
    bindgen.args(["--target", "web", "--no-typescript", "--keep-lld-exports"]);
    bindgen.args(["--out-name", START, "--out-dir"]);
    bindgen.arg(directory).arg(&main).env("PATH", &tools.path);
    run(&mut bindgen, "writing the JavaScript beside the module")?;
    for part in split.split_modules {
        let name = part.file_name().map(PathBuf::from).unwrap_or_default();
        fs::copy(&part, directory.join(name))?;
    }
    let script = fs::read_to_string(parts.join(LOADER))?;
    ensure!(script.contains(STREAMED), "the loader does not start parts as expected");
    let script = script.replace(STREAMED, ANY_TYPE) + &STYLED.replace("LATER", styles::LATER);
    fs::write(directory.join(LOADER), script)?;

    let page = directory.join("index.html");
    let html = fs::read_to_string(&page)?;
    fs::write(&page, preloading(&html).context("index.html does not name the console's script")?)?;
    Ok(())
}

/// Returns the page with a hint at the loader, which the script imports: the browser would learn of it a round trip
/// later.
fn preloading(html: &str) -> Option<String> {
    let hint = |file: &str| format!("<link rel=\"modulepreload\" href=\"./{file}\">");
    let start = hint(&format!("{START}.js"));
    html.contains(&start).then(|| html.replace(&start, &format!("{start}\n{}", hint(LOADER))))
}

fn target_directory() -> Result<PathBuf> {
    let mut cargo = Command::new("cargo");
    cargo.args(["metadata", "--format-version=1", "--no-deps", "--offline"]).current_dir(root());
    let metadata = output(&mut cargo).and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok());
    let directory = metadata.and_then(|metadata| Some(metadata.get("target_directory")?.as_str()?.into()));
    directory.context("asking cargo where it builds failed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_the_loader_beside_the_script() {
        let page = "<link rel=\"modulepreload\" href=\"./connector-console.js\">\n<link rel=\"preload\">";
        assert_eq!(
            preloading(page).as_deref(),
            Some(
                "<link rel=\"modulepreload\" href=\"./connector-console.js\">\n\
                 <link rel=\"modulepreload\" href=\"./later.js\">\n<link rel=\"preload\">"
            )
        );
        assert!(preloading("<html>").is_none());
    }
}
