//! Looking for a word in a text, whatever the case of ASCII letters.

/// Returns where a word begins in a text, whatever the case of ASCII letters.
#[inline(never)]
pub fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    let Some(first) = word.first() else { return Some(0) };
    // The two cases of a letter differ in this bit only.
    let case = if first.is_ascii_alphabetic() { 0x20 } else { 0 };
    let starts = text.get(..=text.len().checked_sub(word.len())?)?;
    let mut start = 0;
    loop {
        start += find_byte(starts.get(start..)?, first | case, case)?;
        if text[start..start + word.len()].eq_ignore_ascii_case(word) {
            return Some(start);
        }
        start += 1;
    }
}

/// Returns where a byte stands once the bits of `case` are set in all. Eight bytes at a time, since nearly all
/// of a filter's time goes into this.
fn find_byte(text: &[u8], byte: u8, case: u8) -> Option<usize> {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let (blocks, rest) = text.as_chunks();
    for (index, block) in blocks.iter().enumerate() {
        // Where the byte stands there is a zero now; borrowing from it sets its highest bit.
        let zeros = (u64::from_le_bytes(*block) | (ONES * u64::from(case))) ^ (ONES * u64::from(byte));
        let found = zeros.wrapping_sub(ONES) & !zeros & (ONES << 7);
        if found != 0 {
            return Some(8 * index + found.trailing_zeros() as usize / 8);
        }
    }
    let at = rest.iter().position(|other| other | case == byte)?;
    Some(8 * blocks.len() + at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_word_is_found_where_lower_case_finds_it(text in "[aAbB@`*]{0,40}", word in "[aAbB@`*]{0,4}") {
            let expected = text.to_ascii_lowercase().find(&word.to_ascii_lowercase());
            prop_assert_eq!(find(text.as_bytes(), word.as_bytes()), expected);
        }
    }
}
