//! Which known name was probably meant by a misspelt one.

/// Returns the known name that a name is nearest to, if it is near enough to be a slip. Capitals, blanks and
/// signs do not count; of names with dots the last part alone may match.
pub(crate) fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let written = [plain(name), plain(last_part(name))];
    let distances = known.iter().flat_map(|&known| {
        let meant = [plain(known), plain(last_part(known))];
        written
            .iter()
            .flat_map(|written| meant.each_ref().map(|meant| slip(written, meant)))
            .flatten()
            .map(|distance| (distance, known))
            .collect::<Vec<_>>()
    });
    distances.min_by_key(|(distance, _)| *distance).map(|(_, known)| known)
}

fn last_part(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// A name without what does not count. What is meant is in ASCII.
fn plain(name: &str) -> Vec<char> {
    name.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

/// The distance of two names; nothing where they have too little in common for one to stand for the other.
fn slip(written: &[char], meant: &[char]) -> Option<usize> {
    let (short, long) = if written.len() < meant.len() { (written, meant) } else { (meant, written) };
    let is_part = short.len() >= 4 && long.windows(short.len()).any(|part| part == short);
    let distance = distance(written, meant);
    (is_part || distance * 3 <= short.len()).then_some(distance).filter(|_| !short.is_empty())
}

/// How many characters have to be inserted, removed or replaced to make one text the other (Levenshtein).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, a) in one.iter().enumerate() {
        let mut diagonal = index;
        let mut left = index + 1;
        for (above, b) in row.iter_mut().skip(1).zip(other) {
            let best = (left + 1).min(*above + 1).min(diagonal + usize::from(a != b));
            diagonal = *above;
            *above = best;
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = index + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_slip_finds_its_name() {
        let known = ["readOnly", "host.name", "timeOutSeconds"];
        for (written, meant) in [
            ("readonly", Some("readOnly")),
            ("redaOnly", Some("readOnly")),
            ("HOST.NAME", Some("host.name")),
            ("name", Some("host.name")),
            ("time-out", Some("timeOutSeconds")),
            ("theme", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, &known), meant, "{written}");
        }
        assert_eq!(nearest("readonly", &[]), None);
    }

    proptest! {
        #[test]
        fn a_distance_is_one(a in "[ab]{0,6}", b in "[ab]{0,6}", c in "[ab]{0,6}") {
            let [a, b, c] = [a, b, c].map(|text| text.chars().collect::<Vec<_>>());
            prop_assert_eq!(distance(&a, &b) == 0, a == b);
            prop_assert_eq!(distance(&a, &b), distance(&b, &a));
            prop_assert!(distance(&a, &c) <= distance(&a, &b) + distance(&b, &c));
        }
    }
}
