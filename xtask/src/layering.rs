//! Checks that imports go down only, from a room to those below it and never in a circle of files; and that each room
//! keeps to its own: texts for people are in the messages, and the browser knows no connector.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, mem};

/// The rooms of each crate in rows, the lowest first. Rooms of one row do not import each other.
const CRATES: [(&str, &[&[&str]]); 3] = [
    (
        "crates/console-core/src",
        &[
            &["text"],
            &["time"],
            &["domain"],
            &["openapi"],
            &["forms"],
            &["table"],
            &["interchange"],
            &["persistence"],
            &["runner"],
            &["lib"],
        ],
    ),
    (
        "crates/browser/src",
        &[
            &[
                "address",
                "clipboard",
                "clock",
                "debounce",
                "document",
                "dragging",
                "event",
                "files",
                "keyboard",
                "leaving",
                "local",
                "panic",
                "patience",
                "roving",
                "text_content",
                "zones",
            ],
            &["dialog", "fetch", "field", "menu", "storage", "viewport"],
            &["focus", "tabs"],
            &["element_handle"],
            &["lib"],
        ],
    ),
    (
        "src",
        &[
            &["stores"],
            &["messages"],
            &["components"],
            &["table", "tasks", "operations", "runs", "pages"],
            &["app"],
            &["start"],
            &["lib"],
        ],
    ),
];

/// Texts that begin with a capital letter and are for no person: names of keys.
const KEYS: [&str; 6] = ["ArrowDown", "ArrowLeft", "ArrowRight", "ArrowUp", "Enter", "Escape"];

/// Words of the API's field, which the browser's adapters do without.
const FIELD: [&str; 8] =
    ["checkpoint", "connector", "inventory", "journal", "migrate", "operation", "subtopic", "task"];

/// A path of modules from the root of a crate; the root's own is empty.
type Module = Vec<String>;

/// A source file without comments and tests.
struct Source {
    module: Module,
    tokens: Vec<String>,
}

#[test]
fn imports_go_down_only() {
    for (root, rows) in CRATES {
        let sources = sources_of(root);
        let imports = imports(&sources);
        let row = |module: &Module| {
            let room = module.first().map_or("lib", String::as_str);
            rows.iter().position(|rooms| rooms.contains(&room)).unwrap_or_else(|| panic!("{room} has no row"))
        };
        let mut wrong = Vec::new();
        for (from, to) in imports.iter().flat_map(|(from, to)| to.iter().map(move |to| (from, to))) {
            if from.first() != to.first() && row(from) <= row(to) {
                wrong.push(format!("{} imports {}", from.join("::"), to.join("::")));
            }
        }
        wrong.extend(circles(&imports).iter().map(described));
        assert!(wrong.is_empty(), "{root}:\n{}", wrong.join("\n"));
    }
}

