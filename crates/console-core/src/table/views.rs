//! Saved views: what the table shows, under a name that a person gave it.
//!
//! Owns the list of names and how it is stored. What a view holds is kept as the texts in which links
//! and columns are written, so that a view of another version is read as tolerantly as those are.

use serde::{Deserialize, Serialize};

use crate::text::{json, odd_characters};

/// How many characters a view's name has at most.
pub const LONGEST_NAME: usize = 60;
/// How many views can be saved.
pub const MOST: usize = 100;

/// A view that a filter, an order and columns make together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// The filter and the order, as a link's `q=` and `sort=`.
    pub query: String,
    /// The columns, as [`Columns::to_text`](crate::table::columns::Columns::to_text) writes them.
    pub columns: String,
}

/// A view with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// Its name: one line without surrounding blanks, 1 to 60 characters.
    pub name: String,
    /// What it shows.
    pub view: View,
}

/// Why a view cannot have a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewNameError {
    /// There is nothing in it that can be seen.
    Empty,
    /// It has more than [`LONGEST_NAME`] characters.
    TooLong,
    /// It holds a line break or another control character.
    NotOneLine,
    /// There are [`MOST`] views.
    Full,
}

/// The saved views, in the order in which they were saved first. The case of ASCII letters does not tell
/// names apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SavedViews(Vec<SavedView>);

impl SavedViews {
    /// All of them.
    pub fn list(&self) -> &[SavedView] {
        &self.0
    }

    /// Returns the view of a name.
    pub fn get(&self, name: &str) -> Option<&View> {
        self.place(name).map(|place| &self.0[place].view)
    }

    /// Saves a view, in place of the one of the same name if there is one.
    pub fn save(&mut self, name: &str, view: View) -> Result<(), ViewNameError> {
        let saved = SavedView { name: checked(name)?.to_owned(), view };
        match self.place(name) {
            Some(place) => self.0[place] = saved,
            None if self.0.len() >= MOST => return Err(ViewNameError::Full),
            None => self.0.push(saved),
        }
        Ok(())
    }

    /// Takes a view out of the list and hands it back, if there is one of this name.
    pub fn remove(&mut self, name: &str) -> Option<SavedView> {
        self.place(name).map(|place| self.0.remove(place))
    }

    /// Returns the list as text: a view a line, so that damage does not reach beyond its line.
    pub fn to_text(&self) -> String {
        self.0.iter().map(|saved| json::text(saved) + "\n").collect()
    }

    /// Reads what can be read of a text: lines that are no view, and views without a valid name, are
    /// left out.
    pub fn from_text(text: &str) -> Self {
        let mut views = Self::default();
        for SavedView { name, view } in text.lines().filter_map(|line| serde_json::from_str(line).ok()) {
            // An error is a view that is left out.
            let _ = views.save(&name, view);
        }
        views
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|saved| saved.name.eq_ignore_ascii_case(name.trim()))
    }
}

