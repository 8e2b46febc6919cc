//! Whatever is pasted, nothing panics, and every name that is in it is found.

use std::collections::HashSet;

use proptest::prelude::*;

use super::super::*;
use super::names;
use crate::text::json;
use crate::text::percent;

/// Names of the usual shape.
fn usual_name() -> impl Strategy<Value = String> {
    let host = "[0-9]{1,3}(\\.[0-9]{1,3}){3}|[a-z]([a-z0-9-]{0,6}[a-z0-9])?(\\.[a-z]{2,4}){0,2}|x{3}(\\.x{3}){3}|\
                \\*\\.\\*\\.[0-9]{1,3}\\.[0-9]{1,3}|fd[0-9a-f]{2}::[1-9a-f]{1,4}|[0-9a-f]{1,4}(:[0-9a-f]{1,4}){7}";
    let link = "n?p_[a-z0-9]{1,8}\\*{0,4}[a-z0-9]{0,3}(_reverse)?-(incr|full)_trans-[0-9]{1,2}-[0-9]";
    (host, "[0-9]{2,5}", link, "[0-9]{10}")
        .prop_map(|(host, port, link, sequence)| format!("{host}-{port}:connector_v2:{link}:{sequence}"))
}

/// Returns what may stand right before and right behind a name.
fn dress() -> impl Strategy<Value = (String, String)> {
    let pairs = [
        ("\"", "\""),
        ("'", "',"),
        ("`", "`"),
        ("<", ">"),
        ("<code>", "</code>"),
        ("**", "**"),
        ("_", "_"),
        ("(", ")."),
        ("\\\"", "\\\""),
        ("task=", "&op=stop"),
        ("?taskName=", "'"),
        ("任务：", "。"),
        ("「", "」"),
        ("result: ", ":"),
        ("/run/", "/logs"),
        ("|", "|"),
        ("- ", ""),
        ("\t", "\t"),
        ("&lt;", "&gt;"),
        ("%22", "%22"),
    ];
    let separators = "[ \n\t\",;|<>()\\[\\]{}'`=&/、，。；：“”「」（）《》\u{a0}\u{3000}]{1,3}";
    prop_oneof![
        proptest::sample::select(pairs.to_vec()).prop_map(|(before, after)| (before.into(), after.into())),
        (separators, separators),
    ]
}

/// Names of other shapes: a word or several, in any script.
fn free_name() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9任务é🙂:+=@%&#\"'<*-]{1,8}( [a-z0-9任,;\"'&=]{1,6}){0,2}"
        .prop_map(|name| format!("odd {name}"))
        .prop_filter("a comma at a line's end divides lines", |name| !name.ends_with(','))
}

/// What a list of names can stand in.
#[derive(Clone, Copy, Debug)]
enum Container {
    Lines,
    JsonList,
    JsonObjects,
    Csv(char),
    Calls,
}

const CONTAINERS: [Container; 7] = [
    Container::Lines,
    Container::JsonList,
    Container::JsonObjects,
    Container::Csv(','),
    Container::Csv(';'),
    Container::Csv('\t'),
    Container::Calls,
];

