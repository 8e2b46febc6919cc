use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;

fn oddities(text: &str) -> Vec<(char, Oddity)> {
    odd_characters(text).into_iter().map(|odd| (odd.character, odd.oddity)).collect()
}

/// Returns a text as it is seen: what is marked in brackets.
fn seen(text: &str) -> String {
    let odd = odd_characters(text);
    let mut seen = String::new();
    for segment in segments(text, &odd, 0..text.len()) {
        match segment.odd {
            Some(_) => seen.push_str(&format!("[{}]", segment.text)),
            None => seen.push_str(&segment.text),
        }
    }
    seen
}

#[test]
fn a_name_cannot_disguise_itself() {
    for (text, shown) in [
        ("task\u{202e}1-0", "task[⟨U+202E⟩]1-0"),
        ("a\u{200b}b\u{feff}c", "a[⟨U+200B⟩]b[⟨U+FEFF⟩]c"),
        ("\u{2066}a\u{2069}\u{61c}\u{200f}", "[⟨U+2066⟩]a[⟨U+2069⟩][⟨U+061C⟩][⟨U+200F⟩]"),
        ("a\u{ad}b\u{e0041}", "a[⟨U+00AD⟩]b[⟨U+E0041⟩]"),
        ("a\tb\u{0}", "a[⟨U+0009⟩]b[⟨U+0000⟩]"),
        ("a\u{a0}b\u{3000}c\u{2800}\u{3164}", "a[⟨U+00A0⟩]b[⟨U+3000⟩]c[⟨U+2800⟩][⟨U+3164⟩]"),
        (" a  b ", "[⟨U+0020⟩]a[⟨U+0020⟩][⟨U+0020⟩]b[⟨U+0020⟩]"),
        ("e\u{301}\u{489}", "e[⟨U+0301⟩][⟨U+0489⟩]"),
        ("1\u{93c}\u{e000}\u{378}", "1[⟨U+093C⟩][⟨U+E000⟩][⟨U+0378⟩]"),
        ("np\u{2011}1", "np[‑]1"),
        ("tаsk", "t[а]sk"),
        ("ТЕСТ-1", "[Т][Е][С][Т]-1"),
        ("ｔａｓｋ１", "[ｔ][ａ][ｓ][ｋ][１]"),
        ("task\u{661}𝟙", "task[\u{661}][𝟙]"),
        ("taskд", "task[д]"),
        ("1一0", "1[一]0"),
        ("1：0，2", "1[：]0[，]2"),
        ("任务\u{200b}一", "任务[⟨U+200B⟩][一]"),
        ("❤\u{fe0f}", "❤[⟨U+FE0F⟩]"),
        ("a\u{200d}b", "a[⟨U+200D⟩]b"),
    ] {
        assert_eq!(seen(text), shown);
    }
}

#[test]
fn honest_names_are_not_marked() {
    for text in [
        "",
        "np_1-incr_trans-1-0",
        "a b c",
        "\" onclick=alert(1) <b>",
        "任务一",
        "T1任务二-1",
        "データ移行",
        "한국어-1",
        "задача-7",
        "отчёт",
        "εργασία",
        "משימה",
        "हिन्दी",
        "ภาษาไทย",
        "café-1",
        "Größe",
        "🙂 👍🏽 🇨🇳",
    ] {
        assert_eq!(odd_characters(text), [], "{text}");
        assert!(matches!(visible(text), Cow::Borrowed(same) if same == text), "{text}");
    }
}

#[test]
fn what_is_odd_is_said() {
    assert_eq!(
        oddities("tаsk\u{200b}\u{a0}д"),
        [
            ('а', Oddity::LooksLike("a")),
            ('\u{200b}', Oddity::Hidden),
            ('\u{a0}', Oddity::Blank),
            ('д', Oddity::OtherAlphabet),
        ]
    );
}

