//! A place in a text that is being read, for grammars too small for more.

/// A cursor that holds the part of a text which is still to be read.
#[derive(Clone, Copy)]
pub(in crate::time) struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub(in crate::time) fn new(text: &'a str) -> Self {
        Self { rest: text.as_bytes() }
    }

    pub(in crate::time) fn at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// Returns how many bytes are still to be read.
    pub(in crate::time) fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// Returns the byte that comes next, without taking it.
    pub(in crate::time) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// Takes this byte if it comes next.
    pub(in crate::time) fn take(&mut self, byte: u8) -> bool {
        match self.rest.split_first() {
            Some((first, rest)) if *first == byte => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// Takes one of these texts if it comes next, the first that does, and returns its place among them.
    pub(in crate::time) fn take_one_of(&mut self, texts: &[&str]) -> Option<usize> {
        let place = texts.iter().position(|text| self.rest.starts_with(text.as_bytes()))?;
        self.rest = self.rest.get(texts[place].len()..).unwrap_or_default();
        Some(place)
    }

    /// Takes the letters that come next, maybe none.
    pub(in crate::time) fn letters(&mut self) -> &'a [u8] {
        self.take_while(u8::is_ascii_alphabetic)
    }

    /// Takes all the digits that come next, maybe none.
    pub(in crate::time) fn digits(&mut self) -> &'a [u8] {
        self.take_while(u8::is_ascii_digit)
    }

    /// Takes the digits that come next if they are `least` to `most`. With at most two the number fits.
    pub(in crate::time) fn short_number(&mut self, least: usize, most: usize) -> Option<u8> {
        let digits = self.digits();
        if digits.len() < least || digits.len() > most {
            return None;
        }
        u8::try_from(number(digits)?).ok()
    }

    fn take_while(&mut self, wanted: fn(&u8) -> bool) -> &'a [u8] {
        let length = self.rest.iter().take_while(|byte| wanted(byte)).count();
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }
}

/// Returns the number of these digits; `None` when it is too large, or there are none.
pub(in crate::time) fn number(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0_u64, |number, digit| {
        number.checked_mul(10)?.checked_add(u64::from(digit.wrapping_sub(b'0')))
    })
}
