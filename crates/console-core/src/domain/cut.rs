//! How long names are cut in the middle where there is no room for them.

use crate::domain::task_name::TaskName;

/// How many characters at the end of a name of unknown shape stay visible: as many as the numbers of a usual one have.
const TAIL: usize = 14;

// Where the parts of a name of the usual shape end.
const MACHINE_END: &str = ":connector_v2:";
const LINK_END: &str = "_trans-";

/// Joins pictures into one: a woman and a laptop into a developer.
const JOINER: char = '\u{200d}';

/// Returns a name in three parts, to give way in this order when there is no room: where the name has the usual shape,
/// the machine, the project with the component, and the numbers that distinguish its tasks; else nothing, the
/// beginning, and the end, which is at most half of it. A character and the marks on it stay together.
pub fn cut(name: &TaskName) -> [&str; 3] {
    let text = name.as_str();
    let usual = name.parts().and_then(|_| {
        let end_of = |at: usize, mark: &str| at + mark.len();
        let machine = text.find(MACHINE_END).map(|at| end_of(at, MACHINE_END))?;
        Some([machine, text.rfind(LINK_END).map(|at| end_of(at, LINK_END))?])
    });
    let [first, second] = usual.unwrap_or_else(|| {
        let characters = text.chars().count();
        let end = characters - TAIL.min(characters / 2);
        [0, text.char_indices().nth(end).map_or(text.len(), |(at, _)| at)]
    });
    let (rest, tail) = split_between(text, second);
    let (head, middle) = split_between(rest, first);
    [head, middle, tail]
}

/// Returns a text in two parts, cut at a place or at the next before it that is between two characters as they are
/// seen.
fn split_between(text: &str, mut at: usize) -> (&str, &str) {
    loop {
        let (head, tail) = text.split_at(at.min(text.len()));
        match (head.chars().next_back(), tail.chars().next()) {
            (Some(before), Some(after)) if belong_together(before, after) => at -= before.len_utf8(),
            _ => return (head, tail),
        }
    }
}

/// Returns whether two neighbouring characters are, or may be, seen as one.
fn belong_together(before: char, after: char) -> bool {
    // Two of these are a flag.
    let is_regional = |c| matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
    let extends = matches!(after,
        // Combining marks, those of symbols, and half marks.
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}'
        // Variation selectors and the skin colours of emoji.
        | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{1f3fb}'..='\u{1f3ff}'
        | JOINER);
    extends || before == JOINER || (is_regional(before) && is_regional(after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(text: &str) -> [String; 3] {
        cut(&TaskName::parse(text).unwrap()).map(str::to_owned)
    }

    #[test]
    fn a_name_of_the_usual_shape_is_cut_around_its_project() {
        for parted in [
            ["10.0.0.5-9000:connector_v2:", "np_57fdqtrsqiao-incr_trans-", "1-0:0003000002"],
            // What stands at an end stands elsewhere in the name as well.
            ["10.0.0.1-9000:connector_v2:", "1_trans-x-full_trans-", "1-0:0000000001"],
        ] {
            assert_eq!(parts(&parted.concat()), parted);
        }
    }

    #[test]
    fn another_name_keeps_its_end_in_sight() {
        assert_eq!(parts("任"), ["", "任", ""]);
        assert_eq!(parts("orders_cdc_prod_1"), ["", "orders_cd", "c_prod_1"]);
        assert_eq!(parts(&"任".repeat(57)), [String::new(), "任".repeat(43), "任".repeat(14)]);
    }

    #[test]
    fn what_is_seen_as_one_is_not_cut() {
        let before = "x".repeat(40);
        for whole in ["e\u{301}", "e\u{301}\u{301}\u{301}", "👩‍💻", "👍🏽", "❤️", "🇨🇳"] {
            let count = whole.chars().count();
            for inside in 1..count {
                // Exactly as many characters as are kept follow the place inside.
                let after = "y".repeat(TAIL - (count - inside));
                let [_, head, tail] = parts(&format!("{before}{whole}{after}"));
                assert_eq!((head, tail), (before.clone(), format!("{whole}{after}")));
            }
        }
    }

    /// Texts of the characters that matter here, long enough to be cut.
    fn text() -> impl Strategy<Value = String> {
        let character = prop_oneof![
            Just('x'),
            Just('👩'),
            Just('❤'),
            Just('🇨'),
            Just(JOINER),
            Just('\u{fe0f}'),
            Just('\u{301}'),
            Just('\u{202e}'),
            any::<char>(),
        ];
        proptest::collection::vec(character, 0..120).prop_map(String::from_iter)
    }

    proptest! {
        #[test]
        fn a_cut_loses_nothing_and_parts_nothing(text in text()) {
            if let Ok(name) = TaskName::parse(&text) {
                let parts = cut(&name);
                prop_assert_eq!(parts.concat(), name.as_str());
                for (head, tail) in [(parts[0], parts[1]), (parts[1], parts[2])] {
                    if let (Some(before), Some(after)) = (head.chars().next_back(), tail.chars().next()) {
                        prop_assert!(!belong_together(before, after));
                    }
                }
            }
        }
    }
}
