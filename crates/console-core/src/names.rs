//! Reading task names out of pasted text.

use std::collections::HashMap;

use crate::task_name::{TaskName, TaskNameError};

/// What was found in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundNames {
    /// The names, in the order of the text, each once.
    pub names: Vec<TaskName>,
    /// The lines, counted from 1, that cannot be a name.
    pub wrong: Vec<usize>,
}

/// Reads one name a line; blank lines are skipped, a tab or a comma at a line's end is dropped.
pub fn read_names(text: &str) -> FoundNames {
    let mut found = FoundNames::default();
    // A map of the same type as the inventory's, so that its code is there once.
    let mut seen = HashMap::<TaskName, usize>::new();
    for (index, line) in text.lines().enumerate() {
        match TaskName::parse(line.trim().trim_end_matches(',')) {
            Ok(name) => {
                if seen.insert(name.clone(), index).is_none() {
                    found.names.push(name);
                }
            }
            Err(TaskNameError::Empty) => {}
            Err(TaskNameError::ControlCharacter { .. }) => found.wrong.push(index + 1),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_stand_one_a_line_and_count_once() {
        let found = read_names("  a:1 \r\n\n b c,\na:1\nx\ty\n");
        let names: Vec<_> = found.names.iter().map(TaskName::as_str).collect();
        assert_eq!(names, ["a:1", "b c"]);
        assert_eq!(found.wrong, [5]);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in any::<String>()) {
            let found = read_names(&text);
            prop_assert!(found.names.len() + found.wrong.len() <= text.lines().count());
        }
    }
}
