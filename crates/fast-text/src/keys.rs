//! The texts that rows are sorted by.

use crate::sort::order_of_texts;

/// The texts that rows are sorted by, all in one piece of memory: so many small ones would take longer to allocate than
/// to sort.
#[derive(Clone, Debug, Default)]
pub struct SortKeys {
    bytes: Vec<u8>,
    /// Where each text ends.
    ends: Vec<usize>,
}

impl SortKeys {
    /// Returns no texts, with room for some of a length.
    pub fn with_capacity(texts: usize, length: usize) -> Self {
        Self { bytes: Vec::with_capacity(texts * length), ends: Vec::with_capacity(texts) }
    }

    /// Appends to the text that is being written.
    pub fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// Appends in such a form that the order by bytes is that of the numbers in it.
    #[inline(never)]
    pub fn push_natural(&mut self, text: &str) {
        let mut rest = text.as_bytes();
        while let Some(digit) = rest.iter().position(u8::is_ascii_digit) {
            let (text, from_digit) = rest.split_at(digit);
            let end = from_digit.iter().position(|byte| !byte.is_ascii_digit());
            let (digits, more) = from_digit.split_at(end.unwrap_or(from_digit.len()));
            self.bytes.extend_from_slice(text);
            self.push_number(digits);
            rest = more;
        }
        self.bytes.extend_from_slice(rest);
    }

    /// Appends a number: a digit that says how many bytes follow, and the bytes. An address is so short that way that
    /// nearly all are distinguished by their first eight bytes.
    fn push_number(&mut self, digits: &[u8]) {
        /// So many digits always fit into eight bytes.
        const MOST: usize = 19;
        let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
        let digits = &digits[zeros..];
        if digits.len() > MOST {
            self.bytes.push(b'9');
            self.bytes.extend_from_slice(&digits.len().to_be_bytes());
            return self.bytes.extend_from_slice(digits);
        }
        let value = digits.iter().fold(0, |value, digit| 10 * value + u64::from(digit - b'0'));
        let unused = value.leading_zeros() / 8;
        self.bytes.push(b'8' - unused as u8);
        self.bytes.extend_from_slice(&value.to_be_bytes()[unused as usize..]);
    }

    /// Ends the text of a row.
    pub fn end(&mut self) {
        self.ends.push(self.bytes.len());
    }

    /// Returns the text of a row.
    pub fn get(&self, row: usize) -> &[u8] {
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[start..self.ends[row]]
    }

    /// Returns the rows in the order of their texts. Those without one come last either way, and those with the same keep
    /// their order.
    pub fn order(&self, descending: bool) -> Vec<u32> {
        let mut start = 0;
        let text = |end: &usize| &self.bytes[std::mem::replace(&mut start, *end)..*end];
        let texts: Vec<_> = self.ends.iter().map(text).collect();
        order_of_texts(&texts, descending)
    }
}
