//! The parts of a configuration's value, and editing one of them: members of objects, elements of lists, also where
//! they are JSON in a string, and the parameters of an address such as a `jdbcUrl`.

use crate::openapi::JsonTree;

/// A name that a part has within the value that holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartName {
    /// A member of an object.
    Member(String),
    /// An element of a list, counted from 0.
    Element(usize),
    /// An address without its parameters.
    Address,
    /// A parameter of an address.
    Parameter(String),
}

impl PartName {
    /// Returns what it adds to the place of the value that holds it.
    pub fn suffix(&self) -> String {
        match self {
            Self::Member(name) => format!(".{name}"),
            Self::Element(index) => format!("[{index}]"),
            Self::Address => " (address)".into(),
            Self::Parameter(name) => format!("?{name}"),
        }
    }

    /// Returns the name by which a secret is told.
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Member(name) | Self::Parameter(name) => Some(name),
            Self::Element(_) | Self::Address => None,
        }
    }
}

/// A structure that a value has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueStructure {
    /// One text, number, boolean or null.
    Single,
    /// Named members.
    Object,
    /// Elements in an order.
    List,
    /// An address with parameters.
    Address,
}

/// A change of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartEdit {
    /// Another text is typed.
    Type(String),
    /// Another value takes its place.
    Replace(JsonTree),
    /// It is removed.
    Remove,
    /// Something is added to it: a member or parameter under this name, or an element. Starts with no text.
    Add(String),
}

/// A value taken apart.
#[derive(Clone)]
struct Parted {
    make: ValueStructure,
    /// Whether it is JSON in a string.
    is_in_text: bool,
    /// The sign between the parameters of an address.
    sign: char,
    parts: Vec<(PartName, JsonTree)>,
}

/// Returns what a value consists of, and its parts.
pub fn parts(value: &JsonTree) -> (ValueStructure, Vec<(PartName, JsonTree)>) {
    let Parted { make, parts, .. } = Parted::of(value);
    (make, parts)
}

/// Returns the part of a value that a path of places leads to.
pub fn part_at(value: &JsonTree, path: &[usize]) -> Option<JsonTree> {
    let [place, rest @ ..] = path else { return Some(value.clone()) };
    let (_, part) = parts(value).1.into_iter().nth(*place)?;
    part_at(&part, rest)
}

/// Returns a value after one of its parts was changed, which a path of places leads to. Nothing where the path leads
/// nowhere, or something of this name is there already.
pub fn edited(value: &JsonTree, path: &[usize], edit: &PartEdit) -> Option<JsonTree> {
    let mut parted = Parted::of(value);
    match path {
        [] => match edit {
            PartEdit::Type(text) => return Some(retyped(value, text)),
            PartEdit::Replace(other) => return Some(other.clone()),
            PartEdit::Remove => return None,
            PartEdit::Add(name) => parted.add(name)?,
        },
        [place] if *edit == PartEdit::Remove => {
            let name = &parted.parts.get(*place)?.0;
            if *name == PartName::Address {
                return None;
            }
            parted.parts.remove(*place);
        }
        [place, rest @ ..] => {
            let (_, part) = parted.parts.get_mut(*place)?;
            *part = edited(part, rest, edit)?;
        }
    }
    Some(parted.joined())
}

/// Returns the value that a text stands for where another value stood: a number, a boolean or null stays one if it can,
/// and a nested value is read as JSON.
pub fn retyped(before: &JsonTree, text: &str) -> JsonTree {
    let read = || JsonTree::read(text.trim());
    let is_nested = |tree: &JsonTree| matches!(tree, JsonTree::List(_) | JsonTree::Object(_));
    let found = match before {
        JsonTree::Text(_) => None,
        JsonTree::List(_) | JsonTree::Object(_) => read().filter(is_nested),
        JsonTree::Null | JsonTree::Flag(_) | JsonTree::Written(_) => {
            read().filter(|tree| !is_nested(tree) && !matches!(tree, JsonTree::Text(_)))
        }
    };
    found.unwrap_or_else(|| JsonTree::Text(text.to_owned()))
}

