//! Keeps phrases that paraphrase a term out of the sources; `docs/glossary.md` has the terms.

use std::fs;
use std::path::Path;

/// The phrases, in small letters, and what to write in their place.
const PHRASES: [(&str, &str); 31] = [
    ("a person is at", "current, focused"),
    ("as at first", "reset to defaults"),
    ("count as done and go on", "mark as done and continue"),
    ("filter rests", "debounce"),
    ("gone through once", "traversed, scanned"),
    ("has it hold", "sets"),
    ("has to mend", "has to fix"),
    ("hold up typing", "slow down typing"),
    ("how the reading stands", "the status of reading"),
    ("how things stand", "status"),
    ("in one go", "at once, in one pass"),
    ("into sight", "into view, visible"),
    ("no json from here", "JSON syntax error"),
    ("nothing that fits", "no matching …"),
    ("put right", "fixed"),
    ("puts a problem right", "fixes a problem"),
    ("rests before", "debounce"),
    ("said aloud", "alert, announced"),
    ("stands here a second time", "is defined twice"),
    ("stands in its stead", "replaces it"),
    ("still be at it", "still be processing it"),
    ("take along", "export"),
    ("take the list along", "export the list"),
    ("taken along", "exported"),
    ("takes note", "records"),
    ("takes the tick away", "sets `checked`"),
    ("told apart", "distinguished"),
    ("what now", "next step"),
    ("what stands before", "the text before"),
    ("what stands behind", "the text after"),
    ("what stands in it", "its content"),
];

/// Where sources are, from the root of the project.
const ROOTS: [&str; 5] = ["src", "crates", "e2e", "xtask", "docs"];

#[test]
fn phrases_that_paraphrase_a_term_are_not_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    ROOTS.iter().for_each(|directory| search(&root.join(directory), &mut found));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

fn search(directory: &Path, found: &mut Vec<String>) {
    for path in fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()) {
        let extension = path.extension().and_then(|extension| extension.to_str());
        if path.is_dir() {
            search(&path, found);
        } else if matches!(extension, Some("rs" | "md")) && !path.ends_with(file!()) {
            // A comment goes on in the next line.
            let text = fs::read_to_string(&path).unwrap().to_lowercase();
            let words = text.split_whitespace().filter(|word| !matches!(*word, "//" | "///" | "//!"));
            let text = words.collect::<Vec<_>>().join(" ");
            let used = PHRASES.iter().filter(|(phrase, _)| text.contains(phrase));
            found.extend(used.map(|(phrase, better)| format!("{}: “{phrase}”: {better}", path.display())));
        }
    }
}
