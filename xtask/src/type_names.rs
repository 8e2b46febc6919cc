//! Checks that a name of a type means one thing in the console and its crates, so that it can be searched for.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Where the console's own code is, from the root of the project.
const ROOTS: [&str; 3] = ["crates/browser/src", "crates/console-core/src", "src"];

/// What a type is declared with.
const DECLARATIONS: [&str; 5] = ["enum", "struct", "trait", "type", "union"];

/// A map that says where each name is declared: file and line.
type Places = BTreeMap<String, Vec<String>>;

#[test]
fn types_that_other_files_see_have_names_of_their_own() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut places = Places::new();
    ROOTS.iter().for_each(|directory| search(&root, &root.join(directory), &mut places));
    let shared = places.iter().filter(|(_, places)| places.len() > 1);
    let shared: Vec<_> = shared.map(|(name, places)| format!("{name}: {}", places.join(", "))).collect();
    assert!(shared.is_empty(), "one name for several types:\n{}", shared.join("\n"));
}

#[test]
fn a_declaration_is_told_by_its_visibility_and_its_keyword() {
    assert_eq!(declared("pub struct Host<'a> {"), Some("Host"));
    assert_eq!(declared("    pub(super) enum Host {"), Some("Host"));
    assert_eq!(declared("pub type Host = u8;"), Some("Host"));
    assert_eq!(declared("struct Host;"), None);
    assert_eq!(declared("pub fn host() {"), None);
    assert_eq!(declared("pub use host::Host;"), None);
}

fn search(root: &Path, directory: &Path, places: &mut Places) {
    for path in fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            search(root, &path, places);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let file = path.strip_prefix(root).unwrap().display();
            for (line, text) in (1..).zip(fs::read_to_string(&path).unwrap().lines()) {
                if let Some(name) = declared(text) {
                    places.entry(name.to_owned()).or_default().push(format!("{file}:{line}"));
                }
            }
        }
    }
}

/// Returns the name of the type that a line declares for other files.
fn declared(line: &str) -> Option<&str> {
    let line = line.trim_start().strip_prefix("pub")?;
    // Up to where it is seen, such as `pub(crate)`.
    let line = line.strip_prefix('(').and_then(|seen| seen.split_once(')')).map_or(line, |(_, line)| line);
    let (keyword, rest) = line.strip_prefix(' ')?.split_once(' ')?;
    DECLARATIONS.contains(&keyword).then(|| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or(rest))
}
