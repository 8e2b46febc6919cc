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

/// Returns a name without what does not count. What is meant is in ASCII.
fn plain(name: &str) -> Vec<char> {
    name.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

/// Returns the distance of two names; nothing where they have too little in common for one to stand for the other.
fn slip(written: &[char], meant: &[char]) -> Option<usize> {
    let (short, long) = if written.len() < meant.len() { (written, meant) } else { (meant, written) };
    let is_part = short.len() >= 4 && long.windows(short.len()).any(|part| part == short);
    let most = if is_part { long.len() } else { short.len() / 3 };
    edits(written, meant, most).filter(|_| !short.is_empty())
}

/// Returns how many letters have to be put in, taken out or replaced to make one text of another (Levenshtein), up to
/// `most`.
pub(crate) fn edits<T: PartialEq>(a: &[T], b: &[T], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    let same = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - same], &b[..b.len() - same]);
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (line, x) in a.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], line + 1);
        for (column, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(row[column] + 1).min(diagonal + 1);
        }
        if row.iter().all(|edits| *edits > most) {
            return None;
        }
    }
    row.last().copied().filter(|edits| *edits <= most)
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
        fn edits_are_counted_as_by_the_textbook(a in "[ab]{0,8}", b in "[ab]{0,8}", most in 0usize..5) {
            fn textbook(a: &[u8], b: &[u8]) -> usize {
                match (a, b) {
                    ([], rest) | (rest, []) => rest.len(),
                    ([x, a_rest @ ..], [y, b_rest @ ..]) if x == y => textbook(a_rest, b_rest),
                    ([_, a_rest @ ..], [_, b_rest @ ..]) => {
                        1 + textbook(a_rest, b_rest).min(textbook(a_rest, b)).min(textbook(a, b_rest))
                    }
                }
            }
            let count = textbook(a.as_bytes(), b.as_bytes());
            prop_assert_eq!(edits(a.as_bytes(), b.as_bytes(), most), Some(count).filter(|count| *count <= most));
        }
    }
}