#[test]
fn no_circle_of_files_in_what_is_built_for_tests() {
    let roots = ["crates/gateway/src", "crates/simulator/src", "e2e/src"];
    let circles = roots.map(|root| circles(&imports(&sources_of(root))));
    let found: Vec<_> = circles.iter().flatten().map(described).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn texts_for_people_are_in_the_messages() {
    let is_for_people = |text: &&str| {
        text.starts_with(char::is_uppercase) && text.contains(char::is_lowercase) && !KEYS.contains(text)
    };
    let mut views = sources_of("src");
    views.retain(|source| source.module.first().is_none_or(|room| room != "messages"));
    // Names in the browser's interfaces have no blanks.
    let adapters = sources_of("crates/browser/src");
    let found = texts(&views).filter(is_for_people);
    let found: Vec<_> =
        found.chain(texts(&adapters).filter(|text| is_for_people(text) && text.contains(' '))).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_browser_knows_no_connector() {
    for Source { module, tokens } in sources_of("crates/browser/src") {
        for (at, token) in tokens.iter().enumerate().filter(|(_, token)| !token.starts_with('"')) {
            let is_std = tokens[..at].ends_with(&["std".into(), "::".into()]);
            let word = token.to_lowercase().replace("microtask", "");
            assert!(
                is_std || !FIELD.iter().any(|field| word.contains(field)),
                "{}: {token}",
                module.join("::")
            );
        }
    }
}

#[test]
fn only_stores_and_the_start_use_storage_and_requests() {
    for Source { module, tokens } in sources_of("src") {
        let mut found = Vec::new();
        for at in (0..tokens.len()).filter(|at| tokens[*at..].starts_with(&["browser".into(), "::".into()])) {
            paths(&tokens[at + 2..], &Vec::new(), &mut found);
        }
        for (path, _) in found {
            let is_use = path.first().is_some_and(|name| ["fetch", "storage"].contains(&name.as_str()));
            let is_allowed = module.first().is_some_and(|room| ["start", "stores"].contains(&room.as_str()));
            // What went wrong is shown.
            let is_error = path.last().is_some_and(|name| name == "StorageError");
            assert!(!is_use || is_allowed || is_error, "{}: browser::{}", module.join("::"), path.join("::"));
        }
    }
}

#[test]
fn the_console_leaves_the_browser_to_its_adapters() {
    for Source { module, tokens } in sources_of("src") {
        for name in ["js_sys", "wasm_bindgen", "wasm_bindgen_futures", "web_sys"] {
            assert!(!tokens.iter().any(|token| token == name), "{}: {name}", module.join("::"));
        }
    }
}

fn texts(sources: &[Source]) -> impl Iterator<Item = &str> {
    sources.iter().flat_map(|source| &source.tokens).filter_map(|token| token.strip_prefix('"'))
}

fn sources_of(root: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(root);
    sources(&root, &root)
}

fn sources(root: &Path, directory: &Path) -> Vec<Source> {
    let mut found = Vec::new();
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    for path in entries.collect::<BTreeSet<PathBuf>>() {
        let stem = path.file_stem().unwrap().to_str().unwrap();
        if stem == "tests" {
            continue;
        }
        if path.is_dir() {
            found.extend(sources(root, &path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let relative = path.strip_prefix(root).unwrap().with_extension("");
            let mut module: Module = relative.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
            if stem == "mod" || module == ["lib"] || module == ["main"] {
                module.pop();
            }
            found.push(Source { module, tokens: tokens(&fs::read_to_string(&path).unwrap()) });
        }
    }
    found
}

/// Splits code into words, `::`, single signs, and texts with the quotation mark before them; leaves out comments and
/// tests. A text ends with its line.
fn tokens(text: &str) -> Vec<String> {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut tokens = Vec::new();
    let mut word = String::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        let line = line.replace("'\"'", "");
        let mut rest = line.chars().peekable();
        while let Some(c) = rest.next() {
            if c == '"' {
                tokens.extend(Some(mem::take(&mut word)).filter(|word| !word.is_empty()));
                let mut text = String::from('"');
                while let Some(c) = rest.next_if(|c| *c != '"') {
                    text.extend([c].into_iter().chain(if c == '\\' { rest.next() } else { None }));
                }
                rest.next();
                tokens.push(text);
                continue;
            }
            if c.is_alphanumeric() || c == '_' {
                word.push(c);
                continue;
            }
            tokens.extend(Some(mem::take(&mut word)).filter(|word| !word.is_empty()));
            if c == ':' && rest.next_if_eq(&':').is_some() {
                tokens.push("::".into());
            } else if !c.is_whitespace() {
                tokens.push(c.into());
            }
        }
        tokens.extend(Some(mem::take(&mut word)).filter(|word| !word.is_empty()));
    }
    tokens
}

/// Expands the path or tree of paths at the head of some tokens, each with the name that it is imported under.
fn paths(tokens: &[String], before: &Module, found: &mut Vec<(Module, String)>) -> usize {
    let (mut path, mut at) = (before.clone(), 0);
    loop {
        match tokens.get(at).map(String::as_str) {
            Some("{") => {
                at += 1;
                while tokens.get(at).is_some_and(|token| token != "}") {
                    at += if tokens[at] == "," { 1 } else { paths(&tokens[at..], &path, found) };
                }
                return at + 1;
            }
            Some("self") if !path.is_empty() => {}
            Some("super") => {
                path.pop();
            }
            Some(word) => path.push(word.to_owned()),
            None => return at,
        }
        at += 1;
        if tokens.get(at).is_none_or(|token| token != "::") {
            break;
        }
        at += 1;
    }
    let alias = tokens.get(at).filter(|word| *word == "as").and_then(|_| tokens.get(at + 1));
    let name = alias.or(path.last()).cloned().unwrap_or_default();
    found.push((path, name));
    at
}

fn imports(sources: &[Source]) -> BTreeMap<Module, BTreeSet<Module>> {
    let modules: BTreeSet<&Module> = sources.iter().map(|source| &source.module).collect();
    let child = |module: &Module, name: &str| [module.as_slice(), &[name.to_owned()]].concat();
    let mut reexports: BTreeMap<Module, Module> = BTreeMap::new();
    let mut mentions: Vec<(&Module, Module)> = Vec::new();
    for Source { module, tokens } in sources {
        // What a path may begin with: a module that was declared or imported in this file.
        let mut heads: BTreeMap<String, Module> = BTreeMap::new();
        heads.insert("crate".into(), Vec::new());
        heads.insert("self".into(), module.clone());
        heads.insert("super".into(), module.split_last().map_or(Vec::new(), |(_, parent)| parent.to_vec()));
        for path in modules.iter().filter(|path| path.len() == module.len() + 1 && path.starts_with(module)) {
            heads.insert(path[module.len()].clone(), (*path).clone());
        }
        let body = tokens.iter().rposition(|token| token == "use").unwrap_or(0);
        let body = body + tokens.iter().skip(body).position(|token| token == ";").unwrap_or(0);
        for at in 0..tokens.len() {
            let follows = |token: &str| at > 0 && tokens[at - 1] == token;
            let Some(head) = heads.get(&tokens[at]).cloned() else { continue };
            if tokens.get(at + 1).is_none_or(|token| token != "::") || follows("::") {
                continue;
            }
            let mut found = Vec::new();
            paths(&tokens[at + 2..], &head, &mut found);
            let visibility = at.checked_sub(2).and_then(|at| tokens.get(at)).map(String::as_str);
            let is_reexport = follows("use") && matches!(visibility, Some("pub" | ")"));
            for (path, name) in found {
                if is_reexport {
                    let is_used = tokens.iter().skip(body).any(|token| *token == name);
                    mentions.extend(is_used.then(|| (module, path.clone())));
                    reexports.insert(child(module, &name), path);
                } else {
                    if follows("use") && modules.contains(&path) {
                        heads.insert(name, path.clone());
                    }
                    mentions.push((module, path));
                }
            }
        }
    }
    let mut imports: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
    for (from, mut path) in mentions {
        let mut end = 0;
        while end < path.len() {
            end += 1;
            if modules.contains(&path[..end].to_vec()) {
                continue;
            }
            let Some(target) = reexports.get(&path[..end]) else {
                path.truncate(end - 1);
                break;
            };
            path = [target, &path[end..]].concat();
            end = 0;
        }
        if path != *from {
            imports.entry(from.clone()).or_default().insert(path);
        }
    }
    imports
}

/// Finds the groups of files that import each other, directly or by way of others.
fn circles(imports: &BTreeMap<Module, BTreeSet<Module>>) -> BTreeSet<BTreeSet<Module>> {
    let reached = |start: &Module| {
        let (mut reached, mut ahead) = (BTreeSet::new(), vec![start]);
        while let Some(module) = ahead.pop() {
            let next = imports.get(module).into_iter().flatten();
            ahead.extend(next.filter(|module| reached.insert((*module).clone())));
        }
        reached
    };
    let reached: BTreeMap<_, _> = imports.keys().map(|module| (module, reached(module))).collect();
    let mutual = |from: &Module| {
        let is_back = |to: &&Module| reached.get(to).is_some_and(|modules| modules.contains(from));
        reached[from].iter().filter(is_back).cloned().collect::<BTreeSet<_>>()
    };
    imports.keys().map(mutual).filter(|circle| !circle.is_empty()).collect()
}

fn described(circle: &BTreeSet<Module>) -> String {
    let files: Vec<_> = circle.iter().map(|module| module.join("::")).collect();
    format!("in a circle: {}", files.join(", "))
}