/// Returns a name without the blanks around it, if it can be one.
fn checked(name: &str) -> Result<&str, ViewNameError> {
    let name = name.trim();
    if name.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        return Err(ViewNameError::NotOneLine);
    }
    if name.chars().all(|c| c == ' ' || odd_characters::is_blank(c) || odd_characters::is_hidden(c)) {
        return Err(ViewNameError::Empty);
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(ViewNameError::TooLong);
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn view(query: &str) -> View {
        View { query: query.to_owned(), columns: "state,name:420".to_owned() }
    }

    fn of(names: &[&str]) -> SavedViews {
        let mut views = SavedViews::default();
        for name in names {
            views.save(name, view(name)).unwrap();
        }
        views
    }

    fn names(views: &SavedViews) -> Vec<&str> {
        views.list().iter().map(|saved| saved.name.as_str()).collect()
    }

    #[test]
    fn a_view_is_found_by_its_name_and_replaced_in_its_place() {
        let mut views = of(&["Night shift", "值班"]);
        views.save(" NIGHT shift ", view("q=state:stopped")).unwrap();
        assert_eq!(names(&views), ["NIGHT shift", "值班"]);
        assert_eq!(views.get("night SHIFT"), Some(&view("q=state:stopped")));
        assert_eq!(views.get("night"), None);
    }

    #[test]
    fn a_name_is_one_line_that_can_be_seen_and_not_too_long() {
        let mut views = SavedViews::default();
        let mut save = |name: &str| views.save(name, View::default());
        assert_eq!(save(" \t "), Err(ViewNameError::Empty));
        assert_eq!(save("\u{200b}\u{202e}"), Err(ViewNameError::Empty));
        assert_eq!(save("a\nb"), Err(ViewNameError::NotOneLine));
        assert_eq!(save("a\u{2028}b"), Err(ViewNameError::NotOneLine));
        assert_eq!(save(&"长".repeat(61)), Err(ViewNameError::TooLong));
        assert_eq!(save(&format!(" {} ", "长".repeat(60))), Ok(()));
        assert_eq!(views.list().len(), 1);
    }

    #[test]
    fn a_removed_view_is_handed_back() {
        let mut views = of(&["a", "b"]);
        let removed = views.remove("A").unwrap();
        assert_eq!((removed.name.as_str(), removed.view), ("a", view("a")));
        assert_eq!(views.remove("a"), None);
        assert_eq!(names(&views), ["b"]);
    }

    #[test]
    fn there_is_an_end_to_saving() {
        let all: Vec<_> = (0..MOST).map(|number| number.to_string()).collect();
        let mut views = of(&all.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(views.save("one more", View::default()), Err(ViewNameError::Full));
        assert_eq!(views.save("7", view("changed")), Ok(()));
        let text = format!("{}{}", views.to_text(), of(&["z"]).to_text());
        assert_eq!(SavedViews::from_text(&text), views);
    }

    #[test]
    fn damage_costs_the_views_that_it_hits() {
        let text = of(&["a", "b", "c"]).to_text();
        let golden = r#"{"name":"a","view":{"query":"a","columns":"state,name:420"}}"#;
        assert_eq!(text.lines().next(), Some(golden));
        let damaged = text.replacen('{', " ", 1);
        assert_eq!(names(&SavedViews::from_text(&damaged)), ["b", "c"]);
        assert_eq!(names(&SavedViews::from_text(&text[..text.len() - 3])), ["a", "b"]);
        let d = golden.replace(r#""a""#, r#""d""#);
        let others = format!("[]\n{}\n\n{d}\r\n<html>", golden.replace(r#""a","v"#, r#""\u202e","v"#));
        assert_eq!(names(&SavedViews::from_text(&others)), ["d"]);
    }

    proptest! {
        #[test]
        fn a_list_survives_being_stored(
            entries in proptest::collection::vec((any::<String>(), "[^\\p{Cc}]*", "[a-z,:0-9]*"), 0..10)
        ) {
            let mut views = SavedViews::default();
            for (name, query, columns) in entries {
                let saved = views.save(&name, View { query, columns });
                prop_assert_eq!(saved.is_ok(), views.get(&name).is_some());
            }
            prop_assert_eq!(&SavedViews::from_text(&views.to_text()), &views);
        }

        #[test]
        fn damaged_texts_give_valid_views(at in 0usize..200, byte in any::<char>(), text in any::<String>()) {
            let whole = of(&["Night shift", "值班", "b"]).to_text();
            let at = whole.floor_char_boundary(at.min(whole.len()));
            for text in [text, format!("{}{byte}{}", &whole[..at], &whole[at..]), whole[..at].to_owned()] {
                for saved in SavedViews::from_text(&text).list() {
                    prop_assert_eq!(checked(&saved.name), Ok(saved.name.as_str()));
                }
            }
        }
    }
}