impl Parted {
    fn of(value: &JsonTree) -> Self {
        let of = |make, is_in_text, parts| Self { make, is_in_text, sign: '&', parts };
        match value {
            JsonTree::Object(members) => {
                let part =
                    |(name, value): &(String, JsonTree)| (PartName::Member(name.clone()), value.clone());
                of(ValueStructure::Object, false, members.iter().map(part).collect())
            }
            JsonTree::List(elements) => {
                let part = |(index, value): (usize, &JsonTree)| (PartName::Element(index), value.clone());
                of(ValueStructure::List, false, elements.iter().enumerate().map(part).collect())
            }
            JsonTree::Text(text) if text.trim_start().starts_with(['{', '[']) => match JsonTree::read(text) {
                Some(inner @ (JsonTree::Object(_) | JsonTree::List(_))) => {
                    Self { is_in_text: true, ..Self::of(&inner) }
                }
                _ => of(ValueStructure::Single, false, Vec::new()),
            },
            JsonTree::Text(text) => {
                Self::of_address(text).unwrap_or_else(|| of(ValueStructure::Single, false, Vec::new()))
            }
            JsonTree::Null | JsonTree::Flag(_) | JsonTree::Written(_) => {
                of(ValueStructure::Single, false, Vec::new())
            }
        }
    }

    /// Takes an address apart: `jdbc:mysql://h/d?a=b&c=d`, or `jdbc:sqlserver://h;a=b;c=d`.
    fn of_address(text: &str) -> Option<Self> {
        let scheme = text.split_once("//")?.0;
        if !scheme.ends_with(':') || scheme.contains(|c: char| c.is_whitespace() || "?;&=".contains(c)) {
            return None;
        }
        let (address, parameters, sign) = match text.split_once('?') {
            Some((address, parameters)) => (address, parameters, '&'),
            None => {
                let (address, parameters) = text.split_once(';').filter(|_| scheme.starts_with("jdbc:"))?;
                (address, parameters, ';')
            }
        };
        let mut parts = vec![(PartName::Address, JsonTree::Text(address.to_owned()))];
        if !parameters.is_empty() {
            parts.extend(parameters.split(sign).map(|parameter| {
                let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
                (PartName::Parameter(name.to_owned()), JsonTree::Text(value.to_owned()))
            }));
        }
        let parted = Self { make: ValueStructure::Address, is_in_text: false, sign, parts };
        // What could not be written again as it was is edited as a whole.
        (parted.clone().joined().text() == Some(text)).then_some(parted)
    }

    fn add(&mut self, name: &str) -> Option<()> {
        let is_taken = self.parts.iter().any(|(part, _)| part.word() == Some(name));
        let name = match self.make {
            ValueStructure::Single => return None,
            ValueStructure::List => PartName::Element(self.parts.len()),
            ValueStructure::Object | ValueStructure::Address if is_taken || name.is_empty() => return None,
            ValueStructure::Object => PartName::Member(name.to_owned()),
            ValueStructure::Address => PartName::Parameter(name.to_owned()),
        };
        // The first of several elements tells what another one looks like.
        let value = match self.parts.first() {
            Some((PartName::Element(_), first)) => emptied(first),
            _ => JsonTree::Text(String::new()),
        };
        self.parts.push((name, value));
        Some(())
    }

