//! Two style sheets in place of many: one for the first visit, and one for what loads after the table.
//!
//! The sources are small files, one for each kind of thing on the screen. Gateways answer one request on a
//! connection, so a browser would open a connection for each of them before it can show anything.

use std::{fs, io, path::Path};

use anyhow::{Context as _, Result};

const OPEN: &str = "<link rel=\"stylesheet\" href=\"./";
const CLOSE: &str = "\"/>";

const JOINED: &str = "console.css";

/// The style sheet that loads with what acts on the table, see [`split`](crate::split).
pub const LATER: &str = "later.css";

/// The source files of that one, the last in the order of their links.
const SHOWN_LATER: [&str; 2] = ["pages", "update"];

/// Joins the style sheets of a built console, in the order of their links, into the two.
///
/// # Errors
/// When a file cannot be read or written.
pub fn join(directory: &Path) -> Result<()> {
    join_linked(directory).context("joining the style sheets failed")
}

fn join_linked(directory: &Path) -> io::Result<()> {
    let page = directory.join("index.html");
    let html = fs::read_to_string(&page)?;
    let names = linked(&html);
    let (mut first, mut later) = (String::new(), String::new());
    for name in &names {
        let sheet = if is_shown_later(name) { &mut later } else { &mut first };
        sheet.push_str(&fs::read_to_string(directory.join(name))?);
        sheet.push('\n');
    }
    fs::write(&page, relinked(&html, &names, JOINED))?;
    for name in &names {
        fs::remove_file(directory.join(name))?;
    }
    fs::write(directory.join(LATER), later)?;
    fs::write(directory.join(JOINED), first)
}

fn is_shown_later(name: &str) -> bool {
    name.split(['-', '.']).next().is_some_and(|stem| SHOWN_LATER.contains(&stem))
}

/// Returns the names of the linked style sheets, as trunk writes the links.
fn linked(html: &str) -> Vec<&str> {
    html.split(OPEN).skip(1).filter_map(|rest| rest.split_once(CLOSE)).map(|(name, _)| name).collect()
}

/// Returns the page with a link to `joined` where the first link was, and without the others.
fn relinked(html: &str, names: &[&str], joined: &str) -> String {
    let mut page = html.to_owned();
    for (index, name) in names.iter().enumerate() {
        let link = format!("{OPEN}{name}{CLOSE}");
        let replacement = if index == 0 { format!("{OPEN}{joined}{CLOSE}") } else { String::new() };
        page = page.replacen(&link, &replacement, 1);
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head><link rel=\"icon\" href=\"./i.svg\"/><link rel=\"stylesheet\" href=\"./a-1.css\"/>\n\
                        <link rel=\"stylesheet\" href=\"./b-2.css\"/></head>";

    #[test]
    fn the_links_are_found_in_order_and_give_way_to_one() {
        let names = linked(PAGE);
        assert_eq!(names, ["a-1.css", "b-2.css"]);
        assert_eq!(
            relinked(PAGE, &names, "console-3.css"),
            "<head><link rel=\"icon\" href=\"./i.svg\"/><link rel=\"stylesheet\" href=\"./console-3.css\"/>\n</head>"
        );
    }

    #[test]
    fn what_is_shown_later_comes_last_so_that_the_order_of_rules_stays() {
        let page = fs::read_to_string(crate::checkout::root().join("index.html")).unwrap();
        let sources = page.split("href=\"style/").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0));
        let later: Vec<_> = sources.map(is_shown_later).collect();
        assert_eq!(later.iter().filter(|later| **later).count(), SHOWN_LATER.len());
        assert!(later.is_sorted(), "{later:?}");
    }

    /// Returns the style sheets by name, without their comments.
    fn sources() -> Vec<(String, String)> {
        let directory = crate::checkout::root().join("style");
        let mut sources = Vec::new();
        for entry in fs::read_dir(&directory).unwrap() {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let mut pieces = text.split("/*");
            let mut css = pieces.next().unwrap().to_owned();
            for piece in pieces {
                css.push_str(piece.split_once("*/").unwrap().1);
            }
            sources.push((path.file_name().unwrap().to_string_lossy().into_owned(), css));
        }
        assert!(!sources.is_empty());
        sources
    }

    /// Returns the names of the custom properties that a style sheet sets.
    fn set(css: &str) -> Vec<&str> {
        let declared = |line: &str| line.trim().starts_with("--") && line.contains(':');
        css.lines().filter(|line| declared(line)).filter_map(|line| line.trim().split(':').next()).collect()
    }

    #[test]
    fn every_colour_is_there_in_browsers_without_light_dark() {
        for (name, css) in sources() {
            assert!(!css.contains("light-dark("), "{name}");
            // A browser that does not know the function ignores the line; another one has to stand before it.
            for (at, _) in css.match_indices("color-mix(") {
                let rule = &css[css[..at].rfind('{').unwrap()..at];
                let property = rule.lines().last().unwrap().trim().split(':').next().unwrap();
                assert!(
                    rule.matches(&format!("  {property}:")).count() > 1,
                    "{name}: {property} has no plain colour"
                );
            }
        }
    }

    #[test]
    fn what_is_dark_is_also_light_and_every_value_that_is_used_is_set() {
        let sources = sources();
        let tokens = &sources.iter().find(|(name, _)| name == "tokens.css").unwrap().1;
        let (light, dark) = tokens.split_once("@media (prefers-color-scheme: dark)").unwrap();
        let light = set(light);
        for name in set(dark) {
            assert!(light.contains(&name), "{name} is set for dark colours only");
        }
        // The program sets these on elements.
        const BY_PROGRAM: [&str; 7] =
            ["--rows", "--columns", "--row-height", "--place", "--lane", "--lanes", "--depth"];
        let all: Vec<_> = sources.iter().flat_map(|(_, css)| set(css)).chain(BY_PROGRAM).collect();
        for (file, css) in &sources {
            for used in css.split("var(").skip(1) {
                let name = used.split([')', ',']).next().unwrap();
                assert!(all.contains(&name), "{file}: {name} is set nowhere");
            }
        }
    }

    #[test]
    fn dark_colours_are_the_same_whoever_asks_for_them() {
        let sources = sources();
        let tokens = &sources.iter().find(|(name, _)| name == "tokens.css").unwrap().1;
        let values = |beginning: &str| {
            let rule = tokens.split_once(beginning).unwrap().1.split_once('}').unwrap().0;
            rule.lines().map(str::trim).filter(|line| line.starts_with("--")).collect::<Vec<_>>()
        };
        let by_system = values(":root:not([data-theme]) {");
        assert!(by_system.len() > 20, "{by_system:?}");
        assert_eq!(values(":root[data-theme=\"dark\"] {"), by_system);
    }

    #[test]
    fn texts_and_their_lines_are_as_large_as_the_browser_is_set_to() {
        for (name, css) in sources() {
            for line in css.lines().map(str::trim) {
                let (property, value) = line.split_once(':').unwrap_or_default();
                let of_text = matches!(
                    property,
                    "font" | "font-size" | "line-height" | "--small" | "--body" | "--large"
                );
                // A line of fixed height cuts a text that a browser's least size makes larger.
                let is_fixed = value.contains("px") || property == "line-height" && value.contains("rem");
                assert!(!(of_text && is_fixed), "{name}: {line}");
                assert!(!(line.starts_with('@') && line.contains("px")), "{name}: {line}");
            }
        }
    }
}