impl Container {
    fn write(self, names: &[String], noise: &str) -> String {
        let cell = |name: &String| format!("\"{}\"", name.replace('"', "\"\""));
        let each = |write: &dyn Fn(&String) -> String, divider: &str| {
            names.iter().map(write).collect::<Vec<_>>().join(divider)
        };
        match self {
            Self::Lines => format!("\n{}\n\n", each(&String::clone, ",\r\n  ")),
            Self::JsonList => format!(" [{}]\n", each(&|name| json::text(name), ", ")),
            Self::JsonObjects => {
                let noise = json::text(noise);
                let object = |name: &String| format!(r#"{{"x": {noise}, "taskName": {}}}"#, json::text(name));
                each(&object, "\n")
            }
            Self::Csv(separator) => {
                let row =
                    |name: &String| format!("{}{separator}{}{separator}1", cell(&noise.into()), cell(name));
                format!("n{separator}Task name{separator}x\n{}\n", each(&row, "\r\n"))
            }
            Self::Calls => {
                let call = |name: &String| {
                    let mut query = String::new();
                    percent::push_encoded(&mut query, name);
                    format!(
                        "# {noise}\ncurl -XPOST 'http://cm/connector/task/v2/stop?taskName={query}&x={noise}'"
                    )
                };
                each(&call, "\n")
            }
        }
    }
}

/// What may end a line, beside the line feed.
const ENDS: [&str; 7] = ["\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}", "\u{b}", "\0"];

proptest! {
    #[test]
    fn line_ends_of_any_kind_divide_alike(
        names in proptest::collection::vec("odd[0-9]{1,3}|[0-9]-9000:connector_v2:np_[a-f]{2}-incr_trans-1-0:[0-9]{10}", 1..6),
        end in proptest::sample::select(ENDS.to_vec()), form in 0..3, mark in "\u{feff}?",
    ) {
        let text = match form {
            0 => names.join("\n"),
            1 => format!("{}\n", names.join("\n\n")),
            _ => format!("n;Task name\n1;{}", names.join("\n2;")),
        };
        let expected = read(&text);
        // The ends are not distinguished by where they stand: all of them are the same, or half of them are usual.
        let other = format!("{mark}{}", text.replace('\n', end));
        prop_assert_eq!(&read(&other), &expected, "{:?}", other);
        if form < 2 {
            let mixed = text.replacen('\n', end, names.len() / 2);
            prop_assert_eq!(&read(&mixed).entries, &expected.entries, "{:?}", mixed);
        }
    }

    #[test]
    fn no_text_gives_nothing_without_a_word(text in "[a-z0-9任 ,;\t\"=\r\n]{0,30}") {
        let found = read(&text);
        let is_said = !found.entries.is_empty() || !found.left_out.is_empty();
        prop_assert!(is_said || !text.contains(char::is_alphanumeric), "{:?}", text);
    }

    #[test]
    fn names_of_any_shape_are_found_in_every_container(
        mut names in proptest::collection::vec(prop_oneof![free_name(), usual_name()], 1..6),
        container in proptest::sample::select(CONTAINERS.to_vec()),
        noise in "[a-z ]{0,12}",
    ) {
        if matches!(container, Container::Lines) {
            // Beside a known name a line of several words is taken for a sentence.
            let is_usual = |name: &str| name.contains(":connector_v2:");
            let first = is_usual(&names[0]);
            names.retain(|name| is_usual(name) == first);
            // Only here what surely is no part of a name is left out.
            names.retain(|name| typed_name::peeled(name) == *name);
        }
        let text = container.write(&names, &noise);
        let mut expected = names.clone();
        let mut seen = HashSet::new();
        expected.retain(|name| seen.insert(name.clone()));
        prop_assert_eq!(super::names(&text), expected, "{}", text);
    }

    #[test]
    fn every_name_in_a_text_is_found_and_nothing_else(
        parts in proptest::collection::vec((usual_name(), dress(), "[^%\\\\]{0,20}", any::<bool>()), 1..6),
    ) {
        let mut text = String::new();
        let mut expected: Vec<String> = Vec::new();
        for (name, (before, after), prose, encoded) in parts {
            let written = format!("{before}{name}{after}");
            let written = if encoded { written.replace(':', "%3A").replace('*', "%2A") } else { written };
            // The blanks keep the words of one sentence from being a list.
            text.extend(["it is ", &prose, " that ", &written, " was seen\n"]);
            if !expected.contains(&name) {
                expected.push(name);
            }
        }
        prop_assert_eq!(names(&text), expected, "{}", text);
    }

    #[test]
    fn tasks_given_in_json_come_back_exactly(
        given in proptest::collection::vec(("\\PC{0,20}", any::<bool>()), 0..8),
    ) {
        let mut expected: Vec<String> = Vec::new();
        let entries: Vec<String> = given.iter().map(|(name, object)| {
            let quoted = serde_json::to_string(name).unwrap();
            if *object { format!("{{\"name\":{quoted}}}") } else { quoted }
        }).collect();
        for name in given.iter().map(|(name, _)| name.trim()).filter(|name| !name.is_empty()) {
            if !expected.iter().any(|known| known == name) {
                expected.push(name.to_owned());
            }
        }
        prop_assert_eq!(names(&format!("{{\"tasks\":[{}]}}", entries.join(","))), expected);
    }

    #[test]
    fn any_text_is_read(
        text in prop_oneof![
            any::<String>(),
            "([-0-9a-fA-Zn:.*_%\\\\\\[\\]{}\", \n]|:[0-9]{10}|-9000:|connector_v2|::|%3A|é|\\\\u003d){0,60}",
            "(task|name|labels?)([,;\t](task|name|labels?|n))+([\r\n,;\t\"'a= é]|\"\"){0,40}",
        ],
    ) {
        let found = read(&text);
        let lines = text.split(['\n', '\r']).flat_map(|line| line.split(OTHER_ENDS)).count();
        let mut last = 1;
        for left in &found.left_out {
            prop_assert!(last <= left.line && left.line <= lines);
            prop_assert!(left.text.chars().count() <= LeftOut::MOST_CHARACTERS);
            prop_assert!(!left.text.contains(char::is_control));
            last = left.line;
        }
        let unique: HashSet<_> = found.entries.iter().map(|entry| &entry.name).collect();
        prop_assert_eq!(unique.len(), found.entries.len());
    }
}