#[test]
fn names_that_look_alike_have_one_skeleton() {
    for (a, b) in [
        ("tаsk", "task"),
        ("ТЕСТ-1", "TECT-1"),
        ("np\u{2011}1", "np-1"),
        ("T\u{200b}1", "T1"),
        (" a\u{a0}\u{a0}b ", "a b"),
        ("ｔａｓｋ１", "task1"),
        ("e\u{301}", "e"),
        ("p_1O", "p_l0"),
        ("ﬁle", "file"),
    ] {
        assert_eq!(skeleton(a), skeleton(b), "{a} {b}");
    }
    assert_ne!(skeleton("任务一"), skeleton("任务二"));
    assert_ne!(skeleton("np_1"), skeleton("np_2"));
}

/// All characters that look like ASCII ones.
static LOOKALIKES: LazyLock<Vec<(char, &str)>> =
    LazyLock::new(|| ('\u{80}'..='\u{1ffff}').filter_map(|c| lookalike(c).map(|ascii| (c, ascii))).collect());

/// Characters that are not seen or are blanks, and look-alikes of ASCII, with what they look like.
fn disguise() -> impl Strategy<Value = char> {
    prop_oneof![
        proptest::sample::select(vec![
            '\u{ad}',
            '\u{200b}',
            '\u{200d}',
            '\u{200e}',
            '\u{202e}',
            '\u{2060}',
            '\u{2069}',
            '\u{feff}',
            '\u{fe0f}',
            '\u{a0}',
            '\u{2003}',
            '\u{3000}',
            '\u{3164}',
            '\u{301}',
            '\u{489}',
            '\u{20dd}',
            '\u{e0061}',
            '\u{f8ff}',
            '\u{2028}',
            '\u{85}',
        ]),
        any::<char>().prop_filter("not seen", |c| is_hidden(*c) || is_blank(*c)),
    ]
}

#[test]
fn a_mark_behind_a_spelled_one_is_spelled_too() {
    assert_eq!(visible("\u{bc0}\u{b62}"), "⟨U+0BC0⟩⟨U+0B62⟩");
    assert_eq!(visible("\u{200b}\u{b62}"), "⟨U+200B⟩⟨U+0B62⟩");
    assert_eq!(visible("\u{b95}\u{bc0}"), "\u{b95}\u{bc0}");
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9._:-]{1,24}",
        "(任务|一|T1|-|задача|数据|_|🙂| x){1,8}".prop_map(|text| text.trim().to_owned()),
        any::<String>(),
    ]
}

proptest! {
    #[test]
    fn what_is_not_seen_is_seen_wherever_it_stands(name in name(), c in disguise(), at in any::<prop::sample::Index>()) {
        let mut places: Vec<usize> = name.char_indices().map(|(at, _)| at).collect();
        places.push(name.len());
        let at = places[at.index(places.len())];
        let disguised = format!("{}{c}{}", &name[..at], &name[at..]);
        prop_assert_ne!(seen(&disguised), seen(&name));
        prop_assert_ne!(visible(&disguised), visible(&name));
    }

    #[test]
    fn a_lookalike_is_marked_in_any_plain_name(
        name in "[a-zA-Z0-9._:-]{1,24}", at in any::<prop::sample::Index>(), which in any::<prop::sample::Index>(),
    ) {
        let at = at.index(name.len());
        let plain = &name[at..=at];
        let alike = LOOKALIKES.iter().filter(|(_, ascii)| *ascii == plain).map(|(c, _)| *c).collect::<Vec<_>>();
        if !alike.is_empty() {
            let c = alike[which.index(alike.len())];
            let disguised = format!("{}{c}{}", &name[..at], &name[at + 1..]);
            let odd = odd_characters(&disguised);
            prop_assert!(odd.iter().any(|odd| odd.at.start == at), "{}", disguised);
            prop_assert_eq!(skeleton(&disguised), skeleton(&name));
        }
    }

    #[test]
    fn what_is_shown_is_the_whole_text_but_for_what_is_spelled(text in name()) {
        let odd = odd_characters(&text);
        let segments = segments(&text, &odd, 0..text.len());
        let restored: String = segments
            .iter()
            .map(|segment| segment.odd.map_or_else(|| segment.text.to_string(), |odd| odd.character.to_string()))
            .collect();
        prop_assert_eq!(restored, text.clone());
        prop_assert!(!visible(&text).chars().any(|c| is_hidden(c) || is_blank(c)));
        let shown = visible(&text);
        prop_assert_eq!(visible(&shown), shown.clone());
    }
}
