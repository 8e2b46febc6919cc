//! A stable sort of numbers, a byte at a time, and of texts by it. It is fast for long lists of names that begin alike.

use std::mem;

/// Returns the rows in the order of their numbers. Those without one come last either way, and those with the same keep
/// their order.
#[inline(never)]
pub fn order_of_numbers(numbers: &[Option<u64>], descending: bool) -> Vec<u32> {
    let turned = |number: u64| if descending { !number } else { number };
    let numbered = numbers.iter().zip(0..);
    let mut rows: Vec<_> =
        numbered.filter_map(|(number, place)| Some(Row { head: turned((*number)?), place })).collect();
    let mut spare = rows.clone();
    sort_by_head(&mut rows, &mut spare);
    let others = numbers.iter().zip(0..).filter(|(number, _)| number.is_none());
    rows.iter().map(|row| row.place).chain(others.map(|(_, place)| place)).collect()
}

/// Returns the rows in the order of their texts. Those without one come last either way, and those with the same keep
/// their order.
#[inline(never)]
pub(crate) fn order_of_texts(texts: &[&[u8]], descending: bool) -> Vec<u32> {
    let with_text = texts.iter().zip(0..).filter(|(text, _)| !text.is_empty());
    let mut rows: Vec<_> = with_text.map(|(_, place)| Row { head: 0, place }).collect();
    let mut spare = rows.clone();
    sort_by_text(&mut rows, &mut spare, &Texts { texts, descending });
    let others = texts.iter().zip(0..).filter(|(text, _)| text.is_empty());
    rows.iter().map(|row| row.place).chain(others.map(|(_, place)| place)).collect()
}

/// A row while it is sorted.
#[derive(Clone, Copy)]
struct Row {
    /// The number that it is sorted by.
    head: u64,
    /// Where it stood before.
    place: u32,
}

/// A list of the texts that all rows have, by the rows' places.
struct Texts<'a> {
    texts: &'a [&'a [u8]],
    descending: bool,
}

impl<'a> Texts<'a> {
    /// Returns the bytes of a row's text from a place on.
    fn rest(&self, row: Row, from: usize) -> &'a [u8] {
        self.texts[row.place as usize].get(from..).unwrap_or_default()
    }

    /// Returns the head of a row, cut from a place of its text on: some bytes, and how many there are, at most one
    /// more, so that a text that ends comes before one that goes on with zeros.
    fn head(&self, row: Row, from: usize) -> u64 {
        let rest = self.rest(row, from);
        let mut head = [0; HEAD + 1];
        match rest.first_chunk::<HEAD>() {
            Some(bytes) => head[..HEAD].copy_from_slice(bytes),
            None => head[..rest.len()].copy_from_slice(rest),
        }
        head[HEAD] = rest.len().min(HEAD + 1) as u8;
        let head = u64::from_be_bytes(head);
        if self.descending { !head } else { head }
    }

    /// Returns how many bytes all rows begin with alike, if `known` are known to be; nothing if none differs.
    fn shared(&self, rows: &[Row], known: usize) -> Option<usize> {
        let (first, others) = rows.split_first()?;
        let first = self.rest(*first, known);
        let (mut shared, mut differs) = (first.len(), false);
        for other in others {
            let other = self.rest(*other, known);
            let alike = first[..shared].iter().zip(other).take_while(|(a, b)| a == b).count();
            differs |= alike < first.len().max(other.len());
            shared = alike;
        }
        differs.then_some(known + shared)
    }

    /// Returns whether a row must not stand before another one, if their texts are alike up to `known`.
    fn are_wrong(&self, before: Row, after: Row, known: usize) -> bool {
        let (before, after) = (self.rest(before, known), self.rest(after, known));
        if self.descending { before < after } else { before > after }
    }
}

/// The bytes of a text that make a head.
const HEAD: usize = size_of::<u64>() - 1;

/// Up to how many rows it is faster to compare whole texts.
const FEW: usize = 32;

/// Sorts by heads, a byte of them at a time from the last one on. `spare` is room for as many rows.
fn sort_by_head(rows: &mut [Row], spare: &mut [Row]) {
    if rows.is_sorted_by_key(|row| row.head) {
        return;
    }
    let mut differing = 0;
    for row in &*rows {
        differing |= row.head ^ rows[0].head;
    }
    for shift in (0..u64::BITS).step_by(8) {
        if differing >> shift & 0xff == 0 {
            continue;
        }
        let byte = |row: &Row| (row.head >> shift & 0xff) as usize;
        let mut places = [0; 256];
        for row in &*rows {
            places[byte(row)] += 1;
        }
        let mut before = 0;
        for place in &mut places {
            before += mem::replace(place, before);
        }
        for row in &*rows {
            let place = &mut places[byte(row)];
            spare[*place] = *row;
            *place += 1;
        }
        rows.copy_from_slice(&spare[..rows.len()]);
    }
}

/// Sorts by the few bytes behind what all texts share, then in the same way each group of rows in
/// which these bytes are equal.
fn sort_by_text(rows: &mut [Row], spare: &mut [Row], texts: &Texts<'_>) {
    let mut groups = vec![(0..rows.len(), 0)];
    while let Some((group, known)) = groups.pop() {
        let rows = &mut rows[group.clone()];
        if rows.len() <= FEW {
            insert_by_text(rows, known, texts);
            continue;
        }
        let Some(shared) = texts.shared(rows, known) else { continue };
        for row in &mut *rows {
            row.head = texts.head(*row, shared);
        }
        sort_by_head(rows, spare);
        let mut start = group.start;
        for equal in rows.chunk_by(|a, b| a.head == b.head) {
            if equal.len() > 1 {
                groups.push((start..start + equal.len(), shared + HEAD));
            }
            start += equal.len();
        }
    }
}

/// Sorts a few rows by their texts, which are alike up to `known`.
fn insert_by_text(rows: &mut [Row], known: usize, texts: &Texts<'_>) {
    for end in 1..rows.len() {
        let mut place = end;
        while place > 0 && texts.are_wrong(rows[place - 1], rows[place], known) {
            rows.swap(place - 1, place);
            place -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_are_sorted_stably_and_none_comes_last(
            numbers in proptest::collection::vec(proptest::option::of(prop_oneof![0u64..4, any::<u64>()]), 0..300),
            descending: bool,
        ) {
            let mut expected: Vec<u32> = (0..).take(numbers.len()).collect();
            expected.sort_by_key(|place| {
                let number = numbers[*place as usize];
                (number.is_none(), number.map(|number| if descending { !number } else { number }))
            });
            prop_assert_eq!(order_of_numbers(&numbers, descending), expected);
        }

        #[test]
        fn texts_are_sorted_stably_and_none_comes_last(
            texts in proptest::collection::vec("[ab\\x00é]{0,20}", 0..300), descending: bool,
        ) {
            let mut expected: Vec<u32> = (0..).take(texts.len()).collect();
            expected.sort_by(|a, b| {
                let (a, b) = (&texts[*a as usize], &texts[*b as usize]);
                let order = if descending { b.cmp(a) } else { a.cmp(b) };
                a.is_empty().cmp(&b.is_empty()).then(order)
            });
            let texts: Vec<_> = texts.iter().map(String::as_bytes).collect();
            prop_assert_eq!(order_of_texts(&texts, descending), expected);
        }
    }
}