    fn joined(self) -> JsonTree {
        let member = |(name, value): (PartName, JsonTree)| match name {
            PartName::Member(name) | PartName::Parameter(name) => (name, value),
            PartName::Element(_) | PartName::Address => (String::new(), value),
        };
        let tree = match self.make {
            ValueStructure::Single => return JsonTree::Null,
            ValueStructure::Object => JsonTree::Object(self.parts.into_iter().map(member).collect()),
            ValueStructure::List => JsonTree::List(self.parts.into_iter().map(|(_, value)| value).collect()),
            ValueStructure::Address => {
                let begins = if self.sign == '&' { '?' } else { ';' };
                let mut text = String::new();
                for (index, (name, value)) in self.parts.into_iter().enumerate() {
                    match index {
                        0 => {}
                        1 => text.push(begins),
                        _ => text.push(self.sign),
                    }
                    if let PartName::Parameter(name) = name {
                        text.push_str(&name);
                        text.push('=');
                    }
                    text.push_str(&value.to_value());
                }
                return JsonTree::Text(text);
            }
        };
        if self.is_in_text { JsonTree::Text(tree.to_json()) } else { tree }
    }
}

/// Returns a value of the same make with nothing filled in.
fn emptied(value: &JsonTree) -> JsonTree {
    match value {
        JsonTree::Object(members) => {
            JsonTree::Object(members.iter().map(|(name, value)| (name.clone(), emptied(value))).collect())
        }
        JsonTree::List(_) => JsonTree::List(Vec::new()),
        JsonTree::Flag(_) => JsonTree::Flag(false),
        JsonTree::Null | JsonTree::Written(_) | JsonTree::Text(_) => JsonTree::Text(String::new()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(json: &str) -> JsonTree {
        JsonTree::read(json).unwrap()
    }

    fn text(text: &str) -> JsonTree {
        JsonTree::Text(text.to_owned())
    }

    fn typed(value: &JsonTree, path: &[usize], with: &str) -> JsonTree {
        edited(value, path, &PartEdit::Type(with.to_owned())).unwrap()
    }

    #[test]
    fn one_parameter_of_an_address_changes_and_all_else_stays() {
        let url = text("jdbc:mysql://10.0.0.1:2883/shop?useUnicode=true&socketTimeout=50000&x=");
        let names: Vec<_> = parts(&url).1.iter().map(|(name, _)| name.suffix()).collect();
        assert_eq!(names, [" (address)", "?useUnicode", "?socketTimeout", "?x"]);
        assert_eq!(
            typed(&url, &[2], "90000"),
            text("jdbc:mysql://10.0.0.1:2883/shop?useUnicode=true&socketTimeout=90000&x=")
        );
        assert_eq!(
            edited(&url, &[1], &PartEdit::Remove),
            Some(text("jdbc:mysql://10.0.0.1:2883/shop?socketTimeout=50000&x="))
        );
        let added = edited(&url, &[], &PartEdit::Add("a".into())).unwrap();
        assert_eq!(added.text().unwrap(), format!("{}&a=", url.text().unwrap()));
        assert_eq!(edited(&url, &[], &PartEdit::Add("x".into())), None, "it is there");
        assert_eq!(edited(&url, &[0], &PartEdit::Remove), None, "without an address there is no value");
        let of_sql_server = text("jdbc:sqlserver://h:1433;user=a;x=y");
        assert_eq!(typed(&of_sql_server, &[2], "z"), text("jdbc:sqlserver://h:1433;user=a;x=z"));
        let mut last = text("jdbc:mysql://h?a=b");
        last = edited(&last, &[1], &PartEdit::Remove).unwrap();
        assert_eq!(last, text("jdbc:mysql://h"));
    }

    #[test]
    fn what_cannot_be_written_again_as_it_was_has_no_parts() {
        for whole in ["jdbc:mysql://h?a&b=c", "a=b", "http:x?a=b", "", "SELECT a //?b=c", "//h?a=b"] {
            assert_eq!(parts(&text(whole)), (ValueStructure::Single, vec![]), "{whole}");
        }
    }

    #[test]
    fn one_entry_of_json_in_a_string_changes_and_stays_in_a_string() {
        let properties = text(r#"{"acks":"1","n":1073741824,"deep":"{\"a\":[1]}"}"#);
        assert_eq!(
            typed(&properties, &[0], "all"),
            text(r#"{"acks":"all","n":1073741824,"deep":"{\"a\":[1]}"}"#)
        );
        assert_eq!(
            typed(&properties, &[1], "2"),
            text(r#"{"acks":"1","n":2,"deep":"{\"a\":[1]}"}"#),
            "a number stays one"
        );
        assert_eq!(
            typed(&properties, &[2, 0, 0], "x"),
            text(r#"{"acks":"1","n":1073741824,"deep":"{\"a\":[\"x\"]}"}"#)
        );
    }

    #[test]
    fn members_and_elements_are_added_and_removed() {
        let condition = read(r#"[{"name":"shop","all":false,"sub":[{"name":"orders"}]}]"#);
        let more = edited(&condition, &[], &PartEdit::Add(String::new())).unwrap();
        assert_eq!(
            more.to_json(),
            r#"[{"name":"shop","all":false,"sub":[{"name":"orders"}]},{"name":"","all":false,"sub":[]}]"#
        );
        let named = edited(&condition, &[0, 2, 0], &PartEdit::Add("map".into())).unwrap();
        let named = typed(&named, &[0, 2, 0, 1], "t_orders");
        assert_eq!(
            named.to_json(),
            r#"[{"name":"shop","all":false,"sub":[{"name":"orders","map":"t_orders"}]}]"#
        );
        let without = edited(&condition, &[0, 2, 0], &PartEdit::Remove).unwrap();
        assert_eq!(without.to_json(), r#"[{"name":"shop","all":false,"sub":[]}]"#);
        for path in [&[1][..], &[0, 7], &[0, 0, 0]] {
            assert_eq!(edited(&condition, path, &PartEdit::Type("x".into())), None, "{path:?}");
        }
    }

    #[test]
    fn a_text_stays_a_text_and_a_number_becomes_what_is_typed() {
        assert_eq!(retyped(&text("1"), "2"), text("2"));
        assert_eq!(retyped(&JsonTree::Written("1".into()), "2.50"), JsonTree::Written("2.50".into()));
        assert_eq!(retyped(&JsonTree::Flag(true), "false"), JsonTree::Flag(false));
        assert_eq!(retyped(&JsonTree::Null, "many words"), text("many words"));
        assert_eq!(retyped(&JsonTree::Null, "\"quoted\""), text("\"quoted\""));
        assert_eq!(retyped(&read("[1]"), "[2]"), read("[2]"));
        assert_eq!(retyped(&read("[1]"), "2"), text("2"));
    }

    proptest! {
        #[test]
        fn typing_what_is_there_changes_nothing(
            members in proptest::collection::btree_map(".*", any::<(Option<i64>, bool, String)>(), 1..5),
            is_in_text: bool,
            place: prop::sample::Index,
            of_tuple in 0_usize..3,
        ) {
            let json = serde_json::to_string(&members).unwrap();
            let value = if is_in_text { JsonTree::Text(json) } else { read(&json) };
            let path = [place.index(members.len()), of_tuple];
            let (_, outer) = parts(&value);
            let (_, inner) = parts(&outer[path[0]].1);
            // A text of the tuple may itself look like JSON or an address.
            let leaf = &inner[path[1]].1;
            prop_assert_eq!(typed(&value, &path, &leaf.to_value()), value);
        }

        #[test]
        fn any_text_is_whole_or_its_parts_are_all_of_it(address in "[a-z:]{0,5}//?[a-z?;&=/@]{0,30}") {
            let value = text(&address);
            let (make, found) = parts(&value);
            if make == ValueStructure::Address {
                for (place, (_, part)) in found.iter().enumerate() {
                    prop_assert_eq!(&typed(&value, &[place], &part.to_value()), &value);
                }
            } else {
                prop_assert_eq!(make, ValueStructure::Single);
            }
        }
    }
}
